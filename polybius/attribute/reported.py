"""Indirect speech: cues and what hangs on them in the parse."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from polybius.attribute.cues import Cue, cue_of, is_document
from polybius.attribute.drafts import Draft, Stretch, without
from polybius.attribute.speakers import agent, conjuncts, is_expletive, is_passive, own_subject, subject

_WH = ("what", "why", "how", "when", "where", "whether", "who", "which", "if", "whom", "whose")
_TOLD = ("tell", "inform", "notify", "remind", "assure", "warn", "advise", "convince", "persuade", "write", "say")
_TOLD_THROUGH = ("to", "in", "on", "at")
_FINITE = ("ROOT", "ccomp", "conj", "advcl", "parataxis", "relcl")  # clauses that may tell something of their own
CONTINUING = ("add", "continue", "conclude")  # as participles they go on with what the same speaker says
_CLAUSES = ("ccomp", "advcl", "xcomp", "acl", "relcl", "dep", "parataxis")
_VOICING = (
    "make", "issue", "express", "voice", "give", "repeat", "raise", "have", "release", "deliver", "offer", "reiterate",
    "send", "share", "add", "retract", "withdraw", "drop", "level", "air", "state", "hold", "announce",
)  # fmt: skip
_DOCUMENT_CUES = ("report", "rumour", "rumor", "speculation", "finding", "word")


def find_reported(doc: Doc) -> list[Draft]:
    """All cues of a Doc with content in their own sentence, in text order; quotation marks play no part here."""
    drafts: list[Draft] = []
    taken: set[int] = set()
    contents: set[tuple[Stretch, ...]] = set()
    for token in doc:
        if token.i in taken or not token.is_alpha:
            continue
        known = cue_of(token)
        if known is None:
            continue
        cue, words = known
        draft = _DRAFTERS[cue.pos](token, cue, words)
        if draft is not None and draft.content:
            content = tuple(draft.content)
            if cue.pos == "noun" and content in contents:
                continue  # "said in a report that …": the verb has it
            contents.add(content)
            drafts.append(draft)
            taken.update(words)
    return drafts


def clause_of(token: Token, *, but: tuple[Token, ...] = ()) -> list[Stretch]:
    """The words of a token's clause as text, less some of the phrases in it."""
    stretches: list[Stretch] = [_stretch(token.doc, token.left_edge.i, token.right_edge.i + 1)]
    for part in but:
        hole = _stretch(token.doc, part.left_edge.i, part.right_edge.i + 1)
        stretches = [piece for stretch in stretches for piece in without(stretch, hole)]
    return _clean(stretches)


def _stretch(doc: Doc, start: int, end: int) -> Stretch:
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def _clean(stretches: list[Stretch]) -> list[Stretch]:
    return [(start, end) for start, end in stretches if start < end]


def is_negated(verb: Token) -> bool:
    """Whether a cue is denied itself: "did not say"."""
    return any(child.dep_ == "neg" for child in verb.children)


