"""The hits of a report as JSON: every text once, evidence beside every hit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from uyghurscreen.evidence import hit_words
from uyghurscreen.evidence_html import kind_of, shown
from uyghurscreen.explanation import summary
from uyghurscreen.lists import related
from uyghurscreen.matching.features import FEATURES
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.scoring import contributions
from uyghurscreen.queries import Queries
from uyghurscreen.schema import FEATURE_NAMES

__all__ = ["as_json", "listed_under", "payload"]

_DECIDED: Final = (
    "disposition",
    "decision_reason",
    "reviewer",
    "decided_at",
    "expires",
    "lapsed",
    "suppressed",
)
_LEAST_PART: Final = 0.0005
"""Parts of a score that would be shown as 0.000 are left out."""


def payload(
    hits: pl.DataFrame,
    entries: pl.DataFrame,
    index: NameIndex,
    queries: Queries | None,
    groups: pl.DataFrame | None = None,
) -> dict[str, Any]:
    """Return what the script of a report shows, in what JSON can hold.

    Args:
        hits: Hits, schema `HITS`; columns of `delta.DELTA` and `review.REVIEWED` are
            shown where they are there.
        entries: The entries they were found on, schema `ENTRIES`.
        index: The listed names.
        queries: The rows that were screened, for their countries and addresses.
        groups: What they are counted by, see `facts.groups_of`.
    """
    records, of_record = _numbered(hits, ["query_id", "query_name"])
    listed, of_entry = _numbered(hits, ["list_id", "entry_id", "entry_name"])
    words = _words(hits, index)
    parts = _parts(hits)
    rows = [
        {
            "q": record,
            "e": entry,
            "name": hit["matched_name"],
            "kind": hit["name_kind"],
            "rel": hit["relation"],
            "score": round(hit["score"], 3),
            "band": hit["band"],
            "country": hit["country_evidence"],
            "address": _rounded(hit["address_similarity"]),
            "why": summary(hit),
            "words": of_hit,
            "parts": parts_of_hit,
            **_decided(hit),
        }
        for hit, record, entry, of_hit, parts_of_hit in zip(
            hits.iter_rows(named=True), of_record, of_entry, words, parts, strict=True
        )
    ]
    return {
        "queries": _records(records, queries, groups),
        "groups": [] if groups is None else groups.columns[1:],
        "entries": _entries(listed, entries),
        "features": _meanings(),
        "hits": rows,
    }


def as_json(value: object) -> str:
    r"""Return a value as JSON that is inert inside HTML, unseen characters spelled out.

    Example:
        >>> as_json({"name": "</script>"})
        '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(
        _shown(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _shown(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return value


def _numbered(hits: pl.DataFrame, columns: list[str]) -> tuple[pl.DataFrame, list[int]]:
    """Return distinct rows of some columns, and the number of each hit's."""
    distinct = hits.select(columns).unique(maintain_order=True).with_row_index("n")
    numbers = hits.select(columns).join(
        distinct, on=columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return distinct.drop("n"), numbers["n"].to_list()


def _records(
    records: pl.DataFrame, queries: Queries | None, groups: pl.DataFrame | None
) -> list[list[object]]:
    """Return id, name, country and address of each record, then what it counts in."""
    unknown = [pl.lit(None, pl.String).alias(name) for name in ("country", "address")]
    facts = records.select("query_id").with_columns(unknown)
    if queries is not None:
        facts = queries.screened.select("query_id", "country", "address")
    for told in (facts, groups):
        if told is not None:
            records = records.join(
                told.unique("query_id", keep="first", maintain_order=True),
                on="query_id",
                how="left",
                maintain_order="left",
            )
    text = records.with_columns(pl.col("query_id").cast(pl.String))
    return [list(row) for row in text.iter_rows()]


def _entries(listed: pl.DataFrame, entries: pl.DataFrame) -> list[dict[str, object]]:
    entry = ["list_id", "entry_id"]
    facts = listed.join(
        entries.drop("entry_name"), on=entry, how="left", maintain_order="left"
    ).join(listed_under(entries), on=entry, how="left", maintain_order="left")
    return [
        {
            "list": row["list_id"],
            "id": row["entry_id"],
            "name": row["entry_name"],
            "facts": _facts(row),
            "texts": _texts(row),
        }
        for row in facts.iter_rows(named=True)
    ]


def listed_under(entries: pl.DataFrame) -> pl.DataFrame:
    """Return under whom entries are listed, in which words and where, in one text.

    Args:
        entries: Schema `ENTRIES`.

    Returns:
        `list_id`, `entry_id` and `listed_under`; entries under nobody have no row.
    """
    under = pl.format("{} of {}", "relation", "parent_name")
    words = pl.format("{}, in the words “{}” ({})", under, "words", "source")
    return (
        related.read(entries)
        .drop_nulls("related_id")
        .group_by("list_id", entry_id="related_id", maintain_order=True)
        .agg(listed_under=pl.coalesce(words, under).str.join("; "))
    )


def _facts(row: Mapping[str, Any]) -> list[list[str]]:
    """Return what an analyst checks of an entry, as pairs of a label and a text."""
    if row["relation"] is None:
        return [["entry", "no longer on the list"]]
    told = [
        ("relation", row["listed_under"]),
        ("scope", row["scope"] if row["relation"] == "listed" else ""),
        ("sub-lists", ", ".join(row["sublists"] or ())),
        ("countries", ", ".join(row["countries"] or ())),
        ("first listed", row["first_listed"]),
        ("effective", row["effective_date"]),
        ("citations", ", ".join(row["citations"] or ())),
    ]
    return [[label, str(text)] for label, text in told if text]


def _texts(row: Mapping[str, Any]) -> list[list[str]]:
    """Return what takes more room of an entry, likewise."""
    told = [
        ("addresses", "; ".join(row["addresses"] or ())),
        ("licence requirement", row["license_requirement"]),
        ("review policy", row["license_policy"]),
    ]
    return [[label, text] for label, text in told if text]


def _words(hits: pl.DataFrame, index: NameIndex) -> list[list[list[object]]]:
    found: list[list[list[object]]] = [[] for _ in range(hits.height)]
    for hit, role, token, counterpart, relation, part in hit_words(hits, index).rows():
        found[hit].append(
            [role, token, counterpart, relation, kind_of(relation), round(part, 3)]
        )
    return found


def _parts(hits: pl.DataFrame) -> list[list[list[float]]]:
    """Return the parts of each score, by the number of the feature, largest first."""
    values = hits.select(FEATURE_NAMES).rows()
    found = []
    for row, parts in zip(values, contributions(hits).rows(), strict=True):
        told = [
            [number, round(row[number], 2), round(part, 3)]
            for number, part in enumerate(parts)
            if abs(part) >= _LEAST_PART
        ]
        found.append(sorted(told, key=lambda item: (-abs(item[2]), item[0])))
    return found


def _decided(hit: Mapping[str, Any]) -> dict[str, object]:
    told: dict[str, object] = {}
    if hit.get("change"):
        told["change"] = hit["change"]
    if hit.get("disposition") is None and not hit.get("lapsed"):
        return told
    made = {name: hit.get(name) for name in _DECIDED}
    return told | {
        "decided": {
            name: value if isinstance(value, bool) else str(value)
            for name, value in made.items()
            if value is not None
        }
    }


def _meanings() -> list[list[str]]:
    """Return the name of each kind of evidence, and its meaning in a sentence."""
    of_name = {f.__name__: (f.__doc__ or "").split("\n\n")[0] for f in FEATURES}
    return [[name, " ".join(of_name[name].split())] for name in FEATURE_NAMES]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
