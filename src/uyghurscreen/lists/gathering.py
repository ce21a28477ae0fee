"""What each list is made from now: saved files, and what its publishers send.

Every publication is read once, however many lists need it: the Consolidated Screening
List is thirteen lists, and a cross-check of one more. A list is made from all it needs
or not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar

import polars as pl

from uyghurscreen.errors import DownloadError, ListIntegrityError, ListParseError
from uyghurscreen.lists import (
    aspi_brands,
    aspi_tech_giants,
    assembly,
    csl,
    embedded,
    publications,
    store,
    uflpa,
    uflpa_notices,
)
from uyghurscreen.lists.list_info import RawFile
from uyghurscreen.lists.pull import Client, Request

__all__ = ["SAVED", "Copy", "Gathered", "Gatherer", "NothingToFetchError"]

SAVED: Final = {
    "entity_list": "entity_list",
    "csl": "csl",
    "uflpa": "uflpa",
    "uflpa_notice": "uflpa",
    "aspi_universities": "aspi_universities",
    "aspi_tech_giants": "aspi_tech_giants",
    "aspi_brands": "aspi_brands",
}
"""What a saved file can be, and the list that is made from it, `csl` for all of it."""

_REREAD: Final = timedelta(days=30)
"""The text of the eCFR is fetched after so many days though it is said to stand."""

_TEXT: Final = re.compile(r"/full/(\d{4}-\d\d-\d\d)/title-15\.xml")
_ASPI: Final[Mapping[str, Callable[[bytes], pl.DataFrame]]] = {
    "aspi_tech_giants": aspi_tech_giants.parse,
    "aspi_brands": aspi_brands.parse,
}

T = TypeVar("T")


class NothingToFetchError(Exception):
    """There is no publication that an update could fetch; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A publication in hand.

    Attributes:
        raw: The publication.
        file: The address it was fetched from, or the name of the saved file.
        taken_on: The day it was taken from its publisher.
        saved: Whether it is a saved file.
        guessed: Whether that day is only the day the file was last written to.
    """

    raw: bytes
    file: str
    taken_on: date
    saved: bool = False
    guessed: bool = False

    def described(self) -> RawFile:
        """Return what a snapshot says of it."""
        digest = hashlib.sha256(self.raw).hexdigest()
        return RawFile(file=self.file, sha256=digest, retrieved_at=self.taken_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A list as it is published now.

    Attributes:
        entries: Schema `ENTRIES`, the names we add not among them; None if its
            publisher says that the newest snapshot still stands.
        copies: The publications it was made from.
        as_of: The date of the publication.
        confirmed_on: The last day it was known to be what the publisher says.
        limits: What it lacks; None for what the embedded snapshot lacks.
        notes: What people should know.
    """

    entries: pl.DataFrame | None
    copies: tuple[Copy, ...]
    as_of: date
    confirmed_on: date
    limits: str | None = ""
    notes: tuple[str, ...] = ()


