"""Finds what ships beside the code, in the wheel and in a checkout, and where builds are kept."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from imet_graph.errors import SourceError

__all__ = ["data_dir", "display_path", "home_dir", "ontology_dir", "queries_dir"]

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def _shipped(name: str) -> Path:
    for place in (_PACKAGE / "_resources" / name, _CHECKOUT / name):
        if place.is_dir():
            return place
    raise SourceError(f"{name}/ is missing; expected it in the installed package or the checkout")


def ontology_dir() -> Path:
    """Folder of the ontology: modules, alignments, concepts, shapes."""
    return _shipped("ontology")


def data_dir() -> Path:
    """Folder of the data: curated Turtle, tables with their mappings, lookups."""
    return _shipped("data")


def queries_dir() -> Path:
    """Folder of the named queries and hygiene rules."""
    return _shipped("queries")


def home_dir() -> Path:
    """Folder in which builds are kept.

    The environment variable IMET_GRAPH_HOME names it; else it is `build/` of a checkout, else the
    user's data folder.
    """
    if named := os.environ.get("IMET_GRAPH_HOME"):
        return Path(named)
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / "build"
    return platformdirs.user_data_path("imet-graph")


def display_path(path: Path) -> str:
    """A path as messages show it: relative to the checkout, package or working folder."""
    resolved = path.resolve()
    for root in (_PACKAGE / "_resources", _CHECKOUT, Path.cwd()):
        if resolved.is_relative_to(root):
            return resolved.relative_to(root).as_posix()
    return str(path)