def _verb(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    draft = Draft(token, words, cue, negated=is_negated(token))
    speaker = subject(token)
    if is_passive(token):
        return _passive(draft, token, cue)
    finite = token.tag_ in ("VBD", "VBZ", "VBP") and token.i > 0
    if speaker is None and finite and token.nbor(-1).pos_ in ("PROPN", "PRON"):
        speaker = token.nbor(-1)  # a subject the parser gave to the phrase before
    if speaker is None or is_expletive(speaker):
        if token.dep_ not in ("xcomp", "advcl") or cue.kind != "speech":
            return None
        speaker = None
    if cue.kind == "evidence" and (speaker is None or not is_document(speaker)):
        return None
    draft.speakers = list(conjuncts(speaker)) if speaker is not None else []
    if token.lemma_ in CONTINUING and token.tag_ == "VBG" and token.dep_ in ("advcl", "acl", "conj"):
        speaker = _teller_above(token) or speaker
        draft.speakers = list(conjuncts(speaker)) if speaker is not None else []
    draft.content = _content(token, cue, words, speaker, draft)
    _quoted_as_saying(token, draft)
    if draft.speakers:
        _through(draft)
        _quoting_another(token, draft)
    return draft


def _teller_above(participle: Token) -> Token | None:
    """ "X said that Y supports it, adding: …" hangs "adding" on what Y does; it goes on with what X says."""
    verb = participle.head
    for _ in range(6):
        if verb.dep_ in ("ccomp", "xcomp") and (known := cue_of(verb.head)) and known[0].kind == "speech":
            return subject(verb.head)
        if verb.dep_ not in ("conj", "ccomp", "advcl", "relcl", "acl", "dobj", "pobj", "prep"):
            return None
        verb = verb.head
    return None


def _content(token: Token, cue: Cue, words: tuple[int, ...], speaker: Token | None, draft: Draft) -> list[Stretch]:
    """The content of an active verb by the first of its frames that fits."""
    clauses = [(frame, child) for child in token.children if (frame := _clausal(child, token, cue))]
    if clauses:
        draft.frame, child = min(clauses, key=_preference)
        if draft.frame == "obj-inf":
            return _from_object(token, child)
        return [*_clause_content(child, token, speaker), *_further_clauses(token, child)]
    told = _told_clause(token) if "that" in cue.frames else None
    if told is not None:
        draft.frame = "that"
        return _clause_content(told, token, speaker)
    host = _host(token, cue)
    if host is not None:
        draft.frame = "that"
        return clause_of(host, but=(token,))
    for frame, reader in (("small", _small), ("obj-of", _of_clause), ("np", _object), ("prep", _prepositional)):
        if frame in cue.frames or frame == "prep":
            found = reader(token, cue, words)
            if found and not (frame == "np" and draft.negated):
                draft.frame = frame
                return found
    return []


def _preference(found: tuple[str, Token]) -> tuple[bool, bool, int]:
    """A clause marked by "that" first, then one after its verb, then the nearest."""
    child = found[1]
    marked = any(part.lower_ == "that" and part.dep_ == "mark" for part in child.children)
    return not marked, child.i < child.head.i, abs(child.i - child.head.i)


def _continued_clause(verb: Token, clause: Token) -> list[Stretch]:
    """ "X said she hopes to win but she knows …": a second clause that goes on with what X says."""
    for child in verb.rights:
        if child.dep_ != "conj" or child.i < clause.i or clause.i < verb.i or child.pos_ not in ("VERB", "AUX"):
            continue
        own = own_subject(child)
        if own is None or cue_of(child) is not None:
            continue
        first = child.left_edge.i
        if own.pos_ == "PRON" or not any(token.text == "," for token in verb.doc[max(verb.i, first - 2) : first]):
            return [_stretch(verb.doc, first, child.right_edge.i + 1)]
    return []


def _further_clauses(verb: Token, clause: Token) -> list[Stretch]:
    """What follows the content clause and goes on with it, though the parser hung it on the cue itself."""
    if clause.i < verb.i:
        return []
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
        return [_stretch(verb.doc, clause.right_edge.i, end)]
    return _continued_clause(verb, clause)


def _told_clause(verb: Token) -> Token | None:
    """ "Told a meeting of leaders that …": the clause hung on the one told."""
    for held in verb.rights:
        if held.dep_ not in ("dobj", "dative") and not (held.dep_ == "prep" and held.lower_ in _TOLD_THROUGH):
            continue
        for noun in [held, *(part for prep in held.rights for part in prep.rights), *held.rights]:
            for child in noun.rights:
                marked = any(part.lower_ == "that" and part.dep_ == "mark" for part in child.children)
                if child.dep_ in ("relcl", "acl", "ccomp") and marked and verb.lemma_ in _TOLD:
                    return child
    return None


def _is_gerund(verb: Token) -> bool:
    """Whether a verb is a gerund, also a perfect one ("denied having shelled")."""
    having = any(child.dep_ == "aux" and child.lower_ == "having" for child in verb.children)
    return verb.tag_ == "VBG" or (verb.tag_ == "VBN" and having)


def _clausal(child: Token, verb: Token, cue: Cue) -> str:
    """The frame a child clause fills, or "" if it fills none."""
    if child.dep_ not in _CLAUSES or child.pos_ not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "PRON", "ADV", "NUM"):
        return ""
    marks = [part.lower_ for part in child.children if part.dep_ == "mark"]
    if child.dep_ == "ccomp":
        if any(part.lower_ == "to" and part.dep_ == "aux" for part in child.children):
            if "obj-inf" in cue.frames and child.i > verb.i:
                return "obj-inf"
            return "inf" if "inf" in cue.frames else ""
        first = child.left_edge.lower_
        if first in _WH and child.i > verb.i and "wh" in cue.frames:
            return "wh"
        if child.tag_ == "VBG" and not any(part.dep_ in ("nsubj", "nsubjpass", "aux") for part in child.children):
            return "ing" if "ing" in cue.frames else ""
        if "small" in cue.frames and "that" not in cue.frames and child.i > verb.i:
            return "small"
        return "that" if "that" in cue.frames else ""
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
        infinitive = any(part.lower_ == "to" and part.dep_ == "aux" for part in child.children)
        has_object = any(part.dep_ in ("dobj", "dative") and part.i < child.i for part in verb.children)
        if infinitive and child.left_edge.lower_ in _WH:
            return "wh" if "wh" in cue.frames else ""
        if infinitive and has_object and "obj-inf" in cue.frames:
            return "obj-inf"
        if infinitive and "inf" in cue.frames:
            return "inf"
        if _is_gerund(child) and "ing" in cue.frames:
            return "ing"
    return ""


