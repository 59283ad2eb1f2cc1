"""A small pool of worker processes: requests queue, a worker past its deadline is replaced."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imet_graph.errors import ImetGraphError, QueryTimeoutError
from imet_graph.serving import worker
from imet_graph.serving.worker import Limits

__all__ = ["Pool", "QueueFullError", "WorkerLostError"]

_STARTUP_SECONDS = 60.0
_SPAWN = multiprocessing.get_context("spawn")


class QueueFullError(QueryTimeoutError):
    """Too many requests wait already."""


class WorkerLostError(ImetGraphError):
    """A worker ended before it answered."""


@dataclass(frozen=True)
class _Request:
    operation: str
    arguments: dict[str, Any]


class Pool:
    """Worker processes that share a home folder.

    Args:
        home: folder that holds the releases.
        size: how many processes.
        limits: what one request may use up.
        most_waiting: requests that may be under way or wait; further ones are refused.
    """

    def __init__(self, home: Path, size: int, limits: Limits, most_waiting: int = 32) -> None:
        self._home, self._size, self._limits = home, size, limits
        self._most_waiting, self._waiting = most_waiting, 0
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Start the processes; done by the first request where nobody did it before."""
        with self._lock:
            while len(self._workers) < self._size and not self._closed:
                self._add()

    def run(self, operation: str, **arguments: object) -> Any:
        """Have a worker do something and wait for its answer.

        Raises:
            QueryTimeoutError: the deadline passed; the worker was killed.
            QueueFullError: too many requests wait.
            WorkerLostError: the worker died, or the pool is closed.
            ImetGraphError: whatever the operation raises.
        """
        self.start()
        with self._seat():
            worker_ = self._idle.get()
            if worker_ is None:
                self._idle.put(None)
                raise WorkerLostError("the server is shutting down")
            return self._ask(worker_, _Request(operation, arguments))

    def process_ids(self) -> list[int]:
        """Ids of the running worker processes, sorted."""
        with self._lock:
            return sorted(worker_.process_id for worker_ in self._workers)

    def close(self) -> None:
        """Kill every worker and wait for its end; whoever waits for one gets an error."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, set()
        for worker_ in workers:
            worker_.kill()
        self._idle.put(None)

    @contextlib.contextmanager
    def _seat(self) -> Iterator[None]:
        with self._lock:
            if self._waiting >= self._most_waiting:
                raise QueueFullError("too many requests wait; try again shortly")
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _ask(self, worker_: _Worker, request: _Request) -> object:
        try:
            good, answer = worker_.ask(request, self._limits.deadline_seconds)
        except BaseException:
            self._replace(worker_)
            raise
        self._idle.put(worker_)
        if not good:
            raise answer
        return answer

    def _replace(self, worker_: _Worker) -> None:
        worker_.kill()
        with self._lock:
            self._workers.discard(worker_)
            if not self._closed:
                self._add()

    def _add(self) -> None:
        worker_ = _Worker(self._home, self._limits)
        self._workers.add(worker_)
        self._idle.put(worker_)


class _Worker:
    """The server's end of one process. One thread asks at a time; any may kill."""

    def __init__(self, home: Path, limits: Limits) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=worker.main, args=(theirs, home, limits), name="imet-graph-worker", daemon=True
        )
        self._process.start()
        theirs.close()
        self.process_id = self._process.pid or 0
        self._ready = False

    def ask(self, request: _Request, deadline_seconds: float) -> tuple[bool, Any]:
        try:
            if not self._ready:
                self._wait(_STARTUP_SECONDS, "a worker did not start in time")
                self._ready = self._pipe.recv() == worker.READY
            self._pipe.send((request.operation, request.arguments))
            message = f"stopped after {deadline_seconds:g} seconds; expected a cheaper query"
            self._wait(deadline_seconds, message)
            good, answer = self._pipe.recv()
            return bool(good), answer
        except (EOFError, ConnectionError) as error:
            raise WorkerLostError(
                "a worker ended before it answered, for want of memory or by shutdown"
            ) from error

    def _wait(self, seconds: float, message: str) -> None:
        if not self._pipe.poll(seconds):
            raise QueryTimeoutError(message)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
