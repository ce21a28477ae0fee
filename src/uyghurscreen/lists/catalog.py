"""What is known of each list besides its entries: publisher, law, dates, checks.

The facts come from `lists/<list_id>/list.yml`; the build writes them, with the hashes
and counts of the snapshot, into `data/MANIFEST.json`, which is all this module reads.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from uyghurscreen.errors import ListNotFoundError
from uyghurscreen.typing import SourceClass

__all__ = ["DEFAULT_LISTS", "ListInfo", "RawFile", "find", "get", "manifest"]

DEFAULT_LISTS = ("entity_list", "uflpa", "aspi_universities", "aspi_tech_giants")
"""The lists a `Screener` uses when none are named."""


class RawFile(BaseModel):
    """One publication a snapshot was made from.

    Attributes:
        file: Path below the folder of raw publications.
        sha256: Of the file as it was read.
        retrieved_at: The day the copy in hand was taken from its publisher.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str
    retrieved_at: date


class ListInfo(BaseModel):
    """One list and its embedded snapshot.

    Attributes:
        list_id: Short name used everywhere, such as `uflpa`.
        title: The list's own title.
        publisher: Who publishes it.
        law: The legal basis, or what kind of source it is.
        source_class: `law`, `government` or `ngo`.
        source_url: Where it is published.
        licence: The terms its facts may be shipped under.
        cadence: How often it changes.
        limits: What this snapshot lacks, for people; empty if nothing is known.
        as_of: The date of the publication the snapshot holds.
        raw: The publications it was made from.
        min_entries: Fewer listed entries than this are refused.
        probes: Names that must be there.
        parser_version: Raised when the same publication would parse differently.
        listed: Number of entries named by the list itself.
        entries: Number of entries, those below a parent included.
        names: Number of names, native names included.
        version: `as_of` and the first digits of the content hash.
        files: SHA-256 of each data file of the snapshot.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    list_id: str
    title: str
    publisher: str
    law: str
    source_class: SourceClass
    source_url: str
    licence: str
    cadence: str
    limits: str = ""
    as_of: date
    raw: tuple[RawFile, ...]
    min_entries: int
    probes: tuple[str, ...]
    parser_version: int
    listed: int
    entries: int
    names: int
    version: str
    files: dict[str, str]


class Manifest(BaseModel):
    """The whole of `MANIFEST.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lists: tuple[ListInfo, ...]


@cache
def manifest() -> Manifest:
    """Return the manifest of the embedded snapshots."""
    path = files("uyghurscreen.data").joinpath("MANIFEST.json")
    return Manifest.model_validate_json(path.read_bytes())


def find(list_id: str) -> ListInfo | None:
    """Return what is known of one embedded list, None if it is not one."""
    return next((i for i in manifest().lists if i.list_id == list_id), None)


def get(list_id: str) -> ListInfo:
    """Return what is known of one embedded list.

    Raises:
        ListNotFoundError: If there is no such list; the message names those there are.
    """
    info = find(list_id)
    if info is None:
        known = ", ".join(info.list_id for info in manifest().lists)
        raise ListNotFoundError(f"no list {list_id!r}; there are: {known}.")
    return info
