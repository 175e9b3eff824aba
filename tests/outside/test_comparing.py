"""Our happenings beside another set: counts by dyad and step, how they go together, and what is found."""

# rows are written in columns here
# ruff: noqa: E501

from datetime import date, timedelta

import pytest

from polybius import link, store
from polybius.errors import PolybiusError
from polybius.outside.comparing import Comparison, Correlation, compare, correlation
from polybius.store.outside import OutsideEvent, write_outside
from tests.link.news import News, Told

ASSAULTS = (("2020-10-05", "Ganja"), ("2020-10-12", "Barda"), ("2020-10-13", "Terter"), ("2020-10-27", "Martuni"))


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """A store of four assaults by ARM on AZE, and a set that has three of them, one twice, and two that we have not."""
    path = tmp_path_factory.mktemp("compare") / "s"
    reports = [
        News("Reuters", day, [Told(f"ARM forces [shelled] AZE troops at {town} on {day}", "ASSAULT", "ARM MIL", "AZE MIL", day, town)],
             more=f"Number {town}.").coded
        for day, town in ASSAULTS
    ]  # fmt: skip
    store.write(path, reports)
    write_outside(path, [
        theirs(1, "2020-10-05"), theirs(2, "2020-10-13"), theirs(3, "2020-10-14"), theirs(4, "2020-10-28"),
        theirs(5, "2020-10-19"), theirs(6, "2020-10-06", quad=1, category="CONSULT"),
        theirs(7, "2020-10-06", actor_codes="ARM|RUS"), theirs(8, "2020-10-06", recipient_codes="ARM"),
        theirs(9, "2020-10-06", recipient_codes=""), theirs(10, "2019-01-01"),
    ])  # fmt: skip
    with link.connect(path) as connection:
        yield connection


def theirs(number, day, **fields):
    told = {"category": "ASSAULT", "quad": 4, "actor_codes": "ARM", "recipient_codes": "AZE"} | fields
    return OutsideEvent(event_id=f"gdelt:{number}", source="gdelt", date_start=day, date_end=day, **told)


def compared(views, **asked):
    return compare(views, Comparison(outside="gdelt", **({"step": "week", "quads": (4,)} | asked)))


def test_counts_stand_beside_each_other_by_dyad_and_week(views):
    found = compared(views)
    assert (found.start, found.end) == ("2020-10-05", "2020-10-27")
    pairs = {(dyad.actor, dyad.recipient): (dyad.ours, dyad.theirs) for dyad in found.dyads}
    assert pairs == {("ARM", "AZE"): (4, 5), ("RUS", "AZE"): (0, 1)}
    counts = [step[2:] for step in found.steps if step[0] == "ARM"]
    assert counts == [("2020-10-05", 1, 2), ("2020-10-12", 2, 2), ("2020-10-19", 0, 1), ("2020-10-26", 1, 0)]


def test_steps_without_an_event_count_as_none(views):
    found = compared(views, step="day")
    days = (date(2020, 10, 27) - date(2020, 10, 5)) + timedelta(days=1)
    assert found.overall.steps == 2 * days.days == len(found.steps)


def test_recall_is_the_share_of_known_events_that_are_found_near(views):
    assert [(found.known, found.found) for found in (compared(views, days=days) for days in (0, 1, 7))] == [
        (6, 2), (6, 4), (6, 5),
    ]  # fmt: skip
    near = compared(views, days=1)
    assert near.recall == pytest.approx(4 / 6)
    assert near.by_quad == {4: (6, 4)}
    assert (near.ours, near.shared) == (4, 4)


def test_what_must_agree_can_be_chosen(views):
    everything = {"quads": (), "days": 1}
    assert compared(views, match="quad", **everything).found == 4
    assert compared(views, match="category", **everything).found == 4
    assert compared(views, match="dyad", **everything).found == 5


def test_direction_and_home_affairs_count_as_asked(views):
    both = compared(views, directed=False, domestic=True)
    assert {(dyad.actor, dyad.recipient) for dyad in both.dyads} == {("ARM", "AZE"), ("AZE", "RUS"), ("ARM", "ARM")}
    assert [dyad.theirs for dyad in compared(views, start="2020-10-19", end="2020-10-25").dyads] == [1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"outside": "icews"}, "holds no event of icews between two coded parties; it has gdelt"),
        ({"outside": "gdelt", "start": "2021", "end": "2020"}, "ends before it begins"),
        ({"outside": "gdelt", "quads": (5,)}, "5 is no quad class"),
        ({"outside": "gdelt", "match": "colour"}, "'colour' is no way to match"),
        ({"outside": "gdelt", "categories": ("WAR",)}, "'WAR' is no category"),
        ({"outside": "gdelt", "days": -1}, "0 or more"),
        ({"outside": "gdelt", "step": "hour"}, "'hour' is no step"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(views, asked, said):
    with pytest.raises(PolybiusError, match=said):
        compare(views, Comparison(**asked))


def test_correlations_are_those_of_the_definitions():
    found = correlation([(1, 2), (2, 4), (3, 6), (4, 9)])
    assert found.pearson == pytest.approx(0.9944, abs=1e-4)
    assert found.spearman == pytest.approx(1.0)
    assert correlation([(1, 1), (1, 2), (1, 3)]) == Correlation(3, None, None)
    assert correlation([(1, 1), (2, 2)]) == Correlation(2, None, None)
