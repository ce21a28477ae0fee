from __future__ import annotations

import polars as pl
import pytest

import uyghurscreen as us
from uyghurscreen.columns import Columns, detect
from uyghurscreen.errors import InputError
from uyghurscreen.headers import read_header

NAMES = ["Hangzhou Hikvision Digital Technology Co., Ltd.", "Müller GmbH", "和田浩林"]
CODES = ["CN", "DE", "CN"]
IDS = ["V1", "V2", "V3"]
STREETS = ["555 Qianmo Road", "Hauptstraße 5", "北京西路 12"]
NUMBERS = ["100023", "100024", "100025"]

# a header: what it says the column is for
HEADERS = {
    "Supplier Name": "name",
    "supplier": "name",
    "VendorName": "name",
    "Company": "name",
    "Name of the manufacturer": "name",
    "LIEFERANTENNAME": "name",
    "Firma": "name",
    "Name_org1": "name",
    "NAME1": "name",
    "Raison sociale": "name",
    "Razón social": "name",
    "供应商名称": "name",
    "公司": "name",
    "企業名稱": "name",
    "Наименование": "name",
    "Поставщик": "name",
    "Tedarikçi Adı": "name",
    "Ünvan": "name",
    "会社名": "name",
    "회사명": "name",
    "Account Name": "name",
    "Vendor No.": "id",
    "Supplier #": "id",
    "LIFNR": "id",
    "Lieferantennummer": "id",
    "供应商编号": "id",
    "Код поставщика": "id",
    "Cari Kodu": "id",
    "Country": "country",
    "LAND1": "country",
    "Country/Region Key": "country",
    "Supplier country": "country",
    "国家/地区": "country",
    "Страна": "country",
    "Ülke": "country",
    "Straße": "address",
    "STRAS": "address",
    "Address Line 1": "address",
    "地址": "address",
    "Адрес": "address",
    "Contact name": "other",
    "Bank country": "other",
    "Tax number": "other",
    "City": "other",
    "Account number": "other",
    "联系人": "other",
    "Product name": "other",
    "Spend": None,
    "X": None,
}

# columns and their values, what is found of them: name, id, country, address
FOUND: dict[str, tuple[dict[str, list[str]], tuple[object, ...]]] = {
    "English": (
        {
            "Supplier No": IDS,
            "Supplier Name": NAMES,
            "Country": CODES,
            "Address": STREETS,
        },
        ("Supplier Name", "Supplier No", "Country", "Address"),
    ),
    "Chinese": (
        {"供应商编号": IDS, "供应商名称": NAMES, "国家": CODES, "地址": STREETS},
        ("供应商名称", "供应商编号", "国家", "地址"),
    ),
    "SAP, as exported": (
        {
            "LIFNR": NUMBERS,
            "LAND1": CODES,
            "NAME1": NAMES,
            "NAME2": ["", "", ""],
            "NAME3": ["", "", ""],
            "NAME4": ["", "", ""],
            "STRAS": STREETS,
            "SORTL": NAMES,
        },
        (("NAME1", "NAME2", "NAME3", "NAME4"), "LIFNR", "LAND1", "STRAS"),
    ),
    "SAP, in words": (
        {"Vendor": NUMBERS, "Name 1": NAMES, "Name 2": ["", "Co", ""], "Cty": CODES},
        (("Name 1", "Name 2"), "Vendor", "Cty", None),
    ),
    "a name that goes on": (
        {"Name": NAMES, "Name 2": ["", "", "Ltd"], "Address 1": STREETS},
        (("Name", "Name 2"), None, None, "Address 1"),
    ),
    "German": (
        {
            "Kreditor": NUMBERS,
            "Firma": NAMES,
            "Land": ["China", "Deutschland", "VR China"],
        },
        ("Firma", "Kreditor", "Land", None),
    ),
    "Russian": (
        {"Код": IDS, "Наименование": NAMES, "Страна": ["Китай", "Германия", "Китай"]},
        ("Наименование", "Код", "Страна", None),
    ),
    "Turkish": (
        {"Cari Kodu": IDS, "Cari Adı": NAMES, "Ülke": ["Çin", "Almanya", "Çin"]},
        ("Cari Adı", "Cari Kodu", "Ülke", None),
    ),
    "the clearer header": (
        {"Supplier Name": NAMES, "Supplier Name (local)": NAMES},
        ("Supplier Name", None, None, None),
    ),
    "lines of an address": (
        {"Supplier": NAMES, "Address 2": STREETS, "Address 1": STREETS},
        ("Supplier", None, None, ("Address 1", "Address 2")),
    ),
    "no telling header": (
        {"a": NUMBERS, "b": NAMES, "c": CODES},
        ("b", None, "c", None),
    ),
    "a column alone": ({"x": ["Hikvision", "Milandr"]}, ("x", None, None, None)),
    "ids that repeat": (
        {"Vendor no": ["1", "1", "2"], "Vendor name": NAMES},
        ("Vendor name", None, None, None),
    ),
    "countries that are none": (
        {"Vendor name": NAMES, "Country": ["A1", "B2", "C3"]},
        ("Vendor name", None, None, None),
    ),
    "two that may be ids": (
        {"Vendor name": NAMES, "Vendor no": IDS, "Vendor code": IDS},
        ("Vendor name", None, None, None),
    ),
}

