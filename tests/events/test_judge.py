"""Candidates judged by the classifier: what it adds to the lexicon, what it takes away, and what it leaves alone."""

from collections import Counter

import pytest

import polybius
from polybius.codebook import load_codebook
from polybius.events.classifier import Tokens
from polybius.events.confidence import FEATURES, confidence_of
from polybius.events.judge import phrase_of
from polybius.events.relevance import SURE, Relevance, relevance_of


class Classes:
    """A classifier that says the same of every text."""

    def __init__(self, tokenizer):
        self.encoder = tokenizer if tokenizer is not None else self

    def tokens(self, text):
        return text

    def politics(self, text):
        return -2.0

    def politics_within(self, tokens, sentence):
        return 1.5


@pytest.fixture(scope="module")
def coder():
    return polybius.load()


def told(coder, text):
    return [(e.category, [a.code for a in e.actors], [a.code for a in e.recipients]) for e in coder.code(text).events]


def test_verbs_without_a_row_are_found_where_the_classifier_is_sure(coder):
    found = coder.code("Ukrainian forces clobbered a Russian brigade near Kherson.").events
    assert [e.category for e in found] == ["ASSAULT"]
    assert "classifier" in found[0].reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        "Norway shares a long border with Russia.",
        "Germany overtook Japan as the third largest exporter of machines.",
        "Hungary beat Poland 3-1 in Budapest on Saturday night.",
        "The film follows a Soviet spy who hunts a British officer across Vienna.",
    ],
)
def test_what_is_no_event_stays_none(coder, text):
    assert told(coder, text) == []


def test_the_recipient_may_stand_deep_in_the_object(coder):
    found = coder.code("Canada halted arms exports to Turkey on Monday.").events
    assert [(e.category, e.recipients[0].code) for e in found] == [("SANCTION", "TUR")]


def test_a_thing_stands_for_the_party_it_comes_from(coder):
    found = coder.code("The rebels rejected a truce plan drawn up by Kenya.").events
    assert found[0].category == "REJECT"
    assert found[0].recipients[0].code == "KEN"


def test_every_event_has_a_confidence_and_plain_ones_a_higher(coder):
    plain = coder.code("Russia condemned Turkey on Monday.").events[0]
    nobody = coder.code("Shells killed two people near the border.").events[0]
    assert 0 < nobody.confidence < plain.confidence < 1


def test_confidence_rises_with_the_evidence():
    weak = dict.fromkeys(FEATURES, 0.0) | {"log_odds": -1.0, "classifier_log_odds": -2.0}
    strong = weak | {"log_odds": 4.0, "classifier_log_odds": 4.0, "agrees": 1.0, "actors_known": 1.0}
    assert confidence_of(tuple(weak.values())) < confidence_of(tuple(strong.values()))


def test_phrases_hold_what_stands_before_and_of_phrases(coder):
    doc = coder.nlp.make_doc("The former ministers of Chad who fled met the king.")
    for name, component in coder.nlp.pipeline:
        if name != "polybius":
            doc = component(doc)
    first, last = phrase_of(doc[2])
    assert doc[first : last + 1].text == "The former ministers of Chad"


def test_topic_words_that_leave_no_doubt_are_not_checked():
    class Never:
        def __call__(self, *given):
            raise AssertionError("the classifier was asked")

    plain = Relevance(9.0, Never(), Never())
    assert plain.words >= SURE
    assert plain.is_sure
    assert plain.admits(None, fit=True)


def test_elsewhere_the_report_and_the_sentence_are_asked_about():
    asked = relevance_of(Tokens((), ()), Counter({"sport": 30, "politics": 2}), Classes(None))
    assert not asked.is_sure
    assert asked.politics == -2.0
    assert asked.ask_within((0, 4)) == 1.5


def test_sport_gives_no_events_unless_every_topic_is_wanted(coder):
    text = (
        "The United States crushed Canada 6-1 in the final in Prague. Canada attacked early and France praised the "
        "champions. Germany agreed to play Sweden next."
    )
    assert coder.code(text).events == ()
    assert polybius.load(every_topic=True).code(text).events


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mexico urged Venezuela to release two journalists.", "0253"),
        ("Mexico demanded that Venezuela release two journalists.", "1053"),
        ("Iran denied the accusations of the British government.", "016"),
        ("Chad and Niger signed an agreement in Paris.", "057"),
        ("Rebels shelled the Ukrainian army.", "194"),
    ],
)
def test_cameo_codes_are_the_most_specific_that_the_words_bear_out(coder, text, code):
    events = coder.code(text).events
    assert [e.cameo for e in events] == [code]
    entry = load_codebook().cameo_by_code[code]
    assert events[0].goldstein == entry.goldstein


def test_classify_gives_probabilities_and_names_bad_arguments(coder):
    text = "Kenya expelled two Rwandan diplomats."
    found = coder.classify(text, actor=(0, 5), recipient=(15, 36))
    assert max(found, key=found.get) == "SANCTION"
    assert sum(found.values()) == pytest.approx(1)
    with pytest.raises(ValueError, match=r"^recipient"):
        coder.classify(text, actor=(0, 5), recipient=(15, 99))
    with pytest.raises(ValueError, match=r"^sentence"):
        coder.classify("", actor=(0, 5))


def test_a_pronoun_in_the_object_is_not_the_doer(coder):
    text = "Zambia's energy ministry accused a Canadian company of fraud and ordered it to pay."
    asked = next(e for e in coder.code(text).events if e.category == "REQUEST")
    assert [a.text for a in asked.recipients] == ["it"]
    assert all(a.code != "ZMB" for a in asked.recipients)
