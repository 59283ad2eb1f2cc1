"""Each question has a query that could refute it: empty on what ships, not on a faulty graph."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from imet_graph.errors import QueryError
from imet_graph.named_query import soundness
from imet_graph.query import run
from imet_graph.resources import queries_dir
from imet_graph.store import Release

FAULTY = Path(__file__).parent / "fixtures" / "soundness"
CHECKS = soundness()


def test_every_question_can_be_refuted_and_nothing_else_is() -> None:
    questions = {path.stem for path in (queries_dir() / "competency").glob("*.rq")}
    assert set(CHECKS) == questions


def test_every_check_says_what_a_row_would_mean() -> None:
    assert [check.name for check in CHECKS.values() if not (check.summary and check.refutes)] == []


def test_no_faulty_graph_is_left_over() -> None:
    assert {path.stem for path in FAULTY.glob("*.ttl")} == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_what_ships_does_not_refute_the_answer(name: str, release: Release) -> None:
    assert run(release.open(), CHECKS[name].text).rows == ()


@pytest.mark.parametrize("name", CHECKS)
def test_a_faulty_graph_refutes_the_answer(name: str) -> None:
    store = ox.Store()
    store.load(path=FAULTY / f"{name}.ttl", format=ox.RdfFormat.TURTLE)
    answer = run(store, CHECKS[name].text)
    assert answer.kind == "solutions"
    assert answer.rows, "a check that finds no fault checks nothing"


@pytest.mark.parametrize(
    ("header", "message"),
    [("", "no header"), ("#+ summary: s\n", "header misses 'refutes'")],
)
def test_a_check_without_its_meaning_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, message: str
) -> None:
    (tmp_path / "soundness").mkdir()
    (tmp_path / "soundness" / "lost.rq").write_text(f"{header}SELECT ?a {{ ?a ?b ?c }}\n")
    monkeypatch.setattr("imet_graph.named_query.queries_dir", lambda: tmp_path)
    with pytest.raises(QueryError, match=message):
        soundness()
