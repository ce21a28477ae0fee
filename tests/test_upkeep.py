"""The commands that keep the lists: what they print, and their exit codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from uyghurscreen import cli, lists
from uyghurscreen.lists import catalog, updating

StoreVersion = Callable[[str, pl.DataFrame, str], str]
Run = Callable[..., tuple[int, Any]]
Golden = Callable[[str, str], None]

HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a home of the test's own."""
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def without_haolin() -> pl.DataFrame:
    return lists.entries("uflpa").filter(pl.col("entry_name") != HAOLIN)


def brands(*more: str, without: str | None = None) -> str:
    """A CSV of brands as ASPI's list has it, with some more of them."""
    known = lists.entries("aspi_brands", "2020-03-01")["entry_name"].to_list()
    names = [name for name in (*known, *more) if name != without]
    path = Path("brands.csv")
    pl.DataFrame({"brand": names}).write_csv(path)
    return f"aspi_brands={path}"


def row(told: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = told
    return found


def test_a_saved_file_is_taken_and_then_unchanged(run: Run) -> None:
    before = catalog.get("aspi_brands")
    words = ("update", "--lists", "aspi_brands", "--as-of", "2026-07-01")
    code, told = run(*words, "--from-file", brands("Tianshan Wool"))
    found = row(told)
    assert (code, found["outcome"], found["added"]) == (0, "updated", 1)
    assert (found["as_of"], found["message"]) == ("2026-07-01", "")
    assert catalog.get("aspi_brands").version == found["version"] != before.version
    code, told = run(*words, "--from-file", brands("Tianshan Wool"))
    assert (code, row(told)["outcome"]) == (0, "unchanged")


def test_a_day_that_is_guessed_is_said(run: Run) -> None:
    words = ("update", "--lists", "aspi_brands", "--from-file")
    _, told = run(*words, brands())
    assert "brands.csv counts as taken on 20" in row(told)["message"]
    _, told = run(*words, brands(), "--as-of", "2020-03-01")
    assert row(told)["message"] == ""


def test_a_list_that_fails_stays_and_is_exit_code_3(run: Run) -> None:
    before = catalog.get("aspi_brands").version
    words = ("update", "--lists", "aspi_brands", "--as-of", "2026-07-01")
    code, told = run(*words, "--from-file", brands(without="Nike"))
    found = row(told)
    assert (code, found["outcome"], found["version"]) == (3, "failed", before)
    assert "known names are missing" in found["message"] or "fewer" in found["message"]
    assert f"{before} stays" in found["message"]
    assert catalog.get("aspi_brands").version == before


def test_an_older_list_is_taken_only_if_it_was_looked_at(run: Run) -> None:
    older = ("update", "--lists", "aspi_brands", "--as-of", "2019-01-01")
    words = (*older, "--from-file", brands("Tianshan Wool"))
    code, told = run(*words)
    assert (code, row(told)["outcome"]) == (3, "failed")
    assert "--accept aspi_brands" in row(told)["message"]
    code, told = run(*words, "--accept", "aspi_brands")
    assert (code, row(told)["outcome"]) == (0, "updated")


def test_a_list_with_nothing_to_fetch_is_kept(run: Run) -> None:
    code, told = run("update", "--lists", "aspi_brands, aspi_tech_giants")
    assert (code, {found["outcome"] for found in told}) == (0, {"kept"})


# a call that cannot be used, and the kind of error
MISUSED = {
    "no such list": (["--lists", "ofac"], "ListNotFoundError"),
    "no such list to accept": (["--accept", "ofac"], "ListNotFoundError"),
    "a file of nothing": (["--from-file", "page.html"], "InputError"),
    "a file of no path": (["--from-file", "uflpa="], "InputError"),
    "an unknown publication": (["--from-file", "ofac=page.html"], "InputError"),
    "one publication twice": (
        ["--from-file", "uflpa=a.html", "uflpa=b.html"],
        "InputError",
    ),
    "no such file": (["--from-file", "uflpa=none.html"], "InputError"),
    "a file of another list": (
        ["--lists", "aspi_brands", "--from-file", "uflpa=none.html"],
        "InputError",
    ),
    "no day": (["--as-of", "yesterday"], "InputError"),
    "a day to come": (
        ["--from-file", "BRANDS", "--as-of", "2999-01-01"],
        "InputError",
    ),
}


@pytest.mark.parametrize("case", MISUSED)
def test_a_call_that_cannot_be_used_asks_nobody(
    case: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "client", lambda: pytest.fail("somebody was asked"))
    words, kind = MISUSED[case]
    given = [brands() if word == "BRANDS" else word for word in words]
    code, told = run("update", *given)
    assert (code, told["kind"]) == (2, kind)
    assert not Path("home").exists()


def test_ctrl_c_leaves_without_a_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> pl.DataFrame:
        raise KeyboardInterrupt

    monkeypatch.setattr(lists, "update", stopped)
    assert cli.main(["update"]) == 130
    assert capsys.readouterr().err == "stopped\n"


OUTCOMES = pl.DataFrame(
    [
        {
            "list_id": "entity_list",
            "outcome": "updated",
            "version_before": "2026-07-09.ce4200de",
            "version": "2026-11-20.00000000",
            "as_of": date(2026, 11, 20),
            "added": 43,
            "removed": 0,
            "modified": 1_200,
            "message": "rules on part 744 published since 2026-11-20, not yet in it: "
            "2026-25001 of 2026-11-24",
        },
        {
            "list_id": "uflpa",
            "outcome": "failed",
            "version_before": "2026-07-24.51632178",
            "version": "2026-07-24.51632178",
            "as_of": date(2026, 7, 24),
            "message": "https://www.dhs.gov/uflpa-entity-list: the server answers 403. "
            "If a browser can open it, save it from there and give the file to update "
            "(--from-file). (2026-07-24.51632178 stays, 128 days old)",
        },
        {
            "list_id": "csl_sdn",
            "outcome": "unchanged",
            "version_before": "2026-07-31.bd64fbc0",
            "version": "2026-07-31.bd64fbc0",
            "as_of": date(2026, 7, 31),
            "message": "",
        },
        {
            "list_id": "csl_new",
            "outcome": "kept",
            "message": "in the Consolidated Screening List, but [red]not kept\x1b[2J",
        },
    ],
    schema=updating.UPDATES,
)


def test_the_page_of_outcomes(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lists, "update", lambda *_, **__: OUTCOMES)
    assert cli.main(["update"]) == 3
    captured = capsys.readouterr()
    shown = "\n".join(line.rstrip() for line in captured.out.split("\n"))
    golden("update", shown + captured.err)


def test_diff(run: Run, store_version: StoreVersion) -> None:
    store_version("uflpa", without_haolin(), "2026-05-01")
    code, told = run("diff", "uflpa@2026-05-01", "uflpa")
    assert (code, [found["change"] for found in told]) == (1, ["added"])
    assert run("diff", "uflpa", "uflpa") == (0, [])
    code, told = run("diff", "uflpa@2020-01-01", "uflpa")
    assert (code, told["kind"]) == (2, "ListNotFoundError")
    assert cli.main(["diff", "uflpa@2026-05-01", "uflpa", "-o", "diff.csv"]) == 1
    assert pl.read_csv("diff.csv")["entry_name"].to_list() == [HAOLIN]


def test_the_page_of_a_diff(
    folder: Path, capsys: pytest.CaptureFixture[str], store_version: StoreVersion
) -> None:
    store_version("uflpa", without_haolin(), "2026-05-01")
    assert cli.main(["diff", "uflpa@2026-05-01", "uflpa"]) == 1
    captured = capsys.readouterr()
    assert "Hetian Haolin Hair Accessories" in captured.out
    assert captured.err == "added 1: uflpa@2026-05-01 to uflpa\n"


def test_pins_and_versions(run: Run, store_version: StoreVersion) -> None:
    newest = catalog.get("uflpa").version
    version = store_version("uflpa", without_haolin(), "2026-05-01")
    assert run("pin", "uflpa", "2026-05-01")[1]["version"] == version
    _, shown = run("lists", "--all")
    found = [one for one in shown if one["list_id"] == "uflpa"]
    assert [(one["version"], one["current"], one["pinned"]) for one in found] == [
        (version, True, True),
        (newest, False, False),
    ]
    assert run("unpin", "uflpa") == (0, {"list_id": "uflpa", "version": None})
    _, shown = run("lists")
    assert not any(one["pinned"] for one in shown)
    assert run("pin", "uflpa", "2020-01-01")[0] == 2
