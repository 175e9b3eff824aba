"""Places are found, told apart, and given to the events that happened there."""

import time

import pytest

from polybius.find.places import find_places, place_for

pytestmark = pytest.mark.model


def places(nlp, text):
    return {mention.place.text: mention.place for mention in find_places(nlp(text))._.polybius_places}


def where(nlp, text, trigger, manner="deed"):
    doc = find_places(nlp(text))
    index = next(token.i for token in doc if token.text == trigger)
    place, reason = place_for(doc, index, 0, len(doc), manner)
    assert bool(place) == bool(reason)
    return place


def test_what_a_town_lies_in_decides_between_its_namesakes(nlp):
    found = places(nlp, "The march began in Paris, Texas, on Friday.")
    assert (found["Paris"].country, found["Paris"].admin1, found["Texas"].kind) == ("USA", "Texas", "admin1")


def test_without_more_the_large_namesake_is_meant(nlp):
    assert places(nlp, "The march began in Paris on Friday.")["Paris"].country == "FRA"


def test_the_country_the_text_speaks_of_decides(nlp):
    text = "Libya's army and Libyan police closed the roads. In Libya, shots were heard in Tripoli on Friday."
    assert places(nlp, text)["Tripoli"].country == "LBY"
    text = "Lebanon's army closed the roads. In Lebanon, in the city of Tripoli, shots were heard, Lebanon said."
    assert places(nlp, text)["Tripoli"].country == "LBN"


def test_georgia_is_a_state_among_states(nlp):
    text = "Voters in Alabama, Florida and Georgia went to the polls in the United States."
    assert places(nlp, text)["Georgia"].country == "USA"


def test_contested_areas_seas_and_rivers_are_known(nlp):
    found = places(nlp, "Fighting went on in Nagorno-Karabakh, near the Dnieper and in the South China Sea.")
    assert (found["Nagorno-Karabakh"].kind, found["Nagorno-Karabakh"].country) == ("territory", "AZE")
    assert {place.kind for place in found.values()} == {"territory", "river", "sea"}


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton spoke to Michael Jordan.",
        "Most of them were told to buy bread.",
        "Nice words will not do, he said.",
        "Mr. Houston declined to comment.",
        "They paid US$ 15 million for it.",
    ],
)
def test_names_of_persons_and_words_are_no_places(nlp, text):
    assert places(nlp, text) == {}


def test_a_village_in_no_list_is_kept_unresolved(nlp):
    place = places(nlp, "Soldiers entered the village of Zendarabad on Friday.")["Zendarabad"]
    assert (place.name, place.latitude, place.candidates) == (None, None, 0)


def test_offsets_are_those_of_the_text(nlp):
    text = "Gunmen attacked Mosul.\n\nIn Iraq's north, Mosul lies on the Tigris."
    for mention in find_places(nlp(text))._.polybius_places:
        assert text[mention.place.start : mention.place.end] == mention.place.text


def test_place_in_a_phrase_of_the_trigger(nlp):
    place = where(nlp, "Gunmen killed five policemen in Mosul on Friday.", "killed")
    assert (place.name, place.country, place.precision) == ("Mosul", "IRQ", "exact")


def test_near_and_outside_are_near(nlp):
    assert where(nlp, "Clashes broke out near Mosul on Friday.", "broke").precision == "near"


def test_a_wider_place_is_not_joined_to_the_one_inside_it(nlp):
    place = where(nlp, "Police shot a man dead in Tulsa, Oklahoma on Monday.", "shot")
    assert place.name == "Tulsa"


def test_several_places_are_joined(nlp):
    assert where(nlp, "Rockets fell in Kharkiv and Odesa on Friday.", "fell").name == "Kharkiv; Odesa"


def test_a_town_that_is_attacked_is_the_place(nlp):
    assert where(nlp, "The army shelled Stepanakert on Friday.", "shelled").name == "Stepanakert"


def test_a_country_that_is_attacked_is_a_party(nlp):
    assert where(nlp, "The army attacked Armenia on Friday.", "attacked") is None


def test_a_capital_that_acts_is_no_place(nlp):
    assert where(nlp, "Ankara condemned the decision on Friday.", "condemned") is None


def test_the_place_of_another_event_is_not_taken(nlp):
    text = "Turkey condemned the attack in Kabul."
    assert where(nlp, text, "condemned", "word") is None
    assert where(nlp, text, "attack").name == "Kabul"


