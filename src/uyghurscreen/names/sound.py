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
from uyghurscreen.names.replacer import Replacer

__all__ = ["skeleton", "sound", "sounds"]

# Longest first where one begins another.
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
_VOWELS: Final = r"[aeiou]"
_DOUBLED: Final = [letter * 2 for letter in "abcdefghijklmnopqrstuvwxyz"]


def sound(words: pl.Expr) -> pl.Expr:
    """Return words as they sound, without blanks.

    Example:
        >>> frame = pl.DataFrame({"w": ["shchekinoazot", "schyokinoazot", "alexandr"]})
        >>> frame.select(sound(pl.col("w"))).to_series().to_list()
        ['sekinoazot', 'sokinoazot', 'aleksandr']
    """
    patterns = sorted(_SOUNDS, key=lambda pattern: (-len(pattern), pattern))
    folded = words.str.replace_all(" ", "", literal=True).str.replace_many(
        patterns, [_SOUNDS[pattern] for pattern in patterns], leftmost=True
    )
    return folded.str.replace_many(_DOUBLED, [pair[0] for pair in _DOUBLED])


def sounds(words: Texts) -> Texts:
    """Return single words as they sound; as `sound`, without a column of them.

    Example:
        >>> words = sounds(Texts.of(pl.Series(["shchekinoazot"])))
        >>> words.data[:-1].tobytes().decode()
        'sekinoazot'
    """
    plain, single = _replacers()
    return single.on(plain.on(words))


def skeleton(words: pl.Expr) -> pl.Expr:
    """Return the consonants of words as they sound, without blanks.

    Example:
        >>> frame = pl.DataFrame({"w": ["tehran sanat", "thrn snat"]})
        >>> frame.select(skeleton(pl.col("w"))).to_series().to_list()
        ['trnsnt', 'trnsnt']
    """
    consonants = words.str.replace_all(_VOWELS, "")
    return sound(consonants).str.replace_all(_VOWELS, "")


@cache
def _replacers() -> tuple[Replacer, Replacer]:
    return Replacer(_SOUNDS), Replacer({pair: pair[0] for pair in _DOUBLED})
