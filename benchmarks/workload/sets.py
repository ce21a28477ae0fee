"""The two kinds of sets: hard ones for recall, large ones for speed.

A **recall set** has 2,000 variants of listed names and 10,000 clean names, seven in ten
of them real. A **volume set** has any number of names, 2 % of them variants; its clean
names are made, but for 2 % of all that are real, or as many as there are. Everything
follows from the number of listed names and a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
from numpy.random import Generator

from workload import clean
from workload.entities import companies, real
from workload.made import made_names
from workload.noise import KINDS, NATIVE
from workload.telling import Companies, core_key

VARIANTS = 0.02
"""Share of the names of a volume set that are variants."""

RECALL_VARIANTS, RECALL_CLEAN = 2_000, 10_000

_CHUNK = 250_000
_SCHEMA = pl.Schema({"name": pl.String(), "entity": pl.String(), "kind": pl.String()})


@dataclass(frozen=True)
class Workload:
    """Where listed names and queries are.

    Attributes:
        listed: A Parquet file of `name` and `entity`.
        queries: A Parquet file of `name`, `entity` (null for a clean name), and `kind`:
            how a variant was spoilt, or where a clean name is from.
    """

    listed: Path
    queries: Path

    def judged(self) -> pl.DataFrame:
        """Return the queries' `entity` and `kind`, without their names."""
        return pl.read_parquet(self.queries, columns=["entity", "kind"])


def recall_set(listed: int, seed: int, folder: Path) -> Workload:
    """Return a hard set, written to a folder unless it is there."""
    return _written(folder / f"recall-{listed}-{seed}", listed, seed, None)


def volume_set(listed: int, queries: int, seed: int, folder: Path) -> Workload:
    """Return a large set, written to a folder, piece by piece, unless it is there."""
    return _written(folder / f"volume-{listed}-{queries}-{seed}", listed, seed, queries)


def _written(folder: Path, listed: int, seed: int, queries: int | None) -> Workload:
    made = Workload(folder / "listed.parquet", folder / "queries.parquet")
    if made.queries.exists():
        return made
    import pyarrow.parquet

    folder.mkdir(parents=True, exist_ok=True)
    source = _Source(listed, seed)
    source.listed.write_parquet(made.listed)
    chunks = source.hard() if queries is None else source.volume(queries)
    unfinished = made.queries.with_suffix(".part")
    schema = pl.DataFrame(schema=_SCHEMA).to_arrow().schema
    with pyarrow.parquet.ParquetWriter(unfinished, schema) as writer:
        for chunk in chunks:
            writer.write_table(chunk.select(_SCHEMA.names()).to_arrow())
    unfinished.replace(made.queries)
    return made


