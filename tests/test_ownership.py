from __future__ import annotations

import random
from itertools import pairwise
from typing import Any, Literal

import polars as pl
import pytest

from uyghurscreen import Screener, UnscreenedRowsWarning, ownership
from uyghurscreen.errors import InputError
from uyghurscreen.ownership import AFFILIATES, OWNED_HITS, OwnershipWarning
from uyghurscreen.schema import HITS

Rows = list[tuple[str, str, float | None]]

LISTED = {"Hikvision": "entity_list", "Huawei": "entity_list", "XPCC": "uflpa"}

# the table; per company: share, aggregate, status, rule, red flags
CASES: dict[str, tuple[Rows, dict[str, tuple[float, float, str, str, list[str]]]]] = {
    "half, by two": (
        [("Hikvision", "Acme", 30), ("Huawei", "Acme", 20)],
        {"Acme": (50, 50, "reached", "reached", [])},
    ),
    "just below half": (
        [("Hikvision", "Acme", 49.99)],
        {"Acme": (49.99, 49.99, "below", "below", [])},
    ),
    "thirds that add up to half": (
        [("Hikvision", "Acme", 33.33), ("Huawei", "Acme", 16.67)],
        {"Acme": (50, 50, "reached", "reached", [])},
    ),
    "a list that the rule does not look at": (
        [("XPCC", "Acme", 60)],
        {"Acme": (60, 60, "reached", "none", [])},
    ),
    "half by a list of either kind": (
        [("XPCC", "Acme", 30), ("Huawei", "Acme", 30)],
        {"Acme": (60, 60, "reached", "below", [])},
    ),
    "down a chain": (
        [("Huawei", "Acme", 60), ("Acme", "Beta", 60), ("Beta", "Gamma", 40)],
        {
            "Acme": (60, 60, "reached", "reached", []),
            "Beta": (36, 60, "reached", "reached", []),
            "Gamma": (14.4, 40, "below", "below", []),
        },
    ),
    "a share that is not known": (
        [("Huawei", "Acme", None), ("Acme", "Beta", 80)],
        {
            "Acme": (0, 0, "possible", "possible", ["unknown_share"]),
            "Beta": (0, 0, "possible", "possible", ["unknown_share_above"]),
        },
    ),
    "half is known, the rest is not": (
        [("Huawei", "Acme", 55), ("Hikvision", "Acme", None)],
        {"Acme": (55, 55, "reached", "reached", ["unknown_share"])},
    ),
    "an unknown share of one who holds less than half": (
        [("Huawei", "Acme", 20), ("Acme", "Beta", None)],
        {
            "Acme": (20, 20, "below", "below", []),
            "Beta": (0, 0, "below", "below", ["unknown_share_above"]),
        },
    ),
    "an unknown share that cannot matter further down": (
        [("Huawei", "Acme", None), ("Acme", "Beta", 20)],
        {
            "Acme": (0, 0, "possible", "possible", ["unknown_share"]),
            "Beta": (0, 0, "below", "below", ["unknown_share_above"]),
        },
    ),
    "a listed company that another owns": (
        [("Huawei", "XPCC", 10), ("XPCC", "Acme", 100)],
        {
            "Acme": (100, 100, "reached", "below", []),
            "XPCC": (10, 10, "below", "below", []),
        },
    ),
    "nobody is listed": ([("Acme", "Beta", 100)], {}),
    "a share of nothing": ([("Huawei", "Acme", 0)], {}),
    "owners of nobody listed": ([("Acme", "Huawei", 100)], {}),
}


