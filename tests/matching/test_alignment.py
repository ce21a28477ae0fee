from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.matching.alignment import (
    ALIGNED,
    aligned,
    counterparts,
    name_words,
    side_by_side,
)
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.names.structure import canonical

# relation: query, listed name, word, its counterpart
RELATIONS = {
    "same": ("Hotan Haolin", "Haolin Hair", "haolin", "haolin"),
    "exonym": ("Khotan Haolin", "Hetian Haolin", "khotan", "hetian"),
    "concept": ("Haolin Fangzhi", "Haolin Textile", "fangzhi", "textile"),
    "joined": ("Hao Lin Hair", "Haolin Hair", "hao", "haolin"),
    "part of": ("Hotan Haolin", "Xinjiang Haolin", "hotan", "xinjiang"),
    "edit 1": ("Hikvisian", "Hikvision", "hikvisian", "hikvision"),
    "edit 2": ("Hikvsian", "Hikvision", "hikvsian", "hikvision"),
    "edit 3": (
        "Zhangkoshuguan",
        "Zhongkeshuguang",
        "zhangkoshuguan",
        "zhongkeshuguang",
    ),
    "start": ("Hangzhou Hikvi", "Hangzhou Hikvision", "hikvi", "hikvision"),
    "abbreviation": ("Haolin Txtle", "Haolin Textile", "txtle", "textile"),
    "looks alike": ("Mi1andr", "Milandr", "mi1andr", "milandr"),
    "sounds alike": ("Vityaz", "Vitiaz", "vityaz", "vitiaz"),
    "missing": ("Haolin Zebra", "Haolin Hair", "zebra", None),
}

# words that look as if they belonged together, and do not: query, listed name, word
STRANGERS = {
    "two company words": ("Haolin Textile", "Haolin Steel", "textile"),
    "two places": ("Hunan Haolin", "Henan Haolin", "hunan"),
    "short words, one edit": ("Han Steel", "Hai Steel", "han"),
    "the start of a brand, amid the name": ("Hikv Trading", "Hikvision", "hikv"),
    "another word in Chinese": ("浩林纺织", "Haolin Steel", "textile"),
}


def _spelled(name: str) -> str:
    return str(canonical(pl.Series([name]))["spelled"].item())


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_word_and_what_it_is_in_the_other_name(relation: str) -> None:
    query, listed, word, other = RELATIONS[relation]
    rows = side_by_side(_spelled(query), _spelled(listed)).filter(word=word)
    assert rows.select("counterpart", "relation").rows() == [(other, relation)]


@pytest.mark.xfail(strict=True, reason="related_concepts.csv is read by nobody")
def test_company_words_that_translators_take_for_each_other_are_related() -> None:
    rows = side_by_side(_spelled("Haolin Garment"), _spelled("Haolin Textile"))
    assert rows.filter(word="garment")["relation"].to_list() == ["related"]


@pytest.mark.parametrize(("query", "listed", "word"), STRANGERS.values(), ids=STRANGERS)
def test_words_that_are_no_counterparts(query: str, listed: str, word: str) -> None:
    rows = side_by_side(_spelled(query), _spelled(listed))
    here = pl.col("word") == word
    assert rows.filter(here)["relation"].to_list() == ["missing"]


def test_words_of_the_listed_name_alone_come_last() -> None:
    rows = side_by_side("haolin", "@hotan|hetian haolin #hair")
    assert rows["word"].to_list() == ["haolin", None, None]
    assert rows["counterpart"].to_list() == ["haolin", "hetian", "hair"]


def test_another_number_is_no_counterpart() -> None:
    rows = side_by_side("%13 #institute", "%14 #institute").filter(role="number")
    assert rows["relation"].to_list() == ["missing", "missing"]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return Screener(lists=["uflpa"])._load()[1]


@pytest.fixture(scope="module")
def pairs(index: NameIndex) -> pl.DataFrame:
    """Two hundred pairs of real listed names, every other one of neighbours."""
    forms = index.forms["form"]
    left = forms.sample(200, with_replacement=True, seed=1)
    far = forms.sample(200, with_replacement=True, seed=2)
    near = (left + 1).clip(0, len(forms) - 1)
    return pl.DataFrame({"query": left, "near": near, "far": far}).select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("pair"),
        "query",
        form=pl.when(pl.int_range(pl.len()) % 2 == 0).then("near").otherwise("far"),
    )


