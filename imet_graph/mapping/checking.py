"""Checks of a mapping.yml, shared by its parts: names, prefixes, terms, conditions."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from imet_graph.iri import concept, mint
from imet_graph.mapping.vocabulary import declared_terms
from imet_graph.namespaces import IMET, PREFIXES, SCHEMES, THING_KINDS, expand
from imet_graph.reading.datatypes import year_number
from imet_graph.reading.findings import nearest
from imet_graph.reading.records import Records

__all__ = ["Checker", "Condition"]

_NUMERIC = ("integer", "decimal", "fiscal_year")


@dataclass(frozen=True)
class Condition:
    """A test of one cell: its place in the row, and the test of its text."""

    place: int
    test: Callable[[str], bool]


class Checker(Records):
    """Collects what is wrong with one mapping.yml or source.yml, name by name."""

    def place(self, name: Any, key: str, names: Sequence[str]) -> int:
        """Where a column or value stands among the cells; 0 and a fault where there is none."""
        if isinstance(name, str) and name in names:
            return names.index(name)
        self.fault(key, f"no column or value {name!r}", f"one such as {nearest(str(name), names)}")
        return 0

    def iri(self, name: str, key: str) -> URIRef:
        """The IRI of a prefixed name or `<iri>`, checked against our keys and the ontology."""
        prefix, colon, local = name.partition(":")
        try:
            if colon and prefix in THING_KINDS:
                return mint(prefix, local)
            if colon and prefix in SCHEMES:
                return concept(prefix, local)
            if colon and not name.startswith("<") and prefix not in PREFIXES:
                self.fault(key, f"the unknown prefix {prefix}:", nearest(prefix, PREFIXES))
                return URIRef("")
            return expand(name)
        except ValueError as error:
            said = str(error)
            self.fault(key, repr(name), said.partition("; expected ")[2] or said)
            return URIRef("")

    def term(self, name: str, key: str, kind: str) -> URIRef:
        """The IRI of a class or property; one of ours must be declared as that kind."""
        iri = self.iri(name, key)
        if iri.startswith(str(IMET)):
            terms = declared_terms()
            if iri not in terms:
                like = [f"imet:{term[len(IMET) :]}" for term in terms if terms[term] == kind]
                self.fault(key, f"{name}, which no module declares", nearest(name, like))
            elif terms[iri] != kind:
                self.fault(key, f"{name}, {terms[iri]}", kind)
        return iri

    def condition(
        self, value: Any, key: str, names: Sequence[str], types: dict[str, str]
    ) -> Condition:
        """Compile `{column: name, equals | differs | at_most | at_least | present: …}`."""
        record = self.record(value, key, "column", "equals differs at_most at_least present")
        tests = [name for name in record if name != "column"]
        place = self.place(record.get("column"), key, names)
        if len(tests) != 1:
            self.fault(
                key, f"{len(tests)} tests", "one of equals, differs, at_most, at_least, present"
            )
            return Condition(place, bool)
        wanted = record[tests[0]]
        if tests[0] == "present":
            wanted = self.flag(record, "present", key)
            return Condition(place, bool if wanted else operator.not_)
        if tests[0] == "equals":
            return Condition(place, functools.partial(operator.eq, str(wanted)))
        if tests[0] == "differs":
            return Condition(place, functools.partial(operator.ne, str(wanted)))
        cell_type = types.get(names[place], "")
        return Condition(place, self._comparison(key, tests[0], wanted, cell_type))

    def _comparison(
        self, key: str, test: str, wanted: Any, cell_type: str
    ) -> Callable[[str], bool]:
        if cell_type not in _NUMERIC or not isinstance(wanted, int | float):
            self.fault(key, f"{test} {wanted!r}", "a number, and a column of numbers")
            return bool
        number: Callable[[str], Decimal | int] = Decimal
        if cell_type == "fiscal_year":
            number = year_number
        limit = Decimal(str(wanted))
        compare = operator.le if test == "at_most" else operator.ge
        return functools.cache(lambda cell: bool(cell) and bool(compare(number(cell), limit)))
