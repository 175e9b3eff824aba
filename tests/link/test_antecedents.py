"""What a denial or a toll refers back to in its report, and what it takes from there."""

from dataclasses import replace
from datetime import date

import pytest

from polybius.link._antecedents import with_antecedents
from polybius.link.telling import Side, Spot, Telling, says_who_began

DAY = date(2011, 6, 6).toordinal()
SHELLING = Telling(
    event="a", report="r", start=0, published=DAY + 2, category="ASSAULT", actors=(Side("THA", ("MIL",)),),
    recipients=(Side("KHM"),), days=(DAY, DAY), dated=True, firm=True, placed=True, timed=True,
    spot=Spot("KHM", None, "samraong"), trigger=("shelled",),
)  # fmt: skip
OPEN = replace(
    SHELLING, event="b", start=120, actors=(), recipients=(), days=(DAY - 1, DAY + 2), dated=False, firm=False,
    placed=False, timed=False, spot=None, trigger=("fired",),
)  # fmt: skip
DENIAL = replace(OPEN, realis=("negated",))
TOLL = replace(OPEN, counts=(("dead", 5),), trigger=("died",))


@pytest.mark.parametrize("telling", [DENIAL, TOLL])
def test_a_denial_and_a_toll_take_what_they_leave_open_from_the_act_told_before(telling):
    _, found = with_antecedents([telling, SHELLING])
    assert (found.days, found.dated, found.spot, found.refers_to) == (SHELLING.days, True, SHELLING.spot, "a")
    assert {side.code for side in (*found.actors, *found.recipients)} == {"THA", "KHM"}


@pytest.mark.parametrize(
    "changes",
    [
        {"timed": True, "dated": True},  # it has a day of its own
        {"placed": True, "spot": Spot("THA", None, "surin")},
        {"actors": (Side("KHM"),)},  # somebody else denies something else
        {"start": 5000},
        {"category": "COERCE"},
        {"modes": ("abduct",)},
    ],
)
def test_a_denial_of_something_else_takes_nothing(changes):
    denial = replace(DENIAL, **changes)
    assert with_antecedents([SHELLING, denial])[1] == denial


def test_it_is_the_act_that_is_denied_not_that_people_died_of_it():
    toll = replace(TOLL, start=60)
    denial = replace(DENIAL, event="c")
    assert [one.refers_to for one in with_antecedents([SHELLING, toll, denial])] == [None, "a", "a"]


def test_who_began_is_told_of_the_fight_before_and_not_of_another_act_of_the_same_side():
    claim = replace(OPEN, actors=(Side("KHM", ("MIL",)),), began=True)
    _, found = with_antecedents([SHELLING, claim])
    assert (found.days, found.spot) == (SHELLING.days, SHELLING.spot)
    assert [side.code for side in found.recipients] == ["THA"]
    own = replace(claim, actors=SHELLING.actors)
    assert with_antecedents([SHELLING, own])[1] == own


def test_a_plan_is_not_denied():
    plan = replace(SHELLING, realis=("future",))
    assert with_antecedents([plan, DENIAL])[1] == DENIAL


@pytest.mark.parametrize(
    ("text", "began"),
    [
        ("the rebels had shot first, at a patrol", True),
        ("Cambodian soldiers fired without provocation at a Thai patrol", True),
        ("the first shots came from soldiers", True),
        ("fired on the village for the first time since May", False),
        ("the army shelled the town", False),
    ],
)
def test_words_tell_who_began(text, began):
    assert says_who_began(text) is began
