"""The board as Markdown, with what was run on which machine, and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import polars as pl

from board import pictures
from board.figures import Rounds, by_kind, cells, exponent, largest, recalls
from board.methods import FLOOR, KERNEL, METHODS, OURS, missing
from board.rounds import kept, newest

BOARD = Path(__file__).parents[1] / "throughput.md"

_HEAD = """# Throughput

`python benchmarks/throughput.py` measures all of this and writes it; what was measured
is kept, round by round, in `throughput_rounds.jsonl`. How to read it is said in
[docs/performance.md](../docs/performance.md).

Every method ran **all** the names of its cell, in a process of its own, in turn with
the others. *names/s* counts the imports and the index; *steady* does not. *MB* is the
peak of memory above what the imports took. *recall* is the share of variants whose own
company comes first, above the score that 1 % (or 0.1 %) of the clean names exceed.
Ratios within a cell hold; rates depend on the machine, and on what else it does."""


def write_report() -> None:
    """Write the board from the rounds kept."""
    rounds = kept()
    if not rounds:
        print("nothing is measured yet")
        return
    parts = [_HEAD, _what_was_run(rounds)]
    if any(m["set"] == "speed" for m in rounds):
        table = cells(rounds)
        parts += [_side_by_side(table), _all_cells(table), _growth(table)]
        pictures.draw_speed(table)
    if any(m["set"] == "recall" for m in rounds):
        found = recalls(rounds)
        parts += [_recall(found), _kinds(rounds, found)]
        if any(m["set"] == "speed" for m in rounds):
            pictures.draw_recall(found, cells(rounds))
    parts += [_stages(rounds), _spark(rounds)]
    BOARD.write_text("\n\n".join(part for part in parts if part) + "\n", "utf-8")
    print(f"written: {BOARD}")


def markdown(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table; numbers are set to the right."""
    lines = ["| " + " | ".join(heads) + " |"]
    lines.append("|---|" + "--:|" * (len(heads) - 1))
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def _what_was_run(rounds: Rounds) -> str:
    machines = newest(rounds, "run")
    said: dict[str, list[str]] = {}
    for (run,), measured in machines.items():
        m = measured[0]["machine"]
        text = (
            f"{m['processor']}, {m['cores']} cores, {m['memory GiB']} GiB, "
            f"{m['system']}, Python {m['python']}, commit {m['commit']}"
        )
        what = ", ".join(sorted({x["set"] for x in measured}))
        said.setdefault(text, []).append(f"{run[:8]} ({what})")
    lines = [
        f"* {text}: {'; '.join(dict.fromkeys(runs))}" for text, runs in said.items()
    ]
    versions = {
        m["method"]: m["version"] for m in rounds if m.get("version") and "method" in m
    }
    named = [f"{method} {version}" for method, version in versions.items()]
    left_out = [f"{m.label}: {missing(m)}" for m in METHODS if missing(m)]
    lines.append(f"* Versions: {'; '.join(named)}.")
    if left_out:
        lines.append(f"* Left out here: {'; '.join(left_out)}.")
    return "## What was run\n\n" + "\n".join(lines)


def _side_by_side(table: pl.DataFrame) -> str:
    """Return, for each size of the list, the largest cell that peers ran as well."""
    parts = [
        "## Side by side\n\n"
        "*faster* is how many times this package is faster, all counted; ¹ marks "
        "methods not measured in one run with it. Slow methods ran fewer names: there "
        "this package ran as few, and the ratio is that of steady rates."
    ]
    heads = ["method", "names/s", "faster", "steady", "recall 1 %", "0.1 %", "MB"]
    for listed in table["listed"].unique().sort():
        most = largest(table, listed)
        if most is None:
            continue
        some = table.filter(listed=listed, queries=most)
        rows = [
            _row(row, row["faster"], "names/s")
            for row in some.sort("names/s", descending=True).to_dicts()
        ]
        parts.append(
            f"### {listed:,} listed, {most:,} names\n\n" + markdown(heads, rows)
        )
        run = set(some["method"])
        slow = table.filter(~pl.col("method").is_in(list(run)), listed=listed)
        slow = slow.sort("queries").unique("method", keep="last", maintain_order=True)
        if slow.height:
            slow_heads = ["method", "names", "steady", "this package, as many"]
            slow_heads += [
                "steadily faster",
                f"this package, {most:,}",
                "faster than at that",
            ]
            parts.append(_slow(table, slow, listed, most, slow_heads))
    return "\n\n".join(parts)


