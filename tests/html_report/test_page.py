from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import uyghurscreen as us
from uyghurscreen import Screener
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.html_report.data import as_json
from uyghurscreen.schema import HITS

NAMES = [
    "Hangzhou Hikvision Digital Technology",
    "和田浩林发饰品有限公司",
    "Khotan Haolin Hair",
    "АО ПКК Миландр",
    "Acme Bakery",
    None,
    "518000",
]


class _Page(HTMLParser):
    """What of a page could load, run or link, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.policy = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self._inside = tag
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        if self._inside == "style":
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    @property
    def data(self) -> Any:  # noqa: ANN401
        return json.loads(self.scripts[0])


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def test_a_page_loads_nothing_and_runs_its_own_script_alone(
    page_of: Callable[..., str],
) -> None:
    page = _Page(page_of(NAMES))
    _, script = page.scripts
    (style,) = page.styles
    assert page.policy == (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not page.attributes & {"src", "href", "srcset", "style", "onclick"}
    assert not set(page.tags) & {"img", "iframe", "link", "object", "a"}
    assert not re.search(r"url\(|@import|innerHTML|fetch\(|eval\(", script + style)


def test_every_hit_is_in_the_data_with_its_evidence(
    demo: Screener, page_of: Callable[..., str]
) -> None:
    data = _Page(page_of(NAMES)).data
    hits = demo.screen(NAMES[:5])
    assert len(data["hits"]) == hits.height > 3
    for row, hit in zip(data["hits"], hits.iter_rows(named=True), strict=True):
        entry = data["entries"][row["e"]]
        assert (entry["id"], row["name"]) == (hit["entry_id"], hit["matched_name"])
        assert data["queries"][row["q"]][1:3] == [hit["query_name"], "China"]
        explained = demo.explain(hit)
        assert [w[1:4] for w in row["words"]] == [
            [t.token, t.counterpart, t.relation] for t in explained.tokens
        ]
        parts = {data["features"][f][0]: part for f, _, part in row["parts"]}
        assert sum(parts.values()) == pytest.approx(hit["score"], abs=0.01)
        assert row["score"] == pytest.approx(hit["score"], abs=0.0005)


def test_what_is_said_of_the_run(page_of: Callable[..., str]) -> None:
    page = page_of(NAMES)
    for words in (
        "Screening of &lt;b&gt;suppliers&lt;/b&gt;.csv",
        "Screened on 2026-11-29 09:30 UTC at threshold 0.7",
        "<b>5</b><span>names screened</span>",
        "<b>2</b><span>rows not screened</span>",
        "<td>5</td><td></td><td>no name (null)</td>",
        "<td>6</td><td>518000</td><td>no letters</td>",
        "No hit is not a clearance",
        "a list of your own",
    ):
        assert words in page


def test_markup_in_names_is_inert(
    page_of: Callable[..., str], page_of_hostile: str, hostile: list[str]
) -> None:
    plain, page = _Page(page_of(NAMES)), _Page(page_of_hostile)
    assert set(page.tags) <= set(plain.tags)
    assert page.tags.count("script") == 2
    assert page.attributes <= plain.attributes
    assert len(page.data["queries"]) == len(hostile)
    names = [row[1] for row in page.data["queries"]]
    assert names[0] == hostile[0]
    assert names[5] == "Hikvision ⟨U+202E⟩detimiL"
    assert not re.search("[\u202e\u2066\u200b]", page.scripts[0])


@pytest.mark.parametrize("text", ["</script>", "<!--", "&lt;", "\u2028", "\x00"])
def test_json_holds_no_sign_that_html_reads(text: str) -> None:
    made = as_json({"a": [text, {"b": text}, 1, None, True]})
    assert not re.search("[<>&\u2028\x00]", made)
    assert json.loads(made)["a"][2:] == [1, None, True]


def test_the_same_hits_are_the_same_bytes(page_of: Callable[..., str]) -> None:
    assert page_of(NAMES) == page_of(NAMES)


def test_decisions_and_changes_are_shown(
    demo: Screener, page_of_hits: Callable[..., str]
) -> None:
    hits = demo.screen(["Hikvision", "Milandr"]).head(2)
    decided = hits.with_columns(
        change=pl.lit("new"),
        suppressed=pl.Series([True, False]),
        disposition=pl.Series(["cleared", None]),
        decision_reason=pl.Series(["another <town>", None]),
        reviewer=pl.Series(["A. Ng", None]),
        lapsed=pl.lit(None, pl.String),
    )
    page = page_of_hits(decided)
    assert "<h3>Hits by decision</h3>" in page
    assert "<b>1</b><span>hits cleared before</span>" in page
    first, second = _Page(page).data["hits"]
    assert first["decided"] == {
        "suppressed": True,
        "disposition": "cleared",
        "decision_reason": "another <town>",
        "reviewer": "A. Ng",
    }
    assert "decided" not in second
    assert second["change"] == "new"


def test_a_body_is_listed_under_another_in_words(
    demo: Screener, page_of: Callable[..., str]
) -> None:
    data = _Page(page_of(["23rd Research Institute"])).data
    facts = {entry["name"]: dict(entry["facts"]) for entry in data["entries"]}
    assert facts["23rd Research Institute"]["relation"].startswith(
        "subordinate of China Aerospace Science and Industry Corporation Second Academy"
    )


def test_a_hit_on_an_entry_that_is_gone_is_shown(
    demo: Screener, page_of_hits: Callable[..., str]
) -> None:
    gone = demo.screen(["Hikvision"]).head(1).with_columns(entry_id=pl.lit("0" * 16))
    data = _Page(page_of_hits(gone)).data
    assert data["entries"][0]["facts"] == [["entry", "no longer on the list"]]
    assert data["hits"][0]["words"] == []


def test_a_report_without_hits(page_of: Callable[..., str]) -> None:
    page = page_of(["Acme Bakery"])
    assert "<p>No hit.</p>" in page
    assert _Page(page).data["hits"] == []


def test_more_hits_than_a_browser_opens_are_refused(
    demo: Screener, page_of_hits: Callable[..., str]
) -> None:
    many = demo.screen(["Hikvision"]).head(1)
    many = many.select(pl.all().repeat_by(100_001).explode())
    with pytest.raises(InputError, match="100,001 hits is more than a browser opens"):
        page_of_hits(many)


def test_notes_and_stale_lists_are_told(page_of_hits: Callable[..., str]) -> None:
    page = page_of_hits(pl.DataFrame(schema=HITS), notes=("uflpa is <old>",))
    assert '<section class="notice"><p>uflpa is &lt;old&gt;</p></section>' in page


@pytest.mark.parametrize(("list_id", "told"), [("entity_list", True), ("uflpa", False)])
def test_the_rule_on_owned_companies_is_told_of_the_lists_it_looks_at(
    list_id: str, told: bool, page_of_hits: Callable[..., str]
) -> None:
    page = page_of_hits(pl.DataFrame(schema=HITS), versions={list_id: "2026-07-09.0"})
    assert ("Rule on 2026-11-29: of unverified state" in page) == told


def test_a_report_from_python(demo: Screener, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    names = ["Hikvision", None]
    hits = demo.screen(["Hikvision"])
    us.report(hits, path, frame=names, screener=demo, title="Suppliers of 2026")
    text = path.read_text(encoding="utf-8")
    assert "<h1>Suppliers of 2026</h1>" in text
    assert "<b>1</b><span>rows not screened</span>" in text
    us.report(hits, path, screener=demo)
    assert "does not say how many there were" in path.read_text(encoding="utf-8")


def test_names_are_counted_by_a_column_of_the_frame(
    demo: Screener, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    frame = pl.DataFrame(
        {
            "name": ["Hangzhou Hikvision", "Acme Bakery", "Haolin Hair <b>", None],
            "tier": [1, 1, None, 2],
            "role": ["<i>maker</i>", "", "maker", "maker"],
        }
    )
    hits = demo.screen(frame.head(3))
    us.report(hits, path, frame=frame, by=["tier", "role"], screener=demo)
    text = path.read_text(encoding="utf-8")
    table = text[text.index("Names by tier") : text.index("Names by role")]
    rows = [re.findall(r"<td[^>]*>([^<]*)", row) for row in table.split("<tr>")[2:]]
    bands = hits.group_by("query_id", maintain_order=True).first()["band"].to_list()
    assert [row[:2] for row in rows] == [["1", "2"], ["–", "1"]]
    assert [sum(map(int, row[2:])) for row in rows] == [1, 1]
    assert len(bands) == 2
    data = _Page(text).data
    assert data["groups"] == ["tier", "role"]
    assert [row[4:] for row in data["queries"]] == [
        ["1", "<i>maker</i>"],
        ["–", "maker"],
    ]
    with pytest.raises(ColumnNotFoundError, match="by='level': no such column"):
        us.report(hits, path, frame=frame, by=["level"], screener=demo)
    with pytest.raises(InputError, match="has to be given"):
        us.report(hits, path, by=["tier"], screener=demo)


# what is wrong with a report from Python, and words of the message
REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "another ending": ({}, "report.pdf", "in .html"),
    "no such folder": ({}, "none/report.html", "cannot write"),
    "another list": ({"list_id": "uflpa"}, "report.html", "not among the lists"),
    "another version": ({"list_version": "1"}, "report.html", "found on demo 1"),
}


@pytest.mark.parametrize(("changes", "file", "words"), REFUSED.values(), ids=REFUSED)
def test_what_no_report_can_be_made_of(
    changes: dict[str, str], file: str, words: str, demo: Screener, tmp_path: Path
) -> None:
    hits = demo.screen(["Hikvision"]).with_columns(
        **{name: pl.lit(value) for name, value in changes.items()}
    )
    with pytest.raises(InputError, match=words):
        us.report(hits, tmp_path / file, screener=demo)
    with pytest.raises(InputError, match="no column 'same_name'"):
        us.report(hits.drop("same_name"), tmp_path / "report.html", screener=demo)
