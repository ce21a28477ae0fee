"""Replacing many patterns in a column at once, the longest match first.

polars builds its automaton anew at every call, which for our largest table takes longer
than screening a single name. A short column therefore sees only the patterns that begin
with something it contains; the result is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import polars as pl

__all__ = ["Replacer", "by_character", "by_token", "spread", "squeeze"]

Text = TypeVar("Text", pl.Series, pl.Expr)

_FEW_ROWS: Final = 25_000


class Replacer:
    """A fixed table of patterns and replacements.

    Args:
        table: Pattern to replacement.
        starts: Gives, for a column, everything one of its patterns can begin with.
        start: Gives the beginning of one pattern, in the same terms.
    """

    def __init__(
        self,
        table: Mapping[str, str],
        *,
        starts: Callable[[pl.Series], pl.Series],
        start: Callable[[str], str],
    ) -> None:
        # Longest first, then alphabetical: leftmost matching takes the first that fits.
        self._patterns = sorted(table, key=lambda pattern: (-len(pattern), pattern))
        self._replacements = [table[pattern] for pattern in self._patterns]
        self._starts = starts
        self._by_start: dict[str, list[int]] = defaultdict(list)
        for i, pattern in enumerate(self._patterns):
            self._by_start[start(pattern)].append(i)

    def __call__(self, column: pl.Series) -> pl.Series:
        """Return the column with every pattern replaced, left to right."""
        if len(column) > _FEW_ROWS:
            return self._replace(column, self._patterns, self._replacements)
        present = self._starts(column).unique().to_list()
        chosen = sorted(i for s in present for i in self._by_start.get(s, ()))
        if not chosen:
            return column
        return self._replace(
            column,
            [self._patterns[i] for i in chosen],
            [self._replacements[i] for i in chosen],
        )

    @staticmethod
    def _replace(
        column: pl.Series, patterns: list[str], replacements: list[str]
    ) -> pl.Series:
        return column.str.replace_many(patterns, replacements, leftmost=True)


def by_character(table: Mapping[str, str]) -> Replacer:
    """Return a replacer for patterns in unspaced text, such as Chinese.

    Example:
        >>> replace = by_character({"新疆": "@", "新": "x"})
        >>> replace(pl.Series(["新疆新"])).item()
        '@x'
    """
    return Replacer(
        table,
        starts=lambda column: column.str.split("").explode().drop_nulls(),
        start=lambda pattern: pattern[0],
    )


def by_token(table: Mapping[str, str]) -> Replacer:
    """Return a replacer for whole tokens in text made by `spread`.

    Patterns and replacements are written with single spaces.

    Example:
        >>> replace = by_token({"new energy": "newenergy", "new": "x"})
        >>> replace(spread(pl.Series(["daqo new energy new"]))).item()
        '  daqo  newenergy  x  '
    """
    return Replacer(
        {f" {p.replace(' ', '  ')} ": f" {r} " for p, r in table.items()},
        starts=lambda column: column.str.split(" ").explode().drop_nulls(),
        start=lambda pattern: pattern.split()[0],
    )


def spread(column: pl.Series) -> pl.Series:
    """Return single-spaced text with two blanks between tokens, and around them.

    Every token then has a left and a right blank of its own, so that two patterns that
    stand side by side both match.
    """
    return "  " + column.str.replace_all(" ", "  ", literal=True) + "  "


def squeeze(text: Text) -> Text:
    """Return text with single blanks between tokens and none around them."""
    return text.str.replace_all(r" +", " ").str.strip_chars(" ")
