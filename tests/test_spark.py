from __future__ import annotations

import pickle
import shutil
from importlib.util import find_spec

import polars as pl
import pyarrow as pa
import pytest

from uyghurscreen import Screener
from uyghurscreen.schema import HITS
from uyghurscreen.spark import HITS_DDL, map_in_arrow

FRAME = pl.DataFrame(
    {
        "supplier": ["Hikvision", "Acme Bakery", "和田浩林发饰品有限公司"] * 5,
        "no": [f"v{i}" for i in range(15)],
        "country": ["CN", "US", "CN"] * 5,
    }
)
SCREENER = Screener(lists=["uflpa", "entity_list"])
EXPECTED = SCREENER.screen(FRAME, name="supplier", id="no", country="country")


def _hits(batches: list[pa.RecordBatch]) -> pl.DataFrame:
    screen = map_in_arrow(SCREENER, name="supplier", id="no", country="country")
    return pl.concat([pl.DataFrame(batch) for batch in screen(batches)])


def test_arrow_batches_give_the_hits_of_a_screen() -> None:
    table = FRAME.to_arrow()
    assert _hits(table.to_batches(max_chunksize=4)).equals(EXPECTED)
    assert _hits(table.to_batches()).equals(EXPECTED)


def test_the_schema_told_to_spark_is_that_of_the_batches() -> None:
    (batch,) = map_in_arrow(SCREENER, name="supplier", id="no")(
        FRAME.to_arrow().to_batches()
    )
    kinds = {"string": pa.string(), "double": pa.float64(), "float": pa.float32()}
    kinds |= {"bigint": pa.int64(), "boolean": pa.bool_()}
    told = [part.split(" ") for part in HITS_DDL.split(", ")]
    assert [(f.name, f.type) for f in batch.schema] == [
        (name.strip("`"), kinds[kind]) for name, kind in told
    ]
    assert batch.schema.names == HITS.names()


def test_a_screener_travels_as_its_settings() -> None:
    SCREENER.screen_name("Hikvision")
    sent = pickle.dumps(SCREENER)
    assert len(sent) < 10_000
    assert pickle.loads(sent).screen_name("Hikvision").height > 0


@pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="pyspark and Java 17 are needed",
)
def test_real_spark_gives_the_same_hits() -> None:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").getOrCreate()
    try:
        rows = spark.createDataFrame(FRAME.rows(), FRAME.columns).repartition(3)
        screen = map_in_arrow(SCREENER, name="supplier", id="no", country="country")
        found = rows.mapInArrow(screen, HITS_DDL).collect()
    finally:
        spark.stop()
    schema = HITS | {"query_id": pl.String}
    hits = pl.DataFrame([tuple(row) for row in found], schema, orient="row")
    order = ["query_id", "list_id", "entry_id"]
    assert hits.sort(order).equals(EXPECTED.sort(order))
