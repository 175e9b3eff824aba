"""Dates that a telling takes from elsewhere in its report, and those it must not take (guide, rules 11 and 24)."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def dated(coder, text, trigger, published="2006-08-23"):
    """Date, realis and reasons of the event told by a word."""
    events = coder.code(text, published=published).events
    told = {text[e.trigger.start : e.trigger.end]: e for e in events}
    assert trigger in told, list(told)
    event = told[trigger]
    return (event.date.start, event.date.end), event.realis, event.reasons


def test_a_telling_of_now_does_not_take_the_date_of_history(coder):
    text = (
        "Sudanese jets bombed Chadian villages in March 1998. Sudanese jets shelled Chadian villages again, Chad said."
    )
    date, realis, _ = dated(coder, text, "shelled")
    assert date[0] is None
    assert "historical" not in realis


def test_a_telling_with_another_recipient_does_not_take_a_date(coder):
    text = (
        "Sudanese jets bombed Chadian villages on Monday. Sudanese jets shelled Eritrean villages too, officials said."
    )
    date, _, _ = dated(coder, text, "shelled")
    assert date[0] is None


@pytest.mark.parametrize(
    ("text", "trigger", "start", "end"),
    [
        (
            "Rebels attacked a Burundian army camp on Sunday. Burundi closed its border following the attack.",
            "closed",
            "2006-08-20",
            None,
        ),
        (
            "Rebels attacked a Burundian army camp on Sunday. Since the beginning of the attack, Burundian soldiers "
            "have arrested 40 civilians.",
            "arrested",
            "2006-08-20",
            None,
        ),
        (
            "Rebels attacked a Burundian army camp on Sunday. Burundi closed its border on the day after the attack.",
            "closed",
            "2006-08-21",
            "2006-08-21",
        ),
        (
            "A bomb killed three Indian soldiers in Srinagar on Monday. The blast wounded six Indian policemen.",
            "wounded",
            "2006-08-21",
            "2006-08-21",
        ),
    ],
)
def test_a_happening_told_elsewhere_dates_what_refers_to_it(coder, text, trigger, start, end):
    date, _, reasons = dated(coder, text, trigger)
    assert date == (start, end), reasons


def test_what_refers_to_history_is_historical(coder):
    text = "Gunmen killed 40 Guatemalan villagers on 3 May 1982. The attack wounded nine Guatemalan soldiers."
    date, realis, _ = dated(coder, text, "wounded")
    assert (date, realis) == (("1982-05-03", "1982-05-03"), ("historical",))


def test_the_scene_of_a_dated_sentence_goes_on_in_the_past_progressive(coder):
    text = (
        "On Aug. 14 the Thai defence minister visited Yala. Thai soldiers were guarding a school there when gunmen "
        "killed four Thai policemen."
    )
    date, _, reasons = dated(coder, text, "killed")
    assert date == ("2006-08-14", "2006-08-14"), reasons


def test_an_act_of_words_has_the_day_on_which_its_speaker_spoke(coder):
    text = (
        'Croatian President Stipe Mesic said on Tuesday that talks with Serbia had failed. "We demand an apology from '
        'the Serbian government," Mesic added.'
    )
    date, _, reasons = dated(coder, text, "demand")
    assert date == ("2006-08-22", "2006-08-22"), reasons


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ghana invited Togo to talks in Accra next Monday.", "invited"),
        ("Nepal asked India to reopen the border crossing on 30 August.", "asked"),
    ],
)
def test_a_day_to_come_is_not_the_day_of_an_invitation(coder, text, trigger):
    date, _, reasons = dated(coder, text, trigger)
    assert date == (None, "2006-08-23"), reasons


def test_announced_measures_keep_the_day_to_come(coder):
    date, realis, _ = dated(coder, "Bolivia will expel the Peruvian ambassador on 30 August.", "expel")
    assert date == ("2006-08-30", "2006-08-30")
    assert "future" in realis


def test_a_country_struck_twice_lends_no_place(coder):
    text = "Gunmen shelled the Taliban near Kunduz.\n\nPakistan later arrested dozens of the Taliban."
    events = {event.category: event for event in coder.code(text, published="2019-03-15").events}
    assert events["ASSAULT"].place.text == "Kunduz"
    assert events["COERCE"].place is None
