"""Seeded names for the throughput board: listed names, noisy variants, clean names.

Listed names are those of the embedded lists, all of them, filled up with made ones.
Every fifth entity is never listed: its names are clean, and hard. The rest of the clean
names are made of places, brands, trades and legal forms, a fifth as likely as the one
before; names that are listed but for their legal form are thrown away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from uyghurscreen.lists import embedded, snapshot
from uyghurscreen.lists.records import names_of
from uyghurscreen.names.normalize import fold, key

VARIANTS = 0.02
"""Share of the queries that are variants of a listed name."""

PLACES = (  # noqa: SIM905 - easier to read
    "Xinjiang Shanghai Beijing Shenzhen Guangdong Zhejiang Jiangsu Shandong Hebei "
    "Wuhan Chengdu Tianjin Dongguan Ningbo Suzhou Hangzhou Moscow Istanbul Dubai "
    "Hanoi Delhi Milan Lyon Osaka Busan Lagos Cairo Houston Leeds Hamburg"
).split()
SYLLABLES = (  # noqa: SIM905 - easier to read
    "hua xin tai da long feng yuan sheng bao jin hong guang kang lian rui tian "
    "ming zhong mar vel tor kan dex lum pra sol vi ron nex bel gar mont ko ster "
    "wil ham ber ton"
).split()
TRADES = (  # noqa: SIM905 - easier to read
    "Trading Technology Textile Electronics Machinery Garment Chemical Food "
    "Logistics Metal Plastic Furniture Solar Energy Medical Software Packaging "
    "Toys Footwear Auto Parts Import Export Industrial Engineering Construction "
    "Agriculture Marine Paper"
).split()
FORMS = [
    "Co., Ltd.",
    "Ltd",
    "LLC",
    "Inc.",
    "GmbH",
    "Limited",
    "S.A.",
    "Corp.",
    "OOO",
    "",
]
SHORT = {
    "Technology": "Tech",
    "International": "Intl",
    "Company": "Co",
    "Import": "Imp",
}
_LEGAL = re.compile(r"(?i)[\s,]*\b(co|ltd|limited|llc|inc|corp|company|jsc)\b\.?")


@dataclass(frozen=True)
class Workload:
    """Listed names and queries.

    Attributes:
        listed: Columns `name` and `entity`.
        queries: Columns `name` and `entity`, null for a clean name.
    """

    listed: pl.DataFrame
    queries: pl.DataFrame


def workload(listed: int, queries: int, seed: int) -> Workload:
    """Return a workload; the same for the same arguments."""
    draw = np.random.default_rng(seed)
    known, held_back = _real(draw)
    if known.height < listed:
        made = _made(listed - known.height, draw)
        known = pl.concat(
            [
                known,
                pl.DataFrame({"name": made, "entity": [f"made {m}" for m in made]}),
            ]
        )
    else:
        known = known.sample(listed, seed=seed, shuffle=True)
    variants = int(queries * VARIANTS)
    rows = draw.integers(0, known.height, variants)
    spoiled = [
        _spoilt(known["name"][int(row)], i, draw) for i, row in enumerate(rows.tolist())
    ]
    positive = pl.DataFrame({"name": spoiled, "entity": known["entity"].gather(rows)})
    cores = set(_core(known["name"]))
    clean = pl.Series([], dtype=pl.String)
    while len(clean) < queries - variants:
        more = pl.Series(_made(queries - variants - len(clean) + 1_000, draw))
        if clean.is_empty():
            hard = held_back.head((queries - variants) // 10)
            more = pl.concat([hard.alias(more.name), more])
        clean = pl.concat([clean, more.filter(~_core(more).is_in(cores))])
    negative = clean.head(queries - variants).alias("name").to_frame()
    every = pl.concat([positive, negative], how="diagonal")
    return Workload(known, every.sample(fraction=1, shuffle=True, seed=seed))


def _core(names: pl.Series) -> pl.Series:
    return key(fold(names.str.replace_all(_LEGAL.pattern, "")))


def _real(draw: np.random.Generator) -> tuple[pl.DataFrame, pl.Series]:
    """Return listed names with their entity, and names of entities left out."""
    frames = [
        snapshot.verified(info, embedded.read_files(info))
        for info in embedded.manifest().lists
    ]
    names = names_of(pl.concat(frames)).filter(
        pl.col("quality") != "weak", pl.col("name").str.len_chars().is_between(5, 120)
    )
    # One company on two lists is one entity: they have a name in common.
    names = names.with_columns(core=_core(names["name"]))
    entity = names.group_by("core").agg(pl.col("entry_id").min().alias("entity"))
    named = (
        names.join(entity, on="core")
        .with_columns(pl.col("entity").min().over("entry_id"))
        .with_columns(pl.col("entity").min().over("core"))
        .unique("core", keep="first", maintain_order=True)
        .sort("entity", "name")
    )
    out = named["entity"].unique().sort().gather_every(5).implode()
    left_out = named.filter(pl.col("entity").is_in(out))["name"]
    kept = named.filter(~pl.col("entity").is_in(out)).select("name", "entity")
    return kept, left_out.sample(fraction=1, shuffle=True, seed=draw.integers(1 << 30))


def _made(count: int, draw: np.random.Generator) -> list[str]:
    def some(words: list[str], skew: float = 0.8) -> list[str]:
        odds = 1 / np.arange(1, len(words) + 1) ** skew
        return list(
            np.array(words)[draw.choice(len(words), count, p=odds / odds.sum())]
        )

    parts = zip(
        some(PLACES),
        some(SYLLABLES, 0.4),
        some(SYLLABLES, 0.4),
        some(SYLLABLES, 0.4),
        some(TRADES, 0.6),
        some(TRADES, 0.6),
        some(FORMS),
        draw.random((count, 3)).tolist(),
        strict=True,
    )
    names = []
    for place, one, two, three, trade, other, form, (p, q, r) in parts:
        brand = f"{one}{two}{three if p < 0.5 else ''}".title()
        words = [place] if q < 0.5 else []
        words += [brand, trade] + ([other] if r < 0.4 else []) + [form]
        names.append(" ".join(words).strip())
    return names


def _spoilt(name: str, number: int, draw: np.random.Generator) -> str:
    """Return a name as a supplier file may have it, in one of ten ways."""
    words = _LEGAL.sub("", name).split() or [name]
    at = int(draw.integers(len(words)))
    match number % 10:
        case 0:
            return name.upper().replace(".", "").replace(",", "")
        case 1:
            return _slip(name, draw)
        case 2:
            return _slip(_slip(name, draw), draw)
        case 3:
            return " ".join(words[1:] + words[:1])
        case 4:
            return " ".join(w for i, w in enumerate(words) if i != at) or name
        case 5:
            return " ".join(
                [*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]]
            )
        case 6:
            middle = len(words[at]) // 2
            return name.replace(
                words[at], f"{words[at][:middle]} {words[at][middle:]}", 1
            )
        case 7:
            return " ".join([*words, FORMS[int(draw.integers(len(FORMS)))]]).strip()
        case 8:
            return " ".join(SHORT.get(word, word) for word in words)
        case _:
            return f"{name} {PLACES[int(draw.integers(len(PLACES)))]} Branch"


def _slip(name: str, draw: np.random.Generator) -> str:
    at = int(draw.integers(max(len(name) - 1, 1)))
    letter = "abcdefghijklmnopqrstuvwxyz"[int(draw.integers(26))]
    match int(draw.integers(4)):
        case 0:
            return name[:at] + letter + name[at + 1 :]
        case 1:
            return name[:at] + name[at + 1 :]
        case 2:
            return name[:at] + letter + name[at:]
        case _:
            return (
                name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
            )
