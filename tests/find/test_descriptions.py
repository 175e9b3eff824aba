"""Words that only refer: countries by what they are, neighbours, bodies, persons called again; places that are none."""

import pytest

pytestmark = pytest.mark.model


def codes(coder, text, words, on="2015-06-01"):
    found = [a for a in coder.code(text, published=on).actors if a.text == words]
    return [a.code for a in found]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Chad expelled two Swiss envoys after Berne froze its loans to the central African nation.",
         "the central African nation", ["TCD"]),
        ("Oman closed its border. Sweden urged the sultanate to open it.", "the sultanate", ["OMN"]),
        ("Estonia and Poland signed a pact. The Baltic state will host the troops.", "The Baltic state", ["EST"]),
        ("Russia attacked Moldova in May. Russia invaded the country from the east.", "the country", ["MDA"]),
        ("North Korea fired rockets. South Korea said the North had broken the truce.", "the North", ["PRK"]),
        ("China praised both Koreas for the talks.", "both Koreas", ["KOR", "PRK"]),
    ],
)  # fmt: skip
def test_countries_are_called_by_what_they_are(coder, text, words, expected):
    assert sorted(codes(coder, text, words)) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Guatemala warned its southern neighbour Honduras.", "its southern neighbour Honduras", ["HND"]),
        ("Norway and Chile met. Peru closed its crossing, and Ecuador protested to its southern neighbour.",
         "its southern neighbour", ["PER"]),
        ("Laos and Brazil signed. Thailand recalled its envoy and blamed its neighbour.", "its neighbour", ["LAO"]),
        ("Brazil and Japan spoke. Japan accused its neighbour of spying.", "its neighbour", [None]),
    ],
)  # fmt: skip
def test_a_neighbour_is_one_that_borders_the_owner(coder, text, words, expected):
    assert codes(coder, text, words) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The foreign minister left Lima on Sunday.", "Lima"),
        ("Peru recalled its ambassador from Lisbon.", "Lisbon"),
        ("The envoy flew to Nairobi for talks with the rebels.", "Nairobi"),
        ("Protesters filled the streets of Vilnius.", "Vilnius"),
        ("The plane was hit over Minsk.", "Minsk"),
        ("The prime minister was received at Downing Street.", "Downing Street"),
    ],
)
def test_a_capital_that_is_only_a_place_is_no_actor(coder, text, place):
    assert not codes(coder, text, place)


@pytest.mark.parametrize(
    ("text", "capital", "code"),
    [
        ("Lima recalled its ambassador.", "Lima", "PER"),
        ("Chile sent a protest note to Lima.", "Lima", "PER"),
        ("The treaty with Lisbon was signed.", "Lisbon", "PRT"),
    ],
)
def test_a_capital_that_acts_or_is_addressed_is_the_government(coder, text, capital, code):
    assert codes(coder, text, capital) == [code]


@pytest.mark.parametrize(
    ("text", "words", "code", "sectors"),
    [
        ("Anders Holt, the Danish vice-president of the bank union, said no. Rosa Lund, the Swedish vice-president, "
         "left.", "Rosa Lund", "SWE", ("GOV",)),
        ("Ines Duarte, who heads the Angolan navy, resigned.", "Ines Duarte", "AGO", ("MIL",)),
        ("Pavel Hruska, an aide to the Czech defence minister, denied it.", "Pavel Hruska", "CZE", ("GOV",)),
        ("Jordan Mabuza, a spokesman for the Zambian army, denied it.", "Jordan Mabuza", "ZMB", ("MIL",)),
        ("Ada Nwo, a spokeswoman for the Congress of Nigerian Trade Unions, denied it.", "Ada Nwo", "NGA", ("LAB",)),
    ],
)  # fmt: skip
def test_unknown_persons_are_coded_by_how_they_are_introduced(coder, text, words, code, sectors):
    found = [a for a in coder.code(text, published="2015").actors if a.text == words]
    assert [(a.code, a.sectors) for a in found] == [(code, sectors)]


def test_the_two_parts_of_an_east_asian_given_name_are_one_name(coder):
    found = coder.code(
        "Yoon Tae-hyun, a South Korean diplomat, met the press. Yoon blamed Pyongyang.", published="2015"
    )
    assert [(a.text, a.code) for a in found.actors if a.text.startswith("Yoon")] == [
        ("Yoon Tae-hyun", "KOR"),
        ("Yoon", "KOR"),
    ]


def test_a_person_is_called_by_the_age(coder):
    text = (
        "Maria Sousa, the Brazilian trade minister, resigned on Monday. The 54-year-old had accused her party of theft."
    )
    assert codes(coder, text, "The 54-year-old") == ["BRA"]


