"""Walks through the pages in a real browser, over the sample reports coded by the real coder."""

# cases and scripts stand in long lines here
# ruff: noqa: E501

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

import polybius
from polybius import store as stores
from polybius.read import read_reports
from polybius.store.corrections import read_corrections
from tests.web.browser import STANDARD, Watched
from tests.web.served import Served

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("browser")]
SAMPLES = Path(polybius.__file__).parent / "samples"
PASTED = (
    "GORIS, Oct 5 - Armenian forces shelled the town of Terter on Sunday, killing two civilians, Azerbaijani officials "
    'said.\n\n"We did not open fire," army spokesman Levon Hakobyan told reporters in Yerevan.'
)


@pytest.fixture(scope="module")
def sample(coder, tmp_path_factory):
    """The path of the sample store."""
    path = tmp_path_factory.mktemp("browser") / "sample.store"
    stores.write(path, list(coder.pipe(read_reports([str(SAMPLES / "affair.jsonl"), str(SAMPLES / "reports.jsonl")]))))
    return path


@pytest.fixture(scope="module")
def site(sample, coder):
    with Served(sample, coder=coder) as served:
        yield served


@pytest.fixture
def visit(browser, site):
    """A visitor's page; when the test ends, it must have done nothing that it must not."""
    watched = Watched(browser, site.address, viewport={"width": 1280, "height": 900})
    yield watched
    watched.close()


def coded(sample):
    return list(stores.read(sample))


def with_quote(sample):
    """A report with a quotation by somebody named, its number among the statements, and the statement."""
    for one in coded(sample):
        for number, statement in enumerate(one.statements):
            if statement.kind == "direct" and statement.speakers and one.events:
                return one, number, statement
    raise AssertionError("no sample has a quotation")


def test_the_sample_store_opens_with_its_events(visit, sample):
    page = visit.go("/")
    assert urlsplit(page.url).path == "/events"
    total = len(stores.query(sample, "SELECT event_id FROM events").rows)
    assert f"{total} events" in page.locator("main [role=status]").first.inner_text()
    assert page.locator("table.events tbody tr").count() == min(50, total)
    page.get_by_role("link", name="Further").click()
    visit.settle()
    assert "Page 2" in page.locator(".pager").inner_text()


def test_a_quote_in_a_report_leads_to_its_speaker(visit, sample):
    one, number, statement = with_quote(sample)
    page = visit.go(f"/report/{one.report.id}")
    speaker = statement.speakers[0].text
    sign = page.locator(f'a.tells[href="#statement-{number}"]')
    assert speaker in sign.get_attribute("aria-label")
    sign.click()
    shown = page.locator(f"#statement-{number}")
    assert shown.evaluate("one => one.matches(':target')")
    assert shown.locator("b").inner_text().startswith(speaker)
    said = one.report.text[statement.content[0].start : statement.content[0].end]
    assert " ".join(said.split())[:40] in " ".join(shown.inner_text().split())


def test_the_text_stands_there_as_published(visit, sample):
    for one in coded(sample)[:6]:
        page = visit.go(f"/report/{one.report.id}")
        shown = page.evaluate(
            "() => { const all = document.getElementById('words').cloneNode(true);"
            " all.querySelectorAll('.sign').forEach((sign) => sign.remove()); return all.textContent; }"
        )
        assert shown == one.report.text


def test_a_marked_word_shows_its_record_and_its_parts(visit, sample):
    one = next(one for one in coded(sample) if any(event.actors and event.actors[0].start for event in one.events))
    number = next(n for n, event in enumerate(one.events) if event.actors and event.actors[0].start)
    page = visit.go(f"/report/{one.report.id}")
    page.locator(f'.trigger[data-event="{number}"]').click()
    record = page.locator(f'.record[data-event="{number}"]')
    assert "selected" in record.get_attribute("class")
    assert record.evaluate("one => one === document.activeElement")
    assert one.events[number].category in page.locator("#selection").inner_text()
    marked = page.locator(".part-actor").all_inner_texts()
    assert one.events[number].actors[0].text.split()[0] in " ".join(marked)
    assert page.url.endswith(f"#event-{one.events[number].id}")


def test_every_event_of_a_report_can_be_reached_from_its_text(visit, sample):
    for one in coded(sample)[:12]:
        if one.events:
            page = visit.go(f"/report/{one.report.id}")
            numbers = page.locator(".trigger").evaluate_all("all => all.map((one) => Number(one.dataset.event))")
            assert sorted(numbers) == list(range(len(one.events)))


