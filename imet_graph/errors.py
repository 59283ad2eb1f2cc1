"""Errors, one branch per stage.

ImetGraphError
├── SourceError         a file that should be read is missing, broken or holds bad rows
├── MappingError        a mapping.yml does not fit its table or the ontology
├── OntologyError       the ontology leaves its profile or has an unsatisfiable class
├── InconsistencyError  facts and axioms contradict one another
├── ValidationError     the graph violates its shapes or a hygiene rule
├── StoreError          a store cannot be written, found or opened
├── ExportError         a document cannot be written
└── QueryError          a query, its parameters or its header are wrong
    └── QueryTimeoutError   the deadline passed and the work was stopped
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "ExportError",
    "Finding",
    "ImetGraphError",
    "InconsistencyError",
    "MappingError",
    "OntologyError",
    "QueryError",
    "QueryTimeoutError",
    "SourceError",
    "StoreError",
    "ValidationError",
]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, and where.

    Args:
        file: the file, as the reader knows it (relative to the project where it can be).
        row: line or row number, counted from 1 with the header as row 1; 0 where there is none.
        column: column, property or key; empty where there is none.
        found: what stands there.
        expected: what should stand there, or how to mend it.
    """

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        """One line: file, row, column, found, expected."""
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        line = f"{', '.join(place)}: found {self.found}; expected {self.expected}"
        return " ".join(line.split())


class ImetGraphError(Exception):
    """Root of every error this package raises on purpose.

    Args:
        message: one line that says what, where, what was expected.
        findings: all that was found wrong in one run, sorted; may be empty.
    """

    def __init__(self, message: str = "", findings: Iterable[Finding] = ()) -> None:
        self.findings = tuple(sorted(findings))
        if not message:
            message = f"{len(self.findings)} findings" if self.findings else type(self).__name__
        super().__init__(" ".join(message.split()))


class SourceError(ImetGraphError):
    """A file that should be read is missing, broken or holds bad rows."""


class MappingError(ImetGraphError):
    """A mapping.yml does not fit its table or the ontology."""


class OntologyError(ImetGraphError):
    """The ontology leaves its profile or has an unsatisfiable class."""


class InconsistencyError(ImetGraphError):
    """Facts and axioms contradict one another.

    Args:
        message: one line.
        findings: a line for each contradiction.
        contradictions: each as the reasoner gives it, with proof and smallest set of causes.
    """

    def __init__(
        self,
        message: str = "",
        findings: Iterable[Finding] = (),
        contradictions: Iterable[object] = (),
    ) -> None:
        self.contradictions = tuple(contradictions)
        super().__init__(message, findings)


class ValidationError(ImetGraphError):
    """The graph violates its shapes or a hygiene rule."""


class StoreError(ImetGraphError):
    """A store cannot be written, found or opened."""


class ExportError(ImetGraphError):
    """A document cannot be written."""


class QueryError(ImetGraphError):
    """A query, its parameters or its header are wrong."""


class QueryTimeoutError(QueryError):
    """The deadline passed and the work was stopped."""
