"""Why a description-logic reasoner says something: axioms and facts that suffice for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from imet_graph.errors import OntologyError
from imet_graph.namespaces import compact
from imet_graph.ontology.java import Limits, Outcome, pellet
from imet_graph.ontology.names import is_name
from imet_graph.ontology.printed import refuse_failure

__all__ = ["explain"]

Goal = tuple[URIRef, URIRef, URIRef]
Triple = tuple[Node, Node, Node]

_AXIOM_COLUMN = 5
_TOKEN = re.compile(r"\bE(\d+)E\b")


def explain(view: Graph, goal: Goal | None, limits: Limits | None = None) -> tuple[str, ...]:
    """Ask Pellet for one set of axioms and facts from which a goal follows.

    Pellet says it in names without their namespaces, so each name is numbered on the way in and
    read back on the way out. Each axiom and fact it gives for a goal is needed. Why all is
    inconsistent it finds by tracing its own steps, which leaves out inverses and sub-properties on
    the way.

    Args:
        view: what the reasoner is given.
        goal: a sub-class, a type or an object property value; `owl:Nothing` as super-class asks
            why a class has no members; None asks why all is inconsistent.
        limits: memory and time of the run.

    Returns:
        The axioms and facts, with prefixed names, sorted; empty where the goal does not follow.

    Raises:
        OntologyError: Pellet does not start or fails.
    """
    names = _Names(view)
    if goal and not names.know(goal):
        return ()
    numbered = Graph()
    for triple in view:
        numbered.add(names.hide(triple))
    options = ["explain", "--ignore-imports", *_question(names, goal)]
    outcome = pellet(numbered, options, limits or Limits())
    _refuse(outcome)
    return tuple(sorted(names.show(axiom) for axiom in _axioms(outcome.output)))


def _refuse(outcome: Outcome) -> None:
    refuse_failure("Pellet", outcome)
    if "Explanation" not in outcome.output:
        raise OntologyError(f"Pellet printed {outcome.output[:80]!r}; expected an explanation")


class _Names:
    """Numbers for names, and the names back; the same numbers for the same graph."""

    def __init__(self, view: Graph) -> None:
        found = sorted({term for triple in view for term in triple if is_name(term)})
        self._names = [compact(str(name)) for name in found]
        self._hidden: dict[Node, URIRef] = {
            name: URIRef(f"urn:imet-graph:names#E{number}E") for number, name in enumerate(found)
        }

    def know(self, triple: Triple) -> bool:
        """Whether the graph speaks of every name of a triple."""
        return all(term in self._hidden for term in triple if is_name(term))

    def hide(self, triple: Triple) -> Triple:
        """Numbered IRIs instead of names; words of OWL and other terms stay."""
        s, p, o = (self._hidden.get(term, term) for term in triple)
        return s, p, o

    def show(self, text: str) -> str:
        """A text with names instead of numbers."""
        return _TOKEN.sub(lambda match: self._names[int(match[1])], text)


def _question(names: _Names, goal: Goal | None) -> list[str]:
    if goal is None:
        return ["--inconsistent"]
    s, p, o = map(str, names.hide(goal))
    # the other method leaves out inverses and sub-properties on the way
    method = ["--method", "black"]
    if goal[1] == RDFS.subClassOf:
        asked = ["--unsat", s] if goal[2] == OWL.Nothing else ["--subclass", f"{s},{o}"]
    elif goal[1] == RDF.type:
        asked = ["--instance", f"{s},{o}"]
    else:
        asked = ["--property-value", f"{s},{p},{o}"]
    return [*method, *asked]


def _axioms(text: str) -> Iterator[str]:
    """The axioms of the first explanation, an axiom to a line however Pellet breaks it."""
    _, _, body = text.partition("Explanation(s):")
    axiom = ""
    for line in body.splitlines():
        content = line[_AXIOM_COLUMN:]
        if content and not content.startswith(" ") and axiom:
            yield axiom
            axiom = ""
        axiom = f"{axiom} {content.strip()}".strip()
    if axiom:
        yield axiom
