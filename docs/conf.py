"""How the documentation is built: `sphinx-build -W -n docs docs/_build/html`.

Files that live elsewhere in the repository (the changes, the boards) are pages here
too: each has a page that says so, which is replaced by the file when it is read. Links
that lead from one file to another work in the repository and in the built pages alike.
"""

from __future__ import annotations

import re
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import uyghurscreen
from uyghurscreen import errors, json_schema
from uyghurscreen.schema import FEATURE_NAMES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

DOCS = Path(__file__).parent
ROOT = DOCS.parent

project = "uyghurscreen"
author = "The uyghurscreen developers"
copyright = author
version = release = uyghurscreen.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "uyghurscreen"
html_copy_source = False
html_show_sphinx = False

nb_execution_mode = "off"  # they are committed as they ran, and tests run them
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

# Docstrings have single backticks, as Markdown has.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_display_short_literal_types = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False

nitpicky = True
# Types in signatures: of other projects, or described nowhere here.
nitpick_ignore_regex = [("py:class", r".*")]

MEANINGS = {
    column: told.get("description", "")
    for column, told in json_schema.hit()["properties"].items()
}
"""What the columns of hits say."""

PAGES = {
    "batch": "examples/batch/README.md",
    "changes": "CHANGELOG.md",
    "boards/accuracy": "benchmarks/accuracy.md",
    "boards/addresses": "benchmarks/addresses.md",
    "boards/benchmarks": "benchmarks/README.md",
    "boards/leave-one-out": "benchmarks/leave_one_out.md",
    "boards/relations": "benchmarks/relations.md",
    "boards/public-sets": "benchmarks/public_sets.md",
    "boards/regions": "benchmarks/regions.md",
    "boards/throughput": "benchmarks/throughput.md",
}
"""Pages that are files of the repository."""

LINK = re.compile(r"(?<=\]\()(?P<path>[^)#:\s]+)(?=[)#])")


def read_page(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the file into its page, and lead links to pages."""
    here = DOCS / page
    if page in PAGES:
        path = ROOT / PAGES[page]
        source[0] = path.read_text(encoding="utf-8")
        app.env.note_dependency(str(path))
        here = path
    source[0] = relink(source[0], here.parent, (DOCS / page).parent)


def relink(text: str, before: Path, after: Path) -> str:
    """Return Markdown whose links led from one folder, and now lead from another.

    A link to a file that is a page leads to the page; any other file can be downloaded.
    """
    pages = {ROOT / file: DOCS / f"{page}.md" for page, file in PAGES.items()}
    pages[DOCS / "decisions"] = DOCS / "decisions" / "index.md"

    def led(link: re.Match[str]) -> str:
        target = (before / link["path"]).resolve()
        if not target.exists():
            return link["path"]  # of which the build then complains
        return relpath(pages.get(target, target), after)

    return LINK.sub(led, text)


def add_columns(
    app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]
) -> None:
    """Add to a schema the table of its columns."""
    if what != "data":
        return
    lines.insert(0, "")  # Napoleon takes what stands before a colon for a type
    if isinstance(value, pl.Schema):
        rows = {column: str(dtype) for column, dtype in value.items()}
    elif name.endswith(".FEATURE_NAMES"):
        rows = {column: MEANINGS[column] for column in FEATURE_NAMES}
    else:
        return
    lines += [".. list-table::", "   :widths: auto", ""]
    for column, told in rows.items():
        lines += [f"   * - ``{column}``", f"     - {told}"]
    lines.append("")


def find_error(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.TextElement
) -> nodes.reference | None:
    """Lead the bare name of an error, as docstrings have it, to its description."""
    if node["reftarget"] not in errors.__all__:
        return None
    return env.domains.python_domain.resolve_xref(
        env,
        node["refdoc"],
        app.builder,
        "exc",
        f"{errors.__name__}.{node['reftarget']}",
        node,
        text,
    )


def setup(app: Sphinx) -> None:
    """Register what is above."""
    app.connect("source-read", read_page)
    app.connect("autodoc-process-docstring", add_columns, priority=400)
    app.connect("missing-reference", find_error)
