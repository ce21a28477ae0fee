"""The example of a watch for cron: what each run tells, leaves and returns."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from uyghurscreen import lists
from uyghurscreen.manifest import RunManifest

ROOT = Path(__file__).parents[1]
HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."

StoreVersion = Callable[[str, pl.DataFrame, str], str]
Run = Callable[..., tuple[int, dict[str, Any]]]

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")

# `update` asks no publisher here; it fails while there is a file of that name.
COMMAND = """#!/bin/sh
if [ "$1" = update ]; then
    echo '[]'
    [ ! -e failing ]; exit $(($? * 3))
fi
exec "{python}" -m uyghurscreen "$@"
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the watch; its exit code, and what the screening printed."""
    monkeypatch.chdir(tmp_path)
    command = tmp_path / "bin" / "uyghurscreen"
    command.parent.mkdir()
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    write("V1,和田浩林发饰品有限公司", "V2,Acme Bakery")

    def call(*options: str) -> tuple[int, dict[str, Any]]:
        words = ["suppliers.csv", "--name", "supplier", "--id", "no", *options]
        code = subprocess.call(
            ["sh", str(ROOT / "examples/watch.sh"), "out", *words, "--lists", "uflpa"]
        )
        (printed,) = newest("*Z.json")
        while time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime()) in printed.name:
            time.sleep(0.05)  # runs are told apart by their second
        return code, json.loads(printed.read_bytes())

    return call


def write(*rows: str) -> None:
    text = "\n".join(["no,supplier", *rows, ""])
    Path("suppliers.csv").write_text(text, encoding="utf-8")


def newest(pattern: str) -> list[Path]:
    return sorted(Path("out").glob(pattern))[-1:]


def test_a_watch_from_day_to_day(run: Run, store_version: StoreVersion) -> None:
    known = lists.entries("uflpa")
    without = known.filter(pl.col("entry_name") != HAOLIN)
    store_version("uflpa", without, "2026-09-01")
    code, told = run()
    assert (code, told["manifest"]["command"]) == (0, "screen")
    # The list changes: a new hit, told once.
    newer = store_version("uflpa", known, "2026-10-01")
    code, told = run()
    assert (code, told["manifest"]["counts"]["by_change"]) == (1, {"new": 1})
    (changes,) = newest("*.changes.csv")
    assert pl.read_csv(changes)["list_version"].to_list() == [newer]
    assert run()[0] == 0
    # The file changes: it is screened in full again.
    write("V1,和田浩林发饰品有限公司", "V3,Bcme Bakery")
    code, told = run()
    assert (code, told["manifest"]["command"]) == (1, "screen")
    manifests = sorted(Path("out").glob("*.manifest.json"))
    assert [RunManifest.read(path).command for path in manifests] == [
        "screen",
        *["rescreen"] * 2,
        "screen",
    ]


def test_what_fails_is_in_the_exit_code(run: Run, tmp_path: Path) -> None:
    write("V2,Acme Bakery")
    Path("failing").touch()
    code, told = run()
    assert (code, told["manifest"]["counts"]["hits"]) == (
        3,
        0,
    )  # it screens all the same
    write("V1,Hikvision", "V2,Acme Bakery", "V3,XPCC")
    assert run()[0] == 1  # hits come before that
    Path("failing").unlink()
    code, told = run("--strict")
    assert (code, told["kind"]) == (3, "StaleListError")
