from __future__ import annotations

import json
from pathlib import Path

import pytest

from uyghurscreen import cli

SMALL = ["validate", "--lists", "aspi_tech_giants", "--per-operator", "2"]
SMALL += ["--placebos", "8", "--seed", "3"]


def test_the_report_is_printed_or_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(SMALL) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("# Validation of a screening set-up")
    assert "aspi_tech_giants 2022-03-01" in printed.err

    path = tmp_path / "report.md"
    assert cli.main([*SMALL, "-o", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == printed.out
    assert capsys.readouterr().out == ""


def test_json_holds_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*SMALL, "--json", "--threshold", "0.8"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["threshold"], told["seed"]) == (0.8, 3)
    assert {row["deck"]: row["names"] for row in told["decks"]} == {
        "exact": 208,
        "manipulated": 36,
        "placebo": 8,
    }
    assert sum(row["names"] for row in told["operators"]) == 252


def test_a_threshold_that_misses_listed_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main([*SMALL, "--threshold", "1"]) == 1
    assert "## Listed names that are not found: " in capsys.readouterr().out


# what is asked, and what is said of it
REFUSED = {
    "a report of no kind": (["-o", "report.doc"], "name it .md"),
    "a folder that is not there": (["-o", "none/report.md"], "No such file"),
    "no names to change": (["--per-operator", "0"], "at least one"),
    "no placebo": (["--placebos", "0"], "at least one"),
}


@pytest.mark.parametrize(("asked", "said"), REFUSED.values(), ids=REFUSED)
def test_calls_that_are_refused(
    asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*SMALL, *asked]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