def test_issuer_of_a_statement_of_the_european_union_speaks_as_we(coder):
    found = coder.code("We condemn the arrests in Minsk.", published="2020", outlet="Council of the European Union")
    assert [a.code for a in found.actors if a.text == "We"] == ["EUR"]


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Chadian officers led the advance on Faya. The column took the oasis.", ("MIL",)),
        ("Chadian officers led the search. Police arrested two men in N'Djamena.", ("COP",)),
    ],
)
def test_officers_are_of_the_forces_where_no_police_is_told_of(coder, text, sectors):
    found = [a for a in coder.code(text, published="2015").actors if a.text == "Chadian officers"]
    assert [(a.code, a.sectors) for a in found] == [("TCD", sectors)]


def test_fighters_of_a_party_are_armed(coder):
    text = "Prachanda signed the accord in Kathmandu. Prachanda said his fighters would lock up their guns."
    assert [a.sectors for a in coder.code(text, published="2006").actors if a.text == "his fighters"] == [("REB",)]


def test_a_role_right_before_a_listed_name_is_one_mention_with_it(coder):
    found = coder.code("Palestine has two rulers, the newspaper Haaretz wrote.", published="2010").actors
    assert [(a.text, a.code, a.sectors) for a in found if "newspaper" in a.text or "Haaretz" in a.text] == [
        ("the newspaper Haaretz", "ISR", ("JRN",))
    ]


def test_two_governments_are_those_told_side_by_side(coder):
    text = (
        "Spain dismissed the police chief of Catalonia on Saturday. Spain and its king were firm. "
        "Ireland and France would not recognise a new state. The prime minister thanked both governments."
    )
    found = [a for a in coder.code(text, published="2017").actors if a.text == "both governments"]
    assert [(a.code, a.sectors) for a in found] == [("IRL", ("GOV",)), ("FRA", ("GOV",))]


def test_an_unknown_person_is_taken_for_one_of_the_country_told(coder):
    text = "Bolivia's miners stayed away. In La Paz, Zulma Condori has had no bread; she feeds her sons roots."
    found = [a for a in coder.code(text, published="1985-09-09").actors if a.text in ("Zulma Condori", "she")]
    assert [(a.code, a.sectors) for a in found] == [("BOL", ()), ("BOL", ())]
    assert "country of the place in the sentence" in found[0].reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Denis Sassou Nguesso took Brazzaville with the help of a militia.", "Brazzaville"),
        ("Gunmen blocked the boulevards of Ouagadougou on Friday.", "Ouagadougou"),
        ("The general fled across the river to Cameroon.", "Cameroon"),
        ("The king pulled his men out of Jordan.", "Jordan"),
        ("Trains for Skopje were stopped on Monday.", "Skopje"),
    ],
)
def test_towns_taken_and_lands_fled_to_are_places(coder, text, name):
    coded = coder.code(text, published="1997-10-15")
    assert not [a for a in coded.actors if a.text == name and a.code]
    assert name in [place.text for place in coded.places]


def test_what_is_denied_is_no_party(coder):
    text = "Iran shelled a border post, Iraq said. Iran denied it."
    names = [actor.text for actor in coder.code(text, published="1988-03-01").actors]
    assert "Iran" in names
    assert "it" not in names


def test_two_countries_of_a_region_are_those_the_report_names(coder):
    text = (
        "Armenia shelled a village, Azerbaijan said. Armenia denied it. "
        "Clashes between the two Caucasus countries broke out on Sunday."
    )
    found = [a for a in coder.code(text, published="2020-10-03").actors if a.text == "the two Caucasus countries"]
    assert sorted(a.code for a in found) == ["ARM", "AZE"]


def test_a_minister_without_a_country_is_of_the_one_that_acts_before(coder):
    text = (
        "NAIROBI, Kenya - Kenya closed the border on Monday. Somalia rejected the step. "
        "Interior Minister Abdi Warsame said that his soldiers had shelled the camp."
    )
    assert codes(coder, text, "his soldiers") == ["SOM"]


