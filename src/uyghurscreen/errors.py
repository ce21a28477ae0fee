"""The exceptions a caller may see.

All are below one::

  UyghurscreenError
  ├── InputError              the data, file or argument handed in cannot be used
  │   └── ColumnNotFoundError a named column is not in the frame
  ├── ListNotFoundError       no list of that id, or no entry of that id in it
  ├── ListParseError          a publication is not in a format its parser knows
  ├── ListIntegrityError      a list fails its checks (rows, probes, hash)
  ├── StaleListError          a list is older than it may be, and a Screener is strict
  ├── DownloadError           a publisher cannot be reached, or sends what is no list
  ├── StoreError              the folder of stored lists cannot be written to
  ├── PluginError             a list or reporter of another package fails
  ├── JournalError            a journal of decisions is damaged, or cannot be written
  └── RerunError              a run cannot be repeated: input, list or package differ
"""

from __future__ import annotations

__all__ = [
    "ColumnNotFoundError",
    "DownloadError",
    "InputError",
    "JournalError",
    "ListIntegrityError",
    "ListNotFoundError",
    "ListParseError",
    "PluginError",
    "RerunError",
    "StaleListError",
    "StoreError",
    "UyghurscreenError",
]


class UyghurscreenError(Exception):
    """Base of every error this package raises on purpose."""


class InputError(UyghurscreenError, ValueError):
    """The data or argument handed in cannot be used; the message says what to do."""


class ColumnNotFoundError(InputError):
    """A column named in the call is not in the frame."""


class ListNotFoundError(UyghurscreenError, LookupError):
    """There is no list, or no entry in the list, of that id."""


class ListParseError(UyghurscreenError, ValueError):
    """A publication does not have the shape its parser knows."""


class ListIntegrityError(UyghurscreenError, ValueError):
    """A list was read but fails its own checks: row bounds, probe names or hash."""


class StaleListError(UyghurscreenError):
    """A list is older than it may become, and the Screener is strict."""


class DownloadError(UyghurscreenError):
    """A publisher cannot be reached, or does not send what it publishes."""


class StoreError(UyghurscreenError):
    """The folder that stored lists live in cannot be written to."""


class JournalError(UyghurscreenError):
    """A journal is damaged, or cannot be written to."""


class PluginError(UyghurscreenError):
    """A list or reporter of another package fails; the message names the package."""


class RerunError(UyghurscreenError):
    """A run cannot be repeated, for something it was made from is not the same."""
