"""Tellings: what linking looks at in an event."""

from datetime import date
from pathlib import Path

import pytest

import polybius.find
from polybius.link.telling import LENT, first_ordinal, last_ordinal, published_on, side_of
from polybius.records import Actor, Published
from tests.link.news import News, Told

FIND = Path(polybius.find.__file__).parent


@pytest.mark.parametrize("way", LENT)
def test_the_ways_of_lending_a_country_are_those_that_finding_actors_names(way):
    assert any(way in path.read_text(encoding="utf-8") for path in FIND.glob("*.py"))


@pytest.mark.parametrize(
    ("actor", "sure"),
    [
        (Actor(text="Armenian troops", start=0, end=15, code="ARM", reason="agents.csv: troop, country"), True),
        (Actor(text="troops", start=0, end=6, code="ARM", reason="agents.csv: troop, the report's focus"), False),
        (Actor(text="Armenian troops", code="ARM", implicit=True), False),
    ],
)  # fmt: skip
def test_a_party_is_sure_where_its_own_words_tell_its_country(actor, sure):
    assert side_of(actor).sure is sure


def test_short_dates_are_the_days_they_may_mean():
    assert first_ordinal("2020-02") == date(2020, 2, 1).toordinal()
    assert last_ordinal("2020-02") == date(2020, 2, 29).toordinal()
    assert first_ordinal(None) is last_ordinal("no date") is None


@pytest.mark.parametrize(("start", "known"), [("2020-10-01", True), ("2020-01-01", False)])
def test_a_day_of_publication_guessed_within_months_dates_nothing(start, known):
    report = News("Reuters", "2020-10-04", [Told("Forces [shelled] Ganja")]).coded.report
    guessed = report.model_copy(update={"published": Published(start=start, end="2020-10-04", basis="inferred")})
    assert (published_on(guessed) is not None) is known
