"""Every notebook of the documentation runs, and is committed as it ran."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("notebooks", ROOT / "scripts" / "notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# What Jupyter's own libraries warn of is not ours to mend.
@pytest.mark.filterwarnings("default")
def test_runs(path: Path, script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    ran = script.execute(path)
    sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    assert [cell.source for cell in ran.cells] == sources
    assert outputs(ran) > 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_committed_as_it_ran(path: Path, script: ModuleType) -> None:
    notebook = nbformat.read(path, as_version=4)
    text = path.read_text(encoding="utf-8")
    assert outputs(notebook) > 0
    assert script.written(script.tidy(notebook)) == text
    assert "<script" not in text.replace("\\u003c", "<")
    assert "Traceback" not in text
    assert "/tmp/" not in text


def outputs(notebook: nbformat.NotebookNode) -> int:
    return sum(len(c.outputs) for c in notebook.cells if c.cell_type == "code")
