"""The named questions: a list, a form for each, and its answer as page, JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from imet_graph.description import Ref, Value
from imet_graph.errors import QueryError
from imet_graph.named_query import NamedQuery, Parameter, all_queries, fill
from imet_graph.namespaces import SCHEMES, THING_KINDS, compact, expand
from imet_graph.serving.failures import NotFoundError
from imet_graph.serving.negotiation import choose_or_refuse
from imet_graph.serving.operations import HTML
from imet_graph.serving.site import Site, site_of
from imet_graph.serving.tables import Table

__all__ = ["answer", "questions", "shipped"]

_JSON, _CSV = "application/json", "text/csv"
_OFFERS = (HTML, _JSON, _CSV)
_SUFFIXES = {".json": _JSON, ".csv": _CSV, ".html": HTML}
_MOST_CHOICES = 400


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, NamedQuery]:
    """The named queries that ship; they do not change while a server runs."""
    return all_queries()


def questions(request: Request) -> Response:
    """`ask`: every question with its parameters."""
    last, media = _asked(request, "ask" + request.path_params.get("suffix", ""))
    if last != "ask":
        raise NotFoundError("there is no such page")
    found = shipped()
    if media == HTML:
        response: Response = site_of(request).page(request, "questions.html", questions=found)
    elif media == _JSON:
        response = JSONResponse([_outline(query) for query in found.values()])
    else:
        rows = [[q.name, q.summary, " ".join(p.name for p in q.parameters)] for q in found.values()]
        response = _csv([["name", "summary", "parameters"], *rows])
    response.headers["Vary"] = "Accept"
    return response


def answer(request: Request) -> Response:
    """`ask/{name}?parameter=value`: the form of a question and, where it can run, its answer."""
    site = site_of(request)
    name, media = _asked(request, request.path_params["name"])
    if name not in shipped():
        raise NotFoundError(f"{name}: there is no such question; see ask")
    query = shipped()[name]
    values = {key: value for key, value in request.query_params.items() if value.strip()}
    if media == HTML:
        response = _page(site, request, query, values)
    else:
        table = site.pool.run("table", text=fill(query, values), limit=0)
        response = _json(query, values, table) if media == _JSON else _csv(_cells(table))
    response.headers["Vary"] = "Accept"
    return response


def _asked(request: Request, last: str) -> tuple[str, str]:
    for suffix, media in _SUFFIXES.items():
        if last.endswith(suffix):
            return last.removesuffix(suffix), media
    return last, choose_or_refuse(request.headers.get("accept"), _OFFERS)


def _page(site: Site, request: Request, query: NamedQuery, values: dict[str, str]) -> Response:
    table, problem = None, ""
    if all(p.name in values for p in query.parameters if p.required):
        try:
            text = fill(query, values)
        except QueryError as error:
            problem = str(error)
        else:
            table = site.pool.run("table", text=text, limit=site.settings.max_rows)
    elif values:
        problem = "a required parameter is missing"
    response = site.page(
        request,
        "question.html",
        status=400 if problem else 200,
        query=query,
        values={name: _short(value) for name, value in values.items()},
        table=table,
        problem=problem,
        units={column.name: column for column in query.columns},
        choices={p.name: _choices(site, p) for p in query.parameters},
        tail=f"?{request.url.query}" if request.url.query else "",
    )
    if table is not None and table.cut:
        response.headers["X-Row-Limit-Reached"] = str(table.limit)
    return response


def _choices(site: Site, parameter: Parameter) -> tuple[tuple[str, Ref], ...]:
    """What an IRI parameter may be, after the kind of its example; nothing where that is long."""
    prefix = parameter.example.partition(":")[0]
    if parameter.type != "iri" or prefix not in {*THING_KINDS, *SCHEMES}:
        return ()
    refs = site.pool.run("choices", prefix=prefix, most=_MOST_CHOICES)
    return tuple((compact(ref.iri), ref) for ref in refs)


def _short(value: str) -> str:
    """A value from a form as a prefixed name, where it is one."""
    try:
        return compact(expand(value))
    except ValueError:
        return value


def _outline(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "question": query.question,
        "parameters": [vars(parameter) for parameter in query.parameters],
        "columns": [vars(column) for column in query.columns],
    }


def _json(query: NamedQuery, values: Mapping[str, str], table: Table) -> Response:
    """Rows as objects; an IRI has its label beside it, an unbound variable is null."""
    rows = [
        {name: _json_value(value) for name, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    whole = {**_outline(query), "values": dict(values), "count": len(rows), "rows": rows}
    return JSONResponse(whole if table.boolean is None else {**whole, "boolean": table.boolean})


def _json_value(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    if value.kind == "iri":
        return {"type": "iri", "value": value.iri, "label": value.text}
    extra = {"language": value.language} if value.language else {"datatype": value.datatype}
    return {"type": value.kind, "value": value.text, **extra}


def _cells(table: Table) -> list[list[str]]:
    """Rows for CSV: a column that holds an IRI is followed by one with its label."""
    if table.boolean is not None:
        return [["answer"], [str(table.boolean).lower()]]
    labeled = [
        any(value is not None and value.kind == "iri" for value in column)
        for column in zip(*table.rows, strict=True)
    ] or [False] * len(table.columns)
    head = [
        cell
        for name, twice in zip(table.columns, labeled, strict=True)
        for cell in ([name, f"{name}_label"] if twice else [name])
    ]
    return [head, *(_row(row, labeled) for row in table.rows)]


def _row(row: tuple[Value | None, ...], labeled: list[bool]) -> list[str]:
    cells = []
    for value, twice in zip(row, labeled, strict=True):
        if value is None:
            cells += ["", ""] if twice else [""]
        elif value.kind == "iri":
            cells += [value.iri, value.text]
        else:
            cells += [value.text, value.text] if twice else [value.text]
    return cells


def _csv(rows: list[list[str]]) -> Response:
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerows(rows)
    return Response(sheet.getvalue(), media_type="text/csv; charset=utf-8")
