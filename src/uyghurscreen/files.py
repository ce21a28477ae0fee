"""Reading a file of suppliers and writing a file of hits.

What was found out about a file (its encoding, its delimiter) is handed back with the
frame, for the caller to show: nothing is decided in silence.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from datetime import datetime
from encodings.aliases import aliases
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import polars as pl
from charset_normalizer import from_bytes

from uyghurscreen import plugins
from uyghurscreen.errors import InputError
from uyghurscreen.suggestions import did_you_mean, similar_file

__all__ = [
    "NO_EXCEL",
    "REPORT",
    "UNDATED",
    "TableFile",
    "check_output",
    "is_report",
    "read_table",
    "write_table",
]

_ENCODINGS: Final = ("gb18030", "big5", "cp1252", "cp1251", "shift_jis", "cp949")
_CHINESE: Final = 0.85
_WRITABLE: Final = (".csv", ".xlsx", ".parquet", ".json")
REPORT: Final = ".html"
"""The ending of a report on hits, which `html_report` makes."""

NO_EXCEL: Final = "Excel files need: pip install uyghurscreen[excel]"
_SAMPLE: Final = 200_000
_DELIMITERS: Final = ",;\t|"
_FORMULA: Final = r"^[\s\u3000]*[=+\-@＝＋－＠\t\r]"
UNDATED: Final = datetime(2000, 1, 1)
"""When a workbook says it was made: the same content is the same bytes."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that was read.

    Attributes:
        frame: Its rows, every column as text for CSV.
        how: How it was read, for people: `CSV, utf-8, delimiter ","`.
    """

    frame: pl.DataFrame
    how: str


def read_table(
    path: str | Path, *, encoding: str | None = None, sheet: str | None = None
) -> TableFile:
    """Read a CSV, TSV, Excel or Parquet file.

    Args:
        path: The file; its ending says what it is.
        encoding: Of a CSV; if not given it is found out, UTF-8 first.
        sheet: Of an Excel file; the first if not given.

    Raises:
        InputError: If the file is missing, empty, of an unknown kind, or holds bytes
            that are not text in the encoding.
    """
    path = Path(path)
    try:
        match path.suffix.lower():
            case ".csv" | ".tsv" | ".txt":
                return _read_csv(path, encoding)
            case ".parquet":
                return TableFile(pl.read_parquet(path), "Parquet")
            case ".xlsx" | ".xls" | ".xlsb":
                return _read_excel(path, sheet)
            case other:
                raise InputError(
                    f"{path}: cannot read {other or 'a file without an ending'}; "
                    "give a .csv, .tsv, .xlsx or .parquet file."
                )
    except FileNotFoundError as error:
        raise InputError(
            f"cannot read {path}: {error.strerror}.{similar_file(path)}"
        ) from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}.") from error
    except pl.exceptions.PolarsError as error:
        raise InputError(f"cannot read {path}: {error}") from error


def check_output(path: str | Path, *, report: bool = False) -> None:
    """Refuse a path that `write_table` could not write to.

    Args:
        path: The path.
        report: A report can be written as well, in HTML, or by a reporter that an
            installed package offers.

    Raises:
        InputError: If the ending is unknown, the folder is missing, or Excel files
            cannot be written here.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in _WRITABLE and not (report and is_report(path)):
        raise _unknown_ending(path)
    if not path.absolute().parent.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {path.parent}.")
    if path.suffix.lower() == ".xlsx" and find_spec("xlsxwriter") is None:
        raise InputError(NO_EXCEL)


def is_report(path: Path) -> bool:
    """Say if a path is one of a report, ours or one of another package."""
    ending = path.suffix.lower()
    if ending == REPORT or ending in _WRITABLE:
        return ending == REPORT
    return ending[1:] in plugins.offered(plugins.REPORTERS)


def write_table(frame: pl.DataFrame, path: str | Path) -> None:
    """Write hits as CSV, Parquet, Excel, or a JSON array, by the file's ending.

    In CSV, text that a spreadsheet would run as a formula is written with a leading
    apostrophe. Excel cells are written as plain text, never as formulas or links.

    Raises:
        InputError: If the ending is unknown or the file cannot be written.
    """
    path = Path(path)
    try:
        match path.suffix.lower():
            case ".csv":
                # The byte order mark makes Excel read Chinese names as UTF-8.
                _without_formulas(frame).write_csv(
                    path, include_bom=True, line_terminator="\n"
                )
            case ".parquet":
                frame.write_parquet(path)
            case ".xlsx":
                _write_excel(frame, path)
            case ".json":
                frame.write_json(path)
            case _:
                raise _unknown_ending(path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}.") from error


def _unknown_ending(path: Path) -> InputError:
    return InputError(
        f"cannot write {path.suffix.lower() or 'a file without an ending'}: "
        "end the name in .csv, .xlsx, .parquet or .json, or hits in .html."
    )


def _read_csv(path: Path, encoding: str | None) -> TableFile:
    text, found = _decode(path.read_bytes(), path, encoding)
    if not text.strip():
        raise InputError(f"{path}: the file is empty.")
    delimiter = _delimiter(text)
    try:
        frame = pl.read_csv(
            text.encode(),
            separator=delimiter,
            infer_schema=False,
            null_values=[""],
        )
    except pl.exceptions.PolarsError as error:
        fault = _fault(text, delimiter) or str(error)
        raise InputError(f"cannot read {path}: {fault}") from error
    shown = {"\t": "tab"}.get(delimiter, f'"{delimiter}"')
    return TableFile(frame, f"CSV, {found}, delimiter {shown}")


