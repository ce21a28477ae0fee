"""Shares that go down chains of owners: arrays of numbers, no names.

Two readings of indirect ownership are computed side by side, since they differ.

*Multiplied*: what listed owners hold of a company in substance. With `s = 1` for a
listed company, and for every other the sum over its owners of their share times their
own `s`: 60 % of 50 % is 30 %.

*Cascading*: OFAC's reading, which the BIS rule takes over. A company counts as listed
itself once listed owners, and companies that so count, together hold half of it; all
they hold counts in full further down. 60 % of a company that is held by half is 60 %,
and 60 % of one that is held by 49 % is nothing.

Owners may own each other in rings. Both readings are the least solution: what flows
into a ring from listed owners, and no more. A ring without a listed owner holds 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "Flags",
    "Floats",
    "Graph",
    "Indexes",
    "cascading",
    "counts",
    "multiplied",
    "possible",
    "reachable",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int64]

ROUNDS: Final = 10_000
"""Rounds after which a ring that passes nearly all on to itself is left unsettled."""

_NOTHING: Final = 1e-10
"""A share that waits with its owner until it is more than this."""
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Graph:
    """Who owns whom.

    Attributes:
        size: The number of companies; they are `0` to `size - 1`.
        owner: The owner of each holding; sorted.
        owned: The company it is a share of.
        share: The share, 0 to 1; NaN where it is not known.
        first: Where the holdings of each owner begin; one more than there are owners.
    """

    size: int
    owner: Indexes
    owned: Indexes
    share: Floats
    first: Indexes

    @classmethod
    def of(cls, size: int, owner: Indexes, owned: Indexes, share: Floats) -> Graph:
        """Return the graph of holdings, sorted by owner and company."""
        order = np.lexsort((owned, owner))
        owner = owner[order]
        first = np.searchsorted(owner, np.arange(size + 1))
        return cls(size, owner, owned[order], share[order], first)

    def held_by(self, owners: Indexes) -> Indexes:
        """Return the holdings of some owners, in their order."""
        starts, counts = self.first[owners], self.first[owners + 1] - self.first[owners]
        before_each = np.cumsum(counts) - counts
        found: Indexes = np.repeat(starts - before_each, counts)
        return found + np.arange(counts.sum())


def counts(total: Floats, half: float) -> Flags:
    """Tell which sums of shares are half or more, rounding of the sum aside."""
    enough: Flags = total >= half - _SLACK
    return enough


def multiplied(graph: Graph, listed: Flags) -> tuple[Floats, bool]:
    """Return the multiplied share of each company, and whether all rings settled.

    What reaches a company is passed on in rounds until it is next to nothing, so only
    companies below listed owners are touched. A listed company keeps what others hold
    of it and passes on the whole of itself. No share exceeds 1.
    """
    total = np.zeros(graph.size)
    waiting = listed.astype(np.float64)
    front = np.flatnonzero(listed)
    for _ in range(ROUNDS):
        if not front.size:
            return total, True
        held = graph.held_by(front)
        held = held[graph.share[held] > 0]
        passed = graph.share[held] * waiting[graph.owner[held]]
        waiting[front] = 0
        below, arrived = _added_up(graph.owned[held], passed, graph.size)
        step = np.minimum(arrived, 1 - total[below])
        total[below] += step
        waiting[below] += step
        front = below[(waiting[below] > _NOTHING) & ~listed[below]]
    return total, False


def _added_up(places: Indexes, values: Floats, size: int) -> tuple[Indexes, Floats]:
    """Return the places without repetition, and the sum of the values of each."""
    found: Indexes
    if places.size * 16 > size:  # counting in full is cheaper than sorting
        sums = np.bincount(places, weights=values, minlength=size)
        found = np.flatnonzero(np.bincount(places, minlength=size))
        return found, np.asarray(sums[found], dtype=np.float64)
    found, inverse = np.unique(places, return_inverse=True)
    sums = np.bincount(inverse, weights=values, minlength=found.size)
    return found, np.asarray(sums, dtype=np.float64)


def cascading(graph: Graph, listed: Flags, half: float) -> tuple[Floats, Flags]:
    """Return what counting owners hold of each company, and which companies count.

    Args:
        graph: The holdings.
        listed: The companies that count from the start.
        half: The share from which a company counts.

    Returns:
        The sum of the counting owners' shares, and the companies that count: listed
        ones, and those held by half.
    """
    total, counting = np.zeros(graph.size), listed.copy()
    front = np.flatnonzero(listed)
    while front.size:
        held = graph.held_by(front)
        held = held[graph.share[held] > 0]
        np.add.at(total, graph.owned[held], graph.share[held])
        below = np.unique(graph.owned[held])
        front = below[counts(total[below], half) & ~counting[below]]
        counting[front] = True
    return total, counting


def possible(
    graph: Graph, total: Floats, counting: Flags, half: float
) -> tuple[Flags, Flags]:
    """Return which companies might count if unknown shares were large enough.

    Args:
        graph: The holdings.
        total: From `cascading`.
        counting: From `cascading`.
        half: The share from which a company counts.

    Returns:
        The companies that do not count but might, and those of all companies of which
        an owner that counts, or might, holds an unknown share.
    """
    total = total.copy()
    unknown, might = np.zeros((2, graph.size), dtype=np.bool_)
    front = np.flatnonzero(counting)
    while front.size:
        held = graph.held_by(front)
        not_known = np.isnan(graph.share[held])
        unknown[graph.owned[held[not_known]]] = True
        # What counting owners hold is in the total already.
        more = held[~not_known & might[graph.owner[held]]]
        np.add.at(total, graph.owned[more], graph.share[more])
        below = np.unique(graph.owned[held])
        reached = unknown[below] | counts(total[below], half)
        front = below[reached & ~counting[below] & ~might[below]]
        might[front] = True
    return might, unknown


def reachable(graph: Graph, start: Flags, through: Flags) -> Flags:
    """Return the companies below some others, along shares that are above 0.

    Args:
        graph: The holdings.
        start: Where to begin; these are not below themselves, unless in a ring.
        through: Companies that lead further down.
    """
    seen = np.zeros(graph.size, dtype=np.bool_)
    front = np.flatnonzero(start)
    while front.size:
        held = graph.held_by(front)
        below = np.unique(graph.owned[held[graph.share[held] != 0]])
        below = below[~seen[below]]
        seen[below] = True
        front = below[through[below]]
    return seen
