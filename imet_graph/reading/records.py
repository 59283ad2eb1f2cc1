"""Records of YAML files, taken apart strictly: what is missing or left over becomes a finding."""

from __future__ import annotations

from typing import Any

from imet_graph.errors import Finding
from imet_graph.reading.findings import nearest

__all__ = ["Records", "key_path", "shown"]

_LONGEST = 60


def key_path(key: str, name: str) -> str:
    """Path of a key inside another: `columns.name`."""
    return f"{key}.{name}" if key else name


def shown(value: Any) -> str:
    """A value as messages show it."""
    return repr(value)[:_LONGEST]


class Records:
    """Collects what is wrong with one YAML file.

    Args:
        file: the file, as messages show it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def fault(self, key: str, found: str, expected: str) -> None:
        """Note a fault under the key at which it stands."""
        self.findings.append(Finding(self.file, 0, key, found, expected))

    def record(self, value: Any, key: str, required: str, optional: str = "") -> dict[str, Any]:
        """A mapping with these keys and no others; an empty one where it is something else."""
        needed = set(required.split())
        known = needed | set(optional.split())
        if not isinstance(value, dict):
            self.fault(key, shown(value), f"a mapping with {', '.join(sorted(known))}")
            return {}
        for name in sorted(needed - set(value)):
            self.fault(key_path(key, name), "nothing", "a value")
        for name in sorted({str(name) for name in value} - known):
            self.fault(key_path(key, name), "an unknown key", f"one such as {nearest(name, known)}")
        return value

    def flag(self, record: dict[str, Any], name: str, key: str) -> bool:
        """A yes or no that may be left out, which means no."""
        value = record.get(name, False)
        if not isinstance(value, bool):
            self.fault(key_path(key, name), shown(value), "true or false")
        return value is True
