"""Rows that cannot be screened: said in a warning, or refused."""

from __future__ import annotations

import warnings
from typing import Literal, get_args

import polars as pl

from uyghurscreen.errors import InputError

__all__ = [
    "OnUnscreened",
    "UnscreenedRowsWarning",
    "account_for",
    "check_on_unscreened",
]

OnUnscreened = Literal["report", "raise"]


class UnscreenedRowsWarning(UserWarning):
    """Some rows hold no name that can be screened; `unscreened` lists them."""


def check_on_unscreened(on_unscreened: OnUnscreened) -> None:
    """Raise an error if it is neither."""
    if on_unscreened not in get_args(OnUnscreened):
        raise InputError(
            f"on_unscreened={on_unscreened!r}: it is one of "
            f"{', '.join(get_args(OnUnscreened))}."
        )


def account_for(left_out: pl.DataFrame, on_unscreened: OnUnscreened) -> None:
    """Say that rows are left out, to whoever called the caller; schema `UNSCREENED`."""
    if left_out.is_empty():
        return
    counts = left_out.group_by("reason").len().sort("reason").rows()
    reasons = ", ".join(f"{count} {reason}" for reason, count in counts)
    first = left_out["query_id"].head(5).to_list()
    rows = "1 row was" if left_out.height == 1 else f"{left_out.height:,} rows were"
    message = (
        f"{rows} not screened ({reasons}), beginning with {first}. "
        "unscreened() lists all."
    )
    if on_unscreened == "raise":
        raise InputError(message)
    warnings.warn(message, UnscreenedRowsWarning, stacklevel=3)
