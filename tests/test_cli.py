from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import cli, lists
from uyghurscreen.arguments import commands
from uyghurscreen.lists import clock
from uyghurscreen.schema import FEATURE_NAMES, HITS

Golden = Callable[[str, str], None]

SMALL = ["--lists", "aspi_tech_giants"]

HELP: dict[str, list[str]] = {"help": []} | {
    f"help_{name}": [name] for name in commands(cli.parser())
}

# a call and its exit code; FILE is a file with a listed name, CLEAN one without
EXIT_CODES: dict[str, tuple[list[str], int]] = {
    "a name with a hit": (["name", "Hikvision", *SMALL], 1),
    "a name without": (["name", "Acme Bakery", *SMALL], 0),
    "a file with hits": (["screen", "FILE", "--name", "supplier", *SMALL], 1),
    "a file without": (["screen", "CLEAN", "--name", "supplier", *SMALL], 0),
    "an explanation": (["explain", "Hikvision", "ENTRY", *SMALL], 0),
    "the lists": (["lists"], 0),
    "no such file": (["screen", "none.csv", "--name", "supplier"], 2),
    "no such column": (["screen", "FILE", "--name", "vendor", *SMALL], 2),
    "no such list": (["name", "Hikvision", "--lists", "ofac"], 2),
    "no such entry": (["explain", "Hikvision", "0", *SMALL], 2),
    "a name without letters": (["name", "518000", *SMALL], 2),
    "a threshold out of range": (["name", "Hikvision", "--threshold", "2"], 2),
    "a limit of none": (["name", "Hikvision", "--limit", "0", *SMALL], 2),
    "an output of no kind": (
        ["screen", "FILE", "--name", "supplier", "-o", "hits.doc", *SMALL],
        2,
    ),
    "a column to count by that is not there": (
        ["screen", "FILE", "--name", "supplier", "--by", "tier", *SMALL],
        2,
    ),
    "ids that repeat": (
        ["screen", "FILE", "--name", "supplier", "--id", "country", *SMALL],
        2,
    ),
    "an unknown encoding": (
        ["screen", "FILE", "--name", "supplier", "--encoding", "klingon"],
        2,
    ),
}

# a call that the parser of arguments refuses, and what is said of it
MISUSED: dict[str, tuple[list[str], str]] = {
    "no command": ([], "COMMAND"),
    "unknown command": (["update-all"], "Did you mean 'update'?"),
    "unknown option": (["lists", "--jsno"], "Did you mean '--json'?"),
    "another command's option": (["lists", "--resume"], "an option of `scan`"),
    "unknown choice": (["completion", "bsh"], "Did you mean 'bash'?"),
    "nothing like it": (["lists", "--qqqq"], "unrecognized arguments: --qqqq\n"),
    "no column for a scan": (["scan", "suppliers.csv", "--to", "hits"], "--name"),
    "no entry": (["explain", "Hikvision"], "entry_id"),
    "a threshold in words": (["name", "Hikvision", "--threshold", "high"], "high"),
}

STEERING = {
    "clears the screen": "\x1b[2JHikvision",
    "colours": "\x1b[31mHikvision\x1b[0m",
    "C1 control": "\x9b2JHikvision",
    "goes back": "Hikvision\b\b\b",
    "turns around": "\u202eHikvision",
    "isolates": "\u2066Hikvision",
}


def _hit(**changes: object) -> dict[str, object]:
    hit: dict[str, object] = {
        "query_id": 0,
        "query_name": "Hik-Vision Europe",
        "list_id": "entity_list",
        "entry_id": "b5af46134ce7e12f",
        "entry_name": "Hangzhou Hikvision Digital Technology Co., Ltd.",
        "matched_name": "Hikvision",
        "name_kind": "alias",
        "relation": "same",
        "score": 0.987654,
        "band": "strong",
        "rank": 1,
        "country_evidence": "unknown",
        "list_version": "2026-07-09.00000000",
        "address_similarity": None,
    }
    return hit | dict.fromkeys(FEATURE_NAMES, 0.0) | changes


