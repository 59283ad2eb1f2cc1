"""The register accounts for every row of the research record."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from imet_graph import passages
from imet_graph.errors import SourceError
from imet_graph.register import left_out, missing, read_register
from imet_graph.store import Release

ROOT = Path(__file__).parent.parent
TABLES = {
    "laws.tsv": "law_id",
    "agencies.tsv": "agency_id",
    "country_events.tsv": "event_id",
    "funding.tsv": "funding_id",
}


def rows_of_the_record(folder: Path) -> Iterator[str]:
    for name, column in TABLES.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file, delimiter="\t"))
    with (folder / "contradictions.md").open(encoding="utf-8") as file:
        yield from (line.split("|")[1].strip() for line in file if line.startswith("| X-"))


def test_every_row_of_the_record_is_in_the_register(shared_data: Path) -> None:
    rows = set(rows_of_the_record(shared_data.parent / "dossier"))
    assert len(rows) == 132 + 114 + 242 + 338 + 25
    assert rows - {entry.row for entry in read_register()} == set()


def test_every_action_on_child_soldiers_is_in_the_register(shared_data: Path) -> None:
    with (shared_data / "cspa_actions_partial.csv").open(encoding="utf-8", newline="") as file:
        count = len(list(csv.DictReader(file)))
    named = {entry.row for entry in read_register() if entry.row.startswith("cspa-")}
    assert named == {f"cspa-{number}" for number in range(1, count + 1)}


def test_every_node_of_the_register_is_in_the_graph(release: Release) -> None:
    assert missing(read_register(), release.open()) == []


def test_a_row_is_told_in_one_file() -> None:
    files: dict[str, set[str]] = {}
    for entry in read_register():
        files.setdefault(entry.row, set()).add(entry.subject)
    assert [row for row, each in files.items() if len(each) > 1] == []


def test_the_notes_list_what_stayed_out() -> None:
    assert passages.passage(ROOT / "docs" / "data-notes.md", "register") == left_out(
        read_register()
    )


def test_rows_that_stay_out_for_one_reason_share_a_line(tmp_path: Path) -> None:
    (tmp_path / "laws.csv").write_text(
        "row,node,reason\nL-1,pl:94-329,\nL-2,,No source.\nL-3,,No source.\nL-7,,No law.\n"
    )
    assert left_out(read_register(tmp_path)).splitlines() == [
        "- Law: 1 of 4 rows are in the graph.",
        "  - L-2 to L-3: No source.",
        "  - L-7: No law.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found an empty file; expected row,node,reason"),
        ("row,node\nL-1,pl:94-329\n", "found row,node; expected row,node,reason"),
        ("row,node,reason\nL-1,pl:94-329\n", "line 2: found 2 cells; expected 3 cells"),
        ("row,node,reason\n,pl:94-329,\n", "column row: found an empty cell"),
        ("row,node,reason\nL-1,,\n", "column reason: found an empty cell; expected a node"),
        ("row,node,reason\nL-1,law:1,\n", "column node: found 'law:1'"),
    ],
)
def test_a_faulty_line_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "laws.csv").write_text(text)
    with pytest.raises(SourceError) as caught:
        read_register(tmp_path)
    assert said in "\n".join(map(str, caught.value.findings)).replace("row 2", "line 2")


def test_a_file_without_marks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n")
    with pytest.raises(SourceError, match="expected the marks <!-- register: start -->"):
        passages.rewrite(tmp_path / "notes.md", "register", "text")


def test_a_passage_is_rewritten_once(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("before\n<!-- register: start -->\nold\n<!-- register: end -->\nafter\n")
    assert passages.rewrite(path, "register", "new")
    assert not passages.rewrite(path, "register", "new")
    assert path.read_text() == (
        "before\n<!-- register: start -->\nnew\n<!-- register: end -->\nafter\n"
    )
