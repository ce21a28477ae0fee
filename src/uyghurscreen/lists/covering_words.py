"""The phrase of a listing under which it covers a body that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from uyghurscreen.typing import Relation

__all__ = ["covering_words"]

_NUMBER: Final = r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen"
_PHRASES: Final[Mapping[Relation, re.Pattern[str]]] = {
    "subordinate": re.compile(
        rf"""(?:(?:and|including)\s+)?(?:the\s+)?(?:(?:following|named)\s+)?
        (?:(?:{_NUMBER})\s+)?subordinate\s+(?:institutions?|entities)
        |the\s+following\s+[^:;.]+?\s+entities(?=:)""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "affiliate": re.compile(
        rf"(?:the\s+following\s+)?(?:(?:{_NUMBER})\s+)?affiliated\s+entities",
        re.IGNORECASE,
    ),
}


def covering_words(cell: str, relation: Relation) -> str | None:
    """Return the words of an Entity List cell that cover the bodies named under it.

    Args:
        cell: The whole cell, mended where the publication is broken.
        relation: How the body stands to the listed one.

    Returns:
        The first such phrase as printed, or None, which is right for a `listed` body.

    Example:
        >>> covering_words("Acme, a.k.a., one alias, and two subordinate institutions:",
        ...                "subordinate")
        'and two subordinate institutions'
    """
    pattern = _PHRASES.get(relation)
    found = pattern.search(cell) if pattern else None
    return " ".join(found[0].split()) if found else None
