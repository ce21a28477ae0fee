"""The module functions: one `Screener` with the default lists, built at first use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from uyghurscreen.lists import catalog
from uyghurscreen.lists.selection import Wanted
from uyghurscreen.screener import Screener
from uyghurscreen.typing import Joined
from uyghurscreen.unscreened import OnUnscreened

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from uyghurscreen.explanation import Explanation

__all__ = [
    "explain",
    "report",
    "rescreen",
    "screen",
    "screen_addresses",
    "screen_name",
    "unscreened",
]


@lru_cache(maxsize=8)
def _screener(lists: tuple[str, ...], versions: tuple[str, ...]) -> Screener:
    return Screener(lists)


def screen(
    frame: object,
    *,
    name: Joined = "name",
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
    threshold: float | None = None,
    limit: int = 5,
    lists: Sequence[str] | None = None,
    progress: bool = False,
    on_unscreened: OnUnscreened = "report",
) -> pl.DataFrame:
    """Screen a column of names against the embedded lists; see `Screener.screen`.

    Args:
        frame: A polars, pandas or pyarrow table, anything with `__arrow_c_stream__`,
            or a list of strings.
        name: The column of names, or several that are joined.
        id: A column that tells rows apart; `query_id` takes its values.
        country: A column of countries, in codes or words.
        address: A column of addresses.
        threshold: Lowest score of a hit, in [0, 1].
        limit: Best hits kept per query; hits equal to the last one are kept too.
        lists: Ids of embedded lists; the four default ones if not given.
        progress: Show a progress bar on the error stream.
        on_unscreened: `report` rows without a usable name in a warning, or `raise`.

    Returns:
        Schema `HITS`, sorted by the order of the rows, then score, then entry id.

    Example:
        >>> screen(["Hikvision", "Acme Bakery"])["query_name"].unique().to_list()
        ['Hikvision']
    """
    return _default(lists).screen(
        frame,
        name=name,
        id=id,
        country=country,
        address=address,
        threshold=threshold,
        limit=limit,
        progress=progress,
        on_unscreened=on_unscreened,
    )


def screen_name(
    name: str,
    *,
    country: str | None = None,
    threshold: float | None = None,
    limit: int = 5,
    lists: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Screen one name against the embedded lists and return its hits, schema `HITS`.

    Example:
        >>> screen_name("Hetian Haolin Hair Accessories")["list_id"].to_list()
        ['entity_list', 'uflpa']
    """
    return _default(lists).screen_name(
        name, country=country, threshold=threshold, limit=limit
    )


def screen_addresses(
    frame: object,
    *,
    address: Joined = "address",
    id: str | None = None,
    threshold: float | None = None,
    limit: int = 5,
    lists: Sequence[str] | None = None,
    on_unscreened: OnUnscreened = "report",
) -> pl.DataFrame:
    """Screen a column of addresses; see `Screener.screen_addresses`.

    Args:
        frame: A polars, pandas or pyarrow table, anything with `__arrow_c_stream__`,
            or a list of strings.
        address: The column of addresses, or several to join (street, city).
        id: A column that tells rows apart; `query_id` takes its values.
        threshold: Lowest score of a hit, in [0, 1]; 0.7 if not given.
        limit: Best hits kept per address; hits equal to the last one are kept too.
        lists: Ids of embedded lists; the four default ones if not given.
        on_unscreened: `report` rows without a usable address in a warning, or `raise`.

    Returns:
        Schema `ADDRESS_HITS`: hits whose `address_only` is true are entries that are an
        address alone, whoever uses it.

    Example:
        >>> hits = screen_addresses(["香港灣仔盧押道18號海德中心16樓D室"])
        >>> hits["matched_address"][0]
        'Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong'
    """
    return _default(lists).screen_addresses(
        frame,
        address=address,
        id=id,
        threshold=threshold,
        limit=limit,
        on_unscreened=on_unscreened,
    )


