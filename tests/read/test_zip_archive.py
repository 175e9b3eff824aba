"""ZIP archives: what lies in them is read as it would be outside, and none of them fills memory or goes on for ever."""

import gzip
import io
import json
import random
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.read import ReadFailure, read_reports
from polybius.read.given import Given
from polybius.read.zip_archive import read_zip
from polybius.records import Report
from tests.read.conftest import answer
from tests.read.made_files import TEXT, zipped


def row(number):
    return json.dumps({"text": f"{TEXT} Note {number}."}) + "\n"


def event(url):
    """A row of GDELT's events, version 2: sixty columns and the address."""
    return "\t".join(["1"] * 60 + [url]) + "\n"


def mention(url):
    return "\t".join(["1"] * 5 + [url] + ["0"] * 10) + "\n"


@pytest.fixture
def news(site):
    site.pages = {f"/{number}.html": f"<html><body><p>{TEXT} Note {number}.</p></body></html>" for number in (1, 2, 3)}
    return site


def notes(results):
    return [one.text.rsplit(" ", 1)[1] for one in results if isinstance(one, Report)]


def test_the_files_of_an_archive_are_read_each_in_its_format(tmp_path):
    (tmp_path / "a.zip").write_bytes(
        zipped(
            {
                "news/one.jsonl": row(1) + row(2),
                "news/two.txt": f"{TEXT} Note 3.",
                "three.jsonl.gz": gzip.compress(row(4).encode()),
                "unnamed": row(5),
                "README": "Not for reading.",
                ".hidden.txt": TEXT,
                "__MACOSX/two.txt": TEXT,
            }
        )
    )
    assert notes(read_reports(tmp_path / "a.zip")) == ["1.", "2.", "3.", "4.", "5."]


def test_an_archive_in_a_folder_and_at_an_address_is_read(tmp_path, site):
    (tmp_path / "a.zip").write_bytes(zipped({"a.jsonl": row(1)}))
    site.pages["/packed"] = lambda handler: answer(handler, zipped({"a.jsonl": row(2)}), "application/zip")
    assert notes(read_reports([tmp_path, f"{site.root}/packed"])) == ["1.", "2."]


def test_the_format_that_is_named_is_that_of_the_files_inside(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": row(1)}))
    assert notes(read_reports(tmp_path / "a.zip", format="jsonl")) == ["1."]
    assert notes(read_reports(tmp_path / "a.zip", format="zip")) != ["1."]


def test_a_fault_is_named_by_archive_file_and_line(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.jsonl": "{oops\n" + row(1)}))
    bad, _ = read_reports(tmp_path / "a.zip")
    assert bad.source == f"{tmp_path / 'a.zip'}/a.jsonl:1"


@pytest.mark.parametrize("name", ["20201003000000.export.CSV", "20201003000000.mentions.CSV"])
def test_gdelts_tables_are_read_as_they_are_published(news, tmp_path, name):
    line = event if "export" in name else mention
    lines = "".join(line(f"{news.root}/{number}.html") for number in (1, 2, 1))
    (tmp_path / f"{name}.zip").write_bytes(zipped({name: lines}))
    (refused,) = read_reports(tmp_path / f"{name}.zip")
    assert "it holds 2 addresses and no text; add --fetch" in refused.reason
    assert news.asked == []
    assert notes(read_reports(tmp_path / f"{name}.zip", follow=True)) == ["1.", "2."]


def test_gdelts_list_of_its_tables_leads_to_the_reports_each_once(news, tmp_path):
    news.pages |= {
        "/v2/1.export.CSV.zip": zipped({"1.export.CSV": event(f"{news.root}/1.html")}),
        "/v2/1.mentions.CSV.zip": zipped(
            {"1.mentions.CSV": mention(f"{news.root}/1.html") + mention(f"{news.root}/2.html")}
        ),
        "/v2/2.export.CSV": event(f"{news.root}/3.html") + event(f"{news.root}/v2/1.export.CSV.zip"),
    }
    paths = ("1.export.CSV.zip", "1.mentions.CSV.zip", "1.gkg.csv.zip", "2.export.CSV")
    lines = "".join(f"318084 30e8f8 {news.root}/v2/{path}\n" for path in paths)
    (tmp_path / "masterfilelist.txt").write_text(lines)
    (refused,) = read_reports(tmp_path / "masterfilelist.txt")
    assert "4 addresses" in refused.reason
    found = list(read_reports(tmp_path / "masterfilelist.txt", follow=True))
    assert notes(found) == ["1.", "2.", "3."]
    (lost,) = [one for one in found if isinstance(one, ReadFailure)]
    assert (lost.source, lost.reason) == (f"{news.root}/v2/1.gkg.csv.zip", "the server answers 404 Not Found")
    assert news.asked.count("/1.html") == 1
    assert news.asked.count("/v2/1.export.CSV.zip") == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"PK\x03\x04 broken", "is no readable ZIP archive"),
        (b"", "it is empty"),
        (zipped({"1.export.CSV": b" " * 100_000_000}), "unpack to more than 200 times"),
    ],
)
def test_a_table_that_means_no_good_is_told_and_left(news, tmp_path, body, said):
    news.pages["/1.export.CSV.zip"] = lambda handler: answer(handler, body, "application/zip")
    (tmp_path / "lastupdate.txt").write_text(f"1 a {news.root}/1.export.CSV.zip\n2 b {news.root}/3.html\n")
    found = list(read_reports(tmp_path / "lastupdate.txt", follow=True))
    assert said in next(one.reason for one in found if isinstance(one, ReadFailure))
    assert notes(found) == ["3."]


