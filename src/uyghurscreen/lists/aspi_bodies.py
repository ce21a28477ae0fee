"""The subsidiaries and laboratories that ASPI's university tracker names in free text.

Each line is meant to be `English (中文)`. Real lines also hold remarks on the line
before, campuses, places, second names and broken brackets. A name is read; a remark is
skipped with its reason (`Skipped`); a line that is neither is refused. No remark is
ever put into the output, only names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.aspi_names import (
    ascii_brackets,
    has_han,
    is_acronym,
    last_bracket,
)

__all__ = ["Body", "Skipped", "is_generic", "read_body"]


@dataclass(frozen=True, slots=True)
class Body:
    """A named subsidiary or laboratory.

    Attributes:
        name: English name, or the Chinese one where there is no English.
        others: Further names, English and Chinese, in printed order.
        probable: True where the tracker itself marks it as probable.
        country: ISO code where the tracker prints one other than mainland China.
    """

    name: str
    others: tuple[str, ...] = ()
    probable: bool = False
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that names no separate body, and why it is skipped."""

    text: str
    reason: str


_REMARKS: Final = {
    "partner of the laboratory above": r"\(?(?:Jointly|Possibly run|Linked to)\b",
    "another name of the laboratory above, not told to which line it belongs": (
        r"(?:Also (?:known|referred)|Aka\b|Literally|One of the lab|Possibly the same"
        r"|May (?:also )?(?:be )?(?:known|another|the|part)\b)"
    ),
    "where the laboratory above is": r"(?:Located|Based in|Under)\b",
    "history of the laboratory above": (
        r"(?:Established|Originally|Previously|In \d{4})\b"
    ),
    "remark on the laboratory above": (
        r"(?:This|The lab|It is|Does not|Not included|Hosts|Probably|A defence"
        r"|Unspecified)\b"
    ),
    "a campus, not a separate body": r"[\w’']+ Campus(?: \(|$)",
    "the partner's number is cut off": r".*(?:’s|^Norinco) \d+$",
    "the topic is blacked out": r".*XX",
}
_SKIP: Final = tuple((reason, re.compile(p)) for reason, p in _REMARKS.items())

# Lines whose names do not follow the pattern, each by its first words.
_REPAIRS: Final = {
    "First Affiliated Hospital/": Body(
        "Southwest Hospital", ("First Affiliated Hospital", "第一附属医院", "西南医院")
    ),
    "Second Affiliated Hospital/": Body(
        "Xinqiao Hospital", ("Second Affiliated Hospital", "第二附属医院", "新桥医院")
    ),
    "Third Affiliated Hospital/": Body(
        "Army Characteristic Medical Center",
        (
            "Daping Hospital",
            "Third Affiliated Hospital",
            "陆军特色医学中心",
            "大坪医院",
            "第三附属医院",
        ),
    ),
    "CASC 10th Academy,": Body(
        "CASC 10th Academy", ("China Academy of Aerospace Aerodynamics",)
    ),
}
_SPELLING: Final = {
    "ScienceonRadiochemistryandRadiation": "Science on Radiochemistry and Radiation",
    "KeyLaboratoryofSoftware": "Key Laboratory of Software",
    "KeyLaboratory": "Key Laboratory",
    "KeyLab ": "Key Lab ",
    "&Technology": "& Technology",
    "Defence Ley ": "Defence Key ",
    "计算机学院拥有高性能计算": "高性能计算",
}
_PLACES: Final = {
    "Austria": "AT",
    "Germany": "DE",
    "Hong Kong": "HK",
    "Shanghai": "CN",
    "Shenzhen": "CN",
    "Singapore": "SG",
    "Tianjin": "CN",
}
_PROVINCE: Final = re.compile(r"[A-Z][a-z]+, [A-Z][a-z]+ Province")
_AKA: Final = re.compile(
    r",? (?:a\.?k\.?a\.?|now known as|also known as)(?: the)? ", re.IGNORECASE
)
_OR: Final = re.compile(r" / | or (?=[A-Z])")
_CHINESE_OR: Final = re.compile(r"\s*/\s*|\s+or\s+")
_GLOSS: Final = re.compile(r" ?\[[^\]]*\]")
_CATEGORY: Final = re.compile(r"\s*\([Bb]类\)")
_LATIN_CATEGORY: Final = re.compile(r"\s*\(B-category\)")
_QUOTES: Final = re.compile(r"[“”]")
_SENTENCE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|does|may|which|that)\b|\.$(?<!Ltd\.)(?<!Co\.)"
)
_SHORTEST_CHINESE_NAME: Final = 4

