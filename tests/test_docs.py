"""What the documentation shows is run, page by page, as a reader would run it.

Of each page, Python is run in its order, and so are the commands after `$ ` in blocks
marked `console`. Output that is shown must be what is printed; `...` stands for
anything, and lines may be of any length. A command in any other block must at least be
one that the parser takes. A comment before a block, `<!-- not run: reason -->`, says
why one is left out.
"""

from __future__ import annotations

import doctest
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

import uyghurscreen
from uyghurscreen import cli, lists

ROOT = Path(__file__).parents[1]
PAGES = {
    str(path.relative_to(ROOT)): path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}

BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+) -->\n+)?"
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
RULE = re.compile("─+")
ALIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    line: int
    language: str
    text: str


def _blocks(path: Path) -> Iterator[Block]:
    """Return the blocks of a page that are to be run."""
    page = path.read_text(encoding="utf-8")
    for found in BLOCK.finditer(page):
        if not found["reason"]:
            line = page.count("\n", 0, found.start("text")) + 1
            yield Block(line, found["language"], found["text"])


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where the examples are, in a folder that may be written to."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for file in (ROOT / "examples").glob("*.csv"):
        shutil.copy(file, tmp_path)
    # The page that the README saves by hand.
    shutil.copy(ROOT / "tests/fixtures/uflpa_page.html", tmp_path / "uflpa.html")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "86")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
# The example suppliers have a row without a name.
@pytest.mark.filterwarnings("ignore::uyghurscreen.UnscreenedRowsWarning")
def test_the_examples_of_a_page_run(path: Path) -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    for block in _blocks(path):
        where = f"{path.name}, line {block.line}"
        if block.language == "python" and ">>>" in block.text:
            _run_session(block, names, where)
        elif block.language == "python":
            code = compile("\n" * (block.line - 1) + block.text, str(path), "exec")
            with redirect_stdout(io.StringIO()):
                exec(code, names)
        elif block.language == "console":
            _run_commands(block, where)
        else:
            _parse_commands(block, where)


def _run_session(block: Block, names: dict[str, object], where: str) -> None:
    session = doctest.DocTestParser().get_doctest(
        block.text, names, where, where, block.line
    )
    told = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=ALIKE, verbose=False)
    runner.run(session, out=told.write, clear_globs=False)
    names.update(session.globs)
    assert not runner.failures, told.getvalue()


def _run_commands(block: Block, where: str) -> None:
    for call in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, expected = call.replace("\\\n", " ").split("\n", 1)
        if not command.startswith("uyghurscreen "):
            continue
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            code = cli.main(shlex.split(command, comments=True)[1:])
        assert code in (0, 1), f"{where}: {command}\n{printed.getvalue()}"
        told = RULE.sub("", printed.getvalue())
        if expected.strip():
            assert doctest.OutputChecker().check_output(
                RULE.sub("", expected), told, ALIKE
            ), f"{where}: {command}\nshown:\n{expected}\nis:\n{told}"


def _parse_commands(block: Block, where: str) -> None:
    for line in re.split(r"\n| && ", block.text.replace("\\\n", " ")):
        if line.startswith("uyghurscreen "):
            try:
                call = line.partition(" > ")[0]
                cli.parser().parse_args(shlex.split(call, comments=True)[1:])
            except SystemExit as refused:
                assert refused.code == 0, f"{where}: no such command: {line}"  # noqa: PT017


def test_the_page_of_lists_names_every_source() -> None:
    page = PAGES["docs/lists.md"].read_text(encoding="utf-8")
    for source_url in lists.versions()["source_url"].unique():
        assert source_url in page


def test_links_of_the_readme_lead_somewhere() -> None:
    page = PAGES["README.md"].read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", page)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", uyghurscreen.__all__)
def test_everything_public_is_on_the_page_of_the_api(name: str) -> None:
    page = PAGES["docs/api.md"].read_text(encoding="utf-8")
    page += PAGES["docs/errors.md"].read_text(encoding="utf-8")
    assert re.search(rf"^\.\. \w+:: (\w+\.)*{name}$", page, re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "fails"),
    {
        "an error": ("```python\n1 / 0\n```", True),
        "another output": ("```python\n>>> 1\n2\n```", True),
        "another printed line": (
            "```console\n$ uyghurscreen name Hikvision\nno hit...\n```",
            True,
        ),
        "an option that is gone": ("```\nuyghurscreen screen --fast\n```", True),
        "not to be run": ("<!-- not run: slow -->\n```python\n1 / 0\n```", False),
        "names kept": ("```python\na = 1\n```\n\n```python\n>>> a\n1\n```", False),
    }.values(),
)
def test_an_example_that_does_not_hold_fails(
    page: str, fails: bool, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    if not fails:
        test_the_examples_of_a_page_run(path)
        return
    with pytest.raises((AssertionError, ZeroDivisionError)):
        test_the_examples_of_a_page_run(path)
