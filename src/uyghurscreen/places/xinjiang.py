"""The places of the Uyghur Region, in every spelling that the lexicon knows.

A spelling is unclear where it means something else as often: another place (Yiwu), a
word (Turkish tarım), a brand (Fukang). Then it counts only where something else in the
row speaks for the Region, or at least for China, and nothing for another province.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.known_words import place_ancestors
from uyghurscreen.names.tables import lexicon

__all__ = ["REGION", "place_forms", "site_counties", "units"]

REGION: Final = "xinjiang"

_LOCAL: Final = ("county", "district")
_SHORT: Final = 4
"""Latin letters of a spelling that is too short to mean one place."""
_BRIEF: Final = 6
"""Latin letters up to which the pinyin of a city is like many a brand."""


@cache
def place_forms() -> pl.DataFrame:
    """Return every spelling of a place, once.

    Returns:
        Columns `form`, `place`, `inside` (`xinjiang`, `china` or empty: elsewhere),
        `clear`, and `brief`: clear enough, but not against another province. Sorted by
        form.
    """
    places = lexicon("places").select("form", "place", "kind", "language")
    ancestors = place_ancestors()
    region = ancestors.filter(inside=REGION)["place"].to_list()
    china = ancestors.filter(inside="china")["place"].to_list()
    inside = (
        pl.when(pl.col("place").is_in([*region, REGION]))
        .then(pl.lit(REGION))
        .when(pl.col("place").is_in([*china, "china"]))
        .then(pl.lit("china"))
        .otherwise(pl.lit(""))
    )
    unclear = lexicon("region_unclear")["form"]
    han = pl.col("form").str.contains(r"\p{Han}")
    length = pl.col("form").str.replace_all(" ", "").str.len_chars()
    local = pl.col("kind").str.replace(r"\|.*", "").is_in(_LOCAL)
    clear = (
        ~pl.col("kind").str.ends_with("|ambiguous")
        & (pl.col("place").n_unique().over("form") == 1)
        & ~pl.col("form").is_in(unclear.implode())
        & ~(pl.col("form").str.contains("^[a-z ]+$") & (length <= _SHORT))
        # Of counties, the pinyin and two characters are brands as well.
        & ~(local & ((pl.col("language") == "zh-Latn") | (han & (length <= 2))))
    )
    city = pl.col("kind").str.starts_with("city") | pl.col("kind").str.starts_with(
        "xpcc"
    )
    pinyin = (pl.col("language") == "zh-Latn") & (length <= _BRIEF)
    brief = (city | local) & (pinyin | (han & (length <= 2)))
    return (
        places.with_columns(inside=inside, clear=clear, brief=brief)
        .sort("form", pl.col("inside") != REGION, "place", "language")
        .group_by("form", maintain_order=True)
        .agg(
            pl.col("place").first(),
            pl.col("inside").first(),
            pl.col("clear").all(),
            pl.col("brief").any(),
        )
        .sort("form")
    )


@cache
def units() -> pl.DataFrame:
    """Return each place of the Region that is a unit of its own, or a prefecture.

    Returns:
        Columns `place`, `name`, `level` (0 the Region, 1 a prefecture, 2 below) and
        `prefecture`, the name of the one it lies in, null for the Region and for the
        cities of the Corps, which lie in none.
    """
    table = lexicon("xinjiang_units")
    named = dict(table.filter(kind="prefecture").select("place", "name").rows())
    level = pl.col("kind").replace_strict({"region": 0, "prefecture": 1}, default=2)
    return (
        table.with_columns(level=level)
        .sort("place", "level", "chinese")
        .unique("place", keep="first", maintain_order=True)
        .select(
            "place",
            "name",
            level=pl.col("level").cast(pl.Int8),
            prefecture=pl.when(pl.col("level") == 1)
            .then("name")
            .otherwise(
                pl.col("parent").replace_strict(
                    named, default=None, return_dtype=pl.String
                )
            ),
        )
    )


@cache
def site_counties() -> pl.DataFrame:
    """Return the counties of the table of sites, as it spells them, of each place.

    A prefecture has all of its counties; Hotan may be the city, but is not said to be.
    """
    table = lexicon("xinjiang_units").filter(pl.col("site_county") != "-")
    own = table.select("place", county="site_county").unique()
    wide = table.select(place="parent", county="site_county").unique()
    wide = wide.filter(pl.col("place") != REGION)
    return pl.concat([own, wide]).unique().sort("place", "county")
