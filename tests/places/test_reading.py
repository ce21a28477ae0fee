from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen.places.reading import TOKENS, read_addresses

# an address, and its tokens, numbers with their kind
READ = {
    "a room on a floor": (
        "Room 1318-19, 13F, Hollywood Plaza, 610 Nathan Road",
        "room:1318 room:19 floor:13 hollywood house:610 nathan",
    ),
    "a floor with a slash": (
        "7/F MW Tower, 111 Bonham Strand",
        "floor:7 mw house:111 bonham strand",
    ),
    "a room says its floor": ("Rm 803 Chevalier House", "room:803 floor:8 chevalier"),
    "a unit by letter": ("Unit D, 16/F", "room:d floor:16"),
    "number signs": ("№ 18, #3, Nr. 5", "house:18 house:3 house:5"),
    "a post office box": ("P.O. Box 42340, Dubai", "box:42340 @dubai"),
    "a postcode and a telephone": (
        "Moscow 119261, tel. +7 495 123-45-67",
        "@moscow postcode:119261",
    ),
    "Chinese": (
        "广州市海珠区新港中路381号1号楼二十二层2203室",
        "@guangzhou haizhu xingang ^middle house:381 building:1 floor:22 room:2203",
    ),
    "pinyin words": (
        "Xingang Zhong Lu 381 hao, Haizhu Qu, Guangzhou",
        "xingang ^middle house:381 haizhu @guangzhou",
    ),
    "Hong Kong in characters": (
        "香港灣仔盧押道18號海德中心16樓D室",
        "@hongkong wan chai luard house:18 one capital place floor:16 room:d",
    ),
    "Cyrillic": (
        "г. Москва, ул. Щербаковская, д. 53, стр. 3, офис 509",
        "@moscow sherbakovskaya house:53 building:3 room:509 floor:5",
    ),
    "Russian in Latin letters": (
        "ul. Tsvetochnaya, d.25, k.3, St. Petersburg",
        "tsvetochnaya house:25 building:3 @stpetersburg",
    ),
    "Turkish": (
        "Merkez Mah. Hasat Sokağı No:52 İç Kapı No:1 Kat:5, İSTANBUL",
        "merkez hasat house:52 room:1 floor:5 @istanbul",
    ),
    "a street named for a city": (
        "5 Beijing Road, Shanghai",
        "house:5 beijing @shanghai",
    ),
    "nothing": ("---", ""),
}


def _shown(tokens: pl.DataFrame) -> str:
    marks = {"place": "@", "direction": "^", "name": ""}
    return " ".join(
        f"{marks.get(kind, f'{kind}:')}{token}"
        for kind, token in tokens.select("kind", "token").iter_rows()
        if kind != "mark"
    )


@pytest.mark.parametrize(("address", "expected"), READ.values(), ids=READ)
def test_an_address_is_read_into_tokens(address: str, expected: str) -> None:
    assert _shown(read_addresses(pl.Series([address]))) == expected


def test_rows_do_not_mix() -> None:
    addresses = pl.Series([address for address, _ in READ.values()])
    read = read_addresses(addresses)
    assert read.schema == TOKENS
    apart = [_shown(read.filter(row=row)) for row in range(len(addresses))]
    assert apart == [expected for _, expected in READ.values()]


@pytest.mark.parametrize("address", ["Room 5, 7 Nathan Road", "北京市永定路50号"])
def test_case_does_not_matter(address: str) -> None:
    lower, upper = pl.Series([address.lower()]), pl.Series([address.upper()])
    assert read_addresses(lower).equals(read_addresses(upper))


def test_null_has_no_tokens() -> None:
    assert read_addresses(pl.Series([None], dtype=pl.String)).is_empty()
