"""How old a list is, and when that is too old.

The age of a list is the number of days since it was last known to say what its
publisher says: since the date of its publication, or since an update found it
unchanged. `lists/<list_id>/list.yml` says how old it may become, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from uyghurscreen.lists import clock, embedded, store
from uyghurscreen.lists.list_info import ListInfo
from uyghurscreen.lists.whole_files import write

__all__ = [
    "StaleListWarning",
    "age",
    "complaint",
    "confirm",
    "confirmed_on",
    "is_stale",
    "max_age",
]

_CHECKED = store.CHECKED


class StaleListWarning(UserWarning):
    """A list is older than it may become; the message says which, and what to do."""


def confirmed_on(info: ListInfo) -> date:
    """Return the last day this snapshot was known to say what its publisher says."""
    path = store.home(info.list_id) / _CHECKED
    try:
        told = json.loads(path.read_bytes())
        found = (
            date.fromisoformat(told["on"]) if told["version"] == info.version else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        found = None  # then the list counts as old as its publication
    return max(info.as_of, found or info.as_of)


def confirm(info: ListInfo, on: date) -> None:
    """Note that the publisher still said on a day what this snapshot says.

    Raises:
        StoreError: If the folder cannot be written to.
    """
    if on <= confirmed_on(info):
        return
    told = {"version": info.version, "on": on.isoformat()}
    with store.writing(info.list_id) as home:
        write(home / _CHECKED, json.dumps(told).encode())


def age(info: ListInfo) -> int:
    """Return the age of a list in days, at least 0.

    Example:
        >>> age(store.current("aspi_brands")) > 2000
        True
    """
    return max(0, (clock.today() - confirmed_on(info)).days)


def max_age(list_id: str) -> int | None:
    """Return how many days old a list may become, None where it does not age."""
    info = embedded.find(list_id)
    return None if info is None else info.max_age


def is_stale(info: ListInfo) -> bool:
    """Tell whether a list is older than it may become.

    Example:
        >>> is_stale(store.current("aspi_brands"))  # a closed list
        False
    """
    limit = max_age(info.list_id)
    return limit is not None and age(info) > limit


def complaint(infos: Iterable[ListInfo]) -> str | None:
    """Return a sentence on the lists that are too old, and what to do; None if none."""
    old = [
        f"{info.list_id} is {age(info):,} days old (may be {max_age(info.list_id)})"
        for info in infos
        if is_stale(info)
    ]
    return f"{', '.join(old)}: run `uyghurscreen update`" if old else None
