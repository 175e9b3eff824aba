"""Which acts are found at all: sentences that used to give none, or too many, and those that must give none."""

import pytest

pytestmark = pytest.mark.model


def _told(coder, text):
    """The events of a text: category, trigger, codes of actors and of recipients, realis."""
    coded = coder.code(text, published="2004-03-15")
    return [
        (
            e.category,
            coded.report.text[e.trigger.start : e.trigger.end],
            {a.code for a in e.actors},
            {a.code for a in e.recipients},
            e.realis,
        )
        for e in coded.events
    ]


def _categories(coder, text):
    return [category for category, *_ in _told(coder, text)]


@pytest.mark.parametrize(
    ("text", "trigger", "actor"),
    [
        ("The Peruvian government, which had closed the border in May, called on Ecuador to talk.", "called", "PER"),
        ("Ghana urged Togo to free the men and asked Benin to send observers.", "asked", "GHA"),
        ("Hungary protested; Romania accused Hungary of lying.", "accused", "ROU"),
        ("Kenya, according to two of its envoys, has condemned Somalia.", "condemned", "KEN"),
    ],
)
def test_a_verb_the_parser_hangs_elsewhere_keeps_its_doer(coder, text, trigger, actor):
    found = [actors for _, word, actors, *_ in _told(coder, text) if word == trigger]
    assert found == [{actor}]


def test_a_sentence_before_a_semicolon_is_not_its_neighbours_content(coder):
    told = _told(coder, "Vietnam condemned Cambodia on Friday; Thailand promised Cambodia to mediate.")
    assert ("ACCUSE", {"VNM"}, ()) in [(category, actors, realis) for category, _, actors, _, realis in told]


@pytest.mark.parametrize(
    "text",
    [
        "Eritrean soldiers mined the road and cut the town's telephone line.",
        "Turkish troops captured a Syrian pilot and shot down a Syrian jet.",
    ],
)
def test_acts_done_to_different_things_are_different_acts(coder, text):
    assert len(_told(coder, text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Indian gunners shelled a Pakistani village, killing six people and wounding twenty.",
        "Colombian rebels attacked a police post and killed four Colombian policemen.",
        "Three Thai villagers were killed when Malaysian soldiers opened fire on their boat.",
    ],
)
def test_a_toll_is_no_act_of_its_own(coder, text):
    assert _categories(coder, text) == ["ASSAULT"]


def test_a_passive_beside_a_deed_has_its_doer(coder):
    told = _told(coder, "Burmese police charged the crowd and at least forty students were detained.")
    assert ("COERCE", {"MMR"}) in [(category, actors) for category, _, actors, *_ in told]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Algeria called the report groundless.", "REJECT"),
        ("Peru called the accusation baseless.", "REJECT"),
        ("The Chilean government described the accusation as baseless.", "REJECT"),
        ("Sweden called the expulsions a grave mistake.", "ACCUSE"),
        ('Bolivia\'s president called the blockade "an act of piracy".', "ACCUSE"),
    ],
)
def test_what_an_act_is_called_rejects_or_accuses(coder, text, category):
    assert category in _categories(coder, text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ('"The allegation is nonsense," the Brazilian foreign ministry said.', "REJECT"),
        ("The Polish foreign minister said the expulsions were unacceptable.", "ACCUSE"),
    ],
)
def test_so_does_a_verdict_in_somebodys_words(coder, text, category):
    assert category in _categories(coder, text)


@pytest.mark.parametrize(
    "text",
    [
        "The Polish foreign minister said the weather was regrettable.",
        "The Polish foreign minister said the expulsions were not unacceptable.",
    ],
)
def test_other_verdicts_give_no_event(coder, text):
    assert not {"REJECT", "ACCUSE"} & set(_categories(coder, text))


def test_what_is_condemned_and_called_so_is_one_act(coder):
    assert _categories(coder, "The Cuban government condemned what it called an outrageous provocation.") == ["ACCUSE"]


def test_asking_for_something_needs_somebody_asked(coder):
    assert _categories(coder, "The Spanish minister asked for a little patience.") == []


def test_the_classifier_alone_finds_no_support_within_a_country(coder):
    assert (
        _categories(coder, "Joseph Estrada, who heads the Philippine party, addressed the Philippine parliament.") == []
    )


