from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener, plots
from uyghurscreen.validation import Validation, validate
from uyghurscreen.validation.measures import RESULTS


@pytest.fixture(scope="module")
def small() -> Validation:
    screener = Screener(lists=["aspi_tech_giants"], threshold=0.8)
    return validate(screener, seed=3, per_operator=3, placebos=40)


def test_a_report_says_what_was_tested(small: Validation) -> None:
    report = small.markdown()
    version = small.versions["aspi_tech_giants"]
    for words in (
        "Threshold 0.8, at most 5 hits per name, seed 3.",
        f"| aspi\\_tech\\_giants | {version} | 2022-03-01 |",
        "| exact | 208 | 208 | 100.0% |",
        "| 0.8 | 100.0% |",
        "| placebo | in the region | 10 |",
        "A letter inside a word is missing.",
        "## Listed names that are not found: 0\n\nNone.",
        "## What this does not show",
    ):
        assert words in report


def test_the_same_seed_gives_the_same_report(small: Validation) -> None:
    screener = Screener(lists=["aspi_tech_giants"], threshold=0.8)
    again = validate(screener, seed=3, per_operator=3, placebos=40)
    assert again.markdown() == small.markdown()
    assert "found: exact 208 of 208" in repr(again)


def test_names_are_shown_as_they_are() -> None:
    row = ("manipulated", "accent", "<b>a|b</b>\u202e", "x", "y", "*A* [B](c)", 0.1)
    results = pl.DataFrame(
        [
            (*row, "A", 0.9),
            ("exact", "primary", "A", "x", "y", "A", 1.0, "A", 1.0),
            ("placebo", "in_china", "P", None, None, None, 0.0, None, 0.0),
        ],
        schema=RESULTS,
        orient="row",
    )
    made = Validation(results, 0.7, {"x": "1"}, seed=1, limit=5, made_on="2026-01-02")
    report = made.markdown()
    assert "| \\<b\\>a\\|b\\</b\\>⟨U+202E⟩ | \\*A\\* \\[B\\](c) | 0.100 |" in report
    assert "1 have a hit with another entry" in report
    assert "| x | 1 |  | your own |" in report


def test_what_a_threshold_finds_and_costs_is_drawn(small: Validation) -> None:
    chart = plots.threshold_sweep(small.sweep([0.5, 0.7, 0.9]), 0.7).to_dict()
    drawn = [len(rows) for rows in chart["datasets"].values()]
    assert sorted(drawn) == [1, 3, 6]  # the line, the placebo deck, the two others
