"""Excel workbooks (.xlsx) as sheets of text cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from imet_graph.errors import Finding, SourceError
from imet_graph.reading.findings import refuse
from imet_graph.resources import display_path

__all__ = ["sheets_of_workbook"]


def sheets_of_workbook(path: Path, content: bytes) -> list[tuple[str, Iterator[list[str]]]]:
    """The sheets of a workbook, each with its rows from the first on.

    Args:
        path: for messages.
        content: of the file.

    Returns:
        Name and rows of each sheet; every row of a sheet has the same number of cells.

    Raises:
        SourceError: it is another kind of archive, is cut off, or the extra that reads workbooks
            is not installed.
    """
    _check_archive(path, content)
    try:
        import python_calamine as calamine
    except ImportError as error:
        expected = "the extra `import` installed: pip install 'imet-graph[import]'"
        raise _fault(path, "a workbook and nothing to read it", expected) from error
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            (name, _rows(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)))
            for name in workbook.sheet_names
        ]
    except (calamine.CalamineError, OSError) as error:
        raise _fault(path, f"a broken workbook ({error})", "a whole .xlsx") from error


def _check_archive(path: Path, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise _fault(path, "a workbook or archive that is cut off", "a whole .xlsx") from error
    if "xl/workbook.xml" not in names:
        kind = "another zip archive" if names else "an empty zip archive"
        raise _fault(path, kind, "a table as CSV, TSV or .xlsx, taken out of the archive")


def _fault(path: Path, found: str, expected: str) -> SourceError:
    return refuse([Finding(display_path(path), 0, "", found, expected)])


def _rows(rows: list[list[Any]]) -> Iterator[list[str]]:
    return ([_text(cell) for cell in row] for row in rows)


def _text(cell: Any) -> str:
    """A cell as text; a whole number without a decimal point, as people write it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
