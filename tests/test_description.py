"""A description gives each fact its sources, counts what it cuts, and never turns gaps to zero."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from imet_graph.description import describe, document_graph, render_text, to_json
from imet_graph.description.model import Description, Fact
from imet_graph.description.rendering import grouped, year_ranges
from imet_graph.errors import QueryError
from imet_graph.namespaces import expand
from imet_graph.store import fill
from imet_graph.terms import canonical_graph, ntriples_lines

FACTS = Path(__file__).parent / "fixtures" / "serving"
PREFIXES = "".join(
    line for line in (FACTS / "pakistan.ttl").read_text().splitlines(True) if line.startswith("@")
)


def opened(asserted: str, inferred: str = "") -> ox.Store:
    store = ox.Store()
    texts = (asserted, PREFIXES + inferred)
    graphs = [canonical_graph(Graph().parse(data=text, format="turtle")) for text in texts]
    fill(store, *(ntriples_lines(graph) for graph in graphs))
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return opened((FACTS / "pakistan.ttl").read_text(), (FACTS / "inferred.ttl").read_text())


def fact(description: Description, predicate: str, value: str) -> Fact:
    (found,) = (
        fact
        for fact in (*description.facts, *description.types)
        if fact.predicate.iri == str(expand(predicate))
        and value in {fact.value.text, fact.value.iri and str(fact.value.iri.rpartition("/")[2])}
    )
    return found


def cited(description: Description, fact: Fact) -> list[str]:
    by_number = {source.number: source for source in description.sources}
    return [by_number[mark.number].citation.label for mark in fact.marks]


def test_a_fact_that_a_claim_states_has_its_sources_its_verdict_and_its_evidence(
    store: ox.Store,
) -> None:
    program = describe(store, "program:imet")
    stated = fact(program, "imet:establishedBy", "94-329")
    assert cited(program, stated) == ["Article, History, note 2", "Pub. L. 94-329, section 106"]
    mark, evidence = stated.marks
    assert evidence.verdict == ""
    assert mark.claim == str(expand("claim:sc-900"))
    assert (mark.verdict, mark.verdict_key) == ("supported", "supported")


def test_any_other_fact_has_the_sources_of_its_subject(store: ox.Store) -> None:
    program = describe(store, "program:imet")
    stated = fact(program, "imet:establishedBy", "faa-541")
    assert cited(program, stated) == ["22 U.S.C. 2347"]
    assert stated.marks[0].claim == ""


def test_an_inferred_fact_is_told_apart_and_borrows_no_source(store: ox.Store) -> None:
    program = describe(store, "program:imet")
    inferred = [fact for fact in program.facts if fact.inferred]
    assert {fact.predicate.label for fact in inferred} == {"authorized by"}
    assert len(inferred) == 2
    assert not any(fact.marks for fact in inferred)
    kind = fact(describe(store, "cprogram:imet-PAK"), "rdf:type", "country program ever suspended")
    assert kind.inferred


def test_a_source_tells_locator_title_publisher_date_address_and_tier(store: ox.Store) -> None:
    (first, *_) = describe(store, "country:PAK").sources
    assert first.number == 1
    assert first.locator == "IMET, line Pakistan"
    assert first.source is not None
    assert first.source.label.startswith("U.S. Overseas Loans and Grants")
    assert first.publisher == "United States Agency for International Development"
    assert first.published_on == "2022-08-09"
    assert first.web_address == "https://data.usaid.gov/d/7cnw-pw8v"
    assert first.tier == "official data"


def test_sources_are_numbered_from_one_without_holes(store: ox.Store) -> None:
    country = describe(store, "country:PAK")
    numbers = [source.number for source in country.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    used = {mark.number for fact in country.facts for mark in fact.marks}
    used |= {mark.number for figure in country.figures for mark in figure.marks}
    used |= {mark.number for claim in country.claims for mark in claim.marks}
    assert used == set(numbers)


def test_the_status_is_in_words_and_flagged_where_care_is_needed(store: ox.Store) -> None:
    freeze = describe(store, "restriction:pak-2018-freeze")
    assert (freeze.status, freeze.status_key, freeze.flagged) == (
        "verified in part",
        "partly",
        True,
    )
    assert describe(store, "claim:sc-902").flagged
    assert not describe(store, "pl:94-329").flagged
    assert freeze.notes == (("note", "The month is known, the day is not."),)


def test_claims_about_a_thing_have_verdict_note_and_speaker(store: ox.Store) -> None:
    freeze, criticism = describe(store, "country:PAK").claims
    assert freeze.verdict_key == "qualified"
    assert freeze.verdict_note == "Press reports give the number."
    assert [agent.label for agent in criticism.asserted_by] == ["unnamed United States officers"]
    (claim,) = describe(store, "program:imet").claims
    assert claim.text == "The program was established by the act of 1976."


def test_figures_keep_stage_period_currency_basis_and_source(store: ox.Store) -> None:
    figures = describe(store, "country:PAK").figures
    rows = [(f.stage.label if f.stage else "", f.year, f.amount, f.unit, f.basis) for f in figures]
    assert rows == [
        ("obligated", 2018, "496954", "USD", "current dollars"),
        ("obligated", 2020, "2257130", "USD", "current dollars"),
        ("requested", 2021, "3500000", "USD", "current dollars"),
    ]
    assert [f.approximate for f in figures] == [False, False, True]
    assert all(f.marks for f in figures)
    assert describe(store, "cprogram:imet-PAK").figure_count == 3


def test_a_year_without_a_figure_is_a_gap_and_no_zero(store: ox.Store) -> None:
    country = describe(store, "country:PAK")
    (gap,) = country.gaps
    assert gap.years == (2019,)
    assert "obligated" in gap.series
    assert "no figure reported: " in "\n".join(render_text(country))
    assert not any(figure.amount == "0" for figure in country.figures)


def test_an_observation_without_an_amount_is_shown_as_not_reported() -> None:
    store = opened(
        PREFIXES + "obs:x a imet:FundingObservation ; imet:recipientCountry country:PAK ; "
        "imet:stage stage:obligated ."
        'country:PAK rdfs:label "Pakistan"@en .'
    )
    country = describe(store, "country:PAK")
    assert country.figures[0].amount == ""
    assert "  Pakistan, obligated: no figure reported" in render_text(country)


def test_a_program_lists_figures_of_no_single_country_and_counts_the_others(
    store: ox.Store,
) -> None:
    program = describe(store, "program:imet")
    assert [figure.amount for figure in program.figures] == ["104900000"]
    assert program.figures_elsewhere == 3


def test_head_counts_keep_their_basis() -> None:
    store = opened(
        PREFIXES
        + "obs:x a imet:TraineeObservation ; imet:recipientCountry country:PAK ; "
        + "imet:inFiscalPeriod fy:2018 ; imet:traineeCount 85 ; imet:countBasis "
        + "<https://w3id.org/imet-graph/concept/countbasis/persons> ."
        + 'fy:2018 imet:fiscalYearNumber 2018 . country:PAK rdfs:label "Pakistan"@en .'
        + "<https://w3id.org/imet-graph/concept/countbasis/persons> "
        + 'skos:prefLabel "persons trained"@en ; skos:notation "persons" .'
    )
    (figure,) = describe(store, "country:PAK").figures
    assert (figure.measure, figure.amount, figure.unit) == ("persons", "85", "persons trained")
    count = fact(describe(store, "obs:x"), "imet:traineeCount", "85")
    assert count.value.unit == "persons"


def test_incoming_links_are_counted_in_full_and_their_cut_is_stated(store: ox.Store) -> None:
    country = describe(store, "country:PAK", incoming_limit=2)
    groups = {group.predicate.label: group for group in country.incoming}
    recipient = groups["recipient country"]
    assert recipient.count == 4
    assert [ref.label for ref in recipient.shown] == [
        "IMET in Pakistan",
        "IMET obligations, Pakistan, fiscal year 2018",
    ]
    assert any("(4; the first 2 are listed)" in line for line in render_text(country))
    law = {g.predicate.label: g for g in describe(store, "pl:94-329").incoming}
    assert (law["authorized by"].count, law["authorized by"].inferred) == (1, 1)
    assert law["established by"].inferred == 0


def test_claims_and_figures_beyond_a_limit_are_counted(store: ox.Store) -> None:
    country = describe(store, "country:PAK", claim_limit=1, figure_limit=2)
    assert (len(country.claims), country.claim_count) == (1, 2)
    assert (len(country.figures), country.figure_count) == (2, 3)
    assert country.gaps == (), "a series that is cut has no known gaps"
    text = "\n".join(render_text(country))
    assert "Claims (the first 1 of 2)" in text
    assert "Figures (the first 2 of 3)" in text


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("country:PAQ", r"country:PAQ: the graph says nothing about it; .* country:PAK"),
        ("claim:sc-999", "claim:sc-90"),
        ("country:pak", "country:PAK"),
        ("Pakistan", "expected a prefixed name such as country:PAK"),
        ("nothing:PAK", "no known prefix"),
        ("https://example.org/x", "expected a thing of this graph"),
        ("country:P K", "no IRI may hold"),
    ],
)
def test_an_unknown_thing_is_an_error_that_names_near_ones(
    store: ox.Store, name: str, message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        describe(store, name)


def test_the_text_shows_everything_once(store: ox.Store) -> None:
    lines = render_text(describe(store, "program:imet"))
    assert lines[:2] == ["International Military Education and Training", "program:imet"]
    text = "\n".join(lines)
    assert "established by: International Security Assistance" in text
    assert "<pl:94-329> [1: supported]" in text or "<pl:94-329> [2: supported]" in text
    assert "[inferred]" in text
    assert "Verdict: supported. Section 106 adds chapter 5" in text
    assert "3 further figures stand with the countries they are of" in text
    assert any(line.startswith("  [1] ") for line in lines)
    assert not any(line != line.rstrip() for line in lines)


def test_the_description_is_json(store: ox.Store) -> None:
    country = to_json(describe(store, "country:PAK"))
    again = json.loads(json.dumps(country))
    assert again["figures"][0]["amount"] == "496954"
    assert again["sources"][0]["citation"]["label"] == "Greenbook, line Pakistan"


def test_a_node_without_a_name_is_shown_as_an_expression(store: ox.Store) -> None:
    term = describe(store, "imet:EverSuspendedCountryProgram")
    assert fact(term, "owl:equivalentClass", "an expression without a name")
    graph = document_graph(store, "imet:EverSuspendedCountryProgram")
    assert any(triple.predicate.value.endswith("someValuesFrom") for triple in graph)


def test_a_document_graph_carries_claims_citations_sources_and_labels(store: ox.Store) -> None:
    triples = document_graph(store, "program:imet")
    assert triples == sorted(set(triples), key=str)
    subjects = {getattr(triple.subject, "value", "") for triple in triples}
    for name in ("claim:sc-900", "citation:usc-22-2347", "source:wikipedia-imet", "sec:faa-541"):
        assert str(expand(name)) in subjects
    assert str(expand("country:PAK")) not in subjects


def test_numbers_are_grouped_and_years_joined() -> None:
    assert grouped("1800000") == "1,800,000"
    assert grouped("-1234.5") == "-1,234.5"
    assert grouped("") == ""
    assert year_ranges([2011, 1988, 1989, 1990]) == "1988\N{EN DASH}1990, 2011"


def test_a_verdict_has_the_sources_of_its_evidence_and_not_of_the_claim(store: ox.Store) -> None:
    (claim,) = describe(store, "program:imet").claims[:1]
    described = describe(store, claim.ref.iri)
    verdict = next(f for f in described.facts if f.predicate.iri.endswith("#verdict"))
    own = {mark.number for mark in described.own_marks}
    assert verdict.marks
    assert not own & {mark.number for mark in verdict.marks}
