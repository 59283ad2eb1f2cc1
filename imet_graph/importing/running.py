"""One import from file to table: read, check, compare, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding, SourceError
from imet_graph.importing import (
    budget_justification,
    countries,
    greenbook,
    trafficking,
    training,
)
from imet_graph.importing.checking import check_rows
from imet_graph.importing.comparing import Comparison, compare
from imet_graph.importing.corrections import Correction, read_corrections
from imet_graph.importing.intake import Intake, Line, Row
from imet_graph.importing.writing import replace_table
from imet_graph.reading import read_table
from imet_graph.resources import data_dir, display_path

__all__ = ["TABLES", "Import", "import_table"]

_Cells = Mapping[str, str]


@dataclass(frozen=True)
class _Source:
    """How a source is read, where a row of its table stands, whether its lines are added up."""

    read: Callable[[Path, Path | None, Intake], list[Row]]
    order: Callable[[_Cells], tuple[str, ...]]
    adds_up: bool = False


_SOURCES = {
    "countries": _Source(countries.read, countries.order),
    "greenbook": _Source(greenbook.read, greenbook.order, adds_up=True),
    "state-budget-justification": _Source(budget_justification.read, budget_justification.order),
    "trafficking-tiers": _Source(trafficking.read, trafficking.order),
    "training-totals": _Source(training.read, training.order, adds_up=True),
}
TABLES = tuple(_SOURCES)
"""Tables whose source can be imported."""


@dataclass(frozen=True)
class Import:
    """What an import found, and whether it was written.

    Args:
        table: name of the table.
        file: as messages show it.
        lines_read: rows of the published files.
        left_out: rows that are none of this table, by reason.
        rows_before: of the present table.
        rows_after: of the new one.
        comparison: what differs.
        errors: what must be mended.
        warnings: what is odd but no error.
        corrections: those that were applied, with the lines.
        readable: whether every line could be read.
        written: whether the table was replaced.
    """

    table: str
    file: str
    lines_read: int
    left_out: Mapping[str, int]
    rows_before: int
    rows_after: int
    comparison: Comparison
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    corrections: Mapping[Correction, list[Line]]
    readable: bool
    written: bool

    def problem(self) -> SourceError:
        """The errors as one error of the package."""
        outcome = "the rows were left out" if self.written else "nothing was written"
        count = f"{len(self.errors)} finding{'s' if len(self.errors) > 1 else ''}"
        return SourceError(f"{self.file}: {count}; {outcome}", self.errors)


def import_table(
    name: str,
    path: Path,
    printed: Path | None = None,
    *,
    data: Path | None = None,
    dry_run: bool = False,
    partial: bool = False,
    supplement: bool = False,
) -> Import:
    """Read the next edition of a source and put its rows in place of the present table.

    Args:
        name: one of `TABLES`.
        path: the file as published.
        printed: of training-totals: the printed totals, a file of their own.
        data: data folder; the one that ships unless told otherwise.
        dry_run: write nothing.
        partial: write the sound rows though others have errors.
        supplement: the file adds to the table; rows it does not have stay.

    Returns:
        What was found. Where there are errors nothing was written, unless `partial` says so; a
        file that cannot be read to its end is never written, and neither are sums of lines some
        of which could not be read.

    Raises:
        SourceError: the present table, its source.yml or the corrections are wrong, or the new
            table cannot be written; what stood there is unchanged.
    """
    data = data or data_dir()
    folder = data / "tables" / name
    corrections = read_corrections(data / "lookups" / "corrections.csv", name)
    intake = Intake(name, read_table(folder), data, corrections)
    rows, readable = _read(intake, path, printed)
    sound = check_rows(intake, rows)
    comparison = _compare(intake, rows, sound, partial=partial, supplement=supplement)
    cells = [row.cells for row in sound]
    if supplement:
        given = set(_keys(intake, sound))
        cells = [row for key, row in intake.present.items() if key not in given] + cells
    write = not dry_run and readable and bool(sound) and (partial or not intake.errors)
    if write := write and bool(comparison):
        cells.sort(key=_SOURCES[name].order)
        replace_table(folder, intake.table.description.table, intake.table.columns, cells)
    return Import(
        name,
        display_path(path),
        intake.lines_read,
        dict(intake.left_out),
        len(intake.table.rows),
        len(cells) if readable else len(intake.table.rows),
        comparison if readable else Comparison((), (), ()),
        tuple(sorted(intake.errors)),
        tuple(sorted(intake.warnings)),
        intake.applied,
        readable,
        write,
    )


def _read(intake: Intake, path: Path, printed: Path | None) -> tuple[list[Row], bool]:
    """The rows of a source, and whether it could be read to its end.

    A sum that may lack a line is no sum: where lines are added up, each must be read.
    """
    source = _SOURCES[intake.name]
    if printed and intake.name != "training-totals":
        expected = "no such file: only training-totals has printed totals"
        intake.errors.append(Finding(display_path(printed), 0, "", "printed totals", expected))
        return [], False
    try:
        rows = source.read(path, printed, intake)
    except SourceError as error:
        intake.errors += error.findings
        return [], False
    if not rows and not intake.errors:
        found = Finding(display_path(path), 0, "", "no row of this table", "rows below the header")
        intake.errors.append(found)
    readable = not (source.adds_up and intake.torn)
    return sorted(rows, key=lambda row: source.order(row.cells)), readable


def _compare(
    intake: Intake, rows: list[Row], sound: list[Row], *, partial: bool, supplement: bool
) -> Comparison:
    """What differs; a row with errors is not withdrawn, unless it is to be left out."""
    key = intake.table.description.key
    unsure = set() if partial else set(_keys(intake, rows))
    if supplement:
        unsure |= set(intake.present)
    return compare(intake.table.columns, key, intake.present, sound, unsure)


def _keys(intake: Intake, rows: list[Row]) -> list[tuple[str, ...]]:
    key = intake.table.description.key
    return [tuple(row.cells.get(name, "") for name in key) for row in rows]
