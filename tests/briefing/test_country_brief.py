"""The brief of a country, compared with sources keyed anew and with the triples themselves."""

import csv
from decimal import Decimal

import pytest
from briefparts import Briefs, briefs_of, full, small_store, subjects, tail, values

from imet_graph import briefing
from imet_graph.briefing import CountryBrief, Statement, render_text
from imet_graph.briefing.model import MoneySeries
from imet_graph.resources import data_dir
from imet_graph.store import Release


@pytest.fixture(scope="module")
def briefs(release: Release) -> Briefs:
    return briefs_of(release)


def brief_of(briefs: Briefs, code: str) -> tuple[CountryBrief, list[str]]:
    brief, text, _ = briefs.get("country", f"country:{code}")
    assert isinstance(brief, CountryBrief)
    return brief, text


def series(brief: CountryBrief, key: str) -> MoneySeries:
    return next(one for one in brief.money if one.program.iri == full(f"program:{key}"))


def one(found: tuple[Statement, ...], key: str) -> Statement:
    return next(item for item in found if item.ref.iri == full(key))


def test_mali_has_its_names_and_codes(briefs: Briefs) -> None:
    brief, _ = brief_of(briefs, "MLI")
    codes = dict(brief.codes)
    assert codes["ISO 3166-1 alpha-3"] == "MLI"
    assert codes["UN M49"] == "466"
    assert codes["Correlates of War"] == "432"


def test_the_obligations_of_mali_are_those_of_the_greenbook(briefs: Briefs) -> None:
    """Keyed from the lines of the Greenbook for Mali."""
    money = series(brief_of(briefs, "MLI")[0], "imet")
    assert (money.first_year, money.last_year) == (1979, 2020)
    found = {
        year.year: (cell.amount, cell.constant)
        for year in money.years
        for cell in year.at("obligated")
    }
    assert found[1979] == ("73000", "217651")
    assert found[2012] == ("69000", "78561")
    assert found[2020] == ("1058218", "1058218")


def test_a_year_without_a_line_is_marked_so_and_is_no_zero(briefs: Briefs) -> None:
    brief, text = brief_of(briefs, "MLI")
    money = series(brief, "imet")
    silent = [year.year for year in money.years if year.no_line]
    assert [year for year in silent if year > 1979] == [2004, 2005, 2006, 2013]
    assert all(not year.at("obligated") for year in money.years if year.no_line)
    assert any("2004\N{EN DASH}2006, 2013." in t and "No line of obligations" in t for t in text)


@pytest.mark.parametrize("code", ["MLI", "PAK", "EGY", "CHL", "HND"])
def test_each_obligation_is_a_row_of_the_table(briefs: Briefs, code: str) -> None:
    brief, _ = brief_of(briefs, code)
    names = {
        brief.subject.ref.label,
        *values(briefs.store, full(f"country:{code}"), "skos:altLabel"),
    }
    table = data_dir() / "tables" / "greenbook" / "observations.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = {
            int(row["fiscal_year"]): Decimal(row["amount_usd"])
            for row in csv.DictReader(file)
            if row["account"] == "International Military Education and Training"
            and row["place_name"] in names
        }
    found = {
        year.year: Decimal(cell.amount)
        for money in brief.money
        for year in money.years
        for cell in year.at("obligated")
    }
    assert rows
    assert found == rows


def test_a_silence_between_two_programs_is_shown_too(briefs: Briefs) -> None:
    """The Greenbook prints no line for Chile from fiscal year 1976 to 1990."""
    brief, text = brief_of(briefs, "CHL")
    silent = [year.year for money in brief.money for year in money.years if year.no_line]
    assert silent == list(range(1976, 1991))
    assert any("1977\N{EN DASH}1990" in line and "no line" in line for line in text)


def test_a_request_without_any_obligation_makes_no_endless_silence() -> None:
    store = small_store(
        _COUNTRY
        + """
obs:r imet:amount 5.0 ; imet:recipientCountry country:XXA ; imet:aboutProgram program:imet ;
  imet:inFiscalPeriod fy:2001 ; imet:stage stage:requested ;
  imet:verificationStatus status:in-dataset ; imet:hasCitation citation:a .
"""
    )
    (money,) = briefing.country(store, "XXA").money
    assert [(year.year, year.no_line) for year in money.years] == [(2001, False)]


