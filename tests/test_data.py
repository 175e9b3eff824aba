"""polybius/data/README.md lists every data file with its rows, origin and licence."""

import re
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest

from polybius.tables import DATA

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import write_docs

README = DATA / "README.md"
FILES = sorted(
    path
    for path in DATA.rglob("*")
    if path.is_file() and path.name != "README.md" and path.parent.name != "model" and not path.name.startswith(".")
)


def listed() -> list[list[str]]:
    """The rows of the table: file, what, columns, rows, origin, licence."""
    lines = README.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("| `")]


def rows_in(path: Path) -> int:
    """Rows without comments and header, counted here apart from the tool that writes the table."""
    if path.suffix == ".toml":
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = [value for name, value in content.items() if name == "modes" or path.parent.name != "categories"]
        return sum(map(len, tables))
    if path.suffix == ".npy":
        return len(np.load(path))
    kept = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip() and line[0] != "#"]
    return len(kept) - (1 if path.suffix == ".csv" else 0)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(DATA).as_posix())
def test_a_data_file_is_listed_once(path):
    name = path.relative_to(DATA).as_posix()
    assert len([row for row in listed() if fnmatch(name, row[0].strip("`"))]) == 1


@pytest.mark.parametrize("row", listed(), ids=lambda row: row[0].strip("`"))
def test_a_listed_file_has_the_rows_it_is_said_to_have(row):
    files = list(DATA.glob(row[0].strip("`")))
    assert files
    assert sum(map(rows_in, files)) == int(row[3].replace(",", "")), "run: make docs"
    assert all(row), "every column says something"


def test_the_table_is_as_the_tool_writes_it():
    text = README.read_text(encoding="utf-8")
    assert write_docs.with_blocks(text, {"data"}) == text, "run: make docs"
