from __future__ import annotations

import itertools
import logging
import pickle
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import polars as pl
import pytest

from uyghurscreen import Screener, UnscreenedRowsWarning, lists
from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.matching import pairs
from uyghurscreen.matching.gram_counts import GramCounts
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.schema import HITS, UNSCREENED

HIKVISION = "Hangzhou Hikvision Digital Technology Co., Ltd."
HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."
DAQO = "Xinjiang Daqo New Energy, Co. Ltd."
CORPS = "Xinjiang Production and Construction Corps"
CETC_13 = "China Electronics Technology Group Corporation 13th Research Institute"
CETC_14 = "China Electronics Technology Group Corporation 14th Research Institute"

# a way to write a listed party: the name, the entry of the small list it is
FOUND = {
    "as listed": (HIKVISION, HIKVISION),
    "alias": ("Hikvision", HIKVISION),
    "upper case": ("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO LTD", HIKVISION),
    "without legal form": ("Hangzhou Hikvision Digital Technology", HIKVISION),
    "native name": ("杭州海康威视数字技术股份有限公司", HIKVISION),
    "traditional characters": ("杭州海康威視數字技術股份有限公司", HIKVISION),
    "full-width letters": ("Ｈｉｋｖｉｓｉｏｎ", HIKVISION),
    "Cyrillic look-alikes": ("Hіkvisiоn", HIKVISION),
    "zero-width space inside": ("Hik\u200bvision", HIKVISION),
    "zero-width joiner inside": ("海康\u200d威视", HIKVISION),
    "soft hyphen inside": ("Hik\u00advision", HIKVISION),
    "byte order mark before": ("\ufeffHikvision", HIKVISION),
    "right-to-left override": ("\u202eHikvision\u202c", HIKVISION),
    "NUL inside": ("Hik\x00vision", HIKVISION),
    "bell inside": ("Hangzhou Hik\x07vision Digital Technology", HIKVISION),
    "line break inside": ("Hangzhou Hikvision\r\nDigital Technology", HIKVISION),
    "blanks around": ("\u3000 Hikvision \u00a0", HIKVISION),
    "other spelling of a place": ("Khotan Haolin Hair Accessories", HAOLIN),
    "Chinese place and brand": ("和田浩林发饰品有限公司", HAOLIN),
    "Chinese, never listed so": ("新疆大全新能源股份有限公司", DAQO),
    "Cyrillic": ("АО ПКК Миландр", "AO PKK Milandr"),
    "figures as words": (
        "China Electronics Technology Group Corporation Thirteenth Research Institute",
        CETC_13,
    ),
}

# names of firms that have nothing to do with the list
NOT_FOUND = [
    "Acme Bakery",
    "Siemens AG",
    "トヨタ自動車株式会社",
    "ООО Ромашка",
    "BASF SE",
]

# how a band changes where the country differs
LOWERED = {
    "exact": "exact",
    "strong": "possible",
    "possible": "weak",
    "weak": "weak",
}

COUNTRY = {
    "code": ("CN", "agrees"),
    "three letters": ("CHN", "agrees"),
    "English": ("China", "agrees"),
    "Chinese": ("中国", "agrees"),
    "another": ("Germany", "differs"),
    "no country": ("Narnia", "unknown"),
    "empty": ("", "unknown"),
    "not given": (None, "unknown"),
}

REFUSED_SETTINGS: dict[str, tuple[dict[str, object], str]] = {
    "threshold above one": ({"threshold": 1.01}, "between 0 and 1"),
    "threshold below zero": ({"threshold": -0.01}, "between 0 and 1"),
    "threshold not a number": ({"threshold": float("nan")}, "between 0 and 1"),
    "no hits kept": ({"limit": 0}, "at least one hit"),
    "unknown word": ({"on_unscreened": "ignore"}, "report, raise"),
}


def _as_bytes(hits: pl.DataFrame) -> bytes:
    return hits.write_csv().encode()


