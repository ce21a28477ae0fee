"""What the first look lets go would not have been admitted, in any reading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen import Screener
from uyghurscreen.matching.first_look import LOOK_CLOSER, NOBODYS, READ_WHOLE
from uyghurscreen.matching.gate import Gate
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.readings import readings

CASES = Path(__file__).parents[2] / "benchmarks" / "cases"

# names that plainly are nobody's, and such as hold more than a name or are listed
PLAIN = [
    "Acme Bakery",
    "Acme Bakery Co., Ltd.",
    "ACME BAKERY, INC.",
    "Velmont Garden Furniture GmbH",
    "Velmont & Kord Furniture Company Limited",
    "Acme Bakery Sdn. Bhd.",
    "Acme Bakery S.p.A.",
    "ACME BAKERY B.V.",
    "Acme Bakery Sp. z o.o.",
    "LLC Velmont",
    "Oxbow Furniture Limited Liability Company",
    "LIMITED LIABILITY COMPANY OXBOW FURNITURE",
    "Velmont-7",
    "Velmont No. 59 Furniture Co Ltd",
    "Kwok Bakery",
]
CLOSER = {
    "listed": "Hikvision",
    "listed, with a legal form": "HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO LTD",
    "a slip": "Hikvison",
    "brackets": "Acme (Hikvision) Bakery",
    "a slash": "Acme c/o Hikvision",
    "words that lead to a name": "Acme Bakery formerly Hikvision",
    "words behind a legal form": "Acme Co. Ltd. Urumqi",
    "a comma": "Acme, Urumqi",
    "a code": "Acme Bakery 30412",
    "a street": "Acme Bakery 12 Renmin Road",
    "a house": "Acme Bakery B-12 Urumqi",
    "a short name before a legal form": "Acme Ltd Urumqi",
    "a legal form before, another behind": "LLC Acme Bakery LLC Urumqi",
    "letters with full stops in the middle": "Acme L.L.C. Urumqi",
    "spelled as in Hong Kong": "Tsang Kwok Bakery",
    "another script": "新疆大全",
    "another word for it": "Acme Fangzhi",
    "a group": "Acme CETC",
    "a branch": "Acme Bakery Urumqi Branch",
    "an apostrophe": "Xi'an Acme",
}
PARTS = st.sampled_from(
    [
        "Acme",
        "Bakery",
        "Hikvision",
        "Xinjiang",
        "Textile",
        "Co",
        "Co.,",
        "Ltd",
        "Ltd.",
        ",",
        "&",
        "-",
        "(",
        ")",
        "Inc.",
        "c/o",
        "S.A.",
        "Company",
        "Limited",
        "Velmont",
        "Sinkiang",
        "13th",
        "office",
        "China",
        "Electronics",
        "Technology",
        "Group",
        "Sdn",
        "Bhd",
        "LLC",
        "R&D",
        ".",
        "'x",
        "and",
        "新疆",
        "B.V.",
        "S.r.l.",
        "A",
        "s",
        "OAO",
        "LIMITED LIABILITY COMPANY",
        "joint stock company ",
        "7",
        "No. 59",
        "-12",
        "B-1",
        "x-7",
        "Road",
        "unit",
        "vat",
        "Tsang",
        "Chin",
        "Kwok",
        "Fabrika",
        "1234",
        "Lu",
    ]
)


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Screener()._load()[1].gate


@pytest.mark.parametrize("name", PLAIN)
def test_most_names_are_plainly_nobodys(gate: Gate, name: str) -> None:
    assert gate.first_look(pl.Series([name]))[0].tolist() == [NOBODYS]


@pytest.mark.parametrize("name", CLOSER.values(), ids=CLOSER)
def test_a_name_that_may_say_more_is_looked_at_closer(gate: Gate, name: str) -> None:
    assert gate.first_look(pl.Series([name]))[0].tolist() != [NOBODYS]


def _lost(gate: Gate, names: pl.Series) -> list[str]:
    """Return the texts that the first look judges otherwise than readings and gate."""
    seen, _ = gate.first_look(names)
    let_go = readings(names.filter(pl.Series(seen == NOBODYS)))
    lost = let_go.filter(pl.Series(gate.admits(let_go["folded"])[0]))
    whole = readings(names.filter(pl.Series(seen == READ_WHOLE)))
    other = whole.filter(pl.Series(~gate.admits(whole["folded"])[0]) | pl.col("part"))
    return [*lost["text"], *other["text"]]


def test_no_case_is_let_go_that_the_gate_admits(gate: Gate) -> None:
    for path in sorted(CASES.glob("*.csv")):
        table = pl.read_csv(path, infer_schema=False)
        column = "query" if "query" in table.columns else "name"
        assert _lost(gate, table[column].drop_nulls()) == []


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(PARTS, max_size=7), min_size=1, max_size=20))
def test_no_made_name_is_let_go_that_the_gate_admits(names: list[list[str]]) -> None:
    made = pl.Series([" ".join(parts) for parts in names], dtype=pl.String)
    assert _lost(_default_gate(), made) == []


def _default_gate() -> Gate:
    if not _GATES:
        _GATES.append(Screener()._load()[1].gate)
    return _GATES[0]


_GATES: list[Gate] = []


def test_long_names_are_looked_at_closer(gate: Gate) -> None:
    long = pl.Series(["acme " * 100, "acmebakery" * 60])
    assert (gate.first_look(long)[0] == LOOK_CLOSER).all()


def test_equal_keys_are_found_whatever_the_blanks(gate: Gate) -> None:
    listed = key(pl.Series(["hangzhou hikvision digital technology co ltd"]))
    assert (gate.first_look(listed)[0] == READ_WHOLE).all()


def test_the_gate_tells_of_the_same_texts_at_either_look(gate: Gate) -> None:
    names = Screener().entries["entry_name"].unique().sort()
    seen, at_first = gate.first_look(names)
    rows = np.flatnonzero(seen == READ_WHOLE)
    assert len(rows) > 1_000
    _, closer = gate.admits(fold(names.gather(rows)))
    told = zip(at_first.row, at_first.text, at_first.worth, strict=True)
    again = zip(rows[closer.row], closer.text, closer.worth, strict=True)
    assert {*told} == {*again}
