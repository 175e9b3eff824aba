"""Sentences found from the text alone, and how things are put for readers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.export.passage import interval, sentence_around, snippet
from polybius.export.table import events_table, table_rows
from tests.made import TEXT, numbered, shelling


def sentence_of(text, words):
    start = text.index(words)
    left, right = sentence_around(text, start, start + len(words))
    return text[left:right]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("It rained. Troops fired. Then it stopped.", "fired", "Troops fired."),
        (
            "Gen. Ali Khan met Mr. Smith in the U.S. Embassy. They left.",
            "met",
            "Gen. Ali Khan met Mr. Smith in the U.S. Embassy.",
        ),
        ("On Sept. 27 troops fired. It rained.", "fired", "On Sept. 27 troops fired."),
        ('"They fired," he said. "We left."', "fired", '"They fired," he said.'),
        ("HEADLINE WITHOUT STOP\n\nTroops fired", "fired", "Troops fired"),
        ("Troops fired 3.5 km away. It rained.", "fired", "Troops fired 3.5 km away."),
        ("One. Two fired. Three fled. Four.", "fired. Three fled", "Two fired. Three fled."),
        ("fired", "fired", "fired"),
    ],
)
def test_the_sentence_around_a_span(text, words, sentence):
    assert sentence_of(text, words) == sentence


@given(st.text(alphabet="ab. \n\"'AB!?’", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_the_sentence_always_holds_the_span(text, one, two):
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    left, right = sentence_around(text, start, end)
    assert 0 <= left <= start <= end <= right <= len(text)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2020", "2020", "2020"),
        ("1991", "1994", "1991 to 1994"),
        ("1991", None, "from 1991"),
        (None, "2020", "by 2020"),
        (None, None, ""),
    ],
)
def test_intervals_in_words(start, end, said):
    assert interval(start, end) == said


def test_a_snippet_is_one_line_of_limited_width():
    assert snippet("a  b\n\nc", 0, 7) == "a b c"
    assert snippet("x" * 300, 0, 300, 20) == "x" * 19 + "…"


def test_table_rows_say_who_did_what_to_whom():
    first, second = table_rows(shelling())
    assert first[1:7] == (
        "2020-10-04",
        "ARM MIL (Armenian forces)",
        "ASSAULT / heavy-weapons",
        "AZE CVL (the town of Ganja)",
        "Gəncə",
        "Azerbaijani officials",
    )
    assert first[-1].startswith("Azerbaijani officials said Armenian forces shelled")
    assert second[6] == "the report"


def test_brackets_and_escapes_of_a_report_are_shown_as_they_are(capsys):
    from rich.console import Console

    text = TEXT.replace("the town of Ganja", "[red]the \x1b[31mtown of Ganja")
    coded = shelling()
    recipient = coded.events[0].recipients[0].model_copy(update={"text": "[red]the \x1b[31mtown"})
    coded = coded.model_copy(
        update={
            "report": coded.report.model_copy(update={"text": text}),
            "events": (coded.events[0].model_copy(update={"recipients": (recipient,)}),),
        }
    )
    Console(width=200, color_system=None).print(events_table([coded]))
    shown = capsys.readouterr().out
    assert "[red]the" in shown
    assert "\x1b" not in shown


def test_a_notebook_shows_an_escaped_table():
    coded = shelling()
    coded = coded.model_copy(update={"report": coded.report.model_copy(update={"title": "<b>War & peace</b>"})})
    assert "&lt;b&gt;War &amp; peace&lt;/b&gt;: 2 events" in coded._repr_html_()
    assert coded._repr_html_().count("<tr>") == 3
    assert "no political event" in coded.model_copy(update={"events": ()})._repr_html_()


def test_a_table_of_several_reports_names_each():
    first, *_ = events_table([shelling(), numbered(1)]).columns
    assert first.header == "report"
    assert next(str(cell) for cell in first.cells) == "Sample Wire 2020-10-04"
    assert events_table([shelling()]).columns[0].header == "id"


def test_a_narrow_screen_gets_what_is_told_line_under_line(capsys):
    from rich.console import Console

    Console(width=80, color_system=None).print(events_table([shelling()], width=80))
    shown = capsys.readouterr().out
    for line in (
        "when: 2020-10-04",
        "who: ARM MIL (Armenian forces)",
        "did what: ASSAULT / heavy-weapons",
        "where: Gəncə",
    ):
        assert line in shown
    assert "sentence:" not in shown


def test_a_long_sentence_is_cut_so_that_the_event_shows():
    text = (
        f"As everybody who had followed it for long knew {'very ' * 40}well, Armenian forces shelled the town of Ganja."
    )
    coded = shelling()
    start = text.index("Armenian")
    event = coded.events[0].model_copy(update={"start": start, "end": len(text) - 1})
    coded = coded.model_copy(update={"report": coded.report.model_copy(update={"text": text}), "events": (event,)})
    assert table_rows(coded)[0][-1] == "…Armenian forces shelled the town of Ganja."
