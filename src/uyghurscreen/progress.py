"""A progress bar on the error stream, with the rate and the time that is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

__all__ = ["Step", "in_silence", "progress_bar"]

Step: TypeAlias = Callable[[int, int | None], None]
"""Told how many names are done, and of how many, where that is known."""

_TELLING: Final = 10_000
"""Names from which on a rate says something."""


def in_silence(done: int, total: int | None) -> None:
    """Report no progress."""


@contextmanager
def progress_bar(shown: bool) -> Iterator[Step]:
    """Give what shows progress, or what does not."""
    if not shown:
        yield in_silence
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("reading the lists", total=None, rate="")

        def step(done: int, total: int | None) -> None:
            elapsed = progress.tasks[0].elapsed or 1
            # Of few names, the time is that of the index.
            rate = f"{done / elapsed:,.0f} names/s" if done >= _TELLING else ""
            progress.update(
                task, completed=done, total=total, rate=rate, description="screening"
            )

        yield step
