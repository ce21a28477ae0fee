"""From two tables of canonical names to scored pairs."""
