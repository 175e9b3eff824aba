"""Makes pages from templates, and says which filter a visitor has set."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from fastapi import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from polybius.codebook import REALIS, load_codebook
from polybius.web.answers import FORMATS
from polybius.web.desk import Desk
from polybius.web.filters import FACT, Condition, Filter, condition_of, filter_of
from polybius.web.marking import QUADS, voice_of
from polybius.web.shelf import Shelf

HERE = Path(__file__).parent
NAVIGATION = (
    ("/events", "Events"),
    ("/timeline", "Timeline"),
    ("/map", "Map"),
    ("/pairs", "Pairs"),
    ("/claims", "Claims"),
    ("/reports", "Reports"),
    ("/corrections", "Corrections"),
    ("/paste", "Paste a text"),
    ("/sql", "SQL"),
    ("/api", "API"),
)


def templates() -> Jinja2Templates:
    """The templates, with what all of them need; everything they print is escaped."""
    made = Jinja2Templates(directory=HERE / "templates")
    made.env.trim_blocks = made.env.lstrip_blocks = True
    made.env.globals |= {
        "navigation": NAVIGATION, "quads": QUADS, "formats": FORMATS, "voice_of": voice_of, "book": load_codebook(),
        "realis_marks": (FACT, *REALIS), "all_modes": _modes(),
    }  # fmt: skip
    made.env.filters["shown"] = shown
    return made


def desk_of(request: Request) -> Desk:
    """The state of the server that answers."""
    return cast(Desk, request.app.state.desk)


def filter_from(request: Request) -> Filter:
    """The filter in the address of a request. Raises FilterError."""
    return filter_of(request.query_params.multi_items())


def condition_in(shelf: Shelf, wanted: Filter) -> tuple[Condition, bool]:
    """The SQL of a filter, and whether its words were found in more reports than are looked at."""
    if not wanted.q:
        return condition_of(wanted), False
    hits = shelf.texts.search(wanted.q)
    return condition_of(wanted, hits.numbers), hits.cut


def render(request: Request, name: str, status: int = 200, **context: Any) -> Response:
    """A page from a template, with the filter, the snapshot and what is newer beside the context given."""
    desk = desk_of(request)
    return cast(
        Response,
        request.app.state.templates.TemplateResponse(
            request,
            name,
            {
                "wanted": Filter(), "newer": desk.newer(), "work": desk.work, "store": desk.name,
                "path": request.url.path, **context,
            },
            status_code=status,
        ),
    )  # fmt: skip


def whole_number(request: Request, name: str, default: int, least: int = 1, most: int = 1_000_000) -> int:
    """A number in the address of a request, kept within bounds; the default where it is none."""
    text = request.query_params.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return default
    return max(least, min(most, int(text)))


def pages_of(total: int, per_page: int) -> int:
    """How many pages a list of so many rows has; an empty one has one."""
    return max(1, -(-total // per_page))


def shown(value: Any) -> str:
    """A value as readers see it: nothing for null, several with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _modes() -> tuple[str, ...]:
    """The names of all modes, each once, in order."""
    every = (mode for category in load_codebook().categories.values() for mode in category.modes)
    return tuple(dict.fromkeys(sorted(every)))
