"""Where the document about an IRI stands on this server."""

from __future__ import annotations

from imet_graph.iri import document_path, kind_and_key
from imet_graph.namespaces import BASE, IMET, ONTOLOGY_IRI

__all__ = ["address"]


def address(iri: str, root: str = "") -> str:
    """A link for an IRI; empty where it would not be safe or leads nowhere.

    Args:
        iri: any IRI.
        root: path under which the application is mounted.
    """
    if parts := kind_and_key(iri):
        return f"{root}/{document_path(*parts)}"
    if iri.startswith(str(IMET)) or iri == str(ONTOLOGY_IRI):
        return f"{root}/ontology" + iri.removeprefix(str(ONTOLOGY_IRI))
    if iri.startswith(BASE + "concept/"):
        return f"{root}/{iri.removeprefix(BASE)}"
    return iri if iri.startswith(("https://", "http://")) else ""
