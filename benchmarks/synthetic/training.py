"""Courses, training events, participations, eligibilities and incidents, with synthetic keys."""

from __future__ import annotations

from benchmarks.synthetic.agents import program_key
from benchmarks.synthetic.world import DAYS, YEARS, Kind, World, code, compiled, mixed, period

__all__ = ["EVENT", "KINDS"]

_STATED = """
  imet:verificationStatus status:in-dataset
  imet:hasCitation citation:synthetic-{citation}
"""
_TOPICS = ("engineering", "english-language", "human-rights", "maritime-skills", "policing")

_COURSE = compiled(f"""
course:synthetic-{{number}}
  a imet:Course
  rdfs:label "Synthetic course {{number}}"@en
  imet:topic topic:{{topic}}
  imet:eligibleUnder program:{{program}}
{_STATED}
""")
_HEAD = """
training:{key}
  a imet:TrainingEvent
  rdfs:label "Synthetic course {course} for {code}, FY{year}, no. {number}"@en
  imet:fundedUnder program:{program}
  imet:recipientCountry country:{code}
"""
_TAIL = f"""
training:{{key}}
  imet:ofCourse course:synthetic-{{course}}
  imet:heldAt school:synthetic-{{school}}
  imet:startDate "{{start}}"^^xsd:date
  imet:endDate "{{end}}"^^xsd:date
  imet:inFiscalPeriod fy:{{year}}
  imet:sessionCount "{{sessions}}"^^xsd:integer
  imet:trainingCost "{{cost}}"^^xsd:decimal
  imet:planStatus planstatus:actual
  imet:deliveredBy school:synthetic-{{school}}
{_STATED}
"""
_FORWARD = compiled(_HEAD + "  imet:hasParticipant unit:{unit}\n" + _TAIL)
_BACKWARD = compiled(_HEAD + _TAIL + "\nunit:{unit}\n  imet:participatedIn training:{key}\n")
_PARTICIPATION = compiled(f"""
participation:synthetic-{{number}}
  a imet:Participation
  rdfs:label "Synthetic participation {{number}}"@en
  imet:participationEvent training:{{event}}
  imet:participationOf unit:{{unit}}
  imet:headcount "{{heads}}"^^xsd:integer
{_STATED}
""")
_ELIGIBILITY = compiled(f"""
eligibility:synthetic-{{number}}
  a imet:Eligibility
  rdfs:label "Synthetic eligibility {{number}}"@en
  imet:recipientCountry country:{{code}}
  imet:eligibleProgram program:{{program}}
  imet:inFiscalPeriod fy:{{year}}
{_STATED}
""")
_INCIDENT = compiled(f"""
incident:synthetic-{{number}}
  a imet:{{cls}}
  rdfs:label "Synthetic incident {{number}} in {{code}}"@en
  imet:onDate "{{day}}"^^xsd:date
  imet:tookPlaceIn country:{{code}}
  imet:{{relation}} unit:{{unit}}
  imet:fatalityCount "{{dead}}"^^xsd:integer
  imet:injuryCount "{{injured}}"^^xsd:integer
{_STATED}
""")
_INCIDENTS = ("Attack", "Coup", "HumanRightsIncident", "CorruptionIncident")


def _course(world: World, number: int) -> str:
    return _COURSE.format(
        number=number,
        topic=_TOPICS[number % len(_TOPICS)],
        program="synthetic-0" if number % 4 else "expanded-imet",
        citation=world.any("citation"),
    )


def _event(world: World, number: int) -> str:
    below = world.below
    start = below(len(DAYS) - 100)
    year = period(start)
    unit = world.any("unit")
    template = _FORWARD if number % 4 else _BACKWARD
    return template.format(
        key=mixed(number),
        number=number,
        course=world.any("course"),
        code=code(unit % world.count["country"]),
        unit=world.unit(unit),
        year=year,
        program=program_key(world.any("program")),
        school=world.any("school"),
        start=DAYS[start],
        end=DAYS[start + 2 + below(90)],
        sessions=1 + below(40),
        cost=500 + below(90_000),
        citation=world.citation(year),
    )


def _participation(world: World, number: int) -> str:
    return _PARTICIPATION.format(
        number=number,
        event=mixed(number),
        unit=world.unit(world.any("unit")),
        heads=1 + world.below(30),
        citation=world.any("citation"),
    )


def _eligibility(world: World, number: int) -> str:
    return _ELIGIBILITY.format(
        number=number,
        code=world.country(),
        program=program_key(world.any("program")),
        year=YEARS[number % len(YEARS)],
        citation=world.any("citation"),
    )


def _incident(world: World, number: int) -> str:
    unit = world.any("unit")
    return _INCIDENT.format(
        number=number,
        cls=_INCIDENTS[number % len(_INCIDENTS)],
        code=code(unit % world.count["country"]),
        day=DAYS[world.below(len(DAYS))],
        relation="allegedPerpetrator" if number % 3 == 2 else "hasPerpetrator",
        unit=world.unit(unit),
        dead=world.below(20),
        injured=world.below(60),
        citation=world.any("citation"),
    )


EVENT = Kind("training event", 0.0, 16, 0, 10**9, _event)
"""What fills a graph up to its size; its share is what the other kinds leave."""

KINDS = (
    Kind("course", 0.01, 6, 12, 10**9, _course),
    Kind("participation", 0.03, 7, 6, 10**9, _participation),
    Kind("eligibility", 0.004, 7, 4, 10**9, _eligibility),
    Kind("incident", 0.02, 9, 6, 10**9, _incident),
)
