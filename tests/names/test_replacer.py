from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.compiled.library import Texts
from uyghurscreen.names.replacer import any_of, by_character, by_token, spread

# table, text, what becomes of it
CHARACTERS: dict[str, tuple[dict[str, str], str, str]] = {
    "the longest first": ({"新疆": "X", "新": "n", "疆": "j"}, "新疆新", "Xn"),
    "left to right": ({"和田": "H", "田地": "T"}, "和田地", "H地"),
    "not twice": ({"a": "b", "b": "c"}, "ab", "bc"),
    "into nothing": ({"的": ""}, "我的和田", "我和田"),
    "nothing there": ({"新疆": "X"}, "和田", "和田"),
    "nothing at all": ({"新疆": "X"}, "", ""),
    "an empty table": ({}, "和田", "和田"),
}

TOKENS: dict[str, tuple[dict[str, str], str, str]] = {
    "whole tokens alone": ({"new": "x"}, "new newenergy anew", "x newenergy anew"),
    "the longest first": ({"new energy": "NE", "new": "x"}, "new energy new", "NE x"),
    "side by side": ({"co": "~", "ltd": "!"}, "acme co ltd", "acme ~ !"),
    "the same side by side": ({"co": "~"}, "co co co", "~ ~ ~"),
    "at both ends": ({"acme": "A"}, "acme", "A"),
}


def _tokens(table: dict[str, str], texts: list[str]) -> list[str]:
    replaced = by_token(table)(spread(pl.Series(texts)))
    return replaced.str.replace_all(" +", " ").str.strip_chars(" ").to_list()


@pytest.mark.parametrize(
    ("table", "text", "result"), CHARACTERS.values(), ids=CHARACTERS
)
def test_replacing_in_unspaced_text(
    table: dict[str, str], text: str, result: str
) -> None:
    assert by_character(table)(pl.Series([text])).to_list() == [result]


@pytest.mark.parametrize(("table", "text", "result"), TOKENS.values(), ids=TOKENS)
def test_replacing_whole_tokens(table: dict[str, str], text: str, result: str) -> None:
    assert _tokens(table, [text]) == [result]


def test_no_rows() -> None:
    empty = pl.Series([], dtype=pl.String)
    assert by_character({"新": "n"})(empty).to_list() == []


def test_rows_do_not_touch() -> None:
    assert by_character({"新疆": "X"})(pl.Series(["新", "疆"])).to_list() == [
        "新",
        "疆",
    ]


def _naive(table: dict[str, str], text: str) -> str:
    """Replace in plain Python: at every place the longest pattern, then go on."""
    patterns = sorted(table, key=len, reverse=True)
    done, place = "", 0
    while place < len(text):
        found = next((p for p in patterns if text.startswith(p, place)), None)
        done += text[place] if found is None else table[found]
        place += 1 if found is None else len(found)
    return done


LETTERS = st.text(alphabet="abc新疆", max_size=8)
PATTERNS = st.text(alphabet="abc新疆", min_size=1, max_size=3)
TABLES = st.dictionaries(PATTERNS, LETTERS, min_size=1)


@settings(deadline=None)
@given(TABLES, st.lists(LETTERS, min_size=1, max_size=4))
def test_short_and_long_columns_give_what_plain_python_gives(
    table: dict[str, str], texts: list[str]
) -> None:
    expected = [_naive(table, text) for text in texts]
    replace = by_character(table)
    assert replace(pl.Series(texts)).to_list() == expected
    many = pl.Series(texts * (5_001 // len(texts) + 1))
    assert replace(many).head(len(texts)).to_list() == expected


@settings(deadline=None)
@given(st.lists(PATTERNS, min_size=1), st.lists(LETTERS, max_size=4))
def test_a_pattern_is_found_where_plain_python_finds_it(
    patterns: list[str], texts: list[str]
) -> None:
    found = any_of(patterns).found_in(Texts.of(pl.Series(texts, dtype=pl.String)))
    assert found.tolist() == [any(p in text for p in patterns) for text in texts]
