"""Shapes and data drawn at random: the compiled checks and pyshacl find the same, as often."""

from __future__ import annotations

import logging

import pytest
from generated_shapes import data_graphs, shapes_graphs
from hypothesis import HealthCheck, given, settings
from mended_pyshacl import assert_agreement
from rdflib import Graph


@pytest.fixture(autouse=True, scope="module")
def quiet_about_ill_formed_literals() -> None:
    """Ill-formed literals are part of the data; rdflib tells of each at length."""
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data_graphs(), shapes_graphs())
def test_shapes_drawn_at_random_find_what_pyshacl_finds(data: Graph, shapes: Graph) -> None:
    assert_agreement(data, shapes)
