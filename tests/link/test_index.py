"""Linking: what becomes one happening, in whatever order the reports come."""

import random
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.errors import StoreError
from polybius.link import LinkIndex, link
from polybius.link import _pairing as pairing
from tests.link.news import News, Told, invented, party

SHELLING = Told("Armenian forces [shelled] Ganja on Sunday", day="2020-10-04", place="Ganja", dead=3)
SAME = Told("Armenian artillery [shelled] the city of Ganja", day="2020-10-04", place="Ganja", dead=3)
OTHER_DAY = Told("Armenian forces [shelled] Ganja again", day="2020-10-09", place="Ganja", dead=1)
OTHER_COUNTRY = Told(
    "Turkish forces [shelled] Kobani on Sunday", actor="TUR MIL", recipient="SYR", day="2020-10-04", place="Kobani"
)


def _groups(reports):
    return {frozenset(happening.events) for happening in link(reports)}


def test_the_same_event_in_two_outlets_is_one_happening():
    reports = [News("Reuters", "2020-10-04", [SHELLING]).coded, News("TASS", "2020-10-05", [SAME]).coded]
    (happening,) = link(reports)
    assert happening.reports == tuple(one.report.id for one in reports)
    assert happening.support.independent == 2
    assert (happening.first_told, happening.last_told) == ("2020-10-04", "2020-10-05")


@pytest.mark.parametrize("other", [OTHER_DAY, OTHER_COUNTRY])
def test_another_day_or_another_country_is_another_happening(other):
    reports = [News("Reuters", "2020-10-04", [SHELLING]).coded, News("TASS", "2020-10-10", [other]).coded]
    assert len(link(reports)) == 2


def test_a_plan_is_not_the_deed():
    plan = Told("Armenian forces will [shell] Ganja on Sunday", day="2020-10-04", place="Ganja", realis=("future",))
    reports = [News("Reuters", "2020-10-03", [plan]).coded, News("TASS", "2020-10-05", [SHELLING]).coded]
    assert len(link(reports)) == 2


def test_a_report_without_a_date_or_an_outlet_is_linked_by_what_it_tells():
    reports = [News("Reuters", "2020-10-04", [SHELLING]).coded, News(None, None, [SAME]).coded]
    (happening,) = link(reports)
    assert happening.support.independent == 2


def test_the_id_is_that_of_the_first_telling_and_later_ids_still_lead_to_it():
    later, earlier = News("TASS", "2020-10-05", [SAME]).coded, News("Reuters", "2020-10-04", [SHELLING]).coded
    with LinkIndex() as index:
        index.add([later])
        (before,) = index.happenings()
        index.add([earlier])
        (after,) = index.happenings()
        assert before.id == later.events[0].id
        assert after.id == earlier.events[0].id
        assert index.happening(before.id) == after


def test_a_report_known_already_changes_nothing_and_one_coded_anew_replaces_itself():
    report = News("Reuters", "2020-10-04", [SHELLING]).coded
    anew = report.model_copy(update={"events": (), "versions": report.versions.model_copy(update={"polybius": "2"})})
    with LinkIndex() as index:
        assert index.add([report]).new == 1
        assert index.add([report]).unchanged == 1
        assert index.add([anew]).replaced == 1
        assert list(index.happenings()) == []


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_any_order_and_any_batches_give_the_same_happenings(seed, chance):
    reports = invented(8, seed)
    expected = link(reports)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    with LinkIndex() as index:
        while shuffled:
            size = chance.randint(1, 4)
            index.add(shuffled[:size])
            shuffled = shuffled[size:]
        assert tuple(index.happenings()) == expected


@pytest.mark.parametrize("seed", range(8))
def test_the_order_does_not_matter_where_keys_overflow_either(seed, monkeypatch):
    monkeypatch.setattr(pairing, "CAP", 3)
    reports = invented(12, seed)
    expected = link(reports)
    random.Random(seed).shuffle(reports)
    with LinkIndex() as index:
        for report in reports:
            index.add([report])
        assert tuple(index.happenings()) == expected


@pytest.mark.parametrize("cap", [3, 200])
@pytest.mark.parametrize("seed", range(6))
def test_taking_a_report_out_leaves_what_would_be_there_without_it(seed, cap, monkeypatch):
    monkeypatch.setattr(pairing, "CAP", cap)
    reports = invented(9, seed)
    with LinkIndex() as index:
        index.add(reports)
        index.remove([reports[4].report.id, reports[7].report.id])
        assert tuple(index.happenings()) == link(reports[:4] + reports[5:7] + reports[8:])


def test_comparing_tells_what_joins_and_what_parts():
    one, other = News("Reuters", "2020-10-04", [SHELLING]).coded, News("TASS", "2020-10-10", [OTHER_DAY]).coded
    with LinkIndex() as index:
        index.add([one, other])
        found = index.compare(one.events[0].id, other.events[0].id)
        assert not found.joined
        assert found.happenings == (one.events[0].id, other.events[0].id)
        assert any("date: weeks apart" in reason for reason in found.match.reasons)
        assert index.compare(other.events[0].id, one.events[0].id).match == found.match
        assert found.met
        assert index.compare(one.events[0].id, "nothing") is None


def test_comparing_says_where_linking_would_not_have_compared():
    long_after = replace(OTHER_COUNTRY, day="2021-03-01")
    one, other = News("Reuters", "2020-10-04", [SHELLING]).coded, News("TASS", "2021-03-02", [long_after]).coded
    with LinkIndex() as index:
        index.add([one, other])
        assert not index.compare(one.events[0].id, other.events[0].id).met


def test_an_index_of_another_layout_is_made_anew(tmp_path):
    path = tmp_path / "index.sqlite"
    with LinkIndex(path) as index:
        index.add([News("Reuters", "2020-10-04", [SHELLING]).coded])
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 999")
    base.close()
    with LinkIndex(path) as index:
        assert index.stamps() == {}


def test_a_file_that_is_no_index_is_refused_in_one_line(tmp_path):
    path = tmp_path / "index.sqlite"
    path.write_text("this is no database, but a text that is long enough to be looked at " * 20)
    with pytest.raises(StoreError, match="delete it and link again"):
        LinkIndex(path)


def test_a_fault_in_the_middle_leaves_the_index_as_it_was():
    good = News("Reuters", "2020-10-04", [SHELLING]).coded
    with LinkIndex() as index:
        index.add([good])

        def broken():
            yield News("TASS", "2020-10-05", [SAME]).coded
            raise RuntimeError

        with pytest.raises(RuntimeError):
            index.add(broken())
        assert index.stamps().keys() == {good.report.id}
        (happening,) = index.happenings()
        assert happening.support.independent == 1


def test_speakers_who_are_parties_are_told_from_outsiders():
    told = Told(
        "Armenian forces [shelled] Ganja", recipient="AZE CVL", day="2020-10-04", place="Ganja", dead=3,
        by=[party("AZE GOV", "Azerbaijan's Defence Ministry")], claim=True,
    )  # fmt: skip
    denied = Told(
        "Armenian forces never [shelled] Ganja", day="2020-10-04", place="Ganja", realis=("negated",),
        by=[party("ARM GOV", "Yerevan")], claim=True,
    )  # fmt: skip
    (happening,) = link([News("Reuters", "2020-10-04", [told]).coded, News("TASS", "2020-10-05", [denied]).coded])
    assert happening.support.denied_by == ("ARM",)
    assert happening.support.one_sided
    assert [one.field for one in happening.contradictions] == ["occurrence"]
    assert happening.realis == ()
