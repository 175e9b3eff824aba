"""Records without the words of their reports, and the words put back."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings

from polybius.errors import ReadError
from polybius.export import Selection, export
from polybius.export.rebuilding import rebuilt
from polybius.export.textless import MARK, Unfit, filled, textless
from polybius.read import ReadFailure, unpacking
from polybius.read.make_report import make_report
from polybius.records import CodedReport
from tests.made import TEXT, coded_reports, numbered, shelling


def bare(coded):
    """A coded report without what is lost: reasons."""
    return CodedReport.model_validate(_bare(coded.model_dump(by_alias=True)))


def _bare(value):
    if isinstance(value, dict):
        lost = {"reason": "", "reasons": ()}
        return {name: lost.get(name, _bare(part)) for name, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, list | tuple) else value


def test_what_is_shared_has_no_words_and_comes_back_whole():
    line = json.dumps(textless(shelling()))
    for words in ("shelled", "Ganja", "officials", "Yerevan", "Russia"):
        assert words not in line
    assert filled(json.loads(line), TEXT) == bare(shelling())


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded=coded_reports)
def test_any_record_comes_back_but_for_words_that_are_not_in_its_text(coded):
    back = filled(json.loads(json.dumps(textless(coded))), coded.report.text)
    assert back.report.text == coded.report.text
    for one, other in zip(coded.actors, back.actors, strict=True):
        assert other.text in (one.text, "")
        assert other.text == one.text or one.text not in coded.report.text
    assert [event.id for event in back.events] == [event.id for event in coded.events]


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), f"\n {TEXT}\n\n"])
def test_other_line_ends_and_blanks_around_the_text_do_no_harm(text):
    assert filled(textless(shelling()), text) == bare(shelling())


def test_other_blanks_within_are_refused_since_offsets_would_not_fit():
    with pytest.raises(Unfit, match="the words are the same, but not the blanks: 192 characters were coded, 193 are"):
        filled(textless(shelling()), TEXT.replace(". ", ".  ", 1))


@pytest.mark.parametrize("name", ["shared.jsonl", "shared.jsonl.gz"])
def test_a_file_is_made_whole_from_texts_that_come_in_any_order(name, tmp_path):
    reports = [of_text(f"{TEXT} Report {number}.") for number in range(3)]
    export(tmp_path / name, reports, format="jsonl", selection=Selection(texts=False))
    texts = [make_report(one.report.text) for one in reversed(reports[1:])] + [make_report("Nobody coded this.")]
    with rebuilt(tmp_path / name) as records:
        back = list(records.filled(texts))
        assert (records.total, records.whole, records.without_text) == (3, 2, 1)
    assert back == [bare(one) for one in reversed(reports[1:])]


def of_text(text):
    """The sample coded over a text, with the id that reading gives it."""
    coded = shelling(text)
    return coded.model_copy(update={"report": coded.report.model_copy(update={"id": make_report(text).id})})


def test_lines_that_are_no_such_records_are_named(tmp_path):
    whole = numbered(1).model_dump_json(by_alias=True)
    (tmp_path / "s.jsonl").write_text(f"{whole}\nno json\n\n[]\n", encoding="utf-8")
    with rebuilt(tmp_path / "s.jsonl") as records:
        said = [str(one) for one in records.filled([])]
    assert [line.split(": ")[0][-3:] for line in said] == ["l:1", "l:2", "l:4"]
    assert all("polybius export --format jsonl --no-text" in line for line in said)


def test_a_record_that_was_tampered_with_is_named(tmp_path):
    coded = of_text(TEXT)
    record = textless(coded)
    record["events"][0]["start"] = "x"
    (tmp_path / "s.jsonl").write_text(json.dumps(record), encoding="utf-8")
    with rebuilt(tmp_path / "s.jsonl") as records:
        (found,) = records.filled([make_report(TEXT)])
    assert isinstance(found, ReadFailure)
    assert "it is no coded report" in found.reason


def test_a_broken_or_absent_file_is_one_sentence(tmp_path):
    (tmp_path / "s.gz").write_bytes(gzip.compress(b"{}" * 1000)[:-9])
    for name, said in (("s.gz", "gzip data are cut off or damaged"), ("absent", "cannot be read")):
        with pytest.raises(ReadError, match=said), rebuilt(tmp_path / name):
            pass


def test_the_mark_holds_hash_and_length():
    assert textless(shelling())[MARK]["characters"] == len(TEXT)


def test_a_bomb_is_cut_short(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    (tmp_path / "shared.gz").write_bytes(gzip.compress(b"0" * (1 << 26)))
    with pytest.raises(ReadError, match="times their size"), rebuilt(tmp_path / "shared.gz"):
        pass
