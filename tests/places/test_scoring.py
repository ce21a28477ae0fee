from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen.places.index import AddressIndex
from uyghurscreen.places.scoring import promising, score_pairs
from uyghurscreen.schema import ADDRESS_EVIDENCE

LISTED = pl.Series(
    [
        "Room 803, Chevalier House 45-51, Chatham Road South, Tsim Sha Tsui, Hong Kong",
        "8th Floor, Chevalier House, 45-51 Chatham Road South, Kowloon, Hong Kong",
        "50 Yongding Road, Haidian District, Beijing, China",
        "51 Yongding Road, Haidian District, Beijing, China",
        "53 Sherbakovskaya Street, Building 3, Office 509, 105318 Moscow, Russia",
        "3 Sherbakovskaya St., Moscow, 105318, Russia",
        "P.O. Box 42340, Dubai, U.A.E.",
        "Hilal Mahallesi Holzmeister Caddesi 14/B Çankaya 06550, Ankara, Turkey",
        "Xinjiang East: West of Kekeya Road, Stone Industrial Park, Shanshan County",
    ]
)
QUERIES = pl.Series(
    [
        "RM 803 CHEVALIER HSE CHATHAM RD SOUTH",
        "Room 1206, Chevalier House, 45 Chatham Road South, Hong Kong",
        "北京市海淀区永定路50号",
        "74 Sherbakovskaya Street, Building 3, Moscow",
        "PO Box 42340 Dubai",
        "PO Box 42340 Sharjah",
        "Holzmeister Cd. 14/B Ankara",
        "Kekeya Road West, Stone Industrial Park, Shanshan",
        "12 Rue de Rivoli, Paris",
    ]
)


@pytest.fixture(scope="module")
def index() -> AddressIndex:
    return AddressIndex(LISTED)


def _every_pair(index: AddressIndex, tokens: pl.DataFrame) -> pl.DataFrame:
    weights = tokens.group_by("row").agg(query_weight=pl.col("weight").sum())
    listed = index.strength.rename({"row": "listed"})
    return weights.join(listed, how="cross").sort("row", "listed")


def test_retrieval_loses_no_pair_that_would_hit(index: AddressIndex) -> None:
    tokens = index.read(QUERIES)
    columns = ["row", "listed", "score"]
    every = score_pairs(index, tokens, _every_pair(index, tokens)).select(columns)
    pairs = index.candidates(tokens)
    found = score_pairs(index, tokens, pairs).select(columns)
    hits = every.filter(pl.col("score") >= 0.6)
    assert hits.height > 5
    assert hits.join(found, on=columns, how="anti").is_empty()
    for lowest in (0.3, 0.6, 0.9):
        few = score_pairs(
            index, tokens, promising(index, tokens, pairs, lowest)
        ).select(columns)
        hits = every.filter(pl.col("score") >= lowest)
        assert lowest < 0.6 or hits.join(few, on=columns, how="anti").is_empty()


def test_scores_and_evidence_keep_to_their_ranges(index: AddressIndex) -> None:
    tokens = index.read(pl.concat([QUERIES, LISTED]))
    scored = score_pairs(index, tokens, _every_pair(index, tokens))
    assert scored["score"].is_between(0, 1).all()
    for name in ADDRESS_EVIDENCE:
        assert scored[name].is_between(0 if name == "names_shared" else -1, 1).all()


def test_a_listed_address_is_itself(index: AddressIndex) -> None:
    tokens = index.read(LISTED)
    scored = score_pairs(index, tokens, index.candidates(tokens))
    same = scored.filter(pl.col("row") == pl.col("listed"))
    assert same["listed"].to_list() == list(range(len(LISTED)))
    best = scored.group_by("row").agg(pl.col("score").max()).sort("row")
    assert best["score"].to_list() == same.sort("row")["score"].to_list()


# two addresses, and the evidence that differs
DIFFERENCES = {
    "another number": (0, "51 Yongding Road, Beijing", "number_agreement"),
    "another room": (
        1,
        "Room 99, 45 Chatham Road South, Chevalier House",
        "room_agreement",
    ),
    "another floor": (
        2,
        "9/F, Chevalier House, 45 Chatham Road South",
        "floor_agreement",
    ),
    "another city": (3, "50 Yongding Road, Shanghai", "place_agreement"),
    "another postcode": (
        4,
        "14/B Holzmeister Caddesi, 06500 Ankara",
        "postcode_agreement",
    ),
}
HELD_AGAINST = [2, 0, 1, 2, 7]


@pytest.mark.parametrize(
    ("case", "given", "evidence"), DIFFERENCES.values(), ids=DIFFERENCES
)
def test_what_differs_is_said(
    case: int, given: str, evidence: str, index: AddressIndex
) -> None:
    tokens = index.read(pl.Series([given]))
    scored = score_pairs(index, tokens, _every_pair(index, tokens))
    pair = scored.filter(listed=HELD_AGAINST[case])
    assert pair[evidence].to_list() == [-1]
    assert pair["score"].item() < 1
