from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import Screener, lists
from uyghurscreen.lists import entity_list, related
from uyghurscreen.lists.covering_words import covering_words
from uyghurscreen.lists.records import Record, to_entries
from uyghurscreen.schema import RELATIONS
from uyghurscreen.typing import Relation

BIS = Path(__file__).parents[2] / "../shared/sources/bis"
TABLES = Path(__file__).parents[2] / "lists" / "relations"
CETC = "China Electronics Technology Group Corporation"

# a cell, how the body stands to the listed one, the words that cover it
WORDS: dict[str, tuple[str, Relation, str | None]] = {
    "institutions after aliases": (
        "CASIC Second Academy, a.k.a., the following eight aliases, and thirteen "
        "subordinate institutions:\n—CASIC.",
        "subordinate",
        "and thirteen subordinate institutions",
    ),
    "named institutions": (
        "CETC 11, a.k.a, the following three aliases, including the named "
        "subordinate institutions:",
        "subordinate",
        "including the named subordinate institutions",
    ),
    "one institution": (
        "CETC 13th Institute (CETC 13) subordinate institution: Envoltek",
        "subordinate",
        "subordinate institution",
    ),
    "entities": (
        "—Power Plant Workshops; and the following four subordinate entities:",
        "subordinate",
        "and the following four subordinate entities",
    ),
    "under a heading": (
        "The following Department of Atomic Energy entities:\n—BARC;",
        "subordinate",
        "The following Department of Atomic Energy entities",
    ),
    "affiliates": (
        "—Huawei Technology, and to include the following addresses and the "
        "following 22 affiliated entities:",
        "affiliate",
        "the following 22 affiliated entities",
    ),
    "the entity itself": ("Acme, and two subordinate institutions:", "listed", None),
    "nothing said": ("Acme, a.k.a., one alias:", "subordinate", None),
}

# who is related, on which list: the relation, the parent, words of the listing
KNOWN: dict[tuple[str, str], tuple[str, str, str]] = {
    ("entity_list", "Shanghai Huawei Technologies Co., Ltd."): (
        "affiliate",
        "Huawei Technologies Co., Ltd.",
        "the following 22 affiliated entities",
    ),
    ("entity_list", "23rd Research Institute"): (
        "subordinate",
        "China Aerospace Science and Industry Corporation Second Academy",
        "and thirteen subordinate institutions",
    ),
    ("entity_list", "Envoltek"): (
        "subordinate",
        f"{CETC} 13th Research Institute (CETC 13)",
        "subordinate institution",
    ),
    ("entity_list", "Guangzhou Hongyu Technology Co., Ltd."): (
        "subordinate",
        f"{CETC}, 7th Research Institute (CETC-7)",
        "a subordinate institute of CETC-7",
    ),
    ("entity_list", f"{CETC} 52nd Research Institute"): ("member", CETC, CETC),
    ("uflpa", "Geehy Semiconductor Co., Ltd."): (
        "subsidiary",
        "Ninestar Corporation",
        "and its eight Zhuhai-based subsidiaries",
    ),
    ("aspi_universities", "AVIC Capital Co., Ltd."): (
        "subsidiary",
        "Aviation Industry Corporation of China",
        "subsidiaries",
    ),
}

COVERED = {
    "Hoshine Silicon Industry (Shanshan) Co., Ltd": "and subsidiaries",
    "Xinjiang Production and Construction Corps": (
        "and its subordinate and affiliated entities"
    ),
}


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    return lists.relations()


@pytest.mark.parametrize(("cell", "relation", "words"), WORDS.values(), ids=WORDS)
def test_covering_words(cell: str, relation: Relation, words: str | None) -> None:
    assert covering_words(cell, relation) == words


@pytest.mark.parametrize(("who", "expected"), KNOWN.items())
def test_known_relations(
    who: tuple[str, str], expected: tuple[str, str, str], found: pl.DataFrame
) -> None:
    list_id, name = who
    row = found.filter(list_id=list_id, related_name=name)
    assert row.select("relation", "parent_name", "words").rows() == [expected]


def test_clauses_cover_without_naming(found: pl.DataFrame) -> None:
    rows = found.filter(list_id="uflpa", relation="covered_by_scope")
    assert dict(rows.select("parent_name", "words").rows()) == COVERED
    assert rows["related_id"].null_count() == rows.height


def test_every_row_says_under_which_words_of_which_source(found: pl.DataFrame) -> None:
    assert found.schema == RELATIONS
    assert (
        found.drop("related_id", "related_name").null_count().sum_horizontal()[0] == 0
    )
    assert (found["source"].str.len_chars() > 0).all()


def test_every_body_under_an_entry_has_its_row(
    found: pl.DataFrame, screener: Screener
) -> None:
    below = screener.entries.filter(pl.col("parent_id").is_not_null())
    assert set(below["entry_id"]) <= set(found["related_id"])
    parents = screener.entries.filter(pl.col("names").list.len() > 0)["entry_id"]
    of_nobody = found.filter(~pl.col("parent_id").is_in(parents.implode()))
    # India's Department of Atomic Energy is a heading: only its bodies are listed.
    assert of_nobody["parent_name"].unique().to_list() == [
        "Department of Atomic Energy"
    ]


