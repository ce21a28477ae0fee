"""The first look at a name: most are plainly nobody's, as their letters tell.

A name is looked at closer if it holds anything but letters, plain punctuation and a
legal form, or a word that may say more than itself. The others have no reading but the
whole (`names.readings`), and that is read if `gate.Gate` would admit it: because it
equals a listed name, or its letters promise one. `tests/matching/test_first_look.py`
holds it to both.
"""

from __future__ import annotations

import ctypes
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses
from uyghurscreen.compiled.table import Table
from uyghurscreen.matching.apart import Apart
from uyghurscreen.matching.grams import PAIR, Near, Space, of_pairs
from uyghurscreen.matching.misspelled import NearWords
from uyghurscreen.matching.promise import Promise
from uyghurscreen.names.readings import foreign_syllables
from uyghurscreen.names.spelling import misspelled_forms
from uyghurscreen.names.tables import lexicon

__all__ = [
    "EQUAL",
    "LOOK_CLOSER",
    "NOBODYS",
    "READ_WHOLE",
    "Look",
    "first_look",
    "known_words",
]

NOBODYS: Final = 0
"""A name that is plainly nobody's."""

LOOK_CLOSER: Final = 1
"""A text that may hold more than a name, or one in another script."""

READ_WHOLE: Final = 2
"""A name that may be listed, and has no reading but the whole of it."""

EQUAL: Final = 3
"""Such a name that has the letters of a listed one."""

_PAIRS: Final = 64
"""Pairs that there is room for at first, besides one for each name."""

C.first_look.restype = ctypes.c_int64

_LEGAL: Final = 1
_CLOSER: Final = 2
_FORM: Final = 4
_SECOND: Final = 8
_TAIL: Final = 16
_OPENS: Final = 32
_PLACED: Final = 64
_SYSTEMS: Final = {"hk": 128, "tw": 128, "wade-giles": 256}
_NO_PINYIN: Final = 512

_FORMS: Final = (
    "ltd limited llc inc corp corporation company gmbh jsc ojsc cjsc pjsc oao zao pao "
    "fze fzco fzc plc co bhd"
)
"""Legal forms that may end a name before the text does, see `names.readings`."""

_SAID: Final = (
    "care attn attention behalf dba fka tka doing as formerly previously ex aka "
    "also known via consignee shipper notify fao bill ship box do blocked "
    "quarantine inactive obsolete duplicate hold closed delete note eur usd cny rmb "
    "branch office warehouse station site depot subesi filial representative sti "
    "sirketi anonim fz srl"
)
"""Words by which a text may hold more than a name, see `names.readings`."""

_NUMBERED: Final = (
    "inn trn ntn uen vat acct account cr tax kpp ogrn uscc ein duns lei gst cage "
    "vendor supplier customer cust po ref id code vergi mersis reg registration "
    "road rd street st avenue ave lane ln boulevard blvd highway hwy way drive dr "
    "square building bldg tower floor fl block sector plot district zone park sokak "
    "sk cad caddesi mah mahallesi bulvari ulitsa ul prospekt pr per jie lu dadao "
    "unit room rm suite flat shop"
)
"""Words that are an address or a code beside a figure, see `names.readings`."""

_SECONDS: Final = "ltd limited inc llc"
"""Forms that may stand behind `Co.`, and behind another one after a comma."""

_TAILS: Final = "ltd limited inc incorporated llc jsc plc gmbh corp co"
"""Forms that may stand behind the only comma of a name."""


def known_words(trailing: str, words: list[str]) -> Table:
    """Return what the first look knows of words.

    Args:
        trailing: Words that tell nothing at the end of a name, with blanks between.
        words: Words, and several in a row, that a name must not hold unseen.
    """
    kinds: dict[str, int] = {}
    for kind, chosen in (
        (_LEGAL, trailing.split()),
        (_CLOSER, [*_SAID.split(), *misspelled_forms(), *words]),
        (_OPENS, [first for first, blank, _ in map(_parted, words) if blank]),
        (_FORM, _FORMS.split()),
        (_SECOND, _SECONDS.split()),
        (_TAIL, _TAILS.split()),
        (_PLACED, _NUMBERED.split()),
        *_spellings(),
    ):
        for word in chosen:
            kinds[word] = kinds.get(word, 0) | kind
    values = np.array(list(kinds.values()), np.uint16)
    return Table(Texts.of(pl.Series(list(kinds), dtype=pl.String)), values)


def _spellings() -> list[tuple[int, list[str]]]:
    """Return syllables of other romanisations, by system, and those no pinyin has."""
    table = lexicon("sinitic_spellings")
    systems = [
        (bit, table.filter(pl.col("system") == system)["spelling"].unique().to_list())
        for system, bit in _SYSTEMS.items()
    ]
    return [*systems, (_NO_PINYIN, foreign_syllables())]


def _parted(words: str) -> tuple[str, str, str]:
    return words.partition(" ")


class Look(ctypes.Structure):
    """What names are held against at first; see `Look` in `first_look.h`.

    Args:
        space: The listed texts, without blanks, by their grams.
        words: What is known of single words.
        keys: Listed texts without blanks.
        listed: Listed texts with blanks.
        near: Their words that others may be misspelled for.
        promise: What a pair has to promise.
        rarity: Weights of words, see `parts`.
        counts: What each of the parts counts.
        worth: What the sum of the parts of a pair has to reach as well.
        written: What it is at least if one has a word that is misspelled for the
            other's.
        least: The least product of grams.
    """

    _fields_ = [
        ("space", Space),
        ("words", Table),
        ("keys", Table),
        ("listed", ctypes.c_void_p),
        ("near", ctypes.c_void_p),
        ("promise", Promise),
        ("rarity", ctypes.c_void_p),
        ("counts", ctypes.c_void_p),
        ("worth", ctypes.c_float),
        ("written", ctypes.c_float),
        ("least", ctypes.c_float),
    ]

    def __init__(
        self,
        space: Space,
        words: Table,
        keys: Table,
        listed: Apart,
        near: NearWords,
        *,
        promise: Promise,
        rarity: Table,
        counts: NDArray[np.float32],
        worth: float,
        written: float,
        least: float,
    ) -> None:
        super().__init__(
            space,
            words,
            keys,
            ctypes.addressof(listed),
            ctypes.addressof(near),
            promise,
            ctypes.addressof(rarity),
            counts.ctypes.data,
            worth,
            written,
            least,
        )
        self.longest = listed.longest
        self._held = space, words, keys, listed, near, rarity, counts


def first_look(
    look: Look, names: Texts
) -> tuple[NDArray[np.uint8], Near, NDArray[np.float32]]:
    """Say of each name what is to be done with it, and what it may be.

    Returns:
        `NOBODYS`, `LOOK_CLOSER`, `READ_WHOLE` or `EQUAL` for each; the pairs of names
        that are not to be looked at closer and of listed texts, of those that are worth
        reading; and what each of these pairs is worth.

    Raises:
        MemoryError: If there is no room for the sums of a name.
    """
    seen = np.empty(len(names), np.uint8)
    count = len(names) + _PAIRS
    while True:
        pairs, worth = np.empty(count, PAIR), np.empty(count, np.float32)
        count = C.first_look(
            ctypes.byref(look),
            *addresses(names.data, names.starts),
            ctypes.c_int64(len(names)),
            ctypes.c_int64(look.longest),
            *addresses(seen),
            ctypes.c_int64(len(pairs)),
            *addresses(pairs, worth),
        )
        if count <= len(pairs):
            return seen, of_pairs(pairs, count), worth[: max(count, 0)].copy()
