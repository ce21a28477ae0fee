"""Which columns of a file hold names, ids, countries and addresses.

Nothing is guessed in silence: what was found is said, with the reason, and two columns
that may both hold the names are an error that lists them. A name that is split over
columns, as SAP's NAME1 to NAME4, is found as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.frames import to_frame
from uyghurscreen.headers import Header, Role, read_header
from uyghurscreen.lists.countries import iso2_expr

__all__ = ["Columns", "as_asked", "detect", "listed"]

_SAMPLE: Final = 10_000
_LEGAL_FORM: Final = (
    r"(?i)\b(?:co|ltd|limited|inc|corp|corporation|company|llc|plc|gmbh|ag|kg|sa|sas|"
    r"srl|spa|bv|nv|ab|oy|oao|ooo|zao|pao|jsc|group|holding|factory|mill|mills|ltda|"
    r"sdn bhd|pte|pvt|kk|as)\b\.?|公司|集团|集團|厂|廠|研究所|大学|株式会社|주식회사|"
    r"(?:ООО|ОАО|ЗАО|ПАО|АО)\b|A\.Ş|Şti"
)
_ENOUGH: Final = 0.5
"""Share of the values that have to be what the header says."""

_COMPANIES: Final = 0.2
"""Share of the values with a legal form from which on a column holds companies."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns to screen by, and why these.

    Attributes:
        name: The column of names, or those a name is split over, in their order.
        id: The column that tells rows apart.
        country: The column of countries.
        address: The column of addresses.
        told: What was found and why, and what was left out, for people.
    """

    name: str | tuple[str, ...]
    id: str | None = None
    country: str | None = None
    address: str | tuple[str, ...] | None = None
    told: tuple[str, ...] = field(default=())

    def asked(self) -> dict[str, Any]:
        """Return the columns as `screen` takes them.

        Example:
            >>> Columns("supplier", id="vendor_no").asked()["id"]
            'vendor_no'
        """
        return {
            "name": self.name,
            "id": self.id,
            "country": self.country,
            "address": self.address,
        }

    def __str__(self) -> str:
        return "; ".join(self.told)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One column, or the columns of a split name."""

    columns: tuple[str, ...]
    strength: float
    reason: str

    @property
    def name(self) -> str | tuple[str, ...]:
        return self.columns[0] if len(self.columns) == 1 else self.columns


def detect(frame: object) -> Columns:
    """Find the columns of names, ids, countries and addresses.

    Headers are known in English, Chinese, German, Russian, Turkish, French, Spanish
    and some other languages, and as SAP writes them; the values have to agree. Without
    a telling header, names are found by their legal forms, and countries by being
    countries.

    Args:
        frame: Anything tabular, see `screen`.

    Raises:
        InputError: If no column, or more than one, may hold the names; the message
            lists them.

    Example:
        >>> frame = pl.DataFrame({
        ...     "Lieferant": ["100023"], "Name 1": ["Hotan Haolin"], "Name 2": ["Ltd"],
        ...     "Land": ["CN"]})
        >>> print(detect(frame))
        names from 'Name 1' and 'Name 2', joined (by their headers); ids from \
'Lieferant' (by its header and content); countries from 'Land' (by its header)
    """
    table = to_frame(frame, name="name")
    sample = table.head(_SAMPLE)
    headers = {column: read_header(column) for column in table.columns}
    names, numbers_of_parties = _names(sample, headers)
    name = _one_name(names, sample, headers)
    used = set(name.columns)
    joined = ", joined" if len(name.columns) > 1 else ""
    told = [f"names from {listed(name.columns)}{joined} ({name.reason})"]
    country = _country(sample, headers, used, told)
    identity = _id(table, headers, used, numbers_of_parties, told)
    address = _address(sample, headers, used, told)
    order = ["names", "ids", "countries", "addresses", "not"]
    told.sort(key=lambda text: order.index(text.split(" ")[0]))
    return Columns(name.name, identity, country, address, tuple(told))


def _names(
    sample: pl.DataFrame, headers: dict[str, Header]
) -> tuple[list[_Candidate], set[str]]:
    """Return what may hold names by header, and parties told by a number instead."""
    groups: dict[str, dict[int, str]] = {}
    numbers = set()
    for column, header in headers.items():
        if header.role != "name":
            continue
        if not _holds_words(sample[column]):
            numbers.add(column)
            continue
        groups.setdefault(header.base, {}).setdefault(header.number, column)
    found = []
    for group in groups.values():
        strength = max(headers[column].strength for column in group.values())
        split = tuple(group[number] for number in sorted(group))
        numbered = sorted(group)
        if len(split) > 1 and numbered in (
            list(range(1, len(split) + 1)),
            [0, *range(2, len(split) + 1)],
        ):
            found.append(_Candidate(split, strength, "by their headers"))
        else:
            found += [_Candidate((c,), strength, "by its header") for c in split]
    return found, numbers


