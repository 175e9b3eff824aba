"""What an active verb of saying or thinking holds: the clause, phrase or object that fills one of its frames."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.attribute.clauses import (
    clause_content,
    clause_of,
    clean,
    is_gerund,
    is_infinitive,
    is_that_clause,
    stretch,
)
from polybius.attribute.cues import Cue, cue_of
from polybius.attribute.drafts import Draft, Stretch
from polybius.attribute.frames import NOMINAL, READERS
from polybius.attribute.speakers import own_subject

_WH = ("what", "why", "how", "when", "where", "whether", "who", "which", "if", "whom", "whose")
_TOLD = ("tell", "inform", "notify", "remind", "assure", "warn", "advise", "convince", "persuade", "write", "say")
_TOLD_THROUGH = ("to", "in", "on", "at")
_CLAUSES = ("ccomp", "advcl", "xcomp", "acl", "relcl", "dep", "parataxis")
_OBJECTS = ("dobj", "dative", "nsubj")
_COMMAS = (",", '"', "”", "'", "’", "''")


def content_of(token: Token, cue: Cue, words: tuple[int, ...], speaker: Token | None, draft: Draft) -> list[Stretch]:
    """The content of an active verb by the first of its frames that fits."""
    clauses = [
        (frame, child)
        for child in token.children
        if not _is_parted(child, token) and (frame := clausal_frame(child, token, cue))
    ]
    if clauses:
        draft.frame, child = min(clauses, key=_preference)
        if draft.frame == "obj-inf":
            return _asked(token, child, cue)
        if draft.frame == "inf":
            return [*clause_content(child, token, speaker), *_further_infinitives(token, child)]
        return [*clause_content(child, token, speaker), *_further_clauses(token, child)]
    asked = _asked_clause(token) if "obj-inf" in cue.frames else None
    if asked is not None:
        draft.frame = "obj-inf"
        return _asked(token, asked, cue)
    told = _told_clause(token) if "that" in cue.frames else None
    if told is not None:
        draft.frame = "that"
        return clause_content(told, token, speaker)
    displaced = _displaced_clause(token) if "that" in cue.frames else None
    if displaced is not None:
        draft.frame = "that"
        return clean([stretch(token.doc, displaced.i + 1, displaced.head.right_edge.i + 1)])
    if "that" in cue.frames and (around := _around(token)):
        draft.frame = "that"
        return around
    host = _host(token, cue)
    if host is not None:
        draft.frame = "that"
        return _around_insertion(host) or clause_of(host.head, but=(host,))
    for frame, reader in READERS:
        if frame in cue.frames or frame == "prep":
            found = reader(token, cue, words)
            silent = frame == "np" and draft.negated and cue.attitude != "denial"  # "would not deny that" tells of it
            if found and not silent:
                draft.frame = frame
                return found
    return []


def _is_parted(clause: Token, verb: Token) -> bool:
    """Whether a semicolon stands between a clause and the cue after it: the clause is a statement of the report's."""
    return any(token.text == ";" for token in verb.doc[clause.right_edge.i + 1 : verb.i])


def _preference(found: tuple[str, Token]) -> tuple[bool, bool, int]:
    """A clause marked by "that" first, then one after its verb, then the nearest."""
    child = found[1]
    marked = is_that_clause(child)
    return not marked, child.i < child.head.i, abs(child.i - child.head.i)


def _displaced_clause(verb: Token) -> Token | None:
    """The "that" after a cue, where the parser made the clause it opens the head: "insists, as ever, that he won"."""
    top = verb.head if verb.dep_ == "xcomp" else verb
    if top.dep_ != "ccomp" or own_subject(top) is None:
        return None
    marks = (child for child in top.head.lefts if child.dep_ == "mark" and child.lower_ == "that")
    return next((mark for mark in marks if mark.i > top.right_edge.i), None)


