"""An explanation as a Mermaid flowchart: facts as boxes, steps as rounded boxes between them."""

from __future__ import annotations

from collections.abc import Iterator

from imet_graph.description.rendering import mark_numbers
from imet_graph.explanation.gather import Explanation, is_axiom
from imet_graph.reasoning import Proof
from imet_graph.reasoning.proof import Triple

__all__ = ["to_mermaid"]

_ESCAPED = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "\n": " "}


def to_mermaid(explanation: Explanation) -> str:
    """The proofs as the text of one flowchart, premises above what follows from them.

    Source: Mermaid, flowchart syntax
    """
    style = "  classDef stated stroke-width:3px"
    return "\n".join(["flowchart TD", style, *_Chart(explanation).lines()]) + "\n"


class _Chart:
    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        self.facts: dict[Triple, str] = {}
        self.steps = 0

    def lines(self) -> Iterator[str]:
        for proof in self.explanation.proofs:
            yield from self._draw(proof)

    def _draw(self, proof: Proof) -> Iterator[str]:
        if proof.triple not in self.facts:
            yield self._fact(proof)
        elif proof is not self.explanation.proofs[-1]:
            return
        if proof.asserted:
            return
        self.steps += 1
        step = f"s{self.steps}"
        yield f'  {step}(["{_safe(proof.words)}<br/>{_safe(proof.rule)}"])'
        for premise in proof.premises:
            if not (premise.asserted and is_axiom(premise.triple)):
                yield from self._draw(premise)
                yield f"  {self.facts[premise.triple]} --> {step}"
        yield f"  {step} --> {self.facts[proof.triple]}"

    def _fact(self, proof: Proof) -> str:
        key = self.facts.setdefault(proof.triple, f"f{len(self.facts) + 1}")
        numbers = mark_numbers(self.explanation.marks.get(proof.triple, ()))
        text = _safe(self.explanation.sentence(proof.triple) + numbers)
        return f'  {key}["{text}"]' + (":::stated" if proof.asserted else "")


def _safe(text: str) -> str:
    for character, escape in _ESCAPED.items():
        text = text.replace(character, escape)
    return text
