"""Standing relations told by many reports become intervals with their evidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.link._standing_choice import Choice
from polybius.link.standing import MUTUAL, in_force, known_from, standings
from polybius.records import (
    Actor,
    CodedReport,
    Event,
    EventDate,
    Link,
    Named,
    Place,
    Published,
    Relation,
    Report,
    Span,
    TimeExpression,
)
from tests.made import VERSIONS, coded_reports, report_id, span_of

STATES = {
    "The United States": ("USA", "united-states"),
    "Syria": ("SYR", "syria"),
    "Iran": ("IRN", "iran"),
    "Armenia": ("ARM", "armenia"),
    "Azerbaijan": ("AZE", "azerbaijan"),
    "Russia": ("RUS", "russia"),
    "Turkey": ("TUR", "turkey"),
    "Poland": ("POL", "poland"),
    "Japan": ("JPN", "japan"),
}


def party(words, text, code=None, id=None, sectors=(), **more):
    if words in STATES:
        code, id = STATES[words]
    return Actor(text=words, **span_of(words, text), code=code, id=id, sectors=sectors, **more)


def report(text, published, relations=(), events=(), times=(), places=()):
    when = Published(start=published, end=published, basis="given") if published else Published()
    return CodedReport(
        report=Report(id=report_id(text + str(published)), text=text, published=when),
        relations=relations,
        events=events,
        times=times,
        places=places,
        versions=VERSIONS,
    )


def told(text, published, kind, subject, target, words=None, **more):
    """A report with one relation, whose words are the whole text unless given."""
    given = {"times", "places"} & more.keys()
    ends = [end if isinstance(end, Actor) else party(end, text) for end in (subject, target)]
    relation = Relation(
        id=report_id(text + str(published) + kind),
        subject=ends[0],
        kind=kind,
        object=ends[1],
        **span_of(words or text, text),
        **{name: value for name, value in more.items() if name not in given},
    )
    return report(text, published, (relation,), **{name: more[name] for name in given})


def act(text, published, category, trigger, actors, recipients=(), modes=(), day=None, **more):
    """A report with one event, whose clause is the whole text."""
    date = EventDate(start=day, end=day, basis="clause") if day else EventDate(end=published, basis="bound")
    ends = [[end if isinstance(end, Actor) else party(end, text) for end in slot] for slot in (actors, recipients)]
    event = Event(
        id=report_id(text + str(published) + trigger),
        category=category,
        modes=tuple(Named(name=name) for name in modes),
        actors=tuple(ends[0]),
        recipients=tuple(ends[1]),
        trigger=Span(**span_of(trigger, text)),
        start=0,
        end=len(text),
        **{"date": date} | more,
    )
    return report(text, published, events=(event,))


def sanctions_imposed(published="2011-08-19", day="2011-08-18", **more):
    text = "The United States imposed sanctions on Syria."
    return act(text, published, "SANCTION", "imposed", ["The United States"], ["Syria"], ["discontinue"], day, **more)


def sanctions_lifted(published="2025-06-30", day=None, **more):
    text = "The United States lifted the sanctions on Syria."
    return act(text, published, "CONCEDE", "lifted", ["The United States"], ["Syria"], day=day, **more)


def sanctions_held(published, text="The United States has sanctions on Syria.", **more):
    return told(text, published, "sanctions", "The United States", "Syria", **more)


def spans(found):
    return [(one.since, one.until) for one in found]


def test_a_relation_is_told_to_hold_when_its_report_is_published():
    (one,) = standings([sanctions_held("2014-05-01")])
    assert (one.kind, one.subject.code, one.object.code) == ("sanctions", "USA", "SYR")
    assert (one.since, one.until, one.first_told, one.last_told) == (None, None, "2014-05-01", "2014-05-01")
    (evidence,) = one.evidence
    assert (evidence.effect, evidence.day, evidence.speakers) == ("holds", "2014-05-01", ())


def test_events_open_and_close_what_relations_hold():
    coded = [sanctions_imposed(), sanctions_held("2014-05-01"), sanctions_lifted(day="2025-06-29")]
    (one,) = standings(coded)
    assert (one.since, one.until) == ("2011-08-18", "2025-06-29")
    assert [evidence.effect for evidence in one.evidence] == ["opens", "holds", "closes"]
    assert (one.first_told, one.last_told) == ("2011-08-19", "2025-06-30")


def test_evidence_says_where_the_words_stand_and_whose_they_are():
    text = "The United States imposed sanctions on Syria, Damascus said."
    link = Link(speakers=(Actor(text="Damascus", **span_of("Damascus", text), name="Damascus"),))
    coded = act(text, "2011-08-19", "SANCTION", "imposed", ["The United States"], ["Syria"], attribution=(link, Link()))
    ((evidence,),) = (one.evidence for one in standings([coded]))
    assert evidence.report == coded.report.id
    assert evidence.record == coded.events[0].id
    assert text[evidence.start : evidence.end] == text
    assert evidence.speakers == ("Damascus", "")


@pytest.mark.parametrize("realis", ["negated", "hypothetical", "future"])
def test_what_has_not_happened_changes_nothing(realis):
    assert standings([sanctions_imposed(realis=(realis,))]) == ()


@pytest.mark.parametrize(
    "link", [Link(polarity="negative"), Link(attitude="denial"), Link(certainty="possible")], ids=str
)
def test_what_somebody_denies_or_thinks_possible_is_no_evidence(link):
    assert standings([sanctions_imposed(attribution=(link,)), sanctions_held("2014-05-01", attribution=(link,))]) == ()


def test_what_is_dated_after_publication_has_not_happened():
    assert standings([sanctions_imposed(day="2012-01-01")]) == ()


def test_an_undated_beginning_is_not_known_but_an_undated_end_lies_before_it_is_told():
    (one,) = standings([sanctions_imposed(day=None), sanctions_lifted()])
    assert (one.since, one.until) == (None, "2025-06-30")
    assert [evidence.day for evidence in one.evidence] == [None, None]


def test_what_holds_after_an_end_begins_a_new_interval_of_unknown_beginning():
    found = standings([sanctions_imposed(), sanctions_lifted(day="2025-06-29"), sanctions_held("2026-01-01")])
    assert spans(found) == [("2011-08-18", "2025-06-29"), (None, None)]
    assert len({one.id for one in found}) == 2


def test_an_end_told_again_ends_nothing_new():
    (one,) = standings(
        [sanctions_imposed(), sanctions_lifted("2025-06-30", "2025-06-29"), sanctions_lifted("2025-07-09")]
    )
    assert one.until == "2025-06-29"
    assert len(one.evidence) == 3


def test_a_beginning_inside_an_interval_adds_evidence():
    (one,) = standings([sanctions_imposed(), sanctions_imposed("2013-01-03", "2013-01-02")])
    assert one.since == "2011-08-18"


def test_a_beginning_after_it_was_told_to_hold_is_not_the_beginning():
    (one,) = standings([sanctions_held("2010-01-01"), sanctions_imposed()])
    assert one.since is None


@pytest.mark.parametrize(("days", "since"), [(["2011", "2011-08-18"], "2011-08-18"), (["2010", "2011-08-18"], "2010")])
def test_the_most_exact_day_of_those_that_agree_counts(days, since):
    (one,) = standings([sanctions_imposed(day=day) for day in days])
    assert one.since == since


def test_partial_dates_contradict_no_day_they_may_mean():
    coded = [sanctions_imposed(), sanctions_lifted("2025-07-30", "2025-06"), sanctions_held("2025-06-12")]
    (one,) = standings(coded)
    assert (one.since, one.until) == ("2011-08-18", "2025-06")
    assert one.evidence[1].effect == "holds"


@pytest.mark.parametrize(("holding", "until"), [(0, "2025-06-30"), (1, "2025-06-30"), (2, None)])
def test_an_end_is_believed_unless_more_reports_tell_that_day_that_it_holds(holding, until):
    held = [
        sanctions_held("2025-06-30", f"The United States keeps its sanctions on Syria {n}.") for n in range(holding)
    ]
    (one,) = standings([sanctions_imposed(), sanctions_lifted(day="2025-06-30"), *held])
    assert one.until == until
    assert len(one.evidence) == 2 + holding


def test_what_is_told_without_a_day_is_evidence_and_moves_nothing():
    undated = sanctions_held(None)
    assert spans(standings([undated])) == [(None, None)]
    (one,) = standings([sanctions_imposed(), undated, sanctions_lifted(day="2025-06-29")])
    assert (one.since, one.until) == ("2011-08-18", "2025-06-29")
    assert one.evidence[-1].day is None


def test_one_end_is_the_same_in_all_reports_whoever_acts_for_it():
    text = "Washington's navy has sanctions on Damascus."
    navy = party("Washington's navy", text, "USA", sectors=("MIL",))
    damascus = party("Damascus", text, "SYR", "damascus", ("GOV",))
    (one,) = standings([sanctions_imposed(), told(text, "2014-05-01", "sanctions", navy, damascus)])
    assert (one.subject.text, one.subject.id, one.subject.start) == ("United States", "united-states", None)
    assert (one.object.text, one.object.id) == ("Syria", "syria")
    assert len(one.evidence) == 2


def test_armed_groups_and_separatists_are_no_part_of_their_state():
    text = "Colombia has been at war with rebels and the FARC."
    colombia = party("Colombia", text, "COL", "colombia")
    rebels = party("rebels", text, "COL", sectors=("REB",))
    farc = party("the FARC", text, "COL", "farc", ("REB",))
    coded = [told(text, "2001-01-01", "war", colombia, foe) for foe in (rebels, farc)]
    assert [one.object.text for one in standings(coded)] == ["rebels", "FARC"]


def test_mutual_relations_have_no_order():
    from polybius import relations

    assert relations.MUTUAL == MUTUAL
    text, turned = "Armenia is at war with Azerbaijan.", "Azerbaijan is at war with Armenia."
    (one,) = standings(
        [
            told(text, "2020-09-28", "war", "Armenia", "Azerbaijan"),
            told(turned, "2020-09-29", "war", "Azerbaijan", "Armenia"),
        ]
    )
    assert (one.subject.code, one.object.code, len(one.evidence)) == ("ARM", "AZE", 2)
    text, turned = "Armenia has sanctions on Azerbaijan.", "Azerbaijan has sanctions on Armenia."
    found = standings(
        [
            told(text, "2020-09-28", "sanctions", "Armenia", "Azerbaijan"),
            told(turned, "2020-09-28", "sanctions", "Azerbaijan", "Armenia"),
        ]
    )
    assert len(found) == 2


def test_a_party_stands_in_no_relation_to_itself():
    text = "Armenian forces are at war with Armenia."
    assert (
        standings([told(text, "2020-09-28", "war", party("Armenian forces", text, "ARM", sectors=("MIL",)), "Armenia")])
        == ()
    )


def test_a_chairman_is_not_his_country_and_a_minister_under_sanctions_neither():
    text = "Syria's president leads the Baath Party and is under American sanctions."
    president = party("Syria's president", text, "SYR", "bashar-al-assad", ("GOV",))
    baath = party("the Baath Party", text, "SYR", "baath-party-syria", ("PTY",))
    american = party("American", text, "USA", "united-states")
    found = standings(
        [
            told(text, "2014-01-01", "leadership", president, baath),
            told(text, "2014-01-01", "sanctions", american, president),
        ]
    )
    assert [(one.kind, one.subject.id, one.object.id) for one in found] == [
        ("leadership", "bashar-al-assad", "baath-party-syria"),
        ("sanctions", "united-states", "bashar-al-assad"),
    ]


def test_the_members_of_a_body_of_states_are_states():
    text = "The Turkish minister is a member of NATO."
    minister = party("The Turkish minister", text, "TUR", sectors=("GOV",))
    nato = party("a member of NATO", text, "IGO")
    (one,) = standings([told(text, "2014-01-01", "membership", minister, nato)])
    assert (one.subject.id, one.object.id) == ("turkey", "nato")


@pytest.mark.parametrize(("words", "code"), [("a group", None), ("He", "USA"), ("some Syrian company", "SYR")])
def test_whom_nothing_identifies_is_no_end(words, code):
    text = f"Japan has sanctions on {words}."
    assert standings([told(text, "2014-01-01", "sanctions", "Japan", party(words, text, code, sectors=("BUS",)))]) == ()


def test_an_occupied_place_is_that_place_and_never_its_owners_or_its_people():
    text = "Armenian forces have occupied Kelbajar since 1993."
    forces = party("Armenian forces", text, "ARM", sectors=("MIL",))
    place = Place(text="Kelbajar", **span_of("Kelbajar", text), name="Kalbajar", kind="city", country="AZE")
    kelbajar = party("Kelbajar", text, "AZE")
    (one,) = standings([told(text, "2020-01-01", "occupation", forces, kelbajar, since="1993", places=(place,))])
    assert (one.subject.id, one.object.text, one.object.code, one.since) == ("armenia", "Kalbajar", "AZE", "1993")
    assert [evidence.effect for evidence in one.evidence] == ["opens", "holds"]
    own = party("Armenian forces", text, "AZE", sectors=("MIL",))
    assert standings([told(text, "2020-01-01", "occupation", own, kelbajar, places=(place,))]) == ()
    people = party("Kelbajar", text, "AZE", sectors=("CVL",))
    assert standings([told(text, "2020-01-01", "occupation", forces, people, places=(place,))]) == ()


def test_withdrawing_ends_only_an_occupation_that_was_told():
    text = "Russia withdrew its troops from Syria."
    left = act(text, "2020-11-26", "RETREAT", "withdrew", ["Russia"], ["Syria"], ["withdraw"], "2020-11-25")
    assert standings([left]) == ()
    (one,) = standings([told("Russia occupies Syria.", "2019-01-01", "occupation", "Russia", "Syria"), left])
    assert one.until == "2020-11-25"


def test_of_three_who_sign_a_truce_only_those_at_odds_elsewhere_have_one():
    text = "Armenia, Azerbaijan and Russia signed a cease-fire agreement."
    parties = ["Armenia", "Azerbaijan", "Russia"]
    signed = act(text, "2020-11-10", "SUPPORT", "signed", parties, cameo="057", day="2020-11-09")
    assert standings([signed]) == ()
    agreed = act(
        "Armenia and Azerbaijan agreed on a truce.", "2020-10-11", "AGREE", "agreed", parties[:2], day="2020-10-10"
    )
    (one,) = standings([signed, agreed])
    assert (one.subject.code, one.object.code, one.since) == ("ARM", "AZE", "2020-10-10")


@pytest.mark.parametrize(
    ("text", "category", "trigger", "actors", "recipients", "more", "kind", "expected"),
    [
        ("Armenia and Azerbaijan declared a truce.", "CONCEDE", "declared", 2, 0, {}, "cease-fire", "opens"),
        ("Armenia and Azerbaijan offered talks on a truce.", "AGREE", "offered", 2, 0, {}, None, None),
        ("Armenia broke the cease-fire with Azerbaijan.", "ASSAULT", "broke", 1, 1, {}, "cease-fire", "closes"),
        ("Armenia violated the cease-fire with Azerbaijan.", "ASSAULT", "violated", 1, 1, {}, "cease-fire", "holds"),
        ("Armenia declared war on Azerbaijan.", "THREATEN", "declared", 1, 1, {}, "war", "opens"),
        (
            "Armenia and Azerbaijan signed a treaty to end the war.",
            "SUPPORT",
            "signed",
            2,
            0,
            {"cameo": "057"},
            "war",
            "closes",
        ),
        ("Armenia broke off relations with Azerbaijan.", "SANCTION", "broke", 1, 1, {}, "diplomatic-ties", "closes"),
        ("Armenia cut trade relations with Azerbaijan.", "SANCTION", "cut", 1, 1, {}, None, None),
        (
            "Armenia recalled its ambassador to Azerbaijan.",
            "SANCTION",
            "recalled",
            1,
            1,
            {},
            "diplomatic-ties",
            "holds",
        ),
        (
            "Armenia and Azerbaijan restored diplomatic ties.",
            "SUPPORT",
            "restored",
            2,
            0,
            {},
            "diplomatic-ties",
            "opens",
        ),
        ("Armenia recognised Azerbaijan.", "SUPPORT", "recognised", 1, 1, {"cameo": "054"}, "recognition", "opens"),
        ("Armenia withdrew its recognition of Azerbaijan.", "SANCTION", "withdrew", 1, 1, {}, "recognition", "closes"),
        ("Armenia eased its sanctions on Azerbaijan.", "CONCEDE", "eased", 1, 1, {}, "sanctions", "holds"),
        ("Armenia will lift its sanctions on Azerbaijan.", "CONCEDE", "lift", 1, 1, {}, "sanctions", "holds"),
        (
            "Armenia and Azerbaijan signed a defence pact.",
            "SUPPORT",
            "signed",
            2,
            0,
            {"cameo": "057"},
            "defence-pact",
            "opens",
        ),
        ("Armenia occupied Azerbaijan.", "COERCE", "occupied", 1, 1, {}, "occupation", "opens"),
        ("Armenia ended its occupation of Azerbaijan.", "RETREAT", "ended", 1, 1, {}, "occupation", "closes"),
    ],
)
def test_events_change_relations(text, category, trigger, actors, recipients, more, kind, expected):
    parties = ["Armenia", "Azerbaijan"]
    coded = act(text, "2020-11-10", category, trigger, parties[:actors], parties[2 - recipients :], **more)
    assert [(one.kind, one.evidence[0].effect) for one in standings([coded])] == ([(kind, expected)] if kind else [])


@pytest.mark.parametrize(
    ("text", "category", "trigger", "is_actor", "mode", "expected"),
    [
        ("The bloc admitted Poland.", "SUPPORT", "admitted", True, None, "opens"),
        ("Poland left the bloc.", "SANCTION", "left", False, "withdraw", "closes"),
        ("The bloc expelled Poland.", "SANCTION", "expelled", True, "expel", "closes"),
        ("The bloc suspended aid to Poland.", "SANCTION", "suspended", True, "expel", None),
    ],
)
def test_states_join_and_leave_bodies(text, category, trigger, is_actor, mode, expected):
    bloc = party("bloc", text, "IGO", "nato")
    ends = ([bloc], ["Poland"]) if is_actor else (["Poland"], [bloc])
    found = standings([act(text, "2004-05-01", category, trigger, *ends, [mode] if mode else [])])
    assert [(one.kind, one.subject.id, one.object.id, one.evidence[0].effect) for one in found] == (
        [("membership", "poland", "nato", expected)] if expected else []
    )


@pytest.mark.parametrize(
    ("text", "words", "effects"),
    [
        ("Turkey is no longer an ally of Japan.", "an ally of Japan", ["closes"]),
        ("Turkey ended its alliance with Japan.", "its alliance with Japan", ["closes"]),
        ("An alliance of Turkey with Japan collapsed.", "An alliance of Turkey with Japan", ["closes"]),
        ("Turkey, a former ally of Japan, agreed.", "a former ally of Japan", ["closes"]),
        ("Turkey refused to end its alliance with Japan.", "its alliance with Japan", ["holds"]),
        ("Turkey is not an ally of Japan.", "an ally of Japan", []),
        ("Turkey wants to become an ally of Japan.", "an ally of Japan", []),
        ("Turkey would have an alliance with Japan.", "Turkey would have an alliance with Japan", []),
        ("Iran asked Turkey to have an alliance with Japan.", "to have an alliance with Japan", []),
        ("Turkey did not act, and it is an ally of Japan.", "an ally of Japan", ["holds"]),
    ],
)
def test_the_words_beside_a_relation_say_whether_it_holds(text, words, effects):
    found = standings([told(text, "2012-03-05", "alliance", "Turkey", "Japan", words)])
    assert [evidence.effect for one in found for evidence in one.evidence] == effects


@pytest.mark.parametrize(
    ("text", "date", "more", "expected"),
    [
        ("Turkey had an alliance with Japan in 1999.", "1999", {}, [("holds", "1999")]),
        ("Turkey had an alliance with Japan until 1999.", "1999", {}, [("closes", "1999")]),
        ("Turkey has an alliance with Japan until 2019.", "2019", {}, [("holds", "2012-03-05")]),
        (
            "Turkey has had an alliance with Japan since 1999.",
            "1999",
            {"since": "1999"},
            [("opens", "1999"), ("holds", "2012-03-05")],
        ),
        ("Turkey had had an alliance with Japan since 1999.", "1999", {"since": "1999"}, [("opens", "1999")]),
        ("Turkey still has an alliance with Japan of 1999.", "1999", {}, [("holds", "2012-03-05")]),
        (
            "Turkey has an alliance with Japan.",
            None,
            {"since": "1990", "until": "1999"},
            [("opens", "1990"), ("closes", "1999")],
        ),
        ("Turkey has an alliance with Japan.", None, {"until": "2019"}, [("holds", "2012-03-05")]),
        ("Turkey has an alliance with Japan.", None, {"since": "2019"}, []),
    ],
)
def test_a_dated_relation_is_told_of_its_date(text, date, more, expected):
    times = (TimeExpression(**span_of(date, text), type="DATE", value=date),) if date else ()
    found = standings([told(text, "2012-03-05", "alliance", "Turkey", "Japan", times=times, **more)])
    assert [(evidence.effect, evidence.day) for one in found for evidence in one.evidence] == expected


def test_what_is_demanded_is_not_told_to_hold():
    demand = Link(attitude="demand")
    assert standings([sanctions_held("2014-05-01", attribution=(demand,))]) == ()


def test_in_force_from_the_day_it_is_known_of_until_its_end():
    (one,) = standings([sanctions_held("2014-05-01"), sanctions_lifted(day="2025-06-29")])
    assert known_from(one) == "2014-05-01"
    days = ["2013", "2014", "2014-04-30", "2014-05-01", "2025-06-29", "2025-06", "2025-06-30"]
    assert [in_force(one, day) for day in days] == [False, True, False, True, True, True, False]
    with pytest.raises(ValueError, match="no ISO date"):
        in_force(one, "soon")


def test_choosing_by_party_kind_and_day():
    found = standings(
        [sanctions_imposed(), told("Japan is an ally of Iran.", "2014-05-01", "alliance", "Japan", "Iran")]
    )
    kinds = {
        name: [one.kind for one in Choice(actor=name).of(found)]
        for name in ("USA", "syria", "Syria", "Damascus", "JPN.MIL", "Tehran", "XYZ")
    }
    assert kinds == {
        "USA": ["sanctions"],
        "syria": ["sanctions"],
        "Syria": ["sanctions"],
        "Damascus": ["sanctions"],
        "JPN.MIL": [],
        "Tehran": ["alliance"],
        "XYZ": [],
    }
    assert len(Choice(actor="SYR", other="USA").of(found)) == 1
    assert len(Choice(actor="SYR", other="JPN").of(found)) == 0
    assert [one.kind for one in Choice(kind="alliance").of(found)] == ["alliance"]
    assert [one.kind for one in Choice(on="2011").of(found)] == ["sanctions"]


MIXED = (
    sanctions_imposed(),
    sanctions_imposed(day=None),
    sanctions_imposed("2013-01-03", "2013"),
    sanctions_lifted(),
    sanctions_lifted("2014-05-01", "2014-05-01"),
    sanctions_held("2014-05-01"),
    sanctions_held("2026-01-01"),
    sanctions_held(None),
    told("Armenia is at war with Azerbaijan.", "2020-09-28", "war", "Armenia", "Azerbaijan"),
    told("Azerbaijan is at war with Armenia.", "2020-09-29", "war", "Azerbaijan", "Armenia"),
)


@given(st.permutations(MIXED))
@settings(max_examples=60, deadline=None)
def test_the_order_of_reports_does_not_matter(coded):
    assert standings(coded) == standings(MIXED)


@given(st.lists(coded_reports, max_size=3).flatmap(lambda coded: st.tuples(st.just(coded), st.permutations(coded))))
@settings(max_examples=60, deadline=None)
def test_any_records_can_be_read_in_any_order(pair):
    assert standings(pair[0]) == standings(pair[1])


@pytest.mark.model
def test_reports_of_years_become_one_history(coder):
    told_in = {
        "1994-05-13": "Armenia and Azerbaijan signed a cease-fire on Thursday.",
        "2010-06-20": "Armenian forces have occupied Nagorno-Karabakh since 1992. "
        "The cease-fire between Armenia and Azerbaijan is still in force.",
        "2020-09-29": "The cease-fire between Armenia and Azerbaijan collapsed on Sunday.",
        "2020-11-10": "Armenia and Azerbaijan are no longer at war. Armenia ended its occupation of Nagorno-Karabakh.",
    }
    found = standings(coder.code(text, published=day) for day, text in told_in.items())
    intervals = {(one.kind, one.subject.code, one.object.text): (one.since, one.until) for one in found}
    assert intervals["cease-fire", "ARM", "Azerbaijan"] == ("1994-05-12", "2020-09-27")
    assert intervals["occupation", "ARM", "Nagorno-Karabakh"] == ("1992", "2020-11-10")
    assert intervals["war", "ARM", "Azerbaijan"] == (None, "2020-11-10")