def _further_infinitives(verb: Token, clause: Token) -> list[Stretch]:
    """ "Wants to widen the road and build a bridge": a second infinitive that the parser hung on the cue itself."""
    end = clause.right_edge.i
    later = [child for child in verb.rights if child.dep_ == "conj" and child.tag_ == "VB" and child.i > end]
    if not later or verb.tag_ == "VB" or any(own_subject(child) is not None for child in later):
        return []
    return [stretch(verb.doc, end, later[-1].right_edge.i + 1)]


def _continued_clause(verb: Token, clause: Token) -> list[Stretch]:
    """ "X said she hopes to win but she knows …": a second clause that goes on with what X says."""
    for child in verb.rights:
        if child.dep_ != "conj" or child.i < clause.i or child.pos_ not in ("VERB", "AUX"):
            continue
        if _goes_on(child, verb):  # "said the bridge had held and had not been hit"
            return [stretch(verb.doc, child.left_edge.i, child.right_edge.i + 1)]
        if clause.i < verb.i:
            continue
        own = own_subject(child)
        if own is None or cue_of(child) is not None:
            continue
        first = child.left_edge.i
        if own.pos_ == "PRON" or not any(token.text == "," for token in verb.doc[max(verb.i, first - 2) : first]):
            return [stretch(verb.doc, first, child.right_edge.i + 1)]
    return []


def _goes_on(later: Token, verb: Token) -> bool:
    """Whether a verb beside a cue is no act of the speaker's but one more of the content's, by its tense."""
    auxiliaries = {child.lower_ for child in later.lefts if child.dep_ in ("aux", "auxpass")}
    simple = verb.tag_ == "VBD" and not any(child.dep_ == "aux" for child in verb.lefts)
    return simple and bool(auxiliaries & {"had", "would", "could"}) and own_subject(later) is None


def _further_clauses(verb: Token, clause: Token) -> list[Stretch]:
    """What follows the content clause and goes on with it, though the parser hung it on the cue itself."""
    if clause.i < verb.i:
        return _continued_clause(verb, clause)
    end = clause.right_edge.i + 1
    for child in verb.rights:
        if child.i <= clause.i:
            continue
        gap = verb.doc[end : child.left_edge.i]
        adverbial = child.dep_ == "advcl" and any(part.dep_ in ("mark", "advmod") for part in child.lefts)
        second = child.dep_ == "ccomp" and child.tag_ != "VBG"
        if not (adverbial or second) or child.pos_ not in ("VERB", "AUX") or own_subject(child) is None:
            continue
        if len(gap) > 4 or any(token.pos_ in ("VERB", "AUX") for token in gap) or cue_of(child) is not None:
            break
        end = child.right_edge.i + 1
    if end > clause.right_edge.i + 1:
        return [stretch(verb.doc, clause.right_edge.i, end)]
    return _continued_clause(verb, clause)


def _told_clause(verb: Token) -> Token | None:
    """ "Told a meeting of leaders that …": the clause hung on the one told."""
    for held in verb.rights:
        if held.dep_ not in ("dobj", "dative") and not (held.dep_ == "prep" and held.lower_ in _TOLD_THROUGH):
            continue
        for noun in [held, *(part for prep in held.rights for part in prep.rights), *held.rights]:
            for child in noun.rights:
                marked = is_that_clause(child)
                fitting = verb.lemma_ in _TOLD or (held.dep_ == "prep" and noun != held)
                if child.dep_ in ("relcl", "acl", "ccomp") and marked and fitting:
                    return child
    return None


