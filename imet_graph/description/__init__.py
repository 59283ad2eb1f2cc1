"""Description: one thing → its facts, what points to it, claims and figures, each with sources."""

from __future__ import annotations

from imet_graph.description.document import document_graph
from imet_graph.description.gather import describe
from imet_graph.description.model import (
    ClaimView,
    Description,
    Fact,
    Figure,
    Gap,
    Incoming,
    Link,
    Mark,
    NumberedSource,
    Ref,
    Value,
)
from imet_graph.description.rendering import render_text, to_json

__all__ = [
    "ClaimView",
    "Description",
    "Fact",
    "Figure",
    "Gap",
    "Incoming",
    "Link",
    "Mark",
    "NumberedSource",
    "Ref",
    "Value",
    "describe",
    "document_graph",
    "render_text",
    "to_json",
]
