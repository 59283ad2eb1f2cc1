"""The brief of a law, compared with statutes keyed anew and with the triples themselves."""

import pytest
from briefparts import Briefs, briefs_of, full, iris, subjects, values

from imet_graph.briefing import LawBrief
from imet_graph.store import Release


@pytest.fixture(scope="module")
def briefs(release: Release) -> Briefs:
    return briefs_of(release)


def law(briefs: Briefs, name: str) -> LawBrief:
    brief, *_ = briefs.get("law", name)
    assert isinstance(brief, LawBrief)
    return brief


def test_public_law_94_329_became_law_on_30_june_1976(briefs: Briefs) -> None:
    """90 Stat. 729."""
    (event,) = law(briefs, "pl:94-329").enactment
    assert event.when is not None
    assert event.when.words == "30 June 1976"


def test_public_law_94_329_established_the_program(briefs: Briefs) -> None:
    programs = law(briefs, "pl:94-329").programs
    relation = next(p for p in programs if p.ref.iri == full("program:imet")).detail("relation")
    assert relation is not None
    assert "established by" in relation.text


def test_a_restriction_rests_on_the_act_that_holds_its_section(briefs: Briefs) -> None:
    """Section 406 of the act barred military assistance to Chile."""
    found = law(briefs, "pl:94-329").restrictions
    assert full("restriction:chl-1976-kennedy-amendment") in iris(found) or any(
        "Chile" in item.ref.label for item in found
    )


def test_what_rests_on_a_law_is_what_the_triples_say(briefs: Briefs) -> None:
    for name in ("sec:faa-620e", "pl:87-195", "sec:110-457-title-iv", "pl:106-386"):
        brief = law(briefs, name)
        wanted = subjects(briefs.store, "imet:legalBasisUnder", full(name))
        for twin in (
            *values(briefs.store, full(name), "imet:codifiedAt"),
            *values(briefs.store, full(name), "imet:codifies"),
        ):
            wanted |= subjects(briefs.store, "imet:legalBasisUnder", twin)
        assert wanted
        assert iris(brief.restrictions) | iris(brief.measures) == wanted


@pytest.mark.parametrize(
    ("act", "section"), [("pl:104-208", "508"), ("pl:110-161", "608"), ("pl:111-8", "7008")]
)
def test_the_coup_clause_has_the_section_number_of_the_year(
    briefs: Briefs, act: str, section: str
) -> None:
    """110 Stat. 3009; memorandum of 25 March 2008; 123 Stat. 862."""
    carried = {item.ref.iri: item for item in law(briefs, "clause:coup").carried}
    place = carried[full(act)].detail("section")
    assert place is not None
    assert place.text == f"section {section}"


def test_acts_that_carry_a_clause_come_in_order_of_time(briefs: Briefs) -> None:
    days = [
        item.below[0].when.earliest_start
        for item in law(briefs, "clause:coup").carried
        if item.below and item.below[0].when
    ]
    assert len(days) > 8
    assert days == sorted(days)


def test_every_act_that_carries_a_clause_is_shown_with_or_without_a_section(
    briefs: Briefs,
) -> None:
    store = briefs.store
    for clause in ("clause:coup", "clause:brooke", "clause:leahy"):
        wanted = set(values(store, full(clause), "imet:carriedIn"))
        for section in subjects(store, "imet:carriesClause", full(clause)):
            wanted |= set(values(store, section, "imet:partOf"))
        assert iris(law(briefs, clause).carried) == wanted


def test_the_text_of_the_code_is_that_of_the_section(briefs: Briefs) -> None:
    assert full("sec:faa-541") in iris(law(briefs, "usc:22-2347").twins)


def test_an_amendment_is_told_by_the_law_that_makes_it_and_the_law_that_suffers_it(
    briefs: Briefs,
) -> None:
    change = full("change:101-513-541")
    assert change in iris(law(briefs, "pl:101-513").changes)
    assert change in iris(law(briefs, "sec:faa-541").changed)


def test_a_renumbering_is_dated(briefs: Briefs) -> None:
    """123 Stat. 862, of 11 March 2009."""
    changed = law(briefs, "clause:coup").changed
    found = next(item for item in changed if item.ref.iri == full("change:111-8-coup-clause"))
    assert found.when is not None
    assert found.when.words == "11 March 2009"


def test_a_duty_says_who_reports_to_whom(briefs: Briefs) -> None:
    """22 U.S.C. 2347h: the Secretary of State reports to the Speaker and the committee."""
    duties = law(briefs, "sec:faa-549").duties
    duty = next(d for d in duties if d.ref.iri == full("duty:imet-human-rights-report"))
    owes, told = duty.detail("dutyOf"), duty.detail("reportsTo")
    assert owes is not None
    assert told is not None
    assert [ref.label for ref in owes.refs] == ["Secretary of State"]
    assert full("body:senate-committee-on-foreign-relations") in {ref.iri for ref in told.refs}


def test_places_on_lists_are_counted_and_are_no_restrictions(briefs: Briefs) -> None:
    brief = law(briefs, "sec:106-386-110")
    listed = subjects(briefs.store, "imet:listedUnder", full("sec:106-386-110"))
    cited = sum(len(values(briefs.store, one, "imet:hasCitation")) for one in listed)
    counted = [item.detail("listings") for item in brief.listings]
    assert sum(int(detail.text) for detail in counted if detail) == cited
    assert not listed & iris(brief.restrictions)
