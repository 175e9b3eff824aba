"""All commands in the order in which ``polybius --help`` lists them. To add one: a file beside this, a line here."""

from __future__ import annotations

import typer

from polybius.cli.actors_command import actors
from polybius.cli.code_command import code
from polybius.cli.compare_command import compare
from polybius.cli.corrections_command import corrections
from polybius.cli.demo_command import demo
from polybius.cli.diff_command import diff
from polybius.cli.evaluate_command import evaluate_app
from polybius.cli.explain_command import explain
from polybius.cli.export_command import export
from polybius.cli.happenings_command import happenings
from polybius.cli.import_command import import_outside
from polybius.cli.ingest_command import ingest
from polybius.cli.link_command import link
from polybius.cli.query_command import query
from polybius.cli.rebuild_command import rebuild
from polybius.cli.schema_command import schema
from polybius.cli.series_command import series
from polybius.cli.serve_command import serve
from polybius.cli.standing_command import standing
from polybius.cli.statements_command import statements
from polybius.cli.store_command import store_app
from polybius.cli.story_command import story
from polybius.cli.version_option import print_version
from polybius.cli.watch_command import watch

app = typer.Typer(
    name="polybius",
    help="Turns news reports into political event data: who did what to whom, when, where, and according to whom.",
    no_args_is_help=True,
    # plain help and plain tracebacks: the same on every terminal, and rich need not be loaded for them
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _main(
    version: bool = typer.Option(
        False, "--version", callback=print_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Turns news reports into political event data: who did what to whom, when, where, and according to whom."""


for command in (
    code,
    ingest,
    watch,
    link,
    happenings,
    story,
    explain,
    query,
    diff,
    series,
    standing,
    statements,
    serve,
    corrections,
    export,
    rebuild,
    compare,
    actors,
    schema,
    demo,
):
    app.command()(command)
# "import" is a word of Python
app.command("import")(import_outside)
app.add_typer(store_app, name="store")
app.add_typer(evaluate_app, name="evaluate")
