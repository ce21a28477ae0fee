"""What in a row points to the Uyghur Region, each thing by itself."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.normalize import fold
from uyghurscreen.names.tables import lexicon
from uyghurscreen.places.naming import find_places
from uyghurscreen.places.xinjiang import units
from uyghurscreen.places.xpcc import find_bodies

__all__ = ["FOUND", "find_postcodes", "find_signals"]

FOUND: Final = pl.Schema(
    {
        "row": pl.UInt32(),
        "kind": pl.String(),
        "text": pl.String(),
        "position": pl.UInt32(),
        "place": pl.String(),
        "inside": pl.String(),
        "division": pl.Int64(),
        "meaning": pl.String(),
        "clear": pl.Boolean(),
        "brief": pl.Boolean(),
        "source": pl.String(),
        "as_of": pl.Date(),
    }
)
"""One row per thing found in a text. Places outside the Region are there too: they say
what `inside` they lie in, and have no meaning."""

_PLACES: Final = "places of the lexicon (lists/lexicon/places.csv)"
_CORPS: Final = "bodies of the Corps (lists/lexicon/xpcc_*.csv)"
_POST: Final = "China Post: 83xxxx and 84xxxx are Xinjiang"
_COMPILED: Final = date(2026, 11, 29)
_POSTCODE: Final = r"(?:^|[^\d+\-./]|\bCN-)(8[34]\d{4})(?:$|[^\d\-/])"


def find_signals(texts: pl.Series) -> pl.DataFrame:
    """Return what is found in texts, schema `FOUND`, sorted by row."""
    folded = fold(texts.fill_null(""))
    places = find_places(folded).join(
        _place_meanings(), on="place", how="left", maintain_order="left"
    )
    bodies = find_bodies(folded)
    found = [
        places.select(
            "row",
            "text",
            "position",
            "place",
            "inside",
            "division",
            "clear",
            "brief",
            meaning=pl.coalesce("meaning", _feature()),
            kind=pl.lit("place"),
            source=pl.lit(_PLACES),
        ),
        bodies.select(
            "row",
            "text",
            "division",
            "clear",
            "kind",
            position=pl.lit(0, pl.UInt32),
            place=pl.lit(None, pl.String),
            inside=pl.lit("xinjiang"),
            brief=pl.lit(False),
            meaning=_body_meaning(),
            source=pl.lit(_CORPS),
        ),
    ]
    columns = [name for name in FOUND.names() if name != "as_of"]
    return (
        pl.concat([part.select(columns) for part in found])
        .with_columns(as_of=pl.lit(_COMPILED))
        .cast(FOUND)
        .sort("row", "kind", "position", "text")
    )


def find_postcodes(texts: pl.Series) -> pl.DataFrame:
    """Return what looks like a postcode of the Region, schema `FOUND`, unclear all.

    The same figures are telephone numbers, vendor codes and postcodes of Bihar and
    Jharkhand: whether an address is Chinese has to be known.
    """
    plain = texts.fill_null("").str.normalize("NFKC")
    frame = pl.DataFrame({"text": plain.str.extract(_POSTCODE, 1)})
    return (
        frame.with_row_index("row")
        .drop_nulls("text")
        .select(
            "row",
            "text",
            kind=pl.lit("postcode"),
            position=pl.lit(0, pl.UInt32),
            place=pl.lit(None, pl.String),
            inside=pl.lit("xinjiang"),
            division=pl.lit(None, pl.Int64),
            meaning=pl.lit("a postcode of Xinjiang"),
            clear=pl.lit(False),
            brief=pl.lit(False),
            source=pl.lit(_POST),
            as_of=pl.lit(_COMPILED),
        )
        .select(FOUND.names())
        .cast(FOUND)
    )


@cache
def _place_meanings() -> pl.DataFrame:
    """Return what each place of the Region is, and the division whose city it is."""
    cities = lexicon("xpcc_divisions").filter(pl.col("city") != "urumqi")
    divisions = cities.select(place="city", division=pl.col("division").cast(pl.Int64))
    named = units().join(divisions, on="place", how="left", maintain_order="left")
    lies = pl.when((pl.col("level") == 2) & pl.col("prefecture").is_not_null()).then(
        pl.format("{}, in {}", "name", "prefecture")
    )
    city = pl.format(
        "{}, the city of the Corps's {} Division", "name", _nth(pl.col("division"))
    )
    return named.select(
        "place", "division", meaning=pl.coalesce(city, lies, pl.col("name"))
    )


def _feature() -> pl.Expr:
    """Say what a river, a desert or half of the Region is called."""
    words = pl.col("place").str.replace("(northern|southern)", "$1 ")
    return words.str.to_titlecase() + ", in Xinjiang"


def _body_meaning() -> pl.Expr:
    division = pl.format("the Corps's {} Division", _nth(pl.col("division")))
    return (
        pl.when(kind="division")
        .then(division)
        .when(kind="regiment")
        .then(pl.format("the {} Regiment, of {}", _nth(pl.col("number")), division))
        .when(kind="holding")
        .then(
            pl.coalesce(
                pl.format("a company known as a holding of {}", division),
                pl.lit("a company known as a holding of the Corps"),
            )
        )
        .otherwise(pl.lit("the Xinjiang Production and Construction Corps"))
    )


def _nth(number: pl.Expr) -> pl.Expr:
    ending = (
        pl.when((number % 100).is_between(11, 13))
        .then(pl.lit("th"))
        .otherwise(
            (number % 10).replace_strict({1: "st", 2: "nd", 3: "rd"}, default="th")
        )
    )
    return number.cast(pl.String) + ending
