from __future__ import annotations

from html.parser import HTMLParser

import pytest

from uyghurscreen.evidence import Token
from uyghurscreen.evidence_html import (
    KINDS,
    STYLE_SHEET,
    aligned_html,
    kind_of,
    legend_html,
    shown,
    text_html,
)

# relation: the kind it is shown as
RELATIONS = {
    "same": "same",
    "exonym": "read",
    "concept": "read",
    "joined": "read",
    "part of": "read",
    "related": "read",
    "sounds alike": "near",
    "looks alike": "near",
    "edit 1": "near",
    "edit 3": "near",
    "start": "near",
    "abbreviation": "near",
    "missing": "only",
}

# text, and what is shown of it
UNSEEN = {
    "nothing to show": ("杭州海康威视 Hikvision", "杭州海康威视 Hikvision"),
    "turned around": ("Acme\u202eDLIHC", "Acme⟨U+202E⟩DLIHC"),
    "isolated": ("\u2066Acme\u2069", "⟨U+2066⟩Acme⟨U+2069⟩"),
    "zero width": ("Hik\u200bvision", "Hik⟨U+200B⟩vision"),
    "a line separator": ("A\u2028B", "A⟨U+2028⟩B"),
    "NUL and escape": ("A\x00B\x1b[2J", "A⟨U+0000⟩B⟨U+001B⟩[2J"),
    "a tag character": ("A\U000e0041", "A⟨U+E0041⟩"),
}

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "<!-- -->",
    "&lt;b&gt;",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.parametrize(("relation", "kind"), RELATIONS.items())
def test_relations_are_shown_in_four_kinds(relation: str, kind: str) -> None:
    assert kind_of(relation) == kind
    assert kind in KINDS
    box = aligned_html([Token("brand", "a", "b", relation, 0.1)], inline=False)
    assert f'class="us-pair us-{kind}"' in box


@pytest.mark.parametrize(("text", "expected"), UNSEEN.values(), ids=UNSEEN)
def test_unseen_characters_are_spelled_out(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("inline", [True, False])
def test_markup_in_a_word_is_inert(text: str, inline: bool) -> None:
    made = aligned_html([Token(text, text, text, text, 0.1)], inline=inline)
    found = _Tags()
    found.feed(made)
    assert found.tags == {"span", "b", "bdi"}
    assert found.attributes <= {"class", "style", "title"}
    assert text_html(text) in made


def test_a_word_of_one_side_says_which() -> None:
    made = aligned_html(
        [
            Token("word", "zebra", "", "missing", 0),
            Token("word", "", "hair", "missing", 0),
        ]
    )
    assert made.index("query only") < made.index("entry only")


def test_only_inline_boxes_carry_their_style() -> None:
    tokens = [Token("brand", "haolin", "haolin", "same", 0.1)]
    assert "style=" in aligned_html(tokens)
    assert "style=" not in aligned_html(tokens, inline=False)
    assert "style=" not in legend_html(inline=False)
    for kind in KINDS:
        assert f".us-{kind} {{" in STYLE_SHEET
