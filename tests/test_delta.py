"""Rescreening: only what a list change makes different, and nothing of it missed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from uyghurscreen import Screener, lists
from uyghurscreen.delta import (
    DELTA,
    changed_entries,
    compare_hits,
    merge_hits,
    names_affected,
)
from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.lists.records import names_of
from uyghurscreen.matching.gram_counts import shipped
from uyghurscreen.schema import ENTRIES, HITS

StoreVersion = Callable[[str, pl.DataFrame, str], str]

HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."
DAQO = "Xinjiang Daqo New Energy Co., Ltd."
SUPPLIERS = pl.DataFrame(
    {
        "no": ["V-4", "V-3", "V-2", "V-1"],
        "supplier": [
            "Acme Bakery",
            "Hotan Haolin Hair Accessories",
            "Xinjiang Daqo New Energy",
            None,
        ],
    }
)


def uflpa(version: str | None = None) -> pl.DataFrame:
    return lists.entries("uflpa", version)


def without(name: str) -> pl.DataFrame:
    return uflpa().filter(pl.col("entry_name") != name)


@pytest.fixture
def since(store_version: StoreVersion) -> str:
    """The list without Haolin, in May."""
    return store_version("uflpa", without(HAOLIN), "2026-05-01")


def changes(frame: pl.DataFrame) -> list[tuple[str, str, str]]:
    return frame.select("change", "query_id", "entry_name").rows()


@pytest.mark.filterwarnings("ignore::uyghurscreen.UnscreenedRowsWarning")
def test_a_new_entry_makes_new_hits(since: str) -> None:
    now = Screener(lists=["uflpa"])
    delta = now.rescreen(SUPPLIERS, name="supplier", id="no", since="2026-05-01")
    assert dict(delta.schema) == {**DELTA, "query_id": pl.String}
    assert changes(delta) == [("new", "V-3", HAOLIN)]
    assert set(delta["list_version"]) == {now.versions["uflpa"]}


@pytest.mark.filterwarnings("ignore::uyghurscreen.UnscreenedRowsWarning")
def test_an_entry_taken_off_withdraws_hits_as_they_were(
    store_version: StoreVersion,
) -> None:
    before = Screener(lists=["uflpa"])
    store_version("uflpa", without(HAOLIN), "2026-10-01")
    now = Screener(lists=["uflpa"])
    delta = now.rescreen(SUPPLIERS, name="supplier", id="no", since=before.versions)
    assert changes(delta) == [("withdrawn", "V-3", HAOLIN)]
    assert set(delta["list_version"]) == {before.versions["uflpa"]}


@pytest.mark.filterwarnings("ignore::uyghurscreen.UnscreenedRowsWarning")
def test_a_changed_entry_changes_hits(store_version: StoreVersion) -> None:
    moved = uflpa().with_columns(
        countries=pl.when(pl.col("entry_name") == HAOLIN)
        .then(pl.lit(["TR"]))
        .otherwise("countries")
    )
    before = Screener(lists=["uflpa"])
    store_version("uflpa", moved, "2026-10-01")
    frame = SUPPLIERS.with_columns(country=pl.lit("CN"))
    delta = Screener(lists=["uflpa"]).rescreen(
        frame, name="supplier", id="no", country="country", since=before.versions
    )
    assert changes(delta) == [("changed", "V-3", HAOLIN)]
    assert delta["country_evidence"].to_list() == ["differs"]


def test_nothing_changed_is_an_empty_frame_at_once() -> None:
    screener = Screener(lists=["uflpa"])
    delta = screener.rescreen(["Hikvision"], since=screener.versions)
    assert delta.is_empty()
    assert dict(delta.schema) == dict(DELTA)
    assert screener._index is None


def test_only_citations_changed(store_version: StoreVersion) -> None:
    cited = uflpa().with_columns(
        citations=pl.lit(["89 FR 65374"]), content_hash=pl.lit("0" * 16)
    )
    before = Screener(lists=["uflpa"])
    store_version("uflpa", cited, "2026-10-01")
    now = Screener(lists=["uflpa"])
    assert now.versions != before.versions
    assert now.rescreen([HAOLIN], since=before.versions).is_empty()


def test_what_cannot_be_compared() -> None:
    own = pl.DataFrame({"name": ["Acme"], "list_id": ["mine"]})
    screener = Screener(lists=["uflpa"], extra_lists=[own])
    with pytest.raises(InputError, match="no older version"):
        screener.rescreen(["Acme"], since={"mine": "0" * 16})
    with pytest.raises(InputError, match="not among the lists"):
        screener.rescreen(["Acme"], since={"entity_list": "2026-07-09"})
    with pytest.raises(ListNotFoundError, match="as of 2020-01-01"):
        screener.rescreen(["Acme"], since="2020-01-01")
    with pytest.raises(InputError, match="limit"):
        screener.rescreen(["Acme"], since="2026-07-24", limit=0)


# a change to the frame of Haolin's row, and whether hits may see a difference
TOLD: dict[str, tuple[pl.Expr, bool]] = {
    "a name": (pl.col("names").list.head(0).alias("names"), True),
    "a country": (pl.lit(["TR"]).alias("countries"), True),
    "an address": (pl.lit(["Hotan"]).alias("addresses"), True),
    "the entry's name": (pl.lit("Haolin").alias("entry_name"), True),
    "a citation": (pl.lit(["89 FR 65374"]).alias("citations"), False),
    "the policy": (pl.lit("denial").alias("license_policy"), False),
    "the cell": (pl.lit("<td>").alias("raw"), False),
}


@pytest.mark.parametrize("case", TOLD)
def test_which_entries_count_as_changed(case: str) -> None:
    change, counts = TOLD[case]
    old = uflpa()
    new = pl.concat(
        [without(HAOLIN), old.filter(entry_name=HAOLIN).with_columns(change)]
    )
    found = changed_entries(old, new)
    expected = old.filter(entry_name=HAOLIN)["entry_id"].to_list() if counts else []
    assert found["entry_id"].to_list() == expected


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Hotan Haolin Hair Accessories", True),
        ("HAOLIN HAIR", True),
        ("和田浩林发饰品有限公司", True),
        ("c/o Hetian Haolin Hair Accessories, Ürümqi", True),
        (DAQO, False),
        ("Acme Bakery", False),
    ],
)
def test_names_near_the_change(name: str, near: bool) -> None:
    changed = changed_entries(without(HAOLIN), uflpa())
    found = names_affected(
        pl.Series([name]), changed, without(HAOLIN), uflpa(), 0.75, shipped(["uflpa"])
    )
    assert found.to_list() == ([name] if near else [])


def test_merging_keeps_the_order_of_queries() -> None:
    screener = Screener(lists=["uflpa"])
    hits = screener.screen(SUPPLIERS.drop_nulls(), name="supplier", id="no")
    ids = SUPPLIERS["no"]
    delta = compare_hits(hits.tail(1), hits, ids)
    assert delta["change"].unique().to_list() == ["new"]
    merged = merge_hits(hits.tail(1), delta, ids, screener.versions)
    assert merged.equals(hits)


POOL = 60
"""Entries that the random lists are drawn from."""


@cache
def pool() -> pl.DataFrame:
    real = lists.entries("uflpa").filter(pl.col("names").list.len() > 0)
    return real.sort("entry_id").head(POOL).with_columns(list_id=pl.lit("drawn"))


@cache
def queries() -> tuple[str, ...]:
    written = names_of(pool())["name"].unique().sort()
    noisy = written.str.replace("Xinjiang", "Sinkiang").str.replace(" Co", "")
    return (*written, *noisy, "Acme Bakery", "Xinjiang Trading Co., Ltd.")


def listed(places: set[int], changed: set[int]) -> pl.DataFrame:
    """Return the entries of some places in the pool, some with other names."""
    entries = pool().to_dicts()
    rows = [
        {
            **entries[place],
            "names": [
                *entries[place]["names"][:1],
                *entries[(place + 1) % POOL]["names"][:1],
            ],
            "countries": ["TR"],
        }
        if place in changed
        else entries[place]
        for place in sorted(places)
    ]
    return pl.DataFrame(rows, schema=ENTRIES)


PLACES = st.sets(st.integers(0, POOL - 1), max_size=4)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(gone=PLACES, came=PLACES, changed=PLACES, data=st.data())
def test_no_hit_on_a_changed_entry_is_missed(
    gone: set[int], came: set[int], changed: set[int], data: st.DataObject
) -> None:
    every = set(range(POOL))
    drawn = listed(every - came, set()), listed(every - gone, changed)
    old, new = (Screener([], extra_lists=[entries]) for entries in drawn)
    names = data.draw(st.lists(st.sampled_from(queries()), max_size=40, unique=True))
    frame = pl.DataFrame({"name": names}, schema={"name": pl.String})
    before, after = old.screen(frame), new.screen(frame)
    entries = changed_entries(*drawn)
    counts = shipped(["uflpa"])
    affected = names_affected(frame["name"], entries, *drawn, old.threshold, counts)
    on_changed = pl.concat([before, after]).join(entries, on="entry_id", how="semi")
    assert set(on_changed["query_name"]) <= set(affected)
    # Of the names affected, what is merged is what a full screen gives, to the byte.
    near = pl.col("query_name").is_in(affected.implode())
    ids = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
    delta = compare_hits(before.filter(near), after.filter(near), ids)
    merged = merge_hits(before.filter(near), delta, ids, new.versions)
    assert dict(merged.schema) == dict(HITS)
    assert merged.equals(after.filter(near))


CAME = 40
"""Entries that the newer version of a real list has more."""


@cache
def two_versions() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The Entity List without some entries, and with them."""
    new = lists.entries("entity_list").sort("entry_id")
    alone = new.filter(
        pl.col("relation") == "listed",
        pl.col("names").list.len() > 0,
        ~has_children(new),
    )
    came = alone.gather_every(alone.height // CAME).head(CAME)
    return new.join(came, on="entry_id", how="anti"), new


def has_children(entries: pl.DataFrame) -> pl.Expr:
    parents = entries["parent_id"].drop_nulls().unique()
    return pl.col("entry_id").is_in(parents.implode())


def test_old_result_and_delta_are_the_new_result(store_version: StoreVersion) -> None:
    old, new = two_versions()
    since = store_version("entity_list", old, "2026-01-01")
    came = names_of(new.join(old, on="entry_id", how="anti"))["name"].unique().sort()
    others = names_of(old).filter(pl.col("quality") != "weak")["name"].unique().sort()
    written = pl.concat([came, others.gather_every(25)])
    noisy = written.str.replace("Technology", "Tech").str.replace(r"[, ]*Ltd\.?", "")
    frame = pl.DataFrame(
        {"name": pl.concat([written, noisy, noisy.str.to_uppercase()])}
    )
    screener = Screener(["entity_list"])
    before = Screener(["entity_list"], versions={"entity_list": since}).screen(frame)
    delta = screener.rescreen(frame, since={"entity_list": since})
    ids = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
    merged = merge_hits(before, delta, ids, screener.versions)
    after = screener.screen(frame)
    assert delta.filter(change="new")["entry_id"].n_unique() == CAME
    # How rare a gram is depends on the list, and with it a few pairs that just make it.
    pair = ["query_id", "entry_id"]
    strange = pl.concat(
        [
            merged.join(after, on=pair, how="anti"),
            after.join(merged, on=pair, how="anti"),
        ]
    )
    assert strange.height <= after.height / 500
    assert strange.join(changed_entries(old, new), on="entry_id").is_empty()
    both = merged.join(after, on=pair, suffix="_now")
    moved = (pl.col("score") - pl.col("score_now")).abs()
    assert both.filter(moved > 0.01).is_empty()
    assert (
        both.select(pl.col("matched_name") == pl.col("matched_name_now"))
        .to_series()
        .all()
    )


def test_a_change_of_no_hit_builds_no_index(store_version: StoreVersion) -> None:
    store_version("uflpa", without(HAOLIN), "2026-05-01")
    screener = Screener(["uflpa"])
    assert screener.rescreen(["Acme Bakery"], since="2026-05-01").is_empty()
    assert screener._index is None


def test_the_older_versions_are_read_once(since: str) -> None:
    screener = Screener(["uflpa"])
    frame = SUPPLIERS.drop_nulls()
    first = screener.rescreen(frame, name="supplier", since="2026-05-01")
    then = screener._then
    again = screener.rescreen(frame, name="supplier", since={"uflpa": since})
    assert first.equals(again)
    assert screener._then is then
