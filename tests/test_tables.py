"""The tables that ship: counts, sums, places and periods, compared with the research data."""

import csv
import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from imet_graph.mapping import map_table
from imet_graph.namespaces import sparql_prologue
from imet_graph.reading import find_lookup, read_table
from imet_graph.resources import data_dir

TABLES = data_dir() / "tables"
GREENBOOK_ROWS = 18_842
BUDGET_ROWS = 3_416
TRAINING_ROWS = 13_307


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """All tables in one store, with the sources that are kept by hand."""
    store = ox.Store()
    for path in sorted((data_dir() / "curated" / "sources").glob("*.ttl")):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
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


def test_an_observation_says_everything_about_its_figure(store: ox.Store) -> None:
    found = rows(store, "SELECT ?p ?o WHERE { obs:imet-EGY-2015-obligated-greenbook ?p ?o }")
    assert sorted((local(p), local(o)) for p, o in found) == [
        ("aboutProgram", "imet"),
        ("amount", "1700000"),
        ("constantAmount", "1844018"),
        ("constantPriceBasis", "constant-2020"),
        ("currency", "USD"),
        ("dataSet", "greenbook"),
        ("hasCitation", "usaid-greenbook-2020-imet-egy"),
        ("inFiscalPeriod", "2015"),
        (
            "label",
            "Obligations, International Military Education and Training, Egypt, fiscal year 2015",
        ),
        ("priceBasis", "current"),
        ("recipientCountry", "EGY"),
        ("reportedAs", "1700000"),
        ("stage", "obligated"),
        ("type", "FundingObservation"),
        ("verificationStatus", "in-dataset"),
    ]


@pytest.mark.parametrize(
    ("measure", "total"), [("amount", 17_529_512), ("constantAmount", 20_411_401)]
)
def test_obligations_to_afghanistan_from_2003_to_2020_have_the_known_sum(
    store: ox.Store, measure: str, total: int
) -> None:
    query = f"""SELECT (SUM(?amount) AS ?total) WHERE {{
        ?o imet:recipientCountry country:AFG ; imet:aboutProgram program:imet ;
           imet:stage stage:obligated ;
           imet:inFiscalPeriod/imet:fiscalYearNumber ?year ; imet:{measure} ?amount .
        FILTER(?year >= 2003 && ?year <= 2020) }}"""
    assert rows(store, query) == [(str(total),)]


def test_every_obligation_equals_the_research_data_repeated_keys_summed(shared_data: Path) -> None:
    expected: Counter[tuple[str, str, str, str]] = Counter()
    lines: Counter[tuple[str, str, str]] = Counter()
    for row in shared(shared_data, "us_security_assistance_obligations_fy1947_2020.csv"):
        key_of_row = row["account"], row["country"], row["fiscal_year"]
        lines[key_of_row] += 1
        expected[*key_of_row, "current"] += int(row["obligations_usd"])
        expected[*key_of_row, "constant"] += int(row["obligations_usd_constant_2020"])
    table = read_table(TABLES / "greenbook")
    found: dict[tuple[str, str, str, str], int] = {}
    for account, place, year, current, constant, printed, _, count in table.rows:
        found[account, place, year, "current"] = int(current)
        found[account, place, year, "constant"] = int(constant)
        assert sum(map(int, printed.split(" + "))) == int(current)
        assert int(count) == lines[account, place, year] == len(printed.split(" + "))
    assert sum(lines.values()) == 18_887
    assert len(table.rows) == GREENBOOK_ROWS
    assert found == expected


def test_amounts_below_zero_are_deobligations_and_no_others(store: ox.Store) -> None:
    below = rows(store, "SELECT ?o WHERE { ?o imet:amount ?amount FILTER(?amount < 0) }")
    taken_back = rows(store, "SELECT ?o WHERE { ?o a imet:Deobligation }")
    assert sorted(below) == sorted(taken_back)
    assert len(below) == 45