def _decode(raw: bytes, path: Path, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        try:
            return raw.decode(encoding).removeprefix("\ufeff"), encoding
        except LookupError:
            raise InputError(
                f"there is no encoding {encoding!r}."
                f"{did_you_mean(encoding, aliases.values())}"
            ) from None
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: byte {error.start:,} is not {encoding}. Give the right one "
                "with encoding=, or leave it out to have it found."
            ) from None
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _decode(raw, path, name)
    found = _find_encoding(raw)
    if found is None:
        raise InputError(
            f"{path}: the encoding could not be found out (tried utf-8, "
            f"{', '.join(_ENCODINGS)}). Give it with encoding=."
        )
    return _decode(raw, path, found)


def _find_encoding(raw: bytes) -> str | None:
    if b"\0" in raw and (wide := _find_utf_16(raw)):
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        # Whole lines only, so that no character is cut in two.
        sample = raw[: raw.find(b"\n", _SAMPLE) + 1] or raw
        if chinese := _find_chinese(sample):
            return chinese
        # Rows in plain ASCII say nothing, and would outvote the few that do.
        telling = b"\n".join(row for row in sample.split(b"\n") if not row.isascii())
        best = from_bytes(telling, cp_isolation=list(_ENCODINGS)).best()
        return None if best is None else best.encoding
    return "utf-8"


def _find_chinese(raw: bytes) -> str | None:
    """Return which Chinese encoding the bytes are in, if nearly all of them say so.

    A few names are too little for statistics, but common characters stand in blocks of
    their own: lead bytes B0 to D7 in GB 18030, with a second byte from A1 up, and A4 to
    C6 in Big5. Bytes that are nothing but Hangul in Korean are left to be Korean.
    """
    hangul = _foreign(raw, "cp949")
    if len(hangul) > 3 and all("가" <= char <= "힣" for char in hangul):
        return None
    shares = {}
    for name, low, high in (
        ("gb18030", b"\xb0\xa1", b"\xd7\xff"),
        ("big5", b"\xa4\x40", b"\xc6\xff"),
    ):
        codes = [char.encode(name) for char in _foreign(raw, name)]
        common = sum(low <= code <= high and code[1] >= low[1] for code in codes)
        shares[name] = common / len(codes) if codes else 0.0
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _CHINESE else None


def _foreign(raw: bytes, encoding: str) -> list[str]:
    """Return the letters beyond ASCII, none if the bytes are not in the encoding."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return []
    return [char for char in text if not char.isascii() and char.isalpha()]


def _find_utf_16(raw: bytes) -> str | None:
    """Return which UTF-16 a file without a byte order mark is in, if it is."""
    for name in ("utf-16-le", "utf-16-be"):
        line_end = "\n".encode(name)
        # Read in the wrong width or order, a line end is some other character.
        if line_end in raw and raw.index(line_end) % 2 == 0:
            return name
    return None


def _fault(text: str, delimiter: str) -> str | None:
    """Return what is wrong with a CSV, and in which line; None if that is not found."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows)
        for row in rows:
            if len(row) > len(header):
                return (
                    f"line {rows.line_num} has {len(row)} cells, the header "
                    f"{len(header)}. Put quotes around cells that hold a delimiter."
                )
    except csv.Error:
        return "a quote is opened and not closed, or followed by more text."
    return None


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    outside_quotes = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)


def _read_excel(path: Path, sheet: str | None) -> TableFile:
    try:
        import fastexcel
    except ModuleNotFoundError as error:
        raise InputError(NO_EXCEL) from error
    try:
        sheets = fastexcel.read_excel(path).sheet_names
        if sheet is not None and sheet not in sheets:
            raise InputError(
                f"{path} has no sheet {sheet!r}; it has "
                f"{', '.join(map(repr, sheets))}.{did_you_mean(sheet, sheets)}"
            )
        chosen = sheets[0] if sheet is None else sheet
        frame = pl.read_excel(path, sheet_name=chosen, infer_schema_length=0)
        more = len(sheets) - 1
        others = f", the first of {more + 1}; --sheet names another"
        told = f"Excel, sheet {chosen!r}" + (others if more and sheet is None else "")
        return TableFile(frame, told)
    except fastexcel.FastExcelError as error:
        cause = str(error).split("\n", 1)[0]
        raise InputError(
            f"cannot read {path}: {cause}. Open it in Excel and save it as .xlsx."
        ) from error


def _without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    def escaped(text: pl.Expr) -> pl.Expr:
        risky = text.str.contains(_FORMULA)
        return pl.when(risky).then("'" + text).otherwise(text).name.keep()

    return frame.with_columns(
        escaped(pl.col(name))
        for name, dtype in frame.schema.items()
        if dtype == pl.String
    )


def _write_excel(frame: pl.DataFrame, path: Path) -> None:
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise InputError(NO_EXCEL) from error
    options = {"strings_to_urls": False, "strings_to_formulas": False}
    try:
        with xlsxwriter.Workbook(path, options) as workbook:
            # The same hits are the same bytes, whenever they are written.
            workbook.set_properties({"created": UNDATED})
            frame.write_excel(workbook, "hits", autofit=True, freeze_panes=(1, 0))
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise InputError(f"cannot write {path}: {error}.") from error
