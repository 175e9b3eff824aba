"""Stage 4 of 9: who says so — needs a parsed Doc and its actor mentions, leaves the statements and who makes them.

quotations.py finds what stands between quotation marks, reported.py the verbs of indirect speech with what they hold
(contents.py: clauses; frames.py: objects and phrases), nominal.py the nouns, adjectives and prepositions; direct.py
brings quotations and cues together, monologues.py reads words after "X said:", headings.py names before a colon or
after a dash, free_indirect.py sentences that go on with reported words; statements.py settles offsets, speakers and
nesting, chains.py tells through whom the report has something, claims.py what rests on a side's own word.
"""

from polybius.attribute.chains import chain_at, link_of
from polybius.attribute.claims import SPOKEN, is_claim
from polybius.attribute.statements import find_statements

__all__ = ["SPOKEN", "chain_at", "find_statements", "is_claim", "link_of"]
