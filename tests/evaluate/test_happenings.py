"""The measures of linking: what counts as found, linked, contradicted and independently told."""

import json

import pytest

from polybius.errors import PolybiusError
from polybius.evaluate._happening_facts import agrees
from polybius.evaluate.happenings import evaluate_happenings, gold_event
from polybius.records import (
    CodedReport,
    Contradiction,
    Event,
    Happening,
    Published,
    Report,
    Span,
    Support,
    Teller,
    ToldValue,
)
from tests.made import VERSIONS

TEXT = "Rebels shelled Ganja. Troops shelled Barda. Officials met."
TRIGGERS = [(7, 14), (29, 36), (54, 57)]


def event(report, number):
    start, end = TRIGGERS[number]
    return Event(
        id=f"{report}-e{number}", category="ASSAULT", trigger=Span(start=start, end=end), start=start - 7, end=end + 6
    )


class Coder:
    """Finds the given triggers in the report of each outlet."""

    def __init__(self, found):
        self.found = found

    def code(self, text, **given):
        name = given["outlet"]
        report = Report(id=name, text=text, outlet=name, published=Published(start=given["published"]))
        return CodedReport(report=report, events=tuple(event(name, one) for one in self.found[name]), versions=VERSIONS)


def gold_telling(number, happening, **more):
    told = {"trigger": TRIGGERS[number], "category": "ASSAULT", "happening": happening, "stance": "asserted"}
    empty = {"actors": [], "recipients": [], "date": None, "place": None, "realis": [], "attribution": []}
    return {**told, **empty, "start": TRIGGERS[number][0] - 7, "end": TRIGGERS[number][1] + 6, **more}


def gold_happening(key, **more):
    none = {"reports": [], "independent_tellers": [], "asserted_by": [], "denied_by": [], "contradictions": []}
    return {"id": key, "affair": "a", "category": "ASSAULT", **none, **more}


