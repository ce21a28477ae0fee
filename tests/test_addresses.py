from __future__ import annotations

import pickle
import random

import polars as pl
import pytest

from uyghurscreen import Screener, UnscreenedRowsWarning
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.lists.user_list import read_user_list
from uyghurscreen.schema import ADDRESS_HITS, ENTRIES

LISTED = {
    "Address 01": "Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong",
    "Address 04": "Room 803, Chevalier House 45-51, Chatham Road South, Tsim Sha Tsui, "
    "Hong Kong",
    "Institute 2": "50 Yongding Road, Haidian District, Beijing, China",
    "Shipping Co.": "P.O. Box 42340, Dubai, U.A.E.",
    "Avtomatika": "26 Generala Belova Street, Office 415, Moscow, Russia 115583",
    "Address TR": "No: 52 Hasat Sk., Kamara Iç Kapi No: 1, Merkez Mah., Sisli, "
    "Istanbul, 34381, Turkey",
}

# an address that must hit an entry, the first and at this band or a better one
FOUND = {
    "as listed": (LISTED["Address 04"], "Address 04", "exact"),
    "upper case": (
        "RM 803 CHEVALIER HSE 45-51 CHATHAM RD SOUTH TST HONGKONG",
        "Address 04",
        "exact",
    ),
    "another order": (
        "45-51 Chatham Road South, Tsim Sha Tsui, Chevalier House, Room 803",
        "Address 04",
        "strong",
    ),
    "characters": ("香港灣仔盧押道18號海德中心16樓D室", "Address 01", "exact"),
    "no room": (
        "Chevalier House, 45-51 Chatham Road South, Tsim Sha Tsui",
        "Address 04",
        "possible",
    ),
    "no building": ("Unit D, 16/F, 18 Luard Rd, Wan Chai", "Address 01", "possible"),
    "a name before it": (
        "c/o Bright Ltd., Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai",
        "Address 01",
        "possible",
    ),
    "Chinese": ("北京市海淀区永定路50号", "Institute 2", "exact"),
    "a box": ("POBOX 42340 DUBAI", "Shipping Co.", "strong"),
    "Cyrillic": (
        "115583, г. Москва, ул. Генерала Белова, д. 26, офис 415",
        "Avtomatika",
        "exact",
    ),
    "Turkish": (
        "Merkez Mahallesi Hasat Sokağı No:52 İç Kapı No:1 Şişli/İSTANBUL",
        "Address TR",
        "possible",
    ),
}

# an address near a listed one that must not hit
APART = {
    "another room": "Room 1206, Chevalier House 45-51, Chatham Road South, Hong Kong",
    "another number": "72 Yongding Road, Haidian District, Beijing",
    "another city": "50 Yongding Road, Haidian District, Shanghai",
    "another side": "45 Chatham Road North, Hung Hom, Hong Kong",
    "the street alone": "Yongding Road, Haidian District, Beijing",
    "another box": "P.O. Box 42341, Dubai, U.A.E.",
    "elsewhere": "12 Rue de Rivoli, 75004 Paris",
}


def _entries() -> pl.DataFrame:
    frame = pl.DataFrame({"name": list(LISTED)})
    entries = read_user_list(frame.with_columns(list_id=pl.lit("demo")))
    addresses = pl.concat_list(pl.col("entry_name").replace_strict(LISTED))
    names = pl.col("names")
    only = pl.col("entry_name").str.starts_with("Address")
    return entries.with_columns(
        addresses=addresses,
        names=pl.when(only).then(names.list.head(0)).otherwise(names),
    ).select(ENTRIES.names())


@pytest.fixture(scope="module")
def listed() -> Screener:
    return Screener([], extra_lists=[_entries()])


@pytest.mark.parametrize(("address", "entry", "band"), FOUND.values(), ids=FOUND)
def test_an_address_is_found(
    address: str, entry: str, band: str, listed: Screener
) -> None:
    hits = listed.screen_addresses([address])
    assert hits["entry_name"].to_list()[:1] == [entry]
    bands = ["exact", "strong", "possible"]
    assert bands.index(hits["band"][0]) <= bands.index(band)
    assert hits["address_only"][0] == entry.startswith("Address")


