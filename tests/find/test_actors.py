"""Finding parties: the actor list, names in running text, roles, persons, pronouns, descriptions."""

from itertools import pairwise

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from polybius.annotate import ActorMention, report_of
from polybius.errors import DataError
from polybius.find._actor_list import ActorList, Entry, name_parts, read_actor_list, read_entries
from polybius.find._quotes import Quotes
from polybius.find.actors import find_actors, load_actor_list, mentions_by_head
from polybius.records import Published, Region, Report

HEADER = "id,name,aliases,code,sectors,kind,start,end,iso,wikidata,source\n"
ROWS = """\
chile,Chile,Republic of Chile,CHL,,country,,,CHL,,test
chilean,Chilean,Chileans,CHL,CVL,people,,,CHL,,test
santiago,Santiago,,CHL,GOV,capital,,,CHL,,test
peru,Peru,,PER,,country,,,PER,,test
peruvian,Peruvian,Peruvians,PER,CVL,people,,,PER,,test
lima,Lima,,PER,GOV,capital,,,PER,,test
canada,Canada,,CAN,,country,,,CAN,,test
canadian,Canadian,Canadians,CAN,CVL,people,,,CAN,,test
usa,United States,US|U.S.|USA,USA,,country,,,USA,,test
jordan,Jordan,,JOR,,country,,,JOR,,test
ivory-coast,Côte d'Ivoire,Ivory Coast,CIV,,country,,,CIV,,test
al-qaeda,al-Qaeda,Al Qaida,IMG,REB,armed-group,,,,,test
quispe,Rosa Quispe,,PER,GOV,person,2001-07-28,2006-07-28,,,test
quispe,Rosa Quispe,,PER,OPP,person,2006-07-29,2011-07-28,,,test
nato,NATO,North Atlantic Treaty Organization,IGO,,organisation,,,,,test
"""


@pytest.fixture
def actors(tmp_path):
    (tmp_path / "list.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return read_actor_list(tmp_path)


@pytest.fixture
def mentions(nlp, actors):
    """Reads a text with the small list above; gives (words, kind, [(code, sectors)]) of each mention."""

    def read(text, *, on=None, outlet=None, regions=()):
        doc = nlp(text)
        published = Published(start=on, end=on, basis="given") if on else Published()
        doc._.polybius_report = Report(id="r", text=text, published=published, outlet=outlet, regions=regions)
        find_actors(doc, actors)
        return doc

    return read


def parties(doc, words):
    """The (code, sectors) of the parties of the mention with these words."""
    found = [m for m in doc._.polybius_actors if doc[m.start : m.end].text == words]
    assert found, f"no mention {words!r} among {[doc[m.start : m.end].text for m in doc._.polybius_actors]}"
    return [(actor.code, actor.sectors) for actor in found[-1].actors]


def words_of(doc):
    return [doc[m.start : m.end].text for m in doc._.polybius_actors]


# the list


@pytest.mark.parametrize("name", ["Chile", "the Republic of Chile", "Chile's", "Chile’s"])
def test_lookup_finds_a_name_with_article_or_possessive(actors, name):
    assert [entry.id for entry in actors.lookup(name)] == ["chile"]


@pytest.mark.parametrize("name", ["Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"])
def test_lookup_ignores_diacritics_and_kinds_of_apostrophe(actors, name):
    assert [entry.id for entry in actors.lookup(name)] == ["ivory-coast"]


def test_lookup_ignores_dots_but_asks_for_the_capitals_of_an_acronym(actors):
    assert actors.lookup("U.S.A.")[0].id == "usa"
    assert actors.lookup("us") == ()
    assert actors.lookup("nato") == ()


def test_lookup_joins_hyphen_and_blank(actors):
    assert actors.lookup("Al Qaeda")[0].id == "al-qaeda"


@pytest.mark.parametrize(
    ("on", "sectors"),
    [
        ("2003-01-01", ("GOV",)),
        ("2006-07", ("OPP",)),
        ("2008", ("OPP",)),
        ("2015-03-02", ("ELI",)),
        ("1999", ()),
        (None, ("OPP",)),
    ],
)
def test_lookup_takes_the_term_that_covers_the_date_and_former_leaders_as_elites(actors, on, sectors):
    assert actors.lookup("Rosa Quispe", on)[0].sectors == sectors


def test_names_part_at_blanks_hyphens_and_apostrophes():
    assert name_parts("Jean-Pierre d'Aubigné, U.N.") == ["Jean", "Pierre", "d", "Aubigne", "UN"]


def test_a_row_of_unknown_kind_is_named_with_file_and_line(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + "x,Xland,,XXX,,planet,,,,,\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.csv:2.*planet"):
        list(read_entries(path))


def test_the_list_of_the_package_reads_and_knows_a_country():
    found = load_actor_list().lookup("Uruguay")
    assert found
    assert found[0].code == "URY"


def test_longest_name_wins():
    short, long = Entry("a", "Green", "USA", (), "party"), Entry("b", "Green Front", "USA", (), "party")
    listed = ActorList([(short, ["Green"]), (long, ["Green Front"])])
    found, size = listed.longest(["Green", "Front", "said"], 0)
    assert (found[0].id, size) == ("b", 2)


# quotations


def test_the_speaker_of_a_quotation_is_the_subject_of_the_verb_behind_it():
    words = ['"', "We", "won", ",", '"', "Ortiz", "said", "."]
    heads = [2, 2, 6, 6, 6, 6, 6, 6]
    deps = ["punct", "nsubj", "ccomp", "punct", "punct", "nsubj", "ROOT", "punct"]
    pos = ["PUNCT", "PRON", "VERB", "PUNCT", "PUNCT", "PROPN", "VERB", "PUNCT"]
    lemmas = ['"', "we", "win", ",", '"', "Ortiz", "say", "."]
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps, pos=pos, lemmas=lemmas)
    quotes = Quotes(doc, frozenset({"say"}))
    quote = quotes.at(1)
    assert quote is not None
    assert quotes.speaker(quote) == 5


