"""The snapshots inside the package, written by `scripts/build_data.py`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from uyghurscreen.lists.list_info import ListInfo, Manifest

__all__ = ["find", "manifest", "read_files"]


@cache
def manifest() -> Manifest:
    """Return the manifest of the embedded snapshots, one for each list."""
    path = files("uyghurscreen.data").joinpath("MANIFEST.json")
    return Manifest.model_validate_json(path.read_bytes())


def find(list_id: str) -> ListInfo | None:
    """Return the embedded snapshot of a list, None if there is no such list."""
    return next((i for i in manifest().lists if i.list_id == list_id), None)


def read_files(info: ListInfo) -> dict[str, bytes]:
    """Return the data files of an embedded snapshot, by name, unchecked."""
    folder = files("uyghurscreen.data")
    return {name: folder.joinpath(name).read_bytes() for name in info.files}
