"""Run a peer in the interpreter that has it; called by `registry`.

python -m peers version DISTRIBUTION
python -m peers match MODULE SETTING QUERIES LISTED FOUND
"""

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import polars as pl


def main(arguments: list[str]) -> None:
    """Print a version (nothing if not installed), or match files into a file."""
    if arguments[0] == "version":
        try:
            print(version(arguments[1]))
        except PackageNotFoundError:
            return
    else:
        module, setting, queries, listed, found = arguments[1:]
        match = import_module(f"peers.{module}").match
        match(pl.read_parquet(queries), pl.read_parquet(listed), setting).write_parquet(
            found
        )


if __name__ == "__main__":
    main(sys.argv[1:])
