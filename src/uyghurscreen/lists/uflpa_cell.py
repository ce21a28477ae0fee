"""The grammar of a name cell of the UFLPA Entity List.

```
cell   := name ["(" intro items ")"] [scope] ["and its subsidiary" cell | ...]
intro  := "also known as" | "formerly known as"
        | ("and" | "including") NUMBER "alias[es]:"
items  := item (";" ["and"] item)*    "formerly known as" inside turns to former names
scope  := [","] "and subsidiaries" | "and its subordinate and affiliated entities"
```
Names hold commas, "and" and parentheses of their own (`Hoshine Silicon Industry
(Shanshan) Co., Ltd`, `Heze Cotton and Linen Co., Ltd.`), so items part at semicolons,
and at "and" only right after a legal form or where the printed number asks for it.
What does not fit is refused: a cell is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.records import ListedName
from uyghurscreen.typing import NameQuality

__all__ = ["NameCell", "other_names", "parse_cell"]

_NUMBERS: Final = {
    word: count
    for count, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        start=1,
    )
}
_NUMBER: Final = "|".join(_NUMBERS)

_INTRO: Final = re.compile(
    r"(?P<alias>also known as)\s|(?P<former>formerly known as)\s"
    rf"|(?:and|including)\s(?P<count>{_NUMBER})\salias(?:es)?:\s",
    re.IGNORECASE,
)
_SCOPE: Final = re.compile(
    r",?\s(?P<scope>and (?:its )?(?:subsidiaries|subordinate and affiliated entities))"
    r"\.?$",
    re.IGNORECASE,
)
_SUBSIDIARIES: Final = re.compile(
    r"^(?P<parent>.+?),? (?P<words>and its (?:subsidiary|(?P<count>" + _NUMBER + r")"
    r"(?: [\w-]+-based)? subsidiaries(?=,? (?:which include|including)))),?"
    r"(?: (?:which include|including):?)? (?P<list>.+)$",
    re.IGNORECASE,
)
_SWITCH: Final = re.compile(
    r"(?:^|,? )(?:and )?(formerly|also) known as ", re.IGNORECASE
)
_AFTER_LEGAL_FORM: Final = re.compile(r"(?:(?<=\bLtd\.)|(?<=\bCo\.)) and ")
_AFTER_COMPANY: Final = re.compile(r"(?<=\bLtd\.),(?: and)? ")
_COMMA_OR_AND: Final = re.compile(r", and |, | and ")
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")
_LEFT_OVER: Final = re.compile(
    r"known as|\balias|subsidiar|affiliate|\band its\b|[;:]", re.IGNORECASE
)
_TWO_COMPANIES: Final = re.compile(r"\b(?:Ltd|Limited)\b.*\b(?:Ltd|Limited)\b")
_LEGAL_FORM: Final = re.compile(
    r"\b(?:company|corporation|corp|co|ltd|limited|inc|group|holdings?)\b\.?",
    re.IGNORECASE,
)
_WEAK_BELOW: Final = 8


@dataclass(frozen=True, slots=True)
class NameCell:
    """One parsed cell.

    Attributes:
        name: Official name, as printed.
        aliases: Names introduced by "also known as" or as aliases, and acronyms.
        former_names: Names introduced by "formerly known as".
        scope_clause: The words that widen the entry, as printed.
        subsidiaries: Subsidiaries named inside the cell.
        covering_words: The words of the cell around it that name this one.
    """

    name: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    scope_clause: str | None = None
    subsidiaries: tuple[NameCell, ...] = ()
    covering_words: str | None = None


def parse_cell(raw: str) -> NameCell:
    """Read one name cell.

    Args:
        raw: The cell's text; line breaks and no-break spaces are folded.

    Raises:
        ListParseError: If the wording is not one the grammar knows; the message names
            the cell.

    Example:
        >>> cell = parse_cell("Tianjin Dunhe Co., Ltd. (also known as Dunhe Foods)")
        >>> cell.name, cell.aliases
        ('Tianjin Dunhe Co., Ltd.', ('Dunhe Foods',))
    """
    text = " ".join(raw.split())
    try:
        return _cell(text)
    except ListParseError as error:
        raise ListParseError(f"UFLPA Entity List, cell {text!r}: {error}") from None


def other_names(cell: NameCell) -> tuple[ListedName, ...]:
    """Return the aliases and former names of a cell as listed names.

    A name is weak where fewer than eight letters and digits are left without its legal
    form (`GSweet`, `HY Solar`, `Meike Co.`, `XPCC`): it is then too short to tell a
    company from others. `Bingtuan`, with eight, stands on its own.

    Example:
        >>> cell = parse_cell("Jiangsu Meike Solar Co., Ltd. (also known as Meike Co.)")
        >>> [(n.name, n.kind, n.quality) for n in other_names(cell)]
        [('Meike Co.', 'alias', 'weak')]
    """
    aliases = [
        ListedName(
            name,
            kind="acronym" if _ACRONYM.fullmatch(name) else "alias",
            language="en",
            quality=_quality(name),
        )
        for name in cell.aliases
    ]
    former = [
        ListedName(name, kind="former", language="en", quality=_quality(name))
        for name in cell.former_names
    ]
    return (*aliases, *former)


def _cell(text: str) -> NameCell:
    if found := _SUBSIDIARIES.match(text):
        if found["parent"].count("(") != found["parent"].count(")"):
            raise ListParseError("a subsidiary named inside the parenthesis.")
        parent = _cell(found["parent"])
        subsidiaries = _subsidiaries(found["list"], found["count"])
        return NameCell(
            parent.name,
            parent.aliases,
            parent.former_names,
            parent.scope_clause,
            tuple(
                replace(_cell(item), covering_words=found["words"])
                for item in subsidiaries
            ),
        )
    scope = None
    if found := _SCOPE.search(text):
        scope, text = found["scope"], text[: found.start()]
    aliases: list[str] = []
    former: list[str] = []
    while text.endswith(")"):
        text, inner = _last_parenthesis(text)
        if intro := _INTRO.match(inner):
            more, before = _items(inner[intro.end() :], intro)
            aliases[:0] = more
            former[:0] = before
        elif _ACRONYM.fullmatch(inner):
            aliases.append(inner)
        else:
            raise ListParseError(
                f"the words ({inner}) are not known. Check the cell against the "
                "publication and teach the grammar this wording."
            )
    return NameCell(_name(text), tuple(aliases), tuple(former), scope)


def _last_parenthesis(text: str) -> tuple[str, str]:
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return text[:position].rstrip(), text[position + 1 : -1].strip()
    raise ListParseError("the parentheses do not balance.")


def _items(text: str, intro: re.Match[str]) -> tuple[list[str], list[str]]:
    aliases: list[str] = []
    former: list[str] = []
    current = former if intro["former"] else aliases
    for segment in text.split(";"):
        parts = _SWITCH.split(segment.strip().removeprefix("and "))
        for position, part in enumerate(parts):
            if position % 2:
                current = former if part.lower() == "formerly" else aliases
            elif part.strip():
                current += _AFTER_LEGAL_FORM.split(part)
            elif position or len(parts) == 1:
                raise ListParseError("an empty name between two semicolons.")
    if intro["count"]:
        aliases = _counted(aliases, _NUMBERS[intro["count"].lower()])
    return [_name(item) for item in aliases], [_name(item) for item in former]


def _counted(items: list[str], count: int) -> list[str]:
    if len(items) == count:
        return items
    if len(items) == 1 and len(parts := _COMMA_OR_AND.split(items[0])) == count:
        return parts
    raise ListParseError(f"it states {count} names and shows {len(items)}.")


def _subsidiaries(text: str, count: str | None) -> list[str]:
    if count is None:
        return [text]
    semicolons = ";" in text
    parts = text.split(";") if semicolons else _AFTER_COMPANY.split(text)
    items = [part.strip().removeprefix("and ") for part in parts]
    if len(items) != _NUMBERS[count.lower()]:
        raise ListParseError(f"it states {count} subsidiaries and shows {len(items)}.")
    return items


def _name(text: str) -> str:
    name = text.strip().rstrip(",;").rstrip()
    if not _LEGAL_FORM.sub("", name).strip(" .,&()"):
        raise ListParseError(f"{name!r} is no name.")
    if name.count("(") != name.count(")"):
        raise ListParseError("the parentheses do not balance.")
    if left := _LEFT_OVER.search(name):
        raise ListParseError(f"{left[0]!r} is left over in {name!r}.")
    if _TWO_COMPANIES.search(name):
        raise ListParseError(f"{name!r} looks like two companies.")
    return name


def _quality(name: str) -> NameQuality:
    left = sum(char.isalnum() for char in _LEGAL_FORM.sub("", name))
    return "weak" if left < _WEAK_BELOW else "strong"
