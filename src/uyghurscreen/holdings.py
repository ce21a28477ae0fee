"""A caller's table of owners, checked: who holds what share of whom.

Nothing is lost in silence. Values that cannot be meant are refused, with their row;
rows that cannot be used, or contradict each other, are told of in a warning, and
`problems` lists all of them.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.frames import text_column, to_frame
from uyghurscreen.lists.selection import Wanted, parse_day
from uyghurscreen.names.normalize import fold

__all__ = ["Holdings", "OwnershipWarning", "read_holdings"]

_NO_NAME, _SELF, _LATER, _OLDER, _TWICE, _DIFFER, _OVER, _SMALL = (
    "no owner or no company: left out",
    "a company that owns itself: left out",
    "dated after as_of: left out",
    "a later row says what is held: left out",
    "says what another row says: left out",
    "rows differ on the share: the largest is used",
    "owners hold more than 100 %: used as given",
    "no share is above 1: percent are meant, not fractions",
)
_UNTOLD: Final = (_OLDER, _TWICE)
"""Of no consequence, so they are listed, but not warned of."""

_MOST: Final = 100.5
"""The sum of all shares, in percent; published ones are rounded."""


class OwnershipWarning(UserWarning):
    """Something in a table of owners is left out or contradictory, or is to judge."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """A table of owners, ready to compute with.

    Attributes:
        names: One name for each company, owners among them, in a fixed order: a company
            is its place in it. Names that differ in case or punctuation alone are one.
        places: The place of each spelling: `name`, `place`.
        edges: One row per holding: `owner` and `owned` (places in `names`), `percent`
            (null where not known), `label` (what a path shows).
        differing: Companies of which rows gave differing shares.
        over: Companies whose owners hold more than 100 %.
        problems: One row per row with a problem: `row`, `owner`, `owned`, `percent`,
            `problem`.
    """

    names: pl.Series
    places: pl.DataFrame
    edges: pl.DataFrame
    differing: pl.Series
    over: pl.Series
    problems: pl.DataFrame

    def warn(self, stacklevel: int = 3) -> None:
        """Warn of the problems, in one warning with a count of each."""
        told = self.problems.filter(~pl.col("problem").is_in(_UNTOLD))
        if told.is_empty():
            return
        counts = told.group_by("problem").agg(pl.len(), first=pl.col("row").min())
        parts = [
            f"{count:,} x {problem} (first in row {first})"
            for problem, count, first in counts.sort("problem").iter_rows()
        ]
        warnings.warn(
            f"table of owners: {'; '.join(parts)}. ownership.problems() lists all.",
            OwnershipWarning,
            stacklevel=stacklevel,
        )


def read_holdings(
    data: object,
    *,
    owner: str,
    owned: str,
    percent: str,
    source: str | None,
    dated: str | None,
    as_of: Wanted | None,
) -> Holdings:
    """Read and check a table of owners.

    Args:
        data: See `frames.to_frame`.
        owner: The column of owners' names.
        owned: The column of the names of what they own.
        percent: The column of shares in percent; null or empty where not known.
        source: A column that says where a row is from, for paths.
        dated: A column of days; the latest row of a pair of companies counts.
        as_of: Rows dated after this day are left out.

    Raises:
        ColumnNotFoundError: If a column is missing.
        InputError: If a column is of the wrong type, or holds values that cannot be.
    """
    frame = to_frame(data, name=owner)
    rows = pl.DataFrame(
        {
            "row": pl.int_range(frame.height, dtype=pl.Int64, eager=True),
            "owner": _names(frame, owner, "owner"),
            "owned": _names(frame, owned, "owned"),
            "percent": _percents(frame, percent),
            "source": _texts(frame, source, "source"),
            "dated": _days(frame, dated),
        }
    )
    companies = _companies(rows)
    places = companies.select("name", "place")
    rows = rows.join(
        places.rename({"name": "owner", "place": "o"}), on="owner", how="left"
    ).join(places.rename({"name": "owned", "place": "c"}), on="owned", how="left")
    rows = rows.sort("row").with_columns(problem=pl.lit(None, pl.String))
    rows = _mark(rows, (pl.col("owner") == "") | (pl.col("owned") == ""), _NO_NAME)
    rows = _mark(rows, pl.col("o") == pl.col("c"), _SELF)
    if as_of is not None:
        rows = _mark(rows, pl.col("dated") > parse_day(as_of), _LATER)
    rows = _one_per_pair(rows)
    used = pl.col("used")
    sums = rows.filter(used).group_by("c").agg(pl.col("percent").sum())
    over = sums.filter(pl.col("percent") > _MOST)["c"].sort()
    rows = _mark(rows, used & pl.col("c").is_in(over.implode()), _OVER)
    most = rows.filter(used)["percent"].max()
    if isinstance(most, float) and 0 < most <= 1:
        rows = _mark(rows, used & (pl.col("percent") > 0), _SMALL)
    told = ["row", "owner", "owned", "percent", "problem"]
    return Holdings(
        names=companies.unique("place", keep="first", maintain_order=True)["name"],
        places=places,
        edges=rows.filter(used)
        .select(owner="o", owned="c", percent="percent", label=_label())
        .sort("owner", "owned"),
        differing=rows.filter(used, pl.col("problem") == _DIFFER)["c"].unique().sort(),
        over=over,
        problems=rows.filter(pl.col("problem").is_not_null()).select(told),
    )


def _companies(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each name with its company: `name, place`, sorted by both.

    Where spellings differ, the first in the alphabet is shown: that does not depend on
    the order of the rows.
    """
    names = pl.concat([rows["owner"], rows["owned"]]).alias("name").unique()
    folded = fold(names)
    # A name without letters or digits is told by its text.
    keys = folded.zip_with(folded != "", names)
    return (
        pl.DataFrame({"name": names, "key": keys})
        .filter(pl.col("name") != "")
        .with_columns(place=pl.col("key").rank("dense").cast(pl.Int64) - 1)
        .select("name", "place")
        .sort("place", "name")
    )


