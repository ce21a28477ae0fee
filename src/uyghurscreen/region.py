"""Signals that point to the Uyghur Region: places, postcodes, the Corps, sites near.

A signal is no hit. It is not needed: of the 29 entities that the UFLPA list gained in
November 2024 24 lie outside the Region. And it is not enough: tens of thousands of
companies there are on no list. It says what to look at, and why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from uyghurscreen.frames import to_frame
from uyghurscreen.places.signals import FOUND, find_postcodes, find_signals
from uyghurscreen.places.sites import (
    NEAR_KM,
    SITES_AS_OF,
    SITES_SOURCE,
    sites_by_place,
    sites_near,
)
from uyghurscreen.places.xinjiang import units
from uyghurscreen.region_rows import read_region_rows
from uyghurscreen.schema import REGION
from uyghurscreen.typing import Joined

__all__ = ["region"]

Find = Callable[[pl.Series], pl.DataFrame]

_CORPS_BODIES: Final = ("division", "regiment")
_OWN: Final = "xinjiang|新疆|xpcc|xj|新建|xinjian"
"""Names of the Corps that no other production and construction corps has."""
_ORDER: Final = (
    "place",
    "postcode",
    "corps",
    "division",
    "regiment",
    "holding",
    "coordinates",
)


def region(
    frame: object,
    *,
    name: Joined | None = "name",
    address: Joined | None = None,
    postcode: str | None = None,
    country: str | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    id: str | None = None,
) -> pl.DataFrame:
    """Return the rows that something points to the Uyghur Region for, and what.

    A signal, not a hit: neither needed nor enough for one. Looked for are places of the
    Region in any script or spelling (Hotan, Hetian, 和田, خوتەن, Хотан), postcodes
    83xxxx and 84xxxx where the address is Chinese, the Xinjiang Production and
    Construction Corps with its divisions, regiments, cities and known holdings, and
    detention sites near coordinates or in the county named.

    A spelling that means something else as often (Aksu, tarım, Yiwu, the 8th Division)
    counts only beside something clear, or in a Chinese row that names no other
    province. A place in the name of a street elsewhere does not count.

    Args:
        frame: A polars, pandas or pyarrow table, anything with `__arrow_c_stream__`,
            or a list of strings.
        name: The column of names, or several to join; None if there is none.
        address: A column of addresses, or several to join.
        postcode: A column of postcodes.
        country: A column of countries, in codes or words.
        latitude: A column of latitudes in degrees; goes with `longitude`.
        longitude: A column of longitudes in degrees.
        id: A column that tells rows apart; `query_id` takes its values.

    Returns:
        Schema `REGION`, one row per row of the frame with a signal, in their order.

    Raises:
        InputError: If a column is missing or of the wrong type, ids repeat, or a
            coordinate is none.

    Example:
        >>> found = region(["Hetian Haolin Hair Accessories", "Acme Bakery"])
        >>> found.select("query_name", "prefecture").rows()
        [('Hetian Haolin Hair Accessories', 'Hotan')]
    """
    table = to_frame(frame, name=name if isinstance(name, str) else "name")
    rows = read_region_rows(
        table, name, address, postcode, country, latitude, longitude, id
    )
    found = pl.concat(
        [
            _in_texts(rows, "name", find_signals),
            _in_texts(rows, "address", find_signals),
            _in_texts(rows, "address", find_postcodes),
            _in_texts(rows, "postcode", find_postcodes),
        ]
    )
    kept = _that_count(rows, found)
    near = sites_near(rows["latitude"], rows["longitude"])
    return _summed_up(rows, kept, near)


def _in_texts(rows: pl.DataFrame, where: str, find: Find) -> pl.DataFrame:
    """Return what is found in a column, looking at each distinct text once."""
    distinct = rows[where].drop_nulls().unique(maintain_order=True)
    found = find(distinct)
    texts = distinct.to_frame(where).with_row_index("row")
    return (
        rows.select(where, "row")
        .join(texts.rename({"row": "text_row"}), on=where, maintain_order="left")
        .join(found.rename({"row": "text_row"}), on="text_row", maintain_order="left")
        .select(*FOUND.names(), where=pl.lit(where))
    )


def _that_count(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return the signals that count, given what else their row says."""
    own = pl.col("inside") == "xinjiang"
    corps = pl.col("kind") == "corps"
    generic = corps & ~pl.col("text").str.contains(_OWN)
    clear = own & pl.col("clear") & ~generic & ~pl.col("brief")
    place = pl.col("kind") == "place"
    elsewhere = place & (pl.col("inside") == "china") & (pl.col("place") != "china")
    facts = found.group_by("row").agg(
        surely=clear.any(),
        local=(own & place).any(),
        numbered=pl.col("kind").is_in(_CORPS_BODIES).any(),
        both=(pl.col("kind") == "division").any()
        & (pl.col("kind") == "regiment").any(),
        chinese=(place & (pl.col("inside") == "china")).any(),
        other_province=(elsewhere & pl.col("clear")).any(),
        abroad=(place & (pl.col("inside") == "") & pl.col("clear")).any(),
    )
    written = pl.concat_str("name", "address", ignore_nulls=True)
    context = rows.select(
        "row",
        in_china=pl.col("country") == "CN",
        not_china=pl.col("country") != "CN",
        han=written.str.contains(r"\p{Han}"),
    )
    signals = found.filter(own).join(facts, on="row", how="left", maintain_order="left")
    signals = signals.join(context, on="row", how="left", maintain_order="left")
    china = pl.col("in_china").fill_null(False) | pl.col("chinese") | pl.col("han")
    against = (
        pl.col("other_province")
        | pl.col("abroad")
        | pl.col("not_china").fill_null(False)
    )
    at_home = china & ~against
    first = (pl.col("where") != "name") | (pl.col("position") == 0)
    sure = pl.col("surely")
    together = (pl.col("local") & pl.col("numbered") | pl.col("both")) & ~against
    counts = (
        pl.when(clear)
        .then(True)
        .when(generic)
        .then(sure | ~against)
        .when(pl.col("clear") & pl.col("brief"))
        .then(sure | together | (~against & (first | ~pl.col("han"))))
        .when(pl.col("kind").is_in(_CORPS_BODIES))
        .then(sure | together)
        .when(kind="postcode")
        .then(sure | at_home)
        .otherwise(sure | together | (at_home & first))
    )
    return signals.filter(counts)


