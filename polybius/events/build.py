"""Puts an Event together: category, modes, parties, realis, date, place, victims and who says so, with reasons."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import get_args

from spacy.tokens import Doc, Token

from polybius.annotate import StatementMention, report_of
from polybius.attribute import SPOKEN, chain_at, is_claim, link_of
from polybius.codebook import Codebook, load_codebook
from polybius.events.affected import add_affected
from polybius.events.attachment import FINITE
from polybius.events.candidates import Candidate, Matcher
from polybius.events.classifier import load_classifier
from polybius.events.confidence import LEAST, confidence_of, features_of
from polybius.events.contexts import contexts_of
from polybius.events.demands import find_demands
from polybius.events.filling import Filler
from polybius.events.harm import with_tolls
from polybius.events.implicit import lend_actors
from polybius.events.implied import imply_recipients
from polybius.events.judge import UNLISTED, Judge
from polybius.events.lend import lend
from polybius.events.lexicon import NONE, EventLexicon, load_lexicon
from polybius.events.magnitude import HARMING, bounded_number, size_of, victims_in, victims_of
from polybius.events.meetings import settle_meeting
from polybius.events.modes import modes_of
from polybius.events.parties import OFFICIAL, Parties, is_known, is_political
from polybius.events.protests import tell_protests
from polybius.events.realis import Reality, join, noun_reality, reality
from polybius.events.relevance import CHARGED, POLITICS, Relevance, is_nameless, relevance_of, weigh_topics
from polybius.events.retell import absorb_nouns, codes, drop_back_references, drop_contents, join_same_act
from polybius.events.scene import stay_in_scene
from polybius.events.tolls import find_tolls
from polybius.events.verdicts import find_verdicts
from polybius.events.when import date_of, not_ahead
from polybius.find.places import Manner, place_for
from polybius.find.times import is_background
from polybius.records import Actor, Event, Link, Named, Polarity, Realis, Span, Victims

VERBAL_WHEN_FUTURE = {"CONSULT", "SUPPORT", "COOPERATE", "AID"}  # rule 9: AGREE instead
DEEDS = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"}
HOSTILE = {"ASSAULT", "COERCE", "SANCTION", "REJECT", "THREATEN"}  # threats where announced with an "if"
REFUSED = {"SUPPORT", "CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE"}  # what one is asked for and refuses
PERSONAL = {"he", "she", "it", "they", "we", "i"}
NEEDS_DOER = {"AGREE", "SUPPORT", "CONSULT", "COOPERATE", "AID", "REQUEST", "REJECT", "THREATEN"}
# how an act is done, for where it is done
MANNERS: dict[str, Manner] = {
    "ASSAULT": "deed", "COERCE": "deed", "RETREAT": "deed", "MOBILIZE": "deed", "AID": "deed", "SANCTION": "deed",
    "PROTEST": "protest", "CONCEDE": "protest",
}  # fmt: skip
ATTEMPTED = {"ASSAULT", "PROTEST", "COERCE"}  # an attempt at them is one
TWO_SIDED = {"ASSAULT", "ACCUSE", "THREATEN", "COERCE"}
# a link of these attitudes passes on what it asserts; other act verbs (condemn, urge) take their object for granted
ASSERTING = {"accusation", "denial", "distancing", "committed", "neutral"}
OPEN = {"possible", "unspecified"}  # certainties that leave it open whether something happened
MEETING = {"meet", "open", "negotiate"}  # what a plural may do among itself
PLURAL = {"NNS", "NNPS"}
CONTENT = {"ccomp", "xcomp", "dobj", "prep", "acl", "dative"}  # what is asked, promised or refused


Side = tuple[tuple[Actor, ...], tuple[Actor, ...], tuple[Link, ...]]  # actors, recipients, chain


@dataclass(frozen=True)
class Presented:
    """What realis makes of a candidate: the category to write, its realis, and why."""

    category: str
    realis: tuple[Realis, ...]
    reason: str


def find_events(doc: Doc) -> Doc:
    """Sets ``doc._.polybius_events``."""
    lexicon, codebook = load_lexicon(), load_codebook()
    weights = weigh_topics(doc)
    charged = weights[POLITICS] >= CHARGED
    parties = Parties.of(doc)
    matcher, filler = Matcher(doc, lexicon, parties), Filler(doc, parties)
    candidates = matcher.candidates()
    for candidate in candidates:
        filler.fill(candidate)
    candidates += matcher.unlisted(candidates, UNLISTED, filler.fill)
    classifier = load_classifier()
    tokens = classifier.encoder.tokens(doc.text)
    judge, relevance = Judge(doc, classifier, tokens), relevance_of(tokens, weights, classifier)
    candidates = judge.settle(candidates)
    spoken = [*find_demands(doc, parties), *find_verdicts(doc, parties, lexicon)]
    candidates += find_tolls(doc, parties, candidates)
    candidates = [*spoken, *(c for c in absorb_nouns(candidates) if c.category != NONE)]
    candidates = drop_contents(sorted(candidates, key=lambda c: c.trigger.i), doc)
    candidates = tell_protests(candidates, doc, lexicon, parties)
    lend_actors(candidates)
    candidates = judge.settle_nouns(drop_back_references(join_same_act(candidates), doc))
    told: list[tuple[Candidate, Event]] = []
    counter: Counter[int] = Counter()
    for candidate in candidates:
        if candidate.judgement is None:  # found by a rule, after the others were judged
            candidate.judgement = judge.judge(candidate)
        for event in _events_of(candidate, doc, lexicon, codebook, counter, charged, relevance):
            told.append((candidate, event))
    events = with_tolls(doc, told)
    events = imply_recipients(stay_in_scene(lend(events, doc, lexicon), doc), doc)
    events = [_with_claim(event) for event in events]
    doc._.polybius_events = tuple(sorted(events, key=lambda e: (e.trigger.start, e.id)))
    return doc


def _with_claim(event: Event) -> Event:
    """The event marked as a claim or not, once all its parties are known."""
    claim = is_claim(event.category, event.actors, event.recipients, event.attribution, event.realis)
    return event.model_copy(update={"claim": claim})


def _events_of(
    candidate: Candidate, doc: Doc, lexicon: EventLexicon, codebook: Codebook, counter: Counter[int], charged: bool,
    relevance: Relevance,
) -> list[Event]:  # fmt: skip
    """The events a candidate gives: none where it is unreal or unpolitical, two where each side makes its own claim."""
    how = _reality(candidate, lexicon)
    if how.unreal or (how.tried and candidate.category not in ATTEMPTED):
        return []
    start, end = _characters(doc, candidate.span)
    chain = _chain(candidate, doc)
    links = tuple(link_of(mention, doc) for mention in chain)
    if candidate.claimed is not None and not (links and codes(links[0].speakers) == codes(candidate.actors)):
        cue = Span(start=candidate.claimed.idx, end=candidate.claimed.idx + len(candidate.claimed))
        links = (Link(speakers=candidate.actors, cue=cue, attitude="committed"), *links)
    if candidate.voices and not links:
        links = (Link(speakers=candidate.voices, attitude="neutral"),)
    event_date, date_reason = date_of(candidate, doc)
    shown = _present(candidate, how, links, background=is_background(doc, event_date))
    if shown is None:
        return []
    links = _as_presented(links, shown, how)
    event_date, date_reason = not_ahead(event_date, date_reason, shown.realis, doc)
    if not doc._.polybius_every_topic and not relevance.admits(
        candidate, _is_relevant(candidate, charged) and not is_nameless(candidate)
    ):
        return []
    place, place_reason = place_for(doc, candidate.trigger.i, *candidate.span, MANNERS.get(shown.category, "word"))
    add_affected(candidate, shown.category, place)
    modes = modes_of(candidate, lexicon) if shown.category == candidate.category else ()
    if shown.category == "CONSULT":
        modes = settle_meeting(candidate, modes, place)
    names = tuple(m.name for m in modes)
    cameo = codebook.cameo_for(shown.category, names, *_told_by(candidate, doc))
    events = []
    for actors, recipients, own_links in _sides(candidate, links):
        confidence = confidence_of(features_of(candidate, actors, recipients))
        if confidence < LEAST:
            continue
        order = counter[candidate.trigger.i]
        counter[candidate.trigger.i] += 1
        events.append(
            Event(
                id=_event_id(report_of(doc).id, candidate.trigger.idx, order),
                category=shown.category,
                modes=modes,
                contexts=contexts_of(candidate.trigger),
                realis=shown.realis,
                actors=actors,
                recipients=recipients,
                date=event_date,
                place=place,
                victims=_victims(candidate, shown.category, actors, recipients),
                size=size_of(candidate),
                attribution=own_links,
                trigger=Span(start=candidate.trigger.idx, end=candidate.trigger.idx + len(candidate.trigger)),
                start=start,
                end=end,
                confidence=confidence,
                quad=codebook.categories[shown.category].quad,
                score=codebook.score(shown.category, names),
                cameo=cameo.code if cameo else None,
                goldstein=cameo.goldstein if cameo else None,
                reasons=_reasons(candidate, shown, actors, recipients, modes, date_reason, place_reason),
            )
        )
    return events


def _victims(
    candidate: Candidate, category: str, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]
) -> tuple[Victims, ...]:
    """The victims of what is done to people; what is only agreed, asked or refused has none."""
    if category not in HARMING or candidate.category != category:
        return ()
    if candidate.counted is not None:
        kind, figure = candidate.counted
        number = bounded_number(figure)
        return () if number is None else (victims_in(kind, number, figure, ()),)
    return tuple(one.victims for one in victims_of(candidate, actors, recipients))


def _told_by(candidate: Candidate, doc: Doc) -> tuple[frozenset[str], frozenset[str]]:
    """The lemmas of the predicate with the words it leans on, and those of its clause, for the CAMEO code."""
    light = [candidate.light] if candidate.light is not None else []
    own = [candidate.trigger, *(doc[i] for i in sorted(candidate.used)), *light]
    start, end = candidate.span
    content = (child for word in own for child in word.children if child.dep_ in CONTENT)
    clause = {*doc[start:end], *(t for child in content for t in child.subtree)}
    return frozenset(t.lemma_.lower() for t in own), frozenset(t.lemma_.lower() for t in clause)


def _event_id(report_id: str, trigger: int, order: int) -> str:
    return hashlib.sha256(f"{report_id}:{trigger}:{order}".encode()).hexdigest()[:16]


def _characters(doc: Doc, span: tuple[int, int]) -> tuple[int, int]:
    """Character offsets of a token span, without space and quotation marks at its ends."""
    first, last = span
    while first < last - 1 and (doc[first].is_space or doc[first].is_punct):
        first += 1
    while last - 1 > first and (doc[last - 1].is_space or doc[last - 1].is_punct):
        last -= 1
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])


def _reality(candidate: Candidate, lexicon: EventLexicon) -> Reality:
    verb = candidate.verb
    if candidate.settled:
        return Reality()
    if verb is None or candidate.is_bare_noun:
        return noun_reality(candidate.trigger)
    if "speech" in candidate.predicate.flags and _cue_beside(candidate.trigger) is not None:
        return Reality()  # a finite verb of speech beside the one it hangs on
    found = reality(verb, lexicon.auxiliaries)
    if candidate.light is not None:
        noun = noun_reality(candidate.trigger)
        if noun.negated and found.negated and not any(child.dep_ == "neg" for child in verb.children):
            noun = replace(noun, negated=False)  # "no attack took place": one and the same "no"
        return replace(join(found, noun), unreal=found.unreal)
    return found


def _present(
    candidate: Candidate, how: Reality, links: tuple[Link, ...], *, background: bool
) -> Presented | None:  # fmt: skip
    """Category and realis by the guide's rules 7–10; None where the act is not to be coded."""
    category, marks = candidate.category, set[Realis]()
    inmost = links[0] if links else None
    hypothetical = how.hypothetical or (inmost is not None and inmost.certainty in OPEN)
    if "refusal" in candidate.predicate.flags:
        how = replace(how, negated=False)
    negated = how.negated != (inmost is not None and inmost.polarity == "negative")
    reason = f"told with {how.reason}" if how.reason else ""
    if _is_own_act(candidate, links) and (announced := _announced(candidate, how)) is not None:
        return Presented(announced, (), f"{category} announced or refused by the one to do it: {announced} (rule 9)")
    if how.future and not negated and not hypothetical:
        if category in VERBAL_WHEN_FUTURE:
            return Presented("AGREE", (), f"{candidate.category} still to come: AGREE (rule 9)")
        if category == "RETREAT":
            return Presented("AGREE", (), "a retreat only promised or announced: AGREE (rules 14 and 22)")
        if category == "ASSAULT" and (links or _first_person(candidate)):
            return Presented("THREATEN", (), "violence announced: THREATEN (rule 9)")
        if category in DEEDS and "declared" not in candidate.predicate.flags:
            marks.add("future")
    if hypothetical:
        if how.undecided and how.negated and category == "RETREAT":
            return None  # "unless they leave", "if they do not leave": what is feared or threatened tells it
        if category in {"ASSAULT", "COERCE"} and how.hypothetical and not links:
            return None  # a forecast (rule 2)
        marks.add("hypothetical")
    if negated:
        if category in {"SUPPORT", "CONSULT", "COOPERATE", "AID", "AGREE"} and not links and not candidate.actors:
            return None
        marks.add("negated")
    if background and not marks & {"future", "hypothetical"}:
        marks.add("historical")
        reason = reason or "set plainly before the episode reported (rule 8)"
    return Presented(category, tuple(mark for mark in get_args(Realis) if mark in marks), reason)


