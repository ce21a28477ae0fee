"""The BIS Affiliates (50 %) Rule as data: what it was on a day, and by which source.

The rule treats a foreign company that listed parties own by half or more as listed
itself. Whether it is in force changes by notice, so its calendar is a table that people
edit (`lists/affiliates_rule/bis_affiliates.csv`), and no code decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import polars as pl

from uyghurscreen.lists import clock
from uyghurscreen.lists.selection import Wanted, parse_day

__all__ = ["Rule", "State", "on"]

State = Literal["not_in_force", "in_force", "suspended", "unverified"]

_WORDS: dict[State, str] = {
    "not_in_force": "not in force",
    "in_force": "in force",
    "suspended": "suspended",
    "unverified": "of unverified state",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule on a day.

    Attributes:
        day: The day asked for.
        state: `in_force`, `suspended`, `not_in_force` before it was made, or
            `unverified` where no source in hand says which.
        first_day: The first day of that state, None if it has none.
        last_day: The last day of that state, None if none is known.
        lists: Ids of the lists whose entries count as owners.
        percent: The share, in percent, from which a company counts as listed.
        source: The citation.
        note: A remark, for people.
        verified_on: The day somebody last looked the sources up.
    """

    day: date
    state: State
    first_day: date | None
    last_day: date | None
    lists: tuple[str, ...]
    percent: float
    source: str
    note: str
    verified_on: date

    def __str__(self) -> str:
        since = f" since {self.first_day}" if self.first_day else ""
        until = f" until {self.last_day}" if self.last_day else ""
        return (
            f"BIS Affiliates ({self.percent:g} %) Rule on {self.day}: "
            f"{_WORDS[self.state]}{since}{until}; {self.note} ({self.source}; looked "
            f"up on {self.verified_on})"
        )


def on(day: Wanted | None = None) -> Rule:
    """Return the rule as it stood on a day, today if none is given.

    Raises:
        InputError: If the day is no date.

    Example:
        >>> on("2025-10-01").state, on("2026-01-01").state, on("2026-11-10").state
        ('in_force', 'suspended', 'unverified')
    """
    asked = clock.today() if day is None else parse_day(day)
    rows = _calendar().filter(
        pl.col("first_day").fill_null(date.min) <= asked,
        pl.col("last_day").fill_null(date.max) >= asked,
    )
    row = rows.row(0, named=True)
    return Rule(
        day=asked,
        state=cast(State, row["state"]),
        first_day=row["first_day"],
        last_day=row["last_day"],
        lists=tuple(row["lists"].split(";")),
        percent=row["percent"],
        source=row["source"],
        note=row["note"],
        verified_on=row["verified_on"],
    )


@cache
def _calendar() -> pl.DataFrame:
    path = files("uyghurscreen.data").joinpath("bis_affiliates.csv")
    dates = ["first_day", "last_day", "verified_on"]
    return pl.read_csv(path.read_bytes(), infer_schema=False).with_columns(
        pl.col(dates).str.to_date(), percent=pl.col("percent").cast(pl.Float64)
    )
