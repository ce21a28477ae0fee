"""What changed between two versions of a list, entry by entry, for people to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, get_args

import polars as pl

from uyghurscreen.lists.continuity import Entry, Pair, pair_entries
from uyghurscreen.lists.records import fold_identity

__all__ = ["CHANGES", "MINOR", "Change", "list_changes"]

Change = Literal[
    "added",
    "doubled",
    "removed",
    "merged",
    "renamed",
    "moved",
    "alias_added",
    "alias_removed",
    "modified",
    "respelled",
    "cited",
    "not_given",
]
"""What can happen to an entry; see `CHANGES`."""

CHANGES: Final = pl.Schema(
    {
        "change": pl.String(),
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "entry_name": pl.String(),
        "field": pl.String(),
        "before": pl.String(),
        "after": pl.String(),
        "other_entry_id": pl.String(),
    }
)
"""One row per change of an entry.

`change` is one of

- `added`: a party that the older version does not list.
- `doubled`: a further entry of a party that the older version lists already, in the
  same place and by the same name; `other_entry_id` is that entry.
- `removed`: a party that is no longer listed. `other_entry_id`, if any, is an entry
  that still bears one of its names as an alias of its own.
- `merged`: an entry that is gone, though its name is still on the list;
  `other_entry_id` is the entry that bears it.
- `renamed`: the primary name is another. `other_entry_id` is the id in the older
  version if that changed too.
- `moved`: the sub-lists, or the parent, are others.
- `alias_added`, `alias_removed`: a further name; `field` is its kind.
- `modified`: `field` has other contents; of addresses and countries, `before` holds
  those that are gone and `after` those that came, parted by ` | `.
- `respelled`: `field` differs in case, accents, punctuation or white space alone.
- `cited`: other citations, and the dates read from them.
- `not_given`: a field that one of the versions has nowhere, so that nothing can be said
  of it; `entry_id` is null.

`entry_id` and `entry_name` are those of the newer version, for what is gone those of
the older one. An `added` entry whose name another entry bears, in another country or as
an alias, names that entry in `other_entry_id`.
"""

MINOR: Final = frozenset({"respelled", "cited"})
"""Changes that say nothing new of an entry."""

_ORDER: Final = {change: number for number, change in enumerate(get_args(Change))}

_COMPARED: Final = (
    "countries",
    "addresses",
    "license_requirement",
    "license_policy",
    "scope",
    "source_class",
    "first_listed",
    "effective_date",
    "removed_on",
)
_DATES: Final = frozenset({"first_listed", "effective_date"})
_BETWEEN: Final = " | "

Row = dict[str, Any]
Found = tuple[str, str, str | None, str | None]
"""A change, its field, and what was before and after."""


def list_changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return every change between two versions of one list, schema `CHANGES`.

    Args:
        old: The older version, schema `ENTRIES`.
        new: The newer version, schema `ENTRIES`.

    Returns:
        Rows sorted by entry name and id, those of one entry in the order of `CHANGES`;
        `not_given` comes first.

    Example:
        >>> from uyghurscreen.lists.records import Record, to_entries
        >>> old = to_entries("demo", [Record(name="Acme Ltd.")], source_class="law")
        >>> new = to_entries("demo", [Record(name="Bcme Ltd.")], source_class="law")
        >>> list_changes(old, new).select("change", "entry_name").rows()
        [('removed', 'Acme Ltd.'), ('added', 'Bcme Ltd.')]
    """
    missing = _not_given(old, new)
    pairs = pair_entries(old, new)
    new_ids = {pair.old: pair.new.id for pair in pairs if pair.old and pair.new}
    rows: list[Row] = [
        {"change": "not_given", "field": name, "before": before, "after": after}
        for name, before, after in missing
    ]
    skipped = {name for name, _, _ in missing}
    for pair in pairs:
        entry = pair.entry
        for change, name, before, after in _changes(pair, skipped, new_ids):
            rows.append(
                {
                    "change": change,
                    "entry_id": entry.id,
                    "entry_name": entry.row["entry_name"],
                    "field": name,
                    "before": before,
                    "after": after,
                    "other_entry_id": _other(pair, change),
                }
            )
    list_id = next(iter([*new["list_id"].head(1), *old["list_id"].head(1)]), None)
    order = pl.col("change").replace_strict(_ORDER, return_dtype=pl.Int8)
    return (
        pl.DataFrame(rows, schema=CHANGES)
        .with_columns(list_id=pl.lit(list_id, pl.String))
        .sort("entry_name", "entry_id", order, "field", "before", "after")
    )


def _not_given(
    old: pl.DataFrame, new: pl.DataFrame
) -> list[tuple[str, str | None, str | None]]:
    """Return the fields that one version has and the other has nowhere at all."""
    found: list[tuple[str, str | None, str | None]] = []
    if old.is_empty() or new.is_empty():
        return found
    for name in (*_COMPARED, "citations"):
        before, after = (
            "given" if _given(frame[name]) else "not given" for frame in (old, new)
        )
        if before != after:
            found.append((name, before, after))
    return found


