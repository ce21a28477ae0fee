"""One row for each pair of numbers: what was found twice counts once, at its best."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["first_of_each"]


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
