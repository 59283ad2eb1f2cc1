"""Every hygiene rule can fire, and none fires on what ships."""

from pathlib import Path

import pytest
from rdflib import Graph

from imet_graph.errors import QueryError
from imet_graph.hygiene import LEVELS, count_by_level, findings, inspect, rules
from imet_graph.ontology import load_concepts, load_cube, load_schema
from imet_graph.relational import CodedGraph
from imet_graph.terms import ntriples_lines

FIXTURES = Path(__file__).parent / "fixtures" / "hygiene"
RULES = {rule.name: rule for rule in rules()}


def test_there_are_rules_and_each_has_a_level_problem_and_solution() -> None:
    assert len(RULES) >= 15
    assert {rule.level for rule in RULES.values()} <= set(LEVELS)
    assert all(rule.problem and rule.solution for rule in RULES.values())


@pytest.mark.parametrize("name", RULES)
def test_a_rule_fires_on_its_example(name: str) -> None:
    example = FIXTURES / f"{name}.ttl"
    graph = CodedGraph.from_graph(Graph().parse(example))
    assert inspect(graph, [RULES[name]]), f"{example.name} breaks no rule"


def test_no_example_is_left_over() -> None:
    examples = {path.stem for path in FIXTURES.glob("*.ttl")}
    assert examples == set(RULES)


def test_the_ontology_that_ships_has_no_errors() -> None:
    lines = ntriples_lines(load_schema() + load_concepts() + load_cube())
    offences = inspect(CodedGraph.from_lines(lines))
    assert findings(offences) == []
    assert count_by_level(offences)["error"] == 0


def test_a_rule_without_level_is_refused(tmp_path: Path) -> None:
    (tmp_path / "profile.yml").write_text("rules: {}\n")
    (tmp_path / "lost.rq").write_text("#+ description: p\n#+ solution: s\nSELECT ?a {}\n")
    with pytest.raises(QueryError, match="lost is a rule or a level only"):
        rules(tmp_path)


def test_a_rule_of_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "profile.yml").write_text("rules: {odd: warn}\n")
    (tmp_path / "odd.rq").write_text("#+ description: p\n#+ solution: s\nSELECT ?a { ?a ?b ?c }\n")
    with pytest.raises(QueryError, match=r"rule odd: expected \?entity \?property \?value"):
        inspect(CodedGraph.from_lines([]), rules(tmp_path))
