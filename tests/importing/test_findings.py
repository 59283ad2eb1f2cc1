"""What is wrong with an edition is told by file, row and column; nothing is written then."""

import shutil
from pathlib import Path

import pytest
from editions import (
    GREENBOOK,
    IMET,
    copy_data,
    keys,
    published_greenbook,
    shorten,
    table_rows,
    told,
    write_text,
    write_workbook,
)

from imet_graph.errors import SourceError
from imet_graph.importing import Import, import_table, render_text

MALI = ("2016", "", "Mali", "Military", "", "", IMET, 5, 5)
CBJ = (
    "fiscal_year,account,name,iso3,row_type,amount_usd_thousands,stage_inferred,sheet_label,"
    "source_url,source_line"
).split(",")
CBJ_URL = "http://www.state.gov/documents/organization/252735.pdf"


@pytest.fixture(scope="module")
def short_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_data(tmp_path_factory.mktemp("short"))
    shorten(folder, "greenbook", account=IMET, place_name="Mali")
    shorten(folder, "state-budget-justification", account="IMET", place_name="Mali")
    return folder


@pytest.fixture
def data(short_tables: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(short_tables, tmp_path / "data"))


def greenbook(
    data: Path, *lines: tuple[object, ...], header: tuple[str, ...] = GREENBOOK
) -> Import:
    before = (data / "tables" / "greenbook" / "observations.csv").read_bytes()
    done = import_table("greenbook", write_text(data / "new.csv", [header, *lines]), data=data)
    assert done.written != bool(done.errors)
    if done.errors:
        assert (data / "tables" / "greenbook" / "observations.csv").read_bytes() == before
    return done


def changed(line: tuple[object, ...], **cells: object) -> tuple[object, ...]:
    names = ("year", "region", "country", "category", "row", "agency", "account", "now", "constant")
    return tuple(cells.get(name, cell) for name, cell in zip(names, line, strict=True))


@pytest.mark.parametrize(
    ("line", "column", "found", "expected"),
    [
        (
            changed(MALI, country="Mally"),
            "Country",
            "'Mally' in fiscal year 2016",
            "a name in data/lookups/country-names.csv or data/lookups/region-names.csv, "
            "such as 'Mali', 'Malaysia', 'Malta'",
        ),
        (
            changed(MALI, country="C\xc3\xb4te d'Ivoire"),
            "Country",
            '"C\xc3\xb4te d\'Ivoire" in fiscal year 2016',
            'such as "Cote d\'Ivoire"',
        ),
        (
            changed(MALI, country="C\ufffdte"),
            "Country",
            "'C\ufffdte'",
            "the letter in place of the sign U+FFFD",
        ),
        (
            changed(MALI, account=f"{IMET}s"),
            "Funding Account Name",
            f"'{IMET}s'",
            f"such as '{IMET}'",
        ),
        (changed(MALI, category="Milit"), "Assistance Category", "'Milit'", "one of 'Military'"),
        (
            changed(MALI, year="2099"),
            "Fiscal Year",
            "'2099'",
            "a fiscal year from 1946 to 2027",
        ),
        (changed(MALI, year="FY16"), "Fiscal Year", "'FY16'", "a fiscal year such as 2016"),
        (
            changed(MALI, now="1.800.000"),
            "Obligations (Historical Dollars)",
            "'1.800.000'",
            "a number such as 1800000 or $1,800,000",
        ),
        (
            changed(MALI, now="€ 5"),
            "Obligations (Historical Dollars)",
            "'€ 5'",
            "an amount in US dollars, the currency of this table",
        ),
        (changed(MALI, now="0.5"), "Obligations (Historical Dollars)", "'0.5'", "a whole number"),
        (changed(MALI, now=""), "Obligations (Historical Dollars)", "an empty cell", "a number"),
    ],
)
def test_a_wrong_cell_of_the_greenbook_is_told(
    data: Path, line: tuple[object, ...], column: str, found: str, expected: str
) -> None:
    errors = told(greenbook(data, changed(MALI, year="2015"), line).errors)
    assert any(
        (row, name, what) == (3, column, found) and expected in wanted
        for row, name, what, wanted in errors
    ), errors


def test_renamed_and_missing_columns_are_told_with_names_like_them(data: Path) -> None:
    header = ("FY", *GREENBOOK[1:2], "Country Name", *GREENBOOK[3:8], "Obligations (2020 Dollars)")
    assert told(greenbook(data, MALI, header=header).errors) == [
        (
            1,
            "Country",
            "no such column",
            "it in the header, perhaps under 'Country Name'",
        ),
        (1, "Fiscal Year", "no such column", "it in the header"),
        (
            1,
            "Obligations (Constant Dollars)",
            "no such column",
            "it in the header, perhaps under 'Obligations (2020 Dollars)'",
        ),
    ]


