"""A deed told right after another, without a time or place of its own, stays where that one was."""

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Soldiers stormed a mosque in Kisumu on Friday. Police arrested ten preachers.", "Kisumu"),
        ("Soldiers stormed a mosque in Kisumu on Friday.\n\nPolice arrested ten preachers.", None),  # a new paragraph
        ("Soldiers stormed a mosque in Kisumu on Friday. Police arrested ten preachers in Busia.", "Busia"),
        ("Soldiers stormed a mosque in Kisumu on Friday. Police arrested ten preachers last month.", None),
        ("Soldiers stormed a mosque in Kisumu on Friday. Police arrested ten preachers on Friday.", "Kisumu"),
        ("Soldiers stormed a mosque in Kisumu on Friday. Kenya was calm. Police arrested ten preachers.", None),
    ],
)
def test_where_the_second_deed_is_done(coder, text, place):
    event = coder.code(text, published="2013-05-06").events[-1]
    assert event.category == "COERCE"
    assert (event.place.name if event.place else None) == place


def test_words_do_not_stay_in_the_scene(coder):
    text = "Gunmen attacked a police post in Kisumu on Friday. Kenya accused Somalia."
    events = coder.code(text, published="2013-05-06").events
    assert [(event.category, event.place is not None) for event in events] == [("ASSAULT", True), ("ACCUSE", False)]


def test_one_who_had_no_part_in_a_deed_is_not_where_it_was(coder):
    text = "Russia shelled Ukraine near Kharkiv on Monday. Belarus arrested a Ukrainian envoy."
    events = {event.category: event for event in coder.code(text, published="2023-03-15").events}
    assert events["ASSAULT"].place.text == "Kharkiv"
    assert events["COERCE"].place is None


def test_a_site_without_a_name_lies_in_the_town_of_the_deed_before_it(coder):
    text = "Soldiers stormed a mosque in Kisumu on Friday. Police beat ten preachers at a police station."
    place = coder.code(text, published="2013-05-06").events[-1].place
    assert (place.text, place.name, place.country) == ("a police station", "Kisumu", "KEN")


def test_the_only_town_a_report_names_is_where_its_deeds_were_done(coder):
    text = "Tulsa mourns.\n\nThe mayor of Tulsa wept.\n\nPolice officers shot dead three protesters last week."
    (event,) = [e for e in coder.code(text, published="2016-09-20").events if e.category == "ASSAULT"]
    assert event.place is not None
    assert event.place.name == "Tulsa"
