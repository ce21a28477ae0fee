"""The companies of the embedded lists, and which of them are listed on the board.

All lists are read, the default ones and the others. One company on two lists is one:
names that are the same but for legal forms make their entries one. Persons are left out
where a list writes them as persons (`SURNAME, Given`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from uyghurscreen.lists import entries as entries_of
from uyghurscreen.lists import versions
from uyghurscreen.lists.records import names_of
from workload.telling import core, core_key

HELD_OUT = 0.2
"""Share of the companies that are never listed: their names are clean, and hard."""

_PERSON = r"^[^,]*\p{Lu}{2,}[^,\p{Ll}]*, \p{Lu}\p{Ll}"
_OTHER_SCRIPT = r"\p{Han}|\p{Cyrillic}|\p{Arabic}"


@dataclass(frozen=True)
class Real:
    """Real names.

    Attributes:
        listed: Columns `name` and `entity`, of the companies that may be listed.
        native: The same, of names in other scripts that are not listed: of every
            second company that has any, beside its listed names in Latin letters.
        held_out: The same, of companies that are not listed.
    """

    listed: pl.DataFrame
    native: pl.DataFrame
    held_out: pl.DataFrame


@cache
def real(seed: int) -> Real:
    """Return the real names, parted by a seed."""
    every = companies()
    ids = every["entity"].unique().sort().sample(fraction=1, shuffle=True, seed=seed)
    out = ids.head(int(len(ids) * HELD_OUT))
    kept = every.filter(~pl.col("entity").is_in(out.implode()))
    foreign = pl.col("name").str.contains(_OTHER_SCRIPT)
    latin = kept.filter(~foreign)["entity"].unique()
    spoken = kept.filter(foreign & pl.col("entity").is_in(latin.implode()))
    chosen = spoken["entity"].unique().sort().sample(fraction=0.5, seed=seed)
    native = kept.filter(foreign, pl.col("entity").is_in(chosen.implode()))
    return Real(
        listed=kept.join(native, on=["name", "entity"], how="anti"),
        native=native,
        held_out=every.filter(pl.col("entity").is_in(out.implode())),
    )


@cache
def companies() -> pl.DataFrame:
    """Return every name of every company: `name`, `entity`; no two are one name."""
    entries = pl.concat([entries_of(list_id) for list_id in versions()["list_id"]])
    persons = entries.filter(pl.col("entry_name").str.contains(_PERSON))["entry_id"]
    names = (
        names_of(entries)
        .filter(
            pl.col("quality") != "weak",
            pl.col("name").str.len_chars().is_between(4, 120),
            ~pl.col("entry_id").is_in(persons.implode()),
            ~pl.col("name").str.contains(_PERSON),
        )
        .select("entry_id", "name")
    )
    names = names.filter(core(names["name"]).str.len_chars() > 1)
    names = names.with_columns(core=core_key(names["name"]), entity="entry_id")
    while True:  # until names and entries agree
        joined = names.with_columns(
            pl.col("entity").min().over("entry_id")
        ).with_columns(pl.col("entity").min().over("core"))
        if joined["entity"].equals(names["entity"]):
            break
        names = joined
    return (
        names.sort("entity", "name")
        .unique("core", keep="first", maintain_order=True)
        .select("name", "entity")
    )
