"""string_grouper: its defaults, or set so that letters of every script are kept.

Only the least similarity is lowered, so that scores below its default of 0.8 are seen.
"""

import polars as pl
from string_grouper import StringGrouper

LETTERS = {"normalize_to_ascii": False, "regex": r"[\s\W_]"}


def match(queries: pl.DataFrame, listed: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Return all names that are alike; `setting` is `letters` or empty."""
    found = (
        StringGrouper(
            master=listed["name"].to_pandas(),
            duplicates=queries["query"].to_pandas(),
            min_similarity=0.2,
            number_of_processes=1,
            **(LETTERS if setting == "letters" else {}),
        )
        .fit()
        .get_matches()
    )
    return pl.DataFrame(
        {
            "case": queries["case"].gather(found["right_index"].to_numpy()),
            "entity": listed["entity"].gather(found["left_index"].to_numpy()),
            "score": found["similarity"].to_numpy().astype(float),
        }
    )
