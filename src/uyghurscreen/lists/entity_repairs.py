"""Cells of the Entity List whose printed form no rule can read right.

`lists/entity_list/repairs.csv` holds, for each such cell, the hash of the cell as it
came and the same cell as it should read. A cell that has changed since has another
hash and is read as it stands.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import polars as pl

__all__ = ["repaired"]


def repaired(cell: str) -> str:
    """Return a cell as it should read, the cell itself where nothing is known of it.

    Example:
        >>> repaired("Gulf Gate Sea Cargo LLC, Kabul, Afghanistan.")
        'Gulf Gate Sea Cargo LLC, Kabul, Afghanistan.'
    """
    return _repairs().get(hashlib.sha256(cell.encode()).hexdigest(), cell)


@cache
def _repairs() -> dict[str, str]:
    table = files("uyghurscreen.data").joinpath("entity_list_repairs.csv")
    frame = pl.read_csv(table.read_bytes(), infer_schema=False)
    return dict(frame.select("sha256", "cell").rows())
