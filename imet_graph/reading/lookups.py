"""Lookups: tables that say which of our keys a printed name means, and in which fiscal years."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.iri import is_key
from imet_graph.reading.datatypes import CELL_TYPES, year_number
from imet_graph.reading.findings import read_bytes, refuse, to_text
from imet_graph.resources import data_dir, display_path

__all__ = ["Lookup", "Span", "find_lookup", "read_lookup"]

_HEADER = ["name", "from_fiscal_year", "to_fiscal_year", "key", "source", "note"]
_FIRST, _LAST = 0, 9999


@dataclass(frozen=True, order=True)
class Span:
    """One meaning of a name: first and last fiscal year in which it holds, and the key it means."""

    first: int
    last: int
    key: str


@dataclass(frozen=True)
class Lookup:
    """Names with what they mean, by fiscal year.

    Args:
        file: the file, as messages show it.
        spans: meanings by name, in the order of years, never overlapping.
    """

    file: str
    spans: dict[str, tuple[Span, ...]]

    def find(self, name: str, fiscal_year: str = "") -> str:
        """The key a name means in a fiscal year; empty where the lookup has none."""
        spans = self.spans.get(name, ())
        if not fiscal_year:
            return spans[0].key if len(spans) == 1 else ""
        year = year_number(fiscal_year)
        return next((span.key for span in spans if span.first <= year <= span.last), "")

    def years(self, name: str) -> str:
        """The fiscal years in which a name means something, for a message."""
        return ", ".join(_years(span) for span in self.spans[name])


def _years(span: Span) -> str:
    first = "" if span.first == _FIRST else f"from {span.first} "
    last = "" if span.last == _LAST else f"to {span.last} "
    return f"{first}{last}({span.key})"


@functools.cache
def find_lookup(name: str) -> Lookup:
    """A lookup that ships with the project.

    Args:
        name: file name in `data/lookups` without `.csv`.

    Raises:
        SourceError: there is none, or it is wrong in itself.
    """
    return read_lookup(data_dir() / "lookups" / f"{name}.csv")


def read_lookup(path: Path) -> Lookup:
    """Read a lookup and check it.

    Raises:
        SourceError: another header, a cell of the wrong form, or two meanings of one name that
            share a year.
    """
    file = display_path(path)
    lines = list(csv.reader(io.StringIO(to_text(path, read_bytes(path)), newline="")))
    if not lines or lines[0] != _HEADER:
        found = ",".join(lines[0]) if lines else "an empty file"
        raise refuse([Finding(file, 1, "", found, ",".join(_HEADER))])
    findings: list[Finding] = []
    spans: dict[str, list[Span]] = {}
    for row, cells in enumerate(lines[1:], start=2):
        faults = list(_faults(file, row, cells))
        findings += faults
        if not faults:
            spans.setdefault(cells[0], []).append(_span(cells))
            findings += _overlap(file, row, cells[0], spans[cells[0]])
    if findings:
        raise refuse(findings)
    return Lookup(file, {name: tuple(sorted(each)) for name, each in spans.items()})


def _faults(file: str, row: int, cells: list[str]) -> Iterator[Finding]:
    if len(cells) != len(_HEADER):
        yield Finding(file, row, "", f"{len(cells)} cells", f"{len(_HEADER)} cells")
        return
    year = CELL_TYPES["fiscal_year"]
    for column in (1, 2):
        if cells[column] and not year.accepts(cells[column]):
            yield Finding(file, row, _HEADER[column], repr(cells[column]), year.expected)
    if not is_key(cells[3]):
        yield Finding(file, row, "key", repr(cells[3]), "letters and digits joined by hyphens")
    for column in (0, 4):
        if not cells[column]:
            yield Finding(file, row, _HEADER[column], "an empty cell", "text")


def _span(cells: list[str]) -> Span:
    first = year_number(cells[1]) if cells[1] else _FIRST
    last = year_number(cells[2]) if cells[2] else _LAST
    return Span(first, last, cells[3])


def _overlap(file: str, row: int, name: str, spans: list[Span]) -> Iterator[Finding]:
    new = spans[-1]
    if any(span.first <= new.last and new.first <= span.last for span in spans[:-1]):
        found = f"{name!r} with years that an earlier row has"
        yield Finding(file, row, "name", found, "one meaning a year")
