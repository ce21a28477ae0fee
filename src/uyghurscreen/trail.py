"""The commands for what an auditor follows: decisions, and runs made again."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, cast

import polars as pl

from uyghurscreen import workbook
from uyghurscreen.arguments import add_command
from uyghurscreen.columns import as_asked
from uyghurscreen.decisions import SHEET, Decisions, Disposition
from uyghurscreen.display import (
    list_line,
    note,
    print_hits,
    print_json,
    print_table,
    rows,
    working,
)
from uyghurscreen.errors import InputError
from uyghurscreen.files import check_output, read_table
from uyghurscreen.manifest import RunManifest
from uyghurscreen.rerun import continued, rerun
from uyghurscreen.runs import Made, Request, make
from uyghurscreen.saving import save

__all__ = ["add_columns", "add_commands", "machine_readable"]

_SAME, _DIFFERENT, _ERROR = 0, 1, 2

_DISPOSITIONS: Final = ("cleared", "confirmed", "escalated", "in_review", "reopened")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the commands to a parser."""
    add = partial(add_command, commands)
    again = add("rescreen", "show what list changes mean for a file", _rescreen)
    again.add_argument("file", nargs="?", help="with a manifest, its file if left out")
    again.add_argument("--since", required=True, help="a manifest, or YYYY-MM-DD")
    add_columns(again)
    again.add_argument("--encoding", help="of a CSV; found out if not given")
    again.add_argument("--sheet", help="of an Excel file; the first if not given")
    again.add_argument("--lists", help="list ids, parted by commas")
    again.add_argument("--threshold", type=float, help="lowest score of a hit, 0 to 1")
    again.add_argument("--limit", type=int, help="best hits per name")
    again.add_argument("--strict", action="store_true", help="refuse stale lists")
    again.add_argument("--decisions", help="a journal; what it cleared is marked")
    again.add_argument("-o", "--output", help=".csv, .xlsx, .parquet, .json, or .html")

    decide = add("decide", "write down decisions about hits", _decide)
    decide.add_argument(
        "sheet", help="a workbook of screen -o, or a file of --decisions, filled in"
    )
    decide.add_argument("--decisions", required=True, help="the journal to add to")
    decide.add_argument("--reviewer", help="who decided, where the sheet does not say")
    decide.add_argument("--approver", help="who approved, somebody else")
    decide.add_argument("--entry", help="decide about one hit alone: its entry id")
    decide.add_argument("--query", help="and its query id")
    decide.add_argument("--as", dest="disposition", choices=_DISPOSITIONS)
    decide.add_argument("--reason", help="why")
    decide.add_argument("--expires", help="the last day it holds, YYYY-MM-DD")

    shown = add("decisions", "show the decisions in a journal", _decisions)
    shown.add_argument("journal", help="the file")

    verify = add("verify", "check that nobody has changed a journal", _verify)
    verify.add_argument("journal", help="the file")
    verify.add_argument("--head", help="the hash of its last line, noted earlier")
    verify.add_argument("--manifest", help="a manifest that noted the head")

    repeat = add("rerun", "make a run again and compare the bytes", _rerun)
    repeat.add_argument("manifest", help="the manifest of the run")
    repeat.add_argument("--file", help="the file that was screened, if it was moved")


