"""Stage 3 of 9: find places — needs the parse and the entities (and, if there, the actors), leaves place mentions.

Names are looked up in the gazetteer; among places that share a name, the one decides that the text says more of: what
it lies in ("Tulsa, Oklahoma"), the countries the text speaks of, then the number of people. A name that is a word or
a person's needs evidence of its own. ``place_for`` tells the events stage where an event happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from polybius.annotate import PlaceMention
from polybius.find._names import datelines
from polybius.find._place_attach import is_unnamed, place_for
from polybius.find._place_choice import Found, choose, containers_of, country_of, country_weights, feature_of, wider
from polybius.find._place_references import find_references
from polybius.find._place_sites import Manner
from polybius.find._place_unlisted import PLACE_LABELS, run_of, unlisted
from polybius.find._place_words import apposed_town, division_word, opening_preposition, place_words
from polybius.find.gazetteer import Candidate, candidates_for, longest_name, place_key
from polybius.records import Place

__all__ = ["Manner", "find_places", "is_unnamed", "place_for"]

_NUMBERS = frozenset(("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"))
_BIG = 100_000
_VERY_BIG = 500_000  # people in a town whose name is no people's, whatever the model says
_SMALL = 20_000


def find_places(doc: Doc) -> Doc:
    """Sets ``doc._.polybius_places``: the places named in ``doc``, in text order, each resolved where possible.

    Sets ``doc._.polybius_places_told`` as well: these and the words that stand for one of them ("the town").
    """
    found = list(_find(doc))
    containers = containers_of(doc, found)
    weights = country_weights(doc, found)
    settled: dict[str, Candidate] = {}
    for index, outer in containers.items():
        chosen = choose(doc, found[index], weights, found[outer], {})
        if chosen is not None:
            settled.setdefault(place_key(found[index].text(doc)), chosen)
    holders = {outer: index for index, outer in containers.items()}
    mentions, people = [], []
    for index, entry in enumerate(found):
        container = found[containers[index]] if index in containers else None
        held = found[holders[index]] if index in holders else None
        chosen = choose(doc, entry, weights, container, settled, held)
        mentions.append(_mention(doc, entry, chosen, country_of(container, weights)))
        people.append(chosen.population if chosen else 0)
    doc._.polybius_places = tuple(mentions)
    told = sorted((*mentions, *find_references(doc, mentions, people)), key=lambda mention: mention.start)
    doc._.polybius_places_told = tuple(told)
    return doc


# --- finding names


def _find(doc: Doc) -> Iterator[Found]:
    labels = _entity_labels(doc)
    surnames, parties = _surnames(doc), _party_tokens(doc)
    # "Nov" is a town too
    timed = {index for mention in doc._.polybius_times for index in range(mention.start, mention.end)}
    previous = -1
    position = 0
    while position < len(doc):
        found = _match_at(doc, position, labels, surnames, parties, previous) if position not in timed else None
        if found is None:
            position += 1
            continue
        yield found
        previous, position = found.end, found.end


def _entity_labels(doc: Doc) -> list[tuple[str, int, int]]:
    """For each token the label of its entity and where that starts and ends."""
    labels = [("", index, index + 1) for index in range(len(doc))]
    for entity in doc.ents:
        start = entity.start
        if opening_preposition(doc[start]):
            # what the model makes of "Near Palmyra" tells nothing of Palmyra
            _fill(labels, "", start + 1, entity.end)
            continue
        if start and entity.label_ == "NORP" and opening_preposition(doc[start - 1]):
            continue
        for index in range(entity.start, entity.end):
            # "Kharkiv and Odesa" comes as one entity now and then
            if doc[index].lower_ in (",", "and"):
                _fill(labels, entity.label_, start, index)
                start = index + 1
        _fill(labels, entity.label_, start, entity.end)
    for first, last in datelines(doc):
        span = doc.char_span(first, last, alignment_mode="expand")
        if span is not None:
            _label_dateline(labels, span)
    return labels


def _label_dateline(labels: list[tuple[str, int, int]], span: Span) -> None:
    """Makes places of the words that open a dateline, up to the agency, whatever the model makes of capitals."""
    start = span.start
    for token in span:
        if not token.text[:1].isalnum():
            _fill(labels, "GPE", start, token.i)
            start = token.i + 1
        if token.text == "(":
            return


def _fill(labels: list[tuple[str, int, int]], label: str, start: int, end: int) -> None:
    for index in range(start, end):
        labels[index] = (label, start, end)


def _surnames(doc: Doc) -> frozenset[str]:
    """Last words of persons' full names: standing alone they mean the person."""
    names = (entity for entity in doc.ents if entity.label_ == "PERSON")
    last = (
        next((token for token in reversed(name) if token.text[:1].isupper()), None) for name in names if len(name) > 1
    )
    return frozenset(token.text for token in last if token is not None)


