"""The command line: the module functions, over files, with tables for people.

Exit codes: 0 no hit, 1 hits, 2 error, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import warnings
from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from uyghurscreen import _api, lists
from uyghurscreen.errors import UyghurscreenError
from uyghurscreen.explanation import summary
from uyghurscreen.files import check_output, read_table, write_table
from uyghurscreen.screener import Screener, UnscreenedRowsWarning

__all__ = ["main"]

_NO_HIT, _HITS, _ERROR, _STOPPED = 0, 1, 2, 130
_SHOWN: Final = 50
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that steer a terminal, or turn text around on it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # Not every console can show every script; it shows `?` then.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code: int = options.run(options)
    except UyghurscreenError as error:
        Console(stderr=True).print(_plain(f"error: {error}"), soft_wrap=True)
        return _ERROR
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="uyghurscreen",
        description="Screen company names against the lists tied to the Uyghur Region.",
        epilog="Exit codes: 0 no hit, 1 hits, 2 error.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    screen = commands.add_parser("screen", help="screen a file of names")
    screen.add_argument("file", help=".csv, .tsv, .xlsx or .parquet")
    screen.add_argument("--name", required=True, help="the column of names")
    screen.add_argument("--id", help="a column that tells rows apart")
    screen.add_argument("--country", help="a column of countries")
    screen.add_argument("--address", help="a column of addresses")
    screen.add_argument("--encoding", help="of a CSV; found out if not given")
    screen.add_argument("-o", "--output", help=".csv, .xlsx, .parquet or .json")
    _add_settings(screen)
    screen.set_defaults(run=_screen)

    scan = commands.add_parser("scan", help="screen files of any size, part by part")
    scan.add_argument("files", nargs="+", help=".csv, .tsv, .parquet or .arrow")
    scan.add_argument("--name", required=True, help="the column of names")
    scan.add_argument("--id", help="a column that tells rows apart")
    scan.add_argument("--country", help="a column of countries")
    scan.add_argument("--address", help="a column of addresses")
    scan.add_argument("--to", required=True, help="a folder for the hits, in parts")
    scan.add_argument("--resume", action="store_true", help="go on with what is there")
    _add_settings(scan)
    scan.set_defaults(run=_scan)

    name = commands.add_parser("name", help="screen one name")
    name.add_argument("query", help="the name")
    name.add_argument("--country", help="its country")
    _add_settings(name)
    name.set_defaults(run=_name)

    explain = commands.add_parser("explain", help="say why a name hits an entry")
    explain.add_argument("query", help="the name")
    explain.add_argument("entry_id", help="the entry, as printed with the hit")
    explain.add_argument("--lists", help="list ids, parted by commas")
    explain.set_defaults(run=_explain)

    shown = commands.add_parser("lists", help="show the lists, and how old they are")
    shown.set_defaults(run=_lists)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lists", help="list ids, parted by commas")
    parser.add_argument("--threshold", type=float, help="lowest score of a hit, 0 to 1")
    parser.add_argument("--limit", type=int, default=5, help="best hits per name")


def _screen(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output)  # before the work, not after it
    table = read_table(options.file, encoding=options.encoding)
    screener = Screener(_list_ids(options), threshold=options.threshold)
    notes = Console(stderr=True)
    notes.print(
        f"read {table.frame.height:,} rows ({table.how}); names from "
        f"{options.name!r}; {_list_line(screener)}",
        markup=False,
        highlight=False,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UnscreenedRowsWarning)
        hits = screener.screen(
            table.frame,
            name=options.name,
            id=options.id,
            country=options.country,
            address=options.address,
            limit=options.limit,
            progress=notes.is_terminal,
        )
    for warning in caught:
        notes.print(f"note: {warning.message}", markup=False, highlight=False)
    if options.output:
        write_table(hits, options.output)
        notes.print(f"wrote {hits.height:,} hits to {options.output}", markup=False)
    else:
        _print_hits(hits, screener)
    return _HITS if hits.height else _NO_HIT


def _scan(options: argparse.Namespace) -> int:
    screener = Screener(_list_ids(options), threshold=options.threshold)
    notes = Console(stderr=True)
    notes.print(_list_line(screener), markup=False, highlight=False)
    found = 0
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UnscreenedRowsWarning)
            for hits in screener.scan(
                options.files,
                name=options.name,
                id=options.id,
                country=options.country,
                address=options.address,
                limit=options.limit,
                to=options.to,
                resume=options.resume,
                progress=notes.is_terminal,
            ):
                found += hits.height
    except KeyboardInterrupt:
        notes.print(
            f"stopped; what is finished is in {options.to}, and --resume goes on",
            markup=False,
        )
        return _STOPPED
    for warning in caught:
        notes.print(f"note: {warning.message}", markup=False, highlight=False)
    notes.print(f"wrote {found:,} hits to {options.to}", markup=False)
    return _HITS if found else _NO_HIT


def _name(options: argparse.Namespace) -> int:
    screener = Screener(_list_ids(options), threshold=options.threshold)
    hits = screener.screen_name(
        options.query, country=options.country, limit=options.limit
    )
    _print_hits(hits, screener)
    return _HITS if hits.height else _NO_HIT


def _explain(options: argparse.Namespace) -> int:
    why = _api.explain(
        options.query, entry_id=options.entry_id, lists=_list_ids(options)
    )
    Console().print(_plain(str(why)), soft_wrap=True)
    return _NO_HIT


def _lists(options: argparse.Namespace) -> int:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("list_id", no_wrap=True)
    table.add_column("title and source", ratio=1, overflow="fold")
    for column in ("as of", "age", "entries", "names"):
        table.add_column(column, no_wrap=True)
    versions = lists.versions()
    for row in versions.iter_rows(named=True):
        star = "*" if row["default"] else ""
        table.add_row(
            row["list_id"] + star,
            f"{row['title']}\n{row['publisher']} ({row['source_class']})",
            str(row["as_of"]),
            f"{(date.today() - row['as_of']).days:,} days",
            f"{row['entries']:,}",
            f"{row['names']:,}",
        )
    console = Console()
    console.print(table)
    console.print("* used unless others are named", markup=False)
    for row in versions.filter(pl.col("limits") != "", "default").iter_rows(named=True):
        console.print(f"{row['list_id']}: {row['limits']}", markup=False)
    return _NO_HIT


def _print_hits(hits: pl.DataFrame, screener: Screener) -> None:
    console = Console()
    if hits.is_empty():
        console.print(
            f"no hit at threshold {screener.threshold}; {_list_line(screener)}",
            markup=False,
            highlight=False,
        )
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("query", ratio=2, overflow="fold")
    table.add_column("score")
    table.add_column("list")
    table.add_column("entry, and why", ratio=4, overflow="fold")
    before = None
    for hit in hits.head(_SHOWN).iter_rows(named=True):
        first = hit["query_id"] != before
        before = hit["query_id"]
        if first and table.row_count:
            table.add_section()
        table.add_row(
            _plain(f"{hit['query_name']}\n{hit['query_id']}" if first else ""),
            f"{hit['score']:.3f}\n{hit['band']}",
            hit["list_id"],
            Text.assemble(
                (hit["entry_name"], "bold"),
                f"  {hit['entry_id']}\n",
                _plain(summary(hit)),
            ),
        )
    console.print(table)
    if hits.height > _SHOWN:
        console.print(f"and {hits.height - _SHOWN:,} more: write them with -o FILE")
    queries = hits["query_id"].n_unique()
    console.print(
        f"hits: {hits.height:,}, names: {queries:,}; {_list_line(screener)}\n"
        "A hit is a pair for a person to judge; uyghurscreen explain QUERY ENTRY_ID "
        "shows all its evidence.",
        markup=False,
        highlight=False,
    )


def _plain(text: str) -> Text:
    # A name may hold square brackets, which rich would take for markup, or worse.
    return Text(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text))


def _list_ids(options: argparse.Namespace) -> list[str] | None:
    if not options.lists:
        return None
    return [list_id.strip() for list_id in options.lists.split(",")]


def _list_line(screener: Screener) -> str:
    return "lists: " + ", ".join(f"{k} {v}" for k, v in screener.versions.items())
