"""Steps over a column of text: several in one go, or one where it changes anything.

What polars does to a column is written as an expression on `TEXT`, made once: a call
takes a tenth of a millisecond, and to write its expression half as long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

__all__ = ["TEXT", "Reading", "at_once", "foreign", "only_in"]

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
    return at_once(texts, _FOREIGN)


def only_in(where: str, read: Reading) -> Reading:
    """Return a reading of the texts that hold a pattern; the others stay as they are.

    Most names are in Latin letters, and most tables are not.

    Example:
        >>> only_in("x", lambda texts: texts + "!")(pl.Series(["ax", "b"])).to_list()
        ['ax!', 'b']
    """
    there = TEXT.str.contains(where).arg_true()

    def partly(texts: pl.Series) -> pl.Series:
        rows = at_once(texts, there)
        if len(rows) == len(texts):
            return read(texts)
        if rows.is_empty():
            return texts
        return texts.clone().scatter(rows, read(texts.gather(rows)))

    return partly
