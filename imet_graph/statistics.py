"""Counts of what the graph holds, and the passage of the README that is made from them."""

from __future__ import annotations

import pyoxigraph as ox

from imet_graph import query
from imet_graph.console import readable
from imet_graph.named_query import all_queries
from imet_graph.store import Release

__all__ = ["count", "markdown", "share"]

_VOCABULARY = """
SELECT ?what (COUNT(DISTINCT ?term) AS ?count) WHERE {
  VALUES (?what ?type) {
    ("classes" owl:Class) ("object properties" owl:ObjectProperty)
    ("datatype properties" owl:DatatypeProperty) ("concepts" skos:Concept)
    ("concept schemes" skos:ConceptScheme)
  }
  ?term a ?type .
  FILTER(isIRI(?term) && STRSTARTS(STR(?term), "https://w3id.org/imet-graph/"))
} GROUP BY ?what ORDER BY ?what
"""
_THINGS = """
SELECT ?what (COUNT(?thing) AS ?count) WHERE {
  ?thing a ?class .
  FILTER(STRSTARTS(STR(?class), STR(imet:)) && STRSTARTS(STR(?thing), STR(id:)))
  FILTER NOT EXISTS { GRAPH <https://w3id.org/imet-graph/graph/inferred> { ?thing a ?class } }
  ?class rdfs:label ?what .
} GROUP BY ?what ORDER BY ?what
"""
_VERDICTS = """
SELECT ?what (COUNT(?claim) AS ?count) WHERE {
  ?claim imet:verdict/skos:prefLabel ?what .
} GROUP BY ?what ORDER BY ?what
"""
_STATUS = """
SELECT ?what (COUNT(?thing) AS ?count) WHERE {
  ?thing imet:verificationStatus ?status . ?status skos:prefLabel ?what .
  FILTER NOT EXISTS { ?thing qb:dataSet ?set }
} GROUP BY ?what ORDER BY ?what
"""
_FIGURES = """
SELECT ?what (COUNT(?thing) AS ?count) WHERE {
  ?thing qb:dataSet ?set . ?set rdfs:label ?what .
} GROUP BY ?what ORDER BY ?what
"""


VERIFICATION = "verification status"
"""Title of the table of which `share` gives the shares."""


def count(release: Release) -> dict[str, dict[str, int]]:
    """Count triples, terms, things, verdicts and verification statuses.

    Args:
        release: a finished build.

    Returns:
        Tables by title; each maps what is counted to its number. Things are counted by the class
        their source data gives them, not by the classes that follow. Verification statuses are
        those of all statements but the rows of data sets, which are all read in a data set.

    Graph: `?thing a ?class`, `?claim imet:verdict ?verdict`
    """
    store = release.open()
    vocabulary = _tally(store, _VOCABULARY)
    vocabulary["named queries"] = len(all_queries())
    return {
        "triples": dict(release.manifest["triples"]),
        "vocabulary": dict(sorted(vocabulary.items())),
        "things": _tally(store, _THINGS),
        "verdicts on claims": _tally(store, _VERDICTS),
        VERIFICATION: _tally(store, _STATUS),
        "figures by data set": _tally(store, _FIGURES),
    }


def _tally(store: ox.Store, text: str) -> dict[str, int]:
    prefixed = "PREFIX id: <https://w3id.org/imet-graph/id/>\n" + text
    rows = query.run(store, prefixed).rows
    return {readable(what): int(readable(number)) for what, number in rows}


def markdown(counted: dict[str, dict[str, int]]) -> str:
    """The counts as one Markdown table."""
    lines = ["| | what | count | share |", "|---|---|---:|---:|"]
    for title, tally in counted.items():
        for index, (what, number) in enumerate(tally.items()):
            part = share(tally, what) if title == VERIFICATION else ""
            lines.append(f"| {title if index == 0 else ''} | {what} | {number:,} | {part} |")
    return "\n".join(lines)


def share(tally: dict[str, int], what: str) -> str:
    """The share of one count in its table, in percent with one decimal."""
    return f"{tally[what] / sum(tally.values()):.1%}"