HITS_SHOWN = pl.DataFrame(
    [
        _hit(same_name=1.0),
        _hit(
            list_id="uflpa",
            entry_id="ca58984a35617f83",
            entry_name="Hetian Haolin Hair Accessories Co. Ltd.",
            matched_name="和田浩林发饰品有限公司",
            name_kind="native",
            same_name=1.0,
            score=0.7,
            band="weak",
            rank=2,
            country_evidence="differs",
        ),
        _hit(
            query_id=1,
            query_name="[red]X[/red] 23rd Research Institute of a very long name",
            entry_name="23rd Research Institute",
            matched_name="23rd Research Institute",
            name_kind="primary",
            relation="subordinate",
            same_name=1.0,
            country_evidence="agrees",
        ),
    ],
    schema=HITS,
)

VERSIONS = pl.DataFrame(
    {
        "list_id": ["entity_list", "csl_sdn"],
        "title": [
            "Entity List (Supplement No. 4 to 15 CFR Part 744)",
            "Specially Designated Nationals",
        ],
        "version": ["2026-07-09.00000000", "2026-07-31.00000000"],
        "as_of": [date(2026, 7, 9), date(2026, 7, 31)],
        "age": [137, 5],
        "max_age": [14, 14],
        "stale": [True, False],
        "default": [True, False],
        "entries": [3_482, 19_000],
        "names": [10_264, 43_000],
        "publisher": ["Bureau of Industry and Security", "OFAC [US]"],
        "source_class": ["law", "law"],
        "limits": ["Later rules are not in it.", ""],
    }
)


class FixedScreener:
    """Finds the same hits whatever is asked, so that the pages do not change."""

    hits = HITS_SHOWN

    def __init__(self, lists: object, **_: object) -> None:
        self.threshold = 0.75
        self.versions = {"entity_list": "2026-07-09.00000000", "uflpa": "2026-07-24.0"}

    def screen_name(self, name: str, **_: object) -> pl.DataFrame:
        return self.hits


