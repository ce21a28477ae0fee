"""The lines of an Entity List cell, sorted into the bodies they speak of.

A cell names one body, or one and the bodies under it. Each body has a head, maybe a
list of aliases and maybe address lines:

    NAME, a.k.a., the following two aliases:
    —ALIAS; and
    —ALIAS.

    ADDRESS; and ADDRESS.

The publication marks alias lines with a dash, most of the time; where it does not, an
open list (its last line ended in a semicolon) and the look of the line decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from uyghurscreen.lists.entity_addresses import drop_cross_references
from uyghurscreen.lists.entity_words import looks_like_address, segments
from uyghurscreen.lists.name_address import split_name_address
from uyghurscreen.typing import Relation

__all__ = ["Block", "read_blocks"]

_NUMBERS: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_FOLLOWING: Final = r"follow(?:ing)?"
_HEADER: Final = re.compile(
    rf"""[\s,;]*(?:\b a\.?\s?k\.\s?a\b\.?,?\s*|(?:\band\s+)?(?=the\s+following\b))
    (?:(?:as|including)\s+)? (?:the\s+)?(?:{_FOLLOWING}\s+)?(?:the\s+{_FOLLOWING}\s+)?
    (?:(?P<count>{"|".join(_NUMBERS)}|\d+)\s+)?
    (?P<noun>alias(?:es)?|entity|entities)\b
    (?:,?\s*(?:and|including)\b[^:]*\binstitutions?)?
    \s*[:,;]*""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE_HEADER: Final = re.compile(r"[\s,;]*\ba\.\s?k\.\s?a\b\.?,?:?$", re.IGNORECASE)
