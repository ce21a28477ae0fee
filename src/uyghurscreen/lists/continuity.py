"""Which entry of an older version of a list is which entry of a newer one.

Most entries keep their id, for it survives punctuation, citations and aliases. What is
left over on both sides may still be one entry: a party that stands on a list several
times, one with a new name that keeps the old one as a former name, one whose spelling
was mended. Citations help where names differ: a rule older than the older version does
not add a new party.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl
from rapidfuzz import fuzz

from uyghurscreen.lists.citations import Citation, parse_citations
from uyghurscreen.lists.csl_pairs import RULE_PAGES, territories
from uyghurscreen.lists.records import fold_identity

__all__ = ["Entry", "Pair", "pair_entries"]

Row = dict[str, Any]

_NEAR: Final = 85.0
"""Likeness, of 100, of two spellings whose citations agree."""

_NEAR_UNCITED: Final = 93.0
"""Likeness of two spellings where neither has a citation."""

_SHORT: Final = 8
"""Letters of a name that is too short to be recognised by its beginning."""

_NUMBER: Final = re.compile(r"\d+")


@dataclass(slots=True, eq=False)
class Entry:
    """One entry of one version, with what it is recognised by.

    Attributes:
        row: The row of `ENTRIES`.
        name: The folded primary name.
        names: Every folded name that is not weak, the primary one among them.
        places: The countries, Hong Kong and Macao counted as China.
        citations: Where it is printed in the Federal Register.
        addresses: The folded addresses.
        parent: The entry it stands under, if any.
    """

    row: Row
    name: str
    names: frozenset[str]
    places: frozenset[str]
    citations: tuple[Citation, ...]
    addresses: frozenset[str]
    parent: Entry | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        """The entry's id in its version."""
        return str(self.row["entry_id"])


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry in both versions, or in one of them alone.

    Attributes:
        old: The entry in the older version, None if it is not there.
        new: The entry in the newer version, None if it is not there.
        other: For an entry of one version alone, an entry of the other version that
            bears a name of it, or None.
        one_party: If `other` is the same party: what came is a double of it, or what
            is gone was merged into it.
    """

    old: Entry | None
    new: Entry | None
    other: Entry | None = None
    one_party: bool = False

    @property
    def entry(self) -> Entry:
        """The entry as the newer version has it, or the older one if that is gone."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a pair has one entry at least")
        return found


def pair_entries(old: pl.DataFrame, new: pl.DataFrame) -> list[Pair]:
    """Return every entry of two versions of one list, once.

    Args:
        old: The older version, schema `ENTRIES`.
        new: The newer version, schema `ENTRIES`.

    Returns:
        The entries of the newer version in its order, then those that only the older
        one has, in its order.
    """
    before, after = _entries(old), _entries(new)
    paired: dict[Entry, Entry] = {}  # from new to old
    _pair_namesakes(before, after, paired)
    _pair_by(before, after, paired, lambda entry: [entry.id])
    _pair_by(before, after, paired, _name_and_parent)
    _pair_by_other_names(before, after, paired)
    _pair_by_spelling(before, after, paired)
    _pair_children(before, after, paired)
    gone = _left(before, paired.values())
    bearers_before, bearers_after = _by_name(before), _by_name(after)
    return [
        Pair(paired[entry], entry) if entry in paired else _came(entry, bearers_before)
        for entry in after
    ] + [_gone(entry, bearers_after) for entry in gone]


def _entries(frame: pl.DataFrame) -> list[Entry]:
    found = [
        Entry(
            row=row,
            name=fold_identity(row["entry_name"]),
            names=frozenset(
                fold_identity(name["name"])
                for name in row["names"]
                if name["quality"] != "weak"
            )
            | {fold_identity(row["entry_name"])},
            places=frozenset(territories(row["countries"])),
            citations=tuple(
                c for text in row["citations"] for c in parse_citations(text)
            ),
            addresses=frozenset(map(fold_identity, row["addresses"])),
        )
        for row in frame.to_dicts()
    ]
    by_id = {entry.id: entry for entry in found}
    for entry in found:
        entry.parent = by_id.get(entry.row["parent_id"])
    return found


def _left(entries: list[Entry], paired: Iterable[Entry]) -> list[Entry]:
    done = set(paired)
    return [entry for entry in entries if entry not in done]


def _name_and_parent(entry: Entry) -> list[str]:
    return [f"{entry.name}|{entry.parent.name if entry.parent else ''}"]


def _pair_namesakes(
    before: list[Entry], after: list[Entry], paired: dict[Entry, Entry]
) -> None:
    """Pair entries of one name that stand on the list several times, the likest first.

    Their ids are told apart by a citation or a counter, which may have changed places.
    """
    old, new = _grouped(before), _grouped(after)
    for key in old.keys() & new.keys():
        if len(old[key]) > 1 or len(new[key]) > 1:
            _pair_likest(
                ((o, n) for o in old[key] for n in new[key] if _may_be_one(o, n)),
                paired,
            )


def _grouped(entries: list[Entry]) -> dict[str, list[Entry]]:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[_name_and_parent(entry)[0]].append(entry)
    return groups


def _pair_by(
    before: list[Entry],
    after: list[Entry],
    paired: dict[Entry, Entry],
    keys: Callable[[Entry], Iterable[str]],
) -> None:
    """Pair the entries left that have a key in common, the likest first."""
    old: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in _left(before, paired.values()):
        for key in keys(entry):
            old[key].append(entry)
    candidates = (
        (o, n)
        for n in _left(after, paired)
        for key in keys(n)
        for o in old.get(key, ())
        if o.id == n.id or _may_be_one(o, n)
    )
    _pair_likest(candidates, paired)