# texts


@pytest.mark.model
def test_country_in_place_is_no_party_but_possessor_and_subject_are(mentions):
    doc = mentions("Troops gathered in Chile. Chile protested. Chile's army left.")
    assert words_of(doc).count("Chile") == 1
    assert parties(doc, "Chile's army") == [("CHL", ("MIL",))]


@pytest.mark.model
def test_capital_that_acts_is_the_government_and_no_party_where_things_happen(mentions):
    doc = mentions("Lima rejected the offer. Crowds gathered in Santiago.")
    assert parties(doc, "Lima") == [("PER", ("GOV",))]
    assert "Santiago" not in words_of(doc)


@pytest.mark.model
def test_demonym_before_an_act_is_a_party_of_its_own(mentions):
    doc = mentions("The minister condemned the Peruvian attacks.")
    assert parties(doc, "Peruvian") == [("PER", ())]


@pytest.mark.model
def test_coordinated_demonyms_make_one_mention_with_two_parties(mentions):
    doc = mentions("Peruvian and Canadian officials met on Monday.")
    assert parties(doc, "Peruvian and Canadian officials") == [("PER", ("GOV",)), ("CAN", ("GOV",))]


@pytest.mark.model
def test_people_of_a_country_are_its_civilians(mentions):
    doc = mentions("The police arrested five Peruvians.")
    assert parties(doc, "five Peruvians") == [("PER", ("CVL",))]


@pytest.mark.model
def test_unknown_person_is_coded_by_the_introduction_and_the_surname_alone_after_it(mentions):
    doc = mentions("Canadian Ambassador Edith Harrow left. Harrow said she was tired.")
    assert parties(doc, "Canadian Ambassador Edith Harrow") == [("CAN", ("GOV",))]
    assert parties(doc, "Harrow") == [("CAN", ("GOV",))]
    assert parties(doc, "she") == [("CAN", ("GOV",))]


@pytest.mark.model
def test_person_without_introduction_is_of_the_reports_country_if_it_tells_one(mentions):
    doc = mentions("Edith Harrow won the race. Canada cheered.")
    assert parties(doc, "Edith Harrow") == [("CAN", ())]
    doc = mentions("Edith Harrow won the race. Her friends cheered.")
    assert parties(doc, "Edith Harrow") == [(None, ())]


@pytest.mark.model
def test_first_name_that_is_a_country_is_no_party(mentions):
    doc = mentions("Jordan Miller met King Abdullah of Jordan on Friday.")
    assert "Jordan" not in [doc[m.start : m.end].text for m in doc._.polybius_actors if m.start == 0]


@pytest.mark.model
def test_listed_person_out_of_office_is_elite(mentions):
    doc = mentions("Rosa Quispe criticised the plan.", on="2020-05-01")
    assert parties(doc, "Rosa Quispe") == [("PER", ("ELI",))]


@pytest.mark.model
def test_role_without_country_takes_that_of_the_focus_and_says_so(mentions):
    doc = mentions("Peru closed its border with Chile. Peru's president spoke. Police arrested a man.")
    assert parties(doc, "Police") == [("PER", ("COP",))]
    mention = next(m for m in doc._.polybius_actors if doc[m.start : m.end].text == "Police")
    assert "focus" in mention.actors[0].reason


