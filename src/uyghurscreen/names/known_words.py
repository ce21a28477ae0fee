"""The lexicon as one table: every known form and the marked token it stands for."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.tables import lexicon

__all__ = [
    "COVERED_BODIES",
    "UNSPACED",
    "english_words",
    "legal_form_at_an_end",
    "marked_forms",
    "place_ancestors",
    "word_labels",
]

_HAN: Final = r"\p{Han}"

COVERED_BODIES: Final = {"xpcc": "xinjiang"}
"""Groups listed `and its subordinate and affiliated entities`, and where those lie: a
division, a regiment or a farm of the Xinjiang Production and Construction Corps is
covered by its listing, the corps of another province is not (UFLPA Entity List)."""

UNSPACED: Final = r"[\p{Han}\p{Hangul}\p{Katakana}\p{Hiragana}ー\p{Thai}\p{Myanmar}]"
"""Scripts in which the words of a name may stand without blanks between them."""


@cache
def marked_forms() -> pl.DataFrame:
    """Return every lexicon form with the marked token it becomes."""
    places = lexicon("places").with_columns(
        alone=pl.col("place").n_unique().over("form") == 1
    )
    words = lexicon("concepts").filter(~pl.col("role").str.ends_with("|also"))
    function = pl.col("role") == "function"
    relation = pl.col("role") == "relation"
    # `kazan` is a boiler in Turkish, but in a company name it is the city.
    foreign = ~pl.col("language").is_in(["en", "zh"])
    words = words.filter(~(foreign & pl.col("form").is_in(places["form"].implode())))
    numbers = lexicon("numbers")
    ordinal = pl.col("kind") == "ordinal"
    roman = (pl.col("kind") == "roman") & (pl.col("form").str.len_chars() > 1)
    # Where one form stands in two tables, the first of these wins.
    return pl.concat(
        [
            lexicon("families")
            .filter(_says_the_group(pl.col("form")) | (pl.col("family") == "xpcc"))
            .select("form", token="family"),
            _foreign_brands(),
            # A place that is as often a brand or a plain word is left a brand.
            places.filter(
                ~(pl.col("kind").str.ends_with("|ambiguous") & pl.col("alone"))
            ).select("form", token="@" + pl.col("place")),
            lexicon("legal_forms")
            .filter(~_only_at_an_end(pl.col("form")))
            .select("form", token="~" + pl.col("class")),
            words.select(
                "form",
                token=pl.when(function)
                .then(pl.lit(""))
                .when(relation)
                .then("~" + pl.col("concept"))
                .otherwise("#" + pl.col("concept")),
            ),
            numbers.filter(ordinal).select("form", token="%" + pl.col("value")),
            numbers.filter(roman).select("form", token="&" + pl.col("value")),
            numbers.filter(pl.col("kind") == "after_di").select(
                form="di " + pl.col("form"), token="%" + pl.col("value")
            ),
        ]
    ).unique("form", keep="first", maintain_order=True)


def _foreign_brands() -> pl.DataFrame:
    """Return the brands in scripts that are neither Latin nor Chinese, read in Latin.

    Those two are told apart by the company: Esquel may be written Yida, but not every
    Yida is Esquel. Хуавей and ファーウェイ are Huawei whoever writes them.
    """
    brands = lexicon("brands")
    latin = (
        brands.filter(pl.col("language") == "en")
        .sort(
            "brand",
            pl.col("form") == pl.col("brand"),
            pl.col("form").str.len_chars(),
            "form",
            descending=[False, True, True, False],
        )
        .group_by("brand", maintain_order=True)
        .agg(token=pl.col("form").first())
    )
    return (
        brands.filter(~pl.col("form").str.contains(r"[\p{Latin}\p{Han}]"))
        .join(latin, on="brand", how="left")
        .select("form", token=pl.coalesce("token", "brand"))
        .unique("form", keep="first", maintain_order=True)
    )


def _says_the_group(form: pl.Expr) -> pl.Expr:
    """Say of a group's form if it is long enough to mean nothing else."""
    han = form.str.contains(_HAN)
    return form.str.len_chars() >= pl.when(han).then(3).otherwise(4)


def _only_at_an_end(form: pl.Expr) -> pl.Expr:
    """Say of a legal form if it may be a syllable or initials, such as `ao` or `sa`."""
    return (
        form.str.contains("^[a-z ]{2,4}$")
        & (form.str.replace_all(" ", "").str.len_chars() <= 3)
        & ~form.is_in(
            ["co", "fze", "inc", "jsc", "llc", "llp", "ltd", "oao", "ooo", "plc"]
        )
    )


@cache
def legal_form_at_an_end() -> str:
    """Return a pattern of the legal forms that are such only at an end of a name."""
    forms = lexicon("legal_forms").filter(_only_at_an_end(pl.col("form")))["form"]
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    options = "|".join(form.replace(" ", "  ") for form in ordered)
    return f"(?:^  (?:{options})  )|(?:  (?:{options})  $)"


@cache
def word_labels() -> pl.DataFrame:
    """Return single words with what each is by itself.

    Returns:
        Columns `word` and `known`, the marked token, such as `#textile`.
    """
    return (
        marked_forms()
        .filter(
            pl.col("token").str.contains("^[@#]"),
            pl.col("form").str.contains("^[a-z]+$"),
        )
        .select(word="form", known="token")
        .unique("word")
        .sort("word")
    )


@cache
def place_ancestors() -> pl.DataFrame:
    """Return every place with the places it lies in.

    Returns:
        Columns `place` and `inside`, sorted: hotan lies in xinjiang and in china.
    """
    parents = lexicon("places").select("place", inside="parent").unique()
    parents = parents.filter(pl.col("inside") != "world", pl.col("inside") != "")
    found = parents
    while True:
        further = found.join(
            parents.rename({"place": "inside", "inside": "further"}), on="inside"
        ).select("place", inside="further")
        wider = pl.concat([found, further]).unique()
        if wider.height == found.height:
            return found.sort("place", "inside")
        found = wider


@cache
def english_words() -> dict[str, str]:
    """Return the English words of each concept that is called by several.

    Example:
        >>> english_words()["newenergy"]
        'new_energy'
    """
    forms = lexicon("concepts").filter(
        pl.col("language") == "en",
        pl.col("form").str.replace_all(" ", "", literal=True) == pl.col("concept"),
        pl.col("form") != pl.col("concept"),
    )
    words = forms.select("concept", pl.col("form").str.replace_all(" ", "_"))
    return dict(words.sort("form").iter_rows())
