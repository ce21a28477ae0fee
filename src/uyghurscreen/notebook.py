"""Hits, explanations, lists and deltas as tables to look at, in a notebook or terminal.

`show` changes nothing: what it is given stays the frame or explanation it was. A table
has at most `ROWS` rows and says how many more there are. In a notebook it is HTML
without script, everything in it escaped; in a terminal it is text.
"""

from __future__ import annotations

import hashlib
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
from uyghurscreen.evidence import HIT_WORDS, Token, hit_words
from uyghurscreen.evidence_html import (
    KINDS,
    aligned_html,
    kind_of,
    legend_html,
    shown,
    text_html,
)
from uyghurscreen.explanation import Explanation, summary
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.schema import HITS

__all__ = ["ROWS", "Shown", "show"]

ROWS: Final = 25
"""Rows of a table, at most; of an explanation a few more, where it has many words."""

_PARTS: Final = 6
"""Parts of a score that an explanation shows, at least; the others are added up."""

_BESIDES: Final = ("read as", "kind of source", "effective date")
"""Facts that stand in the row of the one before."""

_SHORT: Final = 20
"""Letters of a column that a terminal does not break."""

_WHOLE: Final = 24
"""Letters of a word, such as a version, that HTML does not break at a hyphen."""

_MARKS: Final = {"same": "=", "read": "≈", "near": "~", "only": "|"}
"""What stands between two words in text, for each of `evidence_html.KINDS`."""

_MARKS_TOLD: Final = "a word by itself is in both names; " + "; ".join(
    f"{_MARKS[kind]} {KINDS[kind]}" for kind in KINDS if kind != "same"
)

_JUDGE: Final = "A hit is a pair for a person to judge, never a verdict."

_HITS: Final = set(HITS.names())
_DIFF: Final = {"change", "entry_name", "old_version", "new_version"}
_VERSIONS: Final = {"list_id", "title", "version", "as_of", "limits"}
_ENTRIES: Final = {"list_id", "entry_id", "entry_name", "names", "raw"}
"""The columns that tell what a frame is."""


Words = tuple[Token, ...]
"""The words of a query and a listed name, side by side."""

