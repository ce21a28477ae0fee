"""The Entity List of the eCFR, completed from the Consolidated Screening List.

The eCFR is the law's own text; the CSL is keyed by hand from it, loses aliases and
merges parties, but it holds a licence policy, the code of Hong Kong and sometimes a
newer rule. What is certain is taken over and marked with the source `csl`; every
disagreement and what was decided is reported.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.lists.csl_pairs import Party, Row, pair, parties, territories
from uyghurscreen.lists.reconcile_names import (
    ADDED,
    KEPT,
    KnownNames,
    complete_names,
    known_names,
)
from uyghurscreen.lists.records import content_hash, entry_id, fold_identity
from uyghurscreen.schema import ENTRIES

__all__ = ["DISAGREEMENTS", "reconcile"]

DISAGREEMENTS: Final = pl.Schema(
    {
        "kind": pl.String(),
        "entry_name": pl.String(),
        "country": pl.String(),
        "detail": pl.String(),
        "decision": pl.String(),
    }
)
"""One row per disagreement.

`kind` is `only_ecfr`, `only_csl`, `alias_only_ecfr`, `alias_only_csl`, `near_spelling`
or `country_differs`.
"""

_LIST_ID: Final = "entity_list"


def reconcile(
    ecfr: pl.DataFrame, csl: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Complete the Entity List from the CSL's section of it.

    Args:
        ecfr: `ENTRIES` of `entity_list`.
        csl: `ENTRIES` of `csl_el`.

    Returns:
        The completed `ENTRIES` of `entity_list`, and the `DISAGREEMENTS`.
    """
    rows = sorted(ecfr.to_dicts(), key=_order)
    found = parties(csl.to_dicts())
    pair(rows, found)
    known = known_names(rows)
    report: list[tuple[str, ...]] = []
    for party in found:
        for row in (*party.exact, *party.near):
            _complete(row, party, known, report)
        _compare_countries(party, report)
    _inherit_policy(rows)
    _report_unpaired(rows, found, report)
    added = _added(rows, found, report)
    for row in rows:
        row["content_hash"] = content_hash(row)
    merged = pl.DataFrame([*rows, *added], schema=ENTRIES, orient="row")
    return (
        merged.sort("entry_name", "entry_id"),
        pl.DataFrame(sorted(set(report)), schema=DISAGREEMENTS, orient="row"),
    )


def _order(row: Row) -> tuple[str, str]:
    return row["entry_name"], row["entry_id"]


def _complete(
    row: Row, party: Party, known: KnownNames, report: list[tuple[str, ...]]
) -> None:
    """Add the aliases, Hong Kong and the policy of a CSL party to its entry."""
    theirs = [
        other
        for other in party.rows
        if not other["countries"]
        or territories(other["countries"]) & territories(row["countries"])
    ]
    if party.near:
        named = row["names"] and party.rows[0]["names"]
        decision = "CSL spelling added as an alias" if named else KEPT
        spelling = party.rows[0]["entry_name"]
        report.append(("near_spelling", *_about(row), spelling, decision))
    if row["names"]:
        for kind, name, decision in complete_names(row, theirs, known):
            report.append((kind, *_about(row), name, decision))
    # Only under China: a party listed in Singapore too may have its Hong Kong there.
    hong_kong = any("HK" in other["countries"] for other in theirs)
    if hong_kong and "CN" in row["countries"] and "HK" not in row["countries"]:
        row["countries"] = [*row["countries"], "HK"]
        report.append(("country_differs", *_about(row), "CSL: HK", "HK added"))
    if row["license_policy"] is None:
        policies = (other["license_policy"] for other in theirs)
        row["license_policy"] = next((p for p in policies if p is not None), None)


def _compare_countries(party: Party, report: list[tuple[str, ...]]) -> None:
    """Report a party whose countries differ over all its entries."""
    entries = party.exact or party.near or party.elsewhere
    if not entries or not party.countries:
        return
    ours = {code for row in entries for code in row["countries"]}
    theirs = party.countries
    if _headings(ours) != _headings(theirs):
        detail = f"eCFR: {_codes(ours)}; CSL: {_codes(theirs)}"
        decision = "nothing taken over" if party.elsewhere else KEPT
        about = _about(entries[0])
        report.append(("country_differs", *about, detail, decision))


def _headings(codes: set[str]) -> set[str]:
    """Return countries so that Hong Kong alone equals China with Hong Kong."""
    return territories(codes) | (codes & {"HK"})


def _inherit_policy(rows: list[Row]) -> None:
    """Give the bodies under an entry its policy: they stand in its table row."""
    by_id = {row["entry_id"]: row for row in rows}
    for row in rows:
        if row["license_policy"] is None and row["parent_id"] in by_id:
            row["license_policy"] = by_id[row["parent_id"]]["license_policy"]


def _report_unpaired(
    rows: list[Row], found: list[Party], report: list[tuple[str, ...]]
) -> None:
    paired = {
        row["entry_id"]
        for party in found
        for row in (*party.exact, *party.near, *party.elsewhere)
    }
    for row in rows:
        if row["entry_id"] not in paired:
            detail = "; ".join(row["citations"])
            report.append(("only_ecfr", *_about(row), detail, KEPT))


def _added(
    rows: list[Row], found: list[Party], report: list[tuple[str, ...]]
) -> list[Row]:
    """Return the entries that only the CSL has, those under an added parent last."""
    parents = {p.key: (p.exact or p.near)[0] for p in found if p.exact or p.near}
    known = known_names(rows)
    added: list[Row] = []
    unpaired = [p for p in found if not (p.exact or p.near or p.elsewhere)]
    for party in sorted(unpaired, key=lambda party: bool(party.parent)):
        countries = territories(party.countries)
        holders = {known.get((party.key, code)) for code in countries} - {None}
        decision = ADDED
        if holders:
            decision = f"already a name of {min(map(str, holders))}"
        elif not any(row["names"] or row["addresses"] for row in party.rows):
            decision = "not added: neither a name nor an address to match"
        else:
            row = _new_row(party, parents.get(party.parent))
            parents.setdefault(party.key, row)
            added.append(row)
        about = (party.rows[0]["entry_name"], _codes(party.countries))
        cited = dict.fromkeys(c for row in party.rows for c in row["citations"])
        report.append(("only_csl", *about, "; ".join(cited), decision))
    return added


def _new_row(party: Party, parent: Row | None) -> Row:
    first = party.rows[0]
    row = dict(first)
    names: dict[str, dict[str, str]] = {}
    for other in party.rows:
        for name in other["names"]:
            names.setdefault(fold_identity(name["name"]), {**name, "source": "csl"})
    row["names"] = list(names.values())
    for column in ("countries", "addresses", "citations"):
        values = (value for other in party.rows for value in other[column])
        row[column] = list(dict.fromkeys(values))
    row["list_id"] = _LIST_ID
    row["parent_id"] = parent["entry_id"] if parent else None
    row["relation"] = first["relation"] if parent else "listed"
    row["entry_id"] = entry_id(
        _LIST_ID,
        first["entry_name"],
        destination=min(territories(row["countries"]), default=""),
        parent_id=row["parent_id"],
    )
    row["content_hash"] = content_hash(row)
    return row


def _about(row: Row) -> tuple[str, str]:
    return row["entry_name"], _codes(row["countries"])


def _codes(codes: set[str] | list[str]) -> str:
    return ", ".join(sorted(codes))
