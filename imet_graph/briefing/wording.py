"""Words of a brief: days, spans of years, amounts."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

from imet_graph.description.rendering import grouped, year_ranges

__all__ = ["between", "day", "dollars", "in_years", "listed"]


def day(text: str) -> str:
    """A day as people read it.

    >>> day("2012-03-26")
    '26 March 2012'
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.day} {calendar.month_name[found.month]} {found.year}"


def between(earliest: str, latest: str) -> str:
    """Two bounds of one day; a whole month or year is named as such.

    >>> between("2017-06-01", "2017-06-30")
    'June 2017'
    >>> between("2007-01-01", "2007-12-31")
    '2007'
    >>> between("2020-08-18", "2020-08-21")
    'between 18 August 2020 and 21 August 2020'
    >>> between("", "2020-08-21")
    'not after 21 August 2020'
    """
    if earliest and latest:
        try:
            first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
        except ValueError:
            return f"between {earliest} and {latest}"
        if first == last:
            return day(earliest)
        ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
        if first.day == 1 and ends_month and first.year == last.year:
            if first.month == last.month:
                return f"{calendar.month_name[first.month]} {first.year}"
            if (first.month, last.month) == (1, 12):
                return str(first.year)
        return f"between {day(earliest)} and {day(latest)}"
    if earliest:
        return f"not before {day(earliest)}"
    return f"not after {day(latest)}" if latest else ""


def dollars(amount: str, currency: str = "USD") -> str:
    """An amount of money.

    >>> dollars("-1234")
    '-$1,234'
    """
    if currency != "USD":
        return f"{grouped(amount)} {currency}"
    sign = "-" if amount.startswith("-") else ""
    return f"{sign}${grouped(amount.removeprefix('-'))}"


def in_years(years: Iterable[int]) -> str:
    """Fiscal years in words.

    >>> in_years([2012])
    'fiscal year 2012'
    """
    found = sorted(set(years))
    return f"fiscal year{'s' if len(found) > 1 else ''} {year_ranges(found)}"


def listed(words: Iterable[str]) -> str:
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last
