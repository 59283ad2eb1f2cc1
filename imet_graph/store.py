"""Store stage: N-Triples → a read-only Oxigraph directory, written beside the old one.

A home folder holds releases and one small file, `current`, that names the release in use. A build
writes a new release under a name that ends in `.part`, renames it when it is whole, and then
replaces `current` in one step. A build that dies on the way leaves `current` as it was.
"""

from __future__ import annotations

import hashlib
import json
import operator
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from filelock import FileLock, Timeout

from imet_graph import __version__
from imet_graph.errors import StoreError
from imet_graph.namespaces import INFERRED_GRAPH, LINKS_GRAPH
from imet_graph.resources import display_path

__all__ = [
    "ASSERTED",
    "COLUMNS",
    "INFERRED",
    "LINKS",
    "REPORT",
    "Draft",
    "Release",
    "current",
    "drafting",
    "fill",
    "fill_links",
    "publish",
]

ASSERTED = "asserted.nt"
INFERRED = "inferred.nt"
LINKS = "links.nt"
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
            inferred triples again in `graph/inferred`, links to other data sets in `graph/links`.

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


class Draft:
    """A release in the making: its folder, and the thread that loads its store.

    All that touches the store runs in one thread, which leaves the interpreter to others while it
    loads.

    Args:
        home: folder that holds the releases.
        part: folder of the draft.
        asserted: canonical N-Triples lines, sorted.
        links: the same, of links to other data sets.
        worker: runs the loading.
    """

    def __init__(
        self,
        home: Path,
        part: Path,
        asserted: Sequence[str],
        links: Sequence[str],
        worker: ThreadPoolExecutor,
    ) -> None:
        self._home = home
        self._part = part
        self._asserted = asserted
        self._links = links
        self._worker = worker
        self._store: ox.Store | None = None
        self._loading = worker.submit(self._load)

    def publish(
        self,
        inferred: Iterable[str],
        report: str,
        manifest: Mapping[str, Any],
        beside: Callable[[Path], None] | None = None,
    ) -> Release:
        """Finish the release and make it the one in use.

        Args:
            inferred: canonical N-Triples lines of triples that are not asserted.
            report: the validation report, as Turtle.
            manifest: facts about the build; version, counts and hashes are added.
            beside: writes the tables of the closure into the folder it is given.

        Returns:
            The new release.

        Raises:
            StoreError: the disk is full or not writable. What was in use before is untouched.
        """
        lines = _in_order(inferred)
        finishing = self._worker.submit(self._finish, lines)
        with _told(self._home):
            part = self._part
            if beside:
                beside(part / COLUMNS)
            hashes = {
                **self._loading.result(),
                INFERRED: finishing.result(),
                REPORT: _write_text(part / REPORT, report),
                **{
                    f"{COLUMNS}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
                    for path in sorted((part / COLUMNS).glob("*"))
                },
            }
            counts = {"asserted": len(self._asserted), "inferred": len(lines)}
            whole = {
                "version": __version__,
                "triples": counts,
                "links": len(self._links),
                **manifest,
                "sha256": hashes,
            }
            _write_text(part / _MANIFEST, json.dumps(whole, indent=2, sort_keys=True) + "\n")
            release = part.with_suffix("")
            part.rename(release)
            previous = _pointed(self._home)
            _point(self._home, release.name)
            _sweep(self._home, keep={release.name, previous})
        return current(self._home)

    def _load(self) -> dict[str, str]:
        """Write and load the asserted triples and the links; the hashes of their dumps."""
        with _told(self._home):
            written = {ASSERTED: _write_text(self._part / ASSERTED, _document(self._asserted))}
            self._store = ox.Store(str(self._part / "store"))
            fill(self._store, self._asserted, [])
            if self._links:
                written[LINKS] = _write_text(self._part / LINKS, _document(self._links))
                fill_links(self._store, self._links)
            return written

    def _finish(self, inferred: Sequence[str]) -> str:
        """Write and load the inferred triples and close the store; the hash of their dump."""
        self._loading.result()
        with _told(self._home):
            if self._store is not None:
                fill(self._store, [], inferred)
                self._store.optimize()
                self._store.flush()
                self._store = None
            return _write_text(self._part / INFERRED, _document(inferred))


@contextmanager
def drafting(home: Path, asserted: Iterable[str], links: Iterable[str] = ()) -> Iterator[Draft]:
    """Begin a release: its asserted triples are loaded while other work goes on.

    Args:
        home: folder that keeps the releases; made where it is missing.
        asserted: canonical N-Triples lines; sorted and freed of duplicates here.
        links: the same, of links to other data sets; they are no facts and go to `graph/links`.

    Yields:
        The draft; it is thrown away where the block ends without `publish`.

    Raises:
        StoreError: the disk is full or not writable, or another build is running. What was in use
            before is untouched.
    """
    with _told(home):
        home.mkdir(parents=True, exist_ok=True)
    with _only_builder(home):
        with _told(home):
            _sweep(home, keep={_pointed(home)})
            part = Path(tempfile.mkdtemp(prefix="release-", suffix=".part", dir=home))
        try:
            with ThreadPoolExecutor(1, "store") as worker:
                yield Draft(home, part, _in_order(asserted), _in_order(links), worker)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def publish(
    home: Path,
    asserted: Iterable[str],
    inferred: Iterable[str],
    report: str,
    manifest: Mapping[str, Any],
    beside: Callable[[Path], None] | None = None,
    links: Iterable[str] = (),
) -> Release:
    """Write a release beside the others and make it the one in use, in one step.

    Args and errors are those of `drafting` and `Draft.publish`.

    Returns:
        The new release.
    """
    with drafting(home, asserted, links) as draft:
        return draft.publish(inferred, report, manifest, beside)


@contextmanager
def _told(home: Path) -> Iterator[None]:
    """Turn what the system says of the disk into one line about the home folder."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"{display_path(home)}: cannot write the store ({reason}); "
            "expected room and permission there; the store in use is unchanged"
        ) from error


def _in_order(lines: Iterable[str]) -> list[str]:
    """Lines sorted and once each; those that are so already are left as they are."""
    found = list(lines)
    if all(map(operator.lt, found, islice(found, 1, None))):
        return found
    return sorted(set(found))


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


def _document(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""


def _write_text(path: Path, text: str) -> str:
    raw = text.encode()
    path.write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


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
    plain: list[str] = []
    blank: list[str] = []
    for line in asserted:
        (blank if line.startswith("_:") or " _:" in line else plain).append(line)
    store.bulk_extend(ox.parse(_document(blank), format=nt))
    store.bulk_load(_document(plain), format=nt)
    if added := _document(list(inferred)):
        store.bulk_load(added, format=nt)
        store.bulk_load(added, format=nt, to_graph=ox.NamedNode(str(INFERRED_GRAPH)))


def fill_links(store: ox.Store, links: Iterable[str]) -> None:
    """Load links to other data sets into `graph/links`.

    They stand apart from the default graph, so that no question counts them as facts and an engine
    that takes `owl:sameAs` at its word can do without them.

    Args:
        store: an open, writable store.
        links: canonical N-Triples lines without blank nodes.
    """
    nt = ox.RdfFormat.N_TRIPLES
    store.bulk_load(_document(list(links)), format=nt, to_graph=ox.NamedNode(str(LINKS_GRAPH)))
