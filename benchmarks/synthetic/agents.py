"""Countries, bodies, schools, units, persons and what happens to them, with synthetic keys."""

from __future__ import annotations

from benchmarks.synthetic.world import DAYS, Kind, World, code, compiled

__all__ = ["KINDS", "program_key"]

_STATED = """
  imet:verificationStatus status:in-source
  imet:hasCitation citation:synthetic-{citation}
"""
_REGIONS = ("m49-africa", "m49-asia", "m49-europe", "m49-oceania", "m49-americas")
_CHAIN = 5
_TREE = 127
_BRANCH = 40

_COUNTRY = compiled(f"""
country:{{code}}
  a imet:{{cls}}
  rdfs:label "Synthetic country {{code}}"@en
  imet:isoAlpha3 "{{code}}"
  imet:m49Code "{{number:03}}"
  imet:inRegion region:{{region}}
{_STATED}
""")
_FORMER = compiled("""
country:{code}
  imet:endDate "1991-12-31"^^xsd:date
  imet:stateSucceededBy country:{next}
""")
_BODY = compiled(f"""
body:synthetic-{{number}}
  a imet:{{cls}}
  rdfs:label "Synthetic body {{number}}"@en
{_STATED}
""")
_ABOVE = compiled("""
body:synthetic-{number}
  imet:subUnitOf body:synthetic-{above}
""")
_PART = compiled(f"""
body:synthetic-{{number}}
  imet:{{relation}} program:{{program}}
claim:synthetic-body-{{number}}
  a imet:FactualClaim
  rdfs:label "Claim on the part of synthetic body {{number}}"@en
  imet:claimText "Synthetic body {{number}} has a part in the program."@en
  imet:claimSubject body:synthetic-{{number}}
  imet:claimPredicate imet:{{relation}}
  imet:claimObject program:{{program}}
  imet:verdict verdict:supported
  imet:verdictEvidence citation:synthetic-{{citation}}
{_STATED}
""")
_SCHOOL = compiled(f"""
school:synthetic-{{number}}
  a imet:TrainingInstitution
  rdfs:label "Synthetic school {{number}}"@en
  skos:altLabel "School no. {{number}}"@en
  imet:foundedOn "{{founded}}"^^xsd:date
{_STATED}
""")
_SUCCESSION = compiled(f"""
school:synthetic-{{number}}
  imet:succeededBy school:synthetic-{{next}}
orgchange:synthetic-{{number}}
  a imet:OrganizationChange
  rdfs:label "Replacement of synthetic school {{number}}"@en
  imet:formerOrganization school:synthetic-{{number}}
  imet:resultingOrganization school:synthetic-{{next}}
  imet:onDate "{{day}}"^^xsd:date
  imet:changeKind changekind:replacement
{_STATED}
""")
_UNIT = compiled(f"""
unit:{{key}}
  a imet:SecurityForce
  rdfs:label "Synthetic unit {{number}} of {{code}}"@en
  imet:ofCountry country:{{code}}
{_STATED}
""")
_UNIT_ABOVE = compiled("""
unit:{key}
  imet:subUnitOf unit:{above}
""")
_PERSON = compiled(f"""
person:synthetic-{{number}}
  a imet:Person
  rdfs:label "Synthetic official {{number}}"@en
  dcterms:description "Holder of a synthetic public office."@en
  imet:ofCountry country:{{code}}
{_STATED}
posting:synthetic-{{number}}
  a imet:Posting
  rdfs:label "Posting of synthetic official {{number}}"@en
  imet:postingOf person:synthetic-{{number}}
  imet:postingIn unit:{{unit}}
  imet:startDate "{{day}}"^^xsd:date
{_STATED}
""")
_NAME = compiled(f"""
name:synthetic-{{number}}
  a imet:NameUsage
  rdfs:label "Former name of synthetic body {{body}}"@en
  imet:nameOf body:synthetic-{{body}}
  imet:nameText "Former synthetic body {{body}}"@en
  imet:firstSeenOn "{{first}}"^^xsd:date
  imet:lastSeenOn "{{last}}"^^xsd:date
{_STATED}
""")
_GROUP = compiled(f"""
group:synthetic-{{number}}
  a imet:AgentGroup
  rdfs:label "Synthetic critics {{number}}"@en
{_STATED}
""")


def _country(world: World, number: int) -> str:
    # Of ten countries two are former ones: 0 became 1, and 1 became 2.
    former = number % 10 < 2 and number + 1 < world.count["country"]
    text = _COUNTRY.format(
        code=code(number),
        cls="FormerCountry" if former else "Country",
        number=number,
        region=_REGIONS[number % len(_REGIONS)],
        citation=world.any("citation"),
    )
    if former:
        text += _FORMER.format(code=code(number), next=code(number + 1))
    return text


def _body(world: World, number: int) -> str:
    place = number % _TREE
    text = _BODY.format(
        number=number,
        cls="LegislativeBody" if number == 0 else "GovernmentBody" if place == 0 else "AgencyUnit",
        citation=world.any("citation"),
    )
    if place:
        text += _ABOVE.format(number=number, above=number - place + (place - 1) // 2)
    if number % 4 == 1:
        text += _PART.format(
            number=number,
            relation=("administers", "directsPolicyOf", "deliversTrainingUnder")[number % 3],
            program=program_key(world.any("program")),
            citation=world.any("citation"),
        )
    return text


def program_key(number: int) -> str:
    """The key of a program; the second is the one that an axiom names."""
    return "expanded-imet" if number == 1 else f"synthetic-{number}"


def _school(world: World, number: int) -> str:
    text = _SCHOOL.format(
        number=number, founded=DAYS[world.below(3000)], citation=world.any("citation")
    )
    if number % _CHAIN < _CHAIN - 1 and number + 1 < world.count["school"]:
        text += _SUCCESSION.format(
            number=number,
            next=number + 1,
            day=DAYS[3000 + number % _CHAIN * 2000 + world.below(1000)],
            citation=world.any("citation"),
        )
    return text


def _unit(world: World, number: int) -> str:
    countries = world.count["country"]
    key = world.unit(number)
    text = _UNIT.format(
        key=key, number=number, code=code(number % countries), citation=world.any("citation")
    )
    rank = number // countries
    place = rank % _BRANCH
    if place:
        above = (rank - place + (place - 1) // 3) * countries + number % countries
        text += _UNIT_ABOVE.format(key=key, above=world.unit(above))
    return text


def _person(world: World, number: int) -> str:
    unit = world.any("unit")
    return _PERSON.format(
        number=number,
        code=code(unit % world.count["country"]),
        unit=world.unit(unit),
        day=DAYS[world.below(len(DAYS))],
        citation=world.any("citation"),
    )


def _name(world: World, number: int) -> str:
    first = world.below(len(DAYS) - 2000)
    return _NAME.format(
        number=number,
        body=world.any("body"),
        first=DAYS[first],
        last=DAYS[first + world.below(2000)],
        citation=world.any("citation"),
    )


def _group(world: World, number: int) -> str:
    return _GROUP.format(number=number, citation=world.any("citation"))


KINDS = (
    Kind("country", 0.0004, 8, 12, 24 * 26, _country),
    Kind("body", 0.012, 8, 24, 10**9, _body),
    Kind("school", 0.008, 14, 10, 10**9, _school),
    Kind("unit", 0.08, 6, 36, 10**9, _unit),
    Kind("person", 0.003, 12, 3, 10**9, _person),
    Kind("name", 0.002, 8, 3, 10**9, _name),
    Kind("group", 0.001, 4, 3, 10**9, _group),
)
