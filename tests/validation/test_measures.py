from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.validation.decks import DECK, exact_deck
from uyghurscreen.validation.measures import (
    LOWEST,
    RESULTS,
    by_operator,
    estimate,
    run,
    sample_around,
    sweep,
)

RESULT = pl.DataFrame(
    [
        ("exact", "primary", "A", "demo", "a", "A", 1.0, "A", 1.0),
        ("exact", "alias", "B", "demo", "b", "B", 0.69, "C", 0.9),
        ("manipulated", "accent", "Á", "demo", "a", "A", 0.7, "A", 0.7),
        ("placebo", "in_china", "X", None, None, None, 0.0, None, 0.0),
        ("placebo", "in_china", "Y", None, None, None, 0.75, "A", 0.75),
    ],
    schema=RESULTS,
    orient="row",
)


def test_every_listed_name_is_found(screener: Screener) -> None:
    """The promise of the exact deck, on all that is embedded."""
    results = run(screener, exact_deck(screener))
    assert results.schema == RESULTS
    missed = results.filter(pl.col("score") < screener.threshold)
    assert missed["listed_name"].to_list() == []


def test_what_a_deck_comes_to(screener: Screener) -> None:
    deck = pl.DataFrame(
        [
            (
                "manipulated",
                "accent",
                "Hikvisión",
                "entity_list",
                "b5af46134ce7e12f",
                "",
            ),
            (
                "manipulated",
                "wrong",
                "Acme Bakery",
                "entity_list",
                "b5af46134ce7e12f",
                "",
            ),
            ("placebo", "in_china", "Hikvision", None, None, None),
            ("placebo", "in_china", "Acme Bakery", None, None, None),
        ],
        schema=DECK,
        orient="row",
    )
    results = run(screener, deck)
    assert (results["score"] > 0.7).to_list() == [True, False, True, False]
    assert results["score"][1] == results["score"][3] == 0
    assert results["entry_name"][2] is not None
    assert results["query_name"].equals(deck["query_name"])


def test_a_sweep_counts_what_is_at_or_above() -> None:
    assert sweep(RESULT, [0.69, 0.7]).rows() == [
        ("exact", 0.69, 2, 2, 1.0),
        ("exact", 0.7, 2, 1, 0.5),
        ("manipulated", 0.69, 1, 1, 1.0),
        ("manipulated", 0.7, 1, 1, 1.0),
        ("placebo", 0.69, 2, 1, 0.5),
        ("placebo", 0.7, 2, 1, 0.5),
    ]


def test_a_higher_threshold_never_finds_more() -> None:
    counted = sweep(RESULT)
    assert counted["threshold"].min() == LOWEST
    for deck in ("exact", "manipulated", "placebo"):
        found = counted.filter(deck=deck)["found"].to_list()
        assert found == sorted(found, reverse=True)


def test_what_is_found_by_how_names_were_made() -> None:
    assert by_operator(RESULT, 0.7).select("operator", "found", "share").rows() == [
        ("alias", 0, 0.0),
        ("primary", 1, 1.0),
        ("accent", 1, 1.0),
        ("in_china", 1, 0.5),
    ]


def hits(scores: list[float]) -> pl.DataFrame:
    return pl.DataFrame({"query_id": range(len(scores)), "score": scores})


def test_a_sample_is_of_either_side() -> None:
    some = hits([0.55, 0.6, 0.65, 0.69, 0.70, 0.75, 0.79, 0.80, 0.95])
    drawn = sample_around(some, 0.7)
    assert drawn.columns[:2] == ["side", "judgement"]
    assert drawn.select("side", "score").rows() == [
        ("above", 0.70),
        ("above", 0.75),
        ("above", 0.79),
        ("below", 0.6),
        ("below", 0.65),
        ("below", 0.69),
    ]
    assert drawn["judgement"].null_count() == 6


def test_the_seed_makes_the_sample() -> None:
    many = hits([0.6 + number / 1000 for number in range(200)])
    drawn = [sample_around(many, 0.7, count=10, seed=seed) for seed in (1, 1, 2)]
    assert drawn[0].equals(drawn[1])
    assert not drawn[0].equals(drawn[2])
    assert drawn[0].group_by("side").len().sort("side")["len"].to_list() == [10, 10]


def test_an_estimate_has_an_interval() -> None:
    judged = pl.DataFrame(
        {
            "side": ["above"] * 11 + ["below"] * 3,
            "judgement": ["yes"] * 9 + ["no", None] + ["no"] * 3,
        }
    )
    told = estimate(judged)
    assert told.select("side", "judged", "upheld", "share").rows() == [
        ("above", 10, 9, 0.9),
        ("below", 3, 0, 0.0),
    ]
    # Wilson's interval for 9 of 10, and for none of 3.
    bounds = told.select(pl.col("low", "high").round(3)).rows()
    assert bounds == [(0.596, 0.982), (0.0, 0.562)]


def test_nothing_judged_yet() -> None:
    assert estimate(sample_around(hits([0.7]), 0.7)).is_empty()


def test_what_is_refused(screener: Screener) -> None:
    with pytest.raises(InputError, match="judgement 'maybe'"):
        estimate(pl.DataFrame({"side": ["above"], "judgement": ["maybe"]}))
    with pytest.raises(InputError, match="width=0"):
        sample_around(hits([0.7]), 0.7, width=0)
    with pytest.raises(ColumnNotFoundError, match="no column 'deck'"):
        run(screener, pl.DataFrame({"query_name": ["x"]}))
