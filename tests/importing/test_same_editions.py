"""The research data, imported, give the tables that ship; an edited copy gives its edits alone."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from editions import GREENBOOK, copy_data, keys, published_greenbook, shorten, write_workbook

from imet_graph.importing import import_table
from imet_graph.importing.files import read_sheets
from imet_graph.resources import data_dir

FILES = {
    "countries": "countries.csv",
    "greenbook": "us_security_assistance_obligations_fy1947_2020.csv",
    "state-budget-justification": "cbj_security_accounts_fy2008_2017.csv",
    "trafficking-tiers": "tip_tiers_2001_2015.csv",
    "training-totals": "fmtrpt_all.tsv.zst",
}
ONE_ROW = {
    "countries": {},
    "greenbook": {"place_name": "Mali", "fiscal_year": "2015"},
    "state-budget-justification": {"place_name": "Mali", "fiscal_year": "2015"},
    "trafficking-tiers": {},
    "training-totals": {"place_name": "Mali", "fiscal_year": "2015"},
}


def printed_totals(name: str, shared_data: Path) -> Path | None:
    return shared_data / "fmtrpt_printed_totals.tsv" if name == "training-totals" else None


@pytest.mark.parametrize("name", [name for name in FILES if name != "training-totals"])
def test_the_edition_that_ships_changes_nothing(name: str, shared_data: Path) -> None:
    done = import_table(name, shared_data / FILES[name], dry_run=True)
    assert not done.comparison
    assert not done.errors
    assert done.rows_before == done.rows_after


@pytest.mark.parametrize("name", [name for name in FILES if ONE_ROW[name]])
def test_a_table_of_a_few_rows_becomes_the_table_that_ships(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    data = copy_data(tmp_path)
    shorten(data, name, **ONE_ROW[name])
    done = import_table(
        name, shared_data / FILES[name], printed_totals(name, shared_data), data=data
    )
    assert done.written
    for path in (data_dir() / "tables" / name).iterdir():
        assert (data / "tables" / name / path.name).read_bytes() == path.read_bytes(), path.name


def test_without_printed_totals_those_of_the_table_are_kept(shared_data: Path) -> None:
    done = import_table("training-totals", shared_data / FILES["training-totals"], dry_run=True)
    assert not done.comparison
    assert not done.errors


def training_lines(shared_data: Path) -> Iterator[list[str]]:
    (sheet,), _ = read_sheets(shared_data / FILES["training-totals"])
    return (cells for _, cells in sheet.records)


def test_the_columns_of_the_publisher_alone_say_the_same_of_a_report(
    shared_data: Path, tmp_path: Path
) -> None:
    """Report, region, program and year are then taken from the columns that hold them together."""
    data = copy_data(tmp_path)
    shorten(data, "training-totals", report="2012-2013")
    lines = training_lines(shared_data)
    header = next(lines)
    ours = {"qa:report", "qa:report_region", "qa:program_name", "qa:fiscal_year"}
    kept = [place for place, name in enumerate(header) if name not in ours]
    report = header.index("qa:report")
    path = tmp_path / "lines.tsv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(header[place] for place in kept)
        writer.writerows(
            [cells[place] for place in kept] for cells in lines if cells[report] == "2012_2013"
        )
    done = import_table("training-totals", path, data=data, dry_run=True)
    assert done.lines_read > 10_000
    assert not done.comparison
    assert not done.errors


def test_an_edited_copy_shows_exactly_its_edits(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / FILES["greenbook"]
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    amount, constant = rows[0].index("obligations_usd"), len(rows[0]) - 1
    year, country = rows[0].index("fiscal_year"), rows[0].index("country")
    assert (rows[100][year], rows[200][year]) != ("1976", "1976")
    changed = (rows[100][rows[0].index("account")], rows[100][country], rows[100][year])
    withdrawn = (rows[200][rows[0].index("account")], rows[200][country], rows[200][year])
    old = rows[100][amount]
    rows[100][amount] = "$1,234,567"
    new = [*rows[300]]
    new[year], new[amount], new[constant] = "2021", "5", "4"
    del rows[200]
    rows.append(new)
    edited = tmp_path / "edited.csv"
    with edited.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)

    done = import_table("greenbook", edited, dry_run=True)
    assert not done.errors
    assert keys(done.comparison.withdrawn) == [withdrawn]
    assert keys(done.comparison.added) == [(new[rows[0].index("account")], new[country], "2021")]
    (change,) = done.comparison.changed
    assert change.key == changed
    assert change.row == 101
    assert change.before == {"amount_usd": old, "printed": old}
    assert change.after == {"amount_usd": "1234567", "printed": "1234567"}


def test_the_greenbook_is_read_from_its_spreadsheet(tmp_path: Path) -> None:
    data = copy_data(tmp_path)
    rows = shorten(data, "greenbook", fiscal_year="1976")
    title = ["U.S. Overseas Loans and Grants", "", "", "In constant 2020 dollars", "", ""]
    path = write_workbook(tmp_path / "greenbook.xlsx", published_greenbook(rows), title)
    done = import_table("greenbook", path, data=data, dry_run=True)
    assert GREENBOOK[0] == "Fiscal Year"
    assert done.lines_read == len(rows) + 45
    assert not done.comparison
    assert not done.errors
    assert not done.warnings
