"""Time expressions: what is found, what it means, what it dates."""

from __future__ import annotations

import random
import time

import pytest
import spacy
from spacy.tokens import Doc

from polybius.annotate import TimeMention
from polybius.find.times import date_for, find_times, is_background
from polybius.records import EventDate, Published, Report

SATURDAY = "2020-10-03"
VOCAB = spacy.blank("en").vocab


def reported(doc: Doc, published: str | None = SATURDAY) -> Doc:
    """The Doc with a report published on a day, its times found."""
    when = Published(start=published, end=published, precision="day", basis="given") if published else Published()
    doc._.polybius_report = Report(id="r", text=doc.text, published=when)
    return find_times(doc)


def plain(text: str, published: str | None = SATURDAY) -> tuple[TimeMention, ...]:
    """The times of a text without any parse: words split at blanks and before final marks."""
    if not text:
        return tuple(reported(Doc(VOCAB), published)._.polybius_times)
    words = text.replace(",", " ,").replace(" .", ".").split(" ")
    if words[-1].endswith("."):
        words[-1:] = [words[-1][:-1], "."]
    spaces = [follower not in (",", ".") for follower in [*words[1:], "."]]
    return tuple(reported(Doc(VOCAB, words=words, spaces=spaces), published)._.polybius_times)


def only(text: str, published: str | None = SATURDAY) -> TimeMention:
    """The one time of a text."""
    (mention,) = plain(text, published)
    return mention


ABSOLUTE = [
    ("Signed on Oct. 31, 2017 in Ankara.", "2017-10-31", "2017-10-31", "2017-10-31"),
    ("Signed on 31 October 2017 in Ankara.", "2017-10-31", "2017-10-31", "2017-10-31"),
    ("Drills were held October 25-26, 2016 there.", "2016-10-25/2016-10-26", "2016-10-25", "2016-10-26"),
    ("On Thursday, Jan. 5, 2012 they met.", "2012-01-05", "2012-01-05", "2012-01-05"),
    ("It fell in March 1999.", "1999-03", "1999-03", "1999-03"),
    ("It fell in late November 2001.", "2001-11", "2001-11", "2001-11"),
    ("It fell in 1994.", "1994", "1994", "1994"),
    ("It grew in the 1990s.", "199X", "1990", "1999"),
    ("An empire of the 19th century.", "18XX", "1800", "1899"),
    ("They fought in the summer of 2014.", "2014-SU", "2014-06", "2014-08"),
    ("Exports fell in the first quarter of 2019.", "2019-Q1", "2019-01", "2019-03"),
    ("The 2018-19 academic year was cut short.", "2018/2019", "2018", "2019"),
    ("They met on Easter Monday 2019.", "2019-04-22", "2019-04-22", "2019-04-22"),
    ("The 9/11 plot.", "2001-09-11", "2001-09-11", "2001-09-11"),
    ("Dated 2020-09-27 by hand.", "2020-09-27", "2020-09-27", "2020-09-27"),
]


@pytest.mark.parametrize(("text", "value", "start", "end"), ABSOLUTE)
@pytest.mark.parametrize("published", [SATURDAY, None])
def test_absolute_dates_need_no_publication_date(text, value, start, end, published):
    mention = only(text, published)
    assert (mention.time.value, mention.date.start, mention.date.end) == (value, start, end)
    assert mention.time.anchor is None


RELATIVE = [
    ("Troops crossed the river last Sunday.", "2020-09-27", "2020-09-27"),
    ("Troops crossed the river yesterday.", "2020-10-02", "2020-10-02"),
    ("Troops crossed the river today.", "2020-10-03", "2020-10-03"),
    ("Troops crossed the river this week.", "2020-09-28", "2020-10-04"),
    ("Troops crossed the river last month.", "2020-09", "2020-09"),
    ("Troops crossed the river last year.", "2019", "2019"),
    ("Troops crossed the river two weeks ago.", "2020-09-19", "2020-09-19"),
    ("Troops crossed the river 11 days ago.", "2020-09-22", "2020-09-22"),
    ("Troops crossed the river last November.", "2019-11", "2019-11"),
    ("Troops will cross the river next Tuesday.", "2020-10-06", "2020-10-06"),
    ("Troops crossed the river more than four decades ago.", None, "1980"),
    ("They fought in the past four years.", "2016-10", "2020-10"),
    ("They fought over the weekend.", "2020-10-03", "2020-10-04"),
]


