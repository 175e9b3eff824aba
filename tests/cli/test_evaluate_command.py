"""polybius evaluate: tables and JSON of the measures."""

import json

from tests.made import TEXT


def test_gold_prints_a_table_or_json(run, tmp_path):
    report = {"id": "a", "source": "set/x", "outlet": None, "published": "2020-10-04", "title": None, "text": TEXT}
    (tmp_path / "reports.jsonl").write_text(json.dumps(report), encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "a", "events": [], "statements": []}), encoding="utf-8")
    table = run("evaluate", "gold", ".")
    assert table.exit_code == 0
    assert "all events" in table.stdout
    assert "source: set" in table.stdout
    figures = json.loads(run("evaluate", "gold", ".", "--json").stdout)
    assert figures["events"]["extra"] == 2


def test_a_folder_without_a_gold_set_is_wrong_use(run):
    result = run("evaluate", "gold", "absent")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_times_are_measured_with_the_coder(run, tmp_path):
    dct = '<DCT><TIMEX3 tid="t0" type="DATE" value="2020-10-04">4 October</TIMEX3></DCT>'
    tml = f"<TimeML><DOCID>x</DOCID>{dct}<TEXT>Rain fell.</TEXT></TimeML>"
    (tmp_path / "x.tml").write_text(tml, encoding="utf-8")
    result = run("evaluate", "times", ".", "--json")
    assert json.loads(result.stdout)["found"] == 0