def _one_name(
    names: list[_Candidate], sample: pl.DataFrame, headers: dict[str, Header]
) -> _Candidate:
    if names:
        most = max(candidate.strength for candidate in names)
        best = [candidate for candidate in names if candidate.strength == most]
        if len(best) == 1:
            return best[0]
        raise _ambiguous([candidate.columns for candidate in best])
    silent = [c for c, header in headers.items() if header.role is None]
    texts = [column for column in silent if _holds_words(sample[column])]
    companies = [c for c in texts if _share(sample[c], _LEGAL_FORM) >= _COMPANIES]
    if len(companies) == 1 or len(sample.columns) == len(texts) == 1:
        (column,) = companies or texts
        return _Candidate((column,), 0, "by its content")
    if companies:
        raise _ambiguous([(column,) for column in companies])
    raise ColumnNotFoundError(
        "it cannot be told which column holds the names; the file has "
        f"{listed(sample.columns)}. Say which with --name COLUMN, or name=."
    )


def _country(
    sample: pl.DataFrame, headers: dict[str, Header], used: set[str], told: list[str]
) -> str | None:
    named, reason = _of_role("country", headers), "by its header"
    shares = {c: _countries(sample[c]) for c in sample.columns if c not in used}
    fits = [column for column in named if shares.get(column, 0) >= _ENOUGH]
    for column in named:
        if column not in fits and not _filled(sample[column]).is_empty():
            told.append(f"not {column!r}: few of its values are countries")
    if not named:
        silent = [c for c in shares if headers[c].role is None]
        fits = [c for c in silent if shares[c] >= 0.9]
        reason = "by its content"
    return _single(fits, "countries", reason, "country", told)


def _id(
    table: pl.DataFrame,
    headers: dict[str, Header],
    used: set[str],
    numbers_of_parties: set[str],
    told: list[str],
) -> str | None:
    named = [c for c in _of_role("id", headers) if c not in used]
    reason = "by its header"
    if not named:
        named = sorted(numbers_of_parties, key=table.columns.index)
        reason = "by its header and content"
    fits = []
    for column in named:
        values = table[column]
        if values.null_count() or values.is_duplicated().any():
            told.append(f"not {column!r}: its values do not tell every row apart")
        else:
            fits.append(column)
    return _single(fits, "ids", reason, "id", told)


def _address(
    sample: pl.DataFrame, headers: dict[str, Header], used: set[str], told: list[str]
) -> str | tuple[str, ...] | None:
    fits = [
        column
        for column in _of_role("address", headers)
        if column not in used and _holds_words(sample[column])
    ]
    if len({headers[column].base for column in fits}) == 1 and len(fits) > 1:
        lines = tuple(sorted(fits, key=lambda column: headers[column].number))
        told.append(f"addresses from {listed(lines)}, joined (by their headers)")
        return lines
    return _single(fits, "addresses", "by its header", "address", told)


def _of_role(role: Role, headers: dict[str, Header]) -> list[str]:
    """Return the columns of a role whose headers say so most clearly."""
    of_role = {c: h.strength for c, h in headers.items() if h.role == role}
    most = max(of_role.values(), default=0)
    return [column for column, strength in of_role.items() if strength == most]


def _single(
    fits: Sequence[str], what: str, reason: str, option: str, told: list[str]
) -> str | None:
    if len(fits) == 1:
        told.append(f"{what} from {fits[0]!r} ({reason})")
        return fits[0]
    if fits:
        told.append(
            f"not used: {listed(fits)}, for each may hold {what}; --{option} says which"
        )
    return None


def _holds_words(values: pl.Series) -> bool:
    return _share(values, r"\p{L}\p{L}") >= _ENOUGH


def _share(values: pl.Series, pattern: str) -> float:
    """Return the share of the values, empty ones aside, that hold a pattern."""
    filled = _filled(values)
    if filled.is_empty():
        return 1.0 if values.dtype in (pl.Null, pl.String) else 0.0
    return _mean(filled.str.contains(pattern))


def _countries(values: pl.Series) -> float:
    filled = _filled(values)
    if filled.is_empty():
        return 0.0
    codes = filled.alias("c").to_frame().select(iso2_expr(pl.col("c")))
    return _mean(codes.to_series().is_not_null())


def _filled(values: pl.Series) -> pl.Series:
    """Return the values of a column of text that are not empty."""
    if values.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return pl.Series([], dtype=pl.String)
    text = values.cast(pl.String)
    return text.filter(text.str.strip_chars() != "")


def _mean(flags: pl.Series) -> float:
    return int(flags.sum()) / len(flags)


def _ambiguous(candidates: list[tuple[str, ...]]) -> InputError:
    told = ", or ".join(listed(columns) for columns in candidates)
    return InputError(
        f"more than one column may hold the names: {told}. Say which with --name "
        "COLUMN, or name=; given several times, the columns are joined, which is right "
        "for the same name in two scripts."
    )


def as_asked(columns: Sequence[str] | None) -> str | tuple[str, ...]:
    """Return columns named on a command line: one, several, or () for none.

    Example:
        >>> as_asked(["supplier"]), as_asked(["NAME1", "NAME2"]), as_asked(None)
        ('supplier', ('NAME1', 'NAME2'), ())
    """
    columns = columns or ()
    return columns[0] if len(columns) == 1 else tuple(columns)


def listed(columns: str | Sequence[str]) -> str:
    """Return column names for people.

    Example:
        >>> listed(["NAME1", "NAME2", "NAME3"])
        "'NAME1', 'NAME2' and 'NAME3'"
    """
    if isinstance(columns, str):
        return repr(columns)
    *first, last = map(repr, columns)
    return f"{', '.join(first)} and {last}" if first else last
