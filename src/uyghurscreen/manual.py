"""What the help of each command says besides its options: examples.

The help pages print them, `docs/cli.md` is made of them, and a test runs each through
the parser.
"""

from __future__ import annotations

import argparse
from typing import Final

from uyghurscreen.arguments import commands

__all__ = ["EXAMPLES", "document"]

EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "screen": (
        "uyghurscreen screen suppliers.csv",
        "uyghurscreen screen suppliers.xlsx --name Supplier --id No -o hits.xlsx",
        "uyghurscreen screen suppliers.csv --lists uflpa --as-of 2026-07-24",
    ),
    "scan": (
        "uyghurscreen scan big.parquet --name supplier --id vendor_no --to hits/",
        "uyghurscreen scan big.parquet --name supplier --to hits/ --resume",
    ),
    "name": (
        'uyghurscreen name "Hotan Haolin Hair Accessories" --country CN',
        "uyghurscreen name 海康威视 --json",
    ),
    "explain": ("uyghurscreen explain Hikvision b5af46134ce7e12f",),
    "lists": ("uyghurscreen lists", "uyghurscreen lists --all --json"),
    "update": (
        "uyghurscreen update",
        "uyghurscreen update --from-file uflpa=page.html --as-of 2026-08-03",
    ),
    "diff": ("uyghurscreen diff uflpa@2026-07-24 uflpa -o changes.csv",),
    "owned": (
        "uyghurscreen owned owners.csv --source source --dated as_of",
        "uyghurscreen owned owners.csv --suppliers suppliers.csv --name supplier \\\n"
        "      --affiliates alert -o hits.xlsx",
    ),
    "rescreen": (
        "uyghurscreen rescreen --since hits.csv.manifest.json",
        "uyghurscreen rescreen suppliers.csv --name supplier --since 2026-07-24",
    ),
    "decide": (
        "uyghurscreen decide hits.xlsx --decisions decisions.jsonl --reviewer anna",
        "uyghurscreen decide hits.csv --decisions decisions.jsonl --reviewer anna \\\n"
        "      --query V004 --entry b5af46134ce7e12f --as cleared --reason unrelated",
    ),
    "decisions": ("uyghurscreen decisions decisions.jsonl",),
    "verify": (
        "uyghurscreen verify decisions.jsonl",
        "uyghurscreen verify decisions.jsonl --manifest hits.csv.manifest.json",
    ),
    "rerun": ("uyghurscreen rerun hits.csv.manifest.json",),
    "pin": ("uyghurscreen pin uflpa 2026-07-24",),
    "unpin": ("uyghurscreen unpin uflpa",),
    "addresses": (
        "uyghurscreen addresses suppliers.csv --address street -o hits.xlsx",
        "uyghurscreen addresses sites.xlsx --address street city --id site_no",
    ),
    "validate": (
        "uyghurscreen validate -o validation.md",
        "uyghurscreen validate --lists uflpa --threshold 0.8 --seed 1",
    ),
    "region": (
        "uyghurscreen region suppliers.csv --name supplier --address street",
        "uyghurscreen region plants.csv --latitude lat --longitude lon -o near.xlsx",
    ),
    "completion": (
        'eval "$(uyghurscreen completion bash)"  # in ~/.bashrc',
        "uyghurscreen completion fish > ~/.config/fish/completions/uyghurscreen.fish",
    ),
}
"""Calls of each command."""


def document(parser: argparse.ArgumentParser) -> None:
    """Add to each command of a parser its description and examples."""
    for name, (command, told) in commands(parser).items():
        command.description = f"{told[0].upper()}{told[1:]}."
        command.epilog = "\n  ".join(("examples:", *EXAMPLES.get(name, ())))
        command.formatter_class = argparse.RawDescriptionHelpFormatter
