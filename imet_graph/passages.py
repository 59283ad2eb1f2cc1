"""Passages of Markdown files that are made from a build, between two marks."""

from __future__ import annotations

import re
from pathlib import Path

from imet_graph.errors import SourceError
from imet_graph.resources import display_path

__all__ = ["passage", "rewrite"]


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: start -->", f"<!-- {name}: end -->"


def passage(path: Path, name: str) -> str:
    """What stands between the marks of a Markdown file.

    Args:
        path: the file.
        name: as in `<!-- name: start -->`.

    Raises:
        SourceError: the file has no such marks.
    """
    start, end = _marks(name)
    text = path.read_text(encoding="utf-8")
    match = re.search(re.escape(start) + "\n(.*?)\n?" + re.escape(end), text, re.DOTALL)
    if not match:
        raise SourceError(f"{display_path(path)}: expected the marks {start} and {end}")
    return match[1]


def rewrite(path: Path, name: str, content: str) -> bool:
    """Rewrite what stands between the marks of a Markdown file.

    Returns:
        Whether the file changed.

    Raises:
        SourceError: the file has no such marks.
    """
    if passage(path, name) == content:
        return False
    start, end = _marks(name)
    text = path.read_text(encoding="utf-8")
    head, tail = text.split(start, 1)[0], text.split(end, 1)[1]
    path.write_text(f"{head}{start}\n{content}\n{end}{tail}", encoding="utf-8")
    return True
