from __future__ import annotations

import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import pytest

from uyghurscreen import Screener, spark
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.schema import HITS, UNSCREENED
from uyghurscreen.spark import (
    HITS_DDL,
    UNSCREENED_DDL,
    map_in_arrow,
    unscreened_in_arrow,
)
from uyghurscreen.unscreened import UnscreenedRowsWarning

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FRAME = pl.DataFrame(
    {
        "supplier": ["Hikvision", "Acme Bakery", "和田浩林发饰品有限公司"] * 5,
        "no": [f"v{i}" for i in range(15)],
        "country": ["CN", "US", "CN"] * 5,
    }
)
SCREENER = Screener(lists=["uflpa", "entity_list"])
SCREEN = map_in_arrow(SCREENER, name="supplier", id="no", country="country")

SPARK_TYPES = {
    "string": pa.string(),
    "double": pa.float64(),
    "float": pa.float32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
}

missing = [
    what
    for what, there in {
        "pyspark": find_spec("pyspark"),
        "pandas, which pyspark wants for mapInArrow": find_spec("pandas"),
        "Java": shutil.which("java"),
    }.items()
    if not there
]
needs_spark = pytest.mark.skipif(bool(missing), reason=f"not here: {missing}")
# Nothing goes through pandas; Spark looks at its version all the same.
pandas_unused = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)


def _hits(batches: list[pa.RecordBatch]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(batch) for batch in SCREEN(batches)])


@pytest.mark.parametrize("rows", [1, 4, 100])
@pytest.mark.parametrize("gathered", [1, 7, 200_000])
def test_arrow_batches_give_the_hits_of_a_screen(
    rows: int, gathered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "ROWS", gathered)
    batches = FRAME.to_arrow().to_batches(max_chunksize=rows)
    assert _hits(batches).equals(_expected())


def test_a_partition_without_batches_has_no_hits() -> None:
    assert list(SCREEN([])) == []


def test_a_batch_without_rows_changes_nothing() -> None:
    full = FRAME.to_arrow().to_batches()
    empty = pa.RecordBatch.from_pylist([], full[0].schema)
    assert list(SCREEN([empty])) == []
    assert _hits([empty, *full, empty]).equals(_expected())


def test_names_without_letters_are_listed_not_screened() -> None:
    frame = FRAME.with_columns(
        supplier=pl.when(pl.col("no") == "v0").then(None).otherwise("supplier")
    )
    batches = frame.to_arrow().to_batches(max_chunksize=4)
    with pytest.warns(UnscreenedRowsWarning, match="1 row was not screened"):
        found = _hits(batches)
    assert found.equals(_expected().filter(pl.col("query_id") != "v0"))
    (rows,) = unscreened_in_arrow(SCREENER, name="supplier", id="no")(batches)
    assert pl.DataFrame(rows).rows() == [("v0", None, "no name (null)")]


@pytest.mark.parametrize(
    "ids",
    [
        [2**63 - 1 - i for i in range(15)],
        [-(2**63) + i for i in range(15)],
        [f"{'supplier-master-of-the-eastern-region/' * 40}{i}" for i in range(15)],
    ],
    ids=["large", "negative", "long"],
)
def test_ids_arrive_as_they_are(ids: list[Any]) -> None:
    frame = FRAME.with_columns(no=pl.Series(ids))
    assert _hits(frame.to_arrow().to_batches())["query_id"].to_list() == [
        str(ids[int(number[1:])]) for number in _expected()["query_id"]
    ]


def test_other_columns_may_be_of_any_type() -> None:
    table = FRAME.to_arrow()
    tags = pa.array([[("a", 1)]] * 15, pa.map_(pa.string(), pa.int64()))
    assert _hits(table.append_column("tags", tags).to_batches()).equals(_expected())


def test_a_column_that_is_not_there_is_named() -> None:
    screen = map_in_arrow(SCREENER, name="vendor", id="no")
    with pytest.raises(ColumnNotFoundError, match="'vendor'"):
        list(screen(FRAME.to_arrow().to_batches()))


def test_threshold_and_limit_are_those_of_a_screen() -> None:
    frame = pl.DataFrame({"supplier": ["Huawei Device Tech Dongguan"], "no": ["v0"]})
    batches = frame.to_arrow().to_batches()
    (loose,) = map_in_arrow(SCREENER, name="supplier", id="no")(batches)
    assert pl.DataFrame(loose)["score"].is_between(0.7, 0.97).all()
    strict = map_in_arrow(SCREENER, name="supplier", id="no", threshold=0.97)
    assert [batch.num_rows for batch in strict(batches)] == []
    with pytest.raises(InputError, match="limit=0"):
        list(map_in_arrow(SCREENER, name="supplier", id="no", limit=0)(batches))


