"""Errors as answers: one line of plain text, or a page for browsers."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from imet_graph.errors import (
    ImetGraphError,
    QueryError,
    QueryTimeoutError,
    StoreError,
)
from imet_graph.serving.negotiation import NotAcceptableError, prefers_html
from imet_graph.serving.pool import WorkerLostError
from imet_graph.serving.site import site_of, text_response

__all__ = ["NotFoundError", "Refusal", "answer_failure", "answer_http_error", "status_of"]

_RETRY_SECONDS = "5"
_TITLES = {
    400: "The request cannot be answered",
    404: "Nothing of that name",
    405: "Not allowed",
    406: "No format fits",
    503: "Not now",
}


class Refusal(QueryError):  # noqa: N818 - not a fault of the server
    """A request that the protocol lets a server refuse, with its status code."""

    def __init__(self, message: str, status: int) -> None:
        self.status = status
        super().__init__(message)


class NotFoundError(QueryError):
    """The graph says nothing about the thing asked for."""


def status_of(error: ImetGraphError) -> int:
    """HTTP status of an error."""
    match error:
        case Refusal():
            return error.status
        case NotFoundError():
            return 404
        case NotAcceptableError():
            return 406
        case QueryTimeoutError() | StoreError() | WorkerLostError():
            return 503
        case QueryError():
            return 400
    return 500


def answer_failure(request: Request, error: Exception) -> Response:
    """Turn one of our errors into a response."""
    if not isinstance(error, ImetGraphError):
        raise error
    status = status_of(error)
    headers = {"Retry-After": _RETRY_SECONDS} if status == 503 else {}
    return _respond(request, str(error), status, headers)


def answer_http_error(request: Request, error: Exception) -> Response:
    """Turn an error of the framework (no route, wrong method) into a response."""
    if not isinstance(error, HTTPException):
        raise error
    message = "there is no such page" if error.status_code == 404 else error.detail
    return _respond(request, message, error.status_code, dict(error.headers or {}))


def _respond(request: Request, message: str, status: int, headers: dict[str, str]) -> Response:
    headers = {"Vary": "Accept", **headers}
    if prefers_html(request.headers.get("accept")):
        try:
            title = _TITLES.get(status, "Error")
            page = site_of(request).page(
                request, "failure.html", status, title=title, message=message
            )
            page.headers.update(headers)
            return page
        except StoreError:
            return text_response(message, status, headers)
    return text_response(message, status, headers)
