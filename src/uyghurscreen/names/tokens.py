"""The columns of a canonical name that its marked tokens hold: words by role."""

from __future__ import annotations

from ctypes import c_int64
from typing import Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import C, Texts, addresses, column_of

__all__ = ["COLUMNS", "words_by_role"]

COLUMNS: Final = (
    *("spelled", "tokens", "core", "brand"),
    *("words", "places", "numbers", "legal_forms"),
)
"""As `structure.CANONICAL` describes them, in the order of `tokens.h`."""


def words_by_role(marked: pl.Series) -> dict[str, pl.Series]:
    """Return the `COLUMNS` of texts whose tokens are marked, by name.

    A token counts once, CETC in brackets behind the full name of CETC says nothing new.

    Example:
        >>> marked = pl.Series(["@hotan  haolin  #hair|hair_goods  ~ltd"])
        >>> words = words_by_role(marked)
        >>> [words[column].item() for column in ("core", "brand", "words")]
        ['hotan haolin hair', 'haolin', 'hair']
    """
    texts = Texts.of(marked)
    room = len(texts.data) + len(texts)
    made = np.empty((len(COLUMNS), room), np.uint8)
    sizes = np.empty(len(COLUMNS), np.int64)
    failed = C.tokens(
        *addresses(texts.data, texts.starts),
        c_int64(len(texts)),
        c_int64(texts.longest),
        c_int64(room),
        *addresses(made, sizes),
    )
    if failed:
        raise MemoryError
    return {
        name: column_of(column[:size])
        for name, column, size in zip(COLUMNS, made, sizes, strict=True)
    }
