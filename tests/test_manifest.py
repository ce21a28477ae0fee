"""The manifest of a run: what it holds, and that it holds no names."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.account import Account
from uyghurscreen.errors import InputError
from uyghurscreen.lists import catalog
from uyghurscreen.manifest import RunManifest, manifest_path
from uyghurscreen.matching.scoring import SCORING_VERSION
from uyghurscreen.queries import read_queries
from uyghurscreen.runs import Request, make, scan
from uyghurscreen.saving import save

pytestmark = pytest.mark.usefixtures("shared_indexes")

HAOLIN = "和田浩林发饰品有限公司"


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(
        f"no,supplier,country\nV1,{HAOLIN},TR\nV2,Acme Bakery,\nV3,,FR\nV4,---,FR\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def request_(suppliers: Path) -> Request:
    return Request(
        files=(suppliers,), name="supplier", id="no", country="country", lists=["uflpa"]
    )


def test_a_manifest_tells_all(request_: Request, tmp_path: Path) -> None:
    manifest = save(make(request_), tmp_path / "hits.csv")
    info = catalog.get("uflpa")
    assert manifest.command == "screen"
    assert manifest.package.scoring_version == SCORING_VERSION
    assert [used.model_dump() for used in manifest.lists] == [
        {
            "list_id": "uflpa",
            "version": info.version,
            "as_of": info.as_of,
            "files": info.files,
        }
    ]
    settings = manifest.settings.model_dump(exclude_none=True)
    assert settings == {
        "name": "supplier",
        "id": "no",
        "country": "country",
        "threshold": 0.7,
        "limit": 5,
    }
    counts = manifest.counts.model_dump()
    assert counts == {
        "rows": 4,
        "screened": 2,
        "unscreened": {"no name (null)": 1, "no letters": 1},
        "hits": 1,
        "names_hit": 1,
        "by_list": {"uflpa": {"exact": 1}},
        "by_change": {},
        "suppressed": 0,
    }
    assert [w.split(" (")[0] for w in manifest.warnings] == ["2 rows were not screened"]
    assert manifest.started_at <= manifest.finished_at
    assert manifest.started_at.utcoffset() is not None
    (source,), (output,) = manifest.input, manifest.output
    assert source.bytes == (tmp_path / "suppliers.csv").stat().st_size
    assert output.file == str(tmp_path / "hits.csv")


def test_it_stands_beside_the_result_as_canonical_json(
    request_: Request, tmp_path: Path
) -> None:
    manifest = save(make(request_), tmp_path / "hits.csv")
    path = manifest_path(tmp_path / "hits.csv")
    text = path.read_text("utf-8")
    assert RunManifest.read(path) == manifest
    told = json.loads(text)
    assert text == json.dumps(
        told, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ) + "\n"  # fmt: skip


def test_it_holds_no_name(request_: Request, tmp_path: Path) -> None:
    save(make(request_), tmp_path / "hits.csv")
    text = manifest_path(tmp_path / "hits.csv").read_text("utf-8")
    assert HAOLIN not in text
    assert "Acme" not in text
    assert "Hetian" not in text


def test_no_manifest_of_another_run_stands_beside_a_result(
    request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "hits.csv"
    save(make(request_), output)

    def stopped(frame: pl.DataFrame, path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("uyghurscreen.saving.write_table", stopped)
    with pytest.raises(KeyboardInterrupt):
        save(make(request_), output)
    assert not manifest_path(output).exists()


def _in_parquet(request: Request) -> Request:
    path = request.files[0].with_suffix(".parquet")
    pl.read_csv(request.files[0], infer_schema=False, null_values=[""]).write_parquet(
        path
    )
    return replace(request, files=(path,))


def _without_last(request: Request) -> Request:
    path = request.files[0].with_name("shorter.csv")
    lines = request.files[0].read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    return replace(request, files=(path,))


# what is asked otherwise, and whether that is another run
OTHERWISE: dict[str, tuple[Callable[[Request], Request], bool]] = {
    "nothing": (lambda request: request, False),
    "another file of the same rows": (_in_parquet, False),
    "another threshold": (lambda request: replace(request, threshold=0.8), True),
    "another limit": (lambda request: replace(request, limit=1), True),
    "another list": (lambda request: replace(request, lists=["aspi_brands"]), True),
    "no countries": (lambda request: replace(request, country=None), True),
    "a row less": (_without_last, True),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_the_id_of_a_run_is_of_what_its_result_depends_on(
    request_: Request, case: str
) -> None:
    change, other = OTHERWISE[case]
    first, second = make(request_), make(change(request_))
    assert (first.manifest.run_id != second.manifest.run_id) == other


def test_a_manifest_that_was_changed_is_refused(
    request_: Request, tmp_path: Path
) -> None:
    save(make(request_), tmp_path / "hits.csv")
    path = manifest_path(tmp_path / "hits.csv")
    path.write_text(path.read_text("utf-8").replace("0.7", "0.9"), encoding="utf-8")
    with pytest.raises(InputError, match="the file was changed"):
        RunManifest.read(path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', "no json"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hits.csv.manifest.json"
    path.write_text(text)
    with pytest.raises(InputError, match="is no manifest"):
        RunManifest.read(path)
    with pytest.raises(InputError, match="cannot read"):
        RunManifest.read(tmp_path / "none.json")


def test_a_list_of_ones_own_has_a_version_alone(tmp_path: Path) -> None:
    from uyghurscreen.manifest import lists_used

    own = Screener([], extra_lists=[pl.DataFrame({"name": ["Acme Cotton"]})])
    (used,) = lists_used(own.versions)
    assert (used.list_id, used.as_of, used.files) == ("user", None, {})


def test_parts_of_a_scan_count_as_the_whole() -> None:
    frame = pl.DataFrame({"no": ["1", "2", "3"], "name": ["Acme", None, "Hikvision"]})
    screener = Screener(["aspi_tech_giants"])
    whole, parts = Account(), Account()
    hits = screener.screen(frame.drop_nulls(), id="no")
    whole.take(read_queries(frame, name="name", id="no"), hits)
    for rows in (1, 1, 1):
        part, frame = frame.head(rows), frame.slice(rows)
        some = hits.filter(pl.col("query_id").is_in(part["no"].implode()))
        parts.take(read_queries(part, name="name", id="no"), some)
    assert parts.columns() == whole.columns()
    assert parts.counts() == whole.counts()
    assert whole.counts().by_list == {"aspi_tech_giants": {"exact": 1}}


def test_a_scan_writes_its_manifest_into_its_folder(
    request_: Request, tmp_path: Path
) -> None:
    manifest = scan(replace(request_, country=None), to=tmp_path / "hits")
    screened = make(replace(request_, country=None)).manifest
    assert manifest.command == "scan"
    assert manifest.columns == screened.columns
    assert manifest.counts == screened.counts
    assert RunManifest.read(tmp_path / "hits" / "manifest.json") == manifest
    assert [Path(used.file).name for used in manifest.output] == ["hits-000000.parquet"]


def test_a_day_is_written_as_the_versions_it_meant(request_: Request) -> None:
    day = date(2026, 7, 24)
    manifest = make(replace(request_, as_of=str(day))).manifest
    assert manifest.versions == {"uflpa": catalog.get("uflpa").version}
