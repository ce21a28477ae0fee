from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.affiliates_rule import on
from uyghurscreen.errors import InputError
from uyghurscreen.lists import clock

TABLE = Path(__file__).parents[1] / "lists/affiliates_rule/bis_affiliates.csv"

# a day: the state, words of the source
DAYS = {
    "2025-09-28": ("not_in_force", "90 FR 47201"),
    "2025-09-29": ("in_force", "90 FR 47201"),
    "2025-11-09": ("in_force", "FR Doc. 2025-19001"),
    "2025-11-10": ("suspended", "90 FR 50857"),
    "2026-11-09": ("suspended", "FR Doc. 2025-19846"),
    "2026-11-10": ("unverified", "90 FR 50857"),
    "2040-01-01": ("unverified", "90 FR 50857"),
}


@pytest.mark.parametrize(("day", "expected"), DAYS.items())
def test_state_on_a_day(day: str, expected: tuple[str, str]) -> None:
    rule = on(day)
    assert rule == on(date.fromisoformat(day))
    assert rule.state == expected[0]
    assert expected[1] in rule.source
    assert rule.lists == ("entity_list", "csl_meu")
    assert rule.percent == 50
    assert day in str(rule)
    assert rule.source in str(rule)


def test_today_if_no_day_is_given() -> None:
    assert on().day == clock.today()


def test_no_day() -> None:
    with pytest.raises(InputError, match="is no day"):
        on("next week")


def test_the_calendar_has_no_gap_and_no_overlap() -> None:
    rows = pl.read_csv(TABLE, try_parse_dates=True)
    first, last = rows["first_day"].to_list(), rows["last_day"].to_list()
    assert first[0] is None
    assert last[-1] is None
    assert first[1:] == [day + timedelta(days=1) for day in last[:-1]]
    assert (rows["source"].str.contains(r"^\d+ FR \d+ \(\d{4}-\d\d-\d\d\)")).all()
