"""What the gate and the pruning of pairs lose, and what they save.

    python benchmarks/pruning.py

Every positive case is screened twice: as it is, and with nothing held back. A case is
lost if its own entity reaches a score without the gate that it no longer reaches.
"""

from __future__ import annotations

from contextlib import ExitStack
from time import perf_counter
from unittest.mock import patch

from cases import load_cases
from judging import judged
from matchers import ours

from uyghurscreen.matching import gate, retrieval
from uyghurscreen.matching.scoring import DEFAULT_THRESHOLD


def main() -> None:
    """Measure and print."""
    cases = load_cases().filter("positive")
    found, took = {}, {}
    nothing = [
        patch.object(gate, "_PROMISE", -9.0),
        patch.object(gate, "_WORTH", -99.0),
        patch.object(gate, "LEAST", 0.05),
        patch.object(retrieval, "PROMISE", -9.0),
        patch.object(retrieval, "WORTH", -99.0),
    ]
    for label, changed in (("as it is", []), ("nothing held back", nothing)):
        with ExitStack() as stack:
            for constant in changed:
                stack.enter_context(constant)
            started = perf_counter()
            found[label] = judged(cases, ours(cases)).sort("case")
            took[label] = perf_counter() - started
    kept, every = found.values()
    for threshold in (0.3, DEFAULT_THRESHOLD):
        reached = every["first"] & (every["score"] >= threshold)
        lost = reached & ~(kept["first"] & (kept["score"] >= threshold))
        kinds = every.filter(lost)["phenomenon"].value_counts(sort=True).rows()
        print(
            f"reach {threshold}: {reached.sum():,} of {cases.height:,}; "
            f"lost {lost.sum()} ({lost.sum() / reached.sum():.1%}): "
            + ", ".join(f"{kind} {count}" for kind, count in kinds)
        )
    print({label: f"{seconds:.1f} s" for label, seconds in took.items()})


if __name__ == "__main__":
    main()
