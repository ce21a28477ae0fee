"""What words may be misspelled, and which listed texts have a word near one."""

from __future__ import annotations

import re
from random import Random

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.alignment import LOOK_ALIKE
from uyghurscreen.matching.gate import Gate
from uyghurscreen.matching.misspelled import NearWords
from uyghurscreen.matching.rarity import word_weights
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.replacer import by_character
from uyghurscreen.names.spelling import words_in_use
from uyghurscreen.names.structure import canonical
from uyghurscreen.names.tables import lexicon

LISTED = pl.Series(["huawei technologies", "hikvision digital", "trading spacety"])

# a text and the listed ones that have a word near one of it
NEAR = {
    "letters swapped": ("huwaei", [0]),
    "a letter missing": ("hikvsion", [1]),
    "a letter more": ("hikvisiion", [1]),
    "another letter": ("hikvixion", [1]),
    "two look like one": ("huavvei", [0]),
    "figures for letters": ("h1kv1s10n", [1]),
    "words of two": ("huwaei hikvsion", [0, 1]),
    "a common word": ("tradimg", []),
    "three slips in a word": ("hokcvsoin", []),
    "the word itself": ("huawei", []),
    "a short word": ("huaw", []),
    "a long word": ("technlogiesx", []),
    "another script": ("хуавэй", []),
    "nothing": ("", []),
}

# what is no misspelled word, whatever is listed
CORRECT = ["inspire", "hotan", "huaxin", "chuangxin", "2024", "textile", "kashi"]


@pytest.mark.parametrize(("text", "listed"), NEAR.values(), ids=NEAR)
def test_a_slip_leads_to_the_listed_word(text: str, listed: list[int]) -> None:
    _, found, alike = NearWords(LISTED).texts_of(pl.Series([text]))
    assert sorted(found.tolist()) == listed
    assert not alike.any()


@pytest.mark.parametrize("word", CORRECT)
def test_words_in_use_and_pinyin_are_not_misspelled(word: str) -> None:
    near = NearWords(pl.Series([word[:-1] + "x", word + "x"]))
    assert near.texts_of(pl.Series([word]))[1].tolist() == []


def test_nothing_listed_is_near_nothing() -> None:
    nothing = pl.Series([], dtype=pl.String)
    assert NearWords(nothing).texts_of(pl.Series(["huwaei"]))[0].tolist() == []
    assert NearWords(LISTED).texts_of(nothing)[0].tolist() == []


def _plain_codes(word: str) -> set[str]:
    """What two words have in common that are a slip apart, or look alike."""
    seen = by_character(LOOK_ALIKE)(pl.Series([word])).item()
    return {word, f"={seen}", *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _plain_misspelled() -> re.Pattern[str]:
    """What a misspelled word looks like, words in use aside."""
    syllables = set(lexicon("palladius")["pinyin"]) - {"ei", "o", "yo"}
    long = "|".join(sorted((s for s in syllables if len(s) > 1), key=len, reverse=True))
    pinyin = f"(?:{'|'.join(syllables)})(?:{long})*"
    return re.compile(rf"(?!{pinyin}$)(?=(?:.*[a-z]){{3}})[a-z015689]{{5,10}}")


def test_what_is_found_is_what_plain_python_finds() -> None:
    entries = Screener(lists=["entity_list"]).entries.head(400)
    listed = fold(entries["entry_name"].unique(maintain_order=True))
    draw, texts = Random(5), []
    for name in listed.head(250).to_list():
        at = draw.randrange(len(name))
        swap = name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
        more = name[:at] + draw.choice("abcxyz01") + name[at:]
        texts += [swap, more, name[:at] + name[at + 1 :]]
    row, found, _ = NearWords(listed).texts_of(pl.Series(texts))

    common = set(word_weights().filter(pl.col("weight") < 5)["word"])
    of_code: dict[str, set[int]] = {}
    for number, name in enumerate(listed.to_list()):
        for word in set(name.split()) - common:
            if re.fullmatch("[a-z]{5,11}", word):
                for code in _plain_codes(word):
                    of_code.setdefault(code, set()).add(number)
    misspelled, in_use = _plain_misspelled(), set(words_in_use())
    expected = {
        (number, other)
        for number, text in enumerate(texts)
        for word in text.split()
        if word not in in_use and misspelled.fullmatch(word)
        for code in _plain_codes(word)
        for other in of_code.get(code, ())
    }
    assert len(expected) > 400
    assert sorted(zip(row.tolist(), found.tolist(), strict=True)) == sorted(expected)


@pytest.mark.parametrize("name", ["Huwaei Technologies", "Dahau Technology Co Ltd"])
def test_a_short_name_that_a_slip_leaves_little_of_is_found(name: str) -> None:
    listed = pl.Series(["Huawei Technologies Co., Ltd.", "Dahua Technology"])
    gate = Gate(key(fold(listed)), listed, canonical(listed)["core"])
    assert gate.admits(fold(pl.Series([name])))[0].tolist() == [True]
    hits = Screener().screen_name(name)
    assert name[0].upper() == hits["entry_name"][0][0].upper()
    assert hits["misspelled"][0] > 0
