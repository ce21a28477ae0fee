from __future__ import annotations

from pathlib import Path

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import markup
from uyghurscreen.lists.markup import cell_text, read_html, read_xml

# XML that is not read: the bytes, words in the message
NOT_XML = {
    "nothing": (b"", "the file is empty"),
    "blanks": (b" \n ", "the file is empty"),
    "a page": (b"<!DOCTYPE html><html></html>", "HTML page"),
    "a page after a mark": (b"\xef\xbb\xbf\n<HTML><body/></HTML>", "HTML page"),
    "cut off": (b"<TABLE><TR><TD>Acme", "not well-formed"),
    "plain text": (b"Access Denied", "not well-formed"),
    "an unknown entity": (b"<TD>&acme;</TD>", "not well-formed"),
}

# a cell: its XML, its text
CELLS = {
    "text": (b"<TD>Acme Ltd.</TD>", "Acme Ltd."),
    "line breaks": (b"<TD>Acme<br/>a.k.a.<BR/>Beta</TD>", "Acme\na.k.a.\nBeta"),
    "blocks": (b"<TD><p>Acme</p><p>Beta</p></TD>", "Acme\nBeta"),
    "list items": (b"<TD><ul><li>Acme</li><li>Beta</li></ul></TD>", "Acme\nBeta"),
    "tags inside a word": (b"<TD>Ac<I>m</I>e <E T='03'>Ltd.</E></TD>", "Acme Ltd."),
    "comments": (b"<TD>Acme<!-- not this --> Ltd.</TD>", "Acme Ltd."),
    "instructions": (b"<TD>Acme<?page 7?> Ltd.</TD>", "Acme Ltd."),
    "escapes": (b"<TD>Acme &amp; Sons &#x548C;</TD>", "Acme & Sons 和"),
    "nothing": (b"<TD/>", ""),
}


@pytest.mark.parametrize(("raw", "words"), NOT_XML.values(), ids=NOT_XML)
def test_what_is_no_xml_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(ListParseError, match=f"rule: .*{words}"):
        read_xml(raw, what="rule")


@pytest.mark.parametrize(("raw", "text"), CELLS.values(), ids=CELLS)
def test_the_text_of_a_cell(raw: bytes, text: str) -> None:
    assert cell_text(read_xml(raw, what="cell")) == text


def test_entities_outside_the_document_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    raw = (
        f'<!DOCTYPE TD [<!ENTITY x SYSTEM "{secret.as_uri()}">]><TD>a &x; b</TD>'
    ).encode()
    assert "secret" not in cell_text(read_xml(raw, what="cell"))


def test_entities_that_multiply_are_not_expanded() -> None:
    lines = [b'<!ENTITY a0 "acme">']
    lines += [
        b'<!ENTITY a%d "%b">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)
    ]
    raw = b"<!DOCTYPE TD [" + b"".join(lines) + b"]><TD>&a9;</TD>"
    with pytest.raises(ListParseError, match="not well-formed"):
        read_xml(raw, what="cell")


@pytest.mark.parametrize("read", [read_xml, read_html])
def test_a_document_that_is_too_large_is_refused(
    read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup, "MAX_BYTES", 10)
    with pytest.raises(ListParseError, match="14 bytes, more than the 10 accepted"):
        read(b"<p>Acme Co</p>", what="page")  # type: ignore[operator]


@pytest.mark.parametrize("raw", [b"", b"  \n", b"<!-- -->"])
def test_what_holds_no_html_is_refused(raw: bytes) -> None:
    with pytest.raises(ListParseError, match="page: "):
        read_html(raw, what="page")


@pytest.mark.parametrize(
    "raw",
    [
        "<p>Ürümqi “和田”</p>".encode(),
        "<p>Ürümqi “和田”</p>".encode("utf-8-sig"),
        "<p>Ürümqi “</p>".encode("cp1252"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "Windows-1252"],
)
def test_pages_of_several_encodings_are_read(raw: bytes) -> None:
    assert cell_text(read_html(raw, what="page")).startswith("Ürümqi “")
