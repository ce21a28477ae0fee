from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.holdings import Holdings, OwnershipWarning, read_holdings

TABLE = {
    "owner": ["Hikvision", "Acme Holding", "ACME HOLDING."],
    "owned": ["Acme Holding", "Acme Cotton", "Acme Foods"],
    "percent": [60.0, 50.0, None],
}

# rows of owner, owned, percent, day; the row with a problem, words of the problem
PROBLEMS: dict[str, tuple[list[tuple[object, ...]], int, str]] = {
    "no owner": ([(None, "B", 50, None)], 0, "no owner or no company"),
    "an empty company": ([("A", " ", 50, None)], 0, "no owner or no company"),
    "own shares": ([("A Co.", "A CO", 5, None)], 0, "owns itself"),
    "said twice": ([("A", "B", 5, None), ("a", "B", 5, None)], 1, "another row says"),
    "said otherwise": ([("A", "B", 5, None), ("A", "B", 6, None)], 0, "rows differ"),
    "known and unknown": (
        [("A", "B", 5, None), ("A", "B", None, None)],
        1,
        "rows differ",
    ),
    "an older row": (
        [("A", "B", 80, "2024-01-01"), ("A", "B", 5, "2025-01-01")],
        0,
        "a later row",
    ),
    "a row without a day": (
        [("A", "B", 80, None), ("A", "B", 5, "2025-01-01")],
        0,
        "a later row",
    ),
    "after the day": ([("A", "B", 80, "2027-01-01")], 0, "dated after as_of"),
    "more than all": ([("A", "C", 60, None), ("B", "C", 41, None)], 1, "more than 100"),
    "fractions": ([("A", "B", 0.6, None), ("A", "C", 1, None)], 0, "not fractions"),
}

# a column, its values, words of the message
REFUSED: dict[str, tuple[str, list[object], str]] = {
    "above 100": ("percent", [50, 101, 50], "101.* in row 1 is above 100"),
    "below 0": ("percent", [-1, 50, 50], "-1.* in row 0 is below 0"),
    "no number": ("percent", [50.0, float("nan"), 1.0], "row 1 is no number"),
    "infinite": ("percent", [50.0, float("inf"), 1.0], "row 1 is no number"),
    "words": (
        "percent",
        ["50", "51 %", "majority"],
        "'majority' in row 2 is no number",
    ),
    "a range": ("percent", ["50-75", "51", ""], "'50-75' in row 0 is no number"),
    "yes and no": ("percent", [True, False, True], "holds Boolean"),
    "numbers for names": ("owner", [1, 2, 3], "holds Int64, not text"),
    "no day": (
        "day",
        ["2025-01-01", "1.2.2025", None],
        "'1.2.2025' in row 1 is no day",
    ),
    "numbers for days": ("day", [2024, 2025, 2026], "holds Int64, no days"),
}


def read(data: object, **columns: object) -> Holdings:
    given = {"owner": "owner", "owned": "owned", "percent": "percent", **columns}
    for column in ("source", "dated", "as_of"):
        given.setdefault(column, None)
    return read_holdings(data, **given)  # type: ignore[arg-type]


def rows_of(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    schema = {
        "owner": pl.String,
        "owned": pl.String,
        "percent": pl.Float64,
        "day": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame, pa.table, "lazy"])
def test_any_table(kind: object) -> None:
    made = pl.LazyFrame(TABLE) if kind == "lazy" else kind(TABLE)  # type: ignore[operator]
    holdings = read(made)
    assert holdings.names.to_list() == [
        "Acme Cotton",
        "Acme Foods",
        "ACME HOLDING.",
        "Hikvision",
    ]
    assert holdings.edges.rows() == [
        (2, 0, 50.0, "50 %"),
        (2, 1, None, "? %"),
        (3, 2, 60.0, "60 %"),
    ]
    assert holdings.problems.is_empty()


@pytest.mark.parametrize("percent", [["60", " 50 % ", ""], [60, 50, None]])
def test_percent_as_text_and_as_whole_numbers(percent: list[object]) -> None:
    holdings = read(pl.DataFrame({**TABLE, "percent": percent}))
    assert holdings.edges["percent"].to_list() == [50.0, None, 60.0]


def test_where_a_row_is_from_stands_in_the_label() -> None:
    frame = pl.DataFrame(
        {
            **TABLE,
            "source": ["annual report", None, "registry"],
            "day": [date(2025, 12, 31), date(2026, 1, 1), None],
        }
    )
    assert read(frame, source="source", dated="day").edges["label"].to_list() == [
        "50 % (2026-01-01)",
        "? % (registry)",
        "60 % (annual report, 2025-12-31)",
    ]


@pytest.mark.parametrize(("rows", "row", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_problems_are_told_of(
    rows: list[tuple[object, ...]], row: int, words: str
) -> None:
    holdings = read(rows_of(rows), dated="day", as_of="2026-11-29")
    found = dict(holdings.problems.select("row", "problem").rows())
    assert words in found[row]
    if words in ("another row says", "a later row"):
        holdings.warn()  # of no consequence, so not a word of it
    else:
        with pytest.warns(OwnershipWarning, match=words):
            holdings.warn()


def test_of_rows_that_differ_the_largest_share_counts() -> None:
    rows = [("A", "B", 5, None), ("A", "B", 60, None), ("A", "B", None, None)]
    holdings = read(rows_of(rows))
    assert holdings.edges["percent"].to_list() == [60.0]
    assert holdings.differing.len() == 1


def test_of_dated_rows_the_latest_counts() -> None:
    rows = [("A", "B", 5, "2026-01-01"), ("A", "B", 60, "2025-01-01")]
    assert read(rows_of(rows), dated="day").edges["percent"].to_list() == [5.0]
    earlier = read(rows_of(rows), dated="day", as_of="2025-06-30")
    assert earlier.edges["percent"].to_list() == [60.0]


def test_a_sound_table_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(pl.DataFrame(TABLE)).warn()


def test_an_empty_table() -> None:
    assert read(rows_of([]), dated="day").edges.is_empty()


@pytest.mark.parametrize(("column", "values", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(
    column: str, values: list[object], words: str
) -> None:
    frame = pl.DataFrame({**TABLE, column: values}, strict=False)
    with pytest.raises(InputError, match=words):
        read(frame, dated="day" if column == "day" else None)


@pytest.mark.parametrize("role", ["owner", "owned", "percent", "source", "dated"])
def test_a_missing_column_is_named(role: str) -> None:
    with pytest.raises(ColumnNotFoundError, match=f"{role}='x': no such column"):
        read(pl.DataFrame(TABLE), **{role: "x"})
