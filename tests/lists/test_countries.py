"""Country spellings of the lists and of users' own columns."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.lists.countries import iso2_expr, to_iso2

ROOT = Path(__file__).parents[2]
EDITED = ROOT / "lists" / "lexicon" / "countries.csv"
SHIPPED = ROOT / "src" / "uyghurscreen" / "data" / "lexicon" / "countries.csv"

# The 92 headings of Supplement No. 4, 2023-10-30 and 2026-07-09.
HEADINGS = {
    "AFGHANISTAN": "AF",
    "ARGENTINA": "AR",
    "ARMENIA": "AM",
    "AUSTRALIA": "AU",
    "AUSTRIA": "AT",
    "BAHRAIN": "BH",
    "BELARUS": "BY",
    "BELGIUM": "BE",
    "BELIZE": "BZ",
    "BOLIVIA": "BO",
    "BRAZIL": "BR",
    "BULGARIA": "BG",
    "BURMA": "MM",
    "CANADA": "CA",
    "CHILE": "CL",
    "CHINA": "CN",
    "CHINA, PEOPLE'S REPUBLIC OF": "CN",
    "CHINA, PEOPLE’S REPUBLIC OF": "CN",
    "COSTA RICA": "CR",
    "CRIMEA REGION OF UKRAINE": "UA",
    "CUBA": "CU",
    "CYPRUS": "CY",
    "DENMARK": "DK",
    "ECUADOR": "EC",
    "EGYPT": "EG",
    "ESTONIA": "EE",
    "FINLAND": "FI",
    "FRANCE": "FR",
    "GEORGIA": "GE",
    "GERMANY": "DE",
    "GREECE": "GR",
    "HONG KONG": "HK",
    "HUNGARY": "HU",
    "INDIA": "IN",
    "INDONESIA": "ID",
    "IRAN": "IR",
    "IRAQ": "IQ",
    "IRELAND": "IE",
    "ISRAEL": "IL",
    "ITALY": "IT",
    "JAMAICA": "JM",
    "JAPAN": "JP",
    "JORDAN": "JO",
    "KAZAKHSTAN": "KZ",
    "KENYA": "KE",
    "KYRGYZSTAN": "KG",
    "LAOS": "LA",
    "LATVIA": "LV",
    "LEBANON": "LB",
    "LITHUANIA": "LT",
    "LUXEMBOURG": "LU",
    "MADAGASCAR": "MG",
    "MALAYSIA": "MY",
    "MALTA": "MT",
    "MEXICO": "MX",
    "MOROCCO": "MA",
    "NETHERLANDS": "NL",
    "NEW ZEALAND": "NZ",
    "NICARAGUA": "NI",
    "NORTH MACEDONIA": "MK",
    "NORWAY": "NO",
    "OMAN": "OM",
    "PAKISTAN": "PK",
    "PANAMA": "PA",
    "PARAGUAY": "PY",
    "PERU": "PE",
    "PHILIPPINES": "PH",
    "POLAND": "PL",
    "PORTUGAL": "PT",
    "QATAR": "QA",
    "ROMANIA": "RO",
    "RUSSIA": "RU",
    "SAUDI ARABIA": "SA",
    "SENEGAL": "SN",
    "SINGAPORE": "SG",
    "SLOVAKIA": "SK",
    "SOUTH AFRICA": "ZA",
    "SOUTH KOREA": "KR",
    "SOUTH SUDAN": "SS",
    "SPAIN": "ES",
    "SRI LANKA": "LK",
    "SWEDEN": "SE",
    "SWITZERLAND": "CH",
    "SYRIA": "SY",
    "TAIWAN": "TW",
    "THAILAND": "TH",
    "TURKEY": "TR",
    "UGANDA": "UG",
    "UKRAINE": "UA",
    "UNITED ARAB EMIRATES": "AE",
    "UNITED KINGDOM": "GB",
    "UZBEKISTAN": "UZ",
    "VENEZUELA": "VE",
    "VIETNAM": "VN",
}

CODES = {
    "CN": "CN",
    "cn": "CN",
    "CHN": "CN",
    "U.A.E.": "AE",
    "UK": "GB",
    "USA": "US",
    "XK": "XK",
    "NA": "NA",
    "NAM": "NA",
    "HKG": "HK",
    "PRC": "CN",
    "ROC": "TW",
    "DPRK": "KP",
    "DRC": "CD",
}

SLIPS = {
    "China ": "CN",
    " Germany": "DE",
    "Honk Kong": "HK",
    "kong kong": "HK",
    "Moracco": "MA",
    "cabo verde. previously cape verde.": "CV",
    "Crimea (Occupied)": "UA",
    "MAN, ISLE OF": "IM",
    "MACAU": "MO",
    "REGION: WEST BANK": "PS",
}

NATIVE = {
    "中国": "CN",
    "中國": "CN",
    "中华人民共和国": "CN",
    "中国香港": "HK",
    "台灣": "TW",
    "臺灣": "TW",
    "俄罗斯": "RU",
    "哈萨克斯坦": "KZ",
    "阿联酋": "AE",
    "Россия": "RU",
    "Российская Федерация": "RU",
    "Қазақстан": "KZ",
    "Оʻzbekiston": None,  # a Cyrillic О: not folded here
    "Oʻzbekiston": "UZ",
    "Türkiye": "TR",
    "TÜRKİYE": "TR",
    "Çin": "CN",
    "Deutschland": "DE",
    "Allemagne": "DE",
    "Chine": "CN",
    "Kırgızistan": "KG",
    "KIRGIZİSTAN": "KG",
    "ایران": "IR",
    "الصين": "CN",
    "جۇڭگو": "CN",
    "日本": "JP",
    "대한민국": "KR",
    "Việt Nam": "VN",
}

UNKNOWN = {
    "": None,
    "  ": None,
    "-": None,
    "n/a": None,
    "N.A.": None,
    "Narnia": None,
    "AN": None,  # the Netherlands Antilles, since split into three
    "REGION: KAFIA KINGI": None,
    "12345": None,
}


@pytest.mark.parametrize(
    ("text", "code"), (HEADINGS | CODES | SLIPS | NATIVE | UNKNOWN).items()
)
def test_a_spelling_gives_its_code(text: str, code: str | None) -> None:
    assert to_iso2(text) == code


def test_nothing_gives_nothing() -> None:
    assert to_iso2(None) is None


def test_the_column_form_agrees_with_the_single_form() -> None:
    cases = HEADINGS | CODES | SLIPS | NATIVE | UNKNOWN
    texts = [*cases, *pl.read_csv(SHIPPED, infer_schema=False)["name"]]
    frame = pl.DataFrame({"country": texts})
    codes = frame.select(iso2_expr(pl.col("country"))).to_series().to_list()
    assert codes == [to_iso2(text) for text in texts]
    assert codes[: len(cases)] == list(cases.values())


def test_a_column_of_nulls_stays_null() -> None:
    frame = pl.DataFrame({"country": [None, None]})
    assert frame.select(iso2_expr(pl.col("country"))).to_series().to_list() == [
        None,
        None,
    ]


def test_every_row_of_the_table_finds_its_own_code() -> None:
    rows = pl.read_csv(SHIPPED, infer_schema=False).rows(named=True)
    assert len(rows) > 3_000
    assert [row for row in rows if to_iso2(row["name"]) != row["code"]] == []


def test_every_territory_has_two_codes_and_an_english_name() -> None:
    table = pl.read_csv(SHIPPED, infer_schema=False)
    assert table["code"].n_unique() == 250  # ISO 3166-1 and Kosovo
    for kind in ("alpha2", "alpha3"):
        of_kind = table.filter(pl.col("kind") == kind)
        assert of_kind["code"].n_unique() == of_kind.height == 250
    english = table.filter(pl.col("kind") == "name", pl.col("language") == "en")
    assert english["code"].n_unique() == 250


def test_the_shipped_table_is_the_edited_one() -> None:
    assert SHIPPED.read_bytes() == EDITED.read_bytes()
