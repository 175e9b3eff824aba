"""Publication dates: where they come from, what they leave open."""

from __future__ import annotations

import pytest

from polybius.find.published import anchor_of, publication_date


def test_a_given_date_wins_over_page_and_dateline():
    found = publication_date("Text.", given="2020-10-03", page="2020-10-04", dateline_text="ROME, May 5, 2019 (AP) --")
    assert (found.start, found.end, found.precision, found.basis) == ("2020-10-03", "2020-10-03", "day", "given")


def test_a_page_timestamp_gives_its_day():
    found = publication_date("Text.", page="2020-10-04T08:30:00Z", dateline_text="ROME, May 5, 2019 (AP) --")
    assert (found.start, found.basis) == ("2020-10-04", "page")


def test_a_dateline_with_a_year_gives_the_day():
    found = publication_date("Text.", dateline_text="ROME, May 5, 2019 (AP) --")
    assert (found.start, found.basis) == ("2019-05-05", "dateline")


def test_a_dateline_without_a_year_only_sets_a_lower_bound_by_the_latest_year():
    found = publication_date("The pact was signed in 1997.", dateline_text="BRUSSELS, February 10 (Xinhua) --")
    assert (found.start, found.end, found.precision, found.basis) == ("1997-02-10", None, "interval", "inferred")
    assert any("no year" in reason for reason in found.reasons)


def test_a_dateline_without_any_year_leaves_the_date_unknown_but_says_what_it_tells():
    found = publication_date("Troops crossed the river.", dateline_text="HAVANA, April 1 (AP) –")
    assert (found.start, found.basis) == (None, "unknown")
    assert any("--04-01" in reason for reason in found.reasons)


def test_the_latest_past_year_is_a_lower_bound():
    found = publication_date(
        "A truce of 1994 held until 2016. The pact was signed on Oct. 31, 2017. Talks will end by 2030."
    )
    assert (found.start, found.end, found.basis) == ("2017", None, "inferred")


def test_a_weekday_told_with_a_date_narrows_the_year():
    found = publication_date("They signed a deal in 2017. Clashes broke out on Sunday, Sept. 27, near the border.")
    assert found.start == "2020-09-27"
    assert any("2020, 2026" in reason for reason in found.reasons)


def test_last_sunday_and_one_day_are_named_as_a_hint_but_bound_nothing():
    found = publication_date("They signed in 2017. Shells fell Sept. 27 near the dam. Fighting began last Sunday.")
    assert found.start == "2017"
    assert any("2020, 2026" in reason for reason in found.reasons)


def test_nothing_told_is_unknown():
    found = publication_date("Troops crossed the river on Sunday with 2000 soldiers.")
    assert (found.start, found.end, found.precision, found.basis) == (None, None, None, "unknown")
    assert found.reasons


def test_a_weekday_that_contradicts_its_date_is_kept_and_named():
    found = publication_date("They met on Monday, Sept. 27, 2020.", given="2020-10-03")
    assert found.start == "2020-10-03"
    assert any("weekday" in reason for reason in found.reasons)


@pytest.mark.parametrize("given", ["yesterday", "2020-13-01", "20201003123", "0000-01-01", "", "2020-02-30"])
def test_what_is_no_iso_date_is_not_used_and_the_reasons_say_so(given):
    found = publication_date("Troops crossed.", given=given)
    assert found.basis == "unknown"
    assert not given or any(repr(given) in reason for reason in found.reasons)


@pytest.mark.parametrize("text", ["", "\x00" * 50, "Sunday, Feb. 30 1999 9999", "of 2000 " * 500])
def test_any_text_raises_nothing(text):
    publication_date(text, dateline_text=text)


def test_only_a_closed_date_can_be_an_anchor():
    assert anchor_of(publication_date("T.", given="2020-10-03")) == "2020-10-03"
    assert anchor_of(publication_date("T.", given="2020-10")) == "2020-10"
    assert anchor_of(publication_date("Signed in 2017.")) == ""


GUESSED = (
    "Prime Minister Zoran Zaev said Friday that the deal stands. Veles police fired tear gas at farmers near the "
    "railway bridge June 18. Last Thursday, farmers near the railway bridge had thrown stones before Veles police ran. "
    "The last protest there was in 2016."
)


def test_two_tellings_of_one_happening_and_those_in_office_give_the_likeliest_day():
    found = publication_date(GUESSED.replace("June 18", "June 14"))
    # 14 June is a Thursday in 2018, when he was in office; the Friday after it is the 15th
    assert (found.start, found.basis) == ("2018-06-15", "inferred")
    assert anchor_of(found) == "2018-06-15"
    assert any("probability" in reason for reason in found.reasons)
    assert any("Zoran Zaev" in reason for reason in found.reasons)


def test_a_day_no_weekday_fits_while_they_were_in_office_gives_no_guess():
    found = publication_date(GUESSED.replace("June 18", "June 16"))
    assert found.end is None


def test_a_former_president_tells_nothing_about_the_year():
    found = publication_date(GUESSED.replace("Prime Minister", "Former prime minister").replace("June 18", "June 14"))
    assert not any("Zaev" in reason for reason in found.reasons)


def test_the_year_told_as_this_year_completes_a_dateline():
    found = publication_date("The talks broke off in March of this year, 1994.", dateline_text="SPLIT, Sept. 9 -")
    assert (found.start, found.end, found.basis) == ("1994-09-09", "1994-09-09", "dateline")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Talks broke off on Aug. 30, 1994, after a truce of 1991.", "dateline"),
        ("The truce of June 1994 was the third.", "dateline"),
        ("The truce of January 1994 was the third.", "inferred"),
        ("The truce of November 1994 was the third.", "inferred"),
    ],
)
def test_only_dates_shortly_before_a_dateline_tell_its_year_for_sure(text, basis):
    found = publication_date(text, dateline_text="SPLIT, Sept. 9 -")
    assert (found.start, found.basis) == ("1994-09-09", basis)


@pytest.mark.parametrize("given", ["2019-02-30", "0000", "0000-05-01", "soon", "2019-00-10"])
def test_impossible_publication_dates_are_not_used(given):
    found = publication_date("Rebels crossed the Logone.", given=given)
    assert (found.start, found.basis) == (None, "unknown")
    assert any(given in reason for reason in found.reasons)


@pytest.mark.parametrize("given", ["0001-01-01", "9999-12-31", "9999"])
def test_the_ends_of_the_calendar_are_dates_like_others(given):
    found = publication_date("Rebels crossed the Logone on Monday and will return next week.", given=given)
    assert (found.start, found.basis) == (given, "given")


def test_a_weekday_that_contradicts_its_date_is_told_with_the_right_one():
    found = publication_date("They met on Monday, 9 March 2004.", given="2004-03-12")
    assert any("2004-03-09 (Monday) does not fit it, a Tuesday; the date is kept" in r for r in found.reasons)
    unknown = publication_date("They met on Monday, 9 March 2004.")
    assert any("a Tuesday" in reason for reason in unknown.reasons)
