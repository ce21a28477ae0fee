from __future__ import annotations

from pathlib import Path

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import aspi_sites
from uyghurscreen.schema import SITES

SHARED = Path(__file__).parents[2] / "../shared"
FIXTURES = Path(__file__).parents[1] / "fixtures"
CSV = (FIXTURES / "aspi_sites.csv").read_bytes()

REFUSED = {
    "empty": (b"", b"", "the file is empty"),
    "no tier column": (b",Tier,", b",Tear,", "no column Tier"),
    "no such tier": (b"C_KO02,3", b"C_KO02,5", "site '1': Tier is '5'"),
    "no county": (b"Tiemenguan,#N/A", b"#N/A,#N/A", "site '1': nothing in County"),
    "no latitude": (b"41.79631457", b"N/A", "site '1': nothing in Lat"),
    "a latitude that is no number": (b"41.79631457", b"41N", "Lat is '41N'"),
    "latitude and longitude swapped": (
        b"41.79631457,85.89292251",
        b"85.89292251,41.79631457",
        "Lat 85.89292251 is outside the region",
    ),
    "a number twice": (b"381,Akto", b"257,Akto", "257 in site_id more than once"),
    "a name twice": (b"#8", b"#4", "Akto Facility #4 in site_name more than once"),
    "cut off": (b",Kashgar,Akto,#N/A,N/A,1,??,,", b",Kash", "line 4 has 5 cells"),
}


def test_only_the_place_leaves_the_parser() -> None:
    frame = aspi_sites.parse(CSV)
    assert frame.schema == SITES
    assert frame.rows() == [
        (
            "1",
            "Tiemenguan Facility #1",
            3,
            "Tiemenguan",
            "Tiemenguan",
            41.79631457,
            85.89292251,
        ),
        ("257", "Akto Facility #4", 4, "Kizilsu", "Akto", 39.1, 75.9),
        ("381", "Akto Facility #8", 1, "Kizilsu", "Akto", 39.2, 75.8),
    ]


@pytest.mark.parametrize(("old", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_a_damaged_file_is_refused(old: bytes, new: bytes, message: str) -> None:
    assert old in CSV
    raw = CSV.replace(old, new) if old else b""
    with pytest.raises(ListParseError, match=message):
        aspi_sites.parse(raw)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_all_380_sites() -> None:
    raw = (SHARED / "sources/aspi/xjdp/CampDataset_v1.csv").read_bytes()
    frame = aspi_sites.parse(raw)
    assert frame.height == 380
    assert dict(frame.group_by("tier").len().iter_rows()) == {
        1: 108,
        2: 93,
        3: 72,
        4: 107,
    }
    text = frame.write_csv()
    for leaked in ("Megha", "Allison", "Bingtaun", "N/A"):
        assert leaked in raw.decode()
        assert leaked not in text
