"""scikit-learn's TF-IDF of three letters; cosines by sparse_dot_topn, two threads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from peers.speed.reading import batches, found


def prepare(listed: pl.Series) -> tuple[TfidfVectorizer, Any]:
    """Return the grams and the listed names by gram."""
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    return grams, grams.fit_transform(listed.to_list()).T.tocsr()


def find(prepared: tuple[TfidfVectorizer, Any], queries: Path) -> Iterator[np.ndarray]:
    """Yield the best of each name that has any gram of a listed one."""
    grams, listed = prepared
    for start, names in batches(queries, 100_000):
        some = grams.transform(names.to_list())
        best = sp_matmul_topn(some, listed, top_n=1, n_threads=2).tocoo()
        yield found(start + best.row, best.col, best.data)
