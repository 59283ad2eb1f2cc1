"""Maps the table of a folder: its sources, then its rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from imet_graph.errors import Finding, MappingError
from imet_graph.mapping.checking import Checker
from imet_graph.mapping.compiling import compile_mapping
from imet_graph.mapping.provenance import source_graph
from imet_graph.reading import read_table
from imet_graph.reading.findings import summary
from imet_graph.terms import ntriples_lines

__all__ = ["MappedTable", "map_table"]

MAPPING_FILE = "mapping.yml"


@dataclass(frozen=True)
class MappedTable:
    """What a table says.

    Args:
        name: name of its folder.
        layer: `curated` for things and what is said of them, `figures` for rows of numbers.
        lines: canonical N-Triples, a triple each, without line breaks; the sources first, then the
            rows in their order.
        warnings: what is odd about the table but no error.
    """

    name: str
    layer: str
    lines: list[str]
    warnings: tuple[Finding, ...] = ()


def map_table(folder: Path) -> MappedTable:
    """Read and map the table of a folder.

    Args:
        folder: holds source.yml, the CSV it names, and mapping.yml.

    Raises:
        SourceError: source.yml or the CSV is wrong.
        MappingError: mapping.yml does not fit the table or the ontology, or a cell cannot become
            what the mapping wants of it.
    """
    table = read_table(folder)
    mapping = compile_mapping(folder / MAPPING_FILE, table.description.columns)
    checker = Checker(table.description.file)
    sources = source_graph(checker, table.description)
    if checker.findings:
        raise MappingError(summary(checker.findings), checker.findings)
    lines = [*ntriples_lines(sources), *mapping.lines(table.rows, table.file)]
    return MappedTable(folder.name, mapping.layer, lines, table.warnings)
