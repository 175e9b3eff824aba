"""Contradictions: different values for one fact, and corrections that are none."""

from dataclasses import replace

import pytest

from polybius.link import link
from tests.link.news import News, Told, party

DAY = "2020-10-04"


def _toll(dead, at_least=False, by=()):
    return Told("Armenian forces [shelled] Ganja", day=DAY, place="Ganja", dead=dead, at_least=at_least, by=by)


def _happening(*news):
    (found,) = link(News(outlet, published, [told]).coded for outlet, published, told in news)
    return found


def test_two_tellers_with_different_numbers_contradict_each_other():
    found = _happening(("Reuters", DAY, _toll(10)), ("TASS", DAY, _toll(60)))
    (one,) = found.contradictions
    assert one.field == "dead"
    assert {(told.teller, told.value) for told in one.values} == {("Reuters", 10), ("TASS", 60)}
    (dead,) = found.victims
    assert (dead.low, dead.high) == (10, 60)


@pytest.mark.parametrize(
    ("first", "second"), [((9, True), (14, False)), ((9, True), (12, True)), ((7, False), (7, False))]
)
def test_numbers_that_can_both_hold_are_no_contradiction(first, second):
    found = _happening(("Reuters", DAY, _toll(*first)), ("TASS", DAY, _toll(*second)))
    assert found.contradictions == ()


def test_a_later_number_of_the_same_voice_corrects_the_first():
    found = _happening(("Reuters", DAY, _toll(3)), ("Reuters", "2020-10-06", _toll(8)))
    assert found.contradictions == ()
    (corrected,) = found.corrections
    first, second = corrected.values
    assert (first.value, second.value) == (3, 8)
    assert first.superseded_by == second.event
    assert second.superseded_by is None


def test_one_outlet_that_has_two_numbers_from_two_sides_does_not_correct_itself():
    baku, yerevan = [party("AZE GOV", "Baku")], [party("ARM GOV", "Yerevan")]
    found = _happening(("Reuters", DAY, _toll(8, by=baku)), ("Reuters", "2020-10-06", _toll(2, by=yerevan)))
    assert found.corrections == ()
    (one,) = found.contradictions
    assert {(told.teller, told.value) for told in one.values} == {("Baku", 8), ("Yerevan", 2)}


OURS = Told("Armenian rockets [hit] the market of Ganja killing ten people", day=DAY, place="Ganja", dead=10)
THEIRS = Told(
    "Azerbaijani rockets [hit] the market of Ganja killing ten people", actor="AZE MIL", day=DAY, place="Ganja", dead=10
)  # fmt: skip


def test_an_act_that_a_party_lays_at_the_door_of_another_country_is_a_contradiction():
    charged = replace(THEIRS, by=[party("ARM GOV", "Yerevan")])
    found = _happening(("Reuters", DAY, OURS), ("TASS", DAY, charged))
    assert {one.field: {told.value for told in one.values} for one in found.contradictions} == {"actor": {"ARM", "AZE"}}


def test_two_outlets_that_differ_by_themselves_on_who_did_it_are_no_contradiction():
    assert _happening(("Reuters", DAY, OURS), ("TASS", DAY, THEIRS)).contradictions == ()


def test_who_began_a_fight_is_a_contradiction_and_does_not_part_its_tellings():
    one = Told("Armenian troops [attacked] a post near Ganja", day=DAY, place="Ganja", by=[party("AZE MIL", "Baku")])
    other = Told(
        "the Azerbaijanis had [fired] first", actor="AZE MIL", recipient="ARM MIL", day=DAY, place="Ganja",
        by=[party("ARM MIL", "Yerevan")],
    )  # fmt: skip
    found = _happening(("Reuters", DAY, one), ("TASS", DAY, other))
    assert {one.field: {told.value for told in one.values} for one in found.contradictions} == {"actor": {"ARM", "AZE"}}


def test_an_outlet_that_tells_by_itself_what_did_not_come_about_disputes_nothing():
    told = Told("Armenian forces [shelled] Ganja", day=DAY, place="Ganja")
    found = _happening(("Reuters", DAY, told), ("Reuters", "2020-10-05", replace(told, realis=("negated",))))
    assert found.contradictions == ()


def test_what_is_planned_or_demanded_is_neither_told_to_have_happened_nor_denied():
    wanted = Told("Troops must not [shell] Ganja", day=DAY, place="Ganja", realis=("hypothetical", "negated"))
    found = link([News("Reuters", DAY, [_toll(3)]).coded, News("TASS", DAY, [wanted]).coded])
    assert all(not happening.contradictions for happening in found)
