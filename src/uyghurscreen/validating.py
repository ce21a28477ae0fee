"""The command that tests a choice of lists and a threshold: validate.

Exit codes: 0 every listed name is found, 1 some are not, 2 the call cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from uyghurscreen.display import list_line, note, print_json, rows
from uyghurscreen.errors import InputError
from uyghurscreen.screener import Screener
from uyghurscreen.validation import Validation, validate

__all__ = ["add_commands"]

_ALL_FOUND, _SOME_MISSED = 0, 1


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command to a parser."""
    parser = commands.add_parser(
        "validate", help="test lists and threshold on names whose answer is known"
    )
    parser.add_argument("-o", "--output", help="a .md file for the report")
    parser.add_argument("--lists", help="list ids, parted by commas")
    parser.add_argument("--as-of", help="the lists as published on a day, YYYY-MM-DD")
    parser.add_argument("--threshold", type=float, help="lowest score of a hit, 0 to 1")
    parser.add_argument("--limit", type=int, default=5, help="best hits per name")
    parser.add_argument(
        "--seed", type=int, default=7, help="the same seed makes the same names"
    )
    parser.add_argument(
        "--per-operator",
        type=int,
        default=100,
        help="listed names changed in each way, at most",
    )
    parser.add_argument(
        "--placebos", type=int, default=3_000, help="names that are on no list"
    )
    parser.add_argument("--json", action="store_true", help="print for programs")
    parser.set_defaults(run=_validate)


def _validate(options: argparse.Namespace) -> int:
    output = Path(options.output) if options.output else None
    if output is not None and output.suffix != ".md":
        raise InputError(f"{output.name}: the report is Markdown; name it .md.")
    screener = Screener(
        options.lists and [name.strip() for name in options.lists.split(",")],
        threshold=options.threshold,
        as_of=options.as_of,
    )
    note(list_line(screener.versions))
    found = validate(
        screener,
        seed=options.seed,
        per_operator=options.per_operator,
        placebos=options.placebos,
        limit=options.limit,
    )
    if output is not None:
        try:
            output.write_text(found.markdown(), encoding="utf-8")
        except OSError as error:
            raise InputError(f"{output}: {error.strerror}.") from error
        note(f"wrote the report to {output}")
    if options.json:
        print_json(_told(found))
    elif output is None:
        sys.stdout.write(found.markdown())
    missed = found.missed().filter(deck="exact").height
    return _SOME_MISSED if missed else _ALL_FOUND


def _told(found: Validation) -> dict[str, object]:
    return {
        "threshold": found.threshold,
        "seed": found.seed,
        "lists": dict(found.versions),
        "decks": rows(found.sweep([found.threshold])),
        "operators": rows(found.by_operator()),
    }
