"""The gate before the matcher: which texts may be a listed name at all, and which.

Most names of a supplier book are nobody's, and to read one in full costs ten times what
it costs to see that. The gate looks at the letters of a folded text. A text with words
that are spelled unlike what they mean (Sinkiang, fangzhi) is looked at in its canonical
words; one that names a group such as CETC, or is not in Latin letters, is let through.
What it tells of a text and a listed one does not depend on who else is listed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from uyghurscreen.compiled.library import Texts
from uyghurscreen.compiled.table import Table
from uyghurscreen.matching.apart import Apart
from uyghurscreen.matching.first_look import (
    EQUAL,
    READ_WHOLE,
    Look,
    first_look,
    known_words,
)
from uyghurscreen.matching.firsts import as_rows, packed, rows_from, stacked
from uyghurscreen.matching.gram_counts import WIDTHS, Count, counted
from uyghurscreen.matching.misspelled import NearWords
from uyghurscreen.matching.promise import WEIGHTS, Promise, parts_of, worth
from uyghurscreen.matching.rarity import weight_table
from uyghurscreen.matching.space import GramSpace
from uyghurscreen.names.known_words import marked_forms
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.replacer import Replacer, any_of
from uyghurscreen.names.steps import TEXT, at_once, foreign
from uyghurscreen.names.structure import canonical
from uyghurscreen.names.tables import lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from uyghurscreen.matching.firsts import Pairs

__all__ = [
    "LEAST",
    "WRITTEN",
    "Alike",
    "Gate",
    "bare",
    "listed_texts",
    "open_texts",
    "together",
]

LEAST: Final = 0.15
"""How alike a listed name has to be to be looked at."""

SURE: Final = 0.3
LETTERS: Final = 0.8
"""Less alike than this, it has to have so many of the letters, in whatever order."""

_SPREAD: Final = 1.0
"""How common the grams may be that lead to a listed name, see `GramSpace`."""

_PROMISE: Final = 0.54
"""What one of them has to promise, to be looked at in its parts."""

_COUNTS: Final = np.array(
    [3.86, 1.39, -0.47, 3.26, 1.31, 0.68, 2.76, 2.73, -0.61, 0.34], np.float32
)
_WORTH: Final = 6.5
"""What each of those parts counts, and what they have to add up to."""

WRITTEN: Final = 10.0
"""What they add up to for a pair to be scored whatever its canonical words are."""

_ENDINGS: Final = (
    "co company ltd limited liability inc incorporated corp corporation llc jsc ooo "
    "oao zao pao ao plc gmbh fze pte bv sa spa ag"
)
_LEGAL_FORM: Final = f"(?: (?:{_ENDINGS.replace(' ', '|')}|sdn bhd))+$"
_OPENING: Final = (
    "^(?:limited liability|(?:(?:public|open|closed) )?joint stock) company "
)
_BARE: Final = TEXT.str.replace(_LEGAL_FORM, "").str.replace(_OPENING, "")

_FEW: Final = 1_000
"""Texts that are few."""

_UNLIKE: Final = 75
"""Likeness, of 100, below which a word is spelled unlike its label."""

_ABBREVIATION: Final = 5
"""Letters of an abbreviation, at most."""

_RELATED_LANGUAGES: Final = ("en", "ru-Latn", "fr", "es", "de", "it", "pt", "nl", "pl")
"""Languages whose words for trades stand in listed names as well, or are much alike."""


class Alike(NamedTuple):
    """Texts and listed ones that they may be.

    Attributes:
        row: Row of the text.
        text: Row of the listed one, in `Gate.texts`.
        cosine: How alike their rare letters are.
        worth: What the parts of the pair add up to; of `WRITTEN` or more if they are
            written so much alike that they are scored whatever they are read as.
    """

    row: NDArray[np.int64]
    text: NDArray[np.int32]
    cosine: NDArray[np.float32]
    worth: NDArray[np.float32]


class Gate:
    """Decides which texts are read in full, and tells why; immutable once built.

    Attributes:
        texts: The listed texts that others are held against, as they are written and
            in canonical words, without legal forms.
        space: These by their letters.

    Args:
        keys: Keys of listed names: an equal text is admitted whatever else.
        names: Listed names as they are written.
        cores: Listed names in their canonical words.
        count: How common grams are in listed texts; these are counted if not given.
    """

    def __init__(
        self,
        keys: pl.Series,
        names: pl.Series,
        cores: pl.Series,
        count: Count | None = None,
    ) -> None:
        self.texts = listed_texts(names, cores)
        self._keys = pl.concat([keys, key(self.texts).alias("key")]).unique().sort()
        self._listed = Apart(Texts.of(self.texts), weight_table())
        letters = key(self.texts)
        order = letters.arg_sort()
        self._sorted, self._rows = letters[order], order.to_numpy()
        count = count or counted(letters, WIDTHS["written"])
        self.space = GramSpace([letters], [count], spread=_SPREAD)
        self._near = NearWords(self.texts)
        self._look = self._held_against()

    def first_look(self, names: pl.Series) -> tuple[NDArray[np.uint8], Alike]:
        """Say of each name, as it is written, what is to be done with it.

        Returns:
            `NOBODYS`, `LOOK_CLOSER` or `READ_WHOLE` of `first_look` for each name; and
            which listed texts those to be read whole may be.
        """
        seen, pairs, worth = first_look(self._look, Texts.of(names))
        rows = np.flatnonzero(seen == EQUAL)
        seen[rows] = READ_WHOLE
        equal = self._equal(bare(fold(names[as_rows(rows)])), rows)
        return seen, together(Alike(*pairs, worth), equal)

    def admits(
        self, folded: pl.Series, is_open: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.bool_], Alike]:
        """Say of each folded text if it may be a listed name, and which.

        Args:
            folded: The texts.
            is_open: What `open_texts` says of them, where that is known.

        Returns:
            Whether it may; and the listed texts it may be. There need not be one: it
            may equal a listed name, or be open.

        Example:
            >>> listed = pl.Series(["hikvision"])
            >>> texts = pl.Series(["hik vision ltd", "acme bakery"])
            >>> Gate(listed, listed, listed).admits(texts)[0].tolist()
            [True, False]
        """
        spelled = _telling()[1].found_in(Texts.padded(folded))
        admitted = open_texts(folded) if is_open is None else is_open.copy()
        rows = np.arange(len(folded))
        texts, unlike = bare(folded), np.flatnonzero(spelled & ~admitted)
        if len(unlike):
            # A slip may make a word of another: both ways are looked at.
            read = canonical(folded[as_rows(unlike)])["core"]
            texts = pl.concat([texts, read.alias(texts.name)])
            rows = np.append(rows, unlike)
        keys = pl.concat([key(folded), key(texts)])
        equal = np.append(np.arange(len(folded)), rows)[self._is_key(keys).to_numpy()]
        found = self._alike(texts)
        found = found._replace(row=rows[found.row])
        admitted[found.row] = admitted[equal] = True
        return admitted, together(found, self._equal(texts, rows))

    def _is_key(self, keys: pl.Series) -> pl.Series:
        """Say of each text without blanks if it equals a listed one."""
        # Few texts are looked up in the sorted keys, for many a table is made of them.
        if len(keys) > _FEW or self._keys.is_empty():
            return keys.is_in(self._keys.implode())
        last = np.uint32(len(self._keys) - 1)
        place = self._keys.search_sorted(keys).to_numpy()
        return self._keys[pl.Series(np.minimum(place, last))] == keys

    def _equal(self, texts: pl.Series, rows: NDArray[np.integer]) -> Alike:
        """Return the listed texts of the same letters as others, and those their rows.

        Their letters may be too common to lead to them.
        """
        keys = key(texts)
        first = self._sorted.search_sorted(keys, side="left").to_numpy()
        number = self._sorted.search_sorted(keys, side="right").to_numpy() - first
        place, listed = rows_from(first, number)
        text = self._rows[listed].astype(np.int32)
        alike, enough = (np.full(len(text), v, np.float32) for v in (1, _WORTH))
        return Alike(rows[place].astype(np.int64), text, alike, enough)

    def _alike(self, text: pl.Series) -> Alike:
        alike = self.space.nearest([key(text)], LEAST)
        near = self._near.texts_of(text)
        pairs = row, listed, cosine = stacked([alike, _others(near, alike, len(text))])
        kept, parts = parts_of(pairs, Texts.of(text), self._listed, _promise())
        found = worth(parts, _COUNTS)
        enough = found >= _WORTH
        kept, found = kept[enough], found[enough]
        row, listed, cosine = row[kept], listed[kept], cosine[kept]
        # It may be misspelled, and is scored whatever it is read as.
        misspelled = np.isin(packed(row, listed), packed(*near[:2]))
        found = np.where(misspelled, np.maximum(found, np.float32(WRITTEN)), found)
        return Alike(row.astype(np.int64), listed.astype(np.int32), cosine, found)

    def _held_against(self) -> Look:
        telling = [*_group_names(), *_unlike_words()]
        nothing = Texts.of(pl.Series([], dtype=pl.String))
        keys = Texts.of(self._keys)
        return Look(
            self.space.of([nothing]),
            known_words(_ENDINGS, [word.strip() for word in telling]),
            Table(keys, np.ones(len(keys), np.uint16)),
            self._listed,
            self._near,
            promise=_promise(),
            rarity=weight_table(),
            counts=_COUNTS,
            worth=_WORTH,
            written=WRITTEN,
            least=LEAST,
        )


def _promise() -> Promise:
    return Promise(WEIGHTS, _PROMISE, SURE, LETTERS)


def _others(some: Pairs, pairs: Pairs, size: int) -> Pairs:
    """Return those of some pairs that are not among others, of so many texts."""
    row, listed, cosine = some
    # There are many others, but few of the same texts.
    of_some = np.zeros(size, np.bool_)
    of_some[row] = True
    same = of_some[pairs[0]]
    new = ~np.isin(packed(row, listed), packed(pairs[0][same], pairs[1][same]))
    return row[new], listed[new], cosine[new]


def open_texts(folded: pl.Series) -> NDArray[np.bool_]:
    """Say of folded texts if they are read whatever their letters.

    They are not in Latin letters, or name a group such as CETC: its listed bodies are
    called otherwise.
    """
    groups = _telling()[0].found_in(Texts.padded(folded))
    return foreign(folded).to_numpy() | groups


def together(some: Alike, others: Alike) -> Alike:
    """Return the pairs of both."""
    return Alike(
        np.concatenate([some.row, others.row]),
        np.concatenate([some.text, others.text]),
        np.concatenate([some.cosine, others.cosine]),
        np.concatenate([some.worth, others.worth]),
    )


def listed_texts(names: pl.Series, cores: pl.Series) -> pl.Series:
    """Return the texts that others are held against: names as written, and cores."""
    written = fold(names.unique())
    latin = written.filter(~foreign(written))
    texts = pl.concat([bare(latin).alias("text"), cores.alias("text")])
    return texts.filter(texts != "").unique().sort()


def bare(folded: pl.Series) -> pl.Series:
    """Return names without the legal forms around them, which tell nothing."""
    return at_once(folded, _BARE)


@cache
def _telling() -> tuple[Replacer, Replacer]:
    return any_of(_group_names()), any_of(_unlike_words())


@cache
def _group_names() -> list[str]:
    forms = lexicon("families").filter(pl.col("form").str.contains("^[a-z0-9 ]+$"))
    return _as_words(forms["form"])


@cache
def _unlike_words() -> list[str]:
    """Return the words for places and trades that are spelled unlike their label."""
    places = lexicon("places").select("form", "language", label="place")
    trades = lexicon("concepts").select("form", "language", label="concept")
    forms = pl.concat([places, trades]).filter(pl.col("form").str.contains("^[a-z ]+$"))
    written = forms["form"].str.replace_all(" ", "").to_list()
    labels = forms["label"].to_list()
    letters = pl.col("form").str.len_chars()
    common = process.cpdist(written, labels, scorer=LCSseq.similarity, dtype=np.int32)
    alike = process.cpdist(written, labels, scorer=fuzz.ratio, dtype=np.float32)
    abbreviated = (letters <= _ABBREVIATION) & (pl.col("common") == letters)
    unlike = forms.with_columns(common=common, alike=alike).filter(
        pl.col("alike") < _UNLIKE,
        ~pl.col("language").is_in(_RELATED_LANGUAGES)
        | pl.col("form").is_in(places["form"].implode())
        | abbreviated
        | ((letters <= 3) & (pl.col("language") == "ru-Latn")),
    )
    # What a form is read as may be its own letters after all, or more of the same.
    label = pl.col("token").str.strip_chars_start("@#")
    as_read = marked_forms().filter(
        (pl.col("form") == label)
        | (label.str.starts_with(pl.col("form")) & (pl.col("form").str.len_chars() > 3))
    )
    return _as_words(unlike.join(as_read, on="form", how="anti")["form"])


def _as_words(forms: pl.Series) -> list[str]:
    return (" " + forms.unique().sort() + " ").to_list()
