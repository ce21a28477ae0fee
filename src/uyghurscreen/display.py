"""What people see on a terminal: hits as a table, notes, text made harmless."""

from __future__ import annotations

import json
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Final

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from uyghurscreen.explanation import summary

__all__ = [
    "list_line",
    "note",
    "plain",
    "print_hits",
    "print_json",
    "print_table",
    "rows",
    "warnings_as_notes",
    "working",
]

_SHOWN: Final = 50
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that steer a terminal, or turn text around on it."""


def print_hits(
    hits: pl.DataFrame, versions: Mapping[str, str], threshold: float
) -> None:
    """Print hits as a table, with the lists they were found on."""
    console = Console()
    if hits.is_empty():
        console.print(
            f"no hit at threshold {threshold}; {list_line(versions)}",
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
            plain(f"{hit['query_name']}\n{hit['query_id']}" if first else ""),
            f"{hit['score']:.3f}\n{hit['band']}",
            hit["list_id"],
            Text.assemble(
                (hit["entry_name"], "bold"),
                f"  {hit['entry_id']}\n",
                plain(summary(hit)),
            ),
        )
    console.print(table)
    if hits.height > _SHOWN:
        console.print(f"and {hits.height - _SHOWN:,} more: write them with -o FILE")
    queries = hits["query_id"].n_unique()
    console.print(
        f"hits: {hits.height:,}, names: {queries:,}; {list_line(versions)}\n"
        "A hit is a pair for a person to judge; uyghurscreen explain QUERY ENTRY_ID "
        "shows all its evidence.",
        markup=False,
        highlight=False,
    )


def plain(text: str) -> Text:
    """Return text that a terminal shows as it is, whatever it holds."""
    # A name may hold square brackets, which rich would take for markup, or worse.
    return Text(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text))


def list_line(versions: Mapping[str, str]) -> str:
    """Return the lists and their versions in one line."""
    return "lists: " + ", ".join(f"{k} {v}" for k, v in versions.items())


def note(text: str) -> None:
    """Print a line on the error stream."""
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def warnings_as_notes() -> Iterator[None]:
    """Print warnings as notes, in place of Python's way with them."""

    def show(message: Warning | str, *_: object, **__: object) -> None:
        note(f"note: {message}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = show
        yield


@contextmanager
def working(on: str) -> Iterator[None]:
    """Show on the error stream that something goes on, where it is a terminal."""
    console = Console(stderr=True)
    with console.status(on) if console.is_terminal else nullcontext():
        yield


def print_table(frame: pl.DataFrame) -> None:
    """Print a frame of text as a table, without columns that hold nothing."""
    shown = frame.head(_SHOWN)
    shown = shown.drop(name for name in shown.columns if shown[name].is_null().all())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in shown.columns:
        table.add_column(name, overflow="fold", min_width=len(name))
    for row in shown.iter_rows():
        table.add_row(*(plain("" if value is None else str(value)) for value in row))
    console = Console()
    console.print(table)
    if frame.height > _SHOWN:
        console.print(f"and {frame.height - _SHOWN:,} more: write them with -o FILE")


def rows(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a frame as JSON can hold them."""
    found: list[dict[str, object]] = json.loads(frame.write_json())
    return found


def print_json(value: object) -> None:
    """Print a value for programs: one line of JSON, days and times as ISO texts."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    sys.stdout.write(told + "\n")
