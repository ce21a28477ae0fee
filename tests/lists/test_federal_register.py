"""Rules that amend the Entity List: what they print and what they do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.federal_register import amendments, parse
from uyghurscreen.schema import ENTRIES

FIXTURES = Path(__file__).parents[1] / "fixtures"
BIS = Path(__file__).parents[2] / "../shared/sources/bis"
CHINA = "CHINA, PEOPLE'S REPUBLIC OF"


@pytest.fixture(scope="module")
def rule() -> bytes:
    return (FIXTURES / "federal_register_rule.xml").read_bytes()


def test_rows_the_rule_prints(rule: bytes) -> None:
    frame = parse(rule)
    assert frame.schema == ENTRIES
    assert frame.select("entry_name", "countries", "addresses").rows() == [
        (
            "CPUNTO Inc.",
            ["CA"],
            [
                "5929 Route Transcanadienne Ste 130 St. Laurent, Quebec H4T 1Z6 Canada",
            ],
        ),
        (
            "Electronic Network Inc.",
            ["CA"],
            ["145 Montee De Liesse Ste 10 St. Laurent, Quebec H4T 1T9 Canada"],
        ),
        (
            "Joint-Stock Company “Vympel” China",
            ["CN"],
            ["7 Mira Road, Beijing, China"],
        ),
    ]


def test_aliases_and_requirement(rule: bytes) -> None:
    frame = parse(rule)
    names = [
        [name["name"] for name in row["names"]] for row in frame.iter_rows(named=True)
    ]
    assert names[:2] == [
        ["CPUNTO Inc.", "CPUNTO"],
        [
            "Electronic Network Inc.",
            "Electronic Network Holdings",
            "Electronic's Network & Technology Corp.",
        ],
    ]
    assert frame["license_requirement"][0] == (
        "For all items subject to the EAR. (See §§ 734.9(g), 744.21(b), and "
        "746.8(a)(3) of the EAR)"
    )


def test_open_citation_dates_the_entry_but_gives_no_page(rule: bytes) -> None:
    frame = parse(rule)
    dated = frame.select("citations", "first_listed", "effective_date").rows()
    assert dated == [
        ([], date(2023, 2, 27), date(2023, 2, 27)),
        ([], date(2023, 2, 27), date(2023, 2, 27)),
        (["84 FR 54004 (2019-10-09)"], date(2019, 10, 9), date(2023, 2, 27)),
    ]


def test_what_the_rule_does(rule: bytes) -> None:
    assert amendments(rule).rows() == [
        ("add", "CANADA", "CPUNTO Inc."),
        ("add", "CANADA", "Electronic Network Inc."),
        ("revise", CHINA, "Joint-Stock Company “Vympel” China"),
        ("remove", CHINA, "Institute of Forensic Science of China"),
    ]


def instruction(text: str) -> bytes:
    return f"<RULE><AMDPAR>{text}</AMDPAR></RULE>".encode()


WORDINGS = {
    "the destination first, the verbs after": (
        "2. Supplement No. 4 to part 744 is amended under IRAN by removing the entry "
        "for “Acme Trading” and adding an entry for “Acme General Trading.”",
        [("remove", "IRAN", "Acme Trading"), ("add", "IRAN", "Acme General Trading")],
    ),
    "the destination after the verb": (
        "2. Supplement no. 4 to part 744 is amended by adding, under the destination "
        "of the United Arab Emirates, entries for “Acme FZE” and “Acme LLC”.",
        [
            ("add", "United Arab Emirates", "Acme FZE"),
            ("add", "United Arab Emirates", "Acme LLC"),
        ],
    ),
    "no destination": (
        "2. Supplement No. 4 to part 744 is amended by removing one entity: “Acme”.",
        [("remove", None, "Acme")],
    ),
}


@pytest.mark.parametrize(("text", "rows"), WORDINGS.values(), ids=WORDINGS.keys())
def test_wordings(text: str, rows: list[tuple[str, str | None, str]]) -> None:
    assert amendments(instruction(text)).rows() == rows


def test_a_rule_that_only_removes_prints_no_row() -> None:
    text = "Supplement No. 4 to part 744 is amended by removing “Acme”."
    assert parse(instruction(text)).height == 0


BAD = {
    "another rule": (instruction("1. Section 746.8 is amended."), "no paragraph"),
    "a name without a verb": (
        instruction("Supplement No. 4 to part 744: “Acme Ltd.” under IRAN."),
        "not whether it is added",
    ),
    "a web page": (b"<!DOCTYPE html><html></html>", "this is an HTML page"),
}


@pytest.mark.parametrize(("raw", "message"), BAD.values(), ids=BAD.keys())
def test_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ListParseError, match=message):
        amendments(raw)


@pytest.mark.shared
@pytest.mark.skipif(not BIS.is_dir(), reason="needs ../shared/sources/bis")
def test_rule_of_february_2023() -> None:
    raw = (BIS / "fr_2023-03929.xml").read_bytes()
    changes = amendments(raw)
    counts = changes.group_by("destination", maintain_order=True).len()
    assert counts.rows() == [
        ("CANADA", 2),
        (CHINA, 5),
        ("FRANCE", 1),
        ("LUXEMBOURG", 1),
        ("NETHERLANDS", 1),
        ("RUSSIA", 3),
    ]
    assert changes["action"].unique().to_list() == ["add"]
    printed = parse(raw)
    assert printed["entry_name"].sort().equals(changes["entry_name"].sort())
    assert printed.filter(pl.col("addresses").list.len() == 0).height == 0
