"""Where the parties of a predicate stand: voice, control, relatives, coordination, quantities."""

import pytest

from polybius.events.grammar import Slots, clause_span, counted, is_passive

pytestmark = pytest.mark.model


def _verb(doc, word):
    return next(t for t in doc if t.text == word)


def _texts(tokens):
    return [t.text for t in tokens]


@pytest.mark.parametrize(
    ("sentence", "verb", "subject", "patient"),
    [
        ("Rebels shelled the town on Friday.", "shelled", ["Rebels"], ["town"]),
        ("The town was shelled by rebels.", "shelled", ["rebels"], ["town"]),
        ("Troops who attacked the village fled.", "attacked", ["Troops"], ["village"]),
        ("The minister vowed to punish the rebels.", "punish", ["minister"], ["rebels"]),
        ("The president urged the rebels to release the hostages.", "release", ["rebels"], ["hostages"]),
        ("Soldiers entered the village and arrested three men.", "arrested", ["Soldiers"], ["men"]),
        ("Kenya and Uganda condemned the coup.", "condemned", ["Kenya", "Uganda"], ["coup"]),
        ("He accused the army of shelling a village.", "shelling", ["army"], ["village"]),
        ("Police killed dozens of protesters.", "killed", ["Police"], ["protesters"]),
        ("Fighters backed by Chad seized the airport.", "backed", ["Chad"], ["Fighters"]),
    ],
)
def test_slots_follow_the_grammar(nlp, sentence, verb, subject, patient):
    doc = nlp(sentence)
    slots = Slots(_verb(doc, verb))
    assert _texts(slots["subj"]) == subject
    assert _texts(slots["obj"]) == patient


def test_quantity_gives_way_to_what_it_counts(nlp):
    doc = nlp("Hundreds of villagers fled the fighting.")
    assert counted(doc[0]).text == "villagers"


def test_phrase_attached_to_the_object_still_fills_the_slot(nlp):
    doc = nlp("The government imposed sanctions on Belarus.")
    assert _texts(Slots(_verb(doc, "imposed"))["on"]) == ["Belarus"]


def test_clause_leaves_out_the_nested_finite_clause(nlp):
    doc = nlp("The army withdrew when the rebels attacked the bridge.")
    start, end = clause_span(_verb(doc, "withdrew"))
    assert "rebels" not in doc[start:end].text


def test_passive_is_told_from_perfect(nlp):
    doc = nlp("Rebels have shelled the town, which was destroyed.")
    assert not is_passive(_verb(doc, "shelled"))
    assert is_passive(_verb(doc, "destroyed"))
