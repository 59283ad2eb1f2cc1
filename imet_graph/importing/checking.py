"""New rows are checked as the build will check the table, and told by their published place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from imet_graph.errors import Finding
from imet_graph.importing.intake import Intake, Row
from imet_graph.reading import read_table
from imet_graph.reading.datatypes import CELL_TYPES, year_number
from imet_graph.reading.tables import column_faults

__all__ = ["check_rows", "fiscal_periods"]


def fiscal_periods(data: Path) -> frozenset[str]:
    """The fiscal periods that the graph describes."""
    table = read_table(data / "tables" / "fiscal-periods")
    place = table.columns.index("period")
    return frozenset(row[place] for row in table.rows)


def check_rows(intake: Intake, rows: Sequence[Row]) -> list[Row]:
    """Check rows by source.yml: types, patterns, names, fiscal years, keys.

    Args:
        intake: holds the description and collects the errors.
        rows: rows of our table.

    Returns:
        The rows that are sound. A key given twice makes both rows unsound.
    """
    description = intake.table.description
    header = list(description.columns)
    sound = [row for row in rows if row.sound]
    numbered = [
        (place, [row.cells.get(name, "") for name in header]) for place, row in enumerate(sound)
    ]
    periods = fiscal_periods(intake.data)
    bad: set[int] = set()
    for column in description.columns.values():
        for fault in column_faults("", column, header, numbered):
            bad.add(fault.row)
            intake.errors.append(_placed(sound[fault.row], fault))
        if column.type == "fiscal_year":
            for place, fault in _year_faults(column.name, sound, periods):
                bad.add(place)
                intake.errors.append(_placed(sound[place], fault))
    for place, fault in _key_faults(description.key, sound):
        bad.add(place)
        intake.errors.append(fault)
    return [row for place, row in enumerate(sound) if place not in bad]


def _placed(row: Row, fault: Finding) -> Finding:
    """A finding of the table at the place of the published line."""
    column = row.line.columns.get(fault.column, fault.column)
    return Finding(row.line.file, row.line.number, column, fault.found, fault.expected)


def _year_faults(
    column: str, rows: Sequence[Row], periods: frozenset[str]
) -> Iterator[tuple[int, Finding]]:
    years = sorted(year_number(period) for period in periods)
    expected = f"a fiscal year from {years[0]} to {years[-1]}"
    for place, row in enumerate(rows):
        year = row.cells.get(column, "")
        if CELL_TYPES["fiscal_year"].accepts(year) and year not in periods:
            yield place, Finding("", 0, column, repr(year), expected)


def _key_faults(key: tuple[str, ...], rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    first: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(rows):
        value = tuple(row.cells[name] for name in key)
        before = first.setdefault(value, place)
        if before != place:
            line = row.line
            columns = ", ".join(line.columns.get(name, name) for name in key)
            found = f"{', '.join(value)} again"
            expected = f"it once; row {rows[before].line.number} has it"
            yield place, Finding(line.file, line.number, columns, found, expected)
            yield (
                before,
                Finding(
                    rows[before].line.file,
                    rows[before].line.number,
                    columns,
                    f"{', '.join(value)} twice",
                    f"it once; row {line.number} has it too",
                ),
            )
