"""The register: what became of each row of the research record, and what stayed out and why."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from imet_graph.errors import Finding
from imet_graph.namespaces import expand
from imet_graph.reading.findings import read_bytes, refuse, to_text
from imet_graph.resources import data_dir, display_path

__all__ = ["Entry", "left_out", "missing", "read_register"]

_HEADER = ["row", "node", "reason"]
_SUBJECTS = {
    "laws": "Law",
    "bodies": "Bodies and schools",
    "events": "Events in countries",
    "figures": "Figures, evaluations and criticism",
    "lists": "Actions under the Child Soldiers Prevention Act",
    "contradictions": "Contradictions",
}


@dataclass(frozen=True)
class Entry:
    """One line of the register.

    Args:
        subject: name of the file without suffix.
        row: number of the row in the research record.
        node: prefixed name of a thing that the row became; empty where it became none.
        reason: what stayed out and why; may be empty beside a node.
        file: the file, as messages show it.
        line: line of the file.
    """

    subject: str
    row: str
    node: str
    reason: str
    file: str
    line: int


def read_register(folder: Path | None = None) -> list[Entry]:
    """Read every file of the register.

    Args:
        folder: holds CSV files with the columns row, node, reason; the one that ships unless told
            otherwise.

    Raises:
        SourceError: another header, a line without a row, or with neither node nor reason, or a
            node under an unknown prefix; all of it at once.
    """
    entries: list[Entry] = []
    findings: list[Finding] = []
    for path in sorted((folder or data_dir() / "register").glob("*.csv")):
        file = display_path(path)
        lines = list(csv.reader(io.StringIO(to_text(path, read_bytes(path)), newline="")))
        if not lines or lines[0] != _HEADER:
            found = ",".join(lines[0]) if lines else "an empty file"
            findings.append(Finding(file, 1, "", found, ",".join(_HEADER)))
            continue
        for number, cells in enumerate(lines[1:], start=2):
            if len(cells) != len(_HEADER):
                findings.append(Finding(file, number, "", f"{len(cells)} cells", "3 cells"))
                continue
            entry = Entry(path.stem, cells[0], cells[1], cells[2], file, number)
            findings += _faults(entry)
            entries.append(entry)
    if findings:
        raise refuse(findings)
    return entries


def _faults(entry: Entry) -> Iterable[Finding]:
    if not entry.row:
        yield Finding(entry.file, entry.line, "row", "an empty cell", "the number of a row")
    if not entry.node and not entry.reason:
        yield Finding(entry.file, entry.line, "reason", "an empty cell", "a node or a reason")
    if entry.node:
        try:
            expand(entry.node)
        except ValueError as error:
            yield Finding(entry.file, entry.line, "node", repr(entry.node), str(error))


def missing(entries: Iterable[Entry], store: ox.Store) -> list[Finding]:
    """Nodes that the register names and the graph does not have.

    Args:
        entries: lines of the register.
        store: a finished build.
    """
    return [
        Finding(entry.file, entry.line, "node", entry.node, "a thing of the graph")
        for entry in entries
        if entry.node and not _known(store, str(expand(entry.node)))
    ]


def _known(store: ox.Store, iri: str) -> bool:
    pattern = store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())
    return next(pattern, None) is not None


def left_out(entries: Iterable[Entry]) -> str:
    """Markdown: by subject, how many rows went in, and each row that did not, with its reason.

    Rows that stay out for the same reason share one line.
    """
    rows: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        rows[entry.subject][entry.row].append(entry)
    lines = []
    for subject in sorted(rows, key=[*_SUBJECTS, *sorted(rows)].index):
        out = {
            row: " ".join(entry.reason for entry in each)
            for row, each in rows[subject].items()
            if not any(entry.node for entry in each)
        }
        title = _SUBJECTS.get(subject, subject)
        inside = len(rows[subject]) - len(out)
        lines.append(f"- {title}: {inside} of {len(rows[subject])} rows are in the graph.")
        lines += [f"  - {', '.join(each)}: {reason}" for reason, each in _by_reason(out).items()]
    return "\n".join(lines)


def _by_reason(rows: Mapping[str, str]) -> dict[str, list[str]]:
    """Rows by their reason, runs of numbers shortened: `FU-001 to FU-071`."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for row, reason in rows.items():
        grouped[reason].append(row)
    return {reason: _runs(each) for reason, each in grouped.items()}


def _runs(names: list[str]) -> list[str]:
    runs: list[list[str]] = []
    for name in names:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]


def _follows(one: str, other: str) -> bool:
    head, _, last = one.rpartition("-")
    return bool(head) and last.isdigit() and other == f"{head}-{int(last) + 1:0{len(last)}d}"
