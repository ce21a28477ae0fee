"""What people decided about hits, in a journal that only grows.

A decision is about a pair: a record as it was screened, and an entry as it stood on its
list, both held by their hash. Names of screened companies are not written down: a
record is its fingerprint, and its id where the caller has named an id column.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from uyghurscreen.errors import InputError, JournalError
from uyghurscreen.journal import START, Journal, Line, Verdict
from uyghurscreen.lists import clock

__all__ = [
    "DECISIONS",
    "IDENTIFIED",
    "SHEET",
    "Decision",
    "Decisions",
    "Disposition",
    "check_identified",
]

Disposition = Literal["cleared", "confirmed", "escalated", "in_review", "reopened"]
"""It is another party, the listed one, somebody else's to judge, not decided yet,
or an earlier decision taken back."""

DECISIONS: Final = pl.Schema(
    {
        "number": pl.Int64(),
        "decided_at": pl.Datetime("us", "UTC"),
        "disposition": pl.String(),
        "record": pl.String(),
        "record_id": pl.String(),
        "list_id": pl.String(),
        "list_version": pl.String(),
        "entry_id": pl.String(),
        "entry_name": pl.String(),
        "entry_content": pl.String(),
        "reason": pl.String(),
        "reviewer": pl.String(),
        "approver": pl.String(),
        "reviewed_on": pl.Date(),
        "expires": pl.Date(),
        "hash": pl.String(),
    }
)
"""One row per decision, in the order they were made."""

IDENTIFIED: Final = pl.Schema(
    {"record": pl.String(), "record_id": pl.String(), "entry_content": pl.String()}
)
"""What `review.identify` adds to hits.

`record` is the fingerprint of the record, `record_id` its id where there is an id
column, and `entry_content` the hash of what the entry says.
"""

SHEET: Final = pl.Schema(
    {
        "new_disposition": pl.String(),
        "new_reason": pl.String(),
        "new_reviewer": pl.String(),
        "new_reviewed_on": pl.Date(),
        "new_expires": pl.Date(),
    }
)
"""Columns a reviewer fills in. A sheet may lack who decided, and on which day."""

_OPTIONAL: Final = ("new_reviewer", "new_reviewed_on")

_KEPT: Final = [
    "record",
    "record_id",
    "list_id",
    "list_version",
    "entry_id",
    "entry_name",
    "entry_content",
]


class Decision(BaseModel):
    """One decision about one pair of a record and an entry.

    Attributes:
        disposition: What was decided.
        record: Fingerprint of the record.
        record_id: The record's id, where the caller has named an id column.
        list_id: The list the entry is on.
        list_version: The version of the list the decision was made on.
        entry_id: The entry.
        entry_name: Its name on the list.
        entry_content: The hash of its content.
        reason: Why, in words.
        reviewer: Who decided.
        approver: Who approved it, somebody else.
        reviewed_on: The day the reviewer says it was decided; it is written down later.
        expires: The last day it holds; a clearance needs one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    disposition: Disposition
    record: str = Field(pattern=r"^[0-9a-f]{64}$")
    record_id: str | None = None
    list_id: str = Field(min_length=1)
    list_version: str = Field(min_length=1)
    entry_id: str = Field(min_length=1)
    entry_name: str
    entry_content: str = Field(pattern=r"^[0-9a-f]{64}$")
    reason: str = Field(min_length=1)
    reviewer: str = Field(min_length=1)
    approver: str | None = Field(default=None, min_length=1)
    reviewed_on: date | None = None
    expires: date | None = None

    @model_validator(mode="after")
    def _hold_to_the_rules(self) -> Self:
        if self.disposition == "cleared" and self.expires is None:
            raise ValueError("a clearance needs the last day it holds")
        if self.approver == self.reviewer:
            raise ValueError("the approver is the reviewer, and two people are needed")
        return self


