"""Steps over a column of text: several in one go, or one where it changes anything.

What polars does to a column is written as an expression on `TEXT`, made once: a call
takes a tenth of a millisecond, and to write its expression half as long.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.compiled.library import FEW

__all__ = ["TEXT", "Reading", "all_along", "at_once", "foreign", "only_at", "only_in"]

Reading = Callable[[pl.Series], pl.Series]

TEXT: Final = pl.first()
"""The column that a step is on."""

_FOREIGN: Final = TEXT.str.len_bytes() != TEXT.str.len_chars()


def at_once(column: pl.Series, steps: pl.Expr) -> pl.Series:
    """Return a column after steps on it, for which polars is called once.

    Example:
        >>> at_once(pl.Series(["A b"]), TEXT.str.to_lowercase() + "!").item()
        'a b!'
    """
    return column.to_frame().select(steps).to_series()


def foreign(texts: pl.Series) -> pl.Series:
    """Say of each text if it holds a letter that is not in ASCII.

    Example:
        >>> foreign(pl.Series(["zte", "和田"])).to_list()
        [False, True]
    """
    if len(texts) <= FEW:
        return pl.Series(
            [not text.isascii() for text in texts.to_list()], dtype=pl.Boolean
        )
    return at_once(texts, _FOREIGN)


def all_along(value: str | bool | int, size: int, name: str = "") -> pl.Series:
    """Return a column of one value.

    Example:
        >>> all_along(False, 2).to_list()
        [False, False]
    """
    return pl.Series(name, [value]).new_from_index(0, size)


def only_at(rows: pl.Series, read: Reading, texts: pl.Series) -> pl.Series:
    """Return texts with some of them read; the others stay as they are.

    Args:
        rows: If a text is to be read; one per text.
        read: How to.
        texts: The texts.

    Example:
        >>> rows, texts = pl.Series([True, False]), pl.Series(["a", "b"])
        >>> only_at(rows, lambda some: some + "!", texts).to_list()
        ['a!', 'b']
    """
    number = rows.sum()
    if number == len(texts):
        return read(texts)
    if number == 0:
        return texts
    there = rows.arg_true()
    return texts.clone().scatter(there, read(texts[there]))


def only_in(where: str, read: Reading) -> Reading:
    """Return a reading of the texts that hold a pattern; the others stay as they are.

    Most names are in Latin letters, and most tables are not.

    Example:
        >>> only_in("x", lambda texts: texts + "!")(pl.Series(["ax", "b"])).to_list()
        ['ax!', 'b']
    """
    return lambda texts: only_at(at_once(texts, _holds(where)), read, texts)


@cache
def _holds(pattern: str) -> pl.Expr:
    return TEXT.str.contains(pattern)
