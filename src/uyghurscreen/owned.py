"""The command that follows a table of owners: owned.

Exit codes: 0 nothing is owned by a listed company, or no supplier raises an alert;
1 something is, or one does; 2 the call or a file cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from typing import Final, get_args

import polars as pl

from uyghurscreen import ownership
from uyghurscreen.display import list_line, note, print_json, print_table, rows
from uyghurscreen.files import check_output, read_table, write_table
from uyghurscreen.ownership import RED_FLAGS
from uyghurscreen.screener import Screener

__all__ = ["add_commands"]

_NOTHING, _FOUND = 0, 1
_PARTED: Final = "; "
_LEGEND: Final = """\
share: what listed owners hold of it in substance. held: what listed owners, and
companies that they hold by half, hold directly. half: whether that is half or more;
BIS: the same, of the lists that its Affiliates Rule looks at.
"""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command to a parser."""
    owned = commands.add_parser("owned", help="find what listed companies own")
    owned.add_argument("file", help="who owns whom: .csv, .tsv, .xlsx or .parquet")
    owned.add_argument("--owner", default="owner", help="the column of owners")
    owned.add_argument("--owned", default="owned", help="the column of what they own")
    owned.add_argument(
        "--percent", default="percent", help="the column of shares, empty if unknown"
    )
    owned.add_argument("--source", help="a column that says where a row is from")
    owned.add_argument("--dated", help="a column of days: the latest row counts")
    owned.add_argument(
        "--as-of", metavar="DATE", help="the rows and the BIS rule of that day"
    )
    owned.add_argument("--suppliers", metavar="FILE", help="screen these as well")
    owned.add_argument("--name", default="name", help="the suppliers' column of names")
    owned.add_argument("--id", help="a column that tells suppliers apart")
    owned.add_argument(
        "--affiliates",
        choices=get_args(ownership.Mode),
        default="flag",
        help="what a supplier is that listed companies own: flagged, an alert, or off",
    )
    owned.add_argument("--lists", help="list ids, parted by commas")
    owned.add_argument("-o", "--output", help=".csv, .xlsx, .parquet or .json")
    owned.add_argument("--json", action="store_true", help="print for programs")
    owned.set_defaults(run=_owned)


def _owned(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output)  # before the work, not after it
    lists = options.lists.split(",") if options.lists else None
    screener = Screener(lists and [list_id.strip() for list_id in lists])
    table = read_table(options.file)
    note(f"read {table.frame.height:,} rows ({table.how})")
    found = ownership.affiliates(
        table.frame,
        owner=options.owner,
        owned=options.owned,
        percent=options.percent,
        source=options.source,
        dated=options.dated,
        screener=screener,
        as_of=options.as_of,
    )
    result = found
    if options.suppliers:
        suppliers = read_table(options.suppliers)
        note(f"read {suppliers.frame.height:,} suppliers ({suppliers.how})")
        result = ownership.screen(
            suppliers.frame,
            found,
            name=options.name,
            id=options.id,
            screener=screener,
            affiliates=options.affiliates,
        )
    if options.output:
        write_table(_flat(result, options.output), options.output)
        note(f"wrote {result.height:,} rows to {options.output}")
    if options.json:
        print_json(rows(result))
    elif not options.output:
        _print(result)
    note(f"{ownership.rule(options.as_of)}\n{list_line(screener.versions)}")
    alerts = result["alert"].any() if options.suppliers else result.height > 0
    return _FOUND if alerts else _NOTHING


def _print(result: pl.DataFrame) -> None:
    """Print owned companies, or suppliers with a hit, and what the flags mean."""
    if result.is_empty():
        sys.stdout.write("nothing found that a listed company owns, or is\n")
        return
    who = {"company": pl.col("company")}
    if "query_name" in result.columns:
        who = {
            "supplier": pl.format("{}\n{}", "query_name", "query_id"),
            "found as": pl.format("{}\n{}", "entry_name", "list_id"),
        }
    # One chain is enough to look at; a file has all of them.
    chain = pl.col("paths").list.first()
    more = pl.col("paths").list.len().cast(pl.Int64) - 1
    flagged = pl.col("red_flags").list.join(", ")
    print_table(
        result.select(
            **who,
            share=pl.format("{} %", "share"),
            held=pl.format("{} %", "aggregate"),
            half=pl.format("{}\nBIS: {}", "status", "rule"),
            chain=pl.concat_str(
                chain,
                pl.when(more > 0).then(pl.format("and {} more", more)),
                pl.when(flagged != "").then(pl.format("! {}", flagged)),
                separator="\n",
                ignore_nulls=True,
            ),
        )
    )
    sys.stdout.write(_LEGEND)
    flags = result["red_flags"].explode(empty_as_null=True).drop_nulls().unique()
    for flag in sorted(flags):
        sys.stdout.write(f"{flag}: {RED_FLAGS[flag]}\n")


def _flat(result: pl.DataFrame, output: str) -> pl.DataFrame:
    """Return a frame that a file can hold: lists as text, but in JSON and Parquet."""
    if output.lower().endswith((".json", ".parquet")):
        return result
    return result.with_columns(pl.col(pl.List(pl.String)).list.join(_PARTED))
