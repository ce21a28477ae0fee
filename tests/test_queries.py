from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.queries import MAX_LETTERS, read_queries
from uyghurscreen.schema import UNSCREENED

# what is wrong with it: the name, the reason given
UNUSABLE = {
    "null": (None, "no name (null)"),
    "nothing": ("", "no name (empty)"),
    "blanks": (" \t\n", "no name (empty)"),
    "ideographic space": ("\u3000\u00a0", "no name (empty)"),
    "digits": ("518000", "no letters"),
    "punctuation": ("---", "no letters"),
    "zero-width only": ("\u200b\u200d", "no letters"),
    "control characters only": ("\x00\x07", "no letters"),
    "emoji": ("🏭", "no letters"),
    "too long": ("和" * (MAX_LETTERS + 1), "longer than 1,000 characters"),
    "10,000 characters": ("Hikvision " * 1_000, "longer than 1,000 characters"),
}

USABLE = {
    "Latin": "Hikvision",
    "Chinese": "杭州海康威视数字技术股份有限公司",
    "Cyrillic": "АО ПКК Миландр",
    "Arabic": "شرکت صنایع هواپیماسازی ایران",
    "Uyghur": "خوتەن خاۋلىن",
    "Hangul": "삼성전자",
    "one letter": "和",
    "a letter among digits": "3M",
    "as long as allowed": "H" * MAX_LETTERS,
}

# what is wrong: the frame, the arguments, the error, words in its message
UNREADABLE: dict[
    str, tuple[pl.DataFrame, dict[str, str], type[InputError], tuple[str, ...]]
] = {
    "no name column": (
        pl.DataFrame({"supplier": ["Hikvision"]}),
        {"name": "vendor"},
        ColumnNotFoundError,
        ("name='vendor'", "['supplier']"),
    ),
    "no id column": (
        pl.DataFrame({"name": ["Hikvision"]}),
        {"name": "name", "id": "vendor_no"},
        ColumnNotFoundError,
        ("id='vendor_no'", "['name']"),
    ),
    "no country column": (
        pl.DataFrame({"name": ["Hikvision"]}),
        {"name": "name", "country": "land"},
        ColumnNotFoundError,
        ("country='land'",),
    ),
    "no address column": (
        pl.DataFrame({"name": ["Hikvision"]}),
        {"name": "name", "address": "street"},
        ColumnNotFoundError,
        ("address='street'",),
    ),
    "no columns at all": (
        pl.DataFrame(),
        {"name": "name"},
        ColumnNotFoundError,
        ("name='name'", "[]"),
    ),
    "names are numbers": (
        pl.DataFrame({"name": [1, 2]}),
        {"name": "name"},
        InputError,
        ("name='name'", "Int64", "cast"),
    ),
    "names are bytes": (
        pl.DataFrame({"name": [b"Hikvision"]}),
        {"name": "name"},
        InputError,
        ("Binary",),
    ),
    "names are lists": (
        pl.DataFrame({"name": [["Hikvision"]]}),
        {"name": "name"},
        InputError,
        ("List(String)",),
    ),
    "countries are numbers": (
        pl.DataFrame({"name": ["Hikvision"], "c": [156]}),
        {"name": "name", "country": "c"},
        InputError,
        ("country='c'", "Int64"),
    ),
    "duplicate ids": (
        pl.DataFrame({"name": ["a", "b", "c"], "id": ["V1", "V2", "V1"]}),
        {"name": "name", "id": "id"},
        InputError,
        ("'V1'", "[0, 2]"),
    ),
    "null id": (
        pl.DataFrame({"name": ["a", "b"], "id": ["V1", None]}),
        {"name": "name", "id": "id"},
        InputError,
        ("row 1 has no id",),
    ),
    "ids are lists": (
        pl.DataFrame({"name": ["a", "b"], "id": [["V1"], ["V1"]]}),
        {"name": "name", "id": "id"},
        InputError,
        ("List(String)",),
    ),
}

# type of the id column: its values
IDS: dict[str, pl.Series] = {
    "text": pl.Series(["V1", "V2"]),
    "numbers": pl.Series([7, 3]),
    "dates": pl.Series([date(2024, 1, 2), date(2022, 6, 21)]),
    "categories": pl.Series(["V1", "V2"], dtype=pl.Categorical),
}


@pytest.mark.parametrize(("name", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_name_is_reported_with_its_reason(
    name: str | None, reason: str
) -> None:
    queries = read_queries(["Hikvision", name], name="name")
    assert queries.unscreened.rows() == [(1, name, reason)]
    assert queries.screened["query_name"].to_list() == ["Hikvision"]
    assert dict(queries.unscreened.schema) == dict(UNSCREENED)


@pytest.mark.parametrize("name", USABLE.values(), ids=USABLE)
def test_a_name_with_a_letter_is_screened_as_it_is(name: str) -> None:
    queries = read_queries([name], name="name")
    assert queries.screened["query_name"].to_list() == [name]
    assert queries.unscreened.is_empty()


@pytest.mark.parametrize(
    ("frame", "arguments", "error", "words"), UNREADABLE.values(), ids=UNREADABLE
)
def test_what_cannot_be_read_is_an_error_that_names_it(
    frame: pl.DataFrame,
    arguments: dict[str, Any],
    error: type[InputError],
    words: tuple[str, ...],
) -> None:
    with pytest.raises(error) as caught:
        read_queries(frame, **arguments)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_query_ids_keep_their_values_and_type(ids: pl.Series) -> None:
    frame = pl.DataFrame({"name": ["Hikvision", None], "id": ids})
    queries = read_queries(frame, name="name", id="id")
    assert queries.screened["query_id"].dtype == ids.dtype
    assert queries.screened["query_id"].to_list() == [ids[0]]
    assert queries.unscreened["query_id"].to_list() == [ids[1]]


def test_without_ids_the_row_number_is_the_id() -> None:
    queries = read_queries(["Hikvision", None, "Milandr"], name="name")
    assert queries.screened["query_id"].to_list() == [0, 2]
    assert queries.screened["row"].to_list() == [0, 2]


def test_countries_and_addresses_are_kept_as_given() -> None:
    frame = pl.DataFrame(
        {"n": ["Hikvision"], "land": ["中国"], "street": ["No. 555 Qianmo Road"]}
    )
    queries = read_queries(frame, name="n", country="land", address="street")
    assert queries.screened.select("country", "address").row(0) == (
        "中国",
        "No. 555 Qianmo Road",
    )


def test_the_id_may_be_the_name_itself() -> None:
    queries = read_queries(pl.DataFrame({"n": ["Hikvision"]}), name="n", id="n")
    assert queries.screened["query_id"].to_list() == ["Hikvision"]


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param([], id="empty list"),
        pytest.param(pl.DataFrame(schema={"name": pl.String}), id="empty frame"),
        pytest.param(pl.DataFrame({"name": []}), id="empty column without a type"),
    ],
)
def test_an_empty_input_has_no_rows_of_either_kind(frame: object) -> None:
    queries = read_queries(frame, name="name")
    assert queries.screened.height == 0
    assert queries.unscreened.height == 0
