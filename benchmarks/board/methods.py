"""The methods of the board, how each is called, and how many names it can run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from peers.registry import HERE, VENVS

LISTED = (2_000, 10_000, 50_000)
QUERIES = (10_000, 100_000, 1_000_000, 10_000_000)
ALL = dict.fromkeys(LISTED, QUERIES[-1])


@dataclass(frozen=True)
class Method:
    """One method.

    Attributes:
        label: What the board calls it.
        module: The module of `peers.speed` that calls it.
        distribution: The package whose version is shown; empty for this one.
        setting: Handed to the module.
        venv: The virtual environment below `PEERS_VENVS`; empty for this interpreter.
        most: The most names it is asked for, by the number of listed names. One that
            cannot run 10,000 in a sensible time has a cell of that size of its own.
        recall_names: The names of a recall set it is asked for; all if not said.
        finds: Whether it finds anything (the floor does not).
    """

    label: str
    module: str
    distribution: str
    setting: str = ""
    venv: str = ""
    most: dict[int, int] = field(default_factory=lambda: ALL, hash=False)
    recall_names: int | None = None
    finds: bool = True

    @property
    def python(self) -> Path:
        """The interpreter that has it."""
        if not self.venv:
            return Path(sys.executable)
        return VENVS / self.venv / "bin" / "python"

    @property
    def slow(self) -> bool:
        """Whether it cannot run the smallest of the sizes that the others run."""
        return any(most < QUERIES[0] for most in self.most.values())


def _to(*most: int) -> dict[int, int]:
    return dict(zip(LISTED, most, strict=True))


_MILLION = 1_000_000

OURS = Method("uyghurscreen", "own", "")
FLOOR = Method("floor: read and lower-case", "floor", "", finds=False)
KERNEL = Method("bound: retrieval alone, in C", "kernel", "")
PEERS = (
    Method(
        "TF-IDF + sparse_dot_topn",
        "tfidf",
        "sparse-dot-topn",
        venv="peers",
        most=_to(_MILLION, _MILLION, _MILLION),
    ),
    Method(
        "string_grouper",
        "grouper",
        "string-grouper",
        "0.8",
        "peers",
        most=_to(_MILLION, _MILLION, _MILLION),
    ),
    Method(
        "string_grouper, from 0.4",
        "grouper",
        "string-grouper",
        "0.4",
        "peers",
        most=_to(_MILLION, _MILLION, _MILLION),
    ),
    Method(
        "rapidfuzz cdist ratio",
        "cdist",
        "rapidfuzz",
        "ratio",
        most=_to(_MILLION, _MILLION, 100_000),
    ),
    Method("emm", "matching_model", "emm", "", "emm", _to(100_000, _MILLION, 100_000)),
    Method(
        "polars-ds ratio",
        "polars_ds",
        "polars-ds",
        "",
        "peers",
        _to(100_000, 10_000, 2_000),
        recall_names=12_000,
    ),
    Method(
        "nomenklatura logic-v2",
        "logic_v2",
        "nomenklatura",
        "",
        "peers",
        _to(10_000, 10_000, 10_000),
    ),
    Method(
        "rapidfuzz WRatio, cdist",
        "cdist",
        "rapidfuzz",
        "WRatio",
        most=_to(10_000, 2_000, 500),
    ),
    Method(
        "rapidfuzz extractOne WRatio",
        "extract_one",
        "rapidfuzz",
        most=_to(10_000, 2_000, 500),
        recall_names=1_200,
    ),
    Method(
        "name_matching",
        "matching_names",
        "name-matching",
        "",
        "peers",
        _to(1_000, 500, 200),
        recall_names=600,
    ),
)
METHODS = (OURS, *PEERS, KERNEL, FLOOR)


def named(labels: list[str] | None) -> list[Method]:
    """Return the methods with these labels, or all.

    Raises:
        SystemExit: If there is no such method.
    """
    known = {method.label: method for method in METHODS}
    unknown = [label for label in labels or [] if label not in known]
    if unknown:
        raise SystemExit(f"no such method: {unknown}. There are: {sorted(known)}")
    return [known[label] for label in labels] if labels else list(METHODS)


@cache
def missing(method: Method) -> str:
    """Return why a method cannot be run here, empty if it can."""
    if method.module == "kernel" and not shutil.which("cc"):
        return "there is no C compiler (cc)"
    if not method.distribution:
        return ""
    if not method.python.exists():
        return f"there is no {method.python} (see benchmarks/README.md)"
    if not method.venv and find_spec(method.distribution):
        return ""
    asked = [str(method.python), "-m", "peers", "version", method.distribution]
    done = subprocess.run(
        asked, cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    return "" if done.stdout.strip() else f"{method.distribution} is not installed"
