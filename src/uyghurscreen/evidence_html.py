"""Words side by side as HTML, for notebooks and reports alike.

`aligned_html(tokens)` is one line of small boxes: the word of the query above, its
counterpart in the listed name below, coloured by what they are to each other
(`kind_of`). With `inline=True` every box carries its own style, for a notebook, which
may throw style sheets away; otherwise it has classes alone, and `STYLE_SHEET` has to be
on the page once. `legend_html()` says what the colours mean. Nothing in it runs, loads
or links. `text_html` is the only way text gets into any HTML of this package: markup is
inert, and characters that turn text around or are invisible are shown as what they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from uyghurscreen.evidence import Token

__all__ = [
    "KINDS",
    "STYLE_SHEET",
    "aligned_html",
    "kind_of",
    "legend_html",
    "shown",
    "text_html",
]

KINDS: Final = {
    "same": "the same word",
    "read": "read alike: another spelling, language or word for it",
    "near": "spelled or sounding almost alike",
    "only": "in one of the names alone",
}
"""What two words can be to each other, in four kinds, and what to call each."""

_KIND_OF: Final = {
    "same": "same",
    "exonym": "read",
    "concept": "read",
    "joined": "read",
    "part of": "read",
    "related": "read",
    "missing": "only",
}
_BOXES: Final = {
    "us-words": "display:inline-flex;flex-wrap:wrap;gap:4px;line-height:1.35",
    "us-pair": "display:inline-flex;flex-direction:column;padding:2px 7px 3px;"
    "border-radius:4px;border:1px solid;font-size:13px",
    "us-rel": "font-size:10px;opacity:.8",
    "us-same": "background:#e4f2e7;border-color:#9ccaa7;color:#14421f",
    "us-read": "background:#e3eefa;border-color:#9cc0e6;color:#12385f",
    "us-near": "background:#fdf1d8;border-color:#e2bf72;color:#573a05",
    "us-only": "background:#f5f3f1;border-color:#c9c2bb;color:#5b5550;"
    "border-style:dashed",
}
STYLE_SHEET: Final = "\n".join(f".{name} {{{style}}}" for name, style in _BOXES.items())
"""What the classes look like, as CSS."""

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that are invisible, steer a program, or turn text around."""


def shown(text: str) -> str:
    """Return text with unseen characters spelled out, as `⟨U+202E⟩`.

    Example:
        >>> shown("Hik\u202evision")
        'Hik⟨U+202E⟩vision'
    """
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def text_html(text: str) -> str:
    """Return text as HTML that shows it and does nothing else.

    Example:
        >>> text_html("<script>alert(1)</script> & Sons")
        '&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons'
    """
    return html.escape(shown(text))


def kind_of(relation: str) -> str:
    """Return which of `KINDS` a relation between two words is.

    Example:
        >>> kind_of("exonym"), kind_of("edit 1")
        ('read', 'near')
    """
    return _KIND_OF.get(relation, "near")


def aligned_html(tokens: Iterable[Token], *, inline: bool = True) -> str:
    """Return words side by side: the query's above, the listed name's below.

    Args:
        tokens: Of one hit, `Explanation.tokens`.
        inline: Let every box carry its style; otherwise `STYLE_SHEET` does.

    Example:
        >>> from uyghurscreen.evidence import Token
        >>> print(aligned_html([Token("place", "hotan", "hetian", "exonym", 0.1)],
        ...                    inline=False))
        <span class="us-words"><span class="us-pair us-read" \
title="place"><b><bdi>hotan</bdi></b><span><bdi>hetian</bdi></span>\
<span class="us-rel">exonym</span></span></span>
    """
    boxes = "".join(
        f"<span {_style('us-pair', 'us-' + kind_of(token.relation), inline=inline)} "
        f'title="{text_html(token.role)}">'
        f"<b>{_word(token.token)}</b><span>{_word(token.counterpart)}</span>"
        f"<span {_style('us-rel', inline=inline)}>{_relation(token)}</span></span>"
        for token in tokens
    )
    return f"<span {_style('us-words', inline=inline)}>{boxes}</span>"


def legend_html(*, inline: bool = True) -> str:
    """Return what the colours of `aligned_html` mean, in one line."""
    boxes = "".join(
        f"<span {_style('us-pair', 'us-' + kind, inline=inline)}>{meaning}</span>"
        for kind, meaning in KINDS.items()
    )
    return f"<span {_style('us-words', inline=inline)}>{boxes}</span>"


def _word(word: str) -> str:
    return f"<bdi>{text_html(word)}</bdi>" if word else "–"


def _relation(token: Token) -> str:
    if token.relation != "missing":
        return text_html(token.relation)
    return "query only" if token.token else "entry only"


def _style(*classes: str, inline: bool) -> str:
    names = " ".join(classes)
    if not inline:
        return f'class="{names}"'
    style = ";".join(_BOXES[name] for name in classes)
    return f'class="{names}" style="{style}"'
