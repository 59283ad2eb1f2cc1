"""The worker process: evaluates, reads and writes every answer where its store is open.

A result of Oxigraph must not be touched by another thread, and a query cannot be stopped from
inside. So each query runs here, and the server kills the process when the deadline passes.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from imet_graph.errors import ImetGraphError, QueryError
from imet_graph.serving.operations import Desk, perform
from imet_graph.store import Release, current

__all__ = ["READY", "Limits", "main"]

READY = "ready"
_GRACE_SECONDS = 5.0


@dataclass(frozen=True)
class Limits:
    """What one request may use up.

    Args:
        deadline_seconds: time for one request.
        memory_mib: memory a worker may write to, in MiB; 0 for no limit.
    """

    deadline_seconds: float
    memory_mib: int


def main(pipe: Connection, home: Path, limits: Limits) -> None:
    """Answer requests until the server closes its end of the pipe.

    A message is `(operation, arguments)`; a reply is `(True, answer)` or `(False, error)`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.memory_mib)
    counter = _Counter(home)
    pipe.send(READY)
    while True:
        try:
            operation, arguments = pipe.recv()
        except EOFError:
            return
        with _alarm(limits.deadline_seconds + _GRACE_SECONDS):
            reply = counter.serve(operation, arguments)
            try:
                pipe.send(reply)
            except BrokenPipeError:
                return


class _Counter:
    """Keeps the desk of the release in use; opens a new one when another is published."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._release: Release | None = None
        self._desk: Desk | None = None

    def serve(self, operation: str, arguments: dict[str, object]) -> tuple[bool, object]:
        try:
            return True, perform(self._current_desk(), operation, arguments)
        except ImetGraphError as error:
            return False, error
        except MemoryError:
            return False, QueryError("the answer needs more memory than a request may use")
        except Exception as error:
            return False, ImetGraphError(f"{operation} failed: {type(error).__name__}: {error}")

    def _current_desk(self) -> Desk:
        """The desk of the release in use; the last good one while the home is damaged."""
        try:
            release = current(self._home)
            if self._desk is None or self._release is None or release.path != self._release.path:
                self._desk, self._release = Desk(release.open()), release
        except ImetGraphError:
            if self._desk is None:
                raise
        return self._desk


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Let the system end this process when the server is no longer there to do it."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(mib: int) -> None:
    if not mib:
        return
    try:
        import resource
    except ImportError:
        return
    size = mib * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
