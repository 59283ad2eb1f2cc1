"""Values of a row: its cells, and what a mapping.yml computes from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imet_graph.errors import SourceError
from imet_graph.iri import slug
from imet_graph.mapping.checking import Checker
from imet_graph.reading import ColumnEntry, find_lookup
from imet_graph.reading.records import shown

__all__ = ["Computation", "compile_values"]

Computation = Callable[[list[str]], str]
_FUNCTIONS = ("lookup", "first_of", "lower", "slug")


def compile_values(
    checker: Checker, entries: Any, columns: dict[str, ColumnEntry]
) -> tuple[list[str], list[Computation]]:
    """Compile the `values` of a mapping.yml.

    Args:
        checker: collects what is wrong.
        entries: by name, each one of `{lookup: name, of: column, year: column}`,
            `{first_of: [value, …]}` (the first that is not empty), `{lower: value}`,
            `{slug: value}`; a value may use those above it.
        columns: columns of the table.

    Returns:
        The names of columns and values, and a function for each value, to be run in that order,
        each on the cells so far.
    """
    names = list(columns)
    computations: list[Computation] = []
    if not isinstance(entries, dict):
        checker.fault("values", shown(entries), "values, each with a name")
        return names, computations
    for name, entry in entries.items():
        key = f"values.{name}"
        if name in names:
            checker.fault(key, "a name that is taken", "a name of its own")
        record = checker.record(entry, key, "", "lookup of year first_of lower slug")
        chosen = [function for function in _FUNCTIONS if function in record]
        if len(chosen) != 1:
            checker.fault(key, f"{len(chosen)} functions", f"one of {', '.join(_FUNCTIONS)}")
            continue
        computations.append(_compile(checker, key, chosen[0], record, names, columns))
        names.append(name)
    return names, computations


def _compile(
    checker: Checker,
    key: str,
    function: str,
    record: dict[str, Any],
    names: list[str],
    columns: dict[str, ColumnEntry],
) -> Computation:
    if function == "lookup":
        return _lookup(checker, key, record, names, columns)
    if function == "first_of":
        given = record["first_of"] if isinstance(record["first_of"], list) else []
        places = [checker.place(name, key, names) for name in given]
        return lambda cells: next((cells[place] for place in places if cells[place]), "")
    place = checker.place(record[function], key, names)
    if function == "lower":
        return lambda cells: cells[place].lower()
    return lambda cells: slug(cells[place])


def _lookup(
    checker: Checker,
    key: str,
    record: dict[str, Any],
    names: list[str],
    columns: dict[str, ColumnEntry],
) -> Computation:
    place = checker.place(record.get("of"), key, names)
    year = checker.place(record["year"], key, names) if "year" in record else -1
    if year >= 0 and getattr(columns.get(names[year]), "type", "") != "fiscal_year":
        checker.fault(f"{key}.year", repr(record["year"]), "a column of type fiscal_year")
    try:
        lookup = find_lookup(str(record["lookup"]))
    except SourceError as error:
        checker.findings += error.findings
        return lambda cells: ""
    memory: dict[tuple[str, str], str] = {}

    def find(cells: list[str]) -> str:
        asked = (cells[place], cells[year] if year >= 0 else "")
        if asked not in memory:
            memory[asked] = lookup.find(*asked)
        return memory[asked]

    return find
