"""The brands ASPI's report *Uyghurs for Sale* named in March 2020.

A brand here is a possible customer somewhere down the chain from a factory, not a party
to anything: the list is off by default, and every name is weak.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.aspi_names import last_bracket
from uyghurscreen.lists.documents import read_csv
from uyghurscreen.lists.records import Record, fold_identity, to_entries

__all__ = ["parse"]

_WHAT: Final = "Uyghurs for Sale brands"
_SCOPE: Final = "downstream mention of 2020: a possible customer of a named factory"


def parse(raw: bytes) -> pl.DataFrame:
    """Parse a CSV with the column `brand` into an `ENTRIES` frame.

    Raises:
        ListParseError: If the column is missing, or a brand is blank or stands twice.
    """
    records: dict[str, Record] = {}
    for row in read_csv(raw, what=_WHAT, columns=("brand",)):
        printed = row["brand"].strip()
        name, _, after = last_bracket(printed)  # "GAC Group (automobiles)"
        key = fold_identity(name)
        if not key or after:
            raise ListParseError(f"{_WHAT}: {printed!r} is not a brand's name.")
        if key in records:
            raise ListParseError(f"{_WHAT}: {printed!r} stands twice.")
        records[key] = Record(name=name, quality="weak", scope=_SCOPE, raw=printed)
    return to_entries("aspi_brands", records.values(), source_class="ngo")
