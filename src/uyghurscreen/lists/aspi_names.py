"""How ASPI writes names: `English (中文)`, with acronyms and abbreviations beside them.

Brackets are ASCII or full-width, at times one of each, and names hold brackets of their
own: `China University of Geosciences (Wuhan) (中国地质大学)`, `山东大学（威海）`. The
last bracket that balances is the one that carries the Chinese name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uyghurscreen.lists.records import ListedName
from uyghurscreen.typing import NameKind, NameQuality

__all__ = [
    "alias_names",
    "ascii_brackets",
    "has_han",
    "is_acronym",
    "last_bracket",
    "listed_name",
]

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_FULL_WIDTH: Final = str.maketrans("（）", "()")
_ACRONYM: Final = re.compile(r"[A-Z][A-Z/]+")
_AKA: Final = re.compile(r" \(a\.k\.a\.,? (?P<other>[^()]+)\)$")
_WEAK_LATIN: Final = 5
_WEAK_HAN: Final = 3


def has_han(text: str) -> bool:
    """Tell whether a text holds a Chinese character.

    Example:
        >>> has_han("Beihang"), has_han("北航")
        (False, True)
    """
    return _HAN.search(text) is not None


def ascii_brackets(text: str) -> str:
    """Return the text with ASCII brackets, each at its old place.

    Example:
        >>> ascii_brackets("山东大学（威海）")
        '山东大学(威海)'
    """
    return text.translate(_FULL_WIDTH)


def last_bracket(text: str) -> tuple[str, str | None, str]:
    """Split a text at its last top-level bracket: before, inside (or None), after.

    A last bracket that is never closed counts as closed at the end.

    Example:
        >>> last_bracket("China University of Geosciences (Wuhan) (中国地质大学)")
        ('China University of Geosciences (Wuhan)', '中国地质大学', '')
        >>> last_bracket("熊猫")
        ('熊猫', None, '')
    """
    plain = ascii_brackets(text)
    depth, start, found = 0, 0, None
    for position, char in enumerate(plain):
        if char == "(":
            start = start if depth else position
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            found = (start, position) if depth == 0 else found
    if depth:
        found = (start, len(text))
    if found is None:
        return text.strip(), None, ""
    opened, closed = found
    return (
        text[:opened].strip(),
        text[opened + 1 : closed].strip(),
        text[closed + 1 :].strip(),
    )


def is_acronym(text: str) -> bool:
    """Tell whether a name is capitals alone, such as `NUDT` or `A/SEU`."""
    return _ACRONYM.fullmatch(text) is not None


def listed_name(name: str, *, weak: bool = False) -> ListedName:
    """Return a further name with its kind, language and quality.

    Chinese names are `native`, capitals alone an `acronym`, the rest an `alias`. A
    Chinese name of up to three characters (`北大`) is an abbreviation: an `acronym`.
    Acronyms of up to five capitals and Chinese ones of up to three characters are weak:
    `HIT` and `SPA` are words, `USC` and `NEU` other universities.

    Args:
        name: The name.
        weak: True to mark it weak in any case.

    Example:
        >>> listed_name("HEBUST").quality, listed_name("SPA").quality
        ('strong', 'weak')
    """
    kind: NameKind = "alias"
    short = False
    if has_han(name):
        short = len(name) <= _WEAK_HAN
        kind = "acronym" if short else "native"
    elif is_acronym(name):
        short = len(name) <= _WEAK_LATIN
        kind = "acronym"
    quality: NameQuality = "weak" if weak or short else "strong"
    return ListedName(
        name, kind=kind, language="zh" if has_han(name) else "en", quality=quality
    )


def alias_names(alias: str, *, weak: bool = False) -> Iterator[ListedName]:
    """Yield the names in one alias: two where a bracket holds its acronym or an a.k.a.

    A bracket that holds another body's acronym stays in the name as printed.

    Args:
        alias: The alias as printed.
        weak: True to mark it weak in any case.

    Example:
        >>> [n.name for n in alias_names("China Academy of Space Technology (CAST)")]
        ['China Academy of Space Technology', 'CAST']
    """
    if found := _AKA.search(alias):
        yield from alias_names(alias[: found.start()], weak=weak)
        yield from alias_names(found["other"], weak=weak)
        return
    name, inside, after = last_bracket(alias)
    if inside and not after and inside == "".join(c for c in name if c.isupper()):
        yield listed_name(name, weak=weak)
        yield listed_name(inside)
    else:
        yield listed_name(alias, weak=weak)
