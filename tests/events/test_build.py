"""What the whole coder makes of sentences of many kinds: category, parties, realis, who says so (coding guide)."""

import pytest

pytestmark = pytest.mark.model


def _events(coder, text, published="2015-06-10"):
    return coder.code(text, published=published).events


def _one(coder, text, category):
    found = [e for e in _events(coder, text) if e.category == category]
    assert len(found) == 1, [(e.category, e.reasons) for e in _events(coder, text)]
    return found[0]


def _codes(actors):
    return {a.code for a in actors}


@pytest.mark.parametrize(
    ("sentence", "category", "actors", "recipients"),
    [
        ("Ethiopian troops shelled an Eritrean border post.", "ASSAULT", {"ETH"}, {"ERI"}),
        ("An Eritrean border post was shelled by Ethiopian troops.", "ASSAULT", {"ETH"}, {"ERI"}),
        ("Serbian forces launched an attack on Croatia.", "ASSAULT", {"SRB"}, {"HRV"}),
        ("Norway imposed sanctions on Belarus.", "SANCTION", {"NOR"}, {"BLR"}),
        ("Canada accused India of interference.", "ACCUSE", {"CAN"}, {"IND"}),
        ("Kenya and Uganda condemned South Sudan.", "ACCUSE", {"KEN", "UGA"}, {"SSD"}),
        ("Japan promised to lend money to Vietnam.", "AGREE", {"JPN"}, {"VNM"}),
        ("Chile recalled its ambassador from Bolivia.", "SANCTION", {"CHL"}, {"BOL"}),
    ],
)
def test_who_did_what_to_whom(coder, sentence, category, actors, recipients):
    event = _one(coder, sentence, category)
    assert actors <= _codes(event.actors)
    assert recipients <= _codes(event.recipients)


def test_reciprocal_event_has_all_parties_in_actors(coder):
    event = _one(coder, "The presidents of Peru and Ecuador met in Brasilia on Monday.", "CONSULT")
    assert {"PER", "ECU"} <= _codes(event.actors)
    assert event.recipients == ()


def test_host_is_plain_from_the_place(coder):
    event = _one(coder, "The presidents of Peru and Ecuador met in Lima on Monday.", "CONSULT")
    assert _codes(event.actors) == {"ECU"}
    assert _codes(event.recipients) == {"PER"}
    assert "visit" in {m.name for m in event.modes}


def test_protesters_demand_is_the_protest(coder):
    events = _events(coder, "Protesters in Tunis demanded on Friday that the government of Tunisia resign.")
    assert [e.category for e in events] == ["PROTEST"]


def test_demand_with_a_modal_is_a_request_by_the_speaker(coder):
    event = _one(coder, '"Israel must leave the village," Lebanese Prime Minister Rafik Hariri said.', "REQUEST")
    assert _codes(event.actors) == {"LBN"}
    assert _codes(event.recipients) == {"ISR"}


def test_claim_of_responsibility_is_attributed_to_the_claimant(coder):
    event = _one(coder, "The Taliban claimed responsibility for the attack on Indian engineers in Kabul.", "ASSAULT")
    assert _codes(event.actors) == {"AFG"}
    assert [_codes(link.speakers) for link in event.attribution] == [{"AFG"}]


def test_neutral_verb_of_saying_is_a_link_of_the_chain(coder):
    event = _one(coder, "Sudan's army said rebels had attacked a convoy near Kadugli.", "ASSAULT")
    assert [[s.code for s in link.speakers] for link in event.attribution] == [["SDN"]]


def test_act_of_speech_is_the_report_s_own(coder):
    event = _one(coder, "Iran condemned Israel on Friday.", "ACCUSE")
    assert event.attribution == ()


def test_accusation_gives_the_act_to_the_accuser(coder):
    events = _events(coder, "Chad accused Sudan of bombing the town of Bahai.")
    attack = next(e for e in events if e.category == "ASSAULT")
    assert _codes(attack.actors) == {"SDN"}
    assert _codes(attack.attribution[0].speakers) == {"TCD"}


def test_denied_act_is_negated_with_the_denier_as_link(coder):
    events = _events(coder, "Rwanda denied having shelled a village in Congo.")
    attack = next(e for e in events if e.category == "ASSAULT")
    assert "negated" in attack.realis
    assert _codes(attack.attribution[0].speakers) == {"RWA"}


def test_future_meeting_is_agree(coder):
    assert {
        e.category for e in _events(coder, "The foreign ministers of Greece and Turkey will meet in Athens next week.")
    } == {"AGREE"}


def test_demanded_act_is_not_coded_as_done(coder):
    categories = [
        e.category for e in _events(coder, "The United Nations urged Eritrea to withdraw its troops from the zone.")
    ]
    assert categories == ["REQUEST"]


def test_background_is_historical(coder):
    event = _one(coder, "Iraq invaded Kuwait in August 1990.", "ASSAULT")
    assert event.realis == ("historical",)
    assert event.date.start == "1990-08"


def test_each_side_s_claim_is_an_event_of_its_own(coder):
    text = (
        "Fighting broke out between Ethiopia and Eritrea on Tuesday. Both sides claimed to have destroyed enemy tanks."
    )
    claims = [e for e in _events(coder, text) if e.attribution and e.category == "ASSAULT"]
    assert sorted(a.code for e in claims for a in e.actors) == ["ERI", "ETH"]
    for event in claims:
        assert _codes(event.attribution[0].speakers) == _codes(event.actors)


def test_victims_are_counted_with_bounds(coder):
    event = _one(coder, "Insurgents killed at least 12 soldiers in northern Mali on Sunday.", "ASSAULT")
    assert [(v.kind, v.low, v.best, v.high) for v in event.victims] == [("dead", 12, 12, None)]


def test_two_verbs_for_one_act_are_one_event(coder):
    _one(coder, "The Syrian army launched an assault on Homs and opened fire on rebel positions.", "ASSAULT")


def test_mere_back_reference_is_not_coded(coder):
    text = "Indian troops attacked a Pakistani border post on Monday. The attack angered Islamabad."
    assert len([e for e in _events(coder, text) if e.category == "ASSAULT"]) == 1


def test_standing_relation_is_no_event(coder):
    coded = coder.code("Russia has a defence pact with Tajikistan.", published="2015-06-10")
    assert coded.events == ()
    assert [r.kind for r in coded.relations] == ["defence-pact"]


@pytest.mark.parametrize(
    "text",
    [
        "The striker shot wide before Ghana beat Togo 2-1 in the cup final, and the coach attacked the referee.",
        "The film attacks its subject with charm; critics praised the score, and the lead actor steals every scene.",
        "Shares in the bank dived on Friday as investors fled, and the index suffered its worst week of trading.",
    ],
)
def test_sport_film_and_markets_hold_no_event(coder, text):
    assert _events(coder, text) == ()


def test_reasons_name_the_rule_and_the_row(coder):
    event = _one(coder, "Norway imposed sanctions on Belarus.", "SANCTION")
    assert any("material.csv:" in reason for reason in event.reasons)
    assert any(reason.startswith("actor “Norway” = NOR") for reason in event.reasons)


def test_event_id_depends_on_report_and_place_in_it_not_on_the_coding(coder):
    text = "Norway imposed sanctions on Belarus."
    first, second = _one(coder, text, "SANCTION"), coder.code(text, published="1999").events[0]
    assert first.id == second.id