class Decisions:
    """The decisions in a file, which need not exist yet.

    Args:
        path: The file, see `journal`.
        two_people: Refuse a decision without an approver.

    Example:
        >>> from tempfile import mkdtemp
        >>> decisions = Decisions(Path(mkdtemp()) / "decisions.jsonl")
        >>> decisions.frame().height, decisions.verify().intact
        (0, True)
    """

    def __init__(self, path: str | Path, *, two_people: bool = False) -> None:
        self.journal = Journal(path)
        self._two_people = two_people

    def decide(
        self,
        hits: pl.DataFrame,
        disposition: Disposition,
        *,
        reason: str,
        reviewer: str,
        approver: str | None = None,
        expires: date | None = None,
        at: datetime | None = None,
    ) -> pl.DataFrame:
        """Write down the same decision about each of some hits.

        Args:
            hits: Hits with the columns of `IDENTIFIED`.
            disposition: What was decided.
            reason: Why, in words.
            reviewer: Who decided.
            approver: Who approved it: not the reviewer.
            expires: The last day it holds; a clearance needs one.
            at: When, in a time zone; now, unless told.

        Returns:
            The decisions as written, schema `DECISIONS`.

        Raises:
            InputError: If a rule is broken, or the hits are not identified.
            JournalError: If the journal cannot be written.
        """
        sheet = hits.with_columns(
            new_disposition=pl.lit(disposition),
            new_reason=pl.lit(reason),
            new_reviewer=pl.lit(reviewer),
            new_reviewed_on=pl.lit(None, pl.Date),
            new_expires=pl.lit(expires, pl.Date),
        )
        return self.decide_sheet(sheet, reviewer=reviewer, approver=approver, at=at)

    def decide_sheet(
        self,
        sheet: pl.DataFrame,
        *,
        reviewer: str | None = None,
        approver: str | None = None,
        at: datetime | None = None,
    ) -> pl.DataFrame:
        """Write down the decisions a reviewer has filled into a sheet of hits.

        Args:
            sheet: Hits with the columns of `IDENTIFIED` and of `SHEET`; rows whose
                `new_disposition` is empty are passed over, and those that repeat the
                last decision about their pair, so that a sheet can be filled in and
                handed in again.
            reviewer: Who decided, where `new_reviewer` does not say.
            approver: Who approved it: not the reviewer.
            at: When, in a time zone; now, unless told.

        Returns:
            The decisions as written, schema `DECISIONS`.

        Raises:
            InputError: If a rule is broken; nothing is written then.
            JournalError: If the journal cannot be written.
        """
        check_identified(sheet, [n for n in (*SHEET, *_KEPT) if n not in _OPTIONAL])
        if self._two_people and not approver:
            raise InputError("these decisions need an approver beside the reviewer.")
        when = clock.now() if at is None else at
        filled = sheet.filter(pl.col("new_disposition").fill_null("") != "")
        filled = filled.with_columns(
            pl.col("record_id").cast(pl.String),
            *(pl.lit(None).alias(n) for n in _OPTIONAL if n not in sheet.columns),
        )
        made = [
            _decision(row, reviewer, approver, when)
            for row in filled.iter_rows(named=True)
        ]
        made = self._without_repetitions(made)
        lines = self.journal.append(
            [decision.model_dump(mode="json") for decision in made], at=when
        )
        return _frame(lines)

    def _without_repetitions(self, made: list[Decision]) -> list[Decision]:
        """Return decisions without those that repeat the last one about their pair."""
        last = {}
        for row in self.frame().iter_rows(named=True):
            decision = Decision(**{name: row[name] for name in Decision.model_fields})
            last[decision.record, decision.list_id, decision.entry_id] = decision
        new = []
        for decision in made:
            pair = decision.record, decision.list_id, decision.entry_id
            if last.get(pair) != decision:
                new.append(decision)
            last[pair] = decision
        return new

    def frame(self, *, head: str | None = None) -> pl.DataFrame:
        """Return every decision, schema `DECISIONS`, in the order they were made.

        Args:
            head: The hash of the last line to count; all lines if not given.

        Raises:
            JournalError: If the journal is damaged, or holds no line of that hash.
        """
        lines = list(self.journal.lines())
        if head is not None:
            hashes = [START, *(line.hash for line in lines)]
            if head not in hashes:
                raise JournalError(
                    f"{self.journal.path} holds no line of the hash {head[:16]}: lines "
                    "are missing, or it was written anew."
                )
            lines = lines[: hashes.index(head)]
        return _frame(lines)

    def verify(self, *, head: str | None = None) -> Verdict:
        """Check the journal, see `journal.Journal.verify`."""
        return self.journal.verify(head=head)


def _decision(
    row: dict[str, Any], reviewer: str | None, approver: str | None, when: datetime
) -> Decision:
    where = f"{row['list_id']} {row['entry_id']}"
    who = row["new_reviewer"] or reviewer
    if who is None:
        raise InputError(
            f"a decision about {where} is refused: nobody is named who decided. Fill "
            "in new_reviewer, or give reviewer= (--reviewer)."
        )
    try:
        decision = Decision(
            disposition=row["new_disposition"],
            reason=row["new_reason"] or "",
            expires=row["new_expires"] or None,
            reviewer=who,
            approver=approver,
            reviewed_on=row["new_reviewed_on"] or None,
            **{name: row[name] for name in _KEPT},
        )
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}".lstrip(": ")
            for fault in error.errors()
        )
        raise InputError(f"a decision about {where} is refused: {told}.") from error
    if decision.reviewed_on and decision.reviewed_on > when.astimezone(UTC).date():
        raise InputError(
            f"a decision about {where} is refused: {decision.reviewed_on} is still to "
            "come."
        )
    if decision.expires and decision.expires < when.astimezone(UTC).date():
        raise InputError(
            f"a decision about {where} is refused: {decision.expires} is past."
        )
    return decision


def _frame(lines: Iterable[Line]) -> pl.DataFrame:
    rows = []
    for line in lines:
        if "torn_line_in" in line.content:
            continue
        try:
            decision = Decision.model_validate(line.content)
        except ValidationError as error:
            raise JournalError(
                f"line {line.number} holds no decision: {error}"
            ) from None
        rows.append(
            {
                **decision.model_dump(),
                "number": line.number,
                "decided_at": datetime.fromisoformat(line.at),
                "hash": line.hash,
            }
        )
    return pl.DataFrame(rows, schema=DECISIONS)


def check_identified(hits: pl.DataFrame, columns: Iterable[str] = ()) -> None:
    """Refuse hits that lack a column.

    Raises:
        InputError: If one is missing; the message says what adds it.
    """
    missing = [
        name
        for name in (*IDENTIFIED, "list_id", "entry_id", *columns)
        if name not in hits.columns
    ]
    if missing:
        raise InputError(
            f"these hits have no column {missing[0]!r}; review.identify(hits, entries, "
            "frame) adds what a decision is held by."
        )
