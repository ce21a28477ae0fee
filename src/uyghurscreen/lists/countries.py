"""Country names, headings and codes to ISO 3166 alpha-2.

One table serves both sides: the destination headings of the lists
(`CHINA, PEOPLE'S REPUBLIC OF`) and whatever a user's country column holds (`PRC`,
`中国`, `Россия`, `Türkiye`). A spelling the table does not hold gives no code; nothing
is guessed from parts of a text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

__all__ = ["iso2_expr", "to_iso2"]

# "n/a" and "n.a." are not Namibia, whose code "NA" stands without a mark.
_NOT_AVAILABLE: Final = r"^\s*n\s*[./]\s*a\s*\.?\s*$"


def to_iso2(text: str | None) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country as written, None where unknown.

    Hong Kong, Macao and Taiwan have codes of their own; Kosovo is `XK`; Crimea and the
    other occupied regions are `UA`.

    Example:
        >>> to_iso2("CHINA, PEOPLE'S REPUBLIC OF"), to_iso2("俄罗斯"), to_iso2("Narnia")
        ('CN', 'RU', None)
    """
    return None if text is None else _codes().get(_fold(text))


def iso2_expr(column: pl.Expr) -> pl.Expr:
    """Return an expression that does for a column what `to_iso2` does for one text.

    Example:
        >>> frame = pl.DataFrame({"country": ["P.R. China", "Türkiye", "Narnia", None]})
        >>> frame.select(iso2_expr(pl.col("country"))).to_series().to_list()
        ['CN', 'TR', None, None]
    """
    folded = (
        column.cast(pl.String)
        .str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all("ı", "i", literal=True)
        .str.replace(_NOT_AVAILABLE, "")
        .str.replace_all(r"[^\p{L}\p{N}]+", "")
    )
    codes = _codes()
    return folded.replace_strict(
        list(codes), list(codes.values()), default=None, return_dtype=pl.String
    )


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).lower().replace("ı", "i")
    plain = re.sub(_NOT_AVAILABLE, "", plain)
    return "".join(c for c in plain if c.isalnum())


@cache
def _codes() -> dict[str, str]:
    table = files("uyghurscreen.data").joinpath("lexicon", "countries.csv")
    # Every column is text: "NA" is Namibia, not a missing value.
    frame = pl.read_csv(table.read_bytes(), infer_schema=False, null_values=[])
    return {_fold(name): code for code, name in frame.select("code", "name").rows()}
