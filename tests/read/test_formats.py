"""Which format a source is in: by its name, its first bytes or its server; formats of others; columns by name."""

import gzip
import io
import json
from importlib.metadata import EntryPoint

import pytest

from polybius.errors import ReadError
from polybius.read import FORMATS, Format, ReadFailure, formats, read_reports
from polybius.read.draft import Draft
from polybius.records import Report
from tests.read.made_files import TEXT, packed_rows, warc_record, zipped


def backwards(stream, source, given):
    """A reader such as another package may have: texts written from right to left."""
    yield Draft(stream.read().decode()[::-1], source, given)


OTHERS = Format("mirror", (".mirror",), "tests.read.test_formats:backwards", "texts in a mirror")


@pytest.fixture
def others(monkeypatch):
    """An entry point of another package."""
    point = EntryPoint("mirror", "tests.read.test_formats:OTHERS", formats.GROUP)
    monkeypatch.setattr(formats, "entry_points", lambda group: [point] if group == formats.GROUP else [])
    formats.formats.cache_clear()
    yield
    formats.formats.cache_clear()


def test_a_reader_of_another_package_is_found_by_its_suffix_and_name(others, tmp_path):
    (tmp_path / "a.mirror").write_text(TEXT[::-1])
    (tmp_path / "b.dat").write_text(TEXT[::-1])
    (first,) = read_reports(tmp_path / "a.mirror")
    (second,) = read_reports(tmp_path / "b.dat", format="mirror")
    assert first.text == second.text == TEXT
    assert len(list(read_reports(tmp_path))) == 1


def test_an_entry_point_that_is_no_format_is_named(monkeypatch):
    point = EntryPoint("odd", "tests.read.test_formats:TEXT", formats.GROUP)
    monkeypatch.setattr(formats, "entry_points", lambda group: [point])
    formats.formats.cache_clear()
    with pytest.raises(ReadError, match="the reader odd"):
        formats.formats()
    formats.formats.cache_clear()


def test_a_format_that_is_not_there_is_named_with_those_that_are(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(ReadError, match=r"no format is called 'xls'; there are .*jsonl"):
        list(read_reports(tmp_path / "a.txt", format="xls"))


SAMPLES = {
    "jsonl": json.dumps({"text": TEXT}).encode() + b"\n",
    "warc": warc_record("https://x.example/1", f"<p>{TEXT}</p>"),
    "parquet": packed_rows(),
    "feed": b"<?xml version='1.0'?>\n<!-- c -->\n<rss version='2.0'><channel></channel></rss>",
    "sitemap": b"<?xml version='1.0'?><urlset></urlset>",
    "page": b"\n<!DOCTYPE html>\n<html><body></body></html>",
    "addresses": b"https://x.example/1\nhttps://x.example/2\n",
    "text": TEXT.encode(),
    "zip": zipped({"a.txt": TEXT}),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_what_the_name_does_not_tell_the_first_bytes_do(name):
    assert formats.format_of("news", SAMPLES[name][:4096]).name == name


def test_the_longest_suffix_tells():
    assert formats.format_by_suffix("20201003.EXPORT.CSV").name == "addresses"
    assert formats.format_by_suffix("export.csv").name == "csv"
    assert formats.format_by_suffix("20201003.EXPORT.CSV.zip").name == "zip"
    assert formats.format_by_suffix("masterfilelist.txt").name == "addresses"
    assert formats.format_by_suffix("list.txt").name == "text"
    assert formats.format_by_suffix("news.xml") is None


def test_the_server_tells_where_nothing_else_does():
    assert formats.format_of("/news", b"text,url\n", "text/csv; charset=utf-8").name == "csv"


def test_every_format_says_what_it_is_and_no_suffix_is_claimed_twice():
    suffixes = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(one.says and one.reader.startswith("polybius.read.") for one in FORMATS)


@pytest.mark.parametrize("name", ["jsonl", "warc", "parquet"])
def test_standard_input_is_told_by_its_first_bytes(monkeypatch, name):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(SAMPLES[name]))))
    (report,) = read_reports("-")
    assert report.text == TEXT


ROWS = {
    "a.jsonl": json.dumps({"article": {"body": TEXT}, "day": "20201003", "paper": "Post"}),
    "a.json": json.dumps([{"article": {"body": TEXT}, "day": "Sat, 03 Oct 2020 10:00:00 +0200", "paper": "Post"}]),
    "a.csv": f'article.body,Day,paper\n"{TEXT}",20201003120000,Post\n',
    "a.tsv": f"article.body\tday\tpaper\n{TEXT}\t2020-10-03 12:00:00\tPost\n",
}
COLUMNS = {"text": "article.body", "published": "day", "outlet": "paper"}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_columns_go_by_the_names_the_user_gives(tmp_path, name):
    (tmp_path / name).write_text(ROWS[name])
    (report,) = read_reports(tmp_path / name, columns=COLUMNS)
    assert isinstance(report, Report)
    assert (report.text, report.published.start, report.outlet) == (TEXT, "2020-10-03", "Post")


def test_columns_of_parquet_go_by_their_names_and_types(tmp_path):
    import datetime

    (tmp_path / "a.parquet").write_bytes(packed_rows(body=[TEXT, None], day=[datetime.date(2020, 10, 3)] * 2))
    report, failure = read_reports(tmp_path / "a.parquet", columns={"text": "body", "published": "day"})
    assert (report.text, report.published.start) == (TEXT, "2020-10-03")
    assert "holds no text" in failure.reason


@pytest.mark.parametrize(
    ("name", "columns", "said"),
    [
        ("a.csv", {"text": "body"}, "it has no column body; found article.body, day, paper"),
        ("a.csv", {"text": "article.body", "url": "link"}, "it has no column link"),
        ("a.jsonl", {"text": "body"}, 'it has no "body" that is a string'),
        ("a.jsonl", {"text": "article.body", "url": "link"}, 'no object in it has a "link", which is to be url'),
    ],
)
def test_a_column_that_is_missing_is_named(tmp_path, name, columns, said):
    (tmp_path / name).write_text(ROWS[name])
    failures = [one for one in read_reports(tmp_path / name, columns=columns) if isinstance(one, ReadFailure)]
    assert said in failures[-1].reason


def test_a_folder_gives_its_files_in_order_and_passes_over_what_is_hidden(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "note.doc"):
        (tmp_path / name).write_text(f"{name[0].upper()}. {TEXT}")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.jsonl.gz").write_bytes(gzip.compress(SAMPLES["jsonl"]))
    assert [report.text[0] for report in read_reports(tmp_path)] == ["A", "B", "T"]


def test_a_file_with_nothing_but_faults_is_given_up(tmp_path):
    (tmp_path / "a.jsonl").write_text("{oops\n" * 5_000)
    results = list(read_reports(tmp_path / "a.jsonl"))
    assert len(results) == 1_001
    assert "faults in a row" in results[-1].reason
