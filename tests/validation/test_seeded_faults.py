"""Faults put into valid data one at a time: each is found, and found as pyshacl finds it."""

from __future__ import annotations

import pytest
from mended_pyshacl import assert_agreement
from rdflib.namespace import SH
from turtle_graphs import graph

from imet_graph import validation

SHAPES = graph(r"""
ex:TrainingShape a sh:NodeShape ; sh:targetClass ex:Training ; sh:nodeKind sh:IRI ;
  sh:pattern "^https://example[.]org/training-[0-9]+$" ;
  sh:property ex:label, ex:cost, ex:sessions, ex:start, ex:end, ex:country, ex:code, ex:stage,
    ex:mode, ex:url, ex:host, ex:people, ex:seen, ex:approved, ex:rate, ex:note, ex:staff, ex:chief,
    ex:report, ex:ended, ex:source ;
  sh:xone ( [ sh:path ex:placeOf ; sh:minCount 1 ] [ sh:path ex:placeText ; sh:minCount 1 ] ) ;
  sh:not [ sh:path ex:secret ; sh:minCount 1 ] .
ex:label sh:path rdfs:label ; sh:minCount 1 ; sh:uniqueLang true ; sh:languageIn ( "en" "fr" ) .
ex:cost sh:path ex:costOf ; sh:maxCount 1 ; sh:datatype xsd:decimal ; sh:minInclusive 0 ;
  sh:maxExclusive 1000000 .
ex:sessions sh:path ex:sessionsOf ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ;
  sh:minExclusive 0 ; sh:maxInclusive 500 .
ex:start sh:path ex:startOf ; sh:minCount 1 ; sh:datatype xsd:date ; sh:lessThanOrEquals ex:endOf .
ex:end sh:path ex:endOf ; sh:datatype xsd:date .
ex:ended sh:path ex:seenFrom ; sh:datatype xsd:dateTime ; sh:lessThan ex:seenTo .
ex:country sh:path ex:countryOf ; sh:minCount 1 ; sh:maxCount 2 ; sh:class ex:Country .
ex:code sh:path ex:codeOf ; sh:minLength 3 ; sh:maxLength 5 ; sh:pattern "^[A-Z]+$" .
ex:stage sh:path ex:stageOf ; sh:in ( ex:planned ex:held ) .
ex:mode sh:path ex:modeOf ; sh:hasValue ex:resident .
ex:url sh:path ex:urlOf ; sh:or ( [ sh:datatype xsd:anyURI ] [ sh:nodeKind sh:IRI ] ) .
ex:host sh:path ex:hostOf ; sh:nodeKind sh:BlankNodeOrIRI ; sh:disjoint ex:staffOf .
ex:people sh:path ex:peopleOf ; sh:equals ex:countedOf .
ex:seen sh:path ( ex:hostOf [ sh:zeroOrMorePath ex:partOf ] ) ; sh:class ex:Body .
ex:approved sh:path ex:approvedOf ; sh:datatype xsd:boolean .
ex:rate sh:path ex:rateOf ; sh:datatype xsd:double .
ex:note sh:path ex:noteOf ; sh:datatype rdf:langString .
ex:staff sh:path ex:staffOf ; sh:qualifiedValueShape [ sh:class ex:Officer ] ;
  sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2 .
ex:chief sh:path ex:chiefOf ; sh:node ex:OfficerShape .
ex:report sh:path [ sh:inversePath ex:reportsOn ] ; sh:minCount 1 ; sh:maxCount 2 .
ex:source sh:path ex:sourceOf ; sh:severity sh:Warning ; sh:minCount 1 .
ex:OfficerShape sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property ex:rank, ex:born .
ex:rank sh:path ex:rankOf ; sh:minCount 1 .
ex:born sh:path ex:bornIn ; sh:datatype xsd:gYear .
ex:CountryShape sh:targetObjectsOf ex:countryOf ; sh:property ex:alpha .
ex:alpha sh:path ex:alphaOf ; sh:minCount 1 ; sh:and ( [ sh:minLength 3 ] [ sh:maxLength 3 ] ) .
""")

