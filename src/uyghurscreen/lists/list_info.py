"""What is known of one snapshot of a list besides its entries."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pydantic import BaseModel, ConfigDict

from uyghurscreen.typing import SourceClass

__all__ = ["ListInfo", "Manifest", "RawFile"]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class RawFile(BaseModel):
    """One publication a snapshot was made from.

    Attributes:
        file: Path below the folder of raw publications, the address it was fetched
            from, or the name of the saved file it was read from.
        sha256: Of the publication as it was read.
        retrieved_at: The day the copy in hand was taken from its publisher.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str
    retrieved_at: date


class ListInfo(BaseModel):
    """One snapshot of a list, embedded in the package or stored by an update.

    Attributes:
        list_id: Short name used everywhere, such as `uflpa`.
        title: The list's own title.
        publisher: Who publishes it.
        law: The legal basis, or what kind of source it is.
        source_class: `law`, `government` or `ngo`.
        source_url: Where it is published.
        licence: The terms its facts may be shipped under.
        cadence: How often it changes.
        max_age: Days since it was last compared with its publisher after which it is
            stale; None where it does not age.
        max_age_reason: Why that many.
        limits: What this snapshot lacks, for people; empty if nothing is known.
        as_of: The date of the publication the snapshot holds.
        raw: The publications it was made from.
        min_entries: Fewer listed entries than this are refused.
        probes: Names that must be there.
        parser_version: Raised when the same publication would parse differently.
        listed: Number of entries named by the list itself.
        entries: Number of entries, those below a parent included.
        names: Number of names, native names included.
        version: `as_of` and the first digits of the hash of the data files: two
            snapshots of one version hold the same bytes.
        files: SHA-256 of each data file of the snapshot.
        stored_at: When an update stored it; None for one inside the package.
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
    max_age: int | None = None
    max_age_reason: str = ""
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
    stored_at: datetime | None = None

    @property
    def retrieved_at(self) -> date:
        """The day the newest of its publications was taken from its publisher."""
        return max(raw.retrieved_at for raw in self.raw)

    @property
    def order(self) -> tuple[date, int, date, datetime, str]:
        """What snapshots of one list are sorted by: the date of their publication.

        Of one date, the better parser counts as newer, then the later copy.
        """
        return (
            self.as_of,
            self.parser_version,
            self.retrieved_at,
            self.stored_at or _LONG_AGO,
            self.version,
        )


class Manifest(BaseModel):
    """The whole of `MANIFEST.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lists: tuple[ListInfo, ...]