@pytest.mark.parametrize(("text", "start", "end"), RELATIVE)
def test_relative_dates_are_read_against_publication(text, start, end):
    mention = only(text)
    assert (mention.date.start, mention.date.end) == (start, end)
    assert mention.time.anchor == SATURDAY


@pytest.mark.parametrize("text", [text for text, *_ in RELATIVE])
def test_relative_dates_stay_open_without_publication_date(text):
    mention = only(text, None)
    assert (mention.date.start, mention.date.end, mention.time.anchor) == (None, None, None)


def test_month_and_day_without_any_year_keep_x_in_the_value():
    mention = only("Troops crossed on Sept. 27 in force.", None)
    assert mention.time.value == "XXXX-09-27"
    assert mention.date.start is None


@pytest.mark.parametrize(
    ("text", "relation", "start", "end"),
    [
        ("Tense since 1991 there.", "since", "1991", None),
        ("The truce lasted until March 2020 there.", "until", None, "2020-03"),
        ("They must leave by Dec. 1, 2020 at noon.", "by", None, "2020-12-01"),
        ("They left after May 3, 2019 in boats.", "after", "2019-05-03", None),
        ("They left before 1980 in boats.", "before", None, "1980"),
    ],
)
def test_relation_words_make_bounds(text, relation, start, end):
    mention = plain(text)[0]
    assert (mention.relation, mention.date.start, mention.date.end) == (relation, start, end)


def test_between_and_from_to_span_both_dates():
    for text in ("Between 1991 and 1994 thousands fled.", "From 1991 to 1994 thousands fled."):
        assert [(m.date.start, m.date.end) for m in plain(text)] == [("1991", "1994")] * 2
    assert plain("From March to May 2003 they marched.")[0].date.start == "2003-03"


def test_later_and_the_day_before_count_from_the_date_in_focus():
    found = plain("It fell on Aug. 3, 2019 and was retaken three days later. The day before, the mayor fled.", None)
    assert [m.date.start for m in found] == ["2019-08-03", "2019-08-06", "2019-08-05"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("They marched for nine days.", "DURATION", "P9D"),
        ("A five-hour siege.", "DURATION", "PT5H"),
        ("He ruled for two and a half years.", "DURATION", "P2Y6M"),
        ("A decades-long feud.", "DURATION", "PXY"),
        ("They waited half an hour.", "DURATION", "PT30M"),
        ("They meet every day.", "SET", "P1D"),
        ("It is printed weekly.", "SET", "P1W"),
        ("They pray every Friday.", "SET", "XXXX-WXX-5"),
        ("It blew up at 10:35 a.m. Friday.", "TIME", "2020-10-02T10:35"),
        ("It blew up on Friday night.", "TIME", "2020-10-02TNI"),
        ("It is quiet now.", "DATE", "PRESENT_REF"),
    ],
)
def test_durations_sets_and_times_of_day(text, kind, value):
    mention = only(text)
    assert (mention.time.type, mention.time.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "Lee, 44, of the second unit paid $2,000 for 1,998 rifles.",
        "Call 555-1234 or 202-555-1998 at once.",
        "He may march and they spring a trap.",
        "Some 300 troops and 2000 soldiers and 1800 people came.",
        "A 16-year-old boy and a two-year-old girl.",
        "Resolution 1973 was vetoed.",
        "Year 0 and 9999 and 0000 do not count.",
        "Mrs. May and April Jones spoke.",
        "",
    ],
)
def test_what_is_no_time_is_left_alone(text):
    assert plain(text) == ()


