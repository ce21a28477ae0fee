from __future__ import annotations

import numpy as np
import polars as pl

from uyghurscreen import Screener
from uyghurscreen.matching.bearers import Bearers
from uyghurscreen.schema import KIND_ORDER

LISTINGS = pl.DataFrame(
    [
        (0, "a", "x", "Zebra", "primary"),
        (0, "a", "y", "Zebra", "alias"),
        (1, "a", "x", "Acme", "alias"),
        (1, "b", "x", "Acme", "primary"),
        (2, "a", "x", "Acme", "alias"),
    ],
    schema=["form", "list_id", "entry_id", "name", "kind"],
    orient="row",
)
ENTRIES = LISTINGS.select("list_id", "entry_id").unique(maintain_order=True)


def _best(*pairs: tuple[int, int, float]) -> list[tuple[int, int, int]]:
    """Return (pair, listing, entry) for pairs of query, form and score."""
    query, form, score = (np.array(column) for column in zip(*pairs, strict=True))
    best = Bearers(LISTINGS, ENTRIES).best(query, form, score)
    return [*zip(*(column.tolist() for column in best), strict=True)]


def test_a_name_leads_to_every_entry_that_bears_it() -> None:
    assert _best((7, 0, 0.5)) == [(0, 0, 0), (0, 1, 1)]
    assert _best((7, 1, 0.5)) == [(0, 2, 0), (0, 3, 2)]


def test_the_higher_score_counts_whatever_the_kind() -> None:
    assert _best((7, 0, 0.5), (7, 1, 0.9))[0] == (1, 2, 0)


def test_of_equal_scores_the_primary_name_counts() -> None:
    assert _best((7, 0, 0.5), (7, 1, 0.5))[0] == (0, 0, 0)


def test_of_forms_of_one_name_the_first_counts() -> None:
    assert _best((7, 1, 0.5), (7, 2, 0.5))[0] == (0, 2, 0)


def test_queries_are_kept_apart() -> None:
    assert _best((3, 2, 0.9), (4, 2, 0.5)) == [(0, 4, 0), (1, 4, 0)]


def test_no_pairs_lead_nowhere() -> None:
    none = np.zeros(0, np.uint32)
    found = Bearers(LISTINGS, ENTRIES).best(none, none, np.zeros(0))
    assert [len(column) for column in found] == [0, 0, 0]


def test_what_is_found_on_the_lists_is_what_a_join_and_a_sort_find() -> None:
    screener = Screener(lists=["uflpa", "aspi_universities"])
    listings = screener._load()[1].listings
    entries = screener.entries.select("list_id", "entry_id")
    size = int(listings["form"].max()) + 1  # type: ignore[arg-type]
    random = np.random.default_rng(744)
    pairs = pl.DataFrame(
        {"query": random.integers(0, 40, 900), "form": random.integers(0, size, 900)}
    ).unique()
    pairs = (
        pairs.sort("query", "form")
        .cast({"form": pl.UInt32})
        .with_columns(score=pl.Series(random.integers(0, 3, pairs.height) / 2))
    )
    found = Bearers(listings, entries).best(
        *(pairs[c].to_numpy() for c in pairs.columns)
    )
    kind = pl.col("kind").replace_strict(KIND_ORDER)
    expected = (
        pairs.with_row_index("pair")
        .join(listings, on="form")
        .join(entries.with_row_index("entry"), on=["list_id", "entry_id"])
        .with_columns(pl.col("score").neg(), kind)
        .sort("query", "entry", "score", "kind", "name", "form")
        .unique(["query", "entry"], keep="first", maintain_order=True)
    )
    assert found[0].tolist() == expected["pair"].to_list()
    assert listings["name"].gather(found[1]).equals(expected["name"])
    assert found[2].tolist() == expected["entry"].to_list()
