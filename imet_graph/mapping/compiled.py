"""A compiled mapping: blocks of lines with holes, and how they are filled from a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from imet_graph.errors import Finding, MappingError
from imet_graph.mapping.checking import Condition
from imet_graph.mapping.forms import FORMS
from imet_graph.mapping.templates import Slot, Template
from imet_graph.mapping.values import Computation
from imet_graph.reading.findings import summary

__all__ = ["Block", "CompiledMapping", "SubjectMapping"]

_FIRST_ROW = 2
_Run = Callable[[list[str]], list[str]]


@dataclass
class Block:
    """Lines that a row has or has not together.

    Args:
        conditions: all must hold.
        lines: N-Triples without their subject, with `%s` for each slot.
        slots: the slots of each line, in order.
    """

    conditions: tuple[Condition, ...]
    lines: list[str] = field(default_factory=list)
    slots: list[tuple[Slot, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class SubjectMapping:
    """All that a row says of one subject; `once` for subjects that many rows share."""

    template: Template
    condition: Condition | None
    once: bool
    blocks: tuple[Block, ...]

    def slots(self) -> list[Slot]:
        """Every slot once, those of the subject first."""
        used = [slot for block in self.blocks for line in block.slots for slot in line]
        return list(dict.fromkeys([*self.template.slots, *used]))

    def compile(self) -> _Run:
        """The function that turns the cells of a row into lines; it remembers subjects seen.

        Rows for which the same conditions hold have the same lines: their format string is put
        together once, and a row is filled in with one format operation.
        """
        slots = self.slots()
        forms = [(FORMS[slot.form], slot.place) for slot in slots]
        tests = list(dict.fromkeys(test for block in self.blocks for test in block.conditions))
        pairs = [(test.test, test.place) for test in tests]
        fillers: dict[tuple[bool, ...], _Run] = {}
        subject, own = self.template.text, [slots.index(slot) for slot in self.template.slots]
        seen: set[str] = set()

        def run(cells: list[str]) -> list[str]:
            if self.condition and not self.condition.test(cells[self.condition.place]):
                return []
            made = [form(cells[place]) for form, place in forms]
            made.append(subject % tuple([made[place] for place in own]))
            if self.once:
                if made[-1] in seen:
                    return []
                seen.add(made[-1])
            holds = tuple([test(cells[place]) for test, place in pairs])
            if holds not in fillers:
                fillers[holds] = self._filler(dict(zip(tests, holds, strict=True)), slots)
            return fillers[holds](made)

        return run

    def _filler(self, holds: dict[Condition, bool], slots: list[Slot]) -> _Run:
        blocks = [block for block in self.blocks if all(holds[c] for c in block.conditions)]
        text = "\n".join(f"%s {line}" for block in blocks for line in block.lines)
        places: list[int] = []
        for line in (line for block in blocks for line in block.slots):
            places += [len(slots), *(slots.index(slot) for slot in line)]
        if not places:
            return lambda made: []
        pick = itemgetter(*places)
        return lambda made: (text % pick(made)).split("\n")


@dataclass(frozen=True)
class CompiledMapping:
    """A mapping.yml, ready to run.

    Args:
        layer: `curated` for things and what is said of them, `figures` for rows of numbers.
        names: columns of the table and the values computed from them.
        computations: one for each value that is no column, to be run in order.
        subjects: what a row says, subject by subject.
    """

    layer: str
    names: tuple[str, ...]
    computations: tuple[Computation, ...]
    subjects: tuple[SubjectMapping, ...]

    def lines(self, rows: Iterable[Sequence[str]], file: str) -> Iterator[str]:
        """Map rows to canonical N-Triples lines, without line breaks, one row after the other.

        Args:
            rows: cells in the order of the columns.
            file: where the rows come from, for messages.

        Raises:
            MappingError: after the last row, if any held a text of which no IRI or literal of the
                wanted kind can be made.
        """
        findings: list[Finding] = []
        runs = [(subject, subject.compile()) for subject in self.subjects]
        for number, row in enumerate(rows, start=_FIRST_ROW):
            cells = list(row)
            for computation in self.computations:
                cells.append(computation(cells))
            for subject, run in runs:
                try:
                    yield from run(cells)
                except ValueError:
                    bad = list(self._bad_cells(subject, cells, file, number))
                    if not bad:
                        raise
                    findings += bad
        if findings:
            raise MappingError(summary(findings), findings)

    def _bad_cells(
        self, subject: SubjectMapping, cells: list[str], file: str, row: int
    ) -> Iterator[Finding]:
        for slot in subject.slots():
            cell = cells[slot.place]
            try:
                FORMS[slot.form](cell)
            except ValueError as error:
                found = repr(cell) if cell else "nothing"
                yield Finding(file, row, self.names[slot.place], found, str(error))