def test_impossible_days_raise_nothing_and_fall_back_to_the_month():
    assert only("Signed on Feb. 30, 2019 there.").date.start == "2019-02"
    assert [m.date.precision for m in plain("Signed on Feb. 30 there.")] == ["month"]


def test_bare_plurals_need_a_hint_of_length():
    assert plain("Days and years and hours.") == ()
    assert only("They fought for years.").time.value == "PXY"


def test_offsets_are_those_of_the_words():
    text = "Talks, held on Sept. 27, failed."
    mention = only(text)
    assert text[mention.time.start : mention.time.end] == "Sept. 27"


SEEDS = (
    *("last", "Sunday", "March", "1991", "since", "the", "day", "before", "years", ",", "-", "2", "25", ".", "of", "a"),
    *("ago", "earlier", "week", "9999", "0", "\x00", "“", "'s", "Feb.", "30", "10:61", "p.m.", "between", "and", "end"),
    *("99th", "century", "ten", "next", "\n\n", "éé", "２０２０", "٣", "\u202e", "Easter", "99999999999999", "decades"),
    *("12/40/1990", "1999-2000", "century", "BC", "every", "half", "quarter", "fiscal", "Thanksgiving", "noon", "'90s"),
)


def test_any_words_in_any_order_raise_nothing():
    generator = random.Random(7)
    for published in (SATURDAY, "0001-01-01", "9999-12-31", "2020-02", "1999", None):
        for _ in range(60):
            words = [generator.choice(SEEDS) for _ in range(generator.randint(0, 40))]
            doc = reported(Doc(VOCAB, words=words), published)
            for mention in doc._.polybius_times:
                assert doc.text[mention.time.start : mention.time.end].strip()
            if words:
                date, reason = date_for(doc, 0, 0, len(doc))
                assert date.basis
                assert reason
                is_background(doc, date)


@pytest.mark.parametrize("piece", ["day ", "the last two ", "1991-", "of the ", "March 3, ", "twenty-", "\n", "10:10:"])
def test_time_needed_grows_with_length_only(piece):
    def seconds(count: int) -> float:
        doc = Doc(VOCAB, words=[piece.strip() or "\n"] * count)
        started = time.perf_counter()
        reported(doc)
        return time.perf_counter() - started

    seconds(100)
    short, long = seconds(1500), seconds(6000)
    assert long < max(short, 0.05) * 12


# --- which date an event has; trees made by hand ------------------------------------------------------------------


def tree(words: str, heads: list[int], deps: str, tags: str, published: str | None = SATURDAY) -> Doc:
    """A parsed Doc: heads are absolute, deps and tags one per word; lemmas are the words without a past ending."""
    split = words.split()
    lemmas = [LEMMAS.get(word, word.lower()) for word in split]
    pos = [{"V": "VERB", "N": "NOUN", "I": "ADP"}.get(tag[0], "X") for tag in tags.split()]
    doc = Doc(VOCAB, words=split, heads=heads, deps=deps.split(), tags=tags.split(), lemmas=lemmas, pos=pos)
    return reported(doc, published)


LEMMAS = {
    "said": "say",
    "attacked": "attack",
    "fired": "fire",
    "condemned": "condemn",
    "fled": "flee",
    "agreed": "agree",
}


def test_the_date_of_the_saying_is_not_lent_to_what_was_said():
    doc = tree(
        "Officials said Tuesday rebels attacked",
        [1, 1, 1, 4, 1],
        "nsubj ROOT npadvmod nsubj ccomp",
        "NNS VBD NNP NNS VBD",
    )
    said, _ = date_for(doc, 1, 0, 5)
    attacked, reason = date_for(doc, 4, 3, 5)
    assert (said.start, said.basis) == ("2020-09-29", "clause")
    assert (attacked.start, attacked.end, attacked.basis) == (None, "2020-09-29", "bound")
    assert "when it was said" in reason


