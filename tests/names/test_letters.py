from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.names.letters import _PATTERNS, Kind, Letters

TEXTS = st.lists(
    st.text(
        st.one_of(
            st.sampled_from("aZ9 é\n\0٣ﷲابەШΒ海龜ー한가ไ𠀀'"),
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=6,
    ),
    max_size=5,
)
KINDS = sorted(set(Kind) - {Kind.KNOWN})


@settings(deadline=None)
@given(TEXTS, st.sampled_from(KINDS))
def test_letters_are_of_the_kinds_that_polars_finds(
    written: list[str], kind: Kind
) -> None:
    texts, pattern = pl.Series(written, dtype=pl.String), _PATTERNS[kind]
    letters = Letters(texts)
    assert letters.any(kind).equals(texts.str.contains(pattern))
    assert letters.only(kind).equals(texts.str.contains(f"^(?:{pattern})+$"))
    assert letters.paired(kind).equals(texts.str.contains(f"(?:{pattern}){{2}}"))


@pytest.mark.parametrize("written", [[], [""], ["", ""]])
def test_where_there_is_no_letter_there_is_none_of_any_kind(written: list[str]) -> None:
    letters = Letters(pl.Series(written, dtype=pl.String))
    for told in (letters.any, letters.only, letters.paired):
        assert told(Kind.LETTER).to_list() == [False] * len(written)
