"""One entity cell of the Entity List, read into a party and the parties under it.

The same grammar serves the eCFR text and the rules in the Federal Register.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.entity_addresses import split_addresses
from uyghurscreen.lists.entity_blocks import Block, read_blocks
from uyghurscreen.lists.entity_names import (
    MARK,
    NamePiece,
    name_quality,
    read_names,
    split_loose_alias,
    take_brackets,
)
from uyghurscreen.lists.entity_words import (
    looks_like_address,
    segments,
    split_outside,
)
from uyghurscreen.lists.name_address import clean_name, split_name_address
from uyghurscreen.lists.records import ListedName
from uyghurscreen.typing import Relation

__all__ = ["Party", "read_cell"]

_ADDRESS_ONLY: Final = re.compile(r"^(Address \d+)\b[,:]?\s*(.*)$")
_PLACE: Final = re.compile(r"^(.+? Field),?\s+(in the .+)$")
_GROUP: Final = re.compile(r"^(.+?),?\s+(including .+ wherever located\b.*)$")
_CLASS_OF_SITES: Final = re.compile(r"^Nuclear reactors\b")
_INCLUDES: Final = re.compile(r",?\s*(?:and )?to include the following\b[^.]*(?=\.|$)")
_ALSO_ANY: Final = re.compile(r";\s*and (any .+)$")
_BRACKETED_ADDRESS: Final = re.compile(r",?\s*\(Address: ([^()]*)\)")
_ENDED: Final = re.compile(r"(?:[;,.:]|\band)$")
_PRECEDING: Final = re.compile(r";?\s*\(all of preceding located ([^()]*)\)")
_BOX: Final = re.compile(r",\s*(?=P\.?\s?O\.?\s?Box\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What one cell, or one body in it, says.

    Attributes:
        name: Primary name, as printed.
        relation: How it stands to the party above it.
        matchable: False for an address, a place, a class of sites or a heading.
        names: Aliases, former names and acronyms, in printed order.
        addresses: Addresses, each on one line.
        scope: A clause that widens the listing.
        declared: The number of aliases the cell says follow, None where it says none.
        counted: The number of alias items that do follow.
        children: The parties named under this one.
    """

    name: str
    relation: Relation = "listed"
    matchable: bool = True
    names: tuple[ListedName, ...] = ()
    addresses: tuple[str, ...] = ()
    scope: str | None = None
    declared: int | None = None
    counted: int = 0
    children: tuple[Party, ...] = ()


def read_cell(text: str) -> Party:
    r"""Read one entity cell, line breaks as `\n`.

    Example:
        >>> party = read_cell(
        ...     "Suntac Group, a.k.a., the following one alias:\n"
        ...     "—Suntac International Trading Co.\n\nYangon, Burma."
        ... )
        >>> party.name, party.names[0].name, party.addresses
        ('Suntac Group', 'Suntac International Trading Co.', ('Yangon, Burma',))
    """
    return _party(read_blocks(text), inherited=())


def _party(block: Block, inherited: tuple[str, ...]) -> Party:
    if block.heading:
        return _heading(block)
    read = _with_aliases if block.listing else _without_aliases
    party = read(block)
    shared = party.addresses if block.shared else ()
    return Party(
        name=party.name,
        relation=block.relation,
        matchable=party.matchable,
        names=party.names,
        addresses=party.addresses or inherited,
        scope=party.scope,
        declared=block.declared,
        counted=party.counted,
        children=tuple(_party(child, shared) for child in block.children),
    )


def _heading(block: Block) -> Party:
    """Read a head that only introduces the bodies under it; no name to match."""
    children = tuple(_party(child, ()) for child in block.children)
    name = clean_name(block.head)
    if len(children) == 1:
        name = f"{name} subordinate institution: {children[0].name}"
    return Party(name=name, matchable=False, children=children)


def _without_aliases(block: Block) -> Party:
    return _special(block) or _plain(block)


