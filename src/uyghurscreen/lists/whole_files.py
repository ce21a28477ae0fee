"""Files that are there in full or not at all, whatever stops the program."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["flush_folder", "write", "write_through"]


def write(path: Path, data: bytes) -> None:
    """Write a file under another name, flush it to the disk, and move it."""
    made = path.with_name(f".{path.name}.part")
    write_through(made, data)
    made.replace(path)


def write_through(path: Path, data: bytes) -> None:
    """Write a file and flush it to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Flush to the disk which files a folder holds."""
    if os.name == "nt":  # a folder cannot be opened there, nor need it be
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
