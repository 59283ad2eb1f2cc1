"""The columns of a published file, known by their names, and its rows as lines of fields."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.importing.cells import single_spaced
from imet_graph.importing.files import Sheet, read_sheets
from imet_graph.importing.intake import Intake, Line
from imet_graph.reading.findings import refuse
from imet_graph.resources import display_path

__all__ = ["Field", "Published", "open_published"]

_LOST = "\ufffd"
"""Stands where a program before ours could not read a letter."""

_ROWS_ABOVE = 20
"""So many rows are looked at for the header: spreadsheets begin with title and notes."""


@dataclass(frozen=True)
class Field:
    """A column to read.

    Args:
        name: ours; that of the table's column where it has one.
        known_as: names that publishers give it; capitals and signs between words do not matter.
        required: whether a file without it is refused.
    """

    name: str
    known_as: tuple[str, ...]
    required: bool = True


class Published:
    """A published table, opened.

    Args:
        file: as messages show it.
        above: cells of the rows above the header.
        columns: by field, the column as the file names it.
        width: number of cells in the header.
    """

    def __init__(
        self,
        file: str,
        above: Sequence[str],
        header: Sequence[str],
        places: dict[str, int],
        records: Iterator[tuple[int, list[str]]],
    ) -> None:
        self.file = file
        self.above = tuple(above)
        self.columns = {field: header[place] for field, place in places.items()}
        self._places = places
        self._width = len(header)
        self._records = records

    def lines(self, intake: Intake) -> Iterator[Line]:
        """Its rows with corrections applied, but for those a correction leaves out.

        A row with more or fewer cells than the header is noted as an error and passed over.

        Raises:
            SourceError: the file breaks off within a quoted cell.
        """
        for number, cells in self._records:
            if not any(cells):
                continue
            intake.lines_read += 1
            if len(cells) != self._width:
                expected = f"{self._width} cells, as the header has"
                found = f"{len(cells)} cells"
                intake.errors.append(Finding(self.file, number, "", found, expected))
                intake.torn += 1
                continue
            fields = {name: single_spaced(cells[place]) for name, place in self._places.items()}
            line = Line(self.file, number, fields, self.columns)
            if not intake.correct(line):
                continue
            for name, cell in line.cells.items():
                if _LOST in cell:
                    intake.fault(line, name, repr(cell), "the letter in place of the sign U+FFFD")
            yield line


def open_published(path: Path, fields: Sequence[Field], intake: Intake) -> Published:
    """Open a published file and find its header.

    Args:
        path: the file.
        fields: columns to read.
        intake: collects what is odd.

    Returns:
        The sheet and header that hold most of the columns.

    Raises:
        SourceError: the file is unreadable or of another kind, or columns are missing; each missing
            column comes with the names in the header most like it.
    """
    sheets, odd = read_sheets(path)
    intake.warnings += odd
    tops = [_Top(sheet, fields) for sheet in sheets]
    if not tops:
        raise refuse([Finding(display_path(path), 0, "", "a workbook without sheets", "a table")])
    top = max(tops, key=lambda each: len(each.places))
    file = display_path(path)
    if len(sheets) > 1:
        file = f"{file}, sheet {top.name}"
    required = [field for field in fields if field.required]
    whole = [each.name for each in tops if all(field.name in each.places for field in required)]
    if len(whole) > 1:
        names = ", ".join(map(repr, whole))
        raise refuse(
            [Finding(display_path(path), 0, "", f"the table in sheets {names}", "it once")]
        )
    _check_header(file, top, fields, intake)
    return Published(file, top.above, top.header, top.places, top.records)


class _Top:
    """The first rows of a sheet, with the row that is most likely the header."""

    def __init__(self, sheet: Sheet, fields: Sequence[Field]) -> None:
        rows = list(itertools.islice(sheet.records, _ROWS_ABOVE))
        scores = [len(_places(cells, fields)) for _, cells in rows]
        best = scores.index(max(scores)) if rows else 0
        self.name = sheet.name
        self.row, self.header = rows[best] if rows else (1, [])
        self.places = _places(self.header, fields)
        self.above = [cell for _, cells in rows[:best] for cell in cells if cell]
        self.records = itertools.chain(rows[best + 1 :], sheet.records)


def _places(header: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    named = {_bare(name): place for place, name in reversed(list(enumerate(header)))}
    found = {}
    for field in fields:
        for name in field.known_as:
            if _bare(name) in named:
                found[field.name] = named[_bare(name)]
                break
    return found


def _bare(name: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", name.casefold()))


def _check_header(file: str, top: _Top, fields: Sequence[Field], intake: Intake) -> None:
    taken = set(top.places.values())
    free = [name for place, name in enumerate(top.header) if place not in taken and name]
    faults = [
        Finding(file, top.row, field.known_as[0], "no such column", _where(field, free))
        for field in fields
        if field.required and field.name not in top.places
    ]
    bare = [_bare(name) for name in top.header]
    for place in sorted(taken):
        if bare.count(bare[place]) > 1:
            faults.append(Finding(file, top.row, top.header[place], "the column twice", "it once"))
    if faults:
        raise refuse(faults)


def _where(field: Field, free: list[str]) -> str:
    by_bare = {_bare(name): name for name in free}
    wanted = [_bare(name) for name in field.known_as]
    near = {found for name in wanted for found in difflib.get_close_matches(name, by_bare)}
    near |= {name for name in by_bare if any(part in name or name in part for part in wanted)}
    names = ", ".join(repr(by_bare[name]) for name in sorted(near))
    return f"it in the header, perhaps under {names}" if near else "it in the header"
