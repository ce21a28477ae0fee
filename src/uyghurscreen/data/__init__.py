"""Generated facts: one CSV per list, written by `scripts/build_data.py`."""
