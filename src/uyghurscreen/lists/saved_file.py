"""Reading a publication that someone saved by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen.errors import ListNotFoundError
from uyghurscreen.lists import (
    aspi_brands,
    aspi_tech_giants,
    aspi_universities,
    csl,
    entity_list,
    federal_register,
    uflpa_notices,
)
from uyghurscreen.lists.assembly import uflpa_of, with_names_we_add
from uyghurscreen.lists.documents import read_saved
from uyghurscreen.suggestions import did_you_mean

__all__ = ["PARSERS", "read"]

PARSERS: Final[dict[str, Callable[[bytes], pl.DataFrame]]] = {
    "entity_list": entity_list.parse,
    "entity_list_rule": federal_register.parse,
    "csl": csl.parse,
    "uflpa": uflpa_of,
    "uflpa_notice": uflpa_notices.parse,
    "aspi_universities": aspi_universities.parse,
    "aspi_tech_giants": aspi_tech_giants.parse,
    "aspi_brands": aspi_brands.parse,
}
"""What a saved file can hold, and what reads it."""


def read(path: str | Path, publication: str) -> pl.DataFrame:
    """Return the entries of a saved publication; see `lists.read`."""
    if publication not in PARSERS:
        raise ListNotFoundError(
            f"no parser for {publication!r}; there are: {', '.join(PARSERS)}."
            f"{did_you_mean(publication, PARSERS)}"
        )
    return with_names_we_add(publication, PARSERS[publication](read_saved(path)))
