"""The closed vocabularies that appear as values in the frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

__all__ = [
    "Band",
    "Change",
    "CountryEvidence",
    "HitRelation",
    "Joined",
    "NameKind",
    "NameQuality",
    "Relation",
    "SourceClass",
]


Joined: TypeAlias = str | Sequence[str]
"""A column, or columns whose texts are joined: a name split over several."""

NameKind = Literal["primary", "alias", "former", "acronym", "native"]
"""What a name is to its entry; `native` names come from our overlay."""

NameQuality = Literal["strong", "weak"]
"""A `weak` name (short, generic, acronym) hits only where the whole query equals it."""

Relation = Literal["listed", "subordinate", "affiliate"]
"""How an entry stands on its list: named itself, or named under a parent entry."""

SourceClass = Literal["law", "government", "ngo"]
"""Who speaks: a binding legal list, another government list, or a research group."""

Band = Literal["exact", "strong", "possible", "weak"]
"""The reading of a score, best first."""

HitRelation = Literal[
    "same", "subordinate", "affiliate", "covered_by_scope", "sister", "parent", "owned"
]
"""Whom a query means: the entry itself, one of its group, or one that it owns."""

CountryEvidence = Literal["agrees", "differs", "unknown"]
"""A query's country beside those of the entry."""

Change = Literal["new", "changed", "withdrawn"]
"""What a change of the lists did to a hit."""