def with_password(data):
    """The archive with the mark of a password on its files."""
    marked = bytearray(data)
    marked[data.index(b"PK\x03\x04") + 6] |= 1
    marked[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"a.txt": TEXT})[:-30], "is no readable ZIP archive"),
        (zipped({}), "no file in a format that can be read"),
        (zipped({"a.png": b"\x89PNG"}), "no file in a format that can be read"),
        (zipped({"a.zip": zipped({"a.txt": TEXT})}), "an archive within an archive"),
        (zipped({f"{number}.txt": "" for number in range(2_001)}), "more than 2,000"),
        (with_password(zipped({"a.txt": TEXT})), "cannot be unpacked"),
    ],
)
def test_what_cannot_be_unpacked_is_said(tmp_path, data, said):
    (tmp_path / "a.zip").write_bytes(data)
    (failure,) = read_reports(tmp_path / "a.zip")
    assert said in failure.reason


def test_files_ahead_of_a_damaged_one_are_kept_and_those_after_it_too(tmp_path):
    chance = random.Random(3)
    data = bytearray(zipped({"a.jsonl": row(1), "b.jsonl": row(chance.random()), "c.jsonl": row(3)}))
    second = data.index(b"b.jsonl")
    data[second + 20 : second + 40] = b"\xff" * 20
    (tmp_path / "a.zip").write_bytes(data)
    found = list(read_reports(tmp_path / "a.zip"))
    assert notes(found) == ["1.", "3."]
    assert [one.source for one in found if isinstance(one, ReadFailure)] == [f"{tmp_path / 'a.zip'}/b.jsonl"]


def test_a_bomb_stops_early_and_takes_little_memory(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.urls": b" " * 180_000_000}))
    tracemalloc.start()
    found = list(read_reports(tmp_path / "a.zip"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any("200 times" in one.reason for one in found)
    assert peak < 40_000_000


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_changed_archive_is_read_or_refused(at, some, cut):
    data = bytearray(zipped({"a.jsonl": row(1), "b.txt": TEXT}))
    at %= len(data)
    data[at : at + len(some)] = some
    for one in read_zip(io.BytesIO(bytes(data[: at + 1] if cut else data)), "x", Given()):
        assert one.source


def test_an_archive_packed_in_a_rare_way_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.jsonl", row(1))
    assert notes(read_reports(tmp_path / "a.zip")) == ["1."]
