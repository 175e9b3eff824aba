"""The parts of a news text are told apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.read.regions import find_regions

STORY = "The government of Ruritania closed the border on Monday after two soldiers were shot.\n\nIt gave no reason."


def kinds(text):
    return [(region.kind, text[region.start : region.end]) for region in find_regions(text).regions]


def test_headline_caption_and_body():
    text = f"Ruritania closes border after shooting\nGuards at the Hentzau gate, May 3, 2001. (RNA Photo)\n\n\n{STORY}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "caption", "body"]


def test_a_headline_with_a_stop_is_known_by_its_capitals():
    assert kinds(f"Ruritania Closes Its Border After Deadly Shooting.\n\n{STORY}")[0][0] == "headline"


def test_a_first_sentence_is_no_headline():
    assert [kind for kind, _ in kinds(STORY)] == ["body"]


def test_one_line_is_body():
    assert kinds("Ruritania closes border after shooting") == [("body", "Ruritania closes border after shooting")]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Flavia Elphberg", "Flavia Elphberg"),
        ("By RUDOLF RASSENDYLL", "Rudolf Rassendyll"),
        ("By Flavia Elphberg in Strelsau", "Flavia Elphberg"),
        ("By Flavia Elphberg, Associated Press", "Flavia Elphberg"),
    ],
)
def test_byline_gives_the_author(line, author):
    text = f"Ruritania closes border\n{line}\n\n{STORY}"
    assert kinds(text)[1] == ("byline", line)
    assert find_regions(text).author == author


def test_a_sentence_that_begins_with_by_is_no_byline():
    assert [kind for kind, _ in kinds(f"By Monday Evening the town had fallen.\n\n{STORY}")] == ["body"]


@pytest.mark.parametrize(
    ("dateline", "credit"),
    [
        ("STRELSAU, Ruritania (AP) —", "AP"),
        ("STRELSAU, May 4 (Reuters) -", "Reuters"),
        ("STRELSAU (AFP) –", "AFP"),
        ("Strelsau, May 4 (Xinhua) --", "Xinhua"),
        ("STRELSAU —", None),
    ],
)
def test_dateline_and_the_agency_it_credits(dateline, credit):
    text = f"Ruritania closes border\n\n{dateline} {STORY}"
    assert kinds(text)[1] == ("dateline", dateline)
    assert kinds(text)[2][1].startswith("The government")
    assert find_regions(text).credit == credit


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Ten photos of the border",
        "Follow us on Facebook",
        "Copyright 2001 Strelsau Post",
        "www.example.org/a",
    ],
)
def test_boilerplate_is_set_apart(line):
    assert kinds(f"{STORY}\n\n{line}")[-1] == ("boilerplate", line)


def test_lines_of_fixed_width_make_paragraphs():
    text = (
        "The government of Ruritania closed the border on Monday after two\n"
        "soldiers were shot near the gate of Hentzau by unknown\n"
        "assailants, who fled across the river under the eyes of the\n"
        "guards and have not been seen since in any of the towns on the\n"
        "other bank, the interior ministry said.\n\nIt gave no reason.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["body"]


@given(st.text(alphabet=st.sampled_from("AB a.\n\r\t(:/\"—-'By©\u2028"), max_size=300))
def test_regions_are_in_order_and_hold_every_word(text):
    regions = find_regions(text).regions
    assert all(one.end <= other.start for one, other in itertools.pairwise(regions))
    inside = "".join(text[region.start : region.end] for region in regions)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("DHAKA, JUNE 10 (PTI) Police fired on strikers in Savar on Tuesday, a union said.", "PTI"),
        ("La Paz, 14 Nov (ABI).- El gobierno said the road was open again on Friday.", "ABI"),
        ("TBILISI, June 6 (Reuter) - Shells fell on a mining town overnight.", "Reuters"),
        ("Caracas, 12 September (AVP) - The envoy left for home on Monday.", "AVP"),
        ("Shells fell on a mining town overnight.\n\n(With inputs from PTI)", "PTI"),
        ("Shells fell on a mining town overnight.\n\nWith information from AFP", "AFP"),
        ("Shells fell on a mining town overnight. (with Reuters)", "Reuters"),
        ("Shells fell on a mining town overnight. Nobody was hurt, doctors said. AFP", "AFP"),
        ("Shells fell on a mining town overnight, said a man with AFP", None),
        ("PARIS (Texas) - The mayor opened a fair on Sunday.", None),
        ("Shells fell on a mining town overnight. Trend", "Trend"),
    ],
)
def test_an_agency_is_credited_in_datelines_and_at_the_end(text, credit):
    assert find_regions(text).credit == credit
