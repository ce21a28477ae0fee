"""Which version of a list is meant: as it stands now, or another by name or by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.lists import catalog, store
from uyghurscreen.lists.list_info import ListInfo

__all__ = ["Wanted", "find_version", "parse_day", "select"]

Wanted = str | date
"""A version (`2026-07-09.888b19a4`), or a day (`2026-07-09`): the newest version whose
publication is not later."""


def select(
    list_ids: Iterable[str],
    *,
    as_of: Wanted | None = None,
    versions: Mapping[str, Wanted] | None = None,
) -> dict[str, ListInfo]:
    """Return the version of each list to use.

    Args:
        list_ids: The lists.
        as_of: A day all lists are wanted of, those apart that `versions` names.
        versions: The version wanted of some lists; the others are as they stand now.

    Raises:
        ListNotFoundError: If there is no such list, no such version, or none that old.
        InputError: If `versions` names a list that is not among `list_ids`, or the day
            is none.

    Example:
        >>> select(["uflpa"])["uflpa"].version == catalog.get("uflpa").version
        True
    """
    chosen = list(list_ids)
    wanted = dict(versions or {})
    for list_id in wanted:
        if list_id not in chosen:
            raise InputError(
                f"versions= names {list_id!r}, which is not among the lists: "
                f"{', '.join(chosen)}."
            )
    if as_of is not None:
        wanted = {**dict.fromkeys(chosen, parse_day(as_of)), **wanted}
    return {
        list_id: find_version(list_id, wanted[list_id])
        if list_id in wanted
        else catalog.get(list_id)
        for list_id in chosen
    }


def find_version(list_id: str, wanted: Wanted) -> ListInfo:
    """Return the version of a list that is wanted.

    Raises:
        ListNotFoundError: If there is none; the message names those there are.

    Example:
        >>> find_version("aspi_universities", "2024-01-01").as_of
        datetime.date(2020, 8, 1)
    """
    every = store.infos(list_id)
    for info in every:
        if info.version == wanted:
            return info
    there = ", ".join(info.version for info in every)
    try:
        day = parse_day(wanted)
    except InputError:
        raise ListNotFoundError(
            f"no version {wanted!r} of {list_id}; there are: {there}."
        ) from None
    older = [info for info in every if info.as_of <= day]
    if not older:
        raise ListNotFoundError(
            f"no version of {list_id} as of {day}; there are: {there}."
        )
    return older[-1]


def parse_day(wanted: Wanted) -> date:
    """Return a day given as such or as `YYYY-MM-DD`.

    Raises:
        InputError: If it is neither.
    """
    if isinstance(wanted, date):
        return wanted
    try:
        return date.fromisoformat(wanted)
    except ValueError:
        raise InputError(f"{wanted!r} is no day, such as 2026-07-09.") from None