def test_a_process_keeps_the_screener_of_a_call() -> None:
    """Spark reads the function anew for each partition, the Screener with it."""
    first, again = (pickle.loads(pickle.dumps(SCREENER)) for _ in range(2))
    assert spark._built("a call", first) is first
    assert spark._built("a call", again) is first
    assert spark._built("another call", again) is again
    spark._built("a third call", again)
    assert spark._built("a call", again) is again


@pytest.mark.parametrize(
    ("ddl", "function", "schema"),
    [
        (HITS_DDL, map_in_arrow, HITS),
        (UNSCREENED_DDL, unscreened_in_arrow, UNSCREENED),
    ],
)
def test_the_schema_told_to_spark_is_that_of_the_batches(
    ddl: str, function: Callable[..., Any], schema: pl.Schema
) -> None:
    frame = FRAME.vstack(pl.DataFrame([["—", "v15", "CN"]], FRAME.schema, orient="row"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("uyghurscreen.screener.account_for", lambda *_: None)
        (batch,) = function(SCREENER, name="supplier", id="no")(
            frame.to_arrow().to_batches()
        )
    told = [part.split(" ") for part in ddl.split(", ")]
    assert [(f.name, f.type) for f in batch.schema] == [
        (name.strip("`"), SPARK_TYPES[kind]) for name, kind in told
    ]
    assert batch.schema.names == schema.names()


def test_a_screener_travels_as_its_settings() -> None:
    SCREENER.screen_name("Hikvision")
    sent = pickle.dumps(SCREENER)
    assert len(sent) < 10_000
    assert pickle.loads(sent).screen_name("Hikvision").height > 0


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "4",
        }
        builder = SparkSession.builder.master("local[2]")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture
def suppliers(session: SparkSession, tmp_path: Path) -> DataFrame:
    FRAME.write_parquet(tmp_path / "suppliers.parquet")
    return session.read.parquet(str(tmp_path / "suppliers.parquet"))


@cache
def _expected() -> pl.DataFrame:
    return SCREENER.screen(FRAME, name="supplier", id="no", country="country")


def _sorted(hits: pl.DataFrame) -> pl.DataFrame:
    return hits.sort("query_id", "list_id", "entry_id")


def _collected(frame: DataFrame) -> pl.DataFrame:
    return _sorted(pl.DataFrame(frame.toArrow()))


@needs_spark
@pandas_unused
@pytest.mark.parametrize("partitions", [1, 3, 40])
def test_spark_gives_the_hits_of_a_screen(
    suppliers: DataFrame, partitions: int
) -> None:
    """Batches are of 4 rows; of 40 partitions of 15 rows most are empty."""
    screened = suppliers.repartition(partitions).mapInArrow(SCREEN, HITS_DDL)
    assert _collected(screened).equals(_sorted(_expected()))


@needs_spark
@pandas_unused
def test_spark_screens_what_no_row_is_left_of(suppliers: DataFrame) -> None:
    nothing = suppliers.filter("country = 'NL'").mapInArrow(SCREEN, HITS_DDL)
    assert nothing.columns == HITS.names()
    assert nothing.count() == 0


@needs_spark
@pandas_unused
def test_spark_takes_numbers_for_ids_and_lists_what_it_cannot_screen(
    session: SparkSession, tmp_path: Path
) -> None:
    numbers = pl.Series([2**62 + i for i in range(15)])
    frame = FRAME.with_columns(
        no=numbers,
        supplier=pl.when(numbers == 2**62).then(None).otherwise("supplier"),
    )
    frame.write_parquet(tmp_path / "numbered.parquet")
    rows = session.read.parquet(str(tmp_path / "numbered.parquet")).repartition(3)
    expected = SCREENER.screen(
        frame.tail(14), name="supplier", id="no", country="country"
    ).with_columns(pl.col("query_id").cast(pl.String))
    assert _collected(rows.mapInArrow(SCREEN, HITS_DDL)).equals(_sorted(expected))
    left_out = unscreened_in_arrow(SCREENER, name="supplier", id="no")
    found = rows.mapInArrow(left_out, UNSCREENED_DDL).toArrow()
    assert found.to_pylist() == [
        {"query_id": str(2**62), "query_name": None, "reason": "no name (null)"}
    ]
