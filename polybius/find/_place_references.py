""" "The town", "the Swiss city", "there": words that stand for a place named before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from polybius.annotate import PlaceMention
from polybius.find._names import datelines
from polybius.find._place_choice import adjective_country
from polybius.find._place_words import division_word, place_words, slots_of
from polybius.find.gazetteer import country_called
from polybius.records import Place

_DEFINITE = frozenset(("the", "this", "that", "its", "their", "his", "her"))
_TOWNS = frozenset(("city", "capital"))
_REGIONAL = frozenset(("provincial", "regional", "state", "district", "departmental"))
_LAND_WORDS = frozenset(("soil", "territory", "waters", "airspace", "border", "frontier", "coast"))
_LAND = frozenset(("land",))
_SITES = frozenset(("building", "holy-site", "base", "camp", "airport", "port", "prison", "site", "square"))
_DIVISIONS = frozenset(("admin1", "admin2"))
# people a place may at most have to be called so, and must at least have
_AT_MOST = {"town": 1_500_000, "village": 60_000, "hamlet": 20_000, "settlement": 100_000}
_AT_LEAST = {"city": 15_000}


def find_references(doc: Doc, mentions: Sequence[PlaceMention], people: Sequence[int]) -> tuple[PlaceMention, ...]:
    """The definite descriptions of ``doc`` that stand for one of the named places, each with that place's record.

    people: inhabitants of each mention's place, 0 if unknown. The latest fitting name before the words is meant.
    """
    found = []
    for token in doc:
        if token.lower_ in ("there", "here") and token.pos_ == "ADV" and _is_deictic(token):
            place = _there(doc, token, mentions) if token.lower_ == "there" else _here(doc, mentions)
            if place is not None:
                found.append(_reference(doc, token.i, token, place))
            continue
        kind = _kind_of(token)
        if kind is None or (kind in _LAND and token.dep_ == "compound"):
            continue
        if _is_named(token) or not (_is_definite(token) or kind in _LAND):
            site = _site(token, kind, mentions) if kind in _SITES else None
            if site is not None:
                found.append(_reference(doc, _first(token), token, site))
            continue
        place = _here(doc, mentions) if kind == "city" and _is_this(token) else None
        place = place or _meant(doc, token, kind, mentions, people)
        if place is None and kind in _LAND:
            place = _land_of(doc, token)
        within = any(_first(token) <= mention.head < token.i for mention in mentions)
        if place is None and kind in _SITES and not within and (_is_located(token) or _is_target(token)):
            place = Place(text=token.text, kind=kind)  # "outside the railway station": known by no more than that
        if place is not None:
            found.append(_reference(doc, _first(token), token, place))
    return tuple(found)


def _reference(doc: Doc, start: int, head: Token, place: Place) -> PlaceMention:
    span = {"text": doc[start : head.i + 1].text, "start": doc[start].idx, "end": head.idx + len(head)}
    known = place.name or (place.text if place.start is not None else None)
    return PlaceMention(start, head.i + 1, head.i, place.model_copy(update={**span, "name": known}))


def _is_deictic(token: Token) -> bool:
    """Whether "there" and "here" point to a place: "met him there", "south of here"; not "has been here before"."""
    if token.dep_ == "advmod":
        return token.lower_ == "there" or token.head.lemma_ != "be"
    return token.dep_ in ("pcomp", "pobj") and token.lower_ == "here"


def _there(doc: Doc, token: Token, mentions: Sequence[PlaceMention]) -> Place | None:
    """The place told last before "there", in the sentence or the one before, but for what only tells whose one is."""
    start = token.sent.start
    first = doc[start - 1].sent.start if start else start
    near = [mention for mention in mentions if first <= mention.start and mention.end <= token.i]
    told = [mention for mention in near if not _tells_whose(doc[mention.head])]
    return (told or near)[-1].place if near else None


def _tells_whose(name: Token) -> bool:
    """Whether a name but tells whose somebody or something is: "a Kabul newspaper", "President Mugabe of Zimbabwe"."""
    if name.dep_ == "compound" and division_word(name.head) is not None:
        name = name.head  # "the governor of Takhar Province"
    if name.dep_ in ("compound", "nmod", "amod", "poss"):
        return True
    return name.dep_ == "pobj" and name.head.lower_ == "of" and name.head.head.ent_type_ == "PERSON"


def _here(doc: Doc, mentions: Sequence[PlaceMention]) -> Place | None:
    """The place a report is sent from."""
    for start, end in sorted(datelines(doc)):
        for mention in mentions:
            if mention.place.start is not None and start <= mention.place.start < end:
                return mention.place
    return None


def _land_of(doc: Doc, token: Token) -> Place | None:
    """The country of an adjective before "soil", "waters", "border" and the like."""
    code = adjective_country(doc, _first(token), token.i)
    names = country_called(code) if code else None
    if names is None or code is None:
        return None
    return Place(
        text=token.text, name=names.name, kind="country", country=code, latitude=names.latitude,
        longitude=names.longitude, geonames_id=names.geonames_id,
    )  # fmt: skip


def _is_located(token: Token) -> bool:
    """Whether a noun stands behind a preposition of place that hangs on a verb."""
    governor = token.head
    if token.dep_ != "pobj" or place_words().locative.get(governor.lower_) not in ("in", "near"):
        return False
    return governor.head.pos_ in ("VERB", "NOUN") and governor.lower_ != "in"


def _site(token: Token, kind: str, mentions: Sequence[PlaceMention]) -> Place | None:
    """A site of which no more is told than what it is: "beaten at a police camp", "stormed Fiji's parliament"."""
    owner = next((child for child in token.lefts if child.dep_ == "poss"), None)
    of = next((m.place for m in mentions if owner is not None and m.head == owner.i), None)
    country = of.country if of is not None and of.kind == "country" else None
    if not (_is_beside(token) if country is None else _is_target(token)) or _has_name(token):
        return None
    if of is None and any(_first(token) <= m.head < token.i for m in mentions):
        return None  # "the Kobbe army depot"
    return Place(text=token.text, kind=kind, country=country)


def _is_beside(token: Token) -> bool:
    """Whether something is told to be done at a site, and no more of where that lies ("at a checkpoint near Gao")."""
    if not _is_located(token) or token.head.head.pos_ != "VERB":
        return False
    word, after = token.head.lower_, _behind(token)
    beside = place_words().locative[word] == "near" or word in ("at", "inside")
    return beside and (after is None or after.lower_ not in ("in", "at", "near", "outside", "of"))


def _is_target(token: Token) -> bool:
    """Whether a site is what an act is aimed at: "stormed the palace", "an attack on the embassy"."""
    if token.dep_ in ("dobj", "nsubjpass"):
        return "obj" in slots_of(token.head)
    return token.dep_ == "pobj" and token.head.lower_ in slots_of(token.head.head)


def _kind_of(token: Token) -> str | None:
    """What kind of place a common noun stands for: city, capital, or that of a facility or feature; None if none."""
    words, lower = place_words(), token.lower_
    if token.pos_ != "NOUN" or (token.tag_ == "NNS" and lower != "waters" and lower not in words.facility):
        return None
    if lower == "capital" and any(child.lower_ in _REGIONAL for child in token.lefts):
        return "city"
    if lower in ("capital", "country", "nation"):
        return "country" if lower != "capital" else lower
    if lower in words.feature:
        return words.feature[lower]
    if words.division.get(lower) is not None:
        return words.division[lower]
    if lower in _LAND_WORDS:
        return "land"
    return words.facility.get(lower)


def _is_definite(token: Token) -> bool:
    """Whether the noun heads a definite phrase of its own: no "the city council", no "a town"."""
    if token.dep_ in ("compound", "amod", "nmod"):
        return False
    return any(child.dep_ in ("det", "poss") and child.lower_ in _DEFINITE for child in token.lefts)


def _is_this(token: Token) -> bool:
    """Whether a town is that from which the report is sent: "seized this highland city"."""
    return any(child.dep_ == "det" and child.lower_ == "this" for child in token.lefts)


def _is_named(token: Token) -> bool:
    """Whether the phrase names its place itself, or tells which by more words: "the city of Homs", "the town where"."""
    if _has_name(token):
        return True
    after = _behind(token)
    if after is not None and after.lower_ in ("in", "at") and _opens_name(after):
        return True  # "outside the consulate in Laoag", wherever the parser hangs it
    return any(
        child.dep_ in ("relcl", "acl") or (child.dep_ == "prep" and child.lower_ in ("of", "called", "named"))
        for child in token.rights
    )


def _has_name(token: Token) -> bool:
    """Whether a name stands in the phrase: "the Mansouri mosque", whatever "this highland city" is tagged."""
    return any(
        child.dep_ in ("compound", "nmod", "appos") and child.pos_ == "PROPN" and child.text[:1].isupper()
        for child in token.children
    )


def _opens_name(preposition: Token) -> bool:
    """Whether a name stands right behind a preposition, and no date ("in May")."""
    name = _behind(preposition)
    return name is not None and name.pos_ == "PROPN" and name.ent_type_ not in ("DATE", "TIME")


def _behind(token: Token) -> Token | None:
    """The token behind one."""
    return token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None


def _first(token: Token) -> int:
    return min((child.i for child in token.lefts), default=token.i)


def _meant(
    doc: Doc, token: Token, kind: str, mentions: Sequence[PlaceMention], people: Sequence[int]
) -> Place | None:  # fmt: skip
    """The place of the latest mention before the token that the words fit."""
    told = any(child.text[:1].isupper() for child in token.lefts)  # "the Swiss city"; "the country" is a party itself
    country = adjective_country(doc, _first(token), token.i) if told else None
    for mention, number in _before(token, mentions, people):
        place = mention.place
        if country is not None and place.country != country:
            continue
        if kind == "city":
            fits = place.kind in _TOWNS or (place.kind is None and place.candidates == 0)
            fits = fits and not _is_government(doc[mention.head], place)
            word = token.lower_
            fits = fits and not (number and (number > _AT_MOST.get(word, number) or number < _AT_LEAST.get(word, 0)))
        elif kind in _DIVISIONS:
            fits = place.kind == kind or _called(doc, mention, token.lower_)
        else:
            fits = place.kind == kind or _called(doc, mention, token.lower_)
        if fits:
            return place
    return None


def _is_government(name: Token, place: Place) -> bool:
    """Whether a capital stands for its government: "Islamabad accused New Delhi"."""
    return place.kind == "capital" and name.dep_ == "nsubj" and name.head.pos_ == "VERB"


def _before(
    token: Token, mentions: Sequence[PlaceMention], people: Sequence[int]
) -> Iterator[tuple[PlaceMention, int]]:  # fmt: skip
    for mention, number in zip(reversed(mentions), reversed(people), strict=True):
        if mention.end <= token.i:
            yield mention, number


def _called(doc: Doc, mention: PlaceMention, word: str) -> bool:
    """Whether a name was told with the word: "Kibumba camp", "Syria Street"."""
    last = doc[mention.end - 1].lower_
    return last == word or (mention.end < len(doc) and doc[mention.end].lower_ == word)
