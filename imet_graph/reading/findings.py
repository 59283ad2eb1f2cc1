"""What the readers share: files as text, and many findings as one error."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from imet_graph.errors import Finding, SourceError
from imet_graph.resources import display_path

__all__ = ["load_yaml", "nearest", "read_bytes", "refuse", "summary", "to_text"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        SourceError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise refuse([Finding(display_path(path), 0, "", "no file", "a file there")]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise refuse([Finding(display_path(path), 0, "", reason, "a readable file")]) from error


def to_text(path: Path, raw: bytes) -> str:
    """The content of a file as text.

    Raises:
        SourceError: it is no UTF-8, or begins with a byte order mark.
    """
    if raw.startswith(_BYTE_ORDER_MARK):
        found = Finding(display_path(path), 1, "", "a byte order mark", "UTF-8 without one")
        raise refuse([found])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        byte = f"the byte 0x{raw[error.start]:02X}"
        raise refuse([Finding(display_path(path), row, "", byte, "UTF-8")]) from None


def load_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        SourceError: there is no such file, or it is no YAML.
    """
    try:
        return yaml.safe_load(to_text(path, read_bytes(path)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        found = Finding(display_path(path), line, "", error.problem or str(error), "YAML")
        raise refuse([found]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise refuse([Finding(display_path(path), 0, "", str(error), "YAML")]) from error


def summary(findings: Iterable[Finding]) -> str:
    """One line for one or many findings: the only one, or their number and the first."""
    ordered = sorted(findings)
    if len(ordered) == 1:
        return str(ordered[0])
    return f"{len(ordered)} findings, the first: {ordered[0]}"


def refuse(findings: Iterable[Finding]) -> SourceError:
    """The error that carries these findings; the caller raises it."""
    kept = tuple(findings)
    return SourceError(summary(kept), kept)


def nearest(name: str, known: Iterable[str], count: int = 3) -> str:
    """The known names most like a name, quoted and joined; the first of all if none is like it."""
    ordered = sorted(known)
    near = difflib.get_close_matches(name, ordered, n=count, cutoff=0.5) or ordered[:count]
    return ", ".join(repr(each) for each in near)
