from __future__ import annotations

import json
from pathlib import Path

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.uflpa_cell import NameCell, other_names, parse_cell

SHARED = Path(__file__).parents[2] / "../shared"

THREE = "and its three Zhuhai-based subsidiaries"

CELLS = {
    "plain": (
        "Camel Group Co., Ltd.",
        NameCell("Camel Group Co., Ltd."),
    ),
    "two aliases, counted": (
        "Hetian Haolin Hair Accessories Co. Ltd. (and two aliases: Hotan Haolin Hair "
        "Accessories; and Hollin Hair Accessories)",
        NameCell(
            "Hetian Haolin Hair Accessories Co. Ltd.",
            ("Hotan Haolin Hair Accessories", "Hollin Hair Accessories"),
        ),
    ),
    "two aliases of 2022, no semicolon": (
        "Hetian Haolin Hair Accessories Co. Ltd. (and two aliases: Hotan Haolin Hair "
        "Accessories and Hollin Hair Accessories)",
        NameCell(
            "Hetian Haolin Hair Accessories Co. Ltd.",
            ("Hotan Haolin Hair Accessories", "Hollin Hair Accessories"),
        ),
    ),
    "three aliases parted by commas": (
        "KTK Group (including three aliases: Jiangsu Jinchuang Group, Jiangsu "
        "Jinchuang Holding Group, and KTK Holding)",
        NameCell(
            "KTK Group",
            (
                "Jiangsu Jinchuang Group",
                "Jiangsu Jinchuang Holding Group",
                "KTK Holding",
            ),
        ),
    ),
    "no-break spaces, both former": (
        "Xinjiang\xa0Goens\xa0Energy Technology Co., Ltd. (formerly known as Xinjiang "
        "GCL New Energy\nMaterial Technology Co., Ltd.; and Xinjiang GCL New Energy "
        "Materials Technology Co., Ltd.) ",
        NameCell(
            "Xinjiang Goens Energy Technology Co., Ltd.",
            (),
            (
                "Xinjiang GCL New Energy Material Technology Co., Ltd.",
                "Xinjiang GCL New Energy Materials Technology Co., Ltd.",
            ),
        ),
    ),
    "brackets in name and alias, scope": (
        "Hoshine Silicon Industry (Shanshan) Co., Ltd (including one alias: Hesheng "
        "Silicon Industry (Shanshan) Co.) and subsidiaries",
        NameCell(
            "Hoshine Silicon Industry (Shanshan) Co., Ltd",
            ("Hesheng Silicon Industry (Shanshan) Co.",),
            (),
            "and subsidiaries",
        ),
    ),
    "scope after a comma, capital": (
        "Hoshine Silicon Industry (Shanshan) Co., Ltd., and Subsidiaries",
        NameCell(
            "Hoshine Silicon Industry (Shanshan) Co., Ltd.", (), (), "and Subsidiaries"
        ),
    ),
    "turn to former after a comma": (
        "Hongyuan Green Energy Co., Ltd. (also known as HY Solar; and Hoyuan Green "
        "Energy Co. Ltd., and formerly known as Wuxi Shangji CNC Co., Ltd.; and Wuxi "
        "Shangji Automation Co., Ltd.)",
        NameCell(
            "Hongyuan Green Energy Co., Ltd.",
            ("HY Solar", "Hoyuan Green Energy Co. Ltd."),
            ("Wuxi Shangji CNC Co., Ltd.", "Wuxi Shangji Automation Co., Ltd."),
        ),
    ),
    "turn to former without a comma": (
        "Jiangsu Meike Solar Technology Co., Ltd. (also known as Meike Co. and "
        "formerly known as Jiangsu Gaozhao New Energy Development Co., Ltd.)",
        NameCell(
            "Jiangsu Meike Solar Technology Co., Ltd.",
            ("Meike Co.",),
            ("Jiangsu Gaozhao New Energy Development Co., Ltd.",),
        ),
    ),
    "turn to former after a semicolon": (
        "Gansu Yasheng International Trading Co., Ltd. (also known as Gansu Yasheng "
        "International Trade Co., Ltd.; and Yasheng International Trade; and formerly "
        "known as Gansu Yasheng International Trade Group Co., Ltd.)",
        NameCell(
            "Gansu Yasheng International Trading Co., Ltd.",
            (
                "Gansu Yasheng International Trade Co., Ltd.",
                "Yasheng International Trade",
            ),
            ("Gansu Yasheng International Trade Group Co., Ltd.",),
        ),
    ),
    "and after a legal form parts names": (
        "Jiangyin Lianyun Co. Ltd. (also known as Jiangyin Intermodal Transport Co. "
        "and Jiangyin United Transport Co.)",
        NameCell(
            "Jiangyin Lianyun Co. Ltd.",
            ("Jiangyin Intermodal Transport Co.", "Jiangyin United Transport Co."),
        ),
    ),
    "and inside names": (
        "Heze Cotton and Linen Economic and Trade Development Corporation (also known "
        "as Heze Cotton and Linen Trading Development General Company)",
        NameCell(
            "Heze Cotton and Linen Economic and Trade Development Corporation",
            ("Heze Cotton and Linen Trading Development General Company",),
        ),
    ),
    "a branch behind a comma": (
        "China Cotton Group Henan Logistics Park Co., Ltd., Xinye Branch",
        NameCell("China Cotton Group Henan Logistics Park Co., Ltd., Xinye Branch"),
    ),
    "no legal form, apostrophe": (
        "Huangmei Xiaochi Yinfeng Cotton (formerly known as Hubei Provincial Cotton "
        "Corporation's Xiaochi Transfer Reserve)",
        NameCell(
            "Huangmei Xiaochi Yinfeng Cotton",
            (),
            ("Hubei Provincial Cotton Corporation's Xiaochi Transfer Reserve",),
        ),
    ),
    "former name with a number": (
        "Henan Yumian Logistics Co., Ltd. (formerly known as 841 Cotton Transfer "
        "Warehouse)",
        NameCell(
            "Henan Yumian Logistics Co., Ltd.", (), ("841 Cotton Transfer Warehouse",)
        ),
    ),
    "curly apostrophe": (
        "Sichuan Yuan’an Pharmaceutical Co., Ltd. (also known as Sichuan Yuanan "
        "Pharmaceutical Co., Ltd.)",
        NameCell(
            "Sichuan Yuan’an Pharmaceutical Co., Ltd.",
            ("Sichuan Yuanan Pharmaceutical Co., Ltd.",),
        ),
    ),
    "brackets inside an alias": (
        "The TNN Development Limited (also known as Dehui (Dalian) International Trade "
        "Co., Ltd.)",
        NameCell(
            "The TNN Development Limited",
            ("Dehui (Dalian) International Trade Co., Ltd.",),
        ),
    ),
    "aliases and affiliates of a state body": (
        "Xinjiang Production and Construction Corps (including three aliases: XPCC; "
        "Xinjiang Corps; and Bingtuan) and its subordinate and affiliated entities",
        NameCell(
            "Xinjiang Production and Construction Corps",
            ("XPCC", "Xinjiang Corps", "Bingtuan"),
            (),
            "and its subordinate and affiliated entities",
        ),
    ),
    "bare acronym": (
        "No. 4 Vocation Skills Education Training Center (VSETC)",
        NameCell("No. 4 Vocation Skills Education Training Center", ("VSETC",)),
    ),
    "one subsidiary, 2023": (
        "Chenguang Biotech Group Co., Ltd. and its subsidiary Chenguang Biotechnology "
        "Group Yanqi Co. Ltd.",
        NameCell(
            "Chenguang Biotech Group Co., Ltd.",
            subsidiaries=(
                NameCell(
                    "Chenguang Biotechnology Group Yanqi Co. Ltd.",
                    covering_words="and its subsidiary",
                ),
            ),
        ),
    ),
    "counted subsidiaries, 2023": (
        "Ninestar Corporation and its three Zhuhai-based subsidiaries, which include "
        "Zhuhai Pantum Electronics Co. Ltd., Zhuhai G&G Digital Technology Co., Ltd., "
        "and Zhuhai Pu-Tech Industrial Co., Ltd.",
        NameCell(
            "Ninestar Corporation",
            subsidiaries=(
                NameCell("Zhuhai Pantum Electronics Co. Ltd.", covering_words=THREE),
                NameCell(
                    "Zhuhai G&G Digital Technology Co., Ltd.", covering_words=THREE
                ),
                NameCell("Zhuhai Pu-Tech Industrial Co., Ltd.", covering_words=THREE),
            ),
        ),
    ),
}

