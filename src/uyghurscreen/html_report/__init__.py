"""One HTML file that says what was screened, how, and what was found.

It needs no network and no other file, and runs one script of its own, held to its hash
by a content security policy. Every text in it goes through `evidence_html.text_html`,
or into a block of JSON that the script shows as text.
"""

from __future__ import annotations

from uyghurscreen.html_report.facts import About, about_run, groups_of
from uyghurscreen.html_report.page import report_html
from uyghurscreen.html_report.writing import write_report

__all__ = ["About", "about_run", "groups_of", "report_html", "write_report"]
