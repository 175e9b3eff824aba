"""Every page can be used by everybody: axe-core finds no fault, nothing runs over at any width, in light and dark."""

# cases and scripts stand in long lines here
# ruff: noqa: E501

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from polybius.store.corrections import correction_of
from polybius.web import desk
from tests.made import TEXT, FakeCoder, shelling
from tests.web.browser import STANDARD, Watched
from tests.web.served import Served

pytestmark = pytest.mark.xdist_group("browser")
RID = shelling().report.id
EVENT = shelling().events[0]
PAGES = {
    "events": "/events", "filtered events": "/events?party=ARM&category=ASSAULT&reading=corrected", "no events": "/events?q=zebra",
    "refused filter": "/events?start=soon", "reports": "/reports", "report": f"/report/{RID}", "event": f"/report/{RID}#event-{EVENT.id}",
    "happening": "/happening/{happening}", "timeline": "/timeline", "map": "/map", "pairs": "/pairs?one=ARM&other=AZE&step=day",
    "claims": "/claims", "corrections": "/corrections", "paste": "/paste", "coded paste": "paste", "refused paste": "nothing pasted",
    "sql": "/sql?sql=SELECT+category,+score+FROM+events", "refused sql": "/sql?sql=DROP+TABLE+events", "api": "/api", "fault": "/report/none",
    "waiting": "waiting",
}  # fmt: skip
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from polybius import store as stores
    from tests.web.conftest import reports

    path = tmp_path_factory.mktemp("access") / "access.store"
    stores.write(path, reports())
    with Served(path, coder=FakeCoder()) as served:
        for one in (
            correction_of(RID, EVENT, "date", "2020-10-03", by="Ada", note="a note"),
            correction_of(RID, EVENT, "wrong", None, by="Ada"),
            correction_of(RID, EVENT, "right", None, by="Bo"),
            correction_of(RID, None, "missed", '{"category": "CONSULT", "actors": "RUS", "start": 0, "end": 4}'),
        ):
            served.desk.correct(one)
        yield served


@pytest.fixture(scope="module")
def opening(kept):
    """A server whose store is still being opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.Desk, "_open", lambda self: setattr(self, "_work", desk.Work("linking reports", 3, 9)))
        with Served(kept, wait=False) as served:
            yield served


@pytest.fixture
def watch(browser, site, opening):
    """Opens a page by its name, in a scheme and width."""
    opened = []

    def open_page(name, scheme="light", width=1280):
        address = opening.address if name == "waiting" else site.address
        watched = Watched(browser, address, color_scheme=scheme, viewport={"width": width, "height": 900})
        opened.append(watched)
        path = PAGES[name]
        if name == "happening":
            path = path.format(happening=site.rows("/api/happenings", place="Barda")[0]["happening_id"])
        if "paste" in path and path != "/paste":
            page = watched.go("/paste")
            if path == "paste":
                page.get_by_label("Text", exact=True).fill(TEXT)
            page.get_by_role("button", name="Code it").click()
            page.locator("#records, .fault").first.wait_for()
        else:
            page = watched.go("/events" if name == "waiting" else path)
        # what is folded is part of the page
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        watched.settle()
        return page

    yield open_page
    for watched in opened:
        watched.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault(watch, name, scheme):
    page = watch(name, scheme)
    found = Axe().run(page, options=STANDARD).response["violations"]
    told = [
        f"{one['impact']} {one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for one in found
        for node in one["nodes"][:4]
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_over_at_any_width(watch, name):
    page = watch(name, width=360)
    for width in (360, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(30)
        inside = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert inside[0] <= inside[1], (
            width,
            page.evaluate(
                "[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 "
                "&& !one.closest('.wide')).slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"
            ),
        )


@pytest.mark.parametrize("name", [name for name in PAGES if name != "waiting"])
def test_targets_are_large_enough_to_hit_and_everything_has_a_name(watch, name):
    page = watch(name, width=360)
    nameless = page.evaluate(
        "[...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea, main button, main a')]"
        ".filter((one) => !(one.labels && one.labels.length) && !one.getAttribute('aria-label') && !one.textContent.trim())"
        ".map((one) => one.outerHTML.slice(0, 120))"
    )
    assert nameless == []
    headings = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((one) => Number(one.tagName[1]))")
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert page.title().endswith(" · Polybius")


def test_the_waiting_page_goes_on_by_itself(browser, opening):
    watched = Watched(browser, opening.address)
    page = watched.go("/events")
    assert "Linking reports: 3 of 9 reports" in page.locator("#doing").inner_text()
    opening.desk._work = desk.Work("indexing texts", 5, 9)
    page.get_by_text("Indexing texts: 5 of 9 reports").wait_for()
    opening.desk._work = desk.Work("indexing texts", failed="the store is damaged")
    page.get_by_text("the store is damaged").wait_for()
    opening.desk._work = desk.Work("linking reports", 3, 9)
    watched.close()


def test_colours_are_not_all_that_tells_the_quad_classes_apart(watch):
    page = watch("report")
    signs = page.locator(".key .sign").all_inner_texts()
    assert len(signs) == len(set(signs)) == 4
    styles = page.locator(".key .sample").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).textDecorationStyle)"
    )
    assert styles == ["solid", "dashed", "double", "dotted"]
    # and in the text: the report's own word, what is passed on, and what is no news
    marked = page.locator(".piece.event").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).textDecorationStyle)"
    )
    assert {"solid", "dashed"} <= set(marked)
    assert page.locator(".trigger .sign").first.inner_text() in signs


def test_motion_is_spared_those_who_asked_for_none(browser, site):
    watched = Watched(browser, site.address, reduced_motion="reduce")
    page = watched.go("/map")
    page.get_by_role("button", name="Closer").click()
    before = page.locator("#map svg > g").first.get_attribute("transform")
    page.wait_for_timeout(100)
    assert page.locator("#map svg > g").first.get_attribute("transform") == before
    watched.close()
