"""Decisions about hits: what suppresses a hit, and what makes it alert again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.decisions import DECISIONS, SHEET, Decisions, Disposition
from uyghurscreen.errors import InputError, JournalError
from uyghurscreen.lists.records import ListedName, Record, names_of, to_entries
from uyghurscreen.review import IDENTIFIED, REVIEWED, identify, suppress
from uyghurscreen.schema import HITS

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TODAY = date(2026, 11, 29)
NEXT_YEAR = date(2027, 11, 28)

CRYSTAL = Record(
    name="Xinjiang Daqo New Energy, Co. Ltd.",
    names=(ListedName("Xinjiang Great New Energy Co., Ltd."),),
    countries=("CN",),
    citations=("86 FR 33119 (2021-06-24)",),
)
HIKVISION = Record(
    name="Hangzhou Hikvision Digital Technology Co., Ltd.",
    names=(ListedName("Hikvision"), ListedName("Ezviz")),
    countries=("CN",),
)
Suppliers = Mapping[str, list[str | None]]

SUPPLIERS: dict[str, list[str | None]] = {
    "no": ["V-1", "V-2", "V-3"],
    "supplier": ["Hikvision", "Xinjiang Great New Energy Co., Ltd.", "Acme Bakery"],
    "country": ["NL", None, None],
    "street": ["Keizersgracht 1, Amsterdam", None, None],
}


def listed(*records: Record) -> pl.DataFrame:
    return to_entries("demo", records or (CRYSTAL, HIKVISION), source_class="law")


def hits_of(
    suppliers: Suppliers, entries: pl.DataFrame, id: str | None
) -> pl.DataFrame:
    """Return a hit for each supplier whose name is an alias of an entry."""
    names = names_of(entries).join(
        entries.select("entry_id", "entry_name"), on="entry_id"
    )
    rows = pl.DataFrame(suppliers).with_row_index("row")
    found = rows.join(names, left_on="supplier", right_on="name", maintain_order="left")
    given = found.select(
        "list_id",
        "entry_id",
        "entry_name",
        query_id=pl.col(id) if id else pl.col("row").cast(pl.Int64),
        query_name="supplier",
        list_version=pl.lit("2026-07-09.00"),
    )
    rest = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in HITS.items()
        if name not in given.columns
    ]
    return given.with_columns(rest).select(HITS.names())


def screened(
    *records: Record, suppliers: Suppliers = SUPPLIERS, id: str | None = "no"
) -> pl.DataFrame:
    """Return the hits of the suppliers on a small list, identified."""
    entries = listed(*records)
    return identify(
        hits_of(suppliers, entries, id),
        entries,
        pl.DataFrame(suppliers),
        name="supplier",
        id=id,
        country="country",
        address="street",
    )


def of(hits: pl.DataFrame, name: str) -> pl.DataFrame:
    return hits.filter(pl.col("query_name") == name)


@pytest.fixture
def decisions(tmp_path: Path) -> Decisions:
    return Decisions(tmp_path / "decisions.jsonl")


@pytest.fixture
def cleared(decisions: Decisions) -> Decisions:
    """Every hit cleared."""
    decisions.decide(
        screened(),
        "cleared",
        reason="other owner",
        reviewer="R. Li",
        approver="A. Osei",
        expires=NEXT_YEAR,
        at=NOON,
    )
    return decisions


def test_hits_keep_their_columns_and_order() -> None:
    hits = screened()
    plain = hits.drop(*IDENTIFIED)
    assert hits.columns == [*plain.columns, *IDENTIFIED]
    assert hits["record_id"].to_list() == ["V-1", "V-2"]
    assert hits["record"].n_unique() == hits["entry_content"].n_unique() == 2


def test_without_an_id_column_a_record_has_no_id() -> None:
    assert screened(id=None)["record_id"].null_count() == 2


def test_nothing_decided_suppresses_nothing(decisions: Decisions) -> None:
    found = suppress(screened(), decisions.frame(), on=TODAY)
    assert {n: found.schema[n] for n in REVIEWED} == dict(REVIEWED)
    assert found["suppressed"].to_list() == [False, False]
    assert found["disposition"].null_count() == 2


def test_a_cleared_hit_is_marked_and_stays(cleared: Decisions) -> None:
    hits = screened()
    found = suppress(hits, cleared.frame(), on=TODAY)
    assert found.drop(*REVIEWED).equals(hits)
    assert found["suppressed"].to_list() == [True, True]
    assert found.select(REVIEWED.names()).row(0) == (
        True,
        "cleared",
        "other owner",
        "R. Li",
        NOON,
        NEXT_YEAR,
        None,
    )


SAME = SUPPLIERS
MOVED: Suppliers = {**SUPPLIERS, "street": ["Herengracht 9, Amsterdam", None, None]}
ABROAD: Suppliers = {**SUPPLIERS, "country": ["DE", None, None]}
RENAMED: Suppliers = {**SUPPLIERS, "supplier": ["Ezviz", *SUPPLIERS["supplier"][1:]]}
RENUMBERED: Suppliers = {**SUPPLIERS, "no": ["V-9", "V-2", "V-3"]}
REORDERED: Suppliers = {name: values[::-1] for name, values in SUPPLIERS.items()}

# what is different in the record of V-1, whether its hit is suppressed, and why not
RECORDS: dict[str, tuple[Suppliers, bool, str | None]] = {
    "nothing": (SAME, True, None),
    "its place in the file": (REORDERED, True, None),
    "its address": (MOVED, False, "record changed"),
    "its country": (ABROAD, False, "record changed"),
    "its name": (RENAMED, False, "record changed"),
    "its id: another record": (RENUMBERED, False, None),
}


@pytest.mark.parametrize("case", RECORDS)
def test_a_clearance_is_of_one_record(cleared: Decisions, case: str) -> None:
    suppliers, suppressed, lapsed = RECORDS[case]
    hits = suppress(screened(suppliers=suppliers), cleared.frame(), on=TODAY)
    (hit,) = hits.filter(pl.col("query_name").is_in(["Hikvision", "Ezviz"])).to_dicts()
    assert (hit["suppressed"], hit["lapsed"]) == (suppressed, lapsed)
    assert of(hits, "Xinjiang Great New Energy Co., Ltd.")["suppressed"].all()


ALIAS_MORE = replace(HIKVISION, names=(*HIKVISION.names, ListedName("Hik Vision")))
NATIVE_MORE = replace(
    HIKVISION, names=(*HIKVISION.names, ListedName("海康威视", kind="native"))
)

# what is different in the entry, and whether the hit on it is still suppressed
ENTRIES: dict[str, tuple[Record, bool]] = {
    "nothing": (HIKVISION, True),
    "the publisher's own cell": (replace(HIKVISION, raw="<td>"), True),
    "an alias": (ALIAS_MORE, False),
    "a name of ours": (NATIVE_MORE, False),
    "the citation": (replace(HIKVISION, citations=("84 FR 54004",)), False),
    "the policy": (replace(HIKVISION, license_policy="Presumption of denial"), False),
    "an address": (replace(HIKVISION, addresses=("Amsterdam",)), False),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_a_clearance_is_of_one_state_of_an_entry(cleared: Decisions, case: str) -> None:
    record, suppressed = ENTRIES[case]
    hits = suppress(screened(CRYSTAL, record), cleared.frame(), on=TODAY)
    hit = of(hits, "Hikvision").row(0, named=True)
    lapsed = None if suppressed else "entry changed"
    assert (hit["suppressed"], hit["lapsed"]) == (suppressed, lapsed)
    assert hit["disposition"] == "cleared"


def test_names_added_by_hand_count_though_the_content_hash_leaves_them_out(
    cleared: Decisions,
) -> None:
    # As `native_names.with_native_names` does it.
    entries = listed(CRYSTAL, NATIVE_MORE).with_columns(
        content_hash=listed()["content_hash"]
    )
    hits = identify(
        hits_of(SUPPLIERS, entries, "no"),
        entries,
        pl.DataFrame(SUPPLIERS),
        name="supplier",
        id="no",
        country="country",
        address="street",
    )
    hits = suppress(hits, cleared.frame(), on=TODAY)
    assert of(hits, "Hikvision")["lapsed"].to_list() == ["entry changed"]


@pytest.mark.parametrize(
    ("day", "suppressed", "lapsed"),
    [
        (TODAY, True, None),
        (NEXT_YEAR, True, None),
        (date(2027, 11, 29), False, "expired"),
    ],
)
def test_a_clearance_expires(
    cleared: Decisions, day: date, suppressed: bool, lapsed: str | None
) -> None:
    hits = suppress(screened(), cleared.frame(), on=day)
    assert hits["suppressed"].to_list() == [suppressed, suppressed]
    assert hits["lapsed"].to_list() == [lapsed, lapsed]


@pytest.mark.parametrize("later", ["confirmed", "escalated", "in_review", "reopened"])
def test_the_last_decision_counts(cleared: Decisions, later: Disposition) -> None:
    hits = screened()
    first = of(hits, "Hikvision")
    cleared.decide(first, later, reason="new facts", reviewer="R. Li", at=NOON)
    found = suppress(hits, cleared.frame(), on=TODAY)
    assert found["suppressed"].to_list() == [False, True]
    assert found["disposition"].to_list() == [later, "cleared"]
    assert cleared.frame().height == 3  # nothing was overwritten


def test_every_decision_says_who_when_what_and_under_which_version(
    cleared: Decisions,
) -> None:
    hits = screened()
    frame = cleared.frame()
    assert frame.schema == DECISIONS
    row = frame.row(0, named=True)
    assert row["decided_at"] == NOON
    assert (row["reviewer"], row["approver"]) == ("R. Li", "A. Osei")
    assert row["list_version"] == hits["list_version"][0]
    assert row["hash"] == next(cleared.journal.lines()).hash


def test_no_name_of_a_screened_company_is_written_down(cleared: Decisions) -> None:
    text = cleared.journal.path.read_text("utf-8")
    assert "Great" not in text
    assert "Amsterdam" not in text
    assert HIKVISION.name in text  # whom the list names is no secret


# what is wrong with a decision, and the words of the error
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a clearance without end": ({"expires": None}, "last day"),
    "an end that is past": ({"expires": date(2026, 11, 27)}, "is past"),
    "no reason": ({"reason": "  "}, "reason"),
    "no reviewer": ({"reviewer": ""}, "reviewer"),
    "one person twice": ({"approver": "R. Li"}, "two people"),
    "an unknown disposition": ({"disposition": "guilty"}, "disposition"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_decision_that_breaks_a_rule_is_refused(
    decisions: Decisions, case: str
) -> None:
    changes, message = REFUSED[case]
    asked = {
        "disposition": "cleared",
        "reason": "other owner",
        "reviewer": "R. Li",
        "expires": NEXT_YEAR,
        **changes,
    }
    with pytest.raises(InputError, match=message):
        decisions.decide(screened(), at=NOON, **asked)
    assert decisions.frame().is_empty()


def test_two_people_where_they_are_asked_for(tmp_path: Path) -> None:
    decisions = Decisions(tmp_path / "decisions.jsonl", two_people=True)
    with pytest.raises(InputError, match="approver"):
        decisions.decide(screened(), "confirmed", reason="same", reviewer="R. Li")


def test_a_sheet_that_went_through_a_csv(decisions: Decisions, tmp_path: Path) -> None:
    hits = screened()
    sheet = hits.with_columns(
        new_disposition=pl.Series(["cleared", ""]),
        new_reason=pl.Series(["other owner", None]),
        new_expires=pl.Series(["2027-11-28", None]),
    )
    sheet.write_csv(tmp_path / "sheet.csv")
    read = pl.read_csv(tmp_path / "sheet.csv", infer_schema=False)
    made = decisions.decide_sheet(read, reviewer="R. Li", at=NOON)
    assert made["entry_name"].to_list() == [hits["entry_name"][0]]
    found = suppress(hits, decisions.frame(), on=TODAY)
    assert found["suppressed"].to_list() == [True, False]


def test_a_sheet_says_who_decided_and_on_which_day(decisions: Decisions) -> None:
    sheet = screened().with_columns(
        new_disposition=pl.lit("confirmed"),
        new_reason=pl.lit("its own site"),
        new_reviewer=pl.Series(["Y. Sun", None]),
        new_reviewed_on=pl.Series([NOON.date(), None], dtype=pl.Date),
        new_expires=pl.lit(None, pl.Date),
    )
    with pytest.raises(InputError, match="nobody is named who decided"):
        decisions.decide_sheet(sheet, at=NOON)
    made = decisions.decide_sheet(sheet, reviewer="R. Li", at=NOON)
    assert made["reviewer"].to_list() == ["Y. Sun", "R. Li"]
    assert made["reviewed_on"].to_list() == [NOON.date(), None]
    late = sheet.with_columns(new_reviewed_on=pl.lit(NEXT_YEAR))
    with pytest.raises(InputError, match="still to come"):
        decisions.decide_sheet(late, reviewer="R. Li", at=NOON)


def test_a_sheet_handed_in_again_adds_what_is_new_alone(decisions: Decisions) -> None:
    sheet = screened().with_columns(
        new_disposition=pl.Series(["in_review", None]),
        new_reason=pl.lit("asked for its address"),
        new_expires=pl.lit(None, pl.Date),
    )
    assert decisions.decide_sheet(sheet, reviewer="R. Li", at=NOON).height == 1
    assert decisions.decide_sheet(sheet, reviewer="R. Li", at=NOON).is_empty()
    more = sheet.with_columns(new_disposition=pl.lit("in_review"))
    assert decisions.decide_sheet(more, reviewer="R. Li", at=NOON).height == 1
    other = decisions.decide_sheet(sheet, reviewer="Y. Sun", at=NOON)
    assert other["reviewer"].to_list() == ["Y. Sun"]
    assert decisions.decide_sheet(sheet, reviewer="R. Li", at=NOON).height == 1


def test_a_sheet_with_one_bad_row_writes_nothing(decisions: Decisions) -> None:
    sheet = screened().with_columns(
        new_disposition=pl.Series(["cleared", "cleared"]),
        new_reason=pl.lit("other owner"),
        new_expires=pl.Series([NEXT_YEAR, None]),
    )
    with pytest.raises(InputError, match="last day"):
        decisions.decide_sheet(sheet, reviewer="R. Li", at=NOON)
    assert not decisions.journal.path.exists()


def test_hits_that_are_not_identified(cleared: Decisions) -> None:
    bare = screened().drop(*IDENTIFIED)
    with pytest.raises(InputError, match="identify"):
        suppress(bare, cleared.frame())
    with pytest.raises(InputError, match="identify"):
        cleared.decide(bare, "confirmed", reason="same", reviewer="R. Li")


def test_hits_of_another_frame_or_list() -> None:
    hits = screened().drop(*IDENTIFIED)
    columns = {"name": "supplier", "id": "no"}
    with pytest.raises(InputError, match="rows of the frame"):
        identify(hits, listed(), pl.DataFrame(RENAMED), **columns)
    with pytest.raises(InputError, match="entries"):
        identify(hits, listed().clear(), pl.DataFrame(SUPPLIERS), **columns)


def test_hits_of_a_screener(decisions: Decisions) -> None:
    screener = Screener([], extra_lists=[listed()])
    frame = pl.DataFrame(SUPPLIERS)
    hits = screener.screen(frame, name="supplier")
    identified = identify(hits, screener.entries, frame, name="supplier")
    decisions.decide(identified, "confirmed", reason="its own site", reviewer="R. Li")
    found = suppress(identified, decisions.frame())
    assert found["disposition"].to_list() == ["confirmed", "confirmed"]
    assert not found["suppressed"].any()


def test_a_damaged_journal_suppresses_nothing(cleared: Decisions) -> None:
    raw = cleared.journal.path.read_bytes().replace(b"2027", b"2099")
    cleared.journal.path.write_bytes(raw)
    with pytest.raises(JournalError):
        cleared.frame()
    assert not cleared.verify().intact


def test_no_hits(decisions: Decisions) -> None:
    nothing: Suppliers = {name: values[2:] for name, values in SUPPLIERS.items()}
    hits = screened(suppliers=nothing)
    assert suppress(hits, decisions.frame()).is_empty()
    sheet = hits.with_columns(
        pl.lit(None, dtype).alias(n) for n, dtype in SHEET.items()
    )
    assert decisions.decide_sheet(sheet, reviewer="R. Li").is_empty()
