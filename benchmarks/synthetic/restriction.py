"""Country programs, restrictions with the acts that begin and end them, waivers, listings, gaps."""

from __future__ import annotations

from benchmarks.synthetic.agents import program_key
from benchmarks.synthetic.world import DAYS, YEARS, Kind, World, code, compiled

__all__ = ["KINDS"]

_STATED = """
  imet:verificationStatus status:in-source
  imet:hasCitation citation:synthetic-{citation}
"""
_GAP_PROGRAM = "synthetic-4"
"""A program without obligations, so that its gaps are gaps."""

_COUNTRY_PROGRAM = compiled(f"""
cprogram:{{program}}-{{code}}
  a imet:CountryProgram
  rdfs:label "{{program}} in {{code}}"@en
  imet:ofProgram program:{{program}}
  imet:recipientCountry country:{{code}}
{_STATED}
""")
_RESTRICTION = compiled(f"""
restriction:synthetic-{{number}}
  a imet:{{cls}}
  rdfs:label "Synthetic restriction {{number}}"@en
  imet:restricts cprogram:{{program}}-{{code}}
  imet:imetNamed named:yes
  imet:ground ground:{{ground}}
  imet:imposedBy body:synthetic-{{body}}
  imet:legalBasis sec:synthetic-{{section}}
  imet:triggeredBy incident:synthetic-{{incident}}
  imet:startDate "{{start}}"^^xsd:date
  imet:startKnown "true"^^xsd:boolean
  skos:note "What was obligated before may be spent."@en
{_STATED}
""")
_ENDED = compiled(f"""
restriction:synthetic-{{number}}
  imet:endDate "{{end}}"^^xsd:date
  imet:endKnown "true"^^xsd:boolean
  imet:endedBy action:synthetic-{{number}}
action:synthetic-{{number}}
  a imet:Resumption
  rdfs:label "End of synthetic restriction {{number}}"@en
  imet:takenBy body:synthetic-{{body}}
  imet:onDate "{{end}}"^^xsd:date
{_STATED}
""")
_WIDE = compiled(f"""
restriction:synthetic-{{number}}
  a imet:Prohibition
  rdfs:label "Synthetic restriction {{number}}"@en
  imet:restrictsAssistanceTo country:{{code}}
  imet:imetNamed named:no
  imet:scope scope:all-assistance
  imet:ground ground:{{ground}}
  imet:imposedBy body:synthetic-{{body}}
  imet:legalBasis sec:synthetic-{{section}}
  imet:earliestDate "{{start}}"^^xsd:date
  imet:latestDate "{{end}}"^^xsd:date
{_STATED}
""")
_WAIVER = compiled(f"""
waiver:synthetic-{{number}}
  a imet:Waiver
  rdfs:label "Synthetic waiver {{number}}"@en
  imet:waives restriction:synthetic-{{restriction}}
  imet:recipientCountry country:{{code}}
  imet:startDate "{{start}}"^^xsd:date
{_STATED}
""")
_LISTING = compiled(f"""
listing:synthetic-{{number}}
  a imet:Listing
  rdfs:label "Synthetic listing {{number}}"@en
  imet:recipientCountry country:{{code}}
  imet:listedUnder sec:synthetic-{{section}}
  imet:inFiscalPeriod fy:{{year}}
{_STATED}
""")
_GAP = compiled(f"""
gap:synthetic-{{number}}
  a imet:ObligationGap
  rdfs:label "Synthetic gap {{number}}"@en
  imet:recipientCountry country:{{code}}
  imet:ofProgram program:{_GAP_PROGRAM}
  imet:fromFiscalPeriod fy:{{first}}
  imet:toFiscalPeriod fy:{{last}}
{_STATED}
""")
_CLASSES = ("Suspension", "Prohibition", "ConditionOnAid", "Suspension", "Suspension")
_GROUNDS = ("coup", "human-rights-abuse", "policy", "narcotics", "debt-default", "trafficking")


def _target(world: World, number: int) -> dict[str, str]:
    countries = world.count["country"]
    return {"program": program_key(number // countries), "code": code(number % countries)}


def _country_program(world: World, number: int) -> str:
    return _COUNTRY_PROGRAM.format(**_target(world, number), citation=world.any("citation"))


def _start(number: int) -> int:
    """The first day of a restriction; a waiver has to fall into it."""
    return number * 6007 % (len(DAYS) - 1000)


def _restriction(world: World, number: int) -> str:
    start = _start(number)
    values = {
        "number": number,
        "ground": _GROUNDS[number % len(_GROUNDS)],
        "body": world.any("body"),
        "section": world.any("section"),
        "start": DAYS[start],
        "end": DAYS[start + 400 + world.below(600)],
        "citation": world.any("citation"),
    }
    if number % 7 == 6:
        return _WIDE.format(**values, code=world.country())
    text = _RESTRICTION.format(
        **values,
        **_target(world, world.any("country program")),
        cls=_CLASSES[number % len(_CLASSES)],
        incident=world.any("incident"),
    )
    return text + _ENDED.format(**values) if number % 2 else text


def _waiver(world: World, number: int) -> str:
    restriction = world.any("restriction")
    return _WAIVER.format(
        number=number,
        restriction=restriction,
        code=world.country(),
        start=DAYS[_start(restriction) + world.below(300)],
        citation=world.any("citation"),
    )


def _listing(world: World, number: int) -> str:
    return _LISTING.format(
        number=number,
        code=world.country(),
        section=world.any("section"),
        year=YEARS[number % len(YEARS)],
        citation=world.any("citation"),
    )


def _gap(world: World, number: int) -> str:
    first = world.below(len(YEARS) - 10)
    return _GAP.format(
        number=number,
        code=world.country(),
        first=YEARS[first],
        last=YEARS[first + 1 + world.below(9)],
        citation=world.any("citation"),
    )


KINDS = (
    Kind("country program", 0.001, 6, 12, 10**9, _country_program),
    Kind("restriction", 0.02, 17, 14, 10**9, _restriction),
    Kind("waiver", 0.003, 7, 3, 10**9, _waiver),
    Kind("listing", 0.002, 7, 2, 10**9, _listing),
    Kind("gap", 0.002, 8, 2, 10**9, _gap),
)
