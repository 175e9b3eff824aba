"""Series: what counts, in which step, in which direction, what is left out, and the exposure beside it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.codebook import load_codebook
from polybius.errors import PolybiusError, StoreError
from polybius.link.series import MUTUAL, QUADS, LeftOut, exposure, series

CATEGORIES = load_codebook().categories
TYPES = {"position": pa.int32(), "quad": pa.int64(), "score": pa.float64(), "goldstein": pa.float64(),
         "independent": pa.int64(), "one_sided": pa.bool_(), "confidence": pa.float64()}  # fmt: skip


def schema(columns: str) -> pa.Schema:
    return pa.schema([(name, TYPES.get(name, pa.string())) for name in columns.split()])


SCHEMAS = {
    "happenings": schema(
        "happening_id category realis date_start date_end first_told quad score goldstein independent one_sided "
        "confidence"
    ),
    "happening_parties": schema("happening_id role position code sectors actor_id name text"),
    "reports": schema("report_id published published_end published_basis outlet outlet_id"),
    "appearances": schema("report_id outlet"),
}


@dataclass(frozen=True)
class Told:
    """A happening; parties as "CODE SECTORS", or the id of the actor list in lower case."""

    actors: tuple[str, ...] = ("ARM",)
    recipients: tuple[str, ...] = ("AZE",)
    category: str = "ASSAULT"
    day: str | None = "2020-09-27"
    end: str | None = ""  # "": the same day
    realis: str = ""
    score: float | None = -9.0
    independent: int = 1
    one_sided: bool = False
    confidence: float | None = 0.9
    first_told: str | None = "2020-09-28"


def parties_of(number: int, told: Told):
    for role, names in (("actor", told.actors), ("recipient", told.recipients)):
        for position, name in enumerate(names, 1):
            code, _, sectors = (None, "", "") if name.islower() else name.partition(" ")
            actor_id = name if name.islower() else None
            yield {"happening_id": f"h{number}", "role": role, "position": position, "code": code, "sectors": sectors,
                   "actor_id": actor_id, "name": None, "text": name}  # fmt: skip


def row_of(number: int, told: Told):
    return {"happening_id": f"h{number}", "category": told.category, "realis": told.realis, "date_start": told.day,
            "date_end": told.day if told.end == "" else told.end, "first_told": told.first_told,
            "quad": CATEGORIES[told.category].quad, "score": told.score, "goldstein": told.score,
            "independent": told.independent, "one_sided": told.one_sided, "confidence": told.confidence}  # fmt: skip


def published(day: str | None, outlet: str | None = "AP", **other):
    return {
        "published": day,
        "published_end": day,
        "published_basis": "given",
        "outlet": outlet,
        "outlet_id": None,
    } | other


def views(told=(), reports=(), appearances=()):
    """A connection with the views of polybius.link.connect that a series needs."""
    connection = duckdb.connect(":memory:")
    rows = {
        "happenings": [row_of(number, one) for number, one in enumerate(told)],
        "happening_parties": [party for number, one in enumerate(told) for party in parties_of(number, one)],
        "reports": [{"report_id": f"r{number}"} | report for number, report in enumerate(reports)],
        "appearances": list(appearances),
    }
    for view, columns in SCHEMAS.items():
        connection.register(view, pa.Table.from_pylist(rows[view], schema=columns))
    return connection


def counted(told, *parties, **options):
    """Events of the whole series, as {(actor, recipient): events}."""
    table = series(views(told), *(parties or ("ARM", "AZE")), **options).table
    found = {}
    for row in table.to_pylist():
        pair = row["actor"], row["recipient"]
        found[pair] = found.get(pair, 0) + row["events"]
    return found


def left_out(told, **options):
    found = series(views(told), "ARM", "AZE", **options).left_out
    return {field.name: value for field in fields(LeftOut) if (value := getattr(found, field.name))}


def test_a_week_is_one_row_a_direction_with_counts_scores_and_exposure():
    told = [
        Told(one_sided=True),
        Told(day="2020-10-04", score=-7.0),
        Told(("AZE",), ("ARM",), "ACCUSE", "2020-09-28", score=-3.0),
    ]
    reports = [published("2020-09-28"), published("2020-10-01"), published("2020-10-04", "Trend")]
    table = series(views(told, reports), "ARM", "AZE", step="week").table
    first, _, there, back = table.to_pylist()
    assert (first["step_start"], first["step_end"]) == (date(2020, 9, 21), date(2020, 9, 27))
    assert (first["events"], first["one_sided"], first["reports"]) == (1, 1.0, 0)
    assert (there["step_start"], there["step_end"]) == (date(2020, 9, 28), date(2020, 10, 4))
    assert (there["actor"], there["recipient"], there["events"], there["ASSAULT"]) == ("ARM", "AZE", 1, 1)
    assert (there["material_conflict"], there["score_sum"], there["goldstein_mean"]) == (1, -7.0, -7.0)
    assert (there["reports"], there["outlets"], there["one_sided"]) == (3, 2, 0.0)
    assert (back["actor"], back["recipient"], back["ACCUSE"], back["verbal_conflict"]) == ("AZE", "ARM", 1, 1)


def test_columns_name_every_category_and_quad_class():
    assert set(series(views(), "ARM").table.column_names) == {
        "step_start", "step_end", "actor", "recipient", "events", *CATEGORIES, *QUADS, "historical", "score_sum",
        "score_mean", "goldstein_sum", "goldstein_mean", "one_sided", "reports", "outlets",
    }  # fmt: skip


def test_steps_without_events_are_rows_of_zeros_without_means():
    rows = series(views([Told(), Told(day="2021-01-15")]), "ARM", "AZE", directed=False).table.to_pylist()
    assert [(row["step_start"].isoformat()[:7], row["events"]) for row in rows] == [
        ("2020-09", 1), ("2020-10", 0), ("2020-11", 0), ("2020-12", 0), ("2021-01", 1),
    ]  # fmt: skip
    assert (rows[1]["score_sum"], rows[1]["score_mean"], rows[1]["one_sided"]) == (0, None, None)


def test_the_period_runs_over_all_steps_with_reports_or_happenings():
    reports = [published("2019-12-31"), published("2020-03-01")]
    rows = series(views([], reports), "ARM", "AZE", step="quarter", directed=False).table.to_pylist()
    assert [(row["step_start"], row["reports"]) for row in rows] == [(date(2019, 10, 1), 1), (date(2020, 1, 1), 1)]


def test_nothing_at_all_is_no_rows():
    found = series(views(), "ARM", "AZE")
    assert found.table.num_rows == 0
    assert found.left_out == LeftOut()


def test_scores_that_are_unknown_do_not_count_as_zero():
    (row,) = series(views([Told(score=None)]), "ARM", "AZE", directed=False).table.to_pylist()
    assert (row["events"], row["score_sum"], row["score_mean"]) == (1, None, None)


@pytest.mark.parametrize(
    ("step", "day", "end", "fits"),
    [
        ("day", "2020-09-27", "", True),
        ("week", "2020-09-27", "", True),
        ("week", "2020-09", "", False),
        ("week", "2020-09-21", "2020-09-27", True),
        ("week", "2020-09-27", "2020-09-28", False),  # Sunday to Monday
        ("month", "2020-09", "", True),
        ("month", "2020", "", False),
        ("month", "2020-07", "2020-09", False),
        ("quarter", "2020-07", "2020-09", True),
        ("year", "2020", "", True),
        ("year", "1990", "1999", False),
    ],
)
def test_a_date_coarser_than_the_step_is_left_out_and_told(step, day, end, fits):
    told = [Told(day=day, end=end)]
    assert sum(counted(told, step=step).values()) == fits
    assert left_out(told, step=step) == ({} if fits else {"coarse": 1})


@pytest.mark.parametrize(("day", "end"), [(None, None), (None, "2020-09-27"), ("1991", None), ("2020-02-30", "")])
def test_what_has_no_date_or_only_a_bound_is_undated(day, end):
    assert left_out([Told(day=day, end=end)]) == {"undated": 1}


def test_what_has_no_date_can_be_placed_where_it_was_told_unless_it_is_background():
    told = [Told(day=None, end="2020-09-28"), Told(day=None, end=None, realis="historical"), Told(day="2020", end="")]
    table = series(views(told), "ARM", "AZE", step="day", undated="told").table
    assert table.filter(pa.compute.field("events") > 0)["step_start"].to_pylist() == [date(2020, 9, 28)]
    assert left_out(told, step="day", undated="told") == {"undated": 1, "coarse": 1}


def test_negated_hypothetical_and_future_do_not_count_unless_asked_for():
    told = [Told(realis=mark) for mark in ("negated", "hypothetical", "future", "future|negated")]
    assert left_out(told) == {"unreal": 4}
    assert counted(told, realis=("future",))["ARM", "AZE"] == 1
    assert counted(told, realis=("future", "negated"))["ARM", "AZE"] == 3


def test_background_counts_when_it_happened_and_says_so():
    told = [Told(day="2019-05-01", realis="historical"), Told(day="2020-09-27")]
    rows = series(views(told), "ARM", "AZE", step="year", start="2019", directed=False).table.to_pylist()
    assert [(row["events"], row["historical"]) for row in rows] == [(1, 1), (1, 0)]
    assert left_out(told, realis=()) == {"unreal": 1}


def test_background_does_not_draw_the_period_out():
    told = [Told(day="1915-04-24", realis="historical"), Told()]
    assert series(views(told), "ARM", "AZE", step="day", directed=False).table.num_rows == 1
    assert left_out(told) == {"outside": 1}
    assert left_out(told[:1]) == {}


def test_the_period_is_cut_to_the_days_asked_for():
    told = [Told(day=day) for day in ("2020-09-26", "2020-09-27", "2020-10-01", "2020-10-02", "2020-09")]
    options = {"start": "2020-09-27", "end": "2020-10-01", "directed": False}
    rows = series(views(told), "ARM", "AZE", **options).table.to_pylist()
    assert [(row["step_start"], row["step_end"], row["events"]) for row in rows] == [
        (date(2020, 9, 27), date(2020, 9, 30), 1), (date(2020, 10, 1), date(2020, 10, 1), 1),
    ]  # fmt: skip
    assert left_out(told, **options) == {"outside": 2, "coarse": 1}


def test_a_period_of_a_year_has_all_its_months():
    rows = series(views(), "ARM", "AZE", start="2020", end="2020", directed=False).table
    assert rows.num_rows == 12
    assert rows["step_end"][1].as_py() == date(2020, 2, 29)


def test_compound_actors_count_for_each_pair_or_only_where_the_pair_is_alone():
    compound = [Told(("ARM MIL", "ARM PRE"), ("AZE CVL", "AZE MIL", "TUR"))]
    assert counted(compound) == {("ARM", "AZE"): 1, ("AZE", "ARM"): 0}
    assert counted(compound, "ARM.PRE", "TUR")["ARM.PRE", "TUR"] == 1
    assert sum(counted(compound, expand=False).values()) == 0
    assert counted([Told()], expand=False)["ARM", "AZE"] == 1


def test_reciprocal_happenings_count_once_in_each_direction():
    clash = [Told(("ARM MIL", "AZE MIL"), ())]
    assert counted(clash) == {("ARM", "AZE"): 1, ("AZE", "ARM"): 1}
    assert counted(clash, expand=False) == {("ARM", "AZE"): 1, ("AZE", "ARM"): 1}
    assert counted(clash, directed=False) == {("ARM", "AZE"): 1}
    talks = [Told(("ARM", "AZE", "RUS"), (), "CONSULT")]
    assert counted(talks, "RUS", "AZE") == {("RUS", "AZE"): 1, ("AZE", "RUS"): 1}
    assert sum(counted(talks, "RUS", "AZE", expand=False).values()) == 0


def test_who_acts_together_on_somebody_untold_does_not_act_on_each_other():
    for category in set(CATEGORIES) - set(MUTUAL):
        assert sum(counted([Told(("USA", "CAN"), (), category)], "USA", "CAN").values()) == 0
    joint = [Told(("USA", "CAN"), (), "ACCUSE")]
    assert counted(joint, "USA", "CAN", mutual=("ACCUSE",)) == {("USA", "CAN"): 1, ("CAN", "USA"): 1}


def test_a_party_does_not_clash_with_itself_but_with_another_of_its_code():
    assert counted([Told(("ARM", "AZE"), ())], "ARM", "ARM", start="2020", end="2020") == {("ARM", "ARM"): 0}
    assert counted([Told(("ARM COP", "ARM OPP"), ())], "ARM", "ARM") == {("ARM", "ARM"): 1}


def test_one_party_alone_has_what_it_does_and_what_is_done_to_it():
    told = [
        Told(), Told(("ARM",), (), "PROTEST"), Told(("AZE",), ("ARM",)), Told((), ("ARM",)),
        Told(("ARM", "RUS"), (), "CONSULT"), Told(("AZE",), ("TUR",)),
    ]  # fmt: skip
    assert counted(told, "ARM") == {("ARM", None): 3, (None, "ARM"): 3}
    assert counted(told, "ARM", directed=False) == {("ARM", None): 5}
    assert counted(told, "ARM", expand=False) == {("ARM", None): 3, (None, "ARM"): 3}


@pytest.mark.parametrize(
    ("actor", "events"),
    [
        ("ARM", 4), ("ARM.MIL", 2), ("ARM MIL", 2), ("ARM.MIL.PRE", 1), ("ARM.none", 1), ("wagner-group", 1),
        ("ARM.none,ARM.OPP", 2), ("ARM.MIL, wagner-group", 3),
    ],
)  # fmt: skip
def test_parties_are_named_by_code_sectors_or_id(actor, events):
    names = ("ARM", "ARM MIL", "ARM PRE MIL", "ARM OPP", "wagner-group", "AZE MIL")
    assert sum(counted([Told((name,), ("TUR",)) for name in names], actor, "TUR").values()) == events


def test_a_party_that_is_in_no_happening_is_told():
    assert series(views([Told()]), "arm", "AZE").unnamed == ("arm",)
    assert series(views([Told()]), "ARM", "ARM").unnamed == ()


def test_one_a_day_keeps_the_best_supported_of_a_direction_and_category():
    told = [
        Told(score=-1.0), Told(score=-9.0, independent=3), Told(category="COERCE"), Told(("AZE",), ("ARM",)),
        Told(day="2020-09-28"), Told(day="2020-09"), Told(day="2020-09"),
    ]  # fmt: skip
    there, back = series(views(told), "ARM", "AZE", one_a_day=True).table.to_pylist()
    assert (there["ASSAULT"], there["COERCE"], back["ASSAULT"]) == (4, 1, 1)
    assert there["score_sum"] == -9.0 * 5


def test_support_confidence_and_category_narrow_what_counts():
    told = [Told(), Told(independent=0), Told(independent=2, confidence=None), Told(category="ACCUSE")]
    assert counted(told)["ARM", "AZE"] == 3
    assert left_out(told) == {"unsupported": 1}
    assert counted(told, independent=2)["ARM", "AZE"] == 1
    assert counted(told, confidence=0.5)["ARM", "AZE"] == 2
    assert counted(told, categories=("ACCUSE",))["ARM", "AZE"] == 1


def test_exposure_counts_the_reports_of_each_outlet_in_each_step():
    reports = [
        published("2020-09-28"), published("2020-09-29"), published("2020-10-06", None),
        published("2020-10-06", None, outlet_id="tass"), published("2020-09"), published(None),
        published("2020-10-07", published_end=None),
        published("2020-10-08", published_end=None, published_basis="inferred"),
    ]  # fmt: skip
    appearances = [{"report_id": "r0", "outlet": outlet} for outlet in ("AP", "Trend", None)]
    found = exposure(views((), reports, appearances), "week")
    assert [tuple(row.values()) for row in found.table.to_pylist()] == [
        (date(2020, 9, 28), date(2020, 10, 4), "AP", 2), (date(2020, 9, 28), date(2020, 10, 4), "Trend", 1),
        (date(2020, 10, 5), date(2020, 10, 11), "AP", 1), (date(2020, 10, 5), date(2020, 10, 11), "tass", 1),
        (date(2020, 10, 5), date(2020, 10, 11), None, 1),
    ]  # fmt: skip
    assert found.left_out == 3
    rows = series(views((), reports, appearances), "ARM", step="week", directed=False)
    assert [(row["reports"], row["outlets"]) for row in rows.table.to_pylist()] == [(2, 2), (3, 2)]
    assert rows.left_out.reports == 3


def test_exposure_is_cut_to_the_period():
    reports = [published(day) for day in ("2020-09-27", "2020-09-30", "2020-10-02", "2020-09")]
    found = exposure(views((), reports), "month", "2020-09-28", "2020-10-01")
    assert [tuple(row.values()) for row in found.table.to_pylist()] == [(date(2020, 9, 28), date(2020, 9, 30), "AP", 1)]
    assert found.left_out == 1


def test_frames_hold_the_rows_of_the_table():
    found = series(views([Told()], [published("2020-09-28")]), "ARM", "AZE")
    assert found.to_polars().to_dicts() == found.table.to_pylist()
    assert found.to_pandas()["events"].tolist() == [1, 0]
    reports = exposure(views([], [published("2020-09-28")]))
    assert reports.to_polars().height == len(reports.to_pandas()) == 1


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (("ARMY",), {}, "'ARMY' names no party"),
        (("ARM", ""), {}, "'' names no party"),
        (("ARM.XYZ",), {}, "'XYZ' is no sector; choose from COP"),
        (("ARM.none.MIL",), {}, "'none' is no sector"),
        (("ARM",), {"step": "fortnight"}, "'fortnight' is no step; choose from day, week"),
        (("ARM",), {"categories": ("FIGHT",)}, "'FIGHT' is no category; choose from"),
        (("ARM",), {"realis": ("past",)}, "'past' is no realis"),
        (("ARM",), {"undated": "guess"}, "'guess' is no way to treat"),
        (("ARM",), {"start": "2020-13"}, "'2020-13' is no date; write YYYY-MM-DD"),
        (("ARM",), {"end": "yesterday"}, "'yesterday' is no date"),
        (("ARM",), {"end": "0000"}, "'0000' is no date"),
        (("ARM",), {"start": "2021", "end": "2020-12-31"}, "from 2021 to 2020-12-31 ends before it begins"),
        (("ARM",), {"independent": -1}, "0 or more independent tellers"),
        (("ARM",), {"confidence": 2}, "confidence from 0 to 1"),
    ],
)
def test_wrong_arguments_are_told_in_one_sentence(arguments, options, said):
    with pytest.raises(PolybiusError, match=r"\A[^\n]+\Z") as caught:
        series(views(), *arguments, **options)
    assert said in str(caught.value)


def test_a_store_that_cannot_be_read_is_a_store_error():
    with pytest.raises(StoreError, match="cannot be counted"):
        series(duckdb.connect(":memory:"), "ARM")


# ARM's side and AZE's never mix, so that no happening but a reciprocal one has both directions
SIDES = {"ARM": ("ARM", "ARM MIL", "RUS"), "AZE": ("AZE", "AZE MIL", "TUR")}
DAYS = st.dates(date(2019, 12, 20), date(2020, 4, 10)).map(date.isoformat)
DATES = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), st.none())


@st.composite
def one_told(draw):
    acting, suffering = draw(st.permutations(sorted(SIDES)))
    parties = [
        tuple(draw(st.lists(st.sampled_from(SIDES[side]), min_size=1, max_size=3))) for side in (acting, suffering)
    ]
    reciprocal = draw(st.booleans())
    return Told(
        actors=parties[0] + parties[1] if reciprocal else parties[0],
        recipients=() if reciprocal else parties[1],
        category=draw(st.sampled_from(["ASSAULT", "CONSULT", "ACCUSE"])),
        day=draw(DATES),
        realis=draw(st.sampled_from(["", "historical", "negated"])),
        score=draw(st.sampled_from([-9.0, 2.5, None])),
    )


TOLD = st.lists(one_told(), max_size=25)


@settings(max_examples=60, deadline=None)
@given(TOLD, st.sampled_from(["day", "week", "month", "quarter"]), st.booleans())
def test_steps_add_up_to_the_period_and_nothing_is_lost(told, step, expand):
    found = series(views(told), "ARM", "AZE", step=step, start="2019", end="2020", directed=False, expand=expand)
    dated = [replace(one, day="2020", end="") for one in told]
    all_of_it = series(views(dated), "ARM", "AZE", step="year", start="2019", end="2020", directed=False, expand=expand)
    counted_now = sum(found.table["events"].to_pylist())
    missing = found.left_out.undated + found.left_out.coarse + found.left_out.outside
    assert counted_now + missing == sum(all_of_it.table["events"].to_pylist())
    # shorter steps place no more than longer ones, and the classes add up to the whole
    longer = series(views(told), "ARM", "AZE", step="year", start="2019", end="2020", directed=False, expand=expand)
    assert counted_now <= sum(longer.table["events"].to_pylist())
    for row in found.table.to_pylist():
        assert row["events"] == sum(row[name] for name in CATEGORIES) == sum(row[name] for name in QUADS)


@settings(max_examples=60, deadline=None)
@given(TOLD, st.sampled_from(["day", "week", "month"]), st.booleans())
def test_both_directions_add_up_to_the_undirected_count_of_what_is_not_reciprocal(told, step, expand):
    one_way = [one for one in told if one.recipients]
    options = {"step": step, "expand": expand, "start": "2019", "end": "2020"}
    directed = series(views(one_way), "ARM", "AZE", **options).table.to_pylist()
    together = series(views(one_way), "ARM", "AZE", directed=False, **options).table.to_pylist()
    assert [there["events"] + back["events"] for there, back in zip(directed[::2], directed[1::2], strict=True)] == [
        row["events"] for row in together
    ]
    both_ways = [one for one in told if not one.recipients]
    pairs = series(views(both_ways), "ARM", "AZE", **options).table.to_pylist()
    assert all(there["events"] == back["events"] for there, back in zip(pairs[::2], pairs[1::2], strict=True))


@settings(max_examples=40, deadline=None)
@given(TOLD)
def test_turning_the_pair_round_turns_the_directions_round(told):
    there = series(views(told), "ARM", "AZE", start="2019", end="2020").table.to_pylist()
    back = series(views(told), "AZE", "ARM", start="2019", end="2020").table.to_pylist()
    assert sorted(there, key=str) == sorted(back, key=str)
