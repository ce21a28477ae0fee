"""The compiled library, and columns of text as it sees them.

It is built with the package (`hatch_build.py`) and holds no Python: calls leave the
interpreter's lock to other threads.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["C", "FEW", "Texts", "addresses", "column_of"]

LIBRARY: Final = {"win32": "libkernels.dll", "darwin": "libkernels.dylib"}.get(
    sys.platform, "libkernels.so"
)


FEW: Final = 64
"""Texts that are handled one by one: a call of polars takes longer."""


def _load() -> ctypes.CDLL:
    path = Path(__file__).with_name(LIBRARY)
    try:
        return ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(
            f"{path.name} is missing or not for this machine: {error}. Install the "
            "package again, with pip; a checkout by itself is not built."
        ) from None


C: Final = _load()
"""The library."""


@dataclass(frozen=True)
class Texts:
    """A column of texts as bytes side by side.

    Attributes:
        data: The bytes of all texts.
        starts: Where each text begins, one longer than the column.
    """

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, column: pl.Series) -> Texts:
        """Return a column without nulls as bytes.

        Example:
            >>> Texts.of(pl.Series(["zte", "", "和田"])).starts.tolist()
            [0, 3, 3, 9]
        """
        if len(column) <= FEW:
            return cls._of_few(column.to_list())
        return cls.of_each(column.alias("text").to_frame())["text"]

    @classmethod
    def padded(cls, column: pl.Series, width: int = 0) -> Texts:
        """Return texts with a blank on either side; one that is empty stays so.

        Args:
            column: The texts, without nulls.
            width: Letters of a text, at least.

        Example:
            >>> Texts.padded(pl.Series(["zte", ""])).starts.tolist()
            [0, 5, 5]
        """
        if len(column) <= FEW:
            return cls._of_few(
                f" {text} ".ljust(width) if text else "" for text in column.to_list()
            )
        texts = cls.of(column)
        sizes = np.diff(texts.starts)
        wide = np.where(sizes == 0, 0, np.maximum(sizes + 2, width))
        starts = np.append(0, np.cumsum(wide))
        data = np.full(starts[-1] + 1, ord(" "), np.uint8)
        C.place(
            *addresses(texts.data, texts.starts),
            ctypes.c_int64(len(texts)),
            *addresses(starts, data),
        )
        return cls(data, starts)

    @classmethod
    def of_each(cls, columns: pl.DataFrame) -> dict[str, Texts]:
        """Return columns without nulls as bytes, by name."""
        if columns.height <= FEW:
            return {c.name: cls._of_few(c.to_list()) for c in columns.iter_columns()}
        sizes = columns.select(pl.all().str.len_bytes())
        wholes = columns.select(pl.all().str.join("")).row(0)
        made = {}
        for size, whole in zip(sizes, wholes, strict=True):
            starts = np.zeros(len(size) + 1, np.int64)
            np.cumsum(size.to_numpy(), out=starts[1:])
            data = np.frombuffer((whole or "").encode() + b"\0", np.uint8)
            made[size.name] = cls(data, starts)
        return made

    @classmethod
    def _of_few(cls, column: Iterable[str]) -> Texts:
        texts = [text.encode() for text in column]
        starts = np.array([0, *accumulate(map(len, texts))], np.int64)
        return cls(np.frombuffer(b"".join(texts) + b"\0", np.uint8), starts)

    @classmethod
    def ended(cls, data: NDArray[np.uint8]) -> Texts:
        """Return texts that are each followed by a nought.

        Example:
            >>> Texts.ended(np.array([122, 0, 0, 101, 0], np.uint8)).starts.tolist()
            [0, 1, 1, 2]
        """
        ends = np.flatnonzero(data == 0)
        starts = np.append(0, ends - np.arange(len(ends)))
        return cls(np.append(data[data != 0], np.uint8(0)), starts)

    def cut(self, starts: NDArray[np.int64], sizes: NDArray[np.int32]) -> Texts:
        """Return texts cut from these, from one byte on and of so many bytes each."""
        ends = np.append(0, np.cumsum(sizes, dtype=np.int64))
        within = np.arange(ends[-1]) - np.repeat(ends[:-1] - starts, sizes)
        return Texts(np.append(self.data[within], np.uint8(0)), ends)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def longest(self) -> int:
        """Bytes of the longest text; nought if there is none."""
        return int(np.diff(self.starts).max(initial=0))


def column_of(data: NDArray[np.uint8]) -> pl.Series:
    """Return texts that are each followed by a nought, as a column.

    Example:
        >>> column_of(np.array([122, 0, 0, 101, 0], np.uint8)).to_list()
        ['z', '', 'e']
    """
    if len(data) == 0:
        return pl.Series(dtype=pl.String)
    together = data[:-1].tobytes().decode()
    if len(data) <= FEW * FEW:
        return pl.Series(together.split("\0"), dtype=pl.String)
    # One text that is split: the quickest way to a column without a package for it.
    return pl.Series([together]).str.split("\0").explode()


def addresses(*arrays: NDArray[np.generic]) -> list[ctypes.c_void_p]:
    """Return where arrays stand, for a call; they have to outlive it."""
    return [ctypes.c_void_p(array.ctypes.data) for array in arrays]
