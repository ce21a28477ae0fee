from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import aspi_universities
from uyghurscreen.schema import ENTRIES

SHARED = Path(__file__).parents[2] / "../shared"
FIXTURES = Path(__file__).parents[1] / "fixtures"
GALAXY = (FIXTURES / "aspi_galaxy.json").read_bytes()
PAGE = (FIXTURES / "aspi_home_page.html").read_bytes()

# name: relation, categories, countries, scope, further names
ENTRIES_OF_GALAXY = {
    ("Beihang University", "listed"): (
        ["Seven sons of national defence"],
        ["CN"],
        None,
        [
            ("北京航空航天大学", "native", "strong"),
            ("Beijing University of Aeronautics and Astronautics", "alias", "strong"),
            ("BUAA", "acronym", "weak"),
        ],
    ),
    ("Beijing Beihang Tianhua", "subordinate"): (
        [],
        ["CN"],
        "subsidiaries",
        [("北京北航天华科技有限责任公司", "native", "strong")],
    ),
    ("China University of Geosciences (Wuhan)", "listed"): (
        ["Civilian"],
        ["CN"],
        None,
        [
            ("中国地质大学", "native", "strong"),
            ("中国地质大学(武汉)", "native", "strong"),
            ("CUG", "acronym", "weak"),
        ],
    ),
    ("KHD Humboldt Wedag", "subordinate"): ([], ["DE"], "subsidiaries", []),
    ("National Laboratory for Computational Fluid Dynamics", "subordinate"): (
        [],
        ["CN"],
        "major defence laboratories",
        [
            ("国家计算流体力学实验室", "native", "strong"),
            ("计算流体力学国防科技重点实验室", "native", "strong"),
        ],
    ),
    ("Naval Research Academy", "listed"): (
        ["Military"],
        ["CN"],
        None,
        [
            ("中国人民解放军海军研究院", "native", "strong"),
            ("Naval Academy", "alias", "weak"),
            ("Beijing Automation Control Equipment Institute", "alias", "strong"),
            ("BACEI", "acronym", "weak"),
            ("空指", "acronym", "weak"),
        ],
    ),
    ("Panda International Information Technology Company", "subordinate"): (
        [],
        ["CN"],
        "subsidiaries, marked as probable",
        [("熊猫（北京）国际信息技术有限公司", "native", "strong")],
    ),
    ("Radar Imaging Laboratory", "subordinate"): (
        [],
        ["CN"],
        "major defence laboratories",
        [("雷达成像实验室", "native", "strong")],
    ),
    ("Training Department", "subordinate"): (
        [],
        ["CN"],
        "subsidiaries",
        [("训练部", "acronym", "weak")],
    ),
}

REFUSED = {
    "empty": (b" ", "the file is empty"),
    "cut off": (GALAXY[:900], "may be cut off"),
    "another galaxy": (
        b'{"type": "ransomware", "values": [1]}',
        "not the MISP galaxy cluster",
    ),
    "no values": (b'{"type": "china-defence-universities"}', "no 'values'"),
    "no Chinese name": (
        GALAXY.replace("Beihang University (北京航空航天大学)".encode(), b"Beihang"),
        "'Beihang' is not 'English name",
    ),
    "aliases that are no list": (
        GALAXY.replace(b'"categories": ["Military"]', b'"categories": [null]'),
        "'categories' of 'Naval Research Academy.*is not a list of texts",
    ),
    "no category": (
        GALAXY.replace(b'"categories": ["Military"]', b'"categories": []'),
        "'Naval Research Academy.*has no category",
    ),
    "unknown line": (
        GALAXY.replace(b"Jointly established with the 29", b"It was moved in 1999"),
        "Beihang University.*major defence laboratories: 'It was moved in 1999'",
    ),
    "HTML error page": (b"<html><h1>429</h1></html>", "not one table of the class"),
    "a table not yet loaded": (
        b"<html><table class='data-table'></table></html>",
        "the table has no rows",
    ),
    "a cell too few": (
        PAGE.replace(b"<td>Top secret</td>", b""),
        "Harbin.* has 5 cells, not 6",
    ),
    "a link elsewhere": (
        PAGE.replace(b'href="/universities/soochow', b'href="https://example.org/'),
        "Soochow.*links to 'https://example.org",
    ),
    "no title": (
        PAGE.replace(b"data-table__university-title", b"title"),
        "has no institution's title",
    ),
}


