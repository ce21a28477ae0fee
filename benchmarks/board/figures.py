"""What the rounds come to: one row per method and cell, ratios, exponents."""

from __future__ import annotations

from statistics import median
from typing import Any

import numpy as np
import polars as pl

from board.methods import FLOOR, KERNEL, OURS
from board.rounds import newest

Rounds = list[dict[str, Any]]


def cells(rounds: Rounds) -> pl.DataFrame:
    """Return the volume cells: the newest run of each method, the median of its rounds.

    Returns:
        `listed`, `queries`, `method`, `rounds`, `names/s` (imports and index included),
        `steady` (neither), `MB` above the imports, `recall` at 1 % and `strict` at
        0.1 %, `faster` (how many times this package is faster), `steadily` (the same of
        steady rates), and `apart` (whether the two were not measured in one run).
    """
    speed = [m for m in rounds if m["set"] == "speed"]
    rows = []
    by = newest(speed, "listed", "queries", "method")
    for (listed, queries, method), measured in by.items():
        ours = by.get((listed, queries, OURS.label))
        rows.append(
            {
                "listed": listed,
                "queries": queries,
                "method": method,
                "rounds": len(measured),
                "names/s": queries / _seconds(measured),
                "steady": queries / median(m["finding"] for m in measured),
                "MB": median(m["peak"] - m["before"] for m in measured),
                "recall": _recall(measured, "1.0%"),
                "strict": _recall(measured, "0.1%"),
                "faster": _seconds(measured) / _seconds(ours) if ours else None,
                "steadily": median(m["finding"] for m in measured)
                / median(m["finding"] for m in ours)
                if ours
                else None,
                "apart": bool(ours) and ours[-1]["run"] != measured[-1]["run"],
                "load": max(m["load"] for m in measured),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None).sort("listed", "queries")


def recalls(rounds: Rounds) -> pl.DataFrame:
    """Return the recall sets: the newest run of each method, size of list and seed.

    Returns:
        `listed`, `seed`, `method`, `queries`, `variants`, `recall` at 1 %, `strict` at
        0.1 %, `first` at any score, and `latin` (at 1 %, without names in other
        scripts).
    """
    rows = []
    of_sets = newest(
        [m for m in rounds if m["set"] == "recall"], "listed", "seed", "method"
    )
    for (listed, seed, method), measured in of_sets.items():
        last = measured[-1]
        kinds = {k: v for k, v in last["kinds"].items() if k != "native script"}
        found, of = (sum(v[i] for v in kinds.values()) for i in (0, 1))
        rows.append(
            {
                "listed": listed,
                "seed": seed,
                "method": method,
                "queries": last["queries"],
                "variants": last["variants"],
                "recall": last["recall"]["1.0%"],
                "strict": last["recall"]["0.1%"],
                "first": last["first"],
                "latin": found / of,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def by_kind(rounds: Rounds, listed: int) -> pl.DataFrame:
    """Return recall at 1 % by kind of variant, over all seeds: one column a method."""
    rows = [
        {"kind": kind, "method": method, "found": found, "of": of}
        for (_, _, method), measured in newest(
            [m for m in rounds if m["set"] == "recall" and m["listed"] == listed],
            *("listed", "seed", "method"),
        ).items()
        for kind, (found, of) in measured[-1]["kinds"].items()
    ]
    if not rows:
        return pl.DataFrame()
    return (
        pl.DataFrame(rows)
        .group_by("kind", "method")
        .agg(recall=pl.col("found").sum() / pl.col("of").sum())
        .pivot("method", index="kind", values="recall")
        .sort("kind")
    )


def exponent(table: pl.DataFrame, method: str, over: str, **fixed: int) -> float | None:
    """Return by what power of `over` the steady time of a name, or of all, grows.

    Over `listed` it is the time per name; over `queries` the time of all of them.
    """
    some = table.filter(method=method, **fixed).sort(over)
    if some.height < 2:
        return None
    seconds = 1 / some["steady"]
    if over == "queries":
        seconds *= some["queries"]
    slope, _ = np.polyfit(np.log(some[over]), np.log(seconds), 1)
    return float(slope)


def largest(table: pl.DataFrame, listed: int) -> int | None:
    """Return the largest number of names that this package and a peer both ran."""
    beside = table.filter(
        ~pl.col("method").is_in([OURS.label, FLOOR.label, KERNEL.label]),
        pl.col("faster").is_not_null(),
        listed=listed,
    )
    return beside["queries"].max() if beside.height else None  # type: ignore[return-value]


def _seconds(measured: Rounds) -> float:
    return median(m["imports"] + m["index"] + m["finding"] for m in measured)


def _recall(measured: Rounds, share: str) -> float | None:
    found = [m["recall"][share] for m in measured if "recall" in m]
    return median(found) if found else None
