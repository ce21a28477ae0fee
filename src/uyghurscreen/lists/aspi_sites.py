"""ASPI's Xinjiang Data Project, the detention sites of `CampDataset_v1.csv` (2020).

Sites are place evidence, never names to match. The file leaked its authors' working
columns: `Name` holds analysts' names, not the sites'. Only the columns named here are
read, and nothing else leaves the parser.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.documents import read_csv
from uyghurscreen.schema import SITES

__all__ = ["parse"]

_WHAT: Final = "Xinjiang Data Project sites"
_COLUMNS: Final = ("Number", "Name_Code", "Tier", "Prefecture", "County", "Lat", "Long")
_MISSING: Final = frozenset({"", "#N/A", "N/A", "??"})
_TIERS: Final = {"1", "2", "3", "4"}
_LATITUDES: Final = (34.0, 50.0)
_LONGITUDES: Final = (73.0, 97.0)
# The file puts one of Akto County's eight sites under Kashgar.
_PREFECTURE_OF: Final = {"Akto": "Kizilsu"}


def parse(raw: bytes) -> pl.DataFrame:
    """Parse the CSV into a `SITES` frame, in the file's order.

    Raises:
        ListParseError: If a column is missing, or a site has no name, tier or place, or
            lies outside the region.
    """
    rows = [_site(row) for row in read_csv(raw, what=_WHAT, columns=_COLUMNS)]
    frame = pl.DataFrame(rows, schema=SITES, orient="row")
    for column in ("site_id", "site_name"):
        twice = frame.filter(pl.col(column).is_duplicated())[column].unique().sort()
        if len(twice):
            raise ListParseError(
                f"{_WHAT}: {', '.join(twice)} in {column} more than once."
            )
    return frame


def _site(row: dict[str, str]) -> tuple[str, str, int, str, str, float, float]:
    values = {column: row[column].strip() for column in _COLUMNS}
    missing = [column for column, value in values.items() if value in _MISSING]
    where = f"{_WHAT}, site {values['Number']!r}"
    if missing:
        raise ListParseError(f"{where}: nothing in {', '.join(missing)}.")
    if values["Tier"] not in _TIERS:
        raise ListParseError(f"{where}: Tier is {values['Tier']!r}, not 1 to 4.")
    return (
        values["Number"],
        values["Name_Code"],
        int(values["Tier"]),
        _PREFECTURE_OF.get(values["County"], values["Prefecture"]),
        values["County"],
        _degrees(values, "Lat", _LATITUDES, where),
        _degrees(values, "Long", _LONGITUDES, where),
    )


def _degrees(
    values: dict[str, str], column: str, bounds: tuple[float, float], where: str
) -> float:
    low, high = bounds
    try:
        degrees = float(values[column])
    except ValueError:
        raise ListParseError(
            f"{where}: {column} is {values[column]!r}, not a number."
        ) from None
    if not low <= degrees <= high:
        raise ListParseError(f"{where}: {column} {degrees} is outside the region.")
    return degrees
