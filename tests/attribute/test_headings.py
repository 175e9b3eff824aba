"""Names before a colon: who takes turns, who answers, and what is only where the report was sent from."""

import pytest

pytestmark = pytest.mark.model

INTERVIEW = (
    "LUSAKA: The envoy receives visitors on his porch.\n\nQ: Who broke the truce in Kasese?\n\n"
    "Moses Kintu: The army shelled the town on Monday, and three people died.\n\n"
    "Q: The army denies that.\n\nA: The army also attacked our convoy near Fort Portal in March."
)


def speakers(coder, text):
    found = coder.code(text, published="2004-05-06").statements
    return {text[s.content[0].start : s.content[0].end][:24]: [a.text for a in s.speakers] for s in found}


def test_answers_are_those_of_the_one_who_is_named(coder):
    found = speakers(coder, INTERVIEW)
    assert found["The army shelled the tow"] == ["Moses Kintu"]
    assert found["The army also attacked o"] == ["Moses Kintu"]


def test_questions_and_datelines_are_nobodys_words(coder):
    said = {name for names in speakers(coder, INTERVIEW).values() for name in names}
    assert "Moses Kintu" in said
    assert not said & {"Q", "A", "LUSAKA"}


def test_a_dateline_with_an_agency_before_a_colon_is_one(coder):
    text = "New Delhi, June 14 (PTI): Pakistan today claimed to have repulsed an attack in the Batalik sector."
    coded = coder.code(text, published="1999-06-14")
    assert [region.kind for region in coded.report.regions] == ["dateline", "body"]
    assert [[a.text for a in s.speakers] for s in coded.statements] == [["Pakistan"]]
