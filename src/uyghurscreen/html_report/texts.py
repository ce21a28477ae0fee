"""The fixed sentences of a report; what stands between two stars is bold."""

from __future__ import annotations

from typing import Final

__all__ = ["BANDS_MEAN", "LIMITS", "METHOD", "READING", "RELATIONS_MEAN"]

READING: Final = (
    "**A hit is a pair of names for a person to judge**, never a verdict on a "
    "company. Read the band first, then the words side by side, then the listing. "
    "**A name without a hit is not cleared by it**: see the limits."
)

METHOD: Final = (
    "Each name is folded (letters, accents, scripts), and its words are read as "
    "places, company words, numbers, legal forms or brand, so that spellings, "
    "languages and romanisations of one word meet. Every part of a cell that may be "
    "the name by itself is read beside the whole. The names on the lists are read the "
    "same way. Pairs that have letters in common are laid side by side, and every "
    "kind of evidence adds to a score between 0 and 1 or takes away from it. Pairs "
    "that score {threshold} or more are hits. The parts of a score are printed with "
    "the hit, and add up to it."
)

BANDS_MEAN: Final = (
    ("exact", "every word of either name has its counterpart in the other"),
    ("strong", "a score of 0.9 or more"),
    ("possible", "a score of 0.7 or more"),
    ("weak", "a lower score"),
    (
        "one step down",
        "strong and possible, where the country is another than the entry's",
    ),
    ("one step up", "possible and weak, where the address is one of the entry's"),
)

RELATIONS_MEAN: Final = (
    ("same", "the listed entity itself"),
    ("subordinate, affiliate", "a body that the listing names under another"),
    ("covered by scope", "a body of a group that is listed with all its bodies"),
    ("sister, parent", "rather another member, or the head, of the entity's group"),
)

LIMITS: Final = (
    "**No hit is not a clearance.** What can be said is: no hit at threshold "
    "{threshold} against these list versions.",
    "Owners are not known from names. A company that a listed one owns under another "
    "name is not found here; ownership has to be asked for and checked apart.",
    "The lists are as old as the table says. What was published since is not found.",
    "Publishers print few names in other scripts. Those in use here are partly our own "
    "collection, and a name in a script or wording that nobody wrote down may be "
    "missed.",
    "Pairs that score less than the threshold are not shown. A lower threshold finds "
    "more of them, and more that mean nothing.",
    "A score says how alike names are. It does not say how likely the company is the "
    "listed one: common names need an address, a registration number or a question.",
    "The lists are of different standing: some are law, some are research.",
)
