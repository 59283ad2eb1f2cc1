"""Write synthetic graphs that follow our ontology and shapes, as canonical N-Triples.

Usage: python benchmarks/generator.py FILE [--triples N] [--seed S] [--faults SHARE] [--counts]

The same size, seed and share of faults give the same bytes. Things are written kind by kind, with
references between them worked out from their numbers, so that nothing is kept in memory. `SHARES`
says how much of a graph each kind is; training events make up the rest, about 60 of 100 triples,
sixteen to an event as in the Foreign Military Training reports. Keys cannot be mistaken for real
ones: countries have codes of the range XAA to XXZ, which ISO 3166-1 leaves to users, acts are of a
900th Congress, and all else is called synthetic. The facts conform to the shapes, without a
warning, unless faults are asked for.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.synthetic import agents, evidence, law, restriction, training
from benchmarks.synthetic.faults import FAULTS, Fault, Seeded
from benchmarks.synthetic.world import Kind, World

__all__ = ["KINDS", "LEAST", "SHARES", "Written", "blocks", "write"]

KINDS: tuple[Kind, ...] = (
    *evidence.KINDS,
    *agents.KINDS,
    *law.KINDS,
    *training.KINDS,
    *restriction.KINDS,
)
SHARES = {
    **{kind.name: kind.share for kind in KINDS},
    training.EVENT.name: 1 - sum(kind.share for kind in KINDS),
}
"""Share of the triples by kind of thing; small graphs hold more of what has a least number."""

_SPARED = frozenset({"fiscal year", "source", "country", "program"})
"""Few things to which many others refer: a fault in one would show in thousands of results."""

LEAST = 8_000
"""Triples of the smallest graph: all kinds with their least numbers, and some training events."""


@dataclass
class Written:
    """What a graph holds.

    Args:
        triples: lines of the file.
        things: number of things by kind.
        faults: what was spoiled, in the order of the file.
    """

    triples: int = 0
    things: dict[str, int] = field(default_factory=dict)
    faults: list[Seeded] = field(default_factory=list)


def blocks(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Kind and N-Triples lines of each thing, without faults.

    Args:
        size: number of triples; up to fifteen more are written, so that the last thing is whole.
        seed: of the random numbers.

    Raises:
        ValueError: the size is too small for every kind to occur.
    """
    if size < LEAST:
        raise ValueError(f"{size} triples are too few; expected {LEAST} or more")
    world = World(size, seed, KINDS)
    written = 0
    for kind in KINDS:
        for number in range(world.count[kind.name]):
            text = kind.write(world, number)
            written += text.count("\n")
            yield kind.name, text
    number = 0
    while written < size:
        text = training.EVENT.write(world, number)
        written += text.count("\n")
        yield training.EVENT.name, text
        number += 1


def write(
    path: Path, size: int, seed: int = 1, faults: float = 0.0, without: Collection[str] = ()
) -> Written:
    """Write a graph.

    Args:
        path: the file; overwritten.
        size: number of triples; see `blocks`.
        seed: of the random numbers.
        faults: share of the things that get one fault of `FAULTS` each, chosen at random.
        without: names of faults that are not chosen.

    Returns:
        What stands in the file.
    """
    done = Written()
    choice = [fault for fault in FAULTS if fault.name not in without]
    # Faults have their own random numbers: without them the same seed gives the same facts.
    chance = random.Random(f"faults {seed}").random  # noqa: S311 - no secret
    with path.open("w", encoding="ascii", newline="\n", buffering=1 << 20) as file:
        for kind, text in blocks(size, seed):
            if faults and kind not in _SPARED and chance() < faults:
                text = _spoiled(kind, text, choice, chance(), done)
            file.write(text)
            done.triples += text.count("\n")
            done.things[kind] = done.things.get(kind, 0) + 1
    return done


def _spoiled(kind: str, text: str, choice: list[Fault], chance: float, done: Written) -> str:
    lines = text.splitlines(keepends=True)
    fitting: list[tuple[Fault, list[str]]] = []
    for fault in choice:
        if not fault.kinds or kind in fault.kinds:
            changed = fault.change(lines)
            if changed is not None:
                fitting.append((fault, changed))
    fault, changed = fitting[int(chance * len(fitting))]
    done.faults.append(Seeded(changed[0].split(" ", 1)[0][1:-1], fault))
    return "".join(changed)


def main() -> None:
    """Write one graph as told on the command line."""
    parser = argparse.ArgumentParser(description="Write a synthetic graph as N-Triples.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.0, help="share of the things spoiled")
    parser.add_argument("--counts", action="store_true", help="say how many things of each kind")
    told = parser.parse_args()
    done = write(told.file, told.triples, told.seed, told.faults)
    sys.stdout.write(f"{done.triples} triples, {len(done.faults)} faults\n")
    if told.counts:
        sys.stdout.writelines(f"{number:>10}  {kind}\n" for kind, number in done.things.items())


if __name__ == "__main__":
    main()