def table(rows: Rows) -> pl.DataFrame:
    schema = {"owner": pl.String, "owned": pl.String, "percent": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def judged(names: dict[str, str] = LISTED) -> pl.DataFrame:
    """Hits on owners' names, as if somebody had judged them."""
    rows = [(name, list_id, name.lower()) for name, list_id in names.items()]
    columns = ["query_name", "list_id", "entry_id"]
    found = pl.DataFrame(rows, schema=columns, orient="row")
    return pl.concat([pl.DataFrame(schema=HITS), found], how="diagonal")


def found_in(rows: Rows, as_of: str | None = None) -> pl.DataFrame:
    return ownership.affiliates(table(rows), hits=judged(), as_of=as_of)


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES)
def test_shares_and_flags(
    rows: Rows, expected: dict[str, tuple[float, float, str, str, list[str]]]
) -> None:
    found = found_in(rows)
    assert found.schema == AFFILIATES
    columns = ("company", "share", "aggregate", "status", "rule", "red_flags")
    assert {row[0]: row[1:] for row in found.select(columns).rows()} == expected


def test_chains_are_shown_nearest_first() -> None:
    rows: Rows = [
        ("Huawei", "Acme", 60),
        ("Acme", "Beta", 40),
        ("Hikvision", "Beta", 5.5),
        ("XPCC", "Beta", None),
    ]
    row = found_in(rows).row(by_predicate=pl.col("company") == "Beta", named=True)
    assert row["listed_owners"] == ["Hikvision", "XPCC", "Huawei"]
    assert row["list_ids"] == ["entity_list", "uflpa"]
    assert row["paths"] == [
        "Hikvision → 5.5 % → Beta",
        "XPCC → ? % → Beta",
        "Huawei → 60 % → Acme → 40 % → Beta",
    ]


def test_more_owners_than_are_shown_are_told_of() -> None:
    names = {f"Owner {letter}": "uflpa" for letter in "ABCDEFG"}
    rows: Rows = [(name, "Acme", 10) for name in names]
    found = ownership.affiliates(table(rows), hits=judged(names)).row(0, named=True)
    assert found["listed_owners"] == list(names)[:5]
    assert found["red_flags"] == ["more_owners"]
    assert found["share"] == 70


def test_a_long_chain_is_cut_short() -> None:
    names = ["Huawei", *(f"Company {number}" for number in range(100))]
    rows: Rows = [(a, b, 100) for a, b in pairwise(names)]
    found = found_in(rows)
    assert found.height == 100
    assert found["share"].unique().to_list() == [100]
    path = found.row(by_predicate=pl.col("company") == "Company 99", named=True)[
        "paths"
    ]
    assert path == ["Huawei → … → 100 % → Company 99"]


def test_the_order_of_rows_does_not_matter() -> None:
    every = [row for rows, _ in CASES.values() for row in rows]
    rows = list({(a, b): (a, b, p) for a, b, p in every}.values())
    shuffled = random.Random(7).sample(rows, len(rows))
    assert found_in(rows).equals(found_in(shuffled))


def test_rows_that_contradict_each_other_are_flagged() -> None:
    rows: Rows = [("Huawei", "Acme", 60), ("Huawei", "ACME", 50), ("Beta", "Acme", 60)]
    with pytest.warns(OwnershipWarning, match="rows differ"):
        found = found_in(rows)
    assert found["red_flags"].to_list() == [["differing_shares", "over_100"]]
    assert found["share"].to_list() == [60]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2025-10-01", "in_force"),
        ("2026-07-01", "suspended"),
        ("2026-11-29", "unverified"),
    ],
)
def test_the_state_of_the_rule_is_that_of_the_day(as_of: str, state: str) -> None:
    found = found_in([("Huawei", "Acme", 60)], as_of=as_of)
    assert found["rule_state"].to_list() == [state]
    assert found["rule"].to_list() == ["reached"]
    text = ownership.explain(found.row(0, named=True), as_of=as_of)
    assert f"Rule on {as_of}" in text
    assert "chain: Huawei → 60 % → Acme" in text


def test_explain_needs_a_row() -> None:
    with pytest.raises(InputError, match="a row of affiliates"):
        ownership.explain({"company": "Acme"})


