"""Which clauses are tellings: with a day of their own, counting the dead, without anybody known (guide, rule 1)."""

import pytest

pytestmark = pytest.mark.model

EMERGENCY = "Chad's government declared a state of emergency on 2 June and the army closed the border. "
SHELLING = "Malian soldiers shelled the market of Kidal on Monday. The crowd fled. "


def _events(coder, text):
    return coder.code(text, published="2015-06-10").events


def _told(coder, text, context=""):
    """Category, trigger and realis of the events told after the context."""
    whole = context + text
    return [
        (e.category, whole[e.trigger.start : e.trigger.end], e.realis)
        for e in _events(coder, whole)
        if e.trigger.start >= len(context)
    ]


def _categories(coder, text, context=""):
    return [category for category, *_ in _told(coder, text, context)]


@pytest.mark.parametrize(
    "text",
    [
        "Three deputies of the opposition were led away to a barracks in N'Djamena on Friday.",
        "The opposition says nobody has been set free from the prison in N'Djamena.",
    ],
)
def test_a_plainly_political_report_need_not_name_the_doer(coder, text):
    assert {"COERCE", "RETREAT"} & set(_categories(coder, text, EMERGENCY))


def test_a_clause_with_a_day_of_its_own_is_a_telling(coder):
    context = EMERGENCY + "It imposed a curfew on the capital. "
    text = "The curfew imposed on 4 June remains in force."
    assert ("COERCE", "imposed", ()) in _told(coder, text, context)


def test_a_clause_that_only_refers_back_is_none(coder):
    context = EMERGENCY + "It imposed a curfew on the capital on 4 June. "
    assert _categories(coder, "The curfew remains in force.", context) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hospital records show eleven dead.",
        "Officials had earlier put the toll at three.",
        "A death in hospital brings the number of dead to seven.",
        "The police still admit to three dead.",
        "The interior ministry counts three injured, the opposition 17.",
    ],
)
def test_a_count_of_the_dead_tells_the_attack(coder, text):
    assert _categories(coder, text, SHELLING) == ["ASSAULT"]


def test_a_count_of_the_dead_of_no_attack_is_none(coder):
    text = "A ferry sank off Mali's Mopti on Monday. Hospital records show eleven dead."
    assert _categories(coder, text) == []


def test_who_dies_in_an_attack_is_no_doer(coder):
    event = next(e for e in _events(coder, "Three Kenyan soldiers died in the attack near Lamu.") if e.recipients)
    assert {a.code for a in event.recipients} == {"KEN"}
    assert event.actors == ()


@pytest.mark.parametrize(
    "text",
    [
        "Turkish guns shelled the village on Saturday, and six people were killed.",
        "A Sudanese aircraft dropped bombs on Kauda, where three herders were killed.",
    ],
)
def test_a_toll_in_a_passive_beside_its_attack_is_no_act_of_its_own(coder, text):
    assert _categories(coder, text) == ["ASSAULT"]


