from __future__ import annotations

import polars as pl

from uyghurscreen.names.tables import lexicon
from uyghurscreen.places.sites import sites, sites_by_place, sites_near
from uyghurscreen.places.xinjiang import place_forms, site_counties, units


def test_every_unit_is_a_place_with_spellings() -> None:
    forms = place_forms().filter(inside="xinjiang")["place"]
    assert set(units()["place"]) <= set(forms)


def test_there_are_14_prefectures_and_12_cities_of_the_corps() -> None:
    assert units().filter(level=1).height == 14
    table = lexicon("xinjiang_units")
    assert table.filter(kind="xpcc_city").height == 12
    assert lexicon("xpcc_divisions").height == 14


def test_every_site_lies_in_a_unit() -> None:
    assert set(sites()["county"]) == set(site_counties()["county"])


def test_sites_of_a_county_are_those_of_the_table() -> None:
    counted = dict(sites_by_place().iter_rows())
    assert counted["karakax"] == sites().filter(county="Karakash").height == 12
    assert counted["yining"] == 19  # of the city and the county
    assert counted["hotan"] == sites().filter(prefecture="Hotan").height == 52


def test_the_nearest_site_is_the_nearest() -> None:
    site = sites().row(0, named=True)
    near = sites_near(pl.Series([site["latitude"]]), pl.Series([site["longitude"]]))
    assert near["nearest_km"].item() == 0
    far = sites_near(pl.Series([48.86, None]), pl.Series([2.35, None]))
    assert far.rows() == [(None, None), (None, None)]


def test_forms_stand_once() -> None:
    forms = place_forms()
    assert forms["form"].is_unique().all()
    unclear = set(lexicon("region_unclear")["form"])
    assert unclear <= set(forms.filter(~pl.col("clear"))["form"])
