"""A table and its source.yml are replaced together or not at all."""

from pathlib import Path

import pytest
from editions import IMET, copy_data, shorten, table_rows

from imet_graph.errors import SourceError
from imet_graph.importing.writing import replace_table, to_csv
from imet_graph.reading import read_table
from imet_graph.resources import data_dir

TABLES = sorted(path.parent for path in (data_dir() / "tables").glob("*/source.yml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = copy_data(tmp_path)
    shorten(data, "greenbook", account=IMET, place_name="Mali")
    return data / "tables" / "greenbook"


@pytest.mark.parametrize("folder", TABLES, ids=lambda path: path.name)
def test_a_table_that_ships_is_written_as_it_stands(folder: Path) -> None:
    table = read_table(folder)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert to_csv(table.columns, rows) == (folder / table.description.table).read_bytes()


def test_only_hash_and_number_of_rows_change_in_the_description(folder: Path) -> None:
    before = (folder / "source.yml").read_text(encoding="utf-8").splitlines()
    table = read_table(folder)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows[:1]]
    replace_table(folder, "observations.csv", table.columns, rows)
    after = (folder / "source.yml").read_text(encoding="utf-8").splitlines()
    differing = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.partition(":")[0] for line in differing] == ["sha256", "rows"]
    assert differing[1] == "rows: {minimum: 1, maximum: 1}"
    assert read_table(folder).rows == table.rows[:1]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_table_that_does_not_fit_its_description_is_not_put_in_place(folder: Path) -> None:
    before = contents(folder)
    columns = read_table(folder).columns
    with pytest.raises(SourceError, match="an empty cell"):
        replace_table(folder, "observations.csv", columns, [{"account": IMET}])
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_description_in_another_form_is_not_guessed_at(folder: Path) -> None:
    path = folder / "source.yml"
    path.write_text(path.read_text(encoding="utf-8").replace('sha256: "', 'sha256:  "'))
    before = contents(folder)
    with pytest.raises(SourceError, match="0 lines; expected one line such as sha256"):
        replace_table(folder, "observations.csv", ("account",), [])
    assert contents(folder) == before


def test_where_the_second_move_fails_the_first_is_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    rows = table_rows(folder.parent.parent, "greenbook")[:1]
    columns = read_table(folder).columns
    move = Path.replace

    def full(self: Path, target: Path) -> Path:
        if self.name == "source.yml":
            raise OSError(28, "No space left on device")
        return Path(move(self, target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SourceError, match="No space left on device"):
        replace_table(folder, "observations.csv", columns, rows)
    assert contents(folder) == before
