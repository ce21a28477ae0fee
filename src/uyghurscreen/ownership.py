"""Companies that listed ones own, from a table of owners that the caller has.

The lists say nothing of shares, so the table comes from the caller: a registry, a
vendor, a questionnaire. Owners are found on the lists by screening their names; their
shares are added up and followed down all chains. What is not known is flagged, and
never guessed.

Example:
    >>> import polars as pl
    >>> from uyghurscreen.screener import Screener
    >>> table = pl.DataFrame({
    ...     "owner": ["Hikvision", "Acme Holding"],
    ...     "owned": ["Acme Holding", "Acme Cotton"],
    ...     "percent": [60, 50],
    ... })
    >>> found = affiliates(table, screener=Screener(["entity_list"]))
    >>> found.select("company", "share", "aggregate", "status").rows()
    [('Acme Holding', 60.0, 60.0, 'reached'), ('Acme Cotton', 30.0, 50.0, 'reached')]
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import polars as pl

from uyghurscreen.affiliates_rule import Rule
from uyghurscreen.affiliates_rule import on as rule
from uyghurscreen.errors import InputError
from uyghurscreen.holdings import Holdings, OwnershipWarning, read_holdings
from uyghurscreen.lists.selection import Wanted
from uyghurscreen.owned_companies import (
    AFFILIATES,
    RED_FLAGS,
    companies_below,
    explain,
)
from uyghurscreen.queries import read_queries
from uyghurscreen.schema import HITS
from uyghurscreen.screener import Screener
from uyghurscreen.typing import Joined
from uyghurscreen.unscreened import OnUnscreened

__all__ = [
    "AFFILIATES",
    "OWNED_HITS",
    "RED_FLAGS",
    "OwnershipWarning",
    "Rule",
    "affiliates",
    "explain",
    "owners",
    "problems",
    "rule",
    "screen",
]

Mode = Literal["off", "flag", "alert"]

_OWNED: Final = ["share", "aggregate", "status", "rule", "rule_state", "paths"]
OWNED_HITS: Final = pl.Schema(
    {
        **HITS,
        **{column: AFFILIATES[column] for column in (*_OWNED, "red_flags")},
        "alert": pl.Boolean(),
    }
)
"""`HITS`, with what is known of the owners of an owned company, and `alert`."""

_LIST_ID: Final = "owned"
_COUNTING: Final = ("same", "subordinate", "affiliate", "covered_by_scope")
"""Relations of a hit that mean a listed entity; a sister or a parent is none."""
_SURE: Final = ("exact", "strong")


def affiliates(
    edges: object,
    *,
    owner: str = "owner",
    owned: str = "owned",
    percent: str = "percent",
    source: str | None = None,
    dated: str | None = None,
    screener: Screener | None = None,
    hits: pl.DataFrame | None = None,
    as_of: Wanted | None = None,
) -> pl.DataFrame:
    """Find the companies that listed ones own, and how much of them.

    Shares of different owners are added up, and followed down all chains, through rings
    of owners too. A listed company counts as wholly listed, whoever owns it.

    Args:
        edges: One row per holding: polars, pandas, pyarrow.
        owner: The column of owners' names.
        owned: The column of the names of what they own.
        percent: The column of shares, 0 to 100; empty where a share is not known.
        source: A column that says where a row is from, shown in paths.
        dated: A column of days: of two rows on the same holding the later counts.
        screener: Finds the owners on its lists; the four default ones if not given.
        hits: The hits on owners' names that count, from `owners`, once somebody has
            judged them. If not given, those of band `exact` and `strong` count, and
            the others are flagged as `owner_to_judge`.
        as_of: A day: rows dated later are left out, and the BIS rule is taken as it
            stood then. Today if not given.

    Returns:
        Schema `AFFILIATES`, the largest share first, then by name. A warning
        (`OwnershipWarning`) tells what in the table could not be used as it is.

    Raises:
        InputError: If a column is missing or holds what cannot be meant, such as a
            share above 100.
    """
    holdings = read_holdings(
        edges,
        owner=owner,
        owned=owned,
        percent=percent,
        source=source,
        dated=dated,
        as_of=as_of,
    )
    holdings.warn()
    if hits is None:
        found = _screened(holdings, screener)
        sure = pl.col("band").is_in(_SURE) & pl.col("relation").is_in(_COUNTING)
        counted, to_judge = found.filter(sure), found.filter(~sure)
    else:
        _check_hits(hits)
        counted, to_judge = hits, hits.clear()
    return companies_below(holdings, counted, to_judge, rule(as_of))


def owners(
    edges: object,
    *,
    owner: str = "owner",
    owned: str = "owned",
    percent: str = "percent",
    screener: Screener | None = None,
) -> pl.DataFrame:
    """Screen the owners of a table and return their hits, schema `HITS`, to judge.

    Raises:
        InputError: As `affiliates`.
    """
    holdings = read_holdings(
        edges,
        owner=owner,
        owned=owned,
        percent=percent,
        source=None,
        dated=None,
        as_of=None,
    )
    return _screened(holdings, screener)


def problems(
    edges: object,
    *,
    owner: str = "owner",
    owned: str = "owned",
    percent: str = "percent",
    dated: str | None = None,
    as_of: Wanted | None = None,
) -> pl.DataFrame:
    """Return the rows of a table that are left out or contradict each other.

    Returns:
        One row per such row: `row`, `owner`, `owned`, `percent`, `problem`.

    Raises:
        InputError: As `affiliates`.
    """
    return read_holdings(
        edges,
        owner=owner,
        owned=owned,
        percent=percent,
        source=None,
        dated=dated,
        as_of=as_of,
    ).problems


def screen(
    frame: object,
    companies: pl.DataFrame,
    *,
    name: Joined = "name",
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
    screener: Screener | None = None,
    affiliates: Mode = "flag",
    threshold: float | None = None,
    limit: int = 5,
    on_unscreened: OnUnscreened = "report",
) -> pl.DataFrame:
    """Screen names against the lists, and against the companies that listed ones own.

    Args:
        frame: The suppliers, see `Screener.screen`.
        companies: What listed companies own, from `affiliates`.
        name: The column of names, or several that are joined.
        id: A column that tells rows apart.
        country: A column of countries.
        address: A column of addresses, or several that are joined.
        screener: The lists; the four default ones if not given.
        affiliates: `off` leaves owned companies out; `flag` adds a hit of relation
            `owned` for each, without an alert; `alert` makes an alert of those whose
            `status` is `reached` or `possible`.
        threshold: Lowest score of a hit, in [0, 1].
        limit: Best hits kept per query, of each of the two kinds.
        on_unscreened: What to do about rows without a usable name.

    Returns:
        Schema `OWNED_HITS`, sorted by the order of the rows, then score. `alert` is
        true of every hit on a list.

    Raises:
        InputError: If a column or a setting cannot be used.
    """
    if affiliates not in get_args(Mode):
        raise InputError(
            f"affiliates={affiliates!r}: it is one of {', '.join(get_args(Mode))}."
        )
    if list(companies.columns) != AFFILIATES.names():
        raise InputError("companies: pass the frame that ownership.affiliates returns.")
    screener = screener or Screener()
    listed = screener.screen(
        frame,
        name=name,
        id=id,
        country=country,
        address=address,
        threshold=threshold,
        limit=limit,
        on_unscreened=on_unscreened,
    )
    parts = [
        listed.with_columns(
            *(pl.lit(None, AFFILIATES[c]).alias(c) for c in (*_OWNED, "red_flags")),
            alert=pl.lit(True),
        )
    ]
    screened = read_queries(frame, name=name, id=id).screened
    if affiliates != "off" and companies.height:
        lowest = screener.threshold if threshold is None else threshold
        found = _owned_hits(screened, companies, lowest, limit)
        alert = (pl.col("status") != "below") & pl.lit(affiliates == "alert")
        parts.append(found.with_columns(alert=alert))
    order = screened.select("query_id", "row")
    return (
        pl.concat([part.select(OWNED_HITS.names()) for part in parts])
        .join(order, on="query_id", how="left")
        .sort(
            ["row", "score", "list_id", "entry_id"],
            descending=[False, True, False, False],
        )
        .drop("row")
    )


def _check_hits(hits: pl.DataFrame) -> None:
    missing = {"query_name", "list_id", "entry_id"} - set(hits.columns)
    if missing:
        raise InputError(
            f"hits: no column {', '.join(sorted(missing))}; pass rows of what "
            "ownership.owners returns."
        )


def _screened(holdings: Holdings, screener: Screener | None) -> pl.DataFrame:
    names = holdings.names.gather(holdings.edges["owner"].unique().sort())
    named = pl.DataFrame({"name": names}).filter(
        # A name without letters is a number of a register, which is on no list.
        pl.col("name").str.contains(r"\p{L}")
    )
    return (screener or Screener()).screen(named, name="name")


def _owned_hits(
    screened: pl.DataFrame, companies: pl.DataFrame, lowest: float, limit: int
) -> pl.DataFrame:
    """Return hits on the names of owned companies, with what is known of each."""
    named = companies.filter(pl.col("company").str.contains(r"\p{L}"))
    extra = named.select(name="company", list_id=pl.lit(_LIST_ID))
    found = Screener([], extra_lists=[extra], threshold=lowest).screen(
        screened.select("query_id", "query_name"),
        name="query_name",
        id="query_id",
        limit=limit,
    )
    return found.with_columns(
        relation=pl.col("relation").replace({"same": "owned"})
    ).join(
        companies.select("company", *_OWNED, "red_flags"),
        left_on="entry_name",
        right_on="company",
        how="left",
        maintain_order="left",
    )
