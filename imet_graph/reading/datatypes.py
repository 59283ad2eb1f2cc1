"""Which written forms are right for which datatype, in Turtle files and in cells of tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import XSD

__all__ = ["CELL_TYPES", "DATATYPES", "CellType", "year_number"]

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_PLAIN_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_FISCAL_YEAR = re.compile(r"(19|20)[0-9]{2}|1976TQ")


def _is_date(text: str) -> bool:
    """Whether a text is a day of the calendar; time zones are not used here."""
    try:
        return bool(_DATE.fullmatch(text)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


DATATYPES: dict[URIRef, Callable[[str], bool]] = {
    XSD.boolean: lambda text: text in {"true", "false", "1", "0"},
    XSD.date: _is_date,
    XSD.decimal: _matches(_DECIMAL),
    XSD.integer: _matches(_INTEGER),
    XSD.anyURI: lambda text: not any(c in '<>"{}|\\^`' or c <= " " for c in text),
    XSD.string: lambda text: True,
}
"""Datatypes of the project with a test of their written form.

Source: XML Schema Definition Language 1.1 Part 2, lexical mappings; dates are kept without zone.
"""


@dataclass(frozen=True)
class CellType:
    """Type of a column: a test of one cell, and what a cell should be, in words."""

    accepts: Callable[[str], bool]
    expected: str


CELL_TYPES: dict[str, CellType] = {
    "text": CellType(lambda text: True, "text"),
    "lookup": CellType(lambda text: True, "a name in its lookup"),
    "integer": CellType(_matches(_PLAIN_INTEGER), "an integer such as 37000"),
    "decimal": CellType(_matches(_PLAIN_DECIMAL), "a decimal number such as 1800000 or 0.5"),
    "date": CellType(_is_date, "a date such as 1976-06-30"),
    "fiscal_year": CellType(_matches(_FISCAL_YEAR), "a fiscal year such as 2016, or 1976TQ"),
}
"""Types a source.yml may give a column."""


def year_number(fiscal_year: str) -> int:
    """The number of a fiscal year; the transition quarter counts with 1976."""
    return int(fiscal_year[:4])
