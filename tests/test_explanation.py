from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from uyghurscreen import Evidence, Explanation, Screener
from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.evidence import WORD_FEATURES, Token
from uyghurscreen.explanation import summary
from uyghurscreen.schema import FEATURE_NAMES

NAMES = [
    "Hikvision",
    "Hangzhou Hikvision Digital Technology",
    "和田浩林发饰品有限公司",
    "Khotan Haolin Hair",
    "China Electronics Technology Group 13th Institute",
    "АО ПКК Миландр",
]

# one hit of every sort: what is changed from a plain one, the summary of it
SUMMARIES: dict[str, tuple[dict[str, object], str]] = {
    "the same name": ({"same_name": 1.0}, "same name"),
    "by an alias": (
        {"same_name": 1.0, "name_kind": "alias", "matched_name": "Hikvision"},
        "as Hikvision (alias name): same name",
    ),
    "a body below": (
        {"same_name": 1.0, "relation": "subordinate"},
        "same name; subordinate body of a listed entity",
    ),
    "same country": (
        {"same_name": 1.0, "country_evidence": "agrees"},
        "same name; same country",
    ),
    "another country": (
        {"same_name": 1.0, "country_evidence": "differs"},
        "same name; other country",
    ),
}

# every way an explanation refuses: the arguments, the error, words in the message
REFUSED: dict[str, tuple[tuple[object, str | None], type[Exception], str]] = {
    "a name without an entry": (("Hikvision", None), InputError, "needs entry_id="),
    "no such entry": (("Hikvision", "0"), ListNotFoundError, "no entry '0'"),
    "an empty name": (("", "haolin"), InputError, "no name"),
    "a name without letters": (("518000", "haolin"), InputError, "no letters"),
    "a name too long": (("x" * 10_000, "haolin"), InputError, "longer than"),
    "a dict that is no hit": (({"name": "x"}, None), InputError, "a row of hits"),
    "not a hit at all": ((7, None), InputError, "a row of hits"),
    "an entry that is an address": (
        ("Hikvision", "address"),
        InputError,
        "lists an address",
    ),
}


@pytest.fixture(scope="module")
def ids(demo_entries: pl.DataFrame) -> dict[str, str]:
    """Entry ids of the small list by a word of the name."""
    rows = demo_entries.select("entry_name", "entry_id").rows()
    return {
        word: identity
        for word in ("Hikvision", "Haolin", "Address", "23rd")
        for name, identity in rows
        if word in name
    }