def clausal_frame(child: Token, verb: Token, cue: Cue) -> str:
    """The frame a child clause fills, or "" if it fills none."""
    if _is_inserted(child, verb):
        return ""
    if child.dep_ not in _CLAUSES or child.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "PRON", "ADV", "NUM"):
        return ""
    marks = [part.lower_ for part in child.children if part.dep_ == "mark"]
    if child.dep_ == "ccomp":
        if is_infinitive(child):
            if "obj-inf" in cue.frames and child.i > verb.i:
                return "obj-inf"
            return "inf" if "inf" in cue.frames else ""
        first = child.left_edge.lower_
        if first in _WH and child.i > verb.i and cue.frames & {"wh", "topic"}:
            return "wh" if "wh" in cue.frames else "topic"
        if child.tag_ == "VBG" and not any(part.dep_ in ("nsubj", "nsubjpass", "aux") for part in child.children):
            return "ing" if "ing" in cue.frames else ""
        if "small" in cue.frames and "that" not in cue.frames and child.i > verb.i:
            return "small"
        if cue.kind == "evidence" and child.tag_ == "VBG" and child.i > verb.i:
            return "np"  # "polls show his lead shrinking"
        return "that" if "that" in cue.frames else ""
    if child.dep_ == "advcl" and child.left_edge.i == verb.i + 1 and is_infinitive(child) and "inf" in cue.frames:
        return "inf"  # as headlines are read: "Sudan Vows To Rebuild Port"
    if child.dep_ in ("advcl", "dep", "acl", "relcl") and child.i > verb.i:
        if "that" in marks and "that" in cue.frames:
            return "that"
        finite = child.tag_ in ("VBD", "VBZ", "VBP", "VB") and own_subject(child) is not None
        if (
            child.dep_ == "advcl"
            and not marks
            and finite
            and "that" in cue.frames
            and "quote" in cue.frames
            and verb.tag_ != "VBN"
        ):
            return "that" if not any(part.dep_ == "ccomp" for part in verb.children) else ""
        asked = "wh" in cue.frames and cue.attitude == "question"
        return "wh" if asked and ("if" in marks or "whether" in marks) else ""
    if child.dep_ == "xcomp" and child.i > verb.i:
        infinitive = is_infinitive(child)
        has_object = any(part.dep_ in ("dobj", "dative") and part.i < child.i for part in verb.children)
        if infinitive and child.left_edge.lower_ in _WH:
            return "wh" if "wh" in cue.frames else ""
        if infinitive and has_object and "obj-inf" in cue.frames:
            return "obj-inf"
        if infinitive and "inf" in cue.frames:
            return "inf"
        if is_gerund(child) and "ing" in cue.frames:
            return "ing"
    return ""


def _asked_clause(verb: Token) -> Token | None:
    """ "Called on both sides to stop": the infinitive hung on the one asked, or on the verb itself."""
    for held in verb.rights:
        if held.dep_ in ("advcl", "xcomp") and is_infinitive(held):
            asked = (child for child in verb.rights if child.dep_ in ("prep", "prt", "dobj", "dative"))
            return held if any(child.i < held.i for child in asked) else None
        if held.dep_ not in ("dobj", "dative", "prep", "prt"):
            continue
        for noun in (held, *(part for part in held.rights if part.dep_ == "pobj")):
            for child in noun.rights:
                if child.dep_ in ("acl", "relcl", "xcomp", "ccomp") and is_infinitive(child) and noun.pos_ in NOMINAL:
                    return child
    return None


def _asked(verb: Token, clause: Token, cue: Cue) -> list[Stretch]:
    """What somebody is asked to do, without the one asked; what is wanted or expected of somebody, with that party."""
    start = next(
        (child.i for child in clause.lefts if child.dep_ == "aux" and child.lower_ == "to"), clause.left_edge.i
    )
    if start > 0 and verb.doc[start - 1].dep_ == "neg":
        start -= 1
    if cue.kind != "speech":
        held = [child for child in (*verb.rights, *clause.lefts) if child.dep_ in _OBJECTS and verb.i < child.i < start]
        start = min((child.left_edge.i for child in held), default=start)
    return clean([stretch(verb.doc, max(start, verb.i + 1), clause.right_edge.i + 1)])


