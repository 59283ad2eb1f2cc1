"""Time a build from clean, stage by stage; writes benchmarks/results/build.md.

Usage: python benchmarks/build.py [RUNS]

Each run builds everything that ships into an empty folder, in a fresh process. The table gives the
median of each stage and its share of the whole; the ratios hold better than the seconds where the
machine is noisy.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "build.md"


def one_build() -> dict[str, float]:
    """Seconds by stage of one build in a fresh process."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "imet_graph", "--home", home, "build", "--json"],
            check=True,
            capture_output=True,
            text=True,
        )
    seconds: dict[str, float] = json.loads(done.stdout)["seconds"]
    return seconds


def table(runs: list[dict[str, float]]) -> str:
    """The medians as Markdown."""
    medians = {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}
    totals = [sum(run.values()) for run in runs]
    whole = sum(medians.values())
    lines = [
        "# Build from clean",
        "",
        f"`python benchmarks/build.py {len(runs)}` on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.machine()}: median of {len(runs)} runs "
        f"{statistics.median(totals):.1f} s (smallest {min(totals):.1f}, largest "
        f"{max(totals):.1f}).",
        "",
        "| stage | seconds | share |",
        "|---|---:|---:|",
        *(f"| {stage} | {s:.1f} | {s / whole:.0%} |" for stage, s in medians.items()),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the builds, print the table and write it down."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    text = table([one_build() for _ in range(count)])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
