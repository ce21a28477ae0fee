"""The peers there are, and how each is called.

Their interpreters are virtual environments below `PEERS_VENVS` (an environment
variable; `peers/.venv` if unset), made as `requirements-peers.txt` says. What a peer
found is kept in the folder for temporary files, by the content of what it was asked.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
VENVS = Path(os.environ.get("PEERS_VENVS", HERE / ".venv"))
KEPT = Path(tempfile.gettempdir()) / "uyghurscreen_peers"


@dataclass(frozen=True)
class Peer:
    """One matcher, with one setting.

    Attributes:
        label: What the boards call it.
        module: The module of this package that calls it.
        distribution: The package that has to be installed.
        setting: Handed to the module.
        venv: The virtual environment below `PEERS_VENVS`; empty for this interpreter.
        slow: Left out where there are many queries.
    """

    label: str
    module: str
    distribution: str
    setting: str = ""
    venv: str = "peers"
    slow: bool = False


PEERS = (
    Peer("rapidfuzz WRatio", "fuzz", "rapidfuzz", "WRatio", ""),
    Peer("rapidfuzz token_set", "fuzz", "rapidfuzz", "token_set_ratio", ""),
    Peer("rapidfuzz token_sort", "fuzz", "rapidfuzz", "token_sort_ratio", ""),
    Peer("rapidfuzz ratio", "fuzz", "rapidfuzz", "ratio", ""),
    Peer("TF-IDF of 3 letters", "tfidf", "sparse-dot-topn"),
    Peer("string_grouper", "grouper", "string-grouper"),
    Peer("string_grouper, letters kept", "grouper", "string-grouper", "letters"),
    Peer("emm, untrained", "emm_indexers", "emm", venv="emm"),
    Peer("nomenklatura logic-v2", "logic_v2", "nomenklatura"),
    Peer("name_matching", "matching_names", "name-matching", slow=True),
    Peer(
        "name_matching, letters kept",
        "matching_names",
        "name-matching",
        "letters",
        slow=True,
    ),
)


@cache
def version(peer: Peer) -> str:
    """Return the version of a peer, empty if it is not installed."""
    python = _python(peer)
    if not python.exists():
        return ""
    return _call(python, "version", peer.distribution).strip()


def installed(*, slow: bool = True) -> list[Peer]:
    """Return the peers that can be run."""
    return [peer for peer in PEERS if version(peer) and (slow or not peer.slow)]


def skipped() -> list[str]:
    """Return a line about each peer that is not installed."""
    return [f"Not installed, skipped: {p.label}." for p in PEERS if not version(p)]


def run(peer: Peer, queries: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Return what a peer finds: `case`, `entity` and `score` of its best candidates."""
    queries = queries.select("case", "query")
    listed = listed.select("entity", "name").unique(maintain_order=True)
    found = KEPT / f"{_question(peer, queries, listed)}.parquet"
    if not found.exists():
        KEPT.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / n for n in ("queries", "listed", "found")]
            queries.write_parquet(files[0])
            listed.write_parquet(files[1])
            arguments = [peer.module, peer.setting, *map(str, files)]
            _call(_python(peer), "match", *arguments)
            found.write_bytes(files[2].read_bytes())
    return pl.read_parquet(found)


def _question(peer: Peer, queries: pl.DataFrame, listed: pl.DataFrame) -> str:
    sources = [path.read_text("utf-8") for path in sorted(HERE.glob("[a-z]*.py"))]
    said = [peer.module, peer.setting, version(peer), *sources]
    said += [queries.write_csv(), listed.write_csv()]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:24]


def _python(peer: Peer) -> Path:
    return VENVS / peer.venv / "bin" / "python" if peer.venv else Path(sys.executable)


def _call(python: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(python), "-m", "peers", *arguments],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
