"""What the command line prints: tables, findings and progress; plain where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table

from imet_graph.errors import ImetGraphError
from imet_graph.namespaces import compact
from imet_graph.query import Answer, Term

__all__ = ["Printer", "readable"]

_PLAIN_WIDTH = 120


def readable(term: Term | None) -> str:
    """A term as a person reads it: prefixed name, text without quotes, empty where unbound."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term or "")


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.endswith(("decimal", "integer"))


class Printer:
    """Writes answers to standard output and messages to standard error."""

    def __init__(self) -> None:
        self.out = self._console(sys.stdout.isatty(), stderr=False)
        self.err = self._console(sys.stderr.isatty(), stderr=True)

    @staticmethod
    def _console(terminal: bool, *, stderr: bool) -> Console:
        width = None if terminal else _PLAIN_WIDTH
        return Console(stderr=stderr, width=width, highlight=False, soft_wrap=False, emoji=False)

    def line(self, text: str) -> None:
        """One line to standard output, never wrapped or styled."""
        self.out.print(text, markup=False, soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table of texts; cells wrap and are never cut."""
        self._table(title, columns, rows, set())

    def answer(self, answer: Answer, title: str = "") -> None:
        """The answer of a query: a table, yes or no, or N-Triples."""
        if answer.kind == "boolean":
            self.line("yes" if answer.boolean else "no")
        elif answer.kind == "graph":
            for triple in answer.triples:
                self.line(f"{triple} .")
        else:
            cells = [[readable(term) for term in row] for row in answer.rows]
            numbers = {i for row in answer.rows for i, term in enumerate(row) if _is_number(term)}
            self._table(title, answer.columns, cells, numbers)
            self.line(f"{len(cells)} rows" if len(cells) != 1 else "1 row")

    def _table(
        self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], right: set[int]
    ) -> None:
        table = Table(title=title or None, title_justify="left", box=box.SIMPLE, pad_edge=False)
        for index, name in enumerate(columns):
            table.add_column(name, overflow="fold", justify="right" if index in right else "left")
        for row in rows:
            table.add_row(*(cell.replace("[", r"\[") for cell in row))
        self.out.print(table)

    def problem(self, error: ImetGraphError) -> None:
        """An error: each finding on a line of its own, then what it comes to."""
        for finding in error.findings:
            self.err.print(f"error: {finding}", markup=False, soft_wrap=True)
        self.err.print(f"error: {error}", markup=False, soft_wrap=True)

    @contextmanager
    def progress(self, text: str) -> Iterator[None]:
        """Show that work goes on; silent where standard error is no terminal."""
        if self.err.is_terminal:
            with self.err.status(text):
                yield
        else:
            yield
