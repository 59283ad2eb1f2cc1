"""Programs, acts, sections, clauses, changes of law, roles and duties, with synthetic keys."""

from __future__ import annotations

from benchmarks.synthetic.agents import program_key
from benchmarks.synthetic.world import DAYS, Kind, World, compiled, iri

__all__ = ["KINDS"]

_STATED = """
  imet:verificationStatus status:in-source
  imet:hasCitation citation:synthetic-{citation}
"""
_SECTIONS = 40

_PROGRAM = compiled(f"""
program:{{key}}
  a imet:SecurityAssistanceProgram
  rdfs:label "Synthetic program {{number}}"@en
  imet:authorizedBy sec:synthetic-{{section}}
  imet:establishedBy pl:900-{{number}}
  imet:appropriatedBy pl:900-{{money}}
  imet:startDate "1976-06-30"^^xsd:date
  imet:deliveryMode mode:school-attendance
  imet:topic topic:professionalism
{_STATED}
claim:synthetic-program-{{number}}
  a imet:FactualClaim
  rdfs:label "Claim on the law behind synthetic program {{number}}"@en
  imet:claimText "The act established the program."@en
  imet:claimSubject program:{{key}}
  imet:claimPredicate imet:establishedBy
  imet:claimObject pl:900-{{number}}
  imet:verdict verdict:supported
  imet:verdictEvidence citation:synthetic-{{citation}}
{_STATED}
""")
_SUB_PROGRAM = compiled("""
program:{key}
  imet:subProgramOf program:{above}
""")
_ACT = compiled(f"""
pl:900-{{number}}
  a imet:{{cls}}
  rdfs:label "Synthetic act {{number}}"@en
  imet:publicLawNumber "900-{{number}}"
  imet:enactedBy body:synthetic-0
{_STATED}
enactment:synthetic-{{number}}
  a imet:Enactment
  rdfs:label "Enactment of synthetic act {{number}}"@en
  imet:enacts pl:900-{{number}}
  imet:onDate "{{day}}"^^xsd:date
{_STATED}
""")
_SECTION = compiled(f"""
sec:synthetic-{{number}}
  a imet:ActSection
  rdfs:label "Synthetic section {{number}}"@en
  imet:sectionNumber "{{place}}"
  imet:partOf {{above}}
  imet:codifiedAt usc:922-{{number}}
{_STATED}
usc:922-{{number}}
  a imet:CodeSection
  rdfs:label "Synthetic Code section {{number}}"@en
  imet:uscCitation "922 U.S.C. {{number}}"
{_STATED}
""")
_CLAUSE = compiled(f"""
clause:synthetic-{{number}}
  a imet:RecurringClause
  rdfs:label "Synthetic clause {{number}}"@en
  imet:carriedIn pl:900-{{money}}
  imet:triggeringCondition "A condition."@en
  imet:waivableBy body:synthetic-{{body}}
{_STATED}
""")
_CHANGE = compiled(f"""
change:synthetic-{{number}}
  a imet:LegalChange
  rdfs:label "Synthetic change of law {{number}}"@en
  imet:changingProvision pl:900-{{later}}
  imet:changedProvision pl:900-{{earlier}}
  imet:changeKind changekind:amendment
  imet:onDate "{{day}}"^^xsd:date
{_STATED}
pl:900-{{later}}
  imet:{{relation}} pl:900-{{earlier}}
""")
_AMENDS = compiled(f"""
claim:synthetic-change-{{number}}
  a imet:FactualClaim
  rdfs:label "Claim on synthetic change of law {{number}}"@en
  imet:claimText "The later act amends the earlier one."@en
  imet:claimSubject pl:900-{{later}}
  imet:claimPredicate imet:amends
  imet:claimObject pl:900-{{earlier}}
  imet:verdict verdict:supported
  imet:verdictEvidence citation:synthetic-{{citation}}
{_STATED}
""")
_ROLE = compiled(f"""
role:synthetic-{{number}}
  a imet:ProgramRole
  rdfs:label "Synthetic role {{number}}"@en
  imet:roleHolder body:synthetic-{{body}}
  imet:roleProgram program:{{program}}
  imet:roleKind rolekind:{{kind}}
  imet:startDate "{{day}}"^^xsd:date
  imet:startKnown "true"^^xsd:boolean
{_STATED}
""")
_DUTY = compiled(f"""
duty:synthetic-{{number}}
  a imet:ReportingDuty
  rdfs:label "Synthetic duty {{number}}"@en
  imet:dutyOf body:synthetic-{{body}}
  imet:reportsTo body:synthetic-0
  imet:dutyUnder sec:synthetic-{{section}}
{_STATED}
""")
_ROLES = ("administration", "appropriation", "delivery", "implementation", "oversight")


