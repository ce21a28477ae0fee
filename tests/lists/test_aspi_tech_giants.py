from __future__ import annotations

from pathlib import Path

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import aspi_tech_giants
from uyghurscreen.schema import ENTRIES

SHARED = Path(__file__).parents[2] / "../shared"
FIXTURES = Path(__file__).parents[1] / "fixtures"
JSON = (FIXTURES / "aspi_companies.json").read_bytes()
CSV = (FIXTURES / "aspi_companies.csv").read_bytes()

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")

NAMES_OF_JSON = {
    "BGI": [
        ("华大", "native", "weak"),
        ("Shenzhen Huada Gene Technology Co. Ltd", "alias", "strong"),
        ("深圳华大基因科技有限公司", "native", "strong"),
        ("BGI Gene Technology Co. Ltd", "alias", "strong"),
        ("BGI Group", "alias", "strong"),
        ("BGI Genomics", "alias", "strong"),
    ],
    "BeiDou": [("北斗卫星导航系统", "native", "strong")],
    "CETC": [
        ("中国电科", "native", "strong"),
        ("China Electronics Technology Group Corporation", "alias", "strong"),
        ("中国电子科技集团公司", "native", "strong"),
    ],
    "Hikvision": [
        ("海康威视", "native", "strong"),
        ("Hangzhou Hikvision Digital Technology Co. Ltd", "alias", "strong"),
        ("杭州海康威视数字技术股份有限公司", "native", "strong"),
    ],
    "Nuctech": [
        ("同方威视", "native", "strong"),
        ("同方威视技术股份有限公司", "native", "strong"),
    ],
    "YITU": [
        ("依图", "native", "strong"),
        ("Shanghai Yitu Network Technology Company Ltd", "alias", "strong"),
        ("上海依图网络科技有限公司", "native", "strong"),
    ],
    "ZTE": [
        ("中兴通讯", "native", "strong"),
        ("ZTE Corporation", "alias", "strong"),
        ("中兴通讯股份有限公司", "native", "strong"),
    ],
}

NAMES_OF_CSV = {
    "ByteDance": [
        ("字节跳动", "native", "strong"),
        ("Beijing ByteDance Technology Co. Ltd", "alias", "strong"),
        ("北京字节跳动科技有限公司", "native", "strong"),
    ],
    "DJI": [
        ("大疆创新", "native", "strong"),
        ("Shenzhen DJI Technology Co. Ltd", "alias", "strong"),
        ("深圳市大疆创新科技有限公司", "native", "strong"),
    ],
    "Tencent": [("腾讯", "native", "strong")],
}

REFUSED = {
    "empty": (b"", "the file is empty"),
    "JSON cut off": (JSON[:700], "may be cut off"),
    "CSV cut off": (CSV[: CSV.rindex(b" ByteDance Tech")], "line 3"),
    "HTML error page": (b"<!doctype html><p>403", "this is an HTML page"),
    "a company twice": (
        JSON.replace(b'"ZTE"', b'"YITU"'),
        "'YITU' stand blank or more",
    ),
    "a company blank": (
        JSON.replace(b'"name": "ZTE"', b'"name": ""'),
        "'' stand blank",
    ),
    "another company's text": (
        JSON.replace(b'"name": "ZTE"', b'"name": "Huawei"'),
        "profile of 'Huawei' begins with 'ZTE",
    ),
    "no overview": (JSON.replace(b'"overview"', b'"text"', 1), "profile 1 has no text"),
    "no list": (b'{"name": "ZTE"}', "not a list of company profiles"),
    "no company": (b"[]", "not a list of company profiles"),
}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(JSON, NAMES_OF_JSON), (CSV, NAMES_OF_CSV)],
    ids=["JSON", "CSV"],
)
def test_names(raw: bytes, expected: dict[str, list[tuple[str, str, str]]]) -> None:
    frame = aspi_tech_giants.parse(raw)
    assert frame.schema == ENTRIES
    assert {
        row["entry_name"]: [
            (name["name"], name["kind"], name["quality"]) for name in row["names"][1:]
        ]
        for row in frame.iter_rows(named=True)
    } == expected


def test_people_owners_values_and_prose_are_left_out() -> None:
    text = aspi_tech_giants.parse(JSON).write_ndjson()
    for left_out in (
        "某人",
        "62B USD",
        "某某集团",
        "cameras",
        "深圳市中兴通讯设备",
        "示例",
    ):
        assert left_out in JSON.decode()
        assert left_out not in text


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_a_damaged_file_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        aspi_tech_giants.parse(raw)


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize(
    ("file", "names"), [("China_correct.json", 88), ("companies.csv", 80)]
)
def test_all_27_companies(file: str, names: int) -> None:
    raw = (SHARED / "sources/aspi/techmap" / file).read_bytes()
    frame = aspi_tech_giants.parse(raw)
    assert frame["relation"].to_list() == ["listed"] * 27
    assert frame["names"].list.len().sum() == names


@pytest.mark.shared
@needs_shared
def test_the_broken_scrape_is_refused() -> None:
    raw = (SHARED / "sources/aspi/techmap/China.json").read_bytes()
    message = "'', 'Alibaba', 'China Mobile', 'Huawei', 'SenseTime' stand blank or more"
    with pytest.raises(ListParseError, match=message):
        aspi_tech_giants.parse(raw)
