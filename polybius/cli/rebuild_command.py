"""``polybius rebuild``: an export without texts made whole again by whoever holds the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polybius.cli.faults import SOME_FAILED, WRONG_USE, complain, reports_faults
from polybius.cli.options import Store


@reports_faults
def rebuild(
    shared: Annotated[
        Path, typer.Argument(help="File of polybius export --format jsonl --no-text, also .gz.", show_default=False)
    ],
    texts: Annotated[
        list[str],
        typer.Option(
            help="Reports with their texts: .txt, .jsonl, .csv, .html files or globs; may be given more than once.",
            show_default=False,
        ),
    ],
    store: Store,
) -> None:
    """Put the texts of reports back into an export without them, and keep the coded reports in a store.

    A text belongs to the record whose report id is the hash of its normalised words. Reasons and titles are not shared
    and stay empty; polybius code makes them anew. Exit code 0: all records are whole; 1: some are not; 2: none is.
    """
    from polybius.export.rebuilding import rebuilt
    from polybius.read import ReadFailure, read_reports
    from polybius.records import CodedReport
    from polybius.store import Written, write
    from polybius.store.write import BATCH, batches

    written, failed = Written(), 0
    with rebuilt(shared) as records:
        for some in batches(records.filled(read_reports(texts)), BATCH):
            whole = [one for one in some if isinstance(one, CodedReport)]
            for one in some:
                if isinstance(one, ReadFailure):
                    failed += 1
                    complain(str(one))
            written += write(store, whole)
        typer.echo(
            f"{store}: {records.whole:,} of {records.total:,} records made whole ({written}); "
            f"{records.without_text:,} without a text, {failed:,} texts or records that do not fit"
        )
        if not records.whole:
            raise typer.Exit(WRONG_USE)
        raise typer.Exit(SOME_FAILED if failed or records.without_text else 0)
