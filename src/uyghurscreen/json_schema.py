"""JSON Schema of what `--json` prints, for programs that are not written in Python.

The schemas are made from the frames' own, so that they cannot fall behind. They follow
JSON Schema of draft 2020-12.
"""

from __future__ import annotations

from inspect import getdoc
from typing import Any, Final, get_args

import polars as pl

from uyghurscreen.delta import DELTA
from uyghurscreen.manifest import RunManifest
from uyghurscreen.matching.features import FEATURES
from uyghurscreen.review import IDENTIFIED, REVIEWED, SHEET
from uyghurscreen.schema import HITS
from uyghurscreen.typing import Band, Change, CountryEvidence, HitRelation, NameKind

__all__ = ["hit", "result"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_WORDS: Final = {
    "band": Band,
    "change": Change,
    "country_evidence": CountryEvidence,
    "name_kind": NameKind,
    "relation": HitRelation,
}
"""Columns whose values are words of a closed vocabulary."""

_MEANING: Final = {
    "query_id": "The value of the id column, or the number of the row, from 0.",
    "query_name": "The name as it was given.",
    "list_id": "The list.",
    "entry_id": "The entry, by the same id in every version of its list.",
    "entry_name": "The entry's primary name.",
    "matched_name": "The name of the entry that fits best.",
    "name_kind": "What that name is to its entry.",
    "relation": "Whom the query means: the entry itself, or one of the same group.",
    "score": "How well the query fits the entry. No probability.",
    "band": "The reading of the score, with country and address.",
    "rank": "1 is the best hit of the query; equal scores share a rank.",
    "country_evidence": "The query's country beside those of the entry.",
    "list_version": "The version of the list the hit was found on.",
    "address_similarity": "Share of words two addresses have in common; null without.",
    "change": "What a change of the lists did to the hit; of a rescreen alone.",
    "suppressed": "It was cleared, and need not be looked at; with decisions alone.",
}

_FEATURES: Final = {
    feature.__name__: (getdoc(feature) or "").split("\n", 1)[0] for feature in FEATURES
}

_FORMATS: Final = {pl.Date: "date", pl.Datetime: "date-time"}


def hit() -> dict[str, Any]:
    """Return the JSON Schema of one hit.

    Columns of a rescreen and of `--decisions` are in it, and not required.

    Example:
        >>> hit()["properties"]["band"]["enum"]
        ['exact', 'strong', 'possible', 'weak']
    """
    optional = {"change": DELTA["change"], **IDENTIFIED, **REVIEWED, **SHEET}
    return {
        "$schema": _DIALECT,
        "title": "Hit",
        "description": "A pair of a query and an entry for a person to judge.",
        "type": "object",
        "properties": {
            name: _property(name, dtype, null=name in IDENTIFIED | REVIEWED | SHEET)
            for name, dtype in {**HITS, **optional}.items()
        },
        "required": HITS.names(),
        "additionalProperties": False,
    }


def result() -> dict[str, Any]:
    """Return the JSON Schema of what `screen --json` and `rescreen --json` print.

    There are no `hits` in it if they went to a file.

    Example:
        >>> sorted(result()["properties"])
        ['hits', 'manifest']
    """
    manifest = RunManifest.model_json_schema(ref_template="#/$defs/{model}")
    parts = manifest.pop("$defs")
    one = hit()
    del one["$schema"]
    return {
        "$schema": _DIALECT,
        "title": "Result",
        "type": "object",
        "properties": {
            "manifest": {"$ref": "#/$defs/RunManifest"},
            "hits": {"type": "array", "items": {"$ref": "#/$defs/Hit"}},
        },
        "required": ["manifest"],
        "additionalProperties": False,
        "$defs": {**parts, "RunManifest": manifest, "Hit": one},
    }


def _property(name: str, dtype: pl.DataType, *, null: bool) -> dict[str, Any]:
    """Return the schema of one column's values."""
    if name in _WORDS:
        found: dict[str, Any] = {"type": "string", "enum": list(get_args(_WORDS[name]))}
    elif name == "query_id":
        found = {"type": ["integer", "string", "number", "boolean"]}
    elif dtype in _FORMATS:
        found = {"type": "string", "format": _FORMATS[type(dtype)]}
    elif dtype.is_float():
        found = {"type": "number"}
    elif dtype.is_integer():
        found = {"type": "integer"}
    elif dtype == pl.Boolean:
        found = {"type": "boolean"}
    else:
        found = {"type": "string"}
    if name in ("score", "address_similarity"):
        found |= {"minimum": 0, "maximum": 1}
    if null or name == "address_similarity":
        found["type"] = [found["type"], "null"]
    meaning = _MEANING.get(name) or _FEATURES.get(name)
    return found if meaning is None else {"description": meaning} | found
