"""What one import knows and collects: the present table, corrections, findings, rows left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.importing.cells import amount, currency_of
from imet_graph.importing.corrections import LEFT_OUT, Correction
from imet_graph.reading import Table

__all__ = ["Intake", "Line", "Row"]


@dataclass(slots=True)
class Line:
    """A row as published: where it stands and its cells by our name of the field.

    Args:
        file: the file, as messages show it.
        number: row of the file.
        cells: in single spaces, corrected.
        columns: by field, the column as the file names it.
        sound: no fault was found in it so far.
    """

    file: str
    number: int
    cells: dict[str, str]
    columns: Mapping[str, str]
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of our table, with the published line at which it begins.

    Args:
        cells: by column of our table.
        line: where it comes from.
        sound: whether every line that it was made of is.
    """

    cells: dict[str, str]
    line: Line
    sound: bool = True


@dataclass
class Intake:
    """Collects what one import finds.

    Args:
        name: of the table.
        table: as it is now.
        data: data folder.
        corrections: for this table.
    """

    name: str
    table: Table
    data: Path
    corrections: tuple[Correction, ...] = ()
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    applied: dict[Correction, list[Line]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    lines_read: int = 0
    torn: int = 0
    """Rows of which nobody can say which row of the table they belong to."""

    def __post_init__(self) -> None:
        """Index corrections by cell and rows of the present table by key."""
        self._by_cell: dict[str, dict[str, list[Correction]]] = {}
        for each in self.corrections:
            self._by_cell.setdefault(each.column, {}).setdefault(each.found, []).append(each)
        key = self.table.description.key
        self.present = {
            tuple(cells[name] for name in key): cells
            for cells in (
                dict(zip(self.table.columns, row, strict=True)) for row in self.table.rows
            )
        }
        """Rows of the present table by key."""

    def fault(self, line: Line, field_name: str, found: str, expected: str) -> None:
        """Note an error in a cell; the line is no longer sound."""
        line.sound = False
        column = line.columns.get(field_name, field_name)
        self.errors.append(Finding(line.file, line.number, column, found, expected))

    def warn(self, line: Line, field_name: str, found: str, expected: str) -> None:
        """Note what is odd but no error."""
        column = line.columns.get(field_name, field_name)
        self.warnings.append(Finding(line.file, line.number, column, found, expected))

    def correct(self, line: Line) -> bool:
        """Apply the corrections to a line; whether it is to be kept."""
        for column, by_found in self._by_cell.items():
            for correction in by_found.get(line.cells.get(column, LEFT_OUT), ()):
                if correction.fits(line.cells):
                    self.applied.setdefault(correction, []).append(line)
                    if correction.correct == LEFT_OUT:
                        return False
                    line.cells[column] = correction.correct
                    break
        return True

    def choose(self, line: Line, field_name: str, known: Mapping[str, str]) -> str:
        """What a word of the source means to us; a word that is not known is a fault."""
        word = line.cells[field_name]
        if word not in known:
            self.fault(line, field_name, repr(word), f"one of {', '.join(map(repr, known))}")
            return ""
        return known[word]

    def number(self, line: Line, field_name: str) -> Decimal | None:
        """The number in a cell; a cell without one is a fault."""
        text = line.cells[field_name]
        number = amount(text)
        if number is None:
            other = currency_of(text)
            expected = (
                "an amount in US dollars, the currency of this table"
                if other
                else "a number such as 1800000 or $1,800,000"
            )
            self.fault(line, field_name, repr(text) if text else "an empty cell", expected)
        return number

    def whole(self, line: Line, field_name: str) -> int | None:
        """The whole number in a cell; a cell without one is a fault."""
        number = self.number(line, field_name)
        if number is not None and number != number.to_integral_value():
            self.fault(line, field_name, repr(line.cells[field_name]), "a whole number")
            return None
        return None if number is None else int(number)

    def dollars_only(self, line: Line) -> None:
        """Note a line whose column of currency, where the file has one, is not US dollars."""
        currency = line.cells.get("currency", "USD")
        if currency not in {"USD", "US dollars", "US$", "$"}:
            self.fault(line, "currency", repr(currency), "USD, the currency of this table")

    def leave_out(self, reason: str) -> None:
        """Count a line that is no row of this table, with the reason."""
        self.left_out[reason] += 1
