"""Keys: what may be one event shares one, what lies apart in time does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.link.blocks import STRETCH, keys_of
from polybius.link.telling import Side, Spot, Telling

DAY = date(2020, 10, 4).toordinal()


def _telling(days=(DAY, DAY), code="ARM", **more):
    return Telling(
        event="e", report="r", start=0, category="ASSAULT", actors=(Side(code, ("MIL",)),), days=days, **more
    )


def _meet(one, other):
    names = {key.name: key.guest for key in keys_of(one)}
    return any(key.name in names and not (key.guest and names[key.name]) for key in keys_of(other))


@given(st.integers(1, 700_000), st.integers(0, STRETCH))
def test_days_close_to_each_other_share_a_key(day, gap):
    assert _meet(_telling((day, day)), _telling((day + gap, day + gap)))


@given(st.integers(1, 700_000), st.integers(2 * STRETCH, 5000))
def test_days_far_from_each_other_share_none(day, gap):
    assert not _meet(_telling((day, day)), _telling((day + gap, day + gap)))


@pytest.mark.parametrize(
    "coarse",
    [
        (date(2020, 10, 1).toordinal(), date(2020, 12, 31).toordinal()),
        (date(2020, 1, 1).toordinal(), date(2020, 12, 31).toordinal()),
        (date(2019, 1, 1).toordinal(), date(2021, 12, 31).toordinal()),
    ],
)
def test_a_day_meets_a_season_or_year_that_holds_it_and_they_meet_each_other(coarse):
    assert _meet(_telling(), _telling(coarse))
    assert _meet(_telling(coarse), _telling())
    assert _meet(_telling(coarse), _telling((date(2020, 1, 1).toordinal(), date(2020, 12, 31).toordinal())))


def test_other_parties_share_no_key():
    assert not _meet(_telling(), _telling(code="CHL"))


def test_without_parties_the_place_brings_tellings_together():
    one = Telling(event="e", report="r", start=0, category="ASSAULT", days=(DAY, DAY), spot=Spot(name="ganja"))
    assert _meet(
        one, Telling(event="f", report="s", start=0, category="ASSAULT", days=(DAY, DAY), spot=Spot(name="ganja"))
    )


def test_a_telling_without_any_day_still_has_a_key():
    assert keys_of(_telling(days=None))
    assert _meet(_telling(days=None), _telling(days=None))
