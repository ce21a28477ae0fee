"""From owners that are listed to the companies below them: the table of both readings.

What is computed here knows of hits, but screens nothing; `ownership` does.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import polars as pl

from uyghurscreen import affiliates_rule
from uyghurscreen.affiliates_rule import Rule
from uyghurscreen.chains import KEPT, nearest_owners
from uyghurscreen.errors import InputError
from uyghurscreen.holdings import Holdings, OwnershipWarning
from uyghurscreen.lists.selection import Wanted
from uyghurscreen.shares import (
    Flags,
    Floats,
    Graph,
    cascading,
    counts,
    multiplied,
    possible,
    reachable,
)

__all__ = ["AFFILIATES", "RED_FLAGS", "companies_below", "explain"]

AFFILIATES: Final = pl.Schema(
    {
        "company": pl.String(),
        "listed": pl.Boolean(),
        "share": pl.Float64(),
        "aggregate": pl.Float64(),
        "status": pl.String(),
        "rule": pl.String(),
        "rule_state": pl.String(),
        "listed_owners": pl.List(pl.String),
        "list_ids": pl.List(pl.String),
        "paths": pl.List(pl.String),
        "red_flags": pl.List(pl.String),
    }
)
"""One row per company with a listed owner somewhere above it.

`share` is what listed owners hold of it in substance, in percent: shares multiplied
down each chain and added up. `aggregate` is what listed owners, and companies that they
hold by half, hold directly: the sum that OFAC's and the BIS's 50 % rules look at.
`status` is `reached` where that sum is half or more, `possible` where it would be if
shares that are not known were large enough, else `below`. `rule` says the same, but
counts only the owners that the BIS Affiliates Rule looks at, and is `none` where it has
no such owner; `rule_state` is whether that rule is in force, see `rule()`.
`listed_owners` are the nearest ones, `paths` the shortest chain from each, `list_ids`
the lists they are on. `listed` is true where the company itself is a listed owner.
`red_flags` are words of `RED_FLAGS`.
"""

RED_FLAGS: Final = {
    "unknown_share": (
        "a listed owner, or one that counts or might count as such, holds a share that "
        "is not known (Red Flag 29 of the EAR)"
    ),
    "unknown_share_above": (
        "a share further up is not known: what is shown is the least it can be"
    ),
    "owner_to_judge": (
        "an owner's name resembles a listed one; it is not counted until it is judged"
    ),
    "differing_shares": "rows differ on a share of it; the largest is used",
    "over_100": "its owners hold more than 100 % together",
    "more_owners": f"more listed owners than the {KEPT} nearest, which are shown",
    "unsettled": "rings of owners pass on nearly all: the share may be too low",
}
"""What the words in `red_flags` mean."""


def companies_below(
    holdings: Holdings, counted: pl.DataFrame, to_judge: pl.DataFrame, rule: Rule
) -> pl.DataFrame:
    """Return the companies below listed owners, schema `AFFILIATES`.

    Args:
        holdings: The table of owners.
        counted: Hits on owners' names, schema `HITS`: those who are listed.
        to_judge: Hits on owners' names of which that is not sure.
        rule: The BIS rule on the day asked for.
    """
    size, edges = len(holdings.names), holdings.edges
    graph = Graph.of(
        size,
        edges["owner"].to_numpy(),
        edges["owned"].to_numpy(),
        edges["percent"].fill_null(float("nan")).to_numpy() / 100,
    )
    half = rule.percent / 100
    at = holdings.places.rename({"name": "query_name"})
    counted = counted.join(at, on="query_name").sort("place", "list_id", "entry_id")
    listed = _flags(size, counted["place"])
    by_rule = counted.filter(pl.col("list_id").is_in(rule.lists))
    of_rule = _flags(size, by_rule["place"])
    share, settled = multiplied(graph, listed)
    if not settled:
        warnings.warn(
            f"table of owners: {RED_FLAGS['unsettled']}.",
            OwnershipWarning,
            stacklevel=4,
        )
    status, aggregate, unknown = _status(graph, listed, half)
    rule_status, _, _ = _status(graph, of_rule, half)
    ruled = reachable(graph, of_rule, np.ones(size, dtype=np.bool_))
    least = _below(graph, listed | (share > 0), np.isnan(graph.share))
    least |= reachable(graph, least, np.ones(size, dtype=np.bool_))
    judge = _flags(size, to_judge.join(at, on="query_name")["place"]) & ~listed
    doubtful = _below(graph, judge, graph.share != 0)
    chains, more = nearest_owners(graph, listed, holdings.names, edges["label"])
    flags = {
        "unknown_share": unknown,
        "unknown_share_above": least & ~unknown,
        "owner_to_judge": doubtful,
        "differing_shares": _flags(size, holdings.differing),
        "over_100": _flags(size, holdings.over),
        "more_owners": more,
        "unsettled": np.full(size, not settled),
    }
    shown = np.flatnonzero((share > 0) | unknown | least | doubtful)
    table = pl.DataFrame(
        {
            "place": shown,
            "company": holdings.names.gather(shown),
            "listed": listed[shown],
            "share": (share[shown] * 100).round(4),
            "aggregate": (np.minimum(aggregate[shown], 1) * 100).round(4),
            "status": status[shown],
            "rule": np.where(ruled, rule_status, "none")[shown],
            **{flag: values[shown] for flag, values in flags.items()},
        }
    ).with_columns(
        pl.col("status", "rule").cast(pl.String),
        rule_state=pl.lit(rule.state),
        red_flags=pl.concat_list(
            pl.when(flag).then(pl.lit(flag)) for flag in flags
        ).list.drop_nulls(),
    )
    return (
        table.join(_chains(chains, counted, holdings.names), on="place", how="left")
        .with_columns(pl.col("listed_owners", "list_ids", "paths").fill_null([]))
        .sort("share", "aggregate", "company", descending=[True, True, False])
        .select(AFFILIATES.names())
    )


def _below(graph: Graph, owners: Flags, where: Flags) -> Flags:
    """Return the companies that some owners hold, of the holdings that are marked."""
    found = np.zeros(graph.size, dtype=np.bool_)
    found[graph.owned[owners[graph.owner] & where]] = True
    return found


def _status(
    graph: Graph, listed: Flags, half: float
) -> tuple[np.ndarray[Any, Any], Floats, Flags]:
    """Return the statuses, what is held of each, and where a share is unknown."""
    total, counting = cascading(graph, listed, half)
    might, unknown = possible(graph, total, counting, half)
    reached = counts(total, half)
    words = np.where(reached, "reached", np.where(might, "possible", "below"))
    return words, total, unknown


def _chains(
    chains: pl.DataFrame, counted: pl.DataFrame, names: pl.Series
) -> pl.DataFrame:
    """Return, per company, its nearest listed owners, their lists, and the paths."""
    lists = counted.group_by("place").agg(pl.col("list_id").unique())
    return (
        chains.with_columns(name=names.gather(chains["owner"]))
        .join(lists, left_on="owner", right_on="place", maintain_order="left")
        .group_by("company", maintain_order=True)
        .agg(
            listed_owners="name",
            list_ids=pl.col("list_id").explode().unique().sort(),
            paths="path",
        )
        .rename({"company": "place"})
    )


def _flags(size: int, places: pl.Series) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[places.to_numpy()] = True
    return flags


def explain(company: Mapping[str, Any], as_of: Wanted | None = None) -> str:
    """Say in a few lines who owns a company, and what the BIS rule makes of it.

    Args:
        company: A row of `AFFILIATES` as a dict.
        as_of: The day given to `affiliates`, today if none was.

    Raises:
        InputError: If the dict is no such row.
    """
    if not isinstance(company, Mapping) or not AFFILIATES.keys() <= company.keys():
        raise InputError("explain takes a row of affiliates, found.row(0, named=True).")
    held = {
        "reached": "half or more, so that a 50 % rule treats it as listed",
        "possible": "less than half as far as is known",
        "below": "less than half",
    }
    lines = [
        company["company"],
        f"  share in substance: {company['share']:g} %",
        f"  held by listed owners and those they hold by half: "
        f"{company['aggregate']:g} %, {held[company['status']]}",
        *(f"  chain: {path}" for path in company["paths"]),
        f"  lists: {', '.join(company['list_ids'])}",
        *(f"  red flag: {RED_FLAGS[flag]}" for flag in company["red_flags"]),
    ]
    outside = "no owner is on a list that it looks at"
    seen = {**held, "none": outside}[company["rule"]]
    return "\n".join([*lines, f"  {affiliates_rule.on(as_of)}; here: {seen}"])
