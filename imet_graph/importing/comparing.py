"""What an import would change: rows of the new edition against those of the present table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from imet_graph.importing.intake import Row

__all__ = ["Change", "Comparison", "compare"]

_Key = tuple[str, ...]
_Cells = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """A row that is added, changed or withdrawn.

    Args:
        key: values of the columns that tell rows apart.
        row: of the published file; 0 for a row that is withdrawn.
        before: cells by column; of a change, only those that differ. Empty for an addition.
        after: likewise; empty for a withdrawal.
    """

    key: _Key
    row: int
    before: _Cells
    after: _Cells


@dataclass(frozen=True)
class Comparison:
    """All that differs, each in the order of the new or of the present table.

    Args:
        added: rows whose key the present table does not have.
        changed: rows with the same key and other cells.
        withdrawn: rows of the present table whose key the new rows do not have.
    """

    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.withdrawn)


def compare(
    columns: tuple[str, ...],
    key: tuple[str, ...],
    present: Mapping[_Key, _Cells],
    rows: Iterable[Row],
    unsure: Iterable[_Key] = (),
) -> Comparison:
    """Compare new rows with the present table by its key.

    Args:
        columns: of the table.
        key: columns that tell rows apart.
        present: rows of the table by key.
        rows: the new rows, each key once.
        unsure: keys of new rows with faults: they count neither as there nor as withdrawn.
    """
    added = []
    changed = []
    seen: set[_Key] = set(unsure)
    for row in rows:
        value = tuple(row.cells[name] for name in key)
        seen.add(value)
        before = present.get(value)
        if before is None:
            added.append(Change(value, row.line.number, {}, dict(row.cells)))
            continue
        differing = [name for name in columns if before[name] != row.cells.get(name, "")]
        if differing:
            old = {name: before[name] for name in differing}
            new = {name: row.cells.get(name, "") for name in differing}
            changed.append(Change(value, row.line.number, old, new))
    withdrawn = (
        Change(value, 0, dict(cells), {}) for value, cells in present.items() if value not in seen
    )
    return Comparison(tuple(added), tuple(changed), tuple(withdrawn))
