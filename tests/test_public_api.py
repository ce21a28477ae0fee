"""Freezes what others import: a failure here is a change of the public interface."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

import uyghurscreen
from uyghurscreen import errors, lists, review, schema, validation, value_chain

NAMES = [
    "Evidence",
    "Explanation",
    "Screener",
    "StaleListWarning",
    "UnscreenedRowsWarning",
    "columns",
    "delta",
    "errors",
    "explain",
    "files",
    "lists",
    "ownership",
    "region",
    "report",
    "rescreen",
    "review",
    "schema",
    "screen",
    "screen_addresses",
    "screen_name",
    "show",
    "unscreened",
    "validation",
    "value_chain",
    "workbook",
]

LIST_FUNCTIONS = [
    "diff",
    "entries",
    "pin",
    "read",
    "relations",
    "unpin",
    "update",
    "versions",
]

# function: its parameters as (name, kind, default); `...` where it has no default
SIGNATURES: dict[str, tuple[Callable[..., object], list[tuple[str, str, object]]]] = {
    "screen": (
        uyghurscreen.screen,
        [
            ("frame", "positional", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
            ("country", "keyword", None),
            ("address", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
            ("lists", "keyword", None),
            ("progress", "keyword", False),
            ("on_unscreened", "keyword", "report"),
        ],
    ),
    "report": (
        uyghurscreen.report,
        [
            ("hits", "positional", ...),
            ("to", "positional", ...),
            ("frame", "keyword", None),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
            ("country", "keyword", None),
            ("address", "keyword", None),
            ("by", "keyword", ()),
            ("threshold", "keyword", None),
            ("screener", "keyword", None),
            ("title", "keyword", "Screening report"),
        ],
    ),
    "screen_addresses": (
        uyghurscreen.screen_addresses,
        [
            ("frame", "positional", ...),
            ("address", "keyword", "address"),
            ("id", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
            ("lists", "keyword", None),
            ("on_unscreened", "keyword", "report"),
        ],
    ),
    "region": (
        uyghurscreen.region,
        [
            ("frame", "positional", ...),
            ("name", "keyword", "name"),
            ("address", "keyword", None),
            ("postcode", "keyword", None),
            ("country", "keyword", None),
            ("latitude", "keyword", None),
            ("longitude", "keyword", None),
            ("id", "keyword", None),
        ],
    ),
    "rescreen": (
        uyghurscreen.rescreen,
        [
            ("frame", "positional", ...),
            ("since", "keyword", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
            ("country", "keyword", None),
            ("address", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
            ("lists", "keyword", None),
            ("on_unscreened", "keyword", "report"),
        ],
    ),
    "screen_name": (
        uyghurscreen.screen_name,
        [
            ("name", "positional", ...),
            ("country", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
            ("lists", "keyword", None),
        ],
    ),
    "unscreened": (
        uyghurscreen.unscreened,
        [
            ("frame", "positional", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
        ],
    ),
    "explain": (
        uyghurscreen.explain,
        [
            ("hit", "positional", ...),
            ("entry_id", "keyword", None),
            ("lists", "keyword", None),
        ],
    ),
    "show": (uyghurscreen.show, [("value", "positional", ...)]),
    "Screener": (
        uyghurscreen.Screener,
        [
            ("lists", "positional", None),
            ("threshold", "keyword", None),
            ("extra_lists", "keyword", ()),
            ("as_of", "keyword", None),
            ("versions", "keyword", None),
            ("strict", "keyword", False),
        ],
    ),
    "Screener.screen": (
        uyghurscreen.Screener.screen,
        [
            ("self", "positional", ...),
            ("frame", "positional", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
            ("country", "keyword", None),
            ("address", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
            ("progress", "keyword", False),
            ("on_unscreened", "keyword", "report"),
        ],
    ),
    "Screener.screen_name": (
        uyghurscreen.Screener.screen_name,
        [
            ("self", "positional", ...),
            ("name", "positional", ...),
            ("country", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
        ],
    ),
    "Screener.unscreened": (
        uyghurscreen.Screener.unscreened,
        [
            ("self", "positional", ...),
            ("frame", "positional", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
        ],
    ),
    "Screener.explain": (
        uyghurscreen.Screener.explain,
        [
            ("self", "positional", ...),
            ("hit", "positional", ...),
            ("entry_id", "keyword", None),
        ],
    ),
    "Screener.rescreen": (
        uyghurscreen.Screener.rescreen,
        [
            ("self", "positional", ...),
            ("frame", "positional", ...),
            ("since", "keyword", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
            ("country", "keyword", None),
            ("address", "keyword", None),
            ("threshold", "keyword", None),
            ("limit", "keyword", 5),
            ("on_unscreened", "keyword", "report"),
        ],
    ),
    "lists.entries": (
        lists.entries,
        [("list_id", "positional", ...), ("version", "positional", None)],
    ),
    "lists.versions": (lists.versions, [("all", "keyword", False)]),
    "lists.diff": (
        lists.diff,
        [
            ("old", "positional", ...),
            ("new", "positional", ...),
            ("minor", "keyword", False),
        ],
    ),
    "lists.pin": (
        lists.pin,
        [("list_id", "positional", ...), ("version", "positional", ...)],
    ),
    "lists.unpin": (lists.unpin, [("list_id", "positional", ...)]),
    "review.identify": (
        review.identify,
        [
            ("hits", "positional", ...),
            ("entries", "positional", ...),
            ("frame", "positional", ...),
            ("name", "keyword", "name"),
            ("id", "keyword", None),
            ("country", "keyword", None),
            ("address", "keyword", None),
        ],
    ),
    "review.suppress": (
        review.suppress,
        [
            ("hits", "positional", ...),
            ("decisions", "positional", ...),
            ("on", "keyword", None),
        ],
    ),
    "validation.validate": (
        validation.validate,
        [
            ("screener", "positional", ...),
            ("seed", "keyword", 7),
            ("per_operator", "keyword", 100),
            ("placebos", "keyword", 3_000),
            ("limit", "keyword", 5),
        ],
    ),
    "validation.sweep": (
        validation.sweep,
        [("results", "positional", ...), ("thresholds", "positional", None)],
    ),
    "validation.sample_around": (
        validation.sample_around,
        [
            ("hits", "positional", ...),
            ("threshold", "positional", ...),
            ("width", "keyword", 0.1),
            ("count", "keyword", 25),
            ("seed", "keyword", 7),
        ],
    ),
    "value_chain.with_hits": (
        value_chain.with_hits,
        [("chain", "positional", ...), ("hits", "positional", ...)],
    ),
    "value_chain.summary": (
        value_chain.summary,
        [("mapped", "positional", ...), ("by", "keyword", ("tier",))],
    ),
    "value_chain.progress": (
        value_chain.progress,
        [
            ("before", "positional", ...),
            ("after", "positional", ...),
            ("by", "keyword", ("status",)),
        ],
    ),
    "value_chain.changes": (
        value_chain.changes,
        [("before", "positional", ...), ("after", "positional", ...)],
    ),
    "lists.read": (
        lists.read,
        [("path", "positional", ...), ("publication", "positional", ...)],
    ),
}

KINDS: dict[object, str] = {
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
}

# the columns of HITS before and after those of the evidence
HITS_BEFORE = {
    "query_id": "Int64",
    "query_name": "String",
    "list_id": "String",
    "entry_id": "String",
    "entry_name": "String",
    "matched_name": "String",
    "name_kind": "String",
    "relation": "String",
    "score": "Float64",
    "band": "String",
    "rank": "Int64",
    "country_evidence": "String",
    "list_version": "String",
}
HITS_AFTER = {"address_similarity": "Float32"}

ADDRESS_HITS = {
    "query_id": "Int64",
    "query_address": "String",
    "list_id": "String",
    "entry_id": "String",
    "entry_name": "String",
    "matched_address": "String",
    "address_only": "Boolean",
    "score": "Float64",
    "band": "String",
    "rank": "Int64",
    "evidence": "String",
    "list_version": "String",
    "names_shared": "Float32",
    "number_agreement": "Float32",
    "room_agreement": "Float32",
    "floor_agreement": "Float32",
    "place_agreement": "Float32",
    "postcode_agreement": "Float32",
}

REGION = {
    "query_id": "Int64",
    "query_name": "String",
    "query_address": "String",
    "prefecture": "String",
    "county": "String",
    "xpcc_division": "Int64",
    "near_sites": "Int64",
    "nearest_km": "Float64",
    "signals": "List(Struct({'kind': String, 'where': String, 'text': String, "
    "'meaning': String, 'clear': Boolean, 'source': String, 'as_of': Date}))",
    "evidence": "String",
}

NAME = (
    "Struct({'name': String, 'kind': String, 'language': String, "
    "'quality': String, 'source': String})"
)

ENTRIES = {
    "list_id": "String",
    "entry_id": "String",
    "entry_name": "String",
    "relation": "String",
    "parent_id": "String",
    "names": f"List({NAME})",
    "countries": "List(String)",
    "addresses": "List(String)",
    "citations": "List(String)",
    "license_requirement": "String",
    "license_policy": "String",
    "sublists": "List(String)",
    "scope": "String",
    "source_class": "String",
    "first_listed": "Date",
    "effective_date": "Date",
    "removed_on": "Date",
    "content_hash": "String",
    "raw": "String",
}

VERSIONS = [
    "list_id",
    "title",
    "version",
    "as_of",
    "retrieved_at",
    "confirmed_on",
    "age",
    "max_age",
    "stale",
    "default",
    "listed",
    "entries",
    "names",
    "publisher",
    "source_class",
    "source_url",
    "sha256",
    "limits",
    "current",
    "pinned",
]

# error: what else it can be caught as
ERRORS: dict[type[Exception], tuple[type[Exception], ...]] = {
    errors.InputError: (errors.UyghurscreenError, ValueError),
    errors.ColumnNotFoundError: (errors.InputError,),
    errors.ListNotFoundError: (errors.UyghurscreenError, LookupError),
    errors.ListParseError: (errors.UyghurscreenError, ValueError),
    errors.ListIntegrityError: (errors.UyghurscreenError, ValueError),
    errors.StaleListError: (errors.UyghurscreenError,),
    errors.DownloadError: (errors.UyghurscreenError,),
    errors.StoreError: (errors.UyghurscreenError,),
    errors.JournalError: (errors.UyghurscreenError,),
    errors.PluginError: (errors.UyghurscreenError,),
    errors.RerunError: (errors.UyghurscreenError,),
}

DEFAULT_LISTS = {
    "entity_list",
    "uflpa",
    "aspi_universities",
    "aspi_tech_giants",
}


def test_the_package_offers_these_names() -> None:
    assert uyghurscreen.__all__ == NAMES
    assert all(hasattr(uyghurscreen, name) for name in NAMES)
    assert lists.__all__ == LIST_FUNCTIONS


@pytest.mark.parametrize(
    ("function", "parameters"), SIGNATURES.values(), ids=SIGNATURES
)
def test_signatures(
    function: Callable[..., object], parameters: list[tuple[str, str, object]]
) -> None:
    found = [
        (p.name, KINDS[p.kind], ... if p.default is p.empty else p.default)
        for p in inspect.signature(function).parameters.values()
    ]
    assert found == parameters


def test_the_columns_of_hits() -> None:
    evidence = dict.fromkeys(schema.FEATURE_NAMES, "Float32")
    found = {name: str(dtype) for name, dtype in schema.HITS.items()}
    assert found == HITS_BEFORE | evidence | HITS_AFTER
    assert list(found) == [*HITS_BEFORE, *schema.FEATURE_NAMES, *HITS_AFTER]


def test_the_columns_of_address_hits() -> None:
    found = {name: str(dtype) for name, dtype in schema.ADDRESS_HITS.items()}
    assert found == ADDRESS_HITS
    assert list(found) == list(ADDRESS_HITS)


def test_the_columns_of_region_signals() -> None:
    found = {name: str(dtype) for name, dtype in schema.REGION.items()}
    assert found == REGION
    assert list(found) == list(REGION)


def test_the_columns_of_entries() -> None:
    assert {name: str(dtype) for name, dtype in schema.ENTRIES.items()} == ENTRIES
    assert list(schema.ENTRIES) == list(ENTRIES)


def test_the_columns_of_unscreened_rows() -> None:
    assert list(schema.UNSCREENED) == ["query_id", "query_name", "reason"]


def test_the_columns_of_versions() -> None:
    versions = lists.versions()
    assert versions.columns == VERSIONS
    assert set(versions.filter("default")["list_id"]) == DEFAULT_LISTS


@pytest.mark.parametrize(("error", "bases"), ERRORS.items())
def test_errors_are_one_tree(
    error: type[Exception], bases: tuple[type[Exception], ...]
) -> None:
    assert all(issubclass(error, base) for base in bases)
    assert issubclass(error, errors.UyghurscreenError)


def test_the_module_functions_use_the_lists_named() -> None:
    lists = ["aspi_tech_giants"]
    hits = uyghurscreen.screen(["Hikvision", "Acme Bakery"], lists=lists)
    assert hits["list_id"].unique().to_list() == lists
    assert hits.equals(uyghurscreen.screen_name("Hikvision", lists=lists))
    hit = hits.row(0, named=True)
    why = uyghurscreen.explain(hit, lists=lists)
    again = uyghurscreen.explain("Hikvision", entry_id=hit["entry_id"], lists=lists)
    assert isinstance(why, uyghurscreen.Explanation)
    assert isinstance(why.evidence[0], uyghurscreen.Evidence)
    assert why == again


def test_a_string_is_no_list_of_lists() -> None:
    with pytest.raises(errors.InputError, match=r"\['uflpa'\]"):
        uyghurscreen.screen_name("Hikvision", lists="uflpa")


def test_unscreened_rows_are_listed_by_the_module_too() -> None:
    found = uyghurscreen.unscreened(["Hikvision", None])
    assert found.rows() == [(1, None, "no name (null)")]


def test_everything_public_has_a_docstring() -> None:
    assert all(inspect.getdoc(getattr(uyghurscreen, name)) for name in NAMES)
