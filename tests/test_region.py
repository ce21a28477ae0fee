from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from uyghurscreen import region
from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.schema import REGION

# a name, and the prefecture and county that are said
PLACES = {
    "pinyin": ("Hetian Haolin Hair Accessories", "Hotan", None),
    "another exonym": ("Khotan Silk", "Hotan", None),
    "Chinese": ("和田地区墨玉县纺织厂", "Hotan", "Karakax"),
    "traditional Chinese": ("烏魯木齊貿易", "Urumqi", None),
    "Uyghur": ("خوتەن يىپەك زاۋۇتى", "Hotan", None),
    "Uyghur in Latin": ("Qeshqer Toqumichiliq", "Kashgar", None),
    "Uyghur in Cyrillic": ("Шинҗаң пахта", None, None),
    "Russian": ("ООО Кашгар", "Kashgar", None),
    "Japanese": ("ウルムチ貿易", "Urumqi", None),
    "Korean": ("우루무치 무역", "Urumqi", None),
    "the Region": ("Sinkiang Export Corporation", None, None),
    "a restaurant elsewhere": ("Xinjiang Restaurant London", None, None),
}

# a name and an address that say nothing of the Region
SILENT = {
    "a street": ("Bright Trading", "1500 Urumqi Middle Road, Shanghai"),
    "a street in Chinese": ("青岛商贸", "青岛市新疆路8号"),
    "Xinjiang County of Shanxi": ("Foundry", "Xinjiang County, Yuncheng, Shanxi"),
    "Yiwu of Zhejiang": ("Yiwu Commodity", "Yiwu, Zhejiang, China"),
    "Turkish agriculture": ("Tarım Makinaları", "Konya, Turkey"),
    "Aksu in Turkey": ("Aksu Iplik", "Bursa, Turkey"),
    "a brand": ("Fukang Medical", "Shenzhen, China"),
    "a brand in Chinese": ("爱博乐食品", None),
    "an army": ("81st Airborne Division", None),
    "a normal university": ("北京师范大学", None),
    "a group": ("三一集团", None),
    "another corps": ("黑龙江生产建设兵团", "黑龙江省哈尔滨市"),
    "a postcode of Bihar": ("Carpets", "Patna 844101, India"),
    "a number alone": ("Vendor", "Order 830012"),
    "a telephone": ("Lights", "Shenzhen, Tel 0755-830112"),
    "nothing": ("Acme Bakery", "12 Main Street"),
}

# a name, and the division that is said
CORPS = {
    "itself": ("Xinjiang Production and Construction Corps", None),
    "short": ("Bingtuan Cotton", None),
    "trade name": ("中国新建集团公司", None),
    "pinyin": ("Xinjiang Shengchan Jianshe Bingtuan", None),
    "a division": ("新疆生产建设兵团第八师", 8),
    "an old name of a division": ("农六师铝业", 6),
    "pinyin of a division": ("Nongbashi Cotton", 8),
    "an English division": ("XPCC Thirteenth Division", 13),
    "division with its city": ("八师石河子市国资", 8),
    "a regiment": ("石河子市143团棉业", 8),
    "a regiment in figures": ("兵团一二一团", 8),
    "an English regiment": ("Xinjiang 224th Regiment Dates", 14),
    "division and regiment": ("第七师一二四团加工厂", 7),
    "a city": ("图木舒克市服饰", 3),
    "a holding": ("新疆天业股份有限公司", 8),
}


@pytest.mark.parametrize(("name", "prefecture", "county"), PLACES.values(), ids=PLACES)
def test_places_are_found(
    name: str, prefecture: str | None, county: str | None
) -> None:
    found = region([name])
    assert found.select("prefecture", "county").rows() == [(prefecture, county)]
    assert found["evidence"].item() != ""


@pytest.mark.parametrize(("name", "address"), SILENT.values(), ids=SILENT)
def test_what_only_looks_like_it_is_no_signal(name: str, address: str | None) -> None:
    frame = pl.DataFrame({"name": [name], "address": [address]})
    frame = frame.cast(pl.String)
    assert region(frame, address="address").is_empty()


@pytest.mark.parametrize(("name", "division"), CORPS.values(), ids=CORPS)
def test_the_corps_is_found(name: str, division: int | None) -> None:
    found = region([name])
    assert found["xpcc_division"].to_list() == [division]
    kinds = {signal["kind"] for signal in found["signals"].item()}
    assert kinds & {"corps", "division", "regiment", "holding"} or "市" in name