def _pair_by_other_names(
    before: list[Entry], after: list[Entry], paired: dict[Entry, Entry]
) -> None:
    """Pair entries left of which one bears the other's name as a further name."""
    bearers: defaultdict[str, list[Entry]] = defaultdict(list)
    gone = _left(before, paired.values())
    for entry in gone:
        for name in entry.names:
            bearers[name].append(entry)
    candidates = (
        (o, n)
        for n in _left(after, paired)
        for name in n.names
        for o in bearers.get(name, ())
        if name in (o.name, n.name) and _one_place(o, n) and _one_number(o, n)
    )
    _pair_likest(candidates, paired)


def _pair_by_spelling(
    before: list[Entry], after: list[Entry], paired: dict[Entry, Entry]
) -> None:
    """Pair entries left with nearly the same name, place and rule."""
    came = _left(after, paired)
    candidates = (
        (o, n) for o in _left(before, paired.values()) for n in came if _near(o, n)
    )
    _pair_likest(candidates, paired)


def _pair_children(
    before: list[Entry], after: list[Entry], paired: dict[Entry, Entry]
) -> None:
    """Pair what stands under a parent that has another name, and so another id, now."""
    gone = {
        (entry.name, entry.parent): entry for entry in _left(before, paired.values())
    }
    for entry in _left(after, paired):
        if entry.parent in paired:
            child = gone.pop((entry.name, paired[entry.parent]), None)
            if child is not None:
                paired[entry] = child


def _pair_likest(
    candidates: Iterable[tuple[Entry, Entry]], paired: dict[Entry, Entry]
) -> None:
    ranked = sorted(
        {(o, n): _likeness(o, n) for o, n in candidates}.items(),
        key=lambda item: (-item[1], item[0][0].id, item[0][1].id),
    )
    taken = set(paired.values())
    for (o, n), _ in ranked:
        if n not in paired and o not in taken:
            paired[n] = o
            taken.add(o)


def _may_be_one(old: Entry, new: Entry) -> bool:
    return _one_place(old, new) or _one_rule(old, new)


def _one_place(old: Entry, new: Entry) -> bool:
    return not old.places or not new.places or bool(old.places & new.places)


def _one_number(old: Entry, new: Entry) -> bool:
    """Say if no number speaks against two names: a 13th institute is no 14th."""
    numbers = [set(_NUMBER.findall(entry.row["entry_name"])) for entry in (old, new)]
    return not all(numbers) or bool(numbers[0] & numbers[1])


def _one_rule(old: Entry, new: Entry) -> bool:
    """Say if two entries cite pages of one rule: first page, or the entry's own."""
    return any(
        a.volume == b.volume and abs(a.page - b.page) <= RULE_PAGES
        for a in old.citations
        for b in new.citations
    )


def _near(old: Entry, new: Entry) -> bool:
    """Say if two entries may be two spellings of one party's name."""
    if not (_one_place(old, new) and _one_number(old, new)):
        return False
    if not old.citations and not new.citations:
        return _spelling(old, new) >= _NEAR_UNCITED
    return _one_rule(old, new) and _spelling(old, new) >= _NEAR


def _spelling(old: Entry, new: Entry) -> float:
    """Return how alike two names are spelled, of 100; one may go on after the other."""
    short, long = sorted((old.name, new.name), key=len)
    if len(short) >= _SHORT and long.startswith(short):
        return 100.0
    return max(
        fuzz.ratio(short, long),
        fuzz.partial_ratio(short, long) if len(short) > 2 * _SHORT else 0.0,
        100.0 * (_words(old) == _words(new)),
    )


def _words(entry: Entry) -> list[str]:
    return sorted(map(fold_identity, entry.row["entry_name"].split()))


def _likeness(old: Entry, new: Entry) -> float:
    """Return how much speaks for two entries being one, to rank candidates by."""
    cited = [{(c.volume, c.page) for c in entry.citations} for entry in (old, new)]
    return (
        _shared(cited[0], cited[1])
        + _shared(set(old.row["countries"]), set(new.row["countries"]))
        + _shared(old.addresses, new.addresses)
        + _shared(old.names, new.names)
        + _spelling(old, new) / 50
        + 0.5 * (old.id == new.id)
    )


def _shared(left: set[Any] | frozenset[Any], right: set[Any] | frozenset[Any]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


def _by_name(entries: list[Entry]) -> dict[str, list[Entry]]:
    bearers: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for name in entry.names:
            bearers[name].append(entry)
    return bearers


def _came(entry: Entry, bearers: dict[str, list[Entry]]) -> Pair:
    """Return an entry that was not there, with who bore its name before."""
    known = bearers.get(entry.name, [])
    own = [b for b in known if b.name == entry.name and _one_place(entry, b)]
    return Pair(None, entry, _likest(entry, own or known), bool(own))


def _gone(entry: Entry, bearers: dict[str, list[Entry]]) -> Pair:
    """Return an entry that is no longer there, with who bears its names now."""
    known = [b for name in sorted(entry.names) for b in bearers.get(name, ())]
    known = [b for b in dict.fromkeys(known) if _one_place(entry, b)]
    heirs = [b for b in known if entry.name in b.names or _near(entry, b)]
    return Pair(entry, None, _likest(entry, heirs or known), bool(heirs))


def _likest(entry: Entry, others: list[Entry]) -> Entry | None:
    return max(others, key=lambda b: (_likeness(entry, b), b.id), default=None)
