"""The coder as users load it: by name, as a spaCy component of their own pipeline, with versions on every record."""

import pytest
import spacy

import polybius
from polybius.annotate import EXTENSIONS, register_extensions
from polybius.coder import STAGES, Stage, check_stages, load_model
from polybius.errors import ModelError
from polybius.read.make_report import make_report

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


def _made_up_reports(count, start=0):
    """Reports with names, towns and figures that no other has."""
    for number in range(start, start + count):
        yield make_report(
            f"Rebels led by Borz{number}ek Ahn{number}a shelled the town of Ul{number}mar on Sunday, killing {number} "
            f"people. Norway's envoy Kal{number}in Ost{number}ra condemned it, and accused Belarus of aiding them.",
            published="2019-08-12",
        )


@pytest.mark.model
def test_words_met_late_are_forgotten_with_their_report_and_records_stay_the_same(coder, monkeypatch):
    monkeypatch.setattr("polybius.coder.LASTING", 0)
    forgetful = polybius.load()
    list(forgetful.pipe(_made_up_reports(3)))
    known, lemmatizer = len(forgetful.nlp.vocab.strings), forgetful.nlp.get_pipe("lemmatizer")
    found = list(forgetful.pipe(_made_up_reports(20, start=3)))
    assert len(forgetful.nlp.vocab.strings) == known
    assert not lemmatizer.cache
    assert found == list(coder.pipe(_made_up_reports(20, start=3)))
    assert any(coded.events for coded in found)
    assert not forgetful.nlp.vocab.in_memory_zone


@pytest.mark.model
def test_a_coder_keeps_the_words_it_met_first(monkeypatch):
    monkeypatch.setattr("polybius.coder.LASTING", 60)
    forgetful = polybius.load()
    known = len(forgetful.nlp.vocab.strings)
    list(forgetful.pipe(_made_up_reports(60)))
    assert known + 60 <= len(forgetful.nlp.vocab.strings) < known + 120


@pytest.mark.model
def test_reports_can_be_coded_within_a_memory_zone_of_the_user(monkeypatch):
    monkeypatch.setattr("polybius.coder.LASTING", 0)
    forgetful = polybius.load()
    with forgetful.nlp.memory_zone():
        assert len(list(forgetful.pipe(_made_up_reports(2)))) == 2
        assert forgetful.nlp.vocab.in_memory_zone
