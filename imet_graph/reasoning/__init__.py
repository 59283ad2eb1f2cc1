"""Reasoning stage: facts and axioms → what follows by OWL 2 RL and by rule files, and why."""

from imet_graph.reasoning.closure import Closure, closure, reason
from imet_graph.reasoning.contradictions import Contradiction
from imet_graph.reasoning.keeping import keep, recall
from imet_graph.reasoning.proof import Proof
from imet_graph.reasoning.rule_files import RuleFile, load_rules
from imet_graph.reasoning.view import reasoning_view

__all__ = [
    "Closure",
    "Contradiction",
    "Proof",
    "RuleFile",
    "closure",
    "keep",
    "load_rules",
    "reason",
    "reasoning_view",
    "recall",
]
