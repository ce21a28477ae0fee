"""The `Screener`: settings, an index of the chosen lists, and the screening itself."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Generator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from uyghurscreen.account import Account
from uyghurscreen.addresses import ADDRESS_THRESHOLD, ListedAddresses, address_hits
from uyghurscreen.batches import read_batches
from uyghurscreen.delta import (
    DELTA,
    ENTRY,
    Changed,
    changed_entries,
    changed_names,
    compare_hits,
    touched_entries,
)
from uyghurscreen.errors import InputError, StaleListError
from uyghurscreen.frames import to_frame
from uyghurscreen.hits import ORDER, entry_facts, put_together
from uyghurscreen.lists import catalog, clock, staleness, store
from uyghurscreen.lists.offered import offered_among, read_offered
from uyghurscreen.lists.records import names_of
from uyghurscreen.lists.selection import Wanted, select
from uyghurscreen.lists.staleness import StaleListWarning
from uyghurscreen.lists.user_list import read_user_list
from uyghurscreen.matching.bearers import Bearers
from uyghurscreen.matching.firsts import as_rows
from uyghurscreen.matching.gram_counts import shipped, together
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.listed_names import counts_of, read_names
from uyghurscreen.matching.pairs import THREADS, score_names, with_candidates
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD, SCORING_VERSION
from uyghurscreen.parts import Parts
from uyghurscreen.progress import Step, in_silence, progress_bar
from uyghurscreen.queries import read_queries
from uyghurscreen.scanning import SCANNED, rows_of, scan_batches, source_told
from uyghurscreen.schema import ENTRIES, NAMES
from uyghurscreen.typing import Joined
from uyghurscreen.unscreened import OnUnscreened, account_for, check_on_unscreened

if TYPE_CHECKING:
    from uyghurscreen.explanation import Explanation
    from uyghurscreen.matching.gram_counts import GramCounts

__all__ = ["Screener"]

_NOT_SENT: Final = (
    "_entries",
    "_counted",
    "_index",
    "_bearers",
    "_addresses",
    "_changed",
    "_touched",
    "_then",
    "_now",
)
"""What a Screener is sent without, and makes again."""


class Screener:
    """Screens names against a fixed choice of lists; safe to share between threads.

    Args:
        lists: Ids of embedded lists, or of lists that an installed package offers
            (see `plugins`); the four default ones if not given.
        threshold: Lowest score of a hit, in [0, 1].
        extra_lists: Lists of your own: frames of schema `ENTRIES`, or frames with a
            column `name` (see `lists.user_list`).
        as_of: A day: lists are used as they were published then.
        versions: The version of some lists, or the day, by list id. Lists it does not
            name are used as of `as_of`, or as they stand now.
        strict: Refuse to screen against a list that is older than it may become,
            rather than to warn of it once. A version that was asked for is never
            too old.

    Raises:
        ListNotFoundError: If a list id or version is unknown, or none is that old.
        PluginError: If a list of another package cannot be loaded.
        InputError: If the threshold or an extra list cannot be used.

    Example:
        >>> screener = Screener(lists=["uflpa"])
        >>> screener.screen_name("Hotan Haolin Hair Accessories")["entry_name"][0]
        'Hetian Haolin Hair Accessories Co. Ltd.'
    """

    def __init__(
        self,
        lists: Sequence[str] | None = None,
        *,
        threshold: float | None = None,
        extra_lists: Sequence[object] = (),
        as_of: Wanted | None = None,
        versions: Mapping[str, Wanted] | None = None,
        strict: bool = False,
    ) -> None:
        if isinstance(lists, str):
            raise InputError(f"lists={lists!r}: pass a list of ids, [{lists!r}].")
        if not isinstance(extra_lists, list | tuple):
            raise InputError("extra_lists takes a list of frames: extra_lists=[frame].")
        chosen = catalog.DEFAULT_LISTS if lists is None else lists
        offered = offered_among(chosen)
        self.lists = tuple(i for i in dict.fromkeys(chosen) if i not in offered)
        if not chosen and not extra_lists:
            raise InputError("no lists to screen against: lists= is empty.")
        self.threshold = _threshold(
            DEFAULT_THRESHOLD if threshold is None else threshold
        )
        self.strict = strict
        selected = select(self.lists, as_of=as_of, versions=versions)
        self._infos = list(selected.values())
        self._asked_for = set(self.lists if as_of is not None else versions or ())
        self._versions = {info.list_id: info.version for info in self._infos}
        self._warned_of: set[str] = set()
        self._aged_on: date | None = None  # the day the lists' ages were looked at
        self._sent: dict[str, pl.DataFrame] | None = None
        self._extra = [read_offered(list_id) for list_id in offered]
        self._extra += [read_user_list(frame) for frame in extra_lists]
        for frame in self._extra:
            for list_id, version in frame.select("list_id", "version").unique().rows():
                if list_id in self._versions:
                    raise InputError(
                        f"extra list {list_id!r}: there is another list of that id. "
                        "Leave that one out, or give this one another list_id."
                    )
                self._versions[list_id] = version
        self._lock = threading.Lock()
        self._entries: pl.DataFrame | None = None
        self._counted: tuple[GramCounts, pl.DataFrame] | None = None
        self._index: NameIndex | None = None
        self._bearers: tuple[Bearers, pl.DataFrame] | None = None
        self._addresses: ListedAddresses | None = None
        self._changed: Changed | None = None  # what is different to `_now`
        self._touched: pl.DataFrame | None = None  # see `touched_entries`
        self._then: Screener | None = None  # over the older versions, of `rescreen`
        self._now: Screener | None = None  # the one that this is the older one of

    def __repr__(self) -> str:
        return f"Screener(lists={list(self._versions)}, threshold={self.threshold})"

    def __getstate__(self) -> dict[str, Any]:
        # Where the Screener is sent there may be no store, and the index is rebuilt: it
        # is cheap, and large. So ages are looked at here, and stored lists go along.
        self._check_ages()
        sent = self._sent
        if sent is None:
            stored = (info for info in self._infos if info.stored_at is not None)
            sent = {i.list_id: store.load(i.list_id, i.version) for i in stored}
        state = {**self.__dict__, "_sent": sent}
        return {k: v for k, v in state.items() if k not in ("_lock", *_NOT_SENT)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        nothing = dict.fromkeys(_NOT_SENT)
        self.__dict__.update(state, _lock=threading.Lock(), **nothing)

    @property
    def entries(self) -> pl.DataFrame:
        """Every entry of the chosen lists, schema `ENTRIES`."""
        with self._lock:
            return self._read_entries()

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each chosen list, by list id."""
        return dict(self._versions)

    def screen_name(
        self,
        name: str,
        *,
        country: str | None = None,
        threshold: float | None = None,
        limit: int = 5,
    ) -> pl.DataFrame:
        """Screen one name and return its hits, schema `HITS`.

        Raises:
            InputError: If the name cannot be screened.
        """
        if not isinstance(name, str):
            raise InputError(f"a name is a string, not a {type(name).__name__}.")
        lowest = self._lowest(threshold, limit)
        frame = to_frame([name], name="name")
        frame = frame.with_columns(pl.Series("country", [country], pl.String))
        queries = read_queries(frame, name="name", country="country")
        if queries.unscreened.height:
            reason = queries.unscreened["reason"].item()
            raise InputError(f"this name cannot be screened: {reason}.")
        self._check_ages()
        return self._hits(queries.screened, lowest, limit, in_silence)

    def screen(
        self,
        frame: object,
        *,
        name: Joined = "name",
        id: str | None = None,
        country: str | None = None,
        address: Joined | None = None,
        threshold: float | None = None,
        limit: int = 5,
        progress: bool = False,
        on_unscreened: OnUnscreened = "report",
    ) -> pl.DataFrame:
        """Screen a column of names and return the hits.

        Args:
            frame: A polars, pandas or pyarrow table, anything with
                `__arrow_c_stream__`, or a list of strings.
            name: The column of names, or several that are joined: a name that is split
                over columns, such as NAME1 and NAME2.
            id: A column that tells rows apart; `query_id` takes its values.
            country: A column of countries, in codes or words. A country the entry is
                not listed under lowers a strong or possible band by one step, never
                an exact one, and never the score. Hong Kong and Macao count as China.
            address: A column of addresses, compared with those of each hit's entry:
                the result is the column `address_similarity`, null without one. An
                address of the entry raises a weak or possible band by one step.
            threshold: Lowest score of a hit, in [0, 1].
            limit: Best hits kept per query; hits equal to the last one are kept too.
            progress: Show a progress bar on the error stream.
            on_unscreened: What to do about rows without a usable name: `report` them
                in a warning, or `raise` an error.

        Returns:
            Schema `HITS`, sorted by the order of the rows, then score, then entry id.

        Raises:
            InputError: If a column is missing or of the wrong type, ids repeat, or a
                setting is out of range.
            StaleListError: If a list is too old, and the Screener strict.

        Example:
            >>> hits = Screener().screen(["杭州海康威视", "Acme Bakery"])
            >>> hits["query_id"].unique().to_list()
            [0]
        """
        lowest = self._lowest(threshold, limit)
        check_on_unscreened(on_unscreened)
        self._check_ages()
        queries = read_queries(
            frame, name=name, id=id, country=country, address=address
        )
        account_for(queries.unscreened, on_unscreened)
        with progress_bar(progress) as step:
            return self._hits(queries.screened, lowest, limit, step)

    def screen_addresses(
        self,
        frame: object,
        *,
        address: Joined = "address",
        id: str | None = None,
        threshold: float | None = None,
        limit: int = 5,
        on_unscreened: OnUnscreened = "report",
    ) -> pl.DataFrame:
        """Screen a column of addresses against all listed ones and return the hits.

        Some entries are an address alone, whoever uses it; no name finds those. The
        order of the parts, case, missing parts, Chinese characters and other spellings
        of rooms, streets and cities make no difference. Another room in a listed
        building stays below the default threshold.

        Args:
            frame: A polars, pandas or pyarrow table, anything with
                `__arrow_c_stream__`, or a list of strings.
            address: The column of addresses, or several to join (street, city).
            id: A column that tells rows apart; `query_id` takes its values.
            threshold: Lowest score of a hit, in [0, 1]; 0.7 if not given.
            limit: Best hits kept per address; hits equal to the last one are kept too.
            on_unscreened: What to do about rows without a usable address: `report`
                them in a warning, or `raise` an error.

        Returns:
            Schema `ADDRESS_HITS`, sorted by the order of the rows, then score, entries
            that are an address alone first, then entry id.

        Raises:
            InputError: If a column is missing or of the wrong type, ids repeat, or a
                setting is out of its range.

        Example:
            >>> screener = Screener(lists=["entity_list"])
            >>> hits = screener.screen_addresses(["RM 1003 LIPPO CTR, 89 QUEENSWAY"])
            >>> hits.select("entry_name", "address_only").row(0)
            ('Address 09', True)
        """
        lowest = _threshold(ADDRESS_THRESHOLD if threshold is None else threshold)
        if limit < 1:
            raise InputError(f"limit={limit}: at least one hit per row must be kept.")
        check_on_unscreened(on_unscreened)
        self._check_ages()
        queries = read_queries(frame, name=address, id=id, role="address")
        account_for(queries.unscreened, on_unscreened)
        entries, _ = self._load()
        with self._lock:
            if self._addresses is None:
                self._addresses = ListedAddresses(entries)
            listed = self._addresses
        return address_hits(
            listed,
            queries.screened.select("row", "query_id", query_address="query_name"),
            threshold=lowest,
            limit=limit,
            versions=self._versions,
        )

    def scan(
        self,
        source: object,
        *,
        name: Joined = "name",
        id: str | None = None,
        country: str | None = None,
        address: Joined | None = None,
        threshold: float | None = None,
        limit: int = 5,
        to: str | Path | None = None,
        resume: bool = False,
        progress: bool = False,
        rows: int = SCANNED,
        account: Account | None = None,
    ) -> Generator[pl.DataFrame, None, None]:
        """Screen what does not fit in memory, batch by batch.

        Nothing is read until the first batch is asked for. Memory depends on `rows`,
        not on the source. Rows without a usable name are counted in one warning at the
        end.

        Args:
            source: Paths, a LazyFrame, or an iterable of frames or Arrow batches, see
                `batches.read_batches`.
            name: The column of names.
            id: A column that tells rows apart; without one the number of the row in
                the source does. Ids are held to be distinct within a batch alone.
            country: A column of countries, see `screen`.
            address: A column of addresses, see `screen`.
            threshold: Lowest score of a hit, in [0, 1].
            limit: Best hits kept per query.
            to: A folder; each batch's hits are written to it as a Parquet file, whole
                or not at all.
            resume: Go on with the scan in `to`: what is finished is not done again.
            progress: Show a progress bar on the error stream.
            rows: Rows of a batch.
            account: Takes note of every batch, for a manifest.

        Yields:
            The hits of each batch, schema `HITS`; of a finished one as they were
            written.

        Raises:
            InputError: If the source, a column, a setting or the folder cannot be used.
            StaleListError: If a list is too old, and the Screener strict.

        Example:
            >>> names = pl.LazyFrame({"name": ["Acme Bakery", "Hikvision"]})
            >>> [hits["query_id"][0] for hits in Screener().scan(names)]
            [1]
        """
        lowest = self.threshold if threshold is None else _threshold(threshold)
        if limit < 1 or rows < 1:
            raise InputError(f"limit={limit}, rows={rows}: at least one is needed.")
        columns = {"name": name, "id": id, "country": country, "address": address}
        asked = {
            "columns": columns,
            "source": source_told(source),
            "threshold": lowest,
            "limit": limit,
            "rows": rows,
            "lists": self._versions,
            "scoring version": SCORING_VERSION,
        }
        if resume and to is None:
            raise InputError("resume=True needs to=, the folder of the scan.")
        parts = None if to is None else Parts(to, asked, resume=resume)
        self._check_ages()
        batches = read_batches(source, rows, _named(columns))
        total = rows_of(source) if progress else None

        def hits(screened: pl.DataFrame) -> pl.DataFrame:
            return self._hits(screened, lowest, limit, in_silence, 1)

        return scan_batches(batches, columns, hits, parts, progress, total, account)

    def _hits(
        self,
        screened: pl.DataFrame,
        lowest: float,
        limit: int,
        step: Step,
        threads: int = THREADS,
    ) -> pl.DataFrame:
        names = screened["query_name"].unique(maintain_order=True)
        pairs = self._best_names(names, lowest, step, threads)
        return put_together(screened, pairs, limit)

    def _best_names(
        self,
        names: pl.Series,
        lowest: float,
        step: Step,
        threads: int,
    ) -> pl.DataFrame:
        """Return, per distinct name and entry, the listed name that fits best."""
        _, index = self._load()
        bearers, facts = self._told(index)
        scored = score_names(names, index, step, least=lowest, threads=threads)
        keys = (scored[name].to_numpy() for name in ("query", "form", "score"))
        pair, listing, entry = (as_rows(rows) for rows in bearers.best(*keys))
        scored = scored[pair]
        return pl.concat(
            [
                names.alias("query_name")[scored["query"]].to_frame(),
                scored.drop("query", "form"),
                index.listings[listing].select(matched_name="name", name_kind="kind"),
                facts[entry],
            ],
            how="horizontal",
        )

    def _told(self, index: NameIndex) -> tuple[Bearers, pl.DataFrame]:
        """Return who bears the listed names, and what hits tell of entries."""
        with self._lock:
            if self._bearers is None:
                entries = self._read_entries()
                bearers = Bearers(index.listings, entries)
                self._bearers = bearers, entry_facts(entries, self._versions)
            return self._bearers

    def rescreen(
        self,
        frame: object,
        *,
        since: Wanted | Mapping[str, Wanted],
        name: Joined = "name",
        id: str | None = None,
        country: str | None = None,
        address: Joined | None = None,
        threshold: float | None = None,
        limit: int = 5,
        on_unscreened: OnUnscreened = "report",
    ) -> pl.DataFrame:
        """Return only what a change of the lists makes different for some names.

        The result of a full screen against the older versions, merged with this
        (`delta.merge_hits`), is the result of a full screen now.

        Args:
            frame: The same rows that were screened then.
            since: A day: lists are compared with what was published then. Or the
                older version, or day, of some lists by list id; others are taken as
                unchanged.
            name: The column of names.
            id: A column that tells rows apart, see `screen`.
            country: A column of countries, see `screen`.
            address: A column of addresses, see `screen`.
            threshold: Lowest score of a hit, in [0, 1].
            limit: Best hits kept per query.
            on_unscreened: What to do about rows without a usable name.

        Returns:
            Schema `delta.DELTA`: hits with a leading column `change`, sorted as hits.

        Raises:
            ListNotFoundError: If a list has no such version, or none that old.
            InputError: If a column or setting cannot be used.

        Example:
            >>> screener = Screener(lists=["uflpa"])
            >>> screener.rescreen(["Hikvision"], since=screener.versions).height
            0
        """
        lowest = self._lowest(threshold, limit)
        queries = read_queries(
            frame, name=name, id=id, country=country, address=address
        )
        account_for(queries.unscreened, on_unscreened)
        screened = queries.screened
        self._check_ages()
        older = self.older_versions(since)
        if older == self._versions:
            return _nothing_different(screened)
        then = self._as_of(older)
        changed = self._changed_since(then)
        every = screened["query_name"].unique(maintain_order=True)
        names = every[with_candidates(every, changed.names)]
        affected = screened.filter(pl.col("query_name").is_in(names.implode()))
        if affected.is_empty():
            return _nothing_different(screened)
        after = self._best_names(names, lowest, in_silence, THREADS)
        before = self._as_then(after, names, lowest, then, changed)
        return compare_hits(
            put_together(affected, before, limit),
            put_together(affected, after, limit),
            screened["query_id"],
        )

    def _changed_since(self, then: Screener) -> Changed:
        """Return the entries that changed, and their names as they were and are."""
        counts, newer = self._count_grams()[0], self.entries
        with then._lock:
            if then._changed is None:
                older = then._read_entries()
                ids = changed_entries(older, newer)
                names = NameIndex(changed_names(older, newer, ids), counts)
                then._changed = Changed(ids, names)
            return then._changed

    def _as_then(
        self,
        pairs: pl.DataFrame,
        names: pl.Series,
        lowest: float,
        then: Screener,
        changed: Changed,
    ) -> pl.DataFrame:
        """Return the best pairs of names with the older entries, from those of now."""
        index = self._load()[1]
        with then._lock:
            if then._touched is None:
                then._touched, needed = touched_entries(changed, index)
                # Of the others all is known already.
                older = then._read_entries()
                then._entries = older.join(needed, on=ENTRY, how="semi")
            touched = then._touched
        kept = pairs.join(touched, on=ENTRY, how="anti").with_columns(
            list_version=pl.col("list_id").replace(then._versions)
        )
        of_touched = then._best_names(names, lowest, in_silence, THREADS)
        of_touched = of_touched.join(touched, on=ENTRY, how="semi")
        return pl.concat([kept, of_touched]).with_columns(order=ORDER)

    def older_versions(self, since: Wanted | Mapping[str, Wanted]) -> dict[str, str]:
        """Return the versions that `rescreen` compares with, by list id.

        Raises:
            ListNotFoundError: If a list has no such version, or none that old.
            InputError: If `since` names another list, or one of your own.
        """
        if not isinstance(since, Mapping):
            selected = select(self.lists, as_of=since)
        else:
            own = self._versions.keys() - set(self.lists)
            for list_id in own & since.keys():
                if since[list_id] != self._versions[list_id]:
                    raise InputError(
                        f"extra list {list_id!r}: lists of your own are not stored, so "
                        "there is no older version to compare with."
                    )
            named = {i: version for i, version in since.items() if i not in own}
            now = {list_id: self._versions[list_id] for list_id in self.lists}
            selected = select(self.lists, versions={**now, **named})
        return self._versions | {i: info.version for i, info in selected.items()}

    def unscreened(
        self, frame: object, *, name: Joined = "name", id: str | None = None
    ) -> pl.DataFrame:
        """Return the rows that `screen` cannot screen, and why; schema `UNSCREENED`."""
        return read_queries(frame, name=name, id=id).unscreened

    def explain(
        self, hit: Mapping[str, Any] | str, *, entry_id: str | None = None
    ) -> Explanation:
        """Explain a hit: every piece of evidence and its part in the score.

        Args:
            hit: A row of `HITS` as a dict, or a name to hold against `entry_id`.
            entry_id: The entry, where `hit` is a name.

        Raises:
            InputError: If a name comes without an entry id or cannot be screened, or
                the dict is not a row of `HITS`.
            ListNotFoundError: If the chosen lists have no such entry.
        """
        from uyghurscreen.explanation import explain

        if isinstance(hit, str):
            if entry_id is None:
                raise InputError("explain(name) needs entry_id= to hold it against.")
            return explain(hit, entry_id, *self._load(), self._versions)
        try:
            name, entry_id = hit["query_name"], hit["entry_id"]
        except (KeyError, TypeError):
            raise InputError(
                "explain takes a row of hits, hits.row(0, named=True), or a name."
            ) from None
        return explain(
            name, entry_id, *self._load(), self._versions, hit.get("list_id")
        )

    def _lowest(self, threshold: float | None, limit: int) -> float:
        """Return the lowest score of a hit, once both settings are in order."""
        if limit < 1:
            raise InputError(f"limit={limit}: at least one hit per query must be kept.")
        return self.threshold if threshold is None else _threshold(threshold)

    def _check_ages(self) -> None:
        """Warn of lists that are too old, once of each, or refuse to screen."""
        today = clock.today()
        with self._lock:
            if self._aged_on == today or self._sent is not None:
                return
            stale = [
                info
                for info in self._infos
                if info.list_id not in self._asked_for and staleness.is_stale(info)
            ]
            if stale and self.strict:
                raise StaleListError(staleness.complaint(stale))
            new = [info for info in stale if info.list_id not in self._warned_of]
            self._warned_of.update(info.list_id for info in new)
            self._aged_on = today
        if new:
            complaint = staleness.complaint(new)
            warnings.warn(str(complaint), StaleListWarning, stacklevel=3)

    def _as_of(self, versions: Mapping[str, str]) -> Screener:
        """Return a Screener over older versions; the last one is kept."""
        with self._lock:
            if self._then is None or self._then.versions != versions:
                self._then = Screener(
                    self.lists,
                    threshold=self.threshold,
                    extra_lists=self._extra,
                    versions={list_id: versions[list_id] for list_id in self.lists},
                )
                self._then._now = self
            return self._then

    def _load(self) -> tuple[pl.DataFrame, NameIndex]:
        counts, known = self._count_grams()
        if self._now is not None:
            # Two versions of a list have nearly all names in common: read once.
            known = self._now._load()[1].read
        with self._lock:
            entries = self._read_entries()
            if self._index is None:
                self._index = NameIndex(names_of(entries), counts, known)
            return entries, self._index

    def _count_grams(self) -> tuple[GramCounts, pl.DataFrame]:
        """Return how common grams are, and the names of lists of one's own as read.

        The same for all versions of the lists, and so are the scores that follow.
        """
        if self._now is not None:
            return self._now._count_grams()
        with self._lock:
            if self._counted is None:
                own = pl.concat(
                    [pl.DataFrame(schema=NAMES), *map(names_of, self._extra)]
                )
                read = read_names(own["name"].unique())
                counts = together(shipped(self.lists), counts_of(own, read))
                self._counted = counts, read
            return self._counted

    def _read_entries(self) -> pl.DataFrame:
        if self._entries is None:
            sent = self._sent or {}
            frames = [
                sent[i] if i in sent else store.load(i, self._versions[i])
                for i in self.lists
            ]
            frames += [frame.drop("version") for frame in self._extra]
            self._entries = (
                pl.concat(frames) if frames else pl.DataFrame(schema=ENTRIES)
            )
        return self._entries


def _nothing_different(screened: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(schema={**DELTA, "query_id": screened.schema["query_id"]})


def _named(columns: Mapping[str, Joined | None]) -> list[str]:
    """Return the names of columns, each once, some of which may be several."""
    chosen = [[c] if isinstance(c, str) else list(c) for c in columns.values() if c]
    return list(dict.fromkeys(name for names in chosen for name in names))


def _threshold(value: float) -> float:
    if not 0 <= value <= 1:
        raise InputError(f"threshold={value}: a score is between 0 and 1.")
    return float(value)
