"""What holds of every brief: sources, marks of verification, and sums of one stage."""

import re
from decimal import Decimal

import pyoxigraph as ox
import pytest
from briefparts import Briefs, briefs_of, full, statements, subjects, tail, values, walk

from imet_graph.briefing import Brief, CountryBrief
from imet_graph.briefing.model import AccountTotal, Backing, MoneyCell, TrainingTotal
from imet_graph.store import Release

PLAIN = {"in-source", "in-dataset"}
NUMBER = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module")
def briefs(release: Release) -> Briefs:
    return briefs_of(release)


def countries(store: ox.Store) -> list[str]:
    """Countries with a restriction, an incident, a gap or a waiver."""
    found = {
        country
        for kind in ("imet:Restriction", "imet:Incident", "imet:ObligationGap", "imet:Waiver")
        for thing in subjects(store, "rdf:type", full(kind))
        for predicate in (
            "imet:recipientCountry",
            "imet:tookPlaceIn",
            "imet:restrictsAssistanceTo",
            "imet:restricts",
        )
        for value in values(store, thing, predicate)
        for country in (
            values(store, value, "imet:recipientCountry") if "/cprogram/" in value else [value]
        )
        if "/country/" in country
    }
    return sorted(f"country:{tail(country)}" for country in found)


def laws(store: ox.Store) -> list[str]:
    """Laws on which something rests, which change something or ask for a report."""
    found = {
        quad.object.value
        for predicate in (
            "imet:legalBasis",
            "imet:changingProvision",
            "imet:changedProvision",
            "imet:dutyUnder",
            "imet:listedUnder",
        )
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(full(predicate)), None, ox.DefaultGraph()
        )
        if isinstance(quad.object, ox.NamedNode)
    }
    return sorted(found)


def organizations(store: ox.Store) -> list[tuple[str, str]]:
    """Every school, and every body with a role, a duty or a measure."""
    schools = subjects(store, "rdf:type", full("imet:TrainingInstitution"))
    bodies = {
        quad.object.value
        for predicate in (
            "imet:roleHolder",
            "imet:dutyOf",
            "imet:reportsTo",
            "imet:imposedBy",
            "imet:takenBy",
        )
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(full(predicate)), None, ox.DefaultGraph()
        )
        if isinstance(quad.object, ox.NamedNode) and "/body/" in quad.object.value
    }
    return [*(("school", s) for s in sorted(schools)), *(("body", b) for b in sorted(bodies))]


@pytest.fixture(scope="module")
def everything(briefs: Briefs) -> list[tuple[Brief, list[str], list[str]]]:
    store = briefs.store
    wanted = [("country", name) for name in countries(store)]
    wanted += [("law", name) for name in laws(store)]
    wanted += organizations(store)
    assert len(wanted) > 150
    return [briefs.get(sort, name) for sort, name in wanted]


def test_every_country_with_events_has_a_brief(briefs: Briefs) -> None:
    names = countries(briefs.store)
    assert len(names) > 80
    for name in names:
        brief, text, markdown = briefs.get("country", name)
        assert isinstance(brief, CountryBrief)
        assert brief.restrictions or brief.incidents or brief.gaps or brief.waivers
        assert "Sources" in text
        assert "## Sources" in markdown


def test_every_number_that_is_used_is_a_source_and_the_other_way_round(
    everything: list[tuple[Brief, list[str], list[str]]],
) -> None:
    for brief, text, markdown in everything:
        defined = [source.number for source in brief.sources]
        assert defined == list(range(1, len(defined) + 1))
        for lines, head in ((text, "Sources"), (markdown, "## Sources")):
            start = lines.index(head)
            used = {int(n) for line in lines[:start] for n in NUMBER.findall(line)}
            listed = [NUMBER.match(line.lstrip(" -")) for line in lines[start:]]
            assert used == set(defined), brief.subject.ref
            assert [int(found[1]) for found in listed if found] == defined


def test_every_statement_has_a_source(
    everything: list[tuple[Brief, list[str], list[str]]],
) -> None:
    for brief, *_ in everything:
        bare = [
            item.ref.iri
            for item in statements(brief)
            if not item.backing.sources and not item.ref.iri.startswith(full("discrepancy:"))
        ]
        assert not bare


def test_no_statement_that_needs_a_mark_is_without_it(
    briefs: Briefs, everything: list[tuple[Brief, list[str], list[str]]]
) -> None:
    store = briefs.store
    words = {
        status: values(store, full(f"status:{status}"), "skos:prefLabel")[0]
        for status in ("unverified", "partly", "inferred", "article-only")
    }
    marked = 0
    for brief, text, _ in everything:
        for item in statements(brief):
            known = {tail(iri) for iri in values(store, item.ref.iri, "imet:verificationStatus")}
            status = next(iter(known), "")
            if status not in words or item.kinds == ("listings, counted",):
                continue
            said = item.text if item.detail("verdict") and item.text else item.ref.label
            first = item is brief.subject
            lines = [line for line in text if said in line or (first and line.startswith("  - "))]
            assert any(f"({words[status]})" in line for line in lines), item.ref
            marked += 1
    assert marked > 100


def test_the_mark_follows_from_the_status() -> None:
    for status in PLAIN:
        assert not Backing(status, status, (1,)).mark
    assert Backing("unverified", "unverified", (1,)).mark == "unverified"
    assert Backing("", "", (1,)).mark == "verification status not given"


def test_no_sum_holds_figures_of_different_stages(
    briefs: Briefs, everything: list[tuple[Brief, list[str], list[str]]]
) -> None:
    store = briefs.store
    sums = [item for brief, *_ in everything for item in walk(brief)]
    accounts = [item for item in sums if isinstance(item, AccountTotal)]
    assert accounts
    for total in accounts:
        for predicate in ("imet:stage", "imet:currency", "imet:priceBasis", "imet:aboutProgram"):
            kept = {tuple(values(store, iri, predicate)) for iri in total.observations}
            assert len(kept) == 1, (total.program, predicate)
        stages = {tail(s) for iri in total.observations for s in values(store, iri, "imet:stage")}
        assert stages == {total.stage_key}
        amounts = [Decimal(values(store, iri, "imet:amount")[0]) for iri in total.observations]
        assert Decimal(total.amount) == sum(amounts)
    for cell in (item for item in sums if isinstance(item, MoneyCell)):
        assert [tail(s) for s in values(store, cell.ref.iri, "imet:stage")] == [cell.stage_key]
        assert values(store, cell.ref.iri, "imet:amount") == [cell.amount]


def test_no_sum_of_students_holds_planned_and_actual_ones(
    briefs: Briefs, everything: list[tuple[Brief, list[str], list[str]]]
) -> None:
    store = briefs.store
    totals = [
        item for brief, *_ in everything for item in walk(brief) if isinstance(item, TrainingTotal)
    ]
    assert totals
    for total in totals:
        for predicate, wanted in (
            ("imet:planStatus", full(f"planstatus:{total.plan_key}")),
            ("imet:inFiscalPeriod", full(f"fy:{total.year}")),
            ("imet:countBasis", full("countbasis:sessions")),
        ):
            for iri in total.observations:
                assert values(store, iri, predicate) == [wanted]
        counted = sum(int(values(store, iri, "imet:traineeCount")[0]) for iri in total.observations)
        assert total.students == counted
        above = {
            top
            for part, _ in total.parts
            for top in [part.iri, *values(store, part.iri, "imet:subProgramOf")]
        }
        assert total.family.iri in above