def _is_own_act(candidate: Candidate, links: tuple[Link, ...]) -> bool:
    """Whether the one who tells of an act to come is the party that is to do it."""
    if not links or not candidate.actors or links[0].certainty in OPEN or links[0].polarity == "negative":
        return False
    own = candidate.actors[0].code is None and candidate.actors[0].text.lower() in PERSONAL  # "X said she would …"
    return own or bool(codes(candidate.actors) & codes(links[0].speakers))


def _announced(candidate: Candidate, how: Reality) -> str | None:
    """What it is to refuse an act of one's own or to announce it under a condition; None where it is neither.

    A refusal is one whatever its condition; a hostile act announced with an "if" is a threat.
    """
    category, refused = candidate.category, "refusal" in candidate.predicate.flags
    if how.undecided or not (how.future or how.conditional):
        return None
    if how.negated or refused:
        due = category in REFUSED or refused or (how.conditional and category == "MOBILIZE")
        return "REJECT" if due else None
    # an offer with an "if" stays hypothetical (rule 10)
    return "THREATEN" if how.conditional and category in HOSTILE else None


def _as_presented(links: tuple[Link, ...], shown: Presented, how: Reality) -> tuple[Link, ...]:
    """The chain with the inmost link as sure as the clause makes it: realis is that of the inmost source (rule 10)."""
    if not links:
        return links
    inmost = links[0]
    polarity: Polarity = "negative" if "negated" in shown.realis else "positive"
    certainty = inmost.certainty
    if "hypothetical" in shown.realis and certainty not in OPEN:
        certainty = "unspecified" if how.undecided else "possible"
    if how.probable and certainty == "certain":
        certainty = "probable"
    return (inmost.model_copy(update={"certainty": certainty, "polarity": polarity}), *links[1:])


