"""A workbook of hits, read back in: every slip is named by its cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen.decisions import SHEET
from uyghurscreen.errors import InputError
from uyghurscreen.files import NO_EXCEL
from uyghurscreen.lists import clock
from uyghurscreen.workbook.sheets import DISPOSITIONS, HELD, HITS_SHEET, WRITTEN_SHEET

__all__ = ["read"]

_TOLD: Final = 20
"""Slips that are named; the others are counted."""

_ROUNDED: Final = 1e-6
"""What a spreadsheet may change of a score."""

_DAYS: Final = ("new_reviewed_on", "new_expires")


def read(
    path: str | Path, *, reviewer: str | None = None, on: date | None = None
) -> pl.DataFrame:
    """Read the decisions that were filled into a workbook of hits.

    Args:
        path: A workbook that `screen -o hits.xlsx` wrote.
        reviewer: Who decided, where `new_reviewer` is empty.
        on: The day decisions are made on; today (UTC), unless told.

    Returns:
        The rows with a decision, for `Decisions.decide_sheet`: the columns that held
        the evidence, and those of `SHEET`.

    Raises:
        InputError: If it is no such workbook, rows are missing or were added, evidence
            was changed, or a decision lacks something; every slip is named by its cell.
    """
    path = Path(path)
    shown, written = _sheets(path)
    found = shown.filter(~pl.all_horizontal(pl.exclude("row").is_null()))
    numbers = pl.col("hit").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    found = found.with_columns(hit=numbers)
    slips = list(_slips_of_rows(found, written))
    letters = {name: _letter(place) for place, name in enumerate(shown.columns[1:])}
    known = found.join(written, on="hit", how="inner", suffix="_written").sort("row")
    slips += _slips_of_evidence(known, letters)
    day = clock.today() if on is None else on
    filled = _filled(known)
    slips += _slips_of_decisions(filled, letters, reviewer, day)
    if slips:
        raise InputError(_told(path, slips))
    return filled.with_columns(_day(pl.col(name)).alias(name) for name in _DAYS).select(
        *HELD, *SHEET
    )


def _sheets(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both copies of the hits, all as text; `row` is the row of the sheet."""
    try:
        import fastexcel
    except ModuleNotFoundError as error:
        raise InputError(NO_EXCEL) from error
    try:
        names = fastexcel.read_excel(path).sheet_names
        lacking = [n for n in (HITS_SHEET, WRITTEN_SHEET) if n not in names]
        if lacking:
            raise InputError(
                f"{path} has no sheet {lacking[0]!r} (it has {', '.join(names)}): it "
                "is not a workbook that screen -o hits.xlsx wrote, or it was saved by "
                "a program that drops hidden sheets."
            )
        shown, written = (
            pl.read_excel(
                path,
                sheet_name=name,
                infer_schema_length=0,
                drop_empty_rows=False,
                drop_empty_cols=False,
            )
            for name in (HITS_SHEET, WRITTEN_SHEET)
        )
    except fastexcel.FastExcelError as error:
        cause = str(error).split("\n", 1)[0]
        raise InputError(f"cannot read {path}: {cause}.") from error
    for name in ("hit", *HELD, *SHEET):
        if name not in shown.columns:
            raise InputError(
                f"{path}: the sheet {HITS_SHEET!r} has no column {name!r} any more; "
                "its headers have to stay as they were."
            )
    return shown.with_row_index("row", offset=2), written.with_columns(
        pl.col("hit").cast(pl.Float64).cast(pl.Int64)
    )


def _slips_of_rows(found: pl.DataFrame, written: pl.DataFrame) -> Iterator[str]:
    strange = found.join(written, on="hit", how="anti", maintain_order="left")
    for row in strange["row"]:
        yield (
            f"row {row}: this is no hit that was written; the row was added, or its "
            f"number in column A changed"
        )
    twice = found.join(strange, on="row", how="anti", maintain_order="left")
    for hit, on in (
        twice.group_by("hit", maintain_order=True)
        .agg("row")
        .filter(pl.col("row").list.len() > 1)
        .rows()
    ):
        yield f"rows {', '.join(map(str, on))}: hit {hit} is there more than once"
    gone = written.join(found, on="hit", how="anti", maintain_order="left")
    for hit, query, entry in gone.select("hit", "query_id", "entry_id").rows():
        yield (
            f"hit {hit} (query {query}, entry {entry}) is gone; rows may be left "
            "empty, not deleted"
        )


def _slips_of_evidence(known: pl.DataFrame, letters: dict[str, str]) -> Iterator[str]:
    for name in HELD:
        same = pl.col(name).eq_missing(pl.col(f"{name}_written"))
        if name == "score":
            numbers = [pl.col(n).cast(pl.Float64, strict=False) for n in _both(name)]
            same |= ((numbers[0] - numbers[1]).abs() <= _ROUNDED).fill_null(False)
        for row in known.filter(~same)["row"]:
            yield f"cell {letters[name]}{row}: {name} is not what was written"


def _both(name: str) -> tuple[str, str]:
    return name, f"{name}_written"


def _filled(known: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with anything filled in, blanks around it gone."""
    texts = [pl.col(name).str.strip_chars().replace("", None) for name in SHEET]
    cleaned = known.with_columns(texts).with_columns(
        pl.col("new_disposition").str.to_lowercase().str.replace_all("[ -]", "_")
    )
    return cleaned.filter(pl.any_horizontal(pl.col(SHEET.names()).is_not_null()))


def _slips_of_decisions(
    filled: pl.DataFrame, letters: dict[str, str], reviewer: str | None, day: date
) -> Iterator[str]:
    choices = ", ".join(DISPOSITIONS)
    made = pl.col("new_disposition")
    cleared = made == "cleared"
    days = {name: _day(pl.col(name)) for name in _DAYS}
    rules: list[tuple[str, pl.Expr, str]] = [
        ("new_disposition", made.is_null(), f"nothing is decided; one of {choices}"),
        (
            "new_disposition",
            made.is_not_null() & ~made.is_in(DISPOSITIONS),
            f"this is no disposition; one of {choices}",
        ),
        ("new_reason", pl.col("new_reason").is_null(), "a reason is missing"),
        (
            "new_reviewer",
            pl.col("new_reviewer").is_null() & pl.lit(reviewer is None),
            "who decided is missing; fill it in, or name one with --reviewer",
        ),
        *(
            (
                name,
                pl.col(name).is_not_null() & days[name].is_null(),
                "this is no day; write it as 2026-11-29",
            )
            for name in _DAYS
        ),
        ("new_reviewed_on", days["new_reviewed_on"] > day, "this day is still to come"),
        (
            "new_expires",
            cleared & pl.col("new_expires").is_null(),
            "a clearance needs the last day it holds",
        ),
        ("new_expires", days["new_expires"] < day, "this day is past"),
    ]
    for name, broken, words in rules:
        for row in filled.filter(broken)["row"]:
            yield f"cell {letters[name]}{row} ({name}): {words}"


def _day(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def _letter(place: int) -> str:
    """Return the letters of a column.

    Example:
        >>> _letter(0), _letter(25), _letter(26)
        ('A', 'Z', 'AA')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _told(path: Path, slips: list[str]) -> str:
    lines = [f"{path} cannot be taken over, and nothing was written down:"]
    lines += [f"  {slip}" for slip in slips[:_TOLD]]
    if len(slips) > _TOLD:
        lines.append(f"  and {len(slips) - _TOLD:,} more")
    return "\n".join(lines)
