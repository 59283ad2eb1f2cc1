"""Store stage: N-Triples → a read-only Oxigraph directory, written beside the old one.

A home folder holds releases and one small file, `current`, that names the release in use. A build
writes a new release under a name that ends in `.part`, renames it when it is whole, and then
replaces `current` in one step. A build that dies on the way leaves `current` as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from filelock import FileLock, Timeout

from imet_graph import __version__
from imet_graph.errors import StoreError
from imet_graph.namespaces import INFERRED_GRAPH
from imet_graph.resources import display_path

__all__ = ["ASSERTED", "COLUMNS", "INFERRED", "REPORT", "Release", "current", "fill", "publish"]

ASSERTED = "asserted.nt"
INFERRED = "inferred.nt"
REPORT = "report.ttl"
COLUMNS = "columns"
_MANIFEST = "manifest.json"
_POINTER = "current"


@dataclass(frozen=True)
class Release:
    """One build that is whole: its folder and what its manifest says.

    Args:
        path: folder with the store, the sorted N-Triples and the validation report.
        manifest: version, counts and SHA-256 of each dump.
    """

    path: Path
    manifest: Mapping[str, Any]

    @property
    def columns(self) -> Path:
        """Folder of the closure's tables, for proofs."""
        return self.path / COLUMNS

    def open(self) -> ox.Store:
        """Open the store for reading.

        Returns:
            A store that refuses updates; asserted and inferred triples in the default graph,
            inferred triples again in `graph/inferred`.

        Raises:
            StoreError: the folder is damaged.
        """
        try:
            return ox.Store.read_only(str(self.path / "store"))
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"{display_path(self.path)}: the store does not open ({error}); "
                "expected a whole one, run imet-graph build"
            ) from error


def current(home: Path) -> Release:
    """The release in use.

    Args:
        home: folder that holds the releases.

    Raises:
        StoreError: nothing was built there yet, or the pointer or manifest is damaged.
    """
    try:
        name = (home / _POINTER).read_text(encoding="utf-8").strip()
        text = (home / name / _MANIFEST).read_text(encoding="utf-8")
        return Release(home / name, json.loads(text))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{display_path(home)}: no finished build; expected one, run imet-graph build"
        ) from error


def publish(
    home: Path,
    asserted: Iterable[str],
    inferred: Iterable[str],
    report: str,
    manifest: Mapping[str, Any],
    beside: Callable[[Path], None] | None = None,
) -> Release:
    """Write a release beside the others and make it the one in use.

    Args:
        home: folder that holds the releases; made where it is missing.
        asserted: canonical N-Triples lines; sorted and freed of duplicates here.
        inferred: the same, of triples that are not asserted.
        report: the validation report, as Turtle.
        manifest: facts about the build; version, counts and hashes are added.
        beside: writes the tables of the closure into the folder it is given.

    Returns:
        The new release.

    Raises:
        StoreError: the disk is full or not writable, or another build is running. What was in use
            before is untouched.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with _only_builder(home):
            _sweep(home, keep={_pointed(home)})
            part = Path(tempfile.mkdtemp(prefix="release-", suffix=".part", dir=home))
            lines = sorted(set(asserted)), sorted(set(inferred))
            _write(part, *lines, report, manifest, beside or (lambda folder: None))
            release = part.with_suffix("")
            part.rename(release)
            previous = _pointed(home)
            _point(home, release.name)
            _sweep(home, keep={release.name, previous})
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"{display_path(home)}: cannot write the store ({reason}); "
            "expected room and permission there; the store in use is unchanged"
        ) from error
    return current(home)


@contextmanager
def _only_builder(home: Path) -> Iterator[None]:
    try:
        with FileLock(home / "build.lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreError(f"{display_path(home)}: another build is running there") from error


def _pointed(home: Path) -> str:
    pointer = home / _POINTER
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""


def _point(home: Path, name: str) -> None:
    beside = home / f"{_POINTER}.part"
    with beside.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(home / _POINTER)


def _sweep(home: Path, keep: set[str]) -> None:
    for folder in sorted(home.glob("release-*")):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _write(
    part: Path,
    asserted: list[str],
    inferred: list[str],
    report: str,
    manifest: Mapping[str, Any],
    beside: Callable[[Path], None],
) -> None:
    try:
        hashes = {
            name: _write_text(part / name, text)
            for name, text in (
                (ASSERTED, _document(asserted)),
                (INFERRED, _document(inferred)),
                (REPORT, report),
            )
        }
        _load(part, asserted, inferred)
        beside(part / COLUMNS)
        hashes |= {
            f"{COLUMNS}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((part / COLUMNS).glob("*"))
        }
        counts = {"asserted": len(asserted), "inferred": len(inferred)}
        whole = {"version": __version__, "triples": counts, **manifest, "sha256": hashes}
        _write_text(part / _MANIFEST, json.dumps(whole, indent=2, sort_keys=True) + "\n")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _document(lines: list[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""


def _write_text(path: Path, text: str) -> str:
    raw = text.encode()
    path.write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def _load(part: Path, asserted: list[str], inferred: list[str]) -> None:
    store = ox.Store(str(part / "store"))
    fill(store, asserted, inferred)
    store.optimize()
    store.flush()


def fill(store: ox.Store, asserted: Iterable[str], inferred: Iterable[str]) -> None:
    """Load triples into a store, inferred ones into both graphs.

    The bulk loader renames blank nodes, so triples with one are added with their labels kept: the
    store then holds exactly what the lines say.

    Args:
        store: an open, writable store.
        asserted: canonical N-Triples lines.
        inferred: the same; they go to the default graph and to `graph/inferred`.
    """
    nt = ox.RdfFormat.N_TRIPLES
    lines = set(asserted)
    blank = {line for line in lines if line.startswith("_:") or " _:" in line}
    store.bulk_extend(ox.parse(_document(sorted(blank)), format=nt))
    store.bulk_load(_document(sorted(lines - blank)), format=nt)
    added = _document(sorted(inferred))
    store.bulk_load(added, format=nt)
    store.bulk_load(added, format=nt, to_graph=ox.NamedNode(str(INFERRED_GRAPH)))
