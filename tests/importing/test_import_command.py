"""The command `import`: what it prints, its exit codes, its JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from editions import GREENBOOK, IMET, copy_data, shorten, table_rows, write_text

from imet_graph.cli import main

MALI = ("2016", "", "Mali", "Military", "", "", IMET, 5, 5)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = copy_data(tmp_path)
    shorten(folder, "greenbook", account=IMET, place_name="Mali", fiscal_year="2015")
    return folder


def run(data: Path, *lines: tuple[object, ...], options: tuple[str, ...] = ()) -> Result:
    path = write_text(data / "new.csv", [GREENBOOK, *lines])
    return CliRunner().invoke(
        main, ["import", "greenbook", str(path), "--data", str(data), *options]
    )


def test_a_dry_run_shows_what_would_change_and_writes_nothing(data: Path) -> None:
    before = table_rows(data, "greenbook")
    ran = run(data, MALI, options=("--dry-run",))
    assert ran.exit_code == 0
    (old,) = before
    assert ran.stdout.splitlines()[1:] == [
        "1 added",
        f"  row 2: {IMET}, Mali, 2016: amount_usd 5, amount_usd_constant_2020 5, printed 5, "
        "printed_constant_2020 5, lines 1",
        "0 changed",
        "1 withdrawn",
        f"  {IMET}, Mali, {old['fiscal_year']}",
        "greenbook: 1 rows before, 1 after",
    ]
    assert table_rows(data, "greenbook") == before


def test_a_change_is_shown_as_old_and_new(data: Path) -> None:
    (old,) = table_rows(data, "greenbook")
    ran = run(data, (old["fiscal_year"], *MALI[1:]), options=("--dry-run",))
    assert f"amount_usd '{old['amount_usd']}' -> '5'" in ran.stdout


def test_an_import_says_what_is_left_to_do(data: Path) -> None:
    ran = run(data, MALI)
    assert ran.exit_code == 0
    assert "bring titles, dates and citations in source.yml" in ran.stdout
    assert [row["fiscal_year"] for row in table_rows(data, "greenbook")] == ["2016"]
    assert "nothing to write" in run(data, MALI).stdout


def test_an_error_is_one_line_and_exit_code_1(data: Path) -> None:
    before = table_rows(data, "greenbook")
    ran = run(data, MALI, ("2017", *MALI[1:7], "x", 5))
    assert ran.exit_code == 1
    assert "row 3, column Obligations (Historical Dollars): found 'x'" in ran.stderr
    assert ran.stderr.splitlines()[-1].endswith("1 finding; nothing was written")
    assert table_rows(data, "greenbook") == before


def test_in_part_the_sound_rows_are_written_and_the_errors_told(data: Path) -> None:
    ran = run(data, MALI, ("2017", *MALI[1:7], "x", 5), options=("--partial",))
    assert ran.exit_code == 0
    assert ran.stderr.splitlines()[-1].endswith("1 finding; the rows were left out")
    assert [row["fiscal_year"] for row in table_rows(data, "greenbook")] == ["2016"]


def test_json_holds_every_change_and_finding(data: Path) -> None:
    ran = run(data, MALI, ("2017", *MALI[1:7], "x", 5), options=("--dry-run", "--json"))
    assert ran.exit_code == 1
    told = json.loads(ran.stdout)
    assert told["rows"] == {"read": 2, "before": 1, "after": 1}
    assert [change["key"] for change in told["added"]] == [[IMET, "Mali", "2016"]]
    assert [(error["row"], error["found"]) for error in told["errors"]] == [(3, "'x'")]
    assert told["written"] is False


def test_an_unknown_table_is_bad_usage(data: Path) -> None:
    ran = CliRunner().invoke(main, ["import", "greenbok", "x.csv"])
    assert ran.exit_code == 2
    assert "expected countries, greenbook" in ran.stderr
