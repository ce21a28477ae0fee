"""The name tables shipped under `data/`, each read once, at first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

__all__ = ["frequencies", "lexicon", "pinyin", "romanisation"]


@cache
def lexicon(name: str) -> pl.DataFrame:
    """Return one hand-edited lexicon table, every column as text."""
    return _read("lexicon", name)


def romanisation(name: str) -> pl.DataFrame:
    """Return one compiled table of two columns: texts, each once, and their rendering.

    These are large, and not kept: what is made of them is.
    """
    return _read("romanisation", name)


def pinyin() -> pl.DataFrame:
    """Return Chinese texts with their reading, as `romanisation` does.

    Blanks stand between the syllables of what is read otherwise than elsewhere.
    """
    tables = romanisation("pinyin"), lexicon("readings").select("text", "reading")
    return pl.concat(tables).unique("text", keep="last")


@cache
def frequencies(name: str) -> pl.DataFrame:
    """Return one compiled table of words and how often they occur, as text."""
    return _read("frequencies", name)


def _read(folder: str, name: str) -> pl.DataFrame:
    path = files("uyghurscreen.data").joinpath(folder, f"{name}.csv")
    return pl.read_csv(path.read_bytes(), infer_schema=False).fill_null("")
