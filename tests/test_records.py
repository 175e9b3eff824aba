"""The records bear the names of the contract and cannot be changed."""

import re

import pytest
from pydantic import ValidationError

from polybius import records
from polybius.records import Actor, CodedReport, json_schema


def _names_of_contract(text):
    """Record -> field names, as the page's table gives them."""
    found, record = {}, None
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if len(cells) < 2 or cells[0] in {"record", "---"}:
            continue
        record = cells[0] or record
        fields = cells[1]
        while (shorter := re.sub(r"\{[^{}]*\}|\([^)]*\)|`|\[\]", "", fields)) != fields:
            fields = shorter
        found.setdefault(re.sub(r"\s*\(.*", "", record), set()).update(
            f.strip() for f in fields.split(",") if f.strip()
        )
    return found


def test_field_names_are_those_of_the_contract(shared):
    contract = _names_of_contract((shared / "records.md").read_text(encoding="utf-8"))
    models = {
        "CodedReport": CodedReport, "versions": records.Versions, "Report": records.Report, "Actor": Actor,
        "TimeExpression": records.TimeExpression, "Place": records.Place, "Event": records.Event,
        "Statement": records.Statement, "Relation": records.Relation,
    }  # fmt: skip
    for name, model in models.items():
        schema = model.model_json_schema(by_alias=True)
        assert contract[name] <= set(schema["properties"]), f"{name} lacks {contract[name] - set(schema['properties'])}"


def test_records_cannot_be_changed():
    actor = Actor(text="Baku")
    with pytest.raises(ValidationError):
        actor.code = "AZE"


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError):
        Actor(text="Baku", colour="red")


def test_schema_names_every_record():
    assert {"Event", "Statement", "Relation", "Actor", "Versions"} <= set(json_schema()["$defs"])
