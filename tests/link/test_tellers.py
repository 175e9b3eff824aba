"""Tellers: copies and rewrites of one text are one, and what an outlet adds is its own."""

from polybius.link import LinkIndex, link
from polybius.records import Actor
from tests.link.news import News, Told

AGENCY_TEXT = (
    "Residents hid in cellars through the night while sirens sounded over the rooftops. Windows were blown out in the "
    "bazaar quarter and a school lost its roof, a correspondent on the scene reported. Buses took children away."
)
SHELLING = Told("Armenian forces [shelled] Ganja on Sunday", day="2020-10-04", place="Ganja")
VISIT = Told(
    "Turkey's foreign minister [met] Azerbaijani leaders in Baku about the pipeline contract",
    "CONSULT", "TUR GOV", "AZE GOV", "2020-10-05", "Baku",
)  # fmt: skip


def _tellers(*reports):
    return {
        happening.category: [teller.name for teller in happening.tellers]
        for happening in link(report.coded for report in reports)
    }


def test_texts_with_the_credit_of_one_agency_are_one_teller():
    found = _tellers(
        News("Le Monde", "2020-10-05", [SHELLING], credit="AFP", more="A first text about it."),
        News("Dawn", "2020-10-06", [SHELLING], credit="AFP", more="Quite other words follow in this one."),
    )
    assert found == {"ASSAULT": ["Agence France-Presse"]}


def test_a_copy_without_a_credit_is_the_word_of_the_outlet_that_had_it_first():
    found = _tellers(
        News("Dawn", "2020-10-06", [SHELLING], more=AGENCY_TEXT + " Rain is forecast."),
        News("The Hindu", "2020-10-05", [SHELLING], more=AGENCY_TEXT),
    )
    assert found == {"ASSAULT": ["The Hindu"]}


def test_what_an_outlet_adds_to_an_agency_text_is_its_own():
    found = _tellers(
        News("Reuters", "2020-10-05", [SHELLING], credit="Reuters", more=AGENCY_TEXT),
        News("Daily Sabah", "2020-10-06", [SHELLING, VISIT], credit="Reuters", more=AGENCY_TEXT),
    )
    assert found == {"ASSAULT": ["Reuters"], "CONSULT": ["Daily Sabah"]}


def test_who_only_passes_on_what_another_outlet_told_is_no_teller():
    through = Told(SHELLING.clause, day="2020-10-04", place="Ganja", by=[Actor(text="TASS", id="tass", code="RUS")])
    found = _tellers(
        News("The Guardian", "2020-10-05", [through]), News("TASS", "2020-10-05", [SHELLING], more="Other.")
    )
    assert found == {"ASSAULT": ["TASS"]}


def test_the_owner_and_country_of_a_teller_come_from_the_list_of_media():
    (happening,) = link([News("Xinhua", "2020-10-05", [SHELLING]).coded])
    (teller,) = happening.tellers
    assert (teller.id, teller.country, teller.ownership) == ("xinhua", "CHN", "state-run")


def test_an_outlet_the_list_does_not_have_stands_under_its_own_name():
    (happening,) = link([News("Gazeta of Nowhere", "2020-10-05", [SHELLING]).coded])
    (teller,) = happening.tellers
    assert (teller.name, teller.id, teller.ownership) == ("Gazeta of Nowhere", None, None)


def test_a_copy_that_comes_later_takes_the_tellings_of_those_before():
    first = News("Dawn", "2020-10-06", [SHELLING], more=AGENCY_TEXT).coded
    agency = News(
        "Reuters", "2020-10-05", [SHELLING], credit="Reuters", more=AGENCY_TEXT + " It was calm by noon."
    ).coded
    with LinkIndex() as index:
        index.add([first])
        index.add([agency])
        (happening,) = index.happenings()
        assert [teller.name for teller in happening.tellers] == ["Reuters"]
        index.remove([agency.report.id])
        (happening,) = index.happenings()
        assert [teller.name for teller in happening.tellers] == ["Dawn"]