def test_what_was_booked_before_1977_is_a_series_of_its_own(briefs: Briefs) -> None:
    brief, text = brief_of(briefs, "MLI")
    before = series(brief, "map-training")
    assert before.booked_under is not None
    assert max(year.year for year in before.years) < 1977
    assert any("prints these lines under International Military" in line for line in text)


def test_request_and_obligation_stand_side_by_side(briefs: Briefs) -> None:
    """Budget table of fiscal year 2016: $280,000 requested; Greenbook: $738,000 obligated."""
    money = series(brief_of(briefs, "MLI")[0], "imet")
    year = next(year for year in money.years if year.year == 2016)
    assert [cell.amount for cell in year.at("requested")] == ["280000"]
    assert [cell.amount for cell in year.at("obligated")] == ["738000"]


def test_every_figure_of_a_country_is_shown_once(briefs: Briefs) -> None:
    for code in ("MLI", "PAK", "EGY", "AFG", "PHL"):
        brief, _ = brief_of(briefs, code)
        store = briefs.store
        received = subjects(store, "imet:recipientCountry", full(f"country:{code}"))
        money = {iri for iri in received if values(store, iri, "imet:amount")}
        students = {iri for iri in received if values(store, iri, "imet:traineeCount")}
        shown = [c.ref.iri for m in brief.money for y in m.years for c in y.cells]
        shown += [cell.ref.iri for cell in brief.figures]
        shown += [iri for total in brief.accounts for iri in total.observations]
        assert sorted(shown) == sorted(money)
        counted = [iri for total in brief.trainings for iri in total.observations]
        counted += [item.ref.iri for item in brief.counts]
        assert sorted(counted) == sorted(students)


def test_the_restrictions_are_those_of_the_triples(briefs: Briefs) -> None:
    store = briefs.store
    for code in ("MLI", "PAK", "EGY", "HND", "THA", "GTM"):
        country = full(f"country:{code}")
        wanted = subjects(store, "imet:restrictsAssistanceTo", country)
        for program in subjects(store, "imet:recipientCountry", country):
            wanted |= subjects(store, "imet:restricts", program)
        found = [item.ref.iri for item in brief_of(briefs, code)[0].restrictions]
        assert len(found) == len(set(found))
        assert set(found) == wanted


def test_the_coup_of_2012_halted_assistance_and_no_source_tells_the_end(briefs: Briefs) -> None:
    """Associated Press, 26 March 2012; Reuters, 6 September 2013."""
    restriction = one(brief_of(briefs, "MLI")[0].restrictions, "restriction:mli-2012-coup")
    assert restriction.when is not None
    assert restriction.when.words == "from 26 March 2012, last seen 6 September 2013, end not known"
    assert restriction.when.definitely == (2012, 2013)
    assert restriction.when.latest_end == ""
    assert restriction.certainty == "definitely"
    assert [item.ref.iri for item in restriction.below] == [full("action:mli-2012-aid-cut")]


def test_a_restriction_that_does_not_name_imet_bears_on_it_only_possibly(briefs: Briefs) -> None:
    restriction = one(brief_of(briefs, "MLI")[0].restrictions, "restriction:mli-2020-coup")
    named = restriction.detail("imetNamed")
    assert named is not None
    assert named.refs[0].label == "no"
    assert restriction.certainty == "possibly"


def test_the_years_of_a_bar_are_those_that_rules_infer(briefs: Briefs) -> None:
    store = briefs.store
    for code in ("MLI", "PAK", "EGY"):
        brief, _ = brief_of(briefs, code)
        for predicate, found in (
            ("imet:barredIn", brief.barred),
            ("imet:possiblyBarredIn", brief.possibly_barred),
        ):
            years = values(store, full(f"cprogram:imet-{code}"), predicate)
            assert list(found) == sorted(int(tail(y)) for y in years if tail(y).isdigit())


def test_a_listing_is_never_shown_as_a_restriction(briefs: Briefs) -> None:
    brief, text = brief_of(briefs, "MLI")
    assert brief.listings
    assert all("/listing/" in item.ref.iri for item in brief.listings)
    assert all("/restriction/" in item.ref.iri for item in brief.restrictions)
    assert "Listings (places on lists, no restrictions)" in text


