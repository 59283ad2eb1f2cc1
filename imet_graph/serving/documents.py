"""Linked data: a thing answers 303 to its document, a document comes as page or as graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from imet_graph.errors import QueryError, QueryTimeoutError
from imet_graph.exporting import FORMATS, Format
from imet_graph.iri import document_path, is_key, thing_path
from imet_graph.namespaces import BASE, LINKS_GRAPH, ONTOLOGY_IRI, SCHEMES, THING_KINDS
from imet_graph.serving.failures import NotFoundError
from imet_graph.serving.negotiation import choose_or_refuse
from imet_graph.serving.operations import HTML
from imet_graph.serving.site import Site, site_of

__all__ = ["concept", "document", "links", "ontology", "ontology_part", "scheme", "thing"]

_GRAPHS = tuple(form for form in FORMATS.values() if form.name != "nquads")
_GRAPH_MEDIA = [form.media for form in _GRAPHS]
_SUFFIXES: Mapping[str, Format | None] = {".html": None, **{f.suffix: f for f in _GRAPHS}}


def thing(request: Request) -> Response:
    """A thing: see other, the document about it."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    site = site_of(request)
    _checked_kind(kind, key)
    _ask(site, "exists", iri=BASE + thing_path(kind, key))
    root = request.scope.get("root_path", "")
    location = f"{root}/{document_path(kind, key)}"
    return RedirectResponse(location, 303, {"Vary": "Accept"})


def document(request: Request) -> Response:
    """The document about a thing, also with a suffix."""
    kind = request.path_params["kind"]
    key, form, fixed = _asked(request, request.path_params["key"])
    _checked_kind(kind, key)
    path = document_path(kind, key)
    return _respond(request, BASE + thing_path(kind, key), path, form, fixed)


def concept(request: Request) -> Response:
    """A concept, also with a suffix."""
    name = request.path_params["scheme"]
    notation, form, fixed = _asked(request, request.path_params["notation"])
    path = f"concept/{name}/{notation}"
    if name not in SCHEMES or not is_key(notation):
        raise NotFoundError(f"{path}: there is no such concept")
    return _respond(request, BASE + path, path, form, fixed)


def scheme(request: Request) -> Response:
    """A scheme with its concepts, also with a suffix."""
    name, form, fixed = _asked(request, request.path_params["scheme"])
    path = f"concept/{name}"
    if name not in SCHEMES:
        raise NotFoundError(f"{path}: there is no such scheme; expected {', '.join(SCHEMES)}")
    return _respond(request, BASE + path, path, form, fixed)


def ontology(request: Request) -> Response:
    """`ontology`, also with a suffix: every class and property."""
    suffix = request.path_params.get("suffix", "")
    last, form, fixed = _asked(request, f"ontology.{suffix}" if suffix else "ontology")
    if last != "ontology":
        raise NotFoundError(f"{last}: there is no such document")
    site = site_of(request)

    def write() -> bytes:
        if form is not None:
            return bytes(site.pool.run("ontology_document", format_name=form.name))
        about = _ask(site, "description", iri=str(ONTOLOGY_IRI))
        terms, links = site.pool.run("terms"), _links(request, "ontology")
        page = site.page(request, "ontology.html", about=about, terms=terms, links=links)
        return bytes(page.body)

    return _dressed(request, write, str(ONTOLOGY_IRI), "ontology", form, fixed)


def ontology_part(request: Request) -> Response:
    """`ontology/module/{name}` and the like: a part of the ontology; its version leads to it."""
    part, form, fixed = _asked(request, request.path_params["part"])
    path = f"ontology/{part}"
    if part == site_of(request).manifest().get("version"):
        root = request.scope.get("root_path", "")
        return RedirectResponse(f"{root}/ontology", 303, {"Vary": "Accept"})
    return _respond(request, BASE + path, path, form, fixed)


def links(request: Request) -> Response:
    """`graph/links`, also with a suffix: every link to another data set; there is no page of it."""
    suffix = request.path_params.get("suffix", "")
    media = "" if suffix else choose_or_refuse(request.headers.get("accept"), _GRAPH_MEDIA)
    form = next((f for f in _GRAPHS if media == f.media or f.suffix == f".{suffix}"), None)
    if form is None:
        raise NotFoundError(f"graph/links.{suffix}: there is no such document")
    site, name = site_of(request), form.name

    def write() -> bytes:
        return bytes(site.pool.run("links_document", format_name=name))

    return _dressed(request, write, str(LINKS_GRAPH), "graph/links", form, bool(suffix))


def _asked(request: Request, last: str) -> tuple[str, Format | None, bool]:
    """Split a suffix off the last segment, or negotiate.

    Returns:
        The segment, the format (None for a page), and whether the suffix fixed it.
    """
    for suffix, form in _SUFFIXES.items():
        if last.endswith(suffix):
            return last.removesuffix(suffix), form, True
    media = choose_or_refuse(request.headers.get("accept"), [HTML, *_GRAPH_MEDIA])
    return last, next((form for form in _GRAPHS if form.media == media), None), False


def _checked_kind(kind: str, key: str) -> None:
    if kind not in THING_KINDS:
        raise NotFoundError(f"{kind}: there is no such kind of thing")
    if not is_key(key):
        raise NotFoundError(f"{key}: no thing has such a key")


def _ask(site: Site, operation: str, **arguments: object) -> Any:
    """Ask a worker about a thing; what the graph does not know is not found."""
    try:
        return site.pool.run(operation, **arguments)
    except QueryTimeoutError:
        raise
    except QueryError as error:
        raise NotFoundError(str(error)) from error


def _respond(request: Request, iri: str, path: str, form: Format | None, fixed: bool) -> Response:
    site = site_of(request)

    def write() -> bytes:
        if form is not None:
            return bytes(_ask(site, "document", iri=iri, format_name=form.name))
        about = _ask(site, "description", iri=iri)
        concepts, links = site.pool.run("concepts", scheme=iri), _links(request, path)
        page = site.page(request, "thing.html", about=about, concepts=concepts, links=links)
        return bytes(page.body)

    return _dressed(request, write, iri, path, form, fixed)


def _links(request: Request, path: str) -> list[tuple[Format, str]]:
    root = request.scope.get("root_path", "")
    return [(form, f"{root}/{path}{form.suffix}") for form in _GRAPHS]


def _dressed(
    request: Request,
    write: Callable[[], bytes],
    iri: str,
    path: str,
    form: Format | None,
    fixed: bool,
) -> Response:
    """A document with its headers: type, other forms of it, and what it is about."""
    root = request.scope.get("root_path", "")
    address = f"{root}/{path}{form.suffix if form else '.html'}"
    alternates = [
        f'<{root}/{path}{other.suffix}>; rel="alternate"; type="{other.media}"' for other in _GRAPHS
    ]
    headers = {"Link": ", ".join([*alternates, f'<{iri}>; rel="about"'])}
    if not fixed:
        headers |= {"Vary": "Accept", "Content-Location": address}
    media = form.media if form else HTML
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    content = site_of(request).remembered(address, write)
    return Response(content, headers=headers, media_type=media + charset)
