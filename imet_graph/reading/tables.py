"""Reads a tidy CSV strictly, as the source.yml beside it describes it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding, SourceError
from imet_graph.reading.datatypes import CELL_TYPES
from imet_graph.reading.entries import ColumnEntry, TableDescription
from imet_graph.reading.findings import nearest, read_bytes, refuse, to_text
from imet_graph.reading.lookups import Lookup, find_lookup
from imet_graph.reading.source_file import read_description
from imet_graph.resources import display_path

__all__ = ["Table", "column_faults", "read_table"]

_FIRST_ROW = 2


@dataclass(frozen=True)
class Table:
    """A table that was read and found right.

    Args:
        file: the CSV, as messages show it.
        description: its source.yml.
        columns: names, in the order of the cells.
        rows: cells as text, as they stand in the file; the first is row 2 of the file.
        warnings: what is odd but no error.
    """

    file: str
    description: TableDescription
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    warnings: tuple[Finding, ...] = ()


def read_table(folder: Path) -> Table:
    """Read the table of a folder.

    Args:
        folder: holds source.yml and the CSV it names.

    Returns:
        The rows, with a warning where there are more than expected.

    Raises:
        SourceError: anything in the CSV is not as source.yml says. All of it is checked and
            reported at once, each finding with file, row (the header is row 1) and column.
    """
    description = read_description(folder / "source.yml")
    path = folder / description.table
    file = display_path(path)
    raw = read_bytes(path)
    findings = list(_hash_faults(file, raw, description))
    try:
        lines = _lines(path, raw)
    except SourceError as error:
        raise refuse([*findings, *error.findings]) from None
    findings += _faults(file, lines, description)
    if findings:
        raise refuse(findings)
    rows = tuple(tuple(line) for line in lines[1:])
    return Table(file, description, tuple(lines[0]), rows, tuple(_surplus(file, rows, description)))


def _lines(path: Path, raw: bytes) -> list[list[str]]:
    """The records of a CSV; at least a header."""
    file = display_path(path)
    lines: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(to_text(path, raw), newline=""), strict=True):
            lines.append(line)
    except csv.Error as error:
        raise refuse([Finding(file, len(lines) + 1, "", str(error), "CSV")]) from None
    if not lines:
        raise refuse([Finding(file, 0, "", "an empty file", "a header and rows")])
    return lines


def _hash_faults(file: str, raw: bytes, description: TableDescription) -> Iterator[Finding]:
    found = hashlib.sha256(raw).hexdigest()
    if found != description.sha256:
        expected = f"{description.sha256}, the hash in {description.file}"
        yield Finding(file, 0, "", f"SHA-256 {found}", expected)


def _faults(file: str, lines: list[list[str]], description: TableDescription) -> Iterator[Finding]:
    header = lines[0]
    yield from _header_faults(file, header, description)
    whole: list[tuple[int, list[str]]] = []
    for row, cells in enumerate(lines[1:], start=_FIRST_ROW):
        if len(cells) == len(header):
            whole.append((row, cells))
        else:
            yield Finding(file, row, "", f"{len(cells)} cells", f"{len(header)} cells")
    for column in description.columns.values():
        if column.name in header:
            yield from column_faults(file, column, header, whole)
    yield from _key_faults(file, header, whole, description.key)
    count = len(lines) - 1
    if count < description.minimum:
        yield Finding(file, 0, "", f"{count} rows", f"at least {description.minimum} rows")


def _header_faults(
    file: str, header: list[str], description: TableDescription
) -> Iterator[Finding]:
    unknown = [name for name in header if name not in description.columns]
    missing = [name for name in description.columns if name not in header]
    for name in unknown:
        expected = f"one of {nearest(name, missing)}" if missing else "no further column"
        yield Finding(file, 1, name, "an unknown column", expected)
    for name in missing:
        yield Finding(file, 1, name, "no such column", "the column in the header")
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Finding(file, 1, name, "the column twice", "the column once")


def column_faults(
    file: str, column: ColumnEntry, header: list[str], rows: list[tuple[int, list[str]]]
) -> Iterator[Finding]:
    """What is wrong in one column.

    Args:
        file: the file, as messages show it.
        column: its entry in source.yml.
        header: names of all columns.
        rows: number and cells of each row.
    """
    index = header.index(column.name)
    cell_type = CELL_TYPES[column.type]
    pattern = re.compile(column.pattern) if column.pattern else None
    for row, cells in rows:
        cell = cells[index]
        if not cell:
            if column.required:
                yield Finding(file, row, column.name, "an empty cell", cell_type.expected)
        elif not cell_type.accepts(cell):
            yield Finding(file, row, column.name, repr(cell), cell_type.expected)
        elif pattern and not pattern.fullmatch(cell):
            yield Finding(file, row, column.name, repr(cell), f"the form {column.pattern}")
    if column.type == "lookup":
        yield from _name_faults(file, column, header, rows)


def _name_faults(
    file: str, column: ColumnEntry, header: list[str], rows: list[tuple[int, list[str]]]
) -> Iterator[Finding]:
    """Names that no lookup of the column has, or more than one has; each row is told."""
    lookups = [find_lookup(name) for name in column.lookups]
    index = header.index(column.name)
    year_index = header.index(column.year) if column.year in header else -1
    year_type = CELL_TYPES["fiscal_year"]
    for row, cells in rows:
        name = cells[index]
        year = cells[year_index] if year_index >= 0 else ""
        if not name or (year_index >= 0 and not year_type.accepts(year)):
            continue
        if sum(bool(lookup.find(name, year)) for lookup in lookups) != 1:
            yield _name_fault(file, row, column.name, name, year, lookups)


def _name_fault(
    file: str, row: int, column: str, name: str, year: str, lookups: list[Lookup]
) -> Finding:
    found = f"{name!r} in fiscal year {year}" if year else repr(name)
    holding = [lookup for lookup in lookups if name in lookup.spans]
    if holding:
        years = "; ".join(f"{lookup.years(name)} in {lookup.file}" for lookup in holding)
        return Finding(file, row, column, found, f"one meaning of the name: {years}")
    files = " or ".join(lookup.file for lookup in lookups)
    near = nearest(name, [known for lookup in lookups for known in lookup.spans])
    return Finding(file, row, column, found, f"a name in {files}, such as {near}")


def _key_faults(
    file: str, header: list[str], rows: list[tuple[int, list[str]]], key: tuple[str, ...]
) -> Iterator[Finding]:
    if not key or not set(key) <= set(header):
        return
    places = [header.index(name) for name in key]
    first: dict[tuple[str, ...], int] = {}
    for row, cells in rows:
        value = tuple(cells[place] for place in places)
        if first.setdefault(value, row) != row:
            found = f"{', '.join(value)} again"
            yield Finding(file, row, ", ".join(key), found, f"it once; row {first[value]} has it")


def _surplus(
    file: str, rows: tuple[tuple[str, ...], ...], description: TableDescription
) -> Iterator[Finding]:
    if len(rows) > description.maximum:
        yield Finding(file, 0, "", f"{len(rows)} rows", f"at most {description.maximum} rows")
