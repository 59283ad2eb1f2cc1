"""A brief as text for terminals, as Markdown, and as a value for JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from imet_graph.briefing.model import Backing, Brief, NumberedSource
from imet_graph.briefing.page import Line, Section, Table
from imet_graph.briefing.pages import page_of

__all__ = ["render_markdown", "render_text", "source_entry", "to_json"]

_SPECIAL = re.compile(r"([\\`*_<>|])")


def to_json(brief: Brief) -> dict[str, Any]:
    """A brief as dictionaries, lists, texts and numbers, in the order of its fields."""
    return asdict(brief)


def render_text(brief: Brief) -> list[str]:
    """A brief as plain text lines, sources last."""
    return list(_text(brief))


def render_markdown(brief: Brief) -> list[str]:
    """A brief as lines of Markdown, sources last."""
    return list(_markdown(brief))


def source_entry(source: NumberedSource) -> str:
    """One source: number, label, publisher, date, locator, address, tier."""
    label = source.source.label if source.source else source.citation.label
    parts = [label, source.publisher, source.published_on, source.locator, source.web_address]
    parts += [source.tier, f"accessed {source.accessed_on}" if source.accessed_on else ""]
    return f"[{source.number}] " + ", ".join(part for part in parts if part)


def _mark(backing: Backing | None) -> str:
    """Numbers of the sources, and the status where it needs saying."""
    if backing is None:
        return ""
    numbers = "".join(f" [{number}]" for number in backing.sources)
    return f"{numbers} ({backing.mark})" if backing.mark else numbers


def _text(brief: Brief) -> Iterator[str]:
    page = page_of(brief)
    yield page.title
    yield page.name
    for section in page.sections:
        yield ""
        yield section.title
        yield from (f"  {text}" for text in section.remarks)
        if section.table:
            yield from (f"  {text}" for text in _aligned(section.table))
        yield from _indented(section.lines, "  ")
    yield ""
    yield "What this brief cannot tell"
    yield from (f"  {text}" for text in page.remarks)
    yield ""
    yield "Sources"
    yield f"  {page.legend}"
    yield from (f"  {source_entry(source)}" for source in page.sources)


def _indented(lines: Iterable[Line], indent: str) -> Iterator[str]:
    for line in lines:
        head = "- " if line.backing else ""
        yield f"{indent}{head}{line.text}{_mark(line.backing)}"
        yield from _indented(line.below, indent + "    ")


def _aligned(table: Table) -> Iterator[str]:
    """A table whose columns line up; the last one holds sources and is never padded."""
    rows = [(*table.columns, "sources")]
    rows += [(*row.cells, _mark(row.backing).strip()) for row in table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = [
            cell.rjust(width) if index in table.right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=False))
        ]
        yield "  ".join([*cells, row[-1]]).rstrip()


def _markdown(brief: Brief) -> Iterator[str]:
    page = page_of(brief)
    yield f"# {_safe(page.title)}"
    yield ""
    yield f"`{page.name}`"
    for section in page.sections:
        yield from _markdown_section(section)
    yield ""
    yield "## What this brief cannot tell"
    yield ""
    yield from (f"- {_safe(text)}" for text in page.remarks)
    yield ""
    yield "## Sources"
    yield ""
    yield _safe(page.legend)
    yield ""
    yield from (f"- {_safe(source_entry(source))}" for source in page.sources)


def _markdown_section(section: Section) -> Iterator[str]:
    yield ""
    yield f"## {_safe(section.title)}"
    for text in section.remarks:
        yield ""
        yield _safe(text)
    if table := section.table:
        yield ""
        yield _cells((*table.columns, "sources"))
        sides = ("---:" if i in table.right else "---" for i in range(len(table.columns)))
        yield f"|{'|'.join([*sides, '---'])}|"
        for row in table.rows:
            yield _cells((*row.cells, _mark(row.backing).strip()))
    if section.lines:
        yield ""
        yield from _bullets(section.lines, "")


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_safe(cell) for cell in cells)} |"


def _bullets(lines: Iterable[Line], indent: str) -> Iterator[str]:
    for line in lines:
        yield f"{indent}- {_safe(line.text)}{_safe(_mark(line.backing))}"
        yield from _bullets(line.below, indent + "  ")


def _safe(text: str) -> str:
    """A text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
