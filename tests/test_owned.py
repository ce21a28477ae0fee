from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import cli
from uyghurscreen.files import read_table
from uyghurscreen.ownership import AFFILIATES

OWNERS = """owner,owned,percent,source,day
Hangzhou Hikvision Digital Technology Co. Ltd.,Lanwan Investment,60,report,2025-12-31
Lanwan Investment,Qingshan Optics,50,registry,2026-03-01
Qingshan Optics,Baihe Lenses,40 %,registry,2026-03-01
iFlytek,Baihe Lenses,,press,2024-05-01
Sunrise Bakery,Baihe Lenses,5,press,2024-05-01
"""
SUPPLIERS = "no,supplier\nV1,Qingshan Optics Co Ltd\nV2,Acme Bakery\nV3,Baihe Lenses\n"

OF_SUPPLIERS = ["--suppliers", "suppliers.csv", "--name", "supplier", "--id", "no"]
SMALL = ["--lists", "entity_list"]

# a call and its exit code
CODES: dict[str, tuple[list[str], int]] = {
    "something is owned": (["owners.csv"], 1),
    "nothing is owned": (["owners.csv", "--lists", "uflpa"], 0),
    "a supplier is flagged": (["owners.csv", *OF_SUPPLIERS], 0),
    "a supplier is an alert": (
        ["owners.csv", *OF_SUPPLIERS, "--affiliates", "alert"],
        1,
    ),
    "suppliers without their owners": (
        ["owners.csv", *OF_SUPPLIERS, "--affiliates", "off"],
        0,
    ),
    "no such column": (["owners.csv", "--percent", "share"], 2),
    "no such file": (["none.csv"], 2),
    "no day": (["owners.csv", "--as-of", "today"], 2),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "owners.csv").write_text(OWNERS, encoding="utf-8")
    (tmp_path / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    return tmp_path


def run(arguments: list[str]) -> int:
    return cli.main(["owned", *arguments, *([] if "--lists" in arguments else SMALL)])


@pytest.mark.parametrize(("arguments", "code"), CODES.values(), ids=CODES)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(arguments) == code


def test_the_page_of_owned_companies(
    golden: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["owners.csv", "--source", "source", "--dated", "day", "--as-of", "2026-07-01"])
    run(["owners.csv", *OF_SUPPLIERS, "--as-of", "2026-07-01"])
    shown = capsys.readouterr()
    text = re.sub(r"entity_list \S+", "entity_list VERSION", shown.out + shown.err)
    golden("owned", "\n".join(line.rstrip() for line in text.split("\n")))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_what_is_written(ending: str, folder: Path) -> None:
    assert run(["owners.csv", "-o", f"owned.{ending}"]) == 1
    path = folder / f"owned.{ending}"
    frame = pl.read_json(path) if ending == "json" else read_table(path).frame
    assert frame.columns == AFFILIATES.names()
    assert frame["company"].to_list() == [
        "Lanwan Investment",
        "Qingshan Optics",
        "Baihe Lenses",
    ]
    assert frame["share"].cast(pl.Float64).to_list() == [60, 30, 12]


def test_what_programs_read(capsys: pytest.CaptureFixture[str]) -> None:
    run(["owners.csv", *OF_SUPPLIERS, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [(row["query_id"], row["status"], row["alert"]) for row in found] == [
        ("V1", "reached", False),
        ("V3", "possible", False),
    ]
