"""Decks of names whose answer is known: as listed, manipulated, and on no list."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.lists.records import names_of
from uyghurscreen.names.normalize import fold, key
from uyghurscreen.validation.manipulations import MANIPULATIONS
from uyghurscreen.validation.placebo import PLACEBOS, near_listed_names

if TYPE_CHECKING:
    from uyghurscreen.screener import Screener

__all__ = ["DECK", "exact_deck", "manipulated_deck", "placebo_deck"]

DECK: Final = pl.Schema(
    {
        "deck": pl.String(),
        "operator": pl.String(),
        "query_name": pl.String(),
        "list_id": pl.String(),
        "entry_id": pl.String(),
        "listed_name": pl.String(),
    }
)
"""One row per name to screen. `deck` is `exact`, `manipulated` or `placebo`; `operator`
says how the name was made. The other columns say which entry must be found, and are
null for a placebo, for which none must be."""

_SPARE: Final = 20
"""Names made besides, in the place of those that turn out to be listed."""


def exact_deck(screener: Screener) -> pl.DataFrame:
    """Return every name of every entry as it is listed, schema `DECK`.

    `operator` is the kind of name. All of them have to be found; where one is not,
    there should be a reason that can be told.

    Example:
        >>> from uyghurscreen import Screener
        >>> exact_deck(Screener(lists=["aspi_tech_giants"]))["listed_name"][0]
        'Alibaba'
    """
    names = names_of(screener.entries).unique(
        ["list_id", "entry_id", "name"], keep="first", maintain_order=True
    )
    return names.select(
        deck=pl.lit("exact"),
        operator="kind",
        query_name="name",
        list_id="list_id",
        entry_id="entry_id",
        listed_name="name",
    )


def manipulated_deck(
    screener: Screener, *, seed: int = 7, per_operator: int = 100
) -> pl.DataFrame:
    """Return listed names as they might be written, schema `DECK`.

    A name that, once changed, is another entry's listed name is left out. Of the others
    some can still be told apart by nobody: read what is missed before calling it an
    error. Weak names take no part: they are found by equality alone.

    Args:
        screener: Whose lists are used.
        seed: The same seed makes the same deck.
        per_operator: Names of each manipulation, at most.

    Example:
        >>> from uyghurscreen import Screener
        >>> deck = manipulated_deck(Screener(lists=["uflpa"]), per_operator=1)
        >>> deck.filter(operator="capitals")["query_name"].str.contains("[a-z.]").any()
        False
    """
    if per_operator < 1:
        raise InputError(f"per_operator={per_operator}: at least one is needed.")
    names = (
        names_of(screener.entries)
        .filter(pl.col("quality") != "weak")
        .unique("name", keep="first", maintain_order=True)
    )
    known = names.select("list_id", "entry_id", "name").rows()
    rows = []
    for operator, change in MANIPULATIONS.items():
        draw = Random(f"{seed} {operator}")
        left = per_operator + _SPARE
        for list_id, entry_id, name in draw.sample(known, len(known)):
            changed = change(name, draw)
            if changed is None or changed == name:
                continue
            rows.append(("manipulated", operator, changed, list_id, entry_id, name))
            left -= 1
            if not left:
                break
    made = pl.DataFrame(rows, schema=DECK, orient="row")
    owners = names.select("entry_id", key=key(fold(names["name"]))).unique()
    anothers = (
        made.select("entry_id", key=key(fold(made["query_name"])))
        .with_row_index("row")
        .join(owners, on="key", suffix="_of_name")
        .filter(pl.col("entry_id") != pl.col("entry_id_of_name"))
    )
    return (
        made.with_row_index("row")
        .join(anothers, on="row", how="anti", maintain_order="left")
        .group_by("operator", maintain_order=True)
        .head(per_operator)
        .select(DECK.names())
    )


def placebo_deck(
    screener: Screener, *, seed: int = 7, count: int = 3_000
) -> pl.DataFrame:
    """Return made-up names that are on no list, schema `DECK`.

    A quarter of each sort: of the region and its trades, of China, of elsewhere, and
    listed names with another brand. Your own supplier files are better still, where
    somebody has looked at their hits.

    Args:
        screener: Whose lists none of the names is on.
        seed: The same seed makes the same deck.
        count: How many names.

    Example:
        >>> from uyghurscreen import Screener
        >>> deck = placebo_deck(Screener(lists=["uflpa"]), count=4)
        >>> deck["operator"].to_list()
        ['in_the_region', 'in_china', 'elsewhere', 'near_a_listed_name']
    """
    if count < 1:
        raise InputError(f"count={count}: at least one is needed.")
    names = names_of(screener.entries)["name"]
    draw = Random(f"{seed} placebo")
    near = near_listed_names(names)
    sorts = {**PLACEBOS, "near_a_listed_name": near} if near else PLACEBOS
    rows = []
    for number in range(count + _SPARE):
        sort = list(sorts)[number % len(sorts)]
        rows.append(("placebo", sort, sorts[sort](draw), None, None, None))
    made = pl.DataFrame(rows, schema=DECK, orient="row")
    listed = key(fold(names)).unique()
    return made.filter(~key(fold(made["query_name"])).is_in(listed.implode())).head(
        count
    )
