"""Where pyshacl leaves the standard: what it says, what the standard says, and why."""

from __future__ import annotations

from collections import Counter

import pytest
from mended_pyshacl import Row, rows
from rdflib import Literal
from rdflib.namespace import SH, XSD
from turtle_graphs import EX, graph

from imet_graph import validation
from imet_graph.errors import ValidationError

DEVIATIONS: dict[str, tuple[str, list[str], list[str]]] = {
    # reason: (data and shapes, components found by the standard, components found by pyshacl)
    "4.3: literals that `<` cannot compare violate a range; rdflib orders any two": (
        'ex:S sh:targetNode 1 ; sh:minInclusive "1999-12-31"^^xsd:date .',
        ["MinInclusive"],
        [],
    ),
    "4.3: SPARQL has no order of tagged strings; rdflib orders their texts": (
        'ex:S sh:targetNode "b"@en ; sh:minInclusive "a"@en .',
        ["MinInclusive"],
        [],
    ),
    "4.5.3: IRIs cannot be compared; pyshacl orders them as strings": (
        """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:lessThan ex:q ] .
        ex:a ex:p ex:b ; ex:q ex:c .""",
        ["LessThan"],
        [],
    ),
    "2.3.1.3: the inverse of a sequence runs through it backwards; pyshacl keeps its order": (
        """ex:S sh:targetNode ex:c ; sh:property [ sh:minCount 1 ;
          sh:path [ sh:inversePath ( ex:p ex:q ) ] ] . ex:a ex:p ex:b . ex:b ex:q ex:c .""",
        [],
        ["MinCount"],
    ),
    "4.4.4: a range takes tags that go on after it; pyshacl looks at whole tags and languages": (
        'ex:S sh:targetNode "x"@de-at-1996 ; sh:languageIn ( "de-at" ) .',
        [],
        ["LanguageIn"],
    ),
    "4.4.1: a blank node has no length, not even 0": (
        """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minLength 0 ] .
        ex:a ex:p [] .""",
        ["MinLength"],
        [],
    ),
    "4.8.1: a closed shape allows no type that it does not name; pyshacl lets rdfs:Resource by": (
        "ex:S sh:targetNode ex:a ; sh:closed true . ex:a a rdfs:Resource .",
        ["Closed"],
        [],
    ),
    "4.4.3: flag s lets the dot take line breaks; pyshacl knows i and m only": (
        r'ex:S sh:targetNode "a\nb" ; sh:pattern "a.b" ; sh:flags "s" .',
        [],
        ["Pattern"],
    ),
    "4.4.3: flag q takes the pattern letter by letter; pyshacl knows i and m only": (
        r'ex:S sh:targetNode "(", "x(" ; sh:pattern "^(" ; sh:flags "q" .',
        ["Pattern", "Pattern"],
        ["refused"],
    ),
    "4.4.3: `$` is the end of the text; in Python also the place before a last line break": (
        r'ex:S sh:targetNode "a\n" ; sh:pattern "a$" .',
        ["Pattern"],
        [],
    ),
    "4.1.2: rdfs:Literal is the datatype of no literal; pyshacl takes it for that of each": (
        'ex:S sh:targetNode "a" ; sh:datatype rdfs:Literal .',
        ["Datatype"],
        [],
    ),
    "3.3.3 of XML Schema: no digit grouping in integers; Python reads 1_000": (
        "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:datatype xsd:integer ] .",
        ["Datatype"],
        [],
    ),
}


def components(found: Counter[Row]) -> list[str]:
    names = [str(row[3]).removeprefix(str(SH)) for row in found.elements()]
    return sorted(name.removesuffix("ConstraintComponent") for name in names)


@pytest.mark.parametrize("reason", DEVIATIONS)
def test_a_known_deviation_of_pyshacl_is_not_followed(reason: str) -> None:
    turtle, standard, pyshacl = DEVIATIONS[reason]
    both = graph(turtle)
    if "1_000" in reason:
        both.add((EX.a, EX.p, Literal("1_000", datatype=XSD.integer, normalize=False)))
    assert components(rows(validation.report(both, both))) == standard
    try:
        theirs = components(rows(validation.reference(both, both)))
    except ValidationError:
        theirs = ["refused"]
    assert theirs == pyshacl
