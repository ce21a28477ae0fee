from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from uyghurscreen import cli, completion

# what stands on the line, what is offered; FILE is a file of suppliers
OFFERED: dict[str, tuple[str, set[str]]] = {
    "a command": ("uyghurscreen resc", {"rescreen"}),
    "an option": ("uyghurscreen lists --j", {"--json"}),
    "a list": ("uyghurscreen name X --lists ufl", {"uflpa"}),
    "a second list": (
        "uyghurscreen name X --lists uflpa,entity",
        {"uflpa,entity_list"},
    ),
    "a list to pin": ("uyghurscreen pin aspi_u", {"aspi_universities"}),
    "a column": ("uyghurscreen screen suppliers.csv --name sup", {"supplier"}),
    "a column of a scan": (
        "uyghurscreen scan suppliers.csv --country co",
        {"country"},
    ),
    "a file": ("uyghurscreen screen supp", {"suppliers.csv"}),
    "a choice": ("uyghurscreen completion f", {"fish"}),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    text = "no,supplier,country\n1,Hikvision,CN\n"
    (tmp_path / "suppliers.csv").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("line", "offered"), OFFERED.values(), ids=OFFERED)
def test_what_a_shell_is_offered(line: str, offered: set[str], folder: Path) -> None:
    answer = folder / "answer"
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_SHELL": "bash",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line.encode())),
        "COMP_TYPE": "9",
    }
    command = [sys.executable, "-m", "uyghurscreen"]
    subprocess.run(command, env=os.environ | asked, timeout=60, check=False)
    assert {word.strip() for word in answer.read_text().split("\n")} == offered


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_there_is_a_script_for(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    assert "uyghurscreen" in capsys.readouterr().out


@pytest.mark.parametrize("file", [None, "none.csv", "page.html", "empty.csv"])
def test_no_columns_of_a_file_that_cannot_be_read(
    file: str | None, folder: Path
) -> None:
    (folder / "page.html").write_text("<p>", encoding="utf-8")
    (folder / "empty.csv").touch()
    options = argparse.Namespace(file=file)
    assert completion.columns("", parsed_args=options) == []


def test_a_large_file_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = argparse.Namespace(file="suppliers.csv")
    assert completion.columns("", parsed_args=options)[0] == "no"
    monkeypatch.setattr(completion, "_LARGEST", 5)
    assert completion.columns("", parsed_args=options) == []
