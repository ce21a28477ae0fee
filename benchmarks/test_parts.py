"""The parts of the matcher, timed one by one with pytest-benchmark.

    pip install -e ".[dev,bench]"
    pytest benchmarks/test_parts.py --benchmark-columns=median,iqr,ops

Not part of the test suite. `--benchmark-autosave` keeps a run, `--benchmark-compare`
holds the next one against it. Each part is given 10,000 names and 10,000 listed ones; a
single name is timed against the default lists.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.random import default_rng

from uyghurscreen import Screener
from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.grams import gram_codes
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.structure import canonical

pytest.importorskip("pytest_benchmark")

NAMES = 10_000
Timed = Callable[..., Any]


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.Series, pl.Series]:
    """Listed names and names to screen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parent)
        from workload.sets import volume_set

        work = volume_set(NAMES, NAMES, 7, tmp_path_factory.mktemp("sets"))
    return pl.read_parquet(work.listed)["name"], pl.read_parquet(work.queries)["name"]


@pytest.fixture(scope="module")
def screener(sets: tuple[pl.Series, pl.Series]) -> Screener:
    """A Screener of the listed names, with its index built."""
    made = Screener([], extra_lists=[sets[0].alias("name").to_frame()])
    made.screen_name("Acme")
    return made


def test_fold(benchmark: Timed, sets: tuple[pl.Series, pl.Series]) -> None:
    assert len(benchmark(fold, sets[1])) == NAMES


def test_canonical_words(benchmark: Timed, sets: tuple[pl.Series, pl.Series]) -> None:
    assert benchmark(canonical, sets[1]).height == NAMES


def test_grams(benchmark: Timed, sets: tuple[pl.Series, pl.Series]) -> None:
    starts, codes = benchmark(gram_codes, Texts.of(fold(sets[1])), 4)
    assert starts[-1] == len(codes)


def test_index(benchmark: Timed, sets: tuple[pl.Series, pl.Series]) -> None:
    def build() -> None:
        frame = sets[0].alias("name").to_frame()
        Screener([], extra_lists=[frame]).screen_name("Acme")

    benchmark.pedantic(build, rounds=3)  # type: ignore[attr-defined]


def test_default_index(benchmark: Timed) -> None:
    benchmark.pedantic(  # type: ignore[attr-defined]
        lambda: Screener().screen_name("Acme"), rounds=3
    )


def test_screen(
    benchmark: Timed, sets: tuple[pl.Series, pl.Series], screener: Screener
) -> None:
    assert benchmark(screener.screen, sets[1].alias("name").to_frame()).height > 0


@pytest.mark.parametrize("name", ["Hikvision", "Acme Bakery", "和田浩林发饰品有限公司"])
def test_one_name(benchmark: Timed, name: str) -> None:
    default = Screener()
    default.screen_name(name)
    benchmark(default.screen_name, name)


def test_made_names(
    benchmark: Timed,
    sets: tuple[pl.Series, pl.Series],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the board's own names cost to make."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    from workload.made import made_names

    names = benchmark(made_names, NAMES, default_rng(7))
    assert np.mean(names.is_unique().to_numpy()) > 0.9
