"""Files in, reports out; what cannot be read gives a failure that says where and why, and never an exception."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.read import FORMATS, MAX_CHARACTERS, ReadFailure, read_reports
from polybius.read.formats import format_by_suffix
from polybius.read.given import Given
from polybius.records import Report
from tests.read.made_files import TEXT, packed_rows, warc_record, zipped

# one sample for each suffix of FORMATS: a file with just this report
SAMPLES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".html": f"<html><body><p>{TEXT}</p></body></html>",
    ".htm": f"<p>{TEXT}</p><p></p>",
    ".jsonl": json.dumps({"text": TEXT}) + "\n",
    ".ndjson": json.dumps({"text": TEXT}) + "\n",
    ".json": json.dumps([{"text": TEXT}]),
    ".parquet": packed_rows(),
    ".pq": packed_rows(),
    ".warc": warc_record("https://strelsau.example/1", f"<html><body><p>{TEXT}</p></body></html>"),
    ".rss": f"<rss version='2.0'><channel><title>P</title><item><title>T</title><description>{TEXT}</description>"
    "</item></channel></rss>",
    ".atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title><entry><title>T</title>"
    f"<content type='html'>&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>",
    ".xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{TEXT}</p></body></html>",
    ".csv": f'text\n"{TEXT}"\n',
    ".tsv": f"text\n{TEXT}\n",
    ".zip": zipped({"news.jsonl": json.dumps({"text": TEXT}) + "\n"}),
}


# formats that only hold addresses, which tests/read/test_addresses.py follows
LISTS = {suffix for one in FORMATS if one.name == "addresses" for suffix in one.suffixes} | {".sitemap"}
SUFFIXES = sorted({suffix for one in FORMATS for suffix in one.suffixes} - LISTS)


def read_one(path, **given):
    (result,) = read_reports([path], **given)
    return result


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_reader_gives_id_text_and_the_given_date(tmp_path, suffix):
    file = tmp_path / f"report{suffix}"
    sample = SAMPLES[suffix]
    file.write_bytes(sample if isinstance(sample, bytes) else sample.encode())
    report = read_one(file, published="2020-10-03", outlet="Strelsau Post")
    assert isinstance(report, Report)
    assert report.text == TEXT
    assert len(report.id) == 20
    assert report.published.start == "2020-10-03"
    assert report.published.basis == "given"
    assert report.outlet == "Strelsau Post"


@pytest.mark.parametrize("suffix", [*SUFFIXES, *sorted(LISTS)])
@pytest.mark.parametrize("data", [b"", b"\n \n", b"\x00\x01\x02\xff" * 500, b"\xff\xfe", b"{", b'"', b"%PDF-1.7 x"])
def test_no_reader_raises_on_rubbish(tmp_path, suffix, data):
    file = tmp_path / f"rubbish{suffix}"
    file.write_bytes(data)
    results = list(read_reports([file]))
    assert results
    assert all(isinstance(result, ReadFailure) for result in results)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([*SUFFIXES, *sorted(LISTS)]))
def test_any_bytes_are_read_or_refused(data, suffix):
    for one in format_by_suffix(f"x{suffix}").read(io.BytesIO(data), "x", Given()):
        result = one if isinstance(one, Report | ReadFailure) else one.report()
        assert isinstance(result, Report | ReadFailure)


def test_plain_text_keeps_its_words_and_paragraphs(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(("A “curly” café.\r\n\r\n" + TEXT).encode())
    assert read_one(file).text == "A “curly” café.\n\n" + TEXT


def test_windows_quotes_in_an_old_encoding_are_read(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(f"{TEXT} “We regret it,” said the café’s owner.".encode("cp1252"))
    assert "“We regret it,” said the café’s owner" in read_one(file).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_apart(tmp_path, encoding):
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert read_one(file).text == TEXT


def test_a_text_beyond_the_limit_is_refused_with_the_limit(tmp_path):
    file = tmp_path / "long.txt"
    file.write_text("a " * 5_000_000)
    failure = read_one(file)
    assert isinstance(failure, ReadFailure)
    assert f"{MAX_CHARACTERS:,}" in failure.reason


def test_another_language_is_a_failure_of_its_own_kind(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(
        "Le ministre des affaires étrangères a condamné samedi l'attaque contre la capitale, et les deux pays ont "
        "rappelé leurs ambassadeurs dans la soirée, selon une source proche du dossier.",
        encoding="utf-8",
    )
    failure = read_one(file)
    assert failure.kind == "language"
    assert "French" in failure.reason


def test_missing_file_directory_and_pattern_say_so(tmp_path):
    (tmp_path / "folder").mkdir()
    names = [tmp_path / "none.txt", tmp_path / "folder", tmp_path / "*.nothing", "a\0b"]
    reasons = [failure.reason for failure in read_reports(names)]
    assert "no such file" in reasons[0]
    assert "folder" in reasons[1]
    assert "pattern" in reasons[2]
    assert len(reasons) == 4


def test_patterns_give_files_in_order_of_name(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"{name[0].upper()}. {TEXT}")
    assert [report.text[0] for report in read_reports(str(tmp_path / "*.txt"))] == ["A", "B"]


def test_standard_input_is_one_text(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert read_one("-").text == TEXT


def test_one_bad_line_does_not_stop_json_lines(tmp_path):
    file = tmp_path / "news.jsonl"
    good = json.dumps({"text": TEXT, "published": "2020-10"})
    bad = ["{oops", '{"title": "no text"}', "[1]", json.dumps({"text": TEXT, "published": "3 Oct"}), "[" * 20_000]
    file.write_text("\n".join([good, "", *bad, good]))
    results = list(read_reports([file]))
    assert [isinstance(result, Report) for result in results] == [True, False, False, False, False, False, True]
    assert [result.source.rsplit(":", 1)[1] for result in results[1:-1]] == ["3", "4", "5", "6", "7"]
    assert "YYYY" in results[4].reason
    assert results[0].published.precision == "month"


def test_a_row_knows_better_than_what_is_given_for_all(tmp_path):
    file = tmp_path / "news.csv"
    file.write_text(f'published,text,outlet\n2019-01-02,"{TEXT}",\n,"{TEXT}\n\nAnd more of it.",Post\n')
    first, second = read_reports([file], published="2020", outlet="Herald")
    assert (first.published.start, first.outlet) == ("2019-01-02", "Herald")
    assert (second.published.start, second.outlet) == ("2020", "Post")
    assert second.text.endswith("\n\nAnd more of it.")


def test_csv_without_text_names_its_columns(tmp_path):
    file = tmp_path / "news.csv"
    file.write_text("headline,body\na,b\n")
    failure = read_one(file)
    assert "no column text" in failure.reason
    assert "headline, body" in failure.reason


def test_csv_holds_long_fields(tmp_path):
    file = tmp_path / "news.csv"
    long_text = (TEXT + " ") * 3_000
    file.write_text(f'text\n"{long_text}"\n')
    assert len(read_one(file).text) == len(long_text)


def test_pasted_html_becomes_paragraphs(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(
        "<div><h1>Envoys expelled</h1><script>var x = 'a < b';</script><p>The foreign &amp; defence ministers spoke to "
        "the <b>press</b>.</p><p>They said the embassy would close.<br>It did.</p><!-- ad --></div>"
    )
    assert read_one(file).text == (
        "Envoys expelled\n\nThe foreign & defence ministers spoke to the press.\n\n"
        "They said the embassy would close.\nIt did."
    )


def test_angle_brackets_alone_are_no_html(tmp_path):
    file = tmp_path / "a.txt"
    text = f"{TEXT} He wrote to <editor@example.org> that 3 < 4 and 5 > 4."
    file.write_text(text)
    assert read_one(file).text == text
