"""Web archives: one report a page; broken records cost themselves alone."""

# samples stand in long lines

import gzip

import pytest

from polybius.read import ReadFailure, read_reports
from polybius.records import Report
from tests.read.made_files import TEXT, warc_record


def page(number):
    return f"<html><body><p>{TEXT} Note {number}.</p></body></html>"


def record(number, **more):
    return warc_record(f"https://news.example/{number}", page(number), **more)


def read(tmp_path, data):
    file = tmp_path / "news.warc"
    file.write_bytes(data)
    return list(read_reports(file))


def notes(results):
    return [one.text.rsplit(" ", 1)[1] for one in results if isinstance(one, Report)]


def test_pages_come_with_address_and_outlet(tmp_path):
    (report,) = read(tmp_path, warc_record("https://www.news.example/a", page(1)))
    assert (report.url, report.outlet) == ("https://www.news.example/a", "news.example")


def test_a_packed_archive_of_many_parts_is_read(tmp_path):
    file = tmp_path / "news.warc.gz"
    file.write_bytes(b"".join(gzip.compress(record(number)) for number in range(6)))
    assert notes(read_reports(file)) == [f"{number}." for number in range(6)]


def test_what_is_no_answered_page_is_passed_over(tmp_path):
    others = [
        record(1, kind="request"),
        record(2, status="404 Not Found"),
        record(3, media="image/png"),
        record(4, kind="metadata"),
        warc_record("https://news.example/5", b""),
    ]
    assert notes(read(tmp_path, b"".join([*others, record(6)]))) == ["6."]


@pytest.mark.parametrize(
    "broken",
    [
        record(7, length=20),
        record(7, length=3_000),
        record(7, length=10**15),
        record(7, length=-4),
        record(7)[:200],
        record(7).replace(b"Content-Length", b"Content-Width"),
        b"WARC/1.0\r\nnothing ends here",
        b"\x00\xff garbage " * 400,
        record(7).replace(b"HTTP/1.1 200 OK", b"\xff\xfe"),
    ],
)
def test_a_broken_record_costs_itself_alone(tmp_path, broken):
    results = read(tmp_path, record(1) + record(2) + broken + record(3) + record(4))
    assert notes(results) in (["1.", "2.", "3.", "4."], ["1.", "2.", "7.", "3.", "4."])
    assert all("#" in one.source for one in results if isinstance(one, ReadFailure))


def test_a_bomb_in_a_record_is_refused(tmp_path):
    bomb = gzip.compress(b"<html>" + b"x" * 60_000_000)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + bomb
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nWARC-Target-URI: https://a\r\n"
    data = head + f"Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
    results = read(tmp_path, record(1) + data + record(2))
    assert notes(results) == ["1.", "2."]
    assert "more than the 10,000,000 bytes" in results[1].reason


def test_a_packed_page_is_unpacked(tmp_path):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        page(5).encode()
    )
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    data = head + f"Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
    assert notes(read(tmp_path, data)) == ["5."]


def test_an_archive_without_a_record_says_so(tmp_path):
    (failure,) = read(tmp_path, b"nothing of the kind")
    assert "no WARC record" in failure.reason
