"""The report in a browser: opened, searched, filtered, printed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from uyghurscreen import Screener

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES: list[str | None] = [
    "Hangzhou Hikvision Digital Technology",
    "和田浩林发饰品有限公司",
    "Khotan Haolin Hair",
    "АО ПКК Миландр",
    "Xinjiang Daqo Néw Energy",
]
MANY = 10_000
SECONDS = 8.0
"""Longest that anything may take of ten thousand hits, on a slow machine."""

Open = Callable[[str], "Page"]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a report; whatever it asks the network for or complains of is an error."""
    told: list[str] = []
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda request: told.append(request.url))

    def opened(text: str) -> Page:
        file = tmp_path / "report.html"
        file.write_text(text, encoding="utf-8")
        page.goto(file.as_uri())
        assert told.pop(0) == file.as_uri()
        page.wait_for_selector(".card")
        return page

    yield opened
    page.close()
    assert told == []


def _shown(page: Page) -> list[str]:
    """Return the queries that are shown, in their order."""
    return page.locator(".record > h3").all_inner_texts()


def _fits(page: Page, count: str) -> None:
    page.wait_for_function(
        "words => document.getElementById('count').textContent.includes(words)",
        arg=count,
        timeout=SECONDS * 1000,
    )


def test_hits_are_shown_with_their_words_side_by_side(
    page_of: Callable[..., str], open_page: Open
) -> None:
    page = open_page(page_of(NAMES))
    assert _shown(page) == NAMES
    card = page.locator(".card").filter(has_text="Hetian Haolin").nth(1)
    words = card.locator(".us-pair").all_inner_texts()
    assert words[0].split("\n") == ["khotan", "hetian", "exonym"]
    colours = page.evaluate(
        "[...document.querySelectorAll('.us-same, .us-read')].map("
        "box => getComputedStyle(box).backgroundColor)"
    )
    assert {"rgb(228, 242, 231)", "rgb(227, 238, 250)"} <= set(colours)
    details = card.locator("details")
    details.locator("summary").click()
    details.locator("tr").first.wait_for()  # filled once the browser says it is open
    assert details.locator("tr").count() > 3


# a control, its value, the queries that are left
FILTERS = {
    "a name": ("search", "haolin", [NAMES[1], NAMES[2]]),
    "Chinese": ("search", "浩林", [NAMES[1]]),
    "without its accent": ("search", "new DAQO", [NAMES[4]]),
    "the entry's name": ("search", "digital technology co., ltd.", [NAMES[0]]),
    "nothing": ("search", "zebra", []),
    "a score": ("score", "0.99999", None),
    "a band": ("band", "exact", None),
}


@pytest.mark.parametrize(("control", "value", "left"), FILTERS.values(), ids=FILTERS)
def test_hits_are_searched_and_filtered(
    control: str,
    value: str,
    left: list[str] | None,
    demo: Screener,
    page_of: Callable[..., str],
    open_page: Open,
) -> None:
    hits = demo.screen([name for name in NAMES if name])
    assert hits["band"].n_unique() > 1
    if left is None:
        kept = (
            hits.filter(band="exact")
            if control == "band"
            else hits.filter(pl.col("score").round(3) >= 1)
        )
        left = kept["query_name"].unique(maintain_order=True).to_list()
        assert 0 < len(left) < len(NAMES)
    page = open_page(page_of(NAMES))
    field = page.locator(f"[name={control}]")
    if control == "band":
        field.select_option(value)
    else:
        field.fill(value)
    _fits(page, "fit")
    assert _shown(page) == left


def test_names_that_hold_markup_do_nothing(
    page_of_hostile: str, hostile: list[str], open_page: Open
) -> None:
    page = open_page(page_of_hostile)
    assert page.title() == "Screening of <b>suppliers</b>.csv"
    assert _shown(page)[:5] == hostile[:5]
    assert page.locator("img, main script").count() == 0
    page.locator("[name=search]").fill("</script>")
    _fits(page, "fit")
    assert page.title() == "Screening of <b>suppliers</b>.csv"
    assert len(_shown(page)) == 2


def test_ten_thousand_hits_do_not_stall(
    demo: Screener, page_of_hits: Callable[..., str], open_page: Open
) -> None:
    few = demo.screen([name for name in NAMES if name])
    number = pl.int_range(MANY, dtype=pl.UInt32, eager=True)
    many = few.select(pl.all().gather(number % few.height)).with_columns(
        query_id=number.cast(pl.Int64),
        query_name=pl.col("query_name") + " " + number.cast(pl.String),
    )
    text = page_of_hits(many)
    start = time.perf_counter()
    page = open_page(text)
    opened = time.perf_counter()
    page.locator("[name=search]").fill("daqo 9999")
    _fits(page, f"1 of 1 hits that fit, of {MANY:,}")
    page.locator("[name=search]").fill("")
    _fits(page, f"1–50 of {MANY:,} hits")
    page.locator("[name=order]").select_option("score")
    page.get_by_role("button", name="later").click()
    _fits(page, f"51–100 of {MANY:,} hits")
    assert opened - start < SECONDS
    assert time.perf_counter() - opened < SECONDS
    assert page.locator(".card").count() == 50


def test_a_page_on_screen_and_on_paper(
    page_of: Callable[..., str], open_page: Open
) -> None:
    names = [f"Hikvision {number}" for number in range(60)]
    page = open_page(page_of([*NAMES, *names]))
    assert len(page.screenshot()) > 20_000
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1200
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    # Every hit is printed, not those of one page of the screen alone.
    assert paper.count(b"/Type /Page\n") > 5
    assert page.locator(".card").count() == 50
