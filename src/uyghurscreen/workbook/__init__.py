"""Hits as an Excel workbook to decide in, and the workbook read back in.

`write` makes three sheets: the hits, with columns to fill in; what they were made by;
and a hidden copy of the evidence, by which `read` tells whether a row or a cell is no
longer what was written. It is a guard against slips, not against forgery: a decision is
held by the hashes of the record and the entry, and the run by its manifest.
"""

from __future__ import annotations

from uyghurscreen.workbook.reading import read
from uyghurscreen.workbook.writing import write

__all__ = ["read", "write"]
