"""What is known of many texts, by their hash: the compiled loops of `table.h`."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses

__all__ = ["Table", "hashes"]


def hashes(texts: Texts) -> NDArray[np.uint64]:
    """Return a hash of each text, none of them nought."""
    made = np.empty(len(texts), np.uint64)
    C.hashes(
        *addresses(texts.data, texts.starts),
        ctypes.c_int64(len(texts)),
        *addresses(made),
    )
    return made


class Table(ctypes.Structure):
    """A set of texts with sixteen bits each.

    Args:
        texts: The texts; of one that is there twice the bits of both hold.
        values: The bits of each, not all of them nought.
    """

    _fields_ = [
        ("slots", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("mask", ctypes.c_uint64),
        ("filter", ctypes.c_void_p),
        ("filter_mask", ctypes.c_uint64),
    ]

    def __init__(self, texts: Texts, values: NDArray[np.uint16]) -> None:
        size = 1 << max(2 * len(texts), 64).bit_length()
        bits = 8 * size
        slots, kept = np.zeros(size, np.uint64), np.zeros(size, np.uint16)
        passing = np.zeros(bits // 64, np.uint64)
        super().__init__(
            slots.ctypes.data,
            kept.ctypes.data,
            size - 1,
            passing.ctypes.data,
            bits - 1,
        )
        self._held = slots, kept, passing
        C.fill(
            *addresses(slots, kept),
            ctypes.c_uint64(size - 1),
            *addresses(passing),
            ctypes.c_uint64(bits - 1),
            *addresses(texts.data, texts.starts),
            ctypes.c_int64(len(texts)),
            *addresses(values),
        )
