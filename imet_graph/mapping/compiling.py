"""Compiles a mapping.yml to format strings and closures, checking every name it uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from imet_graph.errors import MappingError, SourceError
from imet_graph.mapping.checking import Checker, Condition
from imet_graph.mapping.compiled import Block, CompiledMapping, SubjectMapping
from imet_graph.mapping.templates import Columns, Template, constant, iri_template, literal_template
from imet_graph.mapping.values import compile_values
from imet_graph.mapping.vocabulary import CLASS, DATATYPE_PROPERTY, OBJECT_PROPERTY
from imet_graph.reading import ColumnEntry
from imet_graph.reading.findings import load_yaml, summary
from imet_graph.reading.records import shown
from imet_graph.resources import display_path

__all__ = ["compile_mapping"]

_LAYERS = ("curated", "figures")
_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_Conditions = tuple[Condition, ...]
_Blocks = dict[_Conditions, Block]


def compile_mapping(path: Path, columns: dict[str, ColumnEntry]) -> CompiledMapping:
    """Compile a mapping.yml for a table with these columns.

    Raises:
        MappingError: it is no YAML, has an unknown key, column, prefix or datatype, or uses a term
            that the ontology does not declare. Everything that is wrong is reported at once.
    """
    checker = Checker(display_path(path))
    top = checker.record(_load(path), "", "layer mappings", "values")
    if top and top.get("layer") not in _LAYERS:
        checker.fault("layer", repr(top.get("layer")), f"one of {', '.join(_LAYERS)}")
    names, computations = compile_values(checker, top.get("values", {}), columns)
    compiler = _Compiler(checker, Columns(tuple(names), columns))
    subjects = tuple(compiler.subjects(top.get("mappings", {})))
    if checker.findings:
        raise MappingError(summary(checker.findings), checker.findings)
    return CompiledMapping(top["layer"], tuple(names), tuple(computations), subjects)


def _load(path: Path) -> Any:
    try:
        return load_yaml(path)
    except SourceError as error:
        raise MappingError(str(error), error.findings) from error


def _text(value: Any) -> str:
    """A scalar of YAML as it was meant: `true` is no Python `True`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Compiler:
    """Turns subjects and their predicate-object lists into blocks of lines."""

    def __init__(self, checker: Checker, columns: Columns) -> None:
        self.checker = checker
        self.columns = columns

    def subjects(self, mappings: Any) -> list[SubjectMapping]:
        if not isinstance(mappings, dict) or not mappings:
            self.checker.fault("mappings", shown(mappings), "mappings, each with a name")
            return []
        return [self._subject(f"mappings.{name}", each) for name, each in mappings.items()]

    def _subject(self, key: str, value: Any) -> SubjectMapping:
        record = self.checker.record(value, key, "subject po", "when once")
        text = _text(record.get("subject", ""))
        template = iri_template(self.checker, text, f"{key}.subject", self.columns, subject=True)
        blocks: _Blocks = {}
        self._objects(f"{key}.po", record.get("po"), (), blocks)
        condition = self._condition(record, key)
        once = self.checker.flag(record, "once", key)
        return SubjectMapping(template, condition, once, tuple(blocks.values()))

    def _condition(self, record: dict[str, Any], key: str) -> Condition | None:
        if "when" not in record:
            return None
        columns = self.columns
        types = {name: column.type for name, column in columns.entries.items()}
        return self.checker.condition(record["when"], f"{key}.when", columns.names, types)

    def _objects(self, key: str, value: Any, conditions: _Conditions, blocks: _Blocks) -> None:
        if not isinstance(value, list) or not value:
            self.checker.fault(key, shown(value), "a list of predicates and objects")
            return
        for number, entry in enumerate(value):
            place = f"{key}.{number}"
            if isinstance(entry, dict):
                record = self.checker.record(entry, place, "po", "when")
                condition = self._condition(record, place)
                inner = conditions if condition is None else (*conditions, condition)
                self._objects(f"{place}.po", record.get("po"), inner, blocks)
            else:
                self._triple(place, entry, conditions, blocks)

    def _triple(self, key: str, entry: Any, conditions: _Conditions, blocks: _Blocks) -> None:
        if not isinstance(entry, list) or len(entry) not in {2, 3}:
            expected = "[predicate, thing] or [predicate, text, datatype or language]"
            self.checker.fault(key, shown(entry), expected)
            return
        predicate, value = self._predicate_and_object(key, [_text(part) for part in entry])
        optional = sorted({slot.place for slot in value.slots} - self.columns.required())
        needed = (*conditions, *(Condition(place, bool) for place in optional))
        block = blocks.setdefault(needed, Block(needed))
        block.lines.append(f"{predicate} {value.text} .")
        block.slots.append(value.slots)

    def _predicate_and_object(self, key: str, entry: list[str]) -> tuple[str, Template]:
        if entry[0] == "a":
            return _RDF_TYPE, Template(constant(f"<{self.checker.term(entry[1], key, CLASS)}>"))
        if len(entry) == 3:
            iri = self.checker.term(entry[0], key, DATATYPE_PROPERTY)
            value = literal_template(self.checker, entry[1], entry[2], key, self.columns)
        else:
            iri = self.checker.term(entry[0], key, OBJECT_PROPERTY)
            value = iri_template(self.checker, entry[1], key, self.columns)
        return constant(f"<{iri}>"), value
