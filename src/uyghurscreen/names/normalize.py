"""Folding a column of names to plain, comparable text.

The steps, in this order; each is written once and used for list and query alike:

1. Unicode compatibility forms (NFKC); control, zero-width and direction characters go.
2. Homoglyphs: Cyrillic and Greek look-alikes inside a name that is otherwise Latin
   become Latin letters. Then lower case, and Latin letters lose their diacritics.
3. Apostrophes go (`Xi’an` is `xian`), `&` becomes `and`, other punctuation a blank.
4. Chinese: traditional characters and Japanese shinjitai become simplified ones.

What follows needs the lexicon and is numbered on in `names.structure`.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.compiled.library import FEW
from uyghurscreen.names.letters import Kind, Letters
from uyghurscreen.names.replacer import Replacer, by_character
from uyghurscreen.names.steps import TEXT, at_once, foreign, only_at
from uyghurscreen.names.tables import lexicon, romanisation

__all__ = ["fold", "key"]

_APOSTROPHES: Final = "['’‘ʼʻ`´′＇]"
_INVISIBLE: Final = r"[\p{Cf}\p{Co}\p{Cn}]"
_SPECIAL_LATIN: Final = {
    "ı": "i",
    "đ": "d",
    "ð": "d",
    "ø": "o",
    "ł": "l",
    "ħ": "h",
    "ə": "e",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Latin letters that have no decomposition into a base and a mark."""
_FOLD_ASCII: Final = (
    TEXT.str.to_lowercase()
    .str.replace_all("['`]", "")
    .str.replace_all("&", " and ", literal=True)
    # In two steps, for most of what is looked at is a single blank already.
    .str.replace_all("[^a-z0-9 ]", " ")
    .str.replace_all(" {2,}", " ")
    .str.strip_chars(" ")
)
"""For names in ASCII: the same steps, those that can change nothing left out."""
_COMPATIBLE: Final = TEXT.str.normalize("NFKC").str.replace_all(_INVISIBLE, "")
_WITHOUT_MARKS: Final = (
    # Only those on Latin letters: й and the vowel signs of other scripts are letters.
    TEXT.str.normalize("NFD")
    .str.replace_all(r"(\p{Latin})[\u{300}-\u{36F}]+", "$1")
    .str.normalize("NFC")
)
_WORDS: Final = (
    TEXT.str.replace_all(_APOSTROPHES, "")
    .str.replace_all("&", " and ", literal=True)
    .str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ")
    .str.strip_chars(" ")
)


def fold(names: pl.Series) -> pl.Series:
    """Return the names after steps 1 to 4: words and single blanks only.

    Example:
        >>> fold(pl.Series(["Xi’an  SANJIANG & Co.", "臺灣積體電路"])).to_list()
        ['xian sanjiang and co', '台湾积体电路']
    """
    other = foreign(names)
    if not other.any():
        return at_once(names, _FOLD_ASCII)
    # No step but the last changes these characters.
    chinese = Letters(names).only(Kind.PLAIN_HAN)
    folded = only_at(~other, lambda plain: at_once(plain, _FOLD_ASCII), names)
    folded = only_at(chinese, _simplify, folded)
    return only_at(other & ~chinese, _fold_unicode, folded)


def key(folded: pl.Series) -> pl.Series:
    """Return folded names without blanks: equal keys are one and the same name.

    Example:
        >>> key(fold(pl.Series(["Hik-Vision", "HIK VISION"]))).to_list()
        ['hikvision', 'hikvision']
    """
    if len(folded) <= FEW:
        keys = [text.replace(" ", "") for text in folded.to_list()]
        return pl.Series(folded.name, keys, dtype=pl.String)
    return folded.str.replace_all(" ", "", literal=True)


def _fold_unicode(names: pl.Series) -> pl.Series:
    return at_once(_fold_letters(names), _WORDS)


def _fold_letters(names: pl.Series) -> pl.Series:
    text = at_once(names, _COMPATIBLE)
    letters = Letters(text)
    latin = letters.any(Kind.LATIN)
    # Before lower case: Β looks like B, but β like nothing Latin.
    text = only_at(latin & letters.any(Kind.LOOKS_LATIN), _fold_homoglyphs, text)
    text = only_at(latin, _fold_diacritics, text.str.to_lowercase())
    return _simplify(text) if letters.any(Kind.HAN).any() else text


def _simplify(text: pl.Series) -> pl.Series:
    return _simplifier()(text)


def _fold_homoglyphs(text: pl.Series) -> pl.Series:
    folded = _look_alikes()(text)
    # A letter that no Latin letter resembles means the word is truly Cyrillic.
    return folded.zip_with(~Letters(folded).any(Kind.LOOKS_LATIN), text)


def _fold_diacritics(text: pl.Series) -> pl.Series:
    return at_once(_special_latin()(text), _WITHOUT_MARKS)


@cache
def _special_latin() -> Replacer:
    return by_character(_SPECIAL_LATIN)


@cache
def _look_alikes() -> Replacer:
    table = lexicon("confusables").filter(pl.col("script").is_in(["Cyrl", "Grek"]))
    return by_character(dict(table.select("char", "replacement").iter_rows()))


@cache
def _simplifier() -> Replacer:
    return Replacer(romanisation("simplify"))