def test_what_somebody_is_merely_called_is_no_event(coder):
    assert _categories(coder, "The Swedish minister called the bridge a fine piece of work.") == []


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ('"Sudan should free the two envoys," Norwegian Foreign Minister Jan Petersen said.', "NOR"),
        ("Russia wants the inspectors withdrawn from Georgia.", "RUS"),
    ],
)
def test_a_demand_may_be_worded_as_duty_or_wish(coder, text, asking):
    told = [(category, actors) for category, _, actors, *_ in _told(coder, text)]
    assert ("REQUEST", {asking}) in told


def test_what_is_asked_for_in_the_passive_is_no_act(coder):
    assert "RETREAT" not in _categories(coder, "Senegal called for the Gambian prisoners to be released.")


def test_a_warning_may_be_a_threat(coder):
    assert "THREATEN" in _categories(coder, "Iran warned that any blockade would be met with force.")


def test_a_warning_of_bad_weather_is_none(coder):
    assert _categories(coder, "Cuba warned that heavy rain would flood the coast.") == []


@pytest.mark.parametrize(
    ("text", "category", "actors"),
    [
        ("Ukrainian gunboats sank a Russian patrol boat off Odessa.", "ASSAULT", {"UKR"}),
        ("Belgian dockers struck over the government's pension law on Monday.", "PROTEST", {"BEL"}),
        ("Washington ordered two destroyers to the Gulf of Aden.", "MOBILIZE", {"USA"}),
        ("A Greek patrol boat turned back a Turkish trawler on Sunday.", "COERCE", {"GRC"}),
        ("Bulgaria offered Serbia a share of the power.", "AGREE", {"BGR"}),
        ("The Guatemalan rebels were granted an amnesty by the government of Guatemala.", "CONCEDE", {"GTM"}),
    ],
)
def test_further_verbs_of_force_and_words(coder, text, category, actors):
    assert (category, actors) in [(found, doers) for found, _, doers, *_ in _told(coder, text)]


@pytest.mark.parametrize(
    "text",
    [
        "The hurricane sank three trawlers off Florida.",
        "Danish dockers said the work was hard.",
    ],
)
def test_their_other_senses_give_no_event(coder, text):
    assert _categories(coder, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "There will be no talks until the Cypriot prisoners are freed.",
        "Mali rejected the plan's demand that it withdraw from Kidal.",
        "Chad vowed to shoot down any Libyan plane that crosses the border.",
    ],
)
def test_conditions_and_demands_are_no_acts(coder, text):
    assert not {"RETREAT", "MOBILIZE"} & set(_categories(coder, text))


def test_an_attempt_at_violence_is_an_act(coder):
    told = _told(coder, "Zairean rebels tried to storm the Rwandan embassy on Tuesday.")
    assert ("ASSAULT", ()) in [(category, realis) for category, *_, realis in told]


def test_an_attempt_to_talk_is_none(coder):
    assert "CONSULT" not in _categories(coder, "Nepal tried to meet the Indian envoy on Tuesday.")


def test_a_meeting_to_come_is_an_agreement_to_meet(coder):
    told = _told(coder, "The Omani and Yemeni foreign ministers are to meet in Muscat next week.")
    assert [(category, realis) for category, *_, realis in told] == [("AGREE", ())]


def test_the_place_attacked_is_the_recipient(coder):
    told = _told(coder, "Iraqi forces began their assault on the old city of Mosul.")
    assert ("ASSAULT", {"IRQ"}, {"IRQ"}) in [(category, actors, others) for category, _, actors, others, _ in told]


def test_received_support_comes_from_somebody(coder):
    told = _told(coder, "Tunisian President Ben Ali received letters of support from Moroccans.")
    assert ({"MAR"}, {"TUN"}) in [(actors, recipients) for _, _, actors, recipients, _ in told]


def test_fighting_between_two_parties_is_told_by_the_noun(coder):
    text = "After two weeks of fighting between Israeli troops and Hezbollah fighters, a truce was signed."
    assert {"ISR", "LBN"} in [actors for _, _, actors, *_ in _told(coder, text)]


def test_a_past_tense_taken_for_a_participle_keeps_its_doer(coder):
    text = "Gunmen on motorcycles killed at least 58 people in western Niger on Monday, the government said."
    (event,) = [event for event in coder.code(text, published="2021-03-17").events if event.category == "ASSAULT"]
    assert [actor.text for actor in event.actors] == ["Gunmen"]
    assert [actor.text for actor in event.recipients] == ["at least 58 people"]
