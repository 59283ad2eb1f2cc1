"""An Accept header picks the offer of the highest weight, the most precise range deciding."""

import pytest

from imet_graph.serving.negotiation import (
    NotAcceptableError,
    choose,
    choose_or_refuse,
    prefers_html,
)

OFFERS = ("text/turtle", "application/ld+json", "text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/*", "text/turtle"),
        ("text/html", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/turtle;q=0.3, application/ld+json;q=0.9", "application/ld+json"),
        ("text/turtle;q=0, */*;q=0.1", "application/ld+json"),
        ("text/html, text/*;q=0.2, */*;q=0.1", "text/html"),
        ("*/*;q=0.9, text/turtle;q=0.1", "application/ld+json"),
        ('application/ld+json;profile="x";q=0.7', "application/ld+json"),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("text/turtle;q=high", None),
        ("nonsense", None),
        ("*/html", None),
        ("text/turtle;q=2", None),
        ("image/png, nonsense, text/html;q=0.001", "text/html"),
    ],
)
def test_the_best_offer_wins(accept: str | None, expected: str | None) -> None:
    assert choose(accept, OFFERS) == expected


def test_a_refusal_names_the_offers() -> None:
    with pytest.raises(NotAcceptableError, match="text/turtle, application/ld"):
        choose_or_refuse("image/png", OFFERS)


def test_a_browser_is_told_from_a_program() -> None:
    assert prefers_html("text/html,application/xml;q=0.9,*/*;q=0.8")
    assert not prefers_html("*/*")
    assert not prefers_html(None)
    assert not prefers_html("text/csv")
