"""The tables that ship: counts, sums, places and periods, compared with the research data."""

import csv
import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from imet_graph.mapping import map_table
from imet_graph.namespaces import sparql_prologue
from imet_graph.reading import find_lookup, read_table
from imet_graph.resources import data_dir

TABLES = data_dir() / "tables"
GREENBOOK_ROWS = 5963


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """All tables in one store."""
    store = ox.Store()
    folders = sorted(path for path in TABLES.iterdir() if path.is_dir())
    assert len(folders) >= 4
    for folder in folders:
        text = "\n".join(map_table(folder).lines)
        store.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(sparql_prologue() + query)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(term.value if term else "" for term in solution) for solution in answer]


def key(iri: str) -> str:
    return iri.rpartition("/")[2]


def local(iri: str) -> str:
    return key(iri).rpartition("#")[2]


def shared(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# Figures


def test_each_greenbook_row_is_one_amount_in_current_and_one_in_constant_dollars(
    store: ox.Store,
) -> None:
    found = rows(
        store, "SELECT ?basis WHERE { ?o a imet:FundingObservation ; imet:priceBasis ?basis }"
    )
    assert Counter(key(basis) for (basis,) in found) == {
        "current": GREENBOOK_ROWS,
        "constant-2020": GREENBOOK_ROWS,
    }


def test_an_observation_says_everything_about_its_figure(store: ox.Store) -> None:
    found = rows(store, "SELECT ?p ?o WHERE { obs:imet-EGY-2015-obligated-greenbook ?p ?o }")
    assert sorted((local(p), local(o)) for p, o in found) == [
        ("aboutProgram", "imet"),
        ("amount", "1700000"),
        ("currency", "USD"),
        ("dataSet", "greenbook-imet"),
        ("hasCitation", "usaid-greenbook-2020-imet-egy"),
        ("inFiscalPeriod", "2015"),
        (
            "label",
            "Obligations under the IMET account, Egypt, fiscal year 2015, current US dollars",
        ),
        ("priceBasis", "current"),
        ("recipientCountry", "EGY"),
        ("reportedAs", "1700000"),
        ("stage", "obligated"),
        ("type", "FundingObservation"),
        ("verificationStatus", "in-dataset"),
    ]


@pytest.mark.parametrize(
    ("basis", "total"), [("current", 17_529_512), ("constant-2020", 20_411_401)]
)
def test_obligations_to_afghanistan_from_2003_to_2020_have_the_known_sum(
    store: ox.Store, basis: str, total: int
) -> None:
    query = f"""SELECT (SUM(?amount) AS ?total) WHERE {{
        ?o imet:recipientCountry country:AFG ; imet:priceBasis basis:{basis} ;
           imet:inFiscalPeriod/imet:fiscalYearNumber ?year ; imet:amount ?amount .
        FILTER(?year >= 2003 && ?year <= 2020) }}"""
    assert rows(store, query) == [(str(total),)]


def test_every_figure_equals_the_research_data(store: ox.Store, shared_data: Path) -> None:
    expected = {
        (row["fiscal_year"], row["iso3"] or row["country"], basis): Decimal(row[column])
        for row in shared(shared_data, "us_imet_obligations_fy1950_2020.csv")
        for basis, column in (
            ("current", "obligations_usd"),
            ("constant-2020", "obligations_usd_constant_2020"),
        )
    }
    table = read_table(TABLES / "greenbook-imet")
    names = {row[0] for row in table.rows}
    codes = {row["greenbook_name"]: row["iso3"] for row in shared(shared_data, "countries.csv")}
    found = {
        (year, codes.get(name, name), basis): Decimal(amount)
        for name, year, *amounts in table.rows
        for basis, amount in zip(("current", "constant-2020"), amounts, strict=True)
    }
    assert len(names) == 178
    assert found == expected


def test_money_up_to_1976_goes_to_the_predecessor_and_is_booked_under_imet(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?program ?booked (MIN(?year) AS ?first) (MAX(?year) AS ?last) (COUNT(?o) AS ?n)
        WHERE { ?o imet:aboutProgram ?program ; imet:priceBasis basis:current ;
                   imet:inFiscalPeriod/imet:fiscalYearNumber ?year
                OPTIONAL { ?o imet:bookedUnder ?booked } }
        GROUP BY ?program ?booked ORDER BY ?first""",
    )
    assert [(key(p), key(b), first, last, n) for p, b, first, last, n in found] == [
        ("map-training", "imet", "1950", "1976", "1221"),
        ("imet", "", "1977", "2020", "4742"),
    ]


def test_rows_of_1976_and_no_others_carry_the_note_on_the_transition_quarter(
    store: ox.Store,
) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?period WHERE { ?o a imet:FundingObservation ; skos:note ?note ;
        imet:inFiscalPeriod ?period }""",
    )
    assert [key(period) for (period,) in found] == ["1976"]


def test_every_observation_has_a_country_or_a_region_and_the_data_set_for_it(
    store: ox.Store,
) -> None:
    found = rows(
        store,
        """SELECT ?set (COUNT(?country) AS ?c) (COUNT(?region) AS ?r) WHERE {
        ?o qb:dataSet ?set OPTIONAL { ?o imet:recipientCountry ?country }
        OPTIONAL { ?o imet:recipientRegion ?region } } GROUP BY ?set ORDER BY ?set""",
    )
    assert [(key(dataset), countries, regions) for dataset, countries, regions in found] == [
        ("greenbook-imet", "11770", "0"),
        ("greenbook-imet-regions", "0", "156"),
    ]


def test_each_line_of_the_greenbook_is_cited_by_its_printed_name(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?citation ?locator WHERE { ?o imet:priceBasis basis:current ;
        imet:hasCitation ?citation . ?citation imet:locator ?locator ;
        imet:citesSource source:usaid-greenbook-2020 }""",
    )
    assert len(found) == 179
    locators = {key(citation): locator for citation, locator in found}
    assert locators["usaid-greenbook-2020-imet-yug"] == (
        "account International Military Education and Training, line Serbia and Montenegro, Former"
    )


# Names of places


def test_every_greenbook_name_leads_to_a_country_that_is_described(store: ox.Store) -> None:
    countries = {key(iri) for (iri,) in rows(store, "SELECT ?c WHERE { ?c imet:cowCode ?x }")}
    described = {
        key(iri)
        for (iri,) in rows(
            store, "SELECT ?c WHERE { { ?c a imet:Country } UNION { ?c a imet:FormerCountry } }"
        )
    }
    spans = find_lookup("country-names").spans
    assert len(spans) == 190
    assert {span.key for each in spans.values() for span in each} <= described
    assert {"YUG", "RVN", "VNM", "TWN"} <= countries


def test_lookup_keys_equal_the_research_data_but_for_two_former_states(shared_data: Path) -> None:
    expected = {
        row["greenbook_name"]: row["iso3"]
        for row in shared(shared_data, "countries.csv")
        if row["greenbook_name"]
    }
    found = {name: spans[-1].key for name, spans in find_lookup("country-names").spans.items()}
    assert found == expected


@pytest.mark.parametrize(
    ("name", "year", "country"),
    [
        ("Vietnam", "1969", "RVN"),
        ("Vietnam", "1975", "RVN"),
        ("Vietnam", "1976", "VNM"),
        ("Vietnam", "2005", "VNM"),
        ("Serbia and Montenegro, Former", "1951", "YUG"),
        ("Serbia and Montenegro, Former", "1991", "YUG"),
        ("Serbia and Montenegro, Former", "1996", "SCG"),
        ("China (Taiwan)", "1960", "TWN"),
    ],
)
def test_a_name_means_the_state_of_its_time(name: str, year: str, country: str) -> None:
    assert find_lookup("country-names").find(name, year) == country


# Countries


def test_there_is_one_node_for_each_code_and_each_former_state(store: ox.Store) -> None:
    found = rows(store, "SELECT ?c ?t WHERE { ?c a ?t ; imet:wikidataId ?q }")
    kinds = Counter(kind.rpartition("#")[2] for _, kind in found)
    assert kinds == {"Country": 250, "FormerCountry": 3}


@pytest.mark.parametrize(
    ("term", "column"),
    [
        ("isoAlpha2", "iso2"),
        ("m49Code", "iso_numeric"),
        ("wikidataId", "wikidata_qid"),
        ("geonamesId", "geonames_id"),
        ("cowCode", "cow_code"),
    ],
)
def test_codes_equal_the_research_data(
    store: ox.Store, shared_data: Path, term: str, column: str
) -> None:
    expected = {
        (row["iso3"], row[column]) for row in shared(shared_data, "countries.csv") if row[column]
    }
    found = rows(store, f"SELECT ?i ?v WHERE {{ ?c imet:isoAlpha3 ?i ; imet:{term} ?v }}")
    assert {pair for pair in found if pair[0] != "YUG"} == expected
    assert len(expected) > 190


def test_a_country_has_its_names_regions_status_and_citations(store: ox.Store) -> None:
    found = rows(store, "SELECT ?p ?o WHERE { country:MMR ?p ?o }")
    facts = {(p.rpartition("#")[2], key(o)) for p, o in found}
    assert {
        ("label", "Myanmar"),
        ("altLabel", "Burma (Myanmar)"),
        ("altLabel", "Republic of the Union of Myanmar"),
        ("inRegion", "m49-asia"),
        ("inRegion", "m49-south-eastern-asia"),
        ("inRegion", "greenbook-asia"),
        ("verificationStatus", "in-dataset"),
        ("hasCitation", "country-codes"),
    } <= facts


def test_labels_of_countries_are_unique(store: ox.Store) -> None:
    labels = [
        label
        for (label,) in rows(
            store, "SELECT ?label WHERE { ?c imet:wikidataId ?q ; rdfs:label ?label }"
        )
    ]
    assert len(labels) == len(set(labels)) == 253


def test_no_name_of_a_country_repeats_its_label(store: ox.Store) -> None:
    assert not rows(store, "SELECT ?c WHERE { ?c rdfs:label ?l ; skos:altLabel ?l }")


def test_former_states_end_and_say_how_far_that_is_verified(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?c ?end ?status WHERE { ?c a imet:FormerCountry ; imet:endDate ?end ;
        imet:verificationStatus ?status ; skos:note ?note } ORDER BY ?c""",
    )
    assert [(key(c), end, key(status)) for c, end, status in found] == [
        ("RVN", "1975-04-30", "in-dataset"),
        ("SCG", "2006-06-03", "partly"),
        ("YUG", "1992-04-27", "partly"),
    ]


# Fiscal periods


def test_fiscal_periods_meet_without_gap_from_1946_to_2027(store: ox.Store) -> None:
    periods = rows(
        store,
        """SELECT ?p ?start ?end ?next WHERE { ?p imet:startDate ?start ; imet:endDate ?end .
        { ?p a imet:FiscalYear } UNION { ?p a imet:TransitionQuarter }
        OPTIONAL { ?p imet:nextPeriod ?next } } ORDER BY ?start""",
    )
    assert [key(period[0]) for period in periods] == [
        *map(str, range(1946, 1977)),
        "1976TQ",
        *map(str, range(1977, 2028)),
    ]
    for earlier, later in itertools.pairwise(periods):
        assert earlier[3] == later[0]
        next_day = dt.date.fromisoformat(earlier[2]) + dt.timedelta(days=1)
        assert next_day == dt.date.fromisoformat(later[1])


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("1976", "1975-07-01", "1976-06-30"),
        ("1976TQ", "1976-07-01", "1976-09-30"),
        ("1977", "1976-10-01", "1977-09-30"),
        ("2016", "2015-10-01", "2016-09-30"),
    ],
)
def test_a_fiscal_period_has_the_bounds_of_its_statute(
    store: ox.Store, period: str, start: str, end: str
) -> None:
    query = f"SELECT ?s ?e WHERE {{ fy:{period} imet:startDate ?s ; imet:endDate ?e }}"
    assert rows(store, query) == [(start, end)]


