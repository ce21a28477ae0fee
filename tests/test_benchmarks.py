"""What measures the losses of the gate and of retrieval runs, on a few cases."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_what_is_lost_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    pruning = import_module("pruning")
    few = pruning.load_cases().filter("positive").head(40)
    monkeypatch.setattr(pruning, "load_cases", lambda: few)
    pruning.main()
    assert f"of {few.height}; lost" in capsys.readouterr().out
