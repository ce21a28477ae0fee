"""Scores of a fixed deck: whoever changes one raises `SCORING_VERSION`.

UPDATE_GOLDEN=1 pytest tests/matching/test_frozen_scores.py
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.scoring import SCORING_VERSION

DECK = Path(__file__).parents[1] / "fixtures" / "frozen_scores.csv"

QUERIES = [
    "Hikvision",
    "HIKV1SION DIGITAL TECHN0LOGY",
    "Hangzhou Digital Technology",
    "新疆大全新能源股份有限公司",
    "Khotan Haolin Hair",
    "和田浩林发饰品有限公司",
    "Zhongtai Securities Co., Ltd.",
    "新疆生产建设兵团第八师",
    "XPCC 8th Division Shihezi",
    "CETC 38",
    "中国电科第三十八研究所",
    "ООО Хуавей Технолоджис",
    "ファーウェイ・ジャパン株式会社",
    "하이크비전",
    "شركة هواوي للتقنيات",
    "Xinjiang Co., Ltd.",
    "Northwestern University",
    "Northwestern Polytechnical University",
    "Tzu Chin Mining Group",
    "Freight Agent Urumqi c/o Xinjiang Zhongtai Group",
    "Acme Bakery",
]


@pytest.fixture(scope="module")
def scored() -> pl.DataFrame:
    """The best hits of the deck, against the embedded lists."""
    hits = Screener(threshold=0.05).screen(QUERIES, limit=2)
    return hits.select(
        pl.lit(SCORING_VERSION).alias("scoring_version"),
        "query_name",
        "entry_id",
        "matched_name",
        "score",
    )


def test_scores_change_with_the_version_alone(scored: pl.DataFrame) -> None:
    if DECK.exists():
        frozen = pl.read_csv(DECK, schema=scored.schema)
        same_version = frozen["scoring_version"][0] == SCORING_VERSION
        if scored.equals(frozen):
            return
        assert not same_version, "scores changed: raise SCORING_VERSION"
    assert os.environ.get("UPDATE_GOLDEN"), "write the deck anew: UPDATE_GOLDEN=1"
    scored.write_csv(DECK, line_terminator="\n")


def test_the_deck_has_hits_and_names_that_are_none(scored: pl.DataFrame) -> None:
    assert scored["query_name"].n_unique() < len(QUERIES)
    assert scored.filter(pl.col("score") > 0.9).height > 10
