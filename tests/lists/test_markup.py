from __future__ import annotations

import time

import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import bombs, markup
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


LAUGHS = b"".join(
    b'<!ENTITY a%d "%b">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)
)

# XML that defines more than it says
WITH_A_DTD = {
    "a file as an entity": b"""<!DOCTYPE TD [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<TD>a &x; b</TD>""",
    "an address as an entity": b"""<!DOCTYPE TD [
<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><TD>&x;</TD>""",
    "an entity of its own": b'<!DOCTYPE TD [<!ENTITY x "acme">]><TD>&x;</TD>',
    "entities that multiply": b'<!DOCTYPE TD [<!ENTITY a0 "acme">'
    + LAUGHS
    + b"]><TD>&a9;</TD>",
    "entities in an attribute": b'<!DOCTYPE TD [<!ENTITY a0 "acme">'
    + LAUGHS
    + b']><TD a="&a9;"/>',
    "parameters": b'<!DOCTYPE TD [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><TD/>',
    "a DTD elsewhere": b'<!DOCTYPE TD SYSTEM "http://127.0.0.1:9/td.dtd"><TD/>',
    "in small letters": b"<?xml version='1.0'?>\n<!doctype TD><TD/>",
    "in UTF-16": '<!DOCTYPE TD [<!ENTITY x "acme">]><TD>&x;</TD>'.encode("utf-16"),
}


@pytest.mark.parametrize("raw", WITH_A_DTD.values(), ids=WITH_A_DTD)
def test_xml_with_a_document_type_is_refused(raw: bytes) -> None:
    words = "document type .DTD. or entities|not well-formed"
    with pytest.raises(ListParseError, match=f"rule: .*({words})"):
        read_xml(raw, what="rule")


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


MANY = b" ".join(b"a%d" % i for i in range(100_000))

# pages that would take minutes, or gigabytes
BOMBS = {
    "attributes": b"<p " + MANY + b">",
    "attributes after a bracket": b'<p x=">" ' + MANY,
    "attributes after odd quotes": b'<p a" b=">" =="x>" ' + MANY,
    "attributes without blanks": b"<p " + b'a=""' * 100_000,
    "attributes with slashes": b"<p/" + MANY.replace(b" ", b"/"),
    "attributes in many tags": (b"<p " + MANY[:60_000] + b">") * 20,
    "tags": b"<p>" * 2_000_001,
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS)
def test_a_page_out_of_all_proportion_is_refused_at_once(raw: bytes) -> None:
    began = time.process_time()
    with pytest.raises(ListParseError, match=r"more .*than .*accepted"):
        read_html(raw, what="page")
    assert time.process_time() - began < 5


def test_tags_in_tags_without_end_are_read() -> None:
    raw = b"<table><tr><td>Acme" + b"<b>" * 100_000
    assert cell_text(read_html(raw, what="page")) == "Acme"
    with pytest.raises(ListParseError, match="Excessive depth"):
        read_xml(b"<b>" * 5_000 + b"</b>" * 5_000, what="rule")


def test_tags_of_xml_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "_TAGS", 3)
    with pytest.raises(ListParseError, match="4 tags, more than the 3 accepted"):
        read_xml(b"<a><b></b></a>", what="rule")


def test_pages_with_long_tags_are_read() -> None:
    path = b"M 10 20 " * 2_000  # a drawing
    raw = b'<p title="' + b"words " * 300 + b'">Acme<svg d="' + path + b'"></p>'
    assert cell_text(read_html(raw, what="page")) == "Acme"