def folder(path, gold, happenings):
    reports = [{"id": key, "outlet": key, "published": "2020-10-04", "text": TEXT} for key in gold]
    codings = [{"id": key, "events": events} for key, events in gold.items()]
    for name, records in (("reports", reports), ("gold", codings), ("happenings", happenings)):
        (path / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def happening(*events, **more):
    return Happening(id=events[0], category="ASSAULT", events=events, **more)


def test_found_missed_and_made_up_tellings(tmp_path):
    gold = {"r1": [gold_telling(0, "h1"), gold_telling(1, "h2")], "r2": [gold_telling(0, "h1")]}
    coder = Coder({"r1": [0, 2], "r2": [0]})  # misses the second telling of r1, makes up a third
    linked = (happening("r1-e0", "r2-e0"), happening("r1-e2"))
    score = evaluate_happenings(
        folder(tmp_path, gold, [gold_happening("h1"), gold_happening("h2")]), coder, lambda _: linked
    )
    figures = score.as_dict()
    assert (figures["tellings"], figures["found"]) == (3, pytest.approx(0.6667))
    assert figures["linking_of_found"]["conll_f1"] == 1.0
    assert figures["end_to_end"]["b_cubed"] == {"precision": 0.6667, "recall": 0.6667, "f1": 0.6667}
    assert figures["end_to_end"]["muc"]["f1"] == 1.0


def test_found_tellings_that_no_happening_holds_stand_alone(tmp_path):
    gold = {"r1": [gold_telling(0, "h1")], "r2": [gold_telling(0, "h1")]}
    score = evaluate_happenings(
        folder(tmp_path, gold, [gold_happening("h1")]), Coder({"r1": [0], "r2": [0]}), lambda _: ()
    )
    for name in ("linking_of_found", "end_to_end"):
        assert score.figures[name]["b_cubed"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}


def test_optional_tellings_and_their_events_are_left_out(tmp_path):
    gold = {"r1": [gold_telling(0, "h1"), gold_telling(1, "h2", optional=True)]}
    linked = (happening("r1-e0", "r1-e1"),)
    score = evaluate_happenings(
        folder(tmp_path, gold, [gold_happening("h1"), gold_happening("h2")]), Coder({"r1": [0, 1]}), lambda _: linked
    )
    assert score.figures["tellings"] == 1
    assert score.figures["end_to_end"]["b_cubed"]["f1"] == 1.0


def test_the_same_linker_gets_the_gold_tellings_as_events(tmp_path):
    gold = {"r1": [gold_telling(0, "h1")], "r2": [gold_telling(1, "h1", optional=True), gold_telling(0, "h1")]}

    def by_trigger(coded):
        places = {}
        for one in coded:
            for event in one.events:
                places.setdefault(event.trigger.start, []).append(event.id)
        return [happening(*events) for events in places.values()]

    score = evaluate_happenings(folder(tmp_path, gold, [gold_happening("h1")]), Coder({"r1": [], "r2": []}), by_trigger)
    assert score.figures["found"] == 0.0
    assert score.figures["linking_of_gold"]["conll_f1"] == 1.0


def test_a_gold_telling_becomes_an_event_with_its_figures_and_its_voice():
    coded = Coder({"r1": []}).code(TEXT, outlet="r1", published="2020-10-04")
    told = gold_telling(
        0, "h1", dead=[9, None], date={"start": "1992-10", "end": None}, via="AFP", attribution=[["doctors", "police"]],
        place={"name": "Ganja", "country": "AZE"}, actors=[{"text": None, "start": None, "end": None, "code": "ARM"}],
    )  # fmt: skip
    made = gold_event(told, coded, 0)
    assert (made.victims[0].low, made.victims[0].best, made.victims[0].high) == (9, 9, None)
    assert (made.date.start, made.date.precision, made.place.name) == ("1992-10", "month", "Ganja")
    assert [[speaker.text for speaker in link.speakers] for link in made.attribution] == [
        ["doctors", "police"],
        ["Agence France-Presse"],
    ]
    assert made.actors[0].implicit


def test_happenings_across_affairs_and_near_misses(tmp_path):
    gold = {"r1": [gold_telling(0, "h1"), gold_telling(1, "h2"), gold_telling(2, "h3")]}
    happenings = [
        gold_happening("h1"),
        gold_happening("h2", near_miss_of="h1"),
        gold_happening("h3", affair="b", near_miss_of=["h1"]),
    ]
    linked = (happening("r1-e0", "r1-e2"), happening("r1-e1"))
    score = evaluate_happenings(folder(tmp_path, gold, happenings), Coder({"r1": [0, 1, 2]}), lambda _: linked)
    assert score.figures["across_affairs"] == 1
    assert score.figures["near_misses_apart"] == 0.5


def told_values(*values, field="dead", superseded=()):
    return Contradiction(
        field=field,
        values=tuple(
            ToldValue(
                value=one, teller="t", event="e", report="r", superseded_by="later" if one in superseded else None
            )
            for one in values
        ),
    )


def listed(field, *values):
    return {"field": field, "values": [{"value": value, "teller": teller} for value, teller in values]}


@pytest.mark.parametrize(
    ("gold", "told", "right"),
    [
        (listed("dead", (8, "a"), (11, "b"), (12, "a")), told_values(8, 11), True),
        (listed("dead", (8, "a"), (11, "b"), (12, "a")), told_values(8, 12), False),  # one teller's correction
        (listed("dead", (8, "a"), (11, "b")), told_values(8, 11, superseded=[8]), False),
        (listed("dead", (8, "a"), (11, "b")), told_values(8, 10), False),
        (listed("dead", (8, "a"), (11, "b")), told_values(8, 11, field="injured"), False),
        (listed("actor", ("workers began", "a"), ("police began", "b")), told_values("X", "Y", field="actor"), True),
        (listed("cease-fire", ("kept", "a"), ("broken", "b")), told_values("x", "y", field="occurrence"), True),
        (listed("occurrence", ("x", "a"), ("y", "b")), told_values("x", "y", field="cease-fire"), False),
    ],
)
def test_when_a_contradiction_is_the_golds(gold, told, right):
    assert agrees(gold, told) == right


def test_contradictions_tellers_and_parties_of_aligned_happenings(tmp_path):
    gold = {"r1": [gold_telling(0, "h1"), gold_telling(1, "h2")], "r2": [gold_telling(0, "h1")]}
    dead = listed("dead", (8, "AFP"), (11, "b"))
    happenings = [
        gold_happening(
            "h1", contradictions=[dead], independent_tellers=["AFP", "b", "c"], tellers_denying_only=["c"],
            asserted_by=["VEN GOV"], one_sided=True,
        ),
        gold_happening("h2", contradictions=[listed("occurrence", ("happened", "a"), ("did not happen", "b"))]),
    ]  # fmt: skip
    linked = (
        happening(
            "r1-e0", "r2-e0",
            contradictions=(told_values(8, 11), told_values(8, 11), told_values("p", "q", field="place")),
            tellers=(Teller(name="Agence France-Presse"), Teller(name="b"), Teller(name="d", stance="denies")),
            support=Support(independent=2, asserted_by=("VEN",), one_sided=True),
        ),
        happening("r1-e1"),
    )  # fmt: skip
    score = evaluate_happenings(folder(tmp_path, gold, happenings), Coder({"r1": [0, 1], "r2": [0]}), lambda _: linked)
    facts = score.figures["facts"]
    found = facts["contradictions"]
    assert (found["gold"], found["right"], found["extra"], found["not_judged"]) == (2, 1, 1, 1)
    assert found["by_field"] == {"dead": "1 of 1", "occurrence": "0 of 1"}
    assert facts["independent_tellers"] == {"number_right": 1.0, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert facts["asserted_by"]["same"] == facts["one_sided"]["f1"] == 1.0
    assert "coded, missed: h2 occurrence: happened (a); did not happen (b)" in score.errors


def test_a_folder_without_happenings_is_one_line(tmp_path):
    folder(tmp_path, {}, [])
    (tmp_path / "happenings.jsonl").unlink()
    with pytest.raises(PolybiusError, match=r"happenings\.jsonl: not found"):
        evaluate_happenings(tmp_path, Coder({}), lambda _: ())


def test_a_telling_of_a_happening_that_is_not_listed_is_one_line(tmp_path):
    with pytest.raises(PolybiusError, match="telling 0 of r1 tells h9"):
        evaluate_happenings(folder(tmp_path, {"r1": [gold_telling(0, "h9")]}, []), Coder({"r1": []}), lambda _: ())
