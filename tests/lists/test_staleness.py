from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import Screener, StaleListWarning, lists
from uyghurscreen.errors import StaleListError
from uyghurscreen.lists import clock, embedded, snapshot, staleness, store
from uyghurscreen.lists.list_info import ListInfo

SetDay = Callable[[date], None]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def set_day(monkeypatch: pytest.MonkeyPatch) -> SetDay:
    def set_day(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: noon)

    return set_day


def info(list_id: str) -> ListInfo:
    return store.current(list_id)


def after(list_id: str, days: int) -> date:
    return info(list_id).as_of + timedelta(days=days)


# list, days after its publication, stale
AGES = {
    "before it was published": ("uflpa", -3, False),
    "the day it was published": ("uflpa", 0, False),
    "as old as it may become": ("uflpa", 30, False),
    "a day older": ("uflpa", 31, True),
    "the Entity List, as old as it may become": ("entity_list", 14, False),
    "the Entity List, a day older": ("entity_list", 15, True),
    "a closed list": ("aspi_tech_giants", 9_999, False),
    "another closed list": ("aspi_brands", 9_999, False),
    "a list without dated files": ("aspi_universities", 9_999, False),
}


@pytest.mark.parametrize(("list_id", "days", "stale"), AGES.values(), ids=AGES)
def test_a_list_grows_old_from_the_day_of_its_publication(
    list_id: str, days: int, stale: bool, set_day: SetDay
) -> None:
    set_day(after(list_id, days))
    assert staleness.age(info(list_id)) == max(0, days)
    assert staleness.is_stale(info(list_id)) is stale
    row = lists.versions().row(by_predicate=pl.col("list_id") == list_id, named=True)
    assert (row["age"], row["stale"]) == (max(0, days), stale)
    assert row["max_age"] == staleness.max_age(list_id)


def test_every_list_says_how_old_it_may_become_and_why() -> None:
    for known in embedded.manifest().lists:
        assert known.max_age_reason
        assert known.max_age is None or 0 < known.max_age <= 30


def test_a_list_found_unchanged_is_young_again(set_day: SetDay) -> None:
    set_day(after("uflpa", 100))
    staleness.confirm(info("uflpa"), after("uflpa", 90))
    assert staleness.confirmed_on(info("uflpa")) == after("uflpa", 90)
    assert staleness.age(info("uflpa")) == 10
    staleness.confirm(info("uflpa"), after("uflpa", 50))  # of an older copy
    assert staleness.age(info("uflpa")) == 10
    # It is that version which was found unchanged, and no other.
    other = info("uflpa").model_copy(update={"version": "2026-07-24.00000000"})
    assert staleness.age(other) == 100


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "on": "yesterday"}'])
def test_a_note_that_cannot_be_read_makes_nothing_younger(
    text: str, home: Path, set_day: SetDay
) -> None:
    set_day(after("uflpa", 100))
    staleness.confirm(info("uflpa"), after("uflpa", 90))
    note = home / "lists" / "uflpa" / "checked.json"
    assert json.loads(note.read_bytes())["on"] == after("uflpa", 90).isoformat()
    note.write_text(text, encoding="utf-8")
    assert staleness.age(info("uflpa")) == 100


def test_screening_warns_once_and_says_what_to_do(set_day: SetDay) -> None:
    screener = Screener(["uflpa", "aspi_tech_giants"])
    set_day(after("uflpa", 100))
    words = r"^uflpa is 100 days old \(may be 30\): run `uyghurscreen update`$"
    with pytest.warns(StaleListWarning, match=words) as caught:
        screener.screen(["Acme Bakery"])
    assert len(caught) == 1
    assert "aspi" not in str(caught[0].message)
    assert caught[0].filename == __file__
    screener.screen(["Acme Bakery"])  # a second warning would be an error here
    list(screener.scan(pl.LazyFrame({"name": ["Acme Bakery"]})))
    set_day(after("uflpa", 101))
    screener.screen_name("Acme Bakery")


def test_a_list_that_grows_old_while_the_screener_lives_is_warned_of(
    set_day: SetDay,
) -> None:
    screener = Screener(["uflpa"])
    set_day(after("uflpa", 30))
    screener.screen_name("Acme Bakery")
    set_day(after("uflpa", 31))
    with pytest.warns(StaleListWarning, match="uflpa is 31 days old"):
        screener.screen_name("Acme Bakery")


def test_a_strict_screener_refuses_until_the_list_is_young_again(
    set_day: SetDay,
) -> None:
    screener = Screener(["uflpa"], strict=True)
    set_day(after("uflpa", 31))
    for _ in range(2):
        with pytest.raises(StaleListError, match="uflpa is 31 days old"):
            screener.screen(["Hikvision"])
    with pytest.raises(StaleListError):
        list(screener.scan(pl.LazyFrame({"name": ["Hikvision"]})))
    with pytest.raises(StaleListError):
        screener.screen_name("Hikvision")
    staleness.confirm(info("uflpa"), after("uflpa", 31))
    assert screener.screen(["Acme Bakery"]).is_empty()


def test_lists_of_the_callers_own_do_not_grow_old(set_day: SetDay) -> None:
    set_day(date(2099, 1, 1))
    screener = Screener([], extra_lists=[["Acme Cotton"]], strict=True)
    assert screener.screen_name("Acme Cotton").height == 1


def test_ages_are_looked_at_where_a_screener_is_sent_from(
    set_day: SetDay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_day(after("uflpa", 31))
    with pytest.raises(StaleListError):
        pickle.dumps(Screener(["uflpa"], strict=True))
    staleness.confirm(info("uflpa"), after("uflpa", 31))
    sent = pickle.dumps(Screener(["uflpa"], strict=True))
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "another machine"))
    set_day(after("uflpa", 500))
    assert pickle.loads(sent).screen(["Acme Bakery"]).is_empty()


def test_a_stored_list_goes_along_with_the_screener(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded_one = info("aspi_brands")
    entries = store.load("aspi_brands").with_columns(
        entry_name=pl.col("entry_name").replace("Nike", "Nike Inc.")
    )
    facts = embedded_one.model_dump(exclude={"raw"})
    facts["as_of"] = after("aspi_brands", 30)
    stored = store.add(*snapshot.make(facts, entries, embedded_one.raw))
    sent = pickle.dumps(Screener(["aspi_brands"]))
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "another machine"))
    hits = pickle.loads(pickle.dumps(pickle.loads(sent))).screen(["Nike"])
    assert hits["entry_name"].to_list() == ["Nike Inc."]
    assert hits["list_version"].to_list() == [stored.version]
