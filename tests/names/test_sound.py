from __future__ import annotations

import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.compiled.library import Texts
from uyghurscreen.names.known_words import word_labels
from uyghurscreen.names.sound import _SOUNDS, skeleton, sound, sounds

SPELLINGS = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


def _plainly(words: str) -> str:
    """Return words as they sound, letter by letter."""
    said = SPELLINGS.sub(lambda found: _SOUNDS[found[0]], words.replace(" ", ""))
    return re.sub(r"([a-z])\1", r"\1", said)


def _assert_heard(words: list[str]) -> None:
    column = pl.Series(words, dtype=pl.String)
    assert sound(column).to_list() == [*map(_plainly, words)]
    texts = sounds(Texts.of(column))
    heard = texts.data.tobytes()
    cut = zip(texts.starts[:-1], texts.starts[1:], strict=True)
    single = [heard[begin:end].decode() for begin, end in cut]
    assert single == [_plainly(word) for word in words]


def test_words_of_the_lexicon_sound_as_in_plain_python() -> None:
    words = word_labels()["word"].to_list()
    _assert_heard(words)
    assert len({*map(_plainly, words)}) < len(words)


@settings(deadline=None)
@given(st.lists(st.text("schtyzakeoи", max_size=9), max_size=5))
def test_any_words_sound_as_in_plain_python(words: list[str]) -> None:
    _assert_heard(words)


@settings(deadline=None)
@given(st.lists(st.text("schtyz akeoи", max_size=12), max_size=5))
def test_a_skeleton_is_the_sound_of_the_consonants(names: list[str]) -> None:
    found = skeleton(pl.Series(names, dtype=pl.String)).to_list()
    consonants = [re.sub("[aeiou]", "", name) for name in names]
    assert found == [re.sub("[aeiou]", "", _plainly(name)) for name in consonants]
