"""What an import found, as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from imet_graph.errors import Finding
from imet_graph.importing.comparing import Change
from imet_graph.importing.running import Import

__all__ = ["render_text", "to_json"]


def render_text(done: Import, most: int = 10) -> Iterator[str]:
    """Lines for a person; errors are not among them.

    Args:
        done: the import.
        most: so many rows are shown of those added, changed and withdrawn.
    """
    yield f"{done.file}: {done.lines_read:,} rows read"
    for reason, count in sorted(done.left_out.items()):
        yield f"left out: {count:,} {reason}"
    for correction, lines in done.corrections.items():
        where = f"{lines[0].file}, row {lines[0].number}"
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        column = lines[0].columns.get(correction.column, correction.column)
        change = f"{correction.found!r} -> {correction.correct!r}"
        yield f"corrected: {where}{more}, column {column}: {change}. {correction.reason}"
    for finding in done.warnings:
        yield f"warning: {finding}"
    if not done.readable:
        return
    changes = done.comparison
    for name, rows in (
        ("added", changes.added),
        ("changed", changes.changed),
        ("withdrawn", changes.withdrawn),
    ):
        yield f"{len(rows):,} {name}"
        yield from (f"  {_shown(row)}" for row in rows[:most])
        if len(rows) > most:
            yield f"  and {len(rows) - most:,} more"
    yield f"{done.table}: {done.rows_before:,} rows before, {done.rows_after:,} after"
    if done.written:
        yield (
            f"written; now bring titles, dates and citations in source.yml of {done.table} up to "
            "date, then run imet-graph build"
        )
    elif not changes and not done.errors:
        yield "nothing to write: the table says this already"


def _shown(change: Change) -> str:
    place = f"row {change.row}: " if change.row else ""
    key = ", ".join(change.key)
    if not change.after:
        return f"{place}{key}"
    if not change.before:
        rest = {k: v for k, v in change.after.items() if v and v not in change.key}
        return f"{place}{key}: " + ", ".join(f"{name} {value}" for name, value in rest.items())
    pairs = (f"{name} {old!r} -> {change.after[name]!r}" for name, old in change.before.items())
    return f"{place}{key}: " + ", ".join(pairs)


def to_json(done: Import) -> dict[str, Any]:
    """All that was found, every change included."""
    changes = done.comparison
    return {
        "table": done.table,
        "file": done.file,
        "rows": {"read": done.lines_read, "before": done.rows_before, "after": done.rows_after},
        "left_out": dict(done.left_out),
        "added": _changes(changes.added),
        "changed": _changes(changes.changed),
        "withdrawn": _changes(changes.withdrawn),
        "corrections": [
            {
                "column": correction.column,
                "found": correction.found,
                "correct": correction.correct,
                "reason": correction.reason,
                "rows": [{"file": line.file, "row": line.number} for line in lines],
            }
            for correction, lines in done.corrections.items()
        ],
        "warnings": [_finding(finding) for finding in done.warnings],
        "errors": [_finding(finding) for finding in done.errors],
        "written": done.written,
    }


def _changes(changes: Sequence[Change]) -> list[Mapping[str, Any]]:
    return [
        {
            "key": list(change.key),
            "row": change.row,
            "before": dict(change.before),
            "after": dict(change.after),
        }
        for change in changes
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    return dict(vars(finding))
