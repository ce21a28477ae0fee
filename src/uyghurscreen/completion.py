"""What a shell offers when Tab is pressed: commands, options, lists, columns."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from uyghurscreen import plugins
from uyghurscreen.arguments import commands
from uyghurscreen.errors import UyghurscreenError
from uyghurscreen.files import read_table
from uyghurscreen.lists import embedded

__all__ = ["SHELLS", "complete", "script"]

SHELLS: Final = ("bash", "zsh", "fish", "powershell")

_LARGEST: Final = 20_000_000
"""Bytes of a file that can be read while somebody waits."""

_COLUMNS: Final = ("name", "id", "country", "address")
_LISTS: Final = ("lists", "list_id", "old", "new", "accept")


def script(shell: str) -> str:
    """Return what a shell has to run so that it completes, for one of `SHELLS`."""
    from argcomplete.shell_integration import shellcode

    return shellcode(["uyghurscreen"], shell=shell)


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell that asks what may come next, and leave; else do nothing."""
    if "_ARGCOMPLETE" not in os.environ:
        return
    import argcomplete

    for command, _ in commands(parser).values():
        for action in command._actions:
            if action.dest in _LISTS:
                action.completer = list_ids  # type: ignore[attr-defined]
            elif action.dest in _COLUMNS:
                action.completer = columns  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser)


def list_ids(prefix: str, **_: object) -> list[str]:
    """Return the ids of lists, after those that are there and a comma.

    Example:
        >>> list_ids("entity_list,ufl")
        ['entity_list,uflpa']
    """
    before, comma, begun = prefix.rpartition(",")
    known = [info.list_id for info in embedded.manifest().lists]
    known += plugins.offered(plugins.LISTS)
    return [before + comma + i for i in known if i.startswith(begun)]


def columns(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """Return the columns of the file that is named before; none if it is large."""
    named = getattr(parsed_args, "file", None) or getattr(parsed_args, "files", None)
    path = Path(named[0] if isinstance(named, list) else named or "")
    try:
        if path.stat().st_size > _LARGEST:
            return []
        found = read_table(path).frame.columns
    except (OSError, UyghurscreenError):
        return []
    return [column for column in found if column.startswith(prefix)]
