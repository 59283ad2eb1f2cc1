"""The home page, lists of things of a kind, and the health of the server."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from imet_graph.errors import StoreError
from imet_graph.namespaces import THING_KINDS
from imet_graph.serving.failures import NotFoundError
from imet_graph.serving.questions import shipped
from imet_graph.serving.site import site_of

__all__ = ["browse", "health", "home"]

_PAGE_SIZE = 200
_MOST_COUNTRIES = 400
KIND_NAMES = {
    "program": "Programs",
    "act": "Acts without a public law number",
    "pl": "Public laws",
    "sec": "Sections of acts",
    "usc": "Sections of the U.S. Code",
    "clause": "Recurring clauses",
    "reg": "Regulations",
    "eo": "Executive orders",
    "bill": "Bills",
    "body": "Organizations",
    "school": "Training institutions",
    "unit": "Units of security forces",
    "force": "Security forces",
    "group": "Groups of unnamed speakers",
    "country": "Countries",
    "place": "Places",
    "cprogram": "Programs in one country",
    "fy": "Fiscal periods",
    "restriction": "Restrictions",
    "waiver": "Waivers",
    "action": "Policy actions",
    "incident": "Incidents",
    "listing": "Listings",
    "gap": "Years without obligations",
    "duty": "Reporting duties",
    "enactment": "Enactments",
    "change": "Changes of law",
    "orgchange": "Changes of organizations",
    "role": "Roles in programs",
    "posting": "Postings",
    "participation": "Participations",
    "eligibility": "Eligibilities",
    "name": "Names in use",
    "course": "Courses",
    "training": "Training events",
    "claim": "Claims",
    "person": "Persons",
    "source": "Sources",
    "citation": "Citations",
    "obs": "Figures",
    "dataset": "Data sets",
    "discrepancy": "Discrepancies",
    "coverage": "Statements of coverage",
}
"""What things of each kind are called, many at once."""


def home(request: Request) -> Response:
    """`/`: what this is, counts, questions, entry points."""
    site = site_of(request)
    overview = site.pool.run("overview")
    return site.page(
        request,
        "home.html",
        kinds=[(KIND_NAMES[k], k, overview[k]) for k in THING_KINDS if k in overview],
        schemes=site.pool.run("schemes"),
        countries=site.pool.run("choices", prefix="country", most=_MOST_COUNTRIES),
        programs=site.pool.run("choices", prefix="program", most=_MOST_COUNTRIES),
        questions=shipped(),
    )


def browse(request: Request) -> Response:
    """`browse/{kind}?page=2`: all things of a kind, page by page."""
    site, kind = site_of(request), request.path_params["kind"]
    text = request.query_params.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    listing = None
    if kind in THING_KINDS and page:
        start = (page - 1) * _PAGE_SIZE
        listing = site.pool.run("listing", prefix=kind, start=start, size=_PAGE_SIZE)
    if listing is None or not listing.refs:
        raise NotFoundError(f"{kind}, page {text}: there is no such list")
    return site.page(
        request,
        "browse.html",
        title=KIND_NAMES[kind],
        listing=listing,
        first=(page - 1) * _PAGE_SIZE + 1,
        page=page,
        pages=-(-listing.count // _PAGE_SIZE),
    )


async def health(request: Request) -> Response:
    """`health`: version, release and its size; 503 where nothing was built."""
    try:
        manifest = site_of(request).manifest()
    except StoreError as error:
        return JSONResponse({"status": "no build", "reason": str(error)}, 503)
    return JSONResponse(
        {
            "status": "ok",
            "version": manifest.get("version"),
            "release": manifest["release"],
            "sha256": manifest.get("sha256", {}),
            "triples": manifest.get("triples", {}),
        },
        headers={"Cache-Control": "no-store"},
    )
