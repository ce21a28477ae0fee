"""Rescreening: only what a list change makes different, and nothing of it missed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

from uyghurscreen import Screener, lists
from uyghurscreen.delta import DELTA, changed_entries, compare_hits, merge_hits
from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.lists.records import names_of

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


def test_merging_keeps_the_order_of_queries() -> None:
    screener = Screener(lists=["uflpa"])
    hits = screener.screen(SUPPLIERS.drop_nulls(), name="supplier", id="no")
    ids = SUPPLIERS["no"]
    delta = compare_hits(hits.tail(1), hits, ids)
    assert delta["change"].unique().to_list() == ["new"]
    merged = merge_hits(hits.tail(1), delta, ids, screener.versions)
    assert merged.equals(hits)


# what may change in an entry, as an expression over the older list
CHANGES: dict[str, pl.Expr] = {
    "renamed": pl.struct(
        entry_name=pl.col("entry_name").str.replace("Xinjiang", "Turpan"),
        names=pl.col("names").list.eval(
            pl.element().struct.with_fields(
                name=pl.field("name").str.replace("Xinjiang", "Turpan")
            )
        ),
    ),
    "an alias less": pl.struct(names=pl.col("names").list.head(1)),
    "the names of others": pl.struct(names=pl.col("names").reverse()),
    "a name as weak": pl.struct(
        names=pl.col("names").list.eval(
            pl.element().struct.with_fields(quality=pl.lit("weak"))
        )
    ),
    "no native name": pl.struct(
        names=pl.col("names").list.eval(
            pl.element().filter(pl.element().struct.field("language") != "zh")
        )
    ),
    "a scope": pl.struct(scope=pl.lit("and its subsidiaries")),
    "a country": pl.struct(countries=pl.lit(["TR"])),
}
EVERY = 12
"""Every so many entries of the older list are changed in one way."""


def changed(seed: int) -> pl.DataFrame:
    """Return the embedded list as it might have been: less, more, and otherwise."""
    now = uflpa().sample(fraction=1, shuffle=True, seed=seed)
    gone, kept = now.head(6), now.slice(6)
    lacking = gone.with_columns(
        entry_id=pl.col("entry_id").str.reverse(),
        names=pl.col("names").list.head(2),
    )
    parts = [lacking.head(2)]
    for number, change in enumerate(CHANGES.values()):
        some = kept.gather_every(EVERY, number)
        parts.append(some.with_columns(change.alias("_")).pipe(_taken_over))
    same = kept.with_row_index().filter(pl.col("index") % EVERY >= len(CHANGES))
    return pl.concat([*parts, same.drop("index")]).sort("entry_id")


def _taken_over(entries: pl.DataFrame) -> pl.DataFrame:
    made = entries["_"].struct.unnest()
    return entries.drop("_").with_columns(made.get_columns())


def as_written(names: pl.Series) -> pl.Series:
    """Return names with slips, in other forms, and amid what is not a name."""
    return pl.concat(
        [
            names,
            names.str.replace("Xinjiang", "Sinkiang").str.replace(" Co", ""),
            names.str.replace("(?i)textile", "fangzhi").str.to_uppercase(),
            names.str.head(18),
            names.str.replace_all("[aeiou]n", "in"),
            "c/o " + names + ", Istanbul",
        ]
    ).unique(maintain_order=True)


OWN = pl.DataFrame({"name": ["Xinjiang Zhongtai Trading", "Esquel", "新疆中泰集团"]})


@pytest.mark.parametrize("seed", range(4))
def test_merged_is_what_a_full_screen_gives(
    seed: int, store_version: StoreVersion
) -> None:
    older = changed(seed)
    since = {"uflpa": store_version("uflpa", older, "2026-01-01")}
    names = pl.concat([names_of(older), names_of(uflpa())])["name"].unique().sort()
    clean = pl.Series(["Acme Bakery", "Xinjiang Trading Co., Ltd.", "Hotan Textile"])
    frame = pl.DataFrame({"name": pl.concat([as_written(names), clean])})
    frame = frame.with_columns(country=pl.lit("CN"))
    ids = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
    extra = [OWN] if seed % 2 else []
    then = Screener(["uflpa"], extra_lists=extra, versions=since)
    now = Screener(["uflpa"], extra_lists=extra)
    for limit, threshold in ((5, 0.7), (1, 0.4)):
        before, after = (
            screener.screen(frame, country="country", limit=limit, threshold=threshold)
            for screener in (then, now)
        )
        # The same without an index of the whole list as with one.
        for screener in (Screener(["uflpa"], extra_lists=extra), now):
            delta = screener.rescreen(
                frame, country="country", since=since, limit=limit, threshold=threshold
            )
            assert dict(delta.schema) == dict(DELTA)
            merged = merge_hits(before, delta, ids, screener.versions)
            assert merged.equals(after)
            assert delta.equals(compare_hits(before, after, ids))
        assert delta["change"].n_unique() == 3


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
    assert merged.equals(after)
    # The same again, now that there is an index of the whole list.
    assert screener.rescreen(frame, since={"entity_list": since}).equals(delta)


def test_a_change_of_no_hit_builds_no_index(store_version: StoreVersion) -> None:
    store_version("uflpa", without(HAOLIN), "2026-05-01")
    screener = Screener(["uflpa"])
    many = [f"Acme Bakery {number}" for number in range(12_000)]
    listed = ["Xinjiang Daqo New Energy Co., Ltd.", "新疆大全新能源"]
    assert screener.rescreen([*many, *listed], since="2026-05-01").is_empty()
    assert screener._index is None


def test_the_older_versions_are_read_once(since: str) -> None:
    screener = Screener(["uflpa"])
    frame = SUPPLIERS.drop_nulls()
    first = screener.rescreen(frame, name="supplier", since="2026-05-01")
    then = screener._then
    again = screener.rescreen(frame, name="supplier", since={"uflpa": since})
    assert first.equals(again)
    assert screener._then is then
