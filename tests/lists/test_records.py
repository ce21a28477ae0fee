from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uyghurscreen.lists.records import (
    ListedName,
    Record,
    content_hash,
    entry_id,
    fold_identity,
    to_entries,
)
from uyghurscreen.schema import ENTRIES

# names a publisher may print for one party
SAME_IDENTITY = {
    "case": ("Acme Ltd.", "ACME LTD"),
    "punctuation": ("Acme (Co.), Ltd.", "Acme Co Ltd"),
    "apostrophes": ("Xi’an Sanjiang", "Xi'an Sanjiang"),
    "dashes": ("Al-Ghaith—Group", "Al–Ghaith-Group"),
    "blanks": ("Acme  Ltd", "Acme\u00a0Ltd"),
    "accents": ("Société Générale", "Societe Generale"),
    "full width": ("ＡＣＭＥ", "acme"),
    "sharp s": ("Straße", "STRASSE"),
}

OTHER_IDENTITY = {
    "another digit": ("13th Institute", "14th Institute"),
    "another legal form": ("Acme Ltd", "Acme LLC"),
    "another character": ("大华", "大唐"),
    "another letter": ("Milandr", "Milander"),
}

PLAIN = Record(
    name="Acme Ltd.",
    destination="CHINA",
    names=(ListedName("Acme Trading"),),
    countries=("CN",),
    citations=("84 FR 54004 (2019-10-09)",),
    raw="Acme Ltd., a.k.a. Acme Trading",
)

# a change to a record: whether the identity stays, whether the content stays
CHANGES: dict[str, tuple[dict[str, object], bool, bool]] = {
    "another cell of the same content": ({"raw": "Acme Ltd."}, True, True),
    "a new alias": ({"names": (ListedName("Acme Europe"),)}, True, False),
    "an alias less": ({"names": ()}, True, False),
    "a new citation": ({"citations": ("89 FR 1",)}, True, False),
    "a new address": ({"addresses": ("1 Main Street",)}, True, False),
    "another country": ({"countries": ("HK",)}, True, False),
    "another scope": ({"scope": "and subsidiaries"}, True, False),
    "a date": ({"first_listed": date(2019, 10, 9)}, True, False),
    "another policy": ({"license_policy": "Case-by-case"}, True, False),
    "punctuation of the name": ({"name": "ACME, Ltd"}, True, False),
    "another name": ({"name": "Acme Trading Ltd."}, False, False),
    "another destination": ({"destination": "HONG KONG"}, False, True),
}


def _ids(*records: Record) -> list[str]:
    return to_entries("demo", records, source_class="law")["entry_id"].to_list()


@pytest.mark.parametrize(("one", "other"), SAME_IDENTITY.values(), ids=SAME_IDENTITY)
def test_one_name_printed_in_two_ways_is_one_entry(one: str, other: str) -> None:
    assert fold_identity(one) == fold_identity(other)
    assert entry_id("demo", one) == entry_id("demo", other)


@pytest.mark.parametrize(("one", "other"), OTHER_IDENTITY.values(), ids=OTHER_IDENTITY)
def test_other_names_are_other_entries(one: str, other: str) -> None:
    assert entry_id("demo", one) != entry_id("demo", other)


def test_the_list_the_destination_and_the_parent_are_part_of_the_identity() -> None:
    ids = {
        entry_id("demo", "Acme"),
        entry_id("other", "Acme"),
        entry_id("demo", "Acme", destination="CHINA"),
        entry_id("demo", "Acme", parent_id="0123456789abcdef"),
    }
    assert len(ids) == 4


def test_identities_are_frozen() -> None:
    # Written down once: users store these ids.
    assert entry_id("demo", "Acme Ltd.", destination="CHINA") == _ids(PLAIN)[0]
    assert entry_id("demo", "Acme Ltd.", destination="CHINA") == "256c9f91955dc13f"


@pytest.mark.parametrize(
    ("change", "same_id", "same_hash"), CHANGES.values(), ids=CHANGES
)
def test_what_a_change_does_to_identity_and_content(
    change: dict[str, object], same_id: bool, same_hash: bool
) -> None:
    fields = {name: getattr(PLAIN, name) for name in PLAIN.__slots__}
    before = to_entries("demo", [PLAIN], source_class="law")
    changed = to_entries("demo", [Record(**fields | change)], source_class="law")
    assert (before["entry_id"][0] == changed["entry_id"][0]) is same_id
    assert (before["content_hash"][0] == changed["content_hash"][0]) is same_hash


def test_entries_of_one_identity_are_told_apart_by_citation_then_by_number() -> None:
    twin = Record(name="Acme Ltd.", destination="CHINA")
    cited = Record(name="Acme Ltd.", destination="CHINA", citations=("89 FR 1",))
    alone = _ids(PLAIN)
    assert len(set(_ids(PLAIN, twin, cited, twin))) == 4
    assert alone[0] in _ids(PLAIN, twin)


def test_children_follow_their_parent_by_id() -> None:
    lab = Record(name="23rd Institute", relation="subordinate")
    parents = [Record(name=name, children=(lab,)) for name in ("Academy", "Bureau")]
    entries = to_entries("demo", parents, source_class="law")
    rows = {row["entry_id"]: row for row in entries.to_dicts()}
    below = [row for row in rows.values() if row["relation"] == "subordinate"]
    assert entries.height == 4
    assert {rows[row["parent_id"]]["entry_name"] for row in below} == {
        "Academy",
        "Bureau",
    }


def test_the_primary_name_comes_first_and_no_name_twice() -> None:
    record = Record(
        name="Acme",
        quality="weak",
        names=(
            ListedName("Beta", kind="former"),
            ListedName("Acme"),
            ListedName("Beta"),
        ),
    )
    names = to_entries("demo", [record], source_class="law")["names"].item().to_list()
    assert [(name["name"], name["kind"], name["quality"]) for name in names] == [
        ("Acme", "primary", "weak"),
        ("Beta", "former", "strong"),
    ]


def test_an_entry_that_is_an_address_has_no_names() -> None:
    record = Record(name="Address 01", matchable=False, addresses=("1 Main Street",))
    entries = to_entries("demo", [record], source_class="law")
    assert entries["names"].to_list() == [[]]
    assert entries["addresses"].to_list() == [["1 Main Street"]]


def test_entries_are_sorted_and_of_their_schema() -> None:
    records = [Record(name=name) for name in ("新疆", "Beta", "Acme")]
    entries = to_entries("demo", records, source_class="ngo")
    assert entries["entry_name"].to_list() == ["Acme", "Beta", "新疆"]
    assert dict(entries.schema) == dict(ENTRIES)
    assert dict(to_entries("demo", [], source_class="ngo").schema) == dict(ENTRIES)


def test_the_content_hash_is_that_of_the_row() -> None:
    row = to_entries("demo", [PLAIN], source_class="law").row(0, named=True)
    assert content_hash(row) == row["content_hash"]
    assert content_hash(row | {"scope": "and subsidiaries"}) != row["content_hash"]


@given(st.text())
def test_folding_an_identity_twice_changes_nothing(name: str) -> None:
    folded = fold_identity(name)
    assert fold_identity(folded) == folded
    assert not any(character.isspace() for character in folded)