# Words that name an organ's kind or field, and the seats of branches.
_ORGAN_WORD: Final = re.compile(
    r"academy|advanced|aerospace|affiliated|and|artificial|attack|base|"
    r"basic|blockchain|center|changshu|chemical|college|command|"
    r"communications|computing|control|countermeasures|cyberspace|defense|"
    r"department|education|electronic|electronics|encryption|engineering|"
    r"experimental|first|frontier|fuzhou|geospatial|graduate|hospital|"
    r"information|innovation|institute|intelligence|interdisciplinary|"
    r"international|lab|laboratory|logistics|machining|medical|meteorology|"
    r"military|monitoring|network|non-commissioned|numerically-controlled|"
    r"oceanography|of|officer|political|qingdao|relations|research|s&t|"
    r"school|second|service|simulations|site|southwest|space|station|"
    r"sub-academy|system|systems|teaching|technologies|technology|test|third|"
    r"training|university|unmanned|warfare|work"
)


def is_generic(name: str) -> bool:
    """Tell whether an English name is made of organ words alone.

    `Political Department` or `Institute of Systems Engineering` name an organ of its
    parent; alone they name nobody.

    Example:
        >>> is_generic("Training Department"), is_generic("Founder Group")
        (True, False)
    """
    words = name.lower().replace(",", " ").split()
    return all(_ORGAN_WORD.fullmatch(word) for word in words)


def read_body(raw: str) -> Body | Skipped:
    """Read one line of the tracker's subsidiaries or laboratories.

    Raises:
        ListParseError: If the line is neither a name nor a known kind of remark.

    Example:
        >>> read_body("Frontier Research Center (前沿交叉研究中心")
        Body(name='Frontier Research Center', others=('前沿交叉研究中心',), ...)
        >>> read_body("Jointly run with AVIC").reason
        'partner of the laboratory above'
    """
    text = " ".join(raw.replace("\\n", " ").split())
    for start, body in _REPAIRS.items():
        if text.startswith(start):
            return body
    for reason, pattern in _SKIP:
        if pattern.match(text):
            return Skipped(text, reason)
    for wrong, right in _SPELLING.items():
        text = text.replace(wrong, right)
    probable = text.startswith("[Probable] ")
    text = _GLOSS.sub("", text)
    names: list[str] = []
    country = "CN"
    for part in _AKA.split(text):
        english, inside, after = last_bracket(part)
        if inside is not None and after and not has_han(inside):
            english, inside, after = part, None, ""
        if after:
            raise ListParseError(f"{raw!r}: {after!r} follows the bracket.")
        if inside is not None and not has_han(inside):
            english, inside, country = _latin_bracket(english, inside, country)
        names += _english(english)
        names += _chinese(inside or "")
    if not names or any(_SENTENCE.search(name) for name in names):
        raise ListParseError(
            f"{raw!r} is neither a name nor a known kind of remark; teach "
            "lists/aspi_bodies.py about it."
        )
    first, *others = dict.fromkeys(names)
    return Body(first, tuple(others), probable, country)


def _latin_bracket(
    english: str, inside: str, country: str
) -> tuple[str, str | None, str]:
    if inside in _PLACES:
        return english, None, _PLACES[inside]
    if _PROVINCE.fullmatch(inside) or inside.startswith("jointly run"):
        return english, None, country
    if is_acronym(inside):
        return english, inside, country
    return f"{english} ({inside})", None, country


def _english(text: str) -> list[str]:
    parts = _OR.split(_LATIN_CATEGORY.sub("", text))
    return [part for part in (p.strip().rstrip(",") for p in parts) if part]


def _chinese(text: str) -> list[str]:
    """Return the Chinese names in a bracket, and an acronym that stands with them."""
    text = ascii_brackets(text) if _CATEGORY.search(ascii_brackets(text)) else text
    text = _QUOTES.sub("", _CATEGORY.sub("", text)).split(";")[0].strip()
    if not has_han(text):
        return [text] if text else []
    acronym, comma, rest = text.partition(", ")
    if comma and is_acronym(acronym):
        return [rest.strip(), acronym]
    parts = _CHINESE_OR.split(text)
    # "微米/纳米" is one term: a short part means that the stroke parts no names.
    if any(len(part) < _SHORTEST_CHINESE_NAME for part in parts):
        parts = re.split(r"\s+or\s+", text)
    return [part.strip() for part in parts]
