"""How a Latin word sounds, whatever romanisation it was written in.

One Cyrillic letter has many spellings (щ is shch, sch or shh; я is ya, ia or ja), and
so have Arabic and Persian ones (ق is q, k or gh). Both sides of a comparison are folded
to one key; the key is never shown as a spelling.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.names.normalize import key
from uyghurscreen.names.replacer import Replacer, by_character

__all__ = ["skeleton", "sound", "sounds"]

_SOUNDS: Final = {
    "shch": "s",
    "tsch": "c",
    "tch": "c",
    "sch": "s",
    "shh": "s",
    "szcz": "s",
    "sh": "s",
    "zh": "z",
    "kh": "h",
    "gh": "g",
    "dzh": "z",
    "ch": "c",
    "ts": "c",
    "tz": "c",
    "cz": "c",
    "ph": "f",
    "th": "t",
    "ck": "k",
    "yu": "u",
    "iu": "u",
    "ju": "u",
    "ya": "a",
    "ia": "a",
    "ja": "a",
    "yo": "o",
    "io": "o",
    "jo": "o",
    "ye": "e",
    "ie": "e",
    "je": "e",
    "iy": "i",
    "yy": "i",
    "ij": "i",
    "ii": "i",
    "ee": "i",
    "oo": "u",
    "ou": "u",
    "y": "i",
    "j": "z",
    "q": "k",
    "w": "v",
    "x": "ks",
}
_BLANKS_AND_VOWELS: Final = dict.fromkeys(" aeiou", "")
_DOUBLED: Final = {letter * 2: letter for letter in "abcdefghijklmnopqrstuvwxyz"}


def sound(words: pl.Series) -> pl.Series:
    """Return words as they sound, without blanks.

    Example:
        >>> sound(pl.Series(["shchekinoazot", "schyokinoazot", "alexandr"])).to_list()
        ['sekinoazot', 'sokinoazot', 'aleksandr']
    """
    return _single().column(_plain().on(Texts.of(key(words))))


def sounds(words: Texts) -> Texts:
    """Return single words as they sound; as `sound`, without a column of them.

    Example:
        >>> words = sounds(Texts.of(pl.Series(["shchekinoazot"])))
        >>> words.data[:-1].tobytes().decode()
        'sekinoazot'
    """
    return _single().on(_plain().on(words))


def skeleton(words: pl.Series) -> pl.Series:
    """Return the consonants of words as they sound, without blanks.

    Example:
        >>> skeleton(pl.Series(["tehran sanat", "thrn snat"])).to_list()
        ['trnsnt', 'trnsnt']
    """
    consonants = Texts.of(words)
    for replaced in (_consonants(), _plain(), _single()):
        consonants = replaced.on(consonants)
    return _consonants().column(consonants)


@cache
def _plain() -> Replacer:
    return by_character(_SOUNDS)


@cache
def _single() -> Replacer:
    return by_character(_DOUBLED)


@cache
def _consonants() -> Replacer:
    return by_character(_BLANKS_AND_VOWELS)
