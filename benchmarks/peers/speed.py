"""Run one method over a workload, in the interpreter that has it, and time it.

python -m peers.speed METHOD LISTED QUERIES FOUND

Prints seconds from the start of its imports to its answer, and the peak memory in MB
before and after. The answer is the best listed name of each query and its score.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

Answer = tuple[np.ndarray, np.ndarray]


def tfidf(listed: pl.Series, queries: pl.Series) -> Answer:
    """Character trigrams, cosine by sparse_dot_topn on two threads."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    right = grams.fit_transform(listed.to_list()).T.tocsr()
    best, score = np.full(len(queries), -1), np.zeros(len(queries))
    for start in range(0, len(queries), 100_000):
        some = grams.transform(queries.slice(start, 100_000).to_list())
        found = sp_matmul_topn(some, right, top_n=1, n_threads=2).tocoo()
        best[start + found.row], score[start + found.row] = found.col, found.data
    return best, score


def string_grouper(listed: pl.Series, queries: pl.Series) -> Answer:
    """The package's own search for the best match of each name."""
    import pandas as pd
    from string_grouper import match_strings

    found = match_strings(
        pd.Series(queries.to_list()),
        pd.Series(listed.to_list()),
        max_n_matches=1,
        min_similarity=0.4,
        number_of_processes=2,
    )
    best, score = np.full(len(queries), -1), np.zeros(len(queries))
    best[found["left_index"]] = found["right_index"]
    score[found["left_index"]] = found["similarity"]
    return best, score


def cdist(listed: pl.Series, queries: pl.Series) -> Answer:
    """Plain ratio of every pair, on all cores, lower case."""
    from rapidfuzz import fuzz, process

    right = listed.str.to_lowercase().to_list()
    best, score = np.full(len(queries), -1), np.zeros(len(queries))
    for start in range(0, len(queries), 2_000):
        some = queries.slice(start, 2_000).str.to_lowercase().to_list()
        table = process.cdist(
            some, right, scorer=fuzz.ratio, workers=-1, dtype=np.uint8, score_cutoff=60
        )
        best[start : start + len(some)] = table.argmax(1)
        score[start : start + len(some)] = table.max(1)
    return best, score


def uyghurscreen(listed: pl.Series, queries: pl.Series) -> Answer:
    """This package in full: index, evidence, and hits as a frame."""
    from uyghurscreen import Screener

    frame = listed.alias("name").to_frame()
    screener = Screener(lists=[], extra_lists=[frame], threshold=0.05)
    best, score = np.full(len(queries), -1), np.zeros(len(queries))
    row = pl.DataFrame({"matched_name": listed.str.strip_chars()}).with_row_index("row")
    row = row.unique("matched_name", keep="first")
    for hits in screener.scan(queries.alias("name").to_frame().lazy(), limit=1):
        first = hits.unique("query_id", keep="first").join(row, on="matched_name")
        best[first["query_id"]] = first["row"]
        score[first["query_id"]] = first["score"]
    return best, score


METHODS: dict[str, Callable[[pl.Series, pl.Series], Answer]] = {
    "uyghurscreen": uyghurscreen,
    "TF-IDF and sparse_dot_topn": tfidf,
    "string_grouper": string_grouper,
    "rapidfuzz cdist ratio": cdist,
}


def _peak() -> float:
    """Return the peak memory of this process; getrusage would count its parent's."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main(method: str, listed: str, queries: str, found: str) -> None:
    """Run, time and write."""
    names = pl.read_parquet(listed)["name"], pl.read_parquet(queries)["name"]
    before, started = _peak(), time.perf_counter()
    best, score = METHODS[method](*names)
    seconds = time.perf_counter() - started
    pl.DataFrame({"row": best, "score": score}).write_parquet(found)
    print(json.dumps({"seconds": seconds, "before": before, "peak": _peak()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
