"""The board of regional signals: recall against signals on rows that should have none.

    python benchmarks/regions.py        # the testing half, to regions.md
    python benchmarks/regions.py --fit  # the fitting half, to the screen

A case is found if there is a signal, the place expected is named (if the case names
one), and so is the division of the Corps. A clean case should have no signal.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import polars as pl

import uyghurscreen as us
from uyghurscreen.places.xinjiang import units

HERE = Path(__file__).parent
CORPS = "Production and Construction Corps"
BOARD = HERE / "regions.md"
HEAD = """# Region and Corps

The testing half; `python benchmarks/regions.py`. The cases name places of the Region in
their scripts and spellings, postcodes, and the bodies of the Corps; the clean ones are
chosen to mislead: streets named for the Region, other places and brands of the same
spelling, postcodes of other countries, armies. They were typed by the writer of the
tables, from knowledge and before the tables of unclear spellings were finished, and are
no sample of a book of suppliers: both figures are kinder and harsher than that. One
form of postcode (CN-844000) was added after this half was first read.

"""


def load_cases(half: str) -> pl.DataFrame:
    """Return the cases of one half, `fit` or `test`."""
    cases = pl.read_csv(HERE / "cases" / "regions.csv", infer_schema=False)
    side = pl.col("name").map_elements(_half, return_dtype=pl.String)
    clean = pl.col("phenomenon").str.starts_with("clean_")
    return cases.filter(side == half).with_columns(clean=clean).with_row_index("id")


def judge(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the cases with `right`: found if they should be, silent if not."""
    found = us.region(cases, name="name", address="address", country="country", id="id")
    names = dict(units().select("place", "name").iter_rows())
    judged = cases.join(found, left_on="id", right_on="query_id", how="left").sort("id")
    expected = pl.col("expected").replace(names)
    shown = pl.concat_str(
        "prefecture", "county", "evidence", separator=" ", ignore_nulls=True
    )
    place = pl.col("expected").is_null() | shown.str.contains(expected, literal=True)
    division = pl.col("division").cast(pl.Int64)
    corps = division.is_null() | (pl.col("xpcc_division") == division).fill_null(False)
    signal = pl.col("evidence").is_not_null()
    return judged.with_columns(
        right=pl.when("clean").then(~signal).otherwise(signal & place & corps)
    )


def board(judged: pl.DataFrame) -> str:
    """Return the board of some judged cases as Markdown."""
    lines = ["| cases | number | right |", "|---|---|---|"]
    groups = [
        ("all that have a signal", judged.filter(~pl.col("clean"))),
        ("all that should have none", judged.filter("clean")),
    ]
    groups += [
        (str(key[0]), group)
        for key, group in judged.sort("clean", "phenomenon").group_by(
            "phenomenon", maintain_order=True
        )
    ]
    for name, group in groups:
        lines.append(f"| {name} | {group.height} | {group['right'].mean():.3f} |")
    return "\n".join([*lines, ""])


def corps(cases: pl.DataFrame) -> str:
    """Return what name screening and signals find of the Corps, as Markdown."""
    chosen = cases.filter(
        pl.col("phenomenon").str.starts_with("xpcc")
        | pl.col("phenomenon").is_in(["clean_army", "clean_plain"])
    )
    hits = us.screen(chosen, name="name", id="id", lists=["uflpa"], limit=1)
    of_the_corps = hits.filter(pl.col("entry_name").str.contains(CORPS))
    judged = judge(chosen).join(
        of_the_corps, left_on="id", right_on="query_id", how="left"
    )
    hit = pl.col("entry_name").is_not_null()
    table = judged.group_by("phenomenon").agg(
        number=pl.len(),
        hit=hit.mean(),
        either=(hit | pl.col("evidence").is_not_null()).mean(),
    )
    lines = [
        "",
        "## The Corps: name hits, and signals",
        "",
        "Name screening finds the UFLPA entry of the Corps where a name says so; bare",
        "numbers, cities and holdings are signals only.",
        "",
        "| cases | number | name hit | name hit or signal |",
        "|---|---|---|---|",
    ]
    for name, number, hits_, either in table.sort("phenomenon").iter_rows():
        lines.append(f"| {name} | {number} | {hits_:.3f} | {either:.3f} |")
    return "\n".join([*lines, ""])


def _half(text: str) -> str:
    return "fit" if hashlib.sha256(text.encode()).digest()[0] % 2 else "test"


if __name__ == "__main__":
    if "--fit" in sys.argv:
        judged = judge(load_cases("fit"))
        print(board(judged), corps(load_cases("fit")))
        for row in judged.filter(~pl.col("right")).iter_rows(named=True):
            print(
                f"{row['phenomenon']} {row['name']} | {row['address']} | "
                f"{row['expected']} {row['division']} | {row['evidence']}"
            )
    else:
        cases = load_cases("test")
        BOARD.write_text(HEAD + board(judge(cases)) + corps(cases), encoding="utf-8")
