from __future__ import annotations

import pytest

from uyghurscreen.lists.aspi_names import alias_names, last_bracket, listed_name

BRACKETS = {
    "ASCII": ("Beihang University (北航)", ("Beihang University", "北航", "")),
    "full width": ("防化研究院（北京）", ("防化研究院", "北京", "")),
    "one of each": (
        "Computing Center （计算中心)",
        ("Computing Center", "计算中心", ""),
    ),
    "nested": (
        "Robotics (空间机器人教育部重点实验室（B类）)",
        ("Robotics", "空间机器人教育部重点实验室（B类）", ""),
    ),
    "two, the last counts": (
        "China University of Geosciences (Wuhan) (中国地质大学)",
        ("China University of Geosciences (Wuhan)", "中国地质大学", ""),
    ),
    "never closed": ("Research Center (研究中心", ("Research Center", "研究中心", "")),
    "never opened": ("Research Center)", ("Research Center)", None, "")),
    "text behind": ("Group (集团), aka ASN", ("Group", "集团", ", aka ASN")),
    "none": ("清华大学", ("清华大学", None, "")),
}

NAMES = {
    "哈尔滨工程大学": ("native", "zh", "strong"),
    "航天科工": ("native", "zh", "strong"),
    "四医大": ("acronym", "zh", "weak"),
    "北大": ("acronym", "zh", "weak"),
    "SHU": ("acronym", "en", "weak"),
    "A/SEU": ("acronym", "en", "weak"),
    "BESTI": ("acronym", "en", "weak"),
    "HEBUST": ("acronym", "en", "strong"),
    "NJTech": ("alias", "en", "strong"),
    "Norinco": ("alias", "en", "strong"),
    "Qinghua University": ("alias", "en", "strong"),
}


@pytest.mark.parametrize(("text", "expected"), BRACKETS.values(), ids=BRACKETS)
def test_last_bracket(text: str, expected: tuple[str, str | None, str]) -> None:
    assert last_bracket(text) == expected


@pytest.mark.parametrize(("text", "expected"), NAMES.items())
def test_kind_language_and_quality(text: str, expected: tuple[str, str, str]) -> None:
    name = listed_name(text)
    assert (name.kind, name.language, name.quality) == expected
    assert listed_name(text, weak=True).quality == "weak"


ALIASES = {
    "Beijing Automation Control Equipment Institute (BACEI)": [
        "Beijing Automation Control Equipment Institute",
        "BACEI",
    ],
    "Beijing Aeronautical Manufacturing Technology Research Institute (a.k.a. AVIC "
    "Institute 625)": [
        "Beijing Aeronautical Manufacturing Technology Research Institute",
        "AVIC Institute 625",
    ],
    "13th Institute, China Aerospace Science and Technology Corporation (CALT)": [
        "13th Institute, China Aerospace Science and Technology Corporation (CALT)"
    ],
    "SMF (Strategic Missile Force) Command College": [
        "SMF (Strategic Missile Force) Command College"
    ],
    "中国地质大学(武汉)": ["中国地质大学(武汉)"],
}


@pytest.mark.parametrize(("alias", "expected"), ALIASES.items())
def test_alias_names(alias: str, expected: list[str]) -> None:
    assert [name.name for name in alias_names(alias)] == expected
