"""Other ways a listed name may be written, made when the lists are indexed.

- A Chinese name read as pinyin throughout, company words included.
- A brand in its other forms: 大全 is written Daqo, and read Daquan.
- A name in Hong Kong, Taiwan or Wade-Giles spelling, in pinyin.
- A long name by its initials.

A variant leads to the name it was made from. It never counts as the same name: what is
written differently has to stand on its evidence.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.normalize import fold
from uyghurscreen.names.readings import in_mandarin, no_pinyin
from uyghurscreen.names.replacer import Replacer, spread, squeeze
from uyghurscreen.names.structure import canonical
from uyghurscreen.names.tables import lexicon, pinyin

__all__ = ["variants"]

_HAN: Final = r"\p{Han}"
_UNSPOKEN: Final = r"\b(?:and|of|the|for|in|co|ltd|inc|llc|limited|company)\b"
_INITIALS: Final = r"^[a-z]{4,7}$"


def variants(names: pl.Series) -> pl.DataFrame:
    """Return the variants of listed names.

    Returns:
        Columns `row` (position in `names`), `by_equality` (true for initials, which
        mean something only as the whole of a query), and those of `CANONICAL`; sorted
        by `row`. A name may have none.

    Example:
        >>> "daqo" in variants(pl.Series(["新疆大全新能源"]))["brand"].to_list()
        True
    """
    folded = fold(names).alias("text").to_frame().with_row_index("row")
    spelled = folded.filter(no_pinyin(folded["text"]))
    made = pl.concat(
        [
            _in_pinyin(folded).with_columns(by_equality=False),
            _in_other_brands(folded).with_columns(by_equality=False),
            in_mandarin(spelled).with_columns(by_equality=False),
            _by_initials(folded).with_columns(by_equality=True),
        ]
    )
    return pl.concat(
        [made.drop("text"), canonical(made["text"])], how="horizontal"
    ).sort("row", "key")


def _in_pinyin(folded: pl.DataFrame) -> pl.DataFrame:
    chinese = folded.filter(pl.col("text").str.contains(_HAN))
    return chinese.with_columns(text=squeeze(_spoken()(chinese["text"])))


def _in_other_brands(folded: pl.DataFrame) -> pl.DataFrame:
    spaced = folded.with_columns(text=spread(folded["text"]))
    forms = (
        lexicon("brands")
        .filter(pl.col("form").str.contains(r"[\p{Latin}\p{Han}]"))
        .select("brand", "form")
        .unique()
        .sort("brand", "form")
    )
    written = forms["form"].unique().sort()
    patterns = [_as_written(form) for form in written]
    found = (
        spaced.with_columns(
            pattern=pl.col("text").str.extract_many(patterns, overlapping=True)
        )
        .explode("pattern")
        .drop_nulls("pattern")
        .unique()
        .join(pl.DataFrame({"pattern": patterns, "form": written}), on="pattern")
        .join(forms, on="form")
        .join(forms.rename({"form": "other"}), on="brand")
        .filter(pl.col("form") != pl.col("other"))
        .sort("pattern", "other", "row")
    )
    other = pl.concat_str(pl.lit(" "), "other", pl.lit(" "))
    text = pl.col("text").str.split(pl.col("pattern")).list.join(other)
    return found.select("row", text=squeeze(text))


def _by_initials(folded: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("text").str.replace_all(_UNSPOKEN, "")
    return folded.with_columns(
        text=words.str.extract_all(r"\b[a-z]").list.join("")
    ).filter(pl.col("text").str.contains(_INITIALS))


def _as_written(form: str) -> str:
    """Return a brand form as it stands in spread text; Chinese has no blanks."""
    return form if not form.isascii() else f" {form.replace(' ', '  ')} "


@cache
def _spoken() -> Replacer:
    return Replacer(pinyin().with_columns(reading=" " + pl.col("reading") + " "))
