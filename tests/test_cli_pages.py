"""What the commands print, one after another over one file, held by golden files.

Versions, hashes and times stand in them as words, since they change with the
lists and from run to run. `UPDATE_GOLDEN=1` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from uyghurscreen import cli, lists
from uyghurscreen.arguments import commands

Golden = Callable[[str, str], None]

GOLDEN = Path(__file__).parent / "golden"

LIST = "aspi_tech_giants"
FILE = ["suppliers.csv", "--name", "supplier", "--id", "no"]
SMALL = ["--lists", LIST]
MANIFEST = "hits.csv.manifest.json"
JOURNAL = ["--decisions", "journal.jsonl"]
CLEARED = ["--query", "V1", "--entry", "ENTRY", "--as", "cleared"]
CLEARED += ["--reason", "another company", "--expires", "2027-01-31"]

# command: its calls, in the order they are made; each is one golden file
PRINTED: dict[str, tuple[list[str], int]] = {
    "screen": (["screen", *FILE, *SMALL, *JOURNAL, "-o", "hits.csv"], 1),
    "scan": (["scan", *FILE, *SMALL, "--to", "parts"], 1),
    "decide": (
        ["decide", "hits.csv", *JOURNAL, "--reviewer", "anna", *CLEARED],
        0,
    ),
    "decisions": (["decisions", "journal.jsonl"], 0),
    "verify": (["verify", "journal.jsonl"], 0),
    "rerun": (["rerun", MANIFEST], 0),
    "rescreen": (["rescreen", "--since", MANIFEST], 0),
    "diff": (["diff", LIST, LIST], 0),
    "pin": (["pin", LIST, "VERSION"], 0),
    "unpin": (["unpin", LIST], 0),
}

# commands whose pages other tests hold, under these names; the others under their own
ELSEWHERE = {"name": "hits", "explain": "explanation"}

# what a shell reads, and figures that go with the scores
WITHOUT = {"completion", "validate"}


def _steady(text: str) -> str:
    """Return what was printed with words for what changes."""
    version = lists.versions().filter(list_id=LIST)["version"].item()
    for pattern, word in (
        (re.escape(version), "VERSION"),
        (r"\b[0-9a-f]{64}\b", "HASH"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\dZ", "DAY AND TIME"),
    ):
        text = re.sub(pattern, word, text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def test_what_commands_print(
    golden: Golden,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    rows = "no,supplier\nV1,Hikvision\nV2,Acme Bakery\nV3,\n"
    Path("suppliers.csv").write_text(rows, encoding="utf-8")
    known = lists.entries(LIST).filter(entry_name="Hikvision")
    words = {
        "ENTRY": known["entry_id"].item(),
        "VERSION": lists.versions().filter(list_id=LIST)["version"].item(),
    }
    for command, (call, code) in PRINTED.items():
        found = cli.main([words.get(word, word) for word in call])
        printed = capsys.readouterr()
        assert (command, found) == (command, code), printed.err
        golden(f"printed_{command}", _steady(printed.out + printed.err))


@pytest.mark.parametrize("command", sorted(commands(cli.parser()).keys() - WITHOUT))
def test_every_command_has_a_page(command: str) -> None:
    names = (f"printed_{command}", ELSEWHERE.get(command, command))
    assert any((GOLDEN / f"{name}.txt").exists() for name in names)