def _party_tokens(doc: Doc) -> frozenset[int]:
    """The tokens of actors that the list knows by name."""
    return frozenset(
        index
        for mention in doc._.polybius_actors or ()
        if any(actor.id for actor in mention.actors)
        for index in range(mention.start, mention.end)
    )


def _match_at(
    doc: Doc,
    start: int,
    labels: Sequence[tuple[str, int, int]],
    surnames: frozenset[str],
    parties: frozenset[int],
    previous: int,
) -> Found | None:
    """The place named from ``start`` on; parties: tokens of known actors; ``previous``: where the last one ended."""
    if not _may_start(doc, start):
        return None
    limit = min(len(doc), start + longest_name() + 4)
    ends = list(_ends(doc, start, limit))
    listed = _listed(doc, previous, start)
    located = _locative(doc, start) or listed
    longer = run_of(doc, start)
    for end in reversed(ends):
        candidates = _look_up(doc, start, end)
        if not candidates:
            continue
        label = _label(labels, start, end)
        if located and longer is not None and longer > end and _is_cut(doc, end, longer):
            break  # "in Beni Slimane" is not in Beni
        evidence = located or _followed(doc, end, candidates) or _targeted(doc[end - 1], candidates[0], label)
        evidence = evidence or apposed_town(doc, end) is not None
        if _is_place(doc, start, end, candidates, label, labels, surnames, evidence):
            return Found(start, end, candidates, label, evidence)
    return unlisted(doc, start, labels, surnames, parties, located=located, listed=listed)


def _is_cut(doc: Doc, end: int, longer: int) -> bool:
    """Whether a listed name is but the first part of a longer one, not told with what it is ("Goma airport")."""
    words, rest = place_words(), doc[end:longer]
    if any(mention.start < longer and mention.end > end for mention in doc._.polybius_times):
        return False
    if any(token.lower_ in kind for token in rest for kind in (words.facility, words.feature, words.division)):
        return False
    if any(token.ent_type_ == "PERSON" and token.ent_iob_ == "B" for token in rest):
        return False
    return rest[0].text.islower() or not _look_up(doc, end, longer)


def _listed(doc: Doc, previous: int, start: int) -> bool:
    """True where only a comma or "and" parts the name from the place before it."""
    if not 0 < previous < start <= previous + 3:
        return False
    return all(token.lower_ in (",", "and", "or", "&", "the") for token in doc[previous:start])


def _followed(doc: Doc, end: int, candidates: Sequence[Candidate]) -> bool:
    """True where what the place lies in, or the kind of place it is, stands right behind it."""
    if end + 1 >= len(doc):
        return False
    if doc[end].lower_ in place_words().division and doc[end].text.islower():
        return True
    if doc[end].text != "," or not doc[end + 1].text[:1].isupper():
        return False
    outer = [
        entry for size in (3, 2, 1) if end + 1 + size <= len(doc) for entry in _look_up(doc, end + 1, end + 1 + size)
    ]
    return any(entry.kind != "country" for entry in wider(candidates, outer))