VALID = """
ex:Ally rdfs:subClassOf ex:Country .
ex:training-1 a ex:Training ; rdfs:label "Course"@en, "Cours"@fr ; ex:costOf 1200.5 ;
  ex:sessionsOf 3 ; ex:startOf "2016-02-29"^^xsd:date ; ex:endOf "2016-05-01"^^xsd:date ;
  ex:seenFrom "2016-03-01T10:00:00Z"^^xsd:dateTime ;
  ex:seenTo "2016-03-01T11:00:00Z"^^xsd:dateTime ;
  ex:countryOf ex:MLI ; ex:codeOf "ABC" ; ex:stageOf ex:held ; ex:modeOf ex:resident ;
  ex:urlOf "https://example.net/"^^xsd:anyURI ; ex:hostOf ex:school ; ex:peopleOf 7, 8 ;
  ex:countedOf 7, 8 ; ex:approvedOf true ; ex:rateOf 1.5e0 ; ex:noteOf "note"@en ;
  ex:staffOf ex:ann ; ex:chiefOf ex:ann ; ex:placeText "Fort" ; ex:sourceOf ex:book .
ex:MLI a ex:Ally ; ex:alphaOf "MLI" .
ex:SEN a ex:Country ; ex:alphaOf "SEN" .
ex:school a ex:Body ; ex:partOf ex:army . ex:army a ex:Body .
ex:ann a ex:Officer ; ex:rankOf 1 ; ex:bornIn "1970"^^xsd:gYear .
ex:bob a ex:Officer ; ex:rankOf 2 . ex:eve a ex:Officer ; ex:rankOf 3 .
ex:paper ex:reportsOn ex:training-1 .
"""

