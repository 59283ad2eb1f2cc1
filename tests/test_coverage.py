"""Statements of coverage agree with the figures that are there, and a gap never reads as a zero."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
import pytest

from imet_graph.mapping import map_table
from imet_graph.named_query import fill as fill_in
from imet_graph.named_query import find
from imet_graph.ontology import load_concepts
from imet_graph.query import run
from imet_graph.resources import data_dir
from imet_graph.store import fill
from imet_graph.terms import ntriples_lines

TABLES = data_dir() / "tables"
FIGURES = {
    "greenbook": ("greenbook", "fiscal_year"),
    "state-budget-justification": ("state-budget-justification", "fiscal_year"),
    "training-totals": ("training-totals", "fiscal_year"),
    "trafficking-tiers": ("trafficking-tiers", "report_year"),
}
"""The table behind each data set, and its column of years."""


def rows(folder: str, file: str) -> Iterator[dict[str, str]]:
    with (TABLES / folder / file).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


@pytest.fixture(scope="module")
def statements() -> Mapping[str, dict[int, dict[str, str]]]:
    """Rows of the table by data set and fiscal year."""
    found: dict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    for row in rows("coverage", "coverage.csv"):
        found[row["data_set"]][int(row["fiscal_year"])] = row
    return found


def test_each_data_set_has_one_statement_a_fiscal_year(
    statements: Mapping[str, dict[int, dict[str, str]]],
) -> None:
    assert set(statements) == set(FIGURES)
    for years in statements.values():
        assert sorted(years) == list(range(1947, 2027))


@pytest.mark.parametrize("data_set", FIGURES)
def test_a_year_is_called_covered_where_the_table_has_figures_of_it(
    data_set: str, statements: Mapping[str, dict[int, dict[str, str]]]
) -> None:
    folder, column = FIGURES[data_set]
    (table,) = (path.name for path in (TABLES / folder).glob("*.csv"))
    there = {int(row[column]) for row in rows(folder, table)}
    covered = {
        year for year, row in statements[data_set].items() if row["status"] in {"have", "partly"}
    }
    assert covered == there


def test_what_is_missing_says_why(statements: Mapping[str, dict[int, dict[str, str]]]) -> None:
    for years in statements.values():
        assert all(row["note"] for row in years.values() if row["status"] != "have")


def test_the_training_reports_of_2021_to_2023_were_not_published(
    statements: Mapping[str, dict[int, dict[str, str]]],
) -> None:
    years = statements["training-totals"]
    assert [y for y, row in years.items() if row["status"] == "not-published"] == [2021, 2022, 2023]


def test_a_country_left_out_by_law_has_no_line_in_the_years_it_is_left_out(
    statements: Mapping[str, dict[int, dict[str, str]]],
) -> None:
    """The law is of September 2002; the report of that fiscal year still prints the three."""
    years = {y for y, row in statements["training-totals"].items() if row["excepts"]}
    assert years == set(range(2003, 2021))
    printed = {
        (row["place_name"], int(row["fiscal_year"]))
        for row in rows("training-totals", "observations.csv")
        if row["place_name"] in {"Australia", "Japan", "New Zealand"}
    }
    assert printed
    assert not {year for _, year in printed} & years


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Statements of coverage, fiscal periods and the figures of three data sets."""
    folders = ["coverage", "fiscal-periods", "state-budget-justification", "trafficking-tiers"]
    lines = [
        line for name in [*folders, "training-totals"] for line in map_table(TABLES / name).lines
    ]
    parts = "<https://w3id.org/imet-graph/id/program/imet-%d> <%s> <%s> ."
    sub, whole = (
        "https://w3id.org/imet-graph/ontology#subProgramOf",
        "https://w3id.org/imet-graph/id/program/imet",
    )
    lines += [parts % (number, sub, whole) for number in (1, 2)]
    store = ox.Store()
    fill(store, sorted({*lines, *ntriples_lines(load_concepts())}), [])
    return store


def answers(store: ox.Store, **values: str) -> list[dict[str, str]]:
    answer = run(store, fill_in(find("coverage"), {k.rstrip("_"): v for k, v in values.items()}))
    return [
        {
            name: "" if term is None else str(getattr(term, "value", term))
            for name, term in zip(answer.columns, row, strict=True)
        }
        for row in answer.rows
    ]


def one(store: ox.Store, data_set: str, year: str, **values: str) -> dict[str, str]:
    found = answers(store, from_=year, to=year, **values)
    (row,) = (row for row in found if data_set in row["data_set"])
    return row


def test_every_statement_is_one_row_of_the_answer(store: ox.Store) -> None:
    found = answers(store, country="country:EGY")
    assert len(found) == 320
    assert len({row["statement"] for row in found}) == 320


def test_a_year_not_published_has_no_count_of_figures(store: ox.Store) -> None:
    row = one(store, "training-totals", "2022", country="country:EGY")
    assert (row["availability"], row["figures"], row["remark"]) == ("not published", "", "")
    assert "had not published" in row["note"]


def test_a_covered_year_without_a_figure_says_that_no_line_is_printed(store: ox.Store) -> None:
    row = one(store, "state-budget-justification", "2010", country="country:DEU")
    assert (row["availability"], row["figures"]) == ("partly", "0")
    assert row["remark"] == "no line printed"


def test_a_country_left_out_by_law_is_not_taken_for_one_without_a_line(store: ox.Store) -> None:
    after = one(store, "training-totals", "2003", country="country:AUS")
    assert (after["figures"], after["remark"]) == ("0", "left out by design")
    before = one(store, "training-totals", "2002", country="country:AUS")
    assert (before["figures"] != "0", before["remark"]) == (True, "")


def test_figures_of_a_part_count_for_the_program(store: ox.Store) -> None:
    """The report of fiscal year 2019 prints Egypt's training under IMET-2."""
    row = one(store, "training-totals", "2019", country="country:EGY", program="program:imet")
    assert row["figures"] == "1"
    whole = one(store, "training-totals", "2019", country="country:EGY")
    assert int(whole["figures"]) > 1


def test_a_placement_in_a_tier_counts_as_one_figure(store: ox.Store) -> None:
    row = one(store, "tip-tiers", "2010", country="country:EGY")
    assert (row["figures"], row["remark"]) == ("1", "")
