"""name_matching, its best five matches: its defaults, or with letters kept.

Its defaults romanise by a table that lacks most Chinese characters and drop the rest.
"""

import polars as pl
from name_matching.name_matcher import NameMatcher

MATCHES = 5


def match(queries: pl.DataFrame, listed: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Return the best names; `setting` is `letters` or empty."""
    matcher = NameMatcher(
        number_of_matches=MATCHES, remove_ascii=setting != "letters", verbose=False
    )
    matcher.load_and_process_master_data("name", listed.select("name").to_pandas())
    found = matcher.match_names(queries.select(name="query").to_pandas(), "name")
    return pl.concat(
        pl.DataFrame(
            {
                "case": queries["case"],
                "entity": listed["entity"].gather(
                    found[f"match_index_{i}"].to_numpy().astype(int)
                ),
                "score": found[f"score_{i}"].to_numpy().astype(float) / 100,
            }
        )
        for i in range(MATCHES)
    )
