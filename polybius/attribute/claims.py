"""Claims: what rests on the word of an interested party alone."""

from __future__ import annotations

from collections.abc import Iterable

from polybius.records import Actor, Link

# what is done by being said: who says so does it, and claims nothing
SPOKEN = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})


def is_claim(
    category: str, actors: Iterable[Actor], recipients: Iterable[Actor], links: tuple[Link, ...]
) -> bool:  # fmt: skip
    """Whether a party to the event is the inmost teller; of its own speech acts nobody is a mere claimant."""
    if not links:
        return False
    actors = list(actors)
    tellers = {key for speaker in links[0].speakers for key in _keys(speaker)}
    if category in SPOKEN and any(_keys(actor) & tellers for actor in actors):
        return False
    return any(_keys(party) & tellers for party in (*actors, *recipients))


def _keys(actor: Actor) -> frozenset[str]:
    """What an actor is known by: its entry in the list, its country."""
    return frozenset(key for key in (actor.id, actor.code) if key)
