"""Whether an act is told as done: negation, modals, conditions, plans, wishes."""

import pytest

from polybius.events.lexicon import load_lexicon
from polybius.events.realis import noun_reality, reality

pytestmark = pytest.mark.model


def _of(nlp, sentence, verb):
    doc = nlp(sentence)
    return reality(next(t for t in doc if t.text == verb), load_lexicon().auxiliaries)


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Rebels attacked the town.", "attacked"),
        ("The army began shelling the port.", "shelling"),
        ("The army claims to have destroyed ten tanks.", "destroyed"),
        ("Troops continued to bomb the city.", "bomb"),
        ("The court ruled that the colonel had shelled the village.", "shelled"),
        ("Students gathered to denounce the new law.", "denounce"),
        ("Guards moved in to clear the square, burning tents.", "burning"),
    ],
)
def test_told_as_done(nlp, sentence, verb):
    found = _of(nlp, sentence, verb)
    assert (found.future, found.hypothetical, found.negated, found.unreal) == (False, False, False, False)


@pytest.mark.parametrize(
    ("sentence", "verb", "mark"),
    [
        ("Rebels did not attack the town.", "attack", "negated"),
        ("No soldiers attacked the town.", "attacked", "negated"),
        ("The army failed to capture the town.", "capture", "negated"),
        ("They left without attacking the town.", "attacking", "negated"),
        ("The ministers will meet on Friday.", "meet", "future"),
        ("The ministers plan to meet on Friday.", "meet", "future"),
        ("Russia could mediate in the conflict.", "mediate", "hypothetical"),
        ("If rebels attack the town, the army will respond.", "attack", "hypothetical"),
        ("The president urged the army to attack the town.", "attack", "unreal"),
        ("The opposition wants to meet the president.", "meet", "unreal"),
        ("Rebels should release the hostages.", "release", "unreal"),
        ("Not one soldier attacked the town.", "attacked", "negated"),
        ("The envoys are to meet on Friday.", "meet", "future"),
        ("It is possible that both armies used gas.", "used", "hypothetical"),
        ("The army ruled out that rebels had attacked the town.", "attacked", "hypothetical"),
        ("Rebels tried to storm the palace.", "storm", "tried"),
        ("There can be no talks until the prisoners are freed.", "freed", "unreal"),
        ("The mission will ensure that the rebels leave the town.", "leave", "unreal"),
        ("The plan contains a demand that the army withdraw.", "withdraw", "unreal"),
        ("The navy will sink any ship that crosses the line.", "crosses", "unreal"),
        ("The minister asked for the hostages to be released.", "released", "unreal"),
        ("It is unlikely that rebels attacked the town.", "attacked", "negated"),
        ("It is likely that rebels attacked the town.", "attacked", "probable"),
        ("It appears that rebels attacked the town.", "attacked", "probable"),
        ("Rebels were likely to have attacked the town.", "attacked", "probable"),
        ("Rebels must have attacked the town.", "attacked", "probable"),
        ("It is not true that rebels attacked the town.", "attacked", "negated"),
        ("There is no evidence that rebels attacked the town.", "attacked", "negated"),
        ("The mission has not seen any proof that rebels attacked the town.", "attacked", "negated"),
        ("The mission has no information that rebels attacked the town.", "attacked", "undecided"),
        ("The mission raised the possibility that rebels had attacked the town.", "attacked", "hypothetical"),
        ("The two will sign the accord provided that sanctions are lifted.", "lifted", "undecided"),
        ("Rebels will free the hostages on condition that the army withdraws.", "withdraws", "undecided"),
        ("They neither attacked the town nor robbed the bank.", "attacked", "negated"),
        ("They neither attacked the town nor robbed the bank.", "robbed", "negated"),
        ("Rebels stopped short of attacking the town.", "attacking", "negated"),
        ("Rebels left instead of attacking the town.", "attacking", "unreal"),
        ("Rebels have yet to release the hostages.", "release", "negated"),
        ("The soldiers nearly killed the mayor.", "killed", "unreal"),
        ("Norway will close the border if the talks fail.", "close", "conditional"),
    ],
)
def test_told_otherwise(nlp, sentence, verb, mark):
    assert getattr(_of(nlp, sentence, verb), mark)


@pytest.mark.parametrize(
    ("sentence", "verb", "mark"),
    [
        ("There is evidence that rebels attacked the town.", "attacked", "negated"),
        ("The mission has information that rebels attacked the town.", "attacked", "undecided"),
        ("It is true that rebels attacked the town.", "attacked", "negated"),
        ("The army had not shelled the town but had arrested two rebels.", "arrested", "negated"),
        ("Norway has not decided whether to expel the envoy.", "expel", "negated"),
        ("The mission nearly doubled and rebels attacked the town.", "attacked", "unreal"),
    ],
)
def test_words_that_judge_something_else_leave_it_be(nlp, sentence, verb, mark):
    assert not getattr(_of(nlp, sentence, verb), mark)


@pytest.mark.parametrize(
    ("sentence", "noun", "mark"),
    [
        ("There is no sign of an attack.", "attack", "negated"),
        ("The mission had no information on the attack.", "attack", "undecided"),
        ("Talks are possible.", "Talks", "hypothetical"),
    ],
)
def test_what_is_said_of_an_event_noun(nlp, sentence, noun, mark):
    assert getattr(noun_reality(next(t for t in nlp(sentence) if t.text == noun)), mark)


def test_negated_noun(nlp):
    doc = nlp("There were no attacks on Sunday.")
    assert noun_reality(next(t for t in doc if t.text == "attacks")).negated


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "certainty", "realis"),
    [
        ("Diplomats said Libyan jets had probably bombed the oasis of Faya.", "probable", ()),
        ("A witness said Sudanese soldiers appeared to have shot two students in Khartoum.", "probable", ()),
        ("An officer said Thai troops had possibly shelled the temple.", "possible", ("hypothetical",)),
        ("An officer said Thai troops had shelled the temple.", "certain", ()),
    ],
)
def test_adverbs_tell_how_sure_the_teller_is(coder, text, certainty, realis):
    (event,) = [event for event in coder.code(text, published="2011-02-09").events if event.category == "ASSAULT"]
    assert (event.attribution[0].certainty, event.realis) == (certainty, realis)
