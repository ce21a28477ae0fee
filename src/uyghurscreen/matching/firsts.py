"""Rows of sorted numbers: those of each, and the first of each pair of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = [
    "Pairs",
    "as_rows",
    "first_of_each",
    "packed",
    "rows_from",
    "rows_of_each",
    "stacked",
]

Pairs: TypeAlias = (
    "tuple[NDArray[np.integer], NDArray[np.integer], NDArray[np.float32]]"
)
"""Row of each query and of each listed name, and how alike they are."""


def as_rows(numbers: NDArray[np.integer]) -> pl.Series:
    """Return row numbers as polars takes them quickest, to index a frame by.

    Example:
        >>> pl.DataFrame({"name": ["Acme", "Zebra"]})[as_rows(np.array([1]))].item()
        'Zebra'
    """
    return pl.Series(numbers.astype(np.uint32))


def first_of_each(
    one: NDArray[np.integer], other: NDArray[np.integer], *by: NDArray[Any]
) -> NDArray[np.intp]:
    """Return, for each pair of numbers, the row that comes first, sorted by pair.

    Args:
        one: The first number of each row.
        other: And the second.
        by: What else rows are sorted by, the least first.

    Example:
        >>> one, other = np.array([7, 7, 5]), np.array([0, 0, 1])
        >>> first_of_each(one, other, np.array([2, 1, 9])).tolist()
        [2, 1]
    """
    order: NDArray[np.intp] = np.lexsort((*reversed(by), other, one))
    new = np.diff(one[order]) != 0
    new |= np.diff(other[order]) != 0
    first: NDArray[np.intp] = order[np.append(True, new)[: len(order)]]
    return first


def packed(one: NDArray[np.integer], other: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return pairs of numbers as one number each, in the order of the pairs.

    Example:
        >>> packed(np.array([0, 1]), np.array([5, 0])).tolist()
        [5, 4294967296]
    """
    numbers: NDArray[np.int64] = one.astype(np.int64) << 32 | other.astype(np.int64)
    return numbers


def rows_of_each(
    numbers: NDArray[np.integer], wanted: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return every row at which each of some numbers stands.

    Args:
        numbers: Sorted, any number of times each.
        wanted: The numbers to look for.

    Returns:
        Positions in `wanted`, in order, and rows of `numbers`.

    Example:
        >>> wanted, row = rows_of_each(np.array([3, 5, 5]), np.array([5, 4, 3]))
        >>> wanted.tolist(), row.tolist()
        ([0, 0, 2], [1, 2, 0])
    """
    first = np.searchsorted(numbers, wanted, side="left")
    return rows_from(first, np.searchsorted(numbers, wanted, side="right") - first)


def rows_from(
    first: NDArray[np.integer], number: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows that follow each other, so many from each of some on.

    Args:
        first: The first row of each.
        number: How many rows each has.

    Returns:
        Positions in `first`, in order, and the rows.

    Example:
        >>> position, row = rows_from(np.array([7, 3]), np.array([2, 1]))
        >>> position.tolist(), row.tolist()
        ([0, 0, 1], [7, 8, 3])
    """
    number = number.astype(np.intp)
    before = np.cumsum(number) - number
    position = np.repeat(np.arange(len(first)), number)
    row = np.repeat(first.astype(np.intp) - before, number) + np.arange(len(position))
    return position, row


def stacked(parts: Iterable[Pairs]) -> Pairs:
    """Return the pairs of all parts in one, in their order."""
    one, other, alike = zip(*parts, strict=True)
    return np.concatenate(one), np.concatenate(other), np.concatenate(alike)
