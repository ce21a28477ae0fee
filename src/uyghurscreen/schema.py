"""The frames that pass between the layers, as polars schemas."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = [
    "ADDRESS_EVIDENCE",
    "ADDRESS_HITS",
    "ENTRIES",
    "FEATURE_NAMES",
    "HITS",
    "NAME",
    "NAMES",
    "REGION",
    "RELATIONS",
    "SIGNAL",
    "SITES",
    "UNSCREENED",
]

NAME: Final = pl.Struct(
    {
        "name": pl.String,
        "kind": pl.String,
        "language": pl.String,
        "quality": pl.String,
        "source": pl.String,
    }
)
"""One name of an entry; `kind` and `quality` hold words of `uyghurscreen.typing`."""

ENTRIES: Final = pl.Schema(
    {
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "entry_name": pl.String(),
        "relation": pl.String(),
        "parent_id": pl.String(),
        "names": pl.List(NAME),
        "countries": pl.List(pl.String),
        "addresses": pl.List(pl.String),
        "citations": pl.List(pl.String),
        "license_requirement": pl.String(),
        "license_policy": pl.String(),
        "sublists": pl.List(pl.String),
        "scope": pl.String(),
        "source_class": pl.String(),
        "first_listed": pl.Date(),
        "effective_date": pl.Date(),
        "removed_on": pl.Date(),
        "content_hash": pl.String(),
        "raw": pl.String(),
    }
)
"""One row per entry of a list.

`names` holds every name to match, the primary one first; it is empty for an entry that
lists only an address. `parent_id` is set where `relation` is not `listed`. `countries`
are ISO 3166 alpha-2 codes. `scope` is a clause that widens the listing, such as `and
subsidiaries`; of a body under another, the words of that listing which cover it. `raw`
is the publisher's own cell.
"""

NAMES: Final = pl.Schema(
    {
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "name": pl.String(),
        "kind": pl.String(),
        "language": pl.String(),
        "quality": pl.String(),
        "source": pl.String(),
    }
)
"""One row per name of an entry: `ENTRIES.names`, unnested."""

KIND_ORDER: Final = {
    kind: i
    for i, kind in enumerate(["primary", "alias", "native", "former", "acronym"])
}
"""Kinds of names; where two names of an entry fit equally well, the first is shown."""

RELATIONS: Final = pl.Schema(
    {
        "list_id": pl.String(),
        "related_id": pl.String(),
        "related_name": pl.String(),
        "relation": pl.String(),
        "parent_list_id": pl.String(),
        "parent_id": pl.String(),
        "parent_name": pl.String(),
        "words": pl.String(),
        "source": pl.String(),
    }
)
"""One row per body that a listing names under another, or covers by its words.

`relation` is `subordinate`, `affiliate`, `subsidiary` or `laboratory` for a body named
under the parent; `member` for an entry whose own name begins with that of its group;
and `covered_by_scope` where the words cover bodies that are not named: `related_id`
and `related_name` are null then. `words` are those of the listing. `source` is the
citation of the listing, or the notice that says so.
"""

SITES: Final = pl.Schema(
    {
        "site_id": pl.String(),
        "site_name": pl.String(),
        "tier": pl.Int8(),
        "prefecture": pl.String(),
        "county": pl.String(),
        "latitude": pl.Float64(),
        "longitude": pl.Float64(),
    }
)
"""One row per detention site: place evidence, never a name to match."""

FEATURE_NAMES: Final = (
    "same_name",
    "name_similarity",
    "brand_similarity",
    "brand_containment",
    "chinese_agreement",
    "brand_rarity",
    "rare_brand_match",
    "rare_brand_containment",
    "brand_length",
    "sound_similarity",
    "start_similarity",
    "cut_off",
    "rare_letters",
    "brand_shared",
    "brand_left",
    "listed_brand_left",
    "brand_conflict",
    "brand_agreement",
    "words_shared",
    "words_left",
    "listed_words_left",
    "words_conflict",
    "query_coverage",
    "listed_coverage",
    "shared_coverage",
    "word_agreement",
    "place_agreement",
    "number_agreement",
    "legal_form_agreement",
    "covered_by_scope",
    "same_words",
    "only_places_besides",
    "plain_name_agreement",
    "other_business",
    "by_initials",
    "by_other_form",
    "by_part",
    "misspelled",
)
"""The kinds of evidence of a hit, each described in `matching.features`."""

HITS: Final = pl.Schema(
    {
        "query_id": pl.Int64(),
        "query_name": pl.String(),
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "entry_name": pl.String(),
        "matched_name": pl.String(),
        "name_kind": pl.String(),
        "relation": pl.String(),
        "score": pl.Float64(),
        "band": pl.String(),
        "rank": pl.Int64(),
        "country_evidence": pl.String(),
        "list_version": pl.String(),
        **dict.fromkeys(FEATURE_NAMES, pl.Float32()),
        "address_similarity": pl.Float32(),
    }
)
"""One row per hit, a pair of a query and an entry for a person to judge.

