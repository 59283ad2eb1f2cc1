"""Every file people edit by hand can be read, says what it is, and uses the known prefixes."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from rdflib import Graph

from imet_graph.namespaces import PREFIXES

ROOT = Path(__file__).parent.parent


def files(*patterns: str) -> list[Path]:
    found = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    assert found, f"{patterns} match nothing"
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


TURTLE = files("ontology/**/*.ttl", "data/curated/**/*.ttl", "tests/shapes/**/*.ttl")
QUERIES = files("queries/**/*.rq")
DECLARED = re.compile(r"^@prefix\s+(\w*):\s+<([^>]*)>\s*\.", re.MULTILINE)


@pytest.mark.parametrize("path", TURTLE, ids=name)
def test_a_turtle_file_reads_in_both_libraries_and_opens_with_its_purpose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    both = (
        len(Graph().parse(data=text, format="turtle")),
        len(set(ox.parse(text, format=ox.RdfFormat.TURTLE))),
    )
    assert both[0] == both[1]


@pytest.mark.parametrize("path", TURTLE, ids=name)
def test_a_turtle_file_uses_the_prefixes_of_the_project(path: Path) -> None:
    declared = dict(DECLARED.findall(path.read_text(encoding="utf-8")))
    odd = {prefix: iri for prefix, iri in declared.items() if PREFIXES.get(prefix) != iri}
    assert not odd


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_a_query_runs_unmodified_in_any_sparql_engine(path: Path) -> None:
    """No default prefixes here: the file declares what it uses."""
    ox.Store().query(path.read_text(encoding="utf-8"))


def test_every_yaml_file_can_be_read() -> None:
    for path in files("data/**/*.yml", "queries/**/*.yml", ".pre-commit-config.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_no_blank_node_stands_in_the_data() -> None:
    for path in files("data/curated/**/*.ttl"):
        text = path.read_text(encoding="utf-8")
        quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
        assert not any(
            isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)
        ), name(path)


def test_locks_are_pinned_with_hashes_and_carry_no_addresses() -> None:
    for path in files("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^[a-z][\w.-]*(?:\[[\w,]+\])?==", text, re.MULTILINE | re.IGNORECASE)
        assert len(pins) == len(re.findall(r"^[a-zA-Z]", text, re.MULTILINE)) > 20
        assert text.count("--hash=sha256:") >= len(pins)
