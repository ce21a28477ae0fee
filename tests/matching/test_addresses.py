from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen.matching.addresses import address_similarity

QIANMO = "No. 555 Qianmo Road, Binjiang District, Hangzhou 310051, China"
WAN_CHAI = "Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong"

# the address given, those of the entry, the share of words in common
CASES: dict[str, tuple[str | None, list[str] | None, float | None]] = {
    "the same": (QIANMO, [QIANMO], 1.0),
    "case and punctuation": ("NO 555 QIANMO ROAD HANGZHOU", [QIANMO], 1.0),
    "a part of it": ("Qianmo Road", [QIANMO], 1.0),
    "another word for the road": ("Qianmo Lu", [QIANMO], 1.0),
    "half of it": ("Qianmo Street, Paris", [QIANMO], 0.5),
    "Chinese": ("杭州市滨江区阡陌路555号", [QIANMO], 1.0),
    "Chinese, another number": ("杭州市阡陌路556号", [QIANMO], 2 / 3),
    "nothing of it": ("Rue de Rivoli", [QIANMO], 0.0),
    "the best of several": ("18 Luard Rd", [QIANMO, WAN_CHAI], 1.0),
    "accents": ("Sisli, Istanbul", ["Şişli, İstanbul"], 1.0),
    "full width": ("１８ Luard Rd", [WAN_CHAI], 1.0),
    "a word twice counts once": ("China China Paris", [QIANMO], 0.5),
    "Cyrillic": ("Панферова 18", ["ул. Панферова, д. 18, Москва"], 1.0),
    "none given": (None, [QIANMO], None),
    "none listed": (QIANMO, [], None),
    "no list": (QIANMO, None, None),
    "no words": ("---", [QIANMO], None),
    "no words listed": (QIANMO, ["---"], None),
    "empty": ("", [QIANMO], None),
}


def _column(addresses: list[list[str] | None]) -> pl.Series:
    return pl.Series(addresses, dtype=pl.List(pl.String))


@pytest.mark.parametrize(("given", "listed", "share"), CASES.values(), ids=CASES)
def test_the_share_of_words_in_common(
    given: str | None, listed: list[str] | None, share: float | None
) -> None:
    addresses = pl.Series([given], dtype=pl.String)
    found = address_similarity(addresses, _column([listed])).item()
    assert found == (None if share is None else pytest.approx(share))


def test_rows_keep_their_order() -> None:
    given = pl.Series([given for given, _, _ in CASES.values()], dtype=pl.String)
    listed = _column([listed for _, listed, _ in CASES.values()])
    found = address_similarity(given, listed)
    expected = pl.Series([share for _, _, share in CASES.values()], dtype=pl.Float32)
    assert found.to_list() == expected.to_list()
    assert found.dtype == pl.Float32


def test_no_rows() -> None:
    assert address_similarity(pl.Series([], dtype=pl.String), _column([])).is_empty()
