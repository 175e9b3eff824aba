"""Matching: each feature has its level, and the levels add up."""

# levels are written in columns here
# ruff: noqa: E501

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.errors import DataError
from polybius.link import matching
from polybius.link.matching import FEATURES, UNRELATED, compare, features, load_akin, load_weights, score_of
from polybius.link.telling import Side, Spot, Telling

DAY = date(2020, 10, 4).toordinal()
ARMY, STATE, REBELS = Side("ARM", ("MIL",)), Side("ARM"), Side("ARM", ("REB",))
ONE = Telling(
    event="a", report="r", start=0, published=DAY + 1, category="ASSAULT", actors=(ARMY,), recipients=(Side("AZE"),),
    days=(DAY, DAY), dated=True, firm=True, spot=Spot("AZE", None, "ganja", 586523, 40.68, 46.36, "exact"),
    trigger=("shelled",), words=("armenian", "forces", "shelled", "ganja"), counts=(("dead", 3),),
)  # fmt: skip
OTHER = replace(ONE, event="b", report="s")


def _level(name, **changes):
    return dict(features(ONE, replace(OTHER, **changes)))[name]


@pytest.mark.parametrize(
    ("name", "changes", "level"),
    [
        ("category", {}, "same"), ("category", {"category": "COERCE"}, "akin"), ("category", {"category": "AID"}, "different"),
        ("category", {"category": None}, "unknown"),
        ("actors", {}, "same"), ("actors", {"actors": (STATE,)}, "within"), ("actors", {"actors": (REBELS,)}, "same country"),
        ("actors", {"actors": (Side("TUR"),)}, "different"), ("actors", {"actors": ()}, "told once"),
        ("date", {}, "same day"), ("date", {"days": (DAY - 3, DAY + 3)}, "within"),
        ("date", {"days": (DAY + 1, DAY + 1)}, "a day apart"), ("date", {"days": (DAY + 9, DAY + 9)}, "weeks apart"),
        ("date", {"days": (DAY + 9, DAY + 9), "firm": False}, "weeks apart if at all"),
        ("date", {"days": (DAY - 2, DAY + 1), "dated": False}, "may be one"), ("date", {"days": None}, "untold"),
        ("place", {}, "same"), ("place", {"spot": Spot("AZE", None, "azerbaijan", None, None, None, "country")}, "same country"),
        ("place", {"spot": Spot("GEO", None, "gori", 1, 41.9, 44.1)}, "another country"),
        ("place", {"spot": Spot("AZE", None, "goranboy", 2, 40.61, 46.79)}, "nearby"),
        ("place", {"spot": Spot("AZE", None, "baku", 3, 40.38, 49.89)}, "elsewhere"),
        ("numbers", {}, "same"), ("numbers", {"counts": (("dead", 9),)}, "different"), ("numbers", {"counts": ()}, "untold"),
        ("reality", {"realis": ("future",)}, "one unreal"), ("reality", {"realis": ("negated",)}, "real"),
        ("roles", {"actors": (Side("AZE"),), "recipients": (ARMY,)}, "turned round"),
        ("reports", {"report": "r"}, "same"), ("predicate", {"trigger": ("shelling",)}, "same"),
    ],
)  # fmt: skip
def test_a_feature_has_its_level(name, changes, level):
    assert _level(name, **changes) == level


def test_parties_no_list_knows_are_compared_by_name():
    nazma = Side(None, (), None, ("nazma", "khatun"))
    one, other = replace(ONE, actors=(nazma,)), replace(OTHER, actors=(replace(nazma, words=("khatun",)),))
    assert dict(features(one, other))["actors"] == "alike"
    assert dict(features(one, other))["names"] == "shared"


@given(st.integers(-400, 400), st.sampled_from(["ASSAULT", "AID", "COERCE", None]), st.floats(0, 1))
def test_the_quick_score_is_that_of_the_comparison_or_too_low_to_count(shift, category, kinship):
    other = replace(OTHER, days=(DAY + shift, DAY + shift), category=category)
    match = compare(ONE, other, kinship)
    quick = score_of(ONE, other, lambda: kinship)
    assert match.score == pytest.approx(quick) if quick is not None else match.score <= UNRELATED


def test_reasons_name_the_strongest_evidence_first():
    reasons = compare(ONE, replace(OTHER, days=(DAY + 30, DAY + 30))).reasons
    weights = [abs(float(reason.split()[0])) for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    assert any("date: weeks apart" in reason for reason in reasons)


def test_every_weight_is_of_a_feature_there_is():
    names = {name for name, _ in FEATURES} | {"bias"}
    assert {name for name, _ in load_weights()} <= names


def test_akin_categories_stand_in_the_codebook():
    assert frozenset({"COERCE", "ASSAULT"}) in load_akin()


def test_a_weight_that_is_no_number_is_told_with_file_and_line(tmp_path, monkeypatch):
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "bad.csv").write_text("feature,level,weight\ndate,same day,much\n", encoding="utf-8")
    monkeypatch.setattr(matching, "DATA", tmp_path)
    with pytest.raises(DataError, match=r"bad\.csv:2: weight must be a number"):
        load_weights("bad.csv")
