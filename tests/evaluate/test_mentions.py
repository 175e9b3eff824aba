"""The measure over marked mentions: reading the marks, choosing the coded mention, judging codes and sectors."""

import pytest

from polybius.errors import ReadError
from polybius.evaluate.actors import Marked, coded_for, evaluate_actors, judge, read_mentions
from polybius.records import Actor

TEXTS = """\
# x1 | 2020-10-02 | Europe | sentence
{Ankara|seat|TUR|GOV} and {the two sides|description|ARM+AZE|} spoke in {Baku|place|-|}, \
{Idris Kaya, an aide|person|TUR/MNC|GOV/} said.

# x2 | 2020-10-03 | Asia | sentence
{Gunmen|armed|null|UAF} fled.
"""


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "marked.txt"
    path.write_text(TEXTS, encoding="utf-8")
    return path


def actor(text, whole, code=None, sectors=()):
    start = whole.index(text)
    return Actor(text=text, start=start, end=start + len(text), code=code, sectors=sectors, reason="made")


def test_marks_give_text_offsets_and_answers(texts):
    first, second = read_mentions(texts)
    assert first.text == "Ankara and the two sides spoke in Baku, Idris Kaya, an aide said."
    assert [first.text[m.start : m.end] for m in first.mentions][:3] == ["Ankara", "the two sides", "Baku"]
    assert first.mentions[1].codes == (frozenset({"ARM", "AZE"}),)
    assert first.mentions[3].sectors == (frozenset({"GOV"}), frozenset())
    assert [m.is_actor for m in first.mentions] == [True, True, False, True]
    assert second.published == "2020-10-03"


@pytest.mark.parametrize("broken", ["no head line\n", "# x | 2020 | y\n{Ankara|seat|TUR} said\n", "# x | 2020 | y\n"])
def test_what_is_not_in_the_format_is_named_with_its_line(tmp_path, broken):
    path = tmp_path / "broken.txt"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(ReadError, match=r"broken\.txt:1"):
        read_mentions(path)


def test_the_mention_that_shares_most_words_is_judged():
    text = "Idris Kaya, an aide to the Dutch army, said."
    marked = Marked(0, text.index(", said"), "person", (frozenset({"NLD"}),), (frozenset({"GOV"}),))
    name, army = actor("Idris Kaya", text, "NLD", ("GOV",)), actor("the Dutch army", text, "NLD", ("MIL",))
    assert coded_for(marked, text, [army, name]) == (name,)


@pytest.mark.parametrize(
    ("codes", "sectors", "coded", "expected"),
    [
        ("TUR", "GOV", [("TUR", ("GOV",))], (True, True)),
        ("TUR", "GOV/", [("TUR", ())], (True, True)),
        ("TUR", "GOV", [("TUR", ("MIL",))], (True, False)),
        ("TUR", "GOV", [("GRC", ("GOV",))], (False, False)),
        ("ARM+AZE", "", [("ARM", ()), ("AZE", ())], (True, True)),
        ("ARM+AZE", "", [("ARM", ())], (False, False)),
        ("-", "", [], (True, True)),
        ("-", "", [("TUR", ())], (False, False)),
        ("null", "UAF", [(None, ("UAF",))], (True, True)),
        ("null", "UAF", [("YEM", ("UAF",))], (False, False)),
    ],
)
def test_codes_and_sectors_are_judged(codes, sectors, coded, expected):
    marked = Marked(
        0, 4, "x",
        tuple(frozenset(c.split("+")) for c in codes.split("/")),
        tuple(frozenset(filter(None, s.split(","))) for s in sectors.split("/")),
    )  # fmt: skip
    parties = [Actor(text="them", start=0, end=4, code=c, sectors=s, reason="made") for c, s in coded]
    assert judge(marked, parties) == expected


@pytest.mark.model
def test_the_measure_counts_by_kind(texts, coder):
    figures = evaluate_actors(texts, lambda text, date: coder.code(text, published=date))
    assert figures["mentions"] == 5
    assert figures["by_class"]["place"] == {"mentions": 1, "code": 1.0, "code_and_sectors": 1.0}
    assert set(figures["by_class"]) == {"seat", "description", "place", "person", "armed"}


def test_nothing_marked_is_no_division_by_zero(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_text("", encoding="utf-8")
    figures = evaluate_actors(path, lambda text, date: None)
    assert figures["mentions"] == 0
    assert figures["code"] == 0.0
