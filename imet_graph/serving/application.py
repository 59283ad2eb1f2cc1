"""The web application: its routes, limits and life."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from imet_graph.errors import ImetGraphError
from imet_graph.iri import document_path, thing_path
from imet_graph.serving import documents, pages, questions
from imet_graph.serving.failures import answer_failure, answer_http_error
from imet_graph.serving.pool import Pool
from imet_graph.serving.protection import Protection
from imet_graph.serving.site import PACKAGE, Settings, Site, new_templates
from imet_graph.serving.sparql import sparql
from imet_graph.serving.worker import Limits

__all__ = ["app"]

_EXPOSED = ["Content-Location", "Link", "Retry-After", "X-Row-Limit-Reached"]
_ROUTES = [
    Route("/", pages.home),
    Route("/health", pages.health),
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route(f"/{thing_path('{kind}', '{key}')}", documents.thing),
    Route(f"/{document_path('{kind}', '{key}')}", documents.document),
    Route("/concept/{scheme}", documents.scheme),
    Route("/concept/{scheme}/{notation}", documents.concept),
    Route("/ontology", documents.ontology),
    Route("/ontology.{suffix}", documents.ontology),
    Route("/ontology/{part:path}", documents.ontology_part),
    Route("/graph/links", documents.links),
    Route("/graph/links.{suffix}", documents.links),
    Route("/ask", questions.questions),
    Route("/ask{suffix}", questions.questions),
    Route("/ask/{name}", questions.answer),
    Route("/browse/{kind}", pages.browse),
]


def app(
    home: Path,
    *,
    deadline_seconds: float = Settings.deadline_seconds,
    workers: int = Settings.workers,
    max_rows: int = Settings.max_rows,
    max_body_bytes: int = Settings.max_body_bytes,
    max_waiting: int = Settings.max_waiting,
    memory_mib: int = Settings.memory_mib,
) -> Starlette:
    """The application over the release in use of a home folder.

    Args:
        home: folder that holds the releases; a new release is served as soon as it is published.
        deadline_seconds: time for one query, from its start to its written answer.
        workers: how many worker processes.
        max_rows: rows of a table on a page; files hold every row.
        max_body_bytes: length of a request body.
        max_waiting: requests that may be under way or wait.
        memory_mib: memory a worker may write to, in MiB; 0 for no limit.

    Returns:
        A Starlette application; its lifespan starts and ends the workers. Whoever runs it without
        lifespan calls `application.state.site.pool.close()` at the end.
    """
    settings = Settings(
        deadline_seconds, workers, max_rows, max_body_bytes, max_waiting, memory_mib
    )
    pool = Pool(home, workers, Limits(deadline_seconds, memory_mib), max_waiting)
    application = Starlette(
        routes=[*_ROUTES, Mount("/static", StaticFiles(directory=PACKAGE / "static"))],
        middleware=[
            Middleware(Protection),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"],
                expose_headers=_EXPOSED,
            ),
        ],
        exception_handlers={ImetGraphError: answer_failure, HTTPException: answer_http_error},
        lifespan=_lifespan,
    )
    application.state.site = Site(home, settings, pool, new_templates())
    return application


@asynccontextmanager
async def _lifespan(application: Starlette) -> AsyncIterator[None]:
    pool: Pool = application.state.site.pool
    pool.start()
    try:
        yield
    finally:
        pool.close()
