from __future__ import annotations

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.documents import read_csv, read_json

BAD_CSV = {
    "empty": (b"  \n", "the file is empty"),
    "HTML error page": (b"<!DOCTYPE html><html>403</html>", "this is an HTML page"),
    "no such column": (
        b"name,kind\nAcer,brand\n",
        "no column brand; the header is name",
    ),
    "header alone": (b"brand\n", "a header but no rows"),
    "short row": (b"brand,year\nAcer,2020\nApple\n", "line 3 has 1 cells"),
    "cut inside quotes": (b'brand\n"Acer', "line 2 is not readable CSV"),
    "UTF-16": ("brand\nAcer\n".encode("utf-16"), "not UTF-8 text"),
}

BAD_JSON = {
    "empty": (b"", "the file is empty"),
    "HTML error page": (b"\n<html><body>429</body></html>", "this is an HTML page"),
    "cut off": (b'[{"name": "Alibaba"', "may be cut off"),
    "too deep": (b"[" * 100_000, "not readable JSON"),
}


@pytest.mark.parametrize(("raw", "message"), BAD_CSV.values(), ids=BAD_CSV)
def test_bad_csv_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        read_csv(raw, what="demo", columns=("brand",))


@pytest.mark.parametrize(("raw", "message"), BAD_JSON.values(), ids=BAD_JSON)
def test_bad_json_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        read_json(raw, what="demo")


def test_csv_keeps_line_breaks_and_drops_the_byte_order_mark() -> None:
    raw = b'\xef\xbb\xbfname,note\r\n"KTK, Group","a\r\nb"\r\n\r\n'
    assert read_csv(raw, what="demo", columns=("name",)) == [
        {"name": "KTK, Group", "note": "a\r\nb"}
    ]