def add_columns(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add the options that name the columns of a file."""
    found = "" if required else "; found by headers and content if left out"
    parser.add_argument(
        "--name",
        action="append",
        required=required,
        help=f"the column of names{found}; given again for a name that is split",
    )
    parser.add_argument("--id", help="a column that tells rows apart")
    parser.add_argument("--country", help="a column of countries")
    parser.add_argument(
        "--address", action="append", help="a column of addresses, or a line of them"
    )


def machine_readable(made: Made, manifest: RunManifest) -> dict[str, object]:
    """Return a run for programs: its manifest, and the hits if they went to no file."""
    told: dict[str, object] = {"manifest": manifest.model_dump(mode="json")}
    return told if manifest.output else told | {"hits": rows(made.hits)}


def _rescreen(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output, report=True)
    request = replace(
        _asked(options),
        strict=options.strict,
        decisions=Path(options.decisions) if options.decisions else None,
    )
    with working("screening what the changes touch"):
        made = make(request)
    manifest = made.manifest
    since = manifest.settings.since or {}
    note(f"read {manifest.counts.rows:,} rows ({made.how}); since {list_line(since)}")
    note(made.columns)
    for warning in manifest.warnings:
        note(f"note: {warning}")
    if options.output:
        manifest = save(made, options.output)
        note(f"wrote {made.hits.height:,} hits to {options.output}")
    if options.json:
        print_json(machine_readable(made, manifest))
    elif not options.output:
        for change in ("new", "changed", "withdrawn"):
            some = made.to_judge.filter(change=change)
            if some.height:
                note(f"{change}:")
                print_hits(some, manifest.versions, manifest.settings.threshold)
    told = ", ".join(f"{k} {n:,}" for k, n in manifest.counts.by_change.items())
    note(f"{told or 'nothing is different'}; {list_line(manifest.versions)}")
    return _DIFFERENT if made.to_judge.height else _SAME


def _asked(options: argparse.Namespace) -> Request:
    """Return what is asked: by a manifest, which names all, or by options."""
    given = {
        name: getattr(options, name)
        for name in (
            "name",
            "id",
            "country",
            "address",
            "encoding",
            "sheet",
            "threshold",
            "limit",
        )
        if getattr(options, name) is not None
    }
    for name in {"name", "address"} & given.keys():
        given[name] = as_asked(given[name])
    if options.lists:
        given["lists"] = [i.strip() for i in options.lists.split(",")]
    file = Path(options.file) if options.file else None
    path = Path(options.since)
    if path.is_file():
        if given:
            raise InputError(
                f"{', '.join(given)} cannot be given beside a manifest: what is asked "
                "has to be what was asked in that run."
            )
        return continued(RunManifest.read(path), beside=path.parent, file=file)
    if file is None:
        raise InputError(
            f"--since {options.since} is no manifest that is there; with a day, name "
            "the file as well."
        )
    return Request(files=(file,), since=options.since, **given)


def _decide(options: argparse.Namespace) -> int:
    decisions = Decisions(options.decisions)
    if options.disposition is not None:
        if options.reviewer is None:
            raise InputError("--as needs --reviewer: who decided.")
        made = decisions.decide(
            _one_hit(read_table(options.sheet).frame, options),
            cast("Disposition", options.disposition),
            reason=options.reason or "",
            reviewer=options.reviewer,
            approver=options.approver,
            expires=_day(options.expires),
        )
    else:
        if Path(options.sheet).suffix.lower() == ".xlsx":
            sheet = workbook.read(options.sheet, reviewer=options.reviewer)
        else:
            sheet = read_table(options.sheet).frame
        made = decisions.decide_sheet(
            sheet, reviewer=options.reviewer, approver=options.approver
        )
    if options.json:
        print_json({"decisions": rows(made), "head": decisions.journal.head()})
    note(f"wrote {made.height:,} decisions to {options.decisions}")
    note(f"head {decisions.journal.head()}")
    return _SAME


def _one_hit(sheet: pl.DataFrame, options: argparse.Namespace) -> pl.DataFrame:
    if options.entry is None or options.query is None:
        raise InputError("--as needs --query and --entry, to say which hit is meant.")
    if missing := {"query_id", "entry_id"} - set(sheet.columns):
        raise InputError(f"{options.sheet} has no column {min(missing)!r}.")
    hit = sheet.filter(
        pl.col("query_id").cast(pl.String) == options.query,
        pl.col("entry_id") == options.entry,
    )
    if hit.is_empty():
        raise InputError(
            f"{options.sheet} has no hit of query {options.query} on {options.entry}."
        )
    return hit.drop(SHEET.names(), strict=False)


def _decisions(options: argparse.Namespace) -> int:
    found = Decisions(options.journal).frame()
    if options.json:
        print_json(rows(found))
    else:
        print_table(
            found.select(
                "number",
                pl.col("decided_at").dt.strftime("%Y-%m-%d %H:%MZ"),
                "disposition",
                "record_id",
                "entry_name",
                "reason",
                "reviewer",
                "approver",
                "expires",
            )
        )
    return _SAME


def _verify(options: argparse.Namespace) -> int:
    head = options.head
    if options.manifest:
        used = RunManifest.read(options.manifest).decisions
        if used is None:
            raise InputError(f"{options.manifest} names no journal.")
        head = used.head
    verdict = Decisions(options.journal).verify(head=head)
    if options.json:
        print_json(
            {
                "intact": verdict.intact,
                "lines": verdict.lines,
                "head": verdict.head,
                "problems": list(verdict.problems),
            }
        )
    for problem in verdict.problems:
        note(f"{options.journal}: {problem}")
    told = "intact" if verdict.intact else "NOT INTACT"
    note(f"{told}: {verdict.lines:,} lines, head {verdict.head}")
    return _SAME if verdict.intact else _ERROR


def _rerun(options: argparse.Namespace) -> int:
    path = Path(options.manifest)
    with working("making the run again"):
        again = rerun(
            RunManifest.read(path),
            beside=path.parent,
            file=Path(options.file) if options.file else None,
        )
    for difference in again.other:
        note(f"note: {difference}")
    if options.json:
        print_json(
            {
                "identical": again.identical,
                "sha256": list(again.sha256),
                "expected": list(again.expected),
                "other": list(again.other),
                "manifest": again.manifest.model_dump(mode="json"),
            }
        )
    told = "identical, byte for byte" if again.identical else "NOT IDENTICAL"
    note(f"{told}; {list_line(again.manifest.versions)}")
    return _SAME if again.identical else _ERROR


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no day, such as 2027-11-28.") from None
