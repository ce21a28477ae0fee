"""Runs made again from their manifest, and runs that go on from one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import polars as pl
import pytest
import xlsxwriter

from uyghurscreen import lists
from uyghurscreen.decisions import Decisions
from uyghurscreen.errors import InputError, RerunError
from uyghurscreen.lists import clock
from uyghurscreen.manifest import RunManifest, manifest_path
from uyghurscreen.rerun import continued, rerun
from uyghurscreen.runs import Request, make, scan
from uyghurscreen.saving import save

StoreVersion = Callable[[str, pl.DataFrame, str], str]

pytestmark = pytest.mark.usefixtures("shared_indexes")

HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(
        "no,supplier\nV1,和田浩林发饰品有限公司\nV2,Acme Bakery\nV3,=Xinjiang Daqo\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def asked(suppliers: Path) -> Request:
    return Request(files=(suppliers,), name="supplier", id="no", lists=["uflpa"])


@pytest.fixture
def run(asked: Request, tmp_path: Path, store_version: StoreVersion) -> RunManifest:
    """A run against a stored version of the list, written as CSV."""
    store_version("uflpa", lists.entries("uflpa"), "2026-08-03")
    return save(make(asked), tmp_path / "hits.csv")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json", "html"])
def test_a_run_made_again_is_the_same_bytes(
    asked: Request, tmp_path: Path, ending: str
) -> None:
    manifest = save(make(asked), tmp_path / f"hits.{ending}")
    again = rerun(manifest, beside=tmp_path)
    assert again.identical
    assert again.manifest.run_id == manifest.run_id
    assert again.other == ()


def test_a_report_made_again_on_another_day_tells_the_day_of_its_run(
    asked: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(make(replace(asked, by=("no",))), tmp_path / "hits.html")
    assert first.by == ("no",)
    later = first.started_at + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = rerun(first, beside=tmp_path)
    assert again.identical
    assert again.manifest.started_at == later
    stale = save(make(asked), tmp_path / "late.html")
    assert stale.stale == ("uflpa",)
    assert "days old" in stale.warnings[0]
    assert "stale: may be 30" in (tmp_path / "late.html").read_text(encoding="utf-8")


def test_columns_that_were_found_are_named_in_the_manifest(
    asked: Request, tmp_path: Path
) -> None:
    manifest = save(make(replace(asked, name=(), id=None)), tmp_path / "hits.csv")
    assert (manifest.settings.name, manifest.settings.id) == ("supplier", "no")
    assert rerun(manifest, beside=tmp_path).identical


def test_the_sheet_of_a_run_is_screened_again(asked: Request, tmp_path: Path) -> None:
    path = tmp_path / "suppliers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        pl.DataFrame({"note": ["see the next sheet"]}).write_excel(book, "Cover")
        pl.DataFrame({"no": ["1"], "supplier": ["Haolin"]}).write_excel(book, "List")
    manifest = save(
        make(replace(asked, files=(path,), sheet="List")), tmp_path / "hits.csv"
    )
    assert (manifest.sheet, manifest.counts.rows) == ("List", 1)
    assert rerun(manifest, beside=tmp_path).identical


def test_a_scan_made_again_is_the_same_bytes(asked: Request, tmp_path: Path) -> None:
    manifest = scan(asked, to=tmp_path / "hits")
    assert rerun(manifest, beside=tmp_path).identical


def test_lists_updated_since_make_no_difference(
    run: RunManifest, tmp_path: Path, store_version: StoreVersion
) -> None:
    less = lists.entries("uflpa").filter(pl.col("entry_name") != HAOLIN)
    store_version("uflpa", less, "2026-10-01")
    again = rerun(run, beside=tmp_path)
    assert again.identical
    assert again.manifest.versions == run.versions


def test_decisions_made_since_make_no_difference(
    asked: Request, tmp_path: Path
) -> None:
    journal = tmp_path / "decisions.jsonl"
    decided = replace(asked, decisions=journal)
    first = make(decided)
    assert first.hits["suppressed"].to_list() == [False] * first.hits.height
    manifest = save(first, tmp_path / "hits.csv")
    Decisions(journal).decide(
        first.hits, "confirmed", reason="its own site", reviewer="R. Li"
    )
    assert rerun(manifest, beside=tmp_path).identical
    later = save(make(decided), tmp_path / "later.csv")
    assert later.run_id != manifest.run_id
    assert rerun(later, beside=tmp_path).identical


def test_a_result_that_differs_is_told(run: RunManifest, tmp_path: Path) -> None:
    (output,) = run.output
    other = run.model_copy(
        update={"output": (output.model_copy(update={"sha256": "0" * 64}),)}
    )
    assert not rerun(other, beside=tmp_path).identical


def test_other_libraries_are_told_and_not_refused(
    run: RunManifest, tmp_path: Path
) -> None:
    libraries = run.package.libraries | {"polars": "1.0.0"}
    package = run.package.model_copy(update={"libraries": libraries})
    again = rerun(run.model_copy(update={"package": package}), beside=tmp_path)
    assert [told.split(",")[0] for told in again.other] == ["polars 1.0.0"]


def _grown(run: RunManifest, folder: Path) -> RunManifest:
    with (folder / "suppliers.csv").open("a", encoding="utf-8") as file:
        file.write("V4,Acme\n")
    return run


def _moved(run: RunManifest, folder: Path) -> RunManifest:
    (folder / "suppliers.csv").unlink()
    return run


def _without_list(run: RunManifest, folder: Path) -> RunManifest:
    rmtree(folder / "home" / "lists" / "uflpa" / run.versions["uflpa"])
    return run


def _with_package(**changes: str) -> Callable[[RunManifest, Path], RunManifest]:
    def change(run: RunManifest, folder: Path) -> RunManifest:
        package = run.package.model_copy(update=changes)
        return run.model_copy(update={"package": package})

    return change


def _with_list(**changes: object) -> Callable[[RunManifest, Path], RunManifest]:
    def change(run: RunManifest, folder: Path) -> RunManifest:
        used = run.lists[0].model_copy(update=changes)
        return run.model_copy(update={"lists": (used,)})

    return change


# what is not as it was, and the words of the refusal
REFUSED: dict[str, tuple[Callable[[RunManifest, Path], RunManifest], str]] = {
    "the file has grown": (_grown, "its bytes differ"),
    "the file is gone": (_moved, "is not there"),
    "the version is gone": (_without_list, "is not stored here"),
    "the package": (_with_package(version="9.9.9"), "version 9.9.9 of uyghurscreen"),
    "the scores": (_with_package(scoring_version="0"), "scoring version 0"),
    "a list of one's own": (_with_list(list_id="mine"), "list of one's own"),
    "a version of other files": (_with_list(files={}), "does not hold the files"),
    "nothing was written": (
        lambda run, folder: run.model_copy(update={"output": ()}),
        "wrote no file",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_run_that_cannot_be_made_again_is_refused(
    run: RunManifest, tmp_path: Path, case: str
) -> None:
    change, message = REFUSED[case]
    with pytest.raises(RerunError, match=message):
        rerun(change(run, tmp_path), beside=tmp_path)


def test_files_are_found_beside_the_manifest(
    run: RunManifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    for name in ("suppliers.csv", "hits.csv.manifest.json"):
        (tmp_path / name).rename(away / name)
    manifest = RunManifest.read(manifest_path(away / "hits.csv"))
    assert rerun(manifest, beside=away).identical
    elsewhere = away / "suppliers.csv"
    assert rerun(manifest, beside=tmp_path, file=elsewhere).identical


def test_going_on_tells_only_what_is_different(
    run: RunManifest, tmp_path: Path, store_version: StoreVersion
) -> None:
    nothing = make(continued(run, beside=tmp_path))
    assert nothing.manifest.command == "rescreen"
    assert nothing.hits.is_empty()
    less = lists.entries("uflpa").filter(pl.col("entry_name") != HAOLIN)
    store_version("uflpa", less, "2026-10-01")
    made = make(continued(run, beside=tmp_path))
    assert made.hits.select("change", "query_id").rows() == [("withdrawn", "V1")]
    assert made.manifest.counts.by_change == {"withdrawn": 1}
    assert made.manifest.settings.since == run.versions
    # and from there on
    delta = save(made, tmp_path / "delta.csv")
    assert make(continued(delta, beside=tmp_path)).hits.is_empty()
    assert rerun(delta, beside=tmp_path).identical


def test_withdrawn_hits_are_marked_by_the_entry_as_it_was(
    run: RunManifest, tmp_path: Path, store_version: StoreVersion
) -> None:
    journal = tmp_path / "decisions.jsonl"
    less = lists.entries("uflpa").filter(pl.col("entry_name") != HAOLIN)
    store_version("uflpa", less, "2026-10-01")
    request = replace(continued(run, beside=tmp_path), decisions=journal)
    Decisions(journal).decide(
        make(request).hits, "confirmed", reason="its own site", reviewer="R. Li"
    )
    (hit,) = make(request).hits.to_dicts()
    assert (hit["disposition"], hit["lapsed"]) == ("confirmed", None)


@pytest.mark.parametrize(
    "case", ["the file has grown", "the scores", "the version is gone"]
)
def test_going_on_from_what_is_not_there_is_refused(
    run: RunManifest, tmp_path: Path, case: str
) -> None:
    change, _ = REFUSED[case]
    with pytest.raises(RerunError):
        make(continued(change(run, tmp_path), beside=tmp_path))


def test_a_column_of_the_file_that_is_not_used_may_change(
    run: RunManifest, tmp_path: Path
) -> None:
    path = tmp_path / "suppliers.csv"
    frame = pl.read_csv(path, infer_schema=False)
    frame.with_columns(city=pl.lit("Hotan")).write_csv(path)
    assert make(continued(run, beside=tmp_path)).hits.is_empty()


def test_a_changed_manifest_is_no_manifest(run: RunManifest, tmp_path: Path) -> None:
    path = manifest_path(tmp_path / "hits.csv")
    path.write_bytes(path.read_bytes().replace(b'"limit":5', b'"limit":9'))
    with pytest.raises(InputError):
        RunManifest.read(path)
