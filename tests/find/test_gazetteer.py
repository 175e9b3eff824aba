"""The gazetteer finds names however they are spelt, and its files keep their rules."""

import pytest

from polybius.errors import DataError
from polybius.find import gazetteer
from polybius.find.gazetteer import candidates_for, place_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diyarbakır", "diyarbakir"),
        ("St. Louis", "Saint Louis"),
        ("Nagorno–Karabakh", "Nagorno Karabakh"),
        ("Sana'a", "Sanaa"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert place_key(one) == place_key(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mosul", ("Mosul", "city", "IRQ")),
        ("Burma", ("Myanmar", "country", "MMR")),
        ("Kiev", ("Kyiv", "capital", "UKR")),
        ("Washington", ("Washington", "capital", "USA")),
        ("Oklahoma", ("Oklahoma", "admin1", "USA")),
        ("Karabakh", ("Nagorno-Karabakh", "territory", "AZE")),
    ],
)
def test_known_names_are_among_the_candidates(name, expected):
    assert expected in [(entry.name, entry.kind, entry.country) for entry in candidates_for(name)]


@pytest.mark.parametrize("name", ["", " ", "'", "\x00", "Zendarabad", "a" * 500, "~", "\uffff", "ﷺ"])
def test_unknown_names_have_none(name):
    assert candidates_for(name) == ()


def test_every_row_of_the_file_can_be_found_under_its_key():
    lines = [line for line in gazetteer.GAZETTEER.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 100_000
    for line in (lines[0], *lines[:: len(lines) // 200], lines[-1]):
        assert line in list(gazetteer._lines(line.split("\t", 1)[0]))


def test_a_wrong_kind_names_file_and_line(tmp_path, monkeypatch):
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "places_own.csv").write_text(",".join(gazetteer.OWN_COLUMNS) + "\nAtlantis,,sunken,,,0,0,,hand\n")
    monkeypatch.setattr(gazetteer, "DATA", tmp_path)
    with pytest.raises(DataError, match=r"places_own\.csv:2: kind must be one of"):
        gazetteer._own.__wrapped__()


def test_own_rows_have_points():
    places = [entry for entries in gazetteer._own().values() for entry in entries]
    assert len({(entry.name, entry.kind) for entry in places}) >= 250
    assert all(entry.latitude is not None and entry.longitude is not None for entry in places)