def test_the_two_lines_of_one_key_are_all_of_1976_and_carry_a_note(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?period (COUNT(?o) AS ?n) WHERE { ?o imet:stage stage:obligated ;
        imet:lineCount 2 ; imet:inFiscalPeriod ?period ; skos:note ?note } GROUP BY ?period""",
    )
    assert [(key(period), n) for period, n in found] == [("1976", "45")]


def test_imet_up_to_1976_goes_to_the_predecessor_and_is_booked_under_imet(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?program ?booked (MIN(?year) AS ?first) (MAX(?year) AS ?last) (COUNT(?o) AS ?n)
        WHERE { VALUES ?program { program:imet program:map-training }
                ?o imet:aboutProgram ?program ; qb:dataSet ?set ; imet:stage stage:obligated ;
                   imet:inFiscalPeriod/imet:fiscalYearNumber ?year
                OPTIONAL { ?o imet:bookedUnder ?booked } }
        GROUP BY ?program ?booked ORDER BY ?first""",
    )
    assert [(key(p), key(b), first, last, n) for p, b, first, last, n in found] == [
        ("map-training", "imet", "1950", "1976", "1221"),
        ("imet", "", "1977", "2020", "4742"),
    ]


def test_every_observation_has_a_country_or_a_region_and_the_data_set_for_it(
    store: ox.Store,
) -> None:
    found = rows(
        store,
        """SELECT ?set (COUNT(?country) AS ?c) (COUNT(?region) AS ?r) WHERE {
        ?o a ?kind ; qb:dataSet ?set OPTIONAL { ?o imet:recipientCountry ?country }
        OPTIONAL { ?o imet:recipientRegion ?region }
        FILTER(?kind IN (imet:FundingObservation, imet:TraineeObservation)) }
        GROUP BY ?set ORDER BY ?set""",
    )
    counts = {key(dataset): (int(c), int(r)) for dataset, c, r in found}
    assert all(countries == 0 or regions == 0 for countries, regions in counts.values())
    assert sum(map(sum, counts.values())) == GREENBOOK_ROWS + BUDGET_ROWS + TRAINING_ROWS
    assert counts["training-totals-regions"] == (0, 6)