def test_where_it_was_said_is_not_where_it_happened(nlp):
    text = "The minister said in Ankara that troops had captured Raqqa."
    assert where(nlp, text, "said").name == "Ankara"
    assert where(nlp, text, "captured").name == "Raqqa"


def test_part_of_a_country_is_an_area(nlp):
    assert where(nlp, "Five people died in northern Mali on Friday.", "died").precision == "area"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "In in In near of", "\x00\x07 In Mosul\x1b", '"(" Mosul, , , Iraq )', "In " * 300, "İzmir ﬁre ½"],
)
def test_any_text_is_taken(nlp, text):
    doc = find_places(nlp(text))
    for token in doc:
        place_for(doc, token.i, 0, len(doc))
    assert place_for(doc, len(doc), 0, 0) == (None, "")


def test_time_grows_with_length_only(nlp):
    sentence = "Rockets fell in Kharkiv, Odesa and New York City near the South China Sea in Paris, Texas. "
    short, long = nlp(sentence * 10), nlp(sentence * 100)
    find_places(short)
    started = time.perf_counter()
    find_places(short)
    middle = time.perf_counter()
    find_places(long)
    assert time.perf_counter() - middle < 30 * (middle - started) + 0.5


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Near Palmyra, soldiers seized two lorries on Friday.", "seized", "Palmyra"),
        ("Outside Idlib, gunmen shelled a checkpoint.", "shelled", "Idlib"),
        ("Inside Mariupol, snipers wounded a nurse.", "wounded", "Mariupol"),
        ("Outside Goma, militiamen looted a depot.", "looted", "Goma"),
        ("Near Deir Ezzor, in eastern Syria, jets bombed a bridge.", "bombed", "Deir ez-Zor"),
    ],
)
def test_a_preposition_that_opens_the_sentence_is_no_part_of_the_name(nlp, text, trigger, name):
    assert where(nlp, text, trigger).name == name


def test_a_river_is_no_town_of_its_name(nlp):
    aras = places(nlp, "Shells fell near the Aras river on Sunday.")["Aras river"]
    assert (aras.kind, aras.country) == ("river", None)
    tobol = places(nlp, "Villages beside the Tobol river were flooded, Russia said.")["Tobol"]
    assert (tobol.kind, tobol.name, tobol.geonames_id) == ("river", None, None)


def test_a_lake_or_mountain_in_no_list_keeps_its_kind_and_no_id(nlp):
    found = places(nlp, "Soldiers from Uganda camped near Lake Kyoga on Friday.")
    lake = next(place for text, place in found.items() if "Kyoga" in text)
    assert (lake.kind, lake.geonames_id) == ("lake", None)


def test_a_small_town_by_another_name_needs_its_country_in_the_report(nlp):
    assert places(nlp, "Pakistan's army held a bridge in Kalam, Pakistan said.")["Kalam"].country in (None, "PAK")
    assert places(nlp, "Sri Lanka said clashes went on in Mullaitivu.")["Mullaitivu"].country == "LKA"


def test_of_two_other_names_the_one_spelt_alike_is_meant(nlp):
    assert places(nlp, "Ukrainian forces held out in Sloviansk.")["Sloviansk"].name == "Slovyansk"


def test_places_of_a_dateline_are_found_in_capitals(nlp):
    from polybius.read.make_report import make_report

    report = make_report("MINSK (AFP) - Police fired water cannon at a crowd on Sunday.")
    doc = nlp.make_doc(report.text)
    doc._.polybius_report = report
    doc = find_places(nlp(doc))
    assert [mention.place.country for mention in doc._.polybius_places] == ["BLR"]


def test_a_month_in_a_date_is_no_town(nlp):
    from polybius.find.times import find_times
    from polybius.read.make_report import make_report

    report = make_report("ADDIS ABABA, Nov 28 - The army left Mekelle.", published="2020-11-28")
    doc = nlp.make_doc(report.text)
    doc._.polybius_report = report
    doc = find_places(find_times(nlp(doc)))
    assert "Nov" not in {mention.place.text for mention in doc._.polybius_places}