def _clause_content(child: Token, verb: Token, speaker: Token | None) -> list[Stretch]:
    """The clause, with what the parser hung on the verb after it ("…, he said, after a siege" stays out)."""
    start, end = child.left_edge.i, child.right_edge.i + 1
    if child.i < verb.i:
        limit = verb.left_edge.i if verb.left_edge.i > child.i else verb.i
        if speaker is not None and child.i < speaker.left_edge.i < verb.i:
            limit = min(limit if limit > child.i else verb.i, speaker.left_edge.i)
        end = min(end, max(limit, child.i + 1))
    else:
        start = max(start, verb.i + 1)
        first = child.doc[start]
        if first.lower_ == "that" and first.dep_ == "mark" and start + 1 < end:
            start += 1
    return _clean([_stretch(child.doc, start, end)])


def _from_object(verb: Token, clause: Token) -> list[Stretch]:
    held = [child for child in verb.children if child.dep_ in ("dobj", "dative") and verb.i < child.i < clause.i]
    start = held[0].left_edge.i if held else clause.left_edge.i
    return _clean([_stretch(verb.doc, max(start, verb.i + 1), clause.right_edge.i + 1)])


def _host(verb: Token, cue: Cue) -> Token | None:
    """The clause a cue is slipped into: "The city, officials said, fell" or "as officials said"."""
    if "that" not in cue.frames or cue.kind not in ("speech", "thought") or verb.head == verb:
        return None
    inserted = verb.dep_ in ("parataxis", "ccomp") and own_subject(verb) is not None and _set_off(verb)
    as_clause = verb.dep_ == "advcl" and any(part.lower_ == "as" and part.dep_ == "mark" for part in verb.children)
    return verb.head if (inserted or as_clause) and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ") else None


def _set_off(verb: Token) -> bool:
    """Whether a clause stands between commas or at the end after one, and leads to no clause of its own."""
    doc, left, right = verb.doc, verb.left_edge.i, verb.right_edge.i + 1
    before = doc[left - 1].is_punct if left > 0 else False
    before = before or doc[left].is_punct
    after = doc[right].is_punct if right < len(doc) else True
    return bool((before or doc[left].is_sent_start) and (after or doc[right - 1].is_punct) and right - left < 25)


def _small(verb: Token, _cue: Cue, _words: tuple[int, ...]) -> list[Stretch]:
    """Object and predicate: "called the deal a disaster", "described it as good"."""
    objects = [child for child in verb.rights if child.dep_ in ("dobj", "nsubj", "dative")]
    predicates = [
        child
        for child in verb.rights
        if child.dep_ in ("oprd", "xcomp", "acomp", "attr") or (child.dep_ == "prep" and child.lower_ in ("as", "to"))
    ]
    if not predicates:
        inner = [part for child in objects for part in child.rights if part.dep_ == "prep" and part.lower_ == "as"]
        predicates = inner or objects[1:]
    if not objects and verb.dep_ != "relcl" and not any(child.lower_ == "as" for child in predicates):
        return []  # "also called X" gives a name only
    if not predicates:
        return []
    start = objects[0].left_edge.i if objects else predicates[0].left_edge.i
    end = max(child.right_edge.i + 1 for child in predicates)
    return _clean([_stretch(verb.doc, max(start, verb.i + 1), end)]) if end > start else []


def _of_clause(verb: Token, _cue: Cue, _words: tuple[int, ...]) -> list[Stretch]:
    for preposition in verb.doc[verb.i + 1 : min(verb.right_edge.i + 1, verb.i + 30)]:
        if preposition.lower_ == "of" and preposition.dep_ == "prep":
            head = preposition.head
            if head == verb or (head.head == verb and head.dep_ in ("dobj", "dative")):
                return _complement(preposition)
    return []