def test_measures_of_different_kinds_are_different_acts(coder):
    text = "Peru's president declared a state of emergency and imposed a curfew on Lima."
    assert _categories(coder, text) == ["COERCE", "COERCE"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Turkey's army imposed martial law in March and lifted it in June.", ("CONCEDE", "lifted")),
        ("Pakistan closed the border in May and reopened it in June.", ("RETREAT", "reopened")),
        ("The Greek unions began a strike on Monday and called it off on Friday.", ("CONCEDE", "called")),
    ],
)
def test_a_pronoun_in_the_object_of_a_second_verb_is_the_object_of_the_first(coder, text, told):
    assert told in [(category, word) for category, word, _ in _told(coder, text)]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Croatia's army said its batteries had not fired.", "ASSAULT"),
        ("Saudi Arabia said no missile had landed on Yemeni soil.", "ASSAULT"),
        ("Iran denied that it had paid the Bahraini rioters.", "AID"),
    ],
)
def test_denied_deeds_are_told_as_not_done(coder, text, category):
    assert (category, ("negated",)) in [(told, realis) for told, _, realis in _told(coder, text)]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Indian police were compelled to fire in self-defence at Nandigram on Tuesday.", "ASSAULT"),
        ("Armenia's and Azerbaijan's armies have held their fire since noon.", "RETREAT"),
        ("Turkey kept the border gate closed for three weeks.", "COERCE"),
        ("Ethiopian troops have kept the town of Badme without food and water for six months.", "COERCE"),
        ("Kenyan rebels held two engineers captive for a week.", "ASSAULT"),
        ("Burundi's government took the station off the air on Thursday.", "COERCE"),
        ("Malian soldiers took over the state radio at dawn.", "COERCE"),
        ("A Cairo court placed the editor on a four-day remand.", "COERCE"),
        ("Argentine farmers blocked the avenue to the bridge at Corrientes on Monday.", "PROTEST"),
        ("Mill owners and union leaders held talks in Karachi on Friday.", "CONSULT"),
        ("ECOWAS decided on Saturday to send a peacekeeping force to Mali.", "AGREE"),
        ("France noted the suspension of aid to Niger by the European Union on 3 May.", "SANCTION"),
        ("Russia accused the Georgian side of firing on a helicopter.", "ACCUSE"),
    ],
)
def test_acts_told_by_plain_verbs_and_idioms(coder, text, category):
    assert category in _categories(coder, text)


def test_those_on_strike_are_fired_at_once(coder):
    assert _categories(coder, "South African police opened fire on striking miners at Marikana.") == ["ASSAULT"]


def test_persons_are_joined_across_the_countries_they_are_of(coder):
    text = "Presidents Hosni Mubarak of Egypt and Hafez al-Assad of Syria met in Vienna on Monday."
    event = next(e for e in _events(coder, text) if e.category == "CONSULT")
    assert {a.code for a in event.actors} == {"EGY", "SYR"}


@pytest.mark.parametrize(
    ("text", "category", "actors", "recipients"),
    [
        ("In March Turkey shelled Syria.", "ASSAULT", {"TUR"}, {"SYR"}),
        ("In December Kenya closed the Libyan embassy.", "SANCTION", {"KEN"}, {"LBY"}),
        ("States that recalled their envoys from Oman include Kenya and Chad.", "SANCTION", {"KEN", "TCD"}, {"OMN"}),
        ("Also applying for NATO membership are Georgia and Ukraine.", "REQUEST", {"GEO", "UKR"}, set()),
    ],
)  # fmt: skip
def test_the_doer_is_found_where_the_order_of_words_is_unusual(coder, text, category, actors, recipients):
    event = next(e for e in _events(coder, text) if e.category == category)
    assert {a.code for a in event.actors} == actors
    assert recipients <= {a.code for a in event.recipients}


def test_a_day_in_the_place_of_an_object_is_none(coder):
    text = "Pedro Rocha, the Peruvian editor arrested the day after the march, accused the government of lying."
    event = next(e for e in _events(coder, text) if e.category == "COERCE")
    assert event.actors == ()
    assert {a.code for a in event.recipients} == {"PER"}


def test_calling_an_act_off_is_no_act_that_goes_on(coder):
    text = "The Greek union said the strike had not been called off."
    assert ("CONCEDE", "called", ("negated",)) in _told(coder, text)


def test_a_relative_clause_may_be_about_the_noun_above(coder):
    text = "Nigeria's president lifted the siege of the town, which his army had kept up since May."
    assert ("COERCE", "kept") in [(category, trigger) for category, trigger, _ in _told(coder, text)]


def test_aid_is_plain_in_a_plainly_political_report(coder):
    text = "Thirty Libyan lorries brought flour and medicine to Abeche on Monday."
    assert "AID" in _categories(coder, text, EMERGENCY)