@dataclass
class Gatherer:
    """Makes lists from what is saved, and else from what is fetched.

    Attributes:
        client: What fetches.
        saved: Saved files, by what they are, see `SAVED`.
    """

    client: Client
    saved: Mapping[str, Copy]
    _done: dict[str, object] = field(default_factory=dict)

    def gather(self, list_id: str) -> Gathered:
        """Return a list as it is published now.

        Raises:
            DownloadError: If a publication cannot be had.
            ListParseError: If one cannot be read.
            ListIntegrityError: If one lacks what the list needs.
            NothingToFetchError: If no publisher has anything to fetch.
        """
        if list_id == "entity_list":
            return self._entity_list()
        if list_id == "uflpa":
            return self._uflpa()
        if list_id == "aspi_universities":
            return self._universities()
        if list_id in _ASPI:
            return self._aspi(list_id)
        return self._screening_list(list_id)

    def strangers(self) -> list[str]:
        """Return the lists of the CSL that this version does not keep."""
        _, lists, _ = self._screening()
        known = {info.list_id for info in embedded.manifest().lists}
        return sorted(set(lists) - known - {assembly.ENTITY_LIST_OF_CSL})

    def _entity_list(self) -> Gathered:
        text, as_of = self._once("ecfr", self._ecfr)
        screening, lists, notes = self._screening()
        entries, _ = assembly.entity_list_of(text.raw, lists)
        if not text.saved:
            notes = (*notes, *self._rules_since(as_of))
        return Gathered(
            entries=entries,
            copies=(text, screening),
            as_of=as_of,
            confirmed_on=as_of,
            notes=notes,
        )

    def _ecfr(self) -> tuple[Copy, date]:
        """Return the text of part 744, and the day up to which it is complete."""
        if "entity_list" in self.saved:
            copy = self.saved["entity_list"]
            return copy, copy.taken_on
        titles = self._pull(publications.ECFR_TITLES, publications.complete_on)
        day = publications.complete_on(titles.raw)
        return self._text_that_stands(day) or self._pull(
            publications.ecfr_part(day)
        ), day

    def _text_that_stands(self, day: date) -> Copy | None:
        """Return the text at hand if nothing was issued since it was fetched."""
        found = _TEXT.search(store.newest("entity_list").raw[0].file)
        since = date.fromisoformat(found[1]) if found else date.min
        if not since <= day < since + _REREAD:
            return None
        kept = self.client.kept(publications.ecfr_part(since))
        try:
            versions = self._pull(publications.ecfr_versions(since))
            amended = publications.is_amended(versions.raw, since)
        except (DownloadError, ListParseError):
            amended = True  # it is not known
        if kept is None or amended:
            return None
        return Copy(raw=kept.raw, file=kept.address, taken_on=kept.retrieved_at)

    def _rules_since(self, day: date) -> tuple[str, ...]:
        """Say which rules have been published that the eCFR cannot hold yet."""
        try:
            answer = self._pull(publications.rules_since(day + timedelta(days=1)))
            rules = publications.read_documents(answer.raw)
        except (DownloadError, ListParseError) as error:
            return (f"rules since {day} could not be looked for ({error})",)
        if not rules:
            return ()
        named = ", ".join(str(rule) for rule in rules)
        return (f"rules on part 744 published since {day}, not yet in it: {named}",)

    def _screening(self) -> tuple[Copy, dict[str, pl.DataFrame], tuple[str, ...]]:
        """Return the CSL, its lists, and what to say of it."""
        return self._once("csl", self._read_screening)

    def _read_screening(
        self,
    ) -> tuple[Copy, dict[str, pl.DataFrame], tuple[str, ...]]:
        if "csl" in self.saved:
            copy = self.saved["csl"]
            return copy, assembly.screening_lists_of(copy.raw), ()
        try:
            copy = self._pull(publications.CSL_JSON)
            return copy, self._read(publications.CSL_JSON, copy), ()
        except (DownloadError, ListParseError) as error:
            reason = error
        try:
            copy = self._pull(publications.CSL_CSV)
            lists = self._read(publications.CSL_CSV, copy)
        except (DownloadError, ListParseError):
            raise reason from None
        return copy, lists, (f"from the CSV, which has no date, because: {reason}",)

    def _read(self, request: Request, copy: Copy) -> dict[str, pl.DataFrame]:
        try:
            return assembly.screening_lists_of(copy.raw)
        except ListParseError:
            self.client.forget(request)
            raise

    def _screening_list(self, list_id: str) -> Gathered:
        copy, lists, notes = self._screening()
        if list_id not in lists:
            raise ListIntegrityError(
                f"{list_id} is not in the Consolidated Screening List of "
                f"{copy.taken_on}. Its sections do go missing for some days; update "
                "later."
            )
        written = csl.file_date(copy.raw) or copy.taken_on
        return Gathered(
            entries=lists[list_id],
            copies=(copy,),
            as_of=written,
            confirmed_on=written,
            notes=notes,
        )

    def _uflpa(self) -> Gathered:
        if "uflpa" in self.saved:
            return self._uflpa_page(self.saved["uflpa"])
        if "uflpa_notice" in self.saved:
            notice = self.saved["uflpa_notice"]
            return self._uflpa_notice(notice, uflpa_notices.filed_on(notice.raw))
        try:
            copy = self._pull(publications.UFLPA_PAGE)
            gathered = self._uflpa_page(copy)
        except (DownloadError, ListParseError) as error:
            if isinstance(error, ListParseError):
                self.client.forget(publications.UFLPA_PAGE)
            try:
                return self._newest_notice(error)
            except (DownloadError, ListParseError) as other:
                if other is error:
                    raise
                raise DownloadError(f"{error} And in its place: {other}") from None
        return gathered

    def _uflpa_page(self, page: Copy) -> Gathered:
        entries = assembly.uflpa_of(page.raw)
        as_of = page.taken_on
        if page.saved:  # nobody knows of what day a saved page is but the page
            shown = [uflpa.last_updated(page.raw), entries["effective_date"].max()]
            days = [day for day in shown if isinstance(day, date)]
            as_of = min(max(days), page.taken_on)
        return Gathered(
            entries=entries, copies=(page,), as_of=as_of, confirmed_on=page.taken_on
        )

    def _uflpa_notice(
        self, notice: Copy, as_of: date, notes: tuple[str, ...] = ()
    ) -> Gathered:
        known = store.load("uflpa", store.newest("uflpa").version)
        return Gathered(
            entries=assembly.uflpa_of_notice(notice.raw, known),
            copies=(notice,),
            as_of=as_of,
            confirmed_on=notice.taken_on,
            limits="From a Federal Register notice, which has no dates: entries that "
            "are new in it have none.",
            notes=notes,
        )

    def _newest_notice(self, reason: Exception) -> Gathered:
        """Return the list of the newest notice: the page cannot be had."""
        answer = self._pull(publications.UFLPA_NOTICES)
        notices = publications.read_documents(answer.raw)
        ours = [n for n in notices if publications.carries_the_list(n)]
        if not ours:
            raise reason
        newest, before = ours[0], store.newest("uflpa")
        note = f"from the Federal Register, because: {reason}"
        if newest.published <= before.as_of:
            note += f" No notice is newer than {newest}."
            return Gathered(
                entries=None,
                copies=(),
                as_of=before.as_of,
                confirmed_on=answer.taken_on,
                notes=(note,),
            )
        text = self._pull(publications.notice_text(newest))
        return self._uflpa_notice(text, newest.published, (f"notice {newest}, {note}",))

    def _universities(self) -> Gathered:
        """Return the universities; their publisher turns scripts away more than not.

        That is no failure, since nothing depends on how old this list is.
        """
        try:
            copy = self.saved.get("aspi_universities") or self._pull(
                publications.TRACKER
            )
        except DownloadError as reason:
            raise NothingToFetchError(str(reason)) from None
        known = store.load(
            "aspi_universities", store.newest("aspi_universities").version
        )
        try:
            entries = assembly.universities_of(copy.raw, known)
        except ListParseError as reason:
            if copy.saved:
                raise
            self.client.forget(publications.TRACKER)
            raise NothingToFetchError(str(reason)) from None
        return Gathered(
            entries=entries,
            copies=(copy,),
            as_of=copy.taken_on,
            confirmed_on=copy.taken_on,
            limits="What stands under the institutions is as of August 2020.",
        )

    def _aspi(self, list_id: str) -> Gathered:
        if list_id not in self.saved:
            info = embedded.find(list_id)
            raise NothingToFetchError(
                f"nothing to fetch: {info.max_age_reason if info else ''}"
            )
        copy = self.saved[list_id]
        return Gathered(
            entries=_ASPI[list_id](copy.raw),
            copies=(copy,),
            as_of=copy.taken_on,
            confirmed_on=copy.taken_on,
            limits=None,
        )

    def _pull(
        self, request: Request, read: Callable[[bytes], object] | None = None
    ) -> Copy:
        pulled = self.client.pull(request)
        try:
            if read is not None:
                read(pulled.raw)
        except ListParseError:
            self.client.forget(request)
            raise
        return Copy(raw=pulled.raw, file=pulled.address, taken_on=pulled.retrieved_at)

    def _once(self, what: str, make: Callable[[], T]) -> T:
        """Return what was made before, or fail as it failed before."""
        if what not in self._done:
            try:
                self._done[what] = make()
            except Exception as error:  # noqa: BLE001 - it is raised again below
                self._done[what] = error
        done = self._done[what]
        if isinstance(done, Exception):
            raise done
        return done  # type: ignore[return-value] # what `make` returned
