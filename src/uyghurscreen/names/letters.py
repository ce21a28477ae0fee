"""Which kinds of letters texts hold.

What is a letter of which script is for polars to say, once for each letter: to look
for a pattern in a name takes ten times as long as to look its letters up, and polars
keeps no more than 32 patterns ready.
"""

from __future__ import annotations

from enum import IntFlag, auto
from functools import cache
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from uyghurscreen.names.known_words import UNSPACED

__all__ = ["Kind", "Letters"]


class Kind(IntFlag):
    """A kind of letter; one letter may be of several."""

    LATIN = auto()
    LATIN_OR_FIGURE = auto()
    PLAIN = auto()
    CYRILLIC = auto()
    LOOKS_LATIN = auto()
    HAN = auto()
    PLAIN_HAN = auto()
    UNSPACED = auto()
    ARABIC = auto()
    CONSONANTS = auto()
    UYGHUR = auto()
    LETTER = auto()
    UNREAD = auto()
    KNOWN = auto()


_PATTERNS: Final = {
    Kind.LATIN: r"\p{Latin}",
    Kind.LATIN_OR_FIGURE: r"[\p{Latin}\d]",
    Kind.PLAIN: "[a-z0-9]",
    Kind.CYRILLIC: r"\p{Cyrillic}",
    Kind.LOOKS_LATIN: r"[\p{Cyrillic}\p{Greek}]",
    Kind.HAN: r"\p{Han}",
    Kind.PLAIN_HAN: r"[\u{4E00}-\u{9FFF}]",
    Kind.UNSPACED: UNSPACED,
    Kind.ARABIC: r"\p{Arabic}",
    # Vowels are left out.
    Kind.CONSONANTS: r"[\p{Arabic}\p{Hebrew}]",
    # Letters of the Uyghur alphabet alone, which, unlike Arabic, writes its vowels.
    Kind.UYGHUR: "[ەېۆۈۇۋڭ]",
    Kind.LETTER: r"\p{L}",
    # Neither Latin letters nor figures, nor marks of a token.
    Kind.UNREAD: r"[^\p{Latin}\p{N}@#%~|_ ]",
    Kind.KNOWN: "(?s).",
}


class Letters:
    """The kinds of letters that each of some texts holds.

    Args:
        texts: The texts, without nulls.

    Example:
        >>> letters = Letters(pl.Series(["Hytera 海能达", "ооо", ""]))
        >>> letters.any(Kind.HAN).to_list()
        [True, False, False]
        >>> letters.only(Kind.CYRILLIC).to_list()
        [False, True, False]
        >>> letters.paired(Kind.LATIN).to_list()
        [True, False, False]
    """

    def __init__(self, texts: pl.Series) -> None:
        written = texts.to_list()
        # Behind each text stands something that is of no kind.
        self._sizes = np.fromiter(map(len, written), np.int64, len(written))
        self._ends = np.cumsum(self._sizes + 1) - 1
        together = "\0".join([*written, ""])
        self._kinds = _kinds(np.frombuffer(together.encode("utf-32-le"), np.uint32))
        self._kinds[self._ends] = 0
        self._starts = self._ends - self._sizes
        self._any = self._reduced(np.bitwise_or, self._kinds)

    def any(self, kind: Kind) -> pl.Series:
        """Say of each text if it holds a letter of a kind."""
        return pl.Series((self._any & np.uint16(kind)) != 0)

    def only(self, kind: Kind) -> pl.Series:
        """Say of each text if it holds letters of a kind, and nothing else."""
        others = (self._kinds & np.uint16(kind)) == 0
        others[self._ends] = False
        found = self._reduced(np.logical_or, others)
        return pl.Series(~found & (self._sizes > 0))

    def paired(self, kind: Kind) -> pl.Series:
        """Say of each text if it holds two letters of a kind side by side."""
        of_kind = (self._kinds & np.uint16(kind)) != 0
        both = np.append(of_kind[1:] & of_kind[:-1], False)
        return pl.Series(self._reduced(np.logical_or, both[: len(of_kind)]))

    def _reduced(self, by: np.ufunc, of_letters: NDArray[np.generic]) -> NDArray[Any]:
        if len(self._starts) == 0:
            return of_letters[:0]
        reduced: NDArray[Any] = by.reduceat(of_letters, self._starts)
        return reduced


def _kinds(letters: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the kinds of letters, given by their number in Unicode."""
    table = _table()
    kinds = table[letters]
    new = np.unique(letters[kinds == 0])
    if len(new):
        table[new] = _told(pl.Series([chr(letter) for letter in new.tolist()]))
        kinds = table[letters]
    return kinds


def _told(letters: pl.Series) -> NDArray[np.uint16]:
    held = letters.to_frame().select(
        pl.first().str.contains(pattern).alias(f"{int(kind)}")
        for kind, pattern in _PATTERNS.items()
    )
    kinds = np.zeros(len(letters), np.uint16)
    for kind, column in zip(_PATTERNS, held.iter_columns(), strict=True):
        kinds |= column.to_numpy() * np.uint16(kind)
    return kinds


@cache
def _table() -> NDArray[np.uint16]:
    """Return the kinds of every letter there can be, of which few are known yet."""
    return np.zeros(0x110000, np.uint16)
