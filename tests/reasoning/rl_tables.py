"""The rules of OWL 2 RL/RDF as the W3C tables state them, to check a reasoner against.

Written from the recommendation and from nothing else; shares no code with the reasoner.

Source: OWL 2 Profiles, section 4.3, Tables 4 to 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

__all__ = ["RULES", "Form", "Pattern", "Rule", "Slot", "Variable"]

# `LIST[?x, ?p1 .. ?pn]` is the list whose head is ?x. `EACH` stands before a pattern that holds for
# i = 1 .. n; {i} elsewhere is any one place of the list, {i} with {j} any two places, i < j.
# A premise of the W3C notation is a triple between ` . `; several conclusions stand between ` ; `.
_TABLES = """
Table 4
eq-ref     ?s ?p ?o => ?s owl:sameAs ?s ; ?p owl:sameAs ?p ; ?o owl:sameAs ?o
eq-sym     ?x owl:sameAs ?y => ?y owl:sameAs ?x
eq-trans   ?x owl:sameAs ?y . ?y owl:sameAs ?z => ?x owl:sameAs ?z
eq-rep-s   ?s owl:sameAs ?t . ?s ?p ?o => ?t ?p ?o
eq-rep-p   ?p owl:sameAs ?q . ?s ?p ?o => ?s ?q ?o
eq-rep-o   ?o owl:sameAs ?t . ?s ?p ?o => ?s ?p ?t
eq-diff1   ?x owl:sameAs ?y . ?x owl:differentFrom ?y => false
eq-diff2   ?x rdf:type owl:AllDifferent . ?x owl:members ?y . LIST[?y, ?z1 .. ?zn] .
           ?z{i} owl:sameAs ?z{j} => false
eq-diff3   ?x rdf:type owl:AllDifferent . ?x owl:distinctMembers ?y . LIST[?y, ?z1 .. ?zn] .
           ?z{i} owl:sameAs ?z{j} => false
Table 5
prp-dom    ?p rdfs:domain ?c . ?x ?p ?y => ?x rdf:type ?c
prp-rng    ?p rdfs:range ?c . ?x ?p ?y => ?y rdf:type ?c
prp-fp     ?p rdf:type owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z => ?y owl:sameAs ?z
prp-ifp    ?p rdf:type owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z => ?x owl:sameAs ?y
prp-irp    ?p rdf:type owl:IrreflexiveProperty . ?x ?p ?x => false
prp-symp   ?p rdf:type owl:SymmetricProperty . ?x ?p ?y => ?y ?p ?x
prp-asyp   ?p rdf:type owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x => false
prp-trp    ?p rdf:type owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z => ?x ?p ?z
prp-spo1   ?p rdfs:subPropertyOf ?q . ?x ?p ?y => ?x ?q ?y
prp-spo2   ?p owl:propertyChainAxiom ?x . LIST[?x, ?p1 .. ?pn] . EACH ?u{i} ?p{i} ?u{i+1}
           => ?u1 ?p ?u{n+1}
prp-eqp1   ?p owl:equivalentProperty ?q . ?x ?p ?y => ?x ?q ?y
prp-eqp2   ?p owl:equivalentProperty ?q . ?x ?q ?y => ?x ?p ?y
prp-pdw    ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y => false
prp-adp    ?x rdf:type owl:AllDisjointProperties . ?x owl:members ?y . LIST[?y, ?p1 .. ?pn] .
           ?u ?p{i} ?v . ?u ?p{j} ?v => false
prp-inv1   ?p owl:inverseOf ?q . ?x ?p ?y => ?y ?q ?x
prp-inv2   ?p owl:inverseOf ?q . ?x ?q ?y => ?y ?p ?x
prp-key    ?c owl:hasKey ?u . LIST[?u, ?p1 .. ?pn] . ?x rdf:type ?c . EACH ?x ?p{i} ?z{i} .
           ?y rdf:type ?c . EACH ?y ?p{i} ?z{i} => ?x owl:sameAs ?y
prp-npa1   ?x owl:sourceIndividual ?i . ?x owl:assertionProperty ?p . ?x owl:targetIndividual ?t .
           ?i ?p ?t => false
prp-npa2   ?x owl:sourceIndividual ?i . ?x owl:assertionProperty ?p . ?x owl:targetValue ?t .
           ?i ?p ?t => false
Table 6
cls-nothing2 ?x rdf:type owl:Nothing => false
cls-int1   ?c owl:intersectionOf ?x . LIST[?x, ?c1 .. ?cn] . EACH ?y rdf:type ?c{i}
           => ?y rdf:type ?c
