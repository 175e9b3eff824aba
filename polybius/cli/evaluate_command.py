"""``polybius evaluate``: measures the coder against annotated sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polybius.cli import coding
from polybius.cli.faults import complain, reports_faults
from polybius.cli.options import Model, console

if TYPE_CHECKING:
    from polybius.evaluate.gold import GoldScore

evaluate_app = typer.Typer(
    help="Measure the coder against annotated sets.", no_args_is_help=True, rich_markup_mode=None
)

AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
AnnotatedFile = Annotated[Path, typer.Argument(help="File of the annotated set.", show_default=False)]
Directory = Annotated[Path, typer.Argument(help="Folder of the annotated set.", show_default=False)]


@evaluate_app.command()
@reports_faults
def gold(directory: Directory, json: AsJson = False, model: Model = None) -> None:
    """Reports coded by hand: precision, recall and F1 of events, and shares of right fields."""
    from polybius.evaluate.gold import evaluate_gold, read_gold

    read_gold(directory)
    score = evaluate_gold(directory, coding.load_coder(model))
    for name in score.missing:
        complain(f"{name}: in the gold coding, but not coded")
    if json:
        _print_json(score.as_dict())
    else:
        _print_gold(score)


@evaluate_app.command()
@reports_faults
def attribution(directory: Directory, json: AsJson = False, model: Model = None) -> None:
    """Quotations and reported speech: spans of content, cues and speakers."""
    from polybius.evaluate._attribution_habits import attributions_of
    from polybius.evaluate.attribution import evaluate_attribution
    from polybius.read.make_report import make_report

    coder = coding.load_coder(model)
    found = evaluate_attribution(directory, lambda text: attributions_of(coder.annotate(make_report(text))))
    _print_figures(found, json)


@evaluate_app.command()
@reports_faults
def tellings(directory: Directory, json: AsJson = False, model: Model = None) -> None:
    """Reports coded by hand: who says what, through whom each event is told, and how sure."""
    from polybius.evaluate.tellings import evaluate_tellings

    _print_figures(evaluate_tellings(directory, coding.load_coder(model)), json)


@evaluate_app.command()
@reports_faults
def when_where(directory: Directory, json: AsJson = False, model: Model = None) -> None:
    """Reports coded by hand: dates, places and history of the events found."""
    from polybius.evaluate.when_where import evaluate_when_where

    _print_figures(evaluate_when_where(directory, coding.load_coder(model)), json)


@evaluate_app.command()
@reports_faults
def times(
    directory: Directory,
    beside: Annotated[
        bool, typer.Option("--dateparser", help="Measure the search of the package dateparser beside it.")
    ] = False,
    json: AsJson = False,
    model: Model = None,
) -> None:
    """Time expressions: spans, types and values."""
    from polybius.evaluate.dateparser_search import search_times
    from polybius.evaluate.times import evaluate_times

    coder = coding.load_coder(model)
    found = evaluate_times(directory, lambda text, published: coder.code(text, published=published or None).times)
    other = evaluate_times(directory, search_times) if beside else {}
    _print_figures(found | {f"dateparser_{name}": value for name, value in other.items() if name.endswith("_f1")}, json)


@evaluate_app.command()
@reports_faults
def places(
    file: AnnotatedFile,
    json: AsJson = False,
    model: Model = None,
) -> None:
    """Places: names found, and how far from the annotated point they are set."""
    from polybius.evaluate.places import evaluate_places

    _print_figures(evaluate_places(file, coding.load_coder(model)), json)


@evaluate_app.command()
@reports_faults
def categories(
    file: AnnotatedFile,
    without: Annotated[
        Path | None, typer.Option("--without", help="CSV file with the numbers of rows to leave out, in column row.")
    ] = None,
    rival: Annotated[str, typer.Option("--rival", help="Column with another coder's answers.")] = "root_L2",
    json: AsJson = False,
) -> None:
    """Marked pairs: the category of what one party does to the other (table of PLV)."""
    from polybius.evaluate.categories import evaluate_categories, read_numbers
    from polybius.events.classifier import load_classifier

    left_out = read_numbers(without) if without else ()
    figures = evaluate_categories(file, load_classifier().judge_text, rival=rival, without=left_out)
    _print_classes(figures, json)


@evaluate_app.command()
@reports_faults
def detection(file: AnnotatedFile, json: AsJson = False, model: Model = None) -> None:
    """Bare sentences: is there an event, and of which class?"""
    from polybius.evaluate.detection import evaluate_detection

    coder = coding.load_coder(model)
    _print_classes(evaluate_detection(file, lambda text: coder.code(text).events), json)


@evaluate_app.command()
@reports_faults
def pairs(file: AnnotatedFile, json: AsJson = False, model: Model = None) -> None:
    """Tagged sentences: is the acting party with the party acted on among the pairs found?"""
    from polybius.evaluate.pairs import evaluate_pairs

    _print_figures(evaluate_pairs(file, coding.load_coder(model).code), json)


@evaluate_app.command()
@reports_faults
def actors(file: AnnotatedFile, json: AsJson = False, model: Model = None) -> None:
    """Marked mentions: whom they stand for, by kind of mention (evaluation/actors)."""
    from polybius.evaluate.actors import evaluate_actors

    coder = coding.load_coder(model)
    _print_classes(evaluate_actors(file, lambda text, date: coder.code(text, published=date)), json)


@evaluate_app.command()
@reports_faults
def relevance(file: AnnotatedFile, json: AsJson = False, model: Model = None) -> None:
    """Texts that are no politics, which should give no events, and political ones in the same words."""
    from polybius.evaluate.relevance import evaluate_relevance

    coder, every = coding.load_coder(model), coding.load_coder(model, every_topic=True)
    figures = evaluate_relevance(
        file,
        lambda text: coder.code(text["text"], published=text.get("published")).events,
        lambda text: every.code(text["text"], published=text.get("published")).events,
    )
    _print_figures(figures, json)


@evaluate_app.command()
@reports_faults
def confidence(directory: Directory, json: AsJson = False, model: Model = None) -> None:
    """Reports coded by hand: does the confidence of events say how often they are right?"""
    from polybius.evaluate.confidence import evaluate_confidence

    _print_figures(evaluate_confidence(directory, coding.load_coder(model)), json)


@evaluate_app.command()
@reports_faults
def happenings(
    directory: Directory,
    errors: Annotated[
        bool, typer.Option("--errors", help="List the contradictions missed and made up, on stderr.")
    ] = False,
    json: AsJson = False,
    model: Model = None,
) -> None:
    """Affairs told by several reports: tellings linked, contradictions, independent tellers (evaluation/affairs)."""
    from polybius.evaluate.happenings import evaluate_happenings

    score = evaluate_happenings(directory, coding.load_coder(model))
    for error in score.errors if errors else ():
        complain(error)
    _print_figures(score, json)


@evaluate_app.command()
@reports_faults
def stories(file: AnnotatedFile, json: AsJson = False) -> None:
    """Reports grouped by affair: reports.jsonl of evaluation/affairs, or the token table of ECB+."""
    from polybius.evaluate.stories import evaluate_stories

    _print_figures(evaluate_stories(file), json)


@evaluate_app.command()
@reports_faults
def mentions(
    file: AnnotatedFile,
    mentions: Annotated[Path, typer.Argument(help="JSON file with its event mentions.", show_default=False)],
    json: AsJson = False,
    model: Model = None,
) -> None:
    """Event mentions of ECB+ linked across articles, beside the same-lemma baseline."""
    from polybius.evaluate.mention_linking import evaluate_mention_linking

    _print_figures(evaluate_mention_linking(file, mentions, coding.load_coder(model)), json)


@evaluate_app.command()
@reports_faults
def corrections(
    store: Annotated[Path, typer.Argument(help="Folder or URL of the store.", show_default=False)], json: AsJson = False
) -> None:
    """How often the coder is right, by what readers corrected in a store: precision by category."""
    from polybius.evaluate.corrections import evaluate_corrections

    figures = evaluate_corrections(store)
    if json:
        _print_json(figures)
        return
    from rich.table import Table

    table = Table("category", "checked", "right", "precision", "95 % interval", "missed")
    for name, row in (*figures["by_category"].items(), ("all", figures)):
        interval = "" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
        precision = "" if row["precision"] is None else f"{row['precision']:.2f}"
        table.add_row(name, str(row["checked"]), str(row["right"]), precision, interval, str(row["missed"]))
    console().print(table)
    for field, count in figures["fields"].items():
        typer.echo(f"{field}: {count} {'marked' if field == 'wrong' else 'corrected'}")


def _print_classes(figures: dict[str, Any], json: bool) -> None:
    """Prints figures by class as a table, the others as lines below it."""
    if json:
        _print_json(figures)
        return
    from rich.table import Table

    classes = figures.get("quads", figures)
    columns = tuple(next(iter(classes["by_class"].values()), {}))
    table = Table("class", *columns)
    for name, row in classes["by_class"].items():
        table.add_row(name, *(f"{row[c]:.3f}" if isinstance(row[c], float) else str(row[c]) for c in columns))
    screen = console()
    screen.print(table)
    for name, value in _flat({k: v for k, v in figures.items() if k not in {"by_class", "measure"}}):
        if "by_class" not in name:
            screen.print(f"{name.replace('_', ' ')}: {f'{value:.4f}' if isinstance(value, float) else value}")


def _print_gold(score: GoldScore) -> None:
    from rich.table import Table

    from polybius.evaluate.gold import FIELDS, rows

    table = Table("events", "gold", "found", "extra", "precision", "recall", "F1", *FIELDS)
    for name, count in rows(score):
        figures = [f"{value:.3f}" for value in (count.precision, count.recall, count.f1)]
        shares = [f"{count.share(field):.2f}" if count.asked[field] else "" for field in FIELDS]
        table.add_row(name, str(count.gold), str(count.found), str(count.extra), *figures, *shares)
    said = score.statements
    screen = console()
    screen.print(table)
    screen.print(
        f"statements: precision {said.precision:.3f}, recall {said.recall:.3f}, F1 {said.f1:.3f}, "
        f"speakers right {said.share('speakers'):.3f} (gold {said.gold}, found {said.found}, extra {said.extra})"
    )


def _print_figures(figures: Any, json: bool) -> None:
    """Prints figures whose names are their own explanation."""
    figures = figures.as_dict() if hasattr(figures, "as_dict") else figures
    if json:
        _print_json(figures)
        return
    from rich.table import Table

    table = Table("figure", "value")
    for name, value in _flat(figures):
        table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    console().print(table)


def _flat(figures: Any, prefix: str = "") -> list[tuple[str, Any]]:
    if isinstance(figures, dict):
        return [pair for name, value in figures.items() for pair in _flat(value, f"{prefix}{name} ")]
    return [(prefix.strip(), figures)]


def _print_json(figures: Any) -> None:
    import json

    typer.echo(json.dumps(figures, indent=2, ensure_ascii=False))
