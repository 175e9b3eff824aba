"""Outlets: known by any of their names."""

import pytest

from polybius.link.outlets import UNNAMED, by_id, outlet_of, teller_named


@pytest.mark.parametrize("name", ["Reuters", "REUTERS", "Thomson Reuters", "Reuters news agency", "the Reuters"])
def test_an_outlet_is_known_by_its_names(name):
    assert outlet_of(name).id == "reuters"


def test_one_the_list_does_not_have_keeps_its_own_name_and_no_more():
    found = outlet_of("Gazeta of Nowhere")
    assert (found.name, found.id, found.country, found.ownership) == ("Gazeta of Nowhere", None, None, None)
    assert found.key == outlet_of("gazeta of  nowhere").key


@pytest.mark.parametrize("name", [None, "", "  ", "…"])
def test_no_name_is_no_outlet(name):
    assert outlet_of(name) is None


def test_tellers_are_found_again_by_their_names():
    assert teller_named(outlet_of("AFP").name) == outlet_of("AFP")
    assert teller_named(UNNAMED.name) is UNNAMED
    assert by_id("xinhua").ownership == "state-run"