@pytest.mark.parametrize("table", ["stated", "groups"])
def test_every_row_of_the_tables_kept_by_hand_is_of_use(
    table: str, found: pl.DataFrame
) -> None:
    rows = pl.read_csv(TABLES / f"{table}.csv")
    parents = set(found["parent_name"])
    assert set(rows["parent_name"]) <= parents
    if table == "stated":
        assert set(rows["related_name"]) <= set(found["related_name"].drop_nulls())
    else:
        used = set(found.filter(relation="member")["words"])
        assert {start.strip() for start in rows["starts_with"]} == used


def test_a_list_by_itself() -> None:
    assert lists.relations(["uflpa"])["list_id"].unique().to_list() == ["uflpa"]


def test_no_relation_is_made_up() -> None:
    entries = to_entries(
        "demo",
        [Record(name="Acme Ltd.", scope="in the Sea of Okhotsk")],
        source_class="law",
    )
    assert related.read(entries).is_empty()


def test_explanation_says_who_covers_a_body_and_in_which_words(
    screener: Screener,
) -> None:
    hit = screener.screen_name("Shanghai Huawei Technologies").row(0, named=True)
    assert hit["relation"] == "affiliate"
    assert (
        "affiliate of Huawei Technologies Co., Ltd., under the words “the following 22 "
        "affiliated entities” of its listing"
    ) in str(screener.explain(hit))


def test_explanation_says_which_clause_covers_a_division(screener: Screener) -> None:
    hits = screener.screen_name("Xinjiang Production and Construction Corps 9th Div.")
    hit = hits.filter(list_id="uflpa").row(0, named=True)
    assert hit["relation"] == "covered_by_scope"
    why = str(screener.explain(hit))
    assert "covered by the words “and its subordinate and affiliated entities”" in why


def test_a_listing_without_such_words_covers_no_division(screener: Screener) -> None:
    hits = screener.screen_name("Xinjiang Production and Construction Corps 9th Div.")
    hit = hits.filter(list_id="entity_list").row(0, named=True)
    assert hit["relation"] == "sister"
    assert "its listing says nothing of those" in str(screener.explain(hit))


# a name that is listed itself, on which list; what is said of its parent
SAID = {
    ("Zhuhai Pantum Electronics", "uflpa"): (
        "subsidiary of Ninestar Corporation, in the words “and its eight Zhuhai-based "
        "subsidiaries” (FR Doc. 2023-12481 (2023-06-12))"
    ),
    ("CETC 52nd Research Institute", "entity_list"): (
        f"member of {CETC}, in the words “{CETC}”"
    ),
    ("Hikvision", "entity_list"): None,
}


@pytest.mark.parametrize(("who", "said"), SAID.items())
def test_explanation_says_what_a_notice_or_a_name_says(
    who: tuple[str, str], said: str | None, screener: Screener
) -> None:
    name, list_id = who
    hit = screener.screen_name(name).filter(list_id=list_id).row(0, named=True)
    why = screener.explain(hit)
    if said is None:
        assert why.said_of is None
    else:
        assert said in str(why)


@pytest.mark.shared
@pytest.mark.skipif(not BIS.is_dir(), reason="needs ../shared/sources/bis")
def test_every_block_of_the_text_of_2023_becomes_an_entry() -> None:
    """Count what the text itself announces, without the parser."""
    raw = (BIS / "ecfr_supp4_2023-10-30.xml").read_bytes()
    text = html.unescape(raw.decode())
    text = re.sub(r"<[^>]+>", "\n", text)
    announced = Counter(
        subordinate=len(re.findall(r"(?m)^Subordinate institution\b", text, re.I))
        # CETC 13 has a row for each of its bodies
        + len(re.findall(r"\(CETC 13\) subordinate institution:", text))
        # "the following four subordinate entities" of PAEC; those of the Department of
        # Atomic Energy: BARC, IGCAR, Indian Rare Earths, the reactors
        + len(re.findall(r"\bfollowing four subordinate entities:", text)) * 4
        + len(re.findall(r"\bfollowing Department of Atomic Energy entities:", text))
        * 4,
        affiliate=int(re.findall(r"the following (\d+) affiliated entities:", text)[0]),
    )
    assert announced == Counter(subordinate=47, affiliate=22)
    entries = entity_list.parse(raw)
    below = entries.filter(pl.col("relation") != "listed")
    assert Counter(below["relation"].to_list()) == announced
    assert below["parent_id"].is_in(entries["entry_id"].implode()).all()
    assert below["scope"].null_count() == 0
    for number, parent in {"thirteen": 13, "seven": 7, "three": 3, "two": 2}.items():
        words = f"and {number} subordinate institutions"
        assert below.filter(pl.col("scope") == words).height == parent
