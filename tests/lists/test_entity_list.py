"""The Entity List table in its several wrappings, and the whole text of two dates."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.entity_list import alias_counts, parse
from uyghurscreen.lists.entity_table import strip_footnotes
from uyghurscreen.schema import ENTRIES

FIXTURES = Path(__file__).parents[1] / "fixtures"
BIS = Path(__file__).parents[2] / "../shared/sources/bis"
NEEDS_SHARED = [
    pytest.mark.shared,
    pytest.mark.skipif(not BIS.is_dir(), reason="needs ../shared/sources/bis"),
]

CETC_14 = (
    "China Electronics Technology Group Corporation 14th Research Institute (CETC 14)"
)
SEVER = "Joint Stock Company Production Association Sever"
PAPILON = "Papilon Systems Limited Liability Company"


@pytest.fixture(scope="module")
def versioner() -> pl.DataFrame:
    return parse((FIXTURES / "entity_list_versioner.xml").read_bytes())


def entry(frame: pl.DataFrame, name: str) -> dict[str, Any]:
    return frame.row(by_predicate=pl.col("entry_name") == name, named=True)


def names(row: dict[str, Any]) -> list[str]:
    return [name["name"] for name in row["names"]]


def test_schema_and_rows(versioner: pl.DataFrame) -> None:
    assert versioner.schema == ENTRIES
    assert versioner["list_id"].unique().to_list() == ["entity_list"]
    assert versioner.select("entry_name", "relation").rows() == [
        ("Address 01", "listed"),
        (CETC_14, "listed"),
        ("Emal Bilal Construction Company (EBCC)", "listed"),
        (SEVER, "listed"),
        ("Nanjing SunSea Industry Corporation", "subordinate"),
        (PAPILON, "listed"),
        ("Suntac Group", "listed"),
        ("Tianjin Alpha Trading Co., Ltd.", "listed"),
    ]


CELLS = {
    "aliases, acronym and country": (
        "Emal Bilal Construction Company (EBCC)",
        {
            "countries": ["AF"],
            "addresses": ["Kolola Pushta, Kabul, Afghanistan"],
            "citations": ["79 FR 44683 (2014-08-01)"],
            "license_requirement": "For all items subject to the EAR. "
            "(See § 744.11 of the EAR)",
            "license_policy": "Presumption of denial",
            "source_class": "law",
        },
    ),
    "an address, no name to match": (
        "Address 01",
        {
            "names": [],
            "countries": ["CN", "HK"],
            "addresses": ["Unit D, 18 Luard Rd, Wan Chai, Hong Kong"],
            "license_requirement": "For all items subject to the EAR. "
            "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)",
        },
    ),
    "two citations, two dates": (
        CETC_14,
        {
            "countries": ["CN", "HK"],
            "citations": ["83 FR 37426 (2018-08-01)", "87 FR 77508 (2022-12-19)"],
            "first_listed": date(2018, 8, 1),
            "effective_date": date(2022, 12, 19),
            "license_requirement": "For all items subject to the EAR, see §§ 734.9(e) "
            "and 744.11 of the EAR",
        },
    ),
    "footnote on the name, fraction in the address": (
        "Tianjin Alpha Trading Co., Ltd.",
        {
            "addresses": ["11 1⁄2 Nankai Road, Tianjin, China"],
            "citations": ["88 FR 12158 (2023-02-27)"],
            "license_requirement": "For all items subject to the EAR. "
            "(See §§ 734.9(e)(2) and 744.11 of the EAR)",
            "raw": "Tianjin Alpha Trading4 Co., Ltd.,\n\n"
            "11 1⁄2 Nankai Road, Tianjin, China.",
        },
    ),
    "entity cell run over into the next column": (
        SEVER,
        {
            "addresses": ["3 Obedineniya Street, Novosibirsk, 630020, Russia"],
            "license_requirement": "For all items subject to the EAR. "
            "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)",
            "license_policy": "Policy of denial",
            "citations": [],
        },
    ),
    "address behind the requirement": (
        PAPILON,
        {
            "addresses": ["48 Prospekt Makeeva, Miass, Chelyabinskaya Oblast, Russia"],
            "license_requirement": "For all items subject to the EAR. "
            "(See § 744.11 of the EAR)",
        },
    ),
    "requirement and policy exchanged; address in the next row": (
        "Suntac Group",
        {
            "addresses": ["9 Mira Street, Moscow, Russia"],
            "license_requirement": "For all items subject to the EAR.",
            "license_policy": "Presumption of denial",
            "citations": ["73 FR 54504 (2008-09-22)"],
        },
    ),
}


@pytest.mark.parametrize(("name", "expected"), CELLS.values(), ids=CELLS.keys())
def test_row(versioner: pl.DataFrame, name: str, expected: dict[str, Any]) -> None:
    row = entry(versioner, name)
    assert {key: row[key] for key in expected} == expected


def test_names_of_a_shifted_row(versioner: pl.DataFrame) -> None:
    assert names(entry(versioner, SEVER)) == [
        SEVER,
        "AO PO Sever",
        "JSC PA Sever",
        "JSC PO North",
        "Proizvodstvennoe Obedinenie Sever",
    ]


def test_subordinate_has_parent_and_shares_what_holds_for_it(
    versioner: pl.DataFrame,
) -> None:
    parent = entry(versioner, CETC_14)
    child = entry(versioner, "Nanjing SunSea Industry Corporation")
    shared = ["addresses", "countries", "citations", "license_policy", "raw"]
    assert child["parent_id"] == parent["entry_id"]
    assert [child[key] for key in shared] == [parent[key] for key in shared]


def test_alias_counts_show_the_disagreement() -> None:
    counts = alias_counts((FIXTURES / "entity_list_versioner.xml").read_bytes())
    assert counts.select("entry_name", "declared", "parsed", "agrees").rows() == [
        ("Emal Bilal Construction Company (EBCC)", 2, 2, True),
        (CETC_14, 1, 1, True),
        (SEVER, 4, 4, True),
        (PAPILON, 1, 1, True),
        ("Suntac Group", 1, 2, False),
    ]


def test_bulk_file_without_thead_and_with_other_supplements() -> None:
    frame = parse((FIXTURES / "entity_list_bulk.xml").read_bytes())
    assert frame.select("entry_name", "countries", "addresses").rows() == [
        ("A. Leib Ltd.", ["IL"], ["HA'Assif 19, Binyamina, Israel"])
    ]


def test_saved_web_page() -> None:
    frame = parse((FIXTURES / "entity_list_page.html").read_bytes())
    assert [names(row) for row in frame.iter_rows(named=True)] == [
        ["Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision"],
        ["Xinjiang Police College"],
    ]


HEADER = (
    "<TR><TH>Country</TH><TH>Entity</TH><TH>License requirement</TH>"
    "<TH>License review policy</TH><TH>Federal Register citation</TH></TR>"
)


def table(*rows: str) -> bytes:
    body = "".join(rows)
    return (
        f'<DIV9 N="Supplement No. 4 to Part 744"><TABLE>{body}</TABLE></DIV9>'.encode()
    )


BAD = {
    "no table": (b"<html><body>Moved permanently</body></html>", "no table with"),
    "empty": (b" ", "empty"),
    "truncated": (b"<?xml version='1.0'?><DIV5><TABLE>", "not well-formed"),
    "four cells": (
        table(HEADER, "<TR><TD>CHINA</TD><TD>A</TD><TD>B</TD><TD>C</TD></TR>"),
        "row 2: 4 cells",
    ),
    "no destination": (
        table(HEADER, "<TR><TD/><TD>Acme Ltd.</TD><TD>For</TD><TD>P</TD><TD/></TR>"),
        "row 2: the first entity has no destination",
    ),
    "unknown destination": (
        table(
            HEADER,
            "<TR><TD>NARNIA</TD><TD>Acme Ltd.</TD><TD>For</TD><TD>P</TD><TD/></TR>",
        ),
        "row 2: unknown destination 'NARNIA'",
    ),
}


@pytest.mark.parametrize(("raw", "message"), BAD.values(), ids=BAD.keys())
def test_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        parse(raw)


def test_repairs_are_packaged_and_each_says_why() -> None:
    edited = Path(__file__).parents[2] / "lists/entity_list/repairs.csv"
    packaged = files("uyghurscreen.data").joinpath("entity_list_repairs.csv")
    frame = pl.read_csv(edited, infer_schema=False)
    assert packaged.read_bytes() == edited.read_bytes()
    assert frame.columns == [
        *("destination", "begins", "sha256", "cell", "reason", "date")
    ]
    assert frame.null_count().sum_horizontal().item() == 0
    assert frame.select("destination", "sha256").is_unique().all()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("§§ 734.9(g),3 746.8(a)(3)", "§§ 734.9(g), 746.8(a)(3)"),
        ("§§ 734.9(g)3, 746.8(a)(3)", "§§ 734.9(g), 746.8(a)(3)"),
        ("§§ 734.9(e)1 and 744.11 of the EAR2", "§§ 734.9(e) and 744.11 of the EAR"),
        ("§§ 734.9(e) 1 and 744.11 of the EAR 2", "§§ 734.9(e) and 744.11 of the EAR"),
        ("(See § 744.11 of the EAR)4", "(See § 744.11 of the EAR)"),
        ("(See § 744.11 of the EAR) 4", "(See § 744.11 of the EAR)"),
        ("EAR99 items and EAR 99 items", "EAR99 items and EAR 99 items"),
        ("under § 740.11(b)(2) and (e)", "under § 740.11(b)(2) and (e)"),
        ("supplement no. 7 to part 746", "supplement no. 7 to part 746"),
        ("ECCNs 1A004.c, 1A995", "ECCNs 1A004.c, 1A995"),
    ],
)
def test_footnote_marks(printed: str, expected: str) -> None:
    assert strip_footnotes(printed) == expected


@pytest.fixture(scope="module")
def text_2023() -> bytes:
    return (BIS / "ecfr_supp4_2023-10-30.xml").read_bytes()


@pytest.fixture(scope="module")
def text_2026() -> bytes:
    return (BIS / "ecfr_supp4_2026-07-09.xml").read_bytes()


class TestWholeText:
    pytestmark = NEEDS_SHARED

    def test_2023_relations(self, text_2023: bytes) -> None:
        # 13 + 2 + 2 + 7 + 3 blocks of five institutes, 12 rows that name the 13th
        # Institute, 4 bodies of two atomic energy agencies each; 22 of Huawei.
        relations = parse(text_2023)["relation"].value_counts()
        assert dict(relations.iter_rows()) == {
            "listed": 2647,
            "subordinate": 47,
            "affiliate": 22,
        }

    def test_2023_only_the_publishers_own_slips_disagree(
        self, text_2023: bytes
    ) -> None:
        counts = alias_counts(text_2023)
        wrong = counts.filter(~pl.col("agrees"))
        assert counts.height == 1399
        assert wrong.select("entry_name", "declared", "parsed").rows() == [
            ("Suntac Group", 1, 2),
            ("Chinese Academy of Engineering Physics", 17, 16),
            ("Huawei Marine Networks Co., Ltd.", 1, 4),
            ("Tianjin University", 13, 14),
            ("Middle East Automation & Controls Services", 1, 2),
            ("Public Joint Stock Company Kremny", 5, 6),
        ]

    def test_2026_rows_and_aliases(self, text_2026: bytes) -> None:
        frame = parse(text_2026)
        kinds = frame.explode("names")["names"].struct.field("kind").value_counts()
        found = dict(kinds.drop_nulls().iter_rows())
        assert frame.filter(relation="listed").height == 3409
        assert frame.filter(relation="affiliate").height == 22
        assert found["alias"] > 5200
        assert found["acronym"] > 140

    def test_2026_repaired_cell(self, text_2026: bytes) -> None:
        row = entry(parse(text_2026), "Longtek Company, Ltd.")
        assert names(row) == [
            "Longtek Company, Ltd.",
            "Beijing Landuyt Feng Technology Co., Ltd.",
        ]
        assert row["raw"] == "Longtek Company, Ltd.,"

    def test_2026_repair_heeds_the_destination(self, text_2026: bytes) -> None:
        found = parse(text_2026).filter(entry_name="Ahmad Rahzad")
        assert sorted(found["countries"].explode().to_list()) == ["IR", "MY"]
        assert sorted(found["addresses"].explode().to_list()) == [
            "27-06, Amcorp Bldg., Jalan 18, Persiaran Barat, Petaling Jaya, 46050 "
            "Selangor, Malaysia",
            "29, 1st Floor, Amjad Bldg., Jomhoori Ave., Tehran, Iran",
        ]

    @pytest.mark.parametrize("text", ["text_2023", "text_2026"])
    def test_names_are_clean(self, text: str, request: pytest.FixtureRequest) -> None:
        frame = parse(request.getfixturevalue(text))
        found = frame.explode("names")["names"].struct.field("name").drop_nulls()
        dirty = r"^$|^\s|\s$|[,;:]$|\n|\ba\.k\.a|\balias(es)?\b|P\.O\. Box|^—"
        assert found.filter(found.str.contains(dirty)).to_list() == []
