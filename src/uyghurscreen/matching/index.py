"""The list side of matching: every distinct listed name, canonical and indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.aligned import Words
from uyghurscreen.matching.gate import Gate, bare
from uyghurscreen.matching.likened import Named
from uyghurscreen.matching.listed_names import (
    counts_of,
    forms_of,
    named,
    read_names,
    strongly,
)
from uyghurscreen.matching.rarity import rarity
from uyghurscreen.matching.space import GramSpace
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.tables import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from uyghurscreen.matching.gram_counts import GramCounts

__all__ = ["NameIndex", "letter_views"]

_SPREAD: Final = 4.0
"""Canonical names are few, and may be looked up by more common letters than others."""


class NameIndex:
    """Listed names prepared for retrieval and scoring; immutable once built.

    Args:
        names: Frame of schema `NAMES`.
        counts: How common grams are; those of the names themselves if not given.
        known: The `read` of an index of much the same names.

    Attributes:
        read: Every name as it was read, see `listed_names.read_names`.
        forms: One row per distinct name key, schema `CANONICAL`, with `form` (row
            number), `variant` (made from listed names, not written), `weak` (every
            listing of the name is weak), `initials` (made of their initials), `rarity`
            (the weight of the brand's rarest word), and `han_brands` and `entry_words`
            (the Chinese brands and the company words of the entries that bear it).
        listings: `form`, and the columns of `NAMES`: which entries bear the name.
        strong_forms: The `form` of each name that is not weak.
        letters: Those names by their letters.
        consonants: Those names by their consonants, for queries without vowels.
        cores: The canonical words of all forms, as bytes.
        words: The words of all forms.
        named: The forms, with the words and Chinese brands of their entries.
        gate: Which texts are worth reading in full.
        written: Columns `text` and `form`: which names are written as the gate has it.
    """

    def __init__(
        self,
        names: pl.DataFrame,
        counts: GramCounts | None = None,
        known: pl.DataFrame | None = None,
    ) -> None:
        self.read = read_names(names["name"].unique(), known)
        if counts is None:
            counts = counts_of(names, self.read)
        listed = named(names, self.read)
        self.forms = (
            forms_of(listed)
            .with_row_index("form")
            .with_columns(rarity=pl.col("brand").map_batches(rarity))
        )
        self.listings = (
            listed.select(*names.columns, "key", "variant")
            .unique()
            .join(self.forms.select("key", "variant", "form"), on=["key", "variant"])
            .select("form", *names.columns)
            .sort("form", *names.columns)
        )
        self.forms = self.forms.with_columns(
            han_brands=_of_entries(self.listings, self.forms, "han_brand")
            .to_frame("own")
            .with_columns(known=_known_chinese(self.forms["brand"]))
            .select(pl.col("own").list.set_union("known").list.sort())
            .to_series(),
            entry_words=_of_entries(self.listings, self.forms, "words"),
        )
        # A weak name is found by equality alone, so it takes no part in these.
        strong = self.forms.filter(~pl.col("weak"))
        self.strong_forms: NDArray[np.uint32] = strong["form"].to_numpy()
        of_letters = [counts["core"], counts["sound"]]
        self.letters = GramSpace(letter_views(strong), of_letters, spread=_SPREAD)
        self.consonants = GramSpace([strong["skeleton"]], [counts["skeleton"]])
        self.cores = Texts.of(self.forms["core"])
        self.words = Words(self.forms["spelled"])
        self.named = Named(
            self.forms,
            words=self.forms["entry_words"].list.join(" "),
            chinese=self.forms["han_brands"].list.join(" "),
        )
        self.gate = Gate(
            self.forms["key"], strongly(names), strong["core"], counts["written"]
        )
        self.written = _written(self.gate.texts, self.listings, self.strong_forms)


def _written(
    texts: pl.Series, listings: pl.DataFrame, forms: NDArray[np.uint32]
) -> pl.DataFrame:
    """Return the rows of texts with the forms that are written so."""
    names = listings.select("name", "form").unique()
    names = names.filter(pl.col("form").is_in(pl.Series(forms).implode()))
    return (
        names.with_columns(written=bare(fold(names["name"])))
        .join(texts.to_frame("written").with_row_index("text"), on="written")
        .select("text", "form")
        .unique()
        .sort("text", "form")
    )


def _of_entries(listings: pl.DataFrame, forms: pl.DataFrame, column: str) -> pl.Series:
    """Return, per form, the distinct words of a column over all its entries' names."""
    borne = listings.select("form", "entry_id").unique()
    words = (
        borne.join(forms.filter(~pl.col("variant")).select("form", column), on="form")
        .select("entry_id", pl.col(column).str.split(" "))
        .explode(column)
        .filter(pl.col(column) != "")
        .unique()
    )
    found = (
        borne.join(words, on="entry_id")
        .group_by("form")
        .agg(pl.col(column).unique().sort())
    )
    joined = forms.select("form").join(
        found, on="form", how="left", maintain_order="left"
    )
    return joined[column].fill_null([])


def _known_chinese(brands: pl.Series) -> pl.Series:
    """Return how each brand is written in Chinese, where the lexicon knows."""
    forms = lexicon("brands").select("brand", "form").unique()
    chinese = pl.col("form").str.contains(r"\p{Han}")
    pairs = (
        forms.filter(~chinese)
        .join(forms.filter(chinese), on="brand")
        .group_by(latin="form")
        .agg(pl.col("form_right").unique())
    )
    known = (
        brands.alias("latin")
        .to_frame()
        .join(pairs, on="latin", how="left", maintain_order="left")
    )
    return known["form_right"].fill_null([])


def letter_views(frame: pl.DataFrame) -> list[pl.Series]:
    """Return the texts a name is found by: the whole of it, and its brand as it sounds.

    The sound brings together what was romanised in different ways.
    """
    return [frame["core"], frame["sound"]]
