"""Hits, explanations, lists and deltas as tables to look at, in a notebook or terminal.

`show` changes nothing: what it is given stays the frame or explanation it was. A table
has at most `ROWS` rows and says how many more there are. In a notebook it is HTML
without script, everything in it escaped; in a terminal it is text.
"""

from __future__ import annotations

import hashlib
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from uyghurscreen.display import plain
from uyghurscreen.errors import InputError
from uyghurscreen.explanation import Explanation, summary

__all__ = ["ROWS", "Shown", "show"]

ROWS: Final = 25
"""Rows of a table of hits, or of a frame, at most."""

_SHORT: Final = 20
"""Letters of a column that a terminal does not break."""

_WHOLE: Final = 24
"""Letters of a word, such as a version, that HTML does not break at a hyphen."""

_JUDGE: Final = "A hit is a pair for a person to judge, never a verdict."

_HITS: Final = {"query_name", "entry_name", "matched_name", "same_name", "list_version"}
_DIFF: Final = {"change", "entry_name", "old_version", "new_version"}
_VERSIONS: Final = {"list_id", "title", "version", "as_of", "limits"}
_ENTRIES: Final = {"list_id", "entry_id", "entry_name", "names", "raw"}
"""The columns that tell what a frame is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to look at; a notebook shows it as HTML, a terminal as text.

    Attributes:
        title: What it is a table of.
        columns: The heads of the columns.
        rows: The cells as text.
        groups: What each row stands under, where the rows are grouped.
        notes: Lines below the table.
        cells: The cells as HTML, where they are more than their text.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, column in enumerate(self.columns):
            short = max((len(row[number]) for row in self.rows), default=0) <= _SHORT
            table.add_column(plain(column), overflow="fold", no_wrap=short)
        before = ""
        for group, row in zip(self._groups(), self.rows, strict=True):
            if group != before:
                table.add_section()
                table.add_row(plain(f"{group}:"))
            before = group
            table.add_row(*map(plain, row))
        written = io.StringIO()
        console = Console(file=written, color_system=None)
        console.print(plain(self.title))
        console.print(table)
        for line in self.notes:
            console.print(plain(line))
        return "\n".join(line.rstrip() for line in written.getvalue().splitlines())

    def _repr_html_(self) -> str | None:
        try:
            from great_tables import GT
            from great_tables import html as as_html
        except ImportError:  # a notebook shows the text then
            return None
        names = [f"column_{number}" for number in range(len(self.columns))]
        cells = self.cells or [[_html(text) for text in row] for row in self.rows]
        text = dict.fromkeys(names, pl.String)
        frame = pl.DataFrame(cells, schema=text, orient="row").with_columns(
            group=pl.Series(
                [plain(group).plain for group in self._groups()], dtype=pl.String
            )
        )
        # No number drawn by chance: the same table is the same bytes.
        told = repr((self.title, self.columns, self.rows, self.groups))
        table = (
            GT(
                frame if self.groups else frame.drop("group"),
                id="t" + hashlib.sha256(told.encode()).hexdigest()[:10],
                groupname_col="group" if self.groups else None,
            )
            .fmt(fns=str, columns=names)  # what is formatted is not escaped once more
            .cols_label(
                {n: as_html(_html(c)) for n, c in zip(names, self.columns, strict=True)}
            )
            .cols_align("left")
            .tab_header(as_html(_html(self.title)))
            .opt_align_table_header("left")
            .tab_options(
                table_margin_left="0px",
                table_font_size="13px",
                data_row_padding="5px",
                heading_title_font_size="16px",
                row_group_font_weight="bold",
            )
        )
        for line in self.notes:
            table = table.tab_source_note(as_html(_html(line)))
        written: str = table.as_raw_html()
        return written

    def _groups(self) -> tuple[str, ...]:
        return self.groups or ("",) * len(self.rows)


def show(value: object) -> Shown:
    """Return a table of hits, of an explanation, or of any frame, to look at.

    Args:
        value: Hits (`screen`, `rescreen`), an `Explanation`, `lists.versions()`,
            `lists.entries(...)`, `lists.diff(...)`, or another polars frame. Of
            frames of this package the columns are shown that people read first.

    Returns:
        A table for a notebook (HTML, with the extra `notebook`) or a terminal (text).

    Raises:
        InputError: If it is none of these.

    Example:
        >>> import uyghurscreen as us
        >>> table = show(us.screen_name("Hikvision"))
        >>> table.title
        'Hits: 2, of 1 name'
    """
    if isinstance(value, Explanation):
        return _explanation(value)
    if isinstance(value, pl.LazyFrame):
        value = value.collect()
    if not isinstance(value, pl.DataFrame):
        raise InputError(
            f"show takes hits, an explanation or a polars frame, not a "
            f"{type(value).__name__}."
        )
    columns = set(value.columns)
    if columns >= _HITS:
        return _hits(value)
    if columns >= _DIFF:
        return _diff(value)
    if columns >= _VERSIONS:
        return _versions(value)
    if columns >= _ENTRIES:
        return _entries(value)
    return _frame(value, f"Rows: {value.height:,}")


def _hits(hits: pl.DataFrame) -> Shown:
    names = hits["query_id"].n_unique()
    change = "change" in hits.columns  # what `rescreen` returns
    one = "name" if names == 1 else "names"
    rows, groups = [], []
    for hit in hits.head(ROWS).iter_rows(named=True):
        row = (
            f"{hit['entry_name']}\n{hit['entry_id']}",
            f"{hit['score']:.3f}\n{hit['band']}",
            summary(hit),
            f"{hit['list_id']}\n{hit['list_version']}",
        )
        groups.append(f"{hit['query_name']} ({hit['query_id']})")
        rows.append((hit["change"], *row) if change else row)
    columns = ("entry", "score", "why", "list and version")
    return Shown(
        title=f"Hits: {hits.height:,}, of {names:,} {one}",
        columns=("change", *columns) if change else columns,
        rows=tuple(rows),
        groups=tuple(groups),
        notes=(*_rest(hits), _JUDGE),
    )


def _explanation(why: Explanation) -> Shown:
    facts = [(label, text, "") for label, text in why.facts()]
    words = [
        (
            f"{item.token or '-'} = {item.counterpart or '-'}",
            f"{item.role}, {item.relation}",
            f"{item.contribution:+.3f}",
        )
        for item in why.tokens
    ]
    evidence = [
        (item.feature, item.meaning, f"{item.contribution:+.3f}")
        for item in why.evidence
        if item.contribution
    ]
    return Shown(
        title=f"{why.query_name} and {why.entry['entry_name']}: "
        f"{why.score:.3f} ({why.band})",
        columns=("what", "in words", "part of the score"),
        rows=(*facts, *words, *evidence),
        groups=(
            *["facts"] * len(facts),
            *["words side by side"] * len(words),
            *["evidence, whose parts add up to the score"] * len(evidence),
        ),
        notes=(_JUDGE,),
    )


def _versions(versions: pl.DataFrame) -> Shown:
    chosen = versions.select(
        pl.format("{}\n{}", "list_id", "title").alias("list"),
        "version",
        "entries",
        "names",
        pl.col("source_class").alias("source"),
        pl.col("limits").alias("what it lacks"),
    )
    return _frame(chosen, f"Lists: {versions.height:,}")


def _entries(entries: pl.DataFrame) -> Shown:
    chosen = entries.select(
        pl.col("entry_name").alias("entry"),
        "relation",
        pl.col("countries").list.join(", "),
        pl.col("sublists").list.join(", ").alias("sub-lists"),
        pl.col("first_listed").alias("first listed"),
        pl.col("names").list.len().alias("further names"),
    )
    lists = ", ".join(entries["list_id"].unique().sort())
    return _frame(chosen, f"Entries: {entries.height:,} of {lists}")


def _diff(changes: pl.DataFrame) -> Shown:
    chosen = changes.select(
        "change", "list_id", "entry_name", "field", "before", "after"
    )
    versions = changes.select("old_version", "new_version").unique().sort(pl.all())
    notes = (f"from {old} to {new}" for old, new in versions.rows())
    return _frame(chosen, f"Changes: {changes.height:,}", *notes)


def _frame(frame: pl.DataFrame, title: str, *notes: str) -> Shown:
    return Shown(
        title=title,
        columns=tuple(frame.columns),
        rows=tuple(tuple(map(_text, row)) for row in frame.head(ROWS).iter_rows()),
        notes=(*_rest(frame), *notes),
    )


def _rest(frame: pl.DataFrame) -> tuple[str, ...]:
    """Say how many rows are not shown."""
    more = frame.height - ROWS
    return (f"and {more:,} more",) if more > 0 else ()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_text, value))
    return str(value)


def _html(text: str) -> str:
    """Return text as HTML that shows it as it is, whatever it holds."""
    return "<br>".join(map(_line, plain(text).plain.split("\n")))


def _line(text: str) -> str:
    # Isolated, so that a name written from right to left turns nothing else around.
    whole = (
        " style='white-space:nowrap'" if len(text) < _WHOLE and " " not in text else ""
    )
    return f"<bdi{whole}>{html.escape(text)}</bdi>"