def _special(block: Block) -> Party | None:
    """Read a cell that lists no name: an address, a place, a class of sites."""
    lines = [block.head, *block.tail]
    if match := _ADDRESS_ONLY.match(block.head):
        addresses = split_addresses([match[2], *block.tail])
        return Party(name=match[1], matchable=False, addresses=addresses)
    if match := _PLACE.match(block.head):
        place = clean_name(match[2])
        return Party(name=match[1], matchable=False, addresses=(place,))
    if match := _GROUP.match(" ".join(lines)):
        return Party(name=clean_name(match[1]), scope=match[2])
    if _CLASS_OF_SITES.match(block.head):
        return Party(name=clean_name(block.head), matchable=False)
    return None


def _plain(block: Block) -> Party:
    """Read `NAME, ADDRESS`, with at most a bare `a.k.a.` between the two."""
    text, bracketed = take_brackets(block.head)
    name, *alias = re.split(rf"[\s,;]*(?={MARK})", text, maxsplit=1, flags=re.I)
    address = ""
    if alias:
        mark = re.match(MARK, alias[0], re.IGNORECASE)
        rest = alias[0][mark.end() :] if mark else alias[0]
        aliases, address = split_loose_alias(rest)
        if not aliases:
            aliases, address = split_name_address(rest)
        bracketed.append(f"{mark[0] if mark else ''} {aliases}")
    elif not block.alone:
        name, address = split_name_address(name)
    piece = read_names(f"{name} {' '.join(f'({b})' for b in bracketed)}")
    addresses = split_addresses([address, *block.tail] if address else block.tail)
    return Party(name=piece.name, names=piece.others, addresses=addresses)


def _with_aliases(block: Block) -> Party:
    """Read a head with an announced list of aliases."""
    items = _mend_torn(block.items, block.declared) or _inline_items(
        block.inline, block.declared
    )
    head = read_names(block.head)
    names = list(head.others)
    addresses: list[str] = []
    scope: str | None = None
    counted = 0
    for index, line in enumerate(items):
        item = line
        last = index == len(items) - 1 and not block.tail
        if match := _ALSO_ANY.search(item):
            item, scope = item[: match.start()], clean_name(match[1])
        piece, address = _alias(item, may_hold_address=last)
        addresses += [address] if address else []
        if not piece.name:
            continue
        counted += 1
        if _CLASS_OF_SITES.match(piece.name):
            scope = "; ".join(filter(None, (scope, piece.name)))
            continue
        if not head.name:
            head = piece
            continue
        alias = ListedName(piece.name, quality=name_quality(piece.name))
        names += [alias, *piece.others]
    return Party(
        name=head.name,
        names=tuple(dict.fromkeys(names)),
        addresses=split_addresses([*(f"{a};" for a in addresses), *block.tail]),
        scope=scope,
        counted=counted,
    )


def _mend_torn(items: list[str], declared: int | None) -> list[str]:
    """Join a name torn at its own dash: `OOO Neft`, `Aktiv; and`, one item too many."""
    torn = [i for i, item in enumerate(items[:-1]) if not _ENDED.search(item)]
    if declared is None or len(items) != declared + 1 or len(torn) != 1:
        return items
    at = torn[0]
    return [*items[:at], f"{items[at]}-{items[at + 1]}", *items[at + 2 :]]


def _inline_items(text: str, declared: int | None) -> list[str]:
    """Split aliases printed on the line that announces them; the last may run on."""
    if not text:
        return []
    parts = split_outside(text, ";")
    count = max(1, declared or 1) - 1
    items = [part.strip() for part in parts[:count]]
    return [*items, ";".join(parts[count:]).strip()]


def _alias(item: str, *, may_hold_address: bool) -> tuple[NamePiece, str]:
    """Read one alias item: its names, and the address that may run on in it."""
    text = _INCLUDES.sub("", item)
    text = re.sub(r"^and\s+", "", text)
    address = ""
    if match := _PRECEDING.search(text) or _BRACKETED_ADDRESS.search(text):
        address, text = match[1], text[: match.start()]
    elif (box := _BOX.search(text)) and not may_hold_address:
        address, text = text[box.end() :], text[: box.start()]
    else:
        name, rest = split_name_address(text)
        parts = segments(rest.split(";")[0])
        place = len(parts) > 1 and to_iso2(parts[-1].rstrip(".")) is not None
        if place or (may_hold_address and any(map(looks_like_address, parts))):
            text, address = name, rest
    return read_names(text), address