def _plain_sums(
    pairs: pl.DataFrame, words: pl.DataFrame, found: pl.DataFrame
) -> list[dict[str, float]]:
    """`aligned` in plain Python: each word has its best counterpart, or none."""
    best: dict[tuple[str, int, int], float] = defaultdict(float)
    for pair, q, listed, likeness, _ in found.rows():
        for word in (("query", pair, q), ("form", pair, listed)):
            best[word] = max(best[word], likeness)
    of_name: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
    for row in words.iter_rows(named=True):
        of_name[row["name"]].append((row["position"], row["mark"], row["weight"]))
    kinds = {"": "brand", "#": "words", "@": "place"}
    sums = []
    for row in pairs.iter_rows(named=True):
        one = dict.fromkeys(ALIGNED, 0.0)
        for side, side_name, prefix in (
            ("query", "query", ""),
            ("form", "listed", "listed_"),
        ):
            for position, mark, weight in of_name[row[side]]:
                alike = best[side, row["pair"], position]
                one[f"{side_name}_weight"] += weight
                one[f"{side_name}_matched"] += weight * alike
                if mark in kinds:
                    one[f"{prefix}{kinds[mark]}_left"] += weight * (1 - alike)
                    if side == "form":
                        one[f"{kinds[mark]}_shared"] += weight * alike
        sums.append(one)
    return sums


def test_sums_over_words_are_those_of_plain_python(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    sums = aligned(pairs, index.words, index.words)
    found = counterparts(pairs, index.words, index.words)
    assert sums.columns == list(ALIGNED)
    assert set(found["relation"]) > {"same", "exonym", "concept", "joined", "part of"}
    expected = _plain_sums(pairs, index.words, found)
    for mine, plain in zip(sums.iter_rows(named=True), expected, strict=True):
        assert mine == pytest.approx(plain, abs=5e-3)


def test_side_by_side_and_the_sums_agree(index: NameIndex, pairs: pl.DataFrame) -> None:
    sums = aligned(pairs, index.words, index.words)
    spelled = index.forms["spelled"]
    for pair, query, form in pairs.head(40).rows():
        rows = side_by_side(spelled[query], spelled[form])
        mine = rows.filter(pl.col("word").is_not_null())
        assert mine["matched"].sum() == pytest.approx(
            sums["query_matched"][pair], abs=5e-3
        )
        assert (mine["matched"] + mine["left"]).sum() == pytest.approx(
            sums["query_weight"][pair], abs=5e-3
        )


@pytest.mark.parametrize("size", [1, 7, 64])
def test_the_number_of_pairs_at_a_time_changes_no_sum(
    size: int, index: NameIndex, pairs: pl.DataFrame
) -> None:
    some = pairs.head(60 if size > 1 else 12)
    whole = aligned(some, index.words, index.words)
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    batches = [
        aligned(batch.with_columns(pair=number), index.words, index.words)
        for batch in some.iter_slices(size)
    ]
    assert pl.concat(batches).equals(whole)


def test_the_order_of_pairs_changes_no_sum(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    shuffled = pairs.sample(fraction=1, shuffle=True, seed=744)
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    mixed = aligned(shuffled.with_columns(pair=number), index.words, index.words)
    whole = aligned(pairs, index.words, index.words)
    assert not shuffled.equals(pairs)
    assert mixed.equals(whole.select(pl.all().gather(shuffled["pair"])))


def test_the_order_of_names_changes_no_counterpart(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    shuffled = index.words.sample(fraction=1, shuffle=True, seed=744)
    mixed = counterparts(pairs, shuffled, shuffled)
    assert mixed.equals(counterparts(pairs, index.words, index.words))


def test_counterparts_are_in_order_and_each_is_there_once(
    index: NameIndex, pairs: pl.DataFrame
) -> None:
    found = counterparts(pairs, index.words, index.words)
    key = ["pair", "q_position", "l_position"]
    assert found.select(key).equals(found.select(key).sort(key))
    assert not found.select(key).is_duplicated().any()
    assert found["likeness"].is_between(0, 1, closed="right").all()


def test_a_name_beside_itself_has_no_word_left(index: NameIndex) -> None:
    forms = index.forms["form"].sample(200, seed=3)
    own = pl.DataFrame({"query": forms, "form": forms}).with_row_index("pair")
    sums = aligned(own, index.words, index.words)
    assert sums["query_weight"].sum() > 0
    assert sums["query_matched"].equals(sums["query_weight"], check_names=False)
    assert sums["listed_matched"].equals(sums["listed_weight"], check_names=False)


def test_words_know_their_role_and_weight() -> None:
    words = name_words(pl.Series(["@hotan|khotan haolin #hair ~limited"]))
    assert words["mark"].to_list() == ["@", "", "#"]
    assert words["weight"].is_between(0, 10).all()
    assert words["weight"][1] > words["weight"][2]
