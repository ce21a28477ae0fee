"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

__all__ = ["did_you_mean", "similar_file"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that names the known word most like one, empty if none is.

    Example:
        >>> did_you_mean("Suplier", ["country", "supplier"])
        " Did you mean 'supplier'?"
        >>> did_you_mean("vendor", ["country", "supplier"])
        ''
    """
    # The last of two that differ in case alone does not matter: either is a hint.
    by_lower = {text.lower(): text for text in known}
    found = get_close_matches(word.lower(), by_lower, n=1)
    return f" Did you mean {by_lower[found[0]]!r}?" if found else ""


def similar_file(path: Path) -> str:
    """Return the same question for a file that is not there."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return f" There is no folder {path.parent}."
    return did_you_mean(path.name, sorted(file.name for file in folder.iterdir()))
