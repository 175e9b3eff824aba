"""Indirect speech: cues and what hangs on them in the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from polybius.attribute.clauses import clause_content, clean, complement, is_negated, stretch
from polybius.attribute.contents import clausal_frame, content_of
from polybius.attribute.cues import Cue, cue_of, is_channel, is_document
from polybius.attribute.drafts import Draft, Stretch
from polybius.attribute.frames import of_clause, reasons
from polybius.attribute.nominal import adjective_draft, adverb_draft, noun_draft, pass_through, preposition_draft
from polybius.attribute.speakers import agent, conjuncts, is_expletive, is_passive, own_subject, subject

CONTINUING = (
    "add",
    "continue",
    "conclude",
)  # as participles they go on with what the same speaker says
_AFTER_CUE = ("npadvmod", "prep", "punct", "advmod", "advcl", "dep")  # what may follow "…, the ministry said"


_NOMINAL = ("NOUN", "PROPN", "PRON")
_UNSAID = frozenset(("topic", "np", "inf", "obj-inf", "small"))  # frames that tell no words of a speaker's


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
        if draft is not None and ((draft.frame in _UNSAID and _is_purpose(token)) or _by_nobody(draft)):
            continue
        if draft is not None and draft.content:
            content = tuple(draft.content)
            if cue.pos == "noun" and content in contents:
                continue  # "said in a report that …": the verb has it
            contents.add(content)
            drafts.append(draft)
            taken.update(words)
    return drafts


def _by_nobody(draft: Draft) -> bool:
    """Whether the speaker is "no group", "nobody": then nothing was said."""
    return any(
        speaker.lower_ in ("nobody", "none") or any(c.dep_ == "det" and c.lower_ == "no" for c in speaker.lefts)
        for speaker in draft.speakers
    )


def _is_purpose(token: Token) -> bool:
    """Whether a cue is only what something is for: "met to discuss the truce", "helpers for him to maintain aid"."""
    bare = token.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in token.lefts)
    return bare and token.dep_ in ("advcl", "acl", "relcl")


def _verb(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    draft = Draft(token, words, cue, negated=is_negated(token))
    speaker = subject(token)
    if is_passive(token):
        return _passive(draft, token, cue)
    if token.lower_ == "citing" and any(child.dep_ == "dobj" and _is_party(child) for child in token.rights):
        return None  # a link of the chain, see below
    finite = token.tag_ in ("VBD", "VBZ", "VBP") and token.i > 0
    if speaker is None and finite:
        speaker = _just_before(token)
    trailing = _trailing(token, cue) if finite else None
    if trailing is not None:
        draft.speakers, draft.content, draft.frame = list(conjuncts(trailing[0])), trailing[1], "that"
        _quoting_another(token, draft)
        return draft
    if speaker is None or is_expletive(speaker):
        if token.dep_ not in ("xcomp", "advcl") or cue.kind != "speech":
            return None
        speaker = None
    if cue.kind == "evidence" and (speaker is None or not is_document(speaker)):
        return None
    if cue.kind == "finding" and speaker is not None and not is_document(speaker):
        cue = replace(cue, frames=cue.frames & {"that", "wh"})  # "found a flat" is none
    draft.speakers = list(conjuncts(speaker)) if speaker is not None else []
    if _continues(token, cue):
        speaker = _teller_above(token) or speaker
        draft.speakers = list(conjuncts(speaker)) if speaker is not None else []
    draft.content = content_of(token, cue, words, speaker, draft)
    _quoted_as_saying(token, draft)
    if draft.speakers:
        pass_through(draft)
        _quoting_another(token, draft)
    return draft


def _just_before(verb: Token) -> Token | None:
    """A subject that the parser gave to the phrase before: the name right before a verb, or in apposition before it."""
    before = verb.nbor(-1)
    if before.text == "," and before.i > 0 and before.nbor(-1).dep_ == "appos":
        before = before.nbor(-1)
    return before if before.pos_ in ("PROPN", "PRON") else None


def _trailing(verb: Token, cue: Cue) -> tuple[Token, list[Stretch]] | None:
    """Speaker and content of "…, the ministry said on Monday" where the parser hung these words on the wrong ones."""
    lost = verb.dep_ == "ROOT" and any(child.dep_ == "dep" and child.pos_ in _NOMINAL for child in verb.lefts)
    if "that" not in cue.frames or cue.kind != "speech" or cue.act or not (lost or verb.dep_ in ("advcl", "conj")):
        return None
    doc, sent = verb.doc, verb.sent
    if any(child.dep_ not in _AFTER_CUE for child in verb.rights):
        return None
    comma = next((i for i in range(verb.i - 1, sent.start, -1) if doc[i].text in (",", ";")), None)
    if comma is None or comma == verb.i - 1 or doc[comma].text == ";":
        return None
    phrase = doc[comma + 1 : verb.i]
    heads = [token for token in phrase if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "poss"]
    if not heads or any(token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ") for token in phrase):
        return None
    first = max((i + 1 for i in range(sent.start, comma) if doc[i].text == ";"), default=sent.start)
    if not any(token.pos_ in ("VERB", "AUX") for token in doc[first:comma]):
        return None
    inner = {token.i for token in phrase}
    head = next((token for token in heads if token.head.i not in inner), heads[-1])
    return head, clean([stretch(doc, first, comma)])


def _continues(token: Token, cue: Cue) -> bool:
    """Whether a participle at the end of somebody's words goes on with them: "said that Y left, calling it a shame"."""
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "acl", "conj"):
        return False
    after_comma = token.i > 0 and token.nbor(-1).text == ","
    return token.lemma_ in CONTINUING or (cue.kind == "speech" and after_comma and token.dep_ == "advcl")


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
            draft.content = clean([stretch(verb.doc, passive_subject.left_edge.i, child.right_edge.i + 1)])
            draft.frame = "raise"
            return draft
        frame = clausal_frame(child, verb, cue)
        if frame in ("that", "wh"):
            draft.content, draft.frame = clause_content(child, verb, None), frame
            if verb.dep_ == "acl" and by is None:
                return None
            return draft
    if by is not None and "small" in cue.frames and cue.kind == "speech" and (called := _called(verb, passive_subject)):
        draft.content, draft.frame = called, "small"
        return draft
    if "obj-of" in cue.frames and (content := of_clause(verb)):
        draft.content, draft.frame = content, "obj-of"  # "is accused of …": by nobody in particular
        return draft
    if by is None and passive_subject is not None and cue.frames & {"topic", "topic-for", "topic-ing"}:
        judged = [piece for child in reasons(verb) if child.lower_ != "as" for piece in complement(child)]
        if judged:  # "has been criticised for …"
            subject_words = stretch(verb.doc, passive_subject.left_edge.i, passive_subject.right_edge.i + 1)
            draft.content, draft.frame = [subject_words, *judged], "topic-for"
            return draft
    if (
        by is None
        or cue.kind in ("evidence", "finding")
        or not cue.frames & {"np", "small", "topic"}
        or (cue.act and "topic" not in cue.frames)
    ):
        return None
    noun = verb.head if verb.dep_ == "acl" else passive_subject
    if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    end = noun.i + 1 if noun.i < verb.i else noun.right_edge.i + 1
    draft.content, draft.frame = (
        clean([stretch(verb.doc, noun.left_edge.i, max(end, noun.i + 1))]),
        "topic" if cue.act else "np",
    )
    return draft