def test_the_events_can_be_narrowed_to_a_pair(visit, sample):
    page = visit.go("/events")
    page.get_by_text("More filters").click()
    page.get_by_label("Who did it").fill("SDN")
    page.get_by_label("To whom").fill("SSD")
    page.get_by_role("button", name="Show").click()
    visit.settle()
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["actor"], asked["recipient"]) == (["SDN"], ["SSD"])
    expected = stores.query(
        sample,
        "SELECT event_id FROM events WHERE list_contains(string_split(actor_codes, '|'), 'SDN') "
        "AND list_contains(string_split(recipient_codes, '|'), 'SSD')",
    ).rows
    assert expected
    links = page.locator("table.events tbody td:nth-child(3) > a[href^='/report/']")
    shown = {one.split("#event-")[1] for one in links.evaluate_all("all => all.map((one) => one.getAttribute('href'))")}
    assert shown == {event for (event,) in expected}
    # the address is all that is needed to come back, here and on the other pages
    page.get_by_role("link", name="Timeline").click()
    visit.settle()
    assert parse_qs(urlsplit(page.url).query) == asked
    page.get_by_text("More filters")
    assert page.get_by_label("Who did it").input_value() == "SDN"


def test_dragging_over_the_timeline_chooses_a_period(visit, site):
    page = visit.go("/timeline?party=ARM")
    before = int(page.locator("main [role=status]").first.inner_text().split()[0].replace(",", ""))
    chart = page.locator("#timeline .brush .overlay")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.02, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2, steps=6)
    with page.expect_navigation():
        page.mouse.up()
    visit.settle()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["party"] == ["ARM"]
    start, end = asked["start"][0], asked["end"][0]
    assert start < end
    after = int(page.locator("main [role=status]").first.inner_text().split()[0].replace(",", ""))
    assert 0 < after < before
    assert site.get("/api/happenings", party="ARM", start=start, end=end).json()["total"] == after
    # and without a mouse
    page.get_by_label("to", exact=True).fill("2020-12-31")
    page.get_by_role("button", name="Choose").click()
    visit.settle()
    assert parse_qs(urlsplit(page.url).query)["end"] == ["2020-12-31"]


def test_the_timeline_sets_apart_what_one_party_alone_says(visit, site):
    page = visit.go("/timeline")
    bars = site.rows("/api/timeline")
    assert page.locator("#timeline rect[data-start]").count() == len(bars)
    assert page.locator("#timeline rect.hatched").count() == sum(bar["one_sided"] > 0 for bar in bars) > 0


def test_the_map_shows_dots_rings_and_striped_countries(visit, site):
    page = visit.go("/map")
    rows = site.rows("/api/map")
    spots = [row for row in rows if row["latitude"] is not None]
    assert page.locator("#map circle.spot").count() == len(spots) > 5
    rough = {"near", "admin2", "admin1", "area"}
    assert page.locator("#map circle.rough").count() == sum(row["precision"] in rough for row in spots)
    striped = {row["country"] for row in rows if row["latitude"] is None and row["country"]}
    drawn = set(page.locator("#map path.country-level").evaluate_all("all => all.map((one) => one.dataset.country)"))
    assert drawn
    assert drawn <= striped
    assert page.locator("#map path.land").count() > 150
    page.get_by_role("button", name="The whole world").click()
    page.get_by_role("button", name="Closer").click()
    page.get_by_role("button", name="Closer").click()
    # the finer borders have more countries
    page.locator("#map path.land:nth-child(201)").wait_for(state="attached")
    page.locator("#map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline?**")
    visit.settle()
    assert "place=" in page.url


def test_pairs_are_a_matrix_a_network_and_a_series(visit, site):
    page = visit.go("/pairs")
    rows = site.rows("/api/pairs")
    assert page.locator("table.matrix td a").count() > 5
    names = {name for row in rows if row["actor"] != row["recipient"] for name in (row["actor"], row["recipient"])}
    assert page.locator("#network .node").count() == len(names)
    page.get_by_role("link", name="SDN on SSD").click()
    visit.settle()
    assert parse_qs(urlsplit(page.url).query) == {"one": ["SDN"], "other": ["SSD"]}
    assert page.locator("#series svg circle").count() > 0


