"""The logic-v2 matcher of nomenklatura, as yente uses it.

Each listed entity is one company with all its names. Its own search needs a server; at
some thousand pairs a second it cannot compare all, so it gets candidates from a neutral
blocker: the best 50 names by trigram TF-IDF and the best 50 by rapidfuzz's WRatio.
"""

import polars as pl
from followthemoney import EntityProxy, model
from nomenklatura.matching import LogicV2

from peers import fuzz, tfidf

TOP = 50


def match(queries: pl.DataFrame, listed: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Return the candidates of the blocker, scored; there is no setting."""
    companies = {
        entity: _company(entity, names)
        for entity, names in listed.group_by("entity", maintain_order=True)
        .agg("name")
        .iter_rows()
    }
    blocked = pl.concat(
        [
            tfidf.nearest(queries, listed, TOP),
            fuzz.nearest(queries, listed, "WRatio", TOP),
        ]
    )
    pairs = blocked.select("case", "entity").unique().sort("case", "entity")
    # nomenklatura remembers the names of a company by its id, so no two may share one.
    asked = {
        case: _company(f"query-{case}", [query])
        for case, query in queries.select("case", "query").iter_rows()
    }
    config = LogicV2.default_config()
    scores = [
        LogicV2.compare(asked[case], companies[entity], config).score
        for case, entity in pairs.select("case", "entity").iter_rows()
    ]
    return pairs.select("case", "entity", score=pl.Series(scores, dtype=pl.Float64))


def _company(key: str, names: list[str]) -> EntityProxy:
    company = model.make_entity("Company")
    company.id = key
    company.add("name", names[0])
    company.add("alias", names[1:])
    return company
