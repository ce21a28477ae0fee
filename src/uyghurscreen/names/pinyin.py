"""Chinese characters as pinyin, the syllables of a run in one word."""

from __future__ import annotations

from functools import cache

import polars as pl

from uyghurscreen.names.replacer import Replacer
from uyghurscreen.names.tables import pinyin

__all__ = ["joined_pinyin"]


@cache
def joined_pinyin() -> Replacer:
    """Return what puts Chinese characters into pinyin; built once, it is large.

    Example:
        >>> joined_pinyin()(pl.Series(["和田 ltd"])).item()
        'hetian ltd'
    """
    joined = pl.col("reading").str.replace_all(" ", "", literal=True)
    return Replacer(pinyin().with_columns(joined))
