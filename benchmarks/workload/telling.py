"""What tells one company from another: names without legal forms, and what is lost.

A variant counts only if it can still be told whose it is. It cannot if

1. it is another company's name, but for legal forms and the order of its words;
2. nothing but places, trades, numbers and legal forms is left of it (`JOINT STOCK`);
3. it has lost words, and all that is left stands in another company's name as well, or
   is the beginning of one: `China Electronics Technology Group` after the number went.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
import polars as pl

from uyghurscreen.names.normalize import fold
from uyghurscreen.names.tables import lexicon


def core(names: pl.Series) -> pl.Series:
    """Return names folded, without the legal forms at either end.

    Example:
        >>> core(pl.Series(["OOO Vega", "Hotan Taida Co., Ltd."])).to_list()
        ['vega', 'hotan taida']
    """
    bare = fold(names)
    for _ in range(2):  # such as `Group Co Ltd`
        bare = bare.str.replace(_legal_forms()[0], "").str.replace(
            _legal_forms()[1], ""
        )
        bare = bare.str.replace(_legal_forms()[2], "")
    return bare.str.strip_chars(" ")


def core_key(names: pl.Series) -> pl.Series:
    """Return a number that names have in common but for legal forms and word order."""
    words = core(names).str.split(" ")
    starts = words.list.len().cum_sum().shift(1, fill_value=0).to_numpy()
    if words.is_empty():
        return pl.Series([], dtype=pl.UInt64)
    # A sum of words: sorting them takes twenty times as long.
    return pl.Series(np.add.reduceat(words.explode().hash(seed=1).to_numpy(), starts))


class Companies:
    """The names of all companies there are, to see whose a variant may be.

    Args:
        names: Their names.
        entities: Which company bears each.
    """

    def __init__(self, names: pl.Series, entities: pl.Series) -> None:
        self._entity = entities.to_list()
        cores = core(names).to_list()
        self._words = [frozenset(text.split()) for text in cores]
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for row, words in enumerate(self._words):
            for word in words:
                self._with_word[word].append(row)
        keys = zip((text.replace(" ", "") for text in cores), self._entity, strict=True)
        self._beginning = sorted(set(keys))
        self._of_key: dict[int, set[str]] = defaultdict(set)
        for key, entity in zip(core_key(names).to_list(), self._entity, strict=True):
            self._of_key[key].add(entity)

    def told(
        self, variants: Sequence[str], names: Sequence[str], entities: Sequence[str]
    ) -> list[bool]:
        """Say of each variant if it is still that entity's, and no other's.

        Args:
            variants: The spoilt names.
            names: What each was made of.
            entities: Whose they are.
        """
        keys = core_key(pl.Series(variants)).to_list()
        rows = zip(
            keys,
            core(pl.Series(variants)).to_list(),
            core(pl.Series(names)).to_list(),
            entities,
            strict=True,
        )
        return [self._is_told(*row) for row in rows]

    def _is_told(self, key: int, variant: str, name: str, entity: str) -> bool:
        if self._of_key.get(key, {entity}) != {entity}:
            return False
        words = set(variant.split())
        if not any(_tells(word) for word in words):
            return False
        if words >= set(name.split()):
            return True
        return not self._others_have(words, entity) and not self._others_begin(
            variant.replace(" ", ""), entity
        )

    def _others_have(self, words: set[str], entity: str) -> bool:
        rarest = min(words, key=lambda word: len(self._with_word.get(word, ())))
        return any(
            self._entity[row] != entity and words <= self._words[row]
            for row in self._with_word.get(rarest, ())
        )

    def _others_begin(self, letters: str, entity: str) -> bool:
        at = bisect_left(self._beginning, (letters, ""))
        while at < len(self._beginning) and self._beginning[at][0].startswith(letters):
            if self._beginning[at][1] != entity:
                return True
            at += 1
        return False


def _tells(word: str) -> bool:
    if not word.isascii():
        return len(word) > 1 and word not in _plain_words()
    return len(word) > 2 and not word.isdigit() and word not in _plain_words()


@cache
def _plain_words() -> frozenset[str]:
    """Return the words for places, trades, countries and legal forms."""
    forms = pl.concat(
        [
            lexicon("places")["form"],
            lexicon("concepts")["form"],
            lexicon("legal_forms")["form"],
            fold(lexicon("countries")["name"]).alias("form"),
        ]
    )
    return frozenset(forms.str.split(" ").explode().unique())


@cache
def _legal_forms() -> tuple[str, str, str]:
    """Return expressions for legal forms at the beginning, the end, and in Chinese."""
    forms = lexicon("legal_forms")["form"].unique()
    forms = forms.gather(forms.str.len_chars().arg_sort(descending=True))
    latin = forms.filter(forms.str.contains("^[a-z ]+$")).to_list()
    chinese = forms.filter(forms.str.contains(r"^\p{Han}+$")).to_list()
    either = "|".join(latin)
    return f"^(?:{either}) ", f" (?:{either})$", f"(?:{'|'.join(chinese)})$"
