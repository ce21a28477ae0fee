from __future__ import annotations

import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from uyghurscreen.names.structure import canonical
from uyghurscreen.names.tokens import COLUMNS, words_by_role

TOKENS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "#", "@", "%", "~"]),
        st.text("abи|#", min_size=1, max_size=4),
    ),
)
NAMES = st.lists(st.lists(TOKENS, max_size=6).map("  ".join), max_size=5)


def _plainly(marked: str) -> dict[str, str]:
    """Return the columns of one text, token by token."""
    spelled = list(dict.fromkeys(marked.split()))
    tokens = [re.sub(r"\|\S+", "", token) for token in spelled]
    text = " ".join(token for token in tokens if token)

    def without(marks: str) -> str:
        return " ".join(re.sub(rf"[{marks}]\S+", "", text).split())

    def of(mark: str) -> str:
        return " ".join(sorted(re.findall(rf"{mark}\S+", text))).replace(mark, "")

    return {
        "spelled": " ".join(spelled),
        "tokens": text,
        "core": re.sub("[@#%]", "", without("~")),
        "brand": without("@#%~"),
        "words": of("#"),
        "places": of("@"),
        "numbers": of("%"),
        "legal_forms": of("~"),
    }


@settings(deadline=None)
@given(NAMES)
def test_words_by_role_are_those_of_plain_python(marked: list[str]) -> None:
    found = words_by_role(pl.Series(marked, dtype=pl.String))
    assert list(found) == list(COLUMNS)
    # A mark by itself is no token: the pipeline never makes one.
    rows = pl.DataFrame(found).rows(named=True)
    for row, text in zip(rows, marked, strict=True):
        assert {c: row[c].split() for c in COLUMNS} == {
            c: words.split() for c, words in _plainly(text).items()
        }


def test_a_real_name_has_its_words_by_role() -> None:
    name = "Xinjiang Zhongtai 3rd Textile Factory Co., Ltd."
    row = canonical(pl.Series([name])).row(0, named=True)
    assert {role: row[role] for role in COLUMNS[3:]} == {
        "brand": "zhongtai",
        "words": "factory textile",
        "places": "xinjiang",
        "numbers": "3",
        "legal_forms": row["legal_forms"],
    }
    assert row["legal_forms"] != ""
