"""The board's pictures: speed against the sizes, and recall against speed."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import polars as pl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from board.methods import FLOOR, KERNEL, METHODS, OURS

FOLDER = Path(__file__).parents[1] / "pictures"

_COLOURS = ["#4c78a8", "#f58518", "#e8ab5f", "#54a24b", "#b279a2", "#9d755d"]
_COLOURS += ["#72b7b2", "#eeca3b", "#ff9da6", "#8c8c8c"]
_OURS, _BOUND = "#c1121f", "#9a9a9a"

mpl.use("Agg")
mpl.rcParams.update(
    {
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#ececec",
        "svg.hashsalt": "uyghurscreen",
    }
)

_BELOW = (KERNEL.label, "string_grouper, from 0.4")
"""Methods whose names go below their points: another is just beside them."""


def draw_speed(table: pl.DataFrame) -> None:
    """Draw steady names per second against listed names, and all against names."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 5), width_ratios=[1, 1])
    listed = 10_000 if (table["listed"] == 10_000).any() else table["listed"][0]
    for label in (m.label for m in METHODS):
        best = table.filter(method=label).sort("queries")
        per_list = best.unique("listed", keep="last").sort("listed")
        _line(left, per_list["listed"], per_list["steady"], label)
        of_size = best.filter(listed=listed)
        _line(right, of_size["queries"], of_size["names/s"], label)
    _logarithmic(left, "listed names", "names per second, steady")
    _logarithmic(right, "names screened", "names per second, all included")
    left.set_title("The more listed names, the slower", loc="left", fontsize=10)
    right.set_title(f"With {listed:,} listed names", loc="left", fontsize=10)
    handles, labels = left.get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="lower center", ncols=5, frameon=False, fontsize=8
    )
    figure.tight_layout(rect=(0, 0.11, 1, 1))
    _save(figure, "speed")


def draw_recall(found: pl.DataFrame, table: pl.DataFrame) -> None:
    """Draw recall on the hard sets against the steady rate of the largest cell."""
    sizes = sorted(set(found["listed"]) & set(table["listed"]))
    if not sizes:
        return
    listed = 10_000 if 10_000 in sizes else sizes[0]
    figure, axes = plt.subplots(figsize=(8.5, 5))
    rates = (
        table.filter(listed=listed)
        .sort("queries")
        .unique("method", keep="last", maintain_order=True)
    )
    points = (
        found.filter(listed=listed)
        .group_by("method")
        .agg(
            pl.col("recall").mean(),
            low=pl.col("recall").min(),
            high=pl.col("recall").max(),
        )
        .join(rates.select("method", "steady", "queries"), on="method")
        .sort("method")
    )
    for row in points.to_dicts():
        colour, _, _ = _style(row["method"])
        ours = row["method"] == OURS.label
        errors = [[row["recall"] - row["low"]], [row["high"] - row["recall"]]]
        axes.errorbar(
            row["steady"],
            row["recall"],
            yerr=errors,
            fmt="o",
            color=colour,
            markersize=9 if ours else 6,
            capsize=2,
        )
        axes.annotate(
            f"{row['method']}\n{row['queries']:,} names",
            (row["steady"], row["recall"]),
            xytext=(8, -22 if row["method"] in _BELOW else -3),
            textcoords="offset points",
            fontsize=9 if ours else 7.5,
            fontweight="bold" if ours else "normal",
            color=colour if ours else "#333333",
        )
    axes.margins(y=0.12)
    axes.set_xscale("log")
    low, high = axes.get_xlim()
    axes.set_xlim(low, high * 6)
    axes.xaxis.set_major_formatter(FuncFormatter(_short))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("names per second, steady")
    axes.set_ylabel("recall at 1 % false alerts, hard sets")
    axes.set_title(
        f"Recall against speed, {listed:,} listed names (bars: over seeds)",
        loc="left",
        fontsize=10,
    )
    figure.tight_layout()
    _save(figure, "recall")


def _line(axes: Axes, x: pl.Series, y: pl.Series, label: str) -> None:
    colour, style, width = _style(label)
    axes.plot(
        x.to_list(),
        y.to_list(),
        style,
        color=colour,
        linewidth=width,
        marker="o",
        markersize=3 + width / 2,
        label=label,
    )


def _style(label: str) -> tuple[str, str, float]:
    if label == OURS.label:
        return _OURS, "-", 2.8
    if label in (FLOOR.label, KERNEL.label):
        return _BOUND, ":" if label == FLOOR.label else "--", 1.3
    peers = [m.label for m in METHODS if m not in (OURS, FLOOR, KERNEL)]
    return _COLOURS[peers.index(label) % len(_COLOURS)], "-", 1.3


def _logarithmic(axes: Axes, x: str, y: str) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(_short))
        axis.set_minor_locator(NullLocator())
    ticks = sorted({x for line in axes.lines for x in line.get_xdata()})
    if len(ticks) <= 4:
        axes.set_xticks(ticks)


def _short(value: float, _: object) -> str:
    for size, letter in ((1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{value / size:,.0f}{letter}"
    return f"{value:g}"


def _save(figure: plt.Figure, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    figure.savefig(FOLDER / f"{name}.png", dpi=130)
    plt.close(figure)