def test_mali_was_on_the_child_soldiers_list_of_2017(briefs: Briefs) -> None:
    """The list that the press printed on 29 June 2017."""
    listing = one(brief_of(briefs, "MLI")[0].listings, "listing:mli-2017-child-soldiers")
    assert listing.when is not None
    assert "June 2017" in listing.when.words


def test_a_training_before_the_coup_stands_below_it_with_its_certainty(briefs: Briefs) -> None:
    incident = one(brief_of(briefs, "MLI")[0].incidents, "incident:mli-2012-coup")
    training = one(incident.below, "training:mli-2010-basic-officer")
    assert training.certainty == "definitely"
    assert training.detail("trainedBefore") is not None
    assert training.backing.mark == "partly in source"


def test_an_incident_abroad_is_found_by_the_country_of_the_perpetrator(briefs: Briefs) -> None:
    """The attack at Pensacola of 6 December 2019 was in the United States, by a Saudi officer."""
    incidents = brief_of(briefs, "SAU")[0].incidents
    assert any("Pensacola" in item.ref.label for item in incidents)


def test_every_claim_says_whose_it_is(briefs: Briefs) -> None:
    for code in ("MLI", "PAK", "EGY", "SAU", "AFG"):
        brief, text = brief_of(briefs, code)
        assert brief.claims
        for claim in brief.claims:
            said = claim.detail("assertedBy") or claim.detail("statedIn")
            assert said is not None
            assert said.refs
            (line,) = [t for t in text if claim.text in t and t.lstrip(" -").startswith("S")]
            assert line.lstrip(" -").startswith(("Said by ", "Stated in "))


def test_an_allegation_is_no_incident(briefs: Briefs) -> None:
    brief, _ = brief_of(briefs, "MLI")
    allegations = [item for item in brief.claims if "allegation" in item.kinds]
    assert allegations
    assert not {item.ref.iri for item in allegations} & {item.ref.iri for item in brief.incidents}


def test_the_coup_clause_can_bar_and_says_who_waives_and_who_is_told(briefs: Briefs) -> None:
    """Public Law 118-47, section 7008: waiver by the Secretary of State."""
    brief, _ = brief_of(briefs, "MLI")
    clause = one(brief.laws, "clause:coup")
    assert brief.newest_act == 2024
    assert clause.certainty == "definitely"
    waiver = clause.detail("waivableBy")
    assert waiver is not None
    assert [ref.label for ref in waiver.refs] == ["Secretary of State"]
    told = {
        ref.label
        for item in clause.below
        if (receivers := item.detail("reportsTo"))
        for ref in receivers.refs
    }
    assert "Senate Committee on Appropriations" in told


def test_a_clause_last_read_in_an_old_act_stands_only_possibly(briefs: Briefs) -> None:
    clause = one(brief_of(briefs, "MLI")[0].laws, "clause:brooke")
    assert clause.certainty == "possibly"


def test_a_law_on_another_country_is_only_named(briefs: Briefs) -> None:
    mali, pakistan = brief_of(briefs, "MLI")[0], brief_of(briefs, "PAK")[0]
    pressler = full("sec:faa-620e")
    assert pressler in {ref.iri for ref in mali.elsewhere}
    assert pressler in {item.ref.iri for item in pakistan.laws}


def test_a_repealed_law_is_not_among_those_in_force(briefs: Briefs) -> None:
    store = briefs.store
    repealed = {
        law
        for change in subjects(store, "imet:changeKind", full("changekind:repeal"))
        for law in values(store, change, "imet:changedProvision")
    }
    assert repealed
    assert not repealed & {item.ref.iri for item in brief_of(briefs, "MLI")[0].laws}


_COUNTRY = """
country:XXA a imet:Country, imet:Place ; rdfs:label "Exland"@en ; imet:isoAlpha3 "XXA" ;
  imet:verificationStatus status:in-dataset ; imet:hasCitation citation:a .
program:imet rdfs:label "IMET"@en .
status:in-dataset skos:notation "in-dataset" ; skos:prefLabel "in data set"@en .
status:unverified skos:notation "unverified" ; skos:prefLabel "unverified"@en .
citation:a imet:citesSource source:a ; imet:locator "page 1" .
source:a rdfs:label "A report"@en ; imet:sourceTier tier:press .
fy:2001 imet:fiscalYearNumber 2001 ; rdfs:label "fiscal year 2001"@en .
fy:2002 imet:fiscalYearNumber 2002 ; rdfs:label "fiscal year 2002"@en .
"""


