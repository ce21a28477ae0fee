"""The Entity List completed from the CSL, on hand-made lists and on the real ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

import polars as pl
import pytest

from uyghurscreen.lists import csl, entity_list
from uyghurscreen.lists.reconcile import DISAGREEMENTS, reconcile
from uyghurscreen.lists.records import ListedName, Record, content_hash, to_entries
from uyghurscreen.schema import ENTRIES

SHARED = Path(__file__).parents[2] / ".." / "shared" / "sources" / "bis"
CHINA = "CHINA, PEOPLE'S REPUBLIC OF"
DENIAL = "Presumption of denial"


def ecfr(*records: Record) -> pl.DataFrame:
    return to_entries("entity_list", records, source_class="law")


def csl_el(*records: Record) -> pl.DataFrame:
    return to_entries("csl_el", records, source_class="law")


class More(TypedDict, total=False):
    """Columns a case sets besides name, country and aliases."""

    citations: tuple[str, ...]
    license_policy: str
    matchable: bool
    children: tuple[Record, ...]


def law(name: str, country: str, *aliases: str, **more: Unpack[More]) -> Record:
    """An entry as the eCFR has it: one heading, dated citations, no policy."""
    record = Record(
        name=name,
        destination=CHINA if country == "CN" else country,
        countries=(country,),
        names=tuple(ListedName(alias) for alias in aliases),
        citations=("84 FR 54004 (2019-10-09)",),
    )
    return replace(record, **more)


def keyed(
    name: str, countries: tuple[str, ...], *aliases: str, **more: Unpack[More]
) -> Record:
    """An entry as the CSL has it: many countries, the rule's first page, a policy."""
    record = Record(
        name=name,
        countries=countries,
        names=tuple(ListedName(alias) for alias in aliases),
        citations=("84 FR 54002",),
        license_policy=DENIAL,
    )
    return replace(record, **more)


def names_of(frame: pl.DataFrame, entry: str) -> list[tuple[str, str, str]]:
    row = frame.row(by_predicate=pl.col("entry_name") == entry, named=True)
    return [(name["name"], name["kind"], name["source"]) for name in row["names"]]


