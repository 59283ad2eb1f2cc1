"""The package keeps the order in which data flows: a stage imports only what comes before it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "imet_graph"
ORDER = (
    {"errors", "namespaces"},
    {"resources", "iri", "terms"},
    {"manchester"},
    {"relational"},
    {"named_query"},
    {"reading"},
    {"importing"},
    {"mapping", "linksets"},
    {"profile"},
    {"reasoning"},
    {"ontology"},
    {"validation", "hygiene"},
    {"store"},
    {"query"},
    {"description", "exporting"},
    {"explanation"},
    {"briefing"},
    {"serving", "building"},
    {"console"},
    {"statistics", "register", "passages"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}


def units() -> list[Path]:
    found = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
    assert len(found) > 15
    return found


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Names of the stages that a module imports."""
    stages = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("imet_graph"):
            rest = (node.module or "").split(".")[1:]
            stages |= {rest[0]} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("imet_graph.")]
            stages |= {name.split(".")[1] for name in names}
    return stages & set(RANK)


@pytest.mark.parametrize("path", units(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_stage_imports_only_earlier_stages_and_the_ground_floor(path: Path) -> None:
    own = stage(path)
    assert own in RANK, f"{own} has no place in the order of the stages"
    late = {name for name in imported(path) if RANK[name] >= RANK[own] and name != own}
    allowed_within = {name for name in late if RANK[name] == RANK[own]} & ORDER[RANK[own]]
    assert not late - allowed_within


@pytest.mark.parametrize("path", units(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 500


def test_only_the_iri_module_spells_the_path_of_a_thing() -> None:
    spelled = {path.name for path in units() if "id/{" in path.read_text(encoding="utf-8")}
    assert spelled <= {"iri.py", "namespaces.py", "reasoning.py", "statistics.py"}
