from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt
import polars as pl
import pytest

from uyghurscreen import plots
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.value_chain import CHAIN

HITS = pl.DataFrame(
    {
        "query_id": [1, 1, 2, 3, 4],
        "list_id": ["uflpa", "entity_list", "uflpa", "uflpa", "entity_list"],
        "score": [1.0, 0.9999, 0.71, 0.70, 0.41],
        "band": ["exact", "exact", "possible", "possible", "weak"],
        "tier": [1, 1, 2, 2, None],
    }
)
ENTRIES = pl.DataFrame(
    {
        "list_id": ["uflpa"] * 3 + ["entity_list"] * 2,
        "first_listed": [
            date(2022, 6, 21),
            date(2022, 6, 21),
            date(2024, 1, 2),
            date(2019, 10, 9),
            None,
        ],
    }
)
MAPPED = pl.DataFrame(
    [
        ("p1", "Acme Mills", "supplier", 1, "active", None, 0, 2),
        ("p2", "Huafu", "sub_supplier", 2, "active", "p1", 1, 1),
        ("p3", "XPCC Cotton", "sub_supplier", 3, "active", "p2", 1, 0),
        ("p4", "Almaty Trade", "distributor", 1, "active", None, 0, 0),
        ("p5", "</script><script>alert(1)", "customer", 2, "active", "p4", 0, 0),
    ],
    schema=[*CHAIN, "hits", "hits_behind"],
    orient="row",
)

CHARTS: dict[str, Callable[[], Any]] = {
    "score_histogram": lambda: plots.score_histogram(HITS, 0.7),
    "alerts_by_threshold": lambda: plots.alerts_by_threshold(HITS, 0.7),
    "hits_by_list": lambda: plots.hits_by_list(HITS),
    "hits_by_list and tier": lambda: plots.hits_by_list(HITS, by="tier"),
    "list_timeline": lambda: plots.list_timeline(ENTRIES),
    "value_chain_map": lambda: plots.value_chain_map(MAPPED),
}


@pytest.mark.parametrize("make", CHARTS.values(), ids=CHARTS)
def test_charts_are_whole_and_the_same_each_time(make: Callable[[], Any]) -> None:
    chart = make()
    told = chart.to_dict()  # which holds it to the schema of Vega-Lite
    assert told["title"]["text"]
    assert chart.to_json() == make().to_json()
    for axis in axes(told):
        assert axis is None or "_" not in axis


def test_the_histogram_counts_every_hit_on_its_side() -> None:
    counted = drawn(plots.score_histogram(HITS, 0.7), "side")
    assert [(round(r["score"], 2), r["side"], r["hits"]) for r in counted] == [
        (0.40, "below", 1),
        (0.70, "at or above", 2),
        (0.98, "at or above", 2),
    ]


def test_alerts_fall_as_the_threshold_rises() -> None:
    counted = drawn(plots.alerts_by_threshold(HITS, 0.7), "names")
    names = {round(row["threshold"], 2): row["names"] for row in counted}
    assert (names[0.41], names[0.70]) == (4, 3)
    assert (names[0.71], names[1.0]) == (2, 1)
    assert min(names) == 0.40
    assert [names[step] for step in sorted(names)] == sorted(
        names.values(), reverse=True
    )


def test_hits_are_counted_by_list_and_another_column() -> None:
    by_band = drawn(plots.hits_by_list(HITS), "band")
    assert {(r["list_id"], r["band"]): r["hits"] for r in by_band} == {
        ("entity_list", "exact"): 1,
        ("entity_list", "weak"): 1,
        ("uflpa", "exact"): 1,
        ("uflpa", "possible"): 2,
    }
    by_tier = drawn(plots.hits_by_list(HITS, by="tier"), "tier")
    assert sum(row["hits"] for row in by_tier) == HITS.height
    assert {row["tier"] for row in by_tier} == {"1", "2", "none"}


def test_the_timeline_adds_up_and_says_what_has_no_date() -> None:
    chart = plots.list_timeline(ENTRIES)
    rows = drawn(chart, "entries")
    assert [(r["list_id"], r["entries"]) for r in rows] == [
        ("entity_list", 1),
        ("uflpa", 2),
        ("uflpa", 3),
    ]
    assert chart.to_dict()["title"]["subtitle"] == "1 without a date are left out"


def test_the_map_puts_branches_below_whom_they_lead_to() -> None:
    rows = {r["partner_id"]: r for r in drawn(plots.value_chain_map(MAPPED), "found")}
    assert {k: (r["x"], r["y"], r["found"]) for k, r in rows.items()} == {
        "p1": (-1, 0, "a hit behind it"),
        "p2": (-2, 1, "a hit"),
        "p3": (-3, 2, "a hit"),
        "p4": (1, 3, "no hit"),
        "p5": (2, 4, "no hit"),
    }


def test_of_a_long_chain_those_with_hits_are_drawn() -> None:
    others = [
        MAPPED.filter(partner_id="p4").with_columns(partner_id=pl.lit(f"q{number}"))
        for number in range(plots.DRAWN)
    ]
    chart = plots.value_chain_map(pl.concat([MAPPED, *others]))
    assert {r["partner_id"] for r in drawn(chart, "found")} == {"p1", "p2", "p3"}
    assert "62 without one" in chart.to_dict()["title"]["subtitle"]


def test_nothing_to_draw() -> None:
    with pytest.raises(InputError, match="nobody"):
        plots.value_chain_map(MAPPED.clear())
    with pytest.raises(ColumnNotFoundError, match="no column 'score'"):
        plots.score_histogram(HITS.drop("score"), 0.7)
    with pytest.raises(InputError, match="another column"):
        plots.hits_by_list(HITS, by="list_id")
    for empty in (plots.score_histogram, plots.alerts_by_threshold):
        assert empty(HITS.clear(), 0.7).to_dict()["title"]["subtitle"].startswith("0 ")


def test_colours_are_never_the_only_sign_on_the_map() -> None:
    layers = plots.value_chain_map(MAPPED).to_dict()["layer"]
    encoded = [layer["encoding"] for layer in layers if "shape" in layer["encoding"]]
    assert len(encoded) == 1
    assert encoded[0]["shape"]["field"] == encoded[0]["color"]["field"] == "found"


def drawn(chart: alt.TopLevelMixin, column: str) -> list[dict[str, Any]]:
    """Return the rows of a chart that have a column."""
    told = json.loads(chart.to_json())
    return [row for rows in told["datasets"].values() for row in rows if column in row]


def axes(told: dict[str, Any]) -> list[str | None]:
    """Return the titles of all axes, however deep they are."""
    found: list[str | None] = []
    for key, value in told.items():
        if key in ("x", "y") and isinstance(value, dict) and "field" in value:
            found.append(value.get("title"))
        elif isinstance(value, dict):
            found += axes(value)
        elif isinstance(value, list) and key in ("layer", "vconcat"):
            found += [title for part in value for title in axes(part)]
    return found
