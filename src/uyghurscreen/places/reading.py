"""Addresses read into tokens: names, places, and numbers of a known kind.

The steps, written once for listed addresses and queries alike:

1. Floors, ordinals and ranges are written one way while their signs are still there
   (16/F, 16th Fl. and 十六层 are floor 16; № and # are `no`).
2. The text is folded (`names.normalize.fold`); Chinese is cut into address words,
   cities and names, and what is left is read as pinyin.
3. Words for streets, buildings, rooms and areas, in any of the languages, become
   marks, and every spelling of a city its slug.
4. A number takes the kind of the mark beside it: house, building, floor, room, post
   office box. Five or six figures are a postcode, seven or more a telephone number.
   Where no floor is given, room 1605 is on floor 16.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.names.normalize import fold
from uyghurscreen.names.pinyin import joined_pinyin
from uyghurscreen.names.replacer import Replacer, spread, squeeze
from uyghurscreen.names.tables import romanisation
from uyghurscreen.places.words import COMMA, chinese_words, latin_words

__all__ = ["KINDS", "TOKENS", "read_addresses"]

KINDS: Final = {
    "r": "room",
    "f": "floor",
    "b": "building",
    "n": "house",
    "p": "postcode",
    "x": "box",
}
"""Kinds of numbers, by the letter that marks them."""

TOKENS: Final = pl.Schema(
    {
        "row": pl.UInt32(),
        "position": pl.UInt32(),
        "kind": pl.String(),
        "token": pl.String(),
    }
)
"""One row per token of an address, in their order; `kind` is one of `KINDS`, `name`,
`place`, `direction`, or `mark`, which parts two names from each other."""

_VALUE: Final = r"(?:\d+[a-z]{0,2}|[a-z]{1,2}\d+[a-z]?|[a-z])"
_NUMBER: Final = r"(?:\d+[a-z]{0,2}|[a-z]{1,2}\d+[a-z]?)"
_SIGNS: Final = (
    (r"\b(?:tel|phone|fax|mob|mobile|тел|факс)\b[^\p{L},;]*", " "),
    (r"(?:电话|電話)[^\p{L},;]*", " "),
    (r"(\d+)\s*/\s*f(?:l(?:oor)?)?\b\.?", " floor $1 "),
    (r"\bg\s*/\s*f\b\.?", " floor 0 "),
    (r"\b(\d{1,3})\s*f\b\.?", " floor $1 "),
    (r"\b(\d+)\s*-?(?:st|nd|rd|th)\s+fl(?:oor|r)?\b\.?", " floor $1 "),
    (r"\b(\d+)-?(?:st|nd|rd|th)\b", "$1"),
    (r"\b(\d+)\s*-\s*(?:ya|aya|y|oy|й|я|ая|ый|ой)\b", "$1"),
    (r"(\d+)\s*[层層楼樓]", " floor $1 "),
    (r"([a-z\d]+)\s*(?:号楼|号栋|栋|号幢|幢|座|单元|號樓|棟)", " building $1 "),
    (r"([a-z]?\d+[a-z]?|\b[a-z])\s*(?:号|號)?(?:室|房|铺|舖)", " room $1 "),
    (r"(\d+)\s*[号號]\s*([a-z])\b", " no $1$2 "),
    (r"(\d+[a-z]?)\s*[号號]院?", " no $1 "),
    (r"\b[dд]\b\.?\s*(\d)", " no $1"),
    (r"\bk\b\.?\s*(\d)", " building $1"),
    ("#", " no "),
    # Twice, for the figure in the middle of 6-4-2 belongs to both.
    *([(r"(\d[a-z]?)\s*[-–—~&]\s*(\d)", "$1 upto $2")] * 2),
    (r"\b([a-z])\s*[-–—]\s*(\d)", "$1$2"),
    (r"(\d)\s*-\s*([a-z])\b", "$1$2"),
    (r"[,;\n，；]", f" {COMMA} "),
)
"""What is written with signs, or glued to figures, before signs are folded away."""
_STR_BUILDING: Final = (r"\bstr\.?\s*(\d)", " building $1")
"""`str. 3` is a building in Russian, a street everywhere else has a name first."""

_TYPED: Final = (
    *(
        (rf" {mark} (?: =no )* ({_VALUE})  upto  ({_NUMBER}) ", f" {k}:$1  {k}:$2 ")
        for mark, k in (("=room", "r"), ("=building", "b"), ("=floor", "f"))
    ),
    (rf" =room (?: =no )* ({_VALUE}) ", " r:$1 "),
    (r" =floor (?: =no )* (\d+|[a-z]) ", " f:$1 "),
    (r" (\d{1,3})  =floor ", " f:$1 "),
    (rf" =building (?: =no )* ({_VALUE}) ", " b:$1 "),
    (r" ([a-z])  =building ", " b:$1 "),
    (r" =box (?: =no )* (\d+) ", " x:$1 "),
    (rf" =no (?: =no )* ({_NUMBER}) ", " n:$1 "),
    (r" (\d{5,6}) ", " p:$1 "),
    (r" \d{7,} ", "  "),
    (rf" ({_NUMBER}) ", " n:$1 "),
    # Beijing Road is a street wherever it lies, and no city.
    (r" @(\S+) ((?: \^\S+ )? =street )", " $1 $2"),
    (r" =before  @(\S+) ", " =before  $1 "),
    (r" @(\S+) ( =before (?: (?:=comma|[a-z]:\S+) |$))", " $1 $2"),
)
_HAN_RUN: Final = r"\p{Han}+"
_FOREIGN: Final = r"[^\p{Latin}\p{N}@=^: ]"
_ENDINGS: Final = (
    (r"(?:iy|yy|ii|yj|ij|yi)$", "y"),
    (r"(?:aia|aja)$", "aya"),
    (r"(?:ogo|ovo)$", "ogo"),
    (r"(?:nn|n)(aya|ogo|oy|y|oye)$", "n$1"),
    (r"(..(?:ov|ev|in))a$", "$1"),
    ("^(?:shch|sch)", "sh"),
)
"""Endings that romanisations of one Russian word write each in their way."""


def read_addresses(addresses: pl.Series) -> pl.DataFrame:
    """Return the tokens of addresses, schema `TOKENS`, sorted by row and position.

    Example:
        >>> tokens = read_addresses(pl.Series(["Rm. 803, 5/F, 45 Nathan Rd, HK"]))
        >>> tokens.filter(pl.col("kind") != "mark")["token"].to_list()
        ['803', '5', '45', 'nathan', 'hongkong']
    """
    marked = _marked(addresses)
    tokens = (
        pl.DataFrame({"text": marked})
        .with_row_index("row")
        .select("row", token=pl.col("text").str.split(" "))
        .explode("token")
        .filter(pl.col("token") != "")
        .with_columns(
            position=pl.int_range(pl.len(), dtype=pl.UInt32),
            kind=pl.col("token").str.extract(r"^([rfbnpx]):", 1).replace(KINDS),
            mark=pl.col("token").str.slice(0, 1),
        )
        .with_columns(
            kind=pl.coalesce(
                "kind",
                pl.col("mark").replace_strict(
                    {"@": "place", "^": "direction", "=": "mark"},
                    default="name",
                    return_dtype=pl.String,
                ),
            ),
            token=pl.col("token").str.replace(r"^(?:[rfbnpx]:0*|[@^=])", ""),
        )
    )
    tokens = pl.concat([tokens, _floors_of_rooms(tokens)]).sort(
        "row", "position", maintain_order=True
    )
    name = pl.col("token")
    for ending, one in _ENDINGS:
        name = name.str.replace(ending, one)
    return (
        tokens.with_columns(token=pl.when(kind="name").then(name).otherwise("token"))
        # A letter by itself says nothing, and breaks no name in two.
        .filter(~((pl.col("kind") == "name") & (pl.col("token").str.len_chars() < 2)))
        .select(TOKENS.names())
        .cast(TOKENS)
    )


def _floors_of_rooms(tokens: pl.DataFrame) -> pl.DataFrame:
    rooms = tokens.filter(
        pl.col("kind") == "room", pl.col("token").str.contains(r"^\d{3,4}[a-z]?$")
    )
    floors = tokens.filter(kind="floor")
    return rooms.join(floors, on="row", how="anti").with_columns(
        kind=pl.lit("floor"), token=pl.col("token").str.extract(r"^(\d+)\d\d")
    )


def _marked(addresses: pl.Series) -> pl.Series:
    text = addresses.fill_null("").str.normalize("NFKC").str.to_lowercase()
    russian = text.str.contains(r"\bul\b|moscow|petersburg|russia|\bd\.")
    pattern, building = _STR_BUILDING
    if russian.any():
        text = text.str.replace_all(pattern, building).zip_with(russian, text)
    for pattern, instead in _SIGNS:
        text = text.str.replace_all(pattern, instead)
    text = fold(text)
    han = text.str.contains(_HAN_RUN).arg_true()
    if len(han):
        text = text.scatter(han, _read_chinese(text.gather(han)))
    text = latin_words()(spread(squeeze(text)))
    foreign = text.str.contains(_FOREIGN).arg_true()
    if len(foreign):
        text = text.scatter(foreign, _letters()(text.gather(foreign)))
    text = spread(squeeze(text))
    for pattern, instead in _TYPED:
        text = text.str.replace_all(pattern, instead)
    return text.str.replace_all(" upto ", " ", literal=True)


def _read_chinese(folded: pl.Series) -> pl.Series:
    apart = folded.str.replace_all(r"([\p{Latin}\d])(\p{Han})", "$1 $2")
    apart = apart.str.replace_all(r"(\p{Han})([\p{Latin}\d])", "$1 $2")
    cut = chinese_words()(apart).str.replace_all(f"({_HAN_RUN})", " $1 ")
    return joined_pinyin()(cut)


@cache
def _letters() -> Replacer:
    return Replacer(romanisation("letters"))
