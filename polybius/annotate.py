"""Stage 2 of 9: annotate — needs a Report, leaves a spaCy Doc with the parse, the entities and paragraph breaks.

The Doc is the one object that travels from here to stage 6: each stage reads what earlier ones left in
``doc._.polybius_…`` and adds its own. Extension attributes are registered here, once, also for a user's own pipeline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from polybius.records import Actor, EventDate, Place, Report, Statement, TimeExpression
from polybius.tables import DATA, read_table

# how the reason of a party ends whose country no word beside it tells
BY_FOCUS, BY_PLACE = "the report's focus", "country of the place in the sentence"


@dataclass(frozen=True)
class ActorMention:
    """Words that stand for one or more parties ("the two sides" stands for two).

    start, end, head: token indices (end exclusive); ``head`` is the syntactic head of the mention.
    actors: the parties, each with the mention's own words and offsets.
    kind: name (in the actor list), demonym (an adjective such as "Armenian" standing alone as modifier), role ("the
    Armenian army", "police"), person (a person not in the list), group ("the two sides"), pronoun.
    """

    start: int
    end: int
    head: int
    actors: tuple[Actor, ...]
    kind: str


@dataclass(frozen=True)
class TimeMention:
    """A time expression: token span, record, and the interval of days it stands for.

    relation: the word that makes a bound of it ("since", "until", "by", "after", "before", "in", …), or None.
    date: the interval with its precision (basis left None); start or end None where it is open or unresolved.
    whole: the same without the bound that the relation makes of it.
    """

    start: int
    end: int
    time: TimeExpression
    date: EventDate
    relation: str | None = None
    whole: EventDate | None = None


@dataclass(frozen=True)
class PlaceMention:
    """A place name: token span, head token and record."""

    start: int
    end: int
    head: int
    place: Place


@dataclass(frozen=True)
class StatementMention:
    """A statement: its record, the token index of its cue's head (None where it has none), and its speakers' mentions.

    verb_act: True where the cue itself names an act ("accused", "urged"): by rule 4 the act is the report's own.
    told: False where the content is what a feeling, an aim or a talk is about ("wants to go", "discussed the raid"):
    nothing that the report has through the speaker.
    """

    statement: Statement
    cue: int | None
    speakers: tuple[ActorMention, ...] = ()
    verb_act: bool = False
    told: bool = True


# name of the extension attribute -> (owner, default)
EXTENSIONS: dict[str, tuple[type[Doc] | type[Span] | type[Token], Any]] = {
    "polybius_report": (Doc, None),  # records.Report, or the user's metadata as a dict
    "polybius_actor_list": (Doc, None),  # ActorList | None: the list to find parties by; None: the one that ships
    "polybius_every_topic": (Doc, False),  # bool: code reports and acts that are judged unpolitical as well
    "polybius_regions": (Doc, ()),  # tuple[records.Region, ...]
    "polybius_actors": (Doc, ()),  # tuple[ActorMention, ...] in text order
    "polybius_focus": (Doc, None),  # ISO alpha-3 code of the country the report is about, where one stands out
    "polybius_times": (Doc, ()),  # tuple[TimeMention, ...] in text order
    "polybius_places": (Doc, ()),  # tuple[PlaceMention, ...] in text order
    "polybius_places_told": (Doc, ()),  # tuple[PlaceMention, ...]: those and the words that stand for one, in order
    "polybius_statements": (Doc, ()),  # tuple[StatementMention, ...] in text order
    "polybius_events": (Doc, ()),  # tuple[records.Event, ...]
    "polybius_relations": (Doc, ()),  # tuple[records.Relation, ...]
    "polybius": (Doc, None),  # records.CodedReport
}


def register_extensions() -> None:
    """Registers the extension attributes; calling it again changes nothing."""
    for name, (owner, default) in EXTENSIONS.items():
        if not owner.has_extension(name):
            owner.set_extension(name, default=default)


register_extensions()


def report_of(doc: Doc) -> Report:
    """The Report a Doc was made from.

    Raises TypeError if the Doc has none yet (``coder.attach_report`` puts it there).
    """
    report = doc._.polybius_report
    if not isinstance(report, Report):
        raise TypeError("doc._.polybius_report must hold a polybius.records.Report before this stage runs")
    return report


@Language.component("polybius_paragraphs", assigns=["token.is_sent_start"])
def split_paragraphs(doc: Doc) -> Doc:
    """Starts a sentence after every line break that ends a paragraph, which the parser then respects."""
    breaks = 0  # line breaks in the run of whitespace that ends here
    for token in doc[:-1]:
        breaks = breaks + token.text.count("\n") if token.is_space else 0
        if breaks >= 2 and not doc[token.i + 1].is_space:
            doc[token.i + 1].is_sent_start = True
    return doc


# a verb of this shape would double its last consonant ("wagged"): "waged" must be "wage", not "wag"
UNDOUBLED = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")


@cache
def verb_lemmas() -> dict[str, str]:
    """Lemmas of verb forms that the model's rules get wrong ("staged" is no form of "stag")."""
    return {r["word"]: r["lemma"] for r in read_table(DATA / "lexicons" / "lemmas.csv", ("word", "lemma", "note"))}


def mend_lemmas(doc: Doc) -> None:
    """Sets the right lemma on verb forms the model's rules get wrong."""
    table = verb_lemmas()
    for token in doc:
        if token.pos_ != "VERB":
            continue
        form, lemma = token.lower_, token.lemma_.lower()
        if form in table:
            token.lemma_ = table[form]
        elif form in {f"{lemma}ed", f"{lemma}ing", f"{lemma}es"} and UNDOUBLED.match(lemma):
            token.lemma_ = f"{lemma}e"


GENERALS = frozenset({"secretary", "attorney", "director", "governor", "auditor", "consul", "solicitor", "prosecutor"})


def free_subjects(doc: Doc) -> None:
    """Makes a name the subject of its clause that the parser joins to a month: "In March Turkey shelled the town"."""
    for month in doc[: max(0, len(doc) - 2)]:
        name = month.head
        if month.ent_type_ != "DATE" or month.pos_ != "PROPN" or month.dep_ != "compound" or name.i != month.i + 1:
            continue
        opening, verb = name.head, name.head.head
        if name.dep_ != "pobj" or name.pos_ != "PROPN" or opening.i != month.i - 1 or verb.tag_ not in {"VBD", "VBZ"}:
            continue
        if verb.i > name.i and not any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children):
            month.head, month.dep_ = opening, "pobj"
            name.head, name.dep_ = verb, "nsubj"


