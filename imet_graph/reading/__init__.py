"""Reading stage: files people keep or publish → graphs and tables, or every fault that was found.

Nothing is dropped, guessed or mended on the way. One run reports all faults of all files it was
given, each as a `Finding`, in one `SourceError`.
"""

from imet_graph.reading.entries import (
    BodyEntry,
    CitationEntry,
    ColumnEntry,
    DatasetEntry,
    SourceEntry,
    TableDescription,
)
from imet_graph.reading.lookups import Lookup, find_lookup
from imet_graph.reading.source_file import read_description
from imet_graph.reading.tables import Table, read_table
from imet_graph.reading.turtle import read_turtle, read_turtle_lines

__all__ = [
    "BodyEntry",
    "CitationEntry",
    "ColumnEntry",
    "DatasetEntry",
    "Lookup",
    "SourceEntry",
    "Table",
    "TableDescription",
    "find_lookup",
    "read_description",
    "read_table",
    "read_turtle",
    "read_turtle_lines",
]
