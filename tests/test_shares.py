from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uyghurscreen.shares import (
    Graph,
    cascading,
    multiplied,
    possible,
    reachable,
)

# owner, owned, percent (None: not known)
Edge = tuple[int, int, int | None]
HALF = 50

# edges, listed companies, the last company's share in percent, in both readings
KNOWN: dict[str, tuple[list[Edge], set[int], float, float]] = {
    "direct": ([(0, 1, 60)], {0}, 60, 60),
    "two owners add up": ([(0, 2, 25), (1, 2, 25)], {0, 1}, 50, 50),
    "a chain by halves": ([(0, 1, 50), (1, 2, 50)], {0}, 25, 50),
    "a chain below half": ([(0, 1, 49), (1, 2, 100)], {0}, 49, 0),
    "direct and through a half": ([(0, 1, 50), (1, 2, 40), (0, 2, 10)], {0}, 30, 50),
    "25 % of two that hold a third": (
        [(0, 1, 25), (0, 2, 25), (1, 3, 50), (2, 3, 50)],
        {0},
        25,
        0,
    ),
    "a listed owner is wholly listed": ([(0, 1, 10), (1, 2, 80)], {0, 1}, 80, 80),
    "a ring that holds half of itself": (
        [(0, 1, 30), (2, 1, 50), (1, 2, 100)],
        {0},
        60,
        0,
    ),
    "a ring without a listed owner": ([(0, 1, 100), (1, 0, 100)], set(), 0, 0),
    "an unknown share adds nothing": ([(0, 1, None), (1, 2, 100)], {0}, 0, 0),
    "nothing is more than all": ([(0, 2, 80), (1, 2, 80)], {0, 1}, 100, 160),
}


def graph_of(size: int, edges: list[Edge]) -> Graph:
    owner, owned, percent = (np.array(column) for column in zip(*edges, strict=True))
    share = np.array([np.nan if p is None else p / 100 for p in percent])
    return Graph.of(size, owner.astype(np.int64), owned.astype(np.int64), share)