@pytest.fixture(autouse=True)
def _console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(cli, "Screener", FixedScreener)
    return monkeypatch


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(
        "no,supplier,country\n"
        "V1,杭州海康威视数字技术股份有限公司,China\n"
        "V2,Acme Bakery,France\n"
        "V3,[red]Hikvision[/red],China\n"
        "V4,,France\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.csv"
    path.write_text("supplier\nAcme Bakery\n", encoding="utf-8")
    return path


def _trimmed(text: str) -> str:
    """Return a text, blanks at the ends of lines gone."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _text(capsys: pytest.CaptureFixture[str]) -> str:
    return _trimmed(capsys.readouterr().out)


@pytest.mark.parametrize(("name", "arguments"), HELP.items(), ids=HELP)
def test_help_pages(
    name: str,
    arguments: list[str],
    golden: Golden,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main([*arguments, "--help"])
    assert caught.value.code == 0
    text = _text(capsys)
    # Python 3.13 prints the argument of an option once, not after each spelling.
    golden(name, re.sub(r"-o.*, --output OUTPUT\s+", "-o, --output OUTPUT  ", text))


def test_the_page_of_hits(
    fixed: pytest.MonkeyPatch, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["name", "Hik-Vision Europe"]) == 1
    golden("hits", _text(capsys))


def test_the_page_of_hits_on_a_narrow_screen(
    fixed: pytest.MonkeyPatch, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed.setenv("COLUMNS", "60")
    assert cli.main(["name", "Hik-Vision Europe"]) == 1
    golden("hits_narrow", _text(capsys))


def test_the_page_without_hits(
    fixed: pytest.MonkeyPatch, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed.setattr(FixedScreener, "hits", HITS_SHOWN.clear())
    assert cli.main(["name", "Acme Bakery"]) == 0
    golden("no_hits", _text(capsys))


def test_more_hits_than_are_shown_are_counted(
    fixed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many = pl.DataFrame([_hit(query_id=i) for i in range(1_060)], schema=HITS)
    fixed.setattr(FixedScreener, "hits", many)
    assert cli.main(["name", "Hikvision"]) == 1
    text = _text(capsys)
    assert text.count("b5af46134ce7e12f") == 50
    assert "and 1,010 more: write them with -o FILE" in text
    assert "hits: 1,060, names: 1,060" in text


def test_the_page_of_lists(
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lists, "versions", lambda: VERSIONS)
    assert cli.main(["lists"]) == 0
    golden("lists", _text(capsys))


def test_the_notes_beside_a_screened_file(
    suppliers: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(suppliers.parent)
    arguments = ["screen", suppliers.name, "--name", "supplier", "--id", "no"]
    cli.main([*arguments, "-o", "hits.csv", *SMALL])
    captured = capsys.readouterr()
    assert captured.out == ""
    version = lists.versions().filter(list_id="aspi_tech_giants")["version"].item()
    notes = captured.err.replace(version, "VERSION")
    notes = re.sub(r"wrote \d+ hits", "wrote N hits", notes)
    golden("notes", _trimmed(notes))


# a file whose columns are found, or not, as people see it
COLUMNS = {
    "vendors.csv": "Vendor,Cty,Name 1,Name 2,Street\n"
    "100023,CN,Hangzhou Hikvision Digital,Technology Co Ltd,\n"
    "100024,FR,Acme Bakery,,1 rue de la Paix\n",
    "两.csv": "供应商编号,供应商名称,国家,联系人\n1,科大讯飞股份有限公司,中国,王\n",
    "two.csv": "Supplier name,Maker name\nAcme Bakery,Acme Ltd\n",
}


def test_the_page_of_columns_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    codes = []
    for file, text in COLUMNS.items():
        Path(file).write_text(text, encoding="utf-8")
        codes.append(cli.main(["screen", file, "-o", "hits.csv", *SMALL]))
    assert codes == [1, 1, 2]
    notes = re.sub(r"(aspi_tech_giants) \S+", r"\1 VERSION", capsys.readouterr().err)
    golden("columns", _trimmed(re.sub(r"wrote \d+ hits", "wrote N hits", notes)))


def test_a_name_that_is_split_is_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sap.csv").write_text("A,B\nHangzhou Hikvision,Digital\n", encoding="utf-8")
    arguments = ["screen", "sap.csv", "--name", "A", "--name", "B", "-o", "hits.csv"]
    assert cli.main([*arguments, *SMALL]) == 1
    hits = pl.read_csv("hits.csv")
    assert hits["query_name"].unique().to_list() == ["Hangzhou Hikvision Digital"]
    assert cli.main(["rerun", "hits.csv.manifest.json"]) == 0


def test_the_page_of_errors(
    suppliers: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(suppliers.parent)
    for arguments in (
        ["screen", "none.csv", "--name", "supplier"],
        ["screen", "suppliers.doc", "--name", "supplier"],
        ["name", "518000", *SMALL],
        ["explain", "Hikvision", "0", *SMALL],
        ["name", "Hikvision", "--threshold", "2"],
        ["screen", "supplier.csv"],
        ["screen", "suppliers.csv", "--name", "suplier"],
        ["name", "Hikvision", "--lists", "uflpla"],
    ):
        assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    golden("errors", _trimmed(captured.err))


@pytest.mark.parametrize(("arguments", "code"), EXIT_CODES.values(), ids=EXIT_CODES)
def test_exit_codes(
    arguments: list[str],
    code: int,
    suppliers: Path,
    clean: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    entries = lists.entries("aspi_tech_giants")
    entry = entries.filter(entry_name="Hikvision")["entry_id"].item()
    paths = {"FILE": str(suppliers), "CLEAN": str(clean), "ENTRY": entry}
    assert cli.main([paths.get(word, word) for word in arguments]) == code
    captured = capsys.readouterr()
    assert captured.err.count("error: ") == (code == 2)
    assert (captured.out == "") == (code == 2)


@pytest.mark.parametrize(("arguments", "told"), MISUSED.values(), ids=MISUSED)
def test_misuse_is_an_error(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    error = capsys.readouterr().err
    assert "usage: uyghurscreen" in error
    assert told in error


def test_a_name_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["name", "Hikvision", "--json", *SMALL]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [hit["entry_name"] for hit in told["hits"]] == ["Hikvision"]
    assert told["lists"].keys() == {"aspi_tech_giants"}
    assert told["threshold"] == 0.7


def test_an_explanation_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    entries = lists.entries("aspi_tech_giants")
    entry = entries.filter(entry_name="Hikvision")["entry_id"].item()
    assert cli.main(["explain", "Hikvision", entry, "--json", *SMALL]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["entry"]["entry_id"] == entry
    parts = sum(evidence["contribution"] for evidence in told["evidence"])
    assert parts == pytest.approx(told["score"], abs=0.05)


def test_a_list_that_is_too_old_is_one_short_note(
    suppliers: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    late = datetime(2026, 11, 28, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: late)
    monkeypatch.chdir(tmp_path)
    file = [suppliers.name, "--name", "supplier", "--id", "no"]
    said = "uflpa is 127 days old (may be 30): run `uyghurscreen update`\n"
    for words in (
        ["name", "Acme Bakery"],
        ["screen", *file],
        ["screen", *file, "--json"],
        ["scan", *file, "--to", "hits", "--resume"],
        ["rescreen", *file, "--since", "2026-07-25"],
    ):
        assert cli.main([*words, "--lists", "uflpa"]) == 0
        assert capsys.readouterr().err.count(f"note: {said}") == 1
        assert cli.main([*words, "--lists", "uflpa", "--strict"]) == 3
        assert capsys.readouterr().err.endswith(f"error: {said}")


def test_markup_in_a_name_is_printed_as_it_is(
    suppliers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["screen", str(suppliers), "--name", "supplier", *SMALL]) == 1
    assert "[red]Hikvision[/red]" in capsys.readouterr().out


def test_markup_in_an_explained_name_is_printed_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    entries = lists.entries("aspi_tech_giants")
    entry = entries.filter(entry_name="Hikvision")["entry_id"].item()
    cli.main(["explain", "[bold]Hikvision[/bold] :smile:", entry, *SMALL])
    assert "[bold]Hikvision[/bold] :smile:" in capsys.readouterr().out


@pytest.mark.parametrize("name", STEERING.values(), ids=STEERING)
def test_a_name_cannot_steer_the_terminal(
    name: str, fixed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hits = pl.DataFrame([_hit(query_name=name, matched_name=name)], schema=HITS)
    fixed.setattr(FixedScreener, "hits", hits)
    assert cli.main(["name", name]) == 1
    printed = capsys.readouterr().out
    assert "Hikvision" in printed
    assert "\N{REPLACEMENT CHARACTER}" in printed
    assert not set(name) & set("\x1b\x9b\b\u202e\u2066") & set(printed)


def test_an_error_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["name", "Hikvision", "--lists", "\x1b[2J[red]x"]) == 2
    assert "\x1b" not in (printed := capsys.readouterr().err)
    assert "[red]x" in printed


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_hits_are_written_to_a_file(
    ending: str, suppliers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = suppliers.with_name(f"hits{ending}")
    arguments = ["screen", str(suppliers), "--name", "supplier", "--id", "no"]
    assert cli.main([*arguments, "-o", str(output), *SMALL]) == 1
    assert output.stat().st_size > 0
    assert capsys.readouterr().out == ""


def test_settings_reach_the_screener(
    suppliers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = suppliers.with_name("hits.parquet")
    arguments = ["screen", str(suppliers), "--name", "supplier", "--id", "no"]
    arguments += ["--country", "country", "--limit", "1", "--threshold", "0.99"]
    arguments += ["--lists", "aspi_tech_giants, uflpa", "-o", str(output)]
    assert cli.main(arguments) == 1
    hits = pl.read_parquet(output)
    assert hits["query_id"].to_list() == ["V1"]
    assert hits["country_evidence"].to_list() == ["agrees"]
    assert "uflpa 20" in capsys.readouterr().err


def test_rows_that_were_not_screened_are_noted(
    suppliers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["screen", str(suppliers), "--name", "supplier", "--id", "no", *SMALL])
    note = " ".join(capsys.readouterr().err.split())
    assert "note: 1 row was not screened (1 no name (null)), beginning with" in note
    assert "['V4']" in note


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_a_console_that_cannot_show_a_script_shows_the_rest(encoding: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "uyghurscreen", "name", "海康威视", *SMALL],
        capture_output=True,
        env={"PYTHONIOENCODING": encoding, "PYTHONWARNINGS": "error"},
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == b""
    assert b"Hikvision" in run.stdout
