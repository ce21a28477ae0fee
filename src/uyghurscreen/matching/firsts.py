"""Rows of sorted numbers: those of each, and the first of each pair of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["as_rows", "first_of_each", "rows_from", "rows_of_each"]


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