def _first_person(candidate: Candidate) -> bool:
    return any(t.lower_ in {"we", "i"} for t in candidate.actor_tokens)


def _is_relevant(candidate: Candidate, charged: bool) -> bool:
    """Whether the parties make it politics: a known party, and for ambiguous words an official or armed one."""
    parties = (*candidate.actors, *candidate.recipients)
    known = [a for a in parties if is_known(a)]
    flags = candidate.predicate.flags
    if candidate.category in NEEDS_DOER and not candidate.actors and _has_other_subject(candidate):
        return False
    if candidate.category == "CONSULT" and _is_alone(candidate):
        return False
    if "directed" in flags and not any(is_known(a) for a in candidate.recipients):
        return False
    if "political" in flags:
        if charged and known:
            return True
        if "speech" in flags and any(is_known(a) and a.code for a in candidate.actors):
            return True
        official = any(is_political(a) for a in candidate.actors)
        struck = candidate.category in DEEDS and any(OFFICIAL & set(a.sectors) for a in candidate.recipients)
        return official or struck or (len(known) >= 2 and any(is_political(a) for a in parties))
    if not known:
        return _is_grave(candidate)
    return True


def _has_other_subject(candidate: Candidate) -> bool:
    """Whether the doer is named but no party: "the report supports the view"."""
    verb = candidate.verb
    return verb is not None and not candidate.is_bare_noun and bool(candidate.slots["subj"])