# a country and an address, and if its postcode counts
POSTCODES = {
    "China by its country": ("CN", "Industrial Park 2, 843000", True),
    "China by its words": (None, "88 Road, 830011, P.R. China", True),
    "with its code": (None, "Textile City, CN-844000 China", True),
    "in characters": (None, "工业园区纬一路5号 841000", True),
    "India": ("IN", "Station Road, 844101", False),
    "unknown": (None, "Station Road, 844101", False),
    "another province": ("CN", "Shenzhen, Guangdong 830011", False),
}


@pytest.mark.parametrize(
    ("country", "address", "counts"), POSTCODES.values(), ids=POSTCODES
)
def test_postcodes_count_in_chinese_addresses_alone(
    country: str | None, address: str, counts: bool
) -> None:
    frame = pl.DataFrame(
        {"address": [address], "country": [country]},
        schema_overrides={"country": pl.String},
    )
    found = region(frame, name=None, address="address", country="country")
    assert found.height == counts


def test_a_column_of_postcodes() -> None:
    frame = pl.DataFrame(
        {
            "name": ["Rainbow", "Carpets", "Lights"],
            "postcode": ["830011", "844101", "518000"],
            "country": ["CN", "IN", "CN"],
        }
    )
    found = region(frame, postcode="postcode", country="country")
    assert found["query_name"].to_list() == ["Rainbow"]
    assert found["evidence"].to_list() == [
        "830011 in the postcode: a postcode of Xinjiang"
    ]


@pytest.mark.parametrize("dtype", [pl.Int64, pl.Float64, pl.UInt32])
def test_postcodes_may_be_numbers(dtype: type[pl.DataType]) -> None:
    frame = pl.DataFrame({"name": ["A", "B"], "zip": [830011, 518000], "c": "CN"})
    frame = frame.with_columns(pl.col("zip").cast(dtype))
    found = region(frame, postcode="zip", country="c")
    assert found["query_name"].to_list() == ["A"]


def test_rows_of_nothing() -> None:
    frame = pl.DataFrame({"name": [None, ""], "address": [None, None]})
    assert region(frame.cast(pl.String), address="address").is_empty()
    assert region(frame, address="address").is_empty()


def test_sites_near_coordinates_and_in_counties() -> None:
    frame = pl.DataFrame(
        {
            "name": ["Plant", "Karakax Hair", "Paris", "Nowhere"],
            "lat": [37.11, None, 48.86, None],
            "lon": [79.92, None, 2.35, None],
        }
    )
    found = region(frame, latitude="lat", longitude="lon")
    assert found["query_name"].to_list() == ["Plant", "Karakax Hair"]
    near, named = found.iter_rows(named=True)
    assert near["near_sites"] > 5
    assert 0 < near["nearest_km"] < 25
    signal = near["signals"][0]
    assert (signal["kind"], signal["as_of"]) == ("coordinates", date(2020, 9, 24))
    assert (named["near_sites"], named["nearest_km"]) == (12, None)


def test_signals_say_where_and_from_which_source() -> None:
    frame = pl.DataFrame({"name": ["Hope"], "address": ["Lop County, 848200, China"]})
    row = region(frame, address="address").row(0, named=True)
    assert [(s["kind"], s["where"], s["clear"]) for s in row["signals"]] == [
        ("place", "address", True),
        ("postcode", "address", False),
    ]
    assert all(signal["source"] and signal["as_of"] for signal in row["signals"])


def test_rows_keep_their_order_and_ids() -> None:
    frame = pl.DataFrame(
        {"supplier": ["Urumqi A", "Acme", "和田B"], "no": ["x", "y", "z"]}
    )
    found = region(frame, name="supplier", id="no")
    assert found["query_id"].to_list() == ["x", "z"]
    assert found.schema == {**REGION, "query_id": pl.String}
    assert region(frame.head(0), name="supplier").is_empty()
    names = pl.Series(["Urumqi A", "Acme", "和田B"] * 50)
    assert region(names)["query_id"].to_list() == [i for i in range(150) if i % 3 != 1]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"name": None}, InputError, "nothing to look at"),
        ({"name": "nom"}, ColumnNotFoundError, "nom"),
        ({"latitude": "lat"}, InputError, "go together"),
        ({"latitude": "lat", "longitude": "x"}, ColumnNotFoundError, "x"),
        ({"latitude": "name", "longitude": "lat"}, InputError, "not numbers"),
        ({"latitude": "lat", "longitude": "far"}, InputError, "row 1 has 200.0"),
    ],
)
def test_bad_input_is_refused(
    arguments: dict[str, str | None], error: type[Exception], message: str
) -> None:
    frame = pl.DataFrame({"name": ["a", "b"], "lat": [1.0, 2.0], "far": [3.0, 200.0]})
    with pytest.raises(error, match=message):
        region(frame, **arguments)
