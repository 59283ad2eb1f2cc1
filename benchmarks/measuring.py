"""Runs of engines in fresh processes: seconds by part, peak memory, a time limit; and tables."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import platform
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = [
    "Run",
    "Stopwatch",
    "machine",
    "markdown",
    "measured",
    "median_run",
    "optional",
    "peak_megabytes",
    "run_child",
    "versions",
]

_ERROR = re.compile(r"[\w.]*(Error|Exception|Failure)\b")


@dataclass(frozen=True)
class Run:
    """What one engine did with one graph.

    Args:
        seconds: wall seconds by part of the work; imports and the writing of answers are in none.
        cpu: processor seconds by part, of all threads and of all processes that have ended.
        counts: numbers that the engine reports, such as of inferred triples.
        megabytes: peak memory of the process, and of what it started.
        failure: why there is no answer; empty if there is one.
    """

    seconds: Mapping[str, float] = field(default_factory=dict)
    cpu: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    megabytes: float = 0.0
    failure: str = ""

    @property
    def total(self) -> float:
        """Wall seconds of all parts."""
        return sum(self.seconds.values())


class Stopwatch:
    """Measures the parts of a run inside the process that does it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.megabytes = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        start, used = time.perf_counter(), _cpu_seconds()
        yield
        self.seconds[name] = time.perf_counter() - start
        self.cpu[name] = _cpu_seconds() - used
        self.megabytes = peak_megabytes()

    def save(self, path: Path) -> None:
        """Leave the measurements where `run_child` reads them; memory is that of the last part."""
        path.write_text(json.dumps(vars(self)), encoding="utf-8")


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def peak_megabytes() -> float:
    """Peak resident memory of this process and of the largest that it started.

    Linux counts what a process was before it became this program into `ru_maxrss`; where the
    kernel tells the peak of the program alone, that is taken.
    """
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024 + started
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit + started


def run_child(script: Path, engine: str, arguments: Sequence[str], limit: float) -> Run:
    """Let a script run one engine in a fresh process.

    Args:
        script: called with `--child ENGINE`, `--report FILE` and the arguments.
        engine: its name.
        arguments: further arguments.
        limit: seconds after which the process and all that it started are ended.
    """
    with tempfile.TemporaryDirectory() as folder:
        report, errors = Path(folder) / "report.json", Path(folder) / "errors.txt"
        command = [sys.executable, str(script), "--child", engine, "--report", str(report)]
        with errors.open("wb") as sink:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, *arguments],
                stdout=subprocess.DEVNULL,
                stderr=sink,
                start_new_session=True,
            )
            try:
                process.wait(limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return Run(failure=f"not finished in {limit:.0f} s")
        if process.returncode or not report.is_file():
            told = errors.read_text(encoding="utf-8", errors="replace")
            return Run(failure=f"failed: {_reason(told) or process.returncode}")
        return Run(**json.loads(report.read_text(encoding="utf-8")))


def _reason(errors: str) -> str:
    """The line of an error output that names the error, else the last one."""
    lines = [line for line in errors.splitlines() if line.strip()]
    named = [line for line in lines if _ERROR.match(line)]
    return (named or lines or [""])[-1][:160]


def optional(module: str) -> Any:
    """A module that only benchmarks need, and that may lack type hints."""
    return importlib.import_module(module)


def measured(
    script: Path, engine: str, arguments: Sequence[str], runs: int, limit: float, tired: set[str]
) -> Run:
    """The median of several runs; of one where a run takes more than a tenth of the limit.

    Args:
        script: see `run_child`, as for the engine, the arguments and the limit.
        engine: its name.
        arguments: further arguments.
        runs: how many.
        limit: for each run.
        tired: engines that did not finish with a smaller graph and are not tried with this one;
            gets the engine if it does not finish.
    """
    if engine in tired:
        return Run(failure="not run, as it did not finish with a smaller graph")
    done: list[Run] = []
    while len(done) < runs and (not done or (not done[0].failure and done[0].total < limit / 10)):
        done.append(run_child(script, engine, arguments, limit))
    found = median_run(done)
    if found.failure.startswith("not finished"):
        tired.add(engine)
    sys.stderr.write(f"{engine}: {found}\n")
    return found


def median_run(runs: Sequence[Run]) -> Run:
    """The medians of several runs of the same work; the first failure if one failed."""
    for run in runs:
        if run.failure:
            return run
    parts = runs[0].seconds
    return Run(
        seconds={part: statistics.median(run.seconds[part] for run in runs) for part in parts},
        cpu={part: statistics.median(run.cpu[part] for run in runs) for part in parts},
        counts=runs[0].counts,
        megabytes=statistics.median(run.megabytes for run in runs),
    )


def machine() -> str:
    """The machine in words, and how busy it is: seconds of a busy machine say little."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()} on "
        f"{platform.machine()}, Python {platform.python_version()}, load average "
        f"{os.getloadavg()[0]:.1f} at the end"
    )


def versions(packages: Sequence[str]) -> str:
    """Packages with their versions, in words."""
    return ", ".join(f"{name} {_version(name)}" for name in packages)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 2) -> list[str]:
    """A table as Markdown; the columns after the first ones are set to the right."""
    rule = ["---" if n < left else "---:" for n in range(len(head))]
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
