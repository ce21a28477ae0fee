"""A folder of results, one Parquet file a batch, each whole or not there.

What is written survives a crash: a part is written under another name and moved into
place at the end. `scan.json` says what was asked, so that nothing else is mixed in.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen.errors import InputError

__all__ = ["Parts"]

_ASKED: Final = "scan.json"


class Parts:
    """The parts of one scan.

    Args:
        folder: Made if it is not there.
        asked: What the parts depend on: source, settings, versions.
        resume: Go on with what is there.

    Raises:
        InputError: If the folder holds another scan, or one that was not to be resumed.
    """

    def __init__(
        self, folder: str | Path, asked: Mapping[str, object], *, resume: bool
    ) -> None:
        self._folder = Path(folder)
        if self._folder.exists() and not self._folder.is_dir():
            raise InputError(
                f"{folder}: a scan writes to a folder, and this is a file."
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        note = self._folder / _ASKED
        now = json.dumps(asked, indent=1, sort_keys=True, ensure_ascii=False)
        if not note.exists():
            if any(self._folder.iterdir()):
                raise InputError(
                    f"{folder}: this folder holds other files. Name a new one."
                )
            _swap_in(note, now.encode())
            return
        if not resume:
            raise InputError(
                f"{folder}: there is a scan here already. Resume it (resume=True, or "
                "--resume), or name another folder."
            )
        before = json.loads(note.read_text("utf-8"))
        changed = [key for key in asked if before.get(key) != json.loads(now)[key]]
        if changed:
            raise InputError(
                f"{folder}: the scan here was asked for with other "
                f"{', '.join(changed)}. Name another folder."
            )

    def read(self, number: int) -> pl.DataFrame | None:
        """Return a finished part, or None."""
        path = self._path(number)
        return pl.read_parquet(path) if path.exists() else None

    def write(self, number: int, hits: pl.DataFrame) -> None:
        """Write a part; it is there in full or not at all."""
        path = self._path(number)
        made = path.with_suffix(".part")
        hits.write_parquet(made)
        made.replace(path)

    def _path(self, number: int) -> Path:
        return self._folder / f"hits-{number:06d}.parquet"


def _swap_in(path: Path, data: bytes) -> None:
    made = path.with_suffix(".part")
    with made.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)
