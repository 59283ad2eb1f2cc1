"""Corrections of published files: kept in a lookup with reason and source, applied, reported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.importing.cells import single_spaced
from imet_graph.reading.datatypes import CELL_TYPES
from imet_graph.reading.findings import read_bytes, refuse, to_text
from imet_graph.resources import display_path

__all__ = ["LEFT_OUT", "Correction", "read_corrections"]

LEFT_OUT = "(left out)"
"""In place of a correct value: the row cannot be mended and stays out of the table."""

_HEADER = ["table", "key", "column", "found", "correct", "reason", "date", "source"]
_NEEDED = ("table", "column", "reason", "date", "source")


@dataclass(frozen=True)
class Correction:
    """What to put in place of a cell.

    Args:
        table: name of the table.
        key: fields and values that a row must have beside, such as `report=2003_2004`.
        column: field of the cell.
        found: the cell as published, in single spaces.
        correct: what it should be, or `LEFT_OUT`.
        reason: why, in a sentence.
        date: day on which the correction was made.
        source: what shows it.
    """

    table: str
    key: tuple[tuple[str, str], ...]
    column: str
    found: str
    correct: str
    reason: str
    date: str
    source: str

    def fits(self, cells: Mapping[str, str]) -> bool:
        """Whether it is for a row with these cells, by field."""
        return cells.get(self.column) == self.found and all(
            cells.get(field) == value for field, value in self.key
        )


def read_corrections(path: Path, table: str) -> tuple[Correction, ...]:
    """The corrections for one table.

    Args:
        path: the lookup.
        table: name of the table.

    Raises:
        SourceError: another header, a row without reason, date or source, a key that is none, or a
            correction given twice.
    """
    file = display_path(path)
    rows = list(csv.reader(io.StringIO(to_text(path, read_bytes(path)), newline="")))
    if not rows or rows[0] != _HEADER:
        found = ",".join(rows[0]) if rows else "an empty file"
        raise refuse([Finding(file, 1, "", found, ",".join(_HEADER))])
    faults = [fault for row, cells in enumerate(rows[1:], 2) for fault in _faults(file, row, cells)]
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in enumerate(rows[1:], start=2):
        first = seen.setdefault(tuple(cells[:4]), row)
        if first != row:
            faults.append(Finding(file, row, "", "a correction again", f"it once, in row {first}"))
    if faults:
        raise refuse(faults)
    return tuple(_correction(cells) for cells in rows[1:] if cells[0] == table)


def _faults(file: str, row: int, cells: list[str]) -> Iterator[Finding]:
    if len(cells) != len(_HEADER):
        yield Finding(file, row, "", f"{len(cells)} cells", f"{len(_HEADER)} cells")
        return
    record = dict(zip(_HEADER, cells, strict=True))
    for name in _NEEDED:
        if not record[name]:
            yield Finding(file, row, name, "an empty cell", "text")
    if record["date"] and not CELL_TYPES["date"].accepts(record["date"]):
        yield Finding(file, row, "date", repr(record["date"]), CELL_TYPES["date"].expected)
    if any("=" not in part for part in _parts(record["key"])):
        yield Finding(file, row, "key", repr(record["key"]), "field=value, several joined by ;")
    if record["found"] == record["correct"]:
        yield Finding(file, row, "correct", "what was found", "another value")


def _parts(key: str) -> list[str]:
    return [part.strip() for part in key.split(";") if part.strip()]


def _correction(cells: list[str]) -> Correction:
    pairs = (part.split("=", 1) for part in _parts(cells[1]))
    key = tuple((field.strip(), value.strip()) for field, value in pairs)
    return Correction(cells[0], key, cells[2], single_spaced(cells[3]), *cells[4:])