def _called(verb: Token, noun: Token | None) -> list[Stretch]:
    """ "The deal was called a farce by X": the subject and what it is said to be."""
    if noun is None or noun.tag_ in ("WP", "WDT"):  # "what is called the old town" only gives a name
        return []
    named = (child for child in verb.rights if child.dep_ == "oprd" or (child.dep_ == "prep" and child.lower_ == "as"))
    predicate = next(named, None)
    if predicate is None or predicate.pos_ == "PROPN":
        return []
    parts = (noun, predicate)
    return clean([stretch(verb.doc, part.left_edge.i, part.right_edge.i + 1) for part in parts])


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
            if part.lower_ in ("quoting", "citing") and part.dep_ in ("advcl", "acl"):
                quoted = next((child for child in part.rights if child.dep_ == "dobj"), None)
                named = part.lower_ == "quoting" or (quoted is not None and _is_party(quoted))
                if quoted is not None and named and not draft.outer:
                    draft.outer.append((part, draft.speakers))
                    draft.speakers = list(conjuncts(quoted))
                    return


_DRAFTERS = {"verb": _verb, "noun": noun_draft, "adj": adjective_draft, "adv": adverb_draft, "prep": preposition_draft}


def _is_party(noun: Token) -> bool:
    """Whether a noun is one who can speak, not a paper or a reason ("citing a lawmaker", "citing the weather")."""
    known = any(mention.head == noun.i for mention in noun.doc._.polybius_actors or ())
    return known and not is_document(noun) and not is_channel(noun)


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
