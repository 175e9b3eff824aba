"""Times that date an act by where they stand: at the head of a clause or a line, right behind it, in the scene told."""

from __future__ import annotations

import pytest

import polybius
from polybius.find.published import publication_date

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def coder():
    return polybius.load()


def dates(coder, text: str, trigger: str, published: str | None) -> tuple[str | None, str | None]:
    """The date of the event whose trigger begins with a word."""
    events = coder.code(text, published=published).events
    event = next(e for e in events if text[e.trigger.start : e.trigger.end].startswith(trigger))
    return event.date.start, event.date.end


# published on Thursday, 2009-03-19: (text, trigger, start, end of its date)
A_THURSDAY = [
    (
        "Rebels took the bridge on Monday. The following day government jets bombed it.",
        "bombed",
        "2009-03-17",
        "2009-03-17",
    ),
    (
        "Troops entered Kisangani on Tuesday. The previous Friday militiamen killed a priest.",
        "killed",
        "2009-03-13",
        "2009-03-13",
    ),
    (
        "Mortars hit the market on 12 March. Two days later insurgents shelled the clinic.",
        "shelled",
        "2009-03-14",
        "2009-03-14",
    ),
    (
        "The cabinet met on Sunday; a day earlier, police had arrested forty students.",
        "arrested",
        "2009-03-14",
        "2009-03-14",
    ),
    ("On the night of the 11th soldiers killed six villagers in Choco.", "killed", "2009-03-11", "2009-03-11"),
    ("Last week in Jakarta students burned flags outside the embassy.", "burned", "2009-03-09", "2009-03-15"),
    (
        "Militants attacked a checkpoint on Monday; on Tuesday they bombed a school.",
        "attacked",
        "2009-03-16",
        "2009-03-16",
    ),
    (
        "Militants attacked a checkpoint on Monday; on Tuesday they bombed a school.",
        "bombed",
        "2009-03-17",
        "2009-03-17",
    ),
    (
        "Between 1985 and 1989 the army killed villagers; in June of the latter year it shelled a town.",
        "killed",
        "1985",
        "1989",
    ),
    ("From 3 to 5 March rebels shelled the docks at Beira.", "shelled", "2009-03-03", "2009-03-05"),
    ("Gunmen shot a priest in Juba overnight.", "shot", "2009-03-18", "2009-03-19"),
    (
        "On Tuesday rebels shelled Homs. Within hours soldiers arrested six people.",
        "arrested",
        "2009-03-17",
        "2009-03-17",
    ),
    (
        "Rebels shelled a market in Homs on Sunday. Two French soldiers were wounded.",
        "wounded",
        "2009-03-15",
        "2009-03-15",
    ),
    (
        "Police had detained him on 12 October, the day after he accused the minister of theft.",
        "accused",
        "2008-10-11",
        "2008-10-11",
    ),
    ("Rebels attacked the barracks at Mazar at 03:00 yesterday.", "attacked", "2009-03-18", "2009-03-18"),
    (
        "Police arrested a printer in Baku on Tuesday. His son, whom soldiers had beaten on 2 March, told reporters. "
        "That night gunmen shot a judge.",
        "shot",
        "2009-03-17",
        "2009-03-17",
    ),
    ("On the second day of the month gunmen kidnapped three engineers.", "kidnapped", "2009-03-02", "2009-03-02"),
    ("Guerrillas attacked the barracks on January the ninth.", "attacked", "2009-01-09", "2009-01-09"),
    ("Rebels attacked the camp between 2nd and 7th February.", "attacked", "2009-02-02", "2009-02-07"),
    ("During the night of 8 to 9 March, soldiers attacked the village.", "attacked", "2009-03-08", "2009-03-09"),
    ("Police arrested nine monks in Hanoi in the small hours of Tuesday.", "arrested", "2009-03-17", "2009-03-17"),
    ("Twenty years ago yesterday security forces killed five students in Lhasa.", "killed", "1989-03-18", "1989-03-18"),
    ("The army said that 40 rebels had been killed in the previous 48 hours.", "killed", "2009-03-17", "2009-03-19"),
    (
        "Soldiers who captured Bunia, a town of 300,000 people, last Friday have looted its shops.",
        "captured",
        "2009-03-13",
        "2009-03-13",
    ),
    (
        "Soldiers who captured Bunia, a town of 300,000 people, last Friday have looted its shops.",
        "looted",
        None,
        "2009-03-19",
    ),
    ("The army, which has besieged Misrata since early February, shelled its port.", "besieged", "2009-02", None),
    ("Police in Lima beat students who gathered in the square on Monday.", "beat", "2009-03-16", "2009-03-16"),
    (
        "Police fired rubber bullets on Tuesday at miners protesting near the shaft.",
        "protesting",
        "2009-03-17",
        "2009-03-17",
    ),
    (
        "Envoys signed the pact on Wednesday in Abuja, where police arrested two protesters.",
        "arrested",
        "2009-03-18",
        "2009-03-18",
    ),
    (
        "The colonel took power in 1982, on 3 March, and the army shot him in December of the same year.",
        "shot",
        "1982-12",
        "1982-12",
    ),
    (
        "Two soldiers were shot dead yesterday near Newry.\n\nIn the small hours a bomb had damaged the courthouse.",
        "damaged",
        "2009-03-18",
        "2009-03-18",
    ),
    (
        "Gunmen seized a bank in Quito. Earlier in the day a car bomb had killed a judge.",
        "killed",
        "2009-03-19",
        "2009-03-19",
    ),
    ("Iran rejected the offer and on Monday expelled two diplomats.", "rejected", None, "2009-03-19"),
    ("Iran rejected the offer and on Monday expelled two diplomats.", "expelled", "2009-03-16", "2009-03-16"),
    ("The rail union threatened a strike from April 6.", "threatened", None, "2009-03-19"),
    ("The junta has pledged to hold elections by the end of next year.", "pledged", None, "2009-03-19"),
]


