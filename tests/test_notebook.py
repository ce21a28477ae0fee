from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from lxml import html

import uyghurscreen as us
from uyghurscreen import Screener
from uyghurscreen.errors import InputError
from uyghurscreen.notebook import ROWS, Shown, show
from uyghurscreen.schema import HITS

MARKUP = "<img src=x onerror=alert(1)> & [red]Sons[/red]"
TURNED = "Hikvision \N{RIGHT-TO-LEFT OVERRIDE}dtL"


@pytest.fixture(scope="module")
def hits(screener: Screener) -> pl.DataFrame:
    return screener.screen(["Hikvision", "和田浩林发饰品有限公司", "Acme Bakery"])


# what is shown: how it is made, the title, words that are in it
SHOWN: dict[str, tuple[Callable[[], object], str, list[str]]] = {
    "versions": (
        us.lists.versions,
        "Lists: 16",
        ["uflpa", "UFLPA", "2026-07-24", "144"],
    ),
    "entries": (
        lambda: us.lists.entries("aspi_tech_giants"),
        "Entries: 27 of aspi_tech_giants",
        ["Hikvision", "and 2 more"],
    ),
    "a delta of a list": (
        lambda: us.lists.diff(
            us.lists.entries("uflpa").head(3),
            us.lists.entries("uflpa").tail(-1).head(2),
        ),
        "Changes: 1",
        ["removed", "Aksu Biaoxin Fiber Co., Ltd.", "from "],
    ),
    "any frame": (
        lambda: pl.DataFrame(
            {
                "name": ["Acme", None],
                "n": [1_000_000, 2],
                "share": [0.25, None],
                "on": [date(2026, 1, 2), None],
                "yes": [True, False],
                "tags": [["a", "b"], []],
            }
        ),
        "Rows: 2",
        ["Acme", "1,000,000", "0.250", "2026-01-02", "yes", "a, b"],
    ),
    "a lazy frame": (lambda: pl.LazyFrame({"x": ["seen"]}), "Rows: 1", ["seen"]),
    "no rows": (lambda: pl.DataFrame({"x": []}), "Rows: 0", []),
}


@pytest.mark.parametrize(("make", "title", "words"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown(
    make: Callable[[], object], title: str, words: list[str]
) -> None:
    shown = show(make())
    assert shown.title == title
    for text in (repr(shown), _text(shown)):
        flat = " ".join(text.split())
        assert all(word in flat for word in (title, *words)), flat


def test_hits_stand_under_their_query(hits: pl.DataFrame) -> None:
    shown = show(hits)
    assert shown.title == "Hits: 4, of 2 names"
    assert shown.groups == ("Hikvision (0)",) * 2 + ("和田浩林发饰品有限公司 (1)",) * 2
    entries = [str(row[0]).split("\n")[0] for row in shown.rows]
    assert entries == hits["entry_name"].to_list()
    assert "never a verdict" in repr(shown)
    assert "和田浩林发饰品有限公司 (1)" in _text(shown)


def test_query_and_listed_name_stand_side_by_side(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    shown = show(screener.screen(["Khotan Haolin Hair"]))
    assert "khotan ≈ hetian, haolin, hair" in repr(shown)
    pairs = _tree(shown).xpath("//tbody//span[contains(@class, 'us-pair')]")
    told = [" ".join(pair.itertext()) for pair in pairs]
    assert told[0] == "khotan hetian exonym"
    assert {pair.get("title") for pair in pairs} == {"place", "brand", "word"}
    assert "| in one of the names alone" in repr(shown)


def test_a_delta_of_hits_says_what_changed(hits: pl.DataFrame) -> None:
    delta = hits.select(pl.lit("withdrawn").alias("change"), *HITS.names())
    shown = show(delta)
    assert shown.columns[0] == "change"
    assert {row[0] for row in shown.rows} == {"withdrawn"}


def test_hits_that_were_cleared_are_marked(hits: pl.DataFrame) -> None:
    shown = show(hits.with_columns(suppressed=pl.col("query_id") == 0))
    marked = [str(row[3]).startswith("cleared before; ") for row in shown.rows]
    assert marked == [True, True, False, False]


def test_no_hits_are_shown_as_none(hits: pl.DataFrame) -> None:
    shown = show(hits.clear())
    assert shown.title == "Hits: 0, of 0 names"
    assert "Hits: 0" in _text(shown)


def test_the_parts_of_an_explanation_are_all_there(
    screener: Screener, hits: pl.DataFrame
) -> None:
    why = screener.explain(hits.row(2, named=True))
    shown = show(why)
    parts = [
        float(str(row[2]))
        for row, group in zip(shown.rows, shown.groups, strict=True)
        if group.startswith("evidence")
    ]
    assert sum(parts) == pytest.approx(why.score, abs=0.01)
    assert len(shown.rows) <= ROWS + 2
    assert {row[0] for row in shown.rows} >= {"query", "list", "haolin"}


def test_few_rows_and_the_number_of_the_others() -> None:
    shown = show(pl.DataFrame({"x": range(1_030)}))
    assert len(shown.rows) == ROWS
    assert "and 1,005 more" in repr(shown)
    assert len(_tree(shown).xpath("//tbody/tr")) == ROWS


@pytest.mark.parametrize("text", [MARKUP, TURNED, "</style><script>1</script>"])
def test_names_are_shown_as_they_are(hits: pl.DataFrame, text: str) -> None:
    for value in (
        hits.with_columns(query_name=pl.lit(text), entry_name=pl.lit(text)),
        pl.DataFrame({text: [text]}),
    ):
        shown = show(value)
        written = shown._repr_html_()
        assert written is not None
        assert not _tree(shown).xpath("//script | //img | //*[@onerror]")
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in written + repr(shown)
        assert text.replace("\N{RIGHT-TO-LEFT OVERRIDE}", "⟨U+202E⟩") in _text(shown)


def test_the_same_table_is_the_same_bytes(hits: pl.DataFrame) -> None:
    first, second = show(hits), show(hits.clone())
    assert first == second
    assert first._repr_html_() == second._repr_html_()
    assert first._repr_html_() != show(hits.head(1))._repr_html_()


def test_without_great_tables_a_notebook_shows_the_text(
    hits: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "great_tables", None)
    shown = show(hits)
    assert shown._repr_html_() is None
    assert "Hikvision" in repr(shown)


@pytest.mark.parametrize("value", ["Hikvision", None, [1, 2]])
def test_what_cannot_be_shown(value: object) -> None:
    with pytest.raises(InputError, match="a polars frame, not a"):
        show(value)


def _tree(shown: Shown) -> html.HtmlElement:
    return html.fromstring(shown._repr_html_() or "")


def _text(shown: Shown) -> str:
    """Return what a reader of the HTML reads."""
    tree = _tree(shown)
    for style in tree.xpath("//style"):
        style.drop_tree()
    return " ".join(" ".join(tree.itertext()).split())
