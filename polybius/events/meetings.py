"""Meetings: who hosts whom (guide, rule 16), and which are multilateral."""

from __future__ import annotations

from polybius.events.candidates import Candidate
from polybius.records import EventPlace, Named

MANY = 3  # parties that make a meeting multilateral


def settle_meeting(candidate: Candidate, modes: tuple[Named, ...], place: EventPlace | None) -> tuple[Named, ...]:
    """The modes of a meeting; where its place tells the host, the candidate's parties become visitor and host.

    Host and visitor plain from the place: visitor in actors, host in recipients, mode visit. Three parties or more:
    mode multilateral. Modes the words themselves show come first.
    """
    if candidate.recipients or any(mode.name == "phone" for mode in modes):
        return modes
    names = {mode.name for mode in modes}
    codes = {actor.code for actor in candidate.actors if actor.code}
    if len({(actor.start, actor.code) for actor in candidate.actors}) >= MANY and len(codes) > 1:
        return modes if "multilateral" in names else (*modes, Named(name="multilateral"))
    host = place.country if place is not None else None
    if host is None or place is None or host not in codes or len(codes) != 2:
        return modes
    candidate.recipients = tuple(a for a in candidate.actors if a.code == host)
    candidate.actors = tuple(a for a in candidate.actors if a.code != host)
    candidate.reasons.append(f"the meeting was in {place.name}: its country is the host (rule 16)")
    return modes if "visit" in names else (*modes, Named(name="visit", start=place.start, end=place.end))