def _one_per_pair(rows: pl.DataFrame) -> pl.DataFrame:
    """Mark all but one row of each pair of companies; `used` is true of that one.

    The latest counts; among those a share that is known, then the largest.
    """
    pair = ["o", "c"]
    usable = rows.filter(pl.col("problem").is_null())
    # Most pairs have one row; only the others are looked at.
    repeated = (
        usable.filter(pl.struct(pair).is_duplicated())
        .sort(
            *pair,
            "dated",
            "percent",
            "source",
            "row",
            descending=[False, False, True, True, False, False],
            nulls_last=True,
        )
        .with_columns(
            newest=pl.col("dated").eq_missing(pl.col("dated").first().over(pair)),
            place=pl.int_range(pl.len()).over(pair),
        )
    )
    values = pl.col("percent").n_unique().over([*pair, "newest"])
    verdict = repeated.select(
        "row",
        beaten=pl.col("place") > 0,
        told=pl.when(~pl.col("newest"))
        .then(pl.lit(_OLDER))
        .when(values > 1)
        .then(pl.lit(_DIFFER))
        .when(pl.col("place") > 0)
        .then(pl.lit(_TWICE)),
    )
    return rows.join(verdict, on="row", how="left", maintain_order="left").with_columns(
        problem=pl.coalesce("problem", "told"),
        used=pl.col("problem").is_null() & ~pl.col("beaten").fill_null(False),
    )


def _mark(rows: pl.DataFrame, where: pl.Expr, problem: str) -> pl.DataFrame:
    first = pl.col("problem").is_null() & where.fill_null(False)
    return rows.with_columns(
        problem=pl.when(first).then(pl.lit(problem)).otherwise("problem")
    )


def _names(frame: pl.DataFrame, column: str, role: str) -> pl.Series:
    names = text_column(frame, column, role=role)
    return names.fill_null("").str.replace_all(r"\s+", " ").str.strip_chars()


def _texts(frame: pl.DataFrame, column: str | None, role: str) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    return text_column(frame, column, role=role)


def _percents(frame: pl.DataFrame, column: str) -> pl.Series:
    if column not in frame.columns:
        raise ColumnNotFoundError(
            f"percent={column!r}: no such column. The frame has {frame.columns}."
        )
    given = frame[column]
    if given.dtype == pl.String:
        text = given.str.strip_chars().str.strip_suffix("%").str.strip_chars()
        given = text.replace("", None)
    elif not (given.dtype.is_numeric() or given.dtype == pl.Null):
        raise InputError(f"percent={column!r}: this column holds {given.dtype}.")
    numbers = given.cast(pl.Float64, strict=False)
    _refuse(numbers.is_null() & given.is_not_null(), column, "is no number", given)
    _refuse(numbers.is_nan() | numbers.is_infinite(), column, "is no number", given)
    _refuse(numbers < 0, column, "is below 0", given)
    _refuse(numbers > 100, column, "is above 100", given)
    return numbers


def _refuse(bad: pl.Series, column: str, what: str, given: pl.Series) -> None:
    bad = bad.fill_null(False)
    if bad.any():
        row = bad.arg_true()[0]
        raise InputError(
            f"percent={column!r}: {given[row]!r} in row {row} {what} "
            f"({bad.sum():,} such rows). Give percent from 0 to 100, and leave what is "
            "not known empty."
        )


def _days(frame: pl.DataFrame, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.Date).new_from_index(0, frame.height)
    if column not in frame.columns:
        raise ColumnNotFoundError(
            f"dated={column!r}: no such column. The frame has {frame.columns}."
        )
    given = frame[column]
    if given.dtype == pl.String:
        text = given.str.strip_chars().replace("", None)
        days = text.str.to_date("%Y-%m-%d", strict=False)
        bad = days.is_null() & text.is_not_null()
        if bad.any():
            row = bad.arg_true()[0]
            raise InputError(
                f"dated={column!r}: {given[row]!r} in row {row} is no day such as "
                "2026-07-09."
            )
        return days
    if given.dtype not in (pl.Date, pl.Datetime, pl.Null):
        raise InputError(f"dated={column!r}: this column holds {given.dtype}, no days.")
    return given.cast(pl.Date)


def _label() -> pl.Expr:
    """Return how a path shows a holding: `60 %`, and where that is from."""
    share = pl.col("percent").round(4).cast(pl.String).str.strip_suffix(".0")
    share = pl.concat_str(share.fill_null("?"), pl.lit(" %"))
    origin = pl.concat_str(
        "source", pl.col("dated").cast(pl.String), separator=", ", ignore_nulls=True
    )
    return (
        pl.when(origin == "").then(share).otherwise(pl.format("{} ({})", share, origin))
    )
