from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.errors import InputError
from uyghurscreen.lists.native_names import with_native_names
from uyghurscreen.lists.records import ListedName, Record, to_entries
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.structure import canonical
from uyghurscreen.schema import ENTRIES

HEADER = "entry_name,name,language,kind,quality,source,confidence\n"
HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."

ENTRIES_OF_LIST = to_entries(
    "demo",
    [
        Record(name=HAOLIN, names=(ListedName("Hotan Haolin Hair Accessories"),)),
        Record(name="AO PKK Milandr"),
        Record(name="Address 01", matchable=False, addresses=("1 Main Street",)),
    ],
    source_class="law",
)

# rows of an overlay: the entry, the names it has then as (name, kind, source)
OVERLAYS: dict[str, tuple[str, str, list[tuple[str, str, str]]]] = {
    "a Chinese name": (
        f"{HAOLIN},和田浩林发饰品有限公司,zh,native,strong,registry,high\n",
        HAOLIN,
        [
            (HAOLIN, "primary", "list"),
            ("Hotan Haolin Hair Accessories", "alias", "list"),
            ("和田浩林发饰品有限公司", "native", "registry"),
        ],
    ),
    "an alias": (
        "AO PKK Milandr,Миландр,ru,alias,strong,site,high\n",
        "AO PKK Milandr",
        [("AO PKK Milandr", "primary", "list"), ("Миландр", "alias", "site")],
    ),
    "a former name": (
        "AO PKK Milandr,АО ПКК Миландр,ru,former,strong,site,low\n",
        "AO PKK Milandr",
        [("AO PKK Milandr", "primary", "list"), ("АО ПКК Миландр", "former", "site")],
    ),
    "two names, in the order of the file": (
        "AO PKK Milandr,Миландр,ru,native,strong,b,high\n"
        "AO PKK Milandr,АО ПКК Миландр,ru,native,strong,a,high\n",
        "AO PKK Milandr",
        [
            ("AO PKK Milandr", "primary", "list"),
            ("Миландр", "native", "b"),
            ("АО ПКК Миландр", "native", "a"),
        ],
    ),
    "a name the list has already": (
        "AO PKK Milandr,AO PKK Milandr,ru,native,strong,site,high\n",
        "AO PKK Milandr",
        [("AO PKK Milandr", "primary", "list")],
    ),
    "no rows": ("", "AO PKK Milandr", [("AO PKK Milandr", "primary", "list")]),
}

# an overlay that cannot be used: the file, words in the message
REFUSED = {
    "a column is missing": ("entry_name,name\nAO PKK Milandr,Миландр\n", "columns"),
    "no such entry": (
        f"{HEADER}Milandr,Миландр,ru,native,strong,site,high\n",
        "no such entry: 'Milandr'",
    ),
    "no such quality": (
        f"{HEADER}AO PKK Milandr,Миландр,ru,alias,good,site,high\n",
        "quality must be one of",
    ),
    "no such kind": (
        f"{HEADER}AO PKK Milandr,Миландр,ru,nickname,strong,site,high\n",
        "kind must be one of",
    ),
}


@pytest.mark.parametrize(("rows", "entry", "names"), OVERLAYS.values(), ids=OVERLAYS)
def test_names_are_added_after_those_of_the_list(
    rows: str, entry: str, names: list[tuple[str, str, str]]
) -> None:
    entries = with_native_names(ENTRIES_OF_LIST, (HEADER + rows).encode())
    found = entries.filter(entry_name=entry)["names"].item().to_list()
    assert [(name["name"], name["kind"], name["source"]) for name in found] == names


def test_nothing_but_the_names_changes() -> None:
    overlay = (
        f"{HEADER}{HAOLIN},和田浩林发饰品有限公司,zh,native,strong,registry,high\n"
    )
    entries = with_native_names(ENTRIES_OF_LIST, overlay.encode())
    assert dict(entries.schema) == dict(ENTRIES)
    assert entries.drop("names").equals(ENTRIES_OF_LIST.drop("names"))
    others = pl.col("entry_name") != HAOLIN
    assert entries.filter(others).equals(ENTRIES_OF_LIST.filter(others))


@pytest.mark.parametrize(("overlay", "words"), REFUSED.values(), ids=REFUSED)
def test_overlays_that_cannot_be_used_are_refused(overlay: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        with_native_names(ENTRIES_OF_LIST, overlay.encode())


LISTS = Path(__file__).parents[2] / "lists"
SHIPPED = sorted(path.parent.name for path in LISTS.glob("*/native_names.csv"))


def _shipped(list_id: str) -> pl.DataFrame:
    path = LISTS / list_id / "native_names.csv"
    return pl.read_csv(path, infer_schema=False)


@pytest.mark.parametrize("list_id", SHIPPED)
def test_shipped_names_are_sorted_and_say_where_they_are_from(list_id: str) -> None:
    rows = _shipped(list_id)
    assert rows.select("entry_name", "name").equals(
        rows.select("entry_name", "name").sort("entry_name", "name")
    )
    assert rows.null_count().sum_horizontal().item() == 0
    assert set(rows["confidence"]) <= {"high", "medium"}
    assert set(rows["quality"]) <= {"strong", "weak"}


@pytest.mark.parametrize("list_id", SHIPPED)
def test_a_shipped_name_of_a_single_plain_word_is_weak(list_id: str) -> None:
    rows = _shipped(list_id).filter(quality="strong")
    read = canonical(rows["name"])
    plain = (read["brand"] == "") & ~read["core"].str.contains(" ")
    assert rows.filter(plain).rows() == []


def test_a_shipped_name_on_two_entries_is_marked() -> None:
    """`lists/names_on_two_entries.csv` holds bodies that a publisher lists twice."""
    marked = pl.read_csv(LISTS / "names_on_two_entries.csv", infer_schema=False)
    twice = [
        _shipped(list_id)
        .filter(quality="strong")
        .with_columns(key=pl.col("name").map_batches(lambda names: key(fold(names))))
        .filter(pl.col("entry_name").n_unique().over("key") > 1)
        .select(pl.lit(list_id).alias("list_id"), "name", "entry_name")
        for list_id in SHIPPED
    ]
    found = pl.concat(twice).sort("list_id", "name", "entry_name")
    assert found.rows() == marked.rows()