T = "ex:training-1"
FAULTS: dict[str, tuple[str, str, str]] = {
    # name: (taken away, put in, components that find it)
    "missing label": (f'{T} rdfs:label "Course"@en, "Cours"@fr .', "", "MinCount"),
    "missing count": (f"{T} ex:sessionsOf 3 .", "", "MinCount"),
    "missing date": (f'{T} ex:startOf "2016-02-29"^^xsd:date .', "", "MinCount"),
    "missing country": (f"{T} ex:countryOf ex:MLI .", "", "MinCount"),
    "missing source, a warning": (f"{T} ex:sourceOf ex:book .", "", "MinCount"),
    "missing report, by an inverse path": (f"ex:paper ex:reportsOn {T} .", "", "MinCount"),
    "second value": ("", f"{T} ex:sessionsOf 4 .", "MaxCount"),
    "second cost": ("", f"{T} ex:costOf 1.0 .", "MaxCount"),
    "third country": (
        "",
        f"{T} ex:countryOf ex:SEN, ex:TCD . ex:TCD a ex:Ally ; ex:alphaOf 'TCD' .",
        "MaxCount",
    ),
    "third report": ("", f"ex:x ex:reportsOn {T} . ex:y ex:reportsOn {T} .", "MaxCount"),
    "two labels in a language": ("", f'{T} rdfs:label "Class"@en .', "UniqueLang"),
    "two languages doubled": ("", f'{T} rdfs:label "Class"@en, "Classe"@fr .', "UniqueLang"),
    "label in another language": ("", f'{T} rdfs:label "Kurs"@de .', "LanguageIn"),
    "label without a language": ("", f'{T} rdfs:label "Course" .', "LanguageIn"),
    "integer for a decimal": (f"{T} ex:costOf 1200.5 .", f"{T} ex:costOf 1200 .", "Datatype"),
    "string for an integer": (
        f"{T} ex:sessionsOf 3 .",
        f'{T} ex:sessionsOf "3" .',
        "Datatype MaxInclusive MinExclusive",
    ),
    "ill-formed integer": (
        f"{T} ex:sessionsOf 3 .",
        f'{T} ex:sessionsOf "three"^^xsd:integer .',
        "Datatype MaxInclusive MinExclusive",
    ),
    "ill-formed date": (
        f'{T} ex:endOf "2016-05-01"^^xsd:date .',
        f'{T} ex:endOf "2016-13-01"^^xsd:date .',
        "Datatype LessThanOrEquals",
    ),
    "day that no calendar has": (
        f'{T} ex:startOf "2016-02-29"^^xsd:date .',
        f'{T} ex:startOf "2015-02-29"^^xsd:date .',
        "Datatype LessThanOrEquals",
    ),
    "instant for a date": (
        f'{T} ex:endOf "2016-05-01"^^xsd:date .',
        f'{T} ex:endOf "2016-05-01T00:00:00"^^xsd:dateTime .',
        "Datatype LessThanOrEquals",
    ),
    "ill-formed truth value": (
        f"{T} ex:approvedOf true .",
        f'{T} ex:approvedOf "yes"^^xsd:boolean .',
        "Datatype",
    ),
    "ill-formed double": (
        f"{T} ex:rateOf 1.5e0 .",
        f'{T} ex:rateOf "1,5"^^xsd:double .',
        "Datatype",
    ),
    "ill-formed instant": (
        f'{T} ex:seenTo "2016-03-01T11:00:00Z"^^xsd:dateTime .',
        f'{T} ex:seenTo "2016-03-01T11:60:00Z"^^xsd:dateTime .',
        "LessThan",
    ),
    "plain string for a tagged one": (
        f'{T} ex:noteOf "note"@en .',
        f'{T} ex:noteOf "note" .',
        "Datatype",
    ),
    "IRI for a literal": (
        f"{T} ex:costOf 1200.5 .",
        f"{T} ex:costOf ex:dear .",
        "Datatype MaxExclusive MinInclusive",
    ),
    "negative cost": (f"{T} ex:costOf 1200.5 .", f"{T} ex:costOf -0.01 .", "MinInclusive"),
    "cost at the bound it may not reach": (
        f"{T} ex:costOf 1200.5 .",
        f"{T} ex:costOf 1000000.0 .",
        "MaxExclusive",
    ),
    "no session": (f"{T} ex:sessionsOf 3 .", f"{T} ex:sessionsOf 0 .", "MinExclusive"),
    "too many sessions": (f"{T} ex:sessionsOf 3 .", f"{T} ex:sessionsOf 501 .", "MaxInclusive"),
    "end before start": (
        f'{T} ex:endOf "2016-05-01"^^xsd:date .',
        f'{T} ex:endOf "2016-02-28"^^xsd:date .',
        "LessThanOrEquals",
    ),
    "two ends before start": (
        "",
        f'{T} ex:endOf "2015-02-28"^^xsd:date, "2014-01-01"^^xsd:date .',
        "LessThanOrEquals",
    ),
    "seen to at seen from": (
        f'{T} ex:seenTo "2016-03-01T11:00:00Z"^^xsd:dateTime .',
        f'{T} ex:seenTo "2016-03-01T12:00:00+02:00"^^xsd:dateTime .',
        "LessThan",
    ),
    "seen to without a time zone": (
        f'{T} ex:seenTo "2016-03-01T11:00:00Z"^^xsd:dateTime .',
        f'{T} ex:seenTo "2016-03-01T11:00:00"^^xsd:dateTime .',
        "LessThan",
    ),
    "wrong class": (
        f"{T} ex:countryOf ex:MLI .",
        f"{T} ex:countryOf ex:SEN, ex:ann .",
        "Class MinCount",
    ),
    "country of which nothing is known": ("", f"{T} ex:countryOf ex:XXX .", "Class MinCount"),
    "sub-class axiom lost": ("ex:Ally rdfs:subClassOf ex:Country .", "", "Class"),
    "wrong class at the end of a path": ("ex:army a ex:Body .", "", "Class"),
    "too short": (f'{T} ex:codeOf "ABC" .', f'{T} ex:codeOf "AB" .', "MinLength"),
    "too long": (f'{T} ex:codeOf "ABC" .', f'{T} ex:codeOf "ABCDEF" .', "MaxLength"),
    "lower case": (f'{T} ex:codeOf "ABC" .', f'{T} ex:codeOf "abc" .', "Pattern"),
    "code with a line break": (f'{T} ex:codeOf "ABC" .', f'{T} ex:codeOf "AB\\nC" .', "Pattern"),
    "blank node for a code": ("", f"{T} ex:codeOf [] .", "MaxLength MinLength Pattern"),
    "not in the list": (f"{T} ex:stageOf ex:held .", f"{T} ex:stageOf ex:cancelled .", "In"),
    "literal that looks like a member": ("", f'{T} ex:stageOf "held" .', "In"),
    "needed value absent": (
        f"{T} ex:modeOf ex:resident .",
        f"{T} ex:modeOf ex:mobile .",
        "HasValue",
    ),
    "address as a plain string": ("", f'{T} ex:urlOf "https://example.net/" .', "Or"),
    "literal for a thing": ("", f'{T} ex:hostOf "Fort Benning" .', "Class NodeKind"),
    "host on the staff": ("", f"{T} ex:hostOf ex:ann . ex:ann a ex:Body .", "Disjoint"),
    "counts that differ": (f"{T} ex:countedOf 8 .", f"{T} ex:countedOf 9 .", "Equals"),
    "count as another term of the same value": (
        f"{T} ex:countedOf 8 .",
        f"{T} ex:countedOf 8.0 .",
        "Equals",
    ),
    "no officer on the staff": (
        f"{T} ex:staffOf ex:ann .",
        f"{T} ex:staffOf ex:army .",
        "QualifiedMinCount",
    ),
    "too many officers on the staff": ("", f"{T} ex:staffOf ex:bob, ex:eve .", "QualifiedMaxCount"),
    "chief without a rank": ("ex:ann ex:rankOf 1 .", "", "Node"),
    "chief with an unknown property": ("", "ex:ann ex:shoeSize 42 .", "Node"),
    "chief born in an ill-formed year": (
        'ex:ann ex:bornIn "1970"^^xsd:gYear .',
        "ex:ann ex:bornIn 1970 .",
        "Node",
    ),
    "two kinds of place": ("", f"{T} ex:placeOf ex:fort .", "Xone"),
    "no kind of place": (f'{T} ex:placeText "Fort" .', "", "Xone"),
    "what must not be there": ("", f"{T} ex:secret 1 .", "Not"),
    "code of a country too long": (
        "ex:MLI ex:alphaOf 'MLI' .",
        "ex:MLI ex:alphaOf 'MALI' .",
        "And",
    ),
    "training with an odd IRI": (
        "",
        "ex:course a ex:Training .",
        "HasValue MinCount Pattern QualifiedMinCount Xone",
    ),
    "training without an IRI": (
        "",
        "[] a ex:Training .",
        "HasValue MinCount NodeKind Pattern QualifiedMinCount Xone",
    ),
}


