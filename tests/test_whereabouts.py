"""The commands about where suppliers are: what they print, write and return."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import cli
from uyghurscreen.lists import clock

Golden = Callable[[str, str], None]

ADDRESSES = """no,address
V1,香港灣仔盧押道18號海德中心16樓D室
V2,"RM 803 CHEVALIER HSE, 45-51 CHATHAM RD SOUTH, TST"
V3,"12 Rue de Rivoli, Paris"
V4,
"""


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the lists be of today, and the console be of one width."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(clock, "today", lambda: date(2026, 7, 25))


@pytest.fixture
def addresses(tmp_path: Path) -> Path:
    path = tmp_path / "addresses.csv"
    path.write_text(ADDRESSES, encoding="utf-8")
    return path


def _run(file: Path, *more: str) -> int:
    arguments = ["addresses", str(file), "--address", "address", "--id", "no"]
    return cli.main([*arguments, "--lists", "entity_list", *more])


def test_the_page_of_address_hits(
    addresses: Path, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(addresses, "--limit", "1") == 1
    captured = capsys.readouterr()
    lines = [line.rstrip() for line in captured.out.splitlines()]
    text = re.sub(r"lists: entity_list \S+", "lists: ...", "\n".join(lines))
    golden("addresses", f"{text}\n")
    assert "1 row was not screened (1 no address (null))" in captured.err


def test_no_address_hit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clean.csv"
    path.write_text('no,address\nV3,"12 Rue de Rivoli, Paris"\n', encoding="utf-8")
    assert _run(path) == 0
    assert capsys.readouterr().out.startswith("no address hit at threshold 0.7; lists:")


def test_address_hits_are_written_and_printed_for_programs(
    addresses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = addresses.with_name("hits.parquet")
    assert _run(addresses, "-o", str(output), "--json") == 1
    found = json.loads(capsys.readouterr().out)
    written = pl.read_parquet(output)
    assert [hit["query_id"] for hit in found["hits"]] == written["query_id"].to_list()
    assert list(found["lists"]) == ["entity_list"]


SUPPLIERS = """no,supplier,address,country
V1,和田浩林发饰品有限公司,,CN
V2,Golden Cotton,"Shihezi City, 8th Division, 143rd Regiment 832000",CN
V3,Aksu Iplik,"Bursa, Turkey",TR
V4,Bright Trading,"1500 Urumqi Middle Road, Shanghai",CN
"""


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text(SUPPLIERS, encoding="utf-8")
    return path


def test_the_page_of_signals(
    suppliers: Path, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = ["--name", "supplier", "--address", "address", "--country", "country"]
    assert cli.main(["region", str(suppliers), *columns, "--id", "no"]) == 0
    out = capsys.readouterr().out
    golden("region", "\n".join(line.rstrip() for line in out.splitlines()) + "\n")


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_signals_are_written_and_printed_for_programs(
    ending: str, suppliers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = suppliers.with_name(f"signals{ending}")
    arguments = ["region", str(suppliers), "--name", "supplier", "-o", str(output)]
    assert cli.main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["query_id"] for row in found["region"]] == [0]
    assert output.stat().st_size > 0


def test_nothing_points_to_the_region(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "clean.csv"
    path.write_text("name\nAcme Bakery\n", encoding="utf-8")
    assert cli.main(["region", str(path), "--name", "name"]) == 0
    assert capsys.readouterr().out == "nothing points to the Uyghur Region\n"


def test_an_address_may_be_split_over_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "split.csv"
    path.write_text(
        'street,city\n"Unit D, 16/F One Capital Place, 18 Luard Rd","Wan Chai, HK"\n',
        encoding="utf-8",
    )
    arguments = ["addresses", str(path), "--address", "street", "city", "--json"]
    assert cli.main([*arguments, "--lists", "entity_list"]) == 1
    captured = capsys.readouterr()
    (first, *_) = json.loads(captured.out)["hits"]
    assert (first["address_only"], first["band"]) == (True, "exact")
    assert "addresses from 'street' and 'city'" in captured.err
    assert cli.main(["region", str(path), "--address", "street", "city"]) == 0


def test_a_column_that_is_not_there(addresses: Path) -> None:
    assert cli.main(["addresses", str(addresses), "--address", "street"]) == 2
