"""The example of a daily batch: what it writes, and that it can be run again."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from uyghurscreen import lists
from uyghurscreen.lists import clock

EXAMPLE = Path(__file__).parents[1] / "examples" / "batch" / "daily.py"
ROWS = {"no": ["V1", "V2", "V3"], "supplier": ["Hikvision", "Acme Bakery", None]}

Run = Callable[..., int]


@pytest.fixture(scope="module")
def daily() -> ModuleType:
    spec = spec_from_file_location("daily", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(daily: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the job in a folder of its own, over some rows, for a day."""
    monkeypatch.chdir(tmp_path)

    def job(day: str, rows: dict[str, list[str | None]], *options: str) -> int:
        pl.DataFrame(rows).write_parquet("suppliers.parquet")
        asked = ["suppliers.parquet", "--name", "supplier", "--id", "no", "--to", "out"]
        code: int = daily.main([*asked, "--day", day, "--no-update", *options])
        return code

    return job


def _files(folder: str) -> dict[str, bytes]:
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in paths}


def test_a_day_is_a_partition(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("2026-11-28", ROWS) == 1
    assert [*_files("out")] == [
        "out/changes/day=2026-11-28/changes.parquet",
        "out/hits/day=2026-11-28/hits.parquet",
        "out/hits/day=2026-11-28/hits.parquet.manifest.json",
    ]
    hits = pl.read_parquet("out/hits/**/*.parquet", hive_partitioning=True)
    assert hits["query_id"].unique().to_list() == ["V1"]
    assert "day" in hits.columns
    printed = capsys.readouterr()
    assert "Hikvision" not in printed.out + printed.err


def test_a_job_run_again_touches_nothing(run: Run) -> None:
    run("2026-11-28", ROWS)
    before = _files("out/hits")
    times = {path: Path(path).stat().st_mtime_ns for path in before}
    Path("out/hits/.day=2026-11-28").mkdir()  # left by a job that was cut off
    assert run("2026-11-28", ROWS) == 1
    assert _files("out/hits") == before
    assert {path: Path(path).stat().st_mtime_ns for path in before} == times


def test_the_next_day_tells_what_is_new(run: Run) -> None:
    run("2026-11-28", ROWS)
    assert run("2026-11-29", ROWS) == 0
    more = {"no": ["V2", "V4"], "supplier": ["Acme Bakery", "Huawei"]}
    assert run("2026-11-30", more) == 1
    changes = pl.read_parquet("out/changes/day=2026-11-30/changes.parquet")
    told = changes.select("change", "query_id").unique().sort("change").rows()
    assert told == [("new", "V4"), ("withdrawn", "V1")]


def test_a_day_with_another_file_is_written_anew(run: Run) -> None:
    run("2026-11-28", ROWS)
    assert run("2026-11-28", {"no": ["V2"], "supplier": ["Acme Bakery"]}) == 0
    assert pl.read_parquet("out/hits/day=2026-11-28/hits.parquet").is_empty()


@pytest.mark.filterwarnings("ignore::uyghurscreen.StaleListWarning")
def test_lists_that_are_too_old_stop_the_job(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now().replace(year=clock.now().year + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert run("2026-11-28", ROWS) == 3
    assert not Path("out").exists()
    assert run("2026-11-28", ROWS, "--allow-stale") == 1


def test_what_is_not_updated_is_said(
    daily: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = pl.DataFrame(
        {
            "list_id": ["uflpa", "entity_list"],
            "outcome": ["failed", "updated"],
            "message": ["the publisher cannot be reached", ""],
        }
    )
    monkeypatch.setattr(lists, "update", lambda: outcomes)
    assert daily.update() == ["uflpa: the publisher cannot be reached"]