cls-int2   ?c owl:intersectionOf ?x . LIST[?x, ?c1 .. ?cn] . ?y rdf:type ?c => ?y rdf:type ?c{i}
cls-uni    ?c owl:unionOf ?x . LIST[?x, ?c1 .. ?cn] . ?y rdf:type ?c{i} => ?y rdf:type ?c
cls-com    ?c owl:complementOf ?d . ?x rdf:type ?c . ?x rdf:type ?d => false
cls-svf1   ?x owl:someValuesFrom ?y . ?x owl:onProperty ?p . ?u ?p ?v . ?v rdf:type ?y
           => ?u rdf:type ?x
cls-svf2   ?x owl:someValuesFrom owl:Thing . ?x owl:onProperty ?p . ?u ?p ?v => ?u rdf:type ?x
cls-avf    ?x owl:allValuesFrom ?y . ?x owl:onProperty ?p . ?u rdf:type ?x . ?u ?p ?v
           => ?v rdf:type ?y
cls-hv1    ?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u rdf:type ?x => ?u ?p ?y
cls-hv2    ?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u ?p ?y => ?u rdf:type ?x
cls-maxc1  ?x owl:maxCardinality 0 . ?x owl:onProperty ?p . ?u rdf:type ?x . ?u ?p ?y => false
cls-maxc2  ?x owl:maxCardinality 1 . ?x owl:onProperty ?p . ?u rdf:type ?x . ?u ?p ?y . ?u ?p ?z
           => ?y owl:sameAs ?z
cls-maxqc1 ?x owl:maxQualifiedCardinality 0 . ?x owl:onProperty ?p . ?x owl:onClass ?c .
           ?u rdf:type ?x . ?u ?p ?y . ?y rdf:type ?c => false
cls-maxqc2 ?x owl:maxQualifiedCardinality 0 . ?x owl:onProperty ?p . ?x owl:onClass owl:Thing .
           ?u rdf:type ?x . ?u ?p ?y => false
cls-maxqc3 ?x owl:maxQualifiedCardinality 1 . ?x owl:onProperty ?p . ?x owl:onClass ?c .
           ?u rdf:type ?x . ?u ?p ?y . ?y rdf:type ?c . ?u ?p ?z . ?z rdf:type ?c
           => ?y owl:sameAs ?z
cls-maxqc4 ?x owl:maxQualifiedCardinality 1 . ?x owl:onProperty ?p . ?x owl:onClass owl:Thing .
           ?u rdf:type ?x . ?u ?p ?y . ?u ?p ?z => ?y owl:sameAs ?z
cls-oo     ?c owl:oneOf ?x . LIST[?x, ?y1 .. ?yn] => ?y{i} rdf:type ?c
Table 7
cax-sco    ?c rdfs:subClassOf ?d . ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc1   ?c owl:equivalentClass ?d . ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc2   ?c owl:equivalentClass ?d . ?x rdf:type ?d => ?x rdf:type ?c
cax-dw     ?c owl:disjointWith ?d . ?x rdf:type ?c . ?x rdf:type ?d => false
cax-adc    ?x rdf:type owl:AllDisjointClasses . ?x owl:members ?y . LIST[?y, ?c1 .. ?cn] .
           ?z rdf:type ?c{i} . ?z rdf:type ?c{j} => false
Table 9
scm-cls    ?c rdf:type owl:Class => ?c rdfs:subClassOf ?c ; ?c owl:equivalentClass ?c ;
           ?c rdfs:subClassOf owl:Thing ; owl:Nothing rdfs:subClassOf ?c
scm-sco    ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e => ?c rdfs:subClassOf ?e
scm-eqc1   ?c owl:equivalentClass ?d => ?c rdfs:subClassOf ?d ; ?d rdfs:subClassOf ?c
scm-eqc2   ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c => ?c owl:equivalentClass ?d
scm-op     ?p rdf:type owl:ObjectProperty => ?p rdfs:subPropertyOf ?p ; ?p owl:equivalentProperty ?p
scm-dp     ?p rdf:type owl:DatatypeProperty
           => ?p rdfs:subPropertyOf ?p ; ?p owl:equivalentProperty ?p
scm-spo    ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r => ?p rdfs:subPropertyOf ?r
scm-eqp1   ?p owl:equivalentProperty ?q => ?p rdfs:subPropertyOf ?q ; ?q rdfs:subPropertyOf ?p
scm-eqp2   ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p => ?p owl:equivalentProperty ?q
scm-dom1   ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d => ?p rdfs:domain ?d
scm-dom2   ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q => ?p rdfs:domain ?c
scm-rng1   ?p rdfs:range ?c . ?c rdfs:subClassOf ?d => ?p rdfs:range ?d
scm-rng2   ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q => ?p rdfs:range ?c
scm-hv     ?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i . ?d owl:onProperty ?q .
           ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d
