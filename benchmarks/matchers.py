"""This package and its peers, each giving the `Scores` of cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
from cases import entities, listed_names, published, with_entity
from judging import Scores, best, clean, judged, recall, threshold_at
from peers import registry

from uyghurscreen import Screener
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.matching.pairs import score_names

OURS = "uyghurscreen"
NATIVE = ", with our native names"
PRINTED = f"{OURS}, with published names only"


def ours(cases: pl.DataFrame) -> Scores:
    """Return the scores of this package with its default lists."""
    hits = Screener(threshold=0.0).screen(cases, name="query", id="case", limit=50)
    return best(
        hits.join(entities().select("entry_id", "entity"), on="entry_id").select(
            case="query_id", entity="entity", score="score"
        )
    )


def ours_against(names: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Return what this package finds among other listed names, as a peer would.

    Args:
        names: Schema `NAMES` plus `entity`.
        cases: At least `case` and `query`.
    """
    index = NameIndex(names.drop("entity"))
    scored = score_names(cases["query"], index, lambda done, total: None)
    of_entry = names.select("entry_id", "entity").unique()
    of_form = index.listings.join(of_entry, on="entry_id").select("form", "entity")
    asked = cases.select("case").with_row_index("query")
    return (
        scored.join(of_form.unique(), on="form")
        .join(asked, on="query")
        .select("case", "entity", "score")
    )


def judge_all(cases: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the judgements of this package and of every peer installed.

    The peers get the names as published; the two that do best with those, once more
    with the names that this package adds. This package once more without those.
    """
    added = with_entity(listed_names())
    printed = published(added)
    peers = {
        peer: judged(cases, best(registry.run(peer, cases, printed)))
        for peer in registry.installed()
    }
    again = best_two(
        peers, lambda found: recall(found, threshold_at(clean(found), 0.01))
    )
    return {
        OURS: judged(cases, ours(cases)),
        PRINTED: judged(cases, best(ours_against(printed, cases))),
        **{label(peer): found for peer, found in peers.items()},
        **{
            label(peer) + NATIVE: judged(cases, best(registry.run(peer, cases, added)))
            for peer in again
        },
    }


def best_two(
    peers: Mapping[registry.Peer, pl.DataFrame],
    merit: Callable[[pl.DataFrame], float],
) -> list[registry.Peer]:
    """Return the two peers that do best, of different packages."""
    order = sorted(peers, key=lambda peer: -merit(peers[peer]))
    of_package: dict[str, registry.Peer] = {}
    for peer in order:
        of_package.setdefault(peer.distribution, peer)
    return list(of_package.values())[:2]


def label(peer: registry.Peer) -> str:
    """Return what the boards call a peer, with its version."""
    return f"{peer.label} ({registry.version(peer)})"