def test_where_lines_and_printed_total_disagree_both_are_told() -> None:
    store = small_store(
        _COUNTRY
        + """
obs:t imet:traineeCount 10 ; imet:trainingCost 900.0 ; imet:recipientCountry country:XXA ;
  imet:aboutProgram program:imet ; imet:inFiscalPeriod fy:2001 ; imet:planStatus planstatus:actual ;
  imet:countBasis countbasis:sessions ; imet:agreesWithLines false ; imet:sumOfLines 12 ;
  imet:costOfLines 1000.0 ; imet:verificationStatus status:in-dataset ;
  imet:hasCitation citation:a .
"""
    )
    (total,) = briefing.country(store, "XXA").trainings
    assert total.students == 10
    assert total.differences == (
        "IMET: printed total 10 students and $900, lines add up to 12 students and $1,000",
    )


def test_a_discrepancy_of_the_country_shows_its_sides_and_how_it_is_held() -> None:
    store = small_store(
        _COUNTRY
        + """
discrepancy:d a imet:Discrepancy ; rdfs:label "Ten or twelve"@en ;
  imet:handlingNote "Both stand."@en ; imet:hasSide claim:a, claim:b .
claim:a rdfs:label "Ten"@en ; imet:aboutEntity country:XXA ; imet:hasCitation citation:a ;
  imet:verificationStatus status:unverified .
claim:b rdfs:label "Twelve"@en ; imet:hasCitation citation:a ;
  imet:verificationStatus status:in-dataset .
discrepancy:other a imet:Discrepancy ; imet:hasSide claim:b, claim:b .
"""
    )
    brief = briefing.country(store, "XXA")
    (found,) = brief.discrepancies
    assert found.backing.mark == "unverified"
    assert {side.ref.label for side in found.below} == {"Ten", "Twelve"}
    assert any("Both stand." in line for line in render_text(brief))


def test_coverage_is_told_by_data_set_and_reason() -> None:
    store = small_store(
        _COUNTRY
        + """
dataset:d rdfs:label "Training totals"@en .
availability:not-published skos:notation "not-published" ; skos:prefLabel "not published"@en .
coverage:a a imet:Coverage ; imet:coverageOf dataset:d ; imet:inFiscalPeriod fy:2001 ;
  imet:coverageStatus availability:not-published ; imet:exceptsCountry country:XXA ;
  imet:verificationStatus status:in-dataset ; imet:hasCitation citation:a .
coverage:b a imet:Coverage ; imet:coverageOf dataset:d ; imet:inFiscalPeriod fy:2002 ;
  imet:coverageStatus availability:not-published ;
  imet:verificationStatus status:in-dataset ; imet:hasCitation citation:a .
"""
    )
    lines = render_text(briefing.country(store, "XXA"))
    assert any(
        "Training totals: not published: fiscal 2001; the source leaves the country out" in line
        for line in lines
    )
    assert any("Training totals: not published: fiscal 2002 [1]" in line for line in lines)


def test_a_graph_without_coverage_says_that_it_has_none() -> None:
    lines = render_text(briefing.country(small_store(_COUNTRY), "XXA"))
    assert any("holds no statement of coverage" in line for line in lines)


def test_an_unverified_restriction_is_marked_in_every_form() -> None:
    store = small_store(
        _COUNTRY
        + """
restriction:r a imet:Suspension ; rdfs:label "A halt"@en ;
  imet:restrictsAssistanceTo country:XXA ; imet:verificationStatus status:unverified ;
  imet:hasCitation citation:a .
"""
    )
    brief = briefing.country(store, "XXA")
    for lines in (briefing.render_text(brief), briefing.render_markdown(brief)):
        (line,) = [line for line in lines if "A halt" in line]
        assert line.endswith("(unverified)")
    assert brief.restrictions[0].backing.status_key == "unverified"
