"""A validation in one go, and its report: what was tested, and what came out.

The report is Markdown, so that it can be read as it is, compared with the one before,
and put into a document. It holds names of the lists and made-up ones, none of yours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import polars as pl

from uyghurscreen.evidence_html import shown
from uyghurscreen.lists import catalog, clock
from uyghurscreen.matching.scoring import SCORING_VERSION
from uyghurscreen.validation.decks import exact_deck, manipulated_deck, placebo_deck
from uyghurscreen.validation.manipulations import MANIPULATIONS
from uyghurscreen.validation.measures import by_operator, run, sweep
from uyghurscreen.validation.placebo import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from uyghurscreen.screener import Screener

__all__ = ["Validation", "validate"]

_STEPS: Final = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Thresholds of the report's table, besides the one that is tested."""

_NAMED: Final = 25
"""Names listed under each heading, at most."""

_LIMITS: Final = (
    "The exact deck tests that the set-up works, not that it finds what is written "
    "otherwise.",
    "Manipulations are one change each, chosen by us. Some changed names can be told "
    "apart by nobody; names with two changes are found less often.",
    "Placebo names are made up. Your own names are the better test: "
    "`validation.sample_around` draws from their hits for a person to judge.",
    "Names that no list and no table holds, ownership, and addresses are not tested.",
    "A list that is too old passes every test here: see its date above.",
)


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validation found; `markdown` is the report.

    Attributes:
        results: Every name of every deck with its score, schema `measures.RESULTS`.
        threshold: The threshold that was tested.
        versions: The lists and their versions.
        seed: What the decks were made from.
        limit: Hits kept per name.
        made_on: The day, in UTC.
    """

    results: pl.DataFrame
    threshold: float
    versions: Mapping[str, str]
    seed: int
    limit: int
    made_on: str

    def sweep(self, thresholds: Sequence[float] | None = None) -> pl.DataFrame:
        """Return what each threshold finds of each deck; see `measures.sweep`."""
        return sweep(self.results, thresholds)

    def by_operator(self) -> pl.DataFrame:
        """Return what the threshold finds, by how names were made."""
        return by_operator(self.results, self.threshold)

    def missed(self) -> pl.DataFrame:
        """Return names whose own entry is not found, the best score first."""
        below = pl.col("score") < self.threshold
        return self.results.filter(pl.col("deck") != "placebo", below).sort(
            "deck", "score", "query_name", descending=[False, True, False]
        )

    def alerted(self) -> pl.DataFrame:
        """Return placebo names that have a hit, the best score first."""
        alerts = self.results.filter(
            pl.col("deck") == "placebo", pl.col("score") >= self.threshold
        )
        return alerts.sort("score", "query_name", descending=[True, False])

    def __repr__(self) -> str:
        now = self.sweep([self.threshold])
        told = ", ".join(
            f"{deck} {found:,} of {names:,}"
            for deck, names, found in now.select("deck", "names", "found").rows()
        )
        return f"Validation(threshold={self.threshold}, found: {told})"

    def markdown(self) -> str:
        """Return the report as Markdown."""
        missed, alerted = self.missed(), self.alerted()
        exact = missed.filter(deck="exact")
        changed = missed.filter(deck="manipulated")
        elsewhere = changed.filter(pl.col("name_score") >= self.threshold).height
        parts = [
            "# Validation of a screening set-up",
            f"Made on {self.made_on} with uyghurscreen {version('uyghurscreen')}, "
            f"scoring version {SCORING_VERSION}. Threshold {self.threshold:g}, at most "
            f"{self.limit} hits per name, seed {self.seed}. The same package, lists "
            "and settings give the same results.",
            "## Lists",
            _table(("list", "version", "as of", "title"), self._lists()),
            "## At the threshold",
            "Of the exact and the manipulated deck, names are found whose own entry is "
            "a hit; of the placebo deck, names that have any hit.",
            self._decks(),
            "## Other thresholds",
            self._thresholds(),
            "## By how names were made",
            self._operators(),
            f"## Listed names that are not found: {exact.height:,}",
            _names(exact, "listed_name"),
            f"## Changed names that are not found: {changed.height:,}",
            f"Of these, {elsewhere:,} have a hit with another entry.",
            _names(changed, "listed_name"),
            f"## Placebo names with a hit: {alerted.height:,}",
            _names(alerted, "entry_name"),
            "## What this does not show",
            "\n".join(f"- {limit}" for limit in _LIMITS),
        ]
        return "\n\n".join(parts) + "\n"

    def _lists(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for list_id, listed in self.versions.items():
            info = catalog.find(list_id)
            dated = listed[:10] if info else ""
            rows.append((list_id, listed, dated, info.title if info else "your own"))
        return rows

    def _decks(self) -> str:
        rows = [
            (deck, f"{names:,}", f"{found:,}", f"{share:.1%}")
            for deck, names, found, share in self.sweep([self.threshold])
            .select("deck", "names", "found", "share")
            .rows()
        ]
        return _table(("deck", "names", "found", "share"), rows)

    def _thresholds(self) -> str:
        shares = self.sweep(sorted({*_STEPS, self.threshold}))
        wide = shares.pivot("deck", index="threshold", values="share")
        rows = [
            (
                f"{row['threshold']:g}",
                f"{row['exact']:.1%}",
                f"{row['manipulated']:.1%}",
                f"{1000 * row['placebo']:.1f}",
            )
            for row in wide.iter_rows(named=True)
        ]
        heads = (
            "threshold",
            "exact found",
            "manipulated found",
            "alerts per 1,000 placebo names",
        )
        return _table(heads, rows)

    def _operators(self) -> str:
        changes = {name: made.__doc__ or "" for name, made in MANIPULATIONS.items()}
        meanings = {**changes, **MEANINGS}
        rows = [
            (
                deck,
                operator.replace("_", " "),
                f"{names:,}",
                f"{found:,}",
                f"{share:.1%}",
                meanings.get(operator, "As listed."),
            )
            for deck, operator, names, found, share in self.by_operator().rows()
        ]
        return _table(("deck", "made", "names", "found", "share", "meaning"), rows)


def validate(
    screener: Screener,
    *,
    seed: int = 7,
    per_operator: int = 100,
    placebos: int = 3_000,
    limit: int = 5,
) -> Validation:
    """Screen the three decks and return what came out.

    Args:
        screener: With the lists and the threshold that are to be tested.
        seed: The same seed makes the same decks.
        per_operator: Names of each manipulation, at most.
        placebos: Made-up names.
        limit: Hits kept per name, as you keep them.

    Example:
        >>> from uyghurscreen import Screener
        >>> small = Screener(lists=["aspi_tech_giants"])
        >>> found = validate(small, per_operator=5, placebos=40)
        >>> found.missed().filter(deck="exact").height
        0
    """
    deck = pl.concat(
        [
            exact_deck(screener),
            manipulated_deck(screener, seed=seed, per_operator=per_operator),
            placebo_deck(screener, seed=seed, count=placebos),
        ]
    )
    return Validation(
        results=run(screener, deck, limit=limit),
        threshold=screener.threshold,
        versions=screener.versions,
        seed=seed,
        limit=limit,
        made_on=clock.today().isoformat(),
    )


def _names(rows: pl.DataFrame, besides: str) -> str:
    if rows.is_empty():
        return "None."
    told = [
        (row["query_name"], row[besides] or "", f"{row['score']:.3f}", row["operator"])
        for row in rows.head(_NAMED).iter_rows(named=True)
    ]
    heads = ("name", besides.replace("_", " "), "score", "made")
    more = rows.height - _NAMED
    after = f"\n\nand {more:,} more" if more > 0 else ""
    return _table(heads, told) + after


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>|#&])", r"\\\1", shown(text)).replace("\n", " ")
