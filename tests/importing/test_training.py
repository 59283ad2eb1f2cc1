"""Lines of training reports are added up; printed totals stand beside the sums."""

from pathlib import Path

import pytest
from editions import copy_data, shorten, table_rows, told, write_text

from imet_graph.importing import Import, import_table

LINES = (
    "training:country",
    "training:program",
    "training:quantity",
    "training:total_cost",
    "training:page_number",
    "qa:training_group",
)
GROUP = "2012_2013_Africa_fmtrpt.tsv"
IMET1 = "IMET-1 - Fiscal Year 2012 Department of State Training"
PRINTED = (
    "report",
    "region",
    "country",
    "program",
    "fiscal_year",
    "scope",
    "quantity",
    "cost",
    "page",
    "printed_line",
)
TOTAL = ("2012_2013", "Africa", "Mali", "IMET-1", "2012", "program_fy", "3", "30", "9")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_data(tmp_path_factory.mktemp("training"))
    shorten(folder, "training-totals", report="2012-2013", place_name="Chad")
    return folder


def run(data: Path, lines: list[tuple[str, ...]], *totals: tuple[str, ...]) -> Import:
    path = write_text(data / "lines.tsv", [LINES, *lines])
    printed = write_text(data / "printed.tsv", [PRINTED, *totals]) if totals else None
    return import_table("training-totals", path, printed, data=data)


def test_lines_are_added_up_by_report_country_program_and_year(data: Path) -> None:
    done = run(
        data,
        [
            ("Mali", IMET1, "1", "$1,000.50", "10", GROUP),
            ("Mali", IMET1, "2", "$1,000.50", "9", GROUP),
            ("Mali", "DOS Africa Region, Mali, IMET-1, FY13", "", "", "9", GROUP),
        ],
    )
    assert not done.errors
    first, second = table_rows(data, "training-totals")
    assert first == {
        "report": "2012-2013",
        "region": "Africa",
        "place_name": "Mali",
        "program_name": "IMET-1",
        "fiscal_year": "2012",
        "plan_status": "actual",
        "sessions": "3",
        "cost_usd": "2001",
        "printed_line": "",
        "page": "9",
        "line_count": "2",
        "line_sessions": "3",
        "line_cost_usd": "2001",
        "agrees": "",
    }
    assert (second["fiscal_year"], second["plan_status"]) == ("2013", "planned")
    assert (second["sessions"], second["line_cost_usd"]) == ("0", "0")


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("Fiscal Year 2012 Program Totals 3 $30", "Fiscal Year 2012 Program Totals 3 $30"),
        ("FY 12 Totals:  3   $30 ", "FY 12 Totals: 3 $30"),
        ("FY 2012 Program Totals 3 Garmisch UNK - $30 1/2/2012", "FY 2012 Program Totals 3 $30"),
    ],
)
def test_a_printed_line_is_kept_without_what_other_lines_left_in_it(
    data: Path, printed: str, kept: str
) -> None:
    assert not run(data, [("Mali", IMET1, "3", "30.40", "9", GROUP)], (*TOTAL, printed)).errors
    (row,) = table_rows(data, "training-totals")
    assert (row["printed_line"], row["sessions"], row["cost_usd"]) == (kept, "3", "30")
    assert (row["line_cost_usd"], row["agrees"]) == ("30.40", "true")


@pytest.mark.parametrize("line", [("2", "30"), ("3", "28.50")])
def test_lines_that_do_not_add_up_to_the_printed_total_are_told(
    data: Path, line: tuple[str, str]
) -> None:
    run(data, [("Mali", IMET1, *line, "9", GROUP)], (*TOTAL, "FY 12 Totals: 3 $30"))
    (row,) = table_rows(data, "training-totals")
    assert row["agrees"] == "false"


def test_printed_totals_of_the_table_are_kept_where_no_file_has_them(data: Path) -> None:
    run(data, [("Mali", IMET1, "3", "30", "9", GROUP)], (*TOTAL, "FY 12 Totals: 3 $30"))
    run(data, [("Mali", IMET1, "4", "30", "9", GROUP)])
    (row,) = table_rows(data, "training-totals")
    assert (row["sessions"], row["line_sessions"], row["agrees"]) == ("3", "4", "false")
    assert row["printed_line"] == "FY 12 Totals: 3 $30"


def test_a_printed_total_without_lines_is_a_warning(data: Path) -> None:
    chad = ("2012_2013", "Africa", "Chad", *TOTAL[3:])
    done = run(
        data,
        [("Mali", IMET1, "3", "30", "9", GROUP)],
        (*TOTAL, "FY 12 Totals: 3 $30"),
        (*chad, "FY 12 Totals: 3 $30"),
        (*TOTAL[:5], "country", "3", "30", "9", "Country Totals: 3 $30"),
    )
    assert [each.row for each in done.warnings] == [3]
    assert list(done.left_out.values()) == [1]


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (("Maly", IMET1, "1", "1", "9", GROUP), "training:country", "'Maly'"),
        (("Mali", "IMET-1", "1", "1", "9", GROUP), "training:program", "'IMET-1'"),
        (("Mali", IMET1, "one", "1", "9", GROUP), "training:quantity", "'one'"),
        (("Mali", IMET1, "1", "1", "9", "africa.tsv"), "qa:training_group", "'africa.tsv'"),
        (("Mali", f"Old {IMET1}", "1", "1", "9", GROUP), "program_name", "'Old IMET-1'"),
    ],
)
def test_a_wrong_cell_of_a_line_is_told(
    data: Path, line: tuple[str, ...], column: str, found: str
) -> None:
    errors = told(run(data, [line]).errors)
    assert any((row, name) == (2, column) and found in what for row, name, what, _ in errors)
