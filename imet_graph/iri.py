"""The only place where IRIs of things are minted, read and turned into document addresses."""

from __future__ import annotations

import re
import unicodedata

from rdflib import URIRef

from imet_graph.namespaces import BASE, SCHEMES, THING_KINDS

__all__ = ["concept", "document_path", "is_key", "kind_and_key", "mint", "slug", "thing_path"]

_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_THING = re.compile(re.escape(BASE) + r"id/([a-z]+)/([A-Za-z0-9-]+)\Z")


def is_key(text: str) -> bool:
    """Whether a text may stand as the key of a thing: letters, digits and single hyphens."""
    return bool(_KEY.match(text))


def mint(kind: str, key: str) -> URIRef:
    """The IRI of a thing.

    Args:
        kind: one of `THING_KINDS`.
        key: stable key, `[A-Za-z0-9]` words joined by single hyphens.

    Raises:
        ValueError: the kind is unknown or the key has another form.
    """
    if kind not in THING_KINDS:
        raise ValueError(f"unknown kind {kind!r}; expected one of {', '.join(THING_KINDS)}")
    if not is_key(key):
        raise ValueError(f"{key!r} is no key; expected letters and digits joined by single hyphens")
    return URIRef(f"{BASE}id/{kind}/{key}")


def concept(scheme: str, notation: str) -> URIRef:
    """The IRI of a concept in one of our schemes.

    Raises:
        ValueError: the scheme is unknown or the notation has another form.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"unknown scheme {scheme!r}; expected one of {', '.join(SCHEMES)}")
    if not is_key(notation):
        raise ValueError(f"{notation!r} is no notation; expected words joined by single hyphens")
    return URIRef(f"{BASE}concept/{scheme}/{notation}")


def kind_and_key(iri: str) -> tuple[str, str] | None:
    """Split the IRI of a thing into kind and key; None where it is no thing of ours."""
    match = _THING.match(iri)
    return (match[1], match[2]) if match and match[1] in THING_KINDS else None


def thing_path(kind: str, key: str) -> str:
    """Path of a thing below the base: `id/country/PAK`."""
    return f"id/{kind}/{key}"


def document_path(kind: str, key: str) -> str:
    """Path of the document about a thing: `doc/country/PAK`."""
    return f"doc/{kind}/{key}"


def slug(text: str) -> str:
    """A key made of a label: lower case, other signs than letters and digits become hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
