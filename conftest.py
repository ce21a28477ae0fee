"""For tests and doctests alike: no list of the person who runs them, and no home."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is stored in a folder of its own, empty at first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UYGHURSCREEN_HOME", str(tmp_path_factory.mktemp("home")))
        yield
