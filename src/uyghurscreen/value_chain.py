"""A value chain with its hits: mapped by tier, summed up, and compared at two dates.

A **chain** is a frame with one row per business partner and at least the columns of
`CHAIN`: who they are, what they are to the company (`ROLES`), how many steps away,
where the relationship stands (`STATUSES`), and through whom they are reached (`via`).
Screen it with `id="partner_id"`, then:

1. `with_hits` says of each partner what was found, and what stands behind it,
2. `summary` counts partners by tier, role, status or any other column,
3. `progress` holds two dates against each other, in numbers that can be published,
4. `changes` names the partners that made the difference.

A hit is a pair for a person to judge. What is disclosed should be counted over hits
that a person has upheld: those that were cleared do not count if they are marked so
(`review.suppress`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.schema import HITS

__all__ = ["CHAIN", "ROLES", "STATUSES", "changes", "progress", "summary", "with_hits"]

CHAIN: Final = ("partner_id", "partner", "role", "tier", "status", "via")
"""The columns of a chain; others are kept. `via` may be null, or missing altogether.

`partner_id` tells partners apart. `tier` counts the steps from the company, 1 being a
direct partner. `via` is the `partner_id` of the partner one step nearer.
"""

ROLES: Final = {
    "supplier": "upstream",
    "sub_supplier": "upstream",
    "distributor": "downstream",
    "customer": "downstream",
    "user": "downstream",
}
"""What a partner is to the company, and the side of the chain it stands on."""

STATUSES: Final = ("active", "in_remediation", "exiting", "ended")
"""Where a relationship can stand, from the beginning of disengagement to its end."""


def with_hits(chain: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Return a chain with what was found about each partner.

    Args:
        chain: See `CHAIN`.
        hits: Hits of the chain, screened with `id="partner_id"`. Those that
            `review.suppress` marks as cleared do not count.

    Returns:
        The chain, in its order, with `hits` (how many), `band`, `score` and
        `entry_name` (of the best), `lists` (their ids, parted by commas), and
        `hits_behind`: how many partners with a hit are reached through this one.

    Raises:
        ColumnNotFoundError: If a column is missing.
        InputError: If ids repeat, a role or status is unknown, or `via` leads nowhere.

    Example:
        >>> import uyghurscreen as us
        >>> chain = pl.DataFrame({
        ...     "partner_id": ["p1", "p2"], "partner": ["Acme Bakery", "Hikvision"],
        ...     "role": ["supplier", "sub_supplier"], "tier": [1, 2],
        ...     "status": ["active", "exiting"], "via": [None, "p1"]})
        >>> hits = us.screen(chain, name="partner", id="partner_id", lists=["uflpa"])
        >>> with_hits(chain, hits).select("partner_id", "hits", "hits_behind").rows()
        [('p1', 0, 0), ('p2', 0, 0)]
    """
    chain = _checked(chain)
    missing = [name for name in HITS.names()[:10] if name not in hits.columns]
    if missing:
        raise ColumnNotFoundError(f"hits lack the column {missing[0]!r}.")
    if hits.height and hits.schema["query_id"] != chain.schema["partner_id"]:
        raise InputError(
            'the hits are not of this chain: screen it with id="partner_id".'
        )
    if "suppressed" in hits.columns:
        hits = hits.filter(~pl.col("suppressed"))
    found = (
        hits.sort("score", "list_id", "entry_id", descending=[True, False, False])
        .group_by("query_id", maintain_order=True)
        .agg(
            hits=pl.len(),
            band=pl.col("band").first(),
            score=pl.col("score").first(),
            entry_name=pl.col("entry_name").first(),
            lists=pl.col("list_id").unique().sort().str.join(", "),
        )
        .rename({"query_id": "partner_id"})
        .cast({"partner_id": chain.schema["partner_id"]})
    )
    mapped = chain.join(
        found, on="partner_id", how="left", maintain_order="left"
    ).with_columns(pl.col("hits").fill_null(0))
    behind = (
        _ancestors(chain)
        .join(mapped.filter(pl.col("hits") > 0).select("partner_id"), on="partner_id")
        .group_by(partner_id="ancestor")
        .agg(hits_behind=pl.len())
    )
    return mapped.join(
        behind, on="partner_id", how="left", maintain_order="left"
    ).with_columns(pl.col("hits_behind").fill_null(0))


def summary(mapped: pl.DataFrame, *, by: Sequence[str] = ("tier",)) -> pl.DataFrame:
    """Count the partners of a chain, and those with hits.

    Args:
        mapped: What `with_hits` returns.
        by: Columns to count by.

    Returns:
        The columns of `by`, in order, with `partners`, `with_hits`, and `hits_behind`:
        partners without a hit of their own through whom one with a hit is reached.
    """
    return (
        mapped.group_by(by)
        .agg(
            partners=pl.len(),
            with_hits=(pl.col("hits") > 0).sum(),
            hits_behind=((pl.col("hits") == 0) & (pl.col("hits_behind") > 0)).sum(),
        )
        .sort(_order(by))
    )


