from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.evidence import HIT_WORDS, Token, hit_words

NAMES = [
    "Hikvision",
    "Hangzhou Hikvision Digital Technology",
    "杭州海康威視数字技术",
    "和田浩林发饰品有限公司",
    "Khotan Haolin Hair",
    "Freight Ltd c/o Hikvision, 12 Harbour Road",
    "China Electronics Technology Group 13th Institute",
    "АО ПКК Миландр",
    "XPCC",
    "Hikvision",
]


@pytest.fixture(scope="module")
def hits(demo: Screener) -> pl.DataFrame:
    return demo.screen(NAMES, threshold=0.1)


def test_words_of_many_hits_are_those_of_each_explanation(
    demo: Screener, hits: pl.DataFrame
) -> None:
    words = hit_words(hits, demo._load()[1])
    assert words.schema == HIT_WORDS
    assert set(words["relation"]) >= {"same", "exonym", "missing"}
    for number, hit in enumerate(hits.iter_rows(named=True)):
        mine = words.filter(hit=number).drop("hit").rows()
        found = [Token(*row) for row in mine]
        expected = demo.explain(hit).tokens
        assert [t.token for t in found] == [t.token for t in expected]
        assert [t.counterpart for t in found] == [t.counterpart for t in expected]
        assert [t.relation for t in found] == [t.relation for t in expected]
        assert [t.role for t in found] == [t.role for t in expected]
        assert [t.contribution for t in found] == pytest.approx(
            [t.contribution for t in expected], abs=1e-5
        )


def test_words_stand_in_the_order_of_the_hits(
    demo: Screener, hits: pl.DataFrame
) -> None:
    words = hit_words(hits, demo._load()[1])
    assert words["hit"].is_sorted()
    assert words["hit"].unique().to_list() == list(range(hits.height))


def test_a_hit_on_an_entry_that_is_gone_has_no_words(
    demo: Screener, hits: pl.DataFrame
) -> None:
    gone = hits.head(2).with_columns(
        entry_id=pl.Series(["0" * 16, hits["entry_id"][1]])
    )
    words = hit_words(gone, demo._load()[1])
    assert words["hit"].unique().to_list() == [1]


def test_no_hits_have_no_words(demo: Screener, hits: pl.DataFrame) -> None:
    assert hit_words(hits.clear(), demo._load()[1]).schema == HIT_WORDS
