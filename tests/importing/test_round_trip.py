"""Any rows of a table, printed as the publisher prints them, come back as the same rows."""

import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from editions import (
    copy_data,
    published_greenbook,
    shorten,
    table_rows,
    write_text,
    write_workbook,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imet_graph.importing import import_table
from imet_graph.reading import find_lookup

ACCOUNTS = (
    "Foreign Military Financing Program",
    "International Military Education and Training",
    "International Narcotics Control and Law Enforcement",
    "Peace Keeping Operations",
)
PLACES = sorted(
    name for name, spans in find_lookup("country-names").spans.items() if len(spans) == 1
)
AMOUNTS = st.integers(-(10**12), 10**12)


@st.composite
def greenbook_rows(draw: st.DrawFn) -> list[dict[str, str]]:
    keys = st.tuples(
        st.sampled_from(ACCOUNTS),
        st.sampled_from(PLACES),
        st.integers(1950, 2019).map(str) | st.just("1976TQ"),
    )
    rows = []
    for account, place, year in draw(st.lists(keys, min_size=1, max_size=8, unique=True)):
        parts = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=2))
        current, constant = zip(*parts, strict=True)
        rows.append(
            {
                "account": account,
                "place_name": place,
                "fiscal_year": year,
                "amount_usd": str(sum(current)),
                "amount_usd_constant_2020": str(sum(constant)),
                "printed": " + ".join(map(str, current)),
                "printed_constant_2020": " + ".join(map(str, constant)),
                "lines": str(len(parts)),
            }
        )
    return rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_data(tmp_path_factory.mktemp("round-trip"))
    shorten(folder, "greenbook", place_name="Mali", fiscal_year="2015")
    return folder


@contextlib.contextmanager
def published(rows: list[tuple[object, ...]], kind: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"edition.{kind}"
        if kind == "xlsx":
            yield write_workbook(path, rows, ["Overseas Loans and Grants", ""])
        else:
            yield write_text(path, rows)


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx"])
@given(rows=greenbook_rows())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_of_the_greenbook_come_back(data: Path, kind: str, rows: list[dict[str, str]]) -> None:
    with published(published_greenbook(rows), kind) as path:
        done = import_table("greenbook", path, data=data)
    assert not done.errors
    assert sorted(table_rows(data, "greenbook"), key=str) == sorted(rows, key=str)


@given(rows=greenbook_rows(), wrong=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_cell_is_broken_nothing_is_written(
    data: Path, rows: list[dict[str, str]], wrong: st.DataObject
) -> None:
    lines = [list(line) for line in published_greenbook(rows)]
    row = wrong.draw(st.integers(1, len(lines) - 1))
    column = wrong.draw(st.sampled_from([0, 2, 3, 6, 7, 8]))
    lines[row][column] = wrong.draw(st.sampled_from(["", "?", "12,34", "20l6"]))
    before = table_rows(data, "greenbook")
    with published([tuple(line) for line in lines], "csv") as path:
        done = import_table("greenbook", path, data=data)
    economic = lines[row][3] == "Economic" and column == 6
    if economic:
        assert sum(done.left_out.values()) == 1
    else:
        assert done.errors
        assert table_rows(data, "greenbook") == before


def test_there_are_many_places_to_draw_from() -> None:
    assert len(PLACES) > 100
    assert list(itertools.islice(PLACES, 1)) == ["Afghanistan"]
