"""What a list parser hands over, and how it becomes an `ENTRIES` frame.

A parser reads one publication into `Record`s, the subordinate or affiliated bodies of
an entry nested inside it. `to_entries` gives every record its identity, its parent and
its content hash, so that all lists do this in one and the same way.

Identity is ours, not the publisher's: a hash of the list, the destination, the parent
and the folded primary name. It survives new citations, new aliases and changes of
punctuation. Two records that agree in all four are told apart by their first citation,
then by a counter.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from uyghurscreen.schema import ENTRIES, NAMES
from uyghurscreen.typing import NameKind, NameQuality, Relation, SourceClass

__all__ = [
    "ListedName",
    "Record",
    "content_hash",
    "entry_id",
    "fold_identity",
    "names_of",
    "to_entries",
]


_NOT_CONTENT = frozenset({"list_id", "entry_id", "content_hash", "raw"})
_NOT_ALNUM = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of an entry as its publisher prints it.

    Attributes:
        name: The text, white space folded, otherwise as printed.
        kind: `alias`, `former`, `acronym` or `native`; the primary name is not given
            here but as `Record.name`.
        language: BCP 47 code (`en`, `zh`, `ru`), `und` where not known.
        quality: `weak` for a name too short or too common to match on its own.
        source: Where the name comes from: `list`, or a citation for an overlay.
    """

    name: str
    kind: NameKind = "alias"
    language: str = "und"
    quality: NameQuality = "strong"
    source: str = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One listed party as read from a publication.

    Attributes:
        name: Primary name, as printed.
        destination: The heading the entry stands under (`CHINA, PEOPLE'S REPUBLIC OF`),
            a part of its identity; empty where the list has none.
        relation: `subordinate` or `affiliate` for a child, else `listed`.
        matchable: False for an entry that is an address or a place, not a name.
        quality: `weak` for a primary name too short or too common to match on its own.
        names: Further names (aliases, former, acronyms), in printed order.
        countries: ISO 3166 alpha-2 codes, in printed order.
        addresses: Addresses, each on one line.
        citations: Normalised citations, such as `84 FR 54004 (2019-10-09)`.
        license_requirement: As printed, footnote marks removed.
        license_policy: As printed, footnote marks removed.
        sublists: Sub-list codes, such as `(ii)`.
        scope: A clause that widens the entry, such as `and subsidiaries`; of a child,
            the words of its parent's listing that cover it.
        first_listed: First known date on the list.
        effective_date: The date the publisher now shows.
        children: Bodies named under this entry.
        raw: The publisher's own cell, line breaks kept.
    """

    name: str
    destination: str = ""
    relation: Relation = "listed"
    matchable: bool = True
    quality: NameQuality = "strong"
    names: tuple[ListedName, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    license_requirement: str | None = None
    license_policy: str | None = None
    sublists: tuple[str, ...] = ()
    scope: str | None = None
    first_listed: date | None = None
    effective_date: date | None = None
    children: tuple[Record, ...] = field(default=())
    raw: str = ""


def fold_identity(name: str) -> str:
    """Fold a name to the letters and digits that identify it across versions.

    Case, accents, punctuation and spacing go: a publisher's change from an en dash to a
    hyphen is not a new entry. This fold is frozen, unlike the matcher's.

    Example:
        >>> fold_identity("Xi’an Sanjiang Space Group Co., Ltd.")
        'xiansanjiangspacegroupcoltd'
    """
    plain = name.casefold()
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_ALNUM.sub("", plain)


def entry_id(
    list_id: str, name: str, *, destination: str = "", parent_id: str | None = None
) -> str:
    """Return the identity of the only entry of that name, destination and parent.

    Example:
        >>> entry_id("demo", "Acme Ltd.") == entry_id("demo", "ACME Ltd")
        True
    """
    return _hash(_identity(list_id, name, destination, parent_id))


def content_hash(row: Mapping[str, object]) -> str:
    """Return the hash of what an `ENTRIES` row says, its raw cell left out."""
    content = [row[column] for column in ENTRIES if column not in _NOT_CONTENT]
    return _hash(json.dumps(content, ensure_ascii=False, default=str))


def to_entries(
    list_id: str, records: Iterable[Record], *, source_class: SourceClass
) -> pl.DataFrame:
    """Turn the records of one list into an `ENTRIES` frame, sorted by name then id.

    Example:
        >>> frame = to_entries("demo", [Record(name="Acme Ltd.")], source_class="law")
        >>> frame.select("entry_name", "relation").row(0)
        ('Acme Ltd.', 'listed')
    """
    rows = list(_rows(list_id, records, source_class))
    return pl.DataFrame(rows, schema=ENTRIES, orient="row").sort(
        "entry_name", "entry_id"
    )


def names_of(entries: pl.DataFrame) -> pl.DataFrame:
    """Return every name of an `ENTRIES` frame as a row of `NAMES`, in printed order.

    Example:
        >>> frame = to_entries("demo", [Record(name="Acme Ltd.")], source_class="law")
        >>> names_of(frame).select("name", "kind").row(0)
        ('Acme Ltd.', 'primary')
    """
    return (
        entries.select("list_id", "entry_id", "names")
        .explode("names")
        .drop_nulls("names")
        .unnest("names")
        .select(NAMES.names())
    )


def _rows(
    list_id: str, records: Iterable[Record], source_class: SourceClass
) -> Iterator[tuple[object, ...]]:
    seen: Counter[str] = Counter()

    def visit(record: Record, parent_id: str | None) -> Iterator[tuple[object, ...]]:
        identity = _unique_id(list_id, record, parent_id, seen)
        row: dict[str, object] = {
            "list_id": list_id,
            "entry_id": identity,
            "entry_name": record.name,
            "relation": record.relation,
            "parent_id": parent_id,
            "names": _names(record),
            "countries": _unique(record.countries),
            "addresses": _unique(record.addresses),
            "citations": _unique(record.citations),
            "license_requirement": record.license_requirement,
            "license_policy": record.license_policy,
            "sublists": _unique(record.sublists),
            "scope": record.scope,
            "source_class": source_class,
            "first_listed": record.first_listed,
            "effective_date": record.effective_date,
            "removed_on": None,
            "raw": record.raw,
        }
        row["content_hash"] = content_hash(row)
        yield tuple(row[column] for column in ENTRIES)
        for child in record.children:
            yield from visit(child, identity)

    for record in records:
        yield from visit(record, None)


def _unique_id(
    list_id: str, record: Record, parent_id: str | None, seen: Counter[str]
) -> str:
    identity = _identity(list_id, record.name, record.destination, parent_id)
    if seen[identity] and record.citations:
        identity = f"{identity}|{record.citations[0]}"
    count = seen[identity]
    seen[identity] += 1
    return _hash(f"{identity}|{count}" if count else identity)


def _identity(list_id: str, name: str, destination: str, parent_id: str | None) -> str:
    folded = (fold_identity(destination), parent_id or "", fold_identity(name))
    return "|".join((list_id, *folded))


def _names(record: Record) -> list[dict[str, str]]:
    if not record.matchable:
        return []
    primary = {
        "name": record.name,
        "kind": "primary",
        "language": "und",
        "quality": record.quality,
        "source": "list",
    }
    names = {record.name: primary}
    for item in record.names:
        names.setdefault(
            item.name,
            {
                "name": item.name,
                "kind": item.kind,
                "language": item.language,
                "quality": item.quality,
                "source": item.source,
            },
        )
    return list(names.values())


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
