"""The kinds of pages, one file each: the question it asks the store, its page, and its JSON.

To add one: a file here with a ``router``, a line in ``ROUTERS``, and a line in ``NAVIGATION`` of ``page.py``.
"""

from __future__ import annotations

from fastapi import APIRouter

from polybius.web.views import (
    api_page,
    claims,
    corrections,
    events,
    happenings,
    pairs,
    paste,
    reports,
    sql_page,
    state,
    timeline,
    world_map,
)

ROUTERS: tuple[APIRouter, ...] = (
    events.router,
    reports.router,
    happenings.router,
    timeline.router,
    world_map.router,
    pairs.router,
    claims.router,
    corrections.router,
    paste.router,
    sql_page.router,
    state.router,
    api_page.router,
)
