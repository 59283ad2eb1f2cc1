"""The article is in the graph whole, each claim with the verdict of the check and its evidence."""

import csv
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from imet_graph.console import readable
from imet_graph.named_query import fill, find
from imet_graph.query import run
from imet_graph.store import Release

VERDICTS = {
    "supported": "supported",
    "supported as an opinion": "supported-as-opinion",
    "qualify": "qualified",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "not checked": "not-checked",
    "defect": "defect",
}


@pytest.fixture(scope="module")
def store(release: Release) -> ox.Store:
    return release.open()


@pytest.fixture(scope="module")
def checked(shared_data: Path) -> list[dict[str, str]]:
    """The list of claims as they were checked, one row a claim."""
    path = shared_data.parent / "dossier" / "seed_claims.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def texts(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    rows = run(store, query).rows
    return [tuple(getattr(term, "value", "") for term in row) for row in rows]


def answer(store: ox.Store, name: str, **values: str) -> list[dict[str, str]]:
    found = run(store, fill(find(name), values))
    return [
        {column: readable(term) for column, term in zip(found.columns, row, strict=True)}
        for row in found.rows
    ]


def keys(rows: list[dict[str, str]]) -> set[str]:
    return {row["number"] for row in rows}


def test_every_claim_has_the_verdict_of_the_check(
    store: ox.Store, checked: list[dict[str, str]]
) -> None:
    found = texts(store, "SELECT ?c ?v { ?c imet:verdict ?v } ORDER BY ?c")
    verdicts = {c.rsplit("/", 1)[1]: v.rsplit("/", 1)[1] for c, v in found}
    assert len(checked) == 90
    for row in checked:
        assert verdicts[row["claim_id"].lower()] == VERDICTS[row["check_result"]], row["claim_id"]


def test_every_claim_cites_its_section_and_every_note_of_it(
    store: ox.Store, checked: list[dict[str, str]]
) -> None:
    query = """SELECT ?c ?where { ?c imet:hasCitation ?citation .
      ?citation imet:citesSource source:wikipedia-imet ; imet:locator ?where . } ORDER BY ?c"""
    cited: dict[str, set[str]] = {}
    for claim, where in texts(store, query):
        cited.setdefault(claim.rsplit("/", 1)[1], set()).add(where)
    for row in checked:
        places = cited[row["claim_id"].lower()]
        notes = {match for place in places for match in re.findall(r"note (\d+)", place)}
        assert notes == set(re.findall(r"\d+", row["article_refs"])), row["claim_id"]
        section = row["article_section"].split("/")[-1].strip()
        assert section in {"See also", "References"} or any(
            section.lower() in place.lower() for place in places
        ), row["claim_id"]


def test_all_31_notes_of_the_article_are_there(store: ox.Store) -> None:
    query = "SELECT ?w { ?c imet:citesSource source:wikipedia-imet ; imet:locator ?w } ORDER BY ?w"
    numbers = {int(n) for (w,) in texts(store, query) for n in re.findall(r"note (\d+)", w)}
    assert numbers == set(range(1, 32))


def test_a_verdict_rests_on_evidence_that_has_a_source(store: ox.Store) -> None:
    """The evidence is a node with a citation, or a source itself."""
    query = """SELECT ?c {
      VALUES ?v {
        verdict:supported verdict:supported-as-opinion verdict:qualified verdict:contradicted
      }
      ?c imet:verdict ?v ; imet:hasCitation/imet:citesSource source:wikipedia-imet .
      FILTER NOT EXISTS { ?c imet:verdictEvidence/imet:hasCitation/imet:citesSource ?source }
      FILTER NOT EXISTS { ?c imet:verdictEvidence/imet:publishedBy ?publisher } }"""
    assert texts(store, query) == []


def test_only_supported_facts_stand_as_direct_triples(store: ox.Store) -> None:
    query = """SELECT DISTINCT ?c WHERE {
      ?c imet:claimSubject ?s ; imet:claimPredicate ?p .
      { ?c imet:claimObject ?o } UNION { ?c imet:claimValue ?o }
      ?s ?p ?o .
      FILTER NOT EXISTS { GRAPH <https://w3id.org/imet-graph/graph/inferred> { ?s ?p ?o } }
      FILTER NOT EXISTS { ?c a imet:FactualClaim ; imet:verdict verdict:supported } } ORDER BY ?c"""
    stated_by_others = """SELECT DISTINCT ?c WHERE {
      ?c imet:claimSubject ?s ; imet:claimPredicate ?p .
      { ?c imet:claimObject ?o } UNION { ?c imet:claimValue ?o }
      ?other imet:claimSubject ?s ; imet:claimPredicate ?p ; imet:claimObject|imet:claimValue ?o ;
        a imet:FactualClaim ; imet:verdict verdict:supported . } ORDER BY ?c"""
    assert set(texts(store, query)) <= set(texts(store, stated_by_others))


def test_the_cut_off_sentence_is_a_defect_without_a_number(store: ox.Store) -> None:
    assert run(store, "ASK { claim:sc-014 a imet:TextDefect }").boolean
    assert texts(store, "SELECT ?v { claim:sc-014 imet:claimValue|imet:claimObject ?v }") == []


