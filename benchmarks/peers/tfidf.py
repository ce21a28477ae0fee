"""Character trigrams by TF-IDF (scikit-learn), their product by sparse_dot_topn."""

import polars as pl
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

TOP = 50


def match(queries: pl.DataFrame, listed: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Return the best `TOP` names; there is no setting."""
    return nearest(queries, listed, TOP)


def nearest(queries: pl.DataFrame, listed: pl.DataFrame, top: int) -> pl.DataFrame:
    """Return the best names by cosine."""
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
    right = grams.fit_transform(listed["name"])
    left = grams.transform(queries["query"])
    found = sp_matmul_topn(left, right.T, top_n=top, sort=True).tocoo()
    return pl.DataFrame(
        {
            "case": queries["case"].gather(found.row),
            "entity": listed["entity"].gather(found.col),
            "score": found.data,
        }
    )
