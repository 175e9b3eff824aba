"""A module imports only what stands above it in the list of layers."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "polybius"
LAYERS = [
    {"errors"},
    {"iso_days"},
    {"tables"},
    {"records"},
    {"codebook"},
    {"crosswalk"},
    {"read"},
    {"annotate"},
    {"find"},
    {"attribute"},
    {"events"},
    {"relations"},
    {"coder"},
    {"store"},
    {"link"},
    {"export"},
    {"corpus"},
    {"web"},
    {"outside"},
    {"evaluate"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def _layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _top_level_imports(path: Path) -> set[str]:
    """Polybius layers imported when the module is imported; imports inside functions are late on purpose."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "polybius":
                names = [f"polybius.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("polybius.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_module_imports_only_from_above(path):
    layer = _layer(path)
    assert layer in RANK, f"{layer} has no place in the list of layers"
    below = {name for name in _top_level_imports(path) if name != layer and RANK.get(name, -1) > RANK[layer]}
    assert not below, f"{path.name} imports {below}, which stand below {layer}"


@pytest.mark.parametrize(
    "module", ["polybius", "polybius.records", "polybius.store", "polybius.export", "polybius.cli"]
)
def test_import_does_not_load_spacy(module):
    probe = f"import sys, {module}; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
