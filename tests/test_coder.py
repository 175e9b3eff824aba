"""The coder as users load it: by name, as a spaCy component of their own pipeline, with versions on every record."""

import pytest
import spacy

import polybius
from polybius.annotate import EXTENSIONS, register_extensions
from polybius.coder import STAGES, Stage, check_stages, load_model
from polybius.errors import ModelError

SENTENCE = "Norway imposed sanctions on Belarus."


def test_stages_find_what_they_need():
    assert check_stages(STAGES) == []


def test_unmet_need_is_named():
    stages = [Stage("events", lambda doc: doc, ("statements",), ("events",))]
    assert check_stages(stages) == ["stage events needs statements, which no earlier stage leaves"]


def test_missing_model_says_what_to_install():
    with pytest.raises(
        ModelError, match="en_core_web_trf is not installed: install the spaCy pipeline en_core_web_trf"
    ):
        polybius.load("en_core_web_trf")


def test_pipeline_without_parser_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError):
        polybius.load(str(tmp_path / "blank"))


@pytest.mark.model
def test_component_in_a_user_s_own_pipeline():
    nlp = load_model()
    nlp.add_pipe("polybius")
    doc = nlp.make_doc(SENTENCE)
    doc._.polybius_report = {"published": "2015-06-10", "outlet": "Example"}
    coded = nlp(doc)._.polybius
    assert coded.report.outlet == "Example"
    assert [e.category for e in coded.events] == ["SANCTION"]


@pytest.mark.model
def test_component_takes_bare_text():
    nlp = load_model()
    nlp.add_pipe("polybius")
    assert [e.category for e in nlp(SENTENCE)._.polybius.events] == ["SANCTION"]


@pytest.mark.model
def test_unparsed_doc_is_refused_in_one_sentence():
    nlp = spacy.blank("en")
    nlp.add_pipe("polybius")
    with pytest.raises(ModelError, match="needs a parsed Doc"):
        nlp(SENTENCE)


def test_extensions_can_be_registered_twice():
    register_extensions()
    register_extensions()
    assert all(owner.has_extension(name) for name, (owner, _) in EXTENSIONS.items())


@pytest.mark.model
def test_report_of_another_text_is_refused(coder):
    doc = coder.nlp.make_doc("Another text.")
    doc._.polybius_report = coder.code(SENTENCE).report
    with pytest.raises(ValueError, match="text is not that of the Doc"):
        coder.nlp(doc)


@pytest.mark.model
def test_bad_date_is_refused(coder):
    with pytest.raises(ValueError, match="published"):
        coder.code(SENTENCE, published="yesterday")


@pytest.mark.model
def test_every_result_says_what_made_it(coder):
    versions = coder.code(SENTENCE).versions
    assert versions.polybius == polybius.__version__
    assert versions.model.startswith("en_core_web_sm")
    assert "data-" in versions.pipeline


@pytest.mark.model
def test_a_coder_knows_where_its_time_went(coder):
    before = coder.seconds
    coder.code("Rebels shelled the port of Aden on Sunday.", published="2019-08-12")
    spent = {name: coder.seconds[name] - before[name] for name in before}
    assert set(spent) == {"parse", "records", *(stage.name for stage in STAGES)}
    assert all(seconds > 0 for seconds in spent.values())
