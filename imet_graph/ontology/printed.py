"""Reads what HermiT and Pellet print about classes, properties and individuals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rdflib import URIRef
from rdflib.namespace import OWL

from imet_graph.errors import OntologyError
from imet_graph.ontology.java import Outcome

__all__ = ["Printed", "inconsistent", "read_hermit", "read_pellet", "refuse_failure"]

Pair = tuple[str, str]

_EXPRESSION = r"(?:<[^>]+>|ObjectInverseOf\( <[^>]+> \))"
_HERMIT_LINE = re.compile(rf"(\w+)\( ({_EXPRESSION}(?: {_EXPRESSION})*) \)")
_INVERSE = re.compile(r"ObjectInverseOf\( (<[^>]+>) \)")
_PROGRESS = re.compile(r"(Classif|Realiz)\w*ing")
_IGNORED = ("SubDataPropertyOf", "EquivalentDataProperties")


@dataclass
class Printed:
    """Relations as a reasoner printed them; many are direct ones only.

    Args:
        classes: sub-class and super-class, both ways for equivalent ones.
        properties: the same for object properties; `^` before an IRI says its inverse.
        types: individual and class.
        values: subject, property, object.
    """

    classes: set[Pair] = field(default_factory=set)
    properties: set[Pair] = field(default_factory=set)
    types: set[Pair] = field(default_factory=set)
    values: set[tuple[URIRef, URIRef, URIRef]] = field(default_factory=set)


def inconsistent(outcome: Outcome) -> bool:
    """Whether a reasoner stopped because facts and axioms contradict one another."""
    said = outcome.complaints
    return outcome.code != 0 and (
        "InconsistentOntologyException" in said or "Ontology is inconsistent" in said
    )


def refuse_failure(name: str, outcome: Outcome) -> None:
    """Raise where a reasoner failed or says that it left something out.

    Raises:
        OntologyError: in one line, what the reasoner complains of.
    """
    said = [line for line in outcome.complaints.splitlines() if not _PROGRESS.match(line)]
    left_out = next((line for line in said if "Unsupported axiom" in line), "")
    if left_out:
        raise OntologyError(f"{name} leaves an axiom out: {left_out.removeprefix('WARNING: ')}")
    if outcome.code != 0:
        raise OntologyError(f"{name} stopped: {_message(said) or f'exit code {outcome.code}'}")


def _message(lines: Iterable[str]) -> str:
    """What comes before the stack trace, without the name of the thread and the Java package."""
    text = ""
    for line in lines:
        if line.startswith("\tat "):
            break
        text += f" {line.strip()}"
    text = re.sub(r'Exception in thread "\w+"', "", text)
    return re.sub(r"\b(?:\w+\.)+(\w+(?:Exception|Error))\b", r"\1", " ".join(text.split()))


def read_hermit(text: str) -> Printed:
    """Read functional syntax, an axiom a line.

    Raises:
        OntologyError: a line is none that HermiT is known to print.
    """
    found = Printed()
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _HERMIT_LINE.fullmatch(line)
        if not match:
            raise OntologyError(f"HermiT printed {line!r}; expected an axiom")
        _add_axiom(found, match[1], re.findall(_EXPRESSION, match[2]))
    return found


def _add_axiom(found: Printed, kind: str, expressions: list[str]) -> None:
    names = [_name(expression) for expression in expressions]
    if kind in {"SubClassOf", "EquivalentClasses"}:
        found.classes |= _pairs(kind, names)
    elif kind in {"SubObjectPropertyOf", "EquivalentObjectProperties"}:
        pairs = _pairs(kind, names)
        found.properties |= pairs | {(_inverse(a), _inverse(b)) for a, b in pairs}
    elif kind == "Type":
        found.types.add((names[0], names[1]))
    elif kind not in _IGNORED:
        raise OntologyError(f"HermiT printed {kind}; expected relations of classes and properties")


def _pairs(kind: str, names: list[str]) -> set[Pair]:
    if kind.startswith("Sub"):
        return {(names[0], names[1])}
    return {(a, b) for a in names for b in names if a != b}


def _name(expression: str) -> str:
    if match := _INVERSE.fullmatch(expression):
        return f"^{match[1][1:-1]}"
    return expression[1:-1]


def _inverse(name: str) -> str:
    """The name of the inverse; the top and the bottom property are their own."""
    if name in {str(OWL.topObjectProperty), str(OWL.bottomObjectProperty)}:
        return name
    return name[1:] if name.startswith("^") else f"^{name}"


def read_pellet(text: str) -> Printed:
    """Read the tree of classes with their individuals, and the property values below it."""
    found = Printed()
    above: list[tuple[int, list[str]]] = []
    for line in filter(None, map(str.rstrip, text.splitlines())):
        if line.startswith("PROPINST: "):
            s, p, o = line.split()[1:]
            found.values.add((URIRef(s), URIRef(p), URIRef(o)))
        elif line.startswith(" "):
            _add_branch(found, above, line)
    return found


def _add_branch(found: Printed, above: list[tuple[int, list[str]]], line: str) -> None:
    depth = len(line) - len(line.lstrip())
    head, _, members = line.strip().partition(" - ")
    names = head.split(" = ")
    while above and above[-1][0] >= depth:
        above.pop()
    found.classes |= _pairs("Equivalent", names)
    if above:
        found.classes |= {(name, above[-1][1][0]) for name in names}
    found.types |= {(individual, names[0]) for individual in _individuals(members)}
    above.append((depth, names))


def _individuals(members: str) -> Iterator[str]:
    """Individuals with a name; Pellet only counts those without."""
    for member in filter(None, members.strip("()").split(", ")):
        if " " not in member:
            yield member