def test_columns_in_another_order_and_further_ones_do_not_matter(data: Path) -> None:
    header, line = ("Note", *reversed(GREENBOOK)), ("x", *reversed(MALI))
    done = greenbook(data, line, header=tuple(header))
    assert [row["amount_usd"] for row in table_rows(data, "greenbook")] == ["5"]
    assert not done.errors


def test_a_column_given_twice_is_told(data: Path) -> None:
    done = greenbook(data, (*MALI, "Chad"), header=(*GREENBOOK, "country"))
    assert told(done.errors) == [(1, "Country", "the column twice", "it once")]


def test_a_row_with_a_cell_too_few_is_told_and_stops_sums_even_in_part(data: Path) -> None:
    path = write_text(data / "new.csv", [GREENBOOK, MALI, MALI[:4]])
    done = import_table("greenbook", path, data=data, partial=True)
    assert told(done.errors) == [(3, "", "4 cells", "9 cells, as the header has")]
    assert not done.written


def test_a_header_without_rows_is_told(data: Path) -> None:
    (error,) = greenbook(data).errors
    assert (error.found, error.expected) == ("no row of this table", "rows below the header")


def test_lines_of_one_account_place_and_year_are_added_and_outside_1976_told(data: Path) -> None:
    done = greenbook(data, MALI, changed(MALI, now=7, constant=6))
    (row,) = table_rows(data, "greenbook")
    assert (row["amount_usd"], row["printed"], row["lines"]) == ("12", "5 + 7", "2")
    assert (row["amount_usd_constant_2020"], row["printed_constant_2020"]) == ("11", "5 + 6")
    assert told(done.warnings) == [
        (
            3,
            "Funding Account Name",
            f"2 lines for {IMET}, Mali, 2016 in rows 2, 3, which are added",
            "one line, as in every year but 1976",
        )
    ]


def test_a_sum_with_a_faulty_line_is_left_out_whole(data: Path) -> None:
    lines = [MALI, changed(MALI, now="seven"), changed(MALI, year="2017")]
    path = write_text(data / "new.csv", [GREENBOOK, *lines])
    done = import_table("greenbook", path, data=data, partial=True)
    assert done.written
    assert [row["fiscal_year"] for row in table_rows(data, "greenbook")] == ["2017"]
    assert (IMET, "Mali", "2016") in keys(done.comparison.withdrawn)


def test_a_row_with_an_error_does_not_look_withdrawn(data: Path) -> None:
    present = table_rows(data, "greenbook")
    lines = published_greenbook(present)
    lines[1] = changed(lines[1], now="seven")
    path = write_text(data / "new.csv", lines)
    done = import_table("greenbook", path, data=data, dry_run=True)
    assert len(done.errors) == 1
    assert not done.comparison


def test_the_transition_quarter_is_a_fiscal_period_of_its_own(data: Path) -> None:
    greenbook(data, changed(MALI, year="1976"), changed(MALI, year="1976.9"))
    years = [row["fiscal_year"] for row in table_rows(data, "greenbook")]
    assert years == ["1976", "1976TQ"]


def test_economic_accounts_that_the_table_does_not_hold_are_left_out(data: Path) -> None:
    food = changed(MALI, category="Economic", account="Food for Peace")
    done = greenbook(data, MALI, food)
    assert list(done.left_out.values()) == [1]


@pytest.mark.parametrize("title", ["Obligations in constant 2022 dollars", ""])
def test_constant_dollars_of_another_year_are_refused(data: Path, title: str) -> None:
    """A title may say it; else the base year does, in which both amounts are the same."""
    lines = [GREENBOOK, changed(MALI, year="2020", constant=4 if not title else 5)]
    path = write_workbook(data / "new.xlsx", lines, [title])
    done = import_table("greenbook", path, data=data)
    (error,) = done.errors
    assert error.column == "Obligations (Constant Dollars)"
    assert "constant dollars of 2020" in error.expected


def test_the_table_in_two_sheets_is_refused(data: Path) -> None:
    import xlsxwriter

    path = data / "new.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Data", "Data (2)"):
            book.add_worksheet(name).write_row(0, 0, GREENBOOK)
    (error,) = import_table("greenbook", path, data=data).errors
    assert error.found == "the table in sheets 'Data', 'Data (2)'"


