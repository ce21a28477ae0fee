"""Detention sites near a place, by county or by coordinates.

The sites are those of ASPI's Xinjiang Data Project, version 1 of 24 September 2020: 380
of them, with coordinates. A site nearby says nothing of a company but where it is.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import polars as pl

from uyghurscreen.places.xinjiang import site_counties
from uyghurscreen.schema import SITES

__all__ = ["NEAR_KM", "SITES_AS_OF", "SITES_SOURCE", "sites_by_place", "sites_near"]

NEAR_KM: Final = 25.0
"""What is near, in kilometres."""
SITES_SOURCE: Final = "ASPI, Xinjiang Data Project, detention sites"
SITES_AS_OF: Final = date(2020, 9, 24)

_EARTH_KM: Final = 6371.0
_AROUND: Final = (31.0, 53.0, 70.0, 100.0)
"""Latitudes and longitudes beyond which no site can be near."""
_BATCH: Final = 10_000


@cache
def sites() -> pl.DataFrame:
    """Return the sites, schema `SITES`."""
    path = files("uyghurscreen.data").joinpath("aspi_sites.csv")
    return pl.read_csv(path.read_bytes(), schema=SITES)


@cache
def sites_by_place() -> pl.DataFrame:
    """Return the sites in the counties of each place: `place` and `near_sites`."""
    return (
        site_counties()
        .join(sites(), on="county")
        .group_by("place")
        .agg(near_sites=pl.len().cast(pl.Int64))
        .sort("place")
    )


def sites_near(latitude: pl.Series, longitude: pl.Series) -> pl.DataFrame:
    """Return the sites near some coordinates, in degrees.

    Returns:
        One row per coordinate: `near_sites`, those within `NEAR_KM`, and `nearest_km`,
        both null where a coordinate is null or far from the Region.

    Example:
        >>> sites_near(pl.Series([37.11]), pl.Series([79.92]))["near_sites"].item() > 5
        True
    """
    south, north, west, east = _AROUND
    around = latitude.is_between(south, north) & longitude.is_between(west, east)
    rows = around.fill_null(False).arg_true()
    count = np.zeros(len(rows), np.int64)
    nearest = np.zeros(len(rows))
    there = np.radians(sites().select("latitude", "longitude").to_numpy())
    here = np.radians(
        np.column_stack([latitude.gather(rows), longitude.gather(rows)]).astype(float)
    ).reshape(-1, 2)
    for start in range(0, len(rows), _BATCH):
        km = _distance(here[start : start + _BATCH, None], there[None])
        count[start : start + _BATCH] = (km <= NEAR_KM).sum(axis=1)
        nearest[start : start + _BATCH] = km.min(axis=1)
    empty = pl.Series([None]).new_from_index(0, len(latitude))
    return pl.DataFrame(
        {
            "near_sites": empty.cast(pl.Int64).scatter(rows, count),
            "nearest_km": empty.cast(pl.Float64).scatter(rows, nearest.round(1)),
        }
    )


def _distance(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return great-circle distances in kilometres, of coordinates in radians."""
    half = np.sin((there - here) / 2) ** 2
    chord = half[..., 0] + np.cos(here[..., 0]) * np.cos(there[..., 0]) * half[..., 1]
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(chord)))
