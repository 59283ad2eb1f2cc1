"""Content negotiation: an Accept header and what can be offered → what to send.

Source: RFC 9110, sections 12.4.2 and 12.5.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imet_graph.errors import QueryError

__all__ = ["NotAcceptableError", "choose", "choose_or_refuse", "prefers_html"]


class NotAcceptableError(QueryError):
    """The client accepts none of the formats there are."""


@dataclass(frozen=True)
class _Range:
    """One media range with its weight."""

    major: str
    minor: str
    weight: float

    def precision(self, media: str) -> int:
        """2 where it names the media type, 1 for `text/*`, 0 for `*/*`, -1 where it misses."""
        major, _, minor = media.partition("/")
        if (self.major, self.minor) == (major, minor):
            return 2
        if self.minor == "*" and self.major in {major, "*"}:
            return int(self.major == major)
        return -1


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that a client likes best.

    Args:
        accept: the header; anything goes where it is missing or empty.
        offers: media types without parameters, in the server's order of preference.

    Returns:
        The best offer, or None where the client accepts none.
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = [parsed for text in accept.split(",") if (parsed := _range(text))]
    weighed = [(_weight(ranges, offer), -place) for place, offer in enumerate(offers)]
    best, place = max(weighed)
    return offers[-place] if best > 0 else None


def choose_or_refuse(accept: str | None, offers: Sequence[str]) -> str:
    """The same, or an error that lists the offers.

    Raises:
        NotAcceptableError: the client accepts none.
    """
    if chosen := choose(accept, offers):
        return chosen
    raise NotAcceptableError(f"nothing fits Accept: {accept}; expected one of {', '.join(offers)}")


def prefers_html(accept: str | None) -> bool:
    """Whether a client asks for HTML by name before plain text, as browsers do."""
    return bool(accept) and choose(accept, ("text/plain", "text/html")) == "text/html"


def _range(text: str) -> _Range | None:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    major, slash, minor = media.partition("/")
    if not (major and slash and minor) or (major == "*" and minor != "*"):
        return None
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return None
    return _Range(major, minor, weight) if 0 <= weight <= 1 else None


def _weight(ranges: list[_Range], offer: str) -> float:
    """Weight of the most precise range that fits; 0 where none does."""
    fitting = [(r.precision(offer), r.weight) for r in ranges]
    precision, weight = max(fitting, default=(-1, 0.0))
    return weight if precision >= 0 else 0.0
