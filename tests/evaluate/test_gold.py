"""The figures of the gold measure: by hand on small cases, and against the script that defines it."""

# codings are written in columns here
# ruff: noqa: E501

import json
import random
import re
import subprocess
import sys

import pytest

from polybius.errors import PolybiusError
from polybius.evaluate.gold import FIELDS, Count, evaluate_gold, score_events, score_gold, score_statements, source_of
from polybius.export import to_json_line
from polybius.records import Actor, CodedReport, Event, EventDate, EventPlace, Link, Named, Report, Span, Statement
from tests.made import TEXT, VERSIONS, FakeCoder, report_id, shelling, span_of, without_events

GOLD_EVENT = {
    **span_of("Armenian forces shelled the town of Ganja"),
    "category": "ASSAULT",
    "alternatives": ["COERCE"],
    "modes": ["heavy-weapons"],
    "actors": [{"text": "Armenian forces", "code": "ARM", "sectors": ["MIL"]}],
    "recipients": [{"text": "Ganja", "code": "AZE", "sectors": ["CVL"]}],
    "date": {"start": "2020-10", "end": None},
    "place": "Ganja",
    "realis": [],
    "attribution": ["Azerbaijani officials"],
}


def judged(coded=None, **gold):
    """The count for one gold event against the sample's first event, or another."""
    return score_events([GOLD_EVENT | gold], [coded or shelling().events[0]])[0]


def test_a_perfect_event_has_every_field_right():
    count = judged()
    assert (count.gold, count.found, count.extra, count.f1) == (1, 1, 0, 1.0)
    assert all(count.share(field) == 1.0 for field in FIELDS)


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        ({"category": "COERCE", "alternatives": ["ASSAULT"]}, 1),
        ({"category": "COERCE", "alternatives": []}, 0),
        ({"actors": [{"code": "AZE"}]}, 0),
        ({"actors": [{"code": "AZE", "also": ["ARM"]}]}, 1),
        ({"actors": [{"code": None}]}, 1),
        ({"actors": []}, 1),
        ({"start": 0, "end": 5}, 0),
        ({"recipients": [{"code": "IRN"}]}, 1),
    ],
)
def test_what_counts_as_found(gold, found):
    count = judged(**gold)
    assert (count.found, count.extra) == (found, 1 - found)


@pytest.mark.parametrize(
    ("field", "gold"),
    [
        ("recipients", {"recipients": [{"code": "IRN"}]}),
        ("modes", {"modes": ["firearms"]}),
        ("date", {"date": {"start": "2020-09", "end": None}}),
        ("date", {"date": {"start": None, "end": "2020-10-05"}}),
        ("realis", {"realis": ["future"]}),
        ("says", {"attribution": []}),
        ("says", {"attribution": ["Azerbaijani officials", "the paper"]}),
        ("says", {"attribution": ["Yerevan"]}),
        ("place", {"place": "Shusha"}),
        ("sectors", {"actors": [{"code": "ARM", "sectors": ["GOV"]}]}),
    ],
)
def test_a_wrong_field_is_wrong_and_the_others_right(field, gold):
    count = judged(**gold)
    assert {name for name in FIELDS if not count.share(name)} == {field}


def test_alternatives_of_realis_and_unnamed_tellers_are_right():
    assert judged(realis=["future"], realis_alternatives=[[]]).share("realis") == 1.0
    assert judged(attribution=[None]).share("says") == 1.0
    assert judged(date=None).share("date") == 1.0


def test_an_optional_event_is_neither_missing_nor_extra():
    assert judged(optional=True).as_dict(()) == Count().as_dict(())
    missed = judged(optional=True, actors=[{"code": "AZE"}])
    assert (missed.gold, missed.found, missed.extra) == (0, 0, 1)


def test_a_coded_event_serves_one_gold_event_and_firm_ones_first():
    event = shelling().events[0]
    assert score_events([GOLD_EVENT | {"optional": True}, GOLD_EVENT], [event])[0].found == 1
    both, by_category = score_events([GOLD_EVENT, GOLD_EVENT], [event])
    assert (both.gold, both.found) == (2, 1)
    assert by_category["ASSAULT"].recall == 0.5


def test_statements_are_found_by_half_of_the_union():
    start, end = shelling().statements[0].content[0].start, shelling().statements[0].content[0].end
    wanted = {"start": start, "end": end - 10, "speakers": ["officials"]}
    count = score_statements([wanted, {"start": 0, "end": 4, "speakers": []}], shelling())
    assert (count.gold, count.found, count.extra, count.share("speakers")) == (2, 1, 0, 1.0)
    assert score_statements([wanted | {"end": start + 5}], shelling()).found == 0


def test_the_source_of_a_report_is_the_first_part_of_its_file():
    assert [source_of({"source": s}) for s in ("aquaint-timeml/NYT.tml", "re3d", None)] == [
        "aquaint-timeml",
        "re3d",
        "unknown",
    ]


