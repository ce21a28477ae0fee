"""Plots of hits, thresholds, lists and value chains; needs the extra `plots`.

Each function takes a frame and returns an altair chart: a notebook shows it, `.save`
writes it, and what it draws can be changed as with any chart. Colours are those of
Okabe and Ito, which people with colour blindness tell apart, and never the only sign.

A chart's own HTML holds its data as script. Do not put it on a page that others read:
save it as PNG or SVG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.value_chain import ROLES

try:
    import altair as alt
except ImportError as error:
    raise ImportError('plots need altair: pip install "uyghurscreen[plots]"') from error

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "alerts_by_threshold",
    "hits_by_list",
    "list_timeline",
    "score_histogram",
    "threshold_sweep",
    "value_chain_map",
]

BLUE, SKY, GREEN = "#0072B2", "#56B4E9", "#009E73"
ORANGE, YELLOW, PINK, GREY = "#D55E00", "#E69F00", "#CC79A7", "#8C8C8C"
_PALETTE: Final = (BLUE, YELLOW, GREEN, PINK, SKY, ORANGE)
_BANDS: Final = {"exact": BLUE, "strong": SKY, "possible": YELLOW, "weak": GREY}

AnyChart = TypeVar("AnyChart", alt.Chart, alt.LayerChart)

DRAWN: Final = 60
"""Partners of a value chain that are all drawn, at most."""

_WIDTH: Final = 560
_BIN: Final = 0.02
"""Width of a bar of scores."""


def score_histogram(hits: pl.DataFrame, threshold: float) -> alt.LayerChart:
    """Return how many hits there are at each score, and the threshold.

    Args:
        hits: Hits, screened at a threshold low enough to see what it leaves out.
        threshold: Where the line is drawn.
    """
    _need(hits, "score")
    side = pl.when(pl.col("score") >= threshold)
    counted = (
        hits.select(
            # The last bar holds 1.0 as well, which would have one of its own.
            score=(pl.col("score") / _BIN + 1e-9).floor().clip(0, 1 / _BIN - 1) * _BIN,
            side=side.then(pl.lit("at or above")).otherwise(pl.lit("below")),
        )
        .group_by("score", "side")
        .agg(hits=pl.len())
        .sort("score", "side")
        .with_columns(to=pl.col("score") + _BIN)
    )
    bars = (
        alt.Chart(counted)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X(
                "score:Q",
                bin="binned",
                title="score",
                scale=alt.Scale(domain=[0, 1]),
            ),
            x2="to:Q",
            y=alt.Y("hits:Q", title="hits", stack=True),
            color=_colour("side", {"at or above": BLUE, "below": GREY}, "threshold"),
            tooltip=["score:Q", "hits:Q", "side:N"],
        )
    )
    return _titled(
        alt.LayerChart(layer=[bars, _threshold_line(threshold)]),
        "Hits by score",
        f"{hits.height:,} hits; {hits.filter(pl.col('score') >= threshold).height:,} "
        f"at or above the threshold {threshold:g}",
    )


def alerts_by_threshold(hits: pl.DataFrame, threshold: float) -> alt.LayerChart:
    """Return how many names have a hit at each threshold.

    Args:
        hits: Hits, screened at a threshold low enough to see what it leaves out.
        threshold: Where the line is drawn.
    """
    _need(hits, "query_id", "score")
    best = hits.group_by("query_id").agg(pl.col("score").max())["score"]
    steps = [number / 100 for number in range(101)]
    counted = pl.DataFrame(
        {"threshold": steps, "names": [int((best >= step).sum()) for step in steps]}
    )
    # Below the lowest score nothing is known of those that were not asked for.
    counted = counted.filter(pl.col("threshold") >= pl.lit(hits["score"].min()) - 0.01)
    line = (
        alt.Chart(counted)
        .mark_line(interpolate="step-before", color=BLUE, strokeWidth=2)
        .encode(
            x=alt.X("threshold:Q", title="threshold", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("names:Q", title="names with a hit"),
            tooltip=["threshold:Q", "names:Q"],
        )
    )
    return _titled(
        alt.LayerChart(layer=[line, _threshold_line(threshold)]),
        "Names with a hit, by threshold",
        f"{int((best >= threshold).sum()):,} names at the threshold {threshold:g}",
    )


def threshold_sweep(sweep: pl.DataFrame, threshold: float) -> alt.VConcatChart:
    """Return what each threshold finds, above what it costs.

    Args:
        sweep: What `validation.sweep` returns.
        threshold: Where the line is drawn.
    """
    _need(sweep, "threshold", "deck", "share")
    found = sweep.filter(pl.col("deck") != "placebo").with_columns(
        share=pl.col("share") * 100
    )
    cost = sweep.filter(deck="placebo").with_columns(alerts=pl.col("share") * 1000)
    x = alt.X("threshold:Q", title="threshold", scale=alt.Scale(domain=[0, 1]))
    recall = (
        alt.Chart(found)
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=alt.Y(
                "share:Q",
                title="listed names found (%)",
                scale=alt.Scale(domain=[0, 100]),
            ),
            color=_colour("deck", {"exact": BLUE, "manipulated": ORANGE}, "deck"),
            strokeDash=alt.StrokeDash("deck:N", legend=None),
            tooltip=["deck:N", "threshold:Q", "share:Q"],
        )
    )
    alerts = (
        alt.Chart(cost)
        .mark_line(color=GREY, strokeWidth=2)
        .encode(
            x=x,
            y=alt.Y("alerts:Q", title="alerts per 1,000"),
            tooltip=["threshold:Q", "alerts:Q"],
        )
    )
    line = _threshold_line(threshold)
    parts = [
        alt.LayerChart(layer=[recall, line]).properties(width=_WIDTH, height=180),
        alt.LayerChart(layer=[alerts, line]).properties(width=_WIDTH, height=140),
    ]
    return alt.VConcatChart(vconcat=parts).properties(
        title=alt.TitleParams(
            "What a threshold finds, and what it costs",
            subtitle="above: of listed names; below: alerts per 1,000 placebo names",
            anchor="start",
        )
    )


def hits_by_list(hits: pl.DataFrame, by: str = "band") -> alt.Chart:
    """Return how many hits there are on each list, parted by another column.

    Args:
        hits: Hits.
        by: The column that parts them: `band`, or one of your own such as `tier`.
    """
    _need(hits, "list_id", by)
    if by == "list_id":
        raise InputError("by='list_id': name another column, by which to part lists.")
    counted = (
        hits.select("list_id", pl.col(by).cast(pl.String).fill_null("none"))
        .group_by("list_id", by)
        .agg(hits=pl.len())
        .sort("list_id", by)
    )
    kinds = counted[by].unique().sort().to_list()
    colours = _BANDS if by == "band" else dict(zip(kinds, _cycle(kinds), strict=True))
    place = {kind: number for number, kind in enumerate(colours)}
    counted = counted.with_columns(
        place=pl.col(by).replace_strict(place, return_dtype=pl.Int64)
    )
    chart: alt.Chart = (
        alt.Chart(counted)
        .mark_bar()
        .encode(
            x=alt.X("hits:Q", title="hits", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("list_id:N", title=None, sort="-x"),
            color=_colour(by, colours, by.replace("_", " ")),
            order=alt.Order("place:Q"),
            tooltip=["list_id:N", f"{by}:N", "hits:Q"],
        )
    )
    return _titled(chart, f"Hits by list and {by.replace('_', ' ')}", height=160)


def list_timeline(entries: pl.DataFrame) -> alt.Chart:
    """Return how many of today's entries each list had on each day.

    Entries that were removed since are not counted: those that are at hand are.

    Args:
        entries: Entries of one list or several, schema `ENTRIES`.
    """
    _need(entries, "list_id", "first_listed")
    dated = entries.filter(pl.col("first_listed").is_not_null())
    counted = (
        dated.group_by("list_id", "first_listed")
        .agg(added=pl.len())
        .sort("list_id", "first_listed")
        .with_columns(entries=pl.col("added").cum_sum().over("list_id"))
        .with_columns(pl.col("first_listed").cast(pl.String))
    )
    lists = counted["list_id"].unique().sort().to_list()
    undated = entries.height - dated.height
    chart: alt.Chart = (
        alt.Chart(counted)
        .mark_line(interpolate="step-after", strokeWidth=2, point=True)
        .encode(
            x=alt.X("first_listed:T", title="first listed"),
            y=alt.Y("entries:Q", title="entries"),
            color=_colour(
                "list_id", dict(zip(lists, _cycle(lists), strict=True)), "list"
            ),
            shape=alt.Shape("list_id:N", legend=None),
            tooltip=["list_id:N", "first_listed:T", "added:Q", "entries:Q"],
        )
    )
    without = f"{undated:,} without a date are left out" if undated else ""
    return _titled(chart, "Entries by the day they were first listed", without)


def value_chain_map(mapped: pl.DataFrame) -> alt.LayerChart:
    """Return a value chain by tier, with links, and marks where there are hits.

    Of a chain of more than `DRAWN` partners those are drawn who have a hit, or are a
    step on the way to one.

    Args:
        mapped: What `value_chain.with_hits` returns.
    """
    _need(mapped, "partner_id", "partner", "role", "tier", "via", "hits", "hits_behind")
    drawn = mapped
    if mapped.height > DRAWN:
        drawn = mapped.filter((pl.col("hits") > 0) | (pl.col("hits_behind") > 0))
    if drawn.is_empty():
        raise InputError("there is nobody in this value chain to draw.")
    nodes = _laid_out(drawn)
    links = nodes.join(nodes.select(via="partner_id", to_x="x", to_y="y"), on="via")
    steps = nodes["x"].to_list()
    x = alt.X(
        "x:Q",
        title="tier: suppliers to the left, distributors and customers to the right",
        axis=alt.Axis(
            values=list(range(min(*steps, 0), max(*steps, 0) + 1)),
            labelExpr="datum.value == 0 ? 'the company' : abs(datum.value)",
            orient="top",
            grid=False,
        ),
        scale=alt.Scale(
            nice=False, domain=[min(*steps, 0) - 0.2, max(*steps, 0) + 1.6]
        ),
    )
    last = nodes.height - 1
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(nice=False, domain=[last + 0.5, -0.5]))
    company = (
        alt.Chart(pl.DataFrame({"x": [0]}))
        .mark_rule(size=3, color="#C4C4C4")
        .encode(x=x)
    )
    lines = (
        alt.Chart(links.select("x", "y", "to_x", "to_y"))
        .mark_rule(color="#C4C4C4")
        .encode(x=x, y=y, x2="to_x:Q", y2="to_y:Q")
    )
    base = alt.Chart(nodes).encode(x=x, y=y)
    found = {
        "a hit": (ORANGE, "square"),
        "a hit behind it": (YELLOW, "triangle-up"),
        "no hit": (GREY, "circle"),
    }
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=_colour(
            "found", {k: colour for k, (colour, _) in found.items()}, "found"
        ),
        shape=alt.Shape(
            "found:N",
            scale=alt.Scale(domain=list(found), range=[s for _, s in found.values()]),
            title="found",
        ),
        tooltip=["partner:N", "role:N", "tier:Q", "hits:Q", "hits_behind:Q"],
    )
    names = base.mark_text(align="left", dx=9, fontSize=11, limit=230).encode(
        text="partner:N"
    )
    hit = mapped.filter(pl.col("hits") > 0).height
    told = f"{mapped.height:,} partners, {hit:,} of them with a hit to judge"
    if drawn.height < mapped.height:
        left_out = mapped.height - drawn.height
        told += f"; {left_out:,} without one, or the way to one, not drawn"
    return _titled(
        alt.LayerChart(layer=[company, lines, points, names]),
        "Value chain by tier",
        told,
        width=720,
        height=21 * nodes.height + 20,
    )


def _laid_out(chain: pl.DataFrame) -> pl.DataFrame:
    """Return partners with a place each: every branch below the partner it leads to."""
    rows = {row["partner_id"]: row for row in chain.iter_rows(named=True)}
    behind: dict[object, list[object]] = {}
    for identity, row in rows.items():
        nearer = row["via"] if row["via"] in rows else None
        behind.setdefault(nearer, []).append(identity)
    order: list[object] = []

    def put(identity: object) -> None:
        order.append(identity)
        for one in behind.get(identity, []):
            put(one)

    nearest = behind.get(None, [])
    for side in ("upstream", "downstream"):
        for identity in nearest:
            if ROLES[rows[identity]["role"]] == side:
                put(identity)
    places = pl.DataFrame({"partner_id": order, "y": range(len(order))}).cast(
        {"partner_id": chain.schema["partner_id"]}
    )
    upstream = [role for role, side in ROLES.items() if side == "upstream"]
    return (
        chain.join(places, on="partner_id", maintain_order="left")
        .with_columns(
            x=pl.when(pl.col("role").is_in(upstream))
            .then(-pl.col("tier"))
            .otherwise("tier"),
            found=pl.when(pl.col("hits") > 0)
            .then(pl.lit("a hit"))
            .when(pl.col("hits_behind") > 0)
            .then(pl.lit("a hit behind it"))
            .otherwise(pl.lit("no hit")),
        )
        .select(
            "partner_id",
            "partner",
            "role",
            "tier",
            "via",
            "hits",
            "hits_behind",
            "found",
            "x",
            "y",
        )
    )


def _threshold_line(threshold: float) -> alt.LayerChart:
    base = alt.Chart(
        pl.DataFrame({"at": [threshold], "label": [f"threshold {threshold:g}"]})
    )
    rule = base.mark_rule(color="black", strokeDash=[5, 3]).encode(x="at:Q")
    text = base.mark_text(align="right", dx=-5, baseline="top", fontSize=11).encode(
        x="at:Q", y=alt.value(2), text="label:N"
    )
    return alt.LayerChart(layer=[rule, text])


def _colour(field: str, colours: dict[str, str], title: str) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color(f"{field}:N", scale=scale, title=title)


def _cycle(kinds: Sequence[object]) -> list[str]:
    return [_PALETTE[number % len(_PALETTE)] for number in range(len(kinds))]


def _titled(
    chart: AnyChart,
    title: str,
    subtitle: str = "",
    *,
    width: int = _WIDTH,
    height: int = 260,
) -> AnyChart:
    told = alt.TitleParams(title, subtitle=subtitle, anchor="start")
    titled: AnyChart = chart.properties(width=width, height=height, title=told)
    return titled


def _need(frame: pl.DataFrame, *columns: str) -> None:
    for name in columns:
        if name not in frame.columns:
            raise ColumnNotFoundError(
                f"no column {name!r} to plot; there are {', '.join(frame.columns)}."
            )
