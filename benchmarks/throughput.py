"""The throughput board: names per second, recall and memory, beside other matchers.

    python benchmarks/throughput.py                    # all that is not measured yet
    python benchmarks/throughput.py speed --listed 10000 --queries 1000000 --rounds 2
    python benchmarks/throughput.py speed --only uyghurscreen          # the core again
    python benchmarks/throughput.py recall --listed 10000 --seeds 31 32
    python benchmarks/throughput.py stages             # each stage's cost per name
    python benchmarks/throughput.py spark              # names per second inside Spark
    python benchmarks/throughput.py report             # tables and pictures alone

Methods run in turn, each in a process of its own, every one all its names. What was
measured is kept in `throughput_rounds.jsonl`; each command ends with the report,
`throughput.md`. Names are made once per seed, in the folder for temporary files.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from board import rounds
from board.measuring import run
from board.methods import LISTED, METHODS, OURS, QUERIES, Method, missing, named
from board.report import write_report
from workload.sets import recall_set, volume_set

SETS = Path(tempfile.gettempdir()) / "uyghurscreen_board"
SEED = 31
SEEDS = (31, 32, 33)
"""Seeds of the board; what was tuned was tuned on others."""


def speed(options: argparse.Namespace) -> None:
    """Measure methods on volume sets, in turn."""
    common, done = rounds.new_run(), _done("speed") if options.missing else set()
    for listed in options.listed or LISTED:
        for queries, methods in _cells(listed, options):
            cell = (listed, queries, options.seed)
            left = [m for m in methods if (*cell, m.label) not in done]
            if not left or left == [OURS]:
                continue
            work = volume_set(*cell, SETS)
            for number in range(options.rounds):
                for method in left:
                    took = run(method, work)
                    _keep(common, "speed", listed, options.seed, number, took)


def recall(options: argparse.Namespace) -> None:
    """Measure methods on recall sets."""
    common, done = rounds.new_run(), _done("recall") if options.missing else set()
    for seed in options.seeds:
        for listed in options.listed or LISTED:
            work = recall_set(listed, seed, SETS)
            for method in _present(options.only):
                size = method.recall_names or 12_000
                first = seed == options.seeds[0] and listed == 10_000
                known = (listed, size, seed, method.label) in done
                # One seed, and one size of the list, is enough of what takes an hour.
                if not method.finds or known or (method.slow and not first):
                    continue
                _keep(common, "recall", listed, seed, 0, run(method, work, size))


def stages(options: argparse.Namespace) -> None:
    """Measure each stage's cost per name."""
    from board.stages import profile

    common = rounds.new_run()
    for listed in options.listed or LISTED:
        for queries in options.queries or (100_000,):
            took = profile(volume_set(listed, queries, options.seed, SETS))
            _keep(common, "stages", listed, options.seed, 0, took)


def spark(options: argparse.Namespace) -> None:
    """Measure names per second inside Spark, and outside, in turn."""
    from board.spark_cost import measure

    common = rounds.new_run()
    for listed in options.listed or (10_000,):
        for queries in options.queries or (1_000_000,):
            work = volume_set(listed, queries, options.seed, SETS)
            for number in range(options.rounds):
                for took in measure(work):
                    _keep(common, "spark", listed, options.seed, number, took)


def everything(options: argparse.Namespace) -> None:
    """Measure all of it that is not measured yet."""
    options.missing = True
    for measure in (speed, recall):
        measure(options)
    known = {measured["set"] for measured in rounds.kept()}
    for measure in (stages, spark):
        if measure.__name__ not in known:
            measure(options)


def _cells(listed: int, options: argparse.Namespace) -> list[tuple[int, list[Method]]]:
    """Return the numbers of names, with the methods that are asked for so many."""
    chosen = _present(options.only)
    peers = [method for method in chosen if method is not OURS]
    if options.queries:  # asked for by name, a method runs as many as it is told
        return [
            (n, [m for m in chosen if options.only or m.most.get(listed, n) >= n])
            for n in options.queries
        ]
    cells = {n: [m for m in peers if m.most.get(listed, n) >= n] for n in QUERIES}
    for method in peers:
        most = method.most.get(listed, QUERIES[-1])
        if most < QUERIES[0]:
            cells.setdefault(most, []).append(method)
    ours = [OURS] if OURS in chosen else []
    sizes = sorted(cells) if peers else QUERIES
    return [(n, ours + cells[n]) for n in sizes if ours + cells[n]]


def _present(only: list[str] | None) -> list[Method]:
    for method in METHODS:
        if (only is None or method.label in only) and missing(method):
            print(f"left out: {method.label}: {missing(method)}")
    return [method for method in named(only) if not missing(method)]


def _done(what: str) -> set[tuple[Any, ...]]:
    return {
        (m["listed"], m["queries"], m["seed"], m["method"])
        for m in rounds.kept()
        if m["set"] == what
    }


def _keep(
    common: dict[str, Any],
    what: str,
    listed: int,
    seed: int,
    number: int,
    took: dict[str, Any],
) -> None:
    place = {"set": what, "listed": listed, "seed": seed, "round": number}
    rounds.keep({**common, **place, **took})
    print(what, f"{listed:,} listed", f"{took['queries']:,} names", took, flush=True)


def main() -> None:
    """Measure what is asked for, and write the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "what",
        nargs="?",
        default="everything",
        choices=["everything", "speed", "recall", "stages", "spark", "report"],
    )
    parser.add_argument("--only", nargs="+", metavar="METHOD", help="these methods")
    parser.add_argument("--listed", type=int, nargs="+", help="numbers of listed names")
    parser.add_argument("--queries", type=int, nargs="+", help="numbers of names")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=SEED, help="of the volume sets")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument(
        "--missing", action="store_true", help="leave out what is measured already"
    )
    options = parser.parse_args()
    known = {f.__name__: f for f in (everything, speed, recall, stages, spark)}
    if options.what in known:
        known[options.what](options)
    write_report()


if __name__ == "__main__":
    main()