def _slow(
    table: pl.DataFrame,
    slow: pl.DataFrame,
    listed: int,
    most: int,
    heads: list[str],
) -> str:
    full = table.filter(listed=listed, queries=most, method=OURS.label)
    rows = []
    for row in slow.to_dicts():
        if row["steadily"] is None or full.is_empty():
            continue
        ours = row["steady"] * row["steadily"]
        rows.append(
            [
                row["method"],
                f"{row['queries']:,}",
                _rate(row["steady"]),
                _rate(ours),
                _times(row["steadily"]) + "¹" * row["apart"],
                _rate(full["steady"].item()),
                _times(full["steady"].item() / row["steady"]),
            ]
        )
    return f"Fewer names, {listed:,} listed (names per second, steady):\n\n" + markdown(
        heads, rows
    )


def _row(row: dict[str, Any], ratio: float | None, rate: str) -> list[object]:
    plain = row["method"] in (FLOOR.label, KERNEL.label)
    label = f"**{row['method']}**" if row["method"] == OURS.label else row["method"]
    return [
        f"*{label}*" if plain else label,
        _rate(row[rate]),
        "" if ratio is None else _times(ratio) + "¹" * row["apart"],
        _rate(row["steady"]),
        _share(row["recall"]),
        _share(row["strict"]),
        f"{row['MB']:,.0f}",
    ]


def _all_cells(table: pl.DataFrame) -> str:
    parts = [
        "## Names per second in every cell\n\n"
        "Imports and index included: with few names they are most of it. Made names "
        "repeat: 2 % of a million, 13 % of ten million are there twice. The memory of "
        "this package is in the last line, in MB above the imports."
    ]
    for listed in table["listed"].unique().sort():
        some = table.filter(listed=listed)
        sizes = some["queries"].unique().sort().to_list()
        rows = [
            [method, *(_cell(some, method, n, "names/s", _rate) for n in sizes)]
            for method in (m.label for m in METHODS)
            if method in set(some["method"])
        ]
        rows.append(
            [
                f"{OURS.label}, MB",
                *(
                    _cell(some, OURS.label, n, "MB", lambda v: f"{v:,.0f}")
                    for n in sizes
                ),
            ]
        )
        heads = [f"{listed:,} listed", *(f"{n:,}" for n in sizes)]
        parts.append(markdown(heads, rows))
    parts.append("![names per second](pictures/speed.png)")
    return "\n\n".join(parts)


def _growth(table: pl.DataFrame) -> str:
    rows = []
    for method in (m.label for m in METHODS):
        over_listed = {
            n: e
            for n in table["queries"].unique().sort()
            if (e := exponent(table, method, "listed", queries=n)) is not None
            and table.filter(method=method, queries=n).height > 1
        }
        over_names = {
            n: e
            for n in table["listed"].unique().sort()
            if (e := exponent(table, method, "queries", listed=n)) is not None
        }
        if over_listed or over_names:
            rows.append(
                [
                    method,
                    ", ".join(f"{e:.2f} ({n:,})" for n, e in over_listed.items()),
                    ", ".join(f"{e:.2f} ({n:,})" for n, e in over_names.items()),
                ]
            )
    if not rows:
        return ""
    return (
        "## How cost grows\n\n"
        "The steady time of a name grows as the number of listed names to the power "
        "of the first column (in brackets: how many names were screened); that of all "
        "names as their number to the power of the second (in brackets: how many were "
        "listed). Fitted by least squares on logarithms.\n\n"
        + markdown(["method", "exponent in listed names", "exponent in names"], rows)
    )


