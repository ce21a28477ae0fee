"""The commands about where suppliers are: their addresses, and the region."""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from uyghurscreen.addresses import ADDRESS_THRESHOLD
from uyghurscreen.columns import as_asked, listed
from uyghurscreen.display import list_line, note, plain, print_json, rows
from uyghurscreen.files import check_output, read_table, write_table
from uyghurscreen.region import region
from uyghurscreen.screener import Screener

__all__ = ["add_commands"]

_NO_HIT, _HITS = 0, 1
_SHOWN = 50


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the commands to a parser."""
    addresses = commands.add_parser(
        "addresses", help="screen a file of addresses against the listed ones"
    )
    addresses.add_argument("file", help=".csv, .tsv, .xlsx or .parquet")
    addresses.add_argument(
        "--address",
        required=True,
        nargs="+",
        help="the column of addresses, or several",
    )
    addresses.add_argument("--id", help="a column that tells rows apart")
    addresses.add_argument("--encoding", help="of a CSV; found out if not given")
    addresses.add_argument("-o", "--output", help=".csv, .xlsx, .parquet or .json")
    addresses.add_argument("--json", action="store_true", help="print for programs")
    addresses.add_argument("--lists", help="list ids, parted by commas")
    addresses.add_argument("--as-of", help="the lists as published on a day")
    addresses.add_argument("--strict", action="store_true", help="refuse stale lists")
    addresses.add_argument("--threshold", type=float, help="lowest score, 0 to 1")
    addresses.add_argument("--limit", type=int, default=5, help="best hits per address")
    addresses.set_defaults(run=_addresses)

    signals = commands.add_parser(
        "region", help="show what in a file points to the Uyghur Region; no hits"
    )
    signals.add_argument("file", help=".csv, .tsv, .xlsx or .parquet")
    signals.add_argument("--name", nargs="+", help="the column of names, or several")
    signals.add_argument("--address", nargs="+", help="a column of addresses")
    signals.add_argument("--postcode", help="a column of postcodes")
    signals.add_argument("--country", help="a column of countries")
    signals.add_argument("--latitude", help="a column of degrees")
    signals.add_argument("--longitude", help="a column of degrees")
    signals.add_argument("--id", help="a column that tells rows apart")
    signals.add_argument("--encoding", help="of a CSV; found out if not given")
    signals.add_argument("-o", "--output", help=".csv, .xlsx, .parquet or .json")
    signals.add_argument("--json", action="store_true", help="print for programs")
    signals.set_defaults(run=_region)


def _addresses(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output)  # before the work, not after it
    table = read_table(Path(options.file), encoding=options.encoding)
    chosen = options.lists.split(",") if options.lists else None
    screener = Screener(
        None if chosen is None else [list_id.strip() for list_id in chosen],
        as_of=options.as_of,
        strict=options.strict,
    )
    hits = screener.screen_addresses(
        table.frame,
        address=as_asked(options.address),
        id=options.id,
        threshold=options.threshold,
        limit=options.limit,
    )
    note(
        f"read {table.frame.height:,} rows ({table.how}); addresses from "
        f"{listed(as_asked(options.address))}; {list_line(screener.versions)}"
    )
    if options.output:
        write_table(hits, options.output)
        note(f"wrote {hits.height:,} hits to {options.output}")
    if options.json:
        print_json({"hits": rows(hits), "lists": dict(screener.versions)})
    elif not options.output:
        lowest = ADDRESS_THRESHOLD if options.threshold is None else options.threshold
        _print_address_hits(hits, screener, lowest)
    return _HITS if hits.height else _NO_HIT


def _region(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output)
    table = read_table(Path(options.file), encoding=options.encoding)
    found = region(
        table.frame,
        name=as_asked(options.name) or None,
        address=as_asked(options.address) or None,
        postcode=options.postcode,
        country=options.country,
        latitude=options.latitude,
        longitude=options.longitude,
        id=options.id,
    )
    note(f"read {table.frame.height:,} rows ({table.how})")
    if options.output:
        # Files of a table hold no lists; `evidence` says the same in words.
        flat = options.output.endswith((".csv", ".xlsx"))
        write_table(found.drop("signals") if flat else found, options.output)
        note(f"wrote {found.height:,} rows with signals to {options.output}")
    if options.json:
        print_json({"region": rows(found)})
    elif not options.output:
        _print_signals(found)
    # A signal is no hit, whatever a script makes of exit codes.
    return _NO_HIT


def _print_signals(found: pl.DataFrame) -> None:
    console = Console()
    if found.is_empty():
        console.print("nothing points to the Uyghur Region", markup=False)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("row", ratio=2, overflow="fold")
    table.add_column("place", ratio=1, overflow="fold")
    table.add_column("sites", justify="right")
    table.add_column("what points to the Region", ratio=3, overflow="fold")
    for row in found.head(_SHOWN).iter_rows(named=True):
        text = row["query_name"] or row["query_address"] or ""
        places = dict.fromkeys(p for p in (row["county"], row["prefecture"]) if p)
        table.add_row(
            plain(f"{text}\n{row['query_id']}"),
            plain("\n".join(places)),
            "" if row["near_sites"] is None else str(row["near_sites"]),
            plain(row["evidence"]),
        )
    console.print(table)
    if found.height > _SHOWN:
        console.print(f"and {found.height - _SHOWN:,} more: write them with -o FILE")
    console.print(
        f"rows with signals: {found.height:,}. A signal is no hit: companies in the "
        "Region are on no list for being there, and many listed ones lie elsewhere.",
        markup=False,
        highlight=False,
    )


def _print_address_hits(
    hits: pl.DataFrame, screener: Screener, threshold: float
) -> None:
    console = Console()
    lists = list_line(screener.versions)
    if hits.is_empty():
        line = f"no address hit at threshold {threshold}; {lists}"
        console.print(line, markup=False, highlight=False)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("address", ratio=2, overflow="fold")
    table.add_column("score")
    table.add_column("entry and its address, and why", ratio=4, overflow="fold")
    before = None
    for hit in hits.head(_SHOWN).iter_rows(named=True):
        first = hit["query_id"] != before
        before = hit["query_id"]
        if first and table.row_count:
            table.add_section()
        entry = "listed as an address" if hit["address_only"] else hit["entry_name"]
        table.add_row(
            plain(f"{hit['query_address']}\n{hit['query_id']}" if first else ""),
            f"{hit['score']:.3f}\n{hit['band']}",
            Text.assemble(
                (entry, "bold"),
                f"  {hit['list_id']} {hit['entry_id']}\n",
                plain(f"{hit['matched_address']}\n{hit['evidence']}"),
            ),
        )
    console.print(table)
    if hits.height > _SHOWN:
        console.print(f"and {hits.height - _SHOWN:,} more: write them with -o FILE")
    console.print(
        f"hits: {hits.height:,}, addresses: {hits['query_id'].n_unique():,}; {lists}\n"
        "A hit is an address for a person to look at: tenants of one building are not "
        "one company.",
        markup=False,
        highlight=False,
    )