@pytest.fixture
def folder(tmp_path):
    """A gold set of two reports, one with the sample's events."""
    texts = {"a": TEXT, "b": "Rain fell all morning."}
    reports = [
        {"id": key, "source": f"set-{key}/x", "outlet": None, "published": "2020-10-04", "title": "T", "text": text}
        for key, text in texts.items()
    ]
    gold = [
        {"id": "a", "events": [GOLD_EVENT], "statements": [], "relations": []},
        {"id": "b", "events": [GOLD_EVENT | {"start": 0, "end": 9}], "statements": []},
    ]
    for name, rows in (("reports", reports), ("gold", gold)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def test_evaluate_codes_every_report_with_its_date_and_counts_by_source(folder):
    score = evaluate_gold(folder, FakeCoder())
    assert (score.events.gold, score.events.found, score.events.extra) == (2, 1, 1)
    assert score.by_source["set-a"].recall == 1.0
    assert score.by_source["set-b"].recall == 0.0
    assert sorted(score.by_category) == ["ASSAULT", "REJECT"]
    assert score.as_dict()["events"]["recall"] == 0.5


def test_a_report_that_was_not_coded_is_named(folder):
    score = score_gold(folder, [shelling()])
    assert score.missing == ("b",)
    assert score.events.gold == 2


def test_a_folder_without_a_gold_set_is_one_sentence(tmp_path):
    with pytest.raises(PolybiusError, match="a gold folder holds"):
        score_gold(tmp_path, [])
    (tmp_path / "reports.jsonl").write_text("{")
    with pytest.raises(PolybiusError, match="cannot be read as JSON Lines"):
        score_gold(tmp_path, [])


def guesses(report, gold, dice):
    """A coding that is now right, now wrong, from the gold itself, so that every branch of the measure is met."""

    def maybe(right, wrong):
        return right if dice.random() < 0.7 else wrong

    def actors(parties):
        found = [
            Actor(
                text=p["text"] or "", code=maybe(p.get("code"), "XXX"), sectors=tuple(maybe(p.get("sectors") or [], []))
            )
            for p in parties
        ]
        return tuple(maybe(found, found[1:]))

    events, statements = [], []
    for g in gold["events"]:
        for _ in range(dice.choice([0, 1, 1, 1, 2])):
            date = g.get("date") or {}
            events.append(
                Event(
                    id=str(len(events)), category=maybe(g["category"], dice.choice(["ASSAULT", "SUPPORT"])),
                    modes=tuple(Named(name=m) for m in maybe(g["modes"], [])), realis=tuple(maybe(g["realis"], ["future"])),
                    actors=actors(g["actors"]), recipients=actors(g["recipients"]),
                    date=EventDate(start=maybe(date.get("start"), "1999"), end=maybe(date.get("end"), None)),
                    place=EventPlace(text=maybe(g["place"], "Nowhere")) if g.get("place") else None,
                    attribution=tuple(Link(speakers=(Actor(text=maybe(s or "x", "someone")),)) for s in maybe(g.get("attribution") or [], [])),
                    trigger=Span(start=g["start"], end=g["end"]), start=max(g["start"] - dice.randint(0, 30), 0), end=g["end"],
                )
            )  # fmt: skip
    for g in gold.get("statements", []):
        content = Span(
            start=g["start"], end=g["start"] + max(1, int((g["end"] - g["start"]) * dice.choice([0.3, 0.6, 1.0])))
        )
        speakers = tuple(Actor(text=maybe(s, "nobody")) for s in g["speakers"] if s)
        statements.append(Statement(id=str(len(statements)), speakers=speakers, content=(content,), kind="direct"))
    dice.shuffle(events)
    return CodedReport(
        report=Report(id=report_id(report["text"]), text=report["text"]),
        events=tuple(events),
        statements=tuple(statements),
        versions=VERSIONS,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_are_those_of_the_script_that_defines_the_measure(shared, tmp_path, seed):
    dice = random.Random(seed)
    reports = [
        json.loads(line) for line in (shared / "gold" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    gold = {
        one["id"]: one
        for one in map(json.loads, (shared / "gold" / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    }
    coded = [guesses(report, gold[report["id"]], dice) for report in reports[1:]] + [without_events()]
    file = tmp_path / "coded.jsonl"
    file.write_text("\n".join(map(to_json_line, coded)), encoding="utf-8")
    script = subprocess.run(
        [sys.executable, shared / "gold" / "score.py", file], capture_output=True, text=True, check=True
    )
    score = score_gold(shared / "gold", coded)
    assert score.missing == (reports[0]["id"],)
    *categories, statements, events = script.stdout.splitlines()
    said, found = score.statements, score.events
    assert statements == (
        f"statements precision {said.precision:.3f} recall {said.recall:.3f} F1 {said.f1:.3f}, speakers right {said.share('speakers'):.3f}"
    )
    shares = ", ".join(
        f"{name} {found.share(name):.2f}"
        for name in ("recipients", "modes", "date", "realis", "says", "place", "sectors")
    )
    assert events == (
        f"events precision {found.precision:.3f} recall {found.recall:.3f} F1 {found.f1:.3f} "
        f"(gold {found.gold}, found {found.found}, extra {found.extra}); of those found: {shares}"
    )
    for line in categories:
        name, *figures = re.split(r"\s+", line)
        count = score.by_category[name]
        assert [int(figures[1]), int(figures[3]), int(figures[5])] == [count.gold, count.found, count.extra]
        assert (figures[7], figures[9]) == (f"{count.precision:.2f}", f"{count.recall:.2f}")