def rescreen(
    frame: object,
    *,
    since: Wanted | Mapping[str, Wanted],
    name: Joined = "name",
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
    threshold: float | None = None,
    limit: int = 5,
    lists: Sequence[str] | None = None,
    on_unscreened: OnUnscreened = "report",
) -> pl.DataFrame:
    """Return only what a change of the lists makes different; `Screener.rescreen`.

    Args:
        frame: The same rows that were screened then.
        since: A day: lists are compared with what was published then. Or the older
            version, or day, of some lists by list id.
        name: The column of names, or several that are joined.
        id: A column that tells rows apart; `query_id` takes its values.
        country: A column of countries, in codes or words.
        address: A column of addresses.
        threshold: Lowest score of a hit, in [0, 1].
        limit: Best hits kept per query; hits equal to the last one are kept too.
        lists: Ids of lists; the four default ones if not given.
        on_unscreened: `report` rows without a usable name in a warning, or `raise`.

    Returns:
        Schema `delta.DELTA`: hits with a leading column `change`, which is `new`,
        `changed` or `withdrawn`.

    Example:
        >>> rescreen(["Hikvision"], since={"uflpa": "2026-07-24"})["change"].to_list()
        []
    """
    return _default(lists).rescreen(
        frame,
        since=since,
        name=name,
        id=id,
        country=country,
        address=address,
        threshold=threshold,
        limit=limit,
        on_unscreened=on_unscreened,
    )


def unscreened(
    frame: object, *, name: Joined = "name", id: str | None = None
) -> pl.DataFrame:
    """Return the rows that `screen` cannot screen, and why; schema `UNSCREENED`.

    Example:
        >>> unscreened(["Hikvision", None, "123"])["reason"].to_list()
        ['no name (null)', 'no letters']
    """
    return _default(None).unscreened(frame, name=name, id=id)


def explain(
    hit: Mapping[str, Any] | str,
    *,
    entry_id: str | None = None,
    lists: Sequence[str] | None = None,
) -> Explanation:
    """Explain a hit: every piece of evidence and its part in the score.

    Args:
        hit: A row of `HITS` as a dict, or a name to hold against `entry_id`.
        entry_id: The entry, where `hit` is a name.
        lists: The lists the hit was found on, if not the default ones.

    Example:
        >>> hit = screen_name("Hikvision").row(0, named=True)
        >>> print(explain(hit).entry["entry_name"])
        Hikvision
    """
    return _default(lists).explain(hit, entry_id=entry_id)


def report(
    hits: pl.DataFrame,
    to: str | Path,
    *,
    frame: object | None = None,
    name: Joined = "name",
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
    by: Sequence[str] = (),
    threshold: float | None = None,
    screener: Screener | None = None,
    title: str = "Screening report",
) -> None:
    """Write hits as one HTML file: evidence side by side, method, lists, limits.

    The file needs no network and no other file, can be searched and filtered, and
    prints. It does not hold decisions unless the hits do (`review.suppress`).

    Args:
        hits: What `screen` returned.
        to: The file to write, `.html`.
        frame: What was screened; the report then counts its rows, lists those that
            were not screened, and shows countries and addresses beside the hits.
        name: The column of names, as for `screen`, and so are the next three.
        id: A column that tells rows apart.
        country: A column of countries.
        address: A column of addresses.
        by: Columns of the frame to count names by, and to filter hits by: a tier of the
            supply chain, a role, a business unit.
        threshold: Lowest score that was asked for, if not that of the Screener.
        screener: The Screener that found the hits, if not the default lists did.
        title: The heading.

    Raises:
        InputError: If the file cannot be written, or the hits are of other lists.

    Example:
        >>> from tempfile import mkdtemp
        >>> from pathlib import Path
        >>> file = Path(mkdtemp()) / "report.html"
        >>> report(screen(["Hikvision"]), file, frame=["Hikvision"])
        >>> "A hit is a pair of names" in file.read_text(encoding="utf-8")
        True
    """
    from uyghurscreen.html_report import write_report

    write_report(
        hits,
        to,
        screener=screener or _default(None),
        frame=frame,
        name=name,
        id=id,
        country=country,
        address=address,
        by=by,
        threshold=threshold,
        title=title,
    )


def _default(lists: Sequence[str] | None) -> Screener:
    if isinstance(lists, str):
        return Screener(lists)  # which refuses it
    chosen = catalog.DEFAULT_LISTS if lists is None else tuple(lists)
    # After an update there are other versions, and a Screener keeps those it has.
    known = (catalog.find(list_id) for list_id in chosen)
    return _screener(chosen, tuple(info.version for info in known if info))
