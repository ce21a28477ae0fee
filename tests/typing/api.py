"""User code that mypy checks with the rest of the tests; nothing here is run.

A line that is wrong on purpose carries the error mypy must report: if it does not, the
unused comment is an error itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

import polars as pl

import uyghurscreen as us


def screening(frame: pl.DataFrame) -> None:
    hits = us.screen(frame, name="supplier", id="vendor_no", country="country")
    assert_type(hits, pl.DataFrame)
    assert_type(us.screen(["Hikvision"], limit=3, threshold=0.9), pl.DataFrame)
    assert_type(us.screen(frame.lazy(), on_unscreened="raise"), pl.DataFrame)
    assert_type(us.screen_name("Hikvision", country="CN"), pl.DataFrame)
    assert_type(us.unscreened(frame, name="supplier"), pl.DataFrame)
    assert_type(us.screen_addresses(frame, address=["street", "city"]), pl.DataFrame)
    assert_type(us.region(frame, name=None, address="street"), pl.DataFrame)


def explaining(hits: pl.DataFrame) -> None:
    why = us.explain(hits.row(0, named=True))
    assert_type(why, us.Explanation)
    assert_type(us.explain("Hikvision", entry_id="b5af46134ce7e12f"), us.Explanation)
    assert_type(why.score, float)
    assert_type(why.parent_name, str | None)
    assert_type(why.entry, Mapping[str, object])
    assert_type(why.evidence, tuple[us.Evidence, ...])
    assert_type(why.evidence[0].contribution, float)
    assert_type(why.facts(), list[tuple[str, str]])


def with_a_screener(own: pl.DataFrame) -> None:
    screener = us.Screener(lists=["uflpa"], threshold=0.8, extra_lists=[own])
    assert_type(screener.screen(["Hikvision"]), pl.DataFrame)
    assert_type(screener.entries, pl.DataFrame)
    assert_type(screener.versions, Mapping[str, str])
    assert_type(screener.lists, tuple[str, ...])
    assert_type(screener.threshold, float)


def with_lists() -> None:
    assert_type(us.lists.entries("uflpa"), pl.DataFrame)
    assert_type(us.lists.versions(), pl.DataFrame)
    assert_type(us.lists.read("uflpa.html", "uflpa"), pl.DataFrame)


def with_tables_and_decks(screener: us.Screener, frame: pl.DataFrame) -> None:
    assert_type(us.show(frame).title, str)
    found = us.validation.validate(screener, seed=1)
    assert_type(found.markdown(), str)
    assert_type(found.sweep([0.7]), pl.DataFrame)
    mapped = us.value_chain.with_hits(frame, frame)
    assert_type(us.value_chain.progress(mapped, mapped, by=["tier"]), pl.DataFrame)


def catching() -> str:
    try:
        us.screen_name("518000")
    except us.errors.InputError as error:
        return str(error)
    return ""


def mistakes(frame: pl.DataFrame) -> None:
    us.screen(frame, "supplier")  # type: ignore[call-arg]
    us.screen(frame, name=1)  # type: ignore[arg-type]
    us.screen(frame, on_unscreened="ignore")  # type: ignore[arg-type]
    us.screen(frame, limit="all")  # type: ignore[arg-type]
    us.screen_name(None)  # type: ignore[arg-type]
    us.screen_name("Hikvision", lists=[1])  # type: ignore[list-item]
    us.Screener(["uflpa"], 0.8)  # type: ignore[call-arg]
    us.explain(frame)  # type: ignore[arg-type]