scm-svf1   ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z .
           ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d
scm-svf2   ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y .
           ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d
scm-avf1   ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z .
           ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d
scm-avf2   ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y .
           ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q => ?d rdfs:subClassOf ?c
scm-int    ?c owl:intersectionOf ?x . LIST[?x, ?c1 .. ?cn] => ?c rdfs:subClassOf ?c{i}
scm-uni    ?c owl:unionOf ?x . LIST[?x, ?c1 .. ?cn] => ?c{i} rdfs:subClassOf ?c
"""


class Variable(str):
    """A variable of a rule, `?x`."""

    __slots__ = ()


Slot = Variable | Node
Pattern = tuple[Slot, Slot, Slot]

_NAMESPACES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS}
_LIST = re.compile(r"LIST\[(\?\w+), (\?\w)1 \.\. \?\wn\]")
_PLACE = re.compile(r"\{([ijn])(\+1)?\}")


@dataclass(frozen=True)
class Form:
    """A rule written out for one length of its list and one choice of places in it.

    Args:
        body: what must hold.
        heads: what follows, each on its own; none where the rule yields a contradiction.
    """

    body: tuple[Pattern, ...]
    heads: tuple[Pattern, ...]


@dataclass(frozen=True)
class Rule:
    """One row of the tables.

    Args:
        name: as W3C names it.
        premises: the parts of the left side, in the notation above.
        conclusions: the parts of the right side; none where it is `false`.
    """

    name: str
    premises: tuple[str, ...]
    conclusions: tuple[str, ...]

    @property
    def over_list(self) -> bool:
        """Whether the rule reads a list."""
        return any(part.startswith("LIST") for part in self.premises)

    @property
    def contradicts(self) -> bool:
        """Whether the rule yields `false`."""
        return not self.conclusions

    @lru_cache  # noqa: B019 - the rules live as long as the tests
    def forms(self, length: int) -> tuple[Form, ...]:
        """The rule written out for a list of this length; the length is idle without a list."""
        text = " ".join(part for part in self.premises + self.conclusions if "EACH" not in part)
        if "{j}" in text:
            places = [(i, j) for j in range(1, length + 1) for i in range(1, j)]
        elif "{i}" in text:
            places = [(i, 0) for i in range(1, length + 1)]
        else:
            places = [(0, 0)]
        return tuple(self._form(length, i, j) for i, j in places)

    def _form(self, length: int, i: int, j: int) -> Form:
        body: list[Pattern] = []
        for part in self.premises:
            if found := _LIST.fullmatch(part):
                body += _cells(found[1], found[2], length)
            elif part.startswith("EACH "):
                body += [_pattern(part[5:], length, place, 0) for place in range(1, length + 1)]
            else:
                body.append(_pattern(part, length, i, j))
        heads = tuple(_pattern(part, length, i, j) for part in self.conclusions)
        return Form(tuple(body), heads)


def _cells(head: str, member: str, length: int) -> list[Pattern]:
    """Patterns of the cells of a list: `?x` then `?x.2`, `?x.3` up to rdf:nil."""
    names: list[Slot] = [Variable(head)]
    names += [Variable(f"{head}.{place}") for place in range(2, length + 1)]
    names.append(RDF.nil)
    found: list[Pattern] = []
    for place in range(length):
        found.append((names[place], RDF.first, Variable(f"{member}{place + 1}")))
        found.append((names[place], RDF.rest, names[place + 1]))
    return found


def _pattern(text: str, length: int, i: int, j: int) -> Pattern:
    places = {"i": i, "j": j, "n": length}
    written = _PLACE.sub(lambda m: str(places[m[1]] + (1 if m[2] else 0)), text)
    s, p, o = (_slot(word) for word in written.split())
    return s, p, o


def _slot(word: str) -> Slot:
    if word.startswith("?"):
        return Variable(word)
    if word.isdigit():
        return Literal(word, datatype=XSD.nonNegativeInteger)
    prefix, name = word.split(":")
    return URIRef(_NAMESPACES[prefix][name])


def _rules(text: str) -> dict[str, Rule]:
    lines = [line for line in text.strip().splitlines() if not line.startswith("Table")]
    rows = re.sub(r"\n\s+", " ", "\n".join(lines)).splitlines()
    found = (_rule(*row.split(maxsplit=1)) for row in rows)
    return {rule.name: rule for rule in found}


def _rule(name: str, text: str) -> Rule:
    left, right = text.split(" => ")
    conclusions = () if right == "false" else tuple(right.split(" ; "))
    return Rule(name, tuple(part.strip() for part in left.split(" . ")), conclusions)


RULES: dict[str, Rule] = _rules(_TABLES)
"""Every rule of Tables 4 to 7 and 9 that has premises, by its name."""