def test_each_line_of_the_greenbook_is_cited_by_its_printed_name(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT DISTINCT ?citation ?locator WHERE { ?citation imet:locator ?locator ;
        imet:citesSource source:usaid-greenbook-2020 .
        FILTER(STRSTARTS(?locator, "account International Military Education and Training, line")) }
        """,
    )
    assert len(found) == 179
    locators = {key(citation): locator for citation, locator in found}
    assert locators["usaid-greenbook-2020-imet-yug"] == (
        "account International Military Education and Training, line Serbia and Montenegro, Former"
    )


def test_budget_figures_equal_the_research_data_with_their_stage(shared_data: Path) -> None:
    expected = {
        (
            row["account"],
            "World" if row["row_type"] == "total" else " ".join(row["name"].split()),
            row["fiscal_year"],
            "requested" if row["stage_inferred"] == "request" else "actual-unspecified",
        ): int(row["amount_usd_thousands"]) * 1000
        for row in shared(shared_data, "cbj_security_accounts_fy2008_2017.csv")
        if row["row_type"] != "other"
    }
    table = read_table(TABLES / "state-budget-justification")
    found = {
        (account, place, year, stage): int(amount)
        for account, place, year, amount, _, stage, _, _ in table.rows
    }
    assert len(found) == BUDGET_ROWS
    assert found == expected


def test_training_totals_equal_the_sums_of_the_reported_lines(shared_data: Path) -> None:
    lines = pl.read_csv(
        shared_data / "fmtrpt_all.tsv.zst", separator="\t", infer_schema=False, quote_char=None
    )
    programs = find_lookup("program-names")
    expected: dict[tuple[str, str, str, str], tuple[int, int, Decimal]] = {}
    for report, place, program, year, sessions, cost in lines.select(
        "qa:report",
        "training:country",
        "qa:program_name",
        "qa:fiscal_year",
        "training:quantity",
        "training:total_cost",
    ).iter_rows():
        if program == "(program heading lost)":
            continue
        name = "Bolivia" if place == "Bolivia INC" else place
        group = report.replace("_", "-"), name, programs.find(program), year
        count, students, value = expected.get(group, (0, 0, Decimal(0)))
        expected[group] = count + 1, students + int(sessions or 0), value + Decimal(cost or 0)
    table = read_table(TABLES / "training-totals")
    found = {
        (row[0], row[2], programs.find(row[3]), row[4]): (
            int(row[10]),
            int(row[11]),
            Decimal(row[12]),
        )
        for row in table.rows
    }
    assert lines.height == 253_929
    assert len(found) == TRAINING_ROWS
    assert found == expected


def test_training_totals_are_those_printed_and_say_where_the_lines_differ(
    shared_data: Path,
) -> None:
    with (shared_data / "fmtrpt_printed_totals.tsv").open(encoding="utf-8", newline="") as file:
        printed = [
            row for row in csv.DictReader(file, delimiter="\t") if row["scope"] == "program_fy"
        ]
    programs = find_lookup("program-names")
    totals: Counter[tuple[str, str, str, str, str]] = Counter()
    for row in printed:
        if row["country"] and row["program"] != "(program heading lost)":
            name = "Bolivia" if row["country"] == "Bolivia INC" else row["country"]
            group = row["report"].replace("_", "-"), name, programs.find(row["program"])
            totals[*group, row["fiscal_year"], "students"] += int(row["quantity"] or 0)
            totals[*group, row["fiscal_year"], "value"] += int(row["cost"] or 0)
    table = read_table(TABLES / "training-totals")
    found: Counter[tuple[str, str, str, str, str]] = Counter()
    for report, _, place, program, year, _, sessions, cost, line, *_ in table.rows:
        if line:
            group = report, place, programs.find(program)
            found[*group, year, "students"] = int(sessions) if line else 0
            found[*group, year, "value"] = int(cost or 0)
    assert found == totals
    assert Counter(row[13] for row in table.rows) == {"true": 13_253, "false": 18, "": 36}


def test_a_year_reported_twice_is_planned_in_one_report_and_held_in_the_other(
    store: ox.Store,
) -> None:
    found = rows(
        store,
        """SELECT ?period ?report ?plan (COUNT(?o) AS ?n) WHERE {
        ?o qb:dataSet dataset:training-totals ; imet:planStatus ?plan ;
        imet:inFiscalPeriod ?period ; imet:hasCitation/imet:citesSource ?report }
        GROUP BY ?period ?report ?plan""",
    )
    plans: dict[str, set[str]] = {}
    for period, _, plan, _ in found:
        plans.setdefault(key(period), set()).add(key(plan))
    assert {period for period, each in plans.items() if len(each) > 1} == {"2000", "2001"}
    assert all(each == {"actual"} for period, each in plans.items() if period > "2001")


def test_no_line_of_imet_in_the_reports_is_taken_for_expanded_imet(store: ox.Store) -> None:
    lines = rows(store, "SELECT ?p WHERE { ?p imet:subProgramOf program:imet }")
    assert sorted(key(line) for (line,) in lines) == [
        "imet-1",
        "imet-2",
        "imet-d-and-r",
        "imet-multi-year",
        "imet-x",
    ]


def test_trafficking_tiers_equal_the_research_data(store: ox.Store, shared_data: Path) -> None:
    found = rows(
        store,
        """SELECT ?country ?from ?tier WHERE { ?l imet:listedUnder sec:106-386-110 ;
        imet:recipientCountry ?country ; imet:fromFiscalPeriod ?from ; imet:listedAs ?tier }""",
    )
    assert len(found) == len(list(shared(shared_data, "tip_tiers_2001_2015.csv"))) == 2_251
    keys = {"Watchlist": "tier-2-watch-list"}
    assert Counter(key(tier) for _, _, tier in found) == Counter(
        keys.get(row["tier"], row["tier"].lower().replace(" ", "-"))
        for row in shared(shared_data, "tip_tiers_2001_2015.csv")
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
    assert len(spans) == 284
    assert {span.key for each in spans.values() for span in each} <= described
    assert {"YUG", "RVN", "VNM", "TWN"} <= countries


def test_lookup_keys_equal_the_research_data_but_for_two_former_states(shared_data: Path) -> None:
    expected = {
        row["greenbook_name"]: row["iso3"]
        for row in shared(shared_data, "countries.csv")
        if row["greenbook_name"]
    }
    found = {name: spans[-1].key for name, spans in find_lookup("country-names").spans.items()}
    assert {name: found[name] for name in expected} == expected


def test_names_in_the_training_reports_mean_the_countries_of_the_research_data(
    shared_data: Path,
) -> None:
    with (shared_data / "country_names.tsv").open(encoding="utf-8", newline="") as file:
        expected = {row["raw"]: row["iso3"] for row in csv.DictReader(file, delimiter="\t")}
    countries, places = find_lookup("country-names"), find_lookup("report-places")
    for name, code in expected.items():
        if code in {"", "ANT"}:
            assert places.find(name), name
        elif name == "Yugoslavia":
            assert countries.find(name, "2001") == "SCG"  # the federation of 1992 to 2003
        elif name != "Bolivia INC":
            assert countries.spans[name][-1].key == code, name


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
