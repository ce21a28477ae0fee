from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.compiled.library import Texts
from uyghurscreen.names.known_words import word_labels
from uyghurscreen.names.sound import sound, sounds


def _both(words: pl.Series) -> tuple[list[str], list[str]]:
    """Return words as they sound, by either function."""
    texts = sounds(Texts.of(words))
    heard = texts.data.tobytes()
    ends = zip(texts.starts[:-1], texts.starts[1:], strict=True)
    expected = words.to_frame("w").select(sound(pl.col("w"))).to_series()
    return [heard[begin:end].decode() for begin, end in ends], expected.to_list()


def test_words_of_the_lexicon_sound_the_same_in_a_column_and_as_bytes() -> None:
    found, expected = _both(word_labels()["word"])
    assert found == expected
    assert len({*found}) < len(found)


@settings(deadline=None)
@given(st.lists(st.text("schtyzakeoи", max_size=9), max_size=5))
def test_any_words_sound_the_same_in_a_column_and_as_bytes(words: list[str]) -> None:
    found, expected = _both(pl.Series(words, dtype=pl.String))
    assert found == expected
