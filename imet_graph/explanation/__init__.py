"""Explanation: why a triple holds, from the rule that gave it down to cited sources."""

from imet_graph.explanation.gather import Explanation, explain, parse_node
from imet_graph.explanation.mermaid import to_mermaid
from imet_graph.explanation.provenance import to_prov
from imet_graph.explanation.rendering import render_text, to_json

__all__ = [
    "Explanation",
    "explain",
    "parse_node",
    "render_text",
    "to_json",
    "to_mermaid",
    "to_prov",
]