def test_valid_data_conform() -> None:
    assert not assert_agreement(graph(VALID), SHAPES)


def test_there_are_forty_kinds_of_faults_and_every_component_finds_one() -> None:
    assert len(FAULTS) >= 40
    found = {name for _, _, components in FAULTS.values() for name in components.split()}
    assert found | {"Closed", "Property"} == {
        str(name).removeprefix(str(SH)).removesuffix("ConstraintComponent") for name in COMPONENTS
    }


COMPONENTS = [
    SH[f"{name}ConstraintComponent"]
    for name in """
    Class Datatype NodeKind MinCount MaxCount MinExclusive MinInclusive MaxExclusive MaxInclusive
    MinLength MaxLength Pattern LanguageIn UniqueLang Equals Disjoint LessThan LessThanOrEquals
    Not And Or Xone Node Property QualifiedMinCount QualifiedMaxCount Closed HasValue In
    """.split()
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found_as_pyshacl_finds_it(fault: str) -> None:
    gone, new, components = FAULTS[fault]
    valid, removed = graph(VALID), graph(gone)
    assert set(removed) <= set(valid), "the fault takes away what the data do not have"
    data = graph(new)
    for triple in set(valid) - set(removed):
        data.add(triple)
    found = assert_agreement(data, SHAPES)
    names = {str(row[3]).removeprefix(str(SH)).removesuffix("ConstraintComponent") for row in found}
    assert sorted(names) == components.split()


def test_all_faults_at_once_are_found_as_pyshacl_finds_them() -> None:
    data = graph(VALID)
    for gone, new, _ in FAULTS.values():
        for triple in graph(gone):
            data.remove(triple)
        data += graph(new)
    found = assert_agreement(data, SHAPES)
    assert sum(found.values()) > 50
    assert validation.count_by_severity(validation.report(data, SHAPES))["Warning"] == 3
