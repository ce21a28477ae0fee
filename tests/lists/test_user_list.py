from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import lists
from uyghurscreen.errors import InputError
from uyghurscreen.lists.user_list import read_user_list
from uyghurscreen.schema import ENTRIES

UFLPA = lists.entries("uflpa").head(3)

# what is wrong with a list: the list, words in the message
REFUSED: dict[str, tuple[object, str]] = {
    "neither shape": (pl.DataFrame({"supplier": ["Acme"]}), r"\['supplier'\]"),
    "a null name": (["Acme", None], "no name in row 1"),
    "a blank name": (["Acme", " \u3000"], "no name in row 1"),
    "names that are numbers": (pl.DataFrame({"name": [7]}), "Int64"),
    "an unknown country": (
        pl.DataFrame({"name": ["Acme"], "country": ["Narnia"]}),
        "unknown country: 'Narnia'",
    ),
    "aliases in one text": (
        pl.DataFrame({"name": ["Acme"], "aliases": ["A; B"]}),
        "'aliases' .* must hold lists",
    ),
    "list ids that are numbers": (
        pl.DataFrame({"name": ["Acme"], "list_id": [7]}),
        "list_id='list_id'.*Int64",
    ),
    "not a table": ("Acme", "cannot screen a str"),
    "entries: an id twice": (pl.concat([UFLPA, UFLPA.head(1)]), "on several rows"),
    "entries: a null id": (
        UFLPA.with_columns(entry_id=None),
        "no entry_id in row 0",
    ),
    "entries: a null name": (
        UFLPA.with_columns(entry_name=None),
        "no entry_name in row 0",
    ),
    "entries: a wrong type": (
        UFLPA.with_columns(first_listed=pl.lit("soon")),
        "not of schema ENTRIES",
    ),
    "entries: a kind of name that is none": (
        UFLPA.with_columns(
            names=pl.col("names").list.eval(
                pl.element().struct.with_fields(kind=pl.lit("aka"))
            )
        ),
        "kind 'aka'; it is one of primary, alias",
    ),
}


def test_a_list_of_names_is_a_list_of_entries() -> None:
    entries = read_user_list(["Acme Cotton Co., Ltd.", "和田浩林发饰品有限公司"])
    assert dict(entries.drop("version").schema) == dict(ENTRIES)
    assert entries["list_id"].to_list() == ["user", "user"]
    assert set(entries["entry_name"]) == {
        "Acme Cotton Co., Ltd.",
        "和田浩林发饰品有限公司",
    }
    assert entries["source_class"].unique().to_list() == ["ngo"]


def test_countries_aliases_and_list_ids_are_read() -> None:
    frame = pl.DataFrame(
        {
            "name": ["Acme", "Beta", "Gamma"],
            "country": ["China", "de", None],
            "aliases": [["Acme Trading", "阿克米"], [], None],
            "list_id": ["internal", None, "watch"],
        }
    )
    rows = {row["entry_name"]: row for row in read_user_list(frame).to_dicts()}
    assert [name["name"] for name in rows["Acme"]["names"]] == [
        "Acme",
        "Acme Trading",
        "阿克米",
    ]
    assert [name["kind"] for name in rows["Acme"]["names"]] == [
        "primary",
        "alias",
        "alias",
    ]
    assert [row["countries"] for row in rows.values()].count([]) == 1
    assert rows["Acme"]["countries"] == ["CN"]
    assert rows["Beta"]["countries"] == ["DE"]
    assert {name: row["list_id"] for name, row in rows.items()} == {
        "Acme": "internal",
        "Beta": "user",
        "Gamma": "watch",
    }


def test_aliases_that_are_null_or_empty_are_left_out() -> None:
    frame = pl.DataFrame({"name": ["Acme"], "aliases": [["Beta", None, ""]]})
    names = read_user_list(frame)["names"].explode().struct.field("name")
    assert names.to_list() == ["Acme", "Beta"]


def test_rows_of_one_name_are_entries_of_their_own() -> None:
    entries = read_user_list(["Acme", "Acme"])
    assert entries.height == 2
    assert entries["entry_id"].n_unique() == 2


def test_the_version_is_that_of_the_content() -> None:
    one = read_user_list(["Acme", "Beta"])["version"]
    same = read_user_list(pl.Series(["Beta", "Acme"]))["version"]
    other = read_user_list(["Acme", "Gamma"])["version"]
    assert one.n_unique() == 1
    assert one[0] == same[0]
    assert one[0] != other[0]


def test_entries_are_taken_as_they_are() -> None:
    back = read_user_list(UFLPA.with_columns(remark=pl.lit("mine")))
    assert back.drop("version").equals(UFLPA)


def test_entries_without_lists_have_empty_ones() -> None:
    back = read_user_list(UFLPA.with_columns(countries=None, names=None))
    assert back["countries"].to_list() == [[], [], []]
    assert back["names"].to_list() == [[], [], []]


def test_an_empty_list_has_no_entries() -> None:
    assert dict(read_user_list([]).drop("version").schema) == dict(ENTRIES)
    assert read_user_list([]).is_empty()


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_lists_that_cannot_be_used_are_refused(data: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_user_list(data)
