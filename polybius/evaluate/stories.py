"""Measures the grouping of reports into affairs: B³ (Bagga and Baldwin 1998) over reports, beside MUC and CEAF-e.

Two kinds of files are read: ``reports.jsonl`` of a set of affairs (evaluation/affairs), and token tables of ECB+ (see
``_ecb``), where the articles of a topic are of two affairs, "ecb" and "ecbplus".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from polybius.errors import ReadError
from polybius.evaluate._coreference import score
from polybius.evaluate._ecb import read_articles
from polybius.link.stories import Document, affairs

Grouping = Callable[[Iterable[Document]], Iterable[tuple[str, ...]]]


def evaluate_stories(file: str | Path, group: Grouping = affairs) -> dict[str, Any]:
    """Groups the reports of a file and measures the groups. Raises ReadError where the file is of neither kind."""
    documents, affair = read_documents(file)
    gold: dict[str, list[str]] = {}
    for document in documents:
        gold.setdefault(affair[document.id], []).append(document.id)
    response = [list(part) for part in group(documents)]
    return {
        "measure": "stories",
        "reports": len(documents),
        "affairs": len(gold),
        "given": len(response),
        **score(gold.values(), response).as_dict(),
    }


def read_documents(file: str | Path) -> tuple[list[Document], dict[str, str]]:
    """The documents of a file and the affair of each by its id. Raises ReadError where the file is of neither kind."""
    if Path(file).suffix == ".jsonl":
        return _read_reports(Path(file))
    articles = read_articles(file)
    documents = [Document(article.id, article.text) for article in articles]
    return documents, {article.id: article.affair for article in articles}


def _read_reports(file: Path) -> tuple[list[Document], dict[str, str]]:
    try:
        reports = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        documents = [
            Document(one["id"], f"{one.get('title') or ''}\n{one['text']}", one.get("published")) for one in reports
        ]
        return documents, {one["id"]: one["affair"] for one in reports}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{file}: cannot be read as reports with their affairs ({error})") from error
