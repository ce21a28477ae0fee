"""The table and the picture that sum up the hits of a report."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, get_args

import polars as pl

from uyghurscreen.evidence_html import text_html
from uyghurscreen.typing import Band

__all__ = ["band_table", "decision_table", "group_tables", "histogram"]

_BINS: Final = 20
_RANKS: Final = {band: rank for rank, band in enumerate(get_args(Band))}
_WIDTH, _HEIGHT, _FOOT = 460, 130, 18


def band_table(hits: pl.DataFrame, titles: Mapping[str, str]) -> str:
    """Return how many hits each list has in each band, as an HTML table.

    Args:
        hits: Hits, schema `HITS`.
        titles: The title of every list that was screened against, by its id.
    """
    bands = get_args(Band)
    counted: dict[tuple[str, str], int] = {
        (list_id, band): count
        for list_id, band, count in hits.group_by("list_id", "band").len().iter_rows()
    }
    head = "".join(f'<th class="n">{band}</th>' for band in bands)
    rows = "".join(
        f"<tr><td>{text_html(title)}</td>"
        + "".join(_cell(counted.get((list_id, band), 0)) for band in bands)
        + _cell(sum(counted.get((list_id, band), 0) for band in bands))
        + "</tr>"
        for list_id, title in titles.items()
    )
    sums = [sum(n for (_, of), n in counted.items() if of == band) for band in bands]
    foot = "".join(_cell(count) for count in [*sums, hits.height])
    return (
        f'<table class="counts"><thead><tr><th>List</th>{head}<th class="n">all</th>'
        f"</tr></thead><tbody>{rows}</tbody>"
        f"<tfoot><tr><th>All lists</th>{foot}</tr></tfoot></table>"
    )


def decision_table(hits: pl.DataFrame) -> str:
    """Return how many hits were decided in which way, as HTML; empty if none was.

    A decision that lapsed leaves its hit open again.
    """
    if "disposition" not in hits.columns:
        return ""
    decision = (
        pl.when(pl.col("lapsed").is_not_null())
        .then(pl.lit("open again"))
        .otherwise(pl.col("disposition").fill_null("open"))
        .alias("decision")
    )
    rows = "".join(
        f"<tr><td>{text_html(made)}</td>{_cell(count)}</tr>"
        for made, count in hits.group_by(decision).len().sort("decision").iter_rows()
    )
    return (
        f'<h3>Hits by decision</h3><table class="counts"><tbody>{rows}</tbody></table>'
    )


def group_tables(hits: pl.DataFrame, groups: pl.DataFrame | None) -> str:
    """Return how many rows and hits each group has, a table for each column of groups.

    A row counts in the band of its best hit.

    Args:
        hits: Hits, schema `HITS`.
        groups: `query_id`, and columns to count by; None for no table.
    """
    if groups is None:
        return ""
    bands = get_args(Band)
    best = hits.select("query_id", pl.col("band").replace_strict(_RANKS))
    best = best.group_by("query_id").agg(pl.col("band").min())
    rows = groups.join(best, on="query_id", how="left")
    head = "".join(f'<th class="n">{band}</th>' for band in bands)
    tables = []
    for column in groups.columns[1:]:
        counted = rows.group_by(column).agg(
            pl.len(),
            *(
                pl.col("band").eq(rank).sum().alias(band)
                for band, rank in _RANKS.items()
            ),
        )
        body = "".join(
            f"<tr><td>{text_html(value)}</td>{''.join(map(_cell, counts))}</tr>"
            for value, *counts in counted.sort(column).iter_rows()
        )
        tables.append(
            f"<div><h3>Names by {text_html(column)}, and the band of the best hit</h3>"
            f'<table class="counts"><thead><tr><th>{text_html(column)}</th>'
            f'<th class="n">screened</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
    return f'<div class="two">{"".join(tables)}</div>'


def histogram(hits: pl.DataFrame, threshold: float) -> str:
    """Return how many hits have which score, as a picture (SVG)."""
    low = math.floor(threshold * 10) / 10
    width = (1 - low) / _BINS or 1.0
    place = ((hits["score"] - low) / width).floor().cast(pl.Int64).clip(0, _BINS - 1)
    counted = dict(place.value_counts().iter_rows())
    most = max(counted.values(), default=1)
    step = _WIDTH / _BINS
    bars = []
    for number in range(_BINS):
        count = counted.get(number, 0)
        tall = round(count / most * (_HEIGHT - _FOOT - 12), 1)
        start, end = low + number * width, low + (number + 1) * width
        bars.append(
            f'<rect class="bar" x="{number * step + 1:.1f}" '
            f'y="{_HEIGHT - _FOOT - tall:.1f}" width="{step - 2:.1f}" height="{tall}">'
            f"<title>{start:.3f} to {end:.3f}: {count:,}</title></rect>"
        )
    at = (threshold - low) / (1 - low) * _WIDTH if low < 1 else 0
    base = _HEIGHT - _FOOT
    return (
        f'<svg viewBox="-2 0 {_WIDTH + 4} {_HEIGHT}" role="img" '
        f'aria-label="Hits by score, from {low:.1f} to 1">'
        f'<line class="axis" x1="0" x2="{_WIDTH}" y1="{base}" y2="{base}"/>'
        f"{''.join(bars)}"
        f'<line class="limit" x1="{at:.1f}" x2="{at:.1f}" y1="8" y2="{base}"/>'
        f'<text x="{at + 4:.1f}" y="14">threshold {threshold}</text>'
        f'<text x="0" y="{_HEIGHT - 4}">{low:.2f}</text>'
        f'<text class="end" x="{_WIDTH}" y="{_HEIGHT - 4}">1.00</text>'
        f"</svg><p>The tallest bar is {most:,} hits.</p>"
    )


def _cell(count: int) -> str:
    return f'<td class="n">{count:,}</td>' if count else '<td class="n none">0</td>'
