"""Lists that other installed packages offer, as entries."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from uyghurscreen import plugins
from uyghurscreen.errors import InputError
from uyghurscreen.frames import to_frame
from uyghurscreen.lists import embedded
from uyghurscreen.lists.user_list import read_user_list

__all__ = ["offered_among", "read_offered"]


def offered_among(list_ids: Sequence[str]) -> list[str]:
    """Return which lists other packages offer; no embedded one is ever replaced."""
    unknown = [i for i in dict.fromkeys(list_ids) if embedded.find(i) is None]
    # To ask what is installed takes a while, and hardly anybody needs it.
    found = plugins.offered(plugins.LISTS) if unknown else {}
    return [list_id for list_id in unknown if list_id in found]


def read_offered(list_id: str) -> pl.DataFrame:
    """Return a list of another package as `read_user_list` returns one.

    Raises:
        PluginError: If it cannot be loaded, or is no list of that id.
    """

    def read(data: object) -> pl.DataFrame:
        frame = to_frame(data, name="name")
        if "list_id" not in frame.columns:
            frame = frame.with_columns(list_id=pl.lit(list_id))
        entries = read_user_list(frame)
        others = entries.filter(pl.col("list_id") != list_id)["list_id"]
        if len(others):
            raise InputError(f"it holds entries of a list {others[0]!r}.")
        return entries

    return plugins.load_list(list_id, read)