def _given(column: pl.Series) -> bool:
    if column.dtype == pl.List(pl.String):
        return bool((column.list.len() > 0).any())
    return column.null_count() < len(column)


def _changes(
    pair: Pair, skipped: set[str], new_ids: dict[Entry, str]
) -> Iterator[Found]:
    if pair.old is None and pair.new is not None:
        kind = "doubled" if pair.one_party else "added"
        yield kind, "entry_name", None, pair.new.row["entry_name"]
    elif pair.new is None and pair.old is not None:
        kind = "merged" if pair.one_party else "removed"
        yield kind, "entry_name", pair.old.row["entry_name"], None
    elif pair.old is not None and pair.new is not None:
        yield from _name_changes(pair.old, pair.new)
        yield from _moves(pair.old, pair.new, new_ids)
        yield from _alias_changes(pair.old, pair.new)
        yield from _field_changes(pair.old.row, pair.new.row, skipped)


def _other(pair: Pair, change: str) -> str | None:
    if pair.other is not None:
        return pair.other.id
    if change == "renamed" and pair.old and pair.new and pair.old.id != pair.new.id:
        return pair.old.id
    return None


def _name_changes(old: Entry, new: Entry) -> Iterator[Found]:
    before, after = old.row["entry_name"], new.row["entry_name"]
    if before != after:
        kind = "respelled" if old.name == new.name else "renamed"
        yield kind, "entry_name", before, after


def _moves(old: Entry, new: Entry, new_ids: dict[Entry, str]) -> Iterator[Found]:
    before, after = sorted(old.row["sublists"]), sorted(new.row["sublists"])
    if before != after:
        yield "moved", "sublists", _BETWEEN.join(before), _BETWEEN.join(after)
    same_parent = (
        (old.parent is None) == (new.parent is None)
        and old.row["relation"] == new.row["relation"]
        and (
            old.parent is None
            or new.parent is None
            or new_ids.get(old.parent) == new.parent.id
        )
    )
    if not same_parent:
        yield "moved", "parent_id", _standing(old), _standing(new)


def _standing(entry: Entry) -> str:
    relation = str(entry.row["relation"])
    return (
        f"{relation} of {entry.parent.row['entry_name']}" if entry.parent else relation
    )


def _alias_changes(old: Entry, new: Entry) -> Iterator[Found]:
    before, after = _names(old.row), _names(new.row)
    primary = {old.name, new.name}  # a rename is told once
    for name in before.keys() - after.keys() - primary:
        yield "alias_removed", before[name]["kind"], before[name]["name"], None
    for name in after.keys() - before.keys() - primary:
        yield "alias_added", after[name]["kind"], None, after[name]["name"]
    for name in before.keys() & after.keys():
        was, now = before[name], after[name]
        told = [f"{n['name']} ({n['kind']}, {n['quality']})" for n in (was, now)]
        if (was["kind"], was["quality"]) != (now["kind"], now["quality"]):
            # Which name is the primary one is told as a rename.
            if {was["kind"], now["kind"]} & {"primary"} and old.name != new.name:
                continue
            yield "modified", "names", told[0], told[1]
        elif was["name"] != now["name"] and name not in primary:
            yield "respelled", "names", was["name"], now["name"]


def _names(row: Row) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name in row["names"]:
        found.setdefault(fold_identity(name["name"]), name)
    return found


def _field_changes(old: Row, new: Row, skipped: set[str]) -> Iterator[Found]:
    cited = set(old["citations"]) != set(new["citations"])
    if cited and "citations" not in skipped:
        yield (
            "cited",
            "citations",
            *_differences(old["citations"], new["citations"]),
        )
    for name in _COMPARED:
        if name in skipped or old[name] == new[name]:
            continue
        if isinstance(old[name], list):
            if set(old[name]) == set(new[name]):
                continue
            folded = [set(map(fold_identity, row[name])) for row in (old, new)]
            kind = "respelled" if folded[0] == folded[1] else "modified"
            yield kind, name, *_differences(old[name], new[name])
            continue
        before, after = _text(old[name]), _text(new[name])
        if name in _DATES and cited:
            yield "cited", name, before, after
        elif fold_identity(before or "") == fold_identity(after or ""):
            yield "respelled", name, before, after
        else:
            yield "modified", name, before, after


def _differences(before: list[str], after: list[str]) -> tuple[str, str]:
    """Return what only one side has, by its folded text where that differs."""
    folded = [{fold_identity(text) for text in side} for side in (before, after)]
    if folded[0] == folded[1]:
        folded = [set(), set()]
        before = [text for text in before if text not in after]
        after = [text for text in after if text not in before]
    return (
        _BETWEEN.join(text for text in before if fold_identity(text) not in folded[1]),
        _BETWEEN.join(text for text in after if fold_identity(text) not in folded[0]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
