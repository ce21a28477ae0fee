"""Documents that are small to send and large, or slow, to read.

A publication may be nothing of the kind. What a parser would spend on one is reckoned
from its bytes, before it is parsed, and one that is out of all proportion is refused.
The limits are ten times what the largest publication needs, or more.
"""

from __future__ import annotations

import re
from typing import Final

from uyghurscreen.errors import ListParseError

__all__ = ["check_attributes", "check_doctype", "check_objects", "check_tags"]

_OBJECTS: Final = 2_000_000
"""Most objects and arrays of a JSON document (the whole CSL has 107,433)."""

_TAGS: Final = 2_000_000
"""Most tags of a page or XML document (Part 744 has some 50,000)."""

_EFFORT: Final = 1_000_000_000
"""Most that reading attributes may cost; that much takes some three seconds."""

_WORD: Final = rb"[\s/]+=?|[^\s/>=]+"
_VALUE: Final = rb"=\s*(?:(?:\"[^\"]*\"|'[^']*')=?|[^\s>\"'][^\s>]*|[\"'])"
_START_TAG: Final = re.compile(rb"<[A-Za-z](?:" + _WORD + rb"|" + _VALUE + rb"|=)*")
_LONG: Final = 1_000
"""Bytes of a tag that is looked at; what a shorter one costs is nothing."""

_BETWEEN: Final = re.compile(rb"[\s/\"'=]+")
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_doctype(raw: bytes, what: str) -> None:
    """Refuse XML with a document type: it may define entities that multiply.

    Raises:
        ListParseError: If there is one.

    Example:
        >>> check_doctype(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "rule")
        Traceback (most recent call last):
            ...
        uyghurscreen.errors.ListParseError: rule: this XML has a document type ...
    """
    if _DOCTYPE.search(raw):
        refuse_doctype(what)


def refuse_doctype(what: str) -> None:
    """Raise the error of `check_doctype`."""
    raise ListParseError(
        f"{what}: this XML has a document type (DTD) or entities, which no publication "
        "has. They may hide files or grow without end; it is not read."
    )


def check_objects(raw: bytes, what: str) -> None:
    """Refuse JSON with more objects and arrays than any publication has.

    Raises:
        ListParseError: If it has.
    """
    found = raw.count(b"{") + raw.count(b"[")
    if found > _OBJECTS:
        raise ListParseError(
            f"{what}: {found:,} objects and arrays, more than the {_OBJECTS:,} "
            "accepted."
        )


def check_tags(raw: bytes, what: str) -> None:
    """Refuse a document with more tags than any publication has.

    Raises:
        ListParseError: If it has.
    """
    found = raw.count(b"<")
    if found > _TAGS:
        raise ListParseError(
            f"{what}: {found:,} tags, more than the {_TAGS:,} accepted."
        )


def check_attributes(raw: bytes, what: str) -> None:
    """Refuse a page whose tags have so many attributes that reading them never ends.

    libxml2 appends each attribute to a chain that it walks from the start: the cost
    grows with the square of their number. 200,000 of them in one tag took 136 s.

    Raises:
        ListParseError: If it would take more than some seconds.
    """
    effort = 0
    for tag in _START_TAG.finditer(raw):
        if tag.end() - tag.start() > _LONG:
            effort += len(_BETWEEN.findall(tag[0])) ** 2
        if effort > _EFFORT:
            raise ListParseError(
                f"{what}: a tag has more attributes than are accepted."
            )
