"""Which names a change of a few listed ones may make a difference to.

Names are held against whole lists, and a listed name can matter to one in two ways: it
is a candidate, or it takes the place of one, for only so many are looked at. Either
way it is among those that the gate or retrieval look at. How alike two names are does
not depend on who else is listed (`gram_counts`), so few names can come so near to it,
and of these the whole lists tell which do. All others are screened as before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import polars as pl

from uyghurscreen.matching.first_look import LOOK_CLOSER, READ_WHOLE
from uyghurscreen.matching.gate import LEAST, LOOKED_AT, Gate, bare
from uyghurscreen.matching.index import letter_views, spaces
from uyghurscreen.matching.listed_names import read_names
from uyghurscreen.matching.pairs import THREADS
from uyghurscreen.matching.retrieval import MIN_COSINE, TOP
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.names.readings import readings
from uyghurscreen.names.structure import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from uyghurscreen.matching.gram_counts import GramCounts
    from uyghurscreen.matching.index import NameIndex
    from uyghurscreen.matching.space import GramSpace

__all__ = ["Vicinity"]

_AT_ONCE: Final = 100_000
"""Names looked at in one go, at most."""

Views: TypeAlias = Callable[[pl.DataFrame], list[pl.Series]]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way by which a text comes to be held against listed ones."""

    space: GramSpace
    views: Views
    top: int
    least: float
    among: NDArray[np.bool_] | None = None

    def leads(self, queries: pl.DataFrame) -> NDArray[np.bool_]:
        """Say of each query if the way leads to one of the listed texts that count."""
        rows, listed, _ = self.space.nearest(
            self.views(queries), top=self.top, least=self.least
        )
        found = np.zeros(queries.height, np.bool_)
        found[rows if self.among is None else rows[self.among[listed]]] = True
        return found


class Vicinity:
    """The surroundings of some listed names; immutable once built.

    Args:
        names: The listed names, distinct.
        counts: How common grams are on the whole lists.
    """

    def __init__(self, names: pl.Series, counts: GramCounts) -> None:
        read = read_names(names)
        self._keys = read["key"].unique().sort()
        cores = read["core"].unique()
        self._gate = Gate(self._keys, names, cores, counts["written"], wide=True)
        letters, consonants = spaces(read, counts)
        self._ways = [
            *(_Way(self._gate.space, view, 1, LEAST) for view in _WRITTEN),
            _Way(letters, letter_views, 1, MIN_COSINE),
            _Way(consonants, _consonants, 1, MIN_COSINE),
        ]

    def near(self, names: pl.Series, gate: Gate | None) -> pl.DataFrame:
        """Return what names are read as, where it is near enough to one of these.

        Args:
            names: Distinct names, without nulls.
            gate: That of all listed names: what it turns away need not be read. Without
                it every name is read, which takes longer if they are many.

        Returns:
            Schema `CANONICAL` plus `row` (position in `names`) and `folded`.

        Example:
            >>> from uyghurscreen.matching.gram_counts import shipped
            >>> around = Vicinity(pl.Series(["Hikvision"]), shipped(["uflpa"]))
            >>> near = around.near(pl.Series(["Acme Bakery", "Hikvison"]), None)
            >>> near["row"].to_list()
            [1]
        """
        if self._keys.is_empty():
            names = names.head(0)
        share = min(max(-(-len(names) // THREADS), 1), _AT_ONCE)

        def part(start: int) -> pl.DataFrame:
            some = names.slice(start, share)
            texts = readings(some) if gate is None else self._let_in(some, gate)
            read = canonical(texts["text"], texts["folded"])
            read = read.with_columns(texts["folded"], row=texts["row"] + start)
            return read.filter(self._led(read, self._ways))

        with ThreadPoolExecutor(THREADS) as pool:
            return pl.concat(pool.map(part, range(0, max(len(names), 1), share)))

    def met(self, near: pl.DataFrame, indexes: Sequence[NameIndex]) -> pl.Series:
        """Return the rows of names for which an index looks at one of these.

        Args:
            near: See `near`.
            indexes: Of whole lists, with some of these names, or without.
        """
        ways = [way for index in indexes for way in self._in_whole(index)]
        return near["row"].filter(self._led(near, ways)).unique().sort()

    def _in_whole(self, index: NameIndex) -> list[_Way]:
        forms = index.forms["key"].is_in(self._keys.implode()).to_numpy()
        strong = forms[index.strong_forms]
        texts = index.gate.texts.is_in(self._gate.texts.implode()).to_numpy()
        return [
            *(_Way(index.gate.space, v, LOOKED_AT, LEAST, texts) for v in _WRITTEN),
            _Way(index.letters, letter_views, TOP, MIN_COSINE, strong),
            _Way(index.consonants, _consonants, TOP, MIN_COSINE, strong),
        ]

    def _let_in(self, names: pl.Series, gate: Gate) -> pl.DataFrame:
        """Return `row`, `text` and `folded` of what either gate lets in."""
        seen, _ = gate.first_look(names)
        others = np.flatnonzero(seen != READ_WHOLE)
        seen[others] = np.maximum(
            seen[others], self._gate.first_look(names.gather(others))[0]
        )
        whole, closer = (
            pl.Series(np.flatnonzero(seen == kind), dtype=pl.UInt32)
            for kind in (READ_WHOLE, LOOK_CLOSER)
        )
        text = names.gather(whole)
        texts = readings(names.gather(closer))
        let_in = gate.admits(texts["folded"])
        out = np.flatnonzero(~let_in)
        let_in[out] = self._gate.admits(texts["folded"].gather(out))
        columns = {"row": closer.gather(texts["row"]), "text": texts["text"]}
        return pl.concat(
            [
                pl.DataFrame({"row": whole, "text": text, "folded": fold(text)}),
                pl.DataFrame({**columns, "folded": texts["folded"]}).filter(let_in),
            ]
        )

    def _led(self, queries: pl.DataFrame, ways: Sequence[_Way]) -> pl.Series:
        """Say of each query if it equals one of these, or a way leads to one."""
        led = self._begins_one(queries["key"])
        for view in _WRITTEN:
            led |= self._gate.is_key(*view(queries)).to_numpy()
        for way in ways:
            led |= way.leads(queries)
        return pl.Series(led)

    def _begins_one(self, keys: pl.Series) -> NDArray[np.bool_]:
        """Say of each key if it is one of these, or the beginning of one."""
        place = pl.Series(self._keys.search_sorted(keys, side="left"))
        following = self._keys.gather(place.clip(0, max(len(self._keys) - 1, 0)))
        both = pl.DataFrame({"key": keys, "next": following})
        begins = both.select(pl.col("next").str.starts_with(pl.col("key")))
        return begins.to_series().to_numpy().astype(np.bool_)


def _consonants(queries: pl.DataFrame) -> list[pl.Series]:
    vowelless = queries["skeleton"].zip_with(queries["vowelless"], pl.Series([""]))
    return [vowelless]


_WRITTEN: Final[tuple[Views, ...]] = (
    lambda queries: [key(bare(queries["folded"]))],
    lambda queries: [key(queries["core"])],
)
"""A text is held against others as it is written, and in its canonical words."""