def progress(
    before: pl.DataFrame, after: pl.DataFrame, *, by: Sequence[str] = ("status",)
) -> pl.DataFrame:
    """Hold two dates against each other, in numbers without names.

    Screen both dates against the same list versions, or say that they differ: otherwise
    a longer list looks like a worse company.

    Args:
        before: What `with_hits` returns for the earlier date.
        after: The same for the later one.
        by: Columns to count by.

    Returns:
        The columns of `by`, in order, with `partners_before`, `partners_after`,
        `with_hits_before`, `with_hits_after`, and `change` (of those with hits).
    """
    counted = ["partners", "with_hits"]
    first, second = (
        summary(mapped, by=by).select(*by, *counted) for mapped in (before, after)
    )
    return (
        first.join(second, on=by, how="full", coalesce=True, suffix="_after")
        .rename({name: f"{name}_before" for name in counted})
        .with_columns(pl.col("^(partners|with_hits)_.*$").fill_null(0).cast(pl.Int64))
        .select(
            *by,
            "partners_before",
            "partners_after",
            "with_hits_before",
            "with_hits_after",
            change=pl.col("with_hits_after") - pl.col("with_hits_before"),
        )
        .sort(_order(by))
    )


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return what changed from one date to another, partner by partner.

    Args:
        before: What `with_hits` returns for the earlier date.
        after: The same for the later one.

    Returns:
        `partner_id, partner, role, tier, change, before, after, hit` (whether there is
        or was one), sorted by partner. `change` is `joined`, `left`, `status`, `role`,
        `tier`, `hit_found` or `hit_gone`.
    """
    told = ["partner", "role", "tier", "status", "hits"]
    both = (
        before.select("partner_id", *told, there=True)
        .join(
            after.select("partner_id", *told, there=True),
            on="partner_id",
            how="full",
            coalesce=True,
            suffix="_after",
        )
        .sort("partner_id")
    )
    was, now = (pl.col(name).fill_null(False) for name in ("there", "there_after"))
    had, has = (pl.col(name).fill_null(0) > 0 for name in ("hits", "hits_after"))
    stayed = was & now
    kinds = [
        ("joined", now & ~was, "status"),
        ("left", was & ~now, "status"),
        ("role", stayed & (pl.col("role") != pl.col("role_after")), "role"),
        ("tier", stayed & (pl.col("tier") != pl.col("tier_after")), "tier"),
        ("status", stayed & (pl.col("status") != pl.col("status_after")), "status"),
        ("hit_found", stayed & ~had & has, "hits"),
        ("hit_gone", stayed & had & ~has, "hits"),
    ]
    parts = [
        both.filter(happened).select(
            "partner_id",
            *(pl.coalesce(f"{name}_after", name).alias(name) for name in told[:3]),
            change=pl.lit(kind),
            before=pl.col(field).cast(pl.String),
            after=pl.col(f"{field}_after").cast(pl.String),
            hit=had | has,
        )
        for kind, happened, field in kinds
    ]
    return pl.concat(parts).sort("partner_id", "change")


def _order(by: Sequence[str]) -> list[pl.Expr]:
    """Return what sorts by columns, roles and statuses in the order they are told."""
    told = {"role": tuple(ROLES), "status": STATUSES}
    return [
        pl.col(name).replace_strict(
            told[name], range(len(told[name])), return_dtype=pl.Int64
        )
        if name in told
        else pl.col(name)
        for name in by
    ]


def _checked(chain: pl.DataFrame) -> pl.DataFrame:
    """Return a chain with all its columns, none of which holds what it must not."""
    missing = [name for name in CHAIN[:-1] if name not in chain.columns]
    if missing:
        raise ColumnNotFoundError(
            f"a value chain has no column {missing[0]!r}; it needs "
            f"{', '.join(CHAIN[:-1])}, and has {', '.join(chain.columns)}."
        )
    taken = ["hits", "band", "score", "entry_name", "lists", "hits_behind"]
    for name in taken:
        if name in chain.columns:
            raise InputError(
                f"rename the column {name!r}: with_hits adds one so named."
            )
    for name in CHAIN[:-1]:
        empty = chain[name].null_count()
        if empty:
            raise InputError(f"{name!r} is empty in {empty:,} rows.")
    ids = chain["partner_id"]
    if ids.n_unique() < chain.height:
        twice = ids.filter(ids.is_duplicated()).sort()[0]
        raise InputError(
            f"partner_id {twice!r} is there more than once. Of a file with several "
            "dates, take one date at a time."
        )
    for name, known in (("role", tuple(ROLES)), ("status", STATUSES)):
        other = chain.filter(~pl.col(name).is_in(known))
        if other.height:
            raise InputError(
                f"{name} {other[name][0]!r} of partner {other['partner_id'][0]!r}: it "
                f"is one of {', '.join(known)}."
            )
    if "via" not in chain.columns:
        return chain.with_columns(via=pl.lit(None, ids.dtype))
    chain = chain.cast({"via": ids.dtype})
    nowhere = chain.filter(
        pl.col("via").is_not_null() & ~pl.col("via").is_in(ids.implode())
    )
    if nowhere.height:
        raise InputError(
            f"via {nowhere['via'][0]!r} of partner {nowhere['partner_id'][0]!r} is no "
            "partner_id of the chain."
        )
    return chain


def _ancestors(chain: pl.DataFrame) -> pl.DataFrame:
    """Return each partner with every other through whom it is reached."""
    step = chain.select("partner_id", "via").drop_nulls()
    reached, found = step.rename({"via": "ancestor"}), []
    while reached.height:
        round_again = reached.filter(pl.col("partner_id") == pl.col("ancestor"))
        if round_again.height:
            raise InputError(
                f"via leads in a circle at partner {round_again['partner_id'].min()!r}."
            )
        found.append(reached)
        reached = reached.join(step, left_on="ancestor", right_on="partner_id").select(
            "partner_id", ancestor="via"
        )
    return pl.concat([step.rename({"via": "ancestor"}).clear(), *found])
