from __future__ import annotations

from pathlib import Path

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import uflpa_notices

FIXTURES = Path(__file__).parents[1] / "fixtures"
TEXT = (FIXTURES / "uflpa_notice.html").read_bytes()
XML = (FIXTURES / "uflpa_notice.xml").read_bytes()
PLAIN = TEXT.split(b"<pre>")[1].split(b"</pre>")[0].replace(b"&amp;", b"&")

FORMS = {"GPO page": TEXT, "plain text": PLAIN, "XML": XML}

# name: relation, sections, scope
ENTRIES_OF_NOTICE = {
    "Baoding LYSZD Trade and Business Co., Ltd.": ("listed", ["(v)"], None),
    "Camel Group Co., Ltd.": ("listed", ["(ii)"], None),
    "Hetian Haolin Hair Accessories Co. Ltd.": ("listed", ["(i)", "(v)"], None),
    "Hoshine Silicon Industry (Shanshan) Co., Ltd": (
        "listed",
        ["(i)"],
        "and subsidiaries",
    ),
    "Ninestar Corporation": ("listed", ["(ii)"], None),
    "No. 4 Vocation Skills Education Training Center": ("listed", ["(v)"], None),
    "Zhuhai G&G Digital Technology Co., Ltd.": (
        "subordinate",
        ["(ii)"],
        "and its two Zhuhai-based subsidiaries",
    ),
    "Zhuhai Pantum Electronics Co. Ltd.": (
        "subordinate",
        ["(ii)"],
        "and its two Zhuhai-based subsidiaries",
    ),
}

REFUSED = {
    "no appendix": (TEXT, b"Appendix 1", b"Annex 1", "begins with 'Appendix'"),
    "cut off before its last line": (TEXT, b"[FR Doc. 2023", b"", "cut off"),
    "no section (i)": (
        XML,
        b"2(d)(2)(B)(i) A List of Entities",
        b"2(d)(2)(C) A List of Entities",
        r"no row under section \(i\)",
    ),
    "an entity under (iv)": (
        XML,
        b"Entities identified in sections (i) and (ii) above may be exporters.",
        b"Acme Co., Ltd.",
        r"'Acme Co., Ltd.' stands under \(iv\)",
    ),
    "a heading that runs into names": (
        TEXT,
        b"Government of Xinjiang\n\nCamel",
        b"Government of Xinjiang\nCamel",
        "runs into the names below it",
    ),
    "a heading inside a paragraph": (
        TEXT,
        b"above may be exporters.\n\n[[Page 50905]]\n\nUFLPA",
        b"above may be exporters.\nUFLPA",
        "heading stands inside the paragraph",
    ),
    "a full line, then a capital": (
        TEXT,
        b"Hetian Haolin Hair Accessories Co. Ltd.\nNo. 4",
        b"Hetian Haolin Hair Accessories Import Export and Trade Company Hetian\nNo. 4",
        "not clear whether 'No. 4 Vocation",
    ),
    "unknown words in a cell": (
        XML,
        b"and two aliases:",
        b"trading under:",
        r"Hetian Haolin.*not known",
    ),
    "not UTF-8": (PLAIN, b"Jane Example", b"Jan\xe9 Example", "not UTF-8 text"),
    "XML cut off": (XML, b"</NOTICE>", b"", "not well-formed XML"),
    "HTML error page": (TEXT, b"pre>", b"p>", "without the one <pre> block"),
}


@pytest.mark.parametrize("raw", FORMS.values(), ids=FORMS)
def test_notice_gives_the_list_in_force(raw: bytes) -> None:
    frame = uflpa_notices.parse(raw)
    assert {
        row["entry_name"]: (row["relation"], row["sublists"], row["scope"])
        for row in frame.iter_rows(named=True)
    } == ENTRIES_OF_NOTICE
    assert frame["list_id"].unique().to_list() == ["uflpa"]
    assert frame["effective_date"].null_count() == frame.height
    assert [n["name"] for n in frame["names"].to_list()[2]] == [
        "Hetian Haolin Hair Accessories Co. Ltd.",
        "Hotan Haolin Hair Accessories",
        "Hollin Hair Accessories",
    ]


def test_all_forms_agree() -> None:
    first, *others = (uflpa_notices.parse(raw) for raw in FORMS.values())
    assert all(first.equals(other) for other in others)


@pytest.mark.parametrize(
    ("raw", "old", "new", "message"), REFUSED.values(), ids=REFUSED
)
def test_a_damaged_notice_is_refused(
    raw: bytes, old: bytes, new: bytes, message: str
) -> None:
    assert old in raw
    with pytest.raises(ListParseError, match=message):
        uflpa_notices.parse(raw.replace(old, new))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ListParseError, match="the file is empty"):
        uflpa_notices.parse(b" \n")
