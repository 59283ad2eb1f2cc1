"""An explanation as plain text for terminals and as a value for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rdflib import URIRef
from rdflib.term import Node

from imet_graph.description.rendering import mark_numbers, source_line
from imet_graph.explanation.gather import Explanation, is_axiom
from imet_graph.namespaces import compact
from imet_graph.reasoning import Proof
from imet_graph.reasoning.proof import Triple
from imet_graph.terms import ntriples

__all__ = ["name", "render_text", "to_json"]


def name(term: Node) -> str:
    """A term as a person writes it: prefixed name, IRI or N-Triples."""
    return compact(str(term)) if isinstance(term, URIRef) else ntriples(term)


def _names(triple: Triple) -> str:
    return " ".join(name(term) for term in triple)


def render_text(explanation: Explanation) -> list[str]:
    """The proofs as indented lines, sources last.

    Each conclusion stands above its reasons. The triples that state an axiom are not shown, its
    words are.
    """
    return list(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    for number, proof in enumerate(explanation.proofs, start=1):
        if len(explanation.proofs) > 1:
            yield f"{number} of {len(explanation.proofs)}: {_steps(proof)}"
        yield from _tree(explanation, proof, "")
        yield ""
    if explanation.sources:
        yield "Sources"
        yield from (f"  {source_line(source)}" for source in explanation.sources)


def _steps(proof: Proof) -> str:
    if proof.asserted:
        return "stated"
    return f"{proof.steps} steps" if proof.steps != 1 else "1 step"


def _tree(explanation: Explanation, proof: Proof, indent: str) -> Iterator[str]:
    numbers = mark_numbers(explanation.marks.get(proof.triple, ()))
    stated = ""
    if proof.asserted:
        stated = f"  stated{numbers}" if numbers or not is_axiom(proof.triple) else "  axiom"
    yield f"{indent}{explanation.sentence(proof.triple)}{stated}"
    yield f"{indent}  {_names(proof.triple)}"
    if proof.asserted:
        return
    yield f"{indent}  because {proof.words.rstrip('.')} ({proof.rule})"
    for condition in proof.conditions:
        yield f"{indent}  where {condition}"
    for premise in proof.premises:
        if not (premise.asserted and is_axiom(premise.triple)):
            yield from _tree(explanation, premise, f"{indent}    ")


def to_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as dictionaries, lists, texts and numbers.

    Returns:
        `triple` (three names in N-Triples), `proofs` (each with `triple`, `sentence`, `rule`,
        `axiom`, `conditions`, `premises`, `stated`, `sources`), `sources`.
    """
    return {
        "triple": [ntriples(term) for term in explanation.triple],
        "proofs": [_value(explanation, proof) for proof in explanation.proofs],
        "sources": [asdict(source) for source in explanation.sources],
    }


def _value(explanation: Explanation, proof: Proof) -> dict[str, Any]:
    marks = explanation.marks.get(proof.triple, ())
    return {
        "triple": [ntriples(term) for term in proof.triple],
        "sentence": explanation.sentence(proof.triple),
        "stated": proof.asserted,
        "rule": proof.rule,
        "axiom": proof.words,
        "conditions": list(proof.conditions),
        "premises": [_value(explanation, premise) for premise in proof.premises],
        "sources": [asdict(mark) for mark in marks],
    }
