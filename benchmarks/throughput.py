"""The throughput board: names per second and recall, every method run in full.

    python benchmarks/throughput.py                       # to throughput.md
    python benchmarks/throughput.py --queries 100000 --listed 2000 10000 50000

Methods run one after the other, in turn over the rounds, each in a process of its own;
times include imports and the index. Recall at 1 % is the share of variants whose own
entity comes first, above the score that 1 % of the clean names exceed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
from peers.registry import HERE, VENVS
from workload import Workload, workload

BOARD = Path(__file__).parent / "throughput.md"
OURS = "uyghurscreen"
METHODS = {
    OURS: Path(sys.executable),
    "TF-IDF and sparse_dot_topn": VENVS / "peers" / "bin" / "python",
    "string_grouper": VENVS / "peers" / "bin" / "python",
    "rapidfuzz cdist ratio": Path(sys.executable),
}
FALSE_ALERTS = (0.01, 0.001)


def run(method: str, folder: Path, work: Workload) -> dict[str, float]:
    """Run a method in full, and return what it took and found."""
    answer = folder / "found.parquet"
    done = subprocess.run(
        [
            METHODS[method],
            *("-m", "peers.speed", method),
            *(folder / "listed.parquet", folder / "queries.parquet", answer),
        ],
        cwd=HERE.parent,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=True,
    )
    took = json.loads(done.stdout.splitlines()[-1])
    found = pl.read_parquet(answer)
    judged = work.queries.with_columns(
        found["score"],
        found=work.listed["entity"].gather(
            found["row"].replace(-1, None).cast(pl.UInt32)
        ),
    )
    clean = judged.filter(pl.col("entity").is_null())["score"].sort(descending=True)
    variants = judged.filter(pl.col("entity").is_not_null())
    own = (variants["found"] == variants["entity"]).fill_null(False)
    for share in FALSE_ALERTS:
        above = variants["score"] > clean[int(len(clean) * share)]
        took[f"recall {share}"] = float((own & above).sum() / variants.height)
    return {**took, "rate": work.queries.height / took["seconds"]}


def measure(listed: int, queries: int, seed: int, rounds: int) -> pl.DataFrame:
    """Return one row per method and round."""
    work = workload(listed, queries, seed)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work.listed.write_parquet(folder / "listed.parquet")
        work.queries.write_parquet(folder / "queries.parquet")
        for number in range(rounds):
            for method, interpreter in METHODS.items():
                if not interpreter.exists():
                    continue
                took = run(method, folder, work)
                print(listed, queries, number, method, took, flush=True)
                rows.append({"method": method, "listed": listed, **took})
    return pl.DataFrame(rows)


def table(rows: pl.DataFrame) -> str:
    """Return the best round of each method as Markdown."""
    best = rows.sort("rate", descending=True).unique(["method", "listed"], keep="first")
    lines = [
        "| listed names | method | names/s | slower than this package by "
        "| recall at 1 % | at 0.1 % | memory above imports, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in best.sort("listed", "rate", descending=[False, True]).to_dicts():
        mine = best.filter(method=OURS, listed=row["listed"])["rate"].item()
        lines.append(
            f"| {row['listed']:,} | {row['method']} | {row['rate']:,.0f} "
            f"| {mine / row['rate']:.1f} | {row['recall 0.01']:.3f} "
            f"| {row['recall 0.001']:.3f} | {row['peak'] - row['before']:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listed", type=int, nargs="+", default=[10_000])
    parser.add_argument("--queries", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    rows = pl.concat(
        measure(listed, options.queries, options.seed, options.rounds)
        for listed in options.listed
    )
    text = table(rows)
    print(text)
    asked = f"--listed {' '.join(map(str, options.listed))} --queries {options.queries}"
    head = (
        f"# Throughput\n\n`python benchmarks/throughput.py {asked} --seed "
        f"{options.seed}`: every method ran all {options.queries:,} names on "
        f"{os.cpu_count()} cores. Times include imports and the index. Ratios within a "
        "table hold; rates depend on the machine and on what else runs."
    )
    BOARD.write_text(f"{head}\n\n{text}\n", "utf-8")


if __name__ == "__main__":
    main()
