"""Count the grams of the names of every embedded list, as the package reads them.

    python scripts/build_grams.py                    # after build_data.py
    python scripts/build_grams.py --check            # differences only, exit 1 if any

The table weighs the grams of names of any version of these lists (`gram_counts.py`):
who changes how listed names are read, or the lists themselves, writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

from uyghurscreen.lists import embedded, snapshot
from uyghurscreen.lists.catalog import DEFAULT_LISTS
from uyghurscreen.lists.records import names_of
from uyghurscreen.matching.gram_counts import COUNTED, Count
from uyghurscreen.matching.listed_names import counts_of, read_names

DATA = Path(__file__).parents[1] / "src" / "uyghurscreen" / "data"
TABLE = DATA / "frequencies" / "grams.parquet"


def build() -> pl.DataFrame:
    """Return the table, schema `COUNTED`."""
    others = {info.list_id for info in embedded.manifest().lists} - set(DEFAULT_LISTS)
    parts = [pl.DataFrame(schema=COUNTED)]
    for ids in (DEFAULT_LISTS, *((list_id,) for list_id in sorted(others))):
        names = pl.concat([_names(list_id) for list_id in ids])
        counts = counts_of(names, read_names(names["name"].unique()))
        parts += [_rows(" ".join(ids), view, count) for view, count in counts.items()]
    return pl.concat(parts)


def _names(list_id: str) -> pl.DataFrame:
    info = embedded.find(list_id)
    assert info is not None
    return names_of(snapshot.verified(info, embedded.read_files(info)))


def _rows(lists: str, view: str, count: Count) -> pl.DataFrame:
    gaps = np.diff(count.grams.astype(np.int64), prepend=0)
    columns = {"gap": gaps, "count": count.of}
    told = {"lists": lists, "view": view, "names": count.names}
    rows = pl.DataFrame(columns).with_columns(**{k: pl.lit(v) for k, v in told.items()})
    return rows.select(pl.col(name).cast(kind) for name, kind in COUNTED.items())


def main() -> int:
    """Build the table, then write or compare."""
    built = build()
    # The file names the version of polars that wrote it, so its rows are compared.
    if TABLE.exists() and pl.read_parquet(TABLE).equals(built):
        return 0
    check = sys.argv[1:] == ["--check"]
    print(f"{'differs' if check else 'wrote'}: {TABLE.relative_to(DATA)}")
    if not check:
        built.write_parquet(TABLE, compression="zstd", compression_level=19)
    return int(check)


if __name__ == "__main__":
    sys.exit(main())
