from __future__ import annotations

import polars as pl
import pytest

from uyghurscreen import Screener
from uyghurscreen.lists.records import names_of
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.readings import readings
from uyghurscreen.names.spelling import (
    forms_put_right,
    misspelled_forms,
    with_misspelled_form,
    words_in_use,
)
from uyghurscreen.names.tables import frequencies

RIGHT = {
    "a letter missing": ("acme compny", "acme company"),
    "letters swapped": ("acme limietd", "acme limited"),
    "another letter": ("acme corporatiin", "acme corporation"),
    "a letter more": ("acme incorporrated", "acme incorporated"),
    "two of them": ("limited liabilty comapny acme", "limited liability company acme"),
    "side by side": ("comapny limietd", "company limited"),
    "as it should be": ("acme company limited", "acme company limited"),
    "two slips": ("acme cmpny", "acme cmpny"),
    "in a longer word": ("limietdish", "limietdish"),
    "another end": ("limiter limites compano", "limiter limites compano"),
    "Chinese": ("和田 limietd", "和田 limited"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "right"), RIGHT.values(), ids=RIGHT)
def test_slips_in_legal_forms_are_put_right(text: str, right: str) -> None:
    texts = pl.Series(["acme", text])
    assert forms_put_right(texts).to_list() == ["acme", right]
    assert with_misspelled_form(texts).to_list() == [False, text != right]


def test_no_english_word_is_a_misspelled_form() -> None:
    english = frequencies("english")["word"]
    assert not set(misspelled_forms()) & set(english)
    assert set(misspelled_forms().values()) <= set(words_in_use())


def test_a_name_is_read_as_it_is_and_with_its_form_put_right() -> None:
    read = readings(pl.Series(["Acme Copmany Limietd (Shanghai)"]))
    wholes = read.filter(~pl.col("part"))["folded"].to_list()
    assert wholes == [
        "acme copmany limietd shanghai",
        "acme company limited shanghai",
    ]
    assert "acme company limited" in read.filter("part")["folded"].to_list()


def test_names_that_are_listed_with_a_slip_find_themselves() -> None:
    listed = ["Acme Copmany Limietd", "Zhongke Kexun Comapny Ltd", "Zorvex Liabilty"]
    lists = Screener(lists=[], extra_lists=[listed])
    names = pl.concat(
        [names_of(lists.entries), names_of(Screener(["csl_sdn"]).entries)]
    )
    names = names.filter(with_misspelled_form(fold(names["name"])))
    assert names.height > 5
    screener = Screener(lists=["csl_sdn"], extra_lists=[listed])
    hits = screener.screen(names["name"].unique())
    assert hits.filter(same_name=1)["query_name"].n_unique() == names["name"].n_unique()
