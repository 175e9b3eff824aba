"""In what setting: PLOVER contexts of an event, judged on its paragraph by cue words."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from polybius.codebook import load_codebook
from polybius.events.grammar import sentence_of
from polybius.events.lexicon import CONTEXT_COLUMNS, LEXICONS, alternatives
from polybius.records import Named
from polybius.tables import read_table


@cache
def context_words() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Cues by their last word: (words, context)."""
    known = load_codebook().contexts
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in read_table(LEXICONS / "contexts.csv", CONTEXT_COLUMNS):
        if row["context"] not in known:
            raise row.fault(f"{row['context']!r} is no PLOVER context")
        for words in alternatives(row["cues"]):
            table.setdefault(words[-1], []).append((words, row["context"]))
    return table


def contexts_of(trigger: Token) -> tuple[Named, ...]:
    """The contexts whose cues stand in the trigger's sentence, in text order, one span each."""
    found: dict[str, Named] = {}
    for token in sentence_of(trigger):
        for form in {token.lemma_.lower(), token.lower_}:
            for words, context in context_words().get(form, ()):
                first = _start(token, words)
                if first is not None:
                    end = token.idx + len(token)
                    found.setdefault(context, Named(name=context, start=token.doc[first].idx, end=end))
    return tuple(sorted(found.values(), key=lambda n: (n.start or 0, n.name)))


def _start(token: Token, words: tuple[str, ...]) -> int | None:
    """The index of the cue's first word where its words end at ``token``; hyphens are skipped."""
    doc: Doc = token.doc
    at = token.i
    for word in reversed(words[:-1]):
        at -= 1
        while at >= 0 and doc[at].text in {"-", "–"}:
            at -= 1
        if at < 0 or word not in {doc[at].lemma_.lower(), doc[at].lower_}:
            return None
    return at
