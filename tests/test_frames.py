from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.errors import InputError
from uyghurscreen.frames import text_column, to_frame

NAMES = ["Hikvision", "和田浩林发饰品", "Acme Bakery", "АО ПКК Миландр"]


class Stream:
    """An object of an unknown package that speaks the Arrow interface, no more."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def _pandas(frame: pl.DataFrame) -> object:
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    return frame.to_pandas()


def _pandas_with_index(frame: pl.DataFrame) -> object:
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame({"name": frame["name"].to_list()}, index=[9, 8, 7, 6])


def _pandas_series(frame: pl.DataFrame) -> object:
    pandas = pytest.importorskip("pandas")
    return pandas.Series(frame["name"].to_list(), name="supplier")


def _pyarrow(frame: pl.DataFrame) -> object:
    pytest.importorskip("pyarrow")
    return frame.to_arrow()


def _pyarrow_reader(frame: pl.DataFrame) -> object:
    pytest.importorskip("pyarrow")
    return frame.to_arrow().to_reader()


def _pyarrow_dictionary(frame: pl.DataFrame) -> object:
    arrow = pytest.importorskip("pyarrow")
    return arrow.table({"name": arrow.array(frame["name"]).dictionary_encode()})


def _pyarrow_column(frame: pl.DataFrame) -> object:
    arrow = pytest.importorskip("pyarrow")
    return arrow.chunked_array([frame["name"].to_list()])


# what is handed in: how to make it of a polars frame with a column `name`
ACCEPTED: dict[str, Callable[[pl.DataFrame], object]] = {
    "polars frame": lambda frame: frame,
    "polars lazy frame": lambda frame: frame.lazy(),
    "polars series": lambda frame: frame["name"].alias("supplier"),
    "polars categories": lambda frame: frame.cast({"name": pl.Categorical}),
    "polars enum": lambda frame: frame.cast({"name": pl.Enum(NAMES)}),
    "polars in chunks": lambda frame: pl.concat([frame[:1], frame[1:]], rechunk=False),
    "list of strings": lambda frame: frame["name"].to_list(),
    "tuple of strings": lambda frame: tuple(frame["name"]),
    "arrow stream": Stream,
    "pandas frame": _pandas,
    "pandas frame with an index": _pandas_with_index,
    "pandas series": _pandas_series,
    "pyarrow table": _pyarrow,
    "pyarrow reader": _pyarrow_reader,
    "pyarrow dictionary": _pyarrow_dictionary,
    "pyarrow column": _pyarrow_column,
}


def _generator() -> Iterator[str]:
    yield "Hikvision"


# what is handed in: the object, words in the message
REFUSED: dict[str, tuple[object, str]] = {
    "nothing": (None, "NoneType"),
    "a string": ("Hikvision", "cannot screen a str"),
    "a dict": ({"name": ["Hikvision"]}, "cannot screen a dict"),
    "a generator": (_generator(), "cannot screen a generator"),
    "a number": (7, "cannot screen a int"),
    "a list with a number": (["Hikvision", 7], "item 1 of the list is a int"),
    "a list of lists": ([["Hikvision"]], "item 0 of the list is a list"),
    "a list of bytes": ([b"Hikvision"], "item 0 of the list is a bytes"),
    "half a surrogate pair": (["Hik", "\ud800"], "item 1 of the list"),
    "a lazy frame that fails": (
        pl.LazyFrame({"name": ["Hikvision"]}).select("supplier"),
        "cannot be collected",
    ),
}


@pytest.mark.parametrize("make", ACCEPTED.values(), ids=ACCEPTED)
def test_every_kind_of_frame_gives_the_same_hits(
    make: Callable[[pl.DataFrame], object], demo: Screener
) -> None:
    hits = demo.screen(make(pl.DataFrame({"name": NAMES})))
    assert hits["query_id"].unique(maintain_order=True).to_list() == [0, 1, 3]
    assert hits["query_name"][0] == "Hikvision"
    assert hits.equals(demo.screen(NAMES))


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_other_objects_are_refused_by_name(data: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        to_frame(data, name="name")


def test_a_pandas_column_of_several_types_is_refused() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(InputError, match="cast the column"):
        to_frame(pandas.DataFrame({"name": ["Hikvision", 7]}), name="name")


def test_pandas_columns_of_one_name_are_refused() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([["Hikvision", "CN"]], columns=["name", "name"])
    with pytest.raises(InputError, match="names of their own"):
        to_frame(frame, name="name")


def test_the_only_column_of_a_list_takes_the_name_asked_for() -> None:
    assert to_frame(NAMES, name="supplier").columns == ["supplier"]
    assert to_frame(pl.Series("x", NAMES), name="supplier").columns == ["supplier"]


def test_a_column_of_nulls_without_a_type_is_text() -> None:
    column = text_column(pl.DataFrame({"name": [None, None]}), "name", role="name")
    assert column.dtype == pl.String
    assert column.null_count() == 2