# columns that cannot be told apart, and words of the message
REFUSED: dict[str, tuple[dict[str, list[str]], str]] = {
    "two parties": (
        {"Supplier name": NAMES, "Manufacturer name": NAMES},
        "'Supplier name', or 'Manufacturer name'",
    ),
    "two languages": ({"Name (EN)": NAMES, "Name (CN)": NAMES}, "joined"),
    "two of companies": ({"a": NAMES, "b": NAMES}, "'a', or 'b'"),
    "numbers alone": ({"a": NUMBERS, "b": NUMBERS}, "the file has 'a' and 'b'"),
    "a header that lies": ({"Supplier": NUMBERS, "x": CODES}, "--name COLUMN"),
}


@pytest.mark.parametrize(("header", "role"), HEADERS.items(), ids=HEADERS)
def test_what_a_header_says(header: str, role: str | None) -> None:
    assert read_header(header).role == role


@pytest.mark.parametrize(("data", "expected"), FOUND.values(), ids=FOUND)
def test_columns_that_are_found(
    data: dict[str, list[str]], expected: tuple[object, ...]
) -> None:
    found = detect(pl.DataFrame(data))
    assert (found.name, found.id, found.country, found.address) == expected
    names = (found.name,) if isinstance(found.name, str) else found.name
    assert all(repr(column) in str(found) for column in names)


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_columns_that_cannot_be_told_are_an_error_that_lists_them(
    data: dict[str, list[str]], words: str
) -> None:
    with pytest.raises(InputError) as caught:
        detect(pl.DataFrame(data))
    assert words in str(caught.value)


def test_what_was_left_out_is_told() -> None:
    found = detect(
        pl.DataFrame(
            {"Vendor no": ["1", "1"], "Vendor name": NAMES[:2], "Land": ["?", "!"]}
        )
    )
    assert found.told == (
        "names from 'Vendor name' (by its header)",
        "not 'Land': few of its values are countries",
        "not 'Vendor no': its values do not tell every row apart",
    )


def test_columns_found_are_what_screen_takes() -> None:
    frame = pl.DataFrame(
        {"NAME1": ["Hangzhou Hikvision", None], "NAME2": ["Digital Technology", " "]}
    )
    found = us.columns.detect(frame)
    assert isinstance(found, Columns)
    with pytest.warns(us.UnscreenedRowsWarning, match="1 no name"):
        hits = us.screen(frame, **found.asked(), lists=["entity_list"])
    assert hits["query_name"].unique().to_list() == [
        "Hangzhou Hikvision Digital Technology"
    ]
