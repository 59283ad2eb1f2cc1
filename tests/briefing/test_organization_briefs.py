"""Briefs of bodies and schools, compared with sources keyed anew and with the triples."""

import pytest
from briefparts import Briefs, briefs_of, full, iris, subjects, values

from imet_graph.briefing import BodyBrief, SchoolBrief
from imet_graph.store import Release


@pytest.fixture(scope="module")
def briefs(release: Release) -> Briefs:
    return briefs_of(release)


def body(briefs: Briefs, name: str) -> BodyBrief:
    brief, *_ = briefs.get("body", name)
    assert isinstance(brief, BodyBrief)
    return brief


def school(briefs: Briefs, name: str) -> SchoolBrief:
    brief, *_ = briefs.get("school", name)
    assert isinstance(brief, SchoolBrief)
    return brief


def test_the_agency_stands_within_the_department_of_defense(briefs: Briefs) -> None:
    assert full("body:us-department-of-defense") in iris(body(briefs, "dsca").parents)


def test_the_agency_administers_the_program(briefs: Briefs) -> None:
    roles = body(briefs, "dsca").roles
    kinds = {ref.label for role in roles if (kind := role.detail("roleKind")) for ref in kind.refs}
    assert "administration" in kinds


def test_congress_is_told_through_its_committees(briefs: Briefs) -> None:
    """Section 656 of the Foreign Assistance Act names four committees."""
    told = iris(body(briefs, "us-congress").told)
    assert full("duty:foreign-military-training-report") in told
    own = body(briefs, "senate-committee-on-foreign-relations").told
    assert full("duty:foreign-military-training-report") in iris(own)


def test_restrictions_and_actions_of_a_body_are_those_of_the_triples(briefs: Briefs) -> None:
    brief = body(briefs, "us-department-of-state")
    name = full("body:us-department-of-state")
    assert iris(brief.restrictions) == subjects(briefs.store, "imet:imposedBy", name)
    assert iris(brief.actions) == subjects(briefs.store, "imet:takenBy", name)


def test_the_president_may_waive_what_the_laws_say(briefs: Briefs) -> None:
    name = "body:president-of-the-united-states"
    wanted = subjects(briefs.store, "imet:waivableBy", full(name))
    assert wanted
    assert iris(body(briefs, name).waives) == wanted


def test_the_institute_took_the_place_of_the_school_of_the_americas(briefs: Briefs) -> None:
    predecessors = iris(school(briefs, "whinsec").predecessors)
    assert full("school:us-army-school-of-the-americas") in predecessors
    successors = iris(school(briefs, "us-army-school-of-the-americas").successors)
    assert full("school:whinsec") in successors


def test_students_of_a_predecessor_are_said_to_be_so(briefs: Briefs) -> None:
    brief, text, _ = briefs.get("school", "whinsec")
    assert isinstance(brief, SchoolBrief)
    attended = subjects(briefs.store, "imet:attended", full("school:whinsec"))
    line = subjects(briefs.store, "imet:attendedLineage", full("school:whinsec"))
    assert iris(brief.alumni) == attended
    assert iris(brief.earlier_alumni) == line - attended
    assert line - attended
    assert "Alumni of a predecessor, who were not at the school itself" in text


def test_the_statute_behind_the_institute_is_named(briefs: Briefs) -> None:
    """10 U.S.C. 343."""
    assert full("usc:10-343") in iris(school(briefs, "whinsec").laws)


def test_the_command_chain_goes_up_to_the_top(briefs: Briefs) -> None:
    for name in ("whinsec", "ndu", "usawc", "iaafa"):
        chain = iris(school(briefs, name).chain)
        above = set(values(briefs.store, full(f"school:{name}"), "imet:withinOrganization"))
        assert above
        assert above <= chain


def test_what_is_claimed_about_a_school_is_attributed(briefs: Briefs) -> None:
    for claim in school(briefs, "whinsec").claims:
        said = claim.detail("assertedBy") or claim.detail("statedIn")
        assert said is not None
        assert said.refs