def _targeted(head: Token, best: Candidate, label: str) -> bool:
    """True for a place that is the object of what is done to places ("recaptured X") or, if large, to them as well."""
    slots = place_words().target.get(head.head.lemma_.lower(), frozenset()) if head.dep_ == "dobj" else frozenset()
    large = best.population >= (_BIG if label == "PERSON" else _SMALL)
    return "obj" in slots and (best.own or large or "town" in slots)


def _may_start(doc: Doc, start: int) -> bool:
    text = doc[start].text
    if text.lower() == "the":
        # "The Hague" alone keeps its article
        return (
            text == "The"
            and start + 1 < len(doc)
            and any(entry.name.startswith("The ") for entry in _look_up(doc, start, start + 2))
        )
    return text[:1].isupper() or (
        text.lower() in place_words().direction and start + 1 < len(doc) and doc[start + 1].text[:1].isupper()
    )


def _ends(doc: Doc, start: int, limit: int) -> Iterator[int]:
    """Where a name that begins at ``start`` may end: behind a word, before any line break or mark."""
    for index in range(start, limit):
        token = doc[index]
        text = token.text
        if token.is_space or text in _STOPS:
            return
        if text.lower() in _POSSESSIVE or not any(character.isalnum() for character in text):
            continue
        if index > start or text[:1].isupper() or text[:1].isdigit():
            yield index + 1


_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_STOPS = frozenset((".", ";", ":", "!", "?", "(", ")", '"', "“", "”", ",", "[", "]", "—", "–", "--"))


def _look_up(doc: Doc, start: int, end: int) -> tuple[Candidate, ...]:
    # not from doc.text, which is put together anew at each call
    text = doc[start:end].text
    return () if len(text) > 80 else candidates_for(text)


def _label(labels: Sequence[tuple[str, int, int]], start: int, end: int) -> str:
    """The label of the entity that covers most of the span."""
    counted = Counter(label for label, _, _ in labels[start:end] if label)
    return counted.most_common(1)[0][0] if counted else ""


def _locative(doc: Doc, start: int) -> bool:
    """True where a preposition of place, or "the city" and the like, stands before the name."""
    words = place_words()
    if start > 0 and words.division.get(doc[start - 1].lower_) == "city":
        return True
    for index in range(start - 1, max(-1, start - 5), -1):
        token = doc[index]
        lower = token.lower_
        if lower in words.locative and words.locative[lower] not in ("by", "on"):
            return True
        small = token.pos_ in ("DET", "ADJ") or lower in words.direction or lower in words.division
        if not small and lower != "of":
            return False
        if lower == "of":
            before = doc[index - 1].lower_ if index > 0 else ""
            if before in words.direction or before in words.part:
                return True  # "the outskirts of X"
            return index > 0 and division_word(doc[index - 1]) is not None
    return False


def _is_place(
    doc: Doc,
    start: int,
    end: int,
    candidates: Sequence[Candidate],
    label: str,
    labels: Sequence[tuple[str, int, int]],
    surnames: frozenset[str],
    evidence: bool,
) -> bool:
    words = place_words()
    best = candidates[0]
    strong = best.own or best.kind in ("country", "capital") or max(entry.population for entry in candidates) >= _BIG
    single = end - start == 1
    token = doc[start]
    key = place_key(token.text)
    exact = _exact(doc, labels, start, end)
    if doc[start].lower_ == "us" and end < len(doc) and doc[end].text.startswith("$"):
        return False
    if single and (token.is_stop or key in words.name_words or len(key) < 3) and not _abbreviated(token, best):
        return label in PLACE_LABELS and evidence and exact and token.text.lower() not in words.direction
    if _beside_feature(doc, start, end):
        return True
    if single and key in words.person_names and not evidence and not (label in PLACE_LABELS and strong):
        return False
    if label in _NUMBERS:
        return False
    country = best.kind == "country" and key not in words.person_names
    if _names_person(doc, start, end, label, surnames, exact and (evidence or country)):
        return False
    if label in PLACE_LABELS:
        return not _part_of_place(doc, end, labels)
    if label and not exact:
        return evidence and strong and label not in ("PERSON", "WORK_OF_ART") and start == labels[start][1]
    if _part_of_name(doc, start, end):
        return False
    if evidence:
        return strong or label != "NORP"
    if label == "NORP":
        return best.kind in ("city", "capital") and best.main and best.population >= _VERY_BIG and token.tag_ == "NNP"
    return strong and (best.own or best.kind == "country" or _proper(doc, start, end))


