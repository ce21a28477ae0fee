"""Which entries bear a listed name, and by which of its names each is found best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.matching.firsts import first_of_each, rows_of_each
from uyghurscreen.schema import KIND_ORDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Bearers"]

_ENTRY: Final = ["list_id", "entry_id"]


class Bearers:
    """The entries that bear listed names; immutable once built.

    Args:
        listings: `NameIndex.listings`.
        entries: Columns `list_id` and `entry_id`; every entry of the listings.
    """

    def __init__(self, listings: pl.DataFrame, entries: pl.DataFrame) -> None:
        number = entries.select(_ENTRY).with_row_index("entry")
        joined = listings.join(number, on=_ENTRY, how="left", maintain_order="left")
        kind = pl.col("kind").replace_strict(KIND_ORDER, return_dtype=pl.Int8)
        preference = pl.struct(kind, "name").rank("dense")
        self._form = listings["form"].to_numpy()
        self._entry = joined["entry"].to_numpy()
        self._preference = listings.select(preference).to_series().to_numpy()

    def best(
        self,
        query: NDArray[np.integer],
        form: NDArray[np.integer],
        score: NDArray[np.floating],
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint32]]:
        """Return the listed name that fits best, per query and entry.

        Of names that fit equally well the primary one counts, then aliases and so on,
        in the order of the alphabet; of forms of one name the first.

        Args:
            query: The query of each pair.
            form: The listed name.
            score: The score.

        Returns:
            Row of the pair, row of the listing, and row of the entry, sorted by query
            and entry.

        Example:
            >>> ids = {"list_id": ["a", "a"], "entry_id": ["x", "x"]}
            >>> names = {"name": ["Zebra", "Acme"], "kind": ["primary", "alias"]}
            >>> listings = pl.DataFrame({"form": [0, 1], **ids, **names})
            >>> bearers = Bearers(listings, listings.select(_ENTRY).unique())
            >>> zero, score = np.zeros(2, int), np.ones(2)
            >>> bearers.best(zero, np.array([0, 1]), score)[1].tolist()
            [0]
        """
        pair, listing = rows_of_each(self._form, form)
        asked, entry = query[pair], self._entry[listing]
        preference = self._preference[listing]
        kept = first_of_each(asked, entry, -score[pair], preference)
        return pair[kept], listing[kept], entry[kept]
