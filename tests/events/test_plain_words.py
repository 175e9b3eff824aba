"""Acts told by plain words: towns that change hands, bare tolls, people put out, clauses on an event noun."""

import pytest

pytestmark = pytest.mark.model

SHELLING = "Turkish guns shelled the Syrian town of Kobani on Monday. "
AMBUSH = "Kenyan soldiers attacked a camp of al-Shabaab in Somalia on Tuesday. "
QUARREL = "Poland and Belarus have accused each other of breaking a treaty, the two foreign ministries said on Sunday. "


def _told(coder, text, context=""):
    """The events told after the context, each with its trigger."""
    whole = context + text
    found = coder.code(whole, published="2020-10-03").events
    return [(e, whole[e.trigger.start : e.trigger.end]) for e in found if e.trigger.start >= len(context)]


def _categories(coder, text, context=""):
    return {event.category for event, _ in _told(coder, text, context)}


@pytest.mark.parametrize(
    ("text", "context", "number"),
    [
        ("Doctors counted three dead and eleven injured.", SHELLING, 3),
        ("The governor said that two villagers were dead.", AMBUSH, 2),
        ("The neighbours counted seven bodies.", AMBUSH, 7),
        ("A district officer spoke of four dead.", AMBUSH, 4),
    ],
)
def test_a_number_of_dead_is_a_telling_of_the_attack_before(coder, text, context, number):
    [(event, _)] = _told(coder, text, context)
    assert event.category == "ASSAULT"
    assert number in {v.best for v in event.victims if v.kind == "dead"}


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Police counted 12 dead.", "The coach plunged into a ravine near Cusco on Friday. "),
        ("The charity treated 120 wounded Syrians in a field clinic.", SHELLING),
        ("Few people were about.", SHELLING),
    ],
)
def test_a_number_alone_is_no_attack(coder, text, context):
    assert "ASSAULT" not in _categories(coder, text, context)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Two students lost their lives.", "Indian troops fired on a march in Srinagar on Friday. "),
        ("Four villagers died.", SHELLING),
        ("Nine soldiers were martyred.", "Pakistani posts came under shell fire from India on Monday. "),
    ],
)
def test_lives_lost_right_after_an_attack_are_its_toll(coder, text, context):
    assert "ASSAULT" in _categories(coder, text, context)


def test_lives_lost_in_an_accident_are_none(coder):
    assert not _categories(coder, "Four people lost their lives when a ferry sank off Zanzibar on Sunday.")


@pytest.mark.parametrize(
    "text",
    [
        "The town fell to the rebels of Chad on Tuesday, the army in N'Djamena said.",
        "Government troops of Syria retook the village of Maarat on Tuesday.",
        "The hill changed hands twice on Sunday, Ethiopian soldiers said.",
    ],
)
def test_ground_that_changes_hands_is_taken(coder, text):
    assert "ASSAULT" in _categories(coder, text, SHELLING)


@pytest.mark.parametrize("text", ["Shares in the firm fell to a new low.", "Snow fell on the town on Sunday."])
def test_not_all_that_falls_is_a_town(coder, text):
    assert not _categories(coder, text)


def test_what_it_is_the_verb_decides(coder):
    text = "Syrian rebels left the town of Azaz on Monday. Government troops retook it on Tuesday."
    assert ("ASSAULT", "retook") in {(e.category, trigger) for e, trigger in _told(coder, text)}
    text = "A truce between Sudan and the rebels was signed in Juba in May. The army has observed it since Friday."
    assert ("RETREAT", "observed") in {(e.category, trigger) for e, trigger in _told(coder, text)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Two Russian consuls were declared personae non gratae by Prague on Saturday.", "RUS"),
        ("A Chinese diplomat was shown the door by Canada on Monday.", "CHN"),
        ("On Tuesday Austria ordered out two Russian diplomats.", "RUS"),
    ],
)
def test_diplomats_put_out_by_any_words_are_expelled(coder, text, code):
    [(event, _)] = _told(coder, text)
    assert event.category == "SANCTION"
    assert "expel" in {m.name for m in event.modes}
    assert code in {a.code for a in event.recipients}


def test_men_picked_up_by_police_are_arrested_and_passengers_are_not(coder):
    text = "Three men picked up by police in Harare on 12 October remain in custody, Zimbabwe's opposition said."
    assert "COERCE" in _categories(coder, text)
    assert not _categories(coder, "Four students were picked up by the bus at the corner.")


def test_people_herded_over_a_border_are_removed_by_force(coder):
    text = "Greek guards herded forty Afghans across the river into Turkey on Sunday."
    assert "COERCE" in _categories(coder, text)


@pytest.mark.parametrize(
    ("text", "category", "day"),
    [
        ("The sanctions that Washington imposed on Iran on Friday hit 14 banks.", "SANCTION", "2020-10-02"),
        ("The threat that Hamas made on Monday was ignored by Israel.", "THREATEN", "2020-09-28"),
        ("The cease-fire that India and Pakistan accepted on 25 February has been kept since.", "AGREE", "2020-02-25"),
        ("Clashes between Armenian and Azerbaijani troops took place near Tovuz on Sunday.", "ASSAULT", "2020-09-27"),
    ],
)
def test_a_clause_on_an_event_noun_tells_the_act_with_its_day(coder, text, category, day):
    assert (category, day) in {(e.category, e.date.start) for e, _ in _told(coder, text)}


def test_a_second_shelling_in_a_report_of_war_needs_no_known_party(coder):
    found = _categories(coder, "Kuru was bombed the next morning and a mill was destroyed.", SHELLING)
    assert found == {"ASSAULT"}


def test_the_guns_that_are_silent_keep_a_truce(coder):
    text = "The guns on both sides of the Line of Control have been silent since Friday, the Pakistani army said."
    assert "RETREAT" in _categories(coder, text)


def test_a_meeting_that_is_held_is_told_once(coder):
    told = _told(coder, "The UN Security Council will hold an emergency meeting on Syria this evening.")
    assert [event.category for event, _ in told] == ["AGREE"]


def test_what_both_or_some_say_is_no_act_of_anybody(coder):
    assert not _categories(coder, "Both denied having seen the plan.", QUARREL)


def test_a_person_nobody_knows_asks_and_is_arrested_in_a_political_report(coder):
    context = "President Luis Arce of Bolivia declared a state of emergency and soldiers fired on a march of miners. "
    assert "REQUEST" in _categories(coder, "Nilda Quispe demanded that the minister resign.", context)
    assert "COERCE" in _categories(coder, "Nilda Quispe was arrested in Punata on Wednesday night.", context)
