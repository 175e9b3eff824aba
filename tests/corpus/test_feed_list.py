"""The table of feeds: what it may hold, and faults named with the feed they stand in."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.corpus.watch import FeedListError, read_feed_list
from polybius.corpus.watch.feed_list import settings

DOCS = Path(__file__).parents[2] / "docs"


def faults_of(tmp_path, text):
    file = tmp_path / "feeds.toml"
    file.write_text(text)
    with pytest.raises(FeedListError) as caught:
        read_feed_list(file)
    return [fault.replace(str(file), "feeds.toml") for fault in caught.value.faults]


def test_what_a_feed_does_not_say_the_defaults_say(tmp_path):
    file = tmp_path / "feeds.toml"
    file.write_text(
        '[watch]\ncontact = "news@example.org"\ndelay = "2s"\n[defaults]\nevery = "1h"\nfollow = false\n'
        '[[feed]]\nurl = "https://a.example/rss"\n'
        '[[feed]]\nurl = "https://b.example/rss"\nevery = "90s"\nfollow = true\noutlet = "Post"\nmax_entries = 7\n'
    )
    table = read_feed_list(file)
    first, second = table.feeds
    assert (first.every, first.follow, first.outlet, first.max_entries) == (3600.0, False, None, 500)
    assert (second.every, second.follow, second.outlet, second.max_entries) == (90.0, True, "Post", 7)
    assert (table.manners.contact, table.manners.delay, table.manners.per_host) == ("news@example.org", 2.0, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[feed]]\nurl = "ftp://a.example/"', "feeds.toml: feed 1 (ftp://a.example/): url must be an http(s) address"),
        ('[[feed]]\noutlet = "Post"', "feeds.toml: feed 1: has no url"),
        (
            '[[feed]]\nurl = "http://a.example"\nevery = "soon"',
            "feed 1 (http://a.example): every must be a time such as",
        ),
        ('[[feed]]\nurl = "http://a.example"\nevery = 15', "every must be a time such as"),
        ('[[feed]]\nurl = "http://a.example"\nevery = "0s"', "from 1 seconds to 30 days, not '0s'"),
        ('[[feed]]\nurl = "http://a.example"\nfollow = "yes"', "follow must be true or false, not 'yes'"),
        ('[[feed]]\nurl = "http://a.example"\nmax_entries = true', "max_entries must be a whole number from 1"),
        ('[[feed]]\nurl = "http://a.example"\nevry = "1h"', "evry is unknown; did you mean every?"),
        ('[[feed]]\nurl = "http://a.example"\n' * 2, "feed 2 (http://a.example): is the same as feed 1"),
        ('[watch]\ncontact = "(me)"\n[[feed]]\nurl = "http://a.example"', "[watch]: contact must be a mail or web"),
        ('[[feeds]]\nurl = "http://a.example"', "feeds is unknown; did you mean feed?"),
        ("", "names no feed; write [[feed]]"),
        ("watch = 3", "[watch]: must be a table"),
        ("feed = [1]", "feed 1: must be a table"),
        ('[[feed]]\nurl = "http://a.example\n', "feeds.toml:2: is no TOML"),
    ],
)
def test_each_fault_is_named_with_its_place(tmp_path, text, fault):
    assert any(fault in found for found in faults_of(tmp_path, text))


def test_all_faults_are_named_at_once(tmp_path):
    text = '[watch]\ntries = 0\n[[feed]]\nurl = "x"\n[[feed]]\nurl = "http://a.example"\nevery = "1y"'
    assert len(faults_of(tmp_path, text)) == 3


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(FeedListError, match="there is no such file"):
        read_feed_list(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FeedListError, match="not UTF-8"):
        read_feed_list(tmp_path / "latin.toml")


@given(st.dictionaries(st.sampled_from(["url", "every", "follow", "outlet", "max_entries", "x"]), st.text(max_size=12)))
def test_whatever_a_feed_says_it_is_a_table_or_a_named_fault(tmp_path_factory, row):
    file = tmp_path_factory.mktemp("f") / "feeds.toml"
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in row.items())
    file.write_text(f"[[feed]]\n{lines}", encoding="utf-8")
    try:
        (feed,) = read_feed_list(file).feeds
    except FeedListError as error:
        said = [fault.startswith(str(file)) for fault in error.faults]
    else:
        said = [feed.url.startswith("http")]
    assert all(said)


def test_the_docs_name_every_key_and_show_a_table_that_is_sound():
    page = (DOCS / "watch.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)` ", page, re.M))
    assert {key for _, key in settings()} == documented
    table = read_feed_list(DOCS / "feeds.toml")
    assert len(table.feeds) >= 3
