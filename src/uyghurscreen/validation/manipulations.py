"""How a listed name is written when it is not written as listed: one function a way.

Each takes a name and a source of chance, and returns the name changed, or None where it
cannot be changed so. A function's docstring is what a report says of it. The tables are
this module's own: a test that took them from the matcher would agree with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

__all__ = ["MANIPULATIONS", "Manipulation"]

Manipulation = Callable[[str, Random], str | None]

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HAN_FORM: Final = re.compile("(?:股份|集团|控股)*有限(?:责任)?公司$")
_FORM: Final = re.compile(
    r"(?i)[\s,]+(?:(?:group\s+)?co(?:mpany)?\.?[\s,]*(?:ltd|limited|inc)?|limited|ltd|"
    r"llc|inc|corporation|corp|jsc|pjsc|ojsc|gmbh|fze|bv|plc)[.\s]*$"
)
_FORMS: Final = ("Co., Ltd.", "CO LTD", "Limited", "Company Limited", "Corp.", "Co.")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOK_ALIKE: Final = {"o": "0", "l": "1", "i": "l", "m": "rn", "s": "5", "b": "6"}
_CYRILLIC: Final = dict(zip("aeopcxy", "аеорсху", strict=True))
_ACCENTED: Final = {"a": "áàāǎ", "e": "éèēě", "i": "íìīǐ", "o": "óòōǒ", "u": "úùūǔü"}
_TRADITIONAL: Final = dict(
    zip(
        "国团发业电务贸术学东华龙亿兴产资讯网络数码视频机车钢铁铝铜锌镍矿热汽农棉纺织"
        "丝饰鞋厂医药质环节与为门产实验计划设备测试际集组联书饮苏广连乌鲁阿达尔吾库车"
        "宁庆济长张陆飞马鸟鱼麦黄齐",
        "國團發業電務貿術學東華龍億興產資訊網絡數碼視頻機車鋼鐵鋁銅鋅鎳礦熱汽農棉紡織"
        "絲飾鞋廠醫藥質環節與為門產實驗計劃設備測試際集組聯書飲蘇廣連烏魯阿達爾吾庫車"
        "寧慶濟長張陸飛馬鳥魚麥黃齊",
        strict=True,
    )
)
_SHORT: Final = {
    "technology": "Tech",
    "international": "Intl",
    "manufacturing": "Mfg",
    "electronics": "Elec",
    "electronic": "Elec",
    "industrial": "Ind",
    "industry": "Ind",
    "development": "Dev",
    "engineering": "Eng",
    "communications": "Comm",
    "equipment": "Equip",
    "group": "Grp",
    "institute": "Inst",
    "research": "Res",
    "university": "Univ",
    "textile": "Tex",
    "chemical": "Chem",
    "trading": "Trdg",
    "science": "Sci",
    "import": "Imp",
    "export": "Exp",
    "company": "Co",
}
_SPELLED: Final = (
    # as in Chinese names (Wade-Giles, and as heard), then as in Russian ones
    ("zh", "ch"),
    ("xi", "hsi"),
    ("qi", "chi"),
    ("jia", "chia"),
    ("guo", "kuo"),
    ("dong", "tung"),
    ("hotan", "Khotan"),
    ("hetian", "Hotan"),
    ("xinjiang", "Sinkiang"),
    ("urumqi", "Wulumuqi"),
    ("kashgar", "Kashi"),
    ("korla", "Kuerle"),
    ("beijing", "Peking"),
    ("kh", "h"),
    ("iy", "y"),
    ("ya", "ia"),
    ("yu", "iu"),
    ("ts", "c"),
    ("shch", "sch"),
)
_AROUND: Final = (
    "c/o {}",
    "{} - DO NOT USE",
    "{} (China)",
    "{} Shanghai Branch",
    "{}, No. 88 Renmin Road",
    "M/S {}",
    "{} / 100{}",
    "{} Warehouse 2",
)


def letter_left_out(name: str, draw: Random) -> str | None:
    """A letter inside a word is missing."""
    at = _inside(name, draw)
    return None if at is None else name[:at] + name[at + 1 :]


def letter_doubled(name: str, draw: Random) -> str | None:
    """A letter inside a word stands twice."""
    at = _inside(name, draw)
    return None if at is None else name[:at] + name[at] + name[at:]


def letters_swapped(name: str, draw: Random) -> str | None:
    """Two letters next to each other have changed places."""
    at = _inside(name, draw)
    if at is None or name[at] == name[at + 1]:
        return None
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def wrong_key(name: str, draw: Random) -> str | None:
    """A letter is the one beside it on the keyboard."""
    at = _inside(name, draw)
    if at is None:
        return None
    row = next(row for row in _ROWS if name[at].lower() in row)
    place = row.index(name[at].lower())
    near = draw.choice(row[max(place - 1, 0) : place] + row[place + 1 : place + 2])
    return name[:at] + near + name[at + 1 :]


def misread(name: str, draw: Random) -> str | None:
    """A letter is what a scanner took it for: 0 for o, 1 for l, rn for m."""
    return _letter(name, draw, _LOOK_ALIKE)


def foreign_letter(name: str, draw: Random) -> str | None:
    """A Latin letter is the Cyrillic one that looks the same."""
    return _letter(name, draw, _CYRILLIC)


def accent(name: str, draw: Random) -> str | None:
    """A vowel bears an accent or a tone mark."""
    at = _inside(name, draw, "aeiou")
    if at is None:
        return None
    return name[:at] + draw.choice(_ACCENTED[name[at].lower()]) + name[at + 1 :]


def capitals(name: str, draw: Random) -> str | None:
    """All capitals, without punctuation."""
    bare = re.sub(r"[.,]", "", name).upper()
    return None if bare == name else bare


def word_order(name: str, draw: Random) -> str | None:
    """The first word stands behind the others, before the legal form."""
    said, form = _parted(name)
    if len(said) < 2:
        return None
    return _joined([*said[1:], said[0]], form)


def words_joined(name: str, draw: Random) -> str | None:
    """The blank between two words is missing."""
    said, form = _parted(name)
    if len(said) < 2:
        return None
    at = draw.randrange(len(said) - 1)
    return _joined([*said[:at], said[at] + said[at + 1], *said[at + 2 :]], form)


def word_split(name: str, draw: Random) -> str | None:
    """A long word has a blank inside."""
    said, form = _parted(name)
    long = [i for i, word in enumerate(said) if len(word) > 5 and word.isalpha()]
    if not long:
        return None
    at = draw.choice(long)
    cut = draw.randrange(2, len(said[at]) - 1)
    return _joined([*said[:at], said[at][:cut], said[at][cut:], *said[at + 1 :]], form)


def truncated(name: str, draw: Random) -> str | None:
    """The name ends after 30 characters, as the field of a system does."""
    return name[:30].rstrip() if len(name) > 32 else None


def without_legal_form(name: str, draw: Random) -> str | None:
    """The legal form is missing."""
    if _HAN.search(name):
        bare = _HAN_FORM.sub("", name)
        return bare if 2 < len(bare) < len(name) else None
    said, form = _parted(name)
    return " ".join(said) if form and len(said) > 1 else None


def other_legal_form(name: str, draw: Random) -> str | None:
    """The legal form is another."""
    said, form = _parted(name)
    others = [f for f in _FORMS if f.lower() != form.lower()]
    return _joined(said, draw.choice(others)) if form and len(said) > 1 else None


def abbreviated(name: str, draw: Random) -> str | None:
    """Common words are in their short form: Tech, Intl, Mfg."""
    short = [_SHORT.get(word.lower(), word) for word in name.split()]
    changed = " ".join(short)
    return None if changed == name else changed


def other_spelling(name: str, draw: Random) -> str | None:
    """Another romanisation, or another name of the place."""
    there = [pair for pair in _SPELLED if pair[0] in name.lower()]
    if not there or not name.isascii():
        return None
    old, new = draw.choice(there)
    return re.sub(old, new, name, count=1, flags=re.IGNORECASE)


def traditional_characters(name: str, draw: Random) -> str | None:
    """Chinese in traditional characters."""
    changed = "".join(_TRADITIONAL.get(letter, letter) for letter in name)
    return None if changed == name else changed


def something_around(name: str, draw: Random) -> str | None:
    """An address, a branch, a vendor code or a note stands beside the name."""
    return draw.choice(_AROUND).format(name, draw.randrange(100, 999))


MANIPULATIONS: Final[dict[str, Manipulation]] = {
    made.__name__: made
    for made in (
        letter_left_out,
        letter_doubled,
        letters_swapped,
        wrong_key,
        misread,
        foreign_letter,
        accent,
        capitals,
        word_order,
        words_joined,
        word_split,
        truncated,
        without_legal_form,
        other_legal_form,
        abbreviated,
        other_spelling,
        traditional_characters,
        something_around,
    )
}
"""Every manipulation, by name."""


def _inside(name: str, draw: Random, letters: str = "") -> int | None:
    """Return where a letter stands inside a long word, not at either end of it."""
    places = [
        found.start() + at
        for found in re.finditer("[A-Za-z]{5,}", name)
        for at in range(1, len(found[0]) - 1)
        if not letters or found[0][at].lower() in letters
    ]
    return draw.choice(places) if places else None


def _letter(name: str, draw: Random, table: dict[str, str]) -> str | None:
    at = _inside(name, draw, "".join(table))
    return None if at is None else name[:at] + table[name[at].lower()] + name[at + 1 :]


def _parted(name: str) -> tuple[list[str], str]:
    """Return the words of a name, and the legal form at its end."""
    found = _FORM.search(name)
    bare = name[: found.start()] if found else name
    return bare.split(), name[len(bare) :].strip(" ,")


def _joined(said: list[str], form: str) -> str:
    return " ".join([*said, form]).strip()
