"""What the tests share: Screeners, a small list, and golden files.

Golden files hold what people see. After a change that is meant, write them anew with
`UPDATE_GOLDEN=1 pytest tests/test_cli.py tests/test_explanation.py` and read the diff.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from uyghurscreen import Screener, cli
from uyghurscreen.lists import embedded, snapshot, store
from uyghurscreen.lists.records import ListedName, Record, to_entries
from uyghurscreen.matching.index import NameIndex

HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."
CORPS = "Xinjiang Production and Construction Corps"
ACADEMY = "China Aerospace Science and Industry Corporation Second Academy"
CETC_13 = "China Electronics Technology Group Corporation 13th Research Institute"
CETC_14 = "China Electronics Technology Group Corporation 14th Research Institute"

RECORDS = [
    Record(
        name=HIKVISION,
        names=(
            ListedName("Hikvision"),
            ListedName(
                "杭州海康威视数字技术股份有限公司",
                kind="native",
                language="zh",
                source="annual report",
            ),
        ),
        countries=("CN",),
        addresses=("No. 555 Qianmo Road, Binjiang District, Hangzhou 310051, China",),
        citations=("84 FR 54004 (2019-10-09)",),
        license_requirement="For all items subject to the EAR",
        license_policy="Case-by-case review",
        sublists=("(i)",),
        scope="and subsidiaries",
        first_listed=date(2019, 10, 9),
        effective_date=date(2024, 1, 2),
    ),
    Record(
        name=HAOLIN,
        names=(ListedName("Hotan Haolin Hair Accessories"),),
        countries=("CN",),
    ),
    Record(name="Xinjiang Daqo New Energy, Co. Ltd.", countries=("CN",)),
    Record(
        name=CORPS,
        names=(ListedName("XPCC", kind="acronym", quality="weak"),),
        countries=("CN",),
        scope="and its subordinate and affiliated entities",
    ),
    Record(
        name=ACADEMY,
        countries=("CN",),
        children=(
            Record(
                name="23rd Research Institute", relation="subordinate", quality="weak"
            ),
        ),
    ),
    Record(name=CETC_13, countries=("CN",)),
    Record(name=CETC_14, countries=("CN",)),
    Record(name="AO PKK Milandr", names=(ListedName("Milandr"),), countries=("RU",)),
    Record(
        name="Address 01",
        matchable=False,
        countries=("HK",),
        addresses=("Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong",),
    ),
]


GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name, or write it there if asked to."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def screener() -> Screener:
    """The default lists, indexed once."""
    return Screener()


@pytest.fixture(scope="session")
def demo_entries() -> pl.DataFrame:
    """A small list with one entry of every sort; it depends on no publication."""
    return to_entries("demo", RECORDS, source_class="law")


@pytest.fixture(scope="session")
def demo(demo_entries: pl.DataFrame) -> Screener:
    """A Screener over the small list alone."""
    return Screener([], extra_lists=[demo_entries])


StoreVersion = Callable[..., str]
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def store_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreVersion:
    """Store entries as a version of an embedded list, in a home of the test's own."""
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "home"))

    def add(list_id: str, entries: pl.DataFrame, as_of: str) -> str:
        (known,) = (i for i in embedded.manifest().lists if i.list_id == list_id)
        facts = known.model_dump(exclude={"raw"}) | {
            "as_of": date.fromisoformat(as_of),
            "min_entries": 1,
            "probes": (),
        }
        return store.add(*snapshot.make(facts, entries, known.raw)).version

    return add


_LOADED: dict[tuple[tuple[str, str], ...], tuple[pl.DataFrame, NameIndex]] = {}


@pytest.fixture
def shared_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Index each choice of versions once: a version is the same bytes everywhere."""
    load = Screener._load

    def loaded(screener: Screener) -> tuple[pl.DataFrame, NameIndex]:
        key = tuple(sorted(screener.versions.items()))
        if key not in _LOADED:
            _LOADED[key] = load(screener)
        return _LOADED[key]

    monkeypatch.setattr(Screener, "_load", loaded)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json; its exit code, and what it printed."""

    def call(*words: str) -> tuple[int, Any]:
        code = cli.main([*words, "--json"])
        out = capsys.readouterr().out
        assert out.count("\n") == 1  # one line, for programs
        return code, json.loads(out)

    return call
