"""Numbers as Chinese writes them: as numerals, and figure by figure."""

from __future__ import annotations

from typing import Final

__all__ = ["numeral", "read_by_figure"]

_DIGITS: Final = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Return a number below 1,000 in Chinese numerals.

    Example:
        >>> numeral(13), numeral(20), numeral(105), numeral(110)
        ('十三', '二十', '一百零五', '一百一十')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def read_by_figure(number: int) -> set[str]:
    """Return a number figure by figure, with either sign for nought.

    Example:
        >>> sorted(read_by_figure(105))
        ['一〇五', '一零五']
    """
    figures = "".join(_DIGITS[int(digit)] for digit in str(number))
    return {figures, figures.replace("零", "〇")}