def _beside_feature(doc: Doc, start: int, end: int) -> bool:
    """True for a name that a common noun makes a river's or the like: "the Aras river", "the river Aras"."""
    words = place_words().feature
    if doc[end - 1].pos_ != "PROPN":
        return False
    if end < len(doc) and doc[end].lower_ in words and doc[end].text.islower():
        return True
    return start > 1 and doc[start - 1].text in words and doc[start - 2].lower_ == "the"


def _abbreviated(token: Token, best: Candidate) -> bool:
    """ "US", "U.S.", "UK", "D.C.": short, but in capitals."""
    return (best.own or best.kind == "country") and token.text.isupper() and len(token.text) >= 2


def _exact(doc: Doc, labels: Sequence[tuple[str, int, int]], start: int, end: int) -> bool:
    """True where the entity is no longer than the name, but for an article or a possessive."""
    _, first, last = labels[end - 1]
    opens = first >= start or (
        first == start - 1 and (doc[first].lower_ == "the" or doc[first].lower_ in place_words().locative)
    )
    return opens and (last <= end or (last == end + 1 and (doc[end].lower_ in _POSSESSIVE or doc[end].is_space)))


def _names_person(doc: Doc, start: int, end: int, label: str, surnames: frozenset[str], sure: bool) -> bool:
    if label == "PERSON" and not sure:
        return True
    if start > 0 and doc[start - 1].lower_.rstrip(".") in place_words().title and doc[start - 1].text[:1].isupper():
        return True
    return end - start == 1 and doc[start].text in surnames and not sure


def _part_of_name(doc: Doc, start: int, end: int) -> bool:
    """True where a proper noun stands right before or after: "Boston Globe", "Robert Houston"."""
    before = doc[start - 1] if start > 0 and not opening_preposition(doc[start - 1]) else None
    after = doc[end] if end < len(doc) else None
    if before is not None and before.pos_ == "PROPN" and before.text[:1].isupper() and before.dep_ == "compound":
        return True
    return after is not None and after.pos_ == "PROPN" and after.text[:1].isupper()


def _part_of_place(doc: Doc, end: int, labels: Sequence[tuple[str, int, int]]) -> bool:
    """True where the name of the place goes on: "Scott County", "Islington Bay"."""
    if end >= len(doc) or labels[end - 1][2] <= end:
        return False
    after = doc[end]
    return after.text[:1].isupper() and after.pos_ in ("PROPN", "NOUN") and after.lower_ not in place_words().division


def _proper(doc: Doc, start: int, end: int) -> bool:
    return any(token.pos_ == "PROPN" for token in doc[start:end]) and (start == 0 or not doc[start].is_sent_start)


def _mention(doc: Doc, found: Found, chosen: Candidate | None, country: str | None) -> PlaceMention:
    last = doc[found.end - 1]
    start, end = doc[found.start].idx, last.idx + len(last)
    place = Place(
        text=found.text(doc),
        start=start,
        end=end,
        name=chosen.name if chosen else None,
        kind=chosen.kind if chosen else feature_of(doc, found),
        country=chosen.country if chosen else country,
        admin1=chosen.admin1 if chosen else None,
        latitude=chosen.latitude if chosen else None,
        longitude=chosen.longitude if chosen else None,
        geonames_id=chosen.geonames_id if chosen else None,
        candidates=len(found.candidates),
    )
    return PlaceMention(found.start, found.end, doc[found.start : found.end].root.i, place)
