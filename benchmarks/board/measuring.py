"""Running a method in a process of its own, and judging what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from peers.registry import HERE
from peers.speed.reading import FOUND
from workload.sets import Workload

from board.methods import Method
from board.rounds import load

FALSE_ALERTS = (0.01, 0.001)


def run(method: Method, work: Workload, names: int | None = None) -> dict[str, Any]:
    """Run a method over a workload, or its first names, and return what it took.

    Returns:
        `queries`, seconds of `imports`, `index` and `finding`, memory in MB `before`
        and at its `peak`, `versions`, the `load` before, and what `judge` says.
    """
    queries, answer = work.queries, work.queries.with_name("found.bin")
    if names is not None:
        queries = work.queries.with_name("some.parquet")
        pl.read_parquet(work.queries, n_rows=names).write_parquet(queries)
    before = load()
    asked = [method.module, method.setting, work.listed, queries, answer]
    done = subprocess.run(
        [str(method.python), "-m", "peers.speed", *map(str, asked)],
        cwd=HERE.parent,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise SystemExit(f"{method.label} failed with exit code {done.returncode}.")
    took = json.loads(done.stdout.splitlines()[-1])
    versions = {_plain(d): v for d, v in took.pop("versions").items()}
    judged = judge(work, queries, answer) if method.finds else {}
    return {
        "method": method.label,
        "version": versions.get(_plain(method.distribution), ""),
        "queries": pl.scan_parquet(queries).select(pl.len()).collect().item(),
        "load": before,
        **{key: round(value, 4) for key, value in took.items()},
        **judged,
    }


def _plain(distribution: str) -> str:
    return distribution.lower().replace("_", "-")


def judge(work: Workload, queries: Path, answer: Path) -> dict[str, Any]:
    """Return the share of variants whose own entity comes first, above thresholds.

    Returns:
        `recall`: by the share of clean names that score above the threshold, as text.
        `kinds`: by the kind of variant, how many are found at 1 %, and how many there
        are. `first`: the share that comes first at whatever score.
    """
    asked = pl.read_parquet(queries, columns=["entity", "kind"])
    found = np.fromfile(answer, FOUND)
    entities = pl.read_parquet(work.listed)["entity"]
    found = found[found["listed"] >= 0]
    score = np.zeros(asked.height)
    score[found["query"]] = found["score"]
    own = np.zeros(asked.height, bool)
    best = entities.gather(found["listed"])
    own[found["query"]] = (best == asked["entity"].gather(found["query"])).fill_null(
        False
    )
    is_clean = asked["entity"].is_null().to_numpy()
    clean = np.sort(score[is_clean])[::-1]
    own, score = own[~is_clean], score[~is_clean]
    above = {
        share: own & (score > clean[int(len(clean) * share)]) for share in FALSE_ALERTS
    }
    kinds = (
        pl.DataFrame({"kind": asked["kind"].filter(~is_clean), "found": above[0.01]})
        .group_by("kind")
        .agg(pl.col("found").sum(), of=pl.len())
        .sort("kind")
    )
    return {
        "variants": len(own),
        "recall": {f"{share:.1%}": float(hits.mean()) for share, hits in above.items()},
        "first": float((own & (score > 0)).mean()),
        "kinds": {kind: [hits, of] for kind, hits, of in kinds.iter_rows()},
    }
