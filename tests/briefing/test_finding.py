"""A name, a code or a citation leads to one thing, or to one line with the nearest names."""

import doctest
from types import ModuleType

import pytest
from briefparts import Briefs, briefs_of, full, small_store

from imet_graph.briefing import find_thing, finding, wording
from imet_graph.errors import QueryError
from imet_graph.store import Release


@pytest.fixture(scope="module")
def briefs(release: Release) -> Briefs:
    return briefs_of(release)


@pytest.mark.parametrize(
    ("sort", "text", "key"),
    [
        ("country", "MLI", "country:MLI"),
        ("country", "mali", "country:MLI"),
        ("country", "ML", "country:MLI"),
        ("country", "country:MLI", "country:MLI"),
        ("country", "cote d'ivoire", "country:CIV"),
        ("country", "CÔTE D'IVOIRE", "country:CIV"),
        ("law", "P.L. 94-329", "pl:94-329"),
        ("law", "Public Law 94-329", "pl:94-329"),
        ("law", "94-329", "pl:94-329"),
        ("law", "pl:111-8", "pl:111-8"),
        ("law", "22 U.S.C. 2347", "usc:22-2347"),
        ("law", "22 USC § 2347h", "usc:22-2347h"),
        ("law", "section 7008", "clause:coup"),
        ("law", "section 541 of the Foreign Assistance Act", "sec:faa-541"),
        ("law", "Arms Export Control Act", "pl:90-629"),
        ("body", "dsca", "body:dsca"),
        ("body", "DSCA", "body:dsca"),
        ("body", "defense security cooperation agency", "body:dsca"),
        ("body", "universite de montreal", "body:universite-de-montreal"),
        ("school", "whinsec", "school:whinsec"),
        ("school", "WHINSEC", "school:whinsec"),
        ("school", "national defense university", "school:ndu"),
        ("school", "School of the Americas", "school:us-army-school-of-the-americas"),
    ],
)
def test_a_name_leads_to_its_thing(briefs: Briefs, sort: str, text: str, key: str) -> None:
    assert find_thing(briefs.store, sort, text).value == full(key)


@pytest.mark.parametrize(
    ("sort", "text", "words"),
    [
        ("school", "army", "may be one of"),
        ("body", "house committee", "House Committee on Foreign Affairs"),
        ("country", "Korea", "South Korea (country:KOR)"),
        ("country", "Malli", "Mali (country:MLI)"),
        ("law", "P.L. 1-1", "no law named"),
        ("law", "country:MLI", "is no law"),
        ("school", "xyzzy", "no school named 'xyzzy'"),
    ],
)
def test_no_hit_or_several_give_one_line_with_the_nearest_names(
    briefs: Briefs, sort: str, text: str, words: str
) -> None:
    with pytest.raises(QueryError) as told:
        find_thing(briefs.store, sort, text)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_sections_that_all_carry_one_clause_stand_for_the_clause() -> None:
    store = small_store(
        """
clause:c a imet:RecurringClause, imet:LegalResource ; rdfs:label "A clause"@en .
sec:1-1-7 a imet:ActSection, imet:LegalResource ; imet:sectionNumber "7" ;
  rdfs:label "Act one, section 7"@en ; imet:carriesClause clause:c .
sec:2-2-7 a imet:ActSection, imet:LegalResource ; imet:sectionNumber "7" ;
  rdfs:label "Act two, section 7"@en ; imet:carriesClause clause:c .
"""
    )
    assert find_thing(store, "law", "section 7").value == full("clause:c")


def test_a_former_name_leads_to_the_school() -> None:
    store = small_store(
        """
school:s a imet:TrainingInstitution ; rdfs:label "New School"@en .
name:s imet:nameOf school:s ; imet:nameText "Old Academy" .
"""
    )
    assert find_thing(store, "school", "old academy").value == full("school:s")


@pytest.mark.parametrize("module", [finding, wording], ids=lambda module: module.__name__)
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert done.attempted
    assert not done.failed
