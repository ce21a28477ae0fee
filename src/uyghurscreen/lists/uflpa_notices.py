"""A Federal Register notice on the UFLPA Entity List, whose appendix is the whole list.

The appendix has one heading per clause of the law and one paragraph per entity, in the
wording of the DHS page but without dates. Two forms are read: the full-text XML, where
a paragraph is an element, and the Government Publishing Office's text, hard-wrapped at
some seventy columns. In that text a paragraph begins after an empty line, at an indent
of its own, or where the line before was left short; a full line followed by a capital
could be either, and is refused with the advice to use the XML.

Only what is recognised is accepted. The clauses (iii) and (iv) hold sentences, no
entities: any other paragraph there is refused.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import polars as pl

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.markup import cell_text, read_html, read_xml
from uyghurscreen.lists.records import to_entries
from uyghurscreen.lists.uflpa_rows import (
    Row,
    require_sections,
    section_code,
    to_records,
)

__all__ = ["filed_on", "parse"]

_WHAT: Final = "UFLPA Federal Register notice"
_APPENDIX: Final = re.compile(r"Appendix\b", re.IGNORECASE)
_HEADING: Final = re.compile(r"(?:UFLPA )?Section 2 ?\(d\)\(2\)\(B\)\([iv]+\)")
_END: Final = re.compile(r"\[FR Doc\. ")
_FILED: Final = re.compile(r"\[FR Doc\. [^\]]*Filed (\d{1,2})-(\d{1,2})-(\d\d)\b")
_SENTENCES: Final = re.compile(r"\b(?:identified|FLETF|clause|sections?)\b")
_PAGE_MARK: Final = re.compile(
    r"(?P<before>[^\n]*)\n\s*\[\[Page \d+\]\][ \t]*\n\s*?(?=[ \t]*\S)"
)
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n")
_LEGAL_FORM: Final = re.compile(r"\b(?:Co|Ltd|Limited|Inc)\b")
_CONTINUES: Final = re.compile(r"[a-z(&]|(?:Co|Ltd|Limited|Inc|Corp)\b")
_FULL_LINE: Final = 66
_RUNS_ON: Final = 58
_NO_ENTITIES: Final = {"(iii)", "(iv)"}


def parse(raw: bytes) -> pl.DataFrame:
    """Parse a notice into an `ENTRIES` frame of the list `uflpa`, dates left empty.

    Args:
        raw: The notice, as full-text XML, as GPO's HTML page or as its plain text.

    Raises:
        ListParseError: If the appendix, one of its sections or the notice's last line
            is missing, or a paragraph of it is not recognised.
    """
    rows = _rows(_appendix(_blocks(raw)))
    require_sections(rows, what=_WHAT)
    return to_entries("uflpa", to_records(rows), source_class="law")


def filed_on(raw: bytes) -> date:
    """Return the day a notice was filed, the one before it was published or earlier.

    Raises:
        ListParseError: If it does not say.

    Example:
        >>> filed_on(b"[FR Doc. 2023-16361 Filed 8-1-23; 8:45 am]")
        datetime.date(2023, 8, 1)
    """
    found = _FILED.search(raw.decode("utf-8", errors="replace"))
    if found is not None:
        month, day, year = (int(part) for part in found.groups())
        try:
            return date(2000 + year, month, day)
        except ValueError:
            pass
    raise ListParseError(f"{_WHAT}: no day stands in its closing '[FR Doc.' line.")


def _blocks(raw: bytes) -> list[list[str]]:
    """Cut the notice at its elements or empty lines, each block a list of lines."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<notice")):
        root = read_xml(raw, what=_WHAT)
        texts = [cell_text(p) for p in root.iter("HD", "P", "FP", "FRDOC")]
        return [[" ".join(text.split())] for text in texts if text]
    root = read_html(raw, what=_WHAT)
    preformatted = list(root.iter("pre"))
    if head.startswith(b"<"):
        if len(preformatted) != 1:
            raise ListParseError(
                f"{_WHAT}: an HTML page without the one <pre> block of the notice's "
                "text. Save the full-text XML or govinfo's text of the notice."
            )
        text = cell_text(preformatted[0])
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ListParseError(
                f"{_WHAT}: not UTF-8 text; save the original file."
            ) from None
    text = _PAGE_MARK.sub(_mend_page_break, text.replace("\r\n", "\n"))
    blocks = (block.split("\n") for block in _EMPTY_LINE.split(text))
    return [
        lines
        for block in blocks
        if (lines := [line.rstrip() for line in block if line.strip()])
    ]


def _mend_page_break(found: re.Match[str]) -> str:
    # A paragraph runs on over the page where its last line before the mark is full.
    before, after = found["before"], found.string[found.end() :]
    runs_on = len(before) > _RUNS_ON and not _HEADING.match(after.lstrip())
    return before + ("\n" if runs_on else "\n\n")


def _appendix(blocks: list[list[str]]) -> list[list[str]]:
    firsts = [block[0].strip() for block in blocks]
    starts = [n for n, text in enumerate(firsts) if _APPENDIX.match(text)]
    ends = [n for n, text in enumerate(firsts) if _END.match(text)]
    if not starts:
        raise ListParseError(
            f"{_WHAT}: no paragraph begins with 'Appendix'. This is not a notice that "
            "carries the list, or it is cut off."
        )
    if not ends or ends[-1] < starts[-1]:
        raise ListParseError(
            f"{_WHAT}: the closing '[FR Doc.' line is missing, so the notice is cut "
            "off; download it again."
        )
    return blocks[starts[-1] + 1 : ends[-1]]


def _rows(blocks: list[list[str]]) -> list[Row]:
    rows: list[Row] = []
    section: str | None = None
    for block in blocks:
        text = " ".join(" ".join(block).split())
        if _HEADING.match(text):
            if _LEGAL_FORM.search(text):
                raise ListParseError(
                    f"{_WHAT}: the heading {text[:60]!r} runs into the names below it."
                )
            section = section_code(text)
        elif _HEADING.search(text):
            raise ListParseError(
                f"{_WHAT}: a section's heading stands inside the paragraph "
                f"{text[:60]!r}. Use the notice's full-text XML."
            )
        elif section in _NO_ENTITIES:
            if not _SENTENCES.search(text):
                raise ListParseError(
                    f"{_WHAT}: {text!r} stands under {section}, where the list has "
                    "had no entities. Check the notice by eye."
                )
        elif section is not None:
            rows += [Row(section, cell) for cell in _cells(block)]
    return rows


def _cells(lines: list[str]) -> list[str]:
    """Put the lines of one block together into name cells."""
    indents = [len(line) - len(line.lstrip()) for line in lines]
    cells = [lines[0].strip()]
    for position in range(1, len(lines)):
        line = lines[position].strip()
        if len(set(indents)) > 1:
            starts = indents[position] == indents[0]
        else:
            starts = _starts(lines[position - 1], line, cells[-1])
        if starts:
            cells.append(line)
        else:
            cells[-1] += f" {line}"
    return cells


def _starts(before: str, line: str, cell: str) -> bool:
    """Tell a new entity from a wrapped line where all lines have one indent."""
    if cell.count("(") > cell.count(")") or _CONTINUES.match(line):
        return False
    if len(before) + 1 + len(line.split()[0]) <= _FULL_LINE:
        return True
    raise ListParseError(
        f"{_WHAT}: it is not clear whether {line!r} goes on the line before it, "
        f"{before.strip()!r}. Use the notice's full-text XML."
    )
