"""Execute the notebooks of `docs/notebooks/` and write them with what they print.

    python scripts/notebooks.py             # all of them
    python scripts/notebooks.py threshold   # those whose name holds a word
    python scripts/notebooks.py --check     # differences only, exit 1 if any

Each runs in a process of its own, in its own folder, against the lists inside the
package alone. What is written is the same on every run: cells are numbered, and no
time, version or machine is kept. `tests/test_notebooks.py` executes the same way.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}

LONGEST = 300
"""Seconds a cell may take."""


def notebooks() -> list[Path]:
    """Return the notebooks, by name."""
    return sorted(FOLDER.glob("*.ipynb"))


def execute(path: Path) -> NotebookNode:
    """Return a notebook with what its cells print, executed anew.

    Raises:
        CellExecutionError: If a cell does; the message holds its source and traceback.
    """
    notebook = nbformat.read(path, as_version=4)
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as home:
        # No list that this machine has fetched, and tables as wide as on any other.
        os.environ |= {"UYGHURSCREEN_HOME": home, "COLUMNS": "100", "NO_COLOR": "1"}
        try:
            NotebookClient(
                notebook,
                timeout=LONGEST,
                kernel_name="python3",
                resources={"metadata": {"path": str(path.parent)}},
            ).execute()
        finally:
            os.environ.clear()
            os.environ |= before
    return tidy(notebook)


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what differs from run to run."""
    count = 0
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number}", {}
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            output.pop("metadata", None)
            if output.output_type in ("execute_result", "display_data"):
                output.metadata = {}
            if output.output_type == "execute_result":
                output.execution_count = count
    notebook.metadata = METADATA
    return nbformat.from_dict(notebook)


def written(notebook: NotebookNode) -> str:
    """Return a notebook as it is written."""
    text: str = nbformat.writes(notebook)
    return text.rstrip("\n") + "\n"


def main(arguments: list[str]) -> int:
    """Write the notebooks, or say which would differ."""
    words = [a for a in arguments if a != "--check"]
    differs = False
    for path in notebooks():
        if words and not any(word in path.stem for word in words):
            continue
        text = written(execute(path))
        same = text == path.read_text(encoding="utf-8")
        print(f"{path.name}: {'unchanged' if same else 'differs'}", flush=True)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
        differs |= not same
    return int(differs and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
