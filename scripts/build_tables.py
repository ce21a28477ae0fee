"""Write the tables that well-kept packages hold, under `src/uyghurscreen/data/`.

    python scripts/build_tables.py
    python scripts/build_tables.py --check     # differences only, exit 1 if any

- `romanisation/simplify.csv`: traditional characters and shinjitai to simplified ones
  (OpenCC, Apache-2.0).
- `romanisation/pinyin.csv`: characters and phrases to toneless pinyin, `v` for `ü`
  (pypinyin, MIT).
- `romanisation/letters.csv`: letters of the other scripts to Latin (anyascii, ISC).
- `frequencies/english.csv`: the commonest English words (symspellpy, MIT).

The versions are pinned in `pyproject.toml`, so the same files come out on any machine.
"""

from __future__ import annotations

import csv
import io
import math
import sys
import unicodedata
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import opencc
from anyascii import anyascii
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

DATA = Path(__file__).parents[1] / "src" / "uyghurscreen" / "data"

COMMON = 20_000
HAN = [chr(c) for block in ((0x3400, 0xA000), (0xF900, 0xFB00)) for c in range(*block)]
SCRIPTS = (
    "CYRILLIC",
    "GREEK",
    "ARMENIAN",
    "GEORGIAN",
    "HEBREW",
    "ARABIC",
    "DEVANAGARI",
    "BENGALI",
    "THAI",
    "MYANMAR",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
)


def simplify() -> Iterable[tuple[str, str]]:
    """Yield each character whose simplified form is another one."""
    to_simplified = opencc.OpenCC("t2s")
    from_japanese = opencc.OpenCC("jp2t")
    for char in HAN:
        simple = to_simplified.convert(char)
        # A character that simplified Chinese uses itself (予, 欠) is never read as
        # Japanese, and nor is one that leads to a rarer form.
        if simple == char and not _common(char):
            simple = to_simplified.convert(from_japanese.convert(char))
            if not _common(simple):
                continue
        if simple != char and len(simple) == 1 and ord(simple) < 0x10000:
            yield char, simple


def pinyin() -> Iterable[tuple[str, str]]:
    """Yield characters and phrases with their reading, syllables joined."""
    simple = dict(simplify())
    for phrase, syllables in PHRASES_DICT.items():
        if all(simple.get(c, c) == c and ord(c) in PINYIN_DICT for c in phrase):
            yield phrase, "".join(_plain(readings[0]) for readings in syllables)
    for code, readings in PINYIN_DICT.items():
        if code < 0x10000 and chr(code) not in simple:
            yield chr(code), _plain(readings.split(",")[0])


def letters() -> Iterable[tuple[str, str]]:
    """Yield the letters of other scripts with their Latin rendering, in lower case."""
    for code in range(0x0370, 0xD7B0):
        char = chr(code)
        name = unicodedata.name(char, "")
        if name.startswith(SCRIPTS) and unicodedata.category(char)[0] in "LMN":
            # Names are lower-cased and normalised before they are romanised.
            if unicodedata.normalize("NFKC", char).lower() != char:
                continue
            latin = anyascii(char).lower()
            yield char, "".join(c for c in latin if c.isalnum())


def english() -> Iterable[tuple[str, str]]:
    """Yield common words with the decimal logarithm of their count in a large text."""
    path = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    rows = (line.split() for line in path.read_text("utf-8-sig").splitlines())
    counted = sorted(((word, int(count)) for word, count in rows), key=lambda r: -r[1])
    for word, count in counted[:COMMON]:
        if len(word) > 2:
            yield word, f"{math.log10(count):.2f}"


def _common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _plain(syllable: str) -> str:
    marked = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    marked = marked.replace("u\u0308", "v")
    return "".join(c for c in marked if c.isascii() and c.isalpha())


def _table(header: tuple[str, str], rows: Iterable[tuple[str, str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted(set(rows)))
    return buffer.getvalue().encode()


def main() -> int:
    """Build the three tables, then write or compare."""
    built = {
        "romanisation/simplify.csv": _table(("character", "simplified"), simplify()),
        "romanisation/pinyin.csv": _table(("text", "reading"), pinyin()),
        "romanisation/letters.csv": _table(("letter", "latin"), letters()),
        "frequencies/english.csv": _table(("word", "frequency"), english()),
    }
    check = sys.argv[1:] == ["--check"]
    stale = 0
    for name, data in built.items():
        path = DATA / name
        if path.exists() and path.read_bytes() == data:
            continue
        stale += 1
        print(f"{'differs' if check else 'wrote'}: {name}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
