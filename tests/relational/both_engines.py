"""The same graph in our relational layer and in Oxigraph, and the same query asked of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node, Variable

from imet_graph.namespaces import PREFIXES
from imet_graph.relational import CodedGraph
from imet_graph.relational.sparql import Relation, solutions, translate
from imet_graph.terms import ntriples

Row = tuple[tuple[str, str], ...]
"""A solution: names and N-Triples of its bound variables, sorted."""

SMALL = {**PREFIXES, "": "urn:x:"}
_PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in SMALL.items())


@dataclass(frozen=True)
class Engines:
    """One graph in two engines."""

    graph: CodedGraph
    store: ox.Store

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> Engines:
        """Take N-Triples lines; Oxigraph writes numbers in canonical form, and ours reads that."""
        text = "\n".join(lines)
        store = ox.Store()
        store.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
        return cls(CodedGraph.from_lines(f"{quad.triple} ." for quad in store), store)

    @classmethod
    def of_turtle(cls, turtle: str) -> Engines:
        """Take Turtle with our prefixes, and `:` for `urn:x:`."""
        store = ox.Store()
        store.load((_PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE)
        return cls.of_lines(f"{quad.triple} ." for quad in store)

    @cached_property
    def rdflib_graph(self) -> Graph:
        """The graph in rdflib, where the two others differ."""
        graph = Graph()
        graph.parse(data="\n".join(f"{quad.triple} ." for quad in self.store), format="nt")
        return graph

    def ours(self, query: str) -> Counter[Row]:
        """Solutions by our translation."""
        return rows(solutions(self.graph, self.translated(query)))

    def translated(self, query: str) -> Relation:
        """Our translation."""
        return translate(self.graph, query, prefixes=SMALL)

    def oxigraph(self, query: str) -> Counter[Row]:
        """Solutions by Oxigraph."""
        found = self.store.query(query, prefixes=SMALL)
        assert isinstance(found, ox.QuerySolutions)
        return oxigraph_rows(found)

    def rdflib(self, query: str) -> Counter[Row]:
        """Solutions by rdflib."""
        found = self.rdflib_graph.query(query, initNs=SMALL)
        return rows(
            {str(name): term for name, term in binding.items()} for binding in found.bindings
        )


def rows(found: Iterable[Mapping[str, Node]]) -> Counter[Row]:
    """Solutions as a multiset that can be compared."""
    return Counter(
        tuple(
            sorted(
                (name, ntriples(term))
                for name, term in row.items()
                if not isinstance(term, Variable)
            )
        )
        for row in found
    )


def oxigraph_rows(found: ox.QuerySolutions) -> Counter[Row]:
    """Oxigraph's solutions as a multiset that can be compared."""
    names = [variable.value for variable in found.variables]
    return Counter(
        tuple(
            sorted(
                (name, str(term)) for name, term in zip(names, row, strict=True) if term is not None
            )
        )
        for row in found
    )
