"""The list side of matching: every distinct listed name, canonical and indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.aligned import Words
from uyghurscreen.matching.apart import Apart
from uyghurscreen.matching.gate import Gate, bare
from uyghurscreen.matching.likened import Named
from uyghurscreen.matching.listed_names import (
    OF_FORM,
    counts_of,
    forms_of,
    named,
    read_names,
    strongly,
)
from uyghurscreen.matching.rarity import rarity, weight_table
from uyghurscreen.matching.space import GramSpace
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.tables import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from uyghurscreen.matching.gram_counts import GramCounts

__all__ = ["NameIndex", "letter_views", "spaces"]

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
        forms: What names are read as, schema `CANONICAL`, sorted by key, with `form`
            (row number), `variant` (made from a listed name, not written), `weak` (has
            to be the whole of a query), `initials` (made of its initials), and `rarity`
            (the weight of the brand's rarest word).
        listings: `form`, and the columns of `NAMES`: which entries bear the name.
        strong_forms: The `form` of each name that is not weak.
        letters: Those names by their letters.
        consonants: Those names by their consonants, for queries without vowels.
        cores: The canonical words of all forms, taken apart.
        brands: The brands of all forms, and behind them their cores, as bytes.
        branded: If a form has a brand.
        rarity: `forms["rarity"]`.
        words: The words of all forms.
        named: The forms, with the words and Chinese brands of their entries.
        gate: Which texts are worth reading in full.
        written: Columns `text`, `form` and `named`: which names the gate's texts are,
            and if they are written so, or only read so.
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
            listed.join(self.forms, on=OF_FORM)
            .select("form", *names.columns)
            .unique()
            .sort("form", *names.columns)
        )
        # A weak name is found by equality alone, so it takes no part in these.
        strong = self.forms.filter(~pl.col("weak"))
        self.strong_forms: NDArray[np.uint32] = strong["form"].to_numpy()
        self.letters, self.consonants = spaces(strong, counts)
        self.cores = Apart(Texts.of(self.forms["core"]), weight_table())
        self.brands = Texts.of(
            pl.concat([self.forms[c].alias("text") for c in ("brand", "core")])
        )
        self.branded: NDArray[np.bool_] = (self.forms["brand"] != "").to_numpy()
        self.rarity: NDArray[np.float32] = self.forms["rarity"].to_numpy()
        self.words = Words(self.forms["spelled"])
        self.named = Named(
            self.forms,
            words=_together(self.forms, self._of_entries("words")),
            chinese=_together(
                self.forms, self._of_entries("han_brand"), _known_chinese(self.forms)
            ),
        )
        self.gate = Gate(
            self.forms["key"], strongly(names), strong["core"], counts["written"]
        )
        self.written = _written(self.gate.texts, self.listings, strong)

    def _of_entries(self, column: str) -> pl.DataFrame:
        """Return each form with the words of a column of all names of its entries."""
        borne = self.listings.select("form", "entry_id").unique()
        written = self.forms.filter(~pl.col("variant")).select("form", column)
        words = (
            borne.join(written, on="form")
            .select("entry_id", text=pl.col(column).str.split(" "))
            .explode("text")
            .filter(pl.col("text") != "")
            .unique()
        )
        return borne.join(words, on="entry_id").select("form", "text")


def _written(
    texts: pl.Series, listings: pl.DataFrame, strong: pl.DataFrame
) -> pl.DataFrame:
    """Return the rows of texts with the forms that are written or read so."""
    names = listings.select("name", "form").unique()
    names = names.filter(pl.col("form").is_in(strong["form"].implode()))
    names = names.select("form", written=bare(fold(names["name"])), named=True)
    cores = strong.select("form", written="core", named=False)
    return (
        pl.concat([names, cores])
        .join(texts.to_frame("written").with_row_index("text"), on="written")
        .group_by("text", "form")
        .agg(pl.col("named").any())
        .sort("text", "form")
    )


def _known_chinese(forms: pl.DataFrame) -> pl.DataFrame:
    """Return each form with how its brand is written in Chinese, if that is known."""
    written = lexicon("brands").select("brand", "form").unique()
    chinese = pl.col("form").str.contains(r"\p{Han}")
    pairs = written.filter(~chinese).join(
        written.filter(chinese).rename({"form": "text"}), on="brand"
    )
    return (
        forms.select("form", written="brand")
        .join(pairs.select("text", written="form"), on="written")
        .select("form", "text")
    )


def _together(forms: pl.DataFrame, *texts: pl.DataFrame) -> pl.Series:
    """Return the distinct texts of each form in one, with blanks between."""
    found = (
        pl.concat(texts)
        .unique()
        .sort("form", "text")
        .group_by("form", maintain_order=True)
        .agg(pl.col("text").str.join(" "))
    )
    joined = forms.select("form").join(
        found, on="form", how="left", maintain_order="left"
    )
    return joined["text"].fill_null("")


def spaces(names: pl.DataFrame, counts: GramCounts) -> tuple[GramSpace, GramSpace]:
    """Return listed names, schema `CANONICAL`, by letters and by consonants."""
    of_letters = [counts["core"], counts["sound"]]
    letters = GramSpace(letter_views(names), of_letters, spread=_SPREAD)
    return letters, GramSpace([names["skeleton"]], [counts["skeleton"]])


def letter_views(frame: pl.DataFrame) -> list[pl.Series]:
    """Return the texts a name is found by: the whole of it, and its brand as it sounds.

    The sound brings together what was romanised in different ways.
    """
    return [frame["core"], frame["sound"]]
