"""How sure the inmost teller is of an event, and that realis says the same (coding guide, rule 10)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.model

TELLERS = ("The Norwegian army", "Kenya's foreign ministry", "A rebel spokesman", "The United Nations", "Rights groups")
CUES = (
    "said", "says", "claimed", "denied", "insisted", "alleged", "believes", "fears", "suggested", "warned", "hinted",
    "did not say", "asked whether", "is certain", "doubts", "announced", "predicted", "could not confirm",
    "neither confirmed nor denied", "declined to say", "does not believe", "is unable to confirm", "did not rule out",
)  # fmt: skip
ACTS = (
    "Kenyan soldiers shelled the town of Garissa on Monday", "Norway did not expel the Danish ambassador",
    "the rebels may attack the capital", "the two governments will meet in Oslo", "no soldier was killed in the raid",
    "the army would strike back if it was attacked", "not a single shell was fired at the Sudanese village",
    "Denmark has imposed sanctions on Norway", "the police never arrested the opposition leader",
    "the president could withdraw the troops", "neither side had signed the accord", "Ethiopia has agreed to a truce",
)  # fmt: skip
OPEN = {"possible", "unspecified"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(TELLERS), st.sampled_from(CUES), st.sampled_from(ACTS)), min_size=1, max_size=3)
)
def test_realis_and_the_inmost_link_agree(coder, tellings):
    text = " ".join(
        f"{teller} {cue}{'' if cue.endswith('whether') else ' that'} {act}." for teller, cue, act in tellings
    )
    for event in coder.code(text, published="2012-04-03").events:
        if not event.attribution:
            continue
        inmost = event.attribution[0]
        assert ("negated" in event.realis) == (inmost.polarity == "negative"), text
        assert ("hypothetical" in event.realis) == (inmost.certainty in OPEN), text


@pytest.mark.parametrize(
    ("text", "certainty", "polarity"),
    [
        ("The army said that Kenyan soldiers shelled the town.", "certain", "positive"),
        ("The army asked whether Kenya had launched an attack on the town.", "unspecified", "positive"),
        ("The army claimed that Kenyan soldiers shelled the town.", "certain", "positive"),
        ("The army said that Kenyan soldiers had not shelled the town.", "certain", "negative"),
        ("The army denied that Kenyan soldiers had shelled the town.", "certain", "negative"),
        ("\"Not a single shell was fired at the Sudanese town,\" the army spokesman said.", "certain", "negative"),
        ("Diplomats believe that Kenyan soldiers shelled the town.", "probable", "positive"),
        ("The army said that Kenyan soldiers may have shelled the town.", "possible", "positive"),
        ("The army neither confirmed nor denied that Kenyan soldiers had shelled the town.", "unspecified", "positive"),
        ("The army refused to confirm or deny that Kenyan soldiers had shelled the town.", "unspecified", "positive"),
        ("The army declined to comment on reports that Kenyan soldiers shelled the town.", "unspecified", "positive"),
        ("The army was not able to say whether Kenyan soldiers had shelled the town.", "unspecified", "positive"),
        ("The army said it had no evidence that Kenyan soldiers had shelled the town.", "certain", "negative"),
        ("The army did not rule out that Kenyan soldiers had shelled the town.", "possible", "positive"),
        ("The army does not believe that Kenyan soldiers shelled the town.", "probable", "negative"),
        ("The army said it was unlikely that Kenyan soldiers had shelled the town.", "probable", "negative"),
        ("Residents asked why Kenyan soldiers had shelled the town.", "certain", "positive"),
        ("The army said that no attack on the town by Kenyan soldiers took place.", "certain", "negative"),
    ],
)  # fmt: skip
def test_how_sure_the_teller_is(coder, text, certainty, polarity):
    events = [event for event in coder.code(text, published="2012-04-03").events if event.category == "ASSAULT"]
    assert [(event.attribution[0].certainty, event.attribution[0].polarity) for event in events] == [
        (certainty, polarity)
    ]


@pytest.mark.parametrize(
    ("text", "category", "realis"),
    [
        ("Norway said it would expel the Danish ambassador if the talks failed.", "THREATEN", ()),
        ("Norway said it would boycott the summit unless Denmark apologised.", "THREATEN", ()),
        ("Norway said it would never recognise Kosovo.", "REJECT", ()),
        ("Norway said Denmark might expel its ambassador.", "SANCTION", ("hypothetical",)),
    ],
)
def test_what_one_announces_under_a_condition_or_refuses_is_said_for_certain(coder, text, category, realis):
    event = coder.code(text, published="2012-04-03").events[0]
    assert (event.category, event.realis) == (category, realis)
    assert (event.attribution[0].certainty in OPEN) == bool(realis)


def test_what_others_believe_stands_within_the_words_of_the_one_who_tells_it(coder):
    text = "Kenyan soldiers are believed to have shelled the town of Garissa, a priest said."
    (event,) = [event for event in coder.code(text, published="2012-04-03").events if event.category == "ASSAULT"]
    assert [([actor.text for actor in link.speakers], link.certainty) for link in event.attribution] == [
        ([], "probable"),
        (["a priest"], "certain"),
    ]
