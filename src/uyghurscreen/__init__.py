"""Screen company names against the lists tied to the Uyghur Region crisis.

Example:
    >>> import uyghurscreen as us
    >>> hits = us.screen_name("新疆大全新能源股份有限公司")
    >>> hits["entry_name"][0]
    'Xinjiang Daqo New Energy, Co. Ltd.'
"""

from __future__ import annotations

from uyghurscreen import (
    columns,
    delta,
    errors,
    files,
    lists,
    ownership,
    review,
    schema,
    validation,
    value_chain,
    workbook,
)
from uyghurscreen._api import (
    explain,
    report,
    rescreen,
    screen,
    screen_addresses,
    screen_name,
    unscreened,
)
from uyghurscreen.explanation import Evidence, Explanation
from uyghurscreen.lists.staleness import StaleListWarning
from uyghurscreen.notebook import show
from uyghurscreen.region import region
from uyghurscreen.screener import Screener
from uyghurscreen.unscreened import UnscreenedRowsWarning

__all__ = [
    "Evidence",
    "Explanation",
    "Screener",
    "StaleListWarning",
    "UnscreenedRowsWarning",
    "columns",
    "delta",
    "errors",
    "explain",
    "files",
    "lists",
    "ownership",
    "region",
    "report",
    "rescreen",
    "review",
    "schema",
    "screen",
    "screen_addresses",
    "screen_name",
    "show",
    "unscreened",
    "validation",
    "value_chain",
    "workbook",
]

__version__ = "0.1.0"