@pytest.mark.parametrize(
    ("text", "trigger", "manner", "name"),
    [
        # names no list has, told by the words around them
        ("Gunmen killed two traders in Zorvandi on Friday.", "killed", "deed", "Zorvandi"),
        ("Mortar rounds fell on Belkhanath during the night.", "fell", "deed", "Belkhanath"),
        ("The brigade recaptured Mordevka after a week.", "recaptured", "deed", "Mordevka"),
        ("Militiamen emptied Tulumbe camp at dawn.", "emptied", "deed", "Tulumbe"),
        ("Dockers marched to the gates of Port Hallam on Monday.", "marched", "protest", "Port Hallam"),
        ("Uganda sent soldiers to Kavirondi in March.", "sent", "deed", "Kavirondi"),
        # the doer tells where it is
        ("The president, speaking in Arequipa on Tuesday, accused Chile of spying.", "accused", "word", "Arequipa"),
        ("An OSCE envoy, at a conference in Vienna, urged both sides to talk.", "urged", "word", "Vienna"),
        ("The governor, on a visit to Multan, rejected the demand.", "rejected", "word", "Multan"),
        ("Police in Valparaíso detained 40 students.", "detained", "deed", "Valparaíso"),
        # what the act is done to
        ("Rebels attacked the airport of Goma on Sunday.", "attacked", "deed", "Goma"),
        ("Farmers blocked the main gate of Fort Benning.", "blocked", "deed", "Fort Benning"),
        ("Turkey condemned the strike on the hospital in Idlib.", "condemned", "word", None),
        ("The coalition conducted six strikes against militants in Mosul.", "conducted", "deed", "Mosul"),
        # joined clauses
        ("Crowds looted shops in Port Moresby and stoned the police.", "stoned", "deed", "Port Moresby"),
        ("Soldiers shot two men in Kasese before police sealed off the road.", "sealed", "deed", "Kasese"),
        ("Rebels fired on a bus in Soroti, and villagers in Lira hid a gunman.", "fired", "deed", "Soroti"),
        # a deed in the course of another, or at the same time
        ("Police arrested forty people in raids that began in Comas, a northern suburb.", "arrested", "deed", "Comas"),
        ("Soldiers shot a man as he climbed a pole at Dherynia.", "shot", "deed", "Dherynia"),
        ("The alliance invited them to join at the Madrid summit.", "invited", "word", "Madrid"),
        ("Seoul agreed to send rice to Sinuiju.", "agreed", "word", None),
        ("Envoys held talks with the president in Nairobi.", "held", "word", "Nairobi"),
        # who acts, and where that is
        ("The people of Loja took to the streets.", "took", "protest", "Loja"),
        ("In Canberra Mr Howard ruled out a visit.", "ruled", "word", "Canberra"),
        # names longer than a listed one, or cut by hyphens
        ("Attackers killed 36 villagers in Beni Slimane at night.", "killed", "deed", "Beni Slimane"),
        ("Gunmen killed a man in Santa Lucía del Camino on Friday.", "killed", "deed", "Santa Lucía del Camino"),
        ("Prisoners were freed from Pul-i-Charkhi jail on Friday.", "freed", "deed", "Pul-i-Charkhi"),
        # names called a town, and what is done to ground only
        ("The gunmen razed Shaffa, a village across the Hawul River.", "razed", "deed", "Shaffa"),
        ("Helicopters strafed Hnan Khar on the morning of 11 March.", "strafed", "deed", "Hnan Khar"),
        # a common noun makes the name a place's, however far behind
        ("Gunmen abducted four engineers near the Temba oil field.", "abducted", "deed", "Temba"),
        ("Militants overran the Kobbe army depot on Tuesday.", "overran", "deed", "Kobbe"),
        ("Clashes broke out in the Hamdan district on Friday.", "Clashes", "deed", "Hamdan"),
        ("Soldiers stopped a convoy on the road to Kadugli.", "stopped", "deed", "Kadugli"),
        # several together
        ("Soldiers burned huts in the villages of Tarfa, Gondo and Lemba.", "burned", "deed", "Tarfa; Gondo; Lemba"),
        ("Shells fell in Stepanakert and around Shusha airport.", "fell", "deed", "Stepanakert; Shusha"),
        ("Crowds rallied in Oslo, Bergen and outside the embassy in Rome.", "rallied", "protest", "Oslo; Bergen; Rome"),
        # where those acted on were, and what an act leads to
        ("Police fired on students who had gathered in Kisumu.", "fired", "deed", "Kisumu"),
        ("Police arrested two men who had lived in Hamburg.", "arrested", "deed", None),
        ("The troops began to leave the base at Bagram.", "began", "deed", "Bagram"),
        ("Kenya sent commandos to guard the dam at Kiambere.", "sent", "deed", "Kiambere"),
        ("Rocket fire shook Sderot at dawn.", "fire", "deed", "Sderot"),
        ("Bunia, captured by militiamen a week ago, was calm.", "captured", "deed", "Bunia"),
        ("Crimea, which Russia annexed in 2014, was shelled.", "annexed", "deed", "Crimea"),
        # the second of two acts
        ("In Niger, militants stormed the base at Inates and took ten men hostage.", "took", "deed", "Inates"),
        ("Traders in Lahore burned flags, and the ministry expelled a diplomat.", "expelled", "deed", None),
        ("In Lima the president accused Chile, and Bolivia condemned the threat.", "condemned", "word", None),
        # where the speaker was
        ("The envoy, touring the camps of Dadaab, urged Kenya to wait.", "urged", "word", "Dadaab"),
        ("He denounced the junta when he arrived in Accra.", "denounced", "word", "Accra"),
        ("Iran condemned the raid when Israeli jets bombed Natanz.", "condemned", "word", None),
        ("The governor of Nariño, in Pasto for a summit, asked for troops.", "asked", "word", "Pasto"),
        # sites of which no more is told
        ("Rebels attacked the palace on Sunday.", "attacked", "deed", "the palace"),
        ("Two students were beaten at a police station.", "beaten", "deed", "a police station"),
        ("Gunmen stormed Mali's parliament.", "stormed", "deed", "Mali's parliament"),
        ("In Gao, gunmen attacked the market.", "attacked", "deed", "Gao"),
        ("The Red Cross warehouse was looted.", "looted", "deed", None),
        # what only says where a place lies
        ("Gunmen killed an officer in the Orangi district of Karachi.", "killed", "deed", "Orangi"),
        ("A bomb exploded outside the consulate in Herat.", "exploded", "deed", "Herat"),
        ("Police raided a farm in Nebaj, near Chajul, on Friday.", "raided", "deed", "Nebaj"),
        ("The army shelled Lachin, 30 km west of Shusha, on Friday.", "shelled", "deed", "Lachin"),
        ("Gunmen seized tanks at Tiyas Airfield near Palmyra.", "seized", "deed", "Tiyas Airfield"),
    ],
)  # fmt: skip
def test_where_an_act_is_done(nlp, text, trigger, manner, name):
    place = where(nlp, text, trigger, manner)
    assert (place.text if place else None) == name


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Gunmen seized Bentiu on Monday. Rebels left the town a day later.", "left", "Bentiu"),
        ("Shells hit Aleppo and Ankara protested. Snipers shot three people in the city.", "shot", "Ankara"),
        ("Police entered Kibumba camp. Two people were shot in the camp.", "shot", "Kibumba"),
        ("Police met in Lagos. Two people were shot in a city.", "shot", None),
        ("Troops stormed a school in Kasese. Police shot two gunmen there.", "shot", "Kasese"),
        ("Rebels attacked Bafoulabé district. They killed a teacher in the district.", "killed", "Bafoulabé"),
        ("Police met in Lagos. A bomb wounded a guard outside the Bolivian embassy.", "wounded", None),
        ("Police met in Lagos. Two people were shot in the city of Kano.", "shot", "Kano"),
    ],
)
def test_words_that_stand_for_a_place(nlp, text, trigger, name):
    doc = find_places(nlp(text))
    index = [token.i for token in doc if token.text == trigger][-1]
    place, _ = place_for(doc, index, 0, len(doc))
    assert (place.name if place else None) == name


