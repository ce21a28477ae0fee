"""Reports of the small list, and a browser to open them in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.html_report import About, report_html
from uyghurscreen.queries import Queries, read_queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def page_of_hits(demo: Screener) -> Callable[..., str]:
    """Make the report of some hits on the small list."""

    def made(hits: pl.DataFrame, queries: Queries | None = None, **changes: Any) -> str:  # noqa: ANN401
        about = About(
            title="Screening of <b>suppliers</b>.csv",
            made_at=datetime(2026, 11, 29, 9, 30, tzinfo=UTC),
            threshold=demo.threshold,
            **{"versions": demo.versions, **changes},
        )
        entries, index = demo._load()
        return report_html(hits, about, entries=entries, index=index, queries=queries)

    return made


@pytest.fixture(scope="session")
def page_of(demo: Screener, page_of_hits: Callable[..., str]) -> Callable[..., str]:
    """Make the report of some names screened against the small list."""

    def made(names: list[str | None]) -> str:
        frame = pl.DataFrame({"name": pl.Series(names, dtype=pl.String)})
        frame = frame.with_columns(country=pl.lit("China"))
        queries = read_queries(frame, name="name", country="country")
        hits = demo.screen(queries.screened, name="query_name", id="query_id")
        return page_of_hits(
            hits, queries, rows=frame.height, unscreened=queries.unscreened
        )

    return made


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    """Names that would run, load or turn something around if they could."""
    return [
        "Hikvision <script>document.title = 'run'</script>",
        "Hikvision </script><script>document.title = 'run'</script>",
        "Hikvision <img src=x onerror=\"document.title = 'run'\">",
        "Hikvision ' onmouseover='document.title = 1",
        "Hikvision <!-- <script>",
        "Hikvision \u202edetimiL",
        "Hikvision \u2066China\u200b",
    ]


@pytest.fixture(scope="session")
def page_of_hostile(
    demo: Screener, page_of_hits: Callable[..., str], hostile: list[str]
) -> str:
    """The report of hits of such names; entries and reviewers bear them as well."""
    hit = demo.screen(["Hikvision"]).head(1)
    names = pl.Series(hostile)
    hits = pl.concat([hit] * len(hostile)).with_columns(
        query_id=names,
        query_name=names,
        entry_name=names,
        matched_name=names,
        disposition=pl.lit("cleared"),
        decision_reason=names,
        reviewer=names,
        lapsed=pl.lit(None, pl.String),
    )
    return page_of_hits(hits, notes=tuple(hostile), details=((hostile[0], hostile[1]),))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, names)]
    path = next(filter(None, found), None)
    if path is None:
        pytest.skip("no Chromium on this machine; CHROMIUM=PATH says where one is")
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        try:
            opened = playwright.chromium.launch(executable_path=path, args=arguments)
        except Error as error:
            pytest.skip(f"{path} does not start: {str(error).splitlines()[0]}")
        yield opened
        opened.close()
