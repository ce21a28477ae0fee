"""The words that addresses are made of, as replacers over whole columns."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.replacer import Replacer, by_character, by_token
from uyghurscreen.names.tables import lexicon

__all__ = [
    "CITIES",
    "CITY_STATES",
    "COMMA",
    "chinese_words",
    "latin_words",
    "place_kinds",
]

CITIES: Final = ("city", "prefecture", "xpcc_city")
"""Kinds of places of which an address has one: two different ones are a conflict."""

CITY_STATES: Final = ("beijing", "chongqing", "hongkong", "shanghai", "tianjin")
"""Cities that the table of places has as a province or region."""

_WIDER: Final = ("country", "region", "province")
_UNSPACED: Final = r"^[\p{Han}]+$"
_BEFORE: Final = ("ru", "uk")
"""Languages in which the word for a street stands before its name."""
COMMA: Final = "zcomma"
"""The word that a comma is kept as while signs are folded away."""
_MARKS: Final = {
    "room": "=room",
    "floor": "=floor",
    "building": "=building",
    "centre": "=centre",
    "street": "=street",
    "area": "=area",
    "number": "=no",
    "box": "=box",
    "common": "=area",
}
"""What a word of each kind becomes; the others are replaced by their `word`."""


@cache
def chinese_words() -> Replacer:
    """Return a replacer of Chinese address words by English ones, apart by blanks."""
    table = {
        form: f" @{place} "
        for form, place in _places().select("form", "place").iter_rows()
    }
    words = lexicon("address_words").filter(pl.col("form").str.contains(_UNSPACED))
    for form, word, kind in words.select("form", "word", "kind").iter_rows():
        table[form] = " " if kind == "drop" else f" {word} "
    table.update(_numerals())
    return by_character(table)


@cache
def latin_words() -> Replacer:
    """Return a replacer of spaced address words by marks, and of places by slugs."""
    table = {
        form: f"@{place}" for form, place in _places().select("form", "place").rows()
    }
    table[COMMA] = "=comma"
    words = lexicon("address_words").select("form", "word", "kind", "language")
    for form, word, kind, language in words.iter_rows():
        if kind == "street" and language.startswith(_BEFORE):
            table[form] = "=before"
        elif kind == "direction":
            # `dong lu` is `east street`.
            head, _, rest = word.partition(" ")
            table[form] = f"^{head}  =street" if rest else f"^{head}"
        elif kind == "drop":
            table[form] = ""
        elif kind == "name":
            table[form] = _marked(word)
        else:
            table[form] = _MARKS[kind]
    return by_token(table)


@cache
def place_kinds() -> dict[str, str]:
    """Return the kind of each place that addresses are told apart by."""
    return dict(_places().select("place", "kind").iter_rows())


def _marked(name: str) -> str:
    """Return the words of a name with its street and building words marked."""
    words = lexicon("address_words").filter(language="en")
    kinds = dict(words.select("form", "kind").iter_rows())
    marks = {
        form: f"^{form}" if kind == "direction" else _MARKS.get(kind, form)
        for form, kind in kinds.items()
    }
    return "  ".join(str(marks.get(word, word)) for word in name.split())


def _places() -> pl.DataFrame:
    """Return the spellings of cities, provinces and countries, one place each."""
    return (
        lexicon("places")
        .filter(
            pl.col("kind").is_in([*CITIES, *_WIDER]), pl.col("form").str.len_chars() > 1
        )
        .sort("form", "place")
        .unique("form", keep="first", maintain_order=True)
    )


def _numerals() -> dict[str, str]:
    """Return 二十二层 and its like, to be read as figures."""
    digits = "零一二三四五六七八九"
    table = {}
    for n in range(1, 100):
        tens, ones = divmod(n, 10)
        text = ("" if tens < 2 else digits[tens]) + ("十" if tens else "")
        text += digits[ones] if ones else ""
        for unit, mark in {
            "层": "=floor",
            "楼": "=floor",
            "号楼": "=building",
            "栋": "=building",
            "座": "=building",
            "单元": "=building",
            "号": "=no",
            "室": "=room",
        }.items():
            table[f"{text}{unit}"] = f" {mark} {n} "
            table[f"第{text}{unit}"] = f" {mark} {n} "
    return table
