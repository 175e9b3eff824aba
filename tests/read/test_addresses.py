"""What is fetched and what is not: addresses the user names, and those in lists only where that is wanted."""

# samples stand in long lines
# ruff: noqa: E501

import gzip
import time

import pytest

from polybius.read import ReadFailure, read_reports
from polybius.read.fetch import FetchError, FetchLimits, fetch
from polybius.records import Report
from tests.read.conftest import answer
from tests.read.made_files import TEXT

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Strelsau Post</title>
<item><title>Envoys expelled</title><link>{root}/1.html</link><pubDate>Sat, 03 Oct 2020 10:00:00 +0200</pubDate>
<description>Two envoys must leave the country, the foreign minister said on Saturday.</description></item>
<item><title>Talks</title><link>{root}/2.html</link><description/></item></channel></rss>"""


def page(number):
    return f"<html><body><p>{TEXT} Note {number}.</p></body></html>"


@pytest.fixture
def news(site):
    site.pages = {f"/{number}.html": page(number) for number in (1, 2, 3)}
    site.pages["/feed"] = lambda handler: answer(handler, RSS.format(root=site.root), "application/rss+xml")
    return site


def test_an_address_is_fetched(news):
    (report,) = read_reports(f"{news.root}/1.html")
    assert report.text == f"{TEXT} Note 1."
    assert report.url == f"{news.root}/1.html"
    assert report.outlet == "127.0.0.1"


def test_links_of_a_feed_at_an_address_are_followed(news):
    first, second = read_reports(f"{news.root}/feed")
    assert (first.text, first.title) == (f"{TEXT} Note 1.", "Envoys expelled")
    assert (first.url, first.outlet, first.published.start) == (f"{news.root}/1.html", "Strelsau Post", "2020-10-03")
    assert second.text == f"{TEXT} Note 2."


def test_a_feed_in_a_file_reaches_for_nothing(news, tmp_path):
    file = tmp_path / "news.xml"
    file.write_text(RSS.format(root=news.root))
    first, second = read_reports(file)
    assert first.text == "Two envoys must leave the country, the foreign minister said on Saturday."
    assert (first.url, first.published.basis) == (f"{news.root}/1.html", "given")
    assert "--fetch" in second.reason
    assert news.asked == []
    assert all(isinstance(one, Report) for one in read_reports(file, follow=True))


def test_a_feed_at_an_address_need_not_be_followed(news):
    assert len([one for one in read_reports(f"{news.root}/feed", follow=False) if isinstance(one, Report)]) == 1
    assert news.asked == ["/feed"]


def test_a_list_of_addresses_is_fetched_only_on_demand(news, tmp_path):
    file = tmp_path / "news.urls"
    file.write_text(f"# today\n{news.root}/1.html\n{news.root}/2.html\n{news.root}/1.html\nno address\n")
    bad, refused = read_reports(file)
    assert bad.source.endswith(":5")
    assert "2 addresses" in refused.reason
    assert news.asked == []
    found = list(read_reports(file, follow=True))
    assert [one.text[-2:] for one in found if isinstance(one, Report)] == ["1.", "2."]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("20201003.export.CSV", "\t".join(["1"] * 60 + ["{url}"])),
        ("20201003.mentions.CSV", "\t".join(["1"] * 5 + ["{url}"] + ["0"] * 10)),
        ("20201003.gkg.csv", "\t".join(["1"] * 4 + ["{url}"] + ["http://picture.example/a.jpg"] * 22)),
    ],
)
def test_gdelts_tables_name_their_reports(news, tmp_path, name, line):
    file = tmp_path / name
    file.write_text(line.format(url=f"{news.root}/3.html") + "\n")
    (report,) = read_reports(file, follow=True)
    assert report.text == f"{TEXT} Note 3."


def test_sitemaps_are_followed_once_each(news):
    space = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    root = news.root
    news.pages["/map.xml"] = (
        f"<sitemapindex {space}><sitemap><loc>{root}/a.xml</loc></sitemap><sitemap><loc>{root}/map.xml</loc></sitemap></sitemapindex>"
    )
    entry = "<n:news><n:publication><n:name>Post</n:name></n:publication><n:publication_date>2020-10-03T01:00Z</n:publication_date><n:title>Envoys</n:title></n:news>"
    news.pages["/a.xml"] = (
        f"<?xml version='1.0'?>\n<urlset {space}><url><loc>{root}/1.html</loc>{entry}</url><url><loc>{root}/2.html</loc></url></urlset>"
    )
    first, second = read_reports(f"{root}/map.xml")
    assert (first.title, first.outlet, first.published.start) == ("Envoys", "Post", "2020-10-03")
    assert second.text == f"{TEXT} Note 2."
    assert news.asked.count("/map.xml") == 1


def test_what_a_page_says_in_packed_form_is_unpacked(news):
    news.pages["/p"] = lambda handler: answer(handler, gzip.compress(page(9).encode()), Content_Encoding="gzip")
    (report,) = read_reports(f"{news.root}/p")
    assert report.text.endswith("Note 9.")


def _redirect(to):
    return lambda handler: answer(handler, "", status=302, Location=to)


def _trickle(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/circle", "in a circle"),
        ("/far0", "more than 5 times"),
        ("/out", "no web address"),
        ("/none", "404"),
        ("/large", "larger than"),
        ("/slow", "longer than"),
        ("/broken", "breaks off|cannot be fetched"),
        ("/brotli", "packed as br"),
    ],
)
def test_what_cannot_be_fetched_says_why(site, path, said):
    site.pages = {f"/far{number}": _redirect(f"/far{number + 1}") for number in range(9)}
    site.pages |= {
        "/circle": _redirect("/back"),
        "/back": _redirect("/circle"),
        "/out": _redirect("file:///etc/passwd"),
    }
    site.pages |= {"/large": "x" * 300_000, "/slow": _trickle}
    site.pages["/brotli"] = lambda handler: answer(handler, b"x", Content_Encoding="br")

    def broken(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"only this")

    site.pages["/broken"] = broken
    with pytest.raises(FetchError, match=said):
        fetch(site.root + path, FetchLimits(size=200_000, seconds=0.6))


def test_redirects_end_where_they_lead(site):
    site.pages = {"/old": _redirect("/new"), "/new": page(1)}
    (report,) = read_reports(f"{site.root}/old")
    assert report.text == f"{TEXT} Note 1."
    assert fetch(f"{site.root}/old").permanent is None


def test_a_server_that_is_not_there_is_one_sentence():
    (failure,) = read_reports("http://127.0.0.1:9/x")
    assert isinstance(failure, ReadFailure)
    assert "cannot be fetched" in failure.reason


def test_a_conditional_request_may_be_answered_with_nothing(site):
    site.pages["/f"] = lambda handler: answer(
        handler, "", status=304 if handler.headers["If-None-Match"] == "a" else 200
    )
    assert fetch(f"{site.root}/f", headers={"If-None-Match": "a"}).status == 304


def test_a_redirect_leaves_nothing_behind_for_the_next_request(news):
    def redirect(handler):
        handler.protocol_version = "HTTP/1.1"
        answer(handler, "moved " * 100, status=301, Location="/1.html")

    news.pages["/old"] = redirect
    for _ in range(3):
        fetched = fetch(f"{news.root}/old")
        assert (fetched.permanent, fetched.status) == (f"{news.root}/1.html", 200)
        fetched.body.close()


def test_it_is_said_whether_there_was_a_server_to_talk_to(news):
    news.pages["/abort"] = lambda handler: handler.connection.close()
    for url, reached in ((f"{news.root}/abort", True), (f"{news.root}/absent", True), ("http://127.0.0.1:9/", False)):
        with pytest.raises(FetchError) as caught:
            fetch(url)
        assert caught.value.reached == reached


def test_whoever_fetches_may_refuse_a_redirect(news):
    def refuse(url):
        raise FetchError(f"not {url}")

    news.pages["/old"] = _redirect("/1.html")
    with pytest.raises(FetchError, match=r"not .*/1.html"):
        fetch(f"{news.root}/old", on_redirect=refuse)
    assert news.asked == ["/old"]
