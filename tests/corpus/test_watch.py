"""Watch: what feeds offer is stored once or rejected with a reason, whatever servers do, and none is asked rudely."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from polybius import store
from polybius.corpus import Limits, Recipe, ingest
from polybius.corpus.lock import StoreBusy, sole_watch
from polybius.corpus.watch import FeedList, Manners, Watch, WatchedFeed
from polybius.corpus.watch.json_log import JsonLog
from polybius.corpus.watch.state import State
from polybius.errors import PolybiusError, StoreError
from polybius.read.fetch import FetchLimits
from polybius.store.rejects import read_rejects
from polybius.store.upkeep import info
from tests.corpus.news import GERMAN, row, text, write_lines
from tests.corpus.press import BOMB, Answer, Outlet, etagged, moved, page, rss
from tests.corpus.stand_in import FACTORY
from tests.made import numbered

QUICK = Manners(delay=0.0, back_off=0.2, tries=3)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
PROGRAM = [sys.executable, "-c", "from polybius.cli import app; app()"]


@pytest.fixture
def outlet():
    one = Outlet()
    yield one
    one.close()


@pytest.fixture
def other():
    one = Outlet()
    yield one
    one.close()


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "news.store")


def table(*feeds, manners=QUICK, **more):
    more = {"every": 1.0} | more
    return FeedList(tuple(WatchedFeed(url, **more) for url in feeds), manners)


def watch(path, feeds, **more):
    file = Path(path).parent / "log"
    more = {"recipe": Recipe(factory=FACTORY), "seconds": 0.5, "log": JsonLog(file, "debug"), "once": True} | more
    return Watch(feeds, path, **more)


def log_of(path, event):
    lines = (Path(path).parent / "log").read_text().splitlines()
    return [line for line in map(json.loads, lines) if line["event"] == event]


@contextmanager
def watching(path, feeds, **more):
    """A watch at work in the background; a fault of it comes out at the end."""
    one = watch(path, feeds, once=False, **more)
    faults = []

    def run():
        try:
            one.run()
        except Exception as error:
            faults.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield one
    finally:
        one.stop.set()
        thread.join(60)
    assert not thread.is_alive()
    if faults:
        raise faults[0]


def until(true, seconds=60.0):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.1)


def stored(path):
    """The texts in the store, each as often as it is there."""
    return sorted(one.report.text for one in store.read(path)) if Path(path, "_delta_log").exists() else []


def reasons(path):
    return {one.source: one.reason for one in read_rejects(path)}


def texts(*numbers):
    return sorted(map(text, numbers))


# what is taken from feeds


def test_what_a_feed_offers_is_stored_with_what_the_feed_says(outlet, path):
    outlet.news(range(3))
    outlet.feed(range(3))
    done = watch(path, table(f"{outlet.root}/feed")).run()
    assert (done.tally.coded, done.failing, done.waiting) == (3, 0, 0)
    reports = {one.report.text: one.report for one in store.read(path)}
    assert sorted(reports) == texts(0, 1, 2)
    first = reports[text(1)]
    assert (first.title, first.outlet, first.url) == ("Note 1", "Strelsau Post", f"{outlet.root}/1.html")
    assert first.published.start == "2020-09-13"


@pytest.mark.parametrize(
    ("asked", "made", "kept"), [(None, True, 30), (None, False, None), (7, False, 7), (0, True, None)]
)
def test_a_store_made_by_a_watch_keeps_its_versions_for_some_days(outlet, path, asked, made, kept):
    outlet.feed([1])
    outlet.news([1])
    if not made:
        store.write(path, [numbered(1)])
    watch(path, table(f"{outlet.root}/feed"), keep_versions=asked).run()
    assert info(path).days_kept == kept
    assert len(list(store.read(path))) == 2 - made


def test_the_next_round_asks_only_for_what_has_changed(outlet, path):
    outlet.news(range(4))
    outlet.feed([0, 1])
    feeds = table(f"{outlet.root}/feed")
    watch(path, feeds).run()
    version = store.snapshot(path).files
    assert watch(path, feeds).run().tally.read == 0
    assert store.snapshot(path).files == version
    assert log_of(path, "feed_unchanged")
    outlet.feed([3, 2, 1])
    watch(path, feeds).run()
    assert stored(path) == texts(0, 1, 2, 3)
    assert sorted(outlet.paths()) == ["/0.html", "/1.html", "/2.html", "/3.html", "/feed", "/feed", "/feed"]
    assert [ask.path for ask in outlet.asked].count("/robots.txt") == 1


def test_a_page_in_two_feeds_is_fetched_once(outlet, other, path):
    outlet.news([1])
    outlet.feed([1])
    other.pages["/feed"] = Answer(rss(outlet.root, [1]).replace("1.html<", "1.html#top<"), media="application/rss+xml")
    watch(path, table(f"{outlet.root}/feed", f"{other.root}/feed")).run()
    assert stored(path) == texts(1)
    assert outlet.paths().count("/1.html") == 1


def test_the_same_words_elsewhere_are_an_appearance(outlet, other, path):
    for one in (outlet, other):
        one.news([1])
        one.feed([1])
    done = watch(path, table(f"{outlet.root}/feed", f"{other.root}/feed")).run()
    assert (done.tally.coded, done.tally.repeated) == (1, 1)
    (report,) = [one.report for one in store.read(path)]
    assert {report.url, report.appearances[0].url} == {f"{outlet.root}/1.html", f"{other.root}/1.html"}


def test_a_feeds_own_words_are_reports_where_nothing_is_to_be_followed(outlet, path):
    outlet.feed([1, 2], own_words=True)
    feeds = table(f"{outlet.root}/feed", follow=False, outlet="Herald")
    watch(path, feeds).run()
    assert stored(path) == texts(1, 2)
    assert {one.report.outlet for one in store.read(path)} == {"Herald"}
    changed = rss(outlet.root, [1, 2], own_words=True).replace(text(2), text(7))
    outlet.pages["/feed"] = etagged(changed)
    watch(path, feeds).run()
    assert stored(path) == texts(1, 2, 7)
    assert outlet.paths() == ["/feed", "/feed"]


def test_an_entry_without_words_is_rejected_once(outlet, path):
    outlet.feed([1])
    feeds = table(f"{outlet.root}/feed", follow=False)
    watch(path, feeds).run()
    outlet.feed([2, 1], own_words=False)
    watch(path, feeds).run()
    assert sorted(reasons(path)) == [f"{outlet.root}/feed#note-1", f"{outlet.root}/feed#note-2"]
    assert all("follow = true" in reason for reason in reasons(path).values())
    assert {one.tries for one in read_rejects(path)} == {1}


def test_of_a_long_feed_the_rest_is_taken_in_the_next_round(outlet, path):
    outlet.news(range(5))
    outlet.feed(range(5))
    feeds = table(f"{outlet.root}/feed", max_entries=2)
    for count in (2, 4, 5, 5):
        watch(path, feeds).run()
        assert len(stored(path)) == count
    assert log_of(path, "feed_unchanged")


def test_a_sitemap_and_the_sitemaps_of_an_index_are_read_like_feeds(outlet, path):
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    outlet.news([1, 2])
    for number in (1, 2):
        outlet.pages[f"/map{number}.xml"] = Answer(
            f"<urlset {space}><url><loc>{outlet.root}/{number}.html</loc></url></urlset>", media="text/xml"
        )
    maps = "".join(f"<sitemap><loc>{outlet.root}/map{number}.xml</loc></sitemap>" for number in (1, 2))
    outlet.pages["/index.xml"] = Answer(f"<sitemapindex {space}>{maps}</sitemapindex>", media="text/xml")
    watch(path, table(f"{outlet.root}/index.xml")).run()
    assert stored(path) == texts(1, 2)


def test_a_sound_feed_without_entries_has_not_failed(outlet, path):
    outlet.feed([])
    assert watch(path, table(f"{outlet.root}/feed")).run().failing == 0


def test_a_feed_that_breaks_off_is_asked_for_as_a_whole_again(outlet, path):
    outlet.news([1, 2])
    whole = rss(outlet.root, [1, 2])
    outlet.pages["/feed"] = etagged(whole[: whole.index("2.html</link>")])
    watch(path, table(f"{outlet.root}/feed")).run()
    assert stored(path) == texts(1)
    outlet.feed([1, 2])
    watch(path, table(f"{outlet.root}/feed")).run()
    assert stored(path) == texts(1, 2)
    assert not any("If-None-Match" in ask.headers for ask in outlet.asked)
    assert sorted(outlet.paths()) == ["/1.html", "/2.html", "/feed", "/feed"]


def test_words_in_another_encoding_than_the_server_says_are_read(outlet, path):
    words = f"{text(1)} The envoy, Zoë Müller, left Łódź."
    outlet.pages["/1.html"] = Answer(page(1, words).encode("utf-8"), media="text/html; charset=iso-8859-1")
    feed = rss(outlet.root, [1]).replace("Note 1", "Zoë’s note").encode("utf-8")
    outlet.pages["/feed"] = Answer(feed, media="application/rss+xml; charset=iso-8859-1")
    watch(path, table(f"{outlet.root}/feed")).run()
    (report,) = [one.report for one in store.read(path)]
    assert report.text == words
    assert report.title == "Zoë’s note"


def test_other_languages_are_counted_and_not_asked_for_again(outlet, path):
    outlet.pages["/1.html"] = Answer(page(1, f"{GERMAN} {GERMAN}"))
    outlet.feed([1])
    assert watch(path, table(f"{outlet.root}/feed")).run().tally.foreign == 1
    assert watch(path, table(f"{outlet.root}/feed")).run().tally.read == 0
    assert outlet.paths("/1") == ["/1.html"]


# servers that misbehave


def test_a_page_that_failed_is_tried_again_later(outlet, path):
    outlet.news(range(3))
    outlet.pages["/1.html"] = [Answer("oh", 500), Answer("no", 502), Answer(page(1))]
    outlet.feed(range(3))
    with watching(path, table(f"{outlet.root}/feed", every=60.0)):
        until(lambda: len(stored(path)) == 3)
    assert stored(path) == texts(0, 1, 2)
    asked = [ask.at for ask in outlet.asked if ask.path == "/1.html"]
    first, second = asked[1] - asked[0], asked[2] - asked[1]
    assert first >= 0.15
    assert second >= 0.3
    assert reasons(path) == {}


def test_a_page_that_keeps_failing_is_rejected_and_can_be_tried_again(outlet, path):
    outlet.news(range(4))
    outlet.pages["/1.html"] = Answer("oh", 500)
    outlet.pages["/2.html"] = Answer("gone", 404)
    outlet.pages["/3.html"] = Answer(b"\x89PNG", media="image/png")
    outlet.feed(range(4))
    with watching(path, table(f"{outlet.root}/feed", every=60.0)):
        until(lambda: len(reasons(path)) == 3 and len(stored(path)) == 1)
    found = {source.rsplit("/", 1)[1]: reason for source, reason in reasons(path).items()}
    assert "500" in found["1.html"]
    assert "tried 3 times" in found["1.html"]
    assert "404" in found["2.html"]
    assert "image/png" in found["3.html"]
    assert [outlet.paths().count(f"/{number}.html") for number in range(4)] == [1, 3, 2, 2]
    outlet.news([1])
    tally = ingest([], path, recipe=Recipe(factory=FACTORY), retry=True)
    assert (tally.coded, tally.rejected) == (1, 2)
    assert len(reasons(path)) == 2
    report = next(one.report for one in store.read(path) if one.report.text == text(1))
    assert (report.title, report.outlet) == ("Note 1", "Strelsau Post")


def test_all_kinds_of_trouble_at_once_lose_and_double_nothing(outlet, other, path, monkeypatch):
    monkeypatch.setattr("polybius.corpus.watch.fetching.PAGE", FetchLimits(seconds=2.0))
    outlet.news(range(12))
    outlet.pages |= {
        "/1.html": Answer(BOMB, headers={"Content-Encoding": "gzip"}),
        "/2.html": moved(f"{outlet.root}/2a.html"),
        "/2a.html": moved(f"{outlet.root}/2.html"),
        "/3.html": Answer(page(3), drip=30.0),
        "/4.html": Answer(bytes(range(256)) * 40),
        "/5.html": Answer(b"<html></html>"),
        "/6.html": [Answer(status=503, headers={"Retry-After": "1"}), Answer(page(6))],
        "/7.html": moved(f"{other.root}/seven"),
        "/8.html": Answer(page(8, f"{text(8)} STUMBLE")),
        "/9.html": Answer(page(9, f"{text(9)} HANG")),
        "/10.html": Answer(page(10, f"{text(10)} CRASH")),
    }
    other.pages |= {
        "/seven": Answer(page(7)),
        "/bomb": Answer(BOMB, media="application/rss+xml", headers={"Content-Encoding": "gzip"}),
        "/garbage": Answer(bytes(range(256)) * 9, media="application/rss+xml"),
        "/circle": moved(f"{other.root}/circle2", 302),
        "/circle2": moved(f"{other.root}/circle", 302),
        "/broken": Answer("oh", 500),
    }
    outlet.feed(range(12))
    bad = [f"{other.root}/{name}" for name in ("bomb", "garbage", "circle", "broken")]
    with watching(path, table(f"{outlet.root}/feed", *bad), limits=Limits(seconds=10.0)):
        until(lambda: len(reasons(path)) + len(stored(path)) == 12, 120.0)
    assert stored(path) == texts(0, 6, 7, 11)
    found = {source.rsplit("/", 1)[1]: reason for source, reason in reasons(path).items()}
    assert set(found) == {f"{number}.html" for number in (1, 2, 3, 4, 5, 8, 9, 10)}
    assert "circle" in found["2.html"]
    assert "2 seconds" in found["3.html"]
    assert "stumbled" in found["8.html"]
    failed = {line["feed"]: line["reason"] for line in log_of(path, "feed_failed")}
    assert set(failed) == set(bad)
    with State(Path(path) / "_watch") as state:
        assert state.counts() == (0, 0)


def test_a_host_that_does_not_answer_has_its_pages_kept_for_it(outlet, path):
    dead = Outlet()
    dead.close()
    outlet.news([1])
    body = rss(outlet.root, [1]) + ""
    entry = f"<item><link>{dead.root}/9.html</link></item></channel>"
    outlet.pages["/feed"] = etagged(body.replace("</channel>", entry))
    done = watch(path, table(f"{outlet.root}/feed")).run()
    assert (done.tally.coded, done.tally.rejected, done.waiting) == (1, 0, 1)
    time.sleep(0.5)
    manners = Manners(delay=0.0, back_off=0.2, keep=0.3)
    done = watch(path, table(f"{outlet.root}/feed", manners=manners)).run()
    assert (done.tally.rejected, done.waiting) == (1, 0)
    assert "given up after" in reasons(path)[f"{dead.root}/9.html"]


def test_a_feed_that_moved_for_good_is_asked_for_where_it_is_now(outlet, other, path):
    outlet.pages["/old"] = moved(f"{other.root}/feed")
    other.news([1, 2])
    other.feed([1])
    feeds = table(f"{outlet.root}/old")
    watch(path, feeds).run()
    other.feed([1, 2])
    watch(path, feeds).run()
    assert stored(path) == texts(1, 2)
    assert outlet.paths() == ["/old"]
    assert log_of(path, "feed_moved")[0]["to"] == f"{other.root}/feed"
    del other.pages["/feed"]
    outlet.news([3])
    outlet.feed([3], path="/old")
    watch(path, feeds).run()
    time.sleep(1.5)
    watch(path, feeds).run()
    assert stored(path) == texts(1, 2, 3)


def test_a_feed_moved_for_now_or_to_what_is_no_feed_is_asked_for_where_it_was(outlet, path):
    outlet.news([1])
    outlet.feed([1])
    outlet.pages |= {"/now": moved(f"{outlet.root}/feed", 302), "/parked": moved(f"{outlet.root}/1.html", 301)}
    feeds = table(f"{outlet.root}/now", f"{outlet.root}/parked")
    watch(path, feeds).run()
    time.sleep(1.5)
    watch(path, feeds).run()
    assert outlet.paths("/now") == ["/now"] * 2
    assert outlet.paths("/parked") == ["/parked"] * 2


# politeness


def test_what_robots_txt_forbids_is_never_asked_for(outlet, other, path):
    outlet.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /2\nDisallow: /secret", media="text/plain")
    outlet.news(range(4))
    outlet.pages["/3.html"] = moved(f"{outlet.root}/secret/3")
    outlet.pages["/secret/3"] = Answer(page(3))
    outlet.feed(range(4))
    other.pages["/robots.txt"] = Answer("User-agent: polybius\nDisallow: /", media="text/plain")
    other.feed([5])
    done = watch(path, table(f"{outlet.root}/feed", f"{other.root}/feed")).run()
    assert stored(path) == texts(0, 1)
    assert done.failing == 1
    assert sorted(outlet.paths()) == ["/0.html", "/1.html", "/3.html", "/feed"]
    assert other.paths() == []
    assert all("robots.txt" in reason for reason in reasons(path).values())
    assert len(reasons(path)) == 2


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_host_whose_robots_txt_cannot_be_had_is_not_asked(outlet, path, status):
    outlet.pages["/robots.txt"] = [Answer("", status), Answer("User-agent: *\nDisallow:", media="text/plain")]
    outlet.news([1])
    outlet.feed([1])
    assert watch(path, table(f"{outlet.root}/feed")).run().tally.read == 0
    assert outlet.paths() == []
    time.sleep(1.2)
    watch(path, table(f"{outlet.root}/feed")).run()
    assert stored(path) == texts(1)


def test_requests_to_a_host_keep_their_distance_and_number(outlet, other, path):
    manners = Manners(delay=0.25, back_off=0.2)
    for one in (outlet, other):
        one.feed(range(4))
        for number in range(4):
            one.pages[f"/{number}.html"] = Answer(page(number), wait=0.3)
    other.pages["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.6", media="text/plain")
    began = time.monotonic()
    watch(path, table(f"{outlet.root}/feed", f"{other.root}/feed", manners=manners)).run()
    assert stored(path) == texts(0, 1, 2, 3)
    # the distance between starts of requests, as the servers saw them
    for one, least in ((outlet, 0.25), (other, 0.6)):
        times = sorted(ask.at for ask in one.asked if one is outlet or ask.path != "/robots.txt")
        assert min(later - earlier for earlier, later in pairwise(times)) >= least - 0.05
        assert max(ask.under_way for ask in one.asked) == 1
    assert time.monotonic() - began >= 4 * 0.6


def test_a_host_that_says_it_is_too_busy_is_left_alone_as_long_as_it_asks(outlet, other, path):
    outlet.news(range(3))
    outlet.pages["/0.html"] = [Answer(status=429, headers={"Retry-After": "3"}), Answer(page(0))]
    outlet.feed(range(3))
    other.news([7])
    other.feed([7])
    with watching(path, table(f"{outlet.root}/feed", f"{other.root}/feed", every=60.0)):
        until(lambda: len(stored(path)) == 4)
    assert stored(path) == texts(0, 1, 2, 7)
    refused = next(ask.at for ask in outlet.asked if ask.path == "/0.html")
    later = [ask.at for ask in outlet.asked if ask.at > refused]
    assert min(later) - refused >= 2.95
    assert max(ask.at for ask in other.asked) - refused < 2.0


def test_a_pause_holds_over_a_restart(outlet, path):
    outlet.pages["/feed"] = Answer(status=503, headers={"Retry-After": "600"})
    for _ in range(3):
        assert watch(path, table(f"{outlet.root}/feed")).run().tally.read == 0
    assert outlet.paths() == ["/feed"]


def test_a_failing_feed_is_asked_more_and_more_seldom(outlet, path):
    outlet.pages["/feed"] = Answer("oh", 500)
    with watching(path, table(f"{outlet.root}/feed", every=0.3)):
        until(lambda: len(outlet.paths()) >= 4)
    gaps = [later.at - earlier.at for earlier, later in pairwise(ask for ask in outlet.asked if ask.path == "/feed")]
    assert gaps[2] > 1.8 * gaps[0]


def test_servers_learn_who_asks(outlet, path):
    outlet.feed([])
    manners = Manners(delay=0.0, contact="news@example.org")
    watch(path, table(f"{outlet.root}/feed", manners=manners)).run()
    agents = {ask.headers["User-Agent"] for ask in outlet.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("polybius/")
    assert all(ask.headers["User-Agent"].endswith("(+news@example.org)") for ask in outlet.asked)


# staying alive


def test_an_ingest_runs_beside_a_watch_and_a_second_watch_does_not(outlet, tmp_path, path):
    outlet.news(range(3))
    outlet.feed(range(2))
    with watching(path, table(f"{outlet.root}/feed")):
        until(lambda: len(stored(path)) == 2)
        tally = ingest(
            [write_lines(tmp_path / "a.jsonl", [*map(row, range(100, 120)), {"text": f"{text(3)} STUMBLE"}])],
            path,
            recipe=Recipe(factory=FACTORY),
        )
        assert (tally.coded, tally.rejected) == (20, 1)
        with pytest.raises(StoreBusy, match="another watch"):
            watch(path, table(f"{outlet.root}/feed")).run()
        outlet.feed(range(3))
        until(lambda: len(stored(path)) == 23)
    assert stored(path) == texts(0, 1, 2, *range(100, 120))
    with sole_watch(path):
        pass


def test_its_health_and_figures_can_be_asked_for(outlet, path):
    outlet.news([1])
    outlet.feed([1])
    with watching(path, table(f"{outlet.root}/feed", every=60.0), metrics=("127.0.0.1", 0)):
        until(lambda: log_of(path, "reporting"))
        root = log_of(path, "reporting")[0]["address"].removesuffix("/health")
        until(lambda: b'polybius_reports_total{fate="coded"} 1.0' in _got(f"{root}/metrics"))
        figures = _got(f"{root}/metrics").decode()
        health = json.loads(_got(f"{root}/health"))
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _got(f"{root}/")
        port = int(root.rsplit(":", 1)[1])
        with pytest.raises(PolybiusError, match="--metrics-port"):
            watch(f"{path}2", table(f"{outlet.root}/feed"), metrics=("127.0.0.1", port)).run()
    assert (health["status"], health["feeds"], health["feeds_failing"]) == ("ok", 1, 0)
    assert health["last_stored"] is not None
    assert 'polybius_feed_looks_total{result="read"} 1.0' in figures
    assert 'polybius_pages_total{result="fetched"} 1.0' in figures
    assert "process_resident_memory_bytes" in figures
    with pytest.raises(urllib.error.URLError):
        _got(f"{root}/health")


def test_a_watch_none_of_whose_feeds_can_be_read_is_not_well(outlet, path):
    with watching(path, table(f"{outlet.root}/feed", every=60.0), metrics=("127.0.0.1", 0)):
        until(lambda: log_of(path, "feed_failed"))
        root = log_of(path, "reporting")[0]["address"]
        with pytest.raises(urllib.error.HTTPError, match="503") as caught:
            _got(root)
    assert json.loads(caught.value.read())["status"] == "no feed can be read"


def _got(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


def test_what_could_not_be_stored_is_kept_for_the_next_run(outlet, path, monkeypatch):
    def full(*_args, **_named):
        raise StoreError("the disk is full")

    outlet.news([1, 2])
    outlet.feed([1, 2])
    with monkeypatch.context() as patch:
        patch.setattr("polybius.corpus.keeping.write", full)
        with pytest.raises(StoreError, match="the disk is full"):
            watch(path, table(f"{outlet.root}/feed")).run()
    assert log_of(path, "broken")[0]["reason"] == "the disk is full"
    assert stored(path) == []
    watch(path, table(f"{outlet.root}/feed")).run()
    assert stored(path) == texts(1, 2)
    assert sorted(outlet.paths("/1") + outlet.paths("/2")) == ["/1.html", "/2.html"]


def test_damaged_memory_is_said_with_what_to_do(outlet, path):
    outlet.feed([])
    watch(path, table(f"{outlet.root}/feed")).run()
    file = Path(path) / "_watch" / "state.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="delete this file"):
        watch(path, table(f"{outlet.root}/feed")).run()


def test_a_store_elsewhere_needs_a_folder_for_what_is_remembered(outlet):
    with pytest.raises(StoreError, match="--state"):
        Watch(table(f"{outlet.root}/feed"), "s3://bucket/news").run()


# as a program


def program(path, outlet, *more, feeds=None, options=('delay = "0s"', 'back_off = "1s"')):
    file = Path(path).parent / "feeds.toml"
    feeds = feeds or [f"{outlet.root}/feed"]
    rows = "".join(f'[[feed]]\nurl = "{url}"\nevery = "2s"\n' for url in feeds)
    file.write_text("\n".join(["[watch]", *options, rows]))
    return [*PROGRAM, "watch", str(file), "--store", path, "--coder", FACTORY, "--store-every", "1", *more]


def start(command, path):
    log = (Path(path).parent / "stderr").open("a")
    return subprocess.Popen(command, env=ENVIRONMENT, stderr=log)


def test_one_round_ends_with_a_code_that_says_how_it_went(outlet, path):
    outlet.news([1])
    outlet.feed([1])
    run = subprocess.run(program(path, outlet, "--once"), env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stderr.splitlines()
    events = [json.loads(line)["event"] for line in lines if line.startswith("{")]
    assert events[0] == "started"
    assert events[-1] == "stopped"
    assert "1 report coded" in lines[-1]
    feeds = [f"{outlet.root}/feed", f"{outlet.root}/none"]
    command = program(path, outlet, "--once", "--log-level", "error", feeds=feeds)
    run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "1 of 2 feeds" in run.stderr
    assert "{" not in run.stderr
    command = program(path, outlet, "--once", feeds=[f"{outlet.root}/none"])
    assert subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_soon_with_what_is_done_kept(outlet, path, number):
    outlet.news(range(43))
    outlet.feed(range(33))
    outlet.pages["/99.html"] = Answer(page(99), drip=100.0)
    outlet.feed([99], path="/slow")
    feeds = [f"{outlet.root}/slow", f"{outlet.root}/feed"]
    more = ["--no-metrics", "--store-every", "600", "--batch", "10"]
    run = start(program(path, outlet, *more, feeds=feeds, options=('delay = "0s"', "per_host = 4")), path)
    until(lambda: len(stored(path)) == 30 and "/99.html" in outlet.paths())
    time.sleep(2.0)
    began = time.monotonic()
    run.send_signal(number)
    assert run.wait(60) == 0
    assert time.monotonic() - began < 20.0
    # the three that made no batch are stored too
    assert stored(path) == texts(*range(33))
    # the next run fetches nothing again but what was under way
    outlet.asked.clear()
    outlet.news([99])
    outlet.feed(range(43))
    subprocess.run(program(path, outlet, "--once", feeds=feeds), env=ENVIRONMENT, check=True, capture_output=True)
    assert stored(path) == texts(*range(43), 99)
    pages = [asked for asked in outlet.paths() if asked.endswith(".html")]
    assert sorted(pages) == sorted(f"/{number}.html" for number in (*range(33, 43), 99))


def test_killed_at_any_moment_it_goes_on_without_loss_or_double(outlet, other, path):
    numbers = range(60)
    for one, some in ((outlet, numbers[:40]), (other, numbers[30:])):
        one.news(some)
        one.feed(some)
    outlet.pages["/5.html"] = [Answer("oh", 500), Answer(page(5))]
    other.pages["/50.html"] = Answer(page(50, f"{text(50)} STUMBLE"))
    feeds = [f"{outlet.root}/feed", f"{other.root}/feed"]
    command = program(path, outlet, "--no-metrics", feeds=feeds, options=('delay = "0.05s"', 'back_off = "0.3s"'))
    # a kill while it starts, some while it fetches, some after it has stored something
    for wait in (0.7, 1.6, 2.1, 2.6, 3.3):
        run = start(command, path)
        time.sleep(wait)
        run.kill()
        run.wait()
    run = start(command, path)
    until(lambda: len(stored(path)) + len(reasons(path)) >= 60)
    time.sleep(2.0)
    run.terminate()
    assert run.wait(60) == 0
    assert stored(path) == texts(*(number for number in numbers if number != 50))
    assert [source.rsplit("/", 1)[1] for source in reasons(path)] == ["50.html"]
    # each kill may break off one request at each host; 5.html is asked for twice in any case
    for one in (outlet, other):
        pages = [ask for ask in one.paths() if ask.endswith(".html")]
        assert len(pages) - len(set(pages)) <= 6
    with State(Path(path) / "_watch") as state:
        assert state.counts() == (0, 0)


def test_wrong_use_is_a_sentence_and_code_2(outlet, tmp_path):
    (tmp_path / "feeds.toml").write_text('[[feed]]\nurl = "nowhere"\n')
    command = [*PROGRAM, "watch", "feeds.toml", "--store", "s"]
    run = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == "polybius: feeds.toml: feed 1 (nowhere): url must be an http(s) address, not 'nowhere'\n"
    assert not (tmp_path / "s").exists()
