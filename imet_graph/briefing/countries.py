"""The brief of one country: money, trainings, restrictions, incidents, laws, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from imet_graph.briefing.barring import barring_laws
from imet_graph.briefing.figures import figures_of
from imet_graph.briefing.model import CountryBrief, CoverageLine, Detail, Statement
from imet_graph.briefing.reader import Reader, Thing
from imet_graph.briefing.shared import claims, names_of
from imet_graph.description.lookup import Term, node

__all__ = ["country_brief"]

_GAP, _LISTING, _WAIVER_CLASS = "imet:ObligationGap", "imet:Listing", "imet:Waiver"
_CODES = (
    ("ISO 3166-1 alpha-3", "imet:isoAlpha3"),
    ("ISO 3166-1 alpha-2", "imet:isoAlpha2"),
    ("UN M49", "imet:m49Code"),
    ("Correlates of War", "imet:cowCode"),
    ("Gleditsch and Ward", "imet:gwCode"),
    ("Wikidata", "imet:wikidataId"),
    ("GeoNames", "imet:geonamesId"),
)
_RESTRICTION = (
    "imet:legalBasis",
    "imet:ground",
    "imet:scope",
    "imet:imetNamed",
    "imet:imposedBy",
    "imet:mayBeWaivedBy",
    "imet:exempts",
    "imet:triggeredBy",
)
_ACTION = ("imet:takenBy", "imet:legalBasis", "imet:scope", "imet:imetNamed")
_WAIVER = ("imet:legalBasis", "imet:scope", "imet:imetNamed")
_INCIDENT = (
    "imet:hasPerpetrator",
    "imet:allegedPerpetrator",
    "imet:fatalityCount",
    "imet:injuryCount",
    "imet:ledTo",
)
_SIDE = ("imet:amount", "imet:stage", "imet:traineeCount", "imet:claimText", "imet:verdict")
_TRAINING = (
    "imet:fundedUnder",
    "imet:heldAt",
    "imet:placeText",
    "imet:topic",
    "imet:planStatus",
    "imet:hasParticipant",
)
_OF_COUNTRY = (
    "imet:recipientCountry",
    "imet:tookPlaceIn",
    "imet:restrictsAssistanceTo",
    "imet:ofCountry",
)
_ABOUT = ("imet:aboutEntity", "imet:claimSubject", "imet:restricts", "imet:waives")
_ORDERS = {
    "imet:trainedBefore": ("definitely", "before the incident"),
    "imet:possiblyTrainedBefore": ("possibly", "before the incident"),
    "imet:trainedDuring": ("definitely", "during the incident"),
    "imet:possiblyTrainedDuring": ("possibly", "during the incident"),
    "imet:trainedAfter": ("definitely", "after the incident"),
    "imet:possiblyTrainedAfter": ("possibly", "after the incident"),
}


def country_brief(store: ox.Store, country: ox.NamedNode) -> CountryBrief:
    """Everything that a brief shows of a country.

    Args:
        store: an open store.
        country: a country of the graph.
    """
    reader = Reader(store)
    subject = reader.thing(country)
    about = reader.state(subject, ("skos:altLabel", "imet:inRegion", "imet:stateSucceededBy"))
    names = names_of(reader, country)
    received = reader.things(reader.see.subjects("imet:recipientCountry", country))
    program, barred, possibly = _program(reader, received)
    figures = figures_of(reader, received)
    restrictions = reader.in_time(reader.things(reader.select("restrictions", country=country)))
    waivers = reader.in_time(_of_kind(received, _WAIVER_CLASS))
    bound = {r.iri: [w for w in waivers if r.iri in w.nodes("imet:waives")] for r in restrictions}
    told = [_restriction(reader, thing, bound[thing.iri]) for thing in restrictions]
    loose = [w for w in waivers if not any(w in some for some in bound.values())]
    actions = _other_actions(reader, country, [*restrictions, *waivers])
    gaps, listings = _of_kind(received, _GAP), _of_kind(received, _LISTING)
    return CountryBrief(
        subject=about,
        names=names,
        codes=tuple((name, code) for name, term in _CODES if (code := subject.text(term))),
        program=program,
        barred=barred,
        possibly_barred=possibly,
        money=figures.series,
        figures=figures.others,
        accounts=figures.accounts,
        trainings=figures.trainings,
        counts=figures.counts,
        restrictions=tuple(told),
        actions=tuple(reader.state(thing, _ACTION) for thing in actions),
        waivers=tuple(_waiver(reader, thing) for thing in loose),
        gaps=tuple(reader.state(thing, ("imet:ofProgram",)) for thing in reader.in_time(gaps)),
        listings=tuple(
            reader.state(thing, ("imet:listedUnder", "imet:listedAs", "imet:imetNamed"))
            for thing in reader.in_time(listings)
        ),
        incidents=tuple(_incident(reader, thing) for thing in _incidents(reader, country)),
        **barring_laws(reader, country, restrictions),
        claims=claims(reader, reader.select("country-claims", country=country)),
        discrepancies=tuple(_discrepancies(reader, country)),
        coverage=(coverage := _coverage(reader, country)),
        remarks=tuple(_missing(reader, country, bool(coverage))),
        sources=reader.sources(),
    )


def _program(
    reader: Reader, received: Iterable[Thing]
) -> tuple[Statement | None, tuple[int, ...], tuple[int, ...]]:
    """IMET with the country, and the fiscal years in which it was or may have been barred.

    Graph: `?countryProgram imet:barredIn ?period` and `imet:possiblyBarredIn ?period`
    """
    for thing in received:
        if node("program:imet") in thing.nodes("imet:ofProgram") and not _is(thing, _GAP):
            barred, possibly = (
                reader.years(thing, name) for name in ("imet:barredIn", "imet:possiblyBarredIn")
            )
            return reader.state(thing), barred, possibly
    return None, (), ()


def _of_kind(things: Iterable[Thing], kind: str) -> list[Thing]:
    return [thing for thing in things if _is(thing, kind)]


def _is(thing: Thing, kind: str) -> bool:
    return node(kind) in thing.nodes("rdf:type")


def _restriction(reader: Reader, thing: Thing, waivers: Iterable[Thing]) -> Statement:
    bears = ""
    if thing.has("imet:bearsOn"):
        bears = "definitely"
    elif thing.has("imet:possiblyBearsOn"):
        bears = "possibly"

    def below() -> Iterator[Statement]:
        yield from _own_actions(reader, thing)
        for waiver in waivers:
            yield _waiver(reader, waiver)
        yield from _repeals(reader, thing)

    return reader.state(thing, _RESTRICTION, certainty=bears, below=below)


def _repeals(reader: Reader, restriction: Thing) -> Iterator[Statement]:
    """Repeals of the law on which a restriction rests; what they meant for it is not inferred.

    Graph: `?change imet:changedProvision ?law ; imet:changeKind changekind:repeal`
    """
    for law in reader.asserted(restriction.iri, "imet:legalBasis"):
        for change in reader.things(reader.see.subjects("imet:changedProvision", law)):
            if node("changekind:repeal") in change.nodes("imet:changeKind"):
                part = Detail("repeals", "this change", (), "repeals its legal basis")
                yield reader.state(change, more=(part,))


def _action(reader: Reader, action: Thing, name: str) -> Statement:
    words = {"imet:startedBy": "started it", "imet:endedBy": "ended it"}[name]
    part = Detail(name.partition(":")[2], "this action", (), words)
    return reader.state(action, _ACTION, more=(part,))


def _own_actions(reader: Reader, situation: Thing) -> Iterator[Statement]:
    for name in ("imet:startedBy", "imet:endedBy"):
        for action in reader.things(situation.nodes(name)):
            yield _action(reader, action, name)


def _waiver(reader: Reader, waiver: Thing) -> Statement:
    return reader.state(waiver, _WAIVER, below=lambda: _own_actions(reader, waiver))


def _other_actions(
    reader: Reader, country: ox.NamedNode, situations: Iterable[Thing]
) -> list[Thing]:
    """Actions on the country beside those that started or ended what is shown already."""
    shown = {
        action
        for thing in situations
        for name in ("imet:startedBy", "imet:endedBy")
        for action in thing.nodes(name)
    }
    found = [iri for iri in reader.select("actions", country=country) if iri not in shown]
    return reader.in_time(reader.things(found))


def _incidents(reader: Reader, country: ox.NamedNode) -> list[Thing]:
    return reader.in_time(reader.things(reader.select("incidents", country=country)))


def _incident(reader: Reader, thing: Thing) -> Statement:
    """An incident with the trainings of those involved, in the order that rules inferred.

    Graph: `?training imet:trainedBefore|imet:possiblyTrainedBefore ?incident` and so on
    """

    def below() -> Iterator[Statement]:
        for relation, (certainty, order) in _ORDERS.items():
            for training in reader.things(reader.see.subjects(relation, thing.iri)):
                part = Detail(relation.partition(":")[2], "order in time", (), order)
                yield reader.state(training, _TRAINING, more=(part,), certainty=certainty)

    return reader.state(thing, _INCIDENT, below=below)


def _discrepancies(reader: Reader, country: ox.NamedNode) -> Iterator[Statement]:
    """Discrepancies with a side about the country, or about what is of it or happened there.

    Graph: `?discrepancy a imet:Discrepancy ; imet:hasSide ?side`
    """
    found = reader.things(reader.see.subjects("rdf:type", node("imet:Discrepancy")))
    for thing in found:
        if country in thing.nodes("imet:recipientCountry") or any(
            _concerns(reader, side, country) for side in thing.nodes("imet:hasSide")
        ):
            yield discrepancy(reader, thing)


def _concerns(reader: Reader, iri: ox.NamedNode, country: ox.NamedNode, steps: int = 1) -> bool:
    """Whether a thing names the country, or something that does."""
    thing = reader.thing(iri)
    if any(country in thing.nodes(name) for name in (*_OF_COUNTRY, *_ABOUT)):
        return True
    about = (one for name in _ABOUT for one in thing.nodes(name)) if steps else ()
    return any(_concerns(reader, one, country, steps - 1) for one in about)


def discrepancy(reader: Reader, thing: Thing) -> Statement:
    """A discrepancy with its sides below it; it rests on their sources, not on one of its own."""
    sides = reader.things(thing.nodes("imet:hasSide"))
    backing = reader.backing(sides)

    def below() -> Iterator[Statement]:
        for side in sides:
            yield reader.state(side, _SIDE)

    return replace(reader.state(thing, ("imet:handlingNote",), below=below), backing=backing)


def _coverage(reader: Reader, country: ox.NamedNode) -> tuple[CoverageLine, ...]:
    """Statements of coverage, those of one data set, status and design on one line.

    Graph: `?coverage imet:coverageOf ?dataSet ; imet:coverageStatus ?status`
    """
    groups: dict[tuple[ox.NamedNode, ox.NamedNode, bool], list[tuple[Term | None, ...]]] = {}
    for data_set, status, *rest in reader.rows("coverage", country=country):
        if isinstance(data_set, ox.NamedNode) and isinstance(status, ox.NamedNode):
            groups.setdefault((data_set, status, rest[1] is not None), []).append(tuple(rest))
    return tuple(
        CoverageLine(
            data_set=reader.ref(data_set),
            status=reader.see.label(status),
            status_key=reader.key(status),
            years=tuple(sorted({year for row in rows if (year := reader.year_of(row[0]))})),
            left_out_by_design=excepted,
            notes=tuple({row[4].value: None for row in rows if isinstance(row[4], ox.Literal)}),
            backing=reader.backing_of((row[2] for row in rows), (row[3] for row in rows)),
        )
        for (data_set, status, excepted), rows in groups.items()
    )


def _missing(reader: Reader, country: ox.NamedNode, coverage: bool) -> Iterator[str]:
    """What the graph does not have, in words of our own."""
    if not coverage:
        yield (
            "The graph holds no statement of coverage: whether a report of a year was published "
            "and read is not said here."
        )
    yield (
        "A fiscal year without a line is a year for which the source prints none. It is no zero "
        "and no suspension."
    )
    yield (
        "Where no restriction is shown, none is on record. That does not mean that the country "
        "was eligible."
    )
    yield "Students are sessions: a person in three courses counts three times."
