"""Merging: what most tell stands, and what they differ in is kept."""

from polybius.link import link
from tests.link.news import News, Told

DAY = "2020-10-04"


def _one(*told):
    (found,) = link(
        News(outlet, day, [one]).coded
        for outlet, day, one in zip(("Reuters", "TASS", "AFP"), (DAY, "2020-10-05", "2020-10-06"), told, strict=False)
    )
    return found


def test_the_more_exact_party_place_and_date_stand_for_all():
    found = _one(
        Told("Armenia [shelled] Ganja", actor="ARM", day=DAY, place="Ganja"),
        Told("Armenian forces [shelled] Ganja", actor="ARM MIL", day=DAY, place="Ganja"),
        Told("Armenian forces [shelled] Ganja", actor="ARM MIL", place="Ganja"),
    )
    (actor,) = found.actors
    assert (actor.code, actor.sectors) == ("ARM", ("MIL",))
    assert (found.date.start, found.place.name) == (DAY, "Ganja")


def test_what_tellings_differ_in_is_spread_out():
    found = _one(
        Told("Armenian forces [shelled] Ganja", day=DAY, place="Ganja", dead=3),
        Told("Armenian forces [attacked] Ganja", day=DAY, place="Ganja", dead=3, recipient="AZE MIL"),
        Told("Armenian forces [besieged] Ganja", "COERCE", day=DAY, place="Ganja"),
    )
    assert found.category == "ASSAULT"
    assert {one.field: one.values for one in found.spread} == {"category": ("ASSAULT", "COERCE")}


def test_a_denied_act_is_negated_only_where_nobody_asserts_it():
    denied = Told("Armenian forces never [shelled] Ganja", day=DAY, place="Ganja", realis=("negated",))
    assert _one(denied).realis == ("negated",)
    assert _one(Told("Armenian forces [shelled] Ganja", day=DAY, place="Ganja"), denied).realis == ()
    assert _one(denied).support.independent == 0


def test_a_meeting_has_all_parties_as_actors():
    found = _one(
        Told("Armenian and Azerbaijani ministers [met] in Tbilisi", "CONSULT", "ARM GOV", None, DAY, "Tbilisi"),
        Told("Armenian ministers [met] Azerbaijanis in Tbilisi", "CONSULT", "ARM GOV", None, DAY, "Tbilisi"),
    )
    assert [actor.code for actor in found.actors] == ["ARM"]
    assert found.recipients == ()
