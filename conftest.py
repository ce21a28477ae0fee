"""For tests and doctests alike: a home of their own, and a day of their own.

No test sees the lists of the person who runs it, and none grows old: the day is the one
after the embedded Entity List was published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from uyghurscreen.lists import clock, embedded


@pytest.fixture(autouse=True, scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UYGHURSCREEN_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True, scope="session")
def fixed_day() -> Iterator[None]:
    info = embedded.find("entity_list")
    assert info is not None
    day = datetime.combine(info.as_of + timedelta(days=1), time(12), UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: day)
        yield