def _is_alone(candidate: Candidate) -> bool:
    """Whether a talk names one party only, by a word that asks for no more ("he was talking")."""
    if "reciprocal" not in candidate.predicate.flags or candidate.predicate.pattern.weight > 2:
        return False
    parties = (*candidate.actors, *candidate.recipients)
    # "held talks": anybody may, while "spoke to workers" is no talk of two sides
    named = any(need.slot == "obj" and need.restricts for need in candidate.predicate.pattern.needs)
    mentions = {(a.start, a.code, a.text) for a in parties if is_political(a) or (named and a.code and a.sectors)}
    meet = candidate.trigger.lemma_.lower() in MEETING and not candidate.is_bare_noun
    several = meet and any(t.tag_ in PLURAL for t in candidate.actor_tokens)
    return len(mentions) < 2 and not several


def _is_grave(candidate: Candidate) -> bool:
    """Whether an act without any known party may stand all the same: it is public by its nature."""
    if candidate.category in {"AGREE", "CONCEDE"}:
        return "ceasefire" in candidate.predicate.modes or candidate.predicate.pattern.weight >= 2
    return candidate.category in {"ASSAULT", "PROTEST", "RETREAT", "COERCE"} and not candidate.is_bare_noun


def _chain(candidate: Candidate, doc: Doc) -> tuple[StatementMention, ...]:
    """Those through whom the report has the act, inmost first; the act's own cue is none of them (rule 4)."""
    trigger = candidate.trigger
    verb = candidate.light if candidate.light is not None else trigger
    own = {trigger.i, verb.i}
    chain = chain_at(doc, trigger.idx, trigger.idx + len(trigger))
    left = {_cue_beside(doc[m.cue]) for m in chain if m.cue is not None and m.verb_act}
    if "speech" in candidate.predicate.flags:
        left.add(_cue_beside(trigger))
    elif candidate.category in SPOKEN:
        # "claim to have hit each other and ignored the calls": nobody claims of himself that he ignores
        beside = _cue_beside(trigger, finite=False)
        left |= {m.cue for m in chain if m.cue == beside and codes(m.statement.speakers) == codes(candidate.actors)}
    left.discard(None)
    return tuple(
        mention
        for mention in chain
        if mention.cue not in own
        and mention.cue not in left
        and (not mention.verb_act or mention.statement.attitude in ASSERTING)
    )


