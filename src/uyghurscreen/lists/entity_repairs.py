"""Cells of the Entity List whose printed form no rule can read right.

`lists/entity_list/repairs.csv` holds, for each such cell, its destination, the hash of
the cell as it came and the cell as it should read. A cell that has changed since has
another hash and is read as it stands. The destination counts because a cell cut off
after the name is the same text under each of them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import polars as pl

__all__ = ["repaired"]


def repaired(destination: str, cell: str) -> str:
    """Return a cell as it should read, the cell itself where nothing is known of it.

    Example:
        >>> repaired("AFGHANISTAN", "Gulf Gate Sea Cargo LLC, Kabul, Afghanistan.")
        'Gulf Gate Sea Cargo LLC, Kabul, Afghanistan.'
    """
    digest = hashlib.sha256(cell.encode()).hexdigest()
    return _repairs().get((destination, digest), cell)


@cache
def _repairs() -> dict[tuple[str, str], str]:
    table = files("uyghurscreen.data").joinpath("entity_list_repairs.csv")
    frame = pl.read_csv(table.read_bytes(), infer_schema=False)
    rows = frame.select("destination", "sha256", "cell").rows()
    return {(destination, digest): cell for destination, digest, cell in rows}
