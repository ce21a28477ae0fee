"""The hand-edited tables in lists/lexicon keep the rules their README states."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

LEXICON = Path(__file__).parents[2] / "lists" / "lexicon"

COLUMNS = {
    "address_words": ["form", "word", "kind", "language", "source"],
    "brands": ["brand", "form", "language", "source"],
    "concepts": ["concept", "form", "language", "role", "source"],
    "confusables": ["char", "replacement", "script", "note"],
    "families": ["family", "form", "language", "note"],
    "legal_forms": ["form", "language", "class", "source"],
    "multi_readings": ["char", "readings", "source"],
    "not_numbers": ["text", "reason"],
    "numbers": ["form", "language", "value", "kind"],
    "palladius": ["pinyin", "form"],
    "places": ["place", "form", "language", "kind", "parent", "source"],
    "readings": ["text", "reading", "source"],
    "region_unclear": ["form", "reason"],
    "sinitic_spellings": ["pinyin", "spelling", "system", "source"],
    "xinjiang_units": [
        "place",
        "name",
        "chinese",
        "kind",
        "parent",
        "site_county",
        "source",
    ],
    "xpcc_divisions": ["division", "chinese", "city", "prefecture", "source"],
    "xpcc_holdings": ["form", "holding", "division", "language", "source"],
    "xpcc_regiments": ["regiment", "division", "source"],
}
"""Every table and its columns."""

FOLDED = {
    "address_words": "form",
    "brands": "form",
    "concepts": "form",
    "families": "form",
    "legal_forms": "form",
    "numbers": "form",
    "places": "form",
    "region_unclear": "form",
    "xpcc_holdings": "form",
    "sinitic_spellings": "spelling",
}
"""Tables with a column that is looked up in folded text."""

KEYS = {
    "address_words": ("form", "language"),
    "brands": ("form", "language"),
    "confusables": ("char",),
    "families": ("form", "language"),
    "legal_forms": ("form", "language"),
    "multi_readings": ("char",),
    "not_numbers": ("text",),
    "numbers": ("form", "language", "kind"),
    "readings": ("text",),
    "region_unclear": ("form",),
    "sinitic_spellings": ("pinyin", "spelling", "system"),
    "xinjiang_units": ("chinese",),
    "xpcc_divisions": ("division",),
    "xpcc_holdings": ("form", "language"),
    "xpcc_regiments": ("regiment",),
}
"""Columns that name a row; concepts and places have rules of their own."""

WORDS = {
    ("address_words", "kind"): {
        "room",
        "floor",
        "building",
        "centre",
        "number",
        "box",
        "street",
        "area",
        "common",
        "direction",
        "name",
        "drop",
    },
    ("concepts", "role"): {"sector", "generic", "organ", "relation", "function"},
    ("legal_forms", "class"): {
        "limited",
        "stock",
        "company",
        "partnership",
        "cooperative",
        "sole",
        "state",
        "nonprofit",
        "branch",
    },
    ("xinjiang_units", "kind"): {
        "region",
        "prefecture",
        "city",
        "county",
        "district",
        "xpcc_city",
    },
    ("numbers", "kind"): {"cardinal", "ordinal", "roman", "after_di"},
    ("places", "kind"): {
        "country",
        "region",
        "province",
        "prefecture",
        "city",
        "xpcc_city",
        "county",
        "district",
        "feature",
    },
    ("sinitic_spellings", "system"): {
        "hk",
        "tw",
        "wade-giles",
        "passport",
        "umlaut-dropped",
    },
}
"""The words a column may hold, before a mark such as `|ambiguous`."""

FACTS = [
    ("legal_forms", {"form": "有限责任公司"}, "class", "limited"),
    ("legal_forms", {"form": "总公司"}, "class", "company"),
    ("legal_forms", {"form": "ооо"}, "class", "limited"),
    ("legal_forms", {"form": "oao"}, "class", "stock"),
    ("legal_forms", {"form": "ltd sti"}, "class", "limited"),
    ("legal_forms", {"form": "주식회사"}, "class", "stock"),
    ("legal_forms", {"form": "چەكلىك شىركىتى"}, "class", "limited"),
    ("concepts", {"form": "纺织", "language": "zh"}, "concept", "textile"),
    ("concepts", {"form": "fangzhi"}, "concept", "textile"),
    ("concepts", {"form": "garment", "language": "en"}, "concept", "apparel"),
    ("concepts", {"form": "服饰", "language": "zh"}, "concept", "apparel"),
    ("concepts", {"form": "non ferrous metals"}, "concept", "nonferrous"),
    ("concepts", {"form": "有色金属", "language": "zh"}, "concept", "nonferrous"),
    ("concepts", {"form": "нии", "language": "ru"}, "concept", "institute"),
    ("concepts", {"form": "bazargani"}, "concept", "trade"),
    ("concepts", {"form": "melange yarn"}, "concept", "colorspinning"),
    ("places", {"form": "和田"}, "place", "hotan"),
    ("places", {"form": "heitan"}, "place", "hotan"),
    ("places", {"form": "خوتەن"}, "place", "hotan"),
    ("places", {"form": "karakax"}, "place", "karakax"),
    ("places", {"form": "墨玉"}, "place", "karakax"),
    ("places", {"form": "wulumuqi", "language": "zh-Latn"}, "place", "urumqi"),
    ("places", {"form": "яркенд"}, "place", "shache"),
    ("places", {"form": "peking"}, "place", "beijing"),
    ("readings", {"text": "长鑫"}, "reading", "chang xin"),
    ("readings", {"text": "阿图什"}, "reading", "a tu shi"),
    ("readings", {"text": "库尔勒"}, "reading", "ku er le"),
    ("readings", {"text": "单县"}, "reading", "shan xian"),
    ("multi_readings", {"char": "勒"}, "readings", "le lei"),
    ("numbers", {"form": "thirteenth"}, "value", "13"),
    ("numbers", {"form": "xiv"}, "value", "14"),
    ("numbers", {"form": "двенадцатый"}, "value", "12"),
    ("numbers", {"form": "di shi san"}, "value", "13"),
    ("address_words", {"form": "ic kapi no"}, "kind", "room"),
    ("address_words", {"form": "花园街"}, "word", "fa yuen street"),
    ("families", {"form": "中国电科"}, "family", "cetc"),
    ("families", {"form": "兵团"}, "family", "xpcc"),
    ("brands", {"form": "esquel"}, "brand", "esquel"),
    ("brands", {"form": "溢达"}, "brand", "esquel"),
    ("confusables", {"char": "О"}, "replacement", "O"),
    ("confusables", {"char": "’"}, "replacement", "'"),
    ("confusables", {"char": "۷"}, "replacement", "7"),
]
"""Table, the row looked for, a column of it and the value it must hold."""

TRADITIONAL = "廠團業東業電國際貿進紡織葉龍門陽陝蘇滬縣區廣華萬號師農機車產開發實學"


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (LEXICON / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def unfolded(form: str) -> list[str]:
    """What keeps a form from being folded."""
    found = []
    if unicodedata.normalize("NFKC", form) != form:
        found.append("not NFKC")
    if form != form.lower() or "ı" in form:
        found.append("not lower case")
    if form != " ".join(form.split()):
        found.append("spaces")
    if any(unicodedata.category(c)[0] not in "LNM" and c != " " for c in form):
        found.append("punctuation")
    if any(0x02B0 <= ord(c) <= 0x02BF for c in form):
        found.append("modifier letter")
    for char in form:
        if "LATIN" in unicodedata.name(char, "") and not char.isascii():
            found.append(f"diacritic {char}")
    if any(c in TRADITIONAL for c in form):
        found.append("traditional Chinese")
    return found


def is_latin(form: str) -> bool:
    return form.isascii()


def mixes_scripts(form: str) -> bool:
    """Whether a word holds both Latin and Cyrillic letters."""
    for word in form.split():
        names = [unicodedata.name(c, "") for c in word]
        latin = any(n.startswith("LATIN") for n in names)
        if latin and any(n.startswith("CYRILLIC") for n in names):
            return True
    return False


@pytest.mark.parametrize("table", COLUMNS)
def test_bytes_and_header(table: str) -> None:
    raw = (LEXICON / f"{table}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert raw.decode("utf-8").split("\n", 1)[0].split(",") == COLUMNS[table]


@pytest.mark.parametrize("table", COLUMNS)
def test_rows_are_sorted_unique_and_full(table: str) -> None:
    cells = [list(row.values()) for row in rows(table)]
    assert cells == sorted(cells)
    assert len({tuple(row) for row in cells}) == len(cells) > 0
    for row in cells:
        assert len(row) == len(COLUMNS[table])
        assert all(cell and cell == cell.strip() for cell in row), row


@pytest.mark.parametrize("table", sorted(set(COLUMNS) - {"confusables"}))
def test_text_is_nfc(table: str) -> None:
    assert [
        row
        for row in rows(table)
        if any(unicodedata.normalize("NFC", cell) != cell for cell in row.values())
    ] == []


@pytest.mark.parametrize(("table", "column"), FOLDED.items())
def test_forms_are_folded(table: str, column: str) -> None:
    forms = {row[column] for row in rows(table)}
    assert {form: unfolded(form) for form in forms if unfolded(form)} == {}


@pytest.mark.parametrize(("table", "column"), FOLDED.items())
def test_no_word_mixes_latin_and_cyrillic(table: str, column: str) -> None:
    assert [row for row in rows(table) if mixes_scripts(row[column])] == []


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_one_row_per_key(table: str, key: tuple[str, ...]) -> None:
    seen = defaultdict(list)
    for row in rows(table):
        seen[tuple(row[name] for name in key)].append(row)
    assert [found for found in seen.values() if len(found) > 1] == []


@pytest.mark.parametrize(("table", "column"), WORDS)
def test_columns_hold_known_words(table: str, column: str) -> None:
    found = {row[column].split("|")[0] for row in rows(table)}
    assert found == WORDS[table, column]


def test_marks_are_known() -> None:
    roles = {r["role"].partition("|")[2] for r in rows("concepts")}
    kinds = {r["kind"].partition("|")[2] for r in rows("places")}
    assert roles == {"", "also"}
    assert kinds == {"", "ambiguous"}


def test_a_form_means_one_concept_unless_marked() -> None:
    """Latin forms are compared across languages: a query does not tell its own."""
    meanings = defaultdict(set)
    for row in rows("concepts"):
        if not row["role"].endswith("|also"):
            form = row["form"]
            key = ("Latn" if is_latin(form) else row["language"], form)
            meanings[key].add(row["concept"])
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_a_second_meaning_has_a_first() -> None:
    first = {r["form"] for r in rows("concepts") if not r["role"].endswith("|also")}
    second = {r["form"] for r in rows("concepts") if r["role"].endswith("|also")}
    assert second - first == set()


def test_a_concept_is_a_plain_word_with_one_role() -> None:
    roles = defaultdict(set)
    for row in rows("concepts"):
        assert row["concept"].isascii()
        assert row["concept"].isalpha()
        roles[row["concept"]].add(row["role"].split("|")[0])
    assert {slug: found for slug, found in roles.items() if len(found) > 1} == {}


def test_a_form_means_one_place_unless_ambiguous() -> None:
    places = defaultdict(set)
    unmarked = set()
    for row in rows("places"):
        places[row["form"]].add(row["place"])
        if not row["kind"].endswith("|ambiguous"):
            unmarked.add(row["form"])
    shared = {form for form, found in places.items() if len(found) > 1}
    assert shared & unmarked == set()


def test_a_place_has_one_kind_and_one_known_parent() -> None:
    kinds = defaultdict(set)
    for row in rows("places"):
        kinds[row["place"]].add((row["kind"].split("|")[0], row["parent"]))
    assert {slug: found for slug, found in kinds.items() if len(found) > 1} == {}
    assert {row["parent"] for row in rows("places")} - set(kinds) == {"world"}


def test_a_reading_has_one_syllable_per_character() -> None:
    for row in rows("readings"):
        assert len(row["reading"].split()) == len(row["text"]), row
    for row in rows("multi_readings"):
        assert len(row["char"]) == 1
        assert len(set(row["readings"].split())) > 1, row


def test_confusables_change_one_character() -> None:
    for row in rows("confusables"):
        assert len(row["char"]) == 1
        assert not row["char"].isascii() or row["char"] == "`"
        assert row["replacement"] != row["char"]


@pytest.mark.parametrize(("table", "where", "column", "value"), FACTS)
def test_facts(table: str, where: dict[str, str], column: str, value: str) -> None:
    found = {
        row[column]
        for row in rows(table)
        if where.items() <= row.items() and not row.get("role", "").endswith("|also")
    }
    assert found == {value}