def _cue_beside(verb: Token, *, finite: bool = True) -> int | None:
    """The verb of saying that a second act of speech stands beside, though the parser hangs it inside.

    In "denied that it had fired and accused X" the accusation is no part of what is denied. finite: only finite verbs.
    """
    tags = FINITE if finite else FINITE | {"VBN"}
    if verb.dep_ != "conj" or verb.tag_ not in tags or any(c.dep_ == "nsubj" for c in verb.children):
        return None
    first = verb.head
    while first.dep_ == "conj":
        first = first.head
    return first.head.i if first.dep_ in {"ccomp", "xcomp"} else None


def _sides(candidate: Candidate, links: tuple[Link, ...]) -> list[Side]:
    """The parties of the event; where several sides each claim to have hit the other, one event a side (rule 6)."""
    actors, recipients = candidate.actors, candidate.recipients
    if links and candidate.category in TWO_SIDED and len(actors) > 1 and "reciprocal" not in candidate.predicate.flags:
        inmost = links[0]
        if len(codes(actors)) > 1 and codes(inmost.speakers) == codes(actors):
            sides: list[Side] = []
            for actor in actors:
                others = tuple(a for a in actors if codes([a]) != codes([actor]))
                speakers = tuple(s for s in inmost.speakers if codes([s]) == codes([actor]))
                link = inmost.model_copy(update={"speakers": speakers})
                sides.append(((actor,), others, (link, *links[1:])))
            return sides
    return [(actors, recipients, links)]


def _reasons(
    candidate: Candidate,
    shown: Presented,
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
    modes: tuple[Named, ...],
    date_reason: str,
    place_reason: str,
) -> tuple[str, ...]:
    """Short sentences saying why each code was given."""
    row, trigger = candidate.predicate, candidate.trigger
    phrase = f"{candidate.light.text} … {trigger.text}" if candidate.light is not None else trigger.text
    found = [f"category {shown.category}: “{phrase}” ({row.origin})"]
    if shown.reason:
        found.append(f"realis: {shown.reason}")
    for role, parties in (("actor", actors), ("recipient", recipients)):
        found.extend(
            f"{role} “{a.text}” = {a.code or '?'}{'/' + ','.join(a.sectors) if a.sectors else ''}: {a.reason}"
            for a in parties
        )
    found.extend(f"mode {m.name}: “{_words(trigger, m)}”" for m in modes if m.start is not None)
    found.extend(candidate.reasons)
    if date_reason:
        found.append(f"date: {date_reason}")
    if place_reason:
        found.append(f"place: {place_reason}")
    return tuple(found)


def _words(token: Token, mode: Named) -> str:
    # the report's text is at hand, the Doc's would be put together anew
    return report_of(token.doc).text[mode.start : mode.end] if mode.start is not None else ""
