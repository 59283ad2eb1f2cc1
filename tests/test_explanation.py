"""Why a triple holds is told from the rule down to sources, in text, JSON, PROV and Mermaid."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF

from imet_graph.cli import main
from imet_graph.errors import QueryError
from imet_graph.explanation import (
    Explanation,
    explain,
    parse_node,
    render_text,
    to_json,
    to_mermaid,
    to_prov,
)
from imet_graph.namespaces import IMET, expand
from imet_graph.reasoning import Proof
from imet_graph.store import Release


def told(release: Release, line: str, *, every: bool = False) -> Explanation:
    return explain(release, *map(parse_node, line.split()), every=every)


def rules(explanation: Explanation) -> set[str]:
    return {tree.rule for proof in explanation.proofs for tree in proof.nodes()} - {""}


def stated(explanation: Explanation) -> set[str]:
    """The facts at the leaves, as labels."""
    return {
        explanation.sentence(triple)
        for proof in explanation.proofs
        for triple in proof.leaves()
        if triple in explanation.marks
    }


@pytest.fixture(scope="module")
def pakistan(release: Release) -> Explanation:
    return told(release, "cprogram:imet-PAK a imet:EverSuspendedCountryProgram")


# What the record entails


def test_the_suspension_of_thailand_counts_as_a_coup_restriction_by_its_ground(
    release: Release,
) -> None:
    why = told(release, "restriction:tha-2014-coup a imet:CoupRestriction")
    assert {"cax-eqc2", "cls-int1", "cls-hv2", "cax-sco"} <= rules(why)
    assert any(sentence.endswith("ground: coup") for sentence in stated(why))


def test_the_coup_clause_of_2023_lets_the_secretary_of_state_waive_the_suspension_of_gabon(
    release: Release,
) -> None:
    why = told(
        release, "restriction:gab-2023-coup imet:mayBeWaivedBy body:secretary-of-state", every=True
    )
    assert "38-may-be-waived-by-clause" in rules(why)
    assert any("section 7008" in sentence for sentence in stated(why))


def test_the_president_may_waive_the_bar_of_article_98_by_the_law_it_rests_on(
    release: Release,
) -> None:
    why = told(
        release,
        "restriction:mli-2003-article-98 imet:mayBeWaivedBy body:president-of-the-united-states",
    )
    assert "37-may-be-waived-by-law" in rules(why)
    end = "waivable by: President of the United States"
    assert any(sentence.endswith(end) for sentence in stated(why))


# What the article's own facts entail


def test_pakistans_program_counts_as_ever_suspended_for_the_suspension_of_2018(
    pakistan: Explanation,
) -> None:
    assert {"cax-sco", "cls-int1", "cls-svf1", "prp-inv1"} <= rules(pakistan)
    assert any("2018: is of the class suspension" in sentence for sentence in stated(pakistan))
    assert any(source.publisher == "Reuters" for source in pakistan.sources)


def test_the_bureau_is_within_the_department_as_stated_and_by_the_line_of_subunits(
    release: Release,
) -> None:
    found = told(
        release,
        "body:bureau-of-political-military-affairs imet:withinOrganization "
        "body:us-department-of-state",
    )
    as_stated, derived = found.proofs
    assert as_stated.asserted
    assert found.marks[as_stated.triple]
    assert derived.rule == "prp-trp"
    assert as_stated.triple not in derived.leaves()


def test_the_program_is_authorized_under_the_act_by_the_parts_of_the_act(
    release: Release,
) -> None:
    found = told(release, "program:imet imet:authorizedUnder pl:87-195")
    assert {"prp-spo2", "prp-trp"} <= rules(found)
    assert all(found.marks[triple] for triple in found.proofs[0].leaves() if triple in found.marks)


def test_graduates_of_the_school_of_the_americas_count_for_its_successor(
    release: Release,
) -> None:
    found = told(
        release,
        "group:school-of-the-americas-graduates imet:attendedLineage school:whinsec",
    )
    assert found.proofs[0].rule == "prp-spo2"
    assert "imet:succeededBy" in found.proofs[0].words


def test_the_attack_at_pensacola_fell_in_fiscal_year_2020_by_its_date(release: Release) -> None:
    found = told(release, "incident:usa-2019-nas-pensacola-attack imet:inFiscalPeriod fy:2020")
    assert found.proofs[0].rule.endswith("in-fiscal-period")
    assert "within the bounds" in found.proofs[0].words
    assert found.proofs[0].conditions
    assert any(str(triple[2]) == "2019-12-06" for triple in found.proofs[0].leaves())


def test_other_last_steps_are_told_where_they_are_asked_for(release: Release) -> None:
    line = "incident:usa-2019-nas-pensacola-attack a imet:Event"
    every = told(release, line, every=True).proofs
    assert len(every) > 1
    assert len({(proof.rule, proof.premises) for proof in every}) == len(every)
    assert [proof.steps for proof in every] == sorted(proof.steps for proof in every)
    assert every[0].steps == told(release, line).proofs[0].steps


def test_every_asserted_fact_in_a_proof_shows_its_sources(pakistan: Explanation) -> None:
    assert pakistan.marks
    assert all(pakistan.marks.values())
    numbers = {mark.number for marks in pakistan.marks.values() for mark in marks}
    assert numbers == {source.number for source in pakistan.sources}


# Forms


def test_text_shows_each_conclusion_above_its_reasons_and_sources_last(
    pakistan: Explanation,
) -> None:
    lines = render_text(pakistan)
    assert lines[0] == "IMET with Pakistan: is of the class ever-suspended country program"
    assert lines[2].startswith("  because every")
    assert lines[2].endswith("(cax-sco)")
    assert re.fullmatch(r"  \[\d+\] .+", lines[-1])


def test_json_holds_the_whole_tree(pakistan: Explanation) -> None:
    def count(value: dict[str, Any]) -> int:
        return 1 + sum(count(premise) for premise in value["premises"])

    value = json.loads(json.dumps(to_json(pakistan)))
    assert count(value["proofs"][0]) == sum(1 for _ in pakistan.proofs[0].nodes())
    assert len(value["sources"]) == len(pakistan.sources)


def test_prov_names_for_every_step_what_it_used_and_what_it_generated(
    pakistan: Explanation,
) -> None:
    graph = Graph().parse(data=to_prov(pakistan).serialize(format="turtle"), format="turtle")
    steps = set(graph.subjects(RDF.type, PROV.Activity))
    distinct = {tree.triple for tree in pakistan.proofs[0].nodes() if not tree.asserted}
    assert len(steps) == len(distinct)
    assert all((None, PROV.wasGeneratedBy, step) in graph for step in steps)
    assert all((step, PROV.used, None) in graph for step in steps)
    sources = set(graph.objects(None, PROV.hadPrimarySource))
    assert sources == {URIRef(source.citation.iri) for source in pakistan.sources}


def test_mermaid_draws_every_fact_and_step_once(pakistan: Explanation) -> None:
    lines = to_mermaid(pakistan).splitlines()
    assert lines[0] == "flowchart TD"
    nodes = [line for line in lines if re.match(r"  [fs]\d+[(\[]", line)]
    arrows = [line for line in lines if "-->" in line]
    named = {re.match(r"  (\w+)", line)[1] for line in nodes}  # type: ignore[index]
    assert len(named) == len(nodes)
    assert all(set(re.findall(r"\b[fs]\d+\b", line)) <= named for line in arrows)
    assert all(line.count('"') in {0, 2} for line in nodes)


# Terms and bad input


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a", RDF.type),
        ("country:PAK", expand("country:PAK")),
        ("https://example.org/x", URIRef("https://example.org/x")),
        ("42", Literal(42)),
        ('"Mali"@en', Literal("Mali", lang="en")),
        ("true", Literal(True)),
    ],
)
def test_terms_are_read_as_people_write_them(text: str, term: URIRef | Literal) -> None:
    assert parse_node(text) == term


def test_what_is_no_term_is_refused(release: Release) -> None:
    with pytest.raises(QueryError, match="expected a prefixed name"):
        told(release, "cprogram:imet-PAK a nonsense")


def test_a_triple_that_does_not_hold_is_refused_with_what_holds(release: Release) -> None:
    with pytest.raises(QueryError, match=r"neither stated nor inferred; it has .*expected"):
        told(release, "cprogram:imet-PAK imet:ofProgram program:expanded-imet")


def test_the_command_line_explains_in_every_form(release: Release) -> None:
    run = CliRunner()
    line = ["group:school-of-the-americas-graduates", "imet:attendedLineage", "school:whinsec"]
    for form, start in (
        ("text", "Graduates"),
        ("json", "{"),
        ("prov", "@prefix"),
        ("mermaid", "flowchart TD"),
    ):
        home = ["--home", str(release.path.parent)]
        done = run.invoke(main, [*home, "explain", *line, "--format", form])
        assert done.exit_code == 0, done.output
        assert done.output.startswith(start)


def test_a_fact_that_is_only_stated_has_itself_as_proof(release: Release) -> None:
    found = told(release, "restriction:pak-2018-freeze imet:restricts cprogram:imet-PAK")
    triple = (
        expand("restriction:pak-2018-freeze"),
        IMET.restricts,
        expand("cprogram:imet-PAK"),
    )
    assert found.proofs[0] == Proof(triple)
    assert found.marks[triple]
