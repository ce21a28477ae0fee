"""Words in use, and legal forms with a slip in them: `limietd` is `limited`.

Where a legal form is misspelled a name does not end where it ends, and the slip is read
as a word of its brand. So all spellings one slip away from the long forms are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase
from typing import Final

import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.names.known_words import marked_forms
from uyghurscreen.names.replacer import Replacer, any_of, by_token, spread, squeeze
from uyghurscreen.names.steps import TEXT, at_once
from uyghurscreen.names.tables import frequencies

__all__ = [
    "forms_put_right",
    "misspelled_forms",
    "with_misspelled_form",
    "words_in_use",
]

_FORMS: Final = ("company", "corporation", "incorporated", "liability", "limited")
"""Words that are long enough for a slip to leave no doubt."""

_SPREAD: Final = spread(TEXT)
_SQUEEZED: Final = squeeze(TEXT)


def with_misspelled_form(folded: pl.Series) -> pl.Series:
    """Say of folded texts if they have a legal form with a slip.

    Example:
        >>> with_misspelled_form(pl.Series(["acme copmany", "acme"])).to_list()
        [True, False]
    """
    return pl.Series(_telling().found_in(Texts.padded(folded)))


def forms_put_right(folded: pl.Series) -> pl.Series:
    """Return folded texts with the slips in their legal forms put right.

    Example:
        >>> forms_put_right(pl.Series(["acme copmany limietd", "acme"])).to_list()
        ['acme company limited', 'acme']
    """
    return at_once(_right()(at_once(folded, _SPREAD)), _SQUEEZED)


@cache
def misspelled_forms() -> dict[str, str]:
    """Return every spelling of a legal form with one slip, and how it is spelled.

    A word of English or of the lexicon is none; that listed names are misspelled as
    well makes no word of a slip.
    """
    in_use = {*frequencies("english")["word"], *_in_lexicon()}
    made = ((slip, form) for form in _FORMS for slip in _one_slip_from(form))
    return {slip: form for slip, form in made if slip not in in_use}


@cache
def words_in_use() -> pl.Series:
    """Return words that are common, or in the lexicon: lower-case letters and figures.

    Example:
        >>> words_in_use().is_in(["inspire", "hotan", "inspirw"]).sum()
        2
    """
    words = [frequencies(table)["word"] for table in ("english", "names")]
    every = pl.concat([*words, _in_lexicon()]).unique().sort()
    return every.filter(every.str.contains("^[a-z0-9]+$"))


def _in_lexicon() -> pl.Series:
    return marked_forms()["form"].str.split(" ").explode().alias("word")


def _one_slip_from(word: str) -> Iterator[str]:
    """Yield a word with a letter left out, added or changed, or two swapped.

    Its last letter stays: another end makes another word, such as `limiter`.
    """
    for i, letter in enumerate(word):
        before, after = word[:i], word[i + 1 :]
        yield from (before + added + letter + after for added in ascii_lowercase)
        if after:
            yield before + after
            yield from (before + other + after for other in ascii_lowercase)
        if len(after) > 1:
            yield before + after[0] + letter + after[1:]


@cache
def _right() -> Replacer:
    return by_token(misspelled_forms())


@cache
def _telling() -> Replacer:
    return any_of(f" {slip} " for slip in misspelled_forms())
