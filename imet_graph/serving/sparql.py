"""The SPARQL endpoint: protocol, service description, and a form for browsers.

Source: SPARQL 1.1 Protocol, section 2.1 (query operation); SPARQL 1.1 Service Description.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from imet_graph.errors import ImetGraphError, QueryError
from imet_graph.exporting import FORMATS, format_named, serialize
from imet_graph.serving.failures import Refusal, status_of
from imet_graph.serving.negotiation import choose, choose_or_refuse, prefers_html
from imet_graph.serving.operations import HTML
from imet_graph.serving.service import service_description
from imet_graph.serving.site import Site, site_of
from imet_graph.serving.tables import Table

__all__ = ["sparql"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_VARY = {"Vary": "Accept"}

CHOICES = {
    "html": ("Table on this page", HTML),
    "csv": ("CSV", "text/csv"),
    "tsv": ("TSV", "text/tab-separated-values"),
    "json": ("JSON", "application/sparql-results+json, application/ld+json;q=0.9"),
    "xml": ("XML", "application/sparql-results+xml, application/rdf+xml;q=0.9"),
    "turtle": ("Turtle (graphs)", "text/turtle"),
    "ntriples": ("N-Triples (graphs)", "application/n-triples"),
}
"""Values of the `format` parameter, which stands in for an Accept header in forms and links."""


@dataclass(frozen=True)
class _Operation:
    query: str | None
    accept: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def sparql(request: Request) -> Response:
    """Answer a query operation; without a query describe the service or show the form."""
    site = site_of(request)
    accept = request.headers.get("accept")
    if request.method != "POST" and not request.url.query:
        return await run_in_threadpool(_without_query, site, request)
    try:
        operation = await _read(site, request)
        accept = operation.accept
        if operation.query is None:
            raise QueryError("no query; expected the parameter query")
        return await run_in_threadpool(_answer, site, request, operation, operation.query)
    except ImetGraphError as error:
        if not prefers_html(accept):
            raise
        return _form(site, request, str(error), status_of(error))


async def _read(site: Site, request: Request) -> _Operation:
    """Read a query operation by GET, by form, or by its text as body."""
    parameters = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method != "POST":
        return _operation(request, parameters, None)
    media, _, options = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media == _UPDATE:
        raise Refusal("update is refused; this graph is read-only", 403)
    if media not in {_FORM, _QUERY}:
        raise Refusal(f"body of type {media or 'none'}; expected {_FORM} or {_QUERY}", 415)
    if "charset=" in options.lower() and "utf-8" not in options.lower():
        raise Refusal("body in another charset; expected UTF-8", 415)
    text = await _body(request, site.settings.max_body_bytes)
    if media == _QUERY:
        return _operation(request, parameters, text)
    return _operation(request, parameters + parse_qsl(text, keep_blank_values=True), None)


async def _body(request: Request, limit: int) -> str:
    """The body as text, read no further than the limit."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > limit:
            raise Refusal(f"body of more than {limit} bytes; expected a shorter query", 413)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("body is no UTF-8 text") from error


def _operation(request: Request, parameters: list[tuple[str, str]], body: str | None) -> _Operation:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if {"update", "using-graph-uri", "using-named-graph-uri"} & set(values):
        raise Refusal("update is refused; this graph is read-only", 403)
    queries = [*values.get("query", ()), *([] if body is None else [body])]
    if len(queries) > 1:
        raise QueryError(f"{len(queries)} queries in one request; expected one")
    return _Operation(
        query=queries[0] if queries else None,
        accept=_accept(request, values.get("format", [])),
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
    )


def _accept(request: Request, formats: list[str]) -> str | None:
    if not formats or not formats[-1]:
        return request.headers.get("accept")
    if formats[-1] not in CHOICES:
        raise QueryError(f"format {formats[-1]!r} is unknown; expected {', '.join(CHOICES)}")
    return CHOICES[formats[-1]][1]


def _answer(site: Site, request: Request, operation: _Operation, query: str) -> Response:
    media, content = site.pool.run(
        "answer",
        text=query,
        accept=operation.accept,
        limit=site.settings.max_rows,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
    )
    if isinstance(content, Table):
        return _page(site, request, 200, query=query, table=content, problem="")
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(content, headers=_VARY, media_type=media + charset)


def _without_query(site: Site, request: Request) -> Response:
    offers = [form.media for form in FORMATS.values() if form.name != "nquads"]
    accept = request.headers.get("accept")
    media = choose(accept, [*offers, HTML]) or choose_or_refuse(accept, offers)
    if media == HTML:
        return _form(site, request, "", 200)
    triples = service_description(str(request.url.replace(query="")), site.manifest())
    document = serialize(triples, format_named(media).name)
    return Response(document, headers=_VARY, media_type=media)


def _form(site: Site, request: Request, problem: str, status: int) -> Response:
    given = request.query_params.get("query", "") if request.method != "POST" else ""
    response = _page(site, request, status, query=given, table=None, problem=problem)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _page(site: Site, request: Request, status: int, **values: object) -> Response:
    response = site.page(request, "sparql.html", status, choices=CHOICES, **values)
    response.headers["Vary"] = "Accept"
    table = values["table"]
    if isinstance(table, Table) and table.cut:
        response.headers["X-Row-Limit-Reached"] = str(table.limit)
    return response
