"""Statements in sentences written for the purpose: who says what, to whom, and how they nest."""

import random

import pytest

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
        ("Their claim that the village was empty was wrong.", "Their", "indirect", "the village was empty"),
        ("The general is confident that the city will hold.", "The general", "indirect", "the city will hold"),
        ("Bridge destroyed in night raid, mayor says", "mayor", "indirect", "Bridge destroyed in night raid"),
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


def test_participles_take_the_subject_of_their_clause(read):
    doc = read("Noting that the talks had failed, the envoy stressed that the border would stay closed.")
    assert [speakers for speakers, _, _ in told(doc)] == [["the envoy"], ["the envoy"]]


def test_adding_goes_on_with_what_the_same_speaker_says(read):
    doc = read('The envoy said that Norway supports the plan, adding: "We stand by our word."')
    assert [(speakers, contents) for speakers, _, contents in told(doc)] == [
        (["The envoy"], ["Norway supports the plan"]),
        (["The envoy"], ["We stand by our word."]),
    ]


def test_several_speakers_speak_as_one(read):
    statement = only(read("Police and soldiers said that the road was closed.")).statement
    assert [actor.text for actor in statement.speakers] == ["Police", "soldiers"]


def test_unnamed_speakers_are_left_empty(read):
    for text in ("The rebel leader is reported to have fled.", "The rebel leader reportedly fled to Oslo."):
        assert only(read(text)).statement.speakers == ()


def test_those_spoken_to_are_addressees_and_no_link(read):
    doc = read("The envoy told the Oslo Courier that the talks had failed.")
    statement = only(doc).statement
    assert [actor.text for actor in statement.addressees] == ["the Oslo Courier"]
    start = doc.text.index("the talks")
    assert [[actor.text for actor in link_of(mention).speakers] for mention in chain_at(doc, start, start + 5)] == [
        ["The envoy"]
    ]


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


def test_ids_are_stable_and_unlike(read):
    text = 'The mayor said that it rained. "It rained," said the mayor. The mayor said that it rained.'
    first = [mention.statement.id for mention in read(text)._.polybius_statements]
    assert first == [mention.statement.id for mention in read(text)._.polybius_statements]
    assert len(set(first)) == len(first) == 3


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
