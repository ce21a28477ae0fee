"""How many listed names have each gram, whatever version of the lists is loaded.

Counted on the names at hand, the weight of a gram would change with every name added,
and so would the scores of all others. So the names of the embedded lists are counted
once, by `scripts/build_grams.py`: those of the default lists together, whichever of
them are chosen, and those of every other list by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.grams import BUCKETS, gram_codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "COUNTED",
    "WIDTHS",
    "Count",
    "GramCounts",
    "counted",
    "grams_of",
    "shipped",
    "together",
]

WIDTHS: Final = {"core": 4, "sound": 3, "skeleton": 3, "written": 4}
"""Letters in a gram of each view of a name: of three columns of `CANONICAL`, and of the
name as the gate has it."""

COUNTED: Final = pl.Schema(
    {
        "lists": pl.String(),
        "view": pl.String(),
        "names": pl.UInt32(),
        "gap": pl.UInt32(),
        "count": pl.UInt32(),
    }
)
"""The shipped table, a row for each gram of some lists and a view: the ids of the lists
with blanks between, how many names were counted, by how much the gram's hash value is
above the one of the row before, and how many of the names have it."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many names have each gram.

    Attributes:
        width: Letters in a gram.
        names: How many names were counted.
        grams: The hash values of the grams they have, in order.
        of: How many of them have each.
    """

    width: int
    names: int
    grams: NDArray[np.uint32]
    of: NDArray[np.int32]


GramCounts: TypeAlias = Mapping[str, Count]
"""A `Count` for each view of `WIDTHS`."""


def grams_of(
    texts: pl.Series, width: int
) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Return the row and the hash value of every gram of texts, in their order."""
    starts, codes = gram_codes(Texts.padded(texts, width), width)
    return np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(starts)), codes


def counted(texts: pl.Series, width: int) -> Count:
    """Count in how many texts each gram is.

    Example:
        >>> count = counted(pl.Series(["huawei", "hua wei huawei"]), 3)
        >>> count.names, int(count.of.max())
        (2, 2)
    """
    row, codes = grams_of(texts, width)
    # Sorted by hand: numpy's own `unique` takes four times as long.
    packed = np.sort(row * np.int64(BUCKETS) + codes)
    first = np.append(True, packed[1:] != packed[:-1])[: len(packed)]
    grams = (packed[first] % BUCKETS).astype(np.uint32)
    return _added(width, len(texts), grams, np.ones(len(grams), np.int32))


def shipped(list_ids: Collection[str]) -> GramCounts:
    """Return the counts of embedded lists; a list that is not embedded has none.

    Example:
        >>> shipped(["uflpa"])["core"].names == shipped(["entity_list"])["core"].names
        True
    """
    path = files("uyghurscreen.data").joinpath("frequencies", "grams.parquet")
    table, chosen = pl.read_parquet(path.read_bytes()), set(list_ids)
    ids = [i for i in table["lists"].unique() if not chosen.isdisjoint(i.split())]
    code = pl.col("gap").cum_sum().over("lists", "view")
    rows = table.filter(pl.col("lists").is_in(ids)).with_columns(code=code)
    return {view: _of(rows.filter(view=view), width) for view, width in WIDTHS.items()}


def together(left: GramCounts, right: GramCounts) -> GramCounts:
    """Return the counts of all names of both."""
    return {
        view: _added(
            width,
            one.names + other.names,
            np.append(one.grams, other.grams),
            np.append(one.of, other.of),
        )
        for view, width in WIDTHS.items()
        for one, other in [(left[view], right[view])]
    }


def _of(rows: pl.DataFrame, width: int) -> Count:
    names = int(rows.unique("lists")["names"].sum())
    return _added(width, names, *(rows[name].to_numpy() for name in ("code", "count")))


def _added(
    width: int, names: int, grams: NDArray[np.integer], of: NDArray[np.integer]
) -> Count:
    """Return a count with what is given of one gram several times added up."""
    # Faster than to sort them, though most hash values are those of no gram.
    sums = np.bincount(grams, weights=of, minlength=BUCKETS)
    there = np.flatnonzero(sums)
    return Count(width, names, there.astype(np.uint32), sums[there].astype(np.int32))
