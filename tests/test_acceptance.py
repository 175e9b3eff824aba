"""The acceptance report, real documents, and any text at all, through the whole coder."""

import json
import re
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polybius.records import Actor, CodedReport

pytestmark = pytest.mark.model

FRAGMENTS = st.sampled_from(
    [
        "Armenian forces shelled the town of Ganja on Sunday, killing 10 people.", "“We will not leave,", "he said.",
        "According to Reuters,", "the minister (", "\n\n", "``", "''", "Oct. 31, 2017", "Feb. 30", "The two sides met.",
        "He", "\x00", "🙂", "<p>", "If rebels attack", "BAKU, Sept 27 (AP) --", "—", "«", "denied having",
        "1,000,000", "\u200e",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=12).map(" ".join))


def _spans(record, found):
    """Every record with offsets and words of its own in a coded report."""
    if isinstance(record, Actor) or (hasattr(record, "text") and hasattr(record, "start")):
        found.append(record)
    for value in record.__dict__.values():
        for each in value if isinstance(value, tuple) else (value,):
            if hasattr(each, "model_fields_set"):
                _spans(each, found)
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_codes_and_every_offset_slices_to_what_the_record_says(coder, text):
    coded = coder.code(text)
    for event in coded.events:
        assert 0 <= event.start < event.end <= len(text)
        assert event.start <= event.trigger.start < event.trigger.end <= event.end
        for named in (*event.modes, *event.contexts):
            assert named.start is None or text[named.start : named.end]
    for record in _spans(coded, []):
        if record.start is not None and record is not coded.report:
            assert text[record.start : record.end] == record.text
    for statement in coded.statements:
        assert all(0 <= piece.start < piece.end <= len(text) for piece in statement.content)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=2, max_size=4))
def test_alone_or_in_any_company_a_report_gives_equal_records(coder, texts):
    reports = [coder.code(text).report for text in texts]
    alone = [coder.code_report(report) for report in reports]
    assert list(coder.pipe(reports)) == alone
    assert list(coder.pipe(reversed(reports))) == alone[::-1]


def test_records_survive_json(coder):
    coded = coder.code("Rebels shelled the port of Aden on Sunday, the army said.", published="2019-08-12")
    assert coded.events
    assert CodedReport.model_validate_json(coded.model_dump_json()) == coded


def test_acceptance_report_reaches_its_score(coder, shared):
    seed = next((shared / "seeds").glob("000_*.txt"))
    coded = coder.code(seed.read_text(encoding="utf-8"), published="2020-10-03", outlet="Daily Sabah")
    command = [sys.executable, shared / "seeds" / "score.py"]
    scored = subprocess.run(command, input=coded.model_dump_json(), capture_output=True, text=True, check=True)
    counts = [int(n) for n in re.findall(r"\d+", scored.stdout.splitlines()[-1])]
    events, extras, statements, relations = counts[0], counts[8], counts[9], counts[11]
    assert events >= 15, scored.stdout
    assert extras <= 3, scored.stdout
    assert statements >= 9, scored.stdout
    assert relations >= 4, scored.stdout
    for event in coded.events:
        if event.date.start and event.date.start[:4] in {"1991", "1992", "1994", "2017"}:
            assert "historical" in event.realis


def test_real_documents_code_without_error(coder, shared):
    lines = [
        line for path in sorted((shared / "bench" / "re3d").glob("*.jsonl")) for line in path.read_text().splitlines()
    ]
    assert len(lines) >= 71
    for line in lines[::6]:
        coder.code(json.loads(line)["text"])
