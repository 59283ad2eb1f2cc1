"""Time every named question on the graph that ships; writes benchmarks/results/questions.md.

Usage: python benchmarks/questions.py [RUNS]

A build must be there. Each question is asked with its example parameters, in one
process over the open store; the table gives the median of the runs and the number of rows.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from pathlib import Path

from imet_graph.named_query import all_queries, fill
from imet_graph.query import run
from imet_graph.resources import home_dir
from imet_graph.store import current

RESULTS = Path(__file__).parent / "results" / "questions.md"
LIMIT = 250


def timed(count: int) -> list[tuple[str, float, int]]:
    """Name, median milliseconds and rows of each question, slowest first."""
    store = current(home_dir()).open()
    found = []
    for name, question in all_queries().items():
        text = fill(question, {each.name: each.example for each in question.parameters})
        times, rows = [], 0
        for _ in range(count):
            start = time.perf_counter()
            rows = len(run(store, text).rows)
            times.append((time.perf_counter() - start) * 1000)
        found.append((name, statistics.median(times), rows))
    return sorted(found, key=lambda each: -each[1])


def table(found: list[tuple[str, float, int]], count: int) -> str:
    """The questions as Markdown."""
    times = [milliseconds for _, milliseconds, _ in found]
    triples = current(home_dir()).manifest["triples"]
    over = sum(milliseconds > LIMIT for milliseconds in times)
    lines = [
        "# Named questions",
        "",
        f"`python benchmarks/questions.py {count}` on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.machine()}: {len(found)} questions on "
        f"{triples['asserted']:,} asserted and {triples['inferred']:,} inferred triples, median "
        f"{statistics.median(times):.1f} ms, slowest {max(times):.0f} ms, {over} over {LIMIT} ms.",
        "",
        "| question | ms | rows |",
        "|---|---:|---:|",
        *(f"| {name} | {milliseconds:.1f} | {rows} |" for name, milliseconds, rows in found),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Ask every question, print the table and write it down."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    text = table(timed(count), count)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
