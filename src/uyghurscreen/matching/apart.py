"""Listed texts taken apart once for many pairs; see `Apart` in `likeness.h`."""

from __future__ import annotations

import ctypes
from typing import Final

import numpy as np

from uyghurscreen.compiled.library import C, Texts, addresses
from uyghurscreen.compiled.table import Table

__all__ = ["Apart"]

C.apart.restype = ctypes.c_int64

_WORD: Final = np.dtype([("at", np.uint64), ("size", np.int64), ("head", np.uint64)])
"""`Word` of `likeness.h`."""

_SKETCH: Final = 64
"""Bytes of a `Sketch` of `likeness.h`."""


class Apart(ctypes.Structure):
    """Texts taken apart: a sketch of each, their letters and words, and the weights.

    Args:
        texts: Texts with single blanks.
        rarity: Weights of words, in thousandths of the most.

    Attributes:
        longest: Bytes of the longest text.
    """

    _fields_ = [
        (part, ctypes.c_void_p) for part in ("sketches", "letters", "words", "weights")
    ]

    def __init__(self, texts: Texts, rarity: Table) -> None:
        # A word has a letter, and there is a blank between two.
        room = len(texts.data) + len(texts)
        letters, words = np.empty(room, np.uint8), np.empty(room // 2 + 1, _WORD)
        sketches = np.empty((len(texts), _SKETCH), np.uint8)
        weights = np.empty(len(words), np.float32)
        parts = (sketches, letters, words, weights)
        super().__init__(*(part.ctypes.data for part in parts))
        self.longest = texts.longest
        number = C.apart(
            *addresses(texts.data, texts.starts),
            ctypes.c_int64(len(texts)),
            ctypes.byref(rarity),
            ctypes.byref(self),
        )
        words, weights = words[:number].copy(), weights[:number].copy()
        self.words, self.weights = words.ctypes.data, weights.ctypes.data
        self._held = texts, sketches, letters, words, weights
