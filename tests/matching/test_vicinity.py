"""Which names may be near a few listed ones."""

from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener, lists
from uyghurscreen.delta import vicinity
from uyghurscreen.lists.records import names_of
from uyghurscreen.matching.gram_counts import shipped
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.vicinity import Vicinity

HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return Screener(["uflpa"])._load()[1]


@pytest.fixture(scope="module")
def around() -> Vicinity:
    """The surroundings of an entry that is new."""
    new = lists.entries("uflpa")
    old = new.filter(pl.col("entry_name") != HAOLIN)
    return vicinity(old, new, shipped(["uflpa"]))


# a name, if it is near the entry, and if the entry is looked at for it
NAMES = {
    "Hotan Haolin Hair Accessories": (True, True),
    "HAOLIN HAIR": (True, True),
    "和田浩林发饰品有限公司": (True, True),
    "c/o Hetian Haolin Hair Accessories, Ürümqi": (True, True),
    "Hetian Haolin Hair Acc": (True, True),
    "Xinjiang Daqo New Energy Co., Ltd.": (False, False),
    "Acme Bakery": (False, False),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_near_a_change(name: str, around: Vicinity, index: NameIndex) -> None:
    near, met = NAMES[name]
    names = pl.Series([name])
    for gate in (None, index.gate):
        found = around.near(names, gate)
        assert (found.height > 0) == near
        assert around.met(found, [index]).to_list() == ([0] if met else [])


def test_rows_are_those_of_the_names(around: Vicinity, index: NameIndex) -> None:
    names = pl.Series([name for name in NAMES for _ in range(3)]) + pl.Series(
        ["", " Ltd", ", Istanbul"] * len(NAMES)
    )
    expected = [i for i, name in enumerate(NAMES.values()) if name[1]]
    found = around.met(around.near(names, index.gate), [index])
    assert {row // 3 for row in found} == set(expected)


def test_the_gate_lets_in_what_matters(index: NameIndex, around: Vicinity) -> None:
    written = names_of(lists.entries("uflpa"))["name"].unique().sort()
    names = pl.concat([written, written.str.replace("Xinjiang", "Sinkiang")]).unique()
    names = names.sort()
    met = [
        around.met(around.near(names, gate), [index]).to_list()
        for gate in (None, index.gate)
    ]
    assert met[0] == met[1]
    assert 0 < len(met[0]) < len(names) / 4


def test_nothing_is_near_to_nothing(index: NameIndex) -> None:
    entries = lists.entries("uflpa")
    around = vicinity(entries, entries, shipped(["uflpa"]))
    assert around.near(pl.Series([HAOLIN]), None).is_empty()
    none = Vicinity(pl.Series([HAOLIN]), shipped(["uflpa"]))
    assert none.near(pl.Series([], dtype=pl.String), index.gate).is_empty()
