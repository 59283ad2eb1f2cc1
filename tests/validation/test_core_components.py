"""SHACL Core by hand: each component, path, target and setting, with the results it must give."""

from __future__ import annotations

import pytest
from mended_pyshacl import Row, assert_agreement
from rdflib import Literal, URIRef
from rdflib.namespace import SH
from turtle_graphs import EX, graph


def shown(row: Row) -> str:
    """`focus path value Component`, names without their namespaces, `-` for what is not there."""
    focus, path, value, component, _, _ = row
    parts = [name(focus), path.replace(str(EX), "ex:") or "-", name(value) if value else "-"]
    return " ".join([*parts, name(component).removesuffix("ConstraintComponent")])


def name(node: object) -> str:
    if isinstance(node, Literal):
        return node.n3().replace("http://www.w3.org/2001/XMLSchema#", "xsd:")
    if isinstance(node, URIRef):
        return str(node).removeprefix(str(EX)).removeprefix(str(SH))
    return "_"


CASES: dict[str, tuple[str, list[str]]] = {
    # value types
    "class: a sub-class counts": (
        """ex:S sh:targetNode ex:a, ex:b, ex:c ; sh:class ex:Kind .
        ex:Narrow rdfs:subClassOf ex:Kind . ex:a a ex:Kind . ex:b a ex:Narrow .
        ex:c a ex:Other .""",
        ["c - c Class"],
    ),
    "class: each of two classes": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:class ex:Kind, ex:Other .
        ex:a a ex:Kind, ex:Other . ex:b a ex:Other .""",
        ["b - b Class"],
    ),
    "class: a literal is an instance of nothing": (
        "ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:class ex:Kind . "
        'ex:a ex:p "text", ex:b . ex:b a ex:Kind .',
        ['a <ex:p> "text" Class'],
    ),
    "class: a sub-class axiom that names a class unknown to the data": (
        "ex:S sh:targetNode ex:a ; sh:class ex:Absent . ex:a a ex:Kind .",
        ["a - a Class"],
    ),
    "datatype: other datatype, ill-formed, no literal": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:datatype xsd:integer .
        ex:a ex:p 1, 2.0, "x"^^xsd:integer, ex:b .""",
        [
            'a <ex:p> "2.0"^^<xsd:decimal> Datatype',
            'a <ex:p> "x"^^<xsd:integer> Datatype',
            "a <ex:p> b Datatype",
        ],
    ),
    "datatype: out of the bounds of its type": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:datatype xsd:byte .
        ex:a ex:p "127"^^xsd:byte, "300"^^xsd:byte, "-129"^^xsd:byte, "c"^^xsd:byte .""",
        [
            'a <ex:p> "-129"^^<xsd:byte> Datatype',
            'a <ex:p> "300"^^<xsd:byte> Datatype',
            'a <ex:p> "c"^^<xsd:byte> Datatype',
        ],
    ),
    "datatype: a tagged string is no xsd:string": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:datatype xsd:string .
        ex:a ex:p "plain", "tagged"@en .""",
        ['a <ex:p> "tagged"@en Datatype'],
    ),
    "datatype: rdf:langString": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:datatype rdf:langString . ex:a ex:p "plain", "tagged"@en .""",
        ['a <ex:p> "plain" Datatype'],
    ),
    "nodeKind: each kind": (
        """ex:S sh:targetNode ex:a, "text" ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:nodeKind sh:BlankNodeOrIRI . ex:T sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRIOrLiteral .
        ex:U sh:targetObjectsOf ex:p ; sh:nodeKind sh:BlankNode . ex:a ex:p "text", ex:b, [] .""",
        [
            'a <ex:p> "text" NodeKind',
            '"text" - "text" NodeKind',
            "b - b NodeKind",
            "_ - _ NodeKind",
        ],
    ),
    # cardinality
    "minCount: fewer, and none": (
        """ex:S sh:targetNode ex:a, ex:b, ex:c ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:minCount 2 .
        ex:a ex:p 1, 2 . ex:b ex:p 1 .""",
        ["b <ex:p> - MinCount", "c <ex:p> - MinCount"],
    ),
    "minCount 0 and maxCount 0": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:minCount 0 ; sh:maxCount 0 . ex:a ex:p 1 .""",
        ["a <ex:p> - MaxCount"],
    ),
    "maxCount: once, however many values are too many": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:maxCount 1 .
        ex:a ex:p 1, 2, 3 .""",
        ["a <ex:p> - MaxCount"],
    ),
    # ranges
    "ranges: at the bound": (
        """ex:S sh:targetNode 4, 4.0, 8 ; sh:minInclusive 4 ; sh:maxInclusive 8 .
        ex:T sh:targetNode 4, 5, 8 ; sh:minExclusive 4 ; sh:maxExclusive 8 .""",
        [
            '"4"^^<xsd:integer> - "4"^^<xsd:integer> MinExclusive',
            '"8"^^<xsd:integer> - "8"^^<xsd:integer> MaxExclusive',
        ],
    ),
    "ranges: what cannot be compared": (
        """ex:S sh:targetNode ex:a, "4", true, "2024-01-01"^^xsd:date, "x"^^xsd:integer, 1 ;
        sh:minInclusive 1 .""",
        [
            "a - a MinInclusive",
            '"4" - "4" MinInclusive',
            '"true"^^<xsd:boolean> - "true"^^<xsd:boolean> MinInclusive',
            '"2024-01-01"^^<xsd:date> - "2024-01-01"^^<xsd:date> MinInclusive',
            '"x"^^<xsd:integer> - "x"^^<xsd:integer> MinInclusive',
        ],
    ),
    "ranges: instants with and without a time zone": (
        """ex:S sh:minInclusive "2002-10-10T12:00:00-05:00"^^xsd:dateTime ; sh:targetNode
        "2002-10-10T12:00:00-05:00"^^xsd:dateTime, "2002-10-10T17:00:00Z"^^xsd:dateTime,
        "2002-10-10T16:59:59Z"^^xsd:dateTime, "2002-10-11T00:00:00"^^xsd:dateTime .""",
        [
            '"2002-10-10T16:59:59+00:00"^^<xsd:dateTime> - "2002-10-10T16:59:59+00:00"'
            "^^<xsd:dateTime> MinInclusive",
            '"2002-10-11T00:00:00"^^<xsd:dateTime> - "2002-10-11T00:00:00"^^<xsd:dateTime> '
            "MinInclusive",
        ],
    ),
    "ranges: strings by code point": (
        'ex:S sh:targetNode "a", "b", "Z" ; sh:minInclusive "a" .',
        ['"Z" - "Z" MinInclusive'],
    ),
    # strings
    "lengths: of literals and IRIs, never of blank nodes": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:minLength 2 ;
        sh:maxLength 3 . ex:a ex:p "a", "ab", "abcd", 1234, [], ex:b .""",
        [
            'a <ex:p> "a" MinLength',
            'a <ex:p> "abcd" MaxLength',
            'a <ex:p> "1234"^^<xsd:integer> MaxLength',
            "a <ex:p> _ MinLength",
            "a <ex:p> _ MaxLength",
            "a <ex:p> b MaxLength",
        ],
    ),
    "pattern: anywhere in the text, anchored, with a flag": (
        """ex:S sh:targetNode "bob", "Bo", "xbo", ex:bo ; sh:pattern "^b" ; sh:flags "i" .
        ex:T sh:targetNode "bob", "x" ; sh:pattern "o" .""",
        ['"xbo" - "xbo" Pattern', "bo - bo Pattern", '"x" - "x" Pattern'],
    ),
    "pattern: digits, classes, repetition": (
        r"""ex:S sh:targetNode "12345", "1234", "ABC-12", "٣٤٥٦٧" ;
        sh:pattern "^(\\d{5}|[A-Z]{3}-\\d+)$" .""",
        ['"1234" - "1234" Pattern'],
    ),
    "languageIn: a range takes longer tags, in any case": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:languageIn ( "en" "fr" ) . ex:a ex:p "a"@en, "b"@EN-nz, "c"@de, "d", ex:b .""",
        ['a <ex:p> "c"@de LanguageIn', 'a <ex:p> "d" LanguageIn', "a <ex:p> b LanguageIn"],
    ),
    "uniqueLang: once for each language that is used twice": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:uniqueLang true .
        ex:a ex:p "a"@en, "b"@en, "c"@en, "d"@de, "e"@DE, "f"@fr, "g", "h" .""",
        ["a <ex:p> - UniqueLang", "a <ex:p> - UniqueLang"],
    ),
    "uniqueLang false": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:uniqueLang false .
        ex:a ex:p "a"@en, "b"@en .""",
        [],
    ),
    # pairs
    "equals: what is missing on either side": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:equals ex:q .
        ex:a ex:p 1, 2 ; ex:q 2, 3 .""",
        ['a <ex:p> "1"^^<xsd:integer> Equals', 'a <ex:p> "3"^^<xsd:integer> Equals'],
    ),
    "equals and disjoint on a node shape": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:equals ex:q . ex:T sh:targetNode ex:a ;
        sh:disjoint ex:q .
        ex:a ex:q ex:a . ex:b ex:q ex:a .""",
        ["b - b Equals", "b - a Equals", "a - a Disjoint"],
    ),
    "disjoint": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:disjoint ex:q .
        ex:a ex:p 1, 2 ; ex:q 2, 3 .""",
        ['a <ex:p> "2"^^<xsd:integer> Disjoint'],
    ),
    "lessThan: once for each pair that is wrong": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:lessThan ex:q .
        ex:a ex:p 4, 5 ; ex:q 5, 4.5, "x" .""",
        [
            'a <ex:p> "4"^^<xsd:integer> LessThan',
            'a <ex:p> "5"^^<xsd:integer> LessThan',
            'a <ex:p> "5"^^<xsd:integer> LessThan',
            'a <ex:p> "5"^^<xsd:integer> LessThan',
        ],
    ),
    "lessThanOrEquals": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:lessThanOrEquals ex:q .
        ex:a ex:p "2024-01-01"^^xsd:date, "2024-01-02"^^xsd:date ; ex:q "2024-01-01"^^xsd:date .""",
        ['a <ex:p> "2024-01-02"^^<xsd:date> LessThanOrEquals'],
    ),
    # logic
    "not": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:not [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ] .
        ex:a ex:p 1 .""",
        ["a - a Not"],
    ),
    "and: once, however many members are violated": (
        """ex:S sh:targetNode ex:a, ex:b ;
        sh:and ( [ sh:nodeKind sh:Literal ] [ sh:class ex:Kind ] ) .
        ex:T sh:targetNode "x" ; sh:and ( [ sh:nodeKind sh:Literal ] ) .""",
        ["a - a And", "b - b And"],
    ),
    "or: of shapes on different properties": (
        """ex:S sh:targetNode ex:a, ex:b, ex:c ; sh:or ( [ sh:path ex:p ; sh:minCount 1 ]
        [ sh:path ex:q ; sh:minCount 1 ] ) . ex:a ex:p 1 . ex:b ex:q 1 .""",
        ["c - c Or"],
    ),
    "or: of datatypes": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:or ( [ sh:datatype rdf:langString ] [ sh:datatype xsd:string ] ) .
        ex:a ex:p "a", "b"@en, 1 .""",
        ['a <ex:p> "1"^^<xsd:integer> Or'],
    ),
    "xone: neither, one, both": (
        """ex:S sh:targetNode ex:a, ex:b, ex:c ; sh:xone ( [ sh:path ex:p ; sh:minCount 1 ]
        [ sh:path ex:q ; sh:minCount 1 ] ) . ex:a ex:p 1 . ex:b ex:p 1 ; ex:q 1 .""",
        ["b - b Xone", "c - c Xone"],
    ),
    "xone: the same shape twice is never exactly one": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:xone ( ex:T ex:T ) .
        ex:T sh:class ex:Kind . ex:a a ex:Kind .""",
        ["a - a Xone", "b - b Xone"],
    ),
    "logic that nests": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:not [ sh:or ( [ sh:not [ sh:class ex:Kind ] ]
        [ sh:and ( [ sh:nodeKind sh:IRI ] [ sh:node [ sh:pattern "b$" ] ] ) ] ) ] .
        ex:a a ex:Kind . ex:b a ex:Kind .""",
        ["b - b Not"],
    ),
    # shapes
    "node: one result for the value, those of the other shape stay inside": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:Other .
        ex:Other sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:maxCount 1 ] .
        ex:a ex:p ex:b, ex:c . ex:b ex:q 1 . ex:c ex:q 1, 2 .""",
        ["a <ex:p> c Node"],
    ),
    "property: nested, with the value as focus node": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:property ex:Q .
        ex:Q sh:path ex:q ; sh:minCount 1 . ex:a ex:p ex:b, ex:c . ex:b ex:q 1 .""",
        ["c <ex:q> - MinCount"],
    ),
    "property: reported once for each way that leads to the focus node": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:property ex:P . ex:P sh:path ex:p ; sh:property ex:Q .
        ex:Q sh:path ex:q ; sh:minCount 1 ; sh:targetNode ex:c . ex:a ex:p ex:c .
        ex:b ex:p ex:c .""",
        ["c <ex:q> - MinCount", "c <ex:q> - MinCount", "c <ex:q> - MinCount"],
    ),
    "property: shared by two node shapes": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:T sh:targetNode ex:a, ex:b ;
        sh:property ex:P .
        ex:P sh:path ex:p ; sh:minCount 1 .""",
        ["a <ex:p> - MinCount", "a <ex:p> - MinCount", "b <ex:p> - MinCount"],
    ),
    "qualifiedMinCount and qualifiedMaxCount": (
        """ex:S sh:targetNode ex:a, ex:b, ex:c ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:qualifiedValueShape [ sh:class ex:Kind ] ; sh:qualifiedMinCount 1 ;
        sh:qualifiedMaxCount 1 .
        ex:a ex:p ex:k, ex:x . ex:b ex:p ex:x . ex:c ex:p ex:k, ex:l . ex:k a ex:Kind .
        ex:l a ex:Kind .""",
        ["b <ex:p> - QualifiedMinCount", "c <ex:p> - QualifiedMaxCount"],
    ),
    "qualifiedValueShapesDisjoint: a value that fits a sibling does not count": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P, ex:Q .
        ex:P sh:path ex:p ; sh:qualifiedValueShape ex:Thumb ; sh:qualifiedMinCount 1 ;
          sh:qualifiedValueShapesDisjoint true .
        ex:Q sh:path ex:p ; sh:qualifiedValueShape ex:Finger ; sh:qualifiedMinCount 2 ;
          sh:qualifiedValueShapesDisjoint true .
        ex:Thumb sh:class ex:T . ex:Finger sh:class ex:F .
        ex:a ex:p ex:b, ex:c, ex:d . ex:b a ex:T, ex:F . ex:c a ex:F . ex:d a ex:F .""",
        ["a <ex:p> - QualifiedMinCount"],
    ),
    "qualified counts mean nothing on a node shape": (
        """ex:S sh:targetNode ex:a ; sh:class ex:Kind ; sh:qualifiedValueShape [ sh:class ex:T ] ;
        sh:qualifiedMinCount 1 .""",
        ["a - a Class"],
    ),
    # others
    "closed: with what it ignores; complex paths open nothing": (
        """ex:S sh:targetNode ex:a ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
        sh:property [ sh:path ex:p ], [ sh:path [ sh:inversePath ex:q ] ] .
        ex:a a ex:Kind ; ex:p 1 ; ex:q ex:b .""",
        ["a <ex:q> b Closed"],
    ),
    "closed false": ("ex:S sh:targetNode ex:a ; sh:closed false . ex:a ex:p 1 .", []),
    "hasValue: each of two values": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:hasValue 1, ex:c .
        ex:a ex:p 1, 2, ex:c .""",
        ["b <ex:p> - HasValue", "b <ex:p> - HasValue"],
    ),
    "hasValue on a node shape": (
        "ex:S sh:targetNode ex:a, ex:b ; sh:hasValue ex:a .",
        ["b - - HasValue"],
    ),
    "in: terms, not values; the empty list has no member": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ;
        sh:in ( ex:b 1 "a"@en ) .
        ex:T sh:targetNode ex:a ; sh:in () . ex:a ex:p ex:b, 1, 1.0, "a", "a"@en .""",
        ['a <ex:p> "1.0"^^<xsd:decimal> In', 'a <ex:p> "a" In', "a - a In"],
    ),
    # paths
    "path: sequence, its values once": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ( ex:p ex:q ) ;
        sh:nodeKind sh:IRI ;
        sh:minCount 2 . ex:a ex:p ex:b, ex:c . ex:b ex:q "x" . ex:c ex:q "x" .""",
        ['a (<ex:p>/<ex:q>) "x" NodeKind', "a (<ex:p>/<ex:q>) - MinCount"],
    ),
    "path: alternative": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:property ex:P .
        ex:P sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:minCount 2 .
        ex:a ex:p 1 ; ex:q 2 . ex:b ex:p 1 ; ex:q 1 .""",
        ["b (<ex:p>|<ex:q>) - MinCount"],
    ),
    "path: inverse": (
        """ex:S sh:targetNode ex:a, ex:b ; sh:property ex:P . ex:P sh:path [ sh:inversePath ex:p ] ;
        sh:maxCount 1 . ex:c ex:p ex:a . ex:d ex:p ex:a, ex:b .""",
        ["a (^<ex:p>) - MaxCount"],
    ),
    "path: zeroOrMore has the focus node, also in a circle": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path [ sh:zeroOrMorePath ex:p ] ;
        sh:class ex:Kind . ex:a ex:p ex:b . ex:b ex:p ex:c . ex:c ex:p ex:a . ex:c a ex:Kind .""",
        ["a (<ex:p>*) a Class", "a (<ex:p>*) b Class"],
    ),
    "path: oneOrMore has it only in a circle": (
        """ex:S sh:targetNode ex:a, ex:d ; sh:property ex:P .
        ex:P sh:path [ sh:oneOrMorePath ex:p ] ;
        sh:class ex:Kind . ex:a ex:p ex:b . ex:b ex:p ex:a . ex:d ex:p ex:e .""",
        ["a (<ex:p>+) a Class", "a (<ex:p>+) b Class", "d (<ex:p>+) e Class"],
    ),
    "path: zeroOrOne": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path [ sh:zeroOrOnePath ex:p ] ;
        sh:class ex:Kind . ex:a ex:p ex:b . ex:b ex:p ex:c .""",
        ["a (<ex:p>?) a Class", "a (<ex:p>?) b Class"],
    ),
    "path: of literals backwards": (
        """ex:S sh:targetNode 1 ; sh:property ex:P . ex:P sh:path [ sh:inversePath ex:p ] ;
        sh:class ex:Kind . ex:a ex:p 1 .""",
        ['"1"^^<xsd:integer> (^<ex:p>) a Class'],
    ),
    "path: complex": (
        """ex:S sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ( [ sh:inversePath ex:p ]
          [ sh:zeroOrMorePath [ sh:alternativePath ( ex:q ( ex:r ex:r ) ) ] ] ) ; sh:class ex:Kind .
        ex:b ex:p ex:a . ex:b ex:q ex:c ; ex:r ex:x . ex:x ex:r ex:d . ex:d ex:q ex:e .
        ex:c a ex:Kind . ex:d a ex:Kind .""",
        [
            "a ((^<ex:p>)/((<ex:q>|(<ex:r>/<ex:r>))*)) b Class",
            "a ((^<ex:p>)/((<ex:q>|(<ex:r>/<ex:r>))*)) e Class",
        ],
    ),
    "path: a node that is list and inverse is a list": (
        """ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:class ex:Kind ; sh:path
          [ rdf:first ex:p ; rdf:rest ( ex:q ) ; sh:inversePath ex:p ] .
        ex:a ex:p ex:b . ex:b ex:q ex:c .""",
        ["a (<ex:p>/<ex:q>) c Class"],
    ),
    # targets
    "target: class, with sub-classes of sub-classes": (
        """ex:S sh:targetClass ex:Kind ; sh:nodeKind sh:Literal .
        ex:Narrow rdfs:subClassOf ex:Kind .
        ex:Least rdfs:subClassOf ex:Narrow . ex:a a ex:Kind . ex:b a ex:Least .
        ex:c a ex:Other .""",
        ["a - a NodeKind", "b - b NodeKind"],
    ),
    "target: a class that is a shape": (
        """ex:Kind a rdfs:Class, sh:NodeShape ; sh:nodeKind sh:Literal .
        ex:Other a owl:Class ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
        ex:a a ex:Kind . ex:b a ex:Other .""",
        ["a - a NodeKind", "b <ex:p> - MinCount"],
    ),
    "target: subjects and objects, each node once": (
        """ex:S sh:targetSubjectsOf ex:p, ex:q ; sh:targetObjectsOf ex:p ; sh:targetNode ex:a ;
        sh:class ex:Kind . ex:a ex:p 1, ex:b ; ex:q 2 .""",
        ["a - a Class", "b - b Class", '"1"^^<xsd:integer> - "1"^^<xsd:integer> Class'],
    ),
    "target: a node of which the data say nothing": (
        "ex:S sh:targetNode ex:nowhere ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        ["nowhere <ex:p> - MinCount"],
    ),
    "target: a property shape with one of its own": (
        "ex:P sh:path ex:p ; sh:targetNode ex:a ; sh:minCount 1 .",
        ["a <ex:p> - MinCount"],
    ),
    "target: none": ("ex:S a sh:NodeShape ; sh:class ex:Kind . ex:a ex:p 1 .", []),
    # settings
    "deactivated: a shape with targets": (
        "ex:S sh:targetNode ex:a ; sh:class ex:Kind ; sh:deactivated true .",
        [],
    ),
    "deactivated: a property shape, and one that is not": (
        """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 1 ;
        sh:deactivated true ],
        [ sh:path ex:q ; sh:minCount 1 ; sh:deactivated false ] .""",
        ["a <ex:q> - MinCount"],
    ),
    "deactivated: every node conforms to it": (
        """ex:S sh:targetNode ex:a ; sh:not ex:T . ex:T sh:class ex:Kind ; sh:deactivated true .
        ex:U sh:targetNode ex:a ; sh:node ex:T .""",
        ["a - a Not"],
    ),
    "an empty shape": ("ex:S sh:targetNode ex:a ; sh:node ex:Nothing .", []),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case_of_core_gives_the_results_of_the_standard_and_of_pyshacl(case: str) -> None:
    turtle, expected = CASES[case]
    both = graph(turtle)
    found = assert_agreement(both, both)
    assert sorted(shown(row) for row in found.elements()) == sorted(expected)
