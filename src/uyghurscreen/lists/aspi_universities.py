"""ASPI's China Defence Universities Tracker, https://unitracker.aspi.org.au.

Two files are read: the MISP galaxy cluster of 2020 (JSON, CC0), which carries names,
categories, subsidiaries and laboratories of 159 institutions, and the saved home page
of the tracker as relaunched in 2025 (a table of names, kinds and risk grades). ASPI's
prose is its own: nothing but names, kinds, grades and the institution's address on the
tracker goes into the frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import polars as pl
from lxml import etree

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.aspi_bodies import Body, Skipped, is_generic, read_body
from uyghurscreen.lists.aspi_names import (
    alias_names,
    has_han,
    last_bracket,
    listed_name,
)
from uyghurscreen.lists.documents import read_json
from uyghurscreen.lists.markup import cell_text, read_html
from uyghurscreen.lists.records import Record, fold_identity, to_entries

__all__ = ["parse", "skipped_lines"]

_WHAT: Final = "China Defence Universities Tracker"
_HOME: Final = "https://unitracker.aspi.org.au"
_GALAXY: Final = "china-defence-universities"
_BODY_FIELDS: Final = ("subsidiaries", "major defence laboratories")
_COLUMNS: Final = 6
_GENERIC_NATIVE: Final = 8
_REPAIRS: Final = {
    # cut inside 中国人民解放军 | 陆军研究院 and inside 第二炮兵
    "军陆军研究院": "陆军研究院",
    "二炮兵装备研究院": "第二炮兵装备研究院",
}
# Further names that are plain words, shared with bodies elsewhere.
_PLAIN_WORDS: Final = frozenset(
    {
        "901 Institute",
        "Army Aviation School",
        "China Electronics",
        "Institute of International Politics",
        "Luoyang University",
        "Naval Academy",
        "Ninth Academy",
        "中国电子",
        "国防大学",
        "航空工业",
        "警察大学",
    }
)


def parse(raw: bytes) -> pl.DataFrame:
    """Parse the galaxy JSON or the saved home page into an `ENTRIES` frame.

    Institutions are `listed`, their subsidiaries and laboratories `subordinate`. A
    laboratory that several institutions share stays under each.

    Raises:
        ListParseError: If the file is neither, is cut off, or holds a name that is not
            understood.
    """
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        records = list(_page_records(read_html(raw, what=f"{_WHAT}, home page")))
    else:
        records = [_galaxy_record(value) for value in _galaxy_values(raw)]
    return to_entries("aspi_universities", records, source_class="ngo")


def skipped_lines(raw: bytes) -> pl.DataFrame:
    """List the subsidiary and laboratory lines of the galaxy JSON that name no body.

    For review only: the text is ASPI's and is not shipped.

    Returns:
        A frame with the columns `institution`, `text` and `reason`.
    """
    rows = [
        (_text(value, "value"), line.text, line.reason)
        for value in _galaxy_values(raw)
        for _, line in _lines(value)
        if isinstance(line, Skipped)
    ]
    schema = {"institution": pl.String, "text": pl.String, "reason": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _galaxy_values(raw: bytes) -> list[Mapping[str, object]]:
    document = read_json(raw, what=f"{_WHAT}, galaxy JSON")
    if not isinstance(document, dict) or document.get("type") != _GALAXY:
        raise ListParseError(
            f"{_WHAT}: not the MISP galaxy cluster of type {_GALAXY!r}."
        )
    values = document.get("values")
    if not isinstance(values, list) or not values:
        raise ListParseError(f"{_WHAT}: the galaxy JSON has no 'values'.")
    return values


def _galaxy_record(value: Mapping[str, object]) -> Record:
    text = _text(value, "value")
    english, chinese, after = last_bracket(text)
    if not chinese or not has_han(chinese) or after or not english:
        raise ListParseError(f"{_WHAT}: {text!r} is not 'English name (中文)'.")
    names = [listed_name(chinese)]
    for alias in _strings(value, "aliases"):
        names += alias_names(_REPAIRS.get(alias, alias), weak=alias in _PLAIN_WORDS)
    categories = tuple(_strings(value, "categories"))
    if not categories:
        raise ListParseError(f"{_WHAT}: {text!r} has no category.")
    bodies: dict[str, tuple[str, Body]] = {}
    for heading, line in _lines(value):
        if isinstance(line, Body):
            first, known = bodies.setdefault(fold_identity(line.name), (heading, line))
            others = tuple(dict.fromkeys((*known.others, *line.others)))
            bodies[fold_identity(line.name)] = first, replace(known, others=others)
    links = tuple(_strings(value, "refs"))
    return Record(
        name=english,
        names=tuple(names),
        countries=("CN",),
        citations=links,
        sublists=categories,
        children=tuple(_child(*found, links) for found in bodies.values()),
        raw=text,
    )


def _child(heading: str, body: Body, links: tuple[str, ...]) -> Record:
    weak = is_generic(body.name)
    return Record(
        name=body.name,
        relation="subordinate",
        quality="weak" if weak else "strong",
        names=tuple(listed_name(n, weak=weak and _is_short(n)) for n in body.others),
        countries=(body.country,),
        citations=links,
        scope=f"{heading}, marked as probable" if body.probable else heading,
        raw=" | ".join((body.name, *body.others)),
    )


def _is_short(name: str) -> bool:
    """Tell whether a further name of a generic body is as generic as its first."""
    return len(name) <= _GENERIC_NATIVE if has_han(name) else is_generic(name)


def _lines(value: Mapping[str, object]) -> Iterator[tuple[str, Body | Skipped]]:
    """Yield the lines of an institution, each with the heading it stands under."""
    for field in _BODY_FIELDS:
        for line in _strings(value, field):
            try:
                yield field, read_body(line)
            except ListParseError as error:
                raise ListParseError(
                    f"{_WHAT}, {_text(value, 'value')}, {field}: {error}"
                ) from None


def _page_records(root: etree._Element) -> Iterator[Record]:
    tables = [t for t in root.iter("table") if "data-table" in t.get("class", "")]
    if len(tables) != 1:
        raise ListParseError(
            f"{_WHAT}: not one table of the class 'data-table'. Open the tracker's "
            "home page in a browser, let it load, and save it whole."
        )
    lines = [list(line.iter("td")) for line in tables[0].iter("tr")]
    lines = [cells for cells in lines if cells]
    if not lines:
        raise ListParseError(f"{_WHAT}: the table has no rows; save it once loaded.")
    for cells in lines:
        if len(cells) != _COLUMNS:
            raise ListParseError(
                f"{_WHAT}: the row {cell_text(cells[0])!r} has {len(cells)} cells, not "
                f"{_COLUMNS}. The layout has changed, or the file is cut off."
            )
        yield _page_record(cells)


def _page_record(cells: list[etree._Element]) -> Record:
    links = [a for a in cells[0].iter("a") if "university-title" in a.get("class", "")]
    if len(links) != 1 or not (title := " ".join(cell_text(links[0]).split())):
        raise ListParseError(
            f"{_WHAT}: the row {cell_text(cells[0])!r} has no institution's title."
        )
    english, chinese, after = last_bracket(title)
    if not chinese or not has_han(chinese) or after:
        english, chinese = title, None
    spans = (
        " ".join(cell_text(span).split())
        for block in cells[0].iter("a", "div", "span")
        if "data-table__aliases" in block.get("class", "")
        for span in block.iter("span")
        if span is not block
    )
    kind, risk = (" ".join(cell_text(cell).split()) for cell in cells[1:3])
    aliases = [chinese] if chinese else []
    aliases += [alias.strip(", ") for alias in spans if alias.strip(", ")]
    return Record(
        name=english,
        names=tuple(
            name
            for alias in aliases
            for name in alias_names(alias, weak=alias in _PLAIN_WORDS)
        ),
        countries=("CN",),
        citations=(_address(links[0].get("href", ""), title),),
        sublists=tuple(
            part for part in (kind, f"risk: {risk}" if risk else "") if part
        ),
        raw=title,
    )


def _address(href: str, title: str) -> str:
    if href.startswith("/"):
        return _HOME + href
    if href.startswith(_HOME):  # a browser saves links in full
        return href
    raise ListParseError(f"{_WHAT}: {title!r} links to {href!r}, not to the tracker.")


def _text(value: Mapping[str, object], key: str) -> str:
    text = value.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ListParseError(f"{_WHAT}: an institution without {key!r}.")
    return " ".join(text.split())


def _strings(value: Mapping[str, object], key: str) -> list[str]:
    meta = value.get("meta")
    items = meta.get(key, []) if isinstance(meta, dict) else None
    if not isinstance(items, Iterable) or not all(isinstance(i, str) for i in items):
        raise ListParseError(
            f"{_WHAT}: {key!r} of {_text(value, 'value')!r} is not a list of texts."
        )
    return [" ".join(item.split()) for item in items]
