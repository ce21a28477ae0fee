"""What was measured, kept: a line of JSON for each run of each method.

Lines are only added. The tables take the last of each, so that a board can be completed
over several commands, and one method measured again.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parents[1] / "throughput_rounds.jsonl"


def machine() -> dict[str, Any]:
    """Say what machine this is, and which state of this package."""
    cpu = Path("/proc/cpuinfo")
    models = [
        line.split(":", 1)[1].strip()
        for line in (cpu.read_text("utf-8").splitlines() if cpu.exists() else [])
        if line.startswith("model name")
    ]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory GiB": round(pages / 2**30),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "commit": _git("rev-parse", "--short", "HEAD")
        + "+" * bool(_git("diff", "HEAD", "--stat", "--", "src")),
    }


def new_run() -> dict[str, Any]:
    """Return what all measurements of one command have in common."""
    now = datetime.now(UTC)
    return {"run": now.strftime("%Y%m%dT%H%M%S"), "machine": machine()}


def load() -> float:
    """Return how busy the machine was in the last minute, in processes."""
    return round(os.getloadavg()[0], 2)


def keep(measured: dict[str, Any], path: Path = KEPT) -> None:
    """Add a measurement."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(measured, ensure_ascii=False) + "\n")


def kept(path: Path = KEPT) -> list[dict[str, Any]]:
    """Return all measurements, in the order they were made."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def newest(
    rounds: Iterable[dict[str, Any]], *by: str
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Return, by the values of some keys, the measurements of the last run there is."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for measured in rounds:
        key = tuple(measured[name] for name in by)
        if key in found and found[key][-1]["run"] == measured["run"]:
            found[key].append(measured)
        else:
            found[key] = [measured]
    return found


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
