"""The relational layer: graphs as columns of numbers, on which reasoning and validation run."""

from imet_graph.relational.coding import CodedGraph, parse_term

__all__ = ["CodedGraph", "parse_term"]