def _act_day(world: World, number: int) -> int:
    """The day on which an act was enacted; acts that establish programs stand at the beginning."""
    return 0 if number < world.count["program"] else number * 7919 % len(DAYS)


def _money_act(world: World) -> int:
    """The number of some appropriations act: every third."""
    return world.below((world.count["act"] + 2) // 3) * 3


def _program(world: World, number: int) -> str:
    key = program_key(number)
    text = _PROGRAM.format(
        key=key,
        number=number,
        section=world.any("section"),
        money=_money_act(world),
        citation=world.any("citation"),
    )
    if number % 4:
        text += _SUB_PROGRAM.format(key=key, above=program_key(number - 1))
    return text


def _act(world: World, number: int) -> str:
    return _ACT.format(
        number=number,
        cls="Act" if number % 3 else "AppropriationsAct",
        day=DAYS[_act_day(world, number)],
        citation=world.any("citation"),
    )


def _section(world: World, number: int) -> str:
    # Forty sections to an act, each within another above it or within the act itself.
    place = number % _SECTIONS
    act = number // _SECTIONS % world.count["act"]
    above = number - place + (place - 1) // 3
    return _SECTION.format(
        number=number,
        place=place + 1,
        above=iri("sec", f"synthetic-{above}") if place else iri("pl", f"900-{act}"),
        citation=world.any("citation"),
    )


def _clause(world: World, number: int) -> str:
    return _CLAUSE.format(
        number=number,
        money=_money_act(world),
        body=world.any("body"),
        citation=world.any("citation"),
    )


def _change(world: World, number: int) -> str:
    acts = world.count["act"]
    first = number % acts
    second = (first + 1 + number // acts) % acts
    earlier, later = sorted((first, second), key=lambda act: (_act_day(world, act), act))
    values = {"number": number, "earlier": earlier, "later": later}
    text = _CHANGE.format(
        **values,
        relation="amends" if number % 3 else "repeals",
        day=DAYS[_act_day(world, later)],
        citation=world.any("citation"),
    )
    if number % 3:
        text += _AMENDS.format(**values, citation=world.any("citation"))
    return text


def _role(world: World, number: int) -> str:
    return _ROLE.format(
        number=number,
        body=world.any("body"),
        program=program_key(world.any("program")),
        kind=_ROLES[number % len(_ROLES)],
        day=DAYS[world.below(len(DAYS))],
        citation=world.any("citation"),
    )


def _duty(world: World, number: int) -> str:
    return _DUTY.format(
        number=number,
        body=world.any("body"),
        section=world.any("section"),
        citation=world.any("citation"),
    )


KINDS = (
    Kind("program", 0.0002, 21, 5, 60, _program),
    Kind("act", 0.004, 12, 8, 10**9, _act),
    Kind("section", 0.012, 12, 40, 10**9, _section),
    Kind("clause", 0.001, 7, 2, 10**9, _clause),
    Kind("change", 0.004, 16, 4, 10**9, _change),
    Kind("role", 0.002, 9, 3, 10**9, _role),
    Kind("duty", 0.001, 7, 2, 10**9, _duty),
)