def test_the_attacker_at_pensacola_is_no_trainee_of_the_program(store: ox.Store) -> None:
    query = """ASK { ?incident imet:tookPlaceIn place:nas-pensacola ;
      imet:hasPerpetrator|imet:allegedPerpetrator ?who . ?who imet:trainedUnder ?program }"""
    assert not run(store, query).boolean
    assert not run(store, "ASK { ?incident imet:involvesAlumnusOf program:imet }").boolean


def test_the_law_of_the_program_is_public_law_94_329_of_30_june_1976(store: ox.Store) -> None:
    row = answer(store, "establishing-law")[0]
    assert (row["number"], row["enacted"]) == ("94-329", "1976-06-30")
    assert row["amendedNumber"] == "87-195"


def test_the_program_is_codified_from_22_usc_2347_to_2347h(store: ox.Store) -> None:
    found = {row["codified"] for row in answer(store, "code-sections")}
    assert {"22 U.S.C. 2347", "22 U.S.C. 2347b", "22 U.S.C. 2347h"} <= found


def test_three_schools_teach_in_spanish(store: ox.Store) -> None:
    found = {row["school"] for row in answer(store, "spanish-language-schools")}
    assert found == {
        "Western Hemisphere Institute for Security Cooperation",
        "Inter-American Air Forces Academy",
        "Naval Small Craft Instruction and Technical Training School",
    }


def test_whinsec_was_the_school_of_the_americas(store: ox.Store) -> None:
    rows = answer(store, "school-former-names", school="school:whinsec")
    former = {row["former"] for row in rows}
    assert "U.S. Army School of the Americas" in former


def test_the_1990_expansion_has_the_topics_of_the_statute_and_not_democracy(
    store: ox.Store,
) -> None:
    found = {
        row["topic"]
        for row in answer(store, "topics-of-instruction")
        if row["program"].startswith("Expanded")
    }
    assert {"civilian control of the military", "codes of conduct"} <= found
    assert not any("democracy" in topic for topic in found)


def test_the_contradictions_show_both_figures_and_both_sources(store: ox.Store) -> None:
    rows = answer(store, "claims-contradicted")
    assert keys(rows) >= {"claim:sc-022", "claim:sc-044", "claim:sc-049", "claim:sc-056"}
    assert all(row["source"] and row["evidenceSource"] for row in rows)
    (afghanistan,) = (
        row for row in rows if row["number"] == "claim:sc-044" and row["found"] == "17529512"
    )
    assert afghanistan["stated"] == "approximately $26 million"
    restored = {row["found"] for row in rows if row["number"] == "claim:sc-056"}
    assert {"16", "2257130"} <= restored
    asked = {"claim:sc-022", "claim:sc-044", "claim:sc-049", "claim:sc-056"}
    both = [row for row in rows if row["number"] in asked]
    assert all(row["stated"] or row["period"] for row in both)
    assert all(row["found"] or row["when"] for row in both)


def test_pakistan_has_the_gaps_that_the_greenbook_shows(store: ox.Store) -> None:
    rows = answer(store, "years-without-obligation", country="country:PAK")
    years = {int(row["year"]) for row in rows}
    assert years >= {1980, 1981, *range(1991, 1999), 2000, 2001, 2019}
    assert 1999 not in years


@pytest.mark.parametrize(
    ("country", "last"),
    [("ZWE", "2000"), ("BLR", "1998"), ("VEN", "2003"), ("ERI", "2005"), ("MMR", "1988")],
)
def test_the_last_year_of_a_country_is_known(store: ox.Store, country: str, last: str) -> None:
    (row,) = answer(store, "first-and-last-years", country=f"country:{country}")
    assert row["lastYear"] == last


def test_most_countries_had_an_obligation_in_fiscal_year_2011(store: ox.Store) -> None:
    rows = [
        row
        for row in answer(store, "recipients-by-year", **{"from": "1950", "to": "2027"})
        if row["countries"]
    ]
    most = max(rows, key=lambda row: int(row["countries"]))
    assert len({row["year"] for row in rows}) == 71
    assert (most["year"], most["countries"]) == ("2011", "138")


def test_pensacola_lies_in_fiscal_year_2020(store: ox.Store) -> None:
    (row,) = answer(store, "fiscal-period-of-date", date="2019-12-06")
    assert row["period"] == "fiscal year 2020"


def test_a_sum_of_ours_is_the_sum_of_its_rows(store: ox.Store) -> None:
    rows = answer(store, "derived-sums")
    assert {row["recomputed"] for row in rows} == {"17529512"}
    assert all(row["stated"] == row["recomputed"] for row in rows)


def test_egypt_in_2016_has_a_request_and_an_allocation_but_no_obligation(store: ox.Store) -> None:
    rows = answer(store, "figures-side-by-side", country="country:EGY", year="2016")
    stages = {
        row["figure"]: row["value"]
        for row in rows
        if row["program"] == "International Military Education and Training"
    }
    assert stages["requested"] == stages["allocated"] == "1800000"
    assert "obligated" not in stages


def test_no_opinion_or_allegation_lacks_a_holder(store: ox.Store) -> None:
    query = """SELECT ?c { VALUES ?k { imet:Criticism imet:SupportiveAssessment imet:AttributedClaim
      imet:Allegation } ?c a ?k . FILTER NOT EXISTS { ?c imet:assertedBy ?who } }"""
    assert texts(store, query) == []
