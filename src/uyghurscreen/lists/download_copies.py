"""The last copy of each publication, and how to ask whether it still stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from uyghurscreen.lists.whole_files import write

__all__ = ["Kept", "forget"]

_ASKED: Final = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that is whole.

    Attributes:
        raw: The publication.
        validators: The headers that ask whether it has changed; empty if the publisher
            gave none.
    """

    raw: bytes
    validators: Mapping[str, str]

    @classmethod
    def read(cls, path: Path, address: str) -> Kept | None:
        """Return the copy at a path if it is whole, and came from the address."""
        try:
            told = json.loads(_note(path).read_bytes())
            raw = path.read_bytes()
            validators = {str(k): str(v) for k, v in told["validators"].items()}
            same = (told["address"], told["sha256"]) == (address, _sha256(raw))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return cls(raw, validators) if same else None

    @staticmethod
    def write(path: Path, address: str, raw: bytes, headers: Mapping[str, str]) -> None:
        """Keep a copy. Where a crash parts it from its note, it is not used."""
        sent = {name.lower(): value for name, value in headers.items()}
        told = {
            "address": address,
            "sha256": _sha256(raw),
            "validators": {_ASKED[name]: sent[name] for name in _ASKED if name in sent},
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, raw)
        write(_note(path), json.dumps(told, indent=1).encode())


def forget(path: Path) -> None:
    """Do without the copy at a path: it could not be read as what it should be."""
    _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.note.json")


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
