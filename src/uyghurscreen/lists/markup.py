"""Safe reading of the publishers' XML and HTML.

XML with a DTD is refused, the network is off, a document has a size cap and further
ones (see `bombs`), and an HTML page served in place of XML is refused with a message
that says so.
"""

from __future__ import annotations

from typing import Final

from lxml import etree, html

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.bombs import (
    check_attributes,
    check_doctype,
    check_tags,
    refuse_doctype,
)

__all__ = ["MAX_BYTES", "cell_text", "check_size", "read_html", "read_xml"]

MAX_BYTES: Final = 96 * 1024 * 1024
"""Largest publication accepted, in bytes (the whole CSL is a third of this)."""

_BLOCKS: Final = {"p", "div", "li"}


def read_xml(raw: bytes, *, what: str) -> etree._Element:
    """Parse XML bytes and return the root element.

    Args:
        raw: The document.
        what: The publication's name, for the message.

    Raises:
        ListParseError: If the bytes are empty, too many, truncated, HTML, or have a
            document type.
    """
    check_size(raw, what)
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise ListParseError(
            f"{what}: this is an HTML page, not XML. The publisher may have sent an "
            "error page; open it in a browser and save the XML itself."
        )
    check_doctype(raw, what)
    check_tags(raw, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ListParseError(
            f"{what}: not well-formed XML ({error}). The file may be cut off; "
            "download it again."
        ) from None
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # in another encoding, such as UTF-16
        refuse_doctype(what)
    return root


def read_html(raw: bytes, *, what: str) -> etree._Element:
    """Parse HTML bytes, UTF-8 unless they say otherwise, and return the root element.

    Raises:
        ListParseError: If the bytes are empty, too many, or hold no markup.
    """
    check_size(raw, what)
    check_tags(raw, what)
    check_attributes(raw, what)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, ValueError) as error:
        raise ListParseError(f"{what}: no HTML could be read ({error}).") from None
    return root


def cell_text(element: etree._Element) -> str:
    r"""Return the text of a cell, `<br>` and block ends as line breaks.

    Example:
        >>> cell = read_xml(b"<TD>Acme, a.k.a.:<br/>Acme Co.</TD>", what="cell")
        >>> cell_text(cell)
        'Acme, a.k.a.:\nAcme Co.'
    """
    parts: list[str] = []

    def walk(node: etree._Element) -> None:
        if not isinstance(node.tag, str):  # a comment or processing instruction
            return
        tag = node.tag.lower()
        if tag == "br":
            parts.append("\n")
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        if tag in _BLOCKS:
            parts.append("\n")

    walk(element)
    return "".join(parts).strip()


def check_size(raw: bytes, what: str) -> None:
    """Refuse a publication that is empty, or larger than any is.

    Raises:
        ListParseError: If it is.
    """
    if not raw.strip():
        raise ListParseError(f"{what}: the file is empty.")
    if len(raw) > MAX_BYTES:
        raise ListParseError(
            f"{what}: {len(raw):,} bytes, more than the {MAX_BYTES:,} accepted."
        )
