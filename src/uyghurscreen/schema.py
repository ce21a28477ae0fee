"""The frames that pass between the layers, as polars schemas."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["ENTRIES", "NAME", "NAMES", "SITES"]

NAME: Final = pl.Struct(
    {
        "name": pl.String,
        "kind": pl.String,
        "language": pl.String,
        "quality": pl.String,
        "source": pl.String,
    }
)
"""One name of an entry; `kind` and `quality` hold words of `uyghurscreen.typing`."""

ENTRIES: Final = pl.Schema(
    {
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "entry_name": pl.String(),
        "relation": pl.String(),
        "parent_id": pl.String(),
        "names": pl.List(NAME),
        "countries": pl.List(pl.String),
        "addresses": pl.List(pl.String),
        "citations": pl.List(pl.String),
        "license_requirement": pl.String(),
        "license_policy": pl.String(),
        "sublists": pl.List(pl.String),
        "scope": pl.String(),
        "source_class": pl.String(),
        "first_listed": pl.Date(),
        "effective_date": pl.Date(),
        "removed_on": pl.Date(),
        "content_hash": pl.String(),
        "raw": pl.String(),
    }
)
"""One row per entry of a list.

`names` holds every name to match, the primary one first; it is empty for an entry that
lists only an address. `parent_id` is set where `relation` is not `listed`. `countries`
are ISO 3166 alpha-2 codes. `raw` is the publisher's own cell.
"""

NAMES: Final = pl.Schema(
    {
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "name": pl.String(),
        "kind": pl.String(),
        "language": pl.String(),
        "quality": pl.String(),
        "source": pl.String(),
    }
)
"""One row per name of an entry: `ENTRIES.names`, unnested."""

SITES: Final = pl.Schema(
    {
        "site_id": pl.String(),
        "site_name": pl.String(),
        "tier": pl.Int8(),
        "prefecture": pl.String(),
        "county": pl.String(),
        "latitude": pl.Float64(),
        "longitude": pl.Float64(),
    }
)
"""One row per detention site: place evidence, never a name to match."""
