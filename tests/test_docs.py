"""The docs keep step with the code: generated pages are fresh, and the written one names every view and column."""

import re
import sys
from pathlib import Path

import pytest

from polybius import link, store
from polybius.link.views import MEMBERS, TABLES
from tests.made import shelling

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import scale  # noqa: E402
import write_benchmarks  # noqa: E402
import write_docs  # noqa: E402


@pytest.mark.parametrize("page", write_docs.PAGES_WITH_BLOCKS)
def test_marked_blocks_are_in_step_with_the_code(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert write_docs.with_blocks(text, set(write_docs.BLOCKS) - write_docs.NEED_MODEL) == text, "run: make docs"


@pytest.mark.model
@pytest.mark.parametrize("page", write_docs.PAGES_WITH_BLOCKS)
def test_what_the_docs_show_is_what_is_printed(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert write_docs.with_blocks(text, write_docs.NEED_MODEL) == text, "run: make docs"


@pytest.mark.parametrize("page", write_docs.PAGES_WITH_BLOCKS)
def test_every_marked_block_is_known_and_closed(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    opened = re.findall(r"<!-- generated: (\w+)", text)
    assert set(opened) <= set(write_docs.BLOCKS)
    assert len(opened) == text.count("<!-- end -->") == len(write_docs.BLOCK.findall(text))


WRITTEN = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "polybius").rglob("*.md")]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http:", "https:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        assert file.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, target


@pytest.mark.parametrize("page", write_docs.PAGES)
def test_a_generated_page_is_in_step_with_the_code(page):
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == write_docs.HEADER + write_docs.PAGES[page]()


def test_the_benchmarks_are_in_step_with_the_results():
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8") == write_benchmarks.page()


def test_every_view_and_column_of_the_store_is_documented(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    text = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", text, re.M | re.S))
    views = store.views(tmp_path / "s") | views_on_happenings(tmp_path / "s")
    assert sorted(sections) == sorted(views)
    for view, columns in views.items():
        documented = set(re.findall(r"`(\w+)`", sections[view]))
        assert set(columns) - documented == set(), view


def views_on_happenings(path):
    """The views on happenings and their columns."""
    with link.connect(path) as connection:
        return {
            name: [column for column, *_ in connection.execute(f"SELECT * FROM {name} LIMIT 0").description]
            for name in (*TABLES, MEMBERS)
        }


def test_benchmarks_show_gold_figures_by_category():
    figures = dict.fromkeys(("precision", "recall", "f1"), 0.5) | {"gold": 2, "found": 1, "extra": 1}
    gold = {
        "measure": "gold",
        "events": figures,
        "statements": figures,
        "by_category": {"AID": figures},
        "by_source": {},
    }
    page = write_benchmarks.render({"gold": gold, "store": {"writes": {"seconds": 0.25}}})
    assert "| AID | 2 | 1 | 1 | 0.500 | 0.500 | 0.500 |" in page
    assert "| writes seconds | 0.250 |" in page


def test_benchmarks_show_the_results_of_linking_that_there_are():
    measure = {"precision": 0.5, "recall": 1.0, "f1": 0.6667}
    stories = {"measure": "stories", "reports": 3, "affairs": 1, "given": 2, "b_cubed": measure, "conll_f1": 0.7}
    page = write_benchmarks.render({"stories-ecb": stories, "link": {"measure": "linking", "ratio": 1.5}})
    assert page.count("## Linking\n") == 1
    assert "| ECB+ | 3 | 1 | 2 | 0.500 | 1.000 | 0.667 | B³ F1 ≥ 0.95 | 0.700 |" in page
    assert "| last to first | < 3 | 1.500 |" in page
    assert "### Happenings" not in page
    assert "Linking" not in write_benchmarks.render({})


def test_the_reckoning_follows_the_measured_figures():
    speed = {"coder_words_per_second": 1000}
    measured = {
        "articles": 10, "words": 5000, "characters": 30_000, "events": 40, "store_bytes_per_word": 10.0,
        "seconds_to_store_an_article": 0.001, "seconds_to_read_a_page": 0.036,
    }  # fmt: skip
    day = scale.Corpus("a day", 100_000, 2.0, "assumed", words_each=500)
    cost = scale.cost(day, speed, measured)
    # 200,000 pages of 36 ms; 50 million words at 1,000 a second; 100,000 articles of a millisecond; 10 bytes a word
    assert cost.reading == pytest.approx(2.0)
    assert cost.coding == pytest.approx(50_000 / 3600)
    assert cost.storing == pytest.approx(100 / 3600)
    assert cost.disk == pytest.approx(0.5)
    # one program alone stores, however many machines code
    assert cost.on(4) == pytest.approx(cost.hours / 4)
    assert cost.on(1_000_000) == cost.storing
    assert "| a day of the world's news | 200,000 | 100 million |" in scale.tables(speed, measured)
    assert "it keeps up with some 500 cores" in scale.tables(speed, measured)
