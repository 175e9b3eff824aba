"""What rests on the word of a party to it alone is a claim of that party."""

import pytest

from polybius.attribute import is_claim
from polybius.records import Actor, Link

ARMENIA, AZERBAIJAN = Actor(text="Armenia", code="ARM"), Actor(text="Azerbaijan", code="AZE")
MINISTRY = Actor(text="the ministry", code="AZE", sectors=("GOV",))
UN = Actor(text="the UN", code="UNO")


@pytest.mark.parametrize(
    ("category", "tellers", "claim"),
    [
        ("ASSAULT", [], False),
        ("ASSAULT", [UN], False),
        ("ASSAULT", [MINISTRY], True),
        ("ASSAULT", [ARMENIA], True),
        ("ACCUSE", [MINISTRY], True),  # the one accused tells of it
        ("ACCUSE", [ARMENIA], False),  # its own act of speech
    ],
)
def test_claims(category, tellers, claim):
    links = (Link(speakers=tuple(tellers)),) if tellers else ()
    assert is_claim(category, (ARMENIA,), (AZERBAIJAN,), links) is claim


def test_an_outlet_that_passes_on_a_partys_word_leaves_it_a_claim():
    links = (Link(speakers=(MINISTRY,)), Link(speakers=(Actor(text="Interfax", code="RUS", sectors=("JRN",)),)))
    assert is_claim("ASSAULT", (ARMENIA,), (AZERBAIJAN,), links)


def test_parties_without_code_or_entry_are_nobodys_kin():
    assert not is_claim("ASSAULT", (Actor(text="gunmen"),), (), (Link(speakers=(Actor(text="a witness"),)),))