`query_id` takes the type of the caller's id column; without one it is the row number.
`matched_name` is the listed name that fits best, `name_kind` what it is to its entry.
`relation` is `same` for an entry the list names itself, `subordinate` or `affiliate`
for a body listed under another, `covered_by_scope` for a body of a group that is listed
with all its bodies, and `sister` or `parent` for a name that rather looks like another
member, or the head, of the listed entity's group; `ownership.screen` adds `owned`.
`rank` counts from the best hit of the query; equal scores share a rank.
`country_evidence` is `agrees`, `differs` or `unknown`. `address_similarity` is the best
share of words two addresses have in common (0-1), null where a side has none.
"""
UNSCREENED: Final = pl.Schema(
    {"query_id": pl.Int64(), "query_name": pl.String(), "reason": pl.String()}
)
"""One row per query that cannot be screened, and why not."""

ADDRESS_EVIDENCE: Final = (
    "names_shared",
    "number_agreement",
    "room_agreement",
    "floor_agreement",
    "place_agreement",
    "postcode_agreement",
)
"""The kinds of evidence of an address hit.

`names_shared` is the share of the names (of streets, buildings, districts; the rarer
the heavier) of the address with fewer of them. The others are 1 where both addresses
have the same, -1 where they have different ones and 0 where one has none:
`number_agreement` is of house and building numbers, `room_agreement` of rooms, flats
and units, `place_agreement` of cities."""

ADDRESS_HITS: Final = pl.Schema(
    {
        "query_id": pl.Int64(),
        "query_address": pl.String(),
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "entry_name": pl.String(),
        "matched_address": pl.String(),
        "address_only": pl.Boolean(),
        "score": pl.Float64(),
        "band": pl.String(),
        "rank": pl.Int64(),
        "evidence": pl.String(),
        "list_version": pl.String(),
        **dict.fromkeys(ADDRESS_EVIDENCE, pl.Float32()),
    }
)
"""One row per address hit: an address and a listed entry's, for a person to judge.

`address_only` says that the entry lists no name: whoever uses the address is meant.
`matched_address` is the entry's address that fits best, `evidence` says in words what
the two have in common and what not. `rank` counts from the best hit of the query.
"""

SIGNAL: Final = pl.Struct(
    {
        "kind": pl.String,
        "where": pl.String,
        "text": pl.String,
        "meaning": pl.String,
        "clear": pl.Boolean,
        "source": pl.String,
        "as_of": pl.Date,
    }
)
"""One thing that points to the Uyghur Region.

`kind` is `place`, `postcode`, `corps`, `division`, `regiment`, `holding` or
`coordinates`; `where` the column it stands in; `text` what was read, folded; `clear`
says that it means this by itself, and not only beside something else."""

REGION: Final = pl.Schema(
    {
        "query_id": pl.Int64(),
        "query_name": pl.String(),
        "query_address": pl.String(),
        "prefecture": pl.String(),
        "county": pl.String(),
        "xpcc_division": pl.Int64(),
        "near_sites": pl.Int64(),
        "nearest_km": pl.Float64(),
        "signals": pl.List(SIGNAL),
        "evidence": pl.String(),
    }
)
"""One row per query that something points to the Uyghur Region for: a signal, no hit.

`xpcc_division` is the division of the Xinjiang Production and Construction Corps that
is named, or whose city, regiment or holding is. `near_sites` counts the detention sites
(ASPI, September 2020) within 25 km where coordinates are given, else those in the
county or prefecture named; `nearest_km` is set with coordinates alone. `evidence` has
the signals in words.
"""
