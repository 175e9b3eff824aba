"""How to make a coder in another process: only what it is made of travels there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from polybius.records import CodedReport, Report, Versions


class Codes(Protocol):
    """What a coder can do, as far as coding many reports needs it."""

    @property
    def versions(self) -> Versions:
        """What makes its records."""
        ...

    def pipe(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """Codes reports in order."""
        ...


@dataclass(frozen=True)
class Recipe:
    """A coder by its parts: model and actors as ``polybius.load`` takes them.

    factory: "module:function" that makes it of these, for a coder of one's own.
    """

    model: str | None = None
    actors: tuple[str, ...] = ()
    every_topic: bool = False
    factory: str = "polybius.coder:load"

    def load(self) -> Codes:
        """The coder. Raises what its factory raises: ModelError or ActorListError for Polybius's own."""
        module, _, function = self.factory.partition(":")
        named: dict[str, Any] = {"model": self.model} if self.model else {}
        coder: Codes = getattr(import_module(module), function)(
            **named, actors=self.actors, every_topic=self.every_topic
        )
        return coder
