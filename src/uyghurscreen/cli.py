"""The command line: the module functions, over files, with tables for people.

Exit codes: 0 no hit, 1 hits, 2 error, 3 a list is stale or refused, 130 stopped by
Ctrl-C.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from uyghurscreen import (
    _api,
    completion,
    manual,
    owned,
    trail,
    upkeep,
    validating,
    whereabouts,
)
from uyghurscreen.arguments import Parser
from uyghurscreen.columns import as_asked
from uyghurscreen.display import (
    list_line,
    note,
    plain,
    print_hits,
    print_json,
    rows,
    warnings_as_notes,
)
from uyghurscreen.errors import (
    DownloadError,
    ListIntegrityError,
    StaleListError,
    UyghurscreenError,
)
from uyghurscreen.files import check_output
from uyghurscreen.runs import Request, make, scan
from uyghurscreen.saving import save
from uyghurscreen.screener import Screener
from uyghurscreen.trail import add_columns

__all__ = ["main", "parser"]

_NO_HIT, _HITS, _ERROR, _REFUSED, _STOPPED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    known = parser()
    completion.complete(known)
    options = known.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # Not every console can show every script; it shows `?` then.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        with warnings_as_notes():
            code: int = options.run(options)
    except UyghurscreenError as error:
        Console(stderr=True).print(plain(f"error: {error}"), soft_wrap=True)
        if getattr(options, "json", False):
            print_json({"error": str(error), "kind": type(error).__name__})
        refused = isinstance(error, StaleListError | ListIntegrityError | DownloadError)
        return _REFUSED if refused else _ERROR
    except KeyboardInterrupt:
        note("stopped")
        return _STOPPED
    return code


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser: argparse.ArgumentParser = Parser(
        prog="uyghurscreen",
        description="Screen company names against the lists tied to the Uyghur Region.",
        epilog="Exit codes: 0 no hit, 1 hits, 2 error, 3 a list is stale or refused.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    screen = commands.add_parser("screen", help="screen a file of names")
    screen.add_argument("file", help=".csv, .tsv, .xlsx or .parquet")
    add_columns(screen)
    screen.add_argument(
        "--by", action="append", help="a column a report counts by, such as a tier"
    )
    screen.add_argument("--encoding", help="of a CSV; found out if not given")
    screen.add_argument("--sheet", help="of an Excel file; the first if not given")
    screen.add_argument("-o", "--output", help=".csv, .xlsx, .parquet, .json, or .html")
    screen.add_argument("--decisions", help="a journal; what it cleared is marked")
    screen.add_argument("--json", action="store_true", help="print for programs")
    _add_settings(screen)
    screen.set_defaults(run=_screen)

    scan = commands.add_parser("scan", help="screen files of any size, part by part")
    scan.add_argument("files", nargs="+", help=".csv, .tsv, .parquet or .arrow")
    add_columns(scan, required=True)
    scan.add_argument("--to", required=True, help="a folder for the hits, in parts")
    scan.add_argument("--resume", action="store_true", help="go on with what is there")
    scan.add_argument("--json", action="store_true", help="print for programs")
    _add_settings(scan)
    scan.set_defaults(run=_scan)

    name = commands.add_parser("name", help="screen one name")
    name.add_argument("query", help="the name")
    name.add_argument("--country", help="its country")
    name.add_argument("--json", action="store_true", help="print for programs")
    _add_settings(name)
    name.set_defaults(run=_name)

    explain = commands.add_parser("explain", help="say why a name hits an entry")
    explain.add_argument("query", help="the name")
    explain.add_argument("entry_id", help="the entry, as printed with the hit")
    explain.add_argument("--lists", help="list ids, parted by commas")
    explain.add_argument("--json", action="store_true", help="print for programs")
    explain.set_defaults(run=_explain)

    upkeep.add_commands(commands)
    owned.add_commands(commands)
    trail.add_commands(commands)
    whereabouts.add_commands(commands)
    validating.add_commands(commands)
    shells = commands.add_parser("completion", help="print what makes Tab complete")
    shells.add_argument("shell", choices=completion.SHELLS)
    shells.set_defaults(run=_completion)
    manual.document(parser)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lists", help="list ids, parted by commas")
    parser.add_argument("--as-of", help="the lists as published on a day, YYYY-MM-DD")
    parser.add_argument("--strict", action="store_true", help="refuse stale lists")
    parser.add_argument("--threshold", type=float, help="lowest score of a hit, 0 to 1")
    parser.add_argument("--limit", type=int, default=5, help="best hits per name")


def _screen(options: argparse.Namespace) -> int:
    if options.output:
        check_output(options.output, report=True)  # before the work, not after it
    request = Request(
        files=(Path(options.file),),
        name=as_asked(options.name),
        id=options.id,
        country=options.country,
        address=as_asked(options.address) or None,
        encoding=options.encoding,
        sheet=options.sheet,
        lists=_list_ids(options),
        as_of=options.as_of,
        strict=options.strict,
        threshold=options.threshold,
        limit=options.limit,
        by=tuple(options.by or ()),
        decisions=Path(options.decisions) if options.decisions else None,
    )
    made = make(request, progress=Console(stderr=True).is_terminal)
    manifest = made.manifest
    note(f"read {manifest.counts.rows:,} rows ({made.how})")
    note(made.columns)
    note(list_line(manifest.versions))
    for warning in manifest.warnings:
        note(f"note: {warning}")
    if options.output:
        manifest = save(made, options.output)
        note(f"wrote {made.hits.height:,} hits to {options.output}")
    if options.json:
        print_json(trail.machine_readable(made, manifest))
    elif not options.output:
        print_hits(made.to_judge, manifest.versions, manifest.settings.threshold)
    if manifest.counts.suppressed:
        note(f"cleared before, and marked so: {manifest.counts.suppressed:,} hits")
    return _HITS if made.to_judge.height else _NO_HIT


def _scan(options: argparse.Namespace) -> int:
    request = Request(
        files=tuple(map(Path, options.files)),
        name=as_asked(options.name),
        id=options.id,
        country=options.country,
        address=as_asked(options.address) or None,
        lists=_list_ids(options),
        as_of=options.as_of,
        strict=options.strict,
        threshold=options.threshold,
        limit=options.limit,
    )
    try:
        manifest = scan(
            request,
            to=Path(options.to),
            resume=options.resume,
            progress=Console(stderr=True).is_terminal,
        )
    except KeyboardInterrupt:
        note(f"stopped; what is finished is in {options.to}, and --resume goes on")
        return _STOPPED
    note(list_line(manifest.versions))
    for warning in manifest.warnings:
        note(f"note: {warning}")
    note(f"wrote {manifest.counts.hits:,} hits to {options.to}")
    if options.json:
        print_json(manifest.model_dump(mode="json"))
    return _HITS if manifest.counts.hits else _NO_HIT


def _name(options: argparse.Namespace) -> int:
    screener = _screener(options)
    hits = screener.screen_name(
        options.query, country=options.country, limit=options.limit
    )
    if options.json:
        print_json(
            {
                "hits": rows(hits),
                "lists": screener.versions,
                "threshold": screener.threshold,
            }
        )
    else:
        print_hits(hits, screener.versions, screener.threshold)
    return _HITS if hits.height else _NO_HIT


def _explain(options: argparse.Namespace) -> int:
    why = _api.explain(
        options.query, entry_id=options.entry_id, lists=_list_ids(options)
    )
    if options.json:
        print_json(asdict(why))
    else:
        Console().print(plain(str(why)), soft_wrap=True)
    return _NO_HIT


def _completion(options: argparse.Namespace) -> int:
    sys.stdout.write(completion.script(options.shell))
    return _NO_HIT


def _list_ids(options: argparse.Namespace) -> list[str] | None:
    if not options.lists:
        return None
    return [list_id.strip() for list_id in options.lists.split(",")]


def _screener(options: argparse.Namespace) -> Screener:
    return Screener(
        _list_ids(options),
        threshold=options.threshold,
        as_of=options.as_of,
        strict=options.strict,
    )
