"""What the name and alias cells of the Consolidated Screening List really say.

The cells are typed by hand: a name may carry its parent, a scope clause, former names
or the words of the sentence it was cut from; an alias cell may hold several aliases or
half a one. What is taken off a name stays in the entry's `raw` cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.entity_names import name_quality, read_names
from uyghurscreen.lists.name_address import clean_name
from uyghurscreen.lists.records import ListedName
from uyghurscreen.typing import NameKind, Relation

__all__ = ["CslName", "read_aliases", "read_name", "repair_text"]

# Text of an old DOS code page (437, 850) that was read as Latin-1 or Windows-1252.
_CODE_PAGE: Final = {"ÿ": " ", "\x81": "ü", "\x82": "é", "\x87": "ç", "\x8a": "è"}
_IN_WORD: Final = {"‚": "é", "¢": "ó"}
_LOST_APOSTROPHE: Final = re.compile(r"(?<=[\w)])\?(?=s\b)")

_CHILD: Final = re.compile(
    r"^(?P<parent>.+?)(?:\.\s+(?P<kind>Subordinate Institution|Affiliated Entity)"
    r"\s*[-–:]|, and (?P<entity>subordinate) entity)\s+(?P<child>.+)$",
    re.IGNORECASE,
)
_SCOPE: Final = re.compile(
    r"[;,]?\s+(?P<scope>and (?:any successor|its sub-?units)\b.*"
    r"|including (?:the )?[^,;]* and all operating units\b.*)$",
    re.IGNORECASE,
)
_NATIONALITY: Final = re.compile(
    r"\s*\((?P<country>[^()]+?) (?:entity|individual|national)\)", re.IGNORECASE
)
_ADJECTIVES: Final = {"Russian": "RU"}
_RELATIVE: Final = re.compile(
    r"\s*\((?:an? (?:subordinate|subsidiary)\b|parent organization:).*\)$",
    re.IGNORECASE,
)
_HEADER_LEFT: Final = re.compile(
    r",?\s*\b[af]\.?k\.?a\b\.?,? the following\b[^,;]*$", re.IGNORECASE
)
_UNMATCHABLE: Final = re.compile(
    r"^Address \d+$|\bfacilities: |\bNuclear reactors \(including power plants\)"
)
_MARK: Final = r"(?P<mark>[af])\.?\s?k\.?\s?a\.?"
_BRACKET_MARK: Final = re.compile(rf"(?P<open>[(\[])\s*{_MARK}\b[\s.,:]*", re.I)
_DASH_MARK: Final = re.compile(
    rf"(?:\s*[,;-]\s*{_MARK}s?\b\s*[.,-]?\s*|\s+(?P<slashed>[af])/k/a\s+)", re.I
)
_LEADING_MARK: Final = re.compile(rf"^{_MARK},?\s+(?=\S)", re.I)
_NO_NAME: Final = re.compile(r"^(?:and|or|\(all of preceding\b.*\))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CslName:
    """A name cell, taken apart.

    Attributes:
        name: The party's own name.
        others: Aliases, former names and acronyms found in the cell.
        relation: `subordinate` or `affiliate` where the cell names a parent as well.
        parent: The parent as printed, else None.
        scope: A clause that widens the entry.
        country: The country of a remark such as `(PRC entity)`.
        matchable: False for an address or a class of facilities.
    """

    name: str
    others: tuple[ListedName, ...] = ()
    relation: Relation = "listed"
    parent: str | None = None
    scope: str | None = None
    country: str | None = None
    matchable: bool = True


def repair_text(text: str) -> str:
    """Undo code page damage and fold white space.

    Example:
        >>> repair_text("Hangxing Electronics (Lianyungang) Co., Ltd.ÿ")
        'Hangxing Electronics (Lianyungang) Co., Ltd.'
    """
    for damaged, meant in _CODE_PAGE.items():
        text = text.replace(damaged, meant)
    for damaged, meant in _IN_WORD.items():
        text = re.sub(rf"(?<=\w){damaged}(?=\w)", meant, text)
    return " ".join(_LOST_APOSTROPHE.sub("’", text).split())


def read_name(cell: str) -> CslName:
    """Take a name cell apart.

    Example:
        >>> found = read_name("LTS Holding Limited (f.k.a. IPP-Petroleum Ltd.)")
        >>> found.name, [(n.name, n.kind) for n in found.others]
        ('LTS Holding Limited', [('IPP-Petroleum Ltd.', 'former')])
    """
    text, scope = _take(_SCOPE, repair_text(cell))
    text, country = _take_country(text)
    parent, relation = None, None
    if match := _CHILD.match(text):
        parent = clean_name(match["parent"])
        relation = match["kind"] or match["entity"]
        text = match["child"]
    text = _RELATIVE.sub("", _HEADER_LEFT.sub("", text))
    piece = read_names(_dotted_marks(text))
    # A full stop ends a sentence in the Entity List, but here it is the publisher's.
    name = f"{piece.name}." if text.endswith(f"{piece.name}.") else piece.name
    return CslName(
        name=name,
        others=piece.others,
        relation=_relation(relation),
        parent=parent,
        scope=scope,
        country=country,
        matchable=_UNMATCHABLE.search(name) is None,
    )


def read_aliases(cell: str) -> tuple[ListedName, ...]:
    """Read an alias cell, its aliases parted by semicolons.

    Example:
        >>> [(n.name, n.kind) for n in read_aliases("F.K.A. Alite; -CJSC VAD")]
        [('Alite', 'former'), ('CJSC VAD', 'alias')]
    """
    names: list[ListedName] = []
    for part in cell.split(";"):
        text = re.sub(r"^[-–—\s]+(?=[A-Z“\"'])", "", repair_text(part))
        if ")" in text and "(" not in text:
            text = text.replace(")", "")
        if _NO_NAME.match(text):
            continue
        kind: NameKind = "alias"
        if match := _LEADING_MARK.match(text):
            kind = "former" if match["mark"] in "fF" else "alias"
            text = text[match.end() :]
        piece = read_names(_dotted_marks(text))
        if piece.name:
            own = ListedName(piece.name, kind=kind, quality=name_quality(piece.name))
            names += [own, *piece.others]
    return tuple(dict.fromkeys(names))


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    match = pattern.search(text)
    if match is None:
        return text, None
    return text[: match.start()], match["scope"]


def _take_country(text: str) -> tuple[str, str | None]:
    match = _NATIONALITY.search(text)
    if match is None:
        return text, None
    country = match["country"]
    code = _ADJECTIVES.get(country) or to_iso2(country)
    return text[: match.start()] + text[match.end() :], code


def _relation(word: str | None) -> Relation:
    if word is None:
        return "listed"
    return "affiliate" if word.casefold().startswith("affiliated") else "subordinate"


def _dotted_marks(text: str) -> str:
    """Write `(AKA: X)`, `[aka X]` and `-AKA- X` as `read_names` expects them."""
    bracketed = _BRACKET_MARK.search(text)
    if bracketed and bracketed["open"] == "[":
        text = text.replace("[", "(").replace("]", ")")
    text = _BRACKET_MARK.sub(lambda m: f"({m['mark'].lower()}.k.a., ", text)
    return _DASH_MARK.sub(
        lambda m: f", {(m['mark'] or m['slashed']).lower()}.k.a., ", text
    )
