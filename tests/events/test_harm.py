"""Numbers of dead, hurt and taken: in one clause, beside it, and by themselves."""

import pytest

pytestmark = pytest.mark.model


def _victims(coder, text):
    """The numbers told in a report, by kind."""
    return sorted((v.kind, v.best) for e in coder.code(text, published="2010-06-15").events for v in e.victims)


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        (
            "Rebels ambushed an army convoy outside Gao on Monday, leaving seven soldiers dead and 12 wounded.",
            [("dead", 7), ("injured", 12)],
        ),
        (
            "Government planes bombed the market in Taiz, and nine traders were killed and 31 injured.",
            [("dead", 9), ("injured", 31)],
        ),
        ("The attack on the barracks cost the lives of eight recruits.", [("dead", 8)]),
        ("Hospital officials put the death toll from the raid on Saada at 23.", [("dead", 23)]),
        ("Five soldiers were martyred when militants attacked their post in Khost.", [("dead", 5)]),
        ("An Israeli strike on a house in Khan Younis killed a family of six.", [("dead", 6)]),
        (
            "Six civilians, among them two children, were killed in the air raid on Kunduz.",
            [("dead", 6)],
        ),
        ("The guerrillas took nine engineers hostage at the dam.", [("captured", 9)]),
        ("Police arrested 43 demonstrators in Harare on Friday.", [("captured", 43)]),
        ("Border guards have detained at least 60 migrants since Friday.", [("captured", 60)]),
        (
            "Police in Maputo arrested 21 traders and wounded four when they broke up a protest on Tuesday.",
            [("captured", 21), ("injured", 4)],
        ),
    ],
)
def test_a_clause_tells_how_many_of_each_kind(coder, text, victims):
    assert _victims(coder, text) == victims


@pytest.mark.parametrize(
    "text",
    [
        "Indian artillery hit a wedding tent at Tatta Pani on Monday.",
        "Troops shelled the camp for 12 hours on Sunday.",
        "Gunmen attacked the convoy and killed the driver 30 kilometres from Kabul on Sunday.",
    ],
)
def test_what_is_no_number_of_people_harmed_is_none(coder, text):
    assert all(best == 1 for _, best in _victims(coder, text) if best is not None)
    assert not any(kind == "injured" for kind, _ in _victims(coder, text))


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "number"),
    [
        (
            "Police shot dead 12 miners at Lonmin on Thursday, the union said. The police admit to seven.",
            "The police", "dead", 7,
        ),
        (
            "Troops arrested nine students in Rangoon on Friday. Their families say 14 were taken.",
            "Their families", "captured", 14,
        ),
        (
            "Shells hit a market in Aden on Monday, killing 20 people, doctors said. The government puts it at 11.",
            "The government", "dead", 11,
        ),
    ],
)  # fmt: skip
def test_a_figure_somebody_else_gives_by_itself_is_a_telling_of_its_own(coder, text, speaker, kind, number):
    found = [e for e in coder.code(text, published="2010-06-15").events if e.victims]
    said = {
        (victims.kind, victims.best): [s.text for link in event.attribution for s in link.speakers]
        for event in found
        for victims in event.victims
    }
    assert said[kind, number] == [speaker]


def test_a_figure_that_was_given_before_is_none_that_holds(coder):
    text = "Troops killed 12 rebels near Kidal on Sunday, the army said. It had first spoken of eight."
    assert _victims(coder, text) == [("dead", 12)]


def test_a_figure_that_counts_something_else_is_no_toll(coder):
    text = "Troops killed six rebels near Kidal on Sunday. The army said two helicopters took part."
    assert _victims(coder, text) == [("dead", 6)]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Shells landed on a bus stop in Donetsk on Friday, killing three people. Kyiv denied any shelling.", "Kyiv"),
        (
            "Colombian helicopters attacked a farm in Apure on Saturday, Caracas said. Bogota denied the attack.",
            "Bogota",
        ),
    ],
)
def test_an_attack_denied_by_its_noun_is_told_as_one_that_did_not_happen(coder, text, doer):
    denied = [e for e in coder.code(text, published="2010-06-15").events if "negated" in e.realis]
    assert [(e.category, [actor.text for actor in e.actors]) for e in denied] == [("ASSAULT", [doer])]


def test_one_no_denies_once(coder):
    text = "Serbian forces attacked Racak on Friday, the rebels said. Belgrade said that no attack had taken place."
    first, second = coder.code(text, published="1999-06-15").events
    assert (first.realis, second.realis) == ((), ("negated",))
