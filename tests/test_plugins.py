"""Lists and reporters of other packages: a distribution that is made for the test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

import uyghurscreen as us
from uyghurscreen import cli, completion, plugins
from uyghurscreen.errors import ListNotFoundError, PluginError

MODULE = """
    import polars as pl

    def our_list():
        return pl.DataFrame(
            {"name": ["Acme Cotton Co., Ltd."], "aliases": [["Acme"]]}
        )

    def wrong_id():
        return pl.DataFrame({"name": ["Acme"], "list_id": ["uflpa"]})

    def no_frame():
        return 42

    def summary(hits, path, manifest):
        path.write_text(f"{hits.height} of {manifest['counts']['rows']} rows")

    def writes_nothing(hits, path, manifest):
        pass

    def broken(*_):
        raise OSError("the registry cannot be reached")
"""
POINTS = """
    [uyghurscreen.lists]
    our_list = acme_lists:our_list
    wrong_id = acme_lists:wrong_id
    no_frame = acme_lists:no_frame
    broken = acme_lists:broken
    gone = acme_lists:nothing
    uflpa = acme_lists:our_list
    [uyghurscreen.reporters]
    sum = acme_lists:summary
    none = acme_lists:writes_nothing
    bad = acme_lists:broken
    csv = acme_lists:broken
"""

# a list that cannot be used: what the error says
FAILS = {
    "broken": r"'broken' of acme-lists 1\.2 .*OSError: the registry cannot be reached",
    "gone": r"'gone' of acme-lists 1\.2 \(acme_lists:nothing\).*AttributeError",
    "no_frame": r"'no_frame' of acme-lists 1\.2.*cannot screen a int",
    "wrong_id": r"'wrong_id' of acme-lists 1\.2.*a list 'uflpa'",
}


def _install(folder: Path, name: str, points: str) -> None:
    made = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    made.mkdir(parents=True)
    (made / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n"
    )
    (made / "entry_points.txt").write_text(dedent(points))


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "site"
    _install(folder, "acme-lists", POINTS)
    (folder / "acme_lists.py").write_text(dedent(MODULE))
    monkeypatch.syspath_prepend(folder)
    importlib.invalidate_caches()
    yield folder
    sys.modules.pop("acme_lists", None)


@pytest.mark.usefixtures("acme")
def test_a_list_of_another_package_is_screened_by_its_id() -> None:
    screener = us.Screener(["aspi_tech_giants", "our_list"])
    hits = screener.screen(["ACME COTTON LTD", "Hikvision"])
    found = hits.select("list_id", "entry_name").rows()
    assert found == [
        ("our_list", "Acme Cotton Co., Ltd."),
        ("aspi_tech_giants", "Hikvision"),
    ]
    assert screener.versions.keys() == {"aspi_tech_giants", "our_list"}
    assert us.screen_name("Acme Cotton", lists=["our_list"]).height == 1


@pytest.mark.usefixtures("acme")
def test_no_embedded_list_is_replaced() -> None:
    entries = us.Screener(["uflpa"]).entries
    assert "Acme Cotton Co., Ltd." not in entries["entry_name"]


def test_nothing_is_offered_where_nothing_is_installed() -> None:
    with pytest.raises(ListNotFoundError, match="no list 'our_list'"):
        us.Screener(["our_list"])
    assert plugins.offered(plugins.LISTS) == {}


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(("list_id", "told"), FAILS.items(), ids=FAILS)
def test_an_error_names_the_package(list_id: str, told: str) -> None:
    with pytest.raises(PluginError, match=told):
        us.Screener([list_id])


def test_two_packages_may_not_offer_the_same(acme: Path) -> None:
    _install(
        acme, "other-lists", "[uyghurscreen.lists]\nour_list = acme_lists:our_list"
    )
    with pytest.raises(PluginError, match=r"acme-lists 1\.2 and other-lists 1\.2 both"):
        us.Screener(["our_list"])


def test_the_command_line_knows_them(
    acme: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(acme)
    assert cli.main(["name", "Acme Cotton", "--lists", "our_list"]) == 1
    assert "Acme Cotton Co., Ltd." in capsys.readouterr().out
    cli.main(["lists"])
    assert "our_list: offered by acme-lists 1.2" in capsys.readouterr().out
    assert completion.list_ids("our") == ["our_list"]


def test_decisions_about_a_list_of_another_package(
    acme: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(acme)
    pl.DataFrame({"no": ["V1"], "supplier": ["Acme Cotton"]}).write_csv("suppliers.csv")
    asked = ["screen", "suppliers.csv", "--name", "supplier", "--id", "no"]
    asked += ["--lists", "aspi_tech_giants,our_list", "--decisions", "journal.jsonl"]
    assert cli.main([*asked, "-o", "hits.csv"]) == 1
    sheet = pl.read_csv("hits.csv").with_columns(
        new_disposition=pl.lit("cleared"),
        new_reason=pl.lit("another company"),
        new_expires=pl.lit("2027-01-31"),
    )
    sheet.write_csv("hits.csv")
    decide = [
        "decide",
        "hits.csv",
        "--decisions",
        "journal.jsonl",
        "--reviewer",
        "anna",
    ]
    assert cli.main(decide) == 0
    assert cli.main(asked) == 0
    assert "cleared before, and marked so: 1 hits" in capsys.readouterr().err


# an output, and what comes of it
WRITTEN = {
    "a reporter's": ("hits.sum", 1, "wrote 1 hits to hits.sum"),
    "our own, whatever is installed": ("hits.csv", 1, "wrote 1 hits to hits.csv"),
    "a reporter that fails": ("hits.bad", 2, "'bad' of acme-lists 1.2"),
    "a reporter that writes nothing": ("hits.none", 2, "it wrote no file hits.none"),
    "nobody's": ("hits.doc", 2, "cannot write .doc"),
}


@pytest.mark.parametrize(("output", "code", "told"), WRITTEN.values(), ids=WRITTEN)
def test_a_reporter_of_another_package_writes_a_file(
    output: str,
    code: int,
    told: str,
    acme: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(acme)
    Path("suppliers.csv").write_text("supplier\nHikvision\nAcme Bakery\n")
    asked = ["screen", "suppliers.csv", "--name", "supplier"]
    found = cli.main([*asked, "--lists", "aspi_tech_giants", "-o", output])
    assert (found, told in capsys.readouterr().err) == (code, True)
    assert Path(f"{output}.manifest.json").exists() == (code == 1)


@pytest.mark.usefixtures("acme")
def test_a_run_with_a_reporter_can_be_made_again(
    acme: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(acme)
    Path("suppliers.csv").write_text("supplier\nHikvision\nAcme Bakery\n")
    asked = ["screen", "suppliers.csv", "--name", "supplier", "-o", "hits.sum"]
    assert cli.main([*asked, "--lists", "aspi_tech_giants"]) == 1
    assert Path("hits.sum").read_text() == "1 of 2 rows"
    assert cli.main(["rerun", "hits.sum.manifest.json"]) == 0
