"""The Consolidated Screening List: formats, lists, and the defects of its cells."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import csl
from uyghurscreen.lists.csl_names import CslName, read_aliases, read_name, repair_text
from uyghurscreen.schema import ENTRIES

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHARED = Path(__file__).parents[2] / ".." / "shared" / "sources" / "bis"
JSON = FIXTURES / "csl_sample.json"
CSV = FIXTURES / "csl_29_columns.csv"

FORMATS = {
    "JSON": "csl_sample.json",
    "CSV of 29 columns": "csl_29_columns.csv",
    "CSV of 28 columns, before 2021": "csl_28_columns.csv",
    "TSV": "csl_29_columns.tsv",
}

SAMPLE = {
    "csl_cap": ["BANK OF KUNLUN CO LTD"],
    "csl_cmic": ["China Mobile Limited"],
    "csl_dpl": ["KATSUTA KEISUKE"],
    "csl_dtc": ["Murat Bükey"],
    "csl_el": [
        "Address 01",
        "Huawei Technologies Co., Ltd. (Huawei)",
        "Huawei Terminal (Shenzhen) Co., Ltd.",
        "Reza Ghoreishi",
    ],
    "csl_fse": ["Evren KAYAKIRAN"],
    "csl_isn": ["PMC Wagner"],
    "csl_mbs": ["Public Joint Stock Company Gazprom"],
    "csl_meu": ["Academy of Aerospace Solid Propulsion Technology (AASPT)"],
    "csl_plc": ["Mohammed ABU TEIR"],
    "csl_sdn": ["HISHAN, Ghazy Fezzaa"],
    "csl_ssi": ["ROSNEFT TRADE LIMITED"],
    "csl_uvl": ["Atlas Sanatgaran"],
}

# cell -> own name, (other name, kind) ...
NAMES = {
    "Suzhou Keda Technology Co., Ltd.,": ("Suzhou Keda Technology Co., Ltd.",),
    "KTK Engineering (PVT) LTD,": ("KTK Engineering (PVT) LTD",),
    "UTAIR AVIATION JSC,": ("UTAIR AVIATION JSC",),
    "AEROCOMERCIAL ALAS DE COLOMBIA LTDA.": ("AEROCOMERCIAL ALAS DE COLOMBIA LTDA.",),
    "AKA INTEGRAL SERVICES, S. DE R.L. DE C.V.": (
        "AKA INTEGRAL SERVICES, S. DE R.L. DE C.V.",
    ),
    "AL-NASER  AIRLINES": ("AL-NASER AIRLINES",),
    "Murat B\x81key": ("Murat Bükey",),
    "Huawei Technologies Lanka Company (Private) Limited": (
        "Huawei Technologies Lanka Company (Private) Limited",
    ),
    "Joint Stock Company Nevskoe Design Bureau, a.k.a, the following ten aliases": (
        "Joint Stock Company Nevskoe Design Bureau",
    ),
    "Chitron Electronics Company Ltd., a.k.a. Chi-Chung Electronics Company Ltd. "
    "(Chitron-Shenzhen)": (
        "Chitron Electronics Company Ltd.",
        ("Chi-Chung Electronics Company Ltd. (Chitron-Shenzhen)", "alias"),
        ("Chitron-Shenzhen", "acronym"),
    ),
    "LTS Holding Limited (f.k.a. IPP-International Petroleum Products Ltd.)": (
        "LTS Holding Limited",
        ("IPP-International Petroleum Products Ltd.", "former"),
    ),
    "CETC 13 Institute (CETC 13)": (
        "CETC 13 Institute (CETC 13)",
        ("CETC 13", "acronym"),
    ),
    "PEARL (A.K.A. NEI-CHIEN CHU) LI": ("PEARL LI", ("NEI-CHIEN CHU", "alias")),
    "KOLOKOL (AKA: ALDRICH AMES)": ("KOLOKOL", ("ALDRICH AMES", "alias")),
    "JIE LUO- AKA- IVY  LUO": ("JIE LUO", ("IVY LUO", "alias")),
    "Mike Igor\ta/k/a Maru Panchernikov": (
        "Mike Igor",
        ("Maru Panchernikov", "alias"),
    ),
    "COREZING INTERNATIONAL, AKAS, COREZING TECH PTE LTD, CORE ZING": (
        "COREZING INTERNATIONAL",
        ("COREZING TECH PTE LTD", "alias"),
        ("CORE ZING", "alias"),
    ),
    "CNOOC Limited (a subsidiary of China National Offshore Oil Corporation)": (
        "CNOOC Limited",
    ),
    "Baotou Guanghua Chemical Industrial Corporation (Parent Organization: "
    "China National Nuclear Group Corporation (CNNC))": (
        "Baotou Guanghua Chemical Industrial Corporation",
    ),
}

# cell -> what `read_name` finds besides the name
CLAUSES = {
    "China Aerospace Science and Industry Corporation Second Academy. "
    "Subordinate Institution - 283 Factory": CslName(
        "283 Factory",
        relation="subordinate",
        parent="China Aerospace Science and Industry Corporation Second Academy",
    ),
    "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: "
    "Ningbo Huawei Computer & Net Co., Ltd.": CslName(
        "Ningbo Huawei Computer & Net Co., Ltd.",
        relation="affiliate",
        parent="Huawei Technologies Co., Ltd. (Huawei)",
    ),
    "Ministry of Defence of the Russian Federation, including the Armed Forces of "
    "Russia and all operating units wherever located. This includes the navy.": CslName(
        "Ministry of Defence of the Russian Federation",
        scope="including the Armed Forces of Russia and all operating units wherever "
        "located. This includes the navy.",
    ),
    "Hubei Huachangda Intelligent Equipment Company, and its sub-units and "
    "successors": CslName(
        "Hubei Huachangda Intelligent Equipment Company",
        scope="and its sub-units and successors",
    ),
    "Luo Dongmei (PRC national)": CslName("Luo Dongmei", country="CN"),
    "Bearings on Lipetsk LLC (Russian entity); and any successor, sub-unit, or "
    "subsidiary thereof": CslName(
        "Bearings on Lipetsk LLC",
        scope="and any successor, sub-unit, or subsidiary thereof",
        country="RU",
    ),
    "Address 01": CslName("Address 01", matchable=False),
    "Department of Atomic Energy entity: Nuclear reactors (including power plants)": (
        CslName(
            "Department of Atomic Energy entity: Nuclear reactors (including power "
            "plants)",
            matchable=False,
        )
    ),
    "Department of Atomic Energy facilities: Heavy water production facilities": (
        CslName(
            "Department of Atomic Energy facilities: Heavy water production facilities",
            matchable=False,
        )
    ),
}

ALIASES = {
    "CETC 24;Sichuan Solid Circuit Research Institute;CETC 44": [
        ("CETC 24", "alias"),
        ("Sichuan Solid Circuit Research Institute", "alias"),
        ("CETC 44", "alias"),
    ],
    "DJEL;\xa0Dongfang Jingyuan Electron Limited": [
        ("DJEL", "alias"),
        ("Dongfang Jingyuan Electron Limited", "alias"),
    ],
    "HPSTAR;; and; Beijing High Voltage Science Research Center": [
        ("HPSTAR", "alias"),
        ("Beijing High Voltage Science Research Center", "alias"),
    ],
    "JSC AOMZ).": [("JSC AOMZ", "alias")],
    "and SKB DNIKhTI": [("SKB DNIKhTI", "alias")],
    "-CJSC VAD": [("CJSC VAD", "alias")],
    "Hangxing Electronics (Lianyungang) Co., Ltd.ÿ": [
        ("Hangxing Electronics (Lianyungang) Co., Ltd.", "alias")
    ],
    "Yichang Testing Technology Research Institute a.k.a. Yichang Institute of "
    "Testing Technology": [
        ("Yichang Testing Technology Research Institute", "alias"),
        ("Yichang Institute of Testing Technology", "alias"),
    ],
    "JSC NIIP, f.k.a., Otkrytoe Obshchestvo": [
        ("JSC NIIP", "alias"),
        ("Otkrytoe Obshchestvo", "former"),
    ],
    "F.K.A. Presidency Office of Scientific and Industrial Studies (POSIS)": [
        ("Presidency Office of Scientific and Industrial Studies (POSIS)", "former"),
        ("POSIS", "acronym"),
    ],
    "Southwest Institute of Nuclear Physics and Chemistry (a.k.a., China Academy of "
    "Engineering Physics (CAEP)'s 902 Institute)": [
        ("Southwest Institute of Nuclear Physics and Chemistry", "alias"),
        ("China Academy of Engineering Physics (CAEP)'s 902 Institute", "alias"),
    ],
    "Benny Zhou; Benny Zhou": [("Benny Zhou", "alias")],
    "(all of preceding located in or near Mianyang, Sichuan Province)": [],
    "": [],
}

DAMAGE = {
    "Institut Superieur des Sciences Appliqu‚es": (
        "Institut Superieur des Sciences Appliquées"
    ),
    "Delegaci¢n": "Delegación",
    "Ltd.ÿ": "Ltd.",
    "(CAEP)?s 902 Institute": "(CAEP)’s 902 Institute",
    "Ministry of Defence\xa0of the Republic": "Ministry of Defence of the Republic",
    "100 ¢ a litre": "100 ¢ a litre",
}


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    return csl.parse(JSON.read_bytes())


def entry(frame: pl.DataFrame, name: str) -> dict[str, object]:
    return frame.row(by_predicate=pl.col("entry_name") == name, named=True)


@pytest.mark.parametrize("file", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_gives_the_same_entries(file: str, sample: pl.DataFrame) -> None:
    frame = csl.parse((FIXTURES / file).read_bytes())
    assert frame.schema == ENTRIES
    assert frame.equals(sample)


def test_every_source_becomes_a_list(sample: pl.DataFrame) -> None:
    lists = sample.group_by("list_id").agg(pl.col("entry_name").sort())
    assert dict(lists.iter_rows()) == SAMPLE
    assert set(SAMPLE) == set(csl.LIST_IDS.values())


def test_an_entry_carries_all_columns(sample: pl.DataFrame) -> None:
    huawei = entry(sample, "Huawei Technologies Co., Ltd. (Huawei)")
    assert huawei["names"] == [
        {
            "name": name,
            "kind": kind,
            "language": "und",
            "quality": "strong",
            "source": "list",
        }
        for name, kind in [
            ("Huawei Technologies Co., Ltd. (Huawei)", "primary"),
            ("Shenzhen Huawei Technologies", "alias"),
            ("Huawei Technology", "alias"),
        ]
    ]
    assert huawei["countries"] == ["CN"]
    assert huawei["addresses"] == ["Bantian Huawei Base, Shenzhen, CN"]
    assert huawei["citations"] == ["84 FR 22963", "87 FR 55250"]
    assert huawei["license_policy"] == "Presumption of denial"
    assert huawei["effective_date"] == date(2019, 5, 21)
    assert huawei["source_class"] == "law"


def test_an_affiliate_stands_under_its_parent(sample: pl.DataFrame) -> None:
    parent = entry(sample, "Huawei Technologies Co., Ltd. (Huawei)")
    child = entry(sample, "Huawei Terminal (Shenzhen) Co., Ltd.")
    assert (child["relation"], child["parent_id"]) == ("affiliate", parent["entry_id"])


def test_a_child_without_its_parent_keeps_the_printed_names() -> None:
    document = json.loads(JSON.read_bytes())
    kept = [r for r in document["results"] if "Affiliated" in r["name"]]
    alone = json.dumps({"results": kept, "total": 1}).encode()
    row = csl.parse(alone).row(0, named=True)
    assert row["relation"] == "listed"
    assert row["entry_name"] == (
        "Huawei Technologies Co., Ltd. (Huawei): Huawei Terminal (Shenzhen) Co., Ltd."
    )


def test_an_address_only_entry_has_no_name_to_match(sample: pl.DataFrame) -> None:
    row = entry(sample, "Address 01")
    assert row["names"] == []
    assert row["addresses"] == ["Ferhatpasa Mah. 44, Istanbul, TR"]


def test_a_region_that_is_no_country_stays_as_an_address(sample: pl.DataFrame) -> None:
    row = entry(sample, "HISHAN, Ghazy Fezzaa")
    assert row["countries"] == ["SY"]
    assert row["addresses"] == ["Zabadani, SY", "REGION: KAFIA KINGI"]
    assert row["sublists"] == ["SYRIA", "SDGT"]


def test_the_unverified_list_does_not_bind(sample: pl.DataFrame) -> None:
    classes = sample.filter(pl.col("source_class") == "government")["list_id"]
    assert classes.to_list() == ["csl_uvl"]


def test_a_citation_without_a_page_is_kept_as_printed(sample: pl.DataFrame) -> None:
    assert entry(sample, "PMC Wagner")["citations"] == ["Vol. 88, No. 151, 08/08/2023"]


def test_the_order_of_the_rows_changes_nothing(sample: pl.DataFrame) -> None:
    document = json.loads(JSON.read_bytes())
    twice = [*document["results"], *document["results"][:2]]  # entries alike in name
    forward = json.dumps({"results": twice, "total": len(twice)}).encode()
    backward = json.dumps({"results": twice[::-1], "total": len(twice)}).encode()
    assert csl.parse(forward).equals(csl.parse(backward))
    assert csl.parse(forward)["entry_id"].is_unique().all()


@pytest.mark.parametrize(("cell", "expected"), NAMES.items())
def test_a_name_cell(cell: str, expected: tuple[str | tuple[str, str], ...]) -> None:
    found = read_name(cell)
    assert (found.name, *((o.name, o.kind) for o in found.others)) == expected


@pytest.mark.parametrize(("cell", "expected"), CLAUSES.items())
def test_a_clause_is_taken_off_a_name(cell: str, expected: CslName) -> None:
    assert read_name(cell) == expected


@pytest.mark.parametrize(("cell", "expected"), ALIASES.items())
def test_an_alias_cell(cell: str, expected: list[tuple[str, str]]) -> None:
    assert [(name.name, name.kind) for name in read_aliases(cell)] == expected


@pytest.mark.parametrize(("damaged", "meant"), DAMAGE.items())
def test_code_page_damage_is_undone(damaged: str, meant: str) -> None:
    assert repair_text(damaged) == meant


def test_the_json_dates_its_sources() -> None:
    dates = csl.source_dates(JSON.read_bytes())
    assert dates is not None
    assert list(dates) == sorted(csl.LIST_IDS.values())
    assert dates["csl_el"] == date(2026, 7, 31)
    assert dates["csl_fse"] == date(2025, 6, 2)


def test_the_csv_dates_nothing() -> None:
    assert csl.source_dates(CSV.read_bytes()) is None


def _json(**changes: object) -> bytes:
    document = json.loads(JSON.read_bytes())
    document["results"] = [{**document["results"][0], **changes}]
    document["total"] = 1
    return json.dumps(document).encode()


def _without(key: str) -> bytes:
    document = json.loads(JSON.read_bytes())
    del document["results"][0][key]
    return json.dumps(document).encode()


BAD = {
    "empty": (b"", "empty"),
    "HTML page": (b"<!DOCTYPE html><html></html>", "HTML page"),
    "truncated JSON": (JSON.read_bytes()[:4000], "cut off or damaged"),
    "truncated CSV": (CSV.read_bytes()[:3000], "cut off or damaged"),
    "CSV cut between fields": (
        CSV.read_bytes().rsplit(b'","', 3)[0] + b'"',
        r"row 16 has 26 fields, not 29",
    ),
    "changed column": (
        CSV.read_bytes().replace(b'"alt_names"', b'"aliases"', 1),
        "missing: alt_names; unknown: aliases",
    ),
    "unknown source": (
        _json(source="Terrorist Exclusion List (TEL) - State Department"),
        r"'Terrorist Exclusion List \(TEL\) - State Department'",
    ),
    "one page of a search": (
        JSON.read_bytes().replace(b'"total": 16', b'"total": 25921'),
        "announces 25921 entries and holds 16",
    ),
    "no results": (b'{"message": "Too many requests"}', "no `results` list"),
    "missing field": (_without("alt_names"), "has no field alt_names"),
    "field of a new shape": (_json(name={"en": "Huawei"}), "holds dict"),
    "lists in lists": (_json(alt_names=[["Huawei"]]), "holds list"),
    "a cell without end": (_json(name="x" * 200_000), "a cell of 200,000 letters"),
    "cells that are long together": (
        _json(alt_names=["Huawei"] * 30_000),
        r"a cell of 239,998 letters",
    ),
    "a CSV cell without end": (
        CSV.read_bytes().replace(b"Huawei", b"x" * 200_000, 1),
        "field larger than field limit",
    ),
    "JSON in JSON without end": (
        b'{"results": ' + b"[" * 100_000,
        "cannot be read .*recursion",
    ),
    "a number without end": (
        b'{"results": [], "total": ' + b"9" * 5_000 + b"}",
        "cannot be read",
    ),
    "a total in words": (b'{"results": [], "total": "none"}', "announces none entries"),
    "objects without end": (
        b'{"results": [' + b"{}," * 2_000_001 + b"{}]}",
        "objects and arrays, more than",
    ),
    "rows without end": (
        CSV.read_bytes().splitlines(keepends=True)[0] + (b"," * 28 + b"\n") * 250_001,
        "more than 250,000 entries",
    ),
    "no name": (_json(name=" "), "entry 1 has no name"),
    "odd date": (_json(start_date="21/05/2019"), "start date '21/05/2019'"),
    "Windows code page": (
        CSV.read_bytes().replace("ÿ".encode(), b"\xff"),
        "not UTF-8",
    ),
}


@pytest.mark.parametrize(("raw", "message"), BAD.values(), ids=BAD.keys())
def test_a_file_that_cannot_be_read_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        csl.parse(raw)


needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="the raw publications in ../shared are not here"
)

COUNTS_2026_07_31 = {
    "csl_cap": 1,
    "csl_cmic": 68,
    "csl_dpl": 1_596,
    "csl_dtc": 787,
    "csl_el": 3_420,
    "csl_isn": 161,
    "csl_mbs": 51,
    "csl_meu": 70,
    "csl_plc": 78,
    "csl_sdn": 19_181,
    "csl_ssi": 286,
    "csl_uvl": 222,
}


@pytest.mark.shared
@needs_shared
def test_the_list_of_2026_07_31_is_read_in_full() -> None:
    raw = (SHARED / "csl_2026-07-31.json").read_bytes()
    started = time.process_time()
    frame = csl.parse(raw)
    assert time.process_time() - started < 15
    counts = frame.group_by("list_id").len()
    assert dict(counts.iter_rows()) == COUNTS_2026_07_31
    assert frame["entry_id"].is_unique().all()
    names = frame.select(pl.col("names").explode().struct.field("name")).to_series()
    assert names.str.contains(r"^$|;|ÿ|\x{a0}|,$|^and ").any() is False


@pytest.mark.shared
@needs_shared
def test_csv_and_json_of_2023_12_07_agree() -> None:
    files = [SHARED / f"csl_entity_list_2023-12-07.{end}" for end in ("csv", "json")]
    one, other = (csl.parse(file.read_bytes()).drop("raw") for file in files)
    assert one.height == 2_671
    assert one.equals(other)
