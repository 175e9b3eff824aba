"""A store, its snapshot, and a real server over it on a loopback port; no model is needed."""

from __future__ import annotations

import pytest

from polybius import store as stores
from tests.link.news import News, Told, invented, party
from tests.made import FakeCoder, shelling
from tests.web.browser import chromium
from tests.web.served import Served

DAY = "2020-10-06"


def reports():
    """Coded reports with everything the pages show: statements, relations, places, disputes, many outlets."""
    counted = [
        News("Reuters", DAY, [Told("Armenian forces [shelled] Barda", day=DAY, place="Barda", dead=3)]).coded,
        News(
            "TASS",
            "2020-10-07",
            [
                Told(
                    "Armenian guns [shelled] Barda", day=DAY, place="Barda", dead=9,
                    by=[party("AZE GOV", "Baku")], claim=True,
                ),
                Told("Turkish ministers [met] Georgian ones", "CONSULT", "TUR GOV", "GEO GOV", "2020-11-01", "Tbilisi"),
            ],
        ).coded,
    ]  # fmt: skip
    return [shelling(), *counted, *invented(24, 5)]


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """The path of a store that no test changes."""
    path = tmp_path_factory.mktemp("web") / "kept.store"
    stores.write(path, reports())
    return path


@pytest.fixture
def changing(tmp_path):
    """The path of a store of the test's own."""
    path = tmp_path / "changing.store"
    stores.write(path, reports())
    return path


@pytest.fixture(scope="session")
def server(kept):
    """A server over the store that no test changes."""
    with Served(kept, coder=FakeCoder()) as served:
        yield served


@pytest.fixture
def own_server(changing):
    """A server over a store of the test's own."""
    with Served(changing, coder=FakeCoder()) as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    """A browser without a page; not for the session, as its event loop would be in the way of other tests."""
    with chromium() as opened:
        yield opened
