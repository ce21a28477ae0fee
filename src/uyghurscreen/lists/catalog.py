"""What is known of each list now: of its pinned or newest snapshot."""

from __future__ import annotations

from uyghurscreen.lists import embedded, store
from uyghurscreen.lists.list_info import ListInfo

__all__ = ["DEFAULT_LISTS", "ListInfo", "find", "get", "infos"]

DEFAULT_LISTS = ("entity_list", "uflpa", "aspi_universities", "aspi_tech_giants")
"""The lists a `Screener` uses when none are named."""


def infos() -> tuple[ListInfo, ...]:
    """Return the snapshot of each list that counts now, sorted as they are shipped."""
    return tuple(store.current(info.list_id) for info in embedded.manifest().lists)


def find(list_id: str) -> ListInfo | None:
    """Return the snapshot of a list that counts now, None if there is no such list."""
    return store.current(list_id) if embedded.find(list_id) else None


def get(list_id: str) -> ListInfo:
    """Return the snapshot of a list that counts now.

    Raises:
        ListNotFoundError: If there is no such list; the message names those there are.
    """
    return store.current(list_id)
