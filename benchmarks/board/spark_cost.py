"""What a name costs inside Spark, in local mode on all cores, and outside of it.

    python -m board.spark_cost LISTED QUERIES ROWS     (from benchmarks/)

`map_in_arrow` gathers Spark's batches into its own; with ROWS its batches are of that
size instead, to show what gathering is worth. The time is that of a whole second pass:
the first one starts the workers and builds an index in each.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from peers.registry import HERE
from workload.sets import Workload

if TYPE_CHECKING:
    import pyarrow as pa

    from uyghurscreen import Screener
    from uyghurscreen.spark import MapInArrow

ROWS = (10_000, 200_000)
"""Batches screened at a time: Spark's default, and what `map_in_arrow` gathers."""


def measure(work: Workload) -> Iterator[dict[str, Any]]:
    """Yield, for each size of batch and for `scan` outside, what a name costs."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        print("left out: Spark: pyspark and Java are needed")
        return
    for rows in (*ROWS, 0):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "board.spark_cost"),
                *(work.listed, work.queries, str(rows)),
            ],
            cwd=HERE.parent,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        yield json.loads(done.stdout.splitlines()[-1])


def main(listed: str, queries: str, rows: str) -> None:
    """Screen twice and print the second time."""
    from uyghurscreen import Screener

    names = pl.read_parquet(listed)["name"].alias("name").to_frame()
    screener = Screener(lists=[], extra_lists=[names])
    count = pl.scan_parquet(queries).select(pl.len()).collect().item()
    gathered = int(rows)
    took = (
        _in_spark(screener, queries, gathered)
        if gathered
        else _outside(screener, queries)
    )
    cores = os.cpu_count() or 1
    print(
        json.dumps(
            {
                "method": f"Spark, {gathered:,} rows" if gathered else "scan",
                "rows": gathered,
                "queries": count,
                "cores": cores,
                **took,
                "core microseconds": took["finding"] * cores / count * 1e6,
            }
        )
    )


def _outside(screener: Screener, queries: str) -> dict[str, float]:
    started = time.perf_counter()
    screener.screen_name("Acme")
    ready = time.perf_counter()
    hits = sum(part.height for part in screener.scan(Path(queries)))
    done = time.perf_counter()
    return {"warm-up": ready - started, "finding": done - ready, "hits": hits}


def _in_spark(screener: Screener, queries: str, gathered: int) -> dict[str, float]:
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import monotonically_increasing_id

    import uyghurscreen.spark as of_spark

    # Each worker takes the size from this module when it imports it; see `_resized`.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    cores = os.cpu_count() or 1
    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "10000")
        .getOrCreate()
    )
    try:
        rows = session.read.parquet(queries).select("name")
        rows = rows.repartition(cores * 2).withColumn(
            "id", monotonically_increasing_id()
        )
        rows = rows.cache()
        rows.count()
        screen = _resized(
            of_spark.map_in_arrow(screener, name="name", id="id"), gathered
        )
        screened = rows.mapInArrow(screen, of_spark.HITS_DDL)
        started = time.perf_counter()
        screened.count()
        ready = time.perf_counter()
        hits = screened.count()
        done = time.perf_counter()
    finally:
        session.stop()
    both = ready - started
    return {"warm-up": both - (done - ready), "finding": done - ready, "hits": hits}


def _resized(screen: MapInArrow, gathered: int) -> MapInArrow:
    def resized(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import uyghurscreen.spark as of_spark

        of_spark.ROWS = gathered
        yield from screen(batches)

    return resized


if __name__ == "__main__":
    main(*sys.argv[1:])