def _complement(preposition: Token) -> list[Stretch]:
    for child in preposition.rights:
        if child.dep_ in ("pcomp", "pobj", "ccomp"):
            return _clean([_stretch(child.doc, child.left_edge.i, preposition.right_edge.i + 1)])
    return []


def _object(verb: Token, _cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    for child in verb.children:
        if len(words) > 1 and child.i == words[-1] and child.dep_ == "prep":
            return _complement(child)
    for child in verb.rights:
        if child.dep_ == "dobj" and child.pos_ in ("NOUN", "PROPN") and cue_of(child) is None:
            return _clean([_stretch(verb.doc, max(child.left_edge.i, words[-1] + 1), child.right_edge.i + 1)])
    return []


def _prepositional(verb: Token, cue: Cue, _words: tuple[int, ...]) -> list[Stretch]:
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in cue.frames:
            return _complement(child)
    return []


def _passive(draft: Draft, verb: Token, cue: Cue) -> Draft | None:
    """ "X is said to have left", "it was reported that …", "the attack was claimed by …"."""
    by = agent(verb)
    draft.speakers = list(conjuncts(by)) if by is not None else []
    passive_subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    raising = "raise" in cue.frames or ("raise-agent" in cue.frames and by is not None)
    if cue.words[0] in ("quote", "cite"):
        return None  # "quoted as saying": the saying is the cue
    for child in verb.rights:
        if child.dep_ in ("xcomp", "oprd") and passive_subject is not None and raising:
            draft.content = _clean([_stretch(verb.doc, passive_subject.left_edge.i, child.right_edge.i + 1)])
            draft.frame = "raise"
            return draft
        frame = _clausal(child, verb, cue)
        if frame in ("that", "wh"):
            draft.content, draft.frame = _clause_content(child, verb, None), frame
            if verb.dep_ == "acl" and by is None:
                return None
            return draft
    if by is None or not cue.frames & {"np", "small"} or cue.act:
        return None
    noun = verb.head if verb.dep_ == "acl" else passive_subject
    if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    end = noun.i + 1 if noun.i < verb.i else noun.right_edge.i + 1
    draft.content, draft.frame = _clean([_stretch(verb.doc, noun.left_edge.i, max(end, noun.i + 1))]), "np"
    return draft


def _quoted_as_saying(verb: Token, draft: Draft) -> None:
    """ "He was quoted as saying by Y": the speaker is the passive's subject, and Y passes it on."""
    head = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if head is None or head.lemma_ not in ("quote", "cite", "report"):
        return
    spoken = own_subject(head)
    if is_passive(head) and spoken is not None:
        draft.speakers = list(conjuncts(spoken))
        by = agent(head) or agent(verb)
        if by is not None:
            draft.outer.append((head, list(conjuncts(by))))
    elif not is_passive(head):
        held = next((child for child in head.rights if child.dep_ == "dobj"), None)
        if held is not None and spoken is not None:
            draft.speakers = list(conjuncts(held))
            draft.outer.append((head, list(conjuncts(spoken))))


def _quoting_another(verb: Token, draft: Draft) -> None:
    """ "Y, quoting an official, said …": the official says it, and Y passes it on."""
    for host in (verb, draft.speakers[0]):
        for part in host.children:
            if part.lower_ == "quoting" and part.dep_ in ("advcl", "acl"):
                quoted = next((child for child in part.rights if child.dep_ == "dobj"), None)
                if quoted is not None and not draft.outer:
                    draft.outer.append((part, draft.speakers))
                    draft.speakers = list(conjuncts(quoted))
                    return


def _through(draft: Draft) -> None:
    """ "…, said an official quoted by Y": Y passes it on."""
    for verb in draft.speakers[0].rights:
        if verb.dep_ in ("acl", "relcl") and verb.lemma_ in ("quote", "cite") and verb.tag_ == "VBN":
            by = agent(verb)
            if by is not None:
                draft.outer.append((verb, list(conjuncts(by))))


def _noun(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """ "His claim that …", "a report that …": the clause after the noun."""
    for child in token.rights:
        marked = any(part.lower_ == "that" and part.dep_ == "mark" for part in child.children)
        voiced = token.dep_ == "dobj" and token.head.lemma_ in _VOICING and child.dep_ in ("acl", "relcl", "ccomp")
        bare = voiced and (own := own_subject(child)) is not None and own != token and own.i > token.i
        clause = child.dep_ in ("acl", "relcl", "ccomp", "appos", "advcl") and "that" in cue.frames and (marked or bare)
        infinitive = child.dep_ == "acl" and "inf" in cue.frames and any(part.lower_ == "to" for part in child.lefts)
        if clause or infinitive:
            return Draft(token, words, cue, _holder(token), _clause_content(child, token, None), frame="that")
    return None


def _genitive_before(noun: Token) -> Token | None:
    """The owner where the parser misread a genitive: the noun before an 's a few words to the left."""
    doc = noun.doc
    for index in range(noun.i - 1, max(0, noun.i - 4), -1):
        if doc[index].tag_ == "POS" and doc[index - 1].pos_ in ("NOUN", "PROPN"):
            return doc[index - 1]
        if doc[index].pos_ not in ("ADJ", "ADV", "NOUN", "NUM"):
            return None
    return None


def _holder(noun: Token) -> list[Token]:
    """Whose claim it is: the possessor, the by-phrase, or the subject of a verb that voices it."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in _VOICING:
        voice = subject(verb)
        if voice is not None and (owner is None or owner.pos_ == "PRON"):
            return list(conjuncts(voice))
    if owner is None:
        owner = _genitive_before(noun)
    if owner is not None:
        return [owner]
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of", "among", "in"):
            held = next((part for part in child.rights if part.dep_ == "pobj"), None)
            if held is not None and (child.lower_ != "in" or is_document(held)):
                return list(conjuncts(held))
    return [noun] if noun.lemma_.lower() in _DOCUMENT_CUES else []


def _adjective(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    if token.dep_ not in ("acomp", "ccomp", "ROOT", "oprd", "conj", "advcl"):
        return None
    verb = token.head if token.dep_ in ("acomp", "oprd") else token
    speaker = subject(verb)
    if speaker is None or is_expletive(speaker) or speaker.lower_ == "it":
        return None
    for child in [*token.rights, *(verb.rights if verb != token else ())]:
        if child.dep_ in ("ccomp", "advcl") and child.i > token.i:
            marked = any(part.lower_ in ("that", "whether", "if") and part.dep_ == "mark" for part in child.children)
            if marked or child.dep_ == "ccomp":
                content = _clause_content(child, token, None)
                speakers, negated = list(conjuncts(speaker)), is_negated(verb)
                return Draft(token, words, cue, speakers, content, frame="that", negated=negated)
    return None


def _adverb(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    if token.dep_ != "advmod" or token.head.pos_ not in ("VERB", "AUX"):
        return None
    host = token.head
    content = clause_of(host, but=(token,))
    if host.dep_ == "relcl" and content:  # a relative clause: its own words only
        content = [piece for piece in content if piece[1] > host.idx] or content
    return Draft(token, words, cue, [], content, frame="clause")


def _preposition(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """ "According to X": the clause it stands in is X's."""
    last = token.doc[words[-1]]
    held = next((child for child in last.rights if child.dep_ in ("pobj", "pcomp")), None)
    if held is None:
        held = next((child for child in last.subtree if child.dep_ == "pobj" and child.i > last.i), None)
    if held is None:
        return None
    host = _clause_head(token)
    if host is None:
        draft = Draft(token, words, cue, [held], _after_comma(held), frame="clause")
    else:
        draft = Draft(token, words, cue, list(conjuncts(held)), clause_of(host, but=(token,)), frame="clause")
    _through(draft)
    return draft


def _after_comma(noun: Token) -> list[Stretch]:
    """The rest of a sentence after the comma that ends a fronted phrase, where the parse gives no clause."""
    doc = noun.doc
    for token in doc[noun.i + 1 : noun.i + 25]:
        if token.is_sent_start:
            return []
        if token.text == ",":
            end = token.i + 1
            while end < len(doc) and not doc[end].is_sent_start and end - token.i < 120:
                end += 1
            return [_stretch(doc, token.i + 1, end)] if end > token.i + 1 else []
    return []


def _clause_head(token: Token) -> Token | None:
    head = token.head
    for _ in range(12):
        if head == token:
            return None
        joined = head.dep_ == "conj" and own_subject(head) is None
        if head.pos_ in ("VERB", "AUX") and head.dep_ in _FINITE and not joined:
            return head
        if head.head == head:
            return head
        head = head.head
    return None


_DRAFTERS = {"verb": _verb, "noun": _noun, "adj": _adjective, "adv": _adverb, "prep": _preposition}


def governing_cues(token: Token) -> Iterator[tuple[Token, Token]]:
    """The verbs above a token, at most six, each with its child on the way down."""
    child = token
    for _ in range(6):
        head = child.head
        if head == child:
            return
        if head.pos_ in ("VERB", "AUX"):
            yield head, child
        child = head
