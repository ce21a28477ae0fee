"""What each stage of the matcher costs per name, timed from outside.

    python -m board.stages LISTED QUERIES      (from benchmarks/; `profile` calls it)

The functions in `STAGES` are replaced, wherever they are known by name, by ones that
take the time. A stage's own time leaves out that of the stages called from within it.
Batches run one after the other, so that no stage waits for another; what a stage calls
below Python still has all cores.
"""

from __future__ import annotations

import concurrent.futures
import functools
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
from peers.registry import HERE
from workload.sets import Workload

STAGES = (
    ("read rows", "uyghurscreen.queries:read_queries"),
    ("normalise: readings", "uyghurscreen.names.readings:readings"),
    ("normalise: fold", "uyghurscreen.names.normalize:fold"),
    ("normalise: canonical words", "uyghurscreen.names.structure:canonical"),
    ("retrieve: first look", "uyghurscreen.matching.gate:Gate.first_look"),
    ("retrieve: gate", "uyghurscreen.matching.gate:Gate.admits"),
    ("retrieve: gram product", "uyghurscreen.matching.space:GramSpace.nearest"),
    ("retrieve: promise", "uyghurscreen.matching.promise:parts_of"),
    ("retrieve: candidates", "uyghurscreen.matching.retrieval:candidates"),
    ("score: words side by side", "uyghurscreen.matching.aligned:aligned"),
    ("score: words of the query", "uyghurscreen.matching.aligned:Words.__init__"),
    ("score: texts side by side", "uyghurscreen.matching.likened:likened"),
    ("score: texts of the query", "uyghurscreen.matching.likened:Named.__init__"),
    ("score: features", "uyghurscreen.matching.features:features"),
    ("score: weights", "uyghurscreen.matching.scoring:score"),
    ("score: gather pairs", "uyghurscreen.matching.pairs:score_candidates"),
    ("batches and the best of readings", "uyghurscreen.matching.pairs:score_names"),
    ("assemble hits", "uyghurscreen.screener:Screener._hits"),
)
"""Stages, and the functions that are their work. A core that is written anew changes
this table alone."""

THRESHOLD = 0.05


class _OneAtATime(concurrent.futures.ThreadPoolExecutor):
    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(1)


class Clock:
    """Own times of stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._waiting: list[float] = []

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that takes its own time."""

        @functools.wraps(function)
        def call(*arguments: object, **named: object) -> object:
            # What a pool runs is part of the call that waits for it: one stack for all.
            started = time.perf_counter()
            self._waiting.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                took = time.perf_counter() - started
                self.seconds[stage] += took - self._waiting.pop()
                self.calls[stage] += 1
                if self._waiting:
                    self._waiting[-1] += took

        return call


def install(clock: Clock) -> list[str]:
    """Replace the functions of `STAGES`, and return those that are not there."""
    lost = []
    for stage, place in STAGES:
        module_name, _, path = place.partition(":")
        try:
            owner: Any = import_module(module_name)
            *classes, name = path.split(".")
            for part in classes:
                owner = getattr(owner, part)
            function = getattr(owner, name)
        except (ImportError, AttributeError):
            lost.append(f"{stage} ({place})")
            continue
        timed = clock.timed(stage, function)
        if classes:
            setattr(owner, name, timed)
        else:
            _replace(function, timed)
    _replace(concurrent.futures.ThreadPoolExecutor, _OneAtATime)
    return lost


def _replace(old: object, new: object) -> None:
    """Put one object in the place of another in every module of the package."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "uyghurscreen" and module is not None:
            for known, value in list(vars(module).items()):
                if value is old:
                    setattr(module, known, new)


def profile(work: Workload) -> dict[str, Any]:
    """Return each stage's microseconds per name, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "board.stages", work.listed, work.queries],
        cwd=HERE.parent,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    took: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return took


def main(listed: str, queries: str) -> None:
    """Screen twice, the second time with the clock, and print what it says."""
    import uyghurscreen.cli  # all modules, so that every name is replaced
    from uyghurscreen import Screener

    _ = uyghurscreen.cli
    names = pl.read_parquet(listed)["name"].alias("name").to_frame()
    screener = Screener(lists=[], extra_lists=[names], threshold=THRESHOLD)
    screener.screen_name("Acme")
    warm = pl.scan_parquet(queries).head(20_000)
    list(screener.scan(warm, limit=1))
    clock = Clock()
    lost = install(clock)
    started = time.perf_counter()
    hits = sum(part.height for part in screener.scan(Path(queries), limit=1))
    total = time.perf_counter() - started
    count = pl.scan_parquet(queries).select(pl.len()).collect().item()
    per_name = 1e6 / count
    stages = {s: clock.seconds[s] * per_name for s, _ in STAGES if s in clock.seconds}
    stages["rest"] = total * per_name - sum(stages.values())
    print(
        json.dumps(
            {
                "queries": count,
                "hits": hits,
                "total": total * per_name,
                "stages": {stage: round(us, 4) for stage, us in stages.items()},
                "not there": lost,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
