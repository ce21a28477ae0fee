from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from uyghurscreen.matching.scoring import (
    BANDS,
    BASE,
    DEFAULT_THRESHOLD,
    band,
    contributions,
    score,
    weights,
)
from uyghurscreen.schema import FEATURE_NAMES

# score: its band, by the borders 0.9 and 0.7
BAND_OF = {
    1.0: "strong",
    0.9: "strong",
    0.899999: "possible",
    0.7: "possible",
    0.699999: "weak",
    0.0: "weak",
}

# more of these is evidence against a pair: a name nobody wrote, words left over
AGAINST = {
    "brand_conflict",
    "brand_left",
    "by_initials",
    "by_other_form",
    "by_part",
    "listed_brand_left",
    "listed_words_left",
    "misspelled",
    "other_business",
    "words_conflict",
    "words_left",
}

VALUES = st.lists(
    st.floats(-1, 1, width=32),
    min_size=len(FEATURE_NAMES),
    max_size=len(FEATURE_NAMES),
)


def _frame(*rows: list[float]) -> pl.DataFrame:
    schema = dict.fromkeys(FEATURE_NAMES, pl.Float32)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _pairs(*rows: list[float]) -> NDArray[np.float32]:
    pairs = np.array(rows, np.float32).reshape(-1, len(FEATURE_NAMES))
    return np.ascontiguousarray(pairs.T)


def _pair(**values: float) -> NDArray[np.float32]:
    return _pairs([values.get(name, 0.0) for name in FEATURE_NAMES])


EQUAL = {
    name: 1.0
    for name in FEATURE_NAMES
    if name not in AGAINST
    and name not in {"chinese_agreement", "number_agreement", "same_name"}
}


@pytest.mark.parametrize(("value", "name"), BAND_OF.items())
def test_bands(value: float, name: str) -> None:
    frame = pl.DataFrame({"score": [value]})
    assert frame.select(band(pl.col("score"), pl.lit(False))).item() == name


def test_only_names_of_the_same_words_are_exact() -> None:
    frame = pl.DataFrame({"score": [0.99, 0.9, 0.899999, 0.6]})
    bands = frame.select(band(pl.col("score"), pl.lit(True))).to_series()
    assert bands.to_list() == ["exact", "exact", "possible", "weak"]


def test_the_default_threshold_is_the_border_of_the_lowest_band_shown() -> None:
    assert min(BANDS.values()) == DEFAULT_THRESHOLD


def test_a_pair_with_nothing_in_common_scores_nothing() -> None:
    assert score(_pair(place_agreement=-1, word_agreement=-1)).item() < 0.001


def test_the_same_name_is_beyond_doubt() -> None:
    assert score(_pair(**EQUAL, same_name=1)).item() >= 0.99


@pytest.mark.parametrize(
    "feature",
    ["place_agreement", "word_agreement", "number_agreement", "chinese_agreement"],
)
def test_a_disagreement_lowers_the_score(feature: str) -> None:
    # Not so alike that the score is one whatever else.
    some = {"brand_similarity": 1.0, "sound_similarity": 1.0, "listed_coverage": 1.0}
    alike = score(_pair(**some, **{feature: 1.0})).item()
    differs = score(_pair(**some, **{feature: -1.0})).item()
    assert differs < alike


@settings(deadline=None)
@given(st.lists(VALUES, max_size=4))
def test_scores_lie_between_none_and_one(rows: list[list[float]]) -> None:
    scores = score(_pairs(*rows))
    assert len(scores) == len(rows)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert pl.Series(scores).round(6).to_list() == scores.tolist()


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4))
def test_parts_add_up_to_the_score(rows: list[list[float]]) -> None:
    parts = contributions(_frame(*rows))
    assert parts.columns == list(FEATURE_NAMES)
    total = parts.sum_horizontal().to_numpy()
    np.testing.assert_allclose(total, score(_pairs(*rows)), atol=1e-9)


@settings(deadline=None)
@given(VALUES, st.sampled_from(FEATURE_NAMES), st.floats(0, 2, width=32))
def test_more_of_a_feature_never_lowers_a_score(
    row: list[float], feature: str, more: float
) -> None:
    place = FEATURE_NAMES.index(feature)
    higher = list(row)
    higher[place] = min(1.0, row[place] + more)
    before, after = score(_pairs(row, higher))
    if feature in AGAINST:
        assert after <= before
    else:
        assert after >= before


def test_the_table_of_weights_names_features_alone() -> None:
    assert {row.feature for row in weights()} <= {BASE, *FEATURE_NAMES}
    steps = [(row.feature, row.at_least) for row in weights()]
    assert len(set(steps)) == len(steps)


def test_a_score_is_that_of_plain_python() -> None:
    pair = {"name_similarity": 0.87, "brand_length": 0.5, "place_agreement": 1.0}
    total = sum(
        row.weight
        for row in weights()
        if row.feature == BASE or pair.get(row.feature, 0.0) >= row.at_least
    )
    expected = 1 / (1 + np.exp(-total))
    assert score(_pair(**pair)).item() == pytest.approx(expected, abs=1e-6)