def _recall(found: pl.DataFrame) -> str:
    parts = [
        "## Recall on the hard sets\n\n"
        "2,000 variants of listed names and 10,000 clean ones, of which 3,000 are "
        "names of companies on the lists that are not listed here, about 1,140 "
        "plain cases of `cases/clean.csv`, 3,000 real trade counterparties where "
        "`../shared` is there, and the rest made: so seven in ten are real. "
        "Variants that no longer tell whose they are were redrawn "
        "(`workload/telling.py`). *without other scripts* leaves out the variants "
        "that are the company's name in another script, which no peer can find "
        "among Latin names. ± is half the 95 % interval of one seed. A method that "
        "gives more than 1 % of the clean names its highest score has recall 0: "
        "name_matching does.",
    ]
    for listed in found["listed"].unique().sort():
        some = found.filter(listed=listed)
        table = (
            some.group_by("method")
            .agg(
                pl.len(),
                pl.col("queries").max(),
                pl.col("variants").max(),
                pl.col("recall", "strict", "first", "latin").mean(),
                low=pl.col("recall").min(),
                high=pl.col("recall").max(),
            )
            .sort("recall", descending=True)
        )
        rows = [
            [
                f"**{row['method']}**"
                if row["method"] == OURS.label
                else row["method"],
                row["len"],
                f"{row['queries']:,}",
                f"{row['recall']:.3f} ± {_half(row['recall'], row['variants']):.3f}",
                f"{row['low']:.3f} to {row['high']:.3f}",
                _share(row["strict"]),
                _share(row["latin"]),
                _share(row["first"]),
            ]
            for row in table.to_dicts()
        ]
        heads = [f"{listed:,} listed", "seeds", "names", "recall 1 %", "over seeds"]
        heads += ["0.1 %", "1 %, without other scripts", "first, at any score"]
        parts.append(markdown(heads, rows))
    parts.append("![recall against speed](pictures/recall.png)")
    return "\n\n".join(parts)


def _kinds(rounds: Rounds, found: pl.DataFrame) -> str:
    sizes = found["listed"].unique().sort().to_list()
    listed = 10_000 if 10_000 in sizes else sizes[0]
    table = by_kind(rounds, listed)
    order = [m.label for m in METHODS if m.label in table.columns]
    rows = [
        [row["kind"], *(_share(row[method], 2) for method in order)]
        for row in table.to_dicts()
    ]
    return (
        f"## Recall at 1 % by kind of variant\n\n{listed:,} listed, over all seeds.\n\n"
        + markdown(["kind", *order], rows)
    )


def _stages(rounds: Rounds) -> str:
    last = newest([m for m in rounds if m["set"] == "stages"], "listed", "queries")
    if not last:
        return ""
    cells = sorted(last)
    names = list(dict.fromkeys(s for c in cells for s in last[c][-1]["stages"]))
    rows = [
        [stage, *(f"{last[c][-1]['stages'].get(stage, 0):.2f}" for c in cells)]
        for stage in names
    ]
    rows.append(["**together**", *(f"{last[c][-1]['total']:.2f}" for c in cells)])
    lost = sorted({s for c in cells for s in last[c][-1]["not there"]})
    heads = ["microseconds per name", *(f"{n:,} listed, {q:,} names" for n, q in cells)]
    text = (
        "## What each stage costs\n\n"
        "`python benchmarks/throughput.py stages` times the functions of the matcher "
        "from outside, each without those called from within it. Batches run one after "
        "the other, so this is more than the steady time above, where two run at "
        "once.\n\n" + markdown(heads, rows)
    )
    return text + (f"\n\nNot there to be timed: {'; '.join(lost)}." if lost else "")


def _spark(rounds: Rounds) -> str:
    last = newest(
        [m for m in rounds if m["set"] == "spark"], "listed", "queries", "rows"
    )
    if not last:
        return ""
    rows = []
    for (listed, queries, _), measured in sorted(last.items()):
        best = min(measured, key=lambda m: m["finding"])
        hours = best["core microseconds"] * 1e9 / 1e6 / 3600
        rows.append(
            [
                best["method"],
                f"{listed:,}",
                f"{queries:,}",
                _rate(queries / best["finding"]),
                f"{best['core microseconds']:.1f}",
                f"{best['warm-up']:.1f}",
                f"{hours:.1f}",
                f"{hours / 64 * 60:.0f}",
            ]
        )
    heads = ["", "listed", "names", "names/s", "core microseconds per name"]
    heads += ["seconds to begin", "core hours per 1,000,000,000", "minutes on 64 cores"]
    return (
        "## Inside Spark\n\n"
        "`DataFrame.mapInArrow` in local mode on all cores, at the default threshold, "
        "beside `Screener.scan` of the same file. *to begin* is what the first pass "
        "took more: workers, and an index in each. The last two columns are reckoned "
        "from the cost of a name, not measured.\n\n" + markdown(heads, rows)
    )


def _cell(
    some: pl.DataFrame,
    method: str,
    queries: int,
    column: str,
    said: Callable[[float], str],
) -> str:
    found = some.filter(method=method, queries=queries)[column]
    return said(found.item()) if len(found) else ""


def _half(share: float, of: int) -> float:
    """Return half the 95 % interval of a share."""
    return 1.96 * sqrt(share * (1 - share) / of)


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _times(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _share(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"
