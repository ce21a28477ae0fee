"""The commands that keep the lists: lists, update, diff, pin, unpin.

Exit codes of `update`: 0 every list is as its publisher has it, 2 the call cannot be
used, 3 a list could not be brought up to date and stays what it was.
"""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any, Final

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from uyghurscreen import lists, plugins
from uyghurscreen.arguments import add_command
from uyghurscreen.display import note, plain, print_json, print_table, rows, working
from uyghurscreen.errors import InputError
from uyghurscreen.files import check_output, write_table
from uyghurscreen.lists.selection import parse_day

__all__ = ["add_commands"]

_SAME, _DIFFERENT, _FAILED = 0, 1, 3

_COUNTED: Final = {"added": "+", "removed": "-", "modified": "~"}


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the commands to a parser."""
    add = partial(add_command, commands)
    shown = add("lists", "show the lists, and how old they are", _lists)
    shown.add_argument(
        "--all", action="store_true", help="every version that is stored"
    )

    update = add("update", "bring the lists up to date, from their publishers", _update)
    update.add_argument("--lists", help="list ids, parted by commas; all if left out")
    update.add_argument(
        "--from-file",
        nargs="+",
        action="extend",
        default=[],
        metavar="WHAT=FILE",
        help="a publication you saved, used in place of a download: entity_list, csl, "
        "uflpa, uflpa_notice, aspi_universities, aspi_tech_giants or aspi_brands",
    )
    update.add_argument(
        "--as-of",
        metavar="DATE",
        help="the day the saved files were taken from their publishers, YYYY-MM-DD",
    )
    update.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="LIST",
        help="take this list though it shrank or is older: you have looked at it",
    )

    diff = add("diff", "show what changed between two versions of a list", _diff)
    diff.add_argument("old", help="LIST, LIST@VERSION or LIST@YYYY-MM-DD")
    diff.add_argument("new", help="the same; a LIST alone is as it stands now")
    diff.add_argument("--minor", action="store_true", help="spellings, citations too")
    diff.add_argument("-o", "--output", help=".csv, .xlsx, .parquet or .json")

    pin = add("pin", "hold a list to one version", _pin)
    pin.add_argument("list_id", help="the list")
    pin.add_argument("version", help="a version, or YYYY-MM-DD")
    unpin = add("unpin", "let the newest version of a list count again", _unpin)
    unpin.add_argument("list_id", help="the list")


def _lists(options: argparse.Namespace) -> int:
    versions = lists.versions(all=True) if options.all else lists.versions()
    if options.json:
        print_json(rows(versions))
        return _SAME
    if options.all:
        print_table(
            versions.select(
                "list_id",
                "version",
                "retrieved_at",
                "entries",
                "current",
                "pinned",
            )
        )
        return _SAME
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("list_id", no_wrap=True)
    table.add_column("title and source", ratio=1, overflow="fold")
    for column in ("as of", "age", "entries", "names"):
        table.add_column(column, no_wrap=True)
    for row in versions.iter_rows(named=True):
        star = "*" if row["default"] else ""
        table.add_row(
            row["list_id"] + star,
            f"{row['title']}\n{row['publisher']} ({row['source_class']})",
            str(row["as_of"]),
            f"{row['age']:,} days{_may_be(row)}",
            f"{row['entries']:,}",
            f"{row['names']:,}",
        )
    console = Console()
    console.print(table)
    console.print("* used unless others are named", markup=False)
    for list_id, package in plugins.offered(plugins.LISTS).items():
        console.print(plain(f"{list_id}: offered by {package}"), highlight=False)
    for row in versions.filter(pl.col("limits") != "", "default").iter_rows(named=True):
        console.print(f"{row['list_id']}: {row['limits']}", markup=False)
    return _SAME


def _may_be(row: dict[str, Any]) -> str:
    return f"\n(may be {row['max_age']})" if row["stale"] else ""


def _update(options: argparse.Namespace) -> int:
    with working("asking the publishers"):
        found = lists.update(
            [i.strip() for i in options.lists.split(",")] if options.lists else None,
            from_file=_saved_files(options.from_file),
            as_of=parse_day(options.as_of) if options.as_of else None,
            accept=options.accept,
        )
    failed = found.filter(outcome="failed").height
    if options.json:
        print_json(rows(found))
    else:
        _print_outcomes(found)
    told = ", ".join(
        f"{outcome} {count:,}"
        for outcome, count in found["outcome"].value_counts().sort("outcome").rows()
    )
    note(f"{told}; what failed stays as it was" if failed else told)
    return _FAILED if failed else _SAME


def _saved_files(words: list[str]) -> dict[str, str]:
    saved: dict[str, str] = {}
    for word in words:
        what, equals, path = word.partition("=")
        if not (what and equals and path):
            raise InputError(
                f"--from-file {word!r}: say what the file is, as in uflpa=page.html."
            )
        if what in saved:
            raise InputError(f"--from-file names {what!r} twice.")
        saved[what] = path
    return saved


def _print_outcomes(found: pl.DataFrame) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("list_id", "outcome", "version", "entries"):
        table.add_column(column, no_wrap=True)
    for row in found.iter_rows(named=True):
        words = (row["list_id"], row["outcome"], row["version"] or "", _counts(row))
        table.add_row(*map(plain, words))
    console = Console()
    console.print(table)
    for row in found.filter(pl.col("message") != "").iter_rows(named=True):
        message = row["message"].removeprefix(f"{row['list_id']}: ")
        said = plain(f"{row['list_id']}: {message}")
        console.print(said, soft_wrap=True, highlight=False)


def _counts(row: dict[str, Any]) -> str:
    """Return how many entries changed, as `+43 ~2`."""
    return " ".join(
        f"{sign}{row[name]:,}" for name, sign in _COUNTED.items() if row[name]
    )


def _diff(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output)
    found = lists.diff(options.old, options.new, minor=options.minor)
    if options.output:
        write_table(found, options.output)
    if options.json:
        print_json(rows(found))
    elif found.height and not options.output:
        shown = found.select("change", "entry_name", "field", "before", "after")
        print_table(shown)
    told = ", ".join(
        f"{change} {count:,}"
        for change, count in found["change"].value_counts().sort("change").rows()
    )
    note(f"{told or 'nothing changed'}: {options.old} to {options.new}")
    return _DIFFERENT if found.height else _SAME


def _pin(options: argparse.Namespace) -> int:
    version = lists.pin(options.list_id, options.version)
    if options.json:
        print_json({"list_id": options.list_id, "version": version})
    note(
        f"{options.list_id} is pinned to {version}; updates are kept, and do not count"
    )
    return _SAME


def _unpin(options: argparse.Namespace) -> int:
    lists.unpin(options.list_id)
    if options.json:
        print_json({"list_id": options.list_id, "version": None})
    note(f"{options.list_id}: the newest version counts")
    return _SAME