def _summed_up(
    rows: pl.DataFrame, kept: pl.DataFrame, near: pl.DataFrame
) -> pl.DataFrame:
    near = near.with_columns(row=rows["row"]).filter(
        (pl.col("near_sites") > 0).fill_null(False)
    )
    by_coordinates = near.select(
        "row",
        kind=pl.lit("coordinates"),
        where=pl.lit("coordinates"),
        text=pl.format("{} km", "nearest_km"),
        meaning=pl.format(
            f"{{}} known detention sites within {NEAR_KM:g} km", "near_sites"
        ),
        clear=pl.lit(True),
        source=pl.lit(SITES_SOURCE),
        as_of=pl.lit(SITES_AS_OF),
    )
    fields = ["row", *by_coordinates.columns[1:]]
    order = {kind: i for i, kind in enumerate(_ORDER)}
    signals = (
        pl.concat([kept.select(fields), by_coordinates.select(fields)])
        .unique(["row", "kind", "where", "text"], keep="first", maintain_order=True)
        .sort(
            "row",
            pl.col("kind").replace_strict(order, return_dtype=pl.Int8),
            maintain_order=True,
        )
    )
    in_words = pl.format("{} in the {}: {}", "text", "where", "meaning")
    gathered = signals.group_by("row", maintain_order=True).agg(
        signals=pl.struct(fields[1:]), evidence=in_words.str.join("; ")
    )
    return (
        rows.join(gathered, on="row", maintain_order="left")
        .join(_where(kept), on="row", how="left", maintain_order="left")
        .join(near, on="row", how="left", maintain_order="left")
        .with_columns(
            near_sites=pl.coalesce("near_sites", "sites_there"),
            query_name="name",
            query_address="address",
        )
        .select(REGION.names())
    )


def _where(kept: pl.DataFrame) -> pl.DataFrame:
    """Return the prefecture, county and division of each row, and the sites there."""
    places = (
        kept.filter(kind="place")
        .join(units(), on="place", maintain_order="left")
        .sort(
            "row",
            "level",
            pl.col("where") != "address",
            ~pl.col("clear"),
            "position",
            descending=[False, True, False, False, False],
            maintain_order=True,
        )
        .unique("row", keep="first", maintain_order=True)
        .join(sites_by_place(), on="place", how="left", maintain_order="left")
        .select(
            "row",
            "prefecture",
            county=pl.when(pl.col("level") == 2).then("name"),
            sites_there="near_sites",
        )
    )
    divisions = kept.group_by("row").agg(
        xpcc_division=pl.col("division")
        .sort_by(pl.col("kind").replace_strict({"place": 1}, default=0), "division")
        .drop_nulls()
        .first()
    )
    return divisions.join(places, on="row", how="left", maintain_order="left")