class _Source:
    """Listed names, and the chunks of queries to them."""

    def __init__(self, listed: int, seed: int) -> None:
        self._chance, self._draw = Random(seed), np.random.default_rng(seed)
        self._real = real(seed)
        self.listed = _listed(self._real.listed, listed, seed, self._draw)
        made = self.listed.filter(pl.col("entity").str.starts_with("made"))
        every = pl.concat([companies(), made])
        self._companies = Companies(every["name"], every["entity"])
        own = pl.concat([self._real.listed, self._real.native, made])
        self._keys = core_key(own["name"]).unique().implode()
        native = self._real.native.filter(
            pl.col("entity").is_in(self.listed["entity"].unique().implode())
        )
        self._native = native.select("name", "entity").rows()
        self._rows = self.listed.select("name", "entity").rows()

    def hard(self) -> Iterator[pl.DataFrame]:
        parts = [self._variants(RECALL_VARIANTS)]
        left = RECALL_CLEAN
        for kind, names, most in (
            ("clean: held out", self._held_out(), 3_000),
            ("clean: plain case", clean.plain_cases(), 2_000),
            ("clean: trade", clean.trade_names(), 3_000),
        ):
            some = self._clean(names, kind).sample(
                fraction=1, shuffle=True, seed=self._chance.getrandbits(31)
            )
            parts.append(some.head(min(most, left)))
            left -= parts[-1].height
        yield self._shuffled([*parts, self._made(left)])

    def volume(self, queries: int) -> Iterator[pl.DataFrame]:
        hard = pl.concat(
            [
                self._clean(self._held_out(), "clean: held out"),
                self._clean(clean.trade_names(), "clean: trade"),
            ]
        ).sample(fraction=1, shuffle=True, seed=self._chance.getrandbits(31))
        share = min(VARIANTS, hard.height / queries)
        at = 0
        for start in range(0, queries, _CHUNK):
            size = min(_CHUNK, queries - start)
            wanted = int(size * VARIANTS)
            some = hard.slice(at, int(size * share))
            at += some.height
            made = self._made(size - wanted - some.height)
            yield self._shuffled([self._variants(wanted), some, made])

    def _held_out(self) -> pl.Series:
        return self._real.held_out["name"]

    def _clean(self, names: pl.Series, kind: str) -> pl.DataFrame:
        """Return names that are no listed company's, each once."""
        names = names.unique(maintain_order=True)
        return (
            names.filter(~core_key(names).is_in(self._keys))
            .alias("name")
            .to_frame()
            .select("name", entity=pl.lit(None, pl.String), kind=pl.lit(kind))
        )

    def _made(self, count: int) -> pl.DataFrame:
        found = pl.DataFrame(schema=_SCHEMA)
        while found.height < count:
            names = made_names(count - found.height + 100, self._draw)
            found.extend(self._clean(names, "clean: made"))
        return found.head(count)

    def _variants(self, count: int) -> pl.DataFrame:
        """Return as many variants of each kind; those that tell nothing are redrawn."""
        kinds = [*KINDS, NATIVE] if self._native else list(KINDS)
        missing = [kinds[i % len(kinds)] for i in range(count)]
        found: list[tuple[str, str, str]] = []
        for _ in range(50):
            tried = [self._spoilt(kind) for kind in missing]
            told = self._companies.told(
                [variant for variant, _, _ in tried],
                [name for _, name, _ in tried],
                [entity for _, _, entity in tried],
            )
            found += [
                (variant, entity, kind)
                for (variant, _, entity), kind, good in zip(
                    tried, missing, told, strict=True
                )
                if good
            ]
            missing = [k for k, good in zip(missing, told, strict=True) if not good]
            if not missing:
                return pl.DataFrame(found, schema=_SCHEMA, orient="row")
        raise RuntimeError(f"no variants of these kinds can be made: {set(missing)}")

    def _spoilt(self, kind: str) -> tuple[str, str, str]:
        """Return a variant, what it was made of, and whose it is."""
        while True:
            if kind == NATIVE:
                name, entity = self._chance.choice(self._native)
                return name, name, entity
            name, entity = self._chance.choice(self._rows)
            variant = KINDS[kind](name, self._chance)
            if variant and (variant != name or kind == "exact"):
                return variant, name, entity

    def _shuffled(self, parts: list[pl.DataFrame]) -> pl.DataFrame:
        together = pl.concat(parts)
        order = self._draw.permutation(together.height)
        return together.select(pl.all().gather(pl.Series(order)))


def _listed(
    names: pl.DataFrame, count: int, seed: int, draw: Generator
) -> pl.DataFrame:
    if names.height >= count:
        return names.sample(count, seed=seed, shuffle=True)
    more = made_names(2 * (count - names.height), draw)
    key = core_key(more)
    fresh = key.is_first_distinct() & ~key.is_in(
        core_key(companies()["name"]).implode()
    )
    more = more.filter(fresh).head(count - names.height)
    made = pl.DataFrame(
        {"name": more, "entity": "made " + pl.Series(range(len(more))).cast(pl.String)}
    )
    return pl.concat([names, made])