def test_an_adjective_tells_which_town_is_meant(coder):
    text = (
        "Envoys of Chad and Libya met in Geneva and flew to Lagos. Chad and Libya had met in the Swiss city in March."
    )
    assert [event.place.name for event in coder.code(text).events if event.category == "CONSULT"][-1] == "Geneva"


def test_a_building_without_a_name_is_a_place_by_its_own_words(nlp):
    place = where(nlp, "A bomb wounded a guard outside the railway station.", "wounded")
    assert (place.text, place.name, place.precision) == ("the railway station", None, "near")


def test_the_land_of_an_adjective_is_the_country(coder):
    text = "Peru said on Tuesday that Ecuadorean soldiers had invaded Peruvian soil."
    (event,) = [event for event in coder.code(text, published="1995-01-28").events if event.category == "ASSAULT"]
    assert (event.place.name, event.place.country, event.place.precision) == ("Peru", "PER", "country")


def test_here_is_where_the_report_comes_from(coder):
    text = "HARARE, May 3 (Reuters) - Zambia's president met the president of Zimbabwe here on Friday."
    (event,) = [event for event in coder.code(text, published="1998-05-03").events if event.category == "CONSULT"]
    assert (event.place.text, event.place.name) == ("here", "Harare")


def test_a_town_told_as_one_is_not_the_country_of_its_name(nlp):
    text = "Colombia is calm, Colombia says. Rebels attacked Puerto Rico, a river town in the province of Caqueta."
    found = places(nlp, text)["Puerto Rico"]
    assert (found.kind, found.country) == ("city", "COL")