@pytest.mark.model
def test_gunmen_have_no_country(mentions):
    doc = mentions("Gunmen killed two Peruvian soldiers.")
    assert parties(doc, "Gunmen") == [(None, ("UAF",))]


@pytest.mark.model
def test_i_and_we_in_a_quotation_are_the_speaker_and_whom_he_speaks_for(mentions):
    doc = mentions('"I am glad that we signed," Peruvian President Tomas Arce said.')
    assert parties(doc, "I") == [("PER", ("GOV",))]
    assert parties(doc, "we") == [("PER", ("GOV",))]


@pytest.mark.model
def test_we_in_a_press_statement_is_the_issuing_government(mentions):
    doc = mentions("We condemn the attack on the embassy.", outlet="US State Department")
    assert parties(doc, "We") == [("USA", ("GOV",))]


@pytest.mark.model
def test_relative_pronoun_stands_for_its_antecedent(mentions):
    doc = mentions("Chile, which borders Peru, protested.")
    assert parties(doc, "which") == [("CHL", ())]


@pytest.mark.model
def test_two_sides_are_the_two_countries_in_conflict(mentions):
    doc = mentions(
        "Chile attacked Peru on Monday. Peruvian forces shelled Chilean positions. Canada hosted talks. "
        "The two sides blamed each other."
    )
    assert sorted(parties(doc, "The two sides")) == [("CHL", ()), ("PER", ())]


@pytest.mark.model
def test_his_country_is_that_of_the_one_who_speaks(mentions):
    doc = mentions("Peruvian President Tomas Arce said his country would not yield.")
    assert parties(doc, "his country") == [("PER", ())]
    assert parties(doc, "his") == [("PER", ("GOV",))]


@pytest.mark.model
def test_dateline_names_no_party_but_counts_for_the_focus(mentions):
    text = "LIMA, Peru (AP) -- Soldiers fired on a crowd."
    doc = mentions(text, regions=(Region(start=0, end=18, kind="dateline"),))
    assert doc._.polybius_focus == "PER"
    assert "LIMA" not in words_of(doc)
    assert parties(doc, "Soldiers") == [("PER", ("MIL",))]


@pytest.mark.model
def test_the_head_of_a_listed_phrase_finds_its_mention(mentions):
    doc = mentions("The Government of Peru thanked NATO.")
    heads = mentions_by_head(doc)
    government = next(token for token in doc if token.text == "Government")
    assert heads[government.i].actors[0].code == "PER"
    assert isinstance(heads[government.i], ActorMention)


@pytest.mark.model
def test_actors_carry_the_words_and_offsets_of_their_mention(mentions):
    doc = mentions("Chile and Peru met with senior Canadian officials.")
    text = report_of(doc).text
    for mention in doc._.polybius_actors:
        for actor in mention.actors:
            assert text[actor.start : actor.end] == actor.text
            assert actor.reason


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n\n", '"', "“ he said “ “", "\x00\x07", "the the the", "Police. " * 300])
def test_odd_texts_raise_nothing(mentions, text):
    assert isinstance(mentions(text)._.polybius_actors, tuple)


@pytest.mark.model
def test_mentions_overlap_only_as_a_whole_inside_another(mentions):
    doc = mentions("His Peruvian counterpart met Peru's foreign minister and the Canadian government of Rosa Quispe.")
    ordered = doc._.polybius_actors
    for first, second in pairwise(ordered):
        assert second.start >= first.end or second.end <= first.end


@pytest.mark.model
def test_georgia_is_the_state_in_american_news_and_the_country_beside_its_people(nlp, tmp_path):
    rows = (
        "georgia,Georgia,,GEO,,country,,,GEO,,t\ngeorgian,Georgian,Georgians,GEO,CVL,people,,,GEO,,t\n"
        "usa,United States,U.S.,USA,,country,,,USA,,t\n"
    )
    (tmp_path / "list.csv").write_text(HEADER + rows, encoding="utf-8")
    listed = read_actor_list(tmp_path)

    def codes(text):
        doc = nlp(text)
        doc._.polybius_report = Report(id="r", text=text)
        found = find_actors(doc, listed)._.polybius_actors
        return {actor.code for mention in found for actor in mention.actors if actor.id == "georgia"}

    assert codes("Georgia joined a U.S. lawsuit on Friday.") == set()
    assert codes("Georgia joined a U.S. drill. Georgian troops took part.") == {"GEO"}


