"""Faults that can be put into the lines of a thing, each with the shape that has to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.synthetic.world import compiled

__all__ = ["FAULTS", "Fault", "Seeded"]

Lines = list[str]
Change = Callable[[Lines], Lines | None]


@dataclass(frozen=True)
class Fault:
    """One way to be wrong.

    Args:
        name: what is wrong, in words.
        shape: local name of the shape whose result tells it.
        change: the lines with the fault; None where they hold nothing to spoil.
        kinds: kinds of things it fits; all if empty.
    """

    name: str
    shape: str
    change: Change
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seeded:
    """A fault that was put in.

    Args:
        focus: IRI of the thing, as it stands in the file.
        fault: what was done.
    """

    focus: str
    fault: Fault


def _line(subject: str, pair: str) -> str:
    return compiled(f"S\n  {pair}").replace("S", subject, 1)


def _iri(name: str) -> str:
    return compiled(f"x\n  {name} x").split(" ")[1]


def _places(lines: Lines, predicate: str) -> list[int]:
    subject, wanted = lines[0].split(" ", 1)[0], _iri(predicate)
    return [n for n, line in enumerate(lines) if line.startswith(f"{subject} {wanted} ")]


def _without(predicate: str) -> Change:
    def change(lines: Lines) -> Lines | None:
        places = _places(lines, predicate)
        return [line for n, line in enumerate(lines) if n not in places] if places else None

    return change


def _with(pair: str, beside: str = "") -> Change:
    predicate = beside or pair.split(" ", 1)[0]

    def change(lines: Lines) -> Lines | None:
        if not _places(lines, predicate):
            return None
        return [*lines, _line(lines[0].split(" ", 1)[0], pair)]

    return change


def _instead(pair: str) -> Change:
    predicate = pair.split(" ", 1)[0]

    def change(lines: Lines) -> Lines | None:
        places = _places(lines, predicate)
        if not places:
            return None
        spoiled = _line(lines[0].split(" ", 1)[0], pair)
        return [spoiled if n == places[0] else line for n, line in enumerate(lines)]

    return change


def _named(lines: Lines) -> Lines:
    """Give the thing a key that ends in a hyphen."""
    subject = lines[0].split(" ", 1)[0]
    return [line.replace(subject, f"{subject[:-1]}->") for line in lines]


def _twin(lines: Lines) -> Lines:
    """Say all of it again of another thing."""
    subject = lines[0].split(" ", 1)[0]
    own = [line for line in lines if line.startswith(f"{subject} ")]
    return [*lines, *(line.replace(subject, f"{subject[:-1]}-twin>") for line in own)]


def _within_itself(lines: Lines) -> Lines:
    subject = lines[0].split(" ", 1)[0]
    return [*lines, f"{subject} {_iri('imet:subUnitOf')} {subject} .\n"]


_EVENT = frozenset({"training event"})
_FUNDING = frozenset({"funding observation"})
_LONG = "x" * 301

FAULTS = (
    # Any thing
    Fault("no label", "ThingShape-label", _without("rdfs:label")),
    Fault("two labels", "ThingShape-label", _with('rdfs:label "Another label"@en')),
    Fault("label in French", "ThingShape-label", _instead('rdfs:label "Formation"@fr')),
    Fault("label without language", "ThingShape-label", _instead('rdfs:label "Training"')),
    Fault("no class", "ClosedShape-typed", _without("a")),
    Fault("unknown class", "ClosedShape-knownClass", _with("a imet:Seminar")),
    Fault("unknown property", "ClosedShape-knownProperty", _with('imet:weight "3"', "a")),
    Fault("unknown thing", "ClosedShape-knownThing", _with("imet:topic topic:none", "a")),
    Fault("no status", "CuratedShape-verificationStatus", _without("imet:verificationStatus")),
    Fault(
        "two statuses",
        "CuratedShape-verificationStatus",
        _with("imet:verificationStatus status:unverified"),
    ),
    Fault(
        "status from another scheme",
        "ConceptValueShape-verificationStatus",
        _instead("imet:verificationStatus stage:obligated"),
    ),
    Fault("not a date", "DatedShape-startDate", _instead('imet:startDate "2016-13-45"^^xsd:date')),
    Fault("date as text", "DatedShape-startDate", _instead('imet:startDate "2016-01-15"')),
    Fault("two dates", "DatedShape-startDate", _with('imet:startDate "1980-01-15"^^xsd:date')),
    Fault("two last days", "DatedShape-endDate", _with('imet:endDate "2020-09-30"^^xsd:date')),
    Fault(
        "end before start",
        "DatedShape-startBeforeEnd",
        _instead('imet:endDate "1970-01-01"^^xsd:date'),
    ),
    # Training events
    Fault("key with a hyphen at its end", "TrainingEventShape", _named, _EVENT),
    Fault("no citation", "CuratedShape-hasCitation", _without("imet:hasCitation"), _EVENT),
    Fault(
        "program that is a country",
        "TrainingEventShape-fundedUnder",
        _instead("imet:fundedUnder country:XAA"),
    ),
    Fault("no place", "TrainingEventShape-hasPlace", _without("imet:heldAt")),
    Fault("no subject", "TrainingEventShape-hasSubject", _without("imet:ofCourse")),
    Fault(
        "school that is a body",
        "TrainingEventShape-heldAt",
        _instead("imet:heldAt body:synthetic-0"),
    ),
    Fault(
        "cost as text",
        "TrainingEventShape-trainingCost",
        _instead('imet:trainingCost "9,500"'),
    ),
    Fault(
        "negative cost",
        "TrainingEventShape-trainingCost",
        _instead('imet:trainingCost "-9500"^^xsd:decimal'),
    ),
    Fault(
        "two costs",
        "TrainingEventShape-trainingCost",
        _with('imet:trainingCost "95000000"^^xsd:decimal'),
    ),
    Fault(
        "sessions with a fraction",
        "TrainingEventShape-sessionCount",
        _instead('imet:sessionCount "2.5"^^xsd:decimal'),
    ),
    Fault(
        "sessions in words",
        "TrainingEventShape-sessionCount",
        _instead('imet:sessionCount "two"^^xsd:integer'),
    ),
    Fault(
        "plan status from another scheme",
        "ConceptValueShape-planStatus",
        _instead("imet:planStatus stage:requested"),
    ),
    Fault(
        "two fiscal years",
        "PeriodRangeShape-inFiscalPeriod",
        _with("imet:inFiscalPeriod fy:1976"),
    ),
    # Agents
    Fault(
        "unit of no country",
        "SecurityForceShape-ofCountry",
        _without("imet:ofCountry"),
        frozenset({"unit"}),
    ),
    Fault(
        "unit of two countries",
        "SecurityForceShape-ofCountry",
        _with("imet:ofCountry country:XZZ"),
        frozenset({"unit"}),
    ),
    Fault("unit within itself", "OrganizationShape-acyclic", _within_itself, frozenset({"unit"})),
    # Figures
    Fault("no amount", "FundingObservationShape-amount", _without("imet:amount"), _FUNDING),
    Fault(
        "amount as integer",
        "FundingObservationShape-amount",
        _instead('imet:amount "5"^^xsd:integer'),
        _FUNDING,
    ),
    Fault(
        "negative amount",
        "FundingObservationShape-sign",
        _instead('imet:amount "-5"^^xsd:decimal'),
        _FUNDING,
    ),
    Fault("no currency", "FundingObservationShape-currency", _without("imet:currency"), _FUNDING),
    Fault(
        "no printed figure", "ObservationShape-hasPrinted", _without("imet:reportedAs"), _FUNDING
    ),
    Fault(
        "stage from another scheme",
        "ConceptValueShape-stage",
        _instead("imet:stage planstatus:actual"),
        _FUNDING,
    ),
    Fault("the same figure twice", "FundingObservationShape-noTwin", _twin, _FUNDING),
    Fault(
        "country and region",
        "ObservationShape-oneRecipient",
        _with("imet:recipientRegion region:m49-africa", "imet:recipientCountry"),
        _FUNDING,
    ),
    Fault(
        "negative count",
        "TraineeObservationShape-traineeCount",
        _instead('imet:traineeCount "-1"^^xsd:integer'),
    ),
    # Restrictions, incidents, participations
    Fault("no ground", "RestrictionShape-ground", _without("imet:ground")),
    Fault("imposed by nobody", "RestrictionShape-imposedBy", _without("imet:imposedBy")),
    Fault(
        "country and program",
        "RestrictionShape-oneTarget",
        _with("imet:restrictsAssistanceTo country:XAA", "imet:restricts"),
    ),
    Fault("waiver of a country", "WaiverShape-waives", _instead("imet:waives country:XAA")),
    Fault("incident nowhere", "IncidentShape-tookPlaceIn", _without("imet:tookPlaceIn")),
    Fault(
        "negative fatalities",
        "IncidentShape-fatalityCount",
        _instead('imet:fatalityCount "-2"^^xsd:integer'),
    ),
    Fault(
        "nobody took part",
        "ParticipationShape-headcount",
        _instead('imet:headcount "0"^^xsd:integer'),
    ),
    # Evidence
    Fault("no verdict", "ClaimShape-verdict", _without("imet:verdict"), frozenset({"claim"})),
    Fault("no text", "ClaimShape-claimText", _without("imet:claimText"), frozenset({"claim"})),
    Fault("asserted by nobody", "AttributedShape-assertedBy", _without("imet:assertedBy")),
    Fault(
        "quotation too long", "CitationShape-quotation", _instead(f'imet:quotation "{_LONG}"@en')
    ),
    Fault(
        "citation of a program",
        "CitationShape-citesSource",
        _instead("imet:citesSource program:synthetic-0"),
    ),
)
