"""The readings that the sources invite and the graph must not follow, each with facts keyed anew.

Figures are those of the Greenbook, the training reports and the press, typed here from the sources
and not taken from a query or a table of the project.
"""

import re

import pyoxigraph as ox
import pytest

from imet_graph.named_query import fill, find
from imet_graph.query import run
from imet_graph.store import Release


@pytest.fixture(scope="module")
def store(release: Release) -> ox.Store:
    return release.open()


def found(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    """The rows of a query as text; an IRI is its key after the last slash."""
    return {tuple(_text(term) for term in row) for row in run(store, query).rows}


def _text(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return re.split(r"[/#]", term.value)[-1]
    return getattr(term, "value", "")


def yes(store: ox.Store, query: str) -> bool:
    return run(store, f"ASK {{ {query} }}").boolean is True


def obligations(store: ox.Store, country: str) -> dict[int, str]:
    """Obligations booked under IMET, by fiscal year."""
    rows = found(
        store,
        f"""SELECT ?year ?amount {{
          ?figure imet:recipientCountry country:{country} ; imet:stage stage:obligated ;
            imet:aboutProgram program:imet ; imet:inFiscalPeriod ?year ; imet:amount ?amount }}""",
    )
    return {int(year): amount for year, amount in rows}


def students(store: ox.Store, country: str) -> dict[int, set[str]]:
    """Counts of students that the training reports give as trained on lines of IMET, by year."""
    rows = found(
        store,
        f"""SELECT ?year ?count {{
          VALUES ?line {{ program:imet program:imet-1 program:imet-2 program:imet-x
            program:imet-d-and-r program:imet-multi-year }}
          ?figure a imet:TraineeObservation ; imet:recipientCountry country:{country} ;
            imet:aboutProgram ?line ; imet:planStatus planstatus:actual ;
            imet:inFiscalPeriod ?year ; imet:traineeCount ?count }}""",
    )
    years: dict[int, set[str]] = {}
    for year, count in rows:
        years.setdefault(int(year), set()).add(count)
    return years


# What a thing is not

PAIRS = [
    ("a listing is never by itself a restriction", "imet:Listing", "imet:Restriction"),
    ("a gap in obligations is no suspension", "imet:ObligationGap", "imet:Restriction"),
    ("a gap in obligations is no decision", "imet:ObligationGap", "imet:Event"),
    ("a waiver is no restriction", "imet:Waiver", "imet:Restriction"),
    ("an obligation is not a training", "imet:FundingObservation", "imet:TrainingEvent"),
    ("an amount is no count", "imet:FundingObservation", "imet:TraineeObservation"),
    ("an allegation is no incident", "imet:Allegation", "imet:Incident"),
    ("a discrepancy is no claim", "imet:Discrepancy", "imet:Claim"),
]


@pytest.mark.parametrize(("what", "one", "other"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_one_kind_of_thing_is_never_the_other(
    store: ox.Store, what: str, one: str, other: str
) -> None:
    assert yes(store, f"?thing a {one}"), f"{what}: the graph holds none to tell"
    assert yes(store, f"?thing a {other}"), f"{what}: the graph holds none to tell"
    assert found(store, f"SELECT ?thing {{ ?thing a {one}, {other} }}") == set()


def test_every_gap_in_obligations_stays_apart_from_law_and_cause(store: ox.Store) -> None:
    """Years without money have no author, ground or law, and none restricts anything."""
    said = "imet:imposedBy|imet:ground|imet:legalBasis|imet:triggeredBy|imet:restricts"
    assert yes(store, "?gap a imet:ObligationGap")
    assert found(store, f"SELECT ?gap {{ ?gap a imet:ObligationGap ; {said} ?cause }}") == set()


def test_nobody_is_trained_under_imet_before_it_existed(store: ox.Store) -> None:
    query = """SELECT ?event {
      ?event imet:fundedUnder program:imet ; imet:startDate|imet:onDate|imet:latestDate ?day .
      FILTER(?day < "1976-06-30"^^xsd:date) }"""
    assert found(store, query) == set()


def test_money_before_fiscal_1977_is_that_of_the_predecessor(store: ox.Store) -> None:
    """Pakistan from $1,350,000 in fiscal year 1955 on, booked under IMET and not about it."""
    assert found(
        store,
        """SELECT ?program ?account ?amount {
          ?figure imet:recipientCountry country:PAK ; imet:inFiscalPeriod fy:1955 ;
            imet:bookedUnder ?account ; imet:aboutProgram ?program ; imet:amount ?amount }""",
    ) == {("map-training", "imet", "1350000")}
    assert min(obligations(store, "PAK")) == 1977


def test_training_is_imet_only_where_a_source_says_who_paid(store: ox.Store) -> None:
    """One coup leader was trained under IMET, by the words of the U.S. Africa Command.

    That the others were at U.S. schools and courses does not make them IMET students.
    """
    query = "SELECT ?who { ?who a imet:Person ; imet:trainedUnder program:imet }"
    assert found(store, query) == {("amadou-haya-sanogo",)}
    schooled = found(store, "SELECT ?who ?school { ?who a imet:Person ; imet:attended ?school }")
    assert schooled >= {
        ("abdel-fattah-el-sisi", "usawc"),
        ("lamin-sanneh", "ndu"),
    }
    only_claimed = """SELECT ?who ?school { ?claim imet:claimSubject ?who ;
        imet:claimPredicate imet:attended ; imet:claimObject ?school .
        FILTER NOT EXISTS { ?who imet:attended ?school } }"""
    assert found(store, only_claimed) >= {
        ("moussa-salaou-barmou", "ndu"),
        ("romeo-vasquez-velasquez", "us-army-school-of-the-americas"),
    }


# Afghanistan

AFGHANISTAN = {
    2003: 387000,
    2004: 376000,
    2005: 945000,
    2006: 979000,
    2007: 1188000,
    2008: 1644000,
    2009: 1399000,
    2010: 1756000,
    2011: 1555000,
    2012: 1176000,
    2013: 1424000,
    2014: 509000,
    2015: 1049000,
    2016: 862000,
    2017: 683775,
    2018: 624631,
    2019: 431156,
    2020: 540950,
}


def test_the_26_million_for_afghanistan_are_not_merged_with_the_obligations(
    store: ox.Store,
) -> None:
    after_2001 = {y: a for y, a in obligations(store, "AFG").items() if y > 2001}
    assert after_2001 == {year: str(amount) for year, amount in AFGHANISTAN.items()}
    assert found(
        store,
        """SELECT ?stage ?amount {
          ?figure imet:recipientCountry country:AFG ; imet:aboutProgram program:imet ;
            imet:toFiscalPeriod fy:2020 ; imet:stage ?stage ; imet:amount ?amount }""",
    ) == {("actual-unspecified", "26000000"), ("obligated", str(sum(AFGHANISTAN.values())))}


# Pakistan


def test_pakistan_was_restored_in_fiscal_year_2020(store: ox.Store) -> None:
    assert obligations(store, "PAK")[2020] == "2257130"
    assert students(store, "PAK")[2020] == {"16"}
    ended = "SELECT ?day { restriction:pak-2018-freeze imet:endDate ?day }"
    assert found(store, ended) == {("2020-01-03",)}
    assert yes(store, "claim:sc-056 imet:verdict verdict:contradicted")


def test_the_break_of_pakistan_in_the_1990s_was_not_brief(store: ox.Store) -> None:
    years = obligations(store, "PAK")
    without = {year for year in range(1985, 2005) if year not in years}
    assert without == {*range(1991, 1999), 2000, 2001}
    assert years[1999] == "174000"
    assert years[2002] == "894000"


def test_an_obligation_for_pakistan_in_1999_is_no_student(store: ox.Store) -> None:
    assert obligations(store, "PAK")[1999] == "174000"
    assert min(students(store, "PAK")) == 2002
    others = """?figure a imet:TraineeObservation ; imet:recipientCountry country:PAK ;
      imet:inFiscalPeriod fy:1999"""
    assert yes(store, others), "the report has other lines for the country in that year"


def test_the_dates_of_the_resumption_in_pakistan_are_separate_events(store: ox.Store) -> None:
    query = """SELECT ?day ?by { ?event a imet:PolicyAction ; imet:onDate ?day ; imet:takenBy ?by ;
      imet:hasCitation/imet:citesSource ?source .
      FILTER(STRSTARTS(STR(?event), STR(action:pak-)) && ?day > "2019-12-01"^^xsd:date) }"""
    assert found(store, query) == {
        ("2019-12-19", "us-department-of-state"),
        ("2019-12-23", "us-department-of-state"),
        ("2020-01-03", "us-congress"),
        ("2020-01-04", "us-department-of-state"),
    }


# Egypt


def test_egypt_in_2016_has_a_request_no_obligation_and_students(store: ox.Store) -> None:
    years = obligations(store, "EGY")
    assert 2014 not in years
    assert 2016 not in years
    assert (years[2015], years[2017]) == ("1700000", "1739000")
    assert students(store, "EGY")[2016] == {"89"}
    requested = """SELECT DISTINCT ?amount { ?figure imet:recipientCountry country:EGY ;
      imet:inFiscalPeriod fy:2016 ; imet:aboutProgram program:imet ; imet:stage stage:requested ;
      imet:amount ?amount }"""
    assert found(store, requested) == {("1800000",)}


def test_figures_at_different_stages_never_conflict(store: ox.Store) -> None:
    assert yes(store, "?one imet:conflictsWith ?other")
    query = """SELECT ?one ?other { ?one imet:conflictsWith ?other ; imet:stage ?stage .
      ?other imet:stage ?otherStage . FILTER(?stage != ?otherStage) }"""
    assert found(store, query) == set()


# The law


def test_the_act_of_1990_added_no_vetting(store: ox.Store) -> None:
    """The Leahy proviso comes in 1996 at the earliest and belongs to another act."""
    (first,) = found(store, "SELECT ?day { clause:leahy imet:earliestDate ?day }")
    assert first[0] >= "1996-01-01"
    assert not yes(store, "clause:leahy imet:carriedIn pl:101-513")
    added = "SELECT ?topic { program:expanded-imet imet:topic ?topic }"
    assert found(store, added) == {
        ("civilian-control",),
        ("civilian-personnel",),
        ("codes-of-conduct",),
        ("defense-resource-management",),
        ("military-justice",),
    }
    assert yes(store, "claim:sc-022 imet:verdict verdict:contradicted")


def test_the_two_coup_clauses_are_two(store: ox.Store) -> None:
    assert yes(store, "sec:98-473-537 a imet:ActSection ; imet:partOf pl:98-473")
    assert yes(store, "clause:coup a imet:RecurringClause")
    assert not yes(store, "clause:coup imet:carriedIn|imet:partOf pl:98-473")
    assert not yes(store, "sec:98-473-537 imet:carriesClause clause:coup")
    (first,) = found(store, "SELECT ?day { clause:coup imet:earliestDate ?day }")
    assert first == ("1985-12-01",)
    laid = "SELECT ?r { ?r imet:legalBasis sec:98-473-537 }"
    assert found(store, laid) == set()
    assert yes(store, "?r a imet:Restriction ; imet:legalBasis clause:coup")


def test_expanded_imet_is_of_fiscal_year_1991(store: ox.Store) -> None:
    assert found(
        store,
        """SELECT ?period { enactment:pl-101-513 imet:onDate ?day .
          ?period a imet:FiscalYear ; imet:startDate ?first ; imet:endDate ?last .
          FILTER(?first <= ?day && ?day <= ?last) }""",
    ) == {("1991",)}
    money = """SELECT ?period ?amount { ?figure imet:aboutProgram program:expanded-imet ;
      imet:stage stage:earmarked ; imet:inFiscalPeriod ?period ; imet:amount ?amount }"""
    assert ("1991", "1000000") in found(store, money)
    assert not yes(
        store, "?f imet:aboutProgram program:expanded-imet ; imet:inFiscalPeriod fy:1990"
    )


def test_section_541_stands_in_part_ii_of_the_act(store: ox.Store) -> None:
    number = "SELECT ?number { sec:faa-541 imet:partOf/imet:sectionNumber ?number }"
    assert found(store, number) == {("part II, chapter 5",)}
    slip = "SELECT ?c { ?c imet:claimText ?t . FILTER(CONTAINS(LCASE(?t), 'part 1, chapter 5')) }"
    (claim,) = found(store, slip)
    assert yes(store, f"claim:{claim[0]} imet:verdict verdict:contradicted")


def test_imet_x_is_not_expanded_imet(store: ox.Store) -> None:
    assert found(store, "SELECT ?p { program:imet-x imet:subProgramOf ?p }") == {("imet",)}
    assert not yes(store, "program:imet-x ?any program:expanded-imet")
    assert not yes(store, "program:expanded-imet ?any program:imet-x")
    assert not yes(store, "?f a imet:TraineeObservation ; imet:aboutProgram program:expanded-imet")
    bolivia = """SELECT ?count { ?f imet:aboutProgram program:imet-x ; imet:inFiscalPeriod fy:2007 ;
      imet:recipientCountry country:BOL ; imet:traineeCount ?count }"""
    assert found(store, bolivia) == {("96",)}


# Saudi Arabia


def test_the_attacker_of_pensacola_is_no_imet_trainee(store: ox.Store) -> None:
    assert yes(store, "incident:usa-2019-nas-pensacola-attack imet:hasPerpetrator ?who")
    assert (
        found(
            store,
            """SELECT ?what { incident:usa-2019-nas-pensacola-attack imet:hasPerpetrator ?who .
          ?who imet:trainedUnder|imet:participatedIn ?what }""",
        )
        == set()
    )
    assert students(store, "SAU")[2018] == {"1"}
    assert max(students(store, "SAU")) == 2018
    assert max(obligations(store, "SAU")) == 2018


def test_the_pause_after_pensacola_restricts_no_imet_program(store: ox.Store) -> None:
    assert yes(store, "?r a imet:Restriction ; imet:restrictsAssistanceTo country:SAU")
    assert found(store, "SELECT ?r { ?r imet:restricts cprogram:imet-SAU }") == set()


def test_eight_were_wounded_at_pensacola_and_three_killed(store: ox.Store) -> None:
    query = """SELECT ?killed ?wounded { incident:usa-2019-nas-pensacola-attack
      imet:fatalityCount ?killed ; imet:injuryCount ?wounded }"""
    assert found(store, query) == {("3", "8")}
    dozen = """?c imet:claimSubject incident:usa-2019-nas-pensacola-attack ;
      imet:claimPredicate imet:injuryCount ; imet:claimValue 12 ;
      imet:verdict verdict:contradicted"""
    assert yes(store, dozen)


def test_the_5000_saudi_students_are_kept_as_a_corrected_figure(store: ox.Store) -> None:
    query = """SELECT ?count ?rank { ?f a imet:TraineeObservation ;
        imet:recipientCountry country:SAU ; imet:earliestDate "2019-12-01"^^xsd:date ;
        imet:traineeCount ?count . OPTIONAL { ?f imet:rank ?rank } }"""
    assert found(store, query) == {("5000", "deprecated"), ("850", ""), ("852", "")}


# The agreements under Article 98

LISTED = """AND ATG AUT BRB BLZ BEN BRA BGR KHM CAF COL CRI HRV CYP DMA ECU EST FJI FIN IRL LVA LSO
  LIE LTU MWI MLI MLT MHL NAM NRU NER PRY PER VCT WSM SMR SRB SVK SVN ZAF SWE CHE TZA TTO URY VEN
  ZMB""".split()
"""The 47 countries that Reuters named on 1 July 2003."""

WAIVED = "ALB AFG BOL BIH BWA COD DJI TLS GAB GMB GHA HND MKD MUS MNG NGA PAN ROU SEN SLE TJK UGA"


def test_only_countries_of_the_first_list_were_barred_in_july_2003(store: ox.Store) -> None:
    assert len(set(LISTED)) == 47
    barred = found(
        store,
        """SELECT ?country { ?r a imet:Restriction ; imet:ground ground:icc-article-98 ;
          imet:startDate "2003-07-01"^^xsd:date ;
            imet:restricts/imet:recipientCountry ?country }""",
    )
    assert {country for (country,) in barred} <= set(LISTED)
    assert {country for (country,) in barred} & set(WAIVED.split()) == set()
    assert len(barred) > 30


def test_to_be_on_the_list_of_2003_is_not_to_lose_imet(store: ox.Store) -> None:
    """Colombia was listed first of all and had money in each year."""
    colombia = obligations(store, "COL")
    assert [colombia[year] for year in (2004, 2005, 2006)] == ["1653000", "1700000", "1641000"]
    without = {
        country for country in LISTED if not {2004, 2005, 2006} & set(obligations(store, country))
    }
    assert {"COL", "BGR", "MWI", "ZMB", "BLZ"} & without == set()
    assert {"MLI", "NER", "PER", "URY", "LSO"} <= without


@pytest.mark.parametrize("country", ["BRB", "BRA", "CRI", "ECU", "PRY", "PER", "TTO", "URY"])
def test_eight_latin_american_states_lost_imet_from_2004_to_2006(
    store: ox.Store, country: str
) -> None:
    years = obligations(store, country)
    assert not {2004, 2005, 2006} & set(years)
    assert {2003, 2007} <= set(years)


def test_the_other_latin_american_states_lost_imet_at_their_own_time(store: ox.Store) -> None:
    bolivia = obligations(store, "BOL")
    assert bolivia[2004] == "589000"
    assert not {2005, 2006} & set(bolivia)
    assert bolivia[2007] == "29000"
    assert max(obligations(store, "VEN")) == 2003
    saint_vincent = obligations(store, "VCT")
    assert [year for year in range(2000, 2008) if year in saint_vincent] == [2000, 2001, 2007]


def test_mexico_has_no_year_without_imet_though_it_refused_article_98(store: ox.Store) -> None:
    """It was barred from October 2005, and only the money of fiscal year 2006 shows it."""
    mexico = obligations(store, "MEX")
    assert [mexico[y] for y in (2004, 2005, 2006, 2007)] == ["1257000", "1243000", "8000", "57000"]
    assert (
        found(store, "SELECT ?g { ?g a imet:ObligationGap ; imet:recipientCountry country:MEX }")
        == set()
    )
    begun = """SELECT ?first { ?r imet:restricts cprogram:imet-MEX ;
      imet:ground ground:icc-article-98 ; imet:earliestDate ?first }"""
    assert found(store, begun) == {("2005-10-01",)}


# Other countries


def test_india_in_1998_had_a_break_without_a_year_without_money(store: ox.Store) -> None:
    india = obligations(store, "IND")
    assert (india[1998], india[1999]) == ("177000", "241000")
    assert set(range(1977, 2021)) <= set(india)
    assert students(store, "IND")[1999] == {"7"}
    query = """SELECT ?stopped ?again {
      restriction:ind-1998-nuclear-tests imet:restricts cprogram:imet-IND ;
        imet:startDate ?stopped .
      ?waiver imet:waives restriction:ind-1998-nuclear-tests ; imet:startDate ?again }"""
    assert found(store, query) == {("1998-05-13", "1998-12-01")}


def test_cameroon_2019_restricts_no_imet_program(store: ox.Store) -> None:
    cut = "?r a imet:Restriction ; imet:restrictsAssistanceTo country:CMR"
    assert yes(store, cut)
    assert found(store, "SELECT ?r { ?r imet:restricts cprogram:imet-CMR }") == set()
    assert not yes(store, f"{cut} . ?r imet:bearsOn ?program")
    cameroon = obligations(store, "CMR")
    assert (cameroon[2019], cameroon[2020]) == ("1055484", "890464")


def test_a_fellow_of_the_counterterrorism_program_is_no_imet_trainee(store: ox.Store) -> None:
    """The leader of the junta of Niger, of whom a cable says that he was chosen for it."""
    assert yes(store, "incident:ner-2023-coup imet:allegedPerpetrator person:abdourahamane-tchiani")
    did = "imet:trainedUnder|imet:participatedIn|imet:attended"
    assert found(store, f"SELECT ?w {{ person:abdourahamane-tchiani {did} ?w }}") == set()
    assert not yes(store, "program:rdfp imet:subProgramOf+ program:imet")
    assert yes(store, "claim:ner-tchiani-fellowship imet:aboutEntity person:abdourahamane-tchiani")


def test_the_five_courses_and_the_six_missions_of_the_malian_captain_both_stand(
    store: ox.Store,
) -> None:
    query = """SELECT ?claim { VALUES ?claim { claim:mli-sanogo-five-courses
      claim:mli-sanogo-six-missions } ?claim imet:aboutEntity person:amadou-haya-sanogo ;
      imet:verdict verdict:not-checked }"""
    assert len(found(store, query)) == 2
    paid = """SELECT ?event { ?event imet:hasParticipant person:amadou-haya-sanogo ;
      imet:fundedUnder program:imet }"""
    assert found(store, paid) == {("mli-2010-basic-officer",)}


def test_two_sums_for_thailand_are_no_contradiction(store: ox.Store) -> None:
    texts = (
        """SELECT ?text { ?c imet:aboutEntity restriction:tha-2006-coup ; imet:claimText ?text }"""
    )
    sums = {
        match for (text,) in found(store, texts) for match in re.findall(r"\$\d+ million", text)
    }
    assert sums == {"$24 million", "$29 million"}
    both = "?c imet:aboutEntity restriction:tha-2006-coup"
    assert not yes(store, f"{both} ; imet:contradictsClaim ?other")


def test_the_counts_of_coups_have_each_their_date_and_none_is_of_imet(store: ox.Store) -> None:
    query = """SELECT ?last ?number {
      ?c imet:aboutEntity group:us-trained-coup-officers-west-africa ; imet:claimText ?text ;
        imet:latestDate ?last .
      BIND(IF(CONTAINS(?text, "nine coups"), 9, IF(CONTAINS(?text, "eleventh"), 11,
        IF(CONTAINS(?text, "twelve coups"), 12, 0))) AS ?number) }"""
    assert found(store, query) == {("2022-01-26", "9"), ("2023-08-02", "11"), ("2023-08-23", "12")}
    about = "?c imet:aboutEntity group:us-trained-coup-officers-west-africa, program:imet"
    assert not yes(store, about)


def test_the_near_east_south_asia_center_has_more_than_one_date(store: ox.Store) -> None:
    query = """SELECT ?year {
      ?claim a imet:Claim ; imet:aboutEntity school:nesa ; imet:claimText ?text .
      VALUES ?year { "in 2000" "in 2001" "October" "November 2000" }
      FILTER(CONTAINS(?text, ?year)) }"""
    assert found(store, query) == {("in 2000",), ("in 2001",), ("October",), ("November 2000",)}
    assert not yes(store, "school:nesa imet:foundedOn ?day")


def test_no_number_of_courses_stands_as_a_fact(store: ox.Store) -> None:
    query = """SELECT ?claim ?verdict { ?claim imet:claimTopic claimtopic:curriculum ;
      imet:claimText ?text ; imet:verdict ?verdict .
      FILTER(CONTAINS(?text, "2,000 courses") || CONTAINS(?text, "several hundred")) }"""
    assert found(store, query) == {
        ("sc-036", "contradicted"),
        ("ev-crs-course-count", "not-checked"),
        ("ev-fas-topics-vary", "not-checked"),
    }


# The 25 discrepancies

SIDES = {
    "afghanistan-total": ("approximately $26 million", "17529512"),
    "pakistan-not-yet-restored": ("has not yet been restored", "2257130", "16 $273,723"),
    "pakistan-brief-suspension": ("briefly suspended", "years 1991 to 1998", "years 2000 to 2001"),
    "pakistan-trained-since-1960s": ("since the early 1960s", "1976-06-30", "1350000"),
    "egypt-2016-three-measures": ("$1.8 million", "1800 thousand", "89 $1,594,277"),
    "vetting-in-1990": ("human rights vetting", "late 1990s"),
    "number-of-courses": ("several hundred", "over 2,000"),
    "saudi-imet-after-pensacola": ("was restricted", "852 of those", "Totals 1 $9,703"),
    "saudi-students-paused": ("roughly 5,000", "roughly 850", "852 of those"),
    "wounded-at-pensacola": ("wounded a dozen", "wounded eight"),
    "pakistan-resumption-dates": ("2019-12-19", "2019-12-23", "2020-01-03", "2020-01-04"),
    "article-98-first-list": ("nearly 50", "some 35", "Another dozen", "1653000"),
    "latin-america-article-98": ("twelve refused", "for Uruguay", "$50,000", "8000"),
    "first-coup-clause": ("passed in 1984", "since 1986"),
    "beginning-of-expanded-imet": ("fiscal year 1990", "1990-11-05", "fiscal year 1991"),
    "chapter-of-the-act": ("part 1, chapter 5", "part II, chapter 5"),
    "sanogo-courses": ("at least five", "six training missions"),
    "thailand-suspended-sum": ("nearly $24 million", "more than $29 million"),
    "india-1998": ("1998-05-13", "1998-12-01", "177000", "241000", "7 $95,755"),
    "pakistan-1999": ("174000", "none under IMET"),
    "coup-counts": ("nine coups", "eleventh", "twelve coups"),
    "near-east-south-asia-center": ("in 2000", "October", "in 2001"),
    "imet-x": ("IMET-X", "EIMET", "Expanded"),
    "tchiani-fellowship": ("trained by the United States", "counterterrorism fellowship"),
    "cameroon-2019": ("suspension of military aid", "1055484", "890464"),
}


@pytest.fixture(scope="module")
def shown(store: ox.Store) -> dict[str, list[dict[str, str]]]:
    """The rows that the question gives for each discrepancy, by its key."""
    named = found(store, "SELECT ?d ?label { ?d a imet:Discrepancy ; rdfs:label ?label }")
    keys = {label: key for key, label in named}
    answer = run(store, fill(find("contradictions"), {}))
    rows: dict[str, list[dict[str, str]]] = {key: [] for key in keys.values()}
    for row in answer.rows:
        cells = dict(zip(answer.columns, map(_text, row), strict=True))
        rows[keys[cells["discrepancy"]]].append(cells)
    return rows


def test_each_of_the_25_is_shown(shown: dict[str, list[dict[str, str]]]) -> None:
    assert len(SIDES) == 25
    assert set(shown) >= set(SIDES)


@pytest.mark.parametrize("key", SIDES)
def test_a_discrepancy_shows_all_its_sides_with_sources_and_a_handling_note(
    shown: dict[str, list[dict[str, str]]], store: ox.Store, key: str
) -> None:
    rows = shown[key]
    sides = found(store, f"SELECT ?side {{ discrepancy:{key} imet:hasSide ?side }}")
    assert len(sides) >= 2
    assert {row["side"] for row in rows} == {side for (side,) in sides}
    assert len({row["source"] for row in rows}) >= 2
    for row in rows:
        assert all(row[column] for column in ("source", "locator", "published", "tier", "handling"))
    said = " | ".join(f"{row['statement']} {row['figure']} {row['period']}" for row in rows)
    assert [words for words in SIDES[key] if words not in said] == []


def test_a_country_finds_its_own_discrepancies(store: ox.Store) -> None:
    answer = run(store, fill(find("contradictions"), {"about": "country:NER"}))
    assert {_text(row[0]) for row in answer.rows} == {
        "Junta leader of Niger: trained by the United States, but not known to be under IMET"
    }
