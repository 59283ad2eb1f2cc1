"""What the command line prints: tables, findings and progress; plain where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Literal

import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from imet_graph.errors import ImetGraphError
from imet_graph.namespaces import compact
from imet_graph.query import Answer, Term

__all__ = ["Printer", "readable"]

_PLAIN_WIDTH = 120
_ROOM = 2
"""A table may be this many times as wide as the screen before it becomes records."""


def readable(term: Term | None) -> str:
    """A term as a person reads it: prefixed name, text without quotes, empty where unbound."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term or "")


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.endswith(("decimal", "integer"))


def _width(rows: Iterable[Sequence[str]]) -> int:
    """Width of a table that wraps nothing, two blanks between columns."""
    return sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True))


def _common_start(above: Sequence[str], row: Sequence[str]) -> int:
    """How many first cells two rows share; the last cell always counts as new."""
    pairs = zip(above, row[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


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
        cells = [list(row) for row in rows]
        if _width([columns, *cells]) > _ROOM * self.out.width:
            self._records(title, columns, cells)
            return
        table = Table(title=title or None, title_justify="left", box=box.SIMPLE, pad_edge=False)
        for index, name in enumerate(columns):
            side: Literal["left", "right"] = "right" if index in right else "left"
            table.add_column(name, overflow="fold", justify=side)
        for row in cells:
            table.add_row(*(Text(cell) for cell in row))
        self.out.print(table)

    def _records(self, title: str, columns: Sequence[str], rows: list[list[str]]) -> None:
        """Rows too wide for a table, one below the other.

        Empty cells are left out, and so are the first cells that repeat those of the row above.
        """
        if title:
            self.out.print(Text(title))
        before: list[str] = []
        for number, row in enumerate(rows, start=1):
            same = _common_start(before, row)
            record = Table(box=None, show_header=False, pad_edge=False)
            record.add_column(justify="right", style="dim", no_wrap=True)
            record.add_column(overflow="fold")
            for name, cell in list(zip(columns, row, strict=True))[same:]:
                if cell:
                    record.add_row(name, Text(cell))
            self.out.print(Text(f"\n{number}"))
            self.out.print(record)
            before = row

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
