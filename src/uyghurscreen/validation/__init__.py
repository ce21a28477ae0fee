"""A validation kit: decks whose answer is known, and what a Screener makes of them.

For a model validator who has to show, on their own settings, that listed names are
found, what changed spellings cost, and how many alerts there are for nothing:

1. `validate(screener)` makes three decks, screens them and returns a `Validation`,
   whose `markdown()` is a report. Or, step by step: `exact_deck`, `manipulated_deck`
   and `placebo_deck`, `run`, then `sweep` and `by_operator`.
2. `sample_around` draws hits of your own names just above and below the threshold, for
   a person to judge, and `estimate` says what the judgements mean.

Everything drawn by chance is drawn from a seed: the same seed gives the same report.
"""

from __future__ import annotations

from uyghurscreen.validation.decks import (
    DECK,
    exact_deck,
    manipulated_deck,
    placebo_deck,
)
from uyghurscreen.validation.evidence_report import Validation, validate
from uyghurscreen.validation.measures import (
    RESULTS,
    by_operator,
    estimate,
    run,
    sample_around,
    sweep,
)

__all__ = [
    "DECK",
    "RESULTS",
    "Validation",
    "by_operator",
    "estimate",
    "exact_deck",
    "manipulated_deck",
    "placebo_deck",
    "run",
    "sample_around",
    "sweep",
    "validate",
]
