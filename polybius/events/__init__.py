"""Stage 5 of 9: events — needs the parse, actors, times, places and statements; leaves ``doc._.polybius_events``.

Predicates of the lexicon are matched against the parse (candidates), given their parties, sifted (retell), judged for
reality (realis), and written as Event records with the words and reasons for each code.
"""

from polybius.events.build import find_events

__all__ = ["find_events"]
