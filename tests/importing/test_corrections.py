"""Corrections come from a lookup that says why; each use of one is reported."""

from pathlib import Path

import pytest
from editions import GREENBOOK, IMET, copy_data, shorten, table_rows, write_text

from imet_graph.errors import SourceError
from imet_graph.importing import TABLES, import_table, render_text
from imet_graph.importing.corrections import read_corrections
from imet_graph.resources import data_dir

HEADER = "table,key,column,found,correct,reason,date,source".split(",")
ROW = ["greenbook", "fiscal_year=2016", "place_name", "Maly", "Mali", "A slip.", "2026-11-24", "x"]
LINE = ("2016", "", "Maly", "Military", "", "", IMET, 5, 5)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_data(tmp_path_factory.mktemp("corrections"))
    shorten(folder, "greenbook", account=IMET, place_name="Mali", fiscal_year="2016")
    return folder


def test_a_correction_mends_the_rows_it_fits_and_is_reported(data: Path) -> None:
    write_text(data / "lookups" / "corrections.csv", [HEADER, ROW])
    path = write_text(data / "new.csv", [GREENBOOK, LINE, ("2017", *LINE[1:])])
    done = import_table("greenbook", path, data=data, dry_run=True)
    assert [(error.row, error.column) for error in done.errors] == [(3, "Country")]
    told = [line for line in render_text(done) if line.startswith("corrected")]
    assert told == [f"corrected: {path}, row 2, column Country: 'Maly' -> 'Mali'. A slip."]


def test_a_correction_may_leave_a_row_out(data: Path) -> None:
    write_text(data / "lookups" / "corrections.csv", [HEADER, [*ROW[:4], "(left out)", *ROW[5:]]])
    path = write_text(data / "new.csv", [GREENBOOK, LINE, ("2017", "", "Mali", *LINE[3:])])
    done = import_table("greenbook", path, data=data)
    assert not done.errors
    assert [row["fiscal_year"] for row in table_rows(data, "greenbook")] == ["2017"]
    assert len(done.corrections) == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([HEADER[:-1]], "row 1: found table,key"),
        ([HEADER, ROW[:-1]], "row 2: found 7 cells; expected 8 cells"),
        ([HEADER, [*ROW[:5], "", *ROW[6:]]], "row 2, column reason: found an empty cell"),
        ([HEADER, [*ROW[:6], "today", "x"]], "row 2, column date: found 'today'"),
        ([HEADER, [ROW[0], "2016", *ROW[2:]]], "row 2, column key: found '2016'"),
        ([HEADER, [*ROW[:4], "Maly", *ROW[5:]]], "row 2, column correct: found what was found"),
        ([HEADER, ROW, ROW], "row 3: found a correction again; expected it once, in row 2"),
    ],
)
def test_a_correction_without_form_or_reason_is_refused(
    tmp_path: Path, rows: list[list[str]], message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        read_corrections(write_text(tmp_path / "corrections.csv", rows), "greenbook")


def test_the_corrections_that_ship_are_for_tables_that_are_imported() -> None:
    path = data_dir() / "lookups" / "corrections.csv"
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    assert sum(len(read_corrections(path, name)) for name in TABLES) == len(rows) > 0
