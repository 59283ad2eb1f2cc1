"""IRIs of things are minted in one place and read back from there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imet_graph.iri import concept, is_key, kind_and_key, mint, slug
from imet_graph.namespaces import PREFIXES, SCHEMES, THING_KINDS, compact, expand

keys = st.from_regex(r"[A-Za-z0-9]{1,6}(-[A-Za-z0-9]{1,6}){0,3}", fullmatch=True)


@given(st.sampled_from(THING_KINDS), keys)
def test_kind_and_key_come_back_from_a_minted_iri(kind: str, key: str) -> None:
    assert kind_and_key(mint(kind, key)) == (kind, key)


@given(st.sampled_from(THING_KINDS), keys)
def test_a_minted_iri_and_its_prefixed_name_are_two_forms_of_one(kind: str, key: str) -> None:
    iri = mint(kind, key)
    assert compact(iri) == f"{kind}:{key}"
    assert expand(compact(iri)) == iri
    assert expand(f"<{iri}>") == iri


def test_the_iri_of_pakistan_is_the_one_published() -> None:
    assert str(mint("country", "PAK")) == "https://w3id.org/imet-graph/id/country/PAK"
    assert str(concept("stage", "obligated")).endswith("/concept/stage/obligated")


@pytest.mark.parametrize(
    ("kind", "key", "message"),
    [
        ("land", "PAK", "unknown kind 'land'"),
        ("country", "PAK/1", "is no key"),
        ("country", "", "is no key"),
        ("country", "a--b", "is no key"),
    ],
)
def test_a_kind_or_key_of_another_form_is_refused(kind: str, key: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mint(kind, key)


@pytest.mark.parametrize("name", ["nowhere:x", "PAK", "country:P K", "https://a.b/<x>", ""])
def test_a_name_without_known_prefix_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"known prefix|no IRI may hold"):
        expand(name)


def test_no_prefix_of_a_thing_is_a_prefix_of_a_scheme_or_standard() -> None:
    assert len(PREFIXES) == len({*PREFIXES.values()})
    assert not set(THING_KINDS) & set(SCHEMES)


@given(st.text(max_size=40))
def test_a_slug_is_a_key_or_empty(text: str) -> None:
    made = slug(text)
    assert made == "" or is_key(made)


def test_accents_and_signs_leave_a_slug() -> None:
    assert slug("São Tomé & Príncipe") == "sao-tome-principe"