Cell = str | Words


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to look at; a notebook shows it as HTML, a terminal as text.

    Attributes:
        title: What it is a table of.
        columns: The heads of the columns.
        rows: The cells: text, or words side by side.
        groups: What each row stands under, where the rows are grouped.
        notes: Lines below the table.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        rows = [[_written(cell) for cell in row] for row in self.rows]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, column in enumerate(self.columns):
            short = max((len(row[number]) for row in rows), default=0) <= _SHORT
            table.add_column(plain(column), overflow="fold", no_wrap=short)
        before = ""
        for group, row in zip(self._groups(), rows, strict=True):
            if group != before:
                table.add_section()
                table.add_row(plain(f"{group}:"))
            before = group
            table.add_row(*map(plain, row))
        text = io.StringIO()
        # Or else, in a notebook, it would print beside what the notebook shows.
        console = Console(file=text, color_system=None, force_jupyter=False)
        console.print(plain(self.title))
        console.print(table)
        for line in (*self.notes, *([_MARKS_TOLD] if self._has_words() else [])):
            console.print(plain(line))
        return "\n".join(line.rstrip() for line in text.getvalue().splitlines())

    def _repr_html_(self) -> str | None:
        try:
            from great_tables import GT
            from great_tables import html as as_html
        except ImportError:  # a notebook shows the text then
            return None
        names = [f"column_{number}" for number in range(len(self.columns))]
        frame = pl.DataFrame(
            [
                (shown(group), *map(_html, row))
                for group, row in zip(self._groups(), self.rows, strict=True)
            ],
            schema=dict.fromkeys(["group", *names], pl.String),
            orient="row",
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
        if self._has_words():
            table = table.tab_source_note(as_html(legend_html()))
        written: str = table.as_raw_html()
        return written

    def _groups(self) -> tuple[str, ...]:
        return self.groups or ("",) * len(self.rows)

    def _has_words(self) -> bool:
        return any(isinstance(cell, tuple) for row in self.rows for cell in row)


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
    rows: list[tuple[Cell, ...]] = []
    groups = []
    few = hits.head(ROWS)
    for hit, words in zip(few.iter_rows(named=True), _words(few), strict=True):
        row = (
            f"{hit['entry_name']}\n{hit['entry_id']}",
            words,
            f"{hit['score']:.3f}\n{hit['band']}",
            f"{'cleared before; ' if hit.get('suppressed') else ''}{summary(hit)}",
            f"{hit['list_id']}\n{hit['list_version']}",
        )
        groups.append(f"{hit['query_name']} ({hit['query_id']})")
        rows.append((hit["change"], *row) if change else row)
    columns = ("entry", "query and listed name", "score", "why", "list and version")
    return Shown(
        title=f"Hits: {hits.height:,}, of {names:,} {one}",
        columns=("change", *columns) if change else columns,
        rows=tuple(rows),
        groups=tuple(groups),
        notes=(*_rest(hits), _JUDGE),
    )


def _words(hits: pl.DataFrame) -> list[Words]:
    """Return the words of each hit, whatever lists it was found on."""
    if hits.is_empty():
        return []
    # The names the hits hold are all that is needed of their lists.
    names = hits.select(
        "list_id",
        "entry_id",
        name="matched_name",
        kind="name_kind",
        language=pl.lit(None, pl.String),
        quality=pl.lit("strong"),
        source=pl.lit("list"),
    ).unique(maintain_order=True)
    told = hit_words(hits.select(HITS.names()), NameIndex(names))
    found: list[list[Token]] = [[] for _ in range(hits.height)]
    for number, *word in told.select(HIT_WORDS.names()).iter_rows():
        found[number].append(Token(*word))
    return [tuple(words) for words in found]


def _explanation(why: Explanation) -> Shown:
    facts: list[tuple[str, str, str]] = []
    for label, text in why.facts():
        if label in _BESIDES:
            facts[-1] = (facts[-1][0], f"{facts[-1][1]}\n{label}: {text}", "")
        else:
            facts.append((label, text, ""))
    words: list[tuple[Cell, ...]] = [
        (
            _written((item,)),
            f"{item.role}, {item.relation}",
            f"{item.contribution:+.3f}",
        )
        for item in why.tokens
    ]
    told = [item for item in why.evidence if item.contribution]
    few = max(ROWS - len(facts) - len(words) - 2, _PARTS)
    evidence = [
        (item.feature, item.meaning, f"{item.contribution:+.3f}") for item in told[:few]
    ]
    rest = sum(item.contribution for item in told[few:])
    if told[few:]:
        others = f"and {len(told) - few} smaller parts, which print(...) names"
        evidence.append(("others", others, f"{rest:+.3f}"))
    return Shown(
        title=f"{why.query_name} and {why.entry['entry_name']}: "
        f"{why.score:.3f} ({why.band})",
        columns=("what", "in words", "part of the score"),
        rows=(*facts, ("side by side", why.tokens, ""), *words, *evidence),
        groups=(
            *["facts"] * len(facts),
            *["words"] * (len(words) + 1),
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


def _written(cell: Cell) -> str:
    """Return a cell as text."""
    return cell if isinstance(cell, str) else ", ".join(map(_pair, cell))


def _pair(item: Token) -> str:
    if item.token == item.counterpart:
        return item.token
    mark = _MARKS[kind_of(item.relation)]
    return f"{item.token or '-'} {mark} {item.counterpart or '-'}"


def _html(cell: Cell) -> str:
    """Return a cell as HTML that shows it as it is, whatever it holds."""
    if not isinstance(cell, str):
        return aligned_html(cell)
    return "<br>".join(map(_line, cell.split("\n")))


def _line(text: str) -> str:
    whole = len(text) < _WHOLE and " " not in text
    style = " style='white-space:nowrap'" if whole else ""
    # Isolated, so that a name written from right to left turns nothing else around.
    return f"<bdi{style}>{text_html(text)}</bdi>"
