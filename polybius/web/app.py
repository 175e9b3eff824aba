"""The web application: routes, guards and static files put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

import polybius
from polybius.web.description import corrected
from polybius.web.desk import Desk
from polybius.web.faults import add_faults
from polybius.web.guards import OwnHosts, SafeAnswers, SmallBodies, Token
from polybius.web.page import HERE, templates
from polybius.web.views import ROUTERS

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Settings:
    """What a server is started with.

    store: folder or URL. links: file of the link index, where it is not to be in the store's folder. token: what
    visitors must know; None lets in whoever can reach the server. hosts: names it may be called by; empty allows any.
    fetch: whether it may fetch public pages of the web for visitors.
    """

    store: str
    links: Path | None = None
    token: str | None = None
    hosts: tuple[str, ...] = LOCAL_NAMES
    fetch: bool = False


class Reader(FastAPI):
    """The application. The safe headers stand outside it all, so that answers to unforeseen faults bear them too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Everything a request passes through."""
        return SafeAnswers(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        """The description of the API."""
        if self.openapi_schema is None:
            self.openapi_schema = corrected(super().openapi())
        return self.openapi_schema


def make_app(settings: Settings) -> FastAPI:
    """The application; it begins to take its snapshot of the store when it starts."""
    desk = Desk(settings.store, settings.links, fetch=settings.fetch)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.open()
        yield

    app = Reader(
        title="Polybius", version=polybius.__version__, lifespan=lifespan,
        summary="Political events coded from news reports, with who says so.",
        # the pages of FastAPI load scripts from elsewhere; /api is ours
        docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    app.state.templates = templates()
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    add_faults(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(SmallBodies)
    app.add_middleware(Token, token=settings.token)
    app.add_middleware(OwnHosts, hosts=settings.hosts)
    return app
