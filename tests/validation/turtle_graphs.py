"""Turtle for tests, with the prefixes that they use."""

from __future__ import annotations

from rdflib import Graph, Namespace

EX = Namespace("https://example.org/")
PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def graph(turtle: str) -> Graph:
    """A graph of some Turtle."""
    return Graph().parse(data=PREFIXES + turtle, format="turtle")
