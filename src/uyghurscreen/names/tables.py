"""The name tables shipped under `data/`, each read once, at first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

__all__ = ["frequencies", "lexicon", "romanisation"]


@cache
def lexicon(name: str) -> pl.DataFrame:
    """Return one hand-edited lexicon table, every column as text."""
    return _read("lexicon", name)


@cache
def romanisation(name: str) -> dict[str, str]:
    """Return one compiled two-column table as text to its rendering."""
    table = _read("romanisation", name)
    return dict(table.iter_rows())


@cache
def frequencies(name: str) -> pl.DataFrame:
    """Return one compiled table of words and how often they occur, as text."""
    return _read("frequencies", name)


def _read(folder: str, name: str) -> pl.DataFrame:
    path = files("uyghurscreen.data").joinpath(folder, f"{name}.csv")
    return pl.read_csv(path.read_bytes(), infer_schema=False).fill_null("")