def _listed_names(entries: pl.DataFrame) -> pl.DataFrame:
    return (
        entries.select("list_id", "entry_id", "names")
        .explode("names")
        .drop_nulls("names")
        .unnest("names")
    )


@pytest.fixture(scope="module")
def queries(screener: Screener) -> list[str]:
    """Listed names, the same with their ends cut off, and names of others."""
    names = _listed_names(screener.entries)["name"].unique().sort()
    some = names.gather_every(len(names) // 150).to_list()
    return [*some, *(name[: len(name) * 2 // 3] for name in some), *NOT_FOUND]


@pytest.mark.parametrize(("name", "entry"), FOUND.values(), ids=FOUND)
def test_a_listed_party_is_found_first(name: str, entry: str, demo: Screener) -> None:
    hits = demo.screen_name(name)
    assert hits["entry_name"][0] == entry
    assert hits["rank"][0] == 1


@pytest.mark.parametrize("name", NOT_FOUND)
def test_other_firms_are_no_hits(name: str, screener: Screener) -> None:
    assert screener.screen_name(name).is_empty()


def test_every_listed_name_finds_its_own_entry_first(screener: Screener) -> None:
    listed = _listed_names(screener.entries)
    hits = screener.screen(listed["name"].unique(maintain_order=True), limit=1)
    found = listed.join(
        hits,
        left_on=["name", "list_id", "entry_id"],
        right_on=["query_name", "list_id", "entry_id"],
        how="left",
    )
    assert listed.height > 11_000
    assert found.filter(pl.col("rank").is_null())["name"].to_list() == []
    assert found.filter(pl.col("score") < 0.99)["name"].to_list() == []


def test_numbers_tell_institutes_apart(demo: Screener) -> None:
    assert demo.screen_name(CETC_13)["entry_name"].to_list() == [CETC_13]
    assert demo.screen_name("第十四研究所", threshold=0)["entry_name"][0] == CETC_14


def test_hits_have_their_schema_with_and_without_rows(demo: Screener) -> None:
    assert dict(demo.screen(["Hikvision"]).schema) == dict(HITS)
    assert dict(demo.screen(["Acme Bakery"]).schema) == dict(HITS)
    assert dict(demo.screen([]).schema) == dict(HITS)
    assert dict(demo.screen(pl.DataFrame({"name": []})).schema) == dict(HITS)


def test_a_hit_says_what_was_found_and_where(demo: Screener) -> None:
    hit = demo.screen_name("Milandr").row(0, named=True)
    assert hit["query_id"] == 0
    assert hit["query_name"] == "Milandr"
    assert hit["list_id"] == "demo"
    assert hit["entry_name"] == "AO PKK Milandr"
    assert hit["matched_name"] == "Milandr"
    assert hit["name_kind"] == "alias"
    assert hit["relation"] == "same"
    assert hit["band"] == "exact"
    assert hit["list_version"] == demo.versions["demo"]


def test_hits_are_sorted_by_row_then_score_then_entry(
    queries: list[str], screener: Screener
) -> None:
    hits = screener.screen(queries, threshold=0.3)
    expected = hits.sort(
        ["query_id", "score", "list_id", "entry_id"],
        descending=[False, True, False, False],
    )
    assert hits.height > 300
    assert hits.equals(expected)
    assert hits["score"].is_between(0, 1).all()


def test_the_same_input_gives_the_same_bytes(queries: list[str]) -> None:
    first = Screener(["uflpa", "aspi_tech_giants"])
    other = Screener(["uflpa", "aspi_tech_giants"])
    runs = {
        _as_bytes(each.screen(queries, threshold=0.1)) for each in (first, first, other)
    }
    assert len(runs) == 1


def test_the_order_of_rows_changes_no_hit(
    queries: list[str], screener: Screener
) -> None:
    frame = pl.DataFrame({"name": queries}).with_row_index("id")
    shuffled = frame.sample(fraction=1, shuffle=True, seed=744)
    straight = screener.screen(frame, id="id", threshold=0.3)
    mixed = screener.screen(shuffled, id="id", threshold=0.3)
    assert not mixed["query_id"].is_sorted()
    assert mixed.sort("query_id", maintain_order=True).equals(straight)


@pytest.mark.parametrize("batch", [1, 7])
def test_the_size_of_a_batch_changes_no_hit(
    batch: int, queries: list[str], demo: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [*queries[:30], *(name for name, _ in FOUND.values())]
    whole = demo.screen(some, threshold=0)
    monkeypatch.setattr(pairs, "BATCH", batch)
    assert _as_bytes(demo.screen(some, threshold=0)) == _as_bytes(whole)


def test_the_order_of_a_list_changes_no_hit(
    queries: list[str], demo_entries: pl.DataFrame
) -> None:
    shuffled = demo_entries.sample(fraction=1, shuffle=True, seed=744)
    some = [*queries[:50], *(name for name, _ in FOUND.values())]
    straight = Screener([], extra_lists=[demo_entries]).screen(some, threshold=0)
    mixed = Screener([], extra_lists=[shuffled]).screen(some, threshold=0)
    assert not shuffled.equals(demo_entries)
    assert _as_bytes(mixed) == _as_bytes(straight)


def test_a_name_given_twice_has_its_hits_twice(demo: Screener) -> None:
    hits = demo.screen(["Hikvision", "Acme Bakery", "Hikvision"])
    once = demo.screen(["Hikvision"])
    assert hits["query_id"].to_list() == [0] * once.height + [2] * once.height
    assert (
        hits.filter(pl.col("query_id") == 0)
        .drop("query_id")
        .equals(hits.filter(pl.col("query_id") == 2).drop("query_id"))
    )


def test_one_name_is_a_frame_of_one_row(demo: Screener) -> None:
    assert demo.screen_name("Hikvision").equals(demo.screen(["Hikvision"]))


def test_the_threshold_is_the_lowest_score(
    queries: list[str], screener: Screener
) -> None:
    low = screener.screen(queries, threshold=0.3, limit=100)
    high = screener.screen(queries, threshold=0.9, limit=100)
    assert low.filter(pl.col("score") < 0.9).height > 0
    assert low.filter(pl.col("score") >= 0.9).drop("rank").equals(high.drop("rank"))


def test_a_score_at_the_threshold_is_a_hit(demo: Screener) -> None:
    name = "Hetian Haolin Hair"
    score = demo.screen_name(name)["score"][0]
    assert demo.screen_name(name, threshold=score)["score"].to_list() == [score]
    assert demo.screen_name(name, threshold=score + 1e-6).is_empty()


def test_the_threshold_of_the_screener_holds_unless_another_is_given(
    demo_entries: pl.DataFrame,
) -> None:
    strict = Screener([], extra_lists=[demo_entries], threshold=1)
    assert strict.threshold == 1.0
    assert strict.screen_name("Hetian Haolin Hair").is_empty()
    assert strict.screen_name("Hetian Haolin Hair", threshold=0.5).height > 0


def test_hits_equal_to_the_last_one_are_kept(demo: Screener) -> None:
    twins = pl.DataFrame({"name": ["Hikvision"] * 3 + ["Hikvision Europe"]})
    screener = Screener([], extra_lists=[twins], threshold=0.1)
    hits = screener.screen_name("Hikvision", limit=2)
    assert hits["rank"].to_list() == [1, 1, 1]
    assert screener.screen_name("Hikvision", limit=1).height == 3
    assert screener.screen_name("Hikvision", limit=4)["rank"].to_list() == [1, 1, 1, 4]


def test_the_limit_holds_for_every_row(queries: list[str], screener: Screener) -> None:
    hits = screener.screen(queries, threshold=0.1, limit=2)
    assert set(hits["rank"]) == {1, 2}
    everything = screener.screen(queries, threshold=0.1, limit=1_000)
    best = everything.filter(pl.col("rank") <= 2)
    assert best.height < everything.height
    assert hits.equals(best)


@pytest.mark.parametrize(
    ("settings", "words"), REFUSED_SETTINGS.values(), ids=REFUSED_SETTINGS
)
def test_settings_out_of_range_are_errors(
    settings: dict[str, object], words: str, demo: Screener
) -> None:
    with pytest.raises(InputError, match=words):
        demo.screen(["Hikvision"], **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(("country", "evidence"), COUNTRY.values(), ids=COUNTRY)
def test_countries_agree_differ_or_say_nothing(
    country: str | None, evidence: str, demo: Screener
) -> None:
    hits = demo.screen_name("Hikvision", country=country)
    assert hits["country_evidence"][0] == evidence


def test_an_entry_without_a_country_says_nothing_of_it() -> None:
    screener = Screener([], extra_lists=[["Acme Cotton Ginning"]])
    hits = screener.screen_name("Acme Cotton Ginning", country="DE")
    assert hits["country_evidence"].to_list() == ["unknown"]


def test_another_country_lowers_the_band_by_a_step_and_never_the_score(
    queries: list[str], screener: Screener
) -> None:
    frame = pl.DataFrame({"name": queries, "country": ["IS"] * len(queries)})
    plain = screener.screen(frame, threshold=0.3)
    abroad = screener.screen(frame, country="country", threshold=0.3)
    differs = abroad["country_evidence"] == "differs"
    before = plain.filter(differs)["band"]
    assert set(before) == set(LOWERED)
    assert abroad["score"].equals(plain["score"])
    assert abroad.filter(differs)["band"].to_list() == [LOWERED[b] for b in before]
    assert abroad.filter(~differs)["band"].equals(plain.filter(~differs)["band"])


def test_addresses_are_compared_with_those_of_the_entry(demo: Screener) -> None:
    frame = pl.DataFrame(
        {
            "name": ["Hikvision"] * 3,
            "address": ["555 QIANMO Road, Hangzhou", "Rue de Rivoli, Paris", None],
        }
    )
    hits = demo.screen(frame, address="address")
    assert hits["address_similarity"].to_list() == [1.0, 0.0, None]
    assert demo.screen(frame)["address_similarity"].to_list() == [None] * 3


@pytest.mark.parametrize("name", ["Address 01", "ADDRESS 01", "Address 1"])
def test_an_entry_that_is_an_address_is_never_hit_by_name(
    name: str, demo: Screener, screener: Screener
) -> None:
    assert demo.screen_name(name, threshold=0).is_empty()
    unnamed = screener.entries.filter(pl.col("names").list.len() == 0)["entry_id"]
    assert unnamed.len() > 0
    hits = screener.screen_name(name, threshold=0, limit=100)
    assert set(hits["entry_id"]) & set(unnamed) == set()


def test_weak_names_are_hit_by_equality_alone(demo: Screener) -> None:
    assert demo.screen_name("XPCC")["entry_name"].to_list() == [CORPS]
    assert demo.screen_name("xpcc.")["entry_name"].to_list() == [CORPS]
    whole = demo.screen_name("23rd Research Institute")
    assert whole["relation"].to_list() == ["subordinate"]
    for longer in ("23rd Research Institute of Paris", "24rd Research Institute"):
        hits = demo.screen_name(longer, threshold=0)
        assert "23rd Research Institute" not in hits["matched_name"].to_list()


def test_rows_without_a_name_are_reported(demo: Screener) -> None:
    names = ["Hikvision", None, "", "518000", "  ", "x" * 10_000]
    with pytest.warns(UnscreenedRowsWarning) as caught:
        hits = demo.screen(names)
    assert hits["query_id"].unique().to_list() == [0]
    assert str(caught[0].message) == (
        "5 rows were not screened (1 longer than 1,000 characters, 1 no letters, "
        "2 no name (empty), 1 no name (null)), beginning with [1, 2, 3, 4, 5]. "
        "unscreened() lists all."
    )
    assert caught[0].filename == __file__


def test_rows_without_a_name_can_be_an_error(demo: Screener) -> None:
    with pytest.raises(InputError, match="1 row was not screened"):
        demo.screen(["Hikvision", None], on_unscreened="raise")
    assert demo.screen(["Hikvision"], on_unscreened="raise").height > 0


def test_rows_without_a_name_are_listed_with_their_ids(demo: Screener) -> None:
    frame = pl.DataFrame({"supplier": ["Hikvision", None], "no": ["V1", "V2"]})
    left_out = demo.unscreened(frame, name="supplier", id="no")
    assert left_out.rows() == [("V2", None, "no name (null)")]
    assert left_out.columns == UNSCREENED.names()


@pytest.mark.parametrize("name", ["", "  ", "518000", "\u200b", "x" * 10_000])
def test_one_name_that_cannot_be_screened_is_an_error(
    name: str, demo: Screener
) -> None:
    with pytest.raises(InputError, match="this name cannot be screened: "):
        demo.screen_name(name)


def test_a_name_that_is_no_string_is_an_error(demo: Screener) -> None:
    with pytest.raises(InputError, match="a name is a string, not a NoneType"):
        demo.screen_name(None)  # type: ignore[arg-type]


def test_lists_are_chosen_by_id(screener: Screener) -> None:
    chosen = Screener(["uflpa"])
    assert chosen.lists == ("uflpa",)
    assert chosen.screen_name(HAOLIN)["list_id"].to_list() == ["uflpa"]
    assert set(screener.screen_name(HAOLIN)["list_id"]) == {"entity_list", "uflpa"}
    assert repr(chosen) == f"Screener(lists=['uflpa'], threshold={chosen.threshold})"


def test_a_list_named_twice_is_used_once() -> None:
    twice = Screener(["uflpa", "uflpa"])
    assert twice.lists == ("uflpa",)
    assert twice.screen_name(HAOLIN).height == 1


def test_lists_that_are_not_there_are_errors() -> None:
    with pytest.raises(ListNotFoundError, match="no list 'uflpas'; there are: ent"):
        Screener(["uflpas"])
    with pytest.raises(InputError, match=r"\['uflpa'\]"):
        Screener("uflpa")
    with pytest.raises(InputError, match="no lists to screen against"):
        Screener([])


def test_extra_lists_are_screened_beside_the_chosen_ones() -> None:
    own = pl.DataFrame({"name": ["Acme Cotton Ginning"], "list_id": ["internal"]})
    screener = Screener(["uflpa"], extra_lists=[own])
    hits = screener.screen([HAOLIN, "Acme Cotton Ginning"])
    assert hits["list_id"].to_list() == ["uflpa", "internal"]
    assert hits["list_version"].to_list() == [
        screener.versions["uflpa"],
        screener.versions["internal"],
    ]


def test_extra_lists_that_cannot_be_used_are_errors() -> None:
    entries = lists.entries("uflpa")
    with pytest.raises(InputError, match="another list of that id"):
        Screener(["uflpa"], extra_lists=[entries])
    with pytest.raises(InputError, match="another list of that id"):
        Screener([], extra_lists=[["Acme"], ["Beta"]])
    with pytest.raises(InputError, match=r"extra_lists=\[frame\]"):
        Screener([], extra_lists=entries)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="cannot screen a str"):
        Screener([], extra_lists=["Acme"])


def test_an_empty_extra_list_has_no_hits() -> None:
    assert Screener([], extra_lists=[[]]).screen(["Hikvision"]).is_empty()


def test_a_screener_can_be_sent_elsewhere(demo: Screener) -> None:
    names = [name for name, _ in FOUND.values()]
    sent = pickle.loads(pickle.dumps(demo))
    assert repr(sent) == repr(demo)
    assert sent.versions == demo.versions
    assert _as_bytes(sent.screen(names)) == _as_bytes(demo.screen(names))


def test_a_screener_is_sent_without_its_index(demo: Screener) -> None:
    demo.screen_name("Hikvision")
    assert b"NameIndex" not in pickle.dumps(demo)


def test_threads_share_a_screener(
    demo: Screener, demo_entries: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[NameIndex] = []

    def build(
        names: pl.DataFrame, counts: GramCounts, known: pl.DataFrame
    ) -> NameIndex:
        built.append(NameIndex(names, counts, known))
        return built[-1]

    monkeypatch.setattr("uyghurscreen.screener.NameIndex", build)
    fresh = Screener([], extra_lists=[demo_entries])
    names = [name for name, _ in FOUND.values()] * 3
    together = Barrier(8)

    def told_by(screener: Screener, thread: int) -> list[object]:
        """Return what a thread is told; no two ask the same."""
        told: list[object] = [_as_bytes(screener.screen(names[thread:]))]
        for name in names[thread : thread + 4]:
            hits = screener.screen_name(name)
            told.append(_as_bytes(hits))
            told.extend(str(screener.explain(hit)) for hit in hits.to_dicts())
        return told

    def at_once(thread: int) -> list[object]:
        together.wait(timeout=60)
        return told_by(fresh, thread)

    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(at_once, range(8)))
    assert len(built) == 1
    assert runs == [told_by(demo, thread) for thread in range(8)]


def test_progress_goes_to_the_error_stream(
    demo: Screener, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.screen(["Hikvision"], progress=True)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "screening" in captured.err


def test_no_name_is_logged_or_printed(
    demo: Screener,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.warns(UnscreenedRowsWarning) as caught:
        demo.screen(["Hikvision", "518000"])
    assert caplog.text == ""
    assert capsys.readouterr() == ("", "")
    assert "518000" not in str(caught[0].message)


def test_screening_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    screener = Screener(["aspi_tech_giants"])
    hit = screener.screen_name("Hikvision").row(0, named=True)
    assert screener.explain(hit).entry["entry_name"] == "Hikvision"


def test_importing_opens_no_connection_and_prints_nothing() -> None:
    script = (
        "import socket\n"
        "def refuse(*_): raise AssertionError('a connection was opened')\n"
        "socket.socket.connect = socket.socket.connect_ex = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "import uyghurscreen, uyghurscreen.cli\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_every_pair_of_listed_institutes_is_told_apart(screener: Screener) -> None:
    numbers = ["10", "13", "14", "29", "38", "55"]
    name = "China Electronics Technology Group Corporation {}th Research Institute"
    for asked, other in itertools.permutations(numbers, 2):
        hits = screener.screen_name(name.format(asked), limit=20)
        best = hits.filter(pl.col("rank") == 1)["entry_name"].to_list()
        assert all(f" {other}th " not in entry for entry in best)


# a name on the default lists, and whom it is meant by
RELATIONS = {
    "the entity itself": (HIKVISION, HIKVISION, "same"),
    "a subordinate": (
        "201 Research Institute",
        "201 Research Institute",
        "subordinate",
    ),
    "an affiliate": (
        "Hangzhou Huawei Enterprises",
        "Hangzhou Huawei Enterprises",
        "affiliate",
    ),
    "a division of the corps": ("XPCC 8th Division", CORPS, "covered_by_scope"),
    "a farm of the corps, in Chinese": (
        "新疆生产建设兵团第八师",
        CORPS,
        "covered_by_scope",
    ),
}

# the same, where the list is ours: the name, the entry, the relation
GROUP = ["Hualan Group", "Hualan 13th Research Institute", "Hualan Xinjiang Textile"]
OF_THE_GROUP = {
    "another number": ("Hualan 14th Research Institute", GROUP[1], "sister"),
    "no number": ("Hualan Research Institute", GROUP[1], "parent"),
    "the same number": ("Hualan Thirteenth Research Institute", GROUP[1], "same"),
    "another place": ("Hualan Guangdong Textile", GROUP[2], "sister"),
    "no place": ("Hualan Textile", GROUP[2], "same"),
}


@pytest.mark.parametrize(
    ("name", "entry", "relation"), RELATIONS.values(), ids=RELATIONS
)
def test_a_hit_says_whom_the_name_is_meant_by(
    name: str, entry: str, relation: str, screener: Screener
) -> None:
    hits = screener.screen_name(name).filter(entry_name=entry)
    assert set(hits["relation"]) == {relation}


@pytest.fixture(scope="module")
def group() -> Screener:
    """A group and two of its bodies."""
    return Screener([], extra_lists=[GROUP], threshold=0)


@pytest.mark.parametrize(
    ("name", "entry", "relation"), OF_THE_GROUP.values(), ids=OF_THE_GROUP
)
def test_a_body_of_the_same_group_is_told_from_the_entity(
    name: str, entry: str, relation: str, group: Screener
) -> None:
    hits = group.screen_name(name).filter(entry_name=entry)
    assert hits["relation"].to_list() == [relation]


def test_a_group_whose_bodies_are_covered_is_itself_the_same(
    screener: Screener,
) -> None:
    hits = screener.screen_name(CORPS).filter(entry_name=CORPS)
    assert hits["relation"].to_list() == ["same"]


def test_every_word_of_an_exact_hit_has_its_counterpart(
    queries: list[str], screener: Screener
) -> None:
    hits = screener.screen(queries, limit=1).filter(band="exact")
    some = hits.gather_every(max(1, hits.height // 15))
    assert some.height > 10
    for hit in some.iter_rows(named=True):
        words = screener.explain(hit).tokens
        assert "missing" not in {word.relation for word in words}, hit["query_name"]


def test_the_same_words_and_one_more_are_not_exact(screener: Screener) -> None:
    names = [HIKVISION, HAOLIN, DAQO, CETC_13]
    more = [f"{name} Zebra" for name in names]
    assert set(screener.screen(names, limit=1)["band"]) == {"exact"}
    assert "exact" not in set(screener.screen(more)["band"])


@pytest.mark.parametrize("country", ["HK", "Hong Kong", "MO", "Macau", "香港"])
def test_hong_kong_and_macao_are_in_china(country: str, demo: Screener) -> None:
    hits = demo.screen_name("Hikvision", country=country)
    assert hits["country_evidence"].to_list() == ["agrees"]


def test_china_agrees_with_an_entry_in_hong_kong(demo_entries: pl.DataFrame) -> None:
    moved = demo_entries.with_columns(countries=pl.lit(["HK"]))
    screener = Screener([], extra_lists=[moved])
    hits = screener.screen_name("Hikvision", country="CN")
    assert hits["country_evidence"].to_list() == ["agrees"]


# an address of the query: the bands that `exact`, `possible` and `weak` become
ADDRESSES = {
    "none": (None, ["exact", "possible", "weak"]),
    "that of the entry": (
        "555 Qianmo Road, Binjiang District, Hangzhou",
        ["exact", "strong", "possible"],
    ),
    "its city alone": ("Hangzhou", ["exact", "possible", "weak"]),
    "its district alone": (
        "Binjiang District, Hangzhou, China",
        ["exact", "possible", "weak"],
    ),
    "in Chinese": ("杭州市滨江区阡陌路555号", ["exact", "strong", "possible"]),
    "another": ("7 Rue de Rivoli, Paris", ["exact", "possible", "weak"]),
}


@pytest.mark.parametrize(("address", "bands"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_agreeing_address_raises_the_band_by_a_step(
    address: str | None, bands: list[str], demo: Screener
) -> None:
    names = [
        "Hikvision",
        "Hikvision Digital Systems Technology",
        "Hikvision Zebra Digital",
    ]
    frame = pl.DataFrame({"name": names, "address": [address] * 3})
    hits = demo.screen(frame, address="address", threshold=0.05, limit=1)
    assert hits["entry_name"].to_list() == [HIKVISION] * 3
    assert hits["band"].to_list() == bands


def test_a_company_is_not_hit_for_being_in_hong_kong(screener: Screener) -> None:
    names = ["Mingguo (Hong Kong) Co., Limited", "Acme Trading (Hong Kong) Limited"]
    assert screener.screen(names).is_empty()