def test_the_transition_quarter_has_no_year_number(store: ox.Store) -> None:
    assert rows(store, "SELECT ?p WHERE { ?p a imet:TransitionQuarter }") == [
        ("https://w3id.org/imet-graph/id/fy/1976TQ",)
    ]
    assert not rows(store, "SELECT ?n WHERE { fy:1976TQ imet:fiscalYearNumber ?n }")


def test_years_whose_older_rule_was_not_seen_are_only_partly_verified(store: ox.Store) -> None:
    query = """SELECT ?status (MIN(?n) AS ?first) (MAX(?n) AS ?last) WHERE {
        ?p imet:fiscalYearNumber ?n ; imet:verificationStatus ?status }
        GROUP BY ?status ORDER BY ?first"""
    assert [(key(status), first, last) for status, first, last in rows(store, query)] == [
        ("partly", "1946", "1975"),
        ("in-source", "1976", "2027"),
    ]


# The tables together


@pytest.mark.parametrize("kind", ["Citation", "Source", "DataSource"])
def test_every_cited_node_of_ours_is_described(store: ox.Store, kind: str) -> None:
    found = rows(store, f"SELECT ?node WHERE {{ ?node a imet:{kind} }}")
    assert found
    for (node,) in found:
        assert rows(store, f"SELECT ?l WHERE {{ <{node}> rdfs:label ?l }}")


def test_no_citation_of_a_table_leads_nowhere(store: ox.Store) -> None:
    assert not rows(
        store,
        """SELECT DISTINCT ?c WHERE { ?x imet:hasCitation ?c
        FILTER NOT EXISTS { ?c imet:citesSource/imet:publishedBy ?agent ; imet:locator ?l } }""",
    )
