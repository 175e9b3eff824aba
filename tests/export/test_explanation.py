"""The explanation of an event, from its record alone."""

from polybius.export.explanation import Mark, marked_sentence, nested, sections
from polybius.records import Link
from tests.made import shelling


def sentence(coded, event):
    return "".join(piece.text for piece in marked_sentence(coded, event))


def test_the_sentence_names_everything_marked_in_it():
    coded = shelling()
    assert sentence(coded, coded.events[0]) == (
        "[says: Azerbaijani officials] [cue: said] [actor: Armenian forces] [trigger: shelled] "
        "[recipient: the town of [place: Ganja]] [time: on Sunday], killing one civilian."
    )


def test_parties_outside_the_sentence_are_listed_but_not_marked():
    coded = shelling()
    event = coded.events[1]
    assert sentence(coded, event) == "[actor: Yerevan] [trigger: denied] it."
    (recipients,) = (section for section in sections(coded, event) if section.heading == "recipients")
    assert recipients.lines == ("Azerbaijani officials: AZE GOV, not named in the clause (demonym + agent)",)


def test_without_brackets_the_sentence_is_the_text():
    coded = shelling()
    event = coded.events[0]
    bare = "".join(
        piece.text for piece in marked_sentence(coded, event) if piece.text != "]" and not piece.text.startswith("[")
    )
    assert bare in coded.report.text


def test_of_crossing_marks_one_is_kept():
    kept = nested([Mark(0, 5, "a"), Mark(3, 8, "b"), Mark(3, 4, "c"), Mark(0, 5, "a"), Mark(6, 7, "d")])
    assert kept == [Mark(0, 5, "a"), Mark(3, 4, "c"), Mark(6, 7, "d")]


def test_the_chain_ends_with_the_report():
    coded = shelling()
    (chain,) = (section.lines for section in sections(coded, coded.events[0]) if section.heading == "who says so")
    assert chain[0].startswith(
        '1. Azerbaijani officials (AZE GOV), by "said": asserts it, certain, neutral; the statement: "Armenian forces'
    )
    assert chain[-1] == "2. the report itself (Sample Wire)"


def test_an_unnamed_teller_who_denies_is_told_so():
    coded = shelling()
    event = coded.events[0].model_copy(update={"attribution": (Link(polarity="negative", certainty="possible"),)})
    (chain,) = (section.lines for section in sections(coded, event) if section.heading == "who says so")
    assert chain[0] == "1. somebody unnamed: denies it, possible, neutral"


def test_reasons_and_versions_are_told():
    coded = shelling()
    told = {section.heading: section.lines for section in sections(coded, coded.events[0])}
    assert told["reasons"] == coded.events[0].reasons
    assert told["victims"] == ("1 dead of the town of Ganja, civilians",)
    assert told["report"][-1] == "published 2020-10-04 (given)"
    assert "0.1.0" in told["coded by"][0]