def test_a_new_paragraph_ends_that(coder):
    text = (
        "NAIROBI, Kenya - Kenya closed the border on Monday. Somalia rejected the step.\n\n"
        "Interior Minister Abdi Warsame said that his soldiers had shelled the camp."
    )
    assert codes(coder, text, "his soldiers") == ["KEN"]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Mali expelled the envoy. The former colonial power recalled its soldiers.", "The former colonial power",
         ["FRA"]),
        ("Portugal sent doctors to Luanda. Angola thanked Lisbon, and the former Portuguese colony paid.",
         "the former Portuguese colony", ["AGO"]),
        ("Hungary was fined on Monday. The 27-member bloc froze the funds.", "The 27-member bloc", ["EUR"]),
        ("Ghana and Togo were absent. The West African bloc met in Accra.", "The West African bloc", ["IGO"]),
        ("Niger rebelled against ECOWAS. The 15-member bloc threatened war.", "The 15-member bloc", ["IGO"]),
        ("Peru and Chile signed a truce. The former withdrew its troops.", "The former", ["PER"]),
        ("Peru and Chile signed a truce. The latter withdrew its troops.", "the latter", []),
        ("Peru and Chile signed a truce. Brazil froze its aid to both.", "both", ["CHL", "PER"]),
        ("Oman, Qatar, Iraq and Kuwait met. The four states signed a pact.", "The four states",
         ["IRQ", "KWT", "OMN", "QAT"]),
        ("Boko Haram raided Chibok. The sect took hostages.", "The sect", ["NGA"]),
    ],
)  # fmt: skip
def test_what_only_describes_stands_for_parties_told_elsewhere(coder, text, words, expected):
    assert sorted(codes(coder, text, words, "2014-06-01")) == expected


def test_an_armed_group_called_again_keeps_its_sector(coder):
    text = "Boko Haram raided Chibok. Nigeria said the Islamists had burned a school."
    found = [a for a in coder.code(text, published="2014-06-01").actors if a.text == "the Islamists"]
    assert [(a.code, a.sectors) for a in found] == [("NGA", ("REB",))]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Hours after he walked free, Nelson Mandela spoke to a crowd in Cape Town.", "he", ["ZAF"]),
        ("\"He trusts me,\" Donald Trump said of Kim Jong-un on Monday.", "He", []),
        ("Ecuador telephoned the president in Lima, who thanked the envoy.", "who", ["PER"]),
        ("Rebels killed ten South Korean sailors. Peru said 58 of them were freed.", "them", ["KOR"]),
    ],
)  # fmt: skip
def test_pronouns_find_whom_they_mean_across_the_sentence(coder, text, words, expected):
    assert codes(coder, text, words, "2018-06-12") == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Congress dismissed Peru's president in Lima.", "Congress", ["PER"]),
        ("Congress voted for new sanctions, and Iran promised revenge.", "Congress", ["USA"]),
        ("Congress voted for new loans. Peru thanked Washington.", "Congress", ["USA"]),
    ],
)
def test_a_parliament_of_a_common_name_is_that_of_the_state_the_report_names(coder, text, name, expected):
    assert codes(coder, text, name) == expected


@pytest.mark.parametrize("text", ["The envoy left Lebanon on Monday.", "The minister was put on a plane to Cuba."])
def test_a_country_that_is_only_left_or_flown_to_is_no_actor(coder, text):
    assert not codes(coder, text, text.rstrip(".").replace(" on Monday", "").split()[-1])


@pytest.mark.parametrize(
    ("text", "words", "sectors"),
    [
        ("South African helicopters landed near Lusaka.", "South African helicopters", ("MIL",)),
        ("Two Pakistani F-16s crossed the border of India.", "Two Pakistani F-16s", ("MIL",)),
        ("Saddam Hussein said his two sons would fight on.", "his two sons", ("ELI",)),
        ("Brazil said the hostage-takers had left the bank.", "the hostage-takers", ("UAF",)),
        ("Brazil mourned the ex-president on Monday.", "the ex-president", ("ELI",)),
    ],
)
def test_sectors_of_what_belongs_to_a_state_or_an_official(coder, text, words, sectors):
    found = [a for a in coder.code(text, published="2003-01-10").actors if a.text == words]
    assert [a.sectors for a in found] == [sectors]


@pytest.mark.parametrize(
    ("text", "words", "code", "sectors"),
    [
        ("Radio Rwanda blamed the rebels.", "Radio Rwanda", "RWA", ("JRN",)),
        ("The army in Monrovia closed the Daily Observer.", "the Daily Observer", "LBR", ("JRN",)),
        ("Father Jan Nowy, a Polish priest, was expelled by Chad.", "Father Jan Nowy", "POL", ("REL",)),
    ],
)
def test_names_no_list_has_are_known_by_their_words(coder, text, words, code, sectors):
    found = [a for a in coder.code(text, published="2003").actors if a.text == words]
    assert [(a.code, a.sectors) for a in found] == [(code, sectors)]
