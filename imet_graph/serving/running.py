"""Runs the application with uvicorn until it is told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from imet_graph.errors import ImetGraphError
from imet_graph.serving.application import app
from imet_graph.serving.site import Settings
from imet_graph.store import current

__all__ = ["serve"]


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = 8043,
    announce: Callable[[str], None] = lambda address: None,
    *,
    deadline_seconds: float = Settings.deadline_seconds,
    workers: int = Settings.workers,
    max_rows: int = Settings.max_rows,
) -> None:
    """Serve the release in use until SIGINT or SIGTERM.

    Args:
        home: folder that holds the releases.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        announce: called once with the address when requests are answered.
        deadline_seconds: time for one query.
        workers: how many worker processes.
        max_rows: rows of a table on a page.

    Raises:
        StoreError: nothing was built yet.
        ImetGraphError: the port is taken, or the host is not ours.
    """
    current(home)
    listener = _listen(host, port)
    number = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    application = app(home, deadline_seconds=deadline_seconds, workers=workers, max_rows=max_rows)
    server = Server(application, lambda: announce(f"http://{shown}:{number}/"))
    with listener:
        server.run(sockets=[listener])


class Server(uvicorn.Server):
    """Uvicorn that says when it answers, and ends running queries when it is told to stop.

    Args:
        application: what to serve.
        ready: called when requests are answered.
    """

    def __init__(self, application: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                log_level="warning",
                access_log=False,
                lifespan="on",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        self._application, self._ready = application, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Kill the workers first: a thread that waits for one cannot be stopped otherwise."""
        self._application.state.site.pool.close()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; without TCP_NODELAY each answer on an open connection waits 40 ms."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if not 0 <= port <= 65535:
            raise OSError(f"{port} is no port number")
        listener = socket.create_server((host, port), family=family, backlog=256)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise ImetGraphError(
            f"cannot listen on {host}:{port} ({error.strerror or error}); "
            "expected a free port of this machine"
        ) from error
    return listener
