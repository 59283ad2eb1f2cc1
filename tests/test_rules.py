"""The domain rules, run in their order in two engines: certain, possible, and nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from parts import small_lines
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from imet_graph.building import close, gather
from imet_graph.named_query import read_header
from imet_graph.namespaces import IMET, PREFIXES, compact, new_graph
from imet_graph.resources import ontology_dir

RULES = sorted((ontology_dir() / "rules").glob("*.rq"))
FIXTURES = Path(__file__).parent / "fixtures" / "rules"
SMALL = sorted(FIXTURES.glob("*.ttl"))
TEMPLATE = re.compile(r"CONSTRUCT \{(.*?)\}\s*WHERE", re.DOTALL)
MADE_BY_AXIOMS_TOO = {"involvedIn", "participatedIn"}

Triple = tuple[str, str, str]
Pairs = set[tuple[str, str]]


def run_in_oxigraph(store: ox.Store) -> set[Triple]:
    """Run every rule, each over what the ones before it gave, and return what was added."""
    added: set[Triple] = set()
    for rule in RULES:
        solutions = store.query(rule.read_text(encoding="utf-8"))
        assert isinstance(solutions, ox.QueryTriples)
        quads = {ox.Quad(t.subject, t.predicate, t.object) for t in solutions}
        new = [quad for quad in quads if quad not in store]
        store.extend(new)
        added |= {(_name(q.subject), _name(q.predicate), _name(q.object)) for q in new}
    return added


def run_in_rdflib(graph: Graph) -> set[Triple]:
    """The same in rdflib."""
    before = set(graph)
    for rule in RULES:
        result = graph.query(rule.read_text(encoding="utf-8")).graph
        graph += result if result is not None else Graph()
    return {(_term(s), _term(p), _term(o)) for s, p, o in set(graph) - before}


def _name(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return compact(term.value)


def _term(term: Node) -> str:
    assert isinstance(term, URIRef | Literal)
    return compact(str(term))


def small_store(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def found(triples: Iterable[Triple], name: str) -> Pairs:
    return {(s, o) for s, p, o in triples if p == f"imet:{name}"}


@pytest.fixture(scope="module")
def derived() -> dict[str, set[Triple]]:
    """What the rules give on each small graph, by its name."""
    return {path.stem: run_in_oxigraph(small_store(path)) for path in SMALL}


# The files


def test_the_rules_are_numbered_without_gap() -> None:
    assert RULES
    numbers = [int(path.name.split("-")[0]) for path in RULES]
    assert numbers == list(range(1, len(RULES) + 1))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_states_itself_in_words_and_says_whence_it_comes(path: Path) -> None:
    header = read_header(path, path.read_text(encoding="utf-8"))
    assert set(header) in ({"summary", "rule", "source"}, {"summary", "rule", "source", "answer"})
    assert all(isinstance(value, str) and value for value in header.values())
    assert re.fullmatch(r"[A-Z].*\.", header["rule"])
    assert header.get("answer", "possibly") in {"definitely", "possibly"}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_gives_the_answer_that_its_header_names(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    answer = read_header(path, text).get("answer")
    (template,) = TEMPLATE.findall(text)
    assert (":possibly" in template) == (answer == "possibly")


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_declares_the_project_s_prefixes_that_it_uses_and_no_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", text, re.MULTILINE))
    body = text.split("CONSTRUCT")[1]
    used = {name for name in re.findall(r"(?<![\w?])(\w+):\w", body) if name in PREFIXES}
    assert declared == {name: PREFIXES[name] for name in used}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_binds_every_variable_of_its_template(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (template,) = TEMPLATE.findall(text)
    pattern = text.split("WHERE", 1)[1]
    for variable in set(re.findall(r"\?\w+", template)):
        assert re.search(rf"{re.escape(variable)}\b", pattern)
        if f"AS {variable})" in pattern:
            assert f"FILTER(BOUND({variable}))" in pattern


def test_every_term_of_a_template_is_declared_with_its_definition() -> None:
    schema = Graph()
    for path in (ontology_dir() / "modules").glob("*.ttl"):
        schema.parse(path, format="turtle")
    described = "ASK { <%s> <http://www.w3.org/2004/02/skos/core#definition> ?text }"
    names = {name for path in RULES for name in _made(path)}
    assert names
    for name in names:
        assert schema.query(described % IMET[name]).askAnswer, name


def _made(path: Path) -> list[str]:
    """Names of the terms that a rule makes triples with."""
    (template,) = TEMPLATE.findall(path.read_text(encoding="utf-8"))
    return re.findall(r"imet:(\w+)", template)


# Both engines, twice


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_rdflib_gives_the_same_triples(path: Path, derived: dict[str, set[Triple]]) -> None:
    graph = new_graph().parse(path, format="turtle")
    assert derived[path.stem]
    assert run_in_rdflib(graph) == derived[path.stem]


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_a_second_run_adds_nothing(path: Path) -> None:
    store = small_store(path)
    assert run_in_oxigraph(store)
    assert run_in_oxigraph(store) == set()


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_what_is_certain_is_never_merely_possible(
    path: Path, derived: dict[str, set[Triple]]
) -> None:
    for name in {p.removeprefix("imet:possibly") for _, p, _ in derived[path.stem]}:
        definite = name[0].lower() + name[1:]
        possible = f"possibly{name[0].upper()}{name[1:]}"
        assert not found(derived[path.stem], definite) & found(derived[path.stem], possible)


def test_the_small_graphs_make_every_rule_fire(derived: dict[str, set[Triple]]) -> None:
    made = {p.removeprefix("imet:") for triples in derived.values() for _, p, _ in triples}
    wanted = {name for path in RULES for name in _made(path)} - {"PreferredObservation"}
    assert wanted <= made


# Fiscal periods of events


def test_an_event_whose_dates_lie_in_one_period_is_in_that_period(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["events"], "inFiscalPeriod") == {
        ("action:on-a-day", "fy:2020"),
        ("action:in-the-quarter", "fy:1976TQ"),
        ("action:bounds-within", "fy:2019"),
        ("action:lasting-within", "fy:2019"),
        ("training:curated", "fy:2019"),
    }


def test_an_event_whose_dates_reach_over_a_boundary_is_possibly_in_each_period(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["events"], "possiblyInFiscalPeriod") == {
        ("action:bounds-across", "fy:2018"),
        ("action:bounds-across", "fy:2019"),
        ("action:lasting-across", "fy:2018"),
        ("action:lasting-across", "fy:2019"),
        ("action:begun-only", "fy:2019"),
        ("action:bounded-above", "fy:2019"),
    }


def test_a_row_of_a_report_with_its_period_gets_no_bounds(
    derived: dict[str, set[Triple]],
) -> None:
    assert not {triple for triple in derived["events"] if triple[0] == "training:undated-row"}


# Fiscal periods of situations

OVERLAPS = {
    "ended": ("2018 2019 2020", ""),
    "last-seen": ("2019 2020", "2021"),
    "lifted": ("2018 2019", "2020"),
    "lifted-twice": ("2018 2019", "2020"),
    "start-across": ("2019", "2018"),
    "some-day": ("", "2018 2019 2020 2021"),
    "first-seen": ("2020", "2021"),
    "end-only": ("2020", ""),
    "in-period": ("2019", ""),
    "range": ("2018 2019 2020", ""),
    "undated": ("", ""),
}


@pytest.mark.parametrize("key", OVERLAPS)
def test_a_situation_overlaps_the_periods_that_its_dates_tell(
    key: str, derived: dict[str, set[Triple]]
) -> None:
    def years(name: str) -> list[str]:
        pairs = found(derived["situations"], name)
        return sorted(period[3:] for node, period in pairs if node == f"restriction:{key}")

    definite, possible = OVERLAPS[key]
    assert years("overlapsFiscalPeriod") == definite.split()
    assert years("possiblyOverlapsFiscalPeriod") == possible.split()


def test_every_situation_of_the_small_graph_is_looked_at() -> None:
    text = (FIXTURES / "situations.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"^restriction:([\w-]+) a ", text, re.MULTILINE)) == set(OVERLAPS)


# Training and incidents

ORDER = {
    "before": "trainedBefore",
    "during": "trainedDuring",
    "after": "trainedAfter",
    "on-the-day": "trainedDuring",
    "begun": "possiblyTrainedBefore possiblyTrainedDuring",
    "some-day": "possiblyTrainedAfter possiblyTrainedBefore possiblyTrainedDuring",
    "planned": "possiblyTrainedBefore",
    "period-before": "trainedBefore",
    "period-of-attack": "possiblyTrainedAfter possiblyTrainedBefore possiblyTrainedDuring",
    "of-another": "",
    "of-the-unit": "trainedDuring",
    "of-the-unit-for-a-week": "possiblyTrainedAfter possiblyTrainedBefore possiblyTrainedDuring",
}


@pytest.mark.parametrize("key", ORDER)
def test_a_training_stands_in_time_to_the_incident_of_its_student(
    key: str, derived: dict[str, set[Triple]]
) -> None:
    relations = {
        p.removeprefix("imet:")
        for s, p, o in derived["training"]
        if s == f"training:{key}" and o in {"incident:attack", "incident:raid"}
    }
    assert sorted(relations) == ORDER[key].split()


def test_a_participation_makes_its_agent_a_participant(derived: dict[str, set[Triple]]) -> None:
    assert found(derived["training"], "participatedIn") == {
        ("unit:battalion", "training:of-the-unit"),
        ("unit:battalion", "training:of-the-unit-for-a-week"),
    }


# Restrictions


def test_a_restriction_bears_on_a_program_that_its_source_names(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["restrictions"], "bearsOn") == {
        ("restriction:afg-named", "cprogram:imet-AFG"),
        ("restriction:bfa-named-in-general", "cprogram:imet-BFA"),
        ("restriction:fji-condition", "cprogram:imet-FJI"),
        ("restriction:gin-open", "cprogram:imet-GIN"),
        ("restriction:hti-waived", "cprogram:imet-HTI"),
        ("restriction:idn-waived-by-law", "cprogram:imet-IDN"),
    }


def test_a_restriction_in_general_possibly_bears_on_what_its_scope_includes(
    derived: dict[str, set[Triple]],
) -> None:
    expected = {("restriction:civ-unnamed", "cprogram:imet-CIV")}
    assert found(derived["restrictions"], "possiblyBearsOn") == expected


def test_a_restriction_is_possibly_waived_where_a_waiver_meets_it(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["restrictions"], "possiblyWaivedIn") == {
        ("restriction:hti-waived", "fy:2019"),
        ("restriction:idn-waived-by-law", "fy:2019"),
    }


def test_a_clause_may_be_waived_only_by_whom_the_section_of_the_year_names(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["restrictions"], "mayBeWaivedBy") == {
        ("restriction:gin-open", "body:secretary-of-state"),
    }


def test_a_program_is_barred_where_a_suspension_or_prohibition_held_without_waiver(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["restrictions"], "barredIn") == {
        ("cprogram:imet-AFG", "fy:2019"),
        ("cprogram:imet-BFA", "fy:2019"),
        ("cprogram:imet-GIN", "fy:2020"),
        ("cprogram:imet-HTI", "fy:2018"),
        ("cprogram:imet-HTI", "fy:2020"),
    }


def test_a_program_is_possibly_barred_where_name_date_waiver_or_kind_leave_it_open(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["restrictions"], "possiblyBarredIn") == {
        ("cprogram:imet-CIV", "fy:2019"),
        ("cprogram:imet-FJI", "fy:2019"),
        ("cprogram:imet-GIN", "fy:2021"),
        ("cprogram:imet-HTI", "fy:2019"),
        ("cprogram:imet-IDN", "fy:2019"),
    }


def test_nothing_says_that_a_country_was_eligible(derived: dict[str, set[Triple]]) -> None:
    names = {p for triples in derived.values() for _, p, _ in triples}
    assert not {name for name in names if "ligib" in name}
    assert not {o for triples in derived.values() for _, _, o in triples if o == "imet:Eligibility"}


# Roles


def test_roles_give_the_plain_relation_of_their_kind_where_a_source_bears_them_out(
    derived: dict[str, set[Triple]],
) -> None:
    assert derived["roles"] - {t for t in derived["roles"] if t[0].startswith("role:")} == {
        ("body:director", "imet:directsPolicyOf", "program:imet"),
        ("body:manager", "imet:administers", "program:imet"),
        ("body:teacher", "imet:deliversTrainingUnder", "program:imet"),
        ("body:executor", "imet:involvedIn", "program:imet"),
        ("body:auditor", "imet:involvedIn", "program:imet"),
    }


# Figures


def both(*pairs: tuple[str, str]) -> Pairs:
    named = {(f"obs:{one}", f"obs:{other}") for one, other in pairs}
    return named | {(other, one) for one, other in named}


def test_figures_of_sources_state_the_same_quantity_where_every_dimension_agrees(
    derived: dict[str, set[Triple]],
) -> None:
    pairs = found(derived["figures"], "sameQuantityAs")
    assert {pair for pair in pairs if pair[0].startswith("obs:afg")} == both(
        ("afg-exact", "afg-rounded"),
        ("afg-exact", "afg-other"),
        ("afg-other", "afg-rounded"),
        ("afg-2018-2019", "afg-2018-2019-other"),
    )
    assert {pair for pair in pairs if pair[0].startswith("obs:idn")} == both(
        ("idn-imet", "idn-imet-press"), ("idn-any", "idn-any-press")
    )


def test_figures_conflict_beyond_the_rounding_that_they_show(
    derived: dict[str, set[Triple]],
) -> None:
    assert found(derived["figures"], "conflictsWith") == both(
        ("afg-exact", "afg-other"),
        ("afg-2018-2019", "afg-2018-2019-other"),
        ("dji-law", "dji-chosen"),
        ("dji-chosen", "dji-wrong"),
        ("egy-old", "egy-new"),
        ("fji-new", "fji-some-day"),
        ("gin-late", "gin-some-day"),
        ("hti-wrong", "hti-wrong-too"),
        ("idn-imet", "idn-imet-press"),
        ("idn-any", "idn-any-press"),
    )


def test_one_figure_of_a_quantity_is_preferred_where_rank_tier_or_date_decide(
    derived: dict[str, set[Triple]],
) -> None:
    kind = "imet:PreferredObservation"
    assert {s.removeprefix("obs:") for s, _, o in derived["figures"] if o == kind} == {
        "afg-exact",
        "afg-2018-2019-other",
        "civ-none",
        "dji-chosen",
        "egy-new",
        "gin-late",
        "idn-imet",
        "idn-any",
        "world",
    }


def test_no_figure_is_preferred_where_the_order_does_not_decide(
    derived: dict[str, set[Triple]],
) -> None:
    equal = found(derived["figures"], "ranksEqualTo")
    assert equal == both(("bfa-one", "bfa-two"), ("fji-new", "fji-some-day"))


# What ships


def _rule_made() -> set[ox.NamedNode]:
    """Predicates that only rules make, apart from what is stated."""
    made = {name for path in RULES for name in _made(path)}
    return {ox.NamedNode(str(IMET[name])) for name in made - MADE_BY_AXIOMS_TOO}


@pytest.fixture(scope="module")
def inferred() -> tuple[list[str], list[str]]:
    """Facts that ship with the figures of six countries, and what follows from them."""
    lines = small_lines(gather())
    _, closure = close(lines)
    return lines, closure.news()


@pytest.fixture(scope="module")
def shipped(inferred: tuple[list[str], list[str]]) -> tuple[ox.Store, set[Triple]]:
    """Those facts with what the axioms add, and what the rules then give in Oxigraph."""
    store, made = ox.Store(), _rule_made()
    store.bulk_load("\n".join(inferred[0]), format=ox.RdfFormat.N_TRIPLES)
    store.bulk_extend(
        quad
        for quad in ox.parse("\n".join(inferred[1]), format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate not in made and not _is_preference(quad)
    )
    return store, run_in_oxigraph(store)


def _is_preference(quad: ox.Quad) -> bool:
    return quad.object == ox.NamedNode(str(IMET.PreferredObservation))


def test_the_attack_at_pensacola_lies_in_fiscal_year_2020(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    periods = found(shipped[1], "inFiscalPeriod")
    assert ("incident:usa-2019-nas-pensacola-attack", "fy:2020") in periods
    assert ("incident:mli-2012-coup", "fy:2012") in periods


def test_the_freeze_of_2018_held_in_three_fiscal_years(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    pairs = found(shipped[1], "overlapsFiscalPeriod")
    years = {period for node, period in pairs if node == "restriction:pak-2018-freeze"}
    assert years == {"fy:2018", "fy:2019", "fy:2020"}
    possible = found(shipped[1], "possiblyOverlapsFiscalPeriod")
    assert not {o for s, o in possible if s == "restriction:pak-2018-freeze"}


def test_pakistan_was_barred_in_2019_and_only_possibly_in_1995(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    barred, possibly = (found(shipped[1], name) for name in ("barredIn", "possiblyBarredIn"))
    assert ("cprogram:imet-PAK", "fy:2019") in barred
    assert ("cprogram:imet-PAK", "fy:1995") in possibly - barred
    assert not {o for s, o in barred | possibly if s == "cprogram:imet-SEN"}


def test_a_waiver_leaves_the_coup_clause_of_2002_open(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    waived = found(shipped[1], "possiblyWaivedIn")
    assert ("restriction:pak-1999-coup", "fy:2002") in waived
    assert ("restriction:pak-1999-coup", "fy:2001") not in waived


def test_the_training_of_the_leader_came_before_the_coup_of_2012(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    assert {
        ("training:mli-2010-basic-officer", "incident:mli-2012-coup"),
        ("training:egy-2006-army-war-college", "incident:egy-2013-removal-of-the-president"),
    } <= found(shipped[1], "trainedBefore")


def test_a_corrected_figure_conflicts_with_the_first_and_the_official_count_is_shown(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    key = "obs:dod-students-SAU-2019-12-military"
    first, corrected, count = f"{key}-com-first", f"{key}-com-corrected", f"{key}-times"
    conflicts = found(shipped[1], "conflictsWith")
    assert conflicts == {
        (one, other)
        for one in (first, corrected, count)
        for other in (first, corrected, count)
        if one != other and first in (one, other)
    }
    assert (count, "rdf:type", "imet:PreferredObservation") in shipped[1]
    assert (first, "rdf:type", "imet:PreferredObservation") not in shipped[1]


def test_no_claim_that_the_check_did_not_support_becomes_a_fact_by_rule(
    shipped: tuple[ox.Store, set[Triple]],
) -> None:
    store, triples = shipped
    claims = store.query(
        "PREFIX imet: <https://w3id.org/imet-graph/ontology#>"
        "SELECT ?s ?p ?o { ?claim imet:claimSubject ?s ; imet:claimPredicate ?p ; "
        "imet:claimObject ?o ; imet:verdict ?verdict "
        "FILTER(!STRENDS(STR(?verdict), 'verdict/supported')) }"
    )
    assert isinstance(claims, ox.QuerySolutions)
    doubted = {(_name(row["s"]), _name(row["p"]), _name(row["o"])) for row in claims}
    assert doubted
    assert not doubted & triples


def test_our_engine_gives_what_the_rules_give_in_another(
    inferred: tuple[list[str], list[str]], shipped: tuple[ox.Store, set[Triple]]
) -> None:
    made = _rule_made()
    names = {compact(predicate.value) for predicate in made}
    given = {t for t in shipped[1] if t[1] in names or t[2] == "imet:PreferredObservation"}
    held = {
        (_name(quad.subject), _name(quad.predicate), _name(quad.object))
        for quad in ox.parse("\n".join(inferred[1]), format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate in made or _is_preference(quad)
    }
    assert given
    assert held == given
