"""The page: what was screened and how, around the hits that its script shows."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

import polars as pl

from uyghurscreen import affiliates_rule
from uyghurscreen.errors import InputError
from uyghurscreen.evidence_html import STYLE_SHEET, legend_html, text_html
from uyghurscreen.html_report.data import as_json, payload
from uyghurscreen.html_report.facts import About, list_infos
from uyghurscreen.html_report.figures import (
    band_table,
    decision_table,
    group_tables,
    histogram,
)
from uyghurscreen.html_report.texts import (
    BANDS_MEAN,
    LIMITS,
    METHOD,
    READING,
    RELATIONS_MEAN,
)
from uyghurscreen.lists.list_info import ListInfo
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.queries import Queries

__all__ = ["report_html"]

_UNSCREENED_SHOWN: Final = 500
_MOST: Final = 100_000
"""Hits of a report: 10,000 are 9 MB, and open in a second or two."""


def report_html(
    hits: pl.DataFrame,
    about: About,
    *,
    entries: pl.DataFrame,
    index: NameIndex,
    queries: Queries | None = None,
    groups: pl.DataFrame | None = None,
) -> str:
    """Return a report as HTML: the same hits and facts, the same text.

    Args:
        hits: Hits, schema `HITS`, with what `review.suppress` or `rescreen` add.
        about: What else is said of the run.
        entries: The entries the hits were found on.
        index: The listed names.
        queries: The rows that were screened, for their countries and addresses.
        groups: What they are counted and filtered by, see `groups_of`.

    Raises:
        InputError: If there are more hits than a browser can open.
    """
    if hits.height > _MOST:
        raise InputError(
            f"a report of {hits.height:,} hits is more than a browser opens (up to "
            f"{_MOST:,}): write .csv or .parquet, or ask for a higher threshold."
        )
    infos = list_infos(about.versions)
    script = _resource("report.js")
    style = _resource("report.css") + STYLE_SHEET + "\n"
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    data = as_json(payload(hits, entries, index, queries, groups))
    parts = [
        _header(hits, about),
        _notices(about),
        _summary(hits, about, infos, groups),
        _hits_section(hits),
        _method(about),
        _lists(about, infos),
        _limits(about),
        _unscreened(about.unscreened),
        _run(about),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text_html(about.title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(parts)}</main>\n"
        f'<script type="application/json" id="data">{data}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _resource(name: str) -> str:
    here = files("uyghurscreen.html_report").joinpath(name)
    return here.read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _header(hits: pl.DataFrame, about: About) -> str:
    figures = [("hits", f"{hits.height:,}")]
    figures.append(("names with a hit", f"{hits['query_id'].n_unique():,}"))
    if "suppressed" in hits.columns and hits["suppressed"].any():
        figures.append(("hits cleared before", f"{hits['suppressed'].sum():,}"))
    if about.rows is not None:
        left_out = about.unscreened.height
        figures.insert(0, ("names screened", f"{about.rows - left_out:,}"))
        figures.append(("rows not screened", f"{left_out:,}"))
    boxes = "".join(
        f"<div><b>{number}</b><span>{label}</span></div>" for label, number in figures
    )
    day = f"{about.made_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"<header>\n<h1>{text_html(about.title)}</h1>\n"
        f'<p class="sub">Screened on {day} at threshold {about.threshold} with '
        f"uyghurscreen {text_html(about.package)}, scoring "
        f"{text_html(about.scoring)}.</p>\n"
        f'<div class="figures">{boxes}</div>\n'
        f'<p class="reading">{_bold(READING)}</p>\n</header>\n'
    )


def _notices(about: About) -> str:
    told = [re.sub("`([^`]+)`", r"<code>\1</code>", text_html(n)) for n in about.notes]
    notes = "".join(f"<p>{note}</p>" for note in told)
    return f'<section class="notice">{notes}</section>\n' if notes else ""


def _summary(
    hits: pl.DataFrame,
    about: About,
    infos: dict[str, ListInfo | None],
    groups: pl.DataFrame | None,
) -> str:
    titles = {i: info.title if info else i for i, info in infos.items()}
    return (
        '<section id="summary">\n<h2>Summary</h2>\n<div class="two wide">'
        f"<div><h3>Hits by list and band</h3>{band_table(hits, titles)}</div>"
        f"<div><h3>Hits by score</h3>{histogram(hits, about.threshold)}"
        f"{decision_table(hits)}</div></div>\n{group_tables(hits, groups)}</section>\n"
    )


def _hits_section(hits: pl.DataFrame) -> str:
    if hits.is_empty():
        return '<section id="hits">\n<h2>Hits</h2>\n<p>No hit.</p>\n</section>\n'
    return (
        '<section id="hits">\n<h2>Hits</h2>\n'
        '<form id="filters" class="toolbar" autocomplete="off"></form>\n'
        '<p id="count" role="status"></p>\n'
        f'<p class="legend">{legend_html(inline=False)}</p>\n'
        '<noscript><p class="notice">The hits are shown by a script inside this file, '
        "and this viewer runs none. Open the file in a browser.</p></noscript>\n"
        '<div id="cards"></div>\n<nav id="pages" aria-label="Pages of hits"></nav>\n'
        "</section>\n"
    )


def _method(about: About) -> str:
    method = f"<p>{_bold(METHOD.format(threshold=about.threshold))}</p>"
    return (
        f'<section id="method">\n<h2>Method</h2>\n{method}\n<div class="two">'
        f"<div><h3>Bands</h3>{_terms(BANDS_MEAN)}</div>"
        f"<div><h3>Whom a name means</h3>{_terms(RELATIONS_MEAN)}</div></div>\n"
        "</section>\n"
    )


def _bold(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text_html(text))


def _terms(terms: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f"<dt>{text_html(term)}</dt><dd>{text_html(meaning)}</dd>"
        for term, meaning in terms
    )
    return f"<dl>{rows}</dl>"


def _lists(about: About, infos: dict[str, ListInfo | None]) -> str:
    rows = "".join(_list_row(list_id, info, about) for list_id, info in infos.items())
    return (
        '<section id="lists">\n<h2>Lists</h2>\n<table><thead><tr><th>List</th>'
        "<th>Publisher, and its standing</th><th>Version</th><th>Published</th>"
        '<th class="n">Age in days</th><th class="n">Entries</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>\n</section>\n"
    )


def _list_row(list_id: str, info: ListInfo | None, about: About) -> str:
    used = text_html(about.versions[list_id])
    if info is None:
        return (
            f"<tr><td><b>{text_html(list_id)}</b></td><td>a list of your own</td>"
            f"<td><code>{used}</code></td><td></td><td></td><td></td></tr>"
        )
    age = (about.made_at.date() - info.as_of).days
    late = ""
    if list_id in about.stale:
        late = f'<br><strong class="late">stale: may be {info.max_age}</strong>'
    limits = f'<br><span class="minor">{text_html(info.limits)}</span>'
    return (
        f"<tr><td><b>{text_html(info.title)}</b><br><code>{text_html(list_id)}</code>"
        f"{limits if info.limits else ''}</td>"
        f"<td>{text_html(info.publisher)} ({text_html(info.source_class)})<br>"
        f'<span class="minor">{text_html(info.law)}<br>{text_html(info.source_url)}'
        f"</span></td><td class='date'><code>{used}</code></td>"
        f"<td class='date'>{info.as_of}</td>"
        f'<td class="n">{age:,}{late}</td><td class="n">{info.entries:,}</td></tr>'
    )


def _limits(about: About) -> str:
    limits = [limit.format(threshold=about.threshold) for limit in LIMITS]
    rule = affiliates_rule.on(about.made_at.date())
    if set(rule.lists) & set(about.versions):
        limits.append(f"Owned companies: {rule}.")
    items = "".join(f"<li>{_bold(limit)}</li>" for limit in limits)
    return f'<section id="limits">\n<h2>Limits</h2>\n<ul>{items}</ul>\n</section>\n'


def _unscreened(rows: pl.DataFrame) -> str:
    if rows.is_empty():
        return ""
    text = rows.select(pl.all().cast(pl.String).fill_null("")).head(_UNSCREENED_SHOWN)
    cells = "".join(
        "<tr>" + "".join(f"<td>{text_html(cell)}</td>" for cell in row) + "</tr>"
        for row in text.iter_rows()
    )
    more = rows.height - text.height
    rest = f"<p>And {more:,} more.</p>" if more else ""
    return (
        f'<section id="unscreened">\n<h2>Rows not screened</h2>\n<p>{rows.height:,} '
        "rows hold no name that can be screened. Nothing is said of them.</p>\n"
        "<table><thead><tr><th>Row</th><th>Text</th><th>Why</th></tr></thead>"
        f"<tbody>{cells}</tbody></table>{rest}\n</section>\n"
    )


def _run(about: About) -> str:
    if not about.details:
        return ""
    rows = "".join(
        f"<tr><th>{text_html(label)}</th><td>{text_html(text)}</td></tr>"
        for label, text in about.details
    )
    return (
        '<section id="run">\n<h2>Run</h2>\n<p>From the manifest beside the result, '
        "<code>uyghurscreen rerun</code> makes the same run again and compares the "
        f'bytes.</p>\n<table class="facts"><tbody>{rows}</tbody></table>\n</section>\n'
    )
