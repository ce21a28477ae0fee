"""ASPI's Mapping China's Technology Giants, the 27 company profiles.

Source: https://chinatechmap.aspi.org.au/#/companies, saved as JSON (one object per
company with its texts) or as a CSV made from it. A profile is named by its brand,
`Hikvision (海康威视)`; the legal names stand in the first paragraph of its overview.
Only names are taken: the texts are ASPI's, and founders, market values and findings are
left out. BeiDou is a satellite system and CETC a conglomerate; both stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.aspi_names import has_han, last_bracket, listed_name
from uyghurscreen.lists.documents import read_csv, read_json
from uyghurscreen.lists.records import ListedName, Record, to_entries
from uyghurscreen.typing import NameQuality

__all__ = ["parse"]

_WHAT: Final = "China tech map companies"
_URL: Final = "https://chinatechmap.aspi.org.au/#/companies"
_CSV_COLUMNS: Final = ("name", "heading", "legal_names_in_overview")
_JSON_KEYS: Final = ("name", "overview")
_LEGAL_NAME: Final = re.compile(
    r"(?<![\w’])(?P<english>(?:[A-Z][\w&-]* )+"
    r"(?:Co\. Ltd|Company Ltd|Ltd|Limited|Corporation|Group))"
    r" \((?P<inside>[^()]*[\u4e00-\u9fff][^()]*)\)"
)
_OTHER: Final = re.compile(r",? (?:also known as|or) |, ")
_QUOTES: Final = str.maketrans("", "", "‘’")
_REPAIRS: Final = {
    # one character too many in the profile
    "中兴通讯投股份有限公司": "中兴通讯股份有限公司",
    # the profile drops the name that stands in the Chinese beside it, 依图
    "Shanghai Network Technology Company Ltd": (
        "Shanghai Yitu Network Technology Company Ltd"
    ),
}
# Brands that are ordinary words or common in other companies' names.
_ORDINARY_WORDS: Final = frozenset({"华大", "浪潮"})


def parse(raw: bytes) -> pl.DataFrame:
    """Parse the companies' JSON or CSV into an `ENTRIES` frame.

    Raises:
        ListParseError: If the file is neither, is cut off, or is a broken scrape in
            which companies are blank or stand twice.
    """
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    profiles = list(_json_profiles(raw) if start in b"[{" else _csv_profiles(raw))
    _check(profiles)
    return to_entries(
        "aspi_tech_giants",
        [_record(name, heading, text) for name, heading, text in profiles],
        source_class="ngo",
    )


def _json_profiles(raw: bytes) -> Iterator[tuple[str, str, str]]:
    document = read_json(raw, what=_WHAT)
    if not isinstance(document, list) or not document:
        raise ListParseError(f"{_WHAT}: not a list of company profiles.")
    for position, profile in enumerate(document, start=1):
        name, overview = (_field(profile, key, position) for key in _JSON_KEYS)
        heading, _, body = overview.partition("\n")
        paragraphs = [p for p in body.split("\n") if p.strip() not in {"", "Overview"}]
        yield name, heading.strip(), paragraphs[0] if paragraphs else ""


def _field(profile: object, key: str, position: int) -> str:
    value = profile.get(key) if isinstance(profile, Mapping) else None
    if not isinstance(value, str):
        raise ListParseError(f"{_WHAT}: profile {position} has no text {key!r}.")
    return value.strip()


def _csv_profiles(raw: bytes) -> Iterator[tuple[str, str, str]]:
    for row in read_csv(raw, what=_WHAT, columns=_CSV_COLUMNS):
        # "English = 中文 | English = 中文", put back as it stood in the profile
        pairs = (
            p.partition(" = ") for p in row["legal_names_in_overview"].split(" | ")
        )
        text = "; ".join(f"{english} ({inside})" for english, _, inside in pairs)
        yield row["name"].strip(), row["heading"].strip(), text


def _check(profiles: list[tuple[str, str, str]]) -> None:
    names = [name for name, _, _ in profiles]
    wrong = sorted({name for name in names if names.count(name) > 1 or not name})
    if wrong:
        raise ListParseError(
            f"{_WHAT}: {', '.join(repr(name) for name in wrong)} stand blank or more "
            "than once. This is a scrape that read one page again and again; load "
            "every company and save the file anew."
        )
    for name, heading, _ in profiles:
        english, chinese, after = last_bracket(heading)
        if english != name or not has_han(chinese or "") or after:
            raise ListParseError(
                f"{_WHAT}: the profile of {name!r} begins with {heading[:60]!r}, not "
                "with its name and the Chinese one in brackets."
            )


def _record(name: str, heading: str, text: str) -> Record:
    _, chinese, _ = last_bracket(heading)
    brand = chinese or ""
    # The brand is the heading, not an abbreviation, however few its characters.
    quality: NameQuality = "weak" if brand in _ORDINARY_WORDS else "strong"
    names = [ListedName(brand, "native", "zh", quality)]
    names += [listed_name(other) for other in _legal_names(name, brand, text)]
    return Record(
        name=name,
        names=tuple(names),
        countries=("CN",),
        citations=(_URL,),
        raw=heading,
    )


def _legal_names(name: str, brand: str, text: str) -> Iterator[str]:
    """Yield the names in the first paragraph that are the company's own.

    Owners and partners stand there too; a pair is the company's own where the brand,
    in either script, is part of it.
    """
    own = re.compile(rf"(?<!\w){re.escape(name)} \((?P<inside>[^()]*)\)")
    for found in _LEGAL_NAME.finditer(text):
        pair = found[0]
        if name.lower() in pair.lower() or brand in pair:
            yield _REPAIRS.get(found["english"], found["english"])
            yield from _inside(found["inside"])
    for found in own.finditer(text):
        yield from _inside(found["inside"])


def _inside(text: str) -> Iterator[str]:
    for part in _OTHER.split(text):
        if clean := part.translate(_QUOTES).strip():
            yield _REPAIRS.get(clean, clean)
