from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from uyghurscreen import screen
from uyghurscreen.errors import ColumnNotFoundError, InputError, ListNotFoundError
from uyghurscreen.files import read_table
from uyghurscreen.lists import entries, read
from uyghurscreen.suggestions import did_you_mean, similar_file

# word, known words: what is asked
ASKED = {
    "one letter less": ("suplier", ["supplier", "country"], "supplier"),
    "another case": ("SUPPLIER", ["Supplier", "Supplier group"], "Supplier"),
    "the nearest": ("uflpla", ["uflpa", "csl_plc"], "uflpa"),
    "Chinese": ("供应商名", ["供应商名称", "国家"], "供应商名称"),
    "nothing like it": ("vendor", ["supplier", "country"], None),
    "nothing known": ("vendor", [], None),
}


@pytest.mark.parametrize(("word", "known", "meant"), ASKED.values(), ids=ASKED)
def test_did_you_mean(word: str, known: list[str], meant: str | None) -> None:
    expected = "" if meant is None else f" Did you mean {meant!r}?"
    assert did_you_mean(word, known) == expected


def test_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").touch()
    assert "'suppliers.csv'" in similar_file(tmp_path / "supplier.csv")
    assert similar_file(tmp_path / "vendors.xlsx") == ""
    assert "no folder" in similar_file(tmp_path / "none" / "suppliers.csv")


def test_errors_ask(tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").touch()
    meant = "Did you mean"
    with pytest.raises(ColumnNotFoundError, match=f"{meant} 'supplier'"):
        screen(pl.DataFrame({"supplier": ["Hikvision"]}), name="suplier")
    with pytest.raises(ListNotFoundError, match=f"{meant} 'uflpa'"):
        entries("uflpla")
    with pytest.raises(ListNotFoundError, match=f"{meant} 'uflpa_notice'"):
        read("page.html", "uflpa_notices")
    with pytest.raises(InputError, match=f"{meant} 'suppliers.csv'"):
        read_table(tmp_path / "supplier.csv")
    (tmp_path / "suppliers.csv").write_text("a\n1\n")
    with pytest.raises(InputError, match=f"{meant} 'gb18030'"):
        read_table(tmp_path / "suppliers.csv", encoding="gb18300")
