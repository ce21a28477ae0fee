"""Which entry of the CSL is which entry of the Entity List.

The two print the same parties from two hands. A name and a country make a pair certain.
What is left over on both sides is paired by a near spelling, if the citations do not
speak against it. Citations never join by themselves: the eCFR cites the page of the
entry, the CSL as a rule the first page of the document, so all they can say is that one
page lies close behind the other in the same volume.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from uyghurscreen.lists.citations import parse_citations
from uyghurscreen.lists.records import fold_identity

__all__ = ["RULE_PAGES", "Party", "Row", "pair", "parties", "territories"]

Row = dict[str, Any]
"""One row of an `ENTRIES` frame, by column."""

RULE_PAGES: Final = 60
"""No Entity List rule in the Federal Register is longer, in pages."""
_EDITS: Final = 3
"""Letters that may differ in a near spelling whose citations agree."""
_EDITS_UNCITED: Final = 2
"""Letters that may differ whatever the citations say, in a name of some length."""
_LONG: Final = 20
_SHORT: Final = 8


@dataclass(slots=True)
class Party:
    """CSL entries of one name under one parent: one party, keyed in more than once.

    Attributes:
        key: The folded name.
        rows: The entries, in a fixed order.
        parent: Folded name of the parent, empty for a party listed itself.
        exact: Entity List entries of the same name in a shared country.
        near: Entity List entries that are a near spelling.
        elsewhere: Entity List entries of the same name in other countries only.
    """

    key: str
    rows: list[Row]
    parent: str = ""
    exact: list[Row] = field(default_factory=list)
    near: list[Row] = field(default_factory=list)
    elsewhere: list[Row] = field(default_factory=list)

    @property
    def countries(self) -> set[str]:
        """The countries of all rows."""
        return {code for row in self.rows for code in row["countries"]}


def territories(codes: Iterable[str]) -> set[str]:
    """Return countries as the Entity List heads them: Hong Kong and Macau are China."""
    return {"CN" if code in {"HK", "MO"} else code for code in codes}


def parties(csl: list[Row]) -> list[Party]:
    """Gather the entries of one name and parent."""
    keys = {row["entry_id"]: _key(row) for row in csl}
    found: dict[tuple[str, str], Party] = {}
    for row in sorted(csl, key=lambda row: (row["entry_name"], row["entry_id"])):
        parent = keys.get(row["parent_id"], "")
        key = keys[row["entry_id"]]
        party = found.setdefault((key, parent), Party(key, [], parent))
        party.rows.append(row)
    return list(found.values())


def pair(ecfr: list[Row], found: list[Party]) -> None:
    """Fill in `exact`, `elsewhere` and `near` of every party."""
    by_key: defaultdict[str, list[Row]] = defaultdict(list)
    for row in ecfr:
        by_key[_key(row)].append(row)
    for party in found:
        same = by_key.get(party.key, [])
        party.exact = [row for row in same if _share_country(row, party)]
        party.elsewhere = [] if party.exact else same
    paired = {row["entry_id"] for party in found for row in party.exact}
    open_parties = [p for p in found if not p.exact and not p.elsewhere]
    candidates = sorted(
        (cost, _key(row), number)
        for number, party in enumerate(open_parties)
        for row in ecfr
        if (cost := _distance(row, party, row["entry_id"] in paired)) is not None
    )
    taken: set[str] = set()
    for _, key, number in candidates:
        party = open_parties[number]
        if party.near or key in taken:
            continue
        party.near = [row for row in by_key[key] if _share_country(row, party)]
        taken.add(key)


def _key(row: Row) -> str:
    """Fold a name without its article, and without a bracket that repeats it."""
    name = re.sub(r"^the\s+", "", row["entry_name"], flags=re.IGNORECASE)
    match = re.match(r"^(.*\S)\s*\(([^()]*)\)$", name)
    if match:
        head, inner = fold_identity(match[1]), fold_identity(match[2])
        acronyms = (n["name"] for n in row["names"] if n["kind"] == "acronym")
        if inner in head or inner in map(fold_identity, acronyms):
            return head
    return fold_identity(name)


def _share_country(row: Row, party: Party) -> bool:
    theirs = territories(party.countries)
    return not theirs or not theirs.isdisjoint(territories(row["countries"]))


def _distance(row: Row, party: Party, paired: bool) -> int | None:
    """Return how far a near spelling is, None where it is none.

    An entry that already has its pair takes a differing spelling only; one that has
    none may also be the same name cut short, or printed together with its parent.
    """
    if not party.countries or not _share_country(row, party):
        return None
    key = _key(row)
    cited = _cited_alike(row, party)
    if not paired and cited and min(len(key), len(party.key)) >= _SHORT:
        if key.startswith(party.key) or party.key.startswith(key):
            return abs(len(key) - len(party.key))
        if party.parent and key.startswith(party.parent) and key.endswith(party.key):
            return len(key) - len(party.key)
    if re.sub(r"\D", "", key) != re.sub(r"\D", "", party.key):
        return None  # the 52nd institute is not the 58th
    short = min(len(key), len(party.key))
    limit = _EDITS if cited and short >= _SHORT else 0
    if not cited and short >= _LONG:
        limit = _EDITS_UNCITED
    edits = Levenshtein.distance(key, party.key, score_cutoff=_EDITS)
    return edits if 0 < edits <= limit else None


def _cited_alike(row: Row, party: Party) -> bool:
    """Tell whether the citations allow one rule to have listed both."""
    entry = [c for text in row["citations"] for c in parse_citations(text)]
    rule = [
        c
        for other in party.rows
        for text in other["citations"]
        for c in parse_citations(text)
    ]
    if not entry or not rule:
        return True
    return any(
        one.volume == other.volume and 0 <= one.page - other.page < RULE_PAGES
        for one in entry
        for other in rule
    )
