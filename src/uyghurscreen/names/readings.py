"""The ways a query may be meant: the whole text, or the name inside it.

Supplier files hold more than names: whoever the goods are sent through, an address, a
vendor code, a note, the same name again in another script. Every part that may be the
name by itself is a reading, held against the lists beside the whole:

1. what stands before and after `c/o`, `dba`, `formerly`, a slash or a dash;
2. the text without its brackets, and what stands in them;
3. the text up to the first legal form, where more follows;
4. the text before a street, a post box or a comma;
5. the text without codes and notes (`VAT 123`, `DO NOT USE`), and before a branch and
   its town (`Ankara Subesi`);
6. the Chinese and the Latin part of a text in both;
7. a Cyrillic text with its Chinese syllables put back into pinyin;
8. a name in Hong Kong, Taiwan or Wade-Giles spelling, put into pinyin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.names.letters import Kind, Letters
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.replacer import Replacer, any_of, by_character
from uyghurscreen.names.spelling import forms_put_right, with_misspelled_form
from uyghurscreen.names.steps import TEXT, all_along, at_once, foreign
from uyghurscreen.names.tables import lexicon

__all__ = ["foreign_syllables", "in_mandarin", "no_pinyin", "readings"]

_THROUGH: Final = (
    r"(?i)(?:^|[\s(,;])(?:c/o|care of|attn|attention|o/b/o|on behalf of|d/?b/?a|"
    r"doing business as|trading as|t/a|f/?k/?a|formerly(?: known as)?|previously|"
    r"ex|a/?k/?a|a\.k\.a\.|also known as|via|consignee|shipper|notify(?: party)?|"
    r"fao|f/a/o|bill to|ship to)[.:)\s]+"
)
_SEPARATOR: Final = r"\s[/|–—-]\s|[|;]|\s-|-\s|//"
_BRACKET: Final = r"[(（\[【<][^()（）\[\]【】<>]*[)）\]】>]?"
_IN_BRACKET: Final = r"[(（\[【<]([^()（）\[\]【】<>]{2,})"
_TO_LEGAL_FORM: Final = (
    r"(?i)^(.{4,}?(?:\b(?:co\.?,?\s*ltd|ltd|limited|llc|l\.l\.c|inc|corp|corporation|"
    r"company|gmbh|jsc|ojsc|cjsc|pjsc|oao|zao|pao|fze|fzco|fzc|fz-llc|plc|"
    r"ltd\.?\s?st[iı]|[sş]irketi|a\.[sş]|anonim|s\.r\.l|sdn\.?\s?bhd|pte\.?\s?ltd|"
    r"pvt\.?\s?ltd|co)\b\.?|有限责任公司|有限公司|股份公司|集团))[\s,;:.\-]*[^\s,;:.\-)]"
)
_OPENING: Final = (
    "(?i)^(?:limited liability|(?:(?:public|open|closed) )?joint stock) company "
)
"""A legal form in words before the name: it ends nothing."""
_ENDS: Final = (
    r"(?i)(?:co\.?,?\s*(?:ltd|limited|inc|llc)|company,?\s+(?:limited|ltd|inc|llc)|"
    r"limited liability company)[.)]*\s*$"
)
"""A legal form of several words at the end: the first of them ends nothing."""
_TO_CHINESE_FORM: Final = r"^(.{4,}?(?:有限责任公司|有限公司|股份公司|集团))."
"""`_TO_LEGAL_FORM` for texts of nothing but Chinese characters."""
_TO_COMMA: Final = r"^([^,，]{4,})[,，]"
_LAST_COMMA: Final = (
    r"(?i)^[^,，]*[,，]\s*(?:ltd|limited|inc|incorporated|llc|l\.l\.c|jsc|plc|gmbh|corp|"
    r"s\.?a|co)[\s,.]*(?:ltd|limited|inc|llc)?[\s.)]*$"
)
"""The only comma of a name, before its legal form."""
_STREET: Final = (
    r"(?i)[\s,]+(?:no\.?\s*|#)?(?-i:\d[\w/-]*)(?:st|nd|rd|th)?\s+(?-i:[\w.'-]+\s+){0,4}?"
    r"(?:road|rd|street|st|avenue|ave|lane|ln|boulevard|blvd|highway|hwy|way|drive|dr|"
    r"square|building|bldg|tower|floor|fl|block|sector|plot|district|zone|park|sokak|"
    r"sk|cad|caddesi|mah|mahallesi|bulvari|ulitsa|ul|prospekt|pr|per|jie|lu|dadao)\b.*$"
    r"|(?i)[\s,]+p\.?\s?o\.?\s?box\b.*$"
    r"|(?i)[\s,]+(?:unit|room|rm|suite|flat|floor|building|block|shop|office)\s+(?-i:\S*\d).*$"
    r"|\s+[A-Z]-\d+\s.*$"
)
_CODE: Final = (
    r"(?i)\b(?:inn|trn|ntn|uen|vat|acct|account|cr|tax|kpp|ogrn|uscc|ein|duns|lei|gst|"
    r"cage|vendor|supplier|customer|cust|po|ref|id|code|vergi|mersis|reg|registration)"
    r"\b[\s.:#-]*(?:no|nr|id|number|code)?[\s.:#-]*[a-z]{0,3}[-\s]?(?-i:\d[\w-]*)"
    r"|(?:^|\s)(?:ИНН|КПП|ОГРН)\s*\d+"
    r"|(?:^|\s|\[|\()[A-Za-z]{0,4}[-_#]?(?-i:\d{3,}[\w/-]*)"
    r"|(?i)\b(?:do not use|blocked|quarantine|inactive|obsolete|duplicate|on hold|"
    r"closed|delete|see note|eur|usd|cny|rmb)\b"
)
_BRANCH: Final = (
    r"(?i)^(.{{3,}})[\s,]+(?-i:[\w'.-]+\s+){{{words}}}(?:branch|office|warehouse|station|site|"
    r"depot|subesi|şubesi|filial|филиал|representative|rep\.? office)\b.*$"
)
"""A branch, and so many words that say where it is."""
_ADDRESSEE: Final = r"^[^,，]+[,，]\s*(.{4,})$"
"""What stands behind the first comma of `Attention: Export Dept., X`."""
_MORE: Final = "|".join(
    f"(?:{pattern})"
    for pattern in (
        _THROUGH,
        _SEPARATOR,
        _BRACKET,
        _STREET,
        _CODE,
        _BRANCH.format(words=1),
    )
)
"""What says that a text holds more than a name, commas and legal forms aside."""
_WIDE: Final = {
    r"\w": r"[0-9A-Za-z_\u{B5}-\u{1FFF}\u{2C00}-\u{2DFF}\u{2E80}-\u{2FDF}"
    r"\u{3005}-\u{3007}\u{3021}-\u{FEFF}\u{FF10}-\u{FF19}\u{FF21}-\u{10FFFF}]",
    r"\d": r"[0-9\u{FF10}-\u{FF19}]",
}
"""Letters and figures of all scripts, in a few ranges: what Unicode calls so takes a
hundred times as long to be made a pattern of, and no name is another for it."""
_NARROW: Final = {
    r"\w": "[0-9A-Za-z_]",
    r"\d": "[0-9]",
    r"\s": r"[\t\n\x0B\f\r ]",
    r"\S": r"[^\t\n\x0B\f\r ]",
    r"\b": r"(?-u:\b)",
}
"""What letters, figures, blanks and words are in ASCII."""
_HAN: Final = r"\p{Han}"

_STRIPPED: Final = TEXT.str.strip_chars(" ,;:.-/|()[]*#")
_CYRILLIC_WORDS: Final = TEXT.str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
_WITHOUT_HARD_SIGN: Final = TEXT.str.replace_all("ъ", "")


def readings(names: pl.Series) -> pl.DataFrame:
    """Return every reading of each name, the whole of it first.

    Returns:
        Columns `row` (position in `names`), `text`, `part` (false for the whole), and
        `folded` (see `normalize.fold`); sorted by `row`, wholes first. A text stands
        once per row, and once more with the slips in its legal form put right.

    Example:
        >>> readings(pl.Series(["Freight Ltd c/o Hikvision"]))["text"].to_list()
        ['Freight Ltd c/o Hikvision', 'Freight Ltd', 'Hikvision']
    """
    row = pl.int_range(len(names), dtype=pl.UInt32, eager=True).alias("row")
    whole = pl.DataFrame([row, names.alias("text")])
    folded = fold(names)
    other = foreign(names)
    # Patterns are slow on Chinese, where few of them can be.
    chinese = Letters(names).only(Kind.HAN) if other.any() else other
    mixed = other & ~chinese
    kinds: list[tuple[Callable[[pl.DataFrame], list[pl.DataFrame]], pl.Series]] = [
        (_in_chinese, chinese),
        (_in_ascii, ~other),
        (_in_any_letters, mixed),
        (_in_another_script, mixed),
        (_in_mandarin, no_pinyin(folded)),
    ]
    made = [
        part for read, some in kinds if some.any() for part in read(whole.filter(some))
    ]
    whole = whole.hstack(
        [folded.alias("folded"), all_along(False, whole.height, "part")]
    )
    parts = _distinct(made, names) if made else whole.clear()
    if parts.height:
        folded = fold(parts["text"]).alias("folded")
        parts = parts.hstack([folded, all_along(True, parts.height, "part")])
        whole = pl.concat([whole, parts])
    slips = with_misspelled_form(whole["folded"])
    if slips.any():
        right = whole.filter(slips)
        right = right.with_columns(folded=forms_put_right(right["folded"]))
        whole = pl.concat([whole, right])
    elif parts.is_empty():
        return whole
    return whole.sort("row", "part", maintain_order=True)


def _distinct(made: list[pl.DataFrame], names: pl.Series) -> pl.DataFrame:
    """Return parts of names that are other texts, each once a row."""
    found = pl.concat(made)
    row, text = found["row"], at_once(found["text"], _STRIPPED)
    letters = Letters(text)
    kept = letters.paired(Kind.LETTER) | letters.any(Kind.HAN)
    kept &= text != names[row]
    return pl.DataFrame([row, text]).filter(kept).unique(maintain_order=True)


def _in_chinese(chinese: pl.DataFrame) -> list[pl.DataFrame]:
    (there,) = _looked(chinese["text"], (_TO_CHINESE_FORM,))
    return _made(chinese, [(there, _found(_TO_CHINESE_FORM))])


def _in_ascii(plain: pl.DataFrame) -> list[pl.DataFrame]:
    return _in_letters(plain, _narrow)


def _in_any_letters(mixed: pl.DataFrame) -> list[pl.DataFrame]:
    return _in_letters(mixed, _wide)


def _in_letters(other: pl.DataFrame, of: Callable[[str], str]) -> list[pl.DataFrame]:
    held = other.select_seq(_beginning(of))
    legal_form = held["legal_form"] & ~held["ends"]
    comma = held["comma"] & ~held["last_comma"]
    made = _made(
        other,
        [
            (legal_form, _to_legal_form(of(_OPENING), of(_TO_LEGAL_FORM))),
            (comma, _found(of(_TO_COMMA))),
        ],
    )
    # Most names are nothing but a name, and one look tells which.
    if held["more"].any():
        made += _holding_more(other.filter(held["more"]), of)
    return made


@cache
def _beginning(of: Callable[[str], str]) -> list[pl.Expr]:
    """Return looks for a name at the beginning of a text, or anywhere in it."""
    text = pl.col("text")
    without = text.str.replace(of(_OPENING), "")
    return [
        without.str.contains(of(_TO_LEGAL_FORM)).alias("legal_form"),
        without.str.contains(of(_ENDS)).alias("ends"),
        text.str.contains(of(_TO_COMMA)).alias("comma"),
        text.str.contains(of(_LAST_COMMA)).alias("last_comma"),
        text.str.contains(of(_MORE)).alias("more"),
    ]


def _holding_more(more: pl.DataFrame, of: Callable[[str], str]) -> list[pl.DataFrame]:
    there = dict(zip(_SIGNS, _looked(more["text"], _of_all(_SIGNS, of)), strict=True))
    return _made(
        more, [(there[sign], how(of(pattern))) for sign, pattern, how in _PARTS]
    )


@cache
def _of_all(patterns: tuple[str, ...], of: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(map(of, patterns))


def _looked(texts: pl.Series, patterns: tuple[str, ...]) -> list[pl.Series]:
    """Say of each text which patterns it holds, with one call for all of them."""
    return texts.to_frame().select_seq(_holding(patterns)).get_columns()


def _made(
    whole: pl.DataFrame, ways: Sequence[tuple[pl.Series, pl.Expr]]
) -> list[pl.DataFrame]:
    """Return the parts that are made of some texts, for each way that there are any.

    Args:
        whole: Columns `row` and `text`.
        ways: Which of them a part is made of, and how; one text may make several.
    """
    made = []
    for there, how in ways:
        if there.any():
            some = whole.filter(there)
            parts = pl.DataFrame([some["row"], at_once(some["text"], how)])
            parts = parts.filter(parts["text"].is_not_null())
            several = isinstance(parts.schema["text"], pl.List)
            made.append(parts.explode("text") if several else parts)
    return made


@cache
def _holding(patterns: tuple[str, ...]) -> list[pl.Expr]:
    return [TEXT.str.contains(p).alias(f"{i}") for i, p in enumerate(patterns)]


@cache
def _pieces(separator: str) -> pl.Expr:
    return TEXT.str.replace_all(separator, "\n").str.split("\n")


@cache
def _without(pattern: str) -> pl.Expr:
    return TEXT.str.replace_all(pattern, " ")


@cache
def _to_legal_form(opening: str, legal_form: str) -> pl.Expr:
    return TEXT.str.replace(opening, "").str.extract(legal_form)


@cache
def _found(pattern: str) -> pl.Expr:
    return TEXT.str.extract(pattern)


_SIGNS: Final = (
    *(_THROUGH, _SEPARATOR, _BRACKET),
    *(_STREET, _CODE, _BRANCH.format(words=1)),
)
_PARTS: Final[tuple[tuple[str, str, Callable[[str], pl.Expr]], ...]] = (
    (_THROUGH, _THROUGH, _pieces),
    (_SEPARATOR, _SEPARATOR, _pieces),
    (_BRACKET, _BRACKET, _without),
    (_BRACKET, _IN_BRACKET, _found),
    (_STREET, _STREET, _without),
    (_CODE, _CODE, _without),
    (_BRANCH.format(words=1), _BRANCH.format(words=1), _found),
    (_BRANCH.format(words=1), _BRANCH.format(words=2), _found),
    (_THROUGH, _ADDRESSEE, _found),
)
"""What says that a text holds a part, and how that is made of it, where it can be."""


@cache
def _narrow(pattern: str) -> str:
    """Return a pattern that finds the same in ASCII, in a fifth of the time."""
    return _replaced(pattern, _NARROW)


@cache
def _wide(pattern: str) -> str:
    """Return a pattern that is quickly made, for texts in any script."""
    return _replaced(pattern, _WIDE)


def _replaced(pattern: str, classes: Mapping[str, str]) -> str:
    for name, letters in classes.items():
        pattern = pattern.replace(name, letters)
    return pattern


def _in_another_script(mixed: pl.DataFrame) -> list[pl.DataFrame]:
    letters = Letters(mixed["text"])
    cyrillic = letters.any(Kind.CYRILLIC)
    both = letters.any(Kind.HAN) & letters.paired(Kind.LATIN)
    parts = [(both, _without(r"\p{Latin}+")), (both, _without(_HAN))]
    made = _made(mixed, parts)
    if cyrillic.any():
        made.append(_in_pinyin(mixed.filter(cyrillic)))
    return made


def _in_mandarin(whole: pl.DataFrame) -> list[pl.DataFrame]:
    return [in_mandarin(whole)]


def in_mandarin(whole: pl.DataFrame) -> pl.DataFrame:
    """Return names with syllables of other romanisations put into pinyin.

    A name is taken for one of Hong Kong, or in Wade-Giles, if two of its words may be,
    and one of them is spelled as no pinyin is.

    Args:
        whole: Columns `row` and `text`.

    Returns:
        `row` and `text`; names with no such word are left out.

    Example:
        >>> frame = pl.DataFrame({"row": [0], "text": ["Tzu Chin Mining"]})
        >>> in_mandarin(frame)["text"].to_list()
        ['ci jin mining', 'zi qin mining']
    """
    words = (
        whole.with_columns(
            word=pl.col("text")
            .str.to_lowercase()
            .str.replace_all("['’‘ʼ`]", "")
            .str.extract_all(r"[\p{L}\p{N}&]+")
        )
        .explode("word")
        .drop("text")
    )
    made = []
    for spelled in _spelled_elsewhere():
        foreign = pl.col("foreign").any() & (pl.col("first").count() > 1)
        read = (
            words.join(spelled, on="word", how="left", maintain_order="left")
            .group_by("row", maintain_order=True)
            .agg(
                foreign,
                *(pl.coalesce(c, "word").str.join(" ") for c in ("first", "last")),
            )
            .filter("foreign")
        )
        made += [read.select("row", text="first"), read.select("row", text="last")]
    return pl.concat(made).unique(maintain_order=True).sort("row", maintain_order=True)


@cache
def _spelled_elsewhere() -> list[pl.DataFrame]:
    """Return the syllables of Hong Kong and Taiwan, and of Wade-Giles, in pinyin.

    Returns:
        Columns `word`, `first` and `last` (in the alphabet, of what it may be) and
        `foreign`, whether no pinyin is spelled so.
    """
    table = lexicon("sinitic_spellings").sort("spelling", "pinyin")
    foreign = ~pl.col("spelling").is_in(table["pinyin"].unique().implode())
    foreign &= pl.col("spelling").str.len_chars() > 1  # `o.o.` is no Chinese
    return [
        table.filter(pl.col("system").is_in(systems))
        .group_by(word="spelling", foreign=foreign)
        .agg(first=pl.col("pinyin").first(), last=pl.col("pinyin").last())
        .sort("word")
        for systems in (("hk", "tw"), ("wade-giles",))
    ]


@cache
def foreign_syllables() -> list[str]:
    """Return the spellings of syllables that are no pinyin."""
    table = lexicon("sinitic_spellings")
    foreign = table.filter(
        ~pl.col("spelling").is_in(table["pinyin"].implode()),
        pl.col("spelling").str.len_chars() > 1,
    )
    return foreign["spelling"].unique().sort().to_list()


def no_pinyin(folded: pl.Series) -> pl.Series:
    """Say of folded names if one of their words is a syllable that is no pinyin.

    Example:
        >>> no_pinyin(pl.Series(["tzu chin mining", "zijin mining"])).to_list()
        [True, False]
    """
    return pl.Series(_syllables_elsewhere().found_in(Texts.padded(folded)))


@cache
def _syllables_elsewhere() -> Replacer:
    return any_of(f" {spelling} " for spelling in foreign_syllables())


def _in_pinyin(cyrillic: pl.DataFrame) -> pl.DataFrame:
    """Return Cyrillic texts with every word that is Chinese syllables in pinyin."""
    words = pl.DataFrame([cyrillic["row"], at_once(cyrillic["text"], _CYRILLIC_WORDS)])
    words = words.explode("text")
    text = words["text"]
    spoken = _syllables()(at_once(text, _WITHOUT_HARD_SIGN))
    chinese = ~Letters(spoken).any(Kind.CYRILLIC)
    said = chinese & Letters(text).any(Kind.CYRILLIC)
    if not said.any():
        return cyrillic.clear()
    words = words.with_columns(text=spoken.zip_with(chinese, text), said=said)
    return (
        words.group_by("row", maintain_order=True)
        .agg(pl.col("text").str.join(" "), said=pl.col("said").any())
        .filter("said")
        .select("row", "text")
    )


@cache
def _syllables() -> Replacer:
    table = lexicon("palladius").select("form", "pinyin")
    return by_character(dict(table.iter_rows()))
