"""Every citation style seen in the eCFR and in the Consolidated Screening List."""

from __future__ import annotations

from datetime import date

import pytest

from uyghurscreen.lists.citations import Citation, parse_citations, unread_text

ECFR_STYLES = {
    "84 FR 54004, 10/9/19. 85 FR 44161, 7/22/20.": [
        "84 FR 54004 (2019-10-09)",
        "85 FR 44161 (2020-07-22)",
    ],
    "76 FR 71869,\n11/21/11.\n77 FR 24590, 4/25/12": [
        "76 FR 71869 (2011-11-21)",
        "77 FR 24590 (2012-04-25)",
    ],
    "73 FR 54508. 9/22/08. 74 FR 8184. 2/24/09.": [
        "73 FR 54508 (2008-09-22)",
        "74 FR 8184 (2009-02-24)",
    ],
    "73 FR 54508 9/22/0873 FR 74001, 12/5/08.": [
        "73 FR 54508 (2008-09-22)",
        "73 FR 74001 (2008-12-05)",
    ],
    "63 FR 64322,\n11/19/98.\n65 FR 14444,\n03/17/00.": [
        "63 FR 64322 (1998-11-19)",
        "65 FR 14444 (2000-03-17)",
    ],
    "66 FR 24266, 5/14/0175 FR 78883, 12/17/10.81 FR 64696, 9/20/16.": [
        "66 FR 24266 (2001-05-14)",
        "75 FR 78883 (2010-12-17)",
        "81 FR 64696 (2016-09-20)",
    ],
    "88 FR FR 12158, 2/27/23.": ["88 FR 12158 (2023-02-27)"],
    "88 FR 121582/27/23.": ["88 FR 12158 (2023-02-27)"],
    "77 FR 231164/18/12.": ["77 FR 23116 (2012-04-18)"],
    "77 FR 23116 4/18/12.": ["77 FR 23116 (2012-04-18)"],
    "86 FR 67319. 11/26/21.87 FR 62202, 10/13/22.": [
        "86 FR 67319 (2021-11-26)",
        "87 FR 62202 (2022-10-13)",
    ],
    "81 FR 61601 preview citation details, 9/7/16": ["81 FR 61601 (2016-09-07)"],
    "80 FR 8527, 2/18/15.\n84 FR 29373, 6/24/19,\n87 FR 38925, 6/30/22.": [
        "80 FR 8527 (2015-02-18)",
        "84 FR 29373 (2019-06-24)",
        "87 FR 38925 (2022-06-30)",
    ],
    "86 FR 67319": ["86 FR 67319"],
}

CSL_STYLES = {
    "84 FR 54002; 85 FR 44159": ["84 FR 54002", "85 FR 44159"],
    "77 FR 61249 No. 195": ["77 FR 61249"],
    "76 FR no. 242 pg. 78146, 77 FR 58006 (no. 182)": ["76 FR 78146", "77 FR 58006"],
    "73 FR 54504 (9/22/2008), 77 FR 24587": ["73 FR 54504 (2008-09-22)", "77 FR 24587"],
    "73 FR 54508 (9/22/08), 74 FR 36516 (2/24/09": [
        "73 FR 54508 (2008-09-22)",
        "74 FR 36516 (2009-02-24)",
    ],
    "80FR 69852": ["80 FR 69852"],
    "79 FR  55608": ["79 FR 55608"],
    "83 FR 44824;": ["83 FR 44824"],
    "81 FR 14953; 84 fr 40241": ["81 FR 14953", "84 FR 40241"],
    "81 FR 64696 and 84 FR 40241": ["81 FR 64696", "84 FR 40241"],
    "79 FR 24566; 5/1/14; 83 FR 3580; 1/26/18": [
        "79 FR 24566 (2014-05-01)",
        "83 FR 3580 (2018-01-26)",
    ],
    "67 FR 24266; 84 FR 40241, 84 FR 40241": ["67 FR 24266", "84 FR 40241"],
    "86 FR 12531, 3/4/2021. 87 FR 6026, 2/3/22": [
        "86 FR 12531 (2021-03-04)",
        "87 FR 6026 (2022-02-03)",
    ],
    "67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02": [
        "67 FR 56530 (2002-09-04)",
        "67 FR 10890 (2002-03-11)",
    ],
    "67 FR 10033ÿ": ["67 FR 10033"],
}

UNREAD = {
    "": ([], ""),
    "Policy of denial": ([], "Policy of denial"),
    "88 FR": ([], "88 FR"),
    "85 FR 34501; 88 FR": (["85 FR 34501"], "88 FR"),
    "76 FR 78146 (12/16/11) 77 FR": (["76 FR 78146 (2011-12-16)"], "77 FR"),
    "76 FR No. 197 (10/12/2011)": ([], "76 FR No. 197 (10/12/2011)"),
    "Vol. 88, No. 151, 08/08/2023": ([], "Vol. 88, No. 151, 08/08/2023"),
    "90 F.R. 41970 8/28/20225": (["90 FR 41970"], "8/28/20225"),
    "87 30173 5/18/2022, 87 F.R. 68123": (["87 FR 68123"], "87 30173 5/18/2022"),
}


@pytest.mark.parametrize(("cell", "expected"), (ECFR_STYLES | CSL_STYLES).items())
def test_every_known_style_is_read_in_printed_order(
    cell: str, expected: list[str]
) -> None:
    assert [str(citation) for citation in parse_citations(cell)] == expected
    assert unread_text(cell) == ""


@pytest.mark.parametrize(("cell", "expected"), UNREAD.items())
def test_what_is_no_citation_stays_visible(
    cell: str, expected: tuple[list[str], str]
) -> None:
    citations, rest = expected
    assert [str(citation) for citation in parse_citations(cell)] == citations
    assert unread_text(cell) == rest


def test_a_date_that_does_not_exist_leaves_the_page() -> None:
    assert parse_citations("79 FR 55608, 9/31/14") == (Citation(79, 55608),)


def test_a_citation_has_typed_parts() -> None:
    (citation,) = parse_citations("84 FR 54004, 10/9/19")
    assert citation == Citation(84, 54004, date(2019, 10, 9))
