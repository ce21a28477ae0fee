"""Places named in a text: those of the Uyghur Region, and others that speak against it.

A place before a word for a street is a street, wherever it lies: Shanghai has a
Urumqi Road. Xinjiang County is in Shanxi.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.known_words import UNSPACED
from uyghurscreen.names.replacer import Replacer, by_character, by_token
from uyghurscreen.names.tables import lexicon
from uyghurscreen.places.xinjiang import place_forms

__all__ = ["NAMED", "find_places"]

NAMED: Final = pl.Schema(
    {
        "row": pl.UInt32(),
        "position": pl.UInt32(),
        "text": pl.String(),
        "place": pl.String(),
        "inside": pl.String(),
        "clear": pl.Boolean(),
        "brief": pl.Boolean(),
    }
)
"""One row per place named; `position` counts the words and places of the text before
it; the others are those of `xinjiang.place_forms`."""

_HAN: Final = r"\p{Han}"
_STREET: Final = r"  @\S+ (?: \^\S+ )?(?: =street )"
_ELSEWHERE: Final = r"  @xinjiang\|\S+  (?:county|xian|town|zhen|village|县|镇|村) "
_CHINESE_STREETS: Final = ("路", "街", "大街", "大道", "公路", "道", "巷")
_SIDES: Final = ("东", "西", "南", "北", "中")


def find_places(folded: pl.Series) -> pl.DataFrame:
    """Return the places named in folded texts, schema `NAMED`.

    Example:
        >>> found = find_places(pl.Series(["和田地区墨玉县", "urumqi road shanghai"]))
        >>> found.select("row", "place", "inside").rows()
        [(0, 'hotan', 'xinjiang'), (0, 'karakax', 'xinjiang'), (1, 'shanghai', 'china')]
    """
    text = folded
    han = text.str.contains(UNSPACED).arg_true()
    if len(han):
        text = text.clone().scatter(han, _chinese()(text.gather(han)))
    spaced = "  " + text.str.strip_chars(" ").str.replace_all(" +", "  ") + "  "
    marked = _spaced()(spaced)
    marked = marked.str.replace_all(_STREET, "  street  ")
    marked = marked.str.replace_all(_ELSEWHERE, "  county  ")
    tokens = (
        pl.DataFrame({"token": marked.str.split(" ")})
        .with_row_index("row")
        .explode("token")
        .filter(pl.col("token") != "")
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32).over("row"))
        .filter(pl.col("token").str.starts_with("@"))
    )
    form = pl.col("token").str.replace(r"^@[^|]*\|", "").str.replace_all("_", " ")
    return (
        tokens.with_columns(form=form)
        .join(place_forms(), on="form", how="left", maintain_order="left")
        .select("row", "position", "place", "inside", "clear", "brief", text="form")
        .select(NAMED.names())
        .cast(NAMED)
    )


@cache
def _chinese() -> Replacer:
    forms = place_forms().filter(pl.col("form").str.contains(f"^{UNSPACED}{{2,}}$"))
    table = {
        form: f" {_mark(form, place)} "
        for form, place in forms.select("form", "place").rows()
    }
    # Longer than any place in them, so that the street is taken first.
    for form in list(table):
        for side in ("", *_SIDES):
            table.update(
                (f"{form}{side}{street}", " street ") for street in _CHINESE_STREETS
            )
    return by_character(table)


@cache
def _spaced() -> Replacer:
    forms = place_forms().filter(~pl.col("form").str.contains(f"^{UNSPACED}+$"))
    table = {
        form: _mark(form, place) for form, place in forms.select("form", "place").rows()
    }
    words = lexicon("address_words").filter(~pl.col("form").str.contains(_HAN))
    for form, word, kind in words.select("form", "word", "kind").iter_rows():
        if form in table:
            continue
        if kind == "street":
            table[form] = "=street"
        elif kind == "direction":
            head, _, rest = word.partition(" ")
            table[form] = f"^{head}  =street" if rest else f"^{head}"
    return by_token(table)


def _mark(form: str, place: str) -> str:
    return f"@{place}|{form.replace(' ', '_')}"
