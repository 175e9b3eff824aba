"""Writes the pages of docs/ that code and data know better: cli.md, records.md, codebook.md and export.md.

usage: python tools/write_docs.py [--check]      --check writes nothing and fails where a page is out of step
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HEADER = "<!-- written by tools/write_docs.py; change the code or the data, then run: make docs -->\n\n"
WIDTH = 100


def cli_page() -> str:
    """Every command with its help."""
    import typer

    from polybius.cli import app

    page = "# Command line\n\nExit codes: 0 all done, 1 some inputs failed, 2 wrong use or nothing could be read.\n"
    for name, text in _commands(typer.main.get_command(app), "polybius"):
        page += f"\n## {name}\n\n```text\n{text.strip()}\n```\n"
    return page


def _commands(command: Any, name: str, parent: Any = None) -> Iterator[tuple[str, str]]:
    context = command.context_class(
        command,
        info_name=name.rsplit(" ", 1)[-1],
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **command.context_settings,
    )
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for part in getattr(command, "list_commands", lambda _: [])(context):
        yield from _commands(command.get_command(context, part), f"{name} {part}", context)


def records_page() -> str:
    """Every record with its fields, types and meanings."""
    from polybius import records

    page = f"# Records\n\n{inspect.getdoc(records)}\n\n`polybius schema` prints the same as JSON Schema.\n"
    for record in _records(records):
        page += f"\n## {record.__name__}\n\n{inspect.getdoc(record)}\n\n| field | type | meaning |\n|---|---|---|\n"
        for name, field in record.model_fields.items():
            meaning = (field.description or "").replace("|", "\\|")
            page += f"| {field.alias or name} | {_type(field.annotation)} | {meaning} |\n"
    return page


def _records(module: Any) -> Iterator[Any]:
    for value in vars(module).values():
        if inspect.isclass(value) and issubclass(value, module.Record) and value is not module.Record:
            yield value


def _type(annotation: Any) -> str:
    """A type in words: "Actor list", "text or null", "one of direct, indirect, mixed"."""
    import types
    from typing import Annotated, Literal, Union, get_args, get_origin

    plain = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null"}
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in plain:
        return plain[annotation]
    if origin is Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return "one of " + ", ".join(map(str, arguments))
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    if origin in (Union, types.UnionType):
        return " or ".join(map(_type, arguments))
    return f"[{annotation.__name__}](#{annotation.__name__.lower()})"


def codebook_page() -> str:
    """Categories with their modes, contexts, sectors and codes."""
    from polybius.codebook import CODEBOOK_VERSION, load_codebook

    book = load_codebook()
    quads = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
    page = f"# Codebook\n\nVersion {CODEBOOK_VERSION}. "
    page += "Facts of the PLOVER manual, restated; scores run from −10 (conflict) to +10.\n"
    for category in book.categories.values():
        required = "a recipient is required" if category.recipient_required else "a recipient is optional"
        page += f"\n## {category.name}\n\n{category.definition}\n\n"
        page += f"Quad {category.quad} ({quads[category.quad]}), score {category.score:g}; {required}.\n"
        if category.modes:
            page += "\n| mode | score | meaning |\n|---|---|---|\n"
        for mode in category.modes.values():
            page += f"| {mode.name} | {'' if mode.score is None else f'{mode.score:g}'} | {mode.definition} |\n"
    for title, names in (
        ("Contexts", book.contexts),
        ("Sectors", book.sectors),
        ("International actors", book.international),
    ):
        page += f"\n## {title}\n\n| name | meaning |\n|---|---|\n"
        page += "".join(f"| {name} | {meaning} |\n" for name, meaning in names.items())
    return page


def export_page() -> str:
    """The formats and the columns of the event rows."""
    from polybius.export import EXPORTERS
    from polybius.export.event_rows import EVENT_COLUMNS

    types = {str: "text", int: "whole number", float: "number"}
    page = "# Exports\n\n`polybius code … --out FILE` takes the format from the suffix, or from `--format`.\n\n"
    page += "| format | what is written |\n|---|---|\n"
    for name, exporter in EXPORTERS.items():
        said = (inspect.getdoc(inspect.getmodule(exporter)) or "").split("\n")[0]
        page += f"| {name} | {said} |\n"
    page += "\n## Columns of csv and parquet\n\nAlso those of the view `events` of a store. "
    page += "What there are several of is joined by a bar, an unknown one leaving its place empty.\n"
    page += "\n| column | type | meaning |\n|---|---|---|\n"
    page += "".join(f"| {column.name} | {types[column.type]} | {column.meaning} |\n" for column in EVENT_COLUMNS)
    return page


# page -> what writes it
PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "records.md": records_page,
    "codebook.md": codebook_page,
    "export.md": export_page,
}


def stale_pages() -> list[str]:
    """The pages that are not as the code and the data have them."""
    return [name for name, write in PAGES.items() if not _is_fresh(DOCS / name, HEADER + write())]


def _is_fresh(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def main() -> None:
    """Writes the pages, or checks them."""
    sys.path.insert(0, str(ROOT))
    if "--check" in sys.argv:
        stale = stale_pages()
        if stale:
            sys.exit(f"out of step with the code: {', '.join(stale)}; run: python tools/write_docs.py")
        return
    DOCS.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        (DOCS / name).write_text(HEADER + write(), encoding="utf-8")


if __name__ == "__main__":
    main()