def budget(data: Path, **cells: str) -> Import:
    line = {
        "fiscal_year": "2017",
        "account": "IMET",
        "name": "Mali",
        "row_type": "country",
        "amount_usd_thousands": "500",
        "stage_inferred": "request",
        "source_url": CBJ_URL,
        "source_line": "7",
        **cells,
    }
    path = write_text(data / "new.csv", [CBJ, [line.get(name, "") for name in CBJ]])
    return import_table("state-budget-justification", path, data=data)


@pytest.mark.parametrize(
    ("cells", "column", "found", "expected"),
    [
        (
            {"stage_inferred": "enacted"},
            "stage_inferred",
            "'enacted'",
            "one of 'actual', 'actual_or_estimate', 'request'",
        ),
        ({"row_type": "bureau"}, "row_type", "'bureau'", "one of 'country', 'country_group'"),
        (
            {"source_url": CBJ_URL.replace("252735", "999999")},
            "source_url",
            "edition '999999'",
            "an edition that",
        ),
        ({"source_url": "http://www.state.gov/"}, "source_url", "", "the address of a document"),
        ({"account": "IMETT"}, "account", "'IMETT'", "such as 'IMET'"),
    ],
)
def test_a_wrong_cell_of_a_budget_justification_is_told(
    data: Path, cells: dict[str, str], column: str, found: str, expected: str
) -> None:
    errors = told(budget(data, **cells).errors)
    assert any(
        (row, name) == (2, column) and found in what and expected in wanted
        for row, name, what, wanted in errors
    ), errors


def test_a_key_given_twice_is_told_at_both_rows(data: Path) -> None:
    line = ["2017", "IMET", "Mali", "", "country", "5", "request", "", CBJ_URL, "7"]
    path = write_text(data / "new.csv", [CBJ, line, [*line[:5], "6", *line[6:]]])
    done = import_table("state-budget-justification", path, data=data)
    assert [(row, expected) for row, _, _, expected in told(done.errors)] == [
        (2, "it once; row 3 has it too"),
        (3, "it once; row 2 has it"),
    ]


def test_a_line_of_an_office_is_left_out_and_a_total_is_the_world(data: Path) -> None:
    done = budget(data, row_type="total", name="TOTAL")
    assert [row["place_name"] for row in table_rows(data, "state-budget-justification")] == [
        "World"
    ]
    assert done.written
    done = budget(data, row_type="other", name="African Union")
    assert sum(done.left_out.values()) == 1


@pytest.mark.parametrize(
    ("line", "column", "found", "expected"),
    [
        (("MLY", "Mali", "2015", "Tier 2"), "iso3", "'MLY' for 'Mali'", "such as that of 'Mali'"),
        (
            ("TCD", "Mali", "2015", "Tier 1"),
            "iso3",
            "'TCD' for 'Mali'",
            "MLI, which the name means",
        ),
        (("MLI", "Mali", "2015", "Tier 4"), "tier", "'Tier 4'", "Tier [123]|Watchlist"),
        (("MLI", "Mali", "15", "Tier 2"), "report_year", "'15'", "a fiscal year such as 2016"),
    ],
)
def test_a_wrong_tier_is_told(
    data: Path, line: tuple[str, ...], column: str, found: str, expected: str
) -> None:
    path = write_text(data / "new.csv", [("iso3", "name", "report_year", "tier"), line])
    errors = told(import_table("trafficking-tiers", path, data=data).errors)
    assert any(
        (row, name) == (2, column) and found in what and expected in wanted
        for row, name, what, wanted in errors
    ), errors


def test_a_supplement_leaves_other_rows_in_place(data: Path) -> None:
    before = table_rows(data, "greenbook")
    path = write_text(data / "new.csv", [GREENBOOK, changed(MALI, year="2021")])
    done = import_table("greenbook", path, data=data, supplement=True)
    assert not done.comparison.withdrawn
    after = table_rows(data, "greenbook")
    assert [row for row in after if row["fiscal_year"] != "2021"] == before
    assert len(after) == len(before) + 1 == done.rows_after


def test_printed_totals_belong_to_training_totals_only(data: Path) -> None:
    path = write_text(data / "new.csv", [GREENBOOK, MALI])
    (error,) = import_table("greenbook", path, path, data=data).errors
    assert error.found == "printed totals"


def test_a_file_that_is_not_there_is_told(data: Path) -> None:
    done = import_table("greenbook", data / "none.csv", data=data)
    assert [error.found for error in done.errors] == ["no file"]
    assert len(list(render_text(done))) == 1


def test_a_present_table_that_was_altered_is_not_replaced(data: Path) -> None:
    table = data / "tables" / "greenbook" / "observations.csv"
    table.write_bytes(table.read_bytes() + b"\n")
    with pytest.raises(SourceError, match="SHA-256"):
        greenbook(data, MALI)
