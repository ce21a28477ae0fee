"""Lists and reporters that other installed packages offer, by entry points.

A package offers a list in the group `uyghurscreen.lists`, under the list's id, as a
function without arguments that returns a frame such as `extra_lists` takes. It offers a
reporter in the group `uyghurscreen.reporters`, under the ending of its files, as a
function of hits, path and run manifest. Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final

import polars as pl

from uyghurscreen.errors import PluginError

__all__ = ["LISTS", "REPORTERS", "load_list", "offered", "report"]

LISTS: Final = "uyghurscreen.lists"
REPORTERS: Final = "uyghurscreen.reporters"


def offered(group: str) -> dict[str, str]:
    """Return what installed packages offer in a group, and which package, by name.

    Example:
        >>> offered(LISTS)
        {}
    """
    return {
        point.name: _package(point)
        for point in sorted(entry_points(group=group), key=_order)
    }


def load_list(list_id: str, read: Callable[[object], pl.DataFrame]) -> pl.DataFrame:
    """Return a list that a package offers.

    Args:
        list_id: The list.
        read: Makes entries of what the package gives.

    Raises:
        PluginError: If there is none, several are, or it cannot be loaded or read.
    """
    point = _point(LISTS, list_id)
    with _named(point):
        return read(point.load()())


def report(
    ending: str, hits: pl.DataFrame, path: Path, manifest: Mapping[str, Any]
) -> None:
    """Have a package's reporter write a file.

    Args:
        ending: The file's ending, without the dot; the reporter's name.
        hits: The hits.
        path: The file.
        manifest: The run manifest, as JSON has it.

    Raises:
        PluginError: If there is no such reporter, it fails, or it writes no file.
    """
    point = _point(REPORTERS, ending)
    with _named(point):
        point.load()(hits, path, manifest)
        if not path.is_file():
            raise FileNotFoundError(f"it wrote no file {path}.")


def _point(group: str, name: str) -> EntryPoint:
    found = sorted(entry_points(group=group, name=name), key=_order)
    if len(found) == 1:
        return found[0]
    if not found:
        raise PluginError(f"no installed package offers {name!r} in {group}.")
    packages = " and ".join(_package(point) for point in found)
    raise PluginError(
        f"{packages} both offer {name!r} in {group}. Uninstall all but one."
    )


@contextmanager
def _named(point: EntryPoint) -> Iterator[None]:
    """Name the package whose code fails, whatever it raises."""
    try:
        yield
    except Exception as error:
        raise PluginError(
            f"{point.name!r} of {_package(point)} ({point.value}) failed: "
            f"{type(error).__name__}: {error} Ask those who publish that package."
        ) from error


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _order(point: EntryPoint) -> tuple[str, str]:
    return point.name, _package(point)
