"""A data folder of one's own to import into, and published files made from rows."""

import csv
import io
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from imet_graph.errors import Finding
from imet_graph.importing import Change
from imet_graph.importing.writing import replace_table
from imet_graph.reading import read_table
from imet_graph.resources import data_dir

Rows = Iterable[Sequence[object]]
GREENBOOK = (
    "Fiscal Year",
    "Region",
    "Country",
    "Assistance Category",
    "Publication Row",
    "Funding Agency",
    "Funding Account Name",
    "Obligations (Historical Dollars)",
    "Obligations (Constant Dollars)",
)
IMET = "International Military Education and Training"


def copy_data(folder: Path) -> Path:
    """A copy of the tables and of the corrections that ship."""
    data = folder / "data"
    shutil.copytree(data_dir() / "tables", data / "tables")
    (data / "lookups").mkdir()
    shutil.copy(data_dir() / "lookups" / "corrections.csv", data / "lookups")
    return data


def table_rows(data: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table, by column."""
    table = read_table(data / "tables" / name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def shorten(data: Path, name: str, **cells: str) -> list[dict[str, str]]:
    """Keep only the rows of a table that have these cells."""
    folder = data / "tables" / name
    table = read_table(folder)
    kept = [row for row in table_rows(data, name) if cells.items() <= row.items()]
    assert kept
    replace_table(folder, table.description.table, table.columns, kept)
    return kept


def published_greenbook(rows: Iterable[dict[str, str]]) -> list[tuple[object, ...]]:
    """Rows of our table as the Greenbook prints them, header first."""
    lines: list[tuple[object, ...]] = [GREENBOOK]
    for row in rows:
        parts = zip(
            row["printed"].split(" + "), row["printed_constant_2020"].split(" + "), strict=True
        )
        for current, constant in parts:
            year, place, account = row["fiscal_year"], row["place_name"], row["account"]
            economic = "Narcotics" in account or "Counterdrug" in account or "Nonprol" in account
            category = "Economic" if economic else "Military"
            lines.append((year, "", place, category, "", "", account, int(current), int(constant)))
    return lines


def write_text(path: Path, rows: Rows) -> Path:
    """Rows as CSV, or as TSV where the name says so."""
    text = io.StringIO()
    delimiter = "\t" if path.suffix == ".tsv" else ","
    csv.writer(text, lineterminator="\n", delimiter=delimiter).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def write_workbook(path: Path, rows: Rows, above: Sequence[str] = ()) -> Path:
    """Rows as the second sheet of a workbook, below lines of title."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("About").write(0, 0, "Country")
        sheet = book.add_worksheet("Data")
        for number, line in enumerate(above):
            sheet.write(number, 0, line)
        for number, row in enumerate(rows, start=len(above)):
            sheet.write_row(number, 0, row)
    return path


def told(findings: Iterable[Finding]) -> list[tuple[int, str, str, str]]:
    """Row, column, found and expected of each."""
    return [(each.row, each.column, each.found, each.expected) for each in findings]


def keys(changes: Iterable[Change]) -> list[tuple[str, ...]]:
    """The keys of changes."""
    return [change.key for change in changes]
