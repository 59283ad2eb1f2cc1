"""Cells as published → the normal form of our tables: names, numbers of dollars, fiscal years."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["amount", "currency_of", "fiscal_year", "plain", "single_spaced"]

_AMOUNT = re.compile(
    r"(?P<minus>[-\u2212])?(?:US ?\$|USD ?|\$ ?)?(?P<inner>[-\u2212])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?(?: ?USD)?"
)
_OTHER_CURRENCY = re.compile(r"[€£¥]|\b(?!USD\b)[A-Z]{3}\b")
_YEAR = re.compile(r"(?:FY ?)?([0-9]{4})(?:\.0)?")
_TRANSITION_QUARTER = re.compile(r"(?:FY ?)?1976(?: ?tq|\.9)", re.IGNORECASE)


def single_spaced(text: str) -> str:
    """A text without blanks at its ends and with one wherever there are several."""
    return " ".join(text.split())


def amount(text: str) -> Decimal | None:
    """The number in a cell such as `1,800,000`, `$37.50`, `-4` or `(4)`, or None if it is none.

    Units: US dollars where the cell is money; a sign of another currency makes it no number.
    """
    bracketed = text.startswith("(") and text.endswith(")")
    found = _AMOUNT.fullmatch(text[1:-1] if bracketed else text)
    if not found or (found["minus"] and found["inner"]):
        return None
    number = Decimal(found["whole"].replace(",", "") + (found["part"] or ""))
    negative = bracketed != bool(found["minus"] or found["inner"])
    return -number if negative and number else number


def currency_of(text: str) -> str:
    """The sign of a currency other than the US dollar in a cell; empty where there is none."""
    found = _OTHER_CURRENCY.search(text)
    return found[0] if found else ""


def plain(number: Decimal) -> str:
    """A number as our tables write it: whole, else with two digits after the point."""
    return str(int(number)) if number == number.to_integral_value() else f"{number:.2f}"


def fiscal_year(text: str) -> str:
    """A fiscal year as our tables write it; a text that is none is given back as it is.

    Source: the Greenbook's spreadsheet numbers the transition quarter of 1976 as 1976.9, exports
        of its successor write 1976tq.
    """
    if _TRANSITION_QUARTER.fullmatch(text):
        return "1976TQ"
    found = _YEAR.fullmatch(text)
    return found[1] if found else text