def test_a_date_told_with_the_verb_is_the_clauses():
    doc = tree("Rebels attacked Tuesday", [1, 1, 1], "nsubj ROOT npadvmod", "NNS VBD NNP")
    date, reason = date_for(doc, 1, 0, 3)
    assert date == EventDate(start="2020-09-29", end="2020-09-29", precision="day", basis="clause")
    assert "Tuesday" in reason


def test_a_when_clause_takes_the_date_of_its_main_clause():
    doc = tree(
        "People fled Tuesday when rebels attacked",
        [1, 1, 1, 5, 5, 1],
        "nsubj ROOT npadvmod advmod nsubj advcl",
        "NNS VBD NNP WRB NNS VBD",
    )
    date, _ = date_for(doc, 5, 3, 6)
    assert (date.start, date.basis) == ("2020-09-29", "sentence")


def test_an_after_clause_happened_no_later_than_its_main_clause():
    doc = tree(
        "People fled Tuesday after rebels attacked",
        [1, 1, 1, 5, 5, 1],
        "nsubj ROOT npadvmod mark nsubj advcl",
        "NNS VBD NNP IN NNS VBD",
    )
    date, _ = date_for(doc, 5, 3, 6)
    assert (date.start, date.end, date.basis) == (None, "2020-09-29", "sentence")


def test_a_date_before_a_noun_is_the_nouns():
    doc = tree("France condemned Tuesday attacks", [1, 1, 3, 1], "nsubj ROOT compound dobj", "NNP VBD NNP NNS")
    assert date_for(doc, 1, 0, 4)[0].basis == "bound"
    assert date_for(doc, 3, 2, 4)[0].start == "2020-09-29"


def test_a_promise_is_not_dated_by_what_was_promised():
    doc = tree("They agreed to meet Tuesday", [1, 1, 3, 1, 3], "nsubj ROOT aux xcomp npadvmod", "PRP VBD TO VB NNP")
    assert date_for(doc, 1, 0, 5)[0].basis == "bound"
    assert date_for(doc, 3, 2, 5)[0].start == "2020-10-06"


def test_nothing_told_is_bounded_by_publication():
    doc = tree("Rebels attacked", [1, 1], "nsubj ROOT", "NNS VBD")
    assert date_for(doc, 1, 0, 2)[0] == EventDate(end=SATURDAY, precision="open", basis="bound")
    doc = tree("Rebels attacked", [1, 1], "nsubj ROOT", "NNS VBD", None)
    assert date_for(doc, 1, 0, 2)[0] == EventDate(precision="open", basis="bound")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-09-27", "2020-09-27", False),
        ("2020-09", "2020-09", False),
        ("2020-08-20", "2020-08-20", True),
        ("1994", "1994", True),
        ("1991", None, True),
        ("2016-10", "2020-10", True),
        ("2020", "2020", False),
        (None, "2020-10-03", False),
        (None, None, False),
    ],
)
def test_background_lies_a_month_or_more_before_publication(start, end, expected):
    doc = tree("Rebels attacked", [1, 1], "nsubj ROOT", "NNS VBD")
    assert is_background(doc, EventDate(start=start, end=end)) is expected


def test_background_without_publication_date_is_measured_from_the_newest_date():
    mentions = Doc(VOCAB, words=["Signed", "on", "Oct.", "31", ",", "2017", ",", "broken", "in", "2020", "."])
    doc = reported(mentions, None)
    assert is_background(doc, EventDate(start="2017-10-31", end="2017-10-31"))
    assert not is_background(doc, EventDate(start="2020", end="2020"))


@pytest.mark.model
def test_tense_decides_which_weekday_is_meant(nlp):
    past = reported(nlp("The minister arrived on Monday."))._.polybius_times[0]
    future = reported(nlp("The minister will arrive on Monday."))._.polybius_times[0]
    own = reported(nlp("The minister arrived on Saturday."))._.polybius_times[0]
    assert (past.date.start, future.date.start, own.date.start) == ("2020-09-28", "2020-10-05", SATURDAY)