def test_the_contradicting_tolls_stand_side_by_side(visit, site):
    page = visit.go("/claims")
    first = page.locator("article.claim-box").first
    assert "Accounts differ" in first.inner_text()
    page.goto("/claims?place=Bentiu")
    told = page.locator("article.claim-box", has_text="Accounts differ").first
    tolls = told.locator("tr", has=page.get_by_role("rowheader", name="dead")).locator("li").all_inner_texts()
    values = {one.split(" ")[0].strip("≥") for one in tolls}
    assert len(values) > 1
    rows = [row for row in site.rows("/api/claims", place="Bentiu") if row["field"] == "dead"]
    assert {row["value"] for row in rows} >= {one.split(" – ")[0] for one in tolls}
    told.get_by_role("link", name="in its report").first.click()
    visit.settle()
    assert page.locator(".record.selected").count() == 1


def test_an_event_is_corrected_and_the_correction_taken_back(visit, site, sample):
    row = site.rows("/api/events", category="ASSAULT", place="Bentiu")[0]
    page = visit.go(f"/report/{row['report_id']}#event-{row['event_id']}")
    record = page.locator(f'[id="event-{row["event_id"]}"]')
    record.get_by_text("Check or correct").click()
    form = record.locator("form.mend")
    form.get_by_label("Field").select_option("date")
    assert form.get_by_label("Should be").input_value() == row["date_start"]
    form.get_by_label("Should be").fill("2012-04-22/2012-04-23")
    form.get_by_label("Your name").fill("Ada Müller")
    form.get_by_label("Note").fill("<b>line 2</b> & more")
    form.get_by_role("button", name="Correct").click()
    visit.settle()
    shown = page.locator(f'[id="event-{row["event_id"]}"]').inner_text()
    assert "2012-04-22/2012-04-23 by Ada Müller" in shown
    assert "<b>line 2</b> & more" in shown
    kept = read_corrections(sample)[-1]
    assert (kept.event, kept.field, kept.old, kept.new) == (
        row["event_id"],
        "date",
        row["date_start"],
        "2012-04-22/2012-04-23",
    )
    corrected = site.rows("/api/events", report=row["report_id"], reading="corrected", per_page=500)
    assert next(one for one in corrected if one["event_id"] == row["event_id"])["date_start"] == "2012-04-22"
    page.get_by_role("link", name="Corrections").click()
    page.get_by_role("button", name="Take back the correction of date").click()
    visit.settle()
    assert page.locator("tr.gone", has_text="2012-04-22").count() == 1
    assert read_corrections(sample)[-1].field == "withdrawn"


def test_a_faulty_correction_is_told_and_not_kept(visit, site, sample):
    row = site.rows("/api/events", category="ASSAULT")[0]
    before = len(read_corrections(sample))
    page = visit.go(f"/report/{row['report_id']}")
    record = page.locator(f'[id="event-{row["event_id"]}"]')
    record.get_by_text("Check or correct").click()
    record.locator("form.mend").get_by_label("Should be").fill("SHELLING")
    record.get_by_role("button", name="Correct", exact=True).click()
    assert "'SHELLING' is no category; choose from" in page.get_by_role("alert").inner_text()
    assert len(read_corrections(sample)) == before


def test_words_marked_in_the_text_become_a_missed_event(visit, site, sample):
    one = next(one for one in coded(sample) if len(one.events) > 2 and len(one.report.text) > 500)
    page = visit.go(f"/report/{one.report.id}")
    page.get_by_text("Add an event that was missed").click()
    # from the first to the last words of the text, across marks and signs
    spot = """(last) => { const pieces = [...document.querySelectorAll('#words .piece')];
      const nodes = pieces.flatMap((piece) => [...piece.childNodes].filter((node) => node.nodeType === 3 && node.data.trim().length > 3));
      const node = last ? nodes.at(-1) : nodes[0]; const range = document.createRange();
      const at = last ? node.data.trimEnd().length - 2 : 2; range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect(); return [box.left, box.top + box.height / 2]; }"""
    page.set_viewport_size({"width": 1280, "height": 3000})
    begin, end = page.evaluate(spot, False), page.evaluate(spot, True)
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    form = page.locator("#missed-form")
    start, stop = (int(form.get_by_label(name).input_value()) for name in ("First character", "End"))
    marked = page.evaluate("window.getSelection().toString()")
    plain = marked.translate(str.maketrans("", "", "○●△▲❝·"))
    assert one.report.text[start:stop].split() == plain.split()
    assert stop - start > 300
    form.get_by_label("Category").select_option("CONSULT")
    form.get_by_label("Who", exact=True).fill("RUS GOV")
    form.get_by_label("When").fill("2020-10")
    form.get_by_role("button", name="Add").click()
    visit.settle()
    assert page.locator("#missed + ul li", has_text="RUS GOV").count() == 1
    kept = json.loads(read_corrections(sample)[-1].new)
    assert kept == {"category": "CONSULT", "actors": "RUS GOV", "date": "2020-10", "start": start, "end": stop}
    page.goto(f"/events?reading=corrected&report={one.report.id}")
    assert page.get_by_text("added by a reader").count() == 1


