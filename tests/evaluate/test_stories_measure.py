"""ECB+ as text with mentions, the grouping of reports, and the same-lemma baseline."""

import json

import pytest

from polybius.errors import ReadError
from polybius.evaluate._ecb import chains, read_articles, read_event_mentions
from polybius.evaluate.mention_linking import Mention, evaluate_mention_linking, linked, same_lemma
from polybius.evaluate.stories import evaluate_stories
from polybius.link.telling import Side, Telling

TOKENS = [
    ("1_1ecb", 0, 0, "Police"),
    ("1_1ecb", 0, 1, "did"),
    ("1_1ecb", 0, 2, "n't"),
    ("1_1ecb", 0, 3, "fire"),
    ("1_1ecb", 0, 4, "."),
    ("1_1ecb", 2, 0, "``"),
    ("1_1ecb", 2, 1, "Go"),
    ("1_1ecb", 2, 2, "it"),
    ("1_1ecb", 2, 3, "on"),
    ("1_2ecbplus", 0, 0, "Awards\t"),
]


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.txt"
    lines = ["\t".join((document, str(s), str(n), token, "-")) for document, s, n, token in TOKENS]
    path.write_text("\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    return path


def mentions_file(path, *mentions):
    keys = ("doc_id", "sent_id", "tokens_number", "coref_chain", "mention_type")
    path.write_text(json.dumps([dict(zip(keys, one, strict=True)) for one in mentions]), encoding="utf-8")
    return path


def test_tokens_become_running_text_with_offsets(corpus):
    first, second = read_articles(corpus)
    assert first.text == "Police didn't fire.\n\n\"Go it on"
    assert second.text == "Awards"
    assert (first.affair, second.affair) == ("1 ecb", "1 ecbplus")
    assert [first.text[start:end] for start, end in first.tokens.values()] == [
        "Police", "did", "n't", "fire", ".", '"', "Go", "it", "on",
    ]  # fmt: skip


def test_mentions_stand_on_their_words(corpus, tmp_path):
    articles = read_articles(corpus)
    file = mentions_file(
        tmp_path / "m.json",
        ("1_1ecb", 0, [3], "A", "ACT"),
        ("1_1ecb", 2, [3, 1], "A", "ACT"),
        ("1_1ecb", 0, [0], "H", "HUM"),
        ("1_2ecbplus", 0, [0], "B", "ACT"),
    )
    mentions = read_event_mentions(file, articles)
    assert [one.text for one in mentions] == ["fire", "Go on", "Awards"]
    assert articles[0].text[mentions[1].start : mentions[1].end] == "Go it on"
    assert chains(mentions) == [[mentions[0].key, mentions[1].key], [mentions[2].key]]


@pytest.mark.parametrize("content", ["1_1ecb\t0\t0\n", "1_1ecb\tx\t0\tPolice\t-\n"])
def test_a_file_that_is_no_table_is_one_line(tmp_path, content):
    (tmp_path / "t.txt").write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match="token table"):
        read_articles(tmp_path / "t.txt")


@pytest.mark.parametrize(
    "mention", [("9_9ecb", 0, [0], "A", "ACT"), ("1_1ecb", 0, [99], "A", "ACT"), ("1_1ecb", 0, [], "A", "ACT")]
)
def test_a_mention_that_stands_nowhere_is_one_line(corpus, tmp_path, mention):
    with pytest.raises(ReadError, match="mentions of events"):
        read_event_mentions(mentions_file(tmp_path / "m.json", mention), read_articles(corpus))


def told(key, article, trigger, *, actor=None, start=0):
    actors = (Side("ARM", ("MIL",), None, ()),) if actor is None else (Side(actor, ("MIL",), None, ()),)
    return Telling(event=key, report=article, start=start, actors=actors, trigger=(trigger,), words=(trigger, "town"))


def test_the_baseline_links_one_lemma_in_one_affair():
    given = [("m1", "a", "fire"), ("m2", "a", "fire"), ("m3", "b", "fire"), ("m4", "a", "go")]
    mentions = [Mention(key, affair, lemma, told(key, affair, lemma)) for key, affair, lemma in given]
    assert same_lemma(mentions) == [["m1", "m2"], ["m3"], ["m4"]]


def test_our_linking_joins_words_near_in_meaning_and_keeps_affairs_apart():
    given = [("m1", "a", "arrested"), ("m2", "a", "arrest"), ("m3", "a", "married"), ("m4", "b", "arrested")]
    mentions = [Mention(key, affair, word, told(key, key, word)) for key, affair, word in given]
    assert sorted(map(sorted, linked(mentions))) == [["m1", "m2"], ["m3"], ["m4"]]


def test_linking_is_measured_beside_the_baseline_on_the_same_mentions(corpus, tmp_path, nlp):
    file = mentions_file(
        tmp_path / "m.json", ("1_1ecb", 0, [3], "A", "ACT"), ("1_1ecb", 2, [1], "A", "ACT"),
        ("1_2ecbplus", 0, [0], "B", "ACT"),
    )  # fmt: skip

    class Parser:
        def annotate(self, report):
            doc = nlp(report.text)
            doc._.polybius_actors = doc._.polybius_times = doc._.polybius_places = ()
            return doc

    figures = evaluate_mention_linking(corpus, file, Parser())
    assert figures["mentions"] == 3
    assert figures["linked"]["gold_affairs"].keys() == figures["same_lemma"]["gold_affairs"].keys()
    assert figures["same_lemma"]["gold_affairs"]["muc"]["f1"] == 0.0
    assert figures["same_lemma"]["gold_affairs"]["b_cubed"]["precision"] == 1.0


def test_linking_beats_one_lemma_one_event_on_ecb(shared, coder):
    bench = shared / "bench"
    figures = evaluate_mention_linking(bench / "ecb_dev_corpus.txt", bench / "ecb_dev_event_mentions.json", coder)
    linked_f1, baseline_f1 = (figures[name]["predicted_affairs"]["conll_f1"] for name in ("linked", "same_lemma"))
    assert linked_f1 > baseline_f1


def test_any_grouping_of_reports_is_measured(tmp_path):
    reports = [{"id": str(n), "affair": "a" if n < 2 else "b", "text": "x", "published": None} for n in range(4)]
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    figures = evaluate_stories(tmp_path / "reports.jsonl", lambda documents: [tuple(one.id for one in documents)])
    assert (figures["reports"], figures["affairs"], figures["given"]) == (4, 2, 1)
    assert figures["b_cubed"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667}


def test_reports_without_affairs_are_one_line(tmp_path):
    (tmp_path / "reports.jsonl").write_text('{"id": "1", "text": "x"}', encoding="utf-8")
    with pytest.raises(ReadError, match="with their affairs"):
        evaluate_stories(tmp_path / "reports.jsonl")


def test_articles_of_ecb_are_grouped_by_affair(shared):
    assert evaluate_stories(shared / "bench" / "ecb_dev_corpus.txt")["b_cubed"]["f1"] >= 0.95


def test_every_mention_of_ecb_has_its_words(shared):
    articles = read_articles(shared / "bench" / "ecb_dev_corpus.txt")
    file = shared / "bench" / "ecb_dev_event_mentions.json"
    listed = [one for one in json.loads(file.read_text(encoding="utf-8")) if one["mention_type"] == "ACT"]
    for mention, given in zip(read_event_mentions(file, articles), listed, strict=True):
        assert "".join(mention.text.split()) == "".join(given["tokens_str"].split())
