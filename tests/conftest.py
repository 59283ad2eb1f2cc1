"""Fixtures that several test modules share; no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from imet_graph.building import Build, build
from imet_graph.store import Release

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the research data beside the checkout, for comparison with our own tables."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is absent: no research data to compare the tables with")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything that ships, built once for all tests."""
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def release(built: Build) -> Release:
    """The release of that build."""
    return built.release


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where every test should run, a skip is a failure.

    Absent research data excuses one, and so does the extra `spark`, which no set-up installs.
    """
    report: pytest.TestReport = yield  # type: ignore[assignment]
    reason = str(report.longrepr)
    no_data = not (ROOT.parent / "shared").is_dir() and "../shared" in reason
    excused = no_data or "pyspark, an optional extra, is not installed" in reason
    if os.environ.get("IMET_GRAPH_STRICT_SKIPS") and report.skipped and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped although it should run here: {report.longrepr}"
    return report  # type: ignore[return-value]