@pytest.mark.parametrize("query", ["", "?actor=SDN", "?reading=coded&category=ASSAULT&sort=confidence"])
def test_a_csv_export_is_what_the_store_holds(visit, sample, query):
    page = visit.go(f"/events{query}")
    with page.expect_download() as waiting:
        page.locator(".downloads").first.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    where = {"": "true", "?actor=SDN": "list_contains(string_split(actor_codes, '|'), 'SDN')"}.get(
        query, "category = 'ASSAULT'"
    )
    names = [
        name
        for name in stores.views(sample)["events"]
        if name not in ("score", "goldstein", "confidence", "latitude", "longitude", "claim")
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    expected = stores.query(sample, f"SELECT {columns} FROM events WHERE {where}").rows
    told = sorted(tuple(row[name] for name in names) for row in rows)
    assert told == sorted(tuple("" if value is None else str(value) for value in row) for row in expected)
    assert waiting.value.suggested_filename == "events.csv"


def test_a_pasted_text_is_coded_at_once(visit, sample):
    page = visit.go("/paste")
    page.get_by_label("Text", exact=True).fill(PASTED)
    page.get_by_label("Published").fill("2020-10-05")
    page.get_by_role("button", name="Code it").click()
    page.wait_for_selector("#records", timeout=60_000)
    visit.settle()
    record = page.locator(".record", has_text="ASSAULT").first.inner_text()
    assert "Armenian forces" in record
    assert "Azerbaijani officials" in record
    assert "2020-10-04" in record
    assert "Levon Hakobyan" in page.locator(".statements").inner_text()
    assert page.locator("form[action='/corrections']").count() == 0
    assert "Levon Hakobyan" not in " ".join(one.report.text for one in coded(sample))


def test_a_file_can_be_sent_and_too_much_is_told(visit):
    page = visit.go("/paste")
    page.get_by_label("Or a file").set_input_files(
        {"name": "report.txt", "mimeType": "text/plain", "buffer": PASTED.encode()}
    )
    page.get_by_role("button", name="Code it").click()
    page.wait_for_selector("#records", timeout=60_000)
    assert page.locator(".record", has_text="ASSAULT").count() > 0
    visit.go("/paste")
    page.get_by_label("Or a file").set_input_files(
        {"name": "big.txt", "mimeType": "text/plain", "buffer": b"word " * 1_000_000}
    )
    page.get_by_role("button", name="Code it").click()
    page.get_by_text("2 MB").wait_for()
    visit.go("/paste")
    page.get_by_label("Text", exact=True).fill("word " * 30_000)
    page.get_by_role("button", name="Code it").click()
    assert "100,000 can be coded here at once" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/map", "/timeline", "/pairs", "/claims", "report"])
def test_axe_finds_no_fault_in_the_sample_store(browser, site, sample, path, scheme):
    visit = Watched(browser, site.address, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = visit.go(f"/report/{with_quote(sample)[0].report.id}" if path == "report" else path)
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
    visit.close()


def test_the_keyboard_is_enough(visit, sample):
    one = next(one for one in coded(sample) if len(one.events) > 1 and one.statements)
    page = visit.go("/reports")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    link = f"/report/{one.report.id}"
    tab_to(page, f"document.activeElement.getAttribute('href') === {link!r}")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{link}")
    visit.settle()
    tab_to(page, "document.activeElement.matches('.trigger[data-event=\"1\"]')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.event") == "1"
    assert page.evaluate("document.activeElement.matches('.record.selected')")
    tab_to(page, "document.activeElement.matches('summary')")
    page.keyboard.press("Enter")
    assert page.locator('.record[data-event="1"] details').first.evaluate("one => one.open")
    tab_to(page, "document.activeElement.matches('.record[data-event=\"1\"] .back a')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.trigger[data-event=\"1\"]')")
    tab_to(page, "document.activeElement.matches('nav a[href=\"/timeline\"]')", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline")
    visit.settle()


def tab_to(page, reached, key="Tab", most=200):
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(reached):
            return
    raise AssertionError(f"{key} does not lead to {reached}")
