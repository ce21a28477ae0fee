"""`python -m uyghurscreen`."""

import sys

from uyghurscreen.cli import main

sys.exit(main())
