"""Fiscal years, figures, claims, citations and sources, with synthetic keys."""

from __future__ import annotations

from benchmarks.synthetic.agents import program_key
from benchmarks.synthetic.world import YEARS, Kind, World, code, compiled

__all__ = ["KINDS"]

_STATED = """
  imet:verificationStatus status:in-dataset
  imet:hasCitation citation:synthetic-{citation}
"""
_STAGES = ("requested", "appropriated", "allocated", "obligated")
_PROGRAMS = 4
"""Programs that figures are about; the next one has none."""

_PERIOD = compiled("""
fy:{year}
  a imet:FiscalYear
  rdfs:label "fiscal year {year}"@en
  imet:fiscalYearNumber "{year}"^^xsd:integer
  imet:startDate "{before}-10-01"^^xsd:date
  imet:endDate "{year}-09-30"^^xsd:date
""")
_NEXT = compiled("""
fy:{year}
  imet:nextPeriod fy:{next}
""")
_FUNDING = compiled(f"""
obs:{{program}}-{{code}}-{{year}}-{{stage}}-{{edition}}
  a imet:FundingObservation
  rdfs:label "{{program}}, {{code}}, {{stage}} for fiscal year {{year}}, edition {{edition}}"@en
  imet:aboutProgram program:{{program}}
  imet:recipientCountry country:{{code}}
  imet:inFiscalPeriod fy:{{year}}
  imet:stage stage:{{stage}}
  imet:amount "{{amount}}"^^xsd:decimal
  imet:currency currency:USD
  imet:priceBasis basis:current
  imet:reportedAs "{{amount:,}}"
  imet:isApproximate "false"^^xsd:boolean
{_STATED}
""")
_CONFLICT = compiled("""
obs:{program}-{code}-{year}-{stage}-1
  imet:conflictsWith obs:{program}-{code}-{year}-{stage}-0
""")
_SUM = compiled("""
obs:{program}-{code}-{year}-{stage}-sum
  a imet:FundingObservation
  rdfs:label "{program}, {code}, {stage} for fiscal years {year} and {next}"@en
  imet:aboutProgram program:{program}
  imet:recipientCountry country:{code}
  imet:fromFiscalPeriod fy:{year}
  imet:toFiscalPeriod fy:{next}
  imet:stage stage:{stage}
  imet:amount "{amount}"^^xsd:decimal
  imet:currency currency:USD
  imet:priceBasis basis:current
  imet:isDerived "true"^^xsd:boolean
  imet:derivedFrom obs:{program}-{code}-{year}-{stage}-0
  imet:derivedFrom obs:{program}-{code}-{next}-{stage}-0
  imet:verificationStatus status:in-dataset
""")
_TRAINEES = compiled(f"""
obs:{{program}}-{{code}}-{{year}}-sessions-{{number}}
  a imet:TraineeObservation
  rdfs:label "{{program}}, {{code}}, sessions of fiscal year {{year}}, no. {{number}}"@en
  imet:aboutProgram program:{{program}}
  imet:recipientCountry country:{{code}}
  imet:inFiscalPeriod fy:{{year}}
  imet:traineeCount "{{count}}"^^xsd:integer
  imet:countBasis countbasis:sessions
  imet:reportedAs "{{count}}"
{_STATED}
""")
_CLAIM = compiled(f"""
claim:synthetic-{{number}}
  a imet:{{cls}}
  rdfs:label "Synthetic claim {{number}}"@en
  imet:claimText "Synthetic sentence {{number}} on training."@en
  imet:assertedBy group:synthetic-{{group}}
  imet:claimTopic claimtopic:effectiveness
  imet:aboutEntity unit:{{unit}}
  imet:verdict verdict:not-checked
{_STATED}
""")
_REFUTED = compiled(f"""
claim:synthetic-{{number}}
  a imet:FactualClaim
  rdfs:label "Synthetic claim {{number}}"@en
  imet:claimText "A synthetic body lies in a town."@en
  imet:claimSubject body:synthetic-{{body}}
  imet:claimPredicate imet:location
  imet:claimValue "Synthetic town {{number}}"@en
  imet:verdict verdict:contradicted
  imet:verdictEvidence citation:synthetic-{{citation}}
{_STATED}
""")
_CONTRADICTS = compiled("""
claim:synthetic-{number}
  imet:contradictsClaim claim:synthetic-{other}
""")
_CITATION = compiled("""
citation:synthetic-{number}
  a imet:Citation
  rdfs:label "Synthetic report on fiscal year {year}, page {page}"@en
  imet:citesSource source:synthetic-{year}
  imet:locator "p. {page}"
  imet:quotation "Line {page} of the synthetic report."@en
  imet:accessedOn "2020-09-30"^^xsd:date
""")
_SOURCE = compiled("""
source:synthetic-{year}
  a imet:{cls}
  rdfs:label "Synthetic training report, fiscal year {year}"@en
  imet:publishedBy body:synthetic-{body}
  imet:publishedOn "{year}-12-01"^^xsd:date
  imet:sourceTier tier:official-data
  imet:webAddress "https://reports.example/{year}"^^xsd:anyURI
""")
_CLAIMS = ("Criticism", "SupportiveAssessment", "AttributedClaim", "Allegation")
_SOURCES = ("GovernmentReport", "DataSource")