@pytest.mark.model
def test_tense_decides_the_year_of_a_month(nlp):
    past = reported(nlp("The talks collapsed in late November."))._.polybius_times[0]
    future = reported(nlp("Voters will go to the polls in March."))._.polybius_times[0]
    assert (past.date.start, future.date.start) == ("2019-11", "2021-03")


@pytest.mark.model
def test_a_since_when_clause_begins_with_the_year_it_describes(nlp):
    doc = reported(nlp("Ties have been cold since 1987 when the army seized the valley."))
    seized = next(token.i for token in doc if token.text == "seized")
    date, _ = date_for(doc, seized, seized - 3, len(doc) - 1)
    assert (date.start, date.end) == ("1987", None)


# one clause may hold several dates: (text, trigger, start, end of its date)
TELLINGS = [
    ("The minister said Saturday that rebels shelled the town.", "shelled", None, "2020-10-03"),
    ("The minister said Saturday that rebels shelled the town on Thursday.", "shelled", "2020-10-01", "2020-10-01"),
    ("The minister said Saturday that rebels shelled the town on Thursday.", "said", "2020-10-03", "2020-10-03"),
    ("Rebels shelled the town on Thursday, the minister said Saturday.", "shelled", "2020-10-01", "2020-10-01"),
    ("Rebels shelled the town, the minister said on Saturday.", "shelled", None, "2020-10-03"),
    ("On Monday, Baku also announced partial mobilization amid the clashes.", "announced", "2020-09-28", "2020-09-28"),
    (
        "Fighting erupted last Sunday when troops crossed the border and seized two villages.",
        "crossed",
        "2020-09-27",
        "2020-09-27",
    ),
    (
        "Fighting erupted last Sunday when troops crossed the border and seized two villages.",
        "seized",
        "2020-09-27",
        "2020-09-27",
    ),
    (
        "Fighting erupted last Sunday when troops crossed the border, leading to casualties.",
        "erupted",
        "2020-09-27",
        "2020-09-27",
    ),
    ("The army launched an offensive on Sept. 27 and bombed the capital.", "bombed", "2020-09-27", "2020-09-27"),
    ("Ties have been tense since 1991 when the army occupied the valley.", "occupied", "1991", None),
    ("France condemned Thursday's bombing of the embassy.", "condemned", None, "2020-10-03"),
    ("France condemned Thursday's bombing of the embassy.", "bombing", "2020-10-01", "2020-10-01"),
    ("A truce was agreed in 1994.", "agreed", "1994", "1994"),
    ("Police arrested 12 people after Friday's protest.", "arrested", "2020-10-02", None),
    ("Police arrested 12 people after Friday's protest.", "protest", "2020-10-02", "2020-10-02"),
    (
        "Gunmen killed five soldiers in an attack on a checkpoint in the north on Friday, officials said.",
        "killed",
        "2020-10-02",
        "2020-10-02",
    ),
    (
        "Gunmen killed five soldiers in an attack on a checkpoint in the north on Friday, officials said.",
        "attack",
        "2020-10-02",
        "2020-10-02",
    ),
    ("The two leaders, who met in Geneva in June, signed an accord on Friday.", "met", "2020-06", "2020-06"),
    ("The two leaders, who met in Geneva in June, signed an accord on Friday.", "signed", "2020-10-02", "2020-10-02"),
    ("Iran agreed on Friday to free the sailors next week.", "agreed", "2020-10-02", "2020-10-02"),
    ("Iran will free the sailors next week.", "free", "2020-10-05", "2020-10-11"),
    (
        "The United States imposed sanctions on Iran in May, two years after it left the 2015 accord.",
        "imposed",
        "2020-05",
        "2020-05",
    ),
    ("Turkey has occupied the north since 1974.", "occupied", "1974", None),
    ("At least 20 people were killed and 50 injured in Tuesday's blast.", "injured", "2020-09-29", "2020-09-29"),
    ("Two bombs exploded Tuesday, killing 20 people.", "killing", "2020-09-29", "2020-09-29"),
    ("The president met the king on Tuesday to discuss the war.", "met", "2020-09-29", "2020-09-29"),
    ("Protesters gathered on Tuesday to demand elections.", "demand", "2020-09-29", "2020-09-29"),
    ("He was expelled in March, accused of spying, and returned on Friday.", "expelled", "2020-03", "2020-03"),
    ("He was expelled in March, accused of spying, and returned on Friday.", "returned", "2020-10-02", "2020-10-02"),
    (
        "Russia vetoed the resolution on Monday, saying the rebels had attacked aid convoys.",
        "vetoed",
        "2020-09-28",
        "2020-09-28",
    ),
    (
        "Russia vetoed the resolution on Monday, saying the rebels had attacked aid convoys.",
        "attacked",
        None,
        "2020-09-28",
    ),
    ("The attack came a day after Israel bombed the port.", "bombed", None, "2020-10-03"),
    ("After the army attacked the town on Tuesday, thousands fled.", "attacked", "2020-09-29", "2020-09-29"),
    ("After the army attacked the town on Tuesday, thousands fled.", "fled", "2020-09-29", None),
    ("Officials on Thursday accused the rebels of bombing a hospital.", "accused", "2020-10-01", "2020-10-01"),
    (
        "Officials on Thursday accused the rebels of bombing a hospital last week.",
        "bombing",
        "2020-09-21",
        "2020-09-27",
    ),
    (
        "Officials on Thursday accused the rebels of bombing a hospital last week.",
        "accused",
        "2020-10-01",
        "2020-10-01",
    ),
    ("Officials on Thursday accused the rebels of bombing a hospital.", "bombing", None, "2020-10-01"),
    ("The rebels, who seized the town in 2014, withdrew on Monday.", "withdrew", "2020-09-28", "2020-09-28"),
    ("Syria reopened the crossing Thursday for the first time since 2015.", "reopened", "2020-10-01", "2020-10-01"),
    ("Police said they had arrested three men on Wednesday.", "arrested", "2020-09-30", "2020-09-30"),
    ("Three men were arrested Wednesday, police said.", "arrested", "2020-09-30", "2020-09-30"),
    ("Israel began bombing Gaza on Wednesday.", "bombing", "2020-09-30", "2020-09-30"),
    ("Israel began bombing Gaza on Wednesday.", "began", "2020-09-30", "2020-09-30"),
    ("The government, in a statement Wednesday, rejected the demand.", "rejected", "2020-09-30", "2020-09-30"),
    ("In a statement issued on Wednesday, the government rejected the demand.", "rejected", "2020-09-30", "2020-09-30"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "trigger", "start", "end"), TELLINGS)