REFUSED = {
    "unknown words": ("Acme Co., Ltd. (a subsidiary of Beta)", "not known"),
    "unknown scope": ("Acme Co., Ltd. and its affiliates", "'and its' is left over"),
    "bracket never closed": ("Acme Co. (also known as Beta (Group) Co.", "balance"),
    "bracket never opened": ("Acme Co.)", "balance"),
    "wrong number of aliases": (
        "Acme Co. (and three aliases: Beta; and Gamma)",
        "states 3 names and shows 2",
    ),
    "wrong number of subsidiaries": (
        "Acme Co. and its three subsidiaries, which include Beta Ltd., and Gamma Ltd.",
        "states three subsidiaries and shows 2",
    ),
    "an alias that is a legal form": (
        "Acme Co. (also known as Beta Co.; and Ltd)",
        "'Ltd' is no name",
    ),
    "two companies, one comma": (
        "Acme Co. (also known as Beta Co., Ltd., Gamma Co., Ltd.)",
        "two companies",
    ),
    "aliases in the middle": ("Acme (also known as Beta) Co., Ltd.", "left over"),
    "two semicolons": ("Acme Co. (also known as Beta; ; Gamma)", "empty name"),
    "nothing": ("  ", "is no name"),
}

QUALITIES = {
    "Acme Co. (also known as GSweet)": [("GSweet", "alias", "weak")],
    "Acme Co. (also known as HY Solar)": [("HY Solar", "alias", "weak")],
    "Acme Co. (also known as Meike Co.)": [("Meike Co.", "alias", "weak")],
    "Acme Co. (XPCC)": [("XPCC", "acronym", "weak")],
    "Acme Co. (also known as Bingtuan)": [("Bingtuan", "alias", "strong")],
    "Acme Co. (also known as Union Biotech)": [("Union Biotech", "alias", "strong")],
    "Acme Co. (formerly known as Hefei Meiling Co., Ltd.)": [
        ("Hefei Meiling Co., Ltd.", "former", "strong")
    ],
}


@pytest.mark.parametrize(("raw", "expected"), CELLS.values(), ids=CELLS)
def test_cell_is_parsed(raw: str, expected: NameCell) -> None:
    assert parse_cell(raw) == expected


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_cell_is_refused_by_name(raw: str, message: str) -> None:
    with pytest.raises(ListParseError, match=message) as error:
        parse_cell(raw)
    assert repr(" ".join(raw.split())) in str(error.value)


@pytest.mark.parametrize(("raw", "expected"), QUALITIES.items(), ids=QUALITIES)
def test_kind_and_quality_of_other_names(
    raw: str, expected: list[tuple[str, str, str]]
) -> None:
    names = other_names(parse_cell(raw))
    assert [(name.name, name.kind, name.quality) for name in names] == expected


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_all_labelled_cells() -> None:
    path = SHARED / "sources/uflpa/name_cells_expected.jsonl"
    cells = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(cells) == 19
    for labelled in cells:
        cell = parse_cell(labelled["raw"])
        assert {
            "name": cell.name,
            "aliases": list(cell.aliases),
            "former_names": list(cell.former_names),
            "scope_clause": cell.scope_clause,
            "subsidiaries": [child.name for child in cell.subsidiaries],
        } == labelled["expected"]
