from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.value_chain import changes, progress, summary, with_hits

COLUMNS = ["partner_id", "partner", "role", "tier", "status", "via"]

EARLIER = [
    ("p1", "Ningbo Haorun Garment Co., Ltd.", "supplier", 1, "active", None),
    ("p2", "Aksu Huafu Textiles", "sub_supplier", 2, "active", "p1"),
    ("p3", "和田浩林发饰品有限公司", "sub_supplier", 3, "active", "p2"),
    ("p4", "Acme Cotton Mills Ltd", "supplier", 1, "active", None),
    ("p5", "Hikvision", "customer", 1, "active", None),
    ("p6", "Izmir Tekstil A.S.", "supplier", 1, "active", None),
]
LATER = [
    ("p1", "Ningbo Haorun Garment Co., Ltd.", "supplier", 1, "active", None),
    ("p2", "Aksu Huafu Textiles", "sub_supplier", 2, "exiting", "p1"),
    ("p3", "和田浩林发饰品有限公司", "sub_supplier", 3, "ended", "p2"),
    ("p4", "Camel Group Co., Ltd.", "sub_supplier", 2, "active", "p1"),
    ("p5", "Acme Bakery", "customer", 1, "active", None),
    ("p7", "XPCC Cotton", "sub_supplier", 2, "in_remediation", "p1"),
]


def chain(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


@pytest.fixture(scope="module")
def dates(screener: Screener) -> tuple[pl.DataFrame, pl.DataFrame]:
    first, second = (
        with_hits(one, screener.screen(one, name="partner", id="partner_id"))
        for one in (chain(EARLIER), chain(LATER))
    )
    return first, second


def test_hits_and_what_stands_behind(
    dates: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    found = dates[0].select("partner_id", "hits", "band", "lists", "hits_behind")
    assert found.rows() == [
        ("p1", 0, None, None, 2),
        ("p2", 4, "exact", "entity_list, uflpa", 1),
        ("p3", 2, "exact", "entity_list, uflpa", 0),
        ("p4", 0, None, None, 0),
        ("p5", 2, "exact", "aspi_tech_giants, entity_list", 0),
        ("p6", 0, None, None, 0),
    ]


def test_hits_that_were_cleared_do_not_count(screener: Screener) -> None:
    hits = screener.screen(chain(EARLIER), name="partner", id="partner_id")
    cleared = hits.with_columns(suppressed=pl.col("query_id") == "p3")
    found = with_hits(chain(EARLIER), cleared)
    assert dict(found.select("partner_id", "hits").rows())["p3"] == 0
    assert dict(found.select("partner_id", "hits_behind").rows())["p2"] == 0


# columns to count by: the rows counted for the earlier date
SUMMARIES: dict[tuple[str, ...], list[tuple[object, ...]]] = {
    ("tier",): [(1, 4, 1, 1), (2, 1, 1, 0), (3, 1, 1, 0)],
    ("role",): [
        ("supplier", 3, 0, 1),
        ("sub_supplier", 2, 2, 0),
        ("customer", 1, 1, 0),
    ],
    ("status", "tier"): [
        ("active", 1, 4, 1, 1),
        ("active", 2, 1, 1, 0),
        ("active", 3, 1, 1, 0),
    ],
}


@pytest.mark.parametrize(("by", "rows"), SUMMARIES.items())
def test_summary(
    dates: tuple[pl.DataFrame, pl.DataFrame],
    by: tuple[str, ...],
    rows: list[tuple[object, ...]],
) -> None:
    counted = summary(dates[0], by=by)
    assert counted.columns == [*by, "partners", "with_hits", "hits_behind"]
    assert counted.rows() == rows
    assert counted["partners"].sum() == dates[0].height


def test_progress_has_numbers_and_no_names(
    dates: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    told = progress(*dates)
    assert told.rows() == [
        ("active", 6, 3, 3, 1, -2),
        ("in_remediation", 0, 1, 0, 1, 1),
        ("exiting", 0, 1, 0, 1, 1),
        ("ended", 0, 1, 0, 1, 1),
    ]
    assert progress(dates[0], dates[0])["change"].to_list() == [0]


def test_changes_name_who_made_the_difference(
    dates: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    told = changes(*dates).select("partner_id", "change", "before", "after", "hit")
    assert told.rows() == [
        ("p2", "status", "active", "exiting", True),
        ("p3", "status", "active", "ended", True),
        ("p4", "hit_found", "0", "1", True),
        ("p4", "role", "supplier", "sub_supplier", True),
        ("p4", "tier", "1", "2", True),
        ("p5", "hit_gone", "2", "0", True),
        ("p6", "left", "active", None, False),
        ("p7", "joined", None, "in_remediation", True),
    ]
    assert changes(dates[0], dates[0]).is_empty()


def test_the_order_of_rows_makes_no_difference(
    screener: Screener, dates: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    turned = chain(EARLIER).reverse()
    hits = screener.screen(turned, name="partner", id="partner_id")
    assert with_hits(turned, hits).reverse().equals(dates[0])


def test_a_chain_without_hits_or_links(screener: Screener) -> None:
    alone = chain(EARLIER).filter(partner_id="p4").drop("via")
    hits = screener.screen(alone, name="partner", id="partner_id")
    found = with_hits(alone, hits)
    assert found.select("hits", "hits_behind").row(0) == (0, 0)


# what is wrong: a change of the chain, the error, words in the message
REFUSED: dict[str, tuple[pl.Expr, type[Exception], str]] = {
    "ids twice": (pl.lit("p1").alias("partner_id"), InputError, "more than once"),
    "an unknown role": (pl.lit("vendor").alias("role"), InputError, "supplier, sub_"),
    "an unknown status": (pl.lit("open").alias("status"), InputError, "in_remediation"),
    "via nobody": (pl.lit("p99").alias("via"), InputError, "is no partner_id"),
    "via itself": (pl.col("partner_id").alias("via"), InputError, "in a circle"),
    "no tier": (pl.lit(None, pl.Int64).alias("tier"), InputError, "empty in 6 rows"),
    "a column that is added": (pl.lit(1).alias("hits"), InputError, "rename"),
}


@pytest.mark.parametrize(("change", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_chains_that_are_refused(
    screener: Screener, change: pl.Expr, error: type[Exception], words: str
) -> None:
    hits = screener.screen(chain(EARLIER), name="partner", id="partner_id")
    with pytest.raises(error, match=words):
        with_hits(chain(EARLIER).with_columns(change), hits)


def test_columns_that_are_missing(screener: Screener) -> None:
    hits = screener.screen(chain(EARLIER), name="partner", id="partner_id")
    with pytest.raises(ColumnNotFoundError, match="no column 'role'"):
        with_hits(chain(EARLIER).drop("role"), hits)
    with pytest.raises(ColumnNotFoundError, match="hits lack"):
        with_hits(chain(EARLIER), hits.drop("band"))


def test_hits_of_something_else(screener: Screener) -> None:
    with pytest.raises(InputError, match='id="partner_id"'):
        with_hits(chain(EARLIER), screener.screen(["Hikvision"]))


def test_a_longer_circle(screener: Screener) -> None:
    round_about = {"p1": "p3", "p2": "p1", "p3": "p2"}
    via = pl.col("partner_id").replace_strict(round_about, default=None)
    circle = chain(EARLIER).with_columns(via=via)
    hits = screener.screen(circle, name="partner", id="partner_id")
    with pytest.raises(InputError, match="circle at partner 'p1'"):
        with_hits(circle, hits)