def test_each_telling_takes_the_date_that_is_its_own(nlp, text, trigger, start, end):
    doc = reported(nlp(text))
    token = next(token for token in doc if token.text == trigger)
    date, reason = date_for(doc, token.i, token.i, token.i + 1)
    assert (date.start, date.end) == (start, end), reason


@pytest.mark.parametrize("text", ["Talks were held on Feb. 30, 2019.", "Talks were held on 31 June 2019."])
def test_a_day_the_calendar_does_not_have_is_read_as_its_month(text):
    assert only(text).date.start == text.split()[-1].rstrip(".") + ("-02" if "Feb" in text else "-06")


@pytest.mark.parametrize(
    ("words", "published"),
    [("last year", "0001-01-01"), ("a decade ago", "0001-01-01"), ("next week", "9999-12-31")],
)
def test_what_lies_beyond_the_calendar_is_left_open(words, published):
    mention = only(f"Troops crossed the river {words}.", published)
    assert (mention.date.start, mention.date.end) == (None, None)


def test_a_weekday_that_contradicts_its_date_leaves_the_date():
    assert only("Troops crossed the river on Monday, 9 March 2004.").date.start == "2004-03-09"


@pytest.mark.parametrize("text", ["The vote of 0000 was void.", "It holds until 9999.", "Flight 0000 left on time."])
def test_years_that_are_none_are_no_times(text):
    assert not [m for m in plain(text) if m.date.start]
