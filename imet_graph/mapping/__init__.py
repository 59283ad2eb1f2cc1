"""Mapping stage: the rows of a table → N-Triples lines, as the mapping.yml beside it says.

A mapping.yml is written in the spirit of YARRRML: templates with `$(column)` for subjects and
objects, predicate-object lists, conditions, lookups. It is compiled once to format strings and
closures, so that a row costs little more than filling them in.
"""

from imet_graph.mapping.compiled import CompiledMapping
from imet_graph.mapping.compiling import compile_mapping
from imet_graph.mapping.mapped import MappedTable, map_table
from imet_graph.mapping.provenance import source_graph

__all__ = ["CompiledMapping", "MappedTable", "compile_mapping", "map_table", "source_graph"]
