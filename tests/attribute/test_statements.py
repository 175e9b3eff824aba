"""Statements in sentences written for the purpose: who says what, to whom, and how they nest."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polybius.annotate import ActorMention
from polybius.attribute import chain_at, find_statements, link_of
from polybius.records import Actor, Report

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def read(nlp):
    def _read(text):
        doc = nlp(text)
        doc._.polybius_report = Report(id="r1", text=text)
        return find_statements(doc)

    return _read


def told(doc):
    """(speakers, kind, contents) of each statement."""
    return [
        (
            [actor.text for actor in mention.statement.speakers],
            mention.statement.kind,
            [doc.text[piece.start : piece.end] for piece in mention.statement.content],
        )
        for mention in doc._.polybius_statements
    ]


def only(doc):
    (mention,) = doc._.polybius_statements
    return mention


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "content"),
    [
        ("The minister said that the bridge had collapsed.", "The minister", "indirect", "the bridge had collapsed"),
        ("The bridge collapsed at dawn, police said.", "police", "indirect", "The bridge collapsed at dawn"),
        ("According to the army, six soldiers died.", "the army", "indirect", "six soldiers died"),
        ("Six soldiers died, according to the army.", "the army", "indirect", "Six soldiers died"),
        ('"The bridge is gone," said Ilse Brandt, the mayor.', "Ilse Brandt", "direct", "The bridge is gone,"),
        ('"The bridge is gone," the mayor said.', "the mayor", "direct", "The bridge is gone,"),
        ('Ilse Brandt said: "The bridge is gone."', "Ilse Brandt", "direct", "The bridge is gone."),
        ("``The bridge is gone,'' said Ilse Brandt.", "Ilse Brandt", "direct", "The bridge is gone,"),
        ('The mayor said that the bridge was "completely destroyed" by rebels.', "The mayor", "mixed",
         'the bridge was "completely destroyed" by rebels'),
        ("The rebels claim to have killed ten soldiers.", "The rebels", "indirect", "to have killed ten soldiers"),
        ("The envoy repeated his government's position on the border.", "The envoy", "indirect",
         "his government's position on the border"),
        ("The festival was cancelled after what the mayor called the sabotage of a bridge.", "the mayor", "indirect",
         "the sabotage of a bridge"),
        ("Engineers began to drain what the ministry termed a poisoned lake.", "the ministry", "indirect",
         "a poisoned lake"),
        ("Their claim that the village was empty was wrong.", "Their", "indirect", "the village was empty"),
        ("The general is confident that the city will hold.", "The general", "indirect", "the city will hold"),
        ("Bridge destroyed in night raid, mayor says", "mayor", "indirect", "Bridge destroyed in night raid"),
        ("The council urged Oslo to lift the blockade.", "The council", "indirect", "to lift the blockade"),
        ("Rights groups have called on both armies to free their prisoners.", "Rights groups", "indirect",
         "to free their prisoners"),
        ("The bishop called for both sides to lay down arms.", "The bishop", "indirect",
         "both sides to lay down arms"),
        ("Oslo condemned the raid as an act of piracy.", "Oslo", "indirect", "the raid as an act of piracy"),
        ("The senator criticised the governor for closing the port.", "The senator", "indirect",
         "the governor for closing the port"),
        ("The ministers discussed the border and the price of wheat.", "The ministers", "indirect",
         "the border and the price of wheat"),
        ("The junta refuses to free the editor.", "The junta", "indirect", "to free the editor"),
        ("The envoy wants to widen the road and build a bridge.", "The envoy", "indirect",
         "to widen the road and build a bridge"),
        ("The army puts the toll at forty.", "The army", "indirect", "the toll at forty"),
        ("The ministry denied it.", "The ministry", "indirect", "it"),
        ("He refuted the charge that the fleet had fled.", "He", "indirect", "the fleet had fled"),
        ("The survey shows his lead shrinking in the north.", "The survey", "indirect",
         "his lead shrinking in the north"),
        ("The court found that the vote was rigged.", "The court", "indirect", "the vote was rigged"),
        ("The farmers are worried about the dam.", "The farmers", "indirect", "the dam"),
        ("Oslo accused the crew that left on Monday of cutting the nets.", "Oslo", "indirect", "cutting the nets"),
        ("In the ministry's view, the ferry was overloaded.", "the ministry", "indirect", "the ferry was overloaded"),
        ("The convoy was hit, wounding six nurses, a driver told Radio Oslo.", "a driver", "indirect",
         "The convoy was hit, wounding six nurses"),
    ],
)  # fmt: skip
def test_who_says_what(read, text, speaker, kind, content):
    assert told(read(text)) == [([speaker], kind, [content])]


def test_a_quotation_broken_by_its_cue_is_one_statement_in_two_pieces(read):
    doc = read('"The bridge is gone," she said, "and the road is closed. Nobody came."')
    assert told(doc) == [(["she"], "direct", ["The bridge is gone,", "and the road is closed. Nobody came."])]


def test_a_free_standing_quotation_takes_the_speaker_of_the_one_before(read):
    doc = read('"The bridge is gone," said Ilse Brandt.\n\n"Nobody came to help us for two days."')
    assert [speakers for speakers, _, _ in told(doc)] == [["Ilse Brandt"], ["Ilse Brandt"]]


def test_words_after_a_colon_without_marks_are_the_speakers(read):
    text = (
        "Foreign Minister Ilse Brandt said:\n\nWe will keep the border open. We ask all sides for calm.\n\n"
        "Our help will go on.\n\nBrandt flew home on Tuesday."
    )
    ((speakers, kind, contents),) = told(read(text))
    assert "Ilse Brandt" in speakers[0]
    assert kind == "direct"
    assert contents[0].startswith("We will keep")
    assert contents[0].endswith("Our help will go on.")


def test_scare_quotes_are_no_statement(read):
    assert told(read("The army marched past the 'liberated' villages on Monday.")) == []
    assert told(read("Troops crossed the so-called “line of peace” on Monday.")) == []
    assert told(read("Shells hit what is called the old town.")) == []


def test_participles_take_the_subject_of_their_clause(read):
    doc = read("Noting that the talks had failed, the envoy stressed that the border would stay closed.")
    assert [speakers for speakers, _, _ in told(doc)] == [["the envoy"], ["the envoy"]]


def test_adding_goes_on_with_what_the_same_speaker_says(read):
    doc = read('The envoy said that Norway supports the plan, adding: "We stand by our word."')
    assert [(speakers, contents) for speakers, _, contents in told(doc)] == [
        (["The envoy"], ["Norway supports the plan"]),
        (["The envoy"], ["We stand by our word."]),
    ]


def test_a_participle_at_the_end_goes_on_with_the_same_speaker(read):
    doc = read("The minister told the council that the army would strike back, calling the threat a bluff.")
    assert [speakers for speakers, _, _ in told(doc)] == [["The minister"], ["The minister"]]


@pytest.mark.parametrize(
    ("text", "speaker", "pieces"),
    [
        ("The road to the harbour, the mayor said, is open again to lorries.", "the mayor",
         ["The road to the harbour", "is open again to lorries"]),
        ("The miners in the valley, he was quoted as saying, had sealed two of the shafts.", "he",
         ["The miners in the valley", "had sealed two of the shafts"]),
    ],
)  # fmt: skip
def test_a_cue_slipped_in_is_no_part_of_the_words_around_it(read, text, speaker, pieces):
    assert told(read(text)) == [([speaker], "indirect", pieces)]


def test_two_who_speak_in_one_sentence_keep_their_own_words(read):
    doc = read("Bonn charged that the fleet had fired first, and Rome replied that it had not sailed.")
    assert [(speakers, contents) for speakers, _, contents in told(doc)] == [
        (["Bonn"], ["the fleet had fired first"]),
        (["Rome"], ["it had not sailed"]),
    ]
    doc = read("The ferry sank at noon; two boats had turned back, according to the coast guard.")
    assert told(doc) == [(["the coast guard"], "indirect", ["two boats had turned back"])]


def test_sentences_farther_back_in_time_go_on_with_reported_words(read):
    text = "The priest said that men in masks had come. They had beaten the sexton. The bishop left for Rome."
    assert [(speakers, contents) for speakers, _, contents in told(read(text))] == [
        (["The priest"], ["men in masks had come"]),
        (["The priest"], ["They had beaten the sexton"]),
    ]


def test_a_name_after_a_dash_is_the_speaker(read):
    doc = read("“We will stay until the rain comes.” – Marisol Paz\n\n“They took the goats.” -- Idris Bello")
    assert [(speakers, kind) for speakers, kind, _ in told(doc)] == [
        (["Marisol Paz"], "direct"),
        (["Idris Bello"], "direct"),
    ]


def test_a_transcript_gives_each_speaker_his_own_words(read):
    text = '"KEMP: Why did the talks fail this time?\n\n"ROSSI: Nobody had read the accord.\n\n"KEMP: Nobody?"'
    assert [speakers for speakers, _, _ in told(read(text))][:2] == [["KEMP"], ["ROSSI"]]


def test_labels_of_pictures_and_announcers_are_the_reports_own_voice(read):
    assert told(read("Announcer: The president left the capital on Monday evening.")) == []
    assert told(read("Photo: Villagers leave the valley after the flood.")) == []


def test_what_a_party_wants_or_judges_is_nothing_the_report_has_through_it(read):
    for text in ("Norway wants to shell the harbour.", "Norway discussed the raid on the harbour."):
        doc = read(text)
        start = doc.text.index("harbour")
        assert len(doc._.polybius_statements) == 1
        assert chain_at(doc, start, start + 7) == ()


def test_aims_within_somebodys_words_are_no_statements_apart(read):
    assert len(told(read('"The king wants to leave the league," the envoy said.'))) == 1


def test_one_judged_by_nobody_named(read):
    doc = read("The blue helmets have been criticised for hiding in the camp.")
    assert told(doc) == [([], "indirect", ["The blue helmets", "hiding in the camp"])]


def test_who_is_asked_before_a_clause_is_not_the_asker(read):
    doc = read("Asked whether the dam would hold, the engineer said that nobody knew.")
    assert told(doc)[0][0] == []


def test_several_speakers_speak_as_one(read):
    statement = only(read("Police and soldiers said that the road was closed.")).statement
    assert [actor.text for actor in statement.speakers] == ["Police", "soldiers"]


def test_unnamed_speakers_are_left_empty(read):
    for text in (
        "The rebel leader is reported to have fled.",
        "The rebel leader reportedly fled to Oslo.",
        "The rebel leader is accused of burning the mill.",
        "It is unclear whether the rebel leader has fled.",
    ):
        assert only(read(text)).statement.speakers == ()


def test_those_spoken_to_are_addressees_and_no_link(read):
    doc = read("The envoy told the Oslo Courier that the talks had failed.")
    statement = only(doc).statement
    assert [actor.text for actor in statement.addressees] == ["the Oslo Courier"]
    start = doc.text.index("the talks")
    assert [[actor.text for actor in link_of(mention).speakers] for mention in chain_at(doc, start, start + 5)] == [
        ["The envoy"]
    ]


def test_those_asked_are_addressees(read):
    for text in ("Oslo urged the rebels to wait.", "Oslo has called on the rebels to wait."):
        statement = only(read(text)).statement
        assert [actor.text for actor in statement.addressees] == ["the rebels"]
        assert [text[piece.start : piece.end] for piece in statement.content] == ["to wait"]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels attacked the village for three days.",
        "The gunners hammered the port for the second week.",
        "Police questioned Ana Duarte on Monday.",
        "He found a wallet under the bridge.",
    ],
)
def test_deeds_are_no_statements_though_their_verbs_can_tell_of_words(read, text):
    assert told(read(text)) == []


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("The senator attacked the governor for closing the port.", "The senator", "the governor for closing the port"),
        ("Two lawyers questioned the need for a second trial.", "Two lawyers", "the need for a second trial"),
        ("The envoy of Kenya, Ana Duarte, said that the talks had failed.", "Ana Duarte", "the talks had failed"),
        ("Thirty houses burned in two days of riots under Governor Bello Kano, the fire ministry said on Sunday.",
         "the fire ministry", "Thirty houses burned in two days of riots under Governor Bello Kano"),
    ],
)  # fmt: skip
def test_verdicts_names_and_last_words(read, text, speaker, content):
    assert [(speakers, contents) for speakers, _, contents in told(read(text))] == [([speaker], [content])]


def test_letters_and_interviews_are_channels(read):
    statement = only(read('"We will come," the envoy said in an open letter to the king.')).statement
    assert [actor.text for actor in statement.channels] == ["an open letter"]
    assert [actor.text for actor in statement.addressees] == ["the king"]


def test_one_quoted_by_another_gives_a_chain_of_two_links(read):
    doc = read('"The talks have failed," he was quoted as saying by the Oslo Courier.')
    start = doc.text.index("talks")
    chain = chain_at(doc, start, start + 5)
    assert [[actor.text for actor in mention.statement.speakers] for mention in chain] == [["he"], ["the Oslo Courier"]]
    assert chain[0].statement.inside == chain[1].statement.id


def test_one_who_quotes_another_passes_it_on(read):
    doc = read("State television, quoting a doctor, said that five people died.")
    start = doc.text.index("five")
    chain = chain_at(doc, start, start + 4)
    speakers = [[actor.text for actor in mention.statement.speakers] for mention in chain]
    assert speakers == [["a doctor"], ["State television"]]


@pytest.mark.parametrize(
    "text",
    [
        "Six miners died on Monday, Radio Oslo quoted a doctor as saying.",
        "Six miners died on Monday, a doctor was quoted as saying by Radio Oslo.",
        "Six miners died on Monday, Radio Oslo said, quoting a doctor.",
        "According to a doctor, quoted by Radio Oslo, six miners died on Monday.",
    ],
)
def test_ways_to_pass_on_what_another_says(read, text):
    doc = read(text)
    start = doc.text.index("died")
    chain = chain_at(doc, start, start + 4)
    speakers = [[actor.text for actor in mention.statement.speakers] for mention in chain]
    assert speakers == [["a doctor"], ["Radio Oslo"]]


def test_said_in_a_report_is_said_by_its_issuer(read):
    statement = only(read("The ministry said in a report that fifty people died.")).statement
    assert [actor.text for actor in statement.speakers] == ["The ministry"]
    assert [actor.text for actor in statement.channels] == ["a report"]


def test_what_is_told_within_a_statement_stands_inside_it(read):
    doc = read("The army said that the rebels claimed that the city had fallen.")
    outer, inner = doc._.polybius_statements
    assert inner.statement.inside == outer.statement.id
    start = doc.text.index("the city")
    assert chain_at(doc, start, start + 8) == (inner, outer)


def test_the_reports_own_voice_has_no_chain(read):
    doc = read("The bridge collapsed. The mayor said that help was coming.")
    assert chain_at(doc, 0, 10) == ()


def test_links_carry_the_manner_of_their_cue(read):
    denied = read("The army denied that it had shelled the city.")
    assert link_of(only(denied), denied).polarity == "negative"
    assert only(denied).verb_act
    claimed = read("The army claimed that it had taken the city.")
    link = link_of(only(claimed), claimed)
    assert (link.attitude, link.certainty) == ("distancing", "certain")  # the one who claims it presents it as certain
    believed = read("The army believes that the city has fallen.")
    assert link_of(only(believed), believed).certainty == "probable"
    feared = read("The army fears that the city will fall.")
    assert link_of(only(feared), feared).certainty == "possible"


def test_accused_of_makes_the_wrong_the_accusers(read):
    doc = read("The envoy accused Norway of closing the border.")
    assert told(doc) == [(["The envoy"], "indirect", ["closing the border"])]
    assert only(doc).verb_act


def test_a_known_mention_is_taken_for_the_speaker(nlp):
    doc = nlp("The minister said that the bridge had collapsed.")
    actor = Actor(text="The minister", start=0, end=12, code="NOR", sectors=("GOV",))
    doc._.polybius_actors = (ActorMention(0, 2, 1, (actor,), "role"),)
    assert only(find_statements(doc)).statement.speakers == (actor,)


def test_a_paper_speaks_for_the_one_who_issued_it(nlp):
    doc = nlp("A Kenyan government statement said that the bridge had collapsed.")
    actor = Actor(text="Kenyan government", start=2, end=19, code="KEN", sectors=("GOV",))
    doc._.polybius_actors = (ActorMention(1, 3, 2, (actor,), "role"),)
    (speaker,) = only(find_statements(doc)).statement.speakers
    assert (speaker.text, speaker.code, speaker.sectors) == ("A Kenyan government statement", "KEN", ("GOV",))


def test_ids_are_stable_and_unlike(read):
    text = 'The mayor said that it rained. "It rained," said the mayor. The mayor said that it rained.'
    first = [mention.statement.id for mention in read(text)._.polybius_statements]
    assert first == [mention.statement.id for mention in read(text)._.polybius_statements]
    assert len(set(first)) == len(first) == 3


PIECES = (
    '"', "'", "“", "”", "‘", "’", "«", "»", "„", "``", "''", "(", ")", ":", ";", ",", ".", "?", "—", "\n", "\n\n",
    "The minister said", "she said", "according to the army", "the road is closed", "the envoys' cars weren't there",
    "it was the summer of '91", "was quoted as saying by", "KEMP:", "Ana Duarte", "accused Oslo of", "They had left.",
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["", " "]))
def test_quotation_marks_in_any_disorder_give_statements_within_the_text(read, parts, gap):
    text = gap.join(parts)
    mentions = read(text)._.polybius_statements
    ids = {mention.statement.id for mention in mentions}
    assert len(ids) == len(mentions)
    for mention in mentions:
        statement = mention.statement
        assert statement.content
        assert all(0 <= piece.start < piece.end <= len(text) for piece in statement.content)
        assert statement.inside is None or statement.inside in ids
        for actor in statement.speakers:
            assert text[actor.start : actor.end] == actor.text


def test_a_quotation_of_fifty_paragraphs_is_one_speakers(read):
    paragraphs = [f"“We held the pass on day {number}." for number in range(1, 50)]
    doc = read("\n\n".join([*paragraphs, "“Then we left,” said Ilse Brandt."]))
    (statement,) = [mention.statement for mention in doc._.polybius_statements if mention.statement.inside is None]
    assert [actor.text for actor in statement.speakers] == ["Ilse Brandt"]
    assert len(statement.content) == 50


def test_a_quotation_without_a_speaker_is_not_given_one_from_afar(read):
    doc = read(
        "The mayor said that it rained.\n\nThe bridge fell.\n\nNobody came.\n\n“We will never forget that night.”"
    )
    quoted = [mention.statement for mention in doc._.polybius_statements if mention.statement.kind == "direct"]
    assert [statement.speakers for statement in quoted] == [()]


def test_any_text_is_survived_with_spans_inside_it(read):
    source = random.Random(11)
    marks = ['"', "'", "“", "”", "``", "''", "«", "‘", "’", "(", ":", ",", ".", "?", "\x00"]
    words = [
        "said",
        "he",
        "told",
        "that",
        "according",
        "to",
        "was",
        "quoted",
        "as",
        "by",
        "claims",
        "accused",
        "of",
        "Oslo",
    ]
    parts = [*marks, *words, "\n", "\n\n"]
    for _ in range(150):
        text = source.choice(["", " "]).join(source.choice(parts) for _ in range(source.randint(0, 60)))
        doc = read(text)
        for mention in doc._.polybius_statements:
            assert all(0 <= piece.start < piece.end <= len(text) for piece in mention.statement.content)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Gunmen on motorcycles killed at least 58 people in western Niger on Monday, the government said.",
            ["the government"],
        ),
        ("No group claimed responsibility for the blast in Quetta.", []),
        ("The ministers met in Ouagadougou to discuss joint patrols.", []),
    ],
)
def test_who_is_told_to_have_said_something(coder, text, speakers):
    found = coder.code(text, published="2021-03-17").statements
    assert [actor.text for statement in found for actor in statement.speakers] == speakers


def _told(coder, text):
    found = coder.code(text, published="2012-04-03").statements
    return [([a.text for a in one.speakers], [text[p.start : p.end] for p in one.content], one.inside) for one in found]


@pytest.mark.model
def test_an_inserted_teller_is_one_though_the_words_before_hang_on_him(coder):
    (statement,) = _told(coder, "If this plan fails, Mr. Costa argues, there are other tools in the box.")
    assert statement == (["Mr. Costa"], ["If this plan fails", "there are other tools in the box"], None)


@pytest.mark.model
def test_what_another_says_against_it_is_no_part_of_a_statement(coder):
    text = "The mayor said nobody was held in Oslo, though a UN report said guards had beaten two students."
    first, second = _told(coder, text)
    assert first == (["The mayor"], ["nobody was held in Oslo"], None)
    assert second == (["a UN report"], ["guards had beaten two students"], None)


@pytest.mark.model
def test_what_something_is_called_by_a_party_is_a_statement(coder):
    (statement,) = _told(coder, "The truce was called a farce by the mayor.")
    assert statement == (["the mayor"], ["The truce", "a farce"], None)
    assert not _told(coder, "The truce was called a farce.")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "attitude"),
    [
        ("The army neither confirmed nor denied that its jets had bombed the camp.", "unsaid"),
        ("The army was unable to confirm that its jets had bombed the camp.", "unsaid"),
        ("The minister does not think that the rebels bombed the camp.", "denial"),
        ("The army denied that its jets had bombed the camp.", "denial"),
    ],
)
def test_the_attitude_of_what_is_not_said_and_not_believed(coder, text, attitude):
    found = coder.code(text, published="2012-04-03").statements
    assert found[-1].attitude == attitude
    assert [actor.text for actor in found[-1].speakers] == [text[: text.index(" ", 5)]]
