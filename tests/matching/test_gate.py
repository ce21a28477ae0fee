from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.gate import Gate
from uyghurscreen.matching.gram_counts import shipped
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.structure import canonical

LISTED = pl.Series(
    [
        "Hikvision",
        "Zhejiang Dahua Technology Co., Ltd.",
        "Hetian Haolin Hair Accessories Co. Ltd.",
        "Chongqing University",
        "和田泰达服装有限公司",
    ]
)
ADMITTED = {
    "an equal name": "HIK-VISION",
    "a joined name": "Zhejiangdahua technology",
    "a slip of the keyboard": "Hikvisoin Ltd",
    "another order": "Haolin Hair Accessories, Hetian",
    "a place by another name": "Khotan Haolin Hair",
    "a place by another name and nothing rare": "Chungking University",
    "a group with numbered bodies": "CETC 13th Institute",
    "another script": "和田浩林",
    "a brand and more": "Hikvision Digital Technology Co., Ltd.",
}
COUNT = shipped(["uflpa"])["written"]
REFUSED = [
    "Acme Bakery",
    "Beijing Trading Co., Ltd.",
    "Guangzhou Huaxin Garment Factory",
    "OOO Elektrosvyaz",
    "University of Toronto",
]


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(key(fold(LISTED)), LISTED, canonical(LISTED)["core"])


@pytest.mark.parametrize("name", ADMITTED.values(), ids=ADMITTED)
def test_what_may_be_a_listed_name_is_admitted(gate: Gate, name: str) -> None:
    assert gate.admits(fold(pl.Series([name])))[0].tolist() == [True]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_like_no_listed_name_is_refused(gate: Gate, name: str) -> None:
    assert gate.admits(fold(pl.Series([name])))[0].tolist() == [False]


def test_a_text_is_judged_by_itself(gate: Gate) -> None:
    names = fold(pl.Series([*ADMITTED.values(), *REFUSED]))
    alone = [gate.admits(names.slice(i, 1))[0].item() for i in range(len(names))]
    assert gate.admits(names)[0].tolist() == alone
    assert gate.admits(names.reverse())[0].tolist() == alone[::-1]


def test_every_listed_name_is_admitted() -> None:
    index = Screener()._load()[1]
    names = fold(index.listings["name"].unique())
    assert index.gate.admits(names)[0].all()


def test_no_texts(gate: Gate) -> None:
    assert gate.admits(pl.Series([], dtype=pl.String))[0].tolist() == []


def test_which_listed_texts_a_text_may_be_does_not_depend_on_the_others() -> None:
    few, more = (
        Gate(key(fold(names)), names, canonical(names)["core"], COUNT)
        for names in (LISTED.head(3), LISTED)
    )
    texts = fold(pl.Series([*ADMITTED.values(), *REFUSED]))
    found = _told(few, texts)
    assert found
    assert found == {
        pair: worth for pair, worth in _told(more, texts).items() if pair in found
    }


def _told(gate: Gate, texts: pl.Series) -> dict[tuple[int, str], float]:
    _, alike = gate.admits(texts)
    listed = gate.texts.gather(alike.text)
    return {
        (int(row), text): float(worth)
        for row, text, worth in zip(alike.row, listed, alike.worth, strict=True)
    }


def test_a_text_of_letters_that_all_have_is_told_of_as_well() -> None:
    listed = pl.Series([f"zhongguo {i}" for i in range(100)] + ["zhongguo"])
    gate = Gate(key(listed), listed, listed)
    admitted, alike = gate.admits(pl.Series(["zhongguo ltd"]))
    assert admitted.all()
    assert "zhongguo" in gate.texts.gather(alike.text).to_list()
