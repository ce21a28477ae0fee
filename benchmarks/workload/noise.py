"""How supplier files spoil names: one function a kind.

Each takes a name and a source of chance, and returns the name spoilt, or None where it
cannot be spoilt so. The tables below are this module's own: nothing is taken from the
lexicon of the package that is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from workload import words

Noise = Callable[[str, Random], str | None]

_FORM_AT_END = re.compile(
    r"(?i)[\s,]+(?:group\s+)?(?:co\.?[\s,]*(?:ltd|limited|inc)|company,? limited|"
    r"limited liability company|joint stock company|public joint stock company|limited|"
    r"ltd|llc|l\.l\.c|inc|incorporated|corp|corporation|company|co|jsc|ojsc|cjsc|pjsc|"
    r"ooo|oao|zao|pao|ao|gmbh|fze|fzco|fzc|sarl|s\.a|bv|b\.v|plc|pte\.? ltd|sdn\.? bhd|"
    r"pvt\.? ltd|a\.s|s\.l|srl|s\.r\.l)[.\s]*$"
)
_FORM_AT_START = re.compile(
    r"(?i)^(?:ooo|oao|zao|pao|ao|llc|jsc|pjsc|ojsc|limited liability company|"
    r"(?:public |open |closed )?joint stock company)\s+"
)
_HAN_FORM = re.compile("(?:股份|集团)?(?:有限责任|有限)?公司$")
_HAN = re.compile("[\u3400-\u9fff]")

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: "".join(row[max(i - 1, 0) : i] + row[i + 1 : i + 2])
    for row in _ROWS
    for i, letter in enumerate(row)
}
"""The keys beside each."""

_SHORT = {
    "technology": "Tech",
    "technologies": "Tech",
    "international": "Intl",
    "import": "Imp",
    "export": "Exp",
    "electronics": "Elec",
    "electronic": "Elec",
    "industry": "Ind",
    "industries": "Ind",
    "industrial": "Indl",
    "manufacturing": "Mfg",
    "development": "Dev",
    "engineering": "Eng",
    "science": "Sci",
    "communication": "Comm",
    "communications": "Comms",
    "equipment": "Eqpt",
    "investment": "Invt",
    "group": "Grp",
    "institute": "Inst",
    "research": "Res",
    "university": "Univ",
    "construction": "Constr",
    "machinery": "Mach",
    "pharmaceutical": "Pharm",
    "trading": "Trdg",
    "services": "Svcs",
    "petroleum": "Petr",
    "chemical": "Chem",
    "chemicals": "Chem",
    "semiconductor": "Semi",
    "enterprise": "Entp",
    "enterprises": "Ents",
    "systems": "Sys",
    "system": "Sys",
    "national": "Natl",
    "laboratory": "Lab",
    "management": "Mgmt",
    "department": "Dept",
    "transport": "Transp",
    "shipping": "Shpg",
    "general": "Gen",
    "association": "Assn",
    "academy": "Acad",
    "center": "Ctr",
    "centre": "Ctr",
    "company": "Co",
    "corporation": "Corp",
    "limited": "Ltd",
    "aerospace": "Aero",
    "automation": "Autom",
    "materials": "Mat",
    "textile": "Tex",
    "information": "Info",
    "precision": "Prec",
    "products": "Prod",
    "agricultural": "Agri",
    "physics": "Phys",
    "and": "&",
}

_ELSEWHERE_CALLED = (
    ("xinjiang", "sinkiang"),
    ("hotan", "hetian"),
    ("hotan", "khotan"),
    ("hetian", "hotan"),
    ("kashgar", "kashi"),
    ("kashi", "kashgar"),
    ("urumqi", "wulumuqi"),
    ("turpan", "tulufan"),
    ("yarkant", "shache"),
    ("korla", "kuerle"),
    ("aksu", "akesu"),
    ("yili", "ili"),
    ("beijing", "peking"),
    ("guangdong", "kwangtung"),
    ("guangzhou", "canton"),
    ("tianjin", "tientsin"),
    ("nanjing", "nanking"),
    ("qingdao", "tsingtao"),
    ("chongqing", "chungking"),
    ("xiamen", "amoy"),
    ("hong kong", "xianggang"),
    ("moscow", "moskva"),
    ("moskovskiy", "moscow"),
    ("saint petersburg", "sankt-peterburg"),
    ("st. petersburg", "sankt peterburg"),
    ("dubai", "dubay"),
    ("tehran", "teheran"),
    ("damascus", "dimashq"),
    ("turkey", "turkiye"),
    ("istanbul", "stambul"),
)
_SPELLED = (
    ("zh", "ch"),
    ("zh", "j"),
    ("kh", "h"),
    ("kh", "x"),
    ("qi", "chi"),
    ("xi", "hsi"),
    ("xin", "sin"),
    ("jia", "chia"),
    ("dong", "tung"),
    ("gong", "kung"),
    ("guo", "kuo"),
    ("iy", "y"),
    ("yy", "iy"),
    ("ya", "ia"),
    ("yu", "iu"),
    ("ye", "e"),
    ("iya", "ia"),
    ("ts", "c"),
    ("tekh", "tech"),
    ("teh", "tech"),
    ("ks", "x"),
    ("x", "ks"),
    ("ch", "tch"),
    ("sh", "sch"),
    ("shch", "sch"),
    ("ov", "off"),
    ("ou", "u"),
    ("ee", "i"),
    ("oo", "u"),
    ("al-", "el-"),
    ("al ", "el "),
    ("q", "k"),
    ("w", "v"),
    ("dh", "d"),
    ("mohammad", "muhammad"),
    ("lv", "lu"),
    ("i", "y"),
)

_ON_THE_WAY = (
    "{} {town} Branch",
    "{} ({town})",
    "{} - {town} Office",
    "{}, {town}",
    "c/o {}",
    "{logistics} c/o {}",
    "{}, No. {n} {street} Road, {town}",
    "{} {n} {street} Street {town}",
    "{} Warehouse {n}",
    "{} PO Box {n}",
    "{} / Vendor {n}{n}",
    "{} - DO NOT USE",
    "{} USD ACCOUNT",
    "M/s {}",
    "{} Attn: Accounts Dept",
)
_CARRIERS = ("Oceanlink Freight", "DHL Global", "Kuehne Nagel", "Silk Way Cargo")
_STREETS = ("Renmin", "Jiefang", "Park", "Industrial", "Zhongshan", "Lenin", "Main")


def exact(name: str, draw: Random) -> str:
    """Capitals, or lower case, or no punctuation."""
    bare = re.sub(r"[.,]", "", name)
    return draw.choice([bare.upper(), bare.lower(), name.upper(), bare])


def one_slip(name: str, draw: Random) -> str | None:
    """A letter changed for its neighbour, left out, doubled, or swapped with the next.

    Numbers are left as they are, and so are Chinese names: another number, and another
    character, make another company.
    """
    letters = [
        i for i, letter in enumerate(name) if letter.isascii() and letter.isalpha()
    ]
    if len(letters) < 5 or _HAN.search(name):
        return None
    at = draw.choice(letters)
    letter = name[at]
    near = draw.choice(_NEIGHBOURS[letter.lower()])
    near = near.upper() if letter.isupper() else near
    following = name[at + 1 : at + 2]
    changed = {
        "changed": near,
        "left out": "",
        "doubled": letter * 2,
        "before": near + letter,
        "swapped": following + letter,
    }
    how = draw.choice(list(changed))
    if how == "swapped" and not following.isalpha():
        how = "left out"
    rest = name[at + 2 :] if how == "swapped" else name[at + 1 :]
    return name[:at] + changed[how] + rest


def two_slips(name: str, draw: Random) -> str | None:
    """Two such slips."""
    once = one_slip(name, draw)
    return once and one_slip(once, draw)


def dropped_word(name: str, draw: Random) -> str | None:
    """One of at least three words is missing; in Chinese, the place or trade."""
    if _HAN.search(name):
        bare = _HAN_FORM.sub("", name)
        return None if len(bare) < 6 else draw.choice([name[2:], bare[:-2]])
    said, form = _parted(name)
    if len(said) < 3:
        return None
    del said[draw.randrange(len(said))]
    return _joined(said, form)


def other_order(name: str, draw: Random) -> str | None:
    """What stood behind stands before, as in `Xinjiang, Daqo`."""
    said, form = _parted(name)
    if len(said) < 2:
        return None
    at = draw.randrange(1, len(said))
    comma = draw.random() < 0.3
    first, last = said[at:], said[:at]
    return _joined([*first[:-1], first[-1] + "," * comma, *last], form)


def joined_words(name: str, draw: Random) -> str | None:
    """The blank between two words is gone."""
    said, form = _parted(name)
    if len(said) < 2:
        return None
    at = draw.randrange(len(said) - 1)
    said[at : at + 2] = [said[at] + said[at + 1]]
    return _joined(said, form)


def split_word(name: str, draw: Random) -> str | None:
    """A blank inside a word of six letters or more."""
    said, form = _parted(name)
    long = [i for i, word in enumerate(said) if len(word) > 5 and word.isascii()]
    if not long:
        return None
    at = draw.choice(long)
    cut = draw.randrange(2, len(said[at]) - 1)
    said[at : at + 1] = [said[at][:cut], said[at][cut:]]
    return _joined(said, form)


def other_legal_form(name: str, draw: Random) -> str | None:
    """Another legal form, or none."""
    if _HAN.search(name):
        bare = _HAN_FORM.sub("", name)
        return bare + draw.choice(["", *words.HAN_FORMS[:3]]) if len(bare) > 2 else None
    bare = _FORM_AT_START.sub("", _FORM_AT_END.sub("", name)).strip(" ,")
    if len(bare) < 4:
        return None
    pool = words.FORMS_IN_CHINA + words.FORMS_ELSEWHERE
    return f"{bare} {draw.choice(['', draw.choice(pool)])}".strip()


def abbreviated_word(name: str, draw: Random) -> str | None:
    """Common words in their short form; where there are none, the last is cut."""
    said = name.split()
    short = [_SHORT.get(word.lower().strip(".,"), word) for word in said]
    if short == said:
        long = [
            i for i, word in enumerate(said) if i and len(word) > 6 and word.isascii()
        ]
        if not long:
            return None
        short[long[-1]] = said[long[-1]][: draw.randrange(3, 5)] + "."
    return " ".join(short)


def transliteration(name: str, draw: Random) -> str | None:
    """Another romanisation, or another name of a place."""
    text = name.lower()
    if not text.isascii():
        return None
    places = [pair for pair in _ELSEWHERE_CALLED if pair[0] in text]
    spelled = [pair for pair in _SPELLED[:-1] if pair[0] in text] or (
        [_SPELLED[-1]] if "i" in text else []
    )
    pairs = [draw.choice(places)] if places and draw.random() < 0.7 else []
    if spelled and (not pairs or draw.random() < 0.4):
        pairs.append(draw.choice(spelled))
    for old, new in pairs:
        text = text.replace(old, new, 1 if draw.random() < 0.5 else -1)
    return text.upper() if name.isupper() else text.title()


def extra_words(name: str, draw: Random) -> str:
    """A branch, a town, an address, a carrier, a note."""
    towns = words.CITIES_IN_CHINA + words.CITIES_ELSEWHERE
    return draw.choice(_ON_THE_WAY).format(
        name,
        town=draw.choice(towns),
        n=draw.randrange(2, 400),
        street=draw.choice(_STREETS),
        logistics=draw.choice(_CARRIERS),
    )


def truncation(name: str, draw: Random) -> str | None:
    """Cut off after 30 or 35 characters, as fields of that width do."""
    width = draw.choice([30, 35])
    return name[:width].rstrip() if len(name) > width + 2 else None


KINDS: dict[str, Noise] = {
    "exact": exact,
    "one slip": one_slip,
    "two slips": two_slips,
    "dropped word": dropped_word,
    "other order": other_order,
    "joined words": joined_words,
    "split word": split_word,
    "other legal form": other_legal_form,
    "abbreviated word": abbreviated_word,
    "transliteration": transliteration,
    "extra words": extra_words,
    "truncation": truncation,
}
_SOME = [kind for kind in KINDS if kind not in ("exact", "two slips")]


def combination(name: str, draw: Random) -> str | None:
    """Two of the others, one after the other."""
    first, second = draw.sample(_SOME, 2)
    if first in ("truncation", "extra words"):  # what comes last in life as well
        first, second = second, first
    once = KINDS[first](name, draw)
    return once and KINDS[second](once, draw)


KINDS["combination"] = combination
NATIVE = "native script"
"""One more kind: a name in another script, drawn and not made, see `entities.Real`."""


def _parted(name: str) -> tuple[list[str], str]:
    """Return the words of a name and the legal form at its end."""
    bare = _FORM_AT_END.sub("", name)
    if len(bare) < 3:
        bare = name
    return bare.split(), name[len(bare) :].strip(" ,")


def _joined(said: list[str], form: str) -> str:
    return " ".join([*said, form]).strip()
