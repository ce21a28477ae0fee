"""nomenklatura's logic-v2 over the ten listed names that TF-IDF finds for each name.

Its own search needs a server; at some thousand pairs a second it cannot score all.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from followthemoney import EntityProxy, model
from nomenklatura.matching import LogicV2
from sparse_dot_topn import sp_matmul_topn

from peers.speed import tfidf
from peers.speed.reading import batches, found

TOP = 10


def prepare(listed: pl.Series) -> tuple[Any, list[EntityProxy]]:
    """Return what finds candidates, and each listed name as a company."""
    companies = [_company(f"listed-{i}", name) for i, name in enumerate(listed)]
    return tfidf.prepare(listed), companies


def find(
    prepared: tuple[Any, list[EntityProxy]], queries: Path
) -> Iterator[np.ndarray]:
    """Yield the best of each name."""
    (grams, by_gram), companies = prepared
    config = LogicV2.default_config()
    for start, names in batches(queries, 1_000):
        pairs = sp_matmul_topn(
            grams.transform(names.to_list()), by_gram, top_n=TOP, n_threads=2
        )
        for row, name in enumerate(names):
            # It remembers names by the company's id, so no two may share one.
            asked = _company(f"query-{start + row}", name)
            near = pairs.indices[pairs.indptr[row] : pairs.indptr[row + 1]]
            scores = [LogicV2.compare(asked, companies[i], config).score for i in near]
            if scores:
                best = int(np.argmax(scores))
                yield found([start + row], [near[best]], [scores[best]])


def _company(key: str, name: str) -> EntityProxy:
    company = model.make_entity("Company")
    company.id = key
    company.add("name", name)
    return company
