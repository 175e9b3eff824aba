"""Packed files are unpacked as they are read; what is cut off, broken or made to fill the memory stops there."""

# samples stand in long lines

import gzip
import io
import json
import random
import tracemalloc

import pyarrow as pa
import pytest

from polybius.read import ReadFailure, read_reports
from polybius.read.unpacking import Damaged, unpacked, without_packing
from polybius.records import Report
from tests.read.made_files import TEXT


def zstd(data):
    return pa.compress(data, "zstd", asbytes=True)


def lines(count):
    return "".join(json.dumps({"text": f"{TEXT} Note {number}."}) + "\n" for number in range(count)).encode()


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("pack", [gzip.compress, zstd, lambda data: gzip.compress(gzip.compress(data))])
def test_packed_lines_are_read_whatever_the_file_is_called(tmp_path, pack, suffix):
    file = tmp_path / f"news.jsonl{suffix}"
    file.write_bytes(pack(lines(5)))
    assert [report.text[-7:] for report in read_reports(file)] == [f"Note {number}." for number in range(5)]


def test_a_packed_file_of_several_parts_is_read_to_its_end(tmp_path):
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(lines(2)) + gzip.compress(lines(3)))
    assert len(list(read_reports(file))) == 5


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_what_stands_ahead_of_the_cut_is_kept(tmp_path, pack):
    file = tmp_path / "news.jsonl.gz"
    chance = random.Random(4)
    rows = [json.dumps({"text": f"{TEXT} {chance.random()}"}) for _ in range(4000)]
    data = pack("\n".join(rows).encode())
    file.write_bytes(data[: len(data) // 2])
    *reports, last = read_reports(file)
    assert isinstance(last, ReadFailure)
    assert last.source == str(file)
    assert "cut off or damaged" in last.reason
    assert len(reports) > 500
    assert all(isinstance(report, Report) for report in reports)


@pytest.mark.parametrize(
    "bomb",
    [gzip.compress(b"\0" * 200_000_000), gzip.compress(gzip.compress(b"\n" * 200_000_000)), zstd(b" " * 200_000_000)],
)
def test_a_bomb_is_stopped_in_little_memory(bomb):
    def read_all():
        stream = unpacked(io.BytesIO(bomb))
        while stream.read(1 << 20):
            pass

    tracemalloc.start()
    with pytest.raises(Damaged, match="unpack to more than 200 times"):
        read_all()
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_a_small_file_may_pack_well(tmp_path):
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps({"text": TEXT + " " * 900_000}).encode()))
    assert [type(one).__name__ for one in read_reports(file)] == ["Report"]


def test_garbage_behind_the_mark_of_gzip_is_said_so(tmp_path):
    file = tmp_path / "news.txt.gz"
    file.write_bytes(b"\x1f\x8b\x08" + b"garbage" * 20)
    (failure,) = read_reports(file)
    assert "cut off or damaged" in failure.reason


@pytest.mark.parametrize(
    ("name", "bare"),
    [("a.jsonl.gz", "a.jsonl"), ("a.ZST", "a"), ("a.csv", "a.csv"), ("a.warc.gz.zst", "a.warc")],
)
def test_the_name_tells_the_format_without_the_packing(name, bare):
    assert without_packing(name) == bare
