from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from uyghurscreen import Screener, lists
from uyghurscreen.errors import InputError, ListNotFoundError, ListParseError
from uyghurscreen.lists.saved_file import PARSERS
from uyghurscreen.schema import ENTRIES

FIXTURES = Path(__file__).parents[1] / "fixtures"

# publication: a file of it, a name that stands there
SAVED = {
    "entity_list": ("entity_list_versioner.xml", "entity_list"),
    "entity_list_rule": ("federal_register_rule.xml", "entity_list"),
    "csl": ("csl_sample.json", "csl_"),
    "uflpa": ("uflpa_page.html", "uflpa"),
    "uflpa_notice": ("uflpa_notice.xml", "uflpa"),
    "aspi_universities": ("aspi_galaxy.json", "aspi_universities"),
    "aspi_tech_giants": ("aspi_companies.csv", "aspi_tech_giants"),
    "aspi_brands": ("aspi_brands.csv", "aspi_brands"),
}

ERROR_PAGE = b"""<!DOCTYPE html>
<html><head><title>403 Forbidden</title></head>
<body><h1>Access Denied</h1><p>Reference 18.a1b2c3d4</p></body></html>
"""

# what was saved in place of the publication
NOT_A_LIST = {
    "nothing": b"",
    "blanks": b" \n\t\n",
    "an error page": ERROR_PAGE,
    "a page of robots checks": b"<html><body>Checking your browser</body></html>",
    "plain text": b"Service temporarily unavailable",
    "JSON of something else": b'{"error": "rate limited"}',
    "bytes": bytes(range(256)),
    "a zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)),
    "a gzip": gzip.compress(b'{"results": []}'),
}


@pytest.mark.parametrize("publication", SAVED)
def test_every_publication_is_read_from_a_file(publication: str) -> None:
    file, list_id = SAVED[publication]
    entries = lists.read(FIXTURES / file, publication)
    assert dict(entries.schema) == dict(ENTRIES)
    assert entries.height > 0
    assert entries["list_id"].str.starts_with(list_id).all()


def test_every_parser_has_a_file_here() -> None:
    assert set(SAVED) == set(PARSERS)


@pytest.mark.parametrize("raw", NOT_A_LIST.values(), ids=NOT_A_LIST)
@pytest.mark.parametrize("publication", PARSERS)
def test_what_is_no_publication_is_refused(
    publication: str, raw: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "saved"
    path.write_bytes(raw)
    with pytest.raises(ListParseError) as caught:
        lists.read(path, publication)
    assert len(str(caught.value)) > 20


# A page and a column of names are readable wherever they end: the row floors of a list
# catch that.
@pytest.mark.parametrize("publication", sorted({*SAVED} - {"uflpa", "aspi_brands"}))
def test_a_file_that_is_cut_off_is_refused(publication: str, tmp_path: Path) -> None:
    file, _ = SAVED[publication]
    raw = (FIXTURES / file).read_bytes().rstrip()
    path = tmp_path / file
    path.write_bytes(raw[: -len(raw.splitlines()[-1]) // 2])
    if file.endswith(".csv"):  # cut in the middle of a row, before its last cell
        path.write_bytes(raw[: raw.rindex(b",")])
    with pytest.raises(ListParseError):
        lists.read(path, publication)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*none\.xml: No such file"):
        lists.read(tmp_path / "none.xml", "entity_list")
    with pytest.raises(InputError, match="cannot read"):
        lists.read(tmp_path, "entity_list")


def test_an_unknown_publication_is_named_beside_those_there_are() -> None:
    with pytest.raises(ListNotFoundError, match=r"no parser for 'ofac'.*uflpa_notice"):
        lists.read("ofac.xml", "ofac")


def test_a_saved_list_can_take_the_place_of_the_embedded_one() -> None:
    entries = lists.read(FIXTURES / "uflpa_page.html", "uflpa")
    screener = Screener([], extra_lists=[entries])
    hits = screener.screen(entries["entry_name"])
    best = hits.unique("query_id", keep="first", maintain_order=True)
    assert best["entry_name"].to_list() == entries["entry_name"].to_list()
    assert set(hits["list_version"]) == {screener.versions["uflpa"]}
