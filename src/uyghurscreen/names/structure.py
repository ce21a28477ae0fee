"""What the words of a name are: place, sector, number, legal form, or brand.

This carries on the numbered steps of `names.normalize`:

5. Text without blanks (Chinese, Japanese, Korean, Thai, Burmese) is cut by longest
   match into ordinals (第十三), places, company words and legal forms. What is left
   over is the brand.
6. The brand in Chinese characters is kept, and read as pinyin, one token a run.
7. In text with blanks, of any script, numbers, places, company words, legal forms and
   groups are recognised by longest match over whole tokens. All spellings of a place
   become one slug (`hotan` for Hetian, Khotan, 和田), all words for a concept another
   (`textile` for 纺织, fangzhi, текстиль).
8. Groups whose members are numbered have one brand, however they are written: `cetc`
   for 中国电科, China Electronics Technology Group and CETC.
9. Letters of other scripts that are left become Latin ones.
10. The brand's sound is kept beside it (see `names.sound`).

A recognised token carries a mark, so that one string holds both text and roles:
`@` place, `#` company word, `%` number, `~` legal form; a brand token has none.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.known_words import (
    UNSPACED,
    english_words,
    legal_form_at_an_end,
    marked_forms,
)
from uyghurscreen.names.letters import Kind, Letters
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.numerals import numeral, read_by_figure
from uyghurscreen.names.pinyin import joined_pinyin
from uyghurscreen.names.replacer import (
    Replacer,
    by_character,
    by_token,
    spread,
    squeeze,
)
from uyghurscreen.names.sound import skeleton, sound
from uyghurscreen.names.steps import TEXT, all_along, at_once, foreign, only_at
from uyghurscreen.names.tables import lexicon, romanisation
from uyghurscreen.names.tokens import words_by_role

__all__ = ["CANONICAL", "canonical"]

CANONICAL: Final = pl.Schema(
    {
        "key": pl.String(),
        "tokens": pl.String(),
        "spelled": pl.String(),
        "core": pl.String(),
        "brand": pl.String(),
        "han_brand": pl.String(),
        "words": pl.String(),
        "places": pl.String(),
        "numbers": pl.String(),
        "legal_forms": pl.String(),
        "sound": pl.String(),
        "skeleton": pl.String(),
        "vowelless": pl.Boolean(),
    }
)
"""One row per name, all text. `key` is the name without blanks; `tokens` the marked
tokens in their order; `spelled` the same, each followed by `|` and the words it was
written with, where those are others (`#infotech|information_technology`); `core` is
without marks and legal forms; the others hold the tokens of one role, unmarked, in
order (`brand`) or sorted. `han_brand` is the brand in Chinese characters, empty where
there is none. `sound` and `skeleton` are the brand and the whole name as they sound,
the latter without vowels; `vowelless` says that the name was written in a script that
leaves vowels out."""

_HAN_RUN: Final = r"\p{Han}+"
_UNITS: Final = {
    "研究所": "institute",
    "所": "institute",
    "院": "academy",
    "厂": "factory",
    "师": "division",
    "团": "regiment",
}
"""Bodies that are known by their number; 农十三师 is the 13th division of the Corps."""
_ARABIC: Final = r"\p{Arabic}"
_NUMBERED: Final = "|".join(
    [
        *(
            f"#{c}"
            for c in ("academy", "base", "bureau", "center", "college", "factory")
        ),
        *(
            f"#{c}"
            for c in ("division", "group", "hospital", "institute", "laboratory")
        ),
        *(f"#{c}" for c in ("plant", "regiment", "research", "school", "unit")),
        *("avic", "aecc", "caep", "calt", "casc", "casic", "cast", "cccc", "cetc"),
        *("cnnc", "crec", "crcc", "csic", "cssc", "norinco", "sast", "xpcc"),
    ]
)
"""What a bare figure beside it numbers."""
_DIVISION: Final = (
    "city|county|diqu|district|prefecture|province|qu|sheng|shi|xian|zhou"
)
_BESIDE_A_PLACE: Final = rf"( @\S+  )~?(?:{_DIVISION}) "
"""What kind of place it is says nothing that its name does not."""
_GLUED_NUMBER: Final = r" (cetc|casc|casic|avic|aecc|cssc|csic|cast|norinco)(\d+) "
_HAN_DIVISIONS: Final = ("市", "县", "省", "区", "地区", "州")
_LONG_CODE: Final = r" \d{5,} "
"""A code or a postcode that is stuck to the name, not a part of it."""

_KINDS: Final = (
    *(Kind.UNSPACED, Kind.HAN, Kind.ARABIC),
    *(Kind.UYGHUR, Kind.CONSONANTS, Kind.LATIN_OR_FIGURE),
)
_HAN_BRAND: Final = TEXT.str.extract_all(_HAN_RUN).list.join("")
_HAN_ALOUD: Final = TEXT.str.replace_all(f"({_HAN_RUN})", " ^$1 ")
"""Marked, so that 建功 (jiangong) is not taken for the pinyin of 建工, construction."""
_HOLDS_FIGURE: Final = TEXT.str.contains(r"\d")
_HOLDS_NUMBER: Final = TEXT.str.contains(r"[&\d]")


def _placed(text: pl.Expr) -> pl.Expr:
    text = text.str.replace_all(_BESIDE_A_PLACE, "$1 ")
    return text.str.replace_all("^", "", literal=True)


_PLACED: Final = _placed(TEXT)
_NUMBERED_AND_PLACED: Final = _placed(
    # A figure is a body's number beside a body; elsewhere it is just a word.
    TEXT.str.replace_all(
        rf" &(\d+)(?:\|\S+)?((?:  #\S+){{0,3}}  (?:{_NUMBERED})[ |])", " %$1$2"
    )
    .str.replace_all(rf"( (?:{_NUMBERED})(?:\|\S+)?  )&(\d+)(?:\|\S+)? ", "$1%$2 ")
    .str.replace_all(r" &\d+\|(\S+)", " $1")
    .str.replace_all("&", "", literal=True)
).str.replace_all(_LONG_CODE, " ")


def _figures_and_letters(text: pl.Expr) -> pl.Expr:
    # 第13研究所 and 124团: figures are read here, numerals by the table.
    text = text.str.replace_all(r"第 ?(\d{1,4})", " %$1 ")
    text = text.str.replace_all(r"中电 ?(\d{1,2}) ?所", " cetc %$1 #institute ")
    for unit, concept in _UNITS.items():
        text = text.str.replace_all(rf"%?(\d{{1,4}}) *{unit}", f" %$1 #{concept} ")
    # Hytera海能达: two names side by side.
    text = text.str.replace_all(r"([\p{Latin}\d])(\p{Han})", "$1 $2")
    return text.str.replace_all(r"(\p{Han})([\p{Latin}\d])", "$1 $2")


_FIGURES_AND_LETTERS: Final = _figures_and_letters(TEXT)


def canonical(names: pl.Series, folded: pl.Series | None = None) -> pl.DataFrame:
    """Return the canonical form of each name, schema `CANONICAL`.

    Args:
        names: The names, without nulls.
        folded: The same, folded (see `normalize.fold`), where that is known.

    Example:
        >>> canonical(pl.Series(["Hotan Haolin Ltd.", "和田浩林"]))["core"].to_list()
        ['hotan haolin', 'hotan haolin']
    """
    folded = fold(names) if folded is None else folded
    read = folded
    han_brand, vowelless = (all_along(value, len(folded)) for value in ("", False))
    # Most of what follows is for letters that most names have none of.
    other = bool(foreign(folded).any())
    if other:
        letters = Letters(folded)
        unspaced, han, arabic, uyghur, consonants, latin = map(letters.any, _KINDS)
        parted = only_at(unspaced & latin, _parted, folded)
        cut = only_at(unspaced, _chinese_words(), parted)
        # Arabic, Persian and Urdu keyboards have their own ye, kaf and he.
        read = only_at(arabic & ~uyghur, _arabic_letters(), cut)
        read = only_at(han, _read_aloud, read)
        if han.any():
            han_brand = at_once(cut, _HAN_BRAND)
        vowelless = consonants & ~uyghur
    words = words_by_role(_mark_tokens(read, other))
    columns = {
        **words,
        "key": key(folded),
        "han_brand": han_brand,
        "sound": sound(words["brand"]),
        "skeleton": skeleton(words["core"]),
        "vowelless": vowelless,
    }
    return pl.DataFrame({name: columns[name] for name in CANONICAL})


def _parted(mixed: pl.Series) -> pl.Series:
    return at_once(mixed, _FIGURES_AND_LETTERS)


def _read_aloud(cut: pl.Series) -> pl.Series:
    return joined_pinyin()(at_once(cut, _HAN_ALOUD))


def _mark_tokens(text: pl.Series, other: bool) -> pl.Series:
    """Return texts with every token marked; `other` if any is not in ASCII."""
    # Few names hold figures, and most steps are about those.
    spaced = _by_what(text, _HOLDS_FIGURE, _spaced_with_figures(), _spaced())
    tokens = _token_words()(spaced)
    marked = _by_what(tokens, _HOLDS_NUMBER, _NUMBERED_AND_PLACED, _PLACED)
    if other:
        letters = Letters(marked)
        marked = only_at(letters.any(Kind.UYGHUR), _uyghur_letters(), marked)
        marked = only_at(letters.any(Kind.UNREAD), _letters(), marked)
    return marked


def _by_what(
    text: pl.Series, held: pl.Expr, steps: pl.Expr, others: pl.Expr
) -> pl.Series:
    """Return texts after some steps where they hold something, or after others."""
    there, made = at_once(text, held), at_once(text, others)
    return only_at(there, lambda _: at_once(text.filter(there), steps), made)


def _with_form(spaced: pl.Expr) -> pl.Expr:
    return spaced.str.replace_all(legal_form_at_an_end(), "  ~form  ")


@cache
def _spaced() -> pl.Expr:
    """Tokens with a blank of their own on either side."""
    return _with_form(spread(squeeze(TEXT)))


@cache
def _spaced_with_figures() -> pl.Expr:
    """The same, and figures that are marked."""
    return _with_form(
        spread(squeeze(TEXT))
        .str.replace_all(r" (\d{1,4})(?:st|nd|rd|th) ", " %$1 ")
        .str.replace_all(r" no  (\d{1,4}) ", " &$1 ")
        .str.replace_all(r" 0*(\d{1,4}) ", " &$1 ")
        .str.replace_all(_GLUED_NUMBER, " $1  $2 ")
    )


@cache
def _chinese_words() -> Replacer:
    # A single character is too often a part of a brand to stand for a word.
    forms = marked_forms().filter(
        pl.col("form").str.contains(f"^{UNSPACED}+$"),
        pl.col("form").str.len_chars() > 1,
    )
    table = _numbered_bodies()
    # A brand that is written like a number or a company word stays whole.
    table.update((text, text) for text in lexicon("not_numbers")["text"])
    english = english_words()
    for form, token in forms.iter_rows():
        # What a cut-off or misspelled English word is held against.
        words = english.get(token[1:])
        spelled = f" {token}|{words} " if words else f" {token} "
        table[form] = spelled
        if token.startswith("@"):
            table.update((form + kind, spelled) for kind in _HAN_DIVISIONS)
    return by_character(table)


def _numbered_bodies() -> dict[str, str]:
    """Return 第十三, 十三师, 七一二所 and their like with their tokens."""
    table = {f"第{numeral(n)}": f" %{n} " for n in range(1, 1000)}
    for n in range(1, 1000):
        forms = {numeral(n)}
        if n > 99:  # institutes, plants and regiments are read figure by figure
            forms |= read_by_figure(n)
        for unit, concept in _UNITS.items():
            for form in forms:
                token = f" %{n} #{concept} "
                table[f"{form}{unit}"] = table[f"第{form}{unit}"] = token
        for form in forms:
            # 中电 is two groups, but only CETC numbers its institutes.
            table[f"中电{form}所"] = f" cetc %{n} #institute "
            table[f"农{form}师"] = f" xpcc %{n} #division "
    return table


@cache
def _token_words() -> Replacer:
    written = marked_forms().filter(~pl.col("form").str.contains(f"^{UNSPACED}+$"))
    arabic = written.filter(pl.col("form").str.contains(_ARABIC))
    folded = arabic.with_columns(form=_arabic_letters()(arabic["form"]))
    forms = pl.concat([written, folded]).unique(
        "form", keep="first", maintain_order=True
    )
    label = pl.col("token").str.strip_chars_start("@#&")
    itself = pl.col("token").str.contains("^(?:[~%]|$)") | (label == pl.col("form"))
    words = pl.col("form").str.replace_all(" ", "_", literal=True)
    spelled = pl.when(~itself).then(pl.format("{}|{}", "token", words))
    return by_token(forms.select("form", spelled.otherwise("token").alias("token")))


@cache
def _arabic_letters() -> Replacer:
    table = lexicon("confusables").filter(pl.col("script") == "Arab")
    return by_character(dict(table.select("char", "replacement").iter_rows()))


@cache
def _uyghur_letters() -> Replacer:
    return by_character(dict(lexicon("uyghur_letters").iter_rows()))


@cache
def _letters() -> Replacer:
    return Replacer(romanisation("letters"))
