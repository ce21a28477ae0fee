"""The first look at a name: most are plainly nobody's, and that is seen from the letters.

A name is looked at closer if it holds anything but letters, plain punctuation and a
legal form, or a word that may say more than itself; if it equals a listed name; or if
its letters promise one. What is left would not be admitted by `gate.Gate`, nor read in
another way by `names.readings`: `tests/matching/test_first_look.py` holds it to that.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from uyghurscreen.matching.kernels import Table, Texts

__all__ = ["known_words"]

_LEGAL: Final = 1
_CLOSER: Final = 2
_FORM: Final = 4
_SECOND: Final = 8
_TAIL: Final = 16
_OPENS: Final = 32

_FORMS: Final = (
    "ltd limited llc inc corp corporation company gmbh jsc ojsc cjsc pjsc oao zao pao "
    "fze fzco fzc plc co"
)
"""Legal forms that may end a name before the text does, see `names.readings`."""

_SAID: Final = (
    "care attn attention behalf dba fka tka doing as formerly previously ex aka also "
    "known via consignee shipper notify fao bill ship box do blocked quarantine "
    "inactive obsolete duplicate hold closed delete note eur usd cny rmb branch office "
    "warehouse station site depot subesi filial representative sti sirketi anonim sdn "
    "bhd fz srl"
)
"""Words by which a text may hold more than a name, see `names.readings`."""

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
        (_CLOSER, [*_SAID.split(), *words]),
        (_OPENS, [first for first, blank, _ in map(_parted, words) if blank]),
        (_FORM, _FORMS.split()),
        (_SECOND, _SECONDS.split()),
        (_TAIL, _TAILS.split()),
    ):
        for word in chosen:
            kinds[word] = kinds.get(word, 0) | kind
    values = np.array(list(kinds.values()), np.uint8)
    return Table(Texts.of(pl.Series(list(kinds), dtype=pl.String)), values)


def _parted(words: str) -> tuple[str, str, str]:
    return words.partition(" ")