EASTERN = """\
north-korea,North Korea,,PRK,,country,,,PRK,,test
china,China,,CHN,,country,,,CHN,,test
kim,Kim Jong-un,,PRK,GOV,person,2011,,,,test
xi,Xi Jinping,Xi|President Xi,CHN,GOV,person,2012,,,,test
abe,Shinzo Abe,,JPN,GOV,person,2012,2020,,,test
japan,Japan,,JPN,,country,,,JPN,,test
"""


@pytest.fixture
def eastern(nlp, tmp_path):
    (tmp_path / "list.csv").write_text(HEADER + EASTERN, encoding="utf-8")
    listed = read_actor_list(tmp_path)

    def read(text):
        doc = nlp(text)
        doc._.polybius_report = Report(id="r", text=text, published=Published(start="2018", end="2018", basis="given"))
        return {actor.id for mention in find_actors(doc, listed)._.polybius_actors for actor in mention.actors}

    return read


@pytest.mark.model
def test_family_names_that_stand_first_stand_for_the_person(eastern):
    assert "kim" in eastern("In North Korea, Kim said on Friday that talks would go on.")
    assert "abe" in eastern("Abe Shinzo left Japan.")


@pytest.mark.model
def test_a_title_in_an_alias_does_not_cut_the_full_name(eastern):
    assert "xi" in eastern("China's President Xi Jinping left for home.")


def test_the_living_come_before_those_that_are_no_more(tmp_path):
    rows = (
        "old,Unity Front,,PER,,organisation,1960,1975,,,t\nnew,Unity Front,,CHL,PTY,party,1990,,,,t\n"
        "olm,Olmera,,PER,GOV,capital,1900,1950,,,t\n"
    )
    (tmp_path / "list.csv").write_text(HEADER + rows, encoding="utf-8")
    listed = read_actor_list(tmp_path)

    def first(on):
        from polybius.find._names import find_names

        words = ["Unity", "Front", "fell", "."]
        return find_names(Doc(Vocab(), words=words), listed, on)[0].entry.id

    assert (first("2005"), first(None), first("1970")) == ("new", "new", "old")
    assert [(e.kind, e.sectors) for e in listed.lookup("Olmera", "1980")] == [("region", ())]
    assert [e.kind for e in listed.lookup("Olmera")] == ["capital"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Peru said its brother Chile had been wronged.", "its brother Chile", "CHL"),
        ("He said his ally Canada would help.", "his ally Canada", "CAN"),
        ("Peru armed its former foe, Chile, last year.", None, "CHL"),
        ("The army threatened neighbouring Chile.", "Chile", "CHL"),
    ],
)
def test_a_name_behind_a_relational_noun_is_the_party_itself(mentions, text, words, code):
    doc = mentions(text)
    if words:
        assert parties(doc, words) == [(code, ())]
    assert not any("CVL" in actor.sectors for mention in doc._.polybius_actors for actor in mention.actors)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "code", "sectors"),
    [
        ('"We will not yield," said Peruvian Foreign Minister Luis Rojas.', "PER", ("GOV",)),
        ('"We took the bridge," Gen. Luis Rojas, the rebel commander, said in Peru.', "PER", ("REB",)),
        ('"We shot it down," said a spokesman for al-Qaeda.', "IMG", ("REB",)),
        ('"We lost the match," said Luis Rojas, captain of the team.', None, ()),
    ],
)
def test_we_is_whom_the_speaker_speaks_for(mentions, text, code, sectors):
    assert parties(mentions(text), "We") == [(code, sectors)]


@pytest.mark.model
def test_an_acronym_is_the_party_whose_name_the_report_spells_out(nlp, tmp_path):
    rows = (
        "front,River Defence Front,,PER,REB,armed-group,,,,,t\nwriters,Writers Abroad,RDF,NGO,JRN,organisation,,,,,t\n"
    )
    (tmp_path / "list.csv").write_text(HEADER + rows, encoding="utf-8")
    listed = read_actor_list(tmp_path)
    text = "The River Defence Front left. RDF fighters burnt a farm."
    doc = nlp(text)
    doc._.polybius_report = Report(id="r", text=text)
    found = find_actors(doc, listed)._.polybius_actors
    assert {actor.code for mention in found for actor in mention.actors} == {"PER"}


@pytest.mark.model
def test_a_town_taken_is_no_person_whatever_the_model_says(mentions):
    doc = mentions("Rebels took Cap-Haitien on Friday.")
    assert not any(mention.kind == "person" for mention in doc._.polybius_actors)


@pytest.mark.model
def test_several_new_officials_are_not_those_told_before(mentions):
    doc = mentions("Chile and Peru met. Canada sent three former presidents to mediate.")
    found = [m for m in doc._.polybius_actors if "presidents" in doc[m.start : m.end].text]
    assert all(len(mention.actors) == 1 for mention in found)
