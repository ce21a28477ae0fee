"""One command for each thing a newcomer does; needs Python 3.11 and pip alone.

    python scripts/dev.py demo     install, and screen the example suppliers
    python scripts/dev.py test     install, and run every check and test

Both work in `.venv`, which is made if it is not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SHARED = ROOT.parent / "shared" / "sources"

DEMO = (
    "uyghurscreen screen examples/suppliers.csv"
    " --name supplier --id vendor_no --country country"
)
CHECKS = (
    "ruff format --check .",
    "ruff check .",
    "mypy",
    "lint-imports",
    "sphinx-build -W -n --keep-going -q docs docs/_build/html",
)


def run(command: str, *, ok: tuple[int, ...] = (0,)) -> None:
    """Run a command of the environment; leave with its exit code if it fails."""
    program, *arguments = command.split()
    print(f"$ {command}", flush=True)
    code = subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode
    if code not in ok:
        print(f"failed with exit code {code}: {command}", file=sys.stderr)
        sys.exit(code)


def install(what: str) -> None:
    """Install the package into `.venv`, and what else is named."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what newcomers run
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    if not BIN.exists():
        venv.create(VENV, with_pip=True)
    run(f"python -m pip install --quiet --disable-pip-version-check {what}")


def demo() -> None:
    """Screen the example suppliers; hits are what is expected, so exit code 1 is."""
    install("-e .")
    run(DEMO, ok=(1,))


def test() -> None:
    """Run the checks, the tests, and the rebuild of the data where its sources are."""
    # Spark is a large download, and of no use without Java.
    install("-e .[dev,spark]" if shutil.which("java") else "-e .[dev]")
    for check in CHECKS:
        run(check)
    run("python scripts/build_tables.py --check")
    if SHARED.exists():
        run("python scripts/build_data.py --check")
    else:
        print("skipped: scripts/build_data.py --check (no ../shared/sources here)")
    run("python scripts/build_grams.py --check")
    run("python -m pytest -n 2")


COMMANDS = {"demo": demo, "test": test}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python scripts/dev.py {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()
