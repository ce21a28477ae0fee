"""Slips of the keyboard are put right, as one listed name would have it."""

from __future__ import annotations

from random import Random
from string import ascii_lowercase

import numpy as np
import polars as pl
import pytest
from rapidfuzz.distance import OSA

from uyghurscreen import Screener
from uyghurscreen.evidence import hit_words
from uyghurscreen.matching.alignment import LOOK_ALIKE, name_words
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.pairs import score_against
from uyghurscreen.matching.slips import mended
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.replacer import by_character
from uyghurscreen.names.spelling import words_in_use
from uyghurscreen.names.tables import lexicon
from uyghurscreen.schema import FEATURE_NAMES, NAMES

SLIPS = "Hagnzhou Hikvisoin Digtal Technology"
HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."

# a query, the listed name, and what is meant
MEANT = {
    "letters swapped": ("hikvisoin", "Hikvision", "hikvision"),
    "two slips in a long word": ("hukvisoin", "Hikvision", "hikvision"),
    "its place, brand and trade": (
        "hagnzhou hikvisoin digtal technology",
        HIKVISION,
        "hangzhou hikvision digital technology",
    ),
    "figures for letters": ("h1kv1s1on gr0up", "Hikvision Group", "hikvision group"),
    "a place that is pinyin": ("hangzhuo zorvex", "Hangzhou Zorvex", "hangzhou zorvex"),
    "another place": ("linjiang zorvex", "Xinjiang Zorvex", None),
    "a brand that is pinyin": ("huafo textile", "Huafu Textile", None),
    "a word in use": ("inspire group", "Inspur Group", None),
    "two slips in a short word": ("ispru group", "Inspur Group", None),
    "a word that both have": ("zorvix zorvex", "Zorvex", None),
    "another number": ("zorvex 1174", "Zorvex 1173", None),
    "another script": ("海康威士", "海康威视", None),
    "nothing alike": ("acme bakery", "Hikvision", None),
}


def _index(*listed: str, quality: str = "strong") -> NameIndex:
    rows = [("demo", "e", name, "alias", "und", quality, "list") for name in listed]
    return NameIndex(pl.DataFrame(rows, schema=NAMES, orient="row"))


@pytest.mark.parametrize(("query", "listed", "meant"), MEANT.values(), ids=MEANT)
def test_what_is_meant_by_a_query(query: str, listed: str, meant: str | None) -> None:
    index = _index(listed)
    form = index.forms.filter(~pl.col("variant"))["form"].to_numpy()
    folded = fold(pl.Series([query]))
    texts, rows, _ = mended(folded, np.zeros(len(form), int), form, index)
    assert texts.to_list() == ([] if meant is None else [meant])
    assert len(rows) == len(texts)


@pytest.mark.parametrize(
    ("query", "halves"),
    [
        ("hikvisoin", [1, 0]),  # swapped
        ("hikkvision", [1, 0]),  # doubled
        ("hikvislon", [1, 0]),  # looks alike
        ("hikvixion", [2, 0]),
        ("hikvsion", [2, 0]),
        ("hukvisoin digtal", [3, 2]),
    ],
)
def test_slips_are_counted_in_halves(query: str, halves: list[int]) -> None:
    index = _index("Hikvision Digital")
    form = index.forms.filter(~pl.col("variant"))["form"].to_numpy()
    _, _, slips = mended(pl.Series([query]), np.zeros(len(form), int), form, index)
    assert slips.tolist() == [halves]


def _plain_slips(one: str, other: str) -> int:
    """Halves of slips from one word to another, in plain Python."""
    seen = by_character(LOOK_ALIKE)

    def look(text: str) -> str:
        found: str = seen(pl.Series([text])).item()
        return found

    def half(word: str, i: int) -> int:
        return 1 if i > 0 and word[i] == word[i - 1] else 2

    rows = {-1: [0] * (len(other) + 2)}
    above = [sum(half(other, k) for k in range(j)) for j in range(len(other) + 1)]
    rows[0] = above
    for i in range(1, len(one) + 1):
        row = [rows[i - 1][0] + half(one, i - 1)]
        for j in range(1, len(other) + 1):
            a, b = one[i - 1], other[j - 1]
            changed = 0 if a == b else 1 if look(a) == look(b) else 2
            ways = [
                rows[i - 1][j - 1] + changed,
                rows[i - 1][j] + half(one, i - 1),
                row[j - 1] + half(other, j - 1),
            ]
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                ways.append(rows[i - 2][j - 2] + 1)
            row.append(min(ways))
        rows[i] = row
    return rows[len(one)][-1]


def _in_pinyin(word: str, syllables: set[str]) -> bool:
    ends = {0}
    for i in range(len(word)):
        if i in ends:
            sizes = range(1 if i == 0 else 2, 7)
            ends |= {i + n for n in sizes if word[i : i + n] in syllables}
    return len(word) in ends


