"""Reasoning stage: facts and axioms → what follows by OWL 2 RL, with its proof."""

from imet_graph.reasoning.closure import Closure, closure, reason
from imet_graph.reasoning.contradictions import Contradiction
from imet_graph.reasoning.proof import Proof
from imet_graph.reasoning.view import infer, reasoning_view

__all__ = ["Closure", "Contradiction", "Proof", "closure", "infer", "reason", "reasoning_view"]
