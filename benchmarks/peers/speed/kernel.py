"""A bound: the retrieval of this package written in C, on two threads, and no scoring.

It is read, folded by the package, and looked up by grams; the cosine is all its score.
The compiler (`cc`) is called when this is imported.
"""

import ctypes
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from peers.speed.reading import batches, found
from uyghurscreen.names.normalize import fold

COMMON = 2.8
"""Grams that more names have than so many times the root of their number lead to none.
"""


def _compiled() -> ctypes.CDLL:
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "kernel.so"
        flags = ["-O3", "-march=native", "-fopenmp", "-shared", "-fPIC"]
        source = Path(__file__).with_suffix(".c")
        subprocess.run(["cc", *flags, source, "-o", library, "-lm"], check=True)
        return ctypes.CDLL(str(library))


LIBRARY = _compiled()
LIBRARY.make_index.restype = ctypes.c_void_p


def prepare(listed: pl.Series) -> ctypes.c_void_p:
    """Return the index."""
    text, ends = _bytes(listed)
    most = max(int(COMMON * np.sqrt(len(listed))), 20)
    made = LIBRARY.make_index(_at(text), _at(ends), len(listed), most)
    return ctypes.c_void_p(made)


def find(prepared: ctypes.c_void_p, queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    for start, names in batches(queries, 250_000):
        text, ends = _bytes(names)
        count = len(names)
        best, score = np.empty(count, np.int32), np.empty(count, np.float32)
        LIBRARY.find(
            prepared,
            *(_at(text), _at(ends), ctypes.c_int64(count), 2, _at(best), _at(score)),
        )
        yield found(np.arange(start, start + count), best, score)


def _bytes(names: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    padded = " " + fold(names) + " "
    text = np.frombuffer(padded.str.join("").item().encode(), np.uint8)
    return text, padded.str.len_bytes().cast(pl.Int64).cum_sum().to_numpy()


def _at(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