def flags(size: int, places: set[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([place in places for place in range(size)])


def plain_shares(size: int, edges: list[Edge], listed: set[int]) -> list[Fraction]:
    """Solve for the multiplied shares exactly, by elimination."""
    below = plain_below(edges, listed)
    unknown = sorted(below - listed)
    place = {company: i for i, company in enumerate(unknown)}
    rows = [
        [Fraction(int(i == j)) for j in range(len(unknown))] + [Fraction(0)]
        for i in range(len(unknown))
    ]
    for owner, owned, percent in edges:
        if owned in place and percent:
            if owner in listed:
                rows[place[owned]][-1] += Fraction(percent, 100)
            elif owner in place:
                rows[place[owned]][place[owner]] -= Fraction(percent, 100)
    for i, row in enumerate(rows):
        pivot = next(r for r in rows[i:] if r[i])
        j = rows.index(pivot, i)
        rows[i], rows[j] = pivot, row
        rows[i] = [value / pivot[i] for value in pivot]
        for k, other in enumerate(rows):
            if k != i:
                rows[k] = [
                    b - other[i] * a for a, b in zip(rows[i], other, strict=True)
                ]
    own = {c: Fraction(1) for c in listed} | {c: rows[place[c]][-1] for c in unknown}
    shares = [Fraction(0)] * size
    for owner, owned, percent in edges:
        shares[owned] += Fraction(percent or 0, 100) * own.get(owner, Fraction(0))
    return shares


def plain_below(edges: list[Edge], start: set[int]) -> set[int]:
    found: set[int] = set()
    front = list(start)
    while front:
        owner = front.pop()
        for one, owned, percent in edges:
            if one == owner and percent and owned not in found:
                found.add(owned)
                front.append(owned)
    return found


def plain_counting(
    size: int, edges: list[Edge], listed: set[int], unknown: int = 0
) -> tuple[list[int], set[int]]:
    """Let companies count one after another until no more do."""
    counting = set(listed)
    while True:
        sums = [0] * size
        for owner, owned, percent in edges:
            if owner in counting:
                sums[owned] += unknown if percent is None else percent
        now = counting | {c for c in range(size) if sums[c] >= HALF}
        if now == counting:
            return sums, counting
        counting = now


@st.composite
def ownership(draw: st.DrawFn) -> tuple[int, list[Edge], set[int]]:
    """Up to eight companies, each owned by up to 100 % by any others, in rings too."""
    size = draw(st.integers(2, 8))
    edges: list[Edge] = []
    for owned in range(size):
        left = 100
        for owner in draw(st.sets(st.sampled_from(range(size)), max_size=4)):
            if owner != owned:
                percent = draw(
                    st.one_of(
                        st.none(),
                        st.integers(0, left),
                        st.sampled_from([min(50, left), left]),
                    )
                )
                edges.append((owner, owned, percent))
                left -= percent or 0
    if not edges:
        edges = [(0, 1, 50)]
    return size, edges, draw(st.sets(st.sampled_from(range(size)), max_size=3))


@pytest.mark.parametrize(
    ("edges", "listed", "share", "held"), KNOWN.values(), ids=KNOWN
)
def test_known_shares(
    edges: list[Edge], listed: set[int], share: float, held: float
) -> None:
    size = 1 + max(max(edge[:2]) for edge in edges)
    graph = graph_of(size, edges)
    shares, settled = multiplied(graph, flags(size, listed))
    total, _ = cascading(graph, flags(size, listed), HALF / 100)
    assert settled
    assert shares[-1] * 100 == pytest.approx(share)
    assert total[-1] * 100 == pytest.approx(held)


@given(ownership())
def test_multiplied_shares_are_those_of_an_exact_solution(
    made: tuple[int, list[Edge], set[int]],
) -> None:
    size, edges, listed = made
    shares, settled = multiplied(graph_of(size, edges), flags(size, listed))
    if settled:
        expected = [float(share) for share in plain_shares(size, edges, listed)]
        assert shares == pytest.approx(expected, abs=1e-6)


@given(ownership())
def test_what_counts_is_what_a_plain_loop_finds(
    made: tuple[int, list[Edge], set[int]],
) -> None:
    size, edges, listed = made
    total, counting = cascading(graph_of(size, edges), flags(size, listed), HALF / 100)
    sums, expected = plain_counting(size, edges, listed)
    assert total * 100 == pytest.approx(sums)
    assert set(np.flatnonzero(counting)) == expected


@given(ownership())
def test_what_might_count_is_what_counts_if_unknown_shares_are_all_there_is(
    made: tuple[int, list[Edge], set[int]],
) -> None:
    size, edges, listed = made
    graph = graph_of(size, edges)
    total, counting = cascading(graph, flags(size, listed), HALF / 100)
    might, unknown = possible(graph, total, counting, HALF / 100)
    _, expected = plain_counting(size, edges, listed, unknown=100)
    assert set(np.flatnonzero(counting | might)) == expected
    assert set(np.flatnonzero(unknown)) == {
        owned
        for owner, owned, percent in edges
        if percent is None and owner in expected
    }


@given(ownership())
def test_what_is_below_is_what_a_plain_walk_finds(
    made: tuple[int, list[Edge], set[int]],
) -> None:
    size, edges, listed = made
    known = [edge for edge in edges if edge[2] is not None] or [(0, 1, 0)]
    graph = graph_of(size, known)
    found = reachable(graph, flags(size, listed), np.ones(size, dtype=np.bool_))
    assert set(np.flatnonzero(found)) == plain_below(known, listed)


def test_a_ring_that_passes_nearly_all_on_to_itself_is_told_of() -> None:
    edges: list[Edge] = [(0, 1, 1), (2, 1, 99), (1, 2, 100)]
    shares, settled = multiplied(graph_of(3, edges), flags(3, {0}))
    assert settled
    assert shares[2] == pytest.approx(1)
    graph = graph_of(3, edges)
    graph.share[:] = np.where(graph.share == 0.01, 1e-7, graph.share)
    graph.share[:] = np.where(graph.share == 0.99, 1 - 1e-7, graph.share)
    assert not multiplied(graph, flags(3, {0}))[1]
