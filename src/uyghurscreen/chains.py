"""The shortest chains of owners from listed ones down to each company."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from uyghurscreen.shares import Flags, Graph, Indexes, reachable

__all__ = ["KEPT", "nearest_owners"]

KEPT: Final = 5
"""Listed owners shown of a company; which are nearest."""

_LONGEST: Final = 30
"""Steps of a chain that are spelled out; the beginning of a longer one is cut short."""

_ARROW: Final = " → "


def nearest_owners(
    graph: Graph, listed: Flags, names: pl.Series, labels: pl.Series
) -> tuple[pl.DataFrame, Flags]:
    """Return the listed owners nearest to each company, with the chain from each.

    Chains grow a step at a time, and end at a listed company. Of those that reach a
    company in one step, the larger last share comes first, then the owner's place.

    Args:
        graph: The holdings; those of 0 % lead nowhere.
        listed: Where chains begin.
        names: The name of each company.
        labels: The text of each holding, in the order of the graph.

    Returns:
        One row per company and listed owner, nearest first: `company`, `owner` (their
        places), `path`. And the companies that have more than `KEPT` such owners.
    """
    slots = np.full((graph.size, KEPT), -1, dtype=np.int64)
    filled = np.zeros(graph.size, dtype=np.int64)
    more = np.zeros(graph.size, dtype=np.bool_)
    start = np.flatnonzero(listed)
    at, origin, text = start, start, names.gather(start)
    found, steps = [], 0
    while at.size:
        steps += 1
        before, held = _holdings_of(graph, at)
        below, owner = graph.owned[held], origin[before]
        fresh = (graph.share[held] != 0) & (below != owner)
        fresh &= ~(slots[below] == owner[:, None]).any(axis=1)
        full = filled[below] == KEPT
        more[below[fresh & full]] = True
        order = np.flatnonzero(fresh & ~full)
        share = np.nan_to_num(graph.share[held[order]], nan=-1.0)
        keys = (before[order], owner[order], -share, below[order])
        order = order[np.lexsort(keys)]
        order = order[_first_of_pair(below[order], owner[order], graph.size)]
        rank = _rank_within(below[order])
        room = filled[below[order]] + rank < KEPT
        more[below[order[~room]]] = True
        rank, order = rank[room], order[room]
        below, owner = below[order], owner[order]
        slots[below, filled[below] + rank] = owner
        np.add.at(filled, below, 1)
        text = _longer(
            text.gather(before[order]),
            labels.gather(held[order]),
            names.gather(below),
            steps,
        )
        found.append(pl.DataFrame({"company": below, "owner": owner, "path": text}))
        onward = ~listed[below]
        at, origin, text = below[onward], owner[onward], text.filter(onward)
    # An owner that is left out is left out further down too.
    more |= reachable(graph, more & ~listed, ~listed)
    if not found:
        schema = {"company": pl.Int64, "owner": pl.Int64, "path": pl.String}
        return pl.DataFrame(schema=schema), more
    return pl.concat(found), more


def _holdings_of(graph: Graph, at: Indexes) -> tuple[Indexes, Indexes]:
    """Return the holdings of each place, and which of the places each belongs to."""
    counts = graph.first[at + 1] - graph.first[at]
    return np.repeat(np.arange(at.size), counts), graph.held_by(at)


def _first_of_pair(below: Indexes, owner: Indexes, size: int) -> Indexes:
    """Return the positions at which a pair of company and owner stands first."""
    _, first = np.unique(below * size + owner, return_index=True)
    return np.sort(first)


def _rank_within(groups: Indexes) -> Indexes:
    """Return the place of each item in its run of equal ones, from 0."""
    if not groups.size:
        return groups
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    lengths = np.diff(np.r_[starts, groups.size])
    return np.arange(groups.size) - np.repeat(starts, lengths)


def _longer(
    chains: pl.Series, labels: pl.Series, names: pl.Series, steps: int
) -> pl.Series:
    if steps > _LONGEST:  # the owner, and what is left out
        chains = chains.str.split(_ARROW).list.first() + f"{_ARROW}…"
    parts = {"chain": chains, "label": labels, "name": names}
    joined = pl.concat_str(*parts, separator=_ARROW)
    return pl.DataFrame(parts).select(joined).to_series()