def _period(world: World, number: int) -> str:
    year = YEARS[number]
    text = _PERIOD.format(year=year, before=year - 1)
    return text + _NEXT.format(year=year, next=year + 1) if year < YEARS[-1] else text


def _amount(number: int) -> int:
    """Units: US dollars. A figure's amount, so that sums of figures can be stated."""
    return 1000 + number * 7919 % 9_000_000


def _cell(world: World, number: int) -> dict[str, str | int]:
    """Program, country, year and stage of a pair of figures; another for each number."""
    rest, country = divmod(number, world.count["country"])
    rest, year = divmod(rest, len(YEARS))
    program, stage = divmod(rest, len(_STAGES))
    return {
        "program": program_key(program % _PROGRAMS),
        "code": code(country),
        "year": YEARS[year],
        "stage": _STAGES[stage],
    }


def _funding(world: World, number: int) -> str:
    cell = _cell(world, number // 2)
    edition = number % 2
    text = _FUNDING.format(
        **cell,
        edition=edition,
        amount=_amount(number),
        citation=world.citation(int(cell["year"]) + edition),
    )
    return text + _CONFLICT.format(**cell) if edition else text


def _sum(world: World, number: int) -> str:
    # The pair one year later stands as many numbers later as there are countries.
    later = number + world.count["country"]
    cell = _cell(world, number)
    return _SUM.format(
        **cell, next=int(cell["year"]) + 1, amount=_amount(2 * number) + _amount(2 * later)
    )


def _trainees(world: World, number: int) -> str:
    year = YEARS[number % len(YEARS)]
    return _TRAINEES.format(
        number=number,
        program=program_key(world.below(_PROGRAMS)),
        code=world.country(),
        year=year,
        count=world.below(500),
        citation=world.citation(year),
    )


def _claim(world: World, number: int) -> str:
    citation = world.any("citation")
    if number % 5 == 4:
        return _REFUTED.format(number=number, body=world.any("body"), citation=citation)
    text = _CLAIM.format(
        number=number,
        cls=_CLAIMS[number % 5],
        group=world.any("group"),
        unit=world.unit(world.any("unit")),
        citation=citation,
    )
    return text + _CONTRADICTS.format(number=number, other=number - 1) if number % 5 == 1 else text


def _citation(world: World, number: int) -> str:
    page, year = divmod(number, len(YEARS))
    return _CITATION.format(number=number, year=YEARS[year], page=page + 1)


def _source(world: World, number: int) -> str:
    return _SOURCE.format(
        year=YEARS[number], cls=_SOURCES[number % len(_SOURCES)], body=world.any("body")
    )


KINDS = (
    Kind("fiscal year", 0.0, 6, len(YEARS), len(YEARS), _period),
    Kind("source", 0.0, 7, len(YEARS), len(YEARS), _source),
    Kind("citation", 0.04, 6, 2 * len(YEARS), 10**9, _citation),
    Kind("funding observation", 0.09, 14, 48, 10**9, _funding),
    Kind("sum of observations", 0.002, 15, 3, 10**9, _sum),
    Kind("trainee observation", 0.03, 10, 12, 10**9, _trainees),
    Kind("claim", 0.025, 9, 10, 10**9, _claim),
)
