"""How alike two names are letter by letter, for many pairs at once.

What belongs to one name is found out once per name, in `Named`; what belongs to a pair
is compared in `likened.h`, which `tests/matching/test_likened.py` holds to rapidfuzz
and plain Python.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import C, Texts, addresses
from uyghurscreen.compiled.table import hashes
from uyghurscreen.matching.rarity import weight_table
from uyghurscreen.names.known_words import COVERED_BODIES, place_ancestors

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CUT_OFF", "FACTS", "LIKENED", "Named", "likened"]

CUT_OFF: Final = 20
"""Letters that a name cut off still has, at least."""

LIKENED: Final = (
    "same_key",
    "begins",
    "core_alike",
    "brand_alike",
    "brand_inside",
    "sound_alike",
    "start_alike",
    "chinese_alike",
    "legal_forms",
    "other_business",
)
"""Columns of `likened`.

`same_key` and `begins` say if the key of the query is the other's, or begins it;
`core_alike` and `brand_alike` how alike those are whatever the word order, names
without a brand being compared as a whole; `brand_inside` how well the shorter brand is
found in the other. `sound_alike` compares sounds, or skeletons where a name has no
vowels; `start_alike` as many letters of the listed name as the query has;
`chinese_alike` the brands in Chinese characters, the most alike of the entry, and is
not a number where there is none. `legal_forms` is 1 if these are the same, -1 if none
is, 0 if they are missing on a side. `other_business` is the weight, in hundredths, of
the words of the query that no name of the entry has.
"""

FACTS: Final = (
    *("branded", "worded", "placed", "numbered", "latin", "long", "institution"),
    *("letters", "numbers", "wording", "group", "member"),
)
"""What is known of one name: if it has a brand, company words, places, numbers; if it
has no brand in Chinese, is long enough to be cut off, or is that of an institution; how
many letters the brand has; its numbers, and its words as they are spelled, as hashes,
the latter of names of plain words alone; and which of `COVERED_BODIES` it is, or is a
body of, a bit each."""

_TEXTS: Final = (
    *("key", "core", "brand", "sound", "skeleton", "legal_forms", "words"),
    "chinese",
)

_INSTITUTIONS: Final = (
    "university|college|institute|academy|polytechnic|laboratory|hospital|school|"
    "ministry"
)
"""Bodies whose names are plain words."""

_OF_NAMES: Final = [name for name in _TEXTS if name not in ("words", "chinese")]
_OF_NAMES.append("numbers")


def _known() -> list[pl.Expr]:
    """Return what is known of names, a column each: of `FACTS`, and a few more."""
    institution = pl.col("tokens").str.contains(rf"#(?:{_INSTITUTIONS})(?: |$)")
    branded = pl.col("brand") != ""
    joined = pl.col("brand").str.replace_all(" ", "", literal=True)
    columns = {
        "vowelless": pl.col("vowelless").cast(pl.UInt8),
        "branded": branded,
        "worded": pl.col("words") != "",
        "placed": pl.col("places") != "",
        "numbered": pl.col("numbers") != "",
        "latin": pl.col("han_brand") == "",
        "long": pl.col("key").str.len_chars() >= CUT_OFF,
        "institution": institution,
        "letters": joined.str.len_chars(),
        "plain": institution | ~branded,
        **{
            body: pl.col("tokens").str.contains(rf"(?:^| ){body}(?: |$)")
            for body in COVERED_BODIES
        },
    }
    return [column.alias(name) for name, column in columns.items()]


_KNOWN: Final = _known()


class Named(ctypes.Structure):
    """Canonical names, ready to be held against others; see `Named` in `likened.h`.

    Args:
        names: Schema `CANONICAL`.
        words: Of each name the company words, with blanks between: of a listed name,
            those of all names of its entries. Its own if not given.
        chinese: Likewise the brands in Chinese.

    Attributes:
        facts: One array per name of `FACTS`.
    """

    _fields_ = [
        *((part + text, ctypes.c_void_p) for text in _TEXTS for part in ("", "at_")),
        ("vowelless", ctypes.c_void_p),
        ("longest", ctypes.c_int64),
    ]

    def __init__(
        self,
        names: pl.DataFrame,
        *,
        words: pl.Series | None = None,
        chinese: pl.Series | None = None,
    ) -> None:
        words = names["words"] if words is None else words
        chinese = names["han_brand"] if chinese is None else chinese
        known = names.select_seq(_KNOWN)
        others = [words.alias("words"), chinese.alias("chinese")]
        texts = Texts.of_each(names[_OF_NAMES].hstack(others))
        group, member = _covered(names, known)
        self.facts: dict[str, NDArray[np.generic]] = {
            **{name: known[name].to_numpy() for name in FACTS if name in known.columns},
            "numbers": hashes(texts["numbers"]),
            "wording": _wording(names["spelled"], known["plain"]),
            "group": group,
            "member": member,
        }
        vowelless = known["vowelless"].to_numpy()
        columns = [texts[name] for name in _TEXTS]
        self._held = columns, vowelless
        parts = (part for text in columns for part in (text.data, text.starts))
        super().__init__(
            *(part.ctypes.data for part in parts),
            vowelless.ctypes.data,
            max(text.longest for text in columns),
        )


def likened(
    queries: NDArray[np.uint32],
    forms: NDArray[np.uint32],
    query_names: Named,
    form_names: Named,
) -> dict[str, NDArray[np.generic]]:
    """Return how alike the names of pairs are, and what is known of either.

    Args:
        queries: Of each pair, the row of the query in `query_names`.
        forms: And the row of the listed name in `form_names`.
        query_names: The queries.
        form_names: The listed names.

    Returns:
        Columns `LIKENED`, and those of `FACTS` with the prefixes `q_` and `l_`, one
        row a pair.

    Raises:
        MemoryError: If there is no room for the longest names.
    """
    made = np.empty((len(queries), len(LIKENED)), np.float32)
    failed = C.likened(
        ctypes.byref(query_names),
        ctypes.byref(form_names),
        *addresses(queries, forms),
        ctypes.c_int64(len(queries)),
        ctypes.byref(weight_table()),
        *addresses(made),
    )
    if failed:
        raise MemoryError
    return {
        **dict(zip(LIKENED, made.T.copy(), strict=True)),
        **{f"q_{name}": fact[queries] for name, fact in query_names.facts.items()},
        **{f"l_{name}": fact[forms] for name, fact in form_names.facts.items()},
    }


def _wording(spelled: pl.Series, plain: pl.Series) -> NDArray[np.uint64]:
    """Return hashes of the words of names of plain words, others being all the same."""
    told = np.zeros(len(spelled), np.uint64)
    rows = np.flatnonzero(plain.to_numpy())
    if len(rows):
        tokens = pl.first().str.extract_all(r"(?:^| )[^~ ]\S*").list.sort()
        # An abbreviation is no other word; several words for one idea may be.
        wording = tokens.list.join(" ").str.replace_all(r"\|[^_\s]+", "")
        words = spelled.gather(rows).to_frame().select(wording).to_series()
        told[rows] = hashes(Texts.of(words))
    return told


def _covered(
    names: pl.DataFrame, known: pl.DataFrame
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Say of names which group they are, and of which they are a body, a bit each."""
    group, member = (np.zeros(names.height, np.uint8) for _ in range(2))
    inside = place_ancestors()
    for bit, (body, region) in enumerate(COVERED_BODIES.items()):
        group[(names["core"] == body).to_numpy()] |= 1 << bit
        named = np.flatnonzero(known[body].to_numpy())
        if len(named) == 0:
            continue
        at_home = {region, *inside.filter(pl.col("inside") == region)["place"]}
        at_home |= set(inside.filter(pl.col("place") == region)["inside"])
        abroad = (
            pl.col("places")
            .str.split(" ")
            .list.eval((pl.element() != "") & ~pl.element().is_in(sorted(at_home)))
            .list.any()
        )
        itself = (pl.col("brand") == body) & (pl.col("words") == "")
        itself &= pl.col("numbers").eq("") & pl.col("places").is_in(["", region])
        of_group = names.select(pl.all().gather(named)).select(~abroad & ~itself)
        member[named[of_group.to_series().to_numpy()]] |= 1 << bit
    return group, member