def test_texts_and_slips_are_those_of_plain_python() -> None:
    index: NameIndex = Screener(lists=["uflpa"])._load()[1]
    draw = Random(9)
    words = name_words(index.forms["spelled"])
    of_form: dict[int, list[tuple[str, str]]] = {}
    for name, mark, word in words.select("name", "mark", "word").iter_rows():
        of_form.setdefault(name, []).append((mark, word))
    texts: list[str] = []
    query: list[int] = []
    form: list[int] = []
    for row in range(0, index.forms.height, 2):
        text = fold(index.forms["core"].slice(row, 1)).item()
        for _ in range(draw.choice([1, 2, 3])):
            at = draw.randrange(max(len(text), 1))
            letter = draw.choice([*ascii_lowercase, "0", "1", text[at : at + 2][::-1]])
            text = text[:at] + letter + text[at + draw.choice([0, 1, len(letter)]) :]
        for other in (row, (row + 1) % index.forms.height):
            query.append(len(texts))
            form.append(other)
        texts.append(text.strip())
    made, rows, halves = mended(
        pl.Series(texts), np.array(query), np.array(form), index
    )

    in_use = set(words_in_use())
    syllables = set(lexicon("palladius")["pinyin"]) - {"ei", "o", "yo"}
    look = by_character(LOOK_ALIKE)
    expected = []
    for pair, (number, other) in enumerate(zip(query, form, strict=True)):
        written = texts[number].split(" ")
        right, slips = [], [0, 0]
        listed = dict.fromkeys(of_form.get(other, []))
        for word in written:
            best: tuple[int, str, str] | None = None
            letters = sum(letter.isalpha() for letter in word)
            plain = word.isascii() and word.isalnum() and not set(word) & set("2347")
            odd = plain and 4 <= len(word) <= 40 and letters > 2 and word not in in_use
            if odd and word not in {w for _, w in listed}:
                for mark, target in listed:
                    shorter = min(len(word), len(target))
                    if shorter < 4 or not target.isascii() or target in written:
                        continue
                    if abs(len(word) - len(target)) > 2:
                        continue
                    alike = look(pl.Series([word, target]))
                    if alike[0] == alike[1]:
                        apart = 1
                    elif OSA.distance(word, target) > (1 if shorter < 7 else 2):
                        continue
                    else:
                        apart = _plain_slips(word, target)
                    unsure = mark == "" or apart > 1
                    if unsure and _in_pinyin(word, syllables):
                        continue
                    if best is None or apart < best[0]:
                        best = (apart, mark, target)
            if best:
                slips[best[1] != ""] += best[0]
            right.append(best[2] if best else word)
        if right != written:
            expected.append((pair, " ".join(right), slips))
    assert len(expected) > 100
    found = zip(rows.tolist(), made.to_list(), halves.tolist(), strict=True)
    assert list(found) == expected


def test_a_name_with_slips_is_a_hit_but_not_an_exact_one(screener: Screener) -> None:
    names = ["Hangzhou Hikvision Digital Technology", SLIPS]
    right, slips = (screener.screen_name(name).row(0, named=True) for name in names)
    assert (right["band"], slips["band"]) == ("exact", "strong")
    assert slips["entry_id"] == right["entry_id"]
    assert slips["score"] < right["score"]
    assert (right["misspelled"], slips["same_name"]) == (0, 0)
    assert slips["misspelled"] == pytest.approx(0.5 / 9)  # swapped, in a brand of nine


def test_slips_outside_the_brand_count_next_to_nothing(screener: Screener) -> None:
    hit = screener.screen_name("Hangzhou Hikvision Digtal Tecnology").row(0, named=True)
    assert hit["misspelled"] == pytest.approx(0.01)


def test_a_weak_name_is_not_guessed_at() -> None:
    index = _index("Zorvexa", quality="weak")
    scored = score_against("zorvxea", index.forms["form"], index)
    assert scored["misspelled"].to_list() == [0] * scored.height


def test_what_is_shown_is_what_was_written(screener: Screener) -> None:
    hits = screener.screen_name(SLIPS).head(1)
    told = screener.explain(hits.row(0, named=True))
    assert told.query_reading.startswith("@hangzhou hikvision #digital")
    shown = [word.token for word in told.tokens]
    assert shown == ["hagnzhou", "hikvisoin", "digtal", "technology"]
    assert {word.relation for word in told.tokens[:3]} == {"edit 1"}
    assert [word.role for word in told.tokens] == ["place", "brand", "word", "word"]
    words = hit_words(hits, screener._load()[1])
    assert words["token"].to_list() == shown
    assert words["contribution"].to_list() == pytest.approx(
        [word.contribution for word in told.tokens], abs=1e-6
    )


def test_an_explanation_has_the_features_of_its_hit(screener: Screener) -> None:
    names = ["Kashagr Constuction Engineering Group", "Zhuhai Apxe Microelectrnoics"]
    for hit in screener.screen(names).iter_rows(named=True):
        assert hit["misspelled"] > 0
        told = screener.explain(hit)
        assert told.score == hit["score"]
        values = {item.feature: item.value for item in told.evidence}
        assert values == {name: hit[name] for name in FEATURE_NAMES}