_DASH: Final = re.compile(r"^(?:&?mdash;|[—–-])\s*")
_GLUED_DASH: Final = re.compile(
    r"(?<=[:;])[ \t]*(?:and\s+)?[—–-]\s?(?=[^\W_]|[“‘'\"(])", re.IGNORECASE
)
_SUBORDINATE: Final = re.compile(r"^Subordinate institutions?\b:?\s*(.*)$", re.I)
_AFFILIATES: Final = re.compile(r"^Affiliated entities\s*:?$", re.IGNORECASE)
_APPLY_TO_ALL: Final = re.compile(
    r"The following address(?:es)? appl(?:y|ies) to the entity[^:]*:\s*", re.IGNORECASE
)
_UNDER_PARENT: Final = re.compile(
    r"^((?:(?!\bfollowing\b).)+?)\s+subordinate institution:\s*(.*)$", re.IGNORECASE
)
_HEADING: Final = re.compile(r"^The following (.+?) entities:$", re.IGNORECASE)
_SUB_ENTITIES: Final = re.compile(
    r"[;,]?\s*and the following (?:\w+ )?subordinate entities:$", re.IGNORECASE
)
_STILL_OPEN: Final = re.compile(r"(?:[;,]|\band)$", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """One body of a cell, its text sorted but not yet read.

    Attributes:
        relation: `listed` for the body of the row itself.
        head: The text before the alias list, or the whole where there is none.
        heading: True where the head only introduces the bodies under it.
        alone: True where the head is a line of its own that ends in a comma.
        listing: True where an alias list was announced.
        declared: The number of aliases announced.
        inline: What follows the announcement on its own line.
        items: The alias lines.
        tail: The address lines.
        tail_apart: True where a blank line parts them from what is above.
        children: The bodies under this one.
        shared: True where the addresses hold for the bodies under this one too.
    """

    relation: Relation = "listed"
    head: str = ""
    heading: bool = False
    alone: bool = False
    listing: bool = False
    declared: int | None = None
    inline: str = ""
    items: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    tail_apart: bool = False
    children: list[Block] = field(default_factory=list)
    shared: bool = False

    def begin(self, text: str, *, bare_list: bool = False, apart: bool = False) -> None:
        """Read the first line of the body."""
        header = _HEADER.search(text)
        if header is None and bare_list:
            header = _BARE_HEADER.search(text)
        if header is None:
            self.head, self.alone = text, text.rstrip().endswith(",")
            return
        self.head, self.listing = text[: header.start()], True
        groups = header.groupdict()
        self.declared = _number(groups.get("count"), groups.get("noun"))
        rest = text[header.end() :].strip()
        if rest and looks_like_address(split_name_address(rest)[0]):
            self.tail.append(rest)
            self.tail_apart = apart
        else:
            self.inline = rest

    def under(self, relation: Relation) -> Block:
        """Open a body under this one."""
        child = Block(relation)
        self.children.append(child)
        return child

    @property
    def open(self) -> bool:
        """Whether the alias list goes on: nothing in it yet, or a semicolon last."""
        if not self.listing or self.inline or self.tail:
            return False
        return not self.items or _STILL_OPEN.search(self.items[-1]) is not None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    dashed: bool
    apart: bool
    before_dash: bool


def read_blocks(text: str) -> Block:
    """Sort the lines of one cell into its body and the bodies under it."""
    root = current = Block()
    nested: Relation | None = None  # how every further body of the cell is related
    for line in _lines(text):
        if match := _SUBORDINATE.match(line.text):
            current = root.under("subordinate")
            if match[1]:
                current.begin(match[1], apart=line.apart)
        elif _AFFILIATES.match(line.text):
            nested, current = "affiliate", root.under("affiliate")
        elif match := _APPLY_TO_ALL.match(line.text):
            current, root.shared = root, True
            root.tail += [line.text[match.end() :]] if line.text[match.end() :] else []
        elif not current.head and not current.listing:
            nested, current = _begin(root, current, line, nested)
        elif line.dashed and nested == "subordinate" and not current.open:
            current = root.under("subordinate")
            current.begin(line.text, bare_list=line.before_dash)
        elif line.dashed and current.listing:
            cut = _SUB_ENTITIES.search(line.text)
            nested = "subordinate" if cut else nested
            current.items.append(line.text[: cut.start()] if cut else line.text)
        elif line.dashed:  # no list was announced: the dash is the text's own
            current.head += f"—{line.text}"
        elif current.open and not line.apart and not _opens_address(line.text):
            current.items.append(line.text)
        elif nested == "affiliate" and (
            current.tail or not current.listing or not _opens_address(line.text)
        ):
            current = root.under("affiliate")
            current.begin(line.text, bare_list=line.before_dash)
        else:
            current.tail_apart |= line.apart
            current.tail.append(line.text)
    if nested is None:
        _hand_up_addresses(root)
    return root


def _begin(
    root: Block, current: Block, line: _Line, nested: Relation | None
) -> tuple[Relation | None, Block]:
    """Read the first line of a body; it may only introduce another."""
    if current is root and (match := _HEADING.match(line.text)):
        root.head, root.heading = match[1], True
        return "subordinate", root
    if current is root and (match := _UNDER_PARENT.match(line.text)):
        root.head, root.heading = match[1], True
        child = root.under("subordinate")
        if match[2]:
            child.begin(match[2], bare_list=line.before_dash)
        return nested, child
    current.begin(line.text, bare_list=line.before_dash, apart=line.apart)
    return nested, current


def _hand_up_addresses(root: Block) -> None:
    """Give the body the addresses that close the cell, where it has none of its own."""
    last = root.children[-1] if root.children else None
    if last and last.tail_apart and not (root.tail or root.heading or root.inline):
        root.tail, last.tail, root.shared = last.tail, [], True


def _lines(text: str) -> Iterator[_Line]:
    text = drop_cross_references(text.replace(";'", "';"))
    text = _GLUED_DASH.sub("\n—", text)
    text = re.sub(r"\n\s*(?=\([af]\.\s?k\.\s?a)", " ", text)
    raw = [" ".join(line.split()) for line in text.splitlines()]
    apart = False
    for index, line in enumerate(raw):
        if not line:
            apart = True
            continue
        following = next((later for later in raw[index + 1 :] if later), "")
        yield _Line(
            text=_DASH.sub("", line),
            dashed=_DASH.match(line) is not None,
            apart=apart,
            before_dash=_DASH.match(following) is not None,
        )
        apart = False


def _opens_address(text: str) -> bool:
    parts = segments(text)
    return bool(parts) and looks_like_address(parts[0])


def _number(word: str | None, noun: str | None) -> int | None:
    if word is None:
        return 1 if noun and noun.lower() in {"alias", "entity"} else None
    lowered = word.lower()
    return _NUMBERS.index(lowered) + 1 if lowered in _NUMBERS else int(word)
