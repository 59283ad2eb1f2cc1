"""Importing stage: the next edition of a source, as published → our own tidy table of it.

A published file is read strictly: every row that does not fit is told with its place, and nothing
is guessed. What must be corrected is corrected by a lookup that says why, never by code.
"""

from imet_graph.importing.comparing import Change, Comparison
from imet_graph.importing.rendering import render_text, to_json
from imet_graph.importing.running import TABLES, Import, import_table

__all__ = [
    "TABLES",
    "Change",
    "Comparison",
    "Import",
    "import_table",
    "render_text",
    "to_json",
]
