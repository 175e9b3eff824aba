"""Pages: the words of the report apart from menus, links and notices; outlet, author and date as the page says."""

# pages stand in long lines
# ruff: noqa: E501

import pytest

from polybius.read import ReadFailure, read_reports
from polybius.read.web_page import MAX_PAGE, page_text

STORY = (
    "The foreign minister of Ruritania expelled two diplomats on Saturday, and the embassy was told to close.",
    "The ministry said in a statement that the two had acted against the law. Their names were not given.",
    "A spokesman for the neighbouring kingdom called the step a hostile act and announced an answer in kind.",
    "Talks about the border had been broken off on Thursday, and troops were moved to the river on both sides.",
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Envoys expelled | The Strelsau Post</title>
<meta property="og:site_name" content="The Strelsau Post"><meta name="author" content="Anna Reed">
<meta property="article:published_time" content="2020-10-03T09:15:00+02:00"></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<div class="cookie">We use cookies to improve your visit. <button>Accept</button></div>
<main><article><h1>Envoys expelled</h1><p class="byline">By Anna Reed in Strelsau</p>
<figure><img src="a.jpg" alt="x"><figcaption>The ministry in May. Photo: Post Archive</figcaption></figure>
<p>STRELSAU, Oct 3 (Post) - {STORY[0]}</p><p>{STORY[1]}</p>
<p><a href="/x">Read more: What the treaty of Zenda says</a></p><p>{STORY[2]}</p>
<div class="related"><h3>Related stories</h3><ul><li><a href="/1">Border trade falls</a></li></ul></div><p>{STORY[3]}</p>
<p class="share">Share this article on Facebook</p></article>
<aside><h3>Most read</h3><ol><li><a href="/9">Football: Strelsau wins again</a></li></ol></aside></main>
<div id="comments"><p>Great article, says Bob</p></div><footer><p>© 2020 The Strelsau Post. All rights reserved.</p></footer>
</body></html>"""


def read_page(tmp_path, page, **given):
    file = tmp_path / "page.html"
    file.write_bytes(page if isinstance(page, bytes) else page.encode())
    (result,) = read_reports(file, **given)
    return result


def test_the_report_is_told_from_what_surrounds_it(tmp_path):
    text = read_page(tmp_path, PAGE).text
    for sentence in STORY:
        assert sentence in text
    for other in ("Home", "cookies", "Photo", "Read more", "Border trade", "Facebook", "Football", "Bob", "rights"):
        assert other not in text


def test_paragraphs_stay_apart_and_the_dateline_is_found(tmp_path):
    report = read_page(tmp_path, PAGE)
    assert f"{STORY[1]}\n\n" in report.text
    datelines = [report.text[region.start : region.end] for region in report.regions if region.kind == "dateline"]
    assert datelines == ["STRELSAU, Oct 3 (Post) -"]


def test_the_page_says_who_when_and_where(tmp_path):
    report = read_page(tmp_path, PAGE)
    assert (report.outlet, report.author) == ("The Strelsau Post", "Anna Reed")
    assert (report.published.start, report.published.basis) == ("2020-10-03", "page")
    # the headline stands in the text, so it is not given apart from it
    assert report.title is None
    assert report.text.startswith("Envoys expelled\n\n")


def test_what_is_given_goes_before_what_the_page_says(tmp_path):
    report = read_page(tmp_path, PAGE, published="2020-10-04", outlet="Herald")
    assert (report.outlet, report.published.start, report.published.basis) == ("Herald", "2020-10-04", "given")


def test_a_page_of_bare_paragraphs_is_read_as_a_whole(tmp_path):
    assert read_page(tmp_path, f"<html><body><p>{STORY[0]}</p><p>{STORY[2]}</p></body></html>").text == (
        f"{STORY[0]}\n\n{STORY[2]}"
    )


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-8", "no-such-charset", "utf-16"])
@pytest.mark.parametrize("used", ["cp1252", "utf-8"])
def test_a_wrong_charset_does_not_spoil_the_words(declared, used):
    page = f'<html><head><meta charset="{declared}"></head><body><p>“We regret it,” said the café’s owner.</p></body></html>'
    assert "“We regret it,” said the café’s owner" in page_text(page.encode(used))


def test_the_charset_of_the_server_is_tried(tmp_path):
    text = "Президент подписал указ."
    assert text in page_text(f"<p>{text}</p>".encode("koi8-r"), "koi8-r")


def test_a_page_of_fifty_megabytes_is_refused_unread(tmp_path):
    failure = read_page(tmp_path, b"<html><body><p>" + b"x " * 25_000_000)
    assert isinstance(failure, ReadFailure)
    assert f"{MAX_PAGE:,}" in failure.reason


@pytest.mark.parametrize(
    "page", [b"<html>" * 50_000, b"<div>" * 200_000 + b"words", b"<p>" + b"&amp;" * 300_000, b"<!--" * 99_999]
)
def test_malformed_pages_are_read_or_refused(tmp_path, page):
    assert read_page(tmp_path, page) is not None


def test_a_page_in_french_is_a_failure_of_its_own_kind(tmp_path):
    french = "Le ministre des affaires étrangères a condamné samedi l'attaque contre la capitale, et les deux pays ont rappelé "
    page = f"<html><body><article><p>{french}</p><p>{french}leurs ambassadeurs.</p></article></body></html>"
    assert read_page(tmp_path, page).kind == "language"
