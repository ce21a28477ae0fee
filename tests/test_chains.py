from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from uyghurscreen.chains import KEPT, nearest_owners
from uyghurscreen.shares import Graph

SIZE = 12


def made(seed: int) -> tuple[set[tuple[int, int]], set[int]]:
    """Return holdings at random, rings among them, and some listed companies."""
    rng = np.random.default_rng(seed)
    pairs = {(int(a), int(b)) for a, b in rng.integers(0, SIZE, (22, 2)) if a != b}
    return pairs, {int(a) for a in rng.choice(SIZE, 4, replace=False)}


def plain_steps(
    pairs: set[tuple[int, int]], listed: set[int]
) -> dict[tuple[int, int], int]:
    """Walk down from each listed company, and stop at other listed ones."""
    steps: dict[tuple[int, int], int] = {}
    for start in listed:
        front, count = {start}, 0
        while front:
            count += 1
            below = {b for a, b in pairs if a in front and b != start}
            below = {b for b in below if (b, start) not in steps}
            steps.update({(b, start): count for b in below})
            front = below - listed
    return steps


@pytest.mark.parametrize("seed", range(40))
def test_each_listed_owner_has_its_shortest_chain(seed: int) -> None:
    pairs, listed = made(seed)
    owner, owned = (np.array(side) for side in zip(*sorted(pairs), strict=True))
    graph = Graph.of(SIZE, owner, owned, np.full(len(pairs), 0.1))
    names = pl.Series([f"c{place}" for place in range(SIZE)])
    labels = pl.Series(["10 %"] * len(pairs))
    flags = np.isin(np.arange(SIZE), list(listed))
    found, more = nearest_owners(graph, flags, names, labels)
    expected = plain_steps(pairs, listed)
    assert {row[:2] for row in found.rows()} == set(expected)
    assert not more.any()
    for company, start, path in found.rows():
        chain = path.split(" → ")[::2]
        assert chain[0] == f"c{start}"
        assert chain[-1] == f"c{company}"
        assert len(chain) - 1 == expected[company, start]
        steps = [(int(a[1:]), int(b[1:])) for a, b in pairwise(chain)]
        assert set(steps) <= pairs


def test_no_more_than_the_nearest_are_kept() -> None:
    size = KEPT + 3  # all but the last own the one before the last, which owns the last
    many = np.arange(size - 2)
    graph = Graph.of(
        size,
        np.r_[many, size - 2],
        np.r_[np.full(many.size, size - 2), size - 1],
        np.r_[np.linspace(0.01, 0.1, many.size), 0.5],
    )
    listed = np.arange(size) < size - 2
    names = pl.Series([f"c{place}" for place in range(size)])
    found, more = nearest_owners(graph, listed, names, pl.Series(["?"] * (size - 1)))
    # The largest shares come first.
    kept = list(many[::-1][:KEPT])
    assert found.filter(company=size - 2)["owner"].to_list() == kept
    assert set(found.filter(company=size - 1)["owner"]) == set(kept)
    assert set(np.flatnonzero(more)) == {size - 2, size - 1}
