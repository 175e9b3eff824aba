"""``polybius serve``: a store in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from polybius.cli.faults import complain, reports_faults
from polybius.cli.link_command import Links
from polybius.cli.options import Store


@reports_faults
def serve(
    store: Store,
    host: Annotated[
        str, typer.Option(help="Address to listen at; any but this machine's own needs --token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes a free one.", min=0, max=65535)] = 8321,
    token: Annotated[
        str | None,
        typer.Option(
            help="What visitors must know, at least 16 characters.", envvar="POLYBIUS_TOKEN", show_default=False
        ),
    ] = None,
    links: Links = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch public pages of the web for visitors who give an address.")
    ] = False,
) -> None:
    """Show a store in the browser: reports with their events marked, timeline, map, pairs, claims, search.

    Readers can correct events; what they say is kept beside the store and changes nothing in it. Stop with Ctrl+C.
    """
    from polybius.web.server import address_of, run, settings_for

    settings = settings_for(str(store), host=host, token=token, links=links, fetch=fetch)

    def ready(bound: int) -> None:
        complain(f"Serving {store} at {address_of(host, bound, token)} (stop with Ctrl+C)")

    run(settings, host=host, port=port, ready=ready)
