"""An update from the publications that the package was built from changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from uyghurscreen import lists
from uyghurscreen.lists import clock

SOURCES = Path(__file__).parents[2] / ".." / "shared" / "sources"

# what is saved, its file, and the day it was taken
PUBLICATIONS = {
    "entity_list": ("bis/ecfr_supp4_2026-07-09.xml", "2026-07-09"),
    "uflpa": ("uflpa/dhs_uflpa_2026-07-24.html", "2026-07-24"),
    "csl": ("bis/csl_2026-07-31.json", "2026-07-31"),
    "aspi_universities": (
        "aspi/unitracker/misp_china-defence-universities.json",
        "2020-08-01",
    ),
    "aspi_brands": ("aspi/uyghurs_for_sale/brands_2020-03.csv", "2020-03-01"),
}


@pytest.mark.shared
@pytest.mark.parametrize("what", PUBLICATIONS)
def test_an_update_from_what_was_built_from_changes_nothing(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path))
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 8, 1, tzinfo=UTC))
    needed = {what, "csl"} if what == "entity_list" else {what}
    chosen = ["csl_sdn", "csl_uvl", "csl_cap"] if what == "csl" else [what]
    rows = lists.update(
        chosen,
        from_file={name: SOURCES / PUBLICATIONS[name][0] for name in needed},
        as_of=date.fromisoformat(PUBLICATIONS[what][1]),
    )
    assert set(rows["outcome"]) == {"unchanged"}, rows["message"].to_list()
