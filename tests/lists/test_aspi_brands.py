from __future__ import annotations

from pathlib import Path

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import aspi_brands

SHARED = Path(__file__).parents[2] / "../shared"
FIXTURES = Path(__file__).parents[1] / "fixtures"
CSV = (FIXTURES / "aspi_brands.csv").read_bytes()

REFUSED = {
    "empty": (b"", "the file is empty"),
    "HTML error page": (b"<html>404</html>", "this is an HTML page"),
    "no brand column": (b"name\nGap\n", "no column brand"),
    "a blank brand": (b'brand\n"Gap"\n" "\n', "'' is not a brand's name"),
    "a brand twice": (b"brand\nCarter's\nCarters\n", "'Carters' stands twice"),
}


def test_brands_are_weak_downstream_mentions() -> None:
    frame = aspi_brands.parse(CSV)
    assert frame.select("entry_name", "raw").rows() == [
        ("Carter's", "Carter's"),
        ("GAC Group", "GAC Group (automobiles)"),
        ("Gap", "Gap"),
        ("Jack & Jones", "Jack & Jones"),
    ]
    assert {name["quality"] for names in frame["names"] for name in names} == {"weak"}
    assert frame["scope"].unique().to_list() == [
        "downstream mention of 2020: a possible customer of a named factory"
    ]
    assert frame["source_class"].unique().to_list() == ["ngo"]


@pytest.mark.parametrize(("raw", "message"), REFUSED.values(), ids=REFUSED)
def test_a_damaged_file_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        aspi_brands.parse(raw)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_all_83_brands() -> None:
    path = SHARED / "sources/aspi/uyghurs_for_sale/brands_2020-03.csv"
    assert aspi_brands.parse(path.read_bytes()).height == 83