def _host(verb: Token, cue: Cue) -> Token | None:
    """The verb slipped into a clause with a cue: "The city, officials said, fell" or "as officials said"."""
    if "that" not in cue.frames or cue.kind not in ("speech", "thought") or verb.head == verb:
        return None
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in ("quote", "cite"):
        verb = verb.head.head  # "The road, he was quoted as saying, is open"
    inserted = verb.dep_ in ("parataxis", "ccomp") and own_subject(verb) is not None and _set_off(verb)
    inserted = inserted and (verb.left_edge.i != verb.head.left_edge.i or bool(_around_insertion(verb)))
    as_clause = verb.dep_ == "advcl" and any(part.lower_ == "as" and part.dep_ == "mark" for part in verb.children)
    return verb if (inserted or as_clause) and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ") else None


def _around_insertion(verb: Token) -> list[Stretch]:
    """The clause around "…, officials suspect, …" where the parser hung its first words on the inserted verb."""
    doc, own = verb.doc, own_subject(verb)
    if own is None or verb.left_edge.i != verb.head.left_edge.i or verb.head.i < verb.i:
        return []
    first, last = own.left_edge.i, verb.right_edge.i
    opened = first > verb.left_edge.i and doc[first - 1].text == ","
    if not opened or doc[last if doc[last].is_punct else min(last + 1, len(doc) - 1)].text != ",":
        return []
    pieces = [stretch(doc, verb.left_edge.i, first - 1)]
    if verb.head.right_edge.i > last:
        pieces.append(stretch(doc, last + 1, verb.head.right_edge.i + 1))
    return clean(pieces)


def _is_inserted(clause: Token, verb: Token) -> bool:
    """Whether a clause is no content of its verb but tells who says it all: "The guards fled, the mayor said"."""
    if clause.dep_ not in ("ccomp", "parataxis") or clause.i < verb.i or own_subject(clause) is None:
        return False
    known = cue_of(clause)
    first = clause.left_edge.i
    if known is None or known[0].kind != "speech" or "that" not in known[0].frames or first == 0:
        return False
    held = any(child.dep_ in _CLAUSES and child.i > clause.i for child in clause.children)
    return not held and verb.doc[first - 1].text in _COMMAS and _set_off(clause)


def _around(verb: Token) -> list[Stretch]:
    """The sentence around "…, he was quoted as saying, …" or before "…, Tass quoted him as saying"."""
    quoted = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoted is None or quoted.lemma_ not in ("quote", "cite"):
        return []
    doc, sent, spoken = verb.doc, verb.sent, own_subject(quoted)
    if spoken is None:
        return []
    first, last = spoken.left_edge.i, verb.i + 1
    if first > sent.start and doc[first - 1].text == "," and all(_is_aside(token) for token in doc[last : sent.end]):
        return clean([stretch(doc, sent.start, first - 1)])
    if quoted.dep_ != "ROOT":
        return []
    while last < sent.end and doc[last].text != ",":
        last += 1
    if first == sent.start or doc[first - 1].text != "," or last >= sent.end - 1:
        return []
    return clean([stretch(doc, sent.start, first - 1), stretch(doc, last + 1, sent.end)])


def _is_aside(token: Token) -> bool:
    """Whether a word after "quoted as saying" tells when or by whom, nothing that was said."""
    by_whom = token.dep_ in ("agent", "prep", "pobj", "npadvmod", "advmod", "compound", "det", "amod", "poss", "case")
    return token.is_punct or token.is_space or token.ent_type_ in ("DATE", "TIME") or by_whom


def _set_off(verb: Token) -> bool:
    """Whether a clause stands between commas or at the end after one, and leads to no clause of its own."""
    doc, left, right = verb.doc, verb.left_edge.i, verb.right_edge.i + 1
    before = doc[left - 1].is_punct if left > 0 else False
    before = before or doc[left].is_punct
    after = doc[right].is_punct if right < len(doc) else True
    return bool((before or doc[left].is_sent_start) and (after or doc[right - 1].is_punct) and right - left < 25)
