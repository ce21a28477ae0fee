from __future__ import annotations

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.aspi_bodies import Body, Skipped, is_generic, read_body

BODIES = {
    "two Chinese names": (
        "State Key Laboratory of Vehicle Transmission "
        "(车辆传动国防科技重点实验室/车辆传动国家级重点实验室)",
        Body(
            "State Key Laboratory of Vehicle Transmission",
            ("车辆传动国防科技重点实验室", "车辆传动国家级重点实验室"),
        ),
    ),
    "a stroke inside a term": (
        "Micro/Nano Fabrication Laboratory (微米/纳米加工技术国家级重点实验室 or "
        "微米纳米加工技术国防科技重点实验室)",
        Body(
            "Micro/Nano Fabrication Laboratory",
            ("微米/纳米加工技术国家级重点实验室", "微米纳米加工技术国防科技重点实验室"),
        ),
    ),
    "category and stray quote dropped": (
        "Key Laboratory in Satellite Navigation "
        "(卫星导航电子信息技术”教育部重点实验室（B类）)",
        Body(
            "Key Laboratory in Satellite Navigation",
            ("卫星导航电子信息技术教育部重点实验室",),
        ),
    ),
    "brackets inside the Chinese name kept": (
        "Shandong University, Weihai (山东大学（威海）)",
        Body("Shandong University, Weihai", ("山东大学（威海）",)),
    ),
    "bracket never closed": (
        "Artificial Intelligence Research Center (人工智能研究中心",
        Body("Artificial Intelligence Research Center", ("人工智能研究中心",)),
    ),
    "full-width brackets": (
        "Laboratory of High Power Microwave Technology"
        "（高功率微波技术国防科技重点实验室）",
        Body(
            "Laboratory of High Power Microwave Technology",
            ("高功率微波技术国防科技重点实验室",),
        ),
    ),
    "acronym and Chinese in one bracket": (
        "Xi’an Jiaotong-Liverpool University  (XJTLU, 西交利物浦大学)",
        Body("Xi’an Jiaotong-Liverpool University", ("西交利物浦大学", "XJTLU")),
    ),
    "remark behind a semicolon": (
        "Blockchain Academy (区块链研究院; located in Shenzhen)",
        Body("Blockchain Academy", ("区块链研究院",)),
    ),
    "aka, two more names": (
        "Xi'an Aisheng Technology Group (西安爱生技术集团公司), aka Northwestern "
        "Polytechnical University 365th Research Institute or Xi’an ASN Technology "
        "Group",
        Body(
            "Xi'an Aisheng Technology Group",
            (
                "西安爱生技术集团公司",
                "Northwestern Polytechnical University 365th Research Institute",
                "Xi’an ASN Technology Group",
            ),
        ),
    ),
    "aka, each with its Chinese": (
        "NORINCO Group No. 204 Institute (中国兵工集团第204研究所) aka Xi’an Modern "
        "Chemistry Institute (西安近代化学研究所)",
        Body(
            "NORINCO Group No. 204 Institute",
            (
                "中国兵工集团第204研究所",
                "Xi’an Modern Chemistry Institute",
                "西安近代化学研究所",
            ),
        ),
    ),
    "a.k.a with an acronym": (
        "CASC 1st Academy, a.k.a China Academy of Launch Vehicle Technology (CALT)",
        Body(
            "CASC 1st Academy", ("China Academy of Launch Vehicle Technology", "CALT")
        ),
    ),
    "two English names": (
        "High Power Radiation Key Laboratory / National 863 Plan Strong Radiation "
        "Laboratory (国家863计划强辐射重点实验室)",
        Body(
            "High Power Radiation Key Laboratory",
            (
                "National 863 Plan Strong Radiation Laboratory",
                "国家863计划强辐射重点实验室",
            ),
        ),
    ),
    "a country": (
        "KHD Humboldt Wedag (Germany)",
        Body("KHD Humboldt Wedag", country="DE"),
    ),
    "brackets in a company's name": (
        "Aerospace Science & Industry Shenzhen (Group) Co., Ltd.",
        Body("Aerospace Science & Industry Shenzhen (Group) Co., Ltd."),
    ),
    "both": (
        "AVIC Joy Holdings (HK) Limited (Hong Kong)",
        Body("AVIC Joy Holdings (HK) Limited", country="HK"),
    ),
    "a province": (
        "International Relations Institute (Nanjing, Jiangsu Province)",
        Body("International Relations Institute"),
    ),
    "a remark cut off in the bracket": (
        "Laboratory of Marine Vibration and Noise (jointly run with CSIC 701",
        Body("Laboratory of Marine Vibration and Noise"),
    ),
    "probable": (
        "[Probable] Panda International Information Technology Company "
        "(熊猫（北京）国际信息技术有限公司)",
        Body(
            "Panda International Information Technology Company",
            ("熊猫（北京）国际信息技术有限公司",),
            probable=True,
        ),
    ),
    "glued words": (
        "State KeyLaboratoryofSoftware Development Environment "
        "(软件开发环境国家重点实验室)",
        Body(
            "State Key Laboratory of Software Development Environment",
            ("软件开发环境国家重点实验室",),
        ),
    ),
    "Chinese alone": (
        "西安电子科大金讯科技有限责任公司",
        Body("西安电子科大金讯科技有限责任公司"),
    ),
    "repaired": (
        "First Affiliated Hospital/Southwest Hospital (第一附属医院/西南医院)",
        Body(
            "Southwest Hospital",
            ("First Affiliated Hospital", "第一附属医院", "西南医院"),
        ),
    ),
}

SKIPPED = {
    "Jointly run with AVIC": "partner of the laboratory above",
    "(Jointly run with Peking University)": "partner of the laboratory above",
    "Xianlin Campus (仙林校区)": "a campus, not a separate body",
    "Chang'an Campus": "a campus, not a separate body",
    "Also referred to as the Special Function Laboratory (特殊功能实验室)": (
        "another name of the laboratory above, not told to which line it belongs"
    ),
    "Located in the Department of Engineering Physics.": (
        "where the laboratory above is"
    ),
    "Norinco’s 59": "the partner's number is cut off",
    "Key Laboratory for Aircraft Engine XXXX (航空发动机XXXX教育部重点实验室)": (
        "the topic is blacked out"
    ),
}

REFUSED = {
    "a sentence": "The centre was moved to Changsha, which is in Hunan",
    "text behind the bracket": "Radar Laboratory (雷达实验室) moved",
    "nothing": " ",
}

GENERIC = {
    "Political Department": True,
    "Institute of Systems Engineering": True,
    "Qingdao Research Institute": True,
    "Founder Group": False,
    "National Key Laboratory of Transient Physics": False,
    "Luoyang Foreign Language Academy": False,
}


@pytest.mark.parametrize(("raw", "expected"), BODIES.values(), ids=BODIES)
def test_body_is_read(raw: str, expected: Body) -> None:
    assert read_body(raw) == expected


@pytest.mark.parametrize(("raw", "reason"), SKIPPED.items())
def test_remark_is_skipped_with_its_reason(raw: str, reason: str) -> None:
    assert read_body(raw) == Skipped(raw, reason)


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_what_is_neither_is_refused(raw: str) -> None:
    with pytest.raises(ListParseError):
        read_body(raw)


@pytest.mark.parametrize(("name", "generic"), GENERIC.items())
def test_is_generic(name: str, generic: bool) -> None:
    assert is_generic(name) is generic
