"""The names an Entity List entry takes over from its pair in the CSL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from uyghurscreen.lists.csl_pairs import Row, territories
from uyghurscreen.lists.records import fold_identity

__all__ = ["ADDED", "KEPT", "KnownNames", "complete_names", "known_names"]

ADDED: Final = "added"
KEPT: Final = "kept"

KnownNames = dict[tuple[str, str], str]
"""Folded name and country to the name of the entry that has it."""


def known_names(rows: Iterable[Row]) -> KnownNames:
    """Return the names of the Entity List in each country, and whose they are."""
    return {
        (fold_identity(name["name"]), code): row["entry_name"]
        for row in rows
        for name in row["names"]
        for code in territories(row["countries"])
    }


def complete_names(
    row: Row, theirs: Iterable[Row], known: KnownNames
) -> list[tuple[str, str, str]]:
    """Add the names of the CSL entries that an Entity List entry lacks.

    Args:
        row: The entry, whose `names` are replaced.
        theirs: The CSL entries of the same party in the same country.
        known: The names of the whole list, before anything was added.

    Returns:
        Kind, alias and decision of every alias that only one of the two has.
    """
    found: list[tuple[str, str, str]] = []
    ours = {fold_identity(name["name"]) for name in row["names"]}
    printed = list(row["names"])
    seen = {fold_identity(row["entry_name"])}
    for name in (name for other in theirs for name in other["names"]):
        key = fold_identity(name["name"])
        seen.add(key)
        if key in ours or not key:
            continue
        if name["kind"] != "primary":
            decision = _decide(name["name"], row, ours, known)
            found.append(("alias_only_csl", name["name"], decision))
            if decision != ADDED:
                continue
        ours.add(key)
        row["names"] = [*row["names"], _taken(name, row)]
    for name in printed:
        if fold_identity(name["name"]) not in seen:
            found.append(("alias_only_ecfr", name["name"], KEPT))
    return found


def _decide(name: str, row: Row, ours: set[str], known: KnownNames) -> str:
    """Return that an alias is added, or why not.

    The CSL repeats the aliases of an institute on each of its companies, and joins the
    last two aliases of a list where the semicolon before the "and" is missing.
    """
    for code in sorted(territories(row["countries"])):
        holder = known.get((fold_identity(name), code))
        if holder and holder != row["entry_name"]:
            return f"not added: a name of {holder}"
    halves = name.split(" and ")
    if len(halves) > 1 and any(fold_identity(half) in ours for half in halves):
        return "not added: joins names the entry has"
    return ADDED


def _taken(name: dict[str, str], row: Row) -> dict[str, str]:
    """Return a CSL name as a name of the entry, weak if the entry's own cut short."""
    if name["kind"] != "primary":
        return {**name, "source": "csl"}
    cut_short = fold_identity(row["entry_name"]).startswith(fold_identity(name["name"]))
    quality = "weak" if cut_short else name["quality"]
    return {**name, "kind": "alias", "quality": quality, "source": "csl"}
