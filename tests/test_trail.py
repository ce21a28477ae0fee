"""The commands for an auditor: what they print for programs, and their exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from uyghurscreen import cli, lists
from uyghurscreen.lists import catalog
from uyghurscreen.manifest import RunManifest

pytestmark = pytest.mark.usefixtures("shared_indexes")

StoreVersion = Callable[[str, pl.DataFrame, str], str]
Run = Callable[..., tuple[int, Any]]

HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."
DAY = "2027-11-28"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of suppliers, to work in."""
    (tmp_path / "suppliers.csv").write_text(
        "no,supplier\nV1,和田浩林发饰品有限公司\nV2,Acme Bakery\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def screened(run: Run) -> dict[str, Any]:
    """The suppliers screened against one list, with a journal, into hits.csv."""
    code, told = run(*SCREEN)
    assert code == 1
    return dict(told)


SCREEN = (
    *("screen", "suppliers.csv", "--name", "supplier", "--id", "no"),
    *("--lists", "uflpa", "--decisions", "decisions.jsonl", "-o", "hits.csv"),
)


def without_haolin() -> pl.DataFrame:
    return lists.entries("uflpa").filter(pl.col("entry_name") != HAOLIN)


def hits() -> pl.DataFrame:
    return pl.read_csv("hits.csv", infer_schema=False)


def test_screen_prints_its_manifest(screened: dict[str, Any]) -> None:
    told = screened["manifest"]
    assert told["counts"]["hits"] == 1
    assert "hits" not in screened  # they are in the file
    on_disk = RunManifest.read("hits.csv.manifest.json").model_dump(mode="json")
    assert told == on_disk


def test_screen_prints_hits_that_go_to_no_file(run: Run) -> None:
    code, told = run("screen", "suppliers.csv", "--name", "supplier", "--id", "no")
    assert code == 1
    assert {hit["query_id"] for hit in told["hits"]} == {"V1"}
    assert told["manifest"]["output"] == []


def test_look_back(run: Run, store_version: StoreVersion) -> None:
    store_version("uflpa", without_haolin(), "2026-05-01")
    words = ("screen", "suppliers.csv", "--name", "supplier", "--lists", "uflpa")
    assert run(*words, "--as-of", "2026-05-01")[0] == 0
    assert run(*words)[0] == 1
    code, told = run(*words, "--as-of", "2020-01-01")
    assert (code, told["kind"]) == (2, "ListNotFoundError")


def test_a_damaged_list_is_exit_code_3(run: Run, store_version: StoreVersion) -> None:
    # Of its own content, so that no other test has it in memory.
    version = store_version("uflpa", without_haolin().head(60), "2026-05-01")
    lists.pin("uflpa", version)
    home = Path("home/lists/uflpa")
    (home / version / "uflpa.csv").write_bytes(b"")
    code, told = run(*SCREEN)
    assert (code, told["kind"]) == (3, "ListIntegrityError")


def test_scan_prints_its_manifest(run: Run) -> None:
    words = ("--name", "supplier", "--id", "no", "--lists", "uflpa", "--to", "parts")
    code, told = run("scan", "suppliers.csv", *words)
    assert (code, told["counts"]["rows"], told["command"]) == (1, 2, "scan")
    assert run("rerun", "parts/manifest.json")[0] == 0


def test_a_clearance_on_the_command_line(run: Run, screened: dict[str, Any]) -> None:
    (hit,) = hits().to_dicts()
    code, told = run(
        *("decide", "hits.csv", "--decisions", "decisions.jsonl"),
        *("--reviewer", "R. Li", "--query", "V1", "--entry", hit["entry_id"]),
        *("--as", "cleared", "--reason", "other owner", "--expires", DAY),
    )
    assert code == 0
    (decision,) = told["decisions"]
    assert (decision["reviewer"], decision["record_id"]) == ("R. Li", "V1")
    code, told = run(*SCREEN)
    assert code == 0  # nothing left to judge
    assert told["manifest"]["counts"]["suppressed"] == 1
    (hit,) = hits().to_dicts()
    assert (hit["suppressed"], hit["disposition"]) == ("true", "cleared")
    code, shown = run("decisions", "decisions.jsonl")
    assert (code, [row["disposition"] for row in shown]) == (0, ["cleared"])


def test_a_sheet_filled_in_and_handed_back(run: Run, screened: dict[str, Any]) -> None:
    filled = hits().with_columns(
        new_disposition=pl.lit("confirmed"), new_reason=pl.lit("its own site")
    )
    filled.write_csv("sheet.csv")
    words = ("decide", "sheet.csv", "--decisions", "decisions.jsonl")
    code, told = run(*words, "--reviewer", "R. Li", "--approver", "A. Osei")
    assert (code, len(told["decisions"])) == (0, 1)
    assert run(*SCREEN)[0] == 1
    assert hits()["disposition"].to_list() == ["confirmed"]


# what is wrong with a decision on the command line
REFUSED = {
    "no hit is named": ("--as", "confirmed", "--reason", "same"),
    "no such hit": (
        *("--as", "confirmed", "--reason", "same"),
        *("--query", "V9", "--entry", "0"),
    ),
    "no reason": ("--as", "confirmed", "--query", "V1", "--entry", "ENTRY"),
    "no end": (
        *("--as", "cleared", "--reason", "other"),
        *("--query", "V1", "--entry", "ENTRY"),
    ),
    "no day": (
        *("--as", "cleared", "--reason", "other", "--expires", "soon"),
        *("--query", "V1", "--entry", "ENTRY"),
    ),
    "one person twice": (
        *("--as", "confirmed", "--reason", "same", "--approver", "R. Li"),
        *("--query", "V1", "--entry", "ENTRY"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_decisions_that_are_refused(
    run: Run, screened: dict[str, Any], case: str
) -> None:
    entry = hits()["entry_id"][0]
    words = [entry if word == "ENTRY" else word for word in REFUSED[case]]
    given = ("decide", "hits.csv", "--decisions", "decisions.jsonl")
    code, told = run(*given, "--reviewer", "R. Li", *words)
    assert (code, told["kind"]) == (2, "InputError")
    assert not Path("decisions.jsonl").exists()


def test_a_workbook_is_decided_in_and_handed_in(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("screen", "suppliers.csv", "--lists", "uflpa")
    assert run(*words, "-o", "hits.xlsx")[0] == 1
    book = openpyxl.load_workbook("hits.xlsx")
    sheet = book["hits"]
    row = {cell.value: cell.column for cell in sheet[1]}
    for name, value in {
        "new_disposition": "cleared",
        "new_reason": "another owner",
        "new_expires": DAY,
    }.items():
        sheet.cell(2, row[name]).value = value
    book.save("hits.xlsx")
    decide = ("decide", "hits.xlsx", "--decisions", "decisions.jsonl")
    assert cli.main(list(decide)) == 2
    assert "cell L2 (new_reviewer): who decided is missing" in capsys.readouterr().err
    code, told = run(*decide, "--reviewer", "R. Li")
    assert (code, len(told["decisions"])) == (0, 1)
    assert run(*decide, "--reviewer", "R. Li")[1]["decisions"] == []
    code, told = run(*words, "--decisions", "decisions.jsonl")
    assert (code, told["manifest"]["counts"]["suppressed"]) == (0, 1)


def test_verify(run: Run, screened: dict[str, Any]) -> None:
    path = Path("decisions.jsonl")
    entry = hits()["entry_id"][0]
    for reason in ("unsure", "unsure still", "unsure ever"):
        run(
            *("decide", "hits.csv", "--decisions", str(path), "--reviewer", "R. Li"),
            *("--as", "escalated", "--reason", reason),
            *("--query", "V1", "--entry", entry),
        )
    run(*SCREEN)
    noted = ("--manifest", "hits.csv.manifest.json")
    code, told = run("verify", str(path), *noted)
    assert (code, told["intact"], told["lines"]) == (0, True, 3)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"unsure", b"secure", 1))
    code, told = run("verify", str(path))
    assert (code, told["problems"]) == (2, ["line 1: is not as it was written"])
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    assert run("verify", str(path))[0] == 0
    assert run("verify", str(path), *noted)[0] == 2
    assert run("verify", str(path), "--head", "0" * 63 + "1")[0] == 2


def test_rerun(run: Run, screened: dict[str, Any]) -> None:
    code, told = run("rerun", "hits.csv.manifest.json")
    assert (code, told["identical"]) == (0, True)
    with Path("suppliers.csv").open("a", encoding="utf-8") as file:
        file.write("V3,Acme\n")
    code, told = run("rerun", "hits.csv.manifest.json")
    assert (code, told["kind"]) == (2, "RerunError")


def test_rescreen_from_run_to_run(
    run: Run, screened: dict[str, Any], store_version: StoreVersion
) -> None:
    words = ("rescreen", "--since")
    code, told = run(*words, "hits.csv.manifest.json")
    assert (code, told["hits"]) == (0, [])
    store_version("uflpa", without_haolin(), "2026-10-01")
    code, told = run(*words, "hits.csv.manifest.json", "-o", "delta.csv")
    assert (code, told["manifest"]["counts"]["by_change"]) == (1, {"withdrawn": 1})
    assert pl.read_csv("delta.csv")["change"].to_list() == ["withdrawn"]
    assert run(*words, "delta.csv.manifest.json")[0] == 0
    assert run("rerun", "delta.csv.manifest.json")[0] == 0


def test_rescreen_since_a_day(run: Run, store_version: StoreVersion) -> None:
    store_version("uflpa", without_haolin(), "2026-05-01")
    words = ("rescreen", "suppliers.csv", "--name", "supplier", "--lists", "uflpa")
    code, told = run(*words, "--since", "2026-06-01")
    assert (code, [hit["change"] for hit in told["hits"]]) == (1, ["new"])
    assert told["hits"][0]["list_version"] == catalog.get("uflpa").version


def test_a_file_that_has_changed_is_screened_in_full(
    run: Run, screened: dict[str, Any]
) -> None:
    with Path("suppliers.csv").open("a", encoding="utf-8") as file:
        file.write("V3,Acme\n")
    code, told = run("rescreen", "--since", "hits.csv.manifest.json")
    assert (code, told["kind"]) == (2, "RerunError")
    assert "screen it in full" in told["error"]


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "hits.csv.manifest.json", "--name", "supplier"),
        ("--since", "hits.csv.manifest.json", "--threshold", "0.9"),
        ("--since", "none.manifest.json"),
        ("--since", "2026-05-01"),
        ("suppliers.csv", "--since", "May", "--name", "supplier"),
    ],
)
def test_rescreen_asked_in_a_way_that_cannot_be(
    run: Run, screened: dict[str, Any], words: tuple[str, ...]
) -> None:
    code, told = run("rescreen", *words)
    assert (code, told["kind"]) == (2, "InputError")


# a command, and what its page for people shows
PAGES = {
    "lists": (["lists", "--all"], "2026-05-01"),
    "rescreen": (
        [
            "rescreen",
            "suppliers.csv",
            "--name",
            "supplier",
            "--since",
            "2026-05-01",
            "--lists",
            "uflpa",
        ],
        "和田浩林发饰品有限公司",
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_pages_for_people(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    store_version: StoreVersion,
    page: str,
) -> None:
    store_version("uflpa", without_haolin(), "2026-05-01")
    words, shown = PAGES[page]
    cli.main(words)
    captured = capsys.readouterr()
    assert shown in captured.out
    assert "和田浩林发饰品有限公司" not in captured.err  # no names in notes