def free_relatives(doc: Doc) -> None:
    """Mends "the truce that the two sides signed on Monday has been kept", read as "the truce that the sides kept".

    The parser takes the verb of the relative clause for a participle of its subject and the main verb for its own.
    """
    for verb in doc:
        subject, main = verb.head, verb.head.head
        if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or subject.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        noun = main.head
        if main.dep_ != "relcl" or noun.dep_ != "ROOT" or noun.pos_ not in {"NOUN", "PROPN"} or not _is_finite(main):
            continue
        if not noun.i < subject.i < verb.i < main.i or any(c.dep_ in {"agent", "dobj"} for c in verb.children):
            continue
        opening = next((c for c in main.children if noun.i < c.i < subject.i and c.lower_ in OPENING), None)
        if opening is None or opening.i > subject.left_edge.i:
            continue
        late = [c for c in noun.children if c.i > main.i]
        main.head, main.dep_ = main, "ROOT"
        passive = any(c.dep_ == "auxpass" for c in main.children)
        noun.head, noun.dep_ = main, "nsubjpass" if passive else "nsubj"
        verb.head, verb.dep_ = noun, "relcl"
        subject.head, subject.dep_ = verb, "nsubj"
        opening.head, opening.dep_ = verb, "dobj"
        for word in late:
            word.head = main


OPENING = frozenset({"that", "which", "whom"})


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in verb.children
    )


def join_offices(doc: Doc) -> None:
    """Makes one token of what the tokenizer cuts at its hyphen: "vice-president", "secretary-general", "Sang-ho"."""
    spans = [doc[token.i : token.i + 3] for token in doc[: max(0, len(doc) - 2)] if _is_cut(token)]
    if not spans:
        return
    with doc.retokenize() as retokenizer:
        for span in spans:
            head, name = span[2], span[0].lower_ not in {"vice", *GENERALS}
            root = span.root
            attributes: dict[str | int, Any] = {
                "LEMMA": span.text if name else f"{span[0].lower_} {head.lemma_.lower()}",
                "POS": "PROPN" if name else head.pos_,
                "TAG": "NNP" if name else head.tag_,
                "DEP": root.dep_,
                "ENT_TYPE": "PERSON" if name else "",
            }
            retokenizer.merge(span, attrs=attributes)


def _is_cut(token: Token) -> bool:
    """Whether a token begins an office or a given name that was cut at its hyphen ("vice-president", "Kim Sang-ho")."""
    hyphen, last = token.nbor(1), token.nbor(2)
    if hyphen.text != "-" or token.whitespace_ or hyphen.whitespace_ or not last.text.isalpha():
        return False
    if token.lower_ == "vice" or (token.lower_ in GENERALS and last.lower_ == "general"):
        return True
    before = token.nbor(-1) if token.i else None
    return (
        before is not None
        and before.pos_ == token.pos_ == "PROPN"
        and before.text.istitle()
        and token.text.istitle()
        and before.dep_ != "punct"
        and last.text.islower()
        and len(last.text) <= LONGEST_SYLLABLE
        and last.tag_ not in {"VBN", "VBD", "VBG", "IN", "JJ"}
        and not last.text.endswith(("ed", "led", "ing", "ly", "elect"))
    )


LONGEST_SYLLABLE = 6  # of the second half of names such as "Young-chan"