@pytest.mark.parametrize("address", APART.values(), ids=APART)
def test_another_address_is_no_hit(address: str, listed: Screener) -> None:
    assert listed.screen_addresses([address]).is_empty()


def test_the_evidence_says_what_differs(listed: Screener) -> None:
    hits = listed.screen_addresses([APART["another room"]], threshold=0.3, limit=1)
    row = hits.row(0, named=True)
    assert row["room_agreement"] == row["floor_agreement"] == -1
    assert row["number_agreement"] == row["place_agreement"] == 1
    assert "same number 45, 51" in row["evidence"]
    assert "room 1206, listed 803" in row["evidence"]


def test_hits_keep_the_ids_and_the_schema(listed: Screener) -> None:
    frame = pl.DataFrame(
        {"where": [APART["elsewhere"], LISTED["Institute 2"]], "no": ["a", "b"]}
    )
    hits = listed.screen_addresses(frame, address="where", id="no")
    assert hits["query_id"].to_list() == ["b"]
    assert hits.schema == {**ADDRESS_HITS, "query_id": pl.String}
    assert listed.screen_addresses(frame.head(0), address="where").is_empty()


def test_the_order_of_rows_and_words_does_not_matter(listed: Screener) -> None:
    addresses = [address for address, _, _ in FOUND.values()]
    hits = listed.screen_addresses(addresses, threshold=0.3)
    shuffled = random.Random(0).sample(range(len(addresses)), len(addresses))
    again = listed.screen_addresses([addresses[i] for i in shuffled], threshold=0.3)
    ids = again["query_id"].replace_strict(
        list(range(len(shuffled))), shuffled, return_dtype=pl.Int64
    )
    order = again.with_columns(query_id=ids).sort("query_id", maintain_order=True)
    assert order.equals(hits)


def test_a_screener_that_was_sent_finds_the_same(listed: Screener) -> None:
    sent = pickle.loads(pickle.dumps(listed))
    address = [LISTED["Address 01"]]
    assert sent.screen_addresses(address).equals(listed.screen_addresses(address))


def test_rows_without_an_address_are_reported(listed: Screener) -> None:
    with pytest.warns(UnscreenedRowsWarning, match=r"1 no address \(null\)"):
        hits = listed.screen_addresses([None, LISTED["Institute 2"]])
    assert hits["query_id"].to_list() == [1]
    with pytest.raises(InputError, match="no address"):
        listed.screen_addresses([None], on_unscreened="raise")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"address": "where"}, ColumnNotFoundError),
        ({"threshold": 2.0}, InputError),
        ({"limit": 0}, InputError),
        ({"on_unscreened": "ignore"}, InputError),
    ],
)
def test_bad_input_is_refused(
    arguments: dict[str, object], error: type[Exception], listed: Screener
) -> None:
    frame = pl.DataFrame({"address": ["1 Road"]})
    with pytest.raises(error):
        listed.screen_addresses(frame, **arguments)  # type: ignore[arg-type]


def test_entries_that_are_an_address_alone_are_found(screener: Screener) -> None:
    entries = screener.entries.filter(
        pl.col("names").list.len() == 0,
        pl.col("entry_name").str.contains(r"^Address \d"),
    )
    addresses = entries["addresses"].list.first()
    assert len(addresses) >= 19
    written = addresses.str.to_uppercase().str.replace_all("[.,]", " ")
    hits = screener.screen_addresses(written).filter("address_only", rank=1)
    assert hits["query_id"].unique().to_list() == list(range(len(addresses)))


def test_a_listed_district_is_no_address(screener: Screener) -> None:
    district = "Tsim Sha Tsui, Kowloon, Hong Kong"
    assert district in screener.entries["addresses"].explode().to_list()
    assert screener.screen_addresses([district]).is_empty()
