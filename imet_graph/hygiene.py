"""Hygiene rules: SPARQL queries of which every row is a finding; part of the validate stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from rdflib import URIRef
from rdflib.term import Node

from imet_graph.errors import Finding, QueryError
from imet_graph.named_query import read_header
from imet_graph.namespaces import PREFIXES, compact
from imet_graph.relational import CodedGraph
from imet_graph.relational.sparql import solutions, translate
from imet_graph.resources import display_path, queries_dir

__all__ = ["LEVELS", "Offence", "Rule", "count_by_level", "findings", "inspect", "rules"]

LEVELS = ("error", "warn", "info")
_COLUMNS = ["entity", "property", "value"]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Args:
        name: file name without `.rq`.
        level: error (stops a build), warn or info, as the profile sets it.
        problem: what a row means.
        solution: how to mend it.
        text: the query; binds ?entity ?property ?value.
    """

    name: str
    level: str
    problem: str
    solution: str
    text: str


@dataclass(frozen=True)
class Offence:
    """One row of a rule: entity, property and value as readable text."""

    rule: Rule
    entity: str
    property: str
    value: str


def rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Every rule, with the level that `profile.yml` gives it.

    Raises:
        QueryError: a rule lacks its header, or the profile and the rules name different things.
    """
    folder = folder or queries_dir() / "hygiene"
    profile = yaml.safe_load((folder / "profile.yml").read_text(encoding="utf-8"))
    levels: dict[str, str] = profile["rules"]
    paths = sorted(folder.glob("*.rq"))
    if odd := set(levels) ^ {path.stem for path in paths}:
        raise QueryError(
            f"{display_path(folder / 'profile.yml')}: {', '.join(sorted(odd))} is a rule or a "
            "level only; expected one level for each rule"
        )
    return tuple(_rule(path, levels[path.stem]) for path in paths)


def _rule(path: Path, level: str) -> Rule:
    text = path.read_text(encoding="utf-8")
    header = read_header(path, text)
    try:
        if level not in LEVELS:
            raise KeyError(level)
        return Rule(path.stem, level, header["description"], header["solution"], text)
    except KeyError as error:
        raise QueryError(
            f"{display_path(path)}: {error} is missing or unknown; expected description and "
            f"solution in the header and a level of {', '.join(LEVELS)}"
        ) from error


def inspect(graph: CodedGraph, chosen: Iterable[Rule] | None = None) -> list[Offence]:
    """Run the rules over a graph.

    Args:
        graph: ontology, concepts and data together.
        chosen: the rules to run; all that ship unless told otherwise.

    Returns:
        Every row of every rule, in the order of rule and row.

    Raises:
        QueryError: a rule is no SELECT query or does not bind ?entity ?property ?value.
    """
    found = []
    for rule in rules() if chosen is None else chosen:
        try:
            relation = translate(graph, rule.text, prefixes=PREFIXES)
        except QueryError as error:
            raise QueryError(f"hygiene rule {rule.name}: {error}") from error
        if list(relation.columns) != _COLUMNS:
            raise QueryError(f"hygiene rule {rule.name}: expected ?entity ?property ?value")
        rows = [
            tuple(_readable(row.get(name)) for name in _COLUMNS)
            for row in solutions(graph, relation)
        ]
        found += [Offence(rule, *row) for row in sorted(rows)]
    return found


def _readable(term: Node | None) -> str:
    if isinstance(term, URIRef):
        return compact(str(term))
    return "" if term is None else str(term)


def count_by_level(offences: Iterable[Offence]) -> dict[str, int]:
    """Number of rows by level; every level is named, also those without any."""
    counted = Counter(offence.rule.level for offence in offences)
    return {level: counted[level] for level in LEVELS}


def findings(offences: Iterable[Offence], level: str = "error") -> list[Finding]:
    """The rows of one level as findings: rule, entity, property, value and solution."""
    return [
        Finding(
            f"queries/hygiene/{offence.rule.name}.rq",
            0,
            offence.property,
            f"{offence.entity} {offence.value}".strip() + f" ({offence.rule.problem})",
            offence.rule.solution,
        )
        for offence in offences
        if offence.rule.level == level
    ]
