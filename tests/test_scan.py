from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.batches import read_batches
from uyghurscreen.cli import main
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.schema import HITS

NAMES = [
    "Acme Bakery",
    "Hikvision",
    "和田浩林发饰品有限公司",
    None,
    "Xinjiang Daqo New Energy",
    "123",
    "Hotan Haolin Hair Accessories",
]
FRAME = pl.DataFrame({"name": NAMES * 3, "id": [f"v{i}" for i in range(21)]})


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(lists=["uflpa", "entity_list"])


@pytest.fixture(scope="module")
def whole(screener: Screener) -> pl.DataFrame:
    with pytest.warns(UserWarning, match="6 rows were not screened"):
        return screener.screen(FRAME)


def _files(folder: Path) -> dict[str, Path]:
    paths = {kind: folder / f"names.{kind}" for kind in ("csv", "parquet", "arrow")}
    FRAME.write_csv(paths["csv"])
    FRAME.write_parquet(paths["parquet"])
    FRAME.write_ipc(paths["arrow"])
    return paths


@pytest.mark.parametrize("rows", [1, 4, 100])
@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "lazy", "frames"])
def test_a_scan_finds_what_a_screen_finds(
    screener: Screener, whole: pl.DataFrame, tmp_path: Path, kind: str, rows: int
) -> None:
    sources: dict[str, object] = dict(_files(tmp_path))
    sources["lazy"] = FRAME.lazy()
    sources["frames"] = iter([FRAME.head(5), FRAME.slice(5).to_arrow()])
    with pytest.warns(UserWarning, match="6 rows were not screened"):
        found = pl.concat(screener.scan(sources[kind], rows=rows))
    assert found.schema == HITS | {"query_id": pl.Int64}
    assert found.equals(whole)


def test_several_files_are_one_source(screener: Screener, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    FRAME.head(3).write_csv(one)
    FRAME.slice(4, 1).write_csv(two)
    found = pl.concat(screener.scan([one, two]))
    assert set(found["query_id"]) == {1, 2, 3}


def test_batches_are_of_one_size_whatever_comes_in() -> None:
    pieces = iter([FRAME.head(1), FRAME.slice(1, 12), FRAME.slice(13)])
    batches = list(read_batches(pieces, 5))
    assert [batch.height for batch in batches] == [5, 5, 5, 5, 1]
    assert pl.concat(batches).equals(FRAME)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_scan_goes_on_where_it_was_stopped(
    screener: Screener, whole: pl.DataFrame, tmp_path: Path
) -> None:
    path, to = _files(tmp_path)["parquet"], tmp_path / "hits"
    scan = screener.scan(path, id="id", to=to, rows=5)
    next(scan)
    next(scan)
    scan.close()
    written = {p.name: p.stat().st_mtime_ns for p in to.glob("hits-*.parquet")}
    assert len(written) == 2
    again = pl.concat(screener.scan(path, id="id", to=to, rows=5, resume=True))
    parts = sorted(to.glob("hits-*.parquet"))
    assert len(parts) == 5
    assert {p.name: p.stat().st_mtime_ns for p in parts} | written == {
        p.name: p.stat().st_mtime_ns for p in parts
    }
    assert pl.read_parquet(parts).equals(again)
    assert again.drop("query_id").equals(whole.drop("query_id"))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_scans_are_not_mixed(screener: Screener, tmp_path: Path) -> None:
    path, to = _files(tmp_path)["csv"], tmp_path / "hits"
    list(screener.scan(path, to=to))
    with pytest.raises(InputError, match="already"):
        screener.scan(path, to=to)
    with pytest.raises(InputError, match="threshold"):
        screener.scan(path, to=to, resume=True, threshold=0.9)
    with pytest.raises(InputError, match="other files"):
        screener.scan(path, to=tmp_path)
    with pytest.raises(InputError, match="needs to="):
        screener.scan(path, resume=True)


def test_what_cannot_be_scanned_says_why(screener: Screener, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(screener.scan(tmp_path / "none.csv"))
    (tmp_path / "names.pdf").write_text("x")
    with pytest.raises(InputError, match="pdf"):
        list(screener.scan(tmp_path / "names.pdf"))
    with pytest.raises(ColumnNotFoundError, match="supplier"):
        list(screener.scan(FRAME.lazy(), name="supplier"))
    with pytest.raises(InputError, match="screen"):
        list(screener.scan(42))


def test_the_command_line_scans_and_resumes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, to = str(_files(tmp_path)["csv"]), str(tmp_path / "hits")
    command = ["scan", path, "--name", "name", "--to", to, "--lists", "uflpa"]
    assert main(command) == 1
    assert main(command) == 2
    assert main([*command, "--resume"]) == 1
    said = capsys.readouterr().err
    assert "6 rows were not screened" in said
    assert "Resume it" in said


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_a_killed_scan_leaves_whole_parts(tmp_path: Path) -> None:
    path, to = tmp_path / "names.parquet", tmp_path / "hits"
    pl.concat([FRAME] * 40).drop("id").write_parquet(path)
    program = (
        "import sys, uyghurscreen as us\n"
        "s = us.Screener(lists=['uflpa'])\n"
        "for _ in s.scan(sys.argv[1], to=sys.argv[2], rows=20): pass\n"
    )
    run = subprocess.Popen([sys.executable, "-c", program, str(path), str(to)])
    for _ in range(600):
        if len(list(to.glob("hits-*.parquet"))) >= 2 or run.poll() is not None:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    for part in to.glob("hits-*.parquet"):
        pl.read_parquet(part)
    screener = Screener(lists=["uflpa"])
    with pytest.warns(UserWarning, match="not screened"):
        found = pl.concat(screener.scan(path, to=to, rows=20, resume=True))
    with pytest.warns(UserWarning, match="not screened"):
        assert found.equals(pl.concat(screener.scan(path, rows=20)))


@pytest.mark.parametrize("rows", [1, 2, 5, 100])
def test_slices_of_parquet_files_are_rows_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr("uyghurscreen.batches._READ", 3)
    frame = pl.DataFrame({"name": [f"n{i}" for i in range(11)], "other": range(11)})
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    frame.head(4).write_parquet(paths[0])
    frame.slice(4).write_parquet(paths[1])
    found = list(read_batches(paths, rows, ["name"]))
    assert [batch.height for batch in found[:-1]] == [rows] * (len(found) - 1)
    assert pl.concat(found).equals(frame.select("name"))


def test_a_column_that_is_not_there_is_named_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "names.parquet"
    FRAME.write_parquet(path)
    with pytest.raises(InputError, match="nmae"):
        next(Screener(lists=["uflpa"]).scan(path, name="nmae"))
