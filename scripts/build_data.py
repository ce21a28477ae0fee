"""Turn `lists/` and the raw publications into `src/uyghurscreen/data/`.

    python scripts/build_data.py                     # raw files in ../shared/sources
    python scripts/build_data.py --raw DIR
    python scripts/build_data.py --check             # differences only, exit 1 if any

Every list is parsed by the code the package ships, reconciled, joined with its native
names, checked, and written as sorted CSV; `MANIFEST.json` says from what. What the
sources disagree about, and what could not be read, goes to `lists/<list_id>/reports/`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from uyghurscreen.lists import (
    aspi_brands,
    aspi_sites,
    aspi_tech_giants,
    aspi_universities,
    assembly,
    entity_list,
    snapshot,
)
from uyghurscreen.lists.list_info import RawFile
from uyghurscreen.names.normalize import fold

ROOT = Path(__file__).parents[1]
LISTS = ROOT / "lists"
DATA = ROOT / "src" / "uyghurscreen" / "data"
RAW = ROOT.parent / "shared" / "sources"
FIRST_LISTED = LISTS / "uflpa" / "first_listed.csv"
SITES = "aspi/xjdp/CampDataset_v1.csv"


def build(raw: Path) -> dict[Path, bytes]:
    """Return every generated file, by its path."""
    out: dict[Path, bytes] = {}
    out.update(_lexicon())
    repairs = LISTS / "entity_list" / "repairs.csv"
    out[DATA / "entity_list_repairs.csv"] = repairs.read_bytes()
    out[DATA / "uflpa_first_listed.csv"] = FIRST_LISTED.read_bytes()
    calendar = LISTS / "affiliates_rule" / "bis_affiliates.csv"
    out[DATA / calendar.name] = calendar.read_bytes()
    for path in sorted((LISTS / "relations").glob("*.csv")):
        out[DATA / "relations" / path.name] = path.read_bytes()
    infos = []
    all_names: list[str] = []
    for list_id, entries, reports in _parsed(raw):
        meta = yaml.safe_load((LISTS / list_id / "list.yml").read_text("utf-8"))
        probes = tuple(meta["probes"])
        snapshot.check(entries, list_id, min_entries=meta["min_entries"], probes=probes)
        native = LISTS / list_id / "native_names.csv"
        named = entries
        if native.exists():
            out[DATA / f"{list_id}.native.csv"] = native.read_bytes()
            named = assembly.with_names_we_add(list_id, entries, native.read_bytes())
        info, written = snapshot.make(_facts(list_id, meta), named, _raw(meta, raw))
        out.update({DATA / name: data for name, data in written.items()})
        for name, report in reports.items():
            path = LISTS / list_id / "reports" / f"{name}.csv"
            out[path] = report.write_csv(line_terminator="\n").encode()
        all_names += (name["name"] for row in named["names"] for name in row)
        infos.append(info.model_dump(mode="json", exclude={"stored_at"}))
        print(
            f"{list_id}: {info.listed:,} listed, "
            f"{info.entries:,} entries, {info.names:,} names"
        )
    out[DATA / "frequencies" / "names.csv"] = _frequencies(all_names)
    sites = aspi_sites.parse((raw / SITES).read_bytes())
    out[DATA / "aspi_sites.csv"] = sites.write_csv(line_terminator="\n").encode()
    manifest = json.dumps({"lists": infos}, indent=1, ensure_ascii=False) + "\n"
    out[DATA / "MANIFEST.json"] = manifest.encode()
    return out


def _parsed(raw: Path) -> Iterator[tuple[str, pl.DataFrame, dict[str, pl.DataFrame]]]:
    """Yield each list: its id, its entries, and its reports by name."""
    ecfr = (raw / "bis/ecfr_supp4_2026-07-09.xml").read_bytes()
    screening = assembly.screening_lists_of(
        (raw / "bis/csl_2026-07-31.json").read_bytes()
    )
    merged, disagreements = assembly.entity_list_of(ecfr, screening)
    counts = entity_list.alias_counts(ecfr).filter(~pl.col("agrees"))
    reports = {"disagreements": disagreements, "alias_counts": counts.drop("raw")}
    yield "entity_list", merged, reports
    page = (raw / "uflpa/dhs_uflpa_2026-07-24.html").read_bytes()
    yield "uflpa", assembly.uflpa_of(page, FIRST_LISTED.read_bytes()), {}
    misp = raw / "aspi/unitracker/misp_china-defence-universities.json"
    yield "aspi_universities", aspi_universities.parse(misp.read_bytes()), {}
    companies = raw / "aspi/techmap/China_correct.json"
    yield "aspi_tech_giants", aspi_tech_giants.parse(companies.read_bytes()), {}
    brands = raw / "aspi/uyghurs_for_sale/brands_2020-03.csv"
    yield "aspi_brands", aspi_brands.parse(brands.read_bytes()), {}
    for list_id, entries in screening.items():
        if list_id != assembly.ENTITY_LIST_OF_CSL:
            yield list_id, entries, {}


def _facts(list_id: str, meta: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in meta.items() if key != "raw"}
    return {"list_id": list_id, **told, "as_of": date.fromisoformat(meta["as_of"])}


def _raw(meta: dict[str, Any], raw: Path) -> list[RawFile]:
    return [
        RawFile(sha256=_sha256((raw / item["file"]).read_bytes()), **item)
        for item in meta["raw"]
    ]


def _lexicon() -> dict[Path, bytes]:
    """Return the lexicon tables as shipped: without sources and notes, sorted."""
    out = {}
    for path in sorted((LISTS / "lexicon").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kept = [k for k in rows[0] if k not in ("source", "note", "reason")]
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(kept)
        writer.writerows(sorted({tuple(row[k] for k in kept) for row in rows}))
        out[DATA / "lexicon" / path.name] = buffer.getvalue().encode()
    return out


def _frequencies(names: list[str]) -> bytes:
    """Return the words that several names of all lists share, with their counts."""
    words = (
        fold(pl.Series(names).unique())
        .str.extract_all(r"[a-z]{2,}")
        .list.unique()
        .explode()
        .drop_nulls()
        .alias("word")
    )
    counts = words.value_counts(name="count").filter(pl.col("count") > 2)
    return counts.sort("word").write_csv(line_terminator="\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    """Build, then write or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--raw", type=Path, default=RAW)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    built = build(arguments.raw)
    stale = [p for p, data in built.items() if not p.exists() or p.read_bytes() != data]
    for path in stale:
        print(f"{'differs' if arguments.check else 'wrote'}: {path.relative_to(ROOT)}")
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(built[path])
    return int(arguments.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
