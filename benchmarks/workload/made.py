"""Made names, as whole columns: no Python object per name.

Four sorts, in the shares that `SORTS` says: Chinese companies in Latin letters, Russian
ones in Latin letters, companies of the rest of the world, and Chinese ones in Chinese.
Words are drawn by Zipf's law: the common ones are in many names, the rare ones in few.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.random import Generator

from workload import words

SORTS = {"Chinese": 0.50, "Russian": 0.15, "world": 0.30, "Chinese characters": 0.05}


def made_names(count: int, draw: Generator) -> pl.Series:
    """Return so many names; few of them are equal."""
    odds = list(SORTS.values())
    counts = draw.multinomial(count, odds)
    makers = (_chinese, _russian, _world, _in_characters)
    parts = [make(int(n), draw) for make, n in zip(makers, counts, strict=True)]
    names = pl.concat(parts).str.replace_all(" +", " ").str.strip_chars(" ")
    return names.gather(pl.Series(draw.permutation(count)))


def _zipf(
    vocabulary: Sequence[str], count: int, draw: Generator, skew: float = 0.8
) -> pl.Series:
    odds = np.arange(1, len(vocabulary) + 1, dtype=float) ** -skew
    at = np.searchsorted(np.cumsum(odds) / odds.sum(), draw.random(count))
    return pl.Series(vocabulary).gather(np.minimum(at, len(vocabulary) - 1))


def _some(of: pl.Series, share: float, draw: Generator) -> pl.Series:
    """Return a column of which only a share is there; the rest is empty."""
    there = pl.Series(draw.random(len(of)) < share)
    return of.zip_with(there, pl.Series([""]).new_from_index(0, len(of)))


def _either(
    one: pl.Series, other: pl.Series, share: float, draw: Generator
) -> pl.Series:
    return one.zip_with(pl.Series(draw.random(len(one)) < share), other)


def _number(count: int, draw: Generator) -> pl.Series:
    return pl.Series(draw.integers(1, 100, count)).cast(pl.String)


def _capitals(names: pl.Series, share: float, draw: Generator) -> pl.Series:
    return _either(names.str.to_uppercase(), names, share, draw)


def _chinese(count: int, draw: Generator) -> pl.Series:
    one, two, three = (
        _zipf(words.syllables(), count, draw, skew) for skew in (0.5, 0.5, 0.3)
    )
    joined = (one + two + _some(three, 0.25, draw)).str.to_titlecase()
    apart = one.str.to_titlecase() + " " + two.str.to_titlecase()
    english = _zipf(words.english(), count, draw, 0.5).str.to_titlecase()
    brand = _either(_either(joined, apart, 0.85, draw), english, 0.85, draw)
    place = _some(_zipf(words.CITIES_IN_CHINA, count, draw, 0.6), 0.75, draw)
    number = _some("No. " + _number(count, draw), 0.03, draw)
    trade = _zipf(words.TRADES, count, draw, 0.6)
    other = _some(_zipf(words.TRADES, count, draw, 0.4), 0.45, draw)
    form = _zipf(words.FORMS_IN_CHINA, count, draw)
    names = place + " " + number + " " + brand + " " + trade + " " + other + " " + form
    return _capitals(names, 0.25, draw)


def _russian(count: int, draw: Generator) -> pl.Series:
    stem = _zipf(words.RUSSIAN_STEMS, count, draw, 0.4)
    middle = _some(_zipf(words.RUSSIAN_STEMS, count, draw, 0.3), 0.5, draw)
    built = stem + middle + _zipf(words.RUSSIAN_ENDS, count, draw, 0.4)
    brand = _either(built, _coined(count, draw), 0.7, draw).str.to_titlecase()
    brand += _some("-" + _number(count, draw), 0.08, draw)
    before = _some(_zipf(words.RUSSIAN_WORDS, count, draw), 0.35, draw)
    form = _zipf(words.RUSSIAN_FORMS, count, draw)
    first = form + " " + before + " " + brand
    return _capitals(
        _either(first, before + " " + brand + " " + form, 0.6, draw), 0.3, draw
    )


def _world(count: int, draw: Generator) -> pl.Series:
    one, two = (_zipf(words.english(), count, draw, skew) for skew in (0.6, 0.5))
    plain = one.str.to_titlecase() + _some(" " + two.str.to_titlecase(), 0.6, draw)
    brand = _either(_coined(count, draw).str.to_titlecase(), plain, 0.35, draw)
    place = _some(_zipf(words.CITIES_ELSEWHERE, count, draw, 0.5), 0.2, draw)
    trade = _some(_zipf(words.TRADES, count, draw, 0.6), 0.85, draw)
    other = _some(_zipf(words.TRADES, count, draw, 0.4), 0.3, draw)
    form = _zipf(words.FORMS_ELSEWHERE, count, draw, 0.6)
    names = brand + " " + place + " " + trade + " " + other + " " + form
    return _capitals(names, 0.3, draw)


def _coined(count: int, draw: Generator) -> pl.Series:
    one, two, three = (_zipf(words.COINED, count, draw, 0.2) for _ in range(3))
    end = _some(_zipf(words.COINED_ENDS, count, draw, 0.3), 0.6, draw)
    return one + two + _some(three, 0.5, draw) + end


def _in_characters(count: int, draw: Generator) -> pl.Series:
    one, two, three = (_zipf(words.HAN_BRANDS, count, draw, 0.3) for _ in range(3))
    place = _some(_zipf(words.HAN_PLACES, count, draw, 0.6), 0.8, draw)
    trade = _zipf(words.HAN_TRADES, count, draw, 0.5)
    form = _zipf(words.HAN_FORMS, count, draw, 1.0)
    return place + one + two + _some(three, 0.4, draw) + trade + form
