"""What every endpoint shares: the pool, the limits, the templates, the release in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from imet_graph.description.rendering import grouped, shown_amount, shown_value, year_ranges
from imet_graph.namespaces import compact
from imet_graph.serving.addresses import address
from imet_graph.serving.pool import Pool
from imet_graph.store import current

__all__ = ["PACKAGE", "Settings", "Site", "site_of"]

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Limits of a server.

    Args:
        deadline_seconds: time for one query, from its start to its written answer.
        workers: how many worker processes.
        max_rows: rows of a table on a page; files hold every row.
        max_body_bytes: length of a request body.
        max_waiting: requests that may be under way or wait.
        memory_mib: memory a worker may write to, in MiB; 0 for no limit.
    """

    deadline_seconds: float = 30.0
    workers: int = 2
    max_rows: int = 1000
    max_body_bytes: int = 256 * 1024
    max_waiting: int = 32
    memory_mib: int = 2048


@dataclass(frozen=True)
class Site:
    """One server: its home folder, its limits, its workers."""

    home: Path
    settings: Settings
    pool: Pool
    templates: jinja2.Environment
    shelf: Shelf = field(default_factory=lambda: Shelf())

    def page(
        self, request: Request, template: str, status: int = 200, **values: object
    ) -> HTMLResponse:
        """Fill a template."""
        root = request.scope.get("root_path", "")
        text = self.templates.get_template(template).render(
            root=root,
            address=lambda iri: address(iri, root),
            release=self.manifest(),
            path=request.url.path,
            **values,
        )
        return HTMLResponse(text, status)

    def remembered(self, address: str, write: Callable[[], bytes]) -> bytes:
        """A document, written once for each release; a release never changes."""
        before = self.manifest()["release"]
        if (known := self.shelf.get((before, address))) is not None:
            return known
        document = write()
        if self.manifest()["release"] == before:
            self.shelf.put((before, address), document)
        return document

    def manifest(self) -> Mapping[str, Any]:
        """Manifest of the release in use, with the release's name.

        Raises:
            StoreError: nothing was built yet.
        """
        release = current(self.home)
        return {**release.manifest, "release": release.path.name}


class Shelf:
    """The documents asked for last, by release and address.

    Args:
        most_bytes: how much they may take together.
    """

    def __init__(self, most_bytes: int = 32 * 1024 * 1024) -> None:
        self._most, self._size = most_bytes, 0
        self._documents: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> bytes | None:
        """A document; None where it is not kept."""
        with self._lock:
            if key in self._documents:
                self._documents.move_to_end(key)
            return self._documents.get(key)

    def put(self, key: tuple[str, str], document: bytes) -> None:
        """Keep a document, and let go of those not asked for the longest."""
        with self._lock:
            self._size += len(document) - len(self._documents.pop(key, b""))
            self._documents[key] = document
            while self._size > self._most:
                self._size -= len(self._documents.popitem(last=False)[1])


def new_templates() -> jinja2.Environment:
    """The templates that ship, with their filters; every value is escaped."""
    loader = jinja2.FileSystemLoader(PACKAGE / "templates")
    templates = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        compact=compact,
        grouped=grouped,
        shown_amount=shown_amount,
        shown_value=shown_value,
        year_ranges=year_ranges,
    )
    return templates


def site_of(request: Request) -> Site:
    """The site a request was made to."""
    site = request.app.state.site
    if not isinstance(site, Site):
        raise TypeError("the application has no site")
    return site


def text_response(message: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A one-line plain answer."""
    return Response(message + "\n", status, headers, "text/plain; charset=utf-8")
