"""Exporting: one thing or the whole graph → a document, with the same bytes on every run."""

from __future__ import annotations

from imet_graph.exporting.files import export, thing_quads, whole_quads, write_whole
from imet_graph.exporting.formats import FORMATS, Format, format_named, format_of_path, serialize

__all__ = [
    "FORMATS",
    "Format",
    "export",
    "format_named",
    "format_of_path",
    "serialize",
    "thing_quads",
    "whole_quads",
    "write_whole",
]