@pytest.mark.parametrize(("text", "trigger", "start", "end"), A_THURSDAY)
def test_an_act_has_the_date_told_where_it_stands(coder, text, trigger, start, end):
    first, last = dates(coder, text, trigger, "2009-03-19")
    assert (first, last) == (start, end)


CHRONOLOGY = """How the rising went:

- March 2: Rebels shell the docks at Beira
- March 5 to March 7: Troops storm the plant and kill two people
* Saturday: Gunmen seize the radio station. At dusk troops attack the station.
"""


@pytest.mark.parametrize(
    ("trigger", "start", "end"),
    [
        ("shell", "2009-03-02", "2009-03-02"),
        ("storm", "2009-03-05", "2009-03-07"),
        ("seize", "2009-03-14", "2009-03-14"),
        ("attack", "2009-03-14", "2009-03-14"),
    ],
)
def test_the_date_at_the_head_of_a_line_is_that_of_the_line(coder, trigger, start, end):
    assert dates(coder, CHRONOLOGY, trigger, "2009-03-19") == (start, end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Notes from the capital\nPosted: 24/05/2011, 22:15\n\nSoldiers looted a shop.", "2011-05-24"),
        ("Notes from the capital\nDate: 2011-05-24\n\nSoldiers looted a shop.", "2011-05-24"),
        ("Issued: 3 June 1994\n\nThe Council met.", "1994-06-03"),
        ("Lusaka home service in English, 1800 gmt 4 Mar 79\n\nTroops crossed the river.", "1979-03-04"),
        ("Notes from the capital\nPosted: 03/05/2011\n\nSoldiers looted a shop.", None),
    ],
)
def test_the_day_noted_at_the_head_of_a_text_is_that_of_publication(text, start):
    assert publication_date(text).start == start