@pytest.fixture
def made() -> Explanation:
    """An explanation written by hand, of a name that holds markup."""
    return Explanation(
        query_name="<b>Hikvision</b> & [red]Sons[/red]",
        entry={
            "list_id": "entity_list",
            "entry_id": "0123456789abcdef",
            "entry_name": "Hangzhou Hikvision Digital Technology Co., Ltd.",
            "relation": "subordinate",
            "scope": "and subsidiaries",
            "source_class": "law",
            "sublists": ["(i)", "(ii)"],
            "countries": ["CN"],
            "first_listed": date(2019, 10, 9),
            "effective_date": date(2024, 1, 2),
            "citations": ["84 FR 54004 (2019-10-09)", "89 FR 1 (2024-01-02)"],
            "license_requirement": "For all items subject to the EAR",
            "license_policy": None,
        },
        parent_name="Parent <i>Corp</i>",
        matched_name="杭州海康威视数字技术股份有限公司",
        name_kind="native",
        name_source="annual report",
        score=0.8765,
        band="possible",
        query_reading="hikvision",
        listed_reading="@hangzhou hikvision ~stock",
        tokens=(
            Token("brand", "hikvision", "<i>hikvision</i>", "same", 0.9),
            Token("word", "", "digital", "missing", -0.0235),
        ),
        evidence=(
            Evidence("same_name", 1.0, 0.9, "Both names are the same letters."),
            Evidence("place_agreement", -1.0, -0.0235, "Places agree (1) or <not>."),
        ),
        list_version="2026-07-09.00000000",
        scoring_version="9",
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_hit_and_its_explanation_say_the_same(name: str, demo: Screener) -> None:
    for hit in demo.screen_name(name, threshold=0).iter_rows(named=True):
        why = demo.explain(hit)
        assert why.query_name == name
        assert why.entry["entry_id"] == hit["entry_id"]
        assert why.score == hit["score"]
        assert why.band == hit["band"]
        assert why.list_version == hit["list_version"]
        assert {item.feature: item.value for item in why.evidence} == {
            feature: hit[feature] for feature in FEATURE_NAMES
        }


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_add_up_to_the_score(name: str, demo: Screener) -> None:
    for hit in demo.screen_name(name, threshold=0).iter_rows(named=True):
        why = demo.explain(hit)
        parts = sum(item.contribution for item in why.evidence)
        assert parts == pytest.approx(why.score, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_add_up_to_the_parts_that_are_sums_over_words(
    name: str, demo: Screener
) -> None:
    for hit in demo.screen_name(name, threshold=0).iter_rows(named=True):
        why = demo.explain(hit)
        parts = [e.contribution for e in why.evidence if e.feature in WORD_FEATURES]
        words = sum(word.contribution for word in why.tokens)
        assert words == pytest.approx(sum(parts), abs=1e-9)


def test_a_word_of_both_names_has_a_part_and_one_left_over_does_not_help(
    demo: Screener, ids: dict[str, str]
) -> None:
    why = demo.explain("Haolin Hair Zebra", entry_id=ids["Haolin"])
    parts = {word.token: word.contribution for word in why.tokens}
    assert parts["haolin"] > parts["hair"] > 0 >= parts["zebra"]


def test_every_word_of_either_name_is_shown_once(
    demo: Screener, ids: dict[str, str]
) -> None:
    words = demo.explain("Khotan Haolin Zebra", entry_id=ids["Haolin"]).tokens
    shown = [word.token for word in words if word.token]
    assert shown == ["khotan", "haolin", "zebra"]
    alone = [word for word in words if not word.token]
    assert {word.relation for word in alone} == {"missing"}
    assert "hair" in {word.counterpart for word in alone}


def test_the_largest_part_comes_first_and_every_part_has_a_meaning(
    demo: Screener, ids: dict[str, str]
) -> None:
    evidence = demo.explain("Khotan Haolin", entry_id=ids["Haolin"]).evidence
    sizes = [abs(item.contribution) for item in evidence]
    assert sizes == sorted(sizes, reverse=True)
    assert {item.feature for item in evidence} == set(FEATURE_NAMES)
    assert all(item.meaning.endswith(".") for item in evidence)


def test_a_name_can_be_held_against_an_entry_it_does_not_hit(
    demo: Screener, ids: dict[str, str]
) -> None:
    why = demo.explain("Acme Bakery", entry_id=ids["Haolin"])
    assert why.entry["entry_name"] == "Hetian Haolin Hair Accessories Co. Ltd."
    assert why.score < demo.threshold
    assert why.band == "weak"


def test_the_readings_of_both_names_are_shown(
    demo: Screener, ids: dict[str, str]
) -> None:
    why = demo.explain("Khotan Haolin Hair Accessories", entry_id=ids["Haolin"])
    assert "@hotan" in why.query_reading.split()
    assert "haolin" in why.query_reading.split()
    assert "@hotan" in why.listed_reading.split()


def test_the_source_of_a_native_name_is_shown(
    demo: Screener, ids: dict[str, str]
) -> None:
    why = demo.explain("杭州海康威视数字技术股份有限公司", entry_id=ids["Hikvision"])
    assert why.name_kind == "native"
    assert "(native name, from annual report)" in str(why)


def test_the_parent_of_a_body_is_shown(demo: Screener, ids: dict[str, str]) -> None:
    why = demo.explain("23rd Research Institute", entry_id=ids["23rd"])
    assert why.parent_name == (
        "China Aerospace Science and Industry Corporation Second Academy"
    )
    assert f"subordinate of {why.parent_name}" in str(why)


def test_the_text_says_where_to_check(screener: Screener) -> None:
    hits = screener.screen_name("Hetian Haolin Hair Accessories")
    hit = hits.filter(pl.col("list_id") == "entity_list").row(0, named=True)
    text = str(screener.explain(hit))
    for words in (
        "Entity List (Supplement No. 4 to 15 CFR Part 744)",
        f"version {hit['list_version']}",
        hit["entry_id"],
        "FR ",
        "https://www.ecfr.gov/",
        "law",
        "CN",
        f"{hit['score']:.3f}",
    ):
        assert words in text


def test_a_list_of_the_callers_own_has_no_source_to_show(
    demo: Screener, ids: dict[str, str]
) -> None:
    labels = [
        label for label, _ in demo.explain("Haolin", entry_id=ids["Haolin"]).facts()
    ]
    assert "list" in labels
    assert "source" not in labels
    assert "citations" not in labels


@pytest.mark.parametrize(("arguments", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_explained_is_an_error(
    arguments: tuple[object, str | None],
    error: type[Exception],
    words: str,
    demo: Screener,
    ids: dict[str, str],
) -> None:
    hit, entry = arguments
    entry_id = {"haolin": ids["Haolin"], "address": ids["Address"]}.get(
        entry or "", entry
    )
    with pytest.raises(error, match=words):
        demo.explain(hit, entry_id=entry_id)  # type: ignore[arg-type]


def test_a_hit_of_a_list_that_is_not_chosen_cannot_be_explained(
    screener: Screener, demo: Screener
) -> None:
    hit = demo.screen_name("Milandr").row(0, named=True)
    with pytest.raises(ListNotFoundError, match="on the chosen lists"):
        screener.explain(hit)


def test_the_whole_text(made: Explanation, golden: Callable[[str, str], None]) -> None:
    golden("explanation", f"{made}\n")


def test_the_whole_html(made: Explanation, golden: Callable[[str, str], None]) -> None:
    golden("explanation_html", made._repr_html_().replace("<tr>", "\n<tr>") + "\n")


def test_html_escapes_the_names(made: Explanation) -> None:
    text = made._repr_html_()
    assert "&lt;b&gt;Hikvision&lt;/b&gt; &amp; [red]Sons[/red]" in text
    assert "&lt;i&gt;Corp&lt;/i&gt;" in text
    assert "&lt;not&gt;" in text
    assert "<b>" not in text
    assert "<i>" not in text


@pytest.mark.parametrize(("changes", "text"), SUMMARIES.values(), ids=SUMMARIES)
def test_summaries(changes: dict[str, object], text: str) -> None:
    hit: dict[str, object] = dict.fromkeys(FEATURE_NAMES, 0.0)
    hit |= {
        "matched_name": "Hangzhou Hikvision",
        "name_kind": "primary",
        "relation": "same",
        "country_evidence": "unknown",
    }
    assert summary(hit | changes) == text


def test_every_hit_has_a_summary(demo: Screener) -> None:
    hits = demo.screen(NAMES, threshold=0)
    summaries = [summary(hit) for hit in hits.iter_rows(named=True)]
    assert all(summaries)
