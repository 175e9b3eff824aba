"""Claims: what rests on the word of an interested party alone."""

from __future__ import annotations

from collections.abc import Iterable

from polybius.records import Actor, Link

# what is done by being said: who says so does it, and claims nothing
SPOKEN = frozenset({"ACCUSE", "AGREE", "CONCEDE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
# who speaks for a side; others of the same country (residents, priests, reporters) are its witnesses
SIDES = frozenset({"GOV", "MIL", "COP", "REB", "OPP", "PTY", "PRM", "PRE", "UAF", "SPY", "LEG", "JUD", "SEP", "UNK"})
ABOVE = frozenset({"UNO", "IGO", "NGO", "EUR"})  # bodies of many countries: a side only in what they do themselves
NOT_YET = frozenset({"future", "hypothetical"})


def is_claim(
    category: str,
    actors: Iterable[Actor],
    recipients: Iterable[Actor],
    links: tuple[Link, ...],
    realis: Iterable[str] = (),
) -> bool:
    """Whether the inmost teller speaks for a side in what is told and nobody else bears it out.

    A side's own words (a promise, a threat) and plans are no claims of it; what the other side did is, also where the
    text does not tell whom it struck.
    """
    if not links or NOT_YET & set(realis):
        return False
    actors, recipients, tellers = list(actors), list(recipients), list(links[0].speakers)
    if not tellers or not all(map(_is_side, tellers)):
        return False
    struck = _share(recipients, tellers)
    if category not in SPOKEN:
        return struck or _share(actors, tellers) or _some_side_untold(actors, recipients, tellers)
    return struck and not _same_party(actors, tellers)


def _is_side(speaker: Actor) -> bool:
    if speaker.id and not speaker.sectors and speaker.code not in ABOVE:
        return True
    if not speaker.code or speaker.code in ABOVE:
        return False
    return not speaker.sectors or bool(SIDES & set(speaker.sectors))


def _some_side_untold(actors: list[Actor], recipients: list[Actor], tellers: list[Actor]) -> bool:
    """Whether a deed lacks a doer or somebody it struck, so that the teller may be the other side."""
    untold = not any(a.code for a in actors) or not any(a.code for a in recipients)
    return untold and all(speaker.code for speaker in tellers)


def _share(parties: Iterable[Actor], tellers: Iterable[Actor]) -> bool:
    """Whether one of the parties is of a teller's country or is itself the teller."""
    known = {key for speaker in tellers for key in (speaker.id, speaker.code) if key}
    return any(key in known for party in parties for key in (party.id, party.code) if key)


def _same_party(parties: Iterable[Actor], tellers: Iterable[Actor]) -> bool:
    """Whether one of the parties speaks itself: one entry, or one country without sectors that set them apart."""
    return any(_is_same(party, speaker) for party in parties for speaker in tellers)


def _is_same(party: Actor, speaker: Actor) -> bool:
    if party.id and party.id == speaker.id:
        return True
    own, other = set(party.sectors), set(speaker.sectors)
    return bool(party.code) and party.code == speaker.code and (not own or not other or bool(own & other))