def test_words_that_stand_for_a_place_are_no_names(nlp):
    assert list(places(nlp, "Gunmen seized Bentiu on Monday. Rebels left the town a day later.")) == ["Bentiu"]


@pytest.mark.parametrize(
    "text",
    [
        "He believes in God and in Smith's ideas.",
        "The bill failed in Congress.",
        "It was written in Arabic in March.",
        "Anger at Netanyahu grew.",
    ],
)
def test_what_stands_behind_in_or_at_need_not_be_a_place(coder, text):
    assert coder.code(text).places == ()


def test_a_name_that_is_a_word_is_a_place_where_it_is_written_like_one(nlp):
    text = "Ivory Coast is calm, Ivory Coast's army says. No shot was fired in Man, a town in the mountains."
    assert places(nlp, text)["Man"].country == "CIV"


def test_an_adjective_tells_the_country_of_a_namesake(coder):
    text = "Pakistan's army and Pakistani police met. In the Indian city of Hyderabad, students burned a flag."
    assert [place.country for place in coder.code(text).places if place.text == "Hyderabad"] == ["IND"]


@pytest.mark.parametrize(
    "text",
    [
        "Miners blocked the highway at Chala. Police killed two of them, the interior ministry in Lima said.",
        "Miners from Chala were shot dead on Friday, Peru said. The others want President Humala to come to Arequipa.",
    ],
)
def test_a_village_that_bears_the_name_of_one_no_list_has_tells_no_country(coder, text):
    coded = coder.code(text, published="2013-11-03")
    assert {place.country for place in coded.places if place.text == "Chala"} == {None}
    assert "TZA" not in {actor.code for actor in coded.actors}


def test_a_village_abroad_is_known_where_its_country_is_told(coder):
    text = "The Burundian army attacked rebels near Kayanza. Refugees crossed into Tanzania and reached Chala."
    coded = coder.code(text, published="2013-11-03")
    assert {place.country for place in coded.places if place.text == "Chala"} == {"TZA"}


def test_a_town_called_like_a_country_is_known_by_what_it_lies_in(nlp):
    text = "ARMENIA, Colombia, May 5 - Colombia sent troops. Coffee growers marched in Armenia on Sunday."
    assert [place.country for name, place in places(nlp, text).items() if name.lower() == "armenia"] == ["COL"] * 2
    listed = places(nlp, "Envoys from Georgia, Armenia and Lebanon, Syria and Jordan met.")
    assert {place.kind for place in listed.values()} == {"country"}


def test_a_name_of_many_towns_is_not_that_of_one_abroad(nlp):
    text = "Chile's police, Chilean troops and Chile's army closed the roads. Pickets burned cars in San Juan Bautista."
    assert places(nlp, text)["San Juan Bautista"].name is None


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [("Anhui", "China", "CHN"), ("Pangasinan", "the Philippines", "PHL"), ("Logar", "Afghanistan", "AFG")],
)
def test_divisions_are_known_by_the_names_of_news(nlp, name, country, code):
    found = places(nlp, f"Flood waters rose in {name}, in the north of {country}, on Monday.")[name]
    assert (found.country, found.kind in ("admin1", "admin2")) == (code, True)


def test_no_department_of_a_government_is_a_place(nlp):
    assert "Agriculture" not in places(nlp, "The Department of Agriculture tested the birds.")


def test_there_is_no_place_that_only_tells_whose_somebody_is(nlp):
    text = "The leader reached Gaborone on Monday. President Mugabe of Zimbabwe met him there on Friday."
    doc = find_places(nlp(text))
    met = next(token.i for token in doc if token.text == "met")
    assert place_for(doc, met, 0, len(doc))[0].name == "Gaborone"


def test_this_city_is_the_one_the_report_comes_from(coder):
    text = "GOMA, Congo, Nov. 23 (Reuters) - Rebels marched into this lakeside city on Tuesday."
    (event,) = [e for e in coder.code(text, published="2012-11-23").events if e.trigger.start > text.index("Rebels")]
    assert (event.place.text, event.place.name) == ("this lakeside city", "Goma")
