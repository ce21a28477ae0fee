"""Why a hit is a hit: the evidence, its parts in the score, and where to check it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.evidence import WORD_FEATURES, Token, shared_out
from uyghurscreen.lists import catalog
from uyghurscreen.lists.related import parent_of, said_of
from uyghurscreen.matching.features import FEATURES
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.pairs import score_against
from uyghurscreen.matching.scoring import SAME, SCORING_VERSION, band, contributions
from uyghurscreen.matching.side_by_side import side_by_side
from uyghurscreen.queries import read_queries
from uyghurscreen.schema import KIND_ORDER
from uyghurscreen.suggestions import did_you_mean

__all__ = ["Evidence", "Explanation", "explain", "summary"]

_REASONS: Final = {
    "place_agreement": ("same place", "other place"),
    "word_agreement": ("same company words", "other company words"),
    "number_agreement": ("same number", "other number"),
    "legal_form_agreement": ("same legal form", "other legal form"),
}
"""What to say of a feature that is fully for (1) or fully against (-1) a pair."""


_RELATIONS: Final = {
    "subordinate": "; subordinate body of a listed entity",
    "affiliate": "; affiliate of a listed entity",
    "covered_by_scope": "; body of a group that is listed with all its bodies",
    "owned": "; owned by a listed entity",
    "sister": "; looks like a sister of the listed entity",
    "parent": "; looks like the parent of the listed entity",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One feature of a hit.

    Attributes:
        feature: Its name, a column of `HITS`.
        value: Its value.
        contribution: Its part in the score; the parts of a hit add up to the score.
        meaning: What it says, in a sentence.
    """

    feature: str
    value: float
    contribution: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that makes one hit, in the words of the lists.

    Attributes:
        query_name: The name that was screened.
        entry: The row of `ENTRIES` it was held against, as a dict.
        parent_name: The entry's parent on the list, None where it is listed itself.
        matched_name: The listed name that fits best.
        name_kind: What that name is to the entry.
        name_source: Where that name comes from: `list`, or a citation.
        score: In [0, 1].
        band: `exact`, `strong`, `possible` or `weak`, from the name alone.
        query_reading: How the query was read: its canonical words.
        listed_reading: How the listed name was read.
        tokens: The words side by side, in the order of the query.
        evidence: One item per feature, the largest part first.
        list_version: The version of the list.
        scoring_version: The version of the scoring.
        said_of: What a notice, or the entry's own name, says of a parent of it.
    """

    query_name: str
    entry: Mapping[str, object]
    parent_name: str | None
    matched_name: str
    name_kind: str
    name_source: str
    score: float
    band: str
    query_reading: str
    listed_reading: str
    tokens: tuple[Token, ...]
    evidence: tuple[Evidence, ...]
    list_version: str
    scoring_version: str
    said_of: str | None = None

    def facts(self) -> list[tuple[str, str]]:
        """Return what an analyst checks first, as pairs of a label and a text."""
        entry = self.entry
        rows = [
            ("query", self.query_name),
            ("read as", self.query_reading),
            ("listed name", f"{self.matched_name} ({self._name_origin()})"),
            ("read as", self.listed_reading),
            ("entry", f"{entry['entry_name']} [{entry['entry_id']}]"),
            ("relation", self._relation()),
            ("also", self.said_of),
            ("scope", entry["scope"] if entry["relation"] == "listed" else None),
            ("list", f"{_title(entry['list_id'])}, version {self.list_version}"),
            ("kind of source", entry["source_class"]),
            ("sub-lists", _joined(entry["sublists"])),
            ("countries", _joined(entry["countries"])),
            ("first listed", entry["first_listed"]),
            ("effective date", entry["effective_date"]),
            ("citations", _joined(entry["citations"])),
            ("licence requirement", entry["license_requirement"]),
            ("review policy", entry["license_policy"]),
            ("source", _url(entry["list_id"])),
            (
                "score",
                f"{self.score:.3f} ({self.band}), scoring {self.scoring_version}",
            ),
        ]
        return [(label, str(text)) for label, text in rows if text]

    def __str__(self) -> str:
        lines = [f"{label + ':':21}{text}" for label, text in self.facts()]
        lines.append("words:")
        lines += [
            f"  {item.contribution:+.3f}  {item.token or '-'} = "
            f"{item.counterpart or '-'}  ({item.role}, {item.relation})"
            for item in self.tokens
        ]
        lines.append("why:")
        lines += [
            f"  {item.contribution:+.3f}  {item.feature} = {item.value:.2f}  "
            f"{item.meaning}"
            for item in self.evidence
            if item.contribution
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = "".join(
            f"<tr><th style='text-align:left'>{html.escape(label)}</th>"
            f"<td style='text-align:left' colspan='3'>{html.escape(text)}</td></tr>"
            for label, text in self.facts()
        )
        evidence = "".join(
            f"<tr><th style='text-align:left'>{item.feature}</th>"
            f"<td>{item.contribution:+.3f}</td><td>{item.value:.2f}</td>"
            f"<td style='text-align:left'>{html.escape(item.meaning)}</td></tr>"
            for item in self.evidence
            if item.contribution
        )
        words = "".join(
            f"<tr><th style='text-align:left'>{html.escape(item.token)}</th>"
            f"<td>{item.contribution:+.3f}</td>"
            f"<td style='text-align:left'>{html.escape(item.counterpart)}</td>"
            f"<td style='text-align:left'>{item.role}, {item.relation}</td></tr>"
            for item in self.tokens
        )
        above = "<tr><th>word</th><th>part</th><th>listed</th><th>relation</th></tr>"
        head = "<tr><th>evidence</th><th>part</th><th>value</th><th>meaning</th></tr>"
        return f"<table>{facts}{above}{words}{head}{evidence}</table>"

    def _name_origin(self) -> str:
        where = "" if self.name_source == "list" else f", from {self.name_source}"
        return f"{self.name_kind} name{where}"

    def _relation(self) -> str:
        relation, words = str(self.entry["relation"]), self.entry["scope"]
        if relation == "listed":
            member = any(
                e.feature == "covered_by_scope" and e.value for e in self.evidence
            )
            if not member:
                return "the listed entity itself"
            name = self.entry["entry_name"]
            if not words:
                return f"looks like a body of {name}; its listing says nothing of those"
            return f"covered by the words “{words}” of the listing of {name}"
        under = f", under the words “{words}” of its listing" if words else ""
        return f"{relation} of {self.parent_name}{under}"


def summary(hit: Mapping[str, Any]) -> str:
    """Say in one line why a row of `HITS` is a hit.

    Example:
        >>> from uyghurscreen.schema import FEATURE_NAMES
        >>> hit = dict.fromkeys(FEATURE_NAMES, 0.0) | {
        ...     "brand_similarity": 1.0, "place_agreement": 1.0,
        ...     "matched_name": "Acme Ltd.", "name_kind": "alias",
        ...     "relation": "same", "country_evidence": "differs"}
        >>> summary(hit)
        'as Acme Ltd. (alias name): same distinctive words, same place; other country'
    """
    if hit["same_name"]:
        reasons = ["same name"]
    else:
        reasons = [_brand_reason(hit)]
        reasons += [
            words[0] if hit[feature] > 0 else words[1]
            for feature, words in _REASONS.items()
            if abs(hit[feature]) == 1
        ]
        if hit["misspelled"]:
            reasons.append("misspelled")
    text = ", ".join(reasons)
    if hit["name_kind"] != "primary":
        text = f"as {hit['matched_name']} ({hit['name_kind']} name): {text}"
    text += _RELATIONS.get(hit["relation"], "")
    country = {"agrees": "; same country", "differs": "; other country"}
    return text + country.get(hit["country_evidence"], "")


def explain(
    query_name: str,
    entry_id: str,
    entries: pl.DataFrame,
    index: NameIndex,
    versions: Mapping[str, str],
    list_id: str | None = None,
) -> Explanation:
    """Hold a name against one entry and return all the evidence.

    Args:
        query_name: The name.
        entry_id: The entry.
        entries: The chosen lists, schema `ENTRIES`.
        index: Their names.
        versions: Their versions, by list id.
        list_id: The entry's list, needed only where two lists share the id.

    Raises:
        InputError: If the name cannot be screened, or the entry lists no name.
        ListNotFoundError: If there is no such entry.
    """
    left_out = read_queries([query_name], name="name").unscreened
    if left_out.height:
        raise InputError(f"this name cannot be compared: {left_out['reason'].item()}.")
    of_entry = pl.col("entry_id") == entry_id
    if list_id is not None:
        of_entry &= pl.col("list_id") == list_id
    found = entries.filter(of_entry)
    if found.is_empty():
        raise ListNotFoundError(
            f"no entry {entry_id!r} on the chosen lists."
            f"{did_you_mean(entry_id, entries['entry_id'])}"
        )
    entry = found.row(0, named=True)
    listings = index.listings.filter(of_entry)
    if listings.is_empty():
        raise InputError(
            f"{entry['entry_name']!r} lists an address, not a name to compare."
        )
    scored = score_against(query_name, listings["form"].unique(), index)
    # As in a hit: the best score, then the kind of name, then the name.
    named = scored.join(listings, on="form").with_columns(
        order=pl.col("kind").replace_strict(KIND_ORDER, return_dtype=pl.Int8)
    )
    best = named.sort("score", "order", "name", descending=[True, False, False]).head(1)
    listing = best.row(0, named=True)
    score = best["score"].item()
    evidence = _evidence(best)
    parent = parent_of(entry, entries)
    return Explanation(
        query_name=query_name,
        entry=entry,
        parent_name=None if parent is None else parent[1],
        matched_name=listing["name"],
        name_kind=listing["kind"],
        name_source=listing["source"],
        score=score,
        band=best.select(band(pl.col("score"), SAME)).item(),
        query_reading=best["q_tokens"].item(),
        listed_reading=best["l_tokens"].item(),
        tokens=_tokens(listing["as_written"], listing["l_spelled"], evidence),
        evidence=evidence,
        list_version=versions[entry["list_id"]],
        scoring_version=SCORING_VERSION,
        said_of=said_of(entry, entries) if parent is None else None,
    )


def _brand_reason(hit: Mapping[str, Any]) -> str:
    if hit["brand_similarity"] == 1:
        return "same distinctive words"
    if hit["brand_containment"] == 1:
        return "distinctive words of one inside the other"
    return f"distinctive words {hit['brand_similarity']:.0%} alike"


def _evidence(best: pl.DataFrame) -> tuple[Evidence, ...]:
    parts = contributions(best).row(0, named=True)
    items = [
        Evidence(
            feature=feature.__name__,
            value=best[feature.__name__].item(),
            contribution=parts[feature.__name__],
            meaning=" ".join((feature.__doc__ or "").split("\n\n")[0].split()),
        )
        for feature in FEATURES
    ]
    return tuple(
        sorted(items, key=lambda item: (-abs(item.contribution), item.feature))
    )


def _tokens(
    query: str, listed: str, evidence: tuple[Evidence, ...]
) -> tuple[Token, ...]:
    words = side_by_side(pl.Series([query]), pl.Series([listed]))
    parts = [e.contribution for e in evidence if e.feature in WORD_FEATURES]
    gained, lost = (
        pl.Series([sum(p for p in parts if (p > 0) is up)], dtype=pl.Float64)
        for up in (True, False)
    )
    told = shared_out(words, gained, lost).drop("pair")
    return tuple(Token(**word) for word in told.iter_rows(named=True))


def _title(list_id: object) -> str:
    info = catalog.find(str(list_id))
    return info.title if info else str(list_id)


def _url(list_id: object) -> str:
    info = catalog.find(str(list_id))
    return info.source_url if info else ""


def _joined(values: object) -> str:
    return ", ".join(str(value) for value in values) if isinstance(values, list) else ""
