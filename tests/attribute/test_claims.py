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
        ("ASSAULT", [MINISTRY, UN], False),  # somebody else bears it out
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


VILLAGER = Actor(text="a villager", code="AZE", sectors=("CVL",))
GUNMEN = Actor(text="gunmen", sectors=("UAF",))
REBELS = Actor(text="the rebels", code="AZE", sectors=("REB",))


@pytest.mark.parametrize(
    ("actors", "recipients", "teller", "claim"),
    [
        ((ARMENIA,), (AZERBAIJAN,), VILLAGER, False),  # a witness, though of the country that was hit
        ((ARMENIA,), (AZERBAIJAN,), Actor(text="Kenya", code="KEN"), False),  # no side of it
        ((ARMENIA,), (), MINISTRY, True),  # whom it struck is left out: the other side may speak
        ((GUNMEN,), (), MINISTRY, True),
        ((), (AZERBAIJAN,), REBELS, True),
        ((UN,), (), UN, False),
    ],
)
def test_only_a_side_makes_claims(actors, recipients, teller, claim):
    assert is_claim("ASSAULT", actors, recipients, (Link(speakers=(teller,)),)) is claim


def test_plans_are_no_claims():
    links = (Link(speakers=(MINISTRY,)),)
    assert not is_claim("SANCTION", (AZERBAIJAN,), (ARMENIA,), links, ("future",))
    assert is_claim("SANCTION", (AZERBAIJAN,), (ARMENIA,), links, ("negated",))