def test_every_red_flag_is_explained() -> None:
    rows: Rows = [("Huawei", "Acme", None)]
    row = found_in(rows).row(0, named=True) | {"red_flags": list(ownership.RED_FLAGS)}
    text = ownership.explain(row)
    assert text.count("red flag: ") == len(ownership.RED_FLAGS)


def test_owners_are_screened(screener: Screener) -> None:
    rows: Rows = [
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "Acme", 60),
        ("海康威视", "Beta", 10),
        ("Sunrise Bakery", "Gamma", 100),
        ("91330000", "Gamma", 0),
    ]
    found = ownership.affiliates(table(rows), screener=screener)
    assert found["company"].to_list() == ["Acme", "Beta"]
    hits = ownership.owners(table(rows), screener=screener)
    assert set(hits["query_name"]) == {rows[0][0], rows[1][0]}
    assert hits.schema == HITS


def test_an_owner_that_is_not_sure_is_flagged_until_it_is_judged(
    screener: Screener,
) -> None:
    rows: Rows = [("Hikvision Technology", "Acme", 60)]
    hits = ownership.owners(table(rows), screener=screener)
    assert not set(hits["band"]) & {"exact", "strong"}
    before = ownership.affiliates(table(rows), screener=screener).row(0, named=True)
    assert (before["share"], before["red_flags"]) == (0, ["owner_to_judge"])
    after = ownership.affiliates(table(rows), hits=hits).row(0, named=True)
    assert (after["share"], after["red_flags"]) == (60, [])


def test_hits_without_their_columns_are_refused() -> None:
    with pytest.raises(InputError, match="no column entry_id, list_id"):
        ownership.affiliates(
            table([("Huawei", "Acme", 60)]),
            hits=pl.DataFrame({"query_name": ["Huawei"]}),
        )


def test_problems_lists_what_the_warning_counts() -> None:
    rows: Rows = [("Acme", "Acme", 60)]
    assert ownership.problems(table(rows))["row"].to_list() == [0]


SUPPLIERS = ["Acme Cotton Co Ltd", "Sunrise Bakery", "Hikvision"]
OWNED: Rows = [("Hikvision", "Acme Cotton", 60), ("Hikvision", "Sunrise Bakery", 1)]


@pytest.mark.parametrize(
    ("affiliates", "owned"),
    [
        ("off", {}),
        ("flag", {"Acme Cotton": False, "Sunrise Bakery": False}),
        ("alert", {"Acme Cotton": True, "Sunrise Bakery": False}),
    ],
)
def test_suppliers_that_listed_companies_own(
    affiliates: Literal["off", "flag", "alert"],
    owned: dict[str, bool],
    screener: Screener,
) -> None:
    found = ownership.screen(
        SUPPLIERS, found_in(OWNED), screener=screener, affiliates=affiliates
    )
    assert found.schema == OWNED_HITS
    below = found.filter(relation="owned")
    assert dict(below.select("entry_name", "alert").rows()) == owned
    listed = found.filter(pl.col("relation") != "owned")
    assert listed["alert"].all()
    assert listed.select(HITS.names()).equals(screener.screen(SUPPLIERS))
    assert found["query_id"].is_sorted()


def test_ids_are_those_of_the_suppliers(screener: Screener) -> None:
    frame = pl.DataFrame({"vendor": ["V9", "V1"], "name": [None, "Acme Cotton"]})
    with pytest.warns(UnscreenedRowsWarning):
        found = ownership.screen(frame, found_in(OWNED), id="vendor", screener=screener)
    assert found["query_id"].to_list() == ["V1"]
    assert found["paths"].to_list() == [["Hikvision → 60 % → Acme Cotton"]]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"affiliates": "yes"}, "it is one of off, flag, alert"),
        ({"companies": pl.DataFrame({"company": ["Acme"]})}, "pass the frame"),
    ],
)
def test_screen_refuses(settings: dict[str, Any], words: str) -> None:
    given = {"companies": found_in(OWNED), **settings}
    with pytest.raises(InputError, match=words):
        ownership.screen(SUPPLIERS, **given)
