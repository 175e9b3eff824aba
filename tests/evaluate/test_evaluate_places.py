"""The measure for places counts what it says it counts."""

import pytest

from polybius.errors import ReadError
from polybius.evaluate.places import distance_km, read_articles, score_places
from polybius.records import Place

XML = """<articles><article><source>a</source><text>Shots were fired in Mosul and Erbil.</text><locations>
<location><name>Mosul</name><start>21</start><end>26</end><lat>36.34</lat><lon>43.13</lon></location>
<location><name>Erbil</name><start>31</start><end>36</end><lat>36.19</lat><lon>44.01</lon></location>
</locations></article></articles>"""


@pytest.fixture
def articles(tmp_path):
    file = tmp_path / "gold.xml"
    file.write_text(XML)
    return read_articles(file)


def test_offsets_of_the_gold_count_from_nought(articles):
    assert [articles[0].text[entry.start : entry.end] for entry in articles[0].toponyms] == ["Mosul", "Erbil"]


def test_one_right_one_missed_one_too_many(articles):
    def find(text):
        right = Place(text="Mosul", start=20, end=25, country="IRQ", latitude=36.34, longitude=43.13)
        return [right, Place(text="Shots", start=0, end=5)]

    scores = score_places(articles, find)
    assert (scores["precision"], scores["recall"], scores["f1"]) == (0.5, 0.5, 0.5)
    assert (scores["accuracy_161km"], scores["accuracy_161km_of_all"]) == (1.0, 0.5)
    assert scores["country_accuracy"] == 1.0


@pytest.mark.parametrize(
    ("place", "end_to_end", "towns"),
    [
        ({"latitude": 36.34, "longitude": 43.13}, 2 / 3, 1.0),
        ({"latitude": 50.0, "longitude": 8.0}, 0.0, 0.0),  # far off
        ({}, 0.0, 0.0),  # found, but set nowhere
    ],
)
def test_a_place_far_off_or_nowhere_is_found_but_wrong(articles, place, end_to_end, towns):
    scores = score_places(articles, lambda text: [Place(text="Mosul", start=20, end=25, country="IRQ", **place)])
    assert scores["end_to_end_f1"] == pytest.approx(end_to_end)
    assert (scores["towns"], scores["towns_161km"], scores["towns_161km_most_populous"]) == (1, towns, 1)


def test_the_area_grows_with_the_distance(articles):
    def at(latitude):
        place = Place(text="Mosul", start=20, end=25, latitude=latitude, longitude=43.13)
        return score_places(articles, lambda text: [place])["auc"]

    assert 0 <= at(36.34) < at(38.0) < at(80.0) < 1


def test_nothing_found_scores_nothing(articles):
    scores = score_places(articles, lambda text: [])
    assert scores["f1"] == scores["accuracy_161km"] == 0.0


def test_distance_between_known_cities():
    assert distance_km(48.8566, 2.3522, 51.5074, -0.1278) == pytest.approx(344, abs=2)


def test_another_file_is_refused_with_its_name(tmp_path):
    file = tmp_path / "no.xml"
    file.write_text("<articles>")
    with pytest.raises(ReadError, match=r"no\.xml"):
        read_articles(file)
