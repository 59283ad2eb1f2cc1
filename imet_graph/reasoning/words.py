"""Axioms and rules in words, for proofs that people read."""

from __future__ import annotations

from rdflib import Graph

from imet_graph.manchester import manchester
from imet_graph.reasoning.axioms import Axiom

__all__ = ["axiom_in_words"]

_WORDS: dict[str, str] = {
    "cls-oo": "{0} is one of those that make up {1}",
    "prp-spo1": "{0} is a sub-property of {1}",
    "prp-spo2": "{chain} makes {last}",
    "prp-eqp1": "{0} and {1} are equivalent properties",
    "prp-eqp2": "{1} and {0} are equivalent properties",
    "prp-inv1": "{1} is the inverse of {0}",
    "prp-inv2": "{0} is the inverse of {1}",
    "prp-symp": "{0} is symmetric",
    "prp-trp": "{0} is transitive",
    "prp-dom": "whatever has {0} is a {1}",
    "prp-rng": "whatever is a value of {0} is a {1}",
    "prp-fp": "a thing has at most one {0}",
    "prp-ifp": "a thing is {0} of at most one",
    "prp-key": "two {0} that agree in {keys} are the same",
    "prp-irp": "nothing is its own {0}",
    "prp-asyp": "{0} never holds both ways",
    "prp-pdw": "{0} and {1} never hold between the same two things",
    "prp-adp": "{0} and {1} never hold between the same two things",
    "prp-npa1": "it is denied that {0} has {1} {2}",
    "prp-npa2": "it is denied that {0} has {1} {2}",
    "cls-int1": "whatever is {parts} is a {last}",
    "cls-int2": "every {0} is a {1}",
    "cls-uni": "every {0} is a {1}",
    "cls-com": "nothing is both {0} and {1}",
    "cls-svf1": "whatever has a value of {0} that is a {1} is a {2}",
    "cls-svf2": "whatever has a value of {0} is a {1}",
    "cls-avf": "every value of {1} of a {0} is a {2}",
    "cls-hv1": "every {0} has {1} {2}",
    "cls-hv2": "whatever has {0} {1} is a {2}",
    "cls-maxc1": "a {0} has no {1}",
    "cls-maxc2": "a {0} has at most one {1}",
    "cls-maxqc1": "a {0} has no {1} that is a {2}",
    "cls-maxqc2": "a {0} has no {1}",
    "cls-maxqc3": "a {0} has at most one {1} that is a {2}",
    "cls-maxqc4": "a {0} has at most one {1}",
    "cls-nothing2": "nothing is an owl:Nothing",
    "cax-sco": "every {0} is a {1}",
    "cax-eqc1": "{0} and {1} are the same class",
    "cax-eqc2": "{1} and {0} are the same class",
    "cax-dw": "nothing is both {0} and {1}",
    "cax-adc": "nothing is both {0} and {1}",
    "eq-diff1": "what is different is not the same",
    "eq-diff2": "{0} and {1} are different",
    "eq-diff3": "{0} and {1} are different",
    "twice": "{0} is different from every other in a list that names it twice",
    "eq-sym": "what is the same is so both ways",
    "eq-trans": "what is the same as the same is the same",
    "eq-rep-s": "of the same thing the same holds",
    "eq-rep-p": "by the same property the same holds",
    "eq-rep-o": "of the same value the same holds",
    "dt-type2": "a value belongs to the datatypes that contain it",
    "dt-not-type": "a literal has a form and value of its datatype",
    "scm-cls": "a class is a sub-class of itself and of owl:Thing",
    "scm-sco": "a sub-class of a sub-class is a sub-class",
    "scm-eqc1": "equivalent classes are sub-classes of each other",
    "scm-eqc2": "classes that are sub-classes of each other are equivalent",
    "scm-op": "a property is a sub-property of itself",
    "scm-dp": "a property is a sub-property of itself",
    "scm-spo": "a sub-property of a sub-property is a sub-property",
    "scm-eqp1": "equivalent properties are sub-properties of each other",
    "scm-eqp2": "properties that are sub-properties of each other are equivalent",
    "scm-dom1": "what has a class as domain has its super-classes as domains",
    "scm-dom2": "a sub-property has the domains of its super-property",
    "scm-rng1": "what has a class as range has its super-classes as ranges",
    "scm-rng2": "a sub-property has the ranges of its super-property",
    "scm-hv": "a value of a sub-property is a value of its super-property",
    "scm-svf1": "some of a class is some of its super-class",
    "scm-svf2": "some value of a sub-property is some value of its super-property",
    "scm-avf1": "only a class is only its super-class",
    "scm-avf2": "only by a super-property is only by its sub-property",
    "scm-int": "every {0} is a {1}",
    "scm-uni": "every {0} is a {1}",
}


def axiom_in_words(schema: Graph, axiom: Axiom) -> str:
    """What an axiom says.

    Args:
        schema: where class expressions are spelled out.
        axiom: of any rule of OWL 2 RL.

    Returns:
        One sentence without a full stop, with prefixed names.
    """
    pattern = _WORDS[axiom.table if axiom.table == "twice" else axiom.rule]
    if "{" not in pattern:
        return pattern
    names = [manchester(schema, node) for node in axiom.row]
    return pattern.format(
        *names,
        last=names[-1],
        chain=" followed by ".join(names[:-1]),
        parts=" and ".join(f"({name})" if " " in name else name for name in names[:-1]),
        keys=" and ".join(names[1:]),
    )
