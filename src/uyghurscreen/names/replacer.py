"""Replacing many patterns in a column at once, the longest match first.

polars builds its automaton anew at every call, which for our largest table takes longer
than screening a thousand names. Here the patterns are read once, into a tree of bytes
(`replace.h`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Mapping
from ctypes import c_int64
from typing import Final, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses, column_of

__all__ = ["Replacer", "any_of", "by_character", "by_token", "spread", "squeeze"]

Text = TypeVar("Text", pl.Series, pl.Expr)

C.replace.restype = c_int64
C.nodes_of.restype = c_int64

_GROWTH: Final = 3
"""How many times as long a column may become before it is made anew, with more room."""


class Replacer(ctypes.Structure):
    """A fixed table of patterns and replacements; `Tree` in `replace.h`.

    Args:
        table: Two columns: the patterns, each once, and their replacements.
    """

    _fields_ = [
        ("first", ctypes.c_void_p),
        ("bytes", ctypes.c_void_p),
        ("root", ctypes.c_void_p),
        ("ends", ctypes.c_void_p),
        ("data", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
    ]

    def __init__(self, table: pl.DataFrame) -> None:
        patterns, made = Texts.of_each(table.sort(pl.first())).values()
        planted = *addresses(patterns.data, patterns.starts), c_int64(len(patterns))
        size = C.nodes_of(*planted)
        first, ends = np.empty(size + 1, np.int32), np.empty(size, np.int32)
        tree = first, np.empty(size, np.uint8), np.zeros(256, np.int32), ends
        room = np.empty((3, size), np.int32)
        C.grow(*planted, *addresses(*tree, *room))
        self._held = *tree, made.data, made.starts
        super().__init__(*(part.ctypes.data for part in self._held))

    def __call__(self, column: pl.Series) -> pl.Series:
        """Return a column without nulls with every pattern replaced, left to right."""
        return self.column(Texts.of(column)).alias(column.name)

    def column(self, texts: Texts) -> pl.Series:
        """Return texts with every pattern replaced, left to right, as a column."""
        return column_of(self._replaced(texts))

    def on(self, texts: Texts) -> Texts:
        """Return texts with every pattern replaced, left to right."""
        return Texts.ended(self._replaced(texts))

    def found_in(self, texts: Texts) -> NDArray[np.bool_]:
        """Say of each text if it holds a pattern."""
        held = np.empty(len(texts), np.bool_)
        C.holding(
            ctypes.byref(self),
            *addresses(texts.data, texts.starts),
            c_int64(len(texts)),
            *addresses(held),
        )
        return held

    def _replaced(self, texts: Texts) -> NDArray[np.uint8]:
        size = _GROWTH * len(texts.data) + len(texts)
        while True:
            room = size
            made = np.empty(room, np.uint8)
            size = C.replace(
                ctypes.byref(self),
                *addresses(texts.data, texts.starts),
                c_int64(len(texts)),
                c_int64(room),
                *addresses(made),
            )
            if size <= room:
                return made[:size]


def by_character(table: Mapping[str, str]) -> Replacer:
    """Return a replacer for patterns in unspaced text, such as Chinese.

    Example:
        >>> replace = by_character({"新疆": "@", "新": "x"})
        >>> replace(pl.Series(["新疆新"])).item()
        '@x'
    """
    return Replacer(_columns(table))


def by_token(table: Mapping[str, str] | pl.DataFrame) -> Replacer:
    """Return a replacer for whole tokens in text made by `spread`.

    Patterns and replacements are written with single spaces; in a frame they are the
    two columns.

    Example:
        >>> replace = by_token({"new energy": "newenergy", "new": "x"})
        >>> replace(spread(pl.Series(["daqo new energy new"]))).item()
        '  daqo  newenergy  x  '
    """
    frame = table if isinstance(table, pl.DataFrame) else _columns(table)
    spaced = pl.nth(0).str.replace_all(" ", "  ", literal=True)
    both = (pl.format(" {} ", text) for text in (spaced, pl.nth(1)))
    return Replacer(frame.select(text.alias(f"{i}") for i, text in enumerate(both)))


def any_of(patterns: Iterable[str]) -> Replacer:
    """Return a replacer by which texts that hold a pattern are told from others.

    Example:
        >>> texts = Texts.of(pl.Series(["anew", "on"]))
        >>> any_of(["new", "old"]).found_in(texts).tolist()
        [True, False]
    """
    return by_character(dict.fromkeys(patterns, ""))


def spread(text: Text) -> Text:
    """Return single-spaced text with two blanks between tokens, and around them.

    Every token then has a left and a right blank of its own, so that two patterns that
    stand side by side both match.
    """
    return "  " + text.str.replace_all(" ", "  ", literal=True) + "  "


def squeeze(text: Text) -> Text:
    """Return text with single blanks between tokens and none around them."""
    return text.str.replace_all(" {2,}", " ").str.strip_chars(" ")


def _columns(table: Mapping[str, str]) -> pl.DataFrame:
    columns = {"pattern": table.keys(), "made": table.values()}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
