"""Safe reading of the publishers' JSON and CSV files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection
from pathlib import Path

from uyghurscreen.errors import InputError, ListParseError
from uyghurscreen.lists.bombs import check_objects
from uyghurscreen.lists.markup import MAX_BYTES, check_size

__all__ = ["read_csv", "read_json", "read_saved"]


def read_saved(path: str | Path) -> bytes:
    """Return the bytes of a publication saved as a file.

    Raises:
        InputError: If there is no such file, or it is larger than any publication.
    """
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{path} has {size:,} bytes, more than the {MAX_BYTES:,} accepted."
            )
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}.") from error


def read_json(raw: bytes, *, what: str) -> object:
    """Parse JSON bytes.

    Raises:
        ListParseError: If the bytes are empty, too many, HTML, cut off or not JSON.

    Example:
        >>> read_json(b'{"values": []}', what="demo")
        {'values': []}
    """
    text = _text(raw, what)
    check_objects(raw, what)
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ListParseError(
            f"{what}: not readable JSON ({error}). The file may be cut off; "
            "download it again."
        ) from None
    return document


def read_csv(
    raw: bytes, *, what: str, columns: Collection[str]
) -> list[dict[str, str]]:
    r"""Parse CSV bytes with a header line into one dict per row.

    Args:
        raw: The file, UTF-8 with or without a byte-order mark.
        what: The publication's name, for the messages.
        columns: The columns that must be there; others are kept as they are.

    Raises:
        ListParseError: If the bytes are empty, too many, HTML or not UTF-8, if a column
            is missing, or if a row has more or fewer cells than the header.

    Example:
        >>> read_csv(b"brand\nAcer\n", what="demo", columns={"brand"})
        [{'brand': 'Acer'}]
    """
    reader = csv.reader(io.StringIO(_text(raw, what), newline=""), strict=True)
    rows: list[dict[str, str]] = []
    try:
        header = next(reader)
        missing = sorted(set(columns) - set(header))
        if missing:
            raise ListParseError(
                f"{what}: no column {', '.join(missing)}; the header is "
                f"{', '.join(header)[:300]}."
            )
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise ListParseError(
                    f"{what}: line {reader.line_num} has {len(cells)} cells, the "
                    f"header {len(header)}. The file may be cut off; download it again."
                )
            rows.append(dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise ListParseError(
            f"{what}: line {reader.line_num} is not readable CSV ({error}). The file "
            "may be cut off; download it again."
        ) from None
    if not rows:
        raise ListParseError(f"{what}: a header but no rows.")
    return rows


def _text(raw: bytes, what: str) -> str:
    check_size(raw, what)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListParseError(
            f"{what}: not UTF-8 text (byte {error.start}); save the original file."
        ) from None
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise ListParseError(
            f"{what}: this is an HTML page. The publisher may have sent an error page; "
            "open it in a browser and save the file itself."
        )
    return text