def disagreements(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    return frame.select("kind", "entry_name", "detail", "decision").rows()


def test_lists_that_agree_stay_as_they_are() -> None:
    ours = ecfr(law("IFLYTEK", "CN", "Iflytek Co., Ltd.", license_policy=DENIAL))
    theirs = csl_el(keyed("IFLYTEK", ("CN",), "Iflytek Co., Ltd."))
    merged, report = reconcile(ours, theirs)
    assert merged.equals(ours)
    assert merged.schema == ENTRIES
    assert report.schema == DISAGREEMENTS
    assert report.is_empty()


def test_a_missing_alias_is_added_and_marked() -> None:
    merged, report = reconcile(
        ecfr(law("Beijing Hileed Solutions Co., Ltd.", "CN", "ALCO")),
        csl_el(
            keyed(
                "Beijing Hileed Solutions Co Ltd",
                ("CN",),
                "alco",
                "Beijing Alite Technologies Co.",
            )
        ),
    )
    assert names_of(merged, "Beijing Hileed Solutions Co., Ltd.") == [
        ("Beijing Hileed Solutions Co., Ltd.", "primary", "list"),
        ("ALCO", "alias", "list"),
        ("Beijing Alite Technologies Co.", "alias", "csl"),
    ]
    assert disagreements(report) == [
        (
            "alias_only_csl",
            "Beijing Hileed Solutions Co., Ltd.",
            "Beijing Alite Technologies Co.",
            "added",
        )
    ]


def test_an_alias_the_csl_lost_is_kept() -> None:
    merged, report = reconcile(
        ecfr(law("Su Bin", "CN", "Stephen Subin", "Steve Su")),
        csl_el(keyed("Su Bin", ("CN",), "Stephen Subin")),
    )
    assert len(names_of(merged, "Su Bin")) == 3
    assert disagreements(report) == [("alias_only_ecfr", "Su Bin", "Steve Su", "kept")]


NOT_ADDED = {
    "an alias of another entry": (
        "Hefei ECU-TAMURA Electric",
        "East China Research Institute of Electronic Engineering",
        "not added: a name of CETC 38",
    ),
    "two aliases joined": (
        "Leon Technology Co., Ltd.",
        "Xinjiang Leon Telecom Technology and LAJS",
        "not added: joins names the entry has",
    ),
}


@pytest.mark.parametrize(
    ("entry", "alias", "decision"), NOT_ADDED.values(), ids=NOT_ADDED.keys()
)
def test_a_doubtful_alias_is_reported_only(
    entry: str, alias: str, decision: str
) -> None:
    ours = ecfr(
        law("CETC 38", "CN", "East China Research Institute of Electronic Engineering"),
        law("Hefei ECU-TAMURA Electric", "CN"),
        law("Leon Technology Co., Ltd.", "CN", "LAJS"),
    )
    merged, report = reconcile(ours, csl_el(keyed(entry, ("CN",), alias)))
    assert alias not in [name for name, _, _ in names_of(merged, entry)]
    assert ("alias_only_csl", entry, alias, decision) in disagreements(report)


def test_the_policy_is_filled_and_handed_down() -> None:
    part = Record(name="NDC", relation="subordinate", countries=("PK",))
    merged, _ = reconcile(
        ecfr(
            law("PAEC", "PK", children=(part,)),
            law("NESCOM", "PK", license_policy="Case by case"),
        ),
        csl_el(keyed("PAEC", ("PK",)), keyed("NESCOM", ("PK",))),
    )
    assert dict(merged.select("entry_name", "license_policy").iter_rows()) == {
        "NDC": DENIAL,
        "NESCOM": "Case by case",
        "PAEC": DENIAL,
    }


# heading, CSL countries -> countries in the end
COUNTRIES = {
    "Hong Kong under China": ("CN", ("HK",), ["CN", "HK"]),
    "China as well": ("CN", ("CN", "HK"), ["CN", "HK"]),
    "Hong Kong of a party headed Singapore": ("SG", ("HK", "SG"), ["SG"]),
    "no country in the CSL": ("RU", (), ["RU"]),
}


@pytest.mark.parametrize(
    ("heading", "codes", "expected"), COUNTRIES.values(), ids=COUNTRIES.keys()
)
def test_hong_kong_is_added_under_china_only(
    heading: str, codes: tuple[str, ...], expected: list[str]
) -> None:
    merged, _ = reconcile(
        ecfr(law("Action Global", heading)), csl_el(keyed("Action Global", codes))
    )
    assert merged["countries"].to_list() == [expected]


def test_one_name_in_two_other_countries_takes_nothing_over() -> None:
    ours = ecfr(law("Galaxy Electronics", "CN"))
    merged, report = reconcile(
        ours, csl_el(keyed("Galaxy Electronics", ("TR",), "Galaksi Elektronik"))
    )
    assert merged.equals(ours)
    assert disagreements(report) == [
        (
            "country_differs",
            "Galaxy Electronics",
            "eCFR: CN; CSL: TR",
            "nothing taken over",
        )
    ]


def test_a_party_under_several_headings_is_completed_under_each() -> None:
    merged, _ = reconcile(
        ecfr(law("Suzhou Keda", "SG"), law("Suzhou Keda", "TR", "Kedacom")),
        csl_el(keyed("Suzhou Keda", ("SG", "TR"), "Kedacom")),
    )
    assert merged["names"].list.len().to_list() == [2, 2]


# eCFR name, CSL name, CSL citation -> is it the same party?
SPELLINGS = {
    "one letter": ("TG Training 2023 FZO", "TG Training 2023 FZCO", True),
    "ampersand": (
        "Shandong Sheenrun Optics & Electronics Co., Ltd.",
        "Shandong Sheenrun Optics and Electronics Co., Ltd",
        True,
    ),
    "dotless i": ("Ervacan Makina Ekipmanları", "Ervacan Makina Ekipmanlari", True),
    "cut short": ("Shenzhen Caspro Technology Company", "Shenzhen Caspro", True),
    "another number": (
        "China Electronics Group 52nd Research Institute",
        "China Electronics Group 58th Research Institute",
        False,
    ),
    "another company": (
        "Joint Stock Company Research and Production Enterprise Radar MMS",
        "Joint Stock Company Research and Production Enterprise Sapfir",
        False,
    ),
}


@pytest.mark.parametrize(
    ("printed", "typed", "same"), SPELLINGS.values(), ids=SPELLINGS.keys()
)
def test_a_near_spelling_becomes_an_alias(printed: str, typed: str, same: bool) -> None:
    merged, report = reconcile(
        ecfr(law(printed, "CN")), csl_el(keyed(typed, ("CN",), "An Alias"))
    )
    assert merged.height == (1 if same else 2)
    if same:
        names = names_of(merged, printed)[1:]
        assert names == [(typed, "alias", "csl"), ("An Alias", "alias", "csl")]
        assert "near_spelling" in report["kind"].to_list()
    else:
        assert report["kind"].to_list() == ["only_csl", "only_ecfr"]


def test_a_near_spelling_of_another_rule_is_another_party() -> None:
    merged, _ = reconcile(
        ecfr(law("Beijing Hileed Co", "CN")),
        csl_el(keyed("Beijing Hiseed Co", ("CN",), citations=("90 FR 14032",))),
    )
    assert merged["entry_name"].to_list() == ["Beijing Hileed Co", "Beijing Hiseed Co"]


def test_a_name_cut_short_is_weak() -> None:
    merged, _ = reconcile(
        ecfr(law("Nuclear Research Center at Negev Dimona", "IL")),
        csl_el(keyed("Nuclear Research Center", ("IL",))),
    )
    (cut,) = merged["names"].to_list()[0][1:]
    assert (cut["name"], cut["quality"]) == ("Nuclear Research Center", "weak")


def test_an_entry_of_a_newer_rule_is_added() -> None:
    new = keyed("Arrow China", ("CN", "HK"), "Arrow", citations=("91 FR 40100",))
    merged, report = reconcile(ecfr(law("IFLYTEK", "CN")), csl_el(new))
    row = merged.row(by_predicate=pl.col("entry_name") == "Arrow China", named=True)
    assert row["list_id"] == "entity_list"
    assert row["relation"] == "listed"
    assert row["countries"] == ["CN", "HK"]
    assert {name["source"] for name in row["names"]} == {"csl"}
    assert ("only_csl", "Arrow China", "91 FR 40100", "added") in disagreements(report)


def test_a_party_keyed_in_twice_is_added_once() -> None:
    twice = [
        keyed("204th Institute", ("CN",), alias, citations=(f"{volume} FR 37423",))
        for volume, alias in ((83, "Alpha Works"), (84, "Beta Works"))
    ]
    merged, _ = reconcile(ecfr(law("IFLYTEK", "CN")), csl_el(*twice))
    assert [name for name, _, _ in names_of(merged, "204th Institute")] == [
        "204th Institute",
        "Alpha Works",
        "Beta Works",
    ]


def test_an_affiliate_only_the_csl_has_comes_under_the_parent() -> None:
    child = Record(
        name="Huawei Terminal (Shenzhen) Co., Ltd.",
        relation="affiliate",
        countries=("CN",),
    )
    merged, _ = reconcile(
        ecfr(law("Huawei Technologies Co., Ltd.", "CN")),
        csl_el(
            keyed("Huawei Technologies Co., Ltd. (Huawei)", ("CN",), children=(child,))
        ),
    )
    parent, added = merged.rows(named=True)
    assert parent["entry_name"] == "Huawei Technologies Co., Ltd."
    assert (added["relation"], added["parent_id"]) == ("affiliate", parent["entry_id"])


NOT_NEW = {
    "already an alias": (
        keyed("Peaceful Vision Co., Ltd.", ("HK",)),
        "already a name of Peaceful Vision (Lianyungang)",
    ),
    "a class of facilities": (
        keyed("Department facilities: Heavy water", ("IN",), matchable=False),
        "not added: neither a name nor an address to match",
    ),
}


@pytest.mark.parametrize(("record", "decision"), NOT_NEW.values(), ids=NOT_NEW.keys())
def test_what_is_not_new_is_not_added(record: Record, decision: str) -> None:
    ours = ecfr(law("Peaceful Vision (Lianyungang)", "CN", "Peaceful Vision Co., Ltd."))
    merged, report = reconcile(ours, csl_el(record))
    assert merged.equals(ours)
    found = report.filter(pl.col("kind") == "only_csl")
    assert found["decision"].to_list() == [decision]


def test_an_address_gains_no_name() -> None:
    merged, _ = reconcile(
        ecfr(law("Address 01", "TR", matchable=False)),
        csl_el(keyed("Address 01", ("TR",), "A Tenant")),
    )
    assert merged["names"].to_list() == [[]]


def test_hashes_follow_the_content_and_ids_do_not() -> None:
    ours = ecfr(law("IFLYTEK", "CN"))
    merged, _ = reconcile(ours, csl_el(keyed("IFLYTEK", ("CN",), "Xunfei")))
    assert merged["entry_id"].equals(ours["entry_id"])
    assert not merged["content_hash"].equals(ours["content_hash"])
    assert merged["content_hash"].to_list() == [
        content_hash(row) for row in merged.to_dicts()
    ]


def test_the_order_of_the_rows_changes_nothing() -> None:
    ours = ecfr(law("Abbas", "IR"), law("IFLYTEK", "CN"), law("Su Bin", "CN"))
    theirs = csl_el(
        keyed("IFLYTEK", ("CN",), "Xunfei"),
        keyed("New One Trading", ("CN",)),
        keyed("Su Bin", ("CN",)),
    )
    forward = reconcile(ours, theirs)
    backward = reconcile(ours.reverse(), theirs.reverse())
    assert forward[0].equals(backward[0])
    assert forward[1].equals(backward[1])


@pytest.mark.shared
@pytest.mark.skipif(
    not SHARED.exists(), reason="the raw publications in ../shared are not here"
)
def test_the_lists_of_july_2026() -> None:
    law_text = (SHARED / "ecfr_supp4_2026-07-09.xml").read_bytes()
    ours = entity_list.parse(law_text)
    theirs = csl.parse((SHARED / "csl_2026-07-31.json").read_bytes())
    merged, report = reconcile(ours, theirs.filter(pl.col("list_id") == "csl_el"))

    assert merged["entry_id"].is_unique().all()
    assert set(ours["entry_id"]) <= set(merged["entry_id"])
    listed = merged.filter(pl.col("relation") == "listed").height
    assert 3_400 <= listed <= 3_450
    names = merged.explode("names").unnest("names").drop_nulls("name")
    aliases = names.filter(pl.col("kind").is_in(["alias", "former"])).height
    assert 5_200 <= aliases <= 5_700
    assert merged["license_policy"].null_count() < 30
    kinds = dict(report.group_by("kind").len().iter_rows())
    assert set(kinds) == {
        "alias_only_csl",
        "alias_only_ecfr",
        "country_differs",
        "near_spelling",
        "only_csl",
        "only_ecfr",
    }
    # The two publications are the same list: what only one has stays small.
    assert kinds["only_csl"] < 70
    assert kinds["only_ecfr"] < 40
