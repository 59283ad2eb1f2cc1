"""A client that talks to the application in this process, over a store of a few known facts."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from rdflib import Graph
from starlette.applications import Starlette

from imet_graph.serving import app
from imet_graph.serving.site import Site
from imet_graph.store import Release, publish
from imet_graph.terms import canonical_graph, ntriples_lines

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
FACTS = Path(__file__).parent.parent / "fixtures" / "serving"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def lines(name: str) -> list[str]:
    return ntriples_lines(canonical_graph(Graph().parse(FACTS / name)))


def publish_facts(home: Path, extra: tuple[str, ...] = ()) -> Release:
    return publish(home, [*lines("pakistan.ttl"), *extra], lines("inferred.ttl"), "", {})


def runs(process_id: int, patience_seconds: float = 0.0) -> bool:
    """Whether a process still runs; one that ended and was not yet waited for does not."""
    limit = time.monotonic() + patience_seconds
    while True:
        try:
            state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        if time.monotonic() >= limit:
            return True
        time.sleep(0.05)


class Client:
    """Sends one request at a time; redirects are not followed."""

    def __init__(self, application: Starlette) -> None:
        self._application = application

    @property
    def site(self) -> Site:
        """What the endpoints share."""
        site = self._application.state.site
        assert isinstance(site, Site)
        return site

    def send(
        self,
        method: str,
        address: str,
        *,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | str | None = None,
        data: Mapping[str, str] | None = None,
        params: Mapping[str, str | list[str]] | None = None,
    ) -> httpx.Response:
        """One request; no Accept header but the one given."""
        sent = {"Accept": "" if accept is None else accept, **(headers or {})}

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._application)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(
                    method, address, headers=sent, content=content, data=data, params=params
                )

        return asyncio.run(ask())

    def get(
        self, address: str, accept: str | None = None, **params: str | list[str]
    ) -> httpx.Response:
        """One GET request, its parameters by name."""
        return self.send("GET", address, accept=accept, params=params or None)


@contextmanager
def served(home: Path, **limits: float) -> Iterator[Client]:
    """An application over a freshly published store; its workers end with the block."""
    publish_facts(home)
    application = app(home, **limits)  # type: ignore[arg-type]
    client = Client(application)
    try:
        yield client
    finally:
        client.site.pool.close()
