"""Run one method over a workload, in the interpreter that has it, and time it.

python -m peers.speed MODULE SETTING LISTED QUERIES FOUND

Prints, as JSON, the seconds of its imports, of what it makes of the listed names, and
of finding, reading included; the memory in MB after the imports, and its peak after
that; and the versions of what was imported.
"""

import json
import sys
import time
from importlib import import_module
from importlib.metadata import packages_distributions, version
from pathlib import Path

import polars as pl


def main(module: str, setting: str, listed: str, queries: str, answer: str) -> None:
    """Run, time and write."""
    known = set(sys.modules)
    started = time.perf_counter()
    method = import_module(f"peers.speed.{module}")
    imported = time.perf_counter()
    _forget_peak()
    before = _memory("VmRSS")
    names = pl.read_parquet(listed)["name"]
    prepared = method.prepare(names, *([setting] if setting else []))
    ready = time.perf_counter()
    with Path(answer).open("wb") as file:
        for rows in method.find(prepared, Path(queries)):
            file.write(rows.tobytes())
    done = time.perf_counter()
    took = {
        "imports": imported - started,
        "index": ready - imported,
        "finding": done - ready,
        "before": before,
        "peak": _memory("VmHWM"),
        "versions": _versions(set(sys.modules) - known),
    }
    print(json.dumps(took))


def _memory(which: str) -> float:
    """Return the memory of this process; getrusage would count its parent's."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split(f"{which}:")[1].split()[0]) / 1024


def _forget_peak() -> None:
    """Have the peak begin anew, so that what imports used for a moment is not in it."""
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        print("the peak of memory includes the imports", file=sys.stderr)


def _versions(modules: set[str]) -> dict[str, str]:
    tops = {name.split(".")[0] for name in modules} | {"polars"}
    said = packages_distributions()
    return {d: version(d) for top in sorted(tops) for d in said.get(top, [])[:1]}


if __name__ == "__main__":
    main(*sys.argv[1:])
