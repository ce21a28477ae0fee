"""Made-up names of companies that are on no list, to see what raises an alert."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

import polars as pl

from uyghurscreen.names.structure import canonical

__all__ = ["MEANINGS", "PLACEBOS", "near_listed_names"]

# ruff: noqa: SIM905 - lists of words are easier to read as text
_REGION: Final = (
    "Xinjiang Urumqi Kashgar Hotan Aksu Korla Turpan Hami Shihezi Changji Yili Kuqa"
).split()
_CHINA: Final = (
    "Shenzhen Shanghai Guangzhou Hangzhou Ningbo Suzhou Dongguan Qingdao Xiamen Foshan "
    "Tianjin Wuxi Wenzhou Nanjing Wuhan Chengdu Jinan Hefei Changsha Dalian"
).split()
_WORLD: Final = (
    "London Istanbul Mumbai Hamburg Milan Houston Hanoi Dhaka Karachi Lyon Porto "
    "Rotterdam Osaka Busan Jakarta Cairo Izmir Lima Leeds Krakow"
).split()
_REGION_TRADES: Final = (
    "Cotton|Textile|Garment|Hair Products|Tomato Products|Polysilicon|New Energy|"
    "Chemical|Electronics|Mining|Agricultural Development|Carpet|Wool Textile|Food"
).split("|")
_TRADES: Final = (
    "Trading|Technology|Machinery|Logistics|Plastics|Packaging|Hardware|Furniture|"
    "Auto Parts|Medical|Lighting|Toys|Shoes|Software|Building Materials|Paper|"
    "Ceramics|Glass|Seafood|Bearings"
).split("|")
_FORMS_CHINA: Final = ("Co., Ltd.", "Co Ltd", "Limited", "Group Co., Ltd.", "")
_FORMS_WORLD: Final = ("Ltd", "GmbH", "S.r.l.", "LLC", "Pvt. Ltd.", "A.S.", "Inc.", "")
_SYLLABLES: Final = (
    "bai bao chen cheng da de fang feng fu gang guo hai hao heng hong hua hui jian jie "
    "jin kai kang lan lei li liang lin long lu mei ming nan ning peng qiang rong rui "
    "shan shen sheng shun tai teng tian tong wei wen xiang xin xing xu yang yi yong yu "
    "yuan yue yun ze zhen zheng zhi zhong"
).split()
_PARTS: Final = (
    "ar bel cor dan el fen gal hol in jor kel lar mer nor or pel quin ros sal ten ul "
    "var wes yor zan"
).split()


def in_the_region(draw: Random) -> str:
    """A made-up company of the region, in a trade of the region."""
    return _made(draw, _REGION, _pinyin(draw), _REGION_TRADES, _FORMS_CHINA)


def in_china(draw: Random) -> str:
    """A made-up company elsewhere in China."""
    return _made(draw, _CHINA, _pinyin(draw), _TRADES, _FORMS_CHINA)


def elsewhere(draw: Random) -> str:
    """A made-up company outside China."""
    brand = "".join(draw.sample(_PARTS, draw.choice([2, 3]))).capitalize()
    return _made(draw, _WORLD, brand, _TRADES, _FORMS_WORLD)


def near_listed_names(names: pl.Series) -> Callable[[Random], str] | None:
    """Return what makes listed names with another brand; None where no name has one."""
    brands = pl.DataFrame({"name": names, "brand": canonical(names)["brand"]}).filter(
        pl.col("brand").str.contains("^[a-z]{4,}$"),
        pl.col("name").str.count_matches(" ") > 1,
        ~pl.col("name").str.contains(r"\("),  # which may hold the brand once more
        pl.col("name").str.to_lowercase().str.contains(pl.format("\\b{}\\b", "brand")),
    )
    known = brands.unique(maintain_order=True).rows()

    def near_a_listed_name(draw: Random) -> str:
        name, brand = draw.choice(known)
        at = name.lower().index(brand)
        return f"{name[:at]}{_pinyin(draw)}{name[at + len(brand) :]}"

    return near_a_listed_name if known else None


PLACEBOS: Final = {made.__name__: made for made in (in_the_region, in_china, elsewhere)}
"""Every sort of name that is made up whole."""

MEANINGS: Final = {
    **{name: make.__doc__ or "" for name, make in PLACEBOS.items()},
    "near_a_listed_name": "A listed name with another brand in the place of its own.",
}
"""What a report says of every sort."""


def _pinyin(draw: Random) -> str:
    return "".join(draw.sample(_SYLLABLES, 2)).capitalize()


def _made(
    draw: Random,
    places: list[str],
    brand: str,
    trades: list[str],
    forms: tuple[str, ...],
) -> str:
    words = [draw.choice(places), brand, draw.choice(trades), draw.choice(forms)]
    return " ".join(word for word in words if word)
