"""The Xinjiang Production and Construction Corps in a text: divisions, regiments.

The Corps (Bingtuan) is on the UFLPA list `and its subordinate and affiliated
entities`. Its bodies are numbered: 农八师, 第八师, the 8th Division and Nongbashi are
one division, 143团 and the 143rd Regiment one regiment of it. By itself a bare number
is unclear, for armies have divisions and regiments too.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.numerals import numeral, read_by_figure
from uyghurscreen.names.replacer import Replacer, by_character, by_token
from uyghurscreen.names.tables import lexicon

__all__ = ["BODIES", "find_bodies"]

BODIES: Final = pl.Schema(
    {
        "row": pl.UInt32(),
        "kind": pl.String(),
        "text": pl.String(),
        "number": pl.Int64(),
        "division": pl.Int64(),
        "clear": pl.Boolean(),
    }
)
"""One row per body found; `kind` is `corps`, `division`, `regiment` or `holding`."""

_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
    *("eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    "fourteenth",
)
_PINYIN: Final = (
    *("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi"),
    *("shiyi", "shier", "shisan", "shisi"),
)
_CORPS_BEFORE: Final = r"(?:兵团|农业建设|农业|农)"
_NUMERAL: Final = r"[〇零一二三四五六七八九十百]{1,5}|\d{1,3}"
_CHINESE: Final = (
    # A teachers' college (师范, 师大) and a master (大师) are no divisions.
    ("division", True, rf"({_CORPS_BEFORE}第?({_NUMERAL})师)(?:[^范傅大]|$)"),
    ("division", False, rf"(第?({_NUMERAL})师)(?:[^范傅大]|$)"),
    ("regiment", True, rf"({_CORPS_BEFORE}第?({_NUMERAL})团场?)"),
    ("regiment", False, rf"(第?({_NUMERAL})团场?)"),
)
_NTH: Final = rf"(\d{{1,3}})(?:st|nd|rd|th)?|{'|'.join(_ORDINALS)}"
_LATIN: Final = (
    ("division", True, rf" ((?:xpcc|bingtuan) (?:no )?({_NTH}) division) "),
    ("division", True, rf" (({_NTH}) agricultural (?:construction )?division) "),
    ("division", True, rf" (nong ?({'|'.join(reversed(_PINYIN))}) ?shi) "),
    ("division", True, r" (xpcc division (?:no )?(\d{1,2})) "),
    ("division", False, rf" (({_NTH}) division) "),
    ("division", False, r" (division (?:no )?(\d{1,2})) "),
    (
        "regiment",
        True,
        r" ((?:bingtuan|xpcc) (\d{1,3})(?:st|nd|rd|th)? (?:tuan|regiment)) ",
    ),
    ("regiment", False, r" ((\d{1,3})(?:st|nd|rd|th)? (?:tuan|regiment)) "),
    ("regiment", False, r" (regiment (?:no )?(\d{1,3})) "),
)


def find_bodies(folded: pl.Series) -> pl.DataFrame:
    """Return the bodies of the Corps in folded texts, schema `BODIES`.

    Example:
        >>> found = find_bodies(pl.Series(["新疆农八师一四三团"]))
        >>> found.select("kind", "number", "division").rows()
        [('division', 8, 8), ('regiment', 143, 8)]
    """
    frame = pl.DataFrame({"text": folded}).with_row_index("row")
    parts = [_named(frame)]
    han = frame.filter(pl.col("text").str.contains("[师团]"))
    for kind, clear, pattern in _CHINESE:
        parts.append(_numbered(han, kind, clear, pattern))
    spaced = frame.with_columns(text=" " + pl.col("text") + " ")
    latin = spaced.filter(
        pl.col("text").str.contains(r" (?:division|regiment|tuan) |nong")
    )
    for kind, clear, pattern in _LATIN:
        parts.append(_numbered(latin, kind, clear, pattern))
    found = pl.concat(parts).sort("row", "kind", "number", ~pl.col("clear"), "text")
    return found.unique(["row", "kind", "number"], keep="first", maintain_order=True)


@cache
def _corps_forms() -> pl.DataFrame:
    return (
        lexicon("families").filter(family="xpcc").select("form", kind=pl.lit("corps"))
    )


@cache
def _named_forms() -> tuple[Replacer, Replacer, dict[str, int | None]]:
    holdings = lexicon("xpcc_holdings").with_columns(
        division=pl.col("division").cast(pl.Int64, strict=False)
    )
    forms = [(form, "corps") for form in _corps_forms()["form"]]
    forms += [(form, "holding") for form in holdings["form"]]
    marks = {form: f"@{kind}|{form.replace(' ', '_')}" for form, kind in forms}
    han = {f: f" {m} " for f, m in marks.items() if not f.isascii() and " " not in f}
    spaced = {form: mark for form, mark in marks.items() if form not in han}
    divisions = dict(holdings.select("form", "division").iter_rows())
    return by_character(han), by_token(spaced), divisions


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    han, spaced, divisions = _named_forms()
    text = frame["text"]
    chinese = text.str.contains(r"\p{Han}").arg_true()
    if len(chinese):
        text = text.clone().scatter(chinese, han(text.gather(chinese)))
    text = "  " + text.str.replace_all(" +", "  ") + "  "
    marked = spaced(text).str.extract_all(r"@(?:corps|holding)\|\S+")
    form = pl.col("found").str.replace(r"^@\w+\|", "").str.replace_all("_", " ")
    return (
        frame.select("row", found=marked)
        .explode("found")
        .drop_nulls("found")
        .select(
            "row",
            kind=pl.col("found").str.extract(r"^@(\w+)", 1),
            text=form,
            number=pl.lit(None, pl.Int64),
            division=form.replace_strict(
                divisions, default=None, return_dtype=pl.Int64
            ),
            clear=pl.lit(True),
        )
        .cast(BODIES)
    )


def _numbered(
    frame: pl.DataFrame, kind: str, clear: bool, pattern: str
) -> pl.DataFrame:
    groups = pl.col("text").str.extract_groups(pattern)
    number = _number(pl.col("numeral"))
    found = (
        frame.with_columns(groups=groups)
        .select(
            "row",
            text=pl.col("groups").struct.field("1").str.strip_chars(" "),
            numeral=pl.col("groups").struct.field("2"),
        )
        .drop_nulls()
        .with_columns(kind=pl.lit(kind), clear=pl.lit(clear), number=number)
        .drop_nulls("number")
    )
    if kind == "division":
        found = found.filter(pl.col("number").is_between(1, 14))
        division = pl.col("number")
    else:
        table = lexicon("xpcc_regiments").select("regiment", "division")
        known = dict(table.cast(pl.Int64).iter_rows())
        division = pl.col("number").replace_strict(
            known, default=None, return_dtype=pl.Int64
        )
        found = found.filter(pl.col("number").is_in(list(known)))
    return found.with_columns(division=division).select(BODIES.names()).cast(BODIES)


def _number(numeral: pl.Expr) -> pl.Expr:
    return numeral.str.replace(r"^(\d+)\D+$", "$1").replace_strict(
        _numerals(), default=None, return_dtype=pl.Int64
    )


@cache
def _numerals() -> dict[str, int]:
    table = {str(n): n for n in range(1, 300)}
    table |= {word: n for n, word in enumerate(_ORDINALS, 1)}
    table |= {word: n for n, word in enumerate(_PINYIN, 1)}
    for n in range(1, 300):
        for form in (*read_by_figure(n), numeral(n)):
            table.setdefault(form, n)
    return table