def further_names(row: dict[str, object]) -> list[tuple[str, str, str]]:
    names = row["names"]
    assert isinstance(names, list)
    return [(name["name"], name["kind"], name["quality"]) for name in names[1:]]


def test_galaxy() -> None:
    frame = aspi_universities.parse(GALAXY)
    assert frame.schema == ENTRIES
    assert {
        (row["entry_name"], row["relation"]): (
            row["sublists"],
            row["countries"],
            row["scope"],
            further_names(row),
        )
        for row in frame.iter_rows(named=True)
    } == ENTRIES_OF_GALAXY


def test_a_shared_laboratory_stays_under_each_institution() -> None:
    frame = aspi_universities.parse(GALAXY)
    names = dict(frame.select("entry_id", "entry_name").iter_rows())
    shared = frame.filter(pl.col("entry_name") == "Radar Imaging Laboratory")
    assert sorted(names[parent] for parent in shared["parent_id"]) == [
        "Beihang University",
        "China University of Geosciences (Wuhan)",
    ]


def test_an_organ_without_a_name_of_its_own_is_weak() -> None:
    frame = aspi_universities.parse(GALAXY)
    primary = {row[0]["name"]: row[0]["quality"] for row in frame["names"].to_list()}
    weak = [name for name, quality in primary.items() if quality == "weak"]
    assert weak == ["Training Department"]


def test_no_prose_leaves_the_parser() -> None:
    frame = aspi_universities.parse(GALAXY)
    text = frame.write_ndjson()
    for prose in ("Left out", "Haidian", "Jointly", "Campus"):
        assert prose in GALAXY.decode()
        assert prose not in text


def test_skipped_lines_are_told() -> None:
    assert aspi_universities.skipped_lines(GALAXY).rows() == [
        (
            "Beihang University (北京航空航天大学)",
            "Jointly established with the 29",
            "partner of the laboratory above",
        ),
        (
            "Naval Research Academy (中国人民解放军海军研究院)",
            "Xianlin Campus (仙林校区)",
            "a campus, not a separate body",
        ),
    ]


def test_home_page() -> None:
    frame = aspi_universities.parse(PAGE)
    columns = ("entry_name", "sublists", "citations")
    assert frame.select(columns).rows() == [
        (
            "Harbin Engineering University",
            ["Civilian", "risk: Very high"],
            [
                "https://unitracker.aspi.org.au/universities/harbin-engineering-university/"
            ],
        ),
        (
            "Soochow University",
            ["Civilian", "risk: High"],
            ["https://unitracker.aspi.org.au/universities/soochow-university/"],
        ),
    ]
    assert [further_names(row) for row in frame.iter_rows(named=True)] == [
        [("哈尔滨工程大学", "native", "strong"), ("HEU", "acronym", "weak")],
        [("苏州大学", "native", "strong")],
    ]


def test_both_files_give_an_institution_one_identity() -> None:
    galaxy = GALAXY.replace(
        "Beihang University (北京航空航天大学)".encode(),
        "Soochow University (苏州大学)".encode(),
    )
    ids = [
        frame.filter(pl.col("entry_name") == "Soochow University")["entry_id"].item()
        for frame in map(aspi_universities.parse, (galaxy, PAGE))
    ]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_a_damaged_file_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        aspi_universities.parse(raw)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_the_whole_galaxy() -> None:
    path = SHARED / "sources/aspi/unitracker/misp_china-defence-universities.json"
    raw = path.read_bytes()
    frame = aspi_universities.parse(raw)
    assert dict(frame.group_by("relation").len().iter_rows()) == {
        "listed": 159,
        "subordinate": 369,
    }
    categories = frame["sublists"].explode().drop_nulls().value_counts()
    assert dict(categories.iter_rows()) == {
        "Civilian": 80,
        "Military": 52,
        "Defence industry conglomerate": 12,
        "Security": 8,
        "Seven sons of national defence": 7,
    }
    assert aspi_universities.skipped_lines(raw).height == 77
