"""Polybius turns news reports into political event data: who did what to whom, when, where, and according to whom.

``coder = polybius.load(); coded = coder.code(text, published="2020-10-03")``. Records are in ``polybius.records``.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polybius.coder import Coder, load
    from polybius.records import CodedReport, Event, Report, Statement

__all__ = ["CodedReport", "Coder", "Event", "Report", "Statement", "__version__", "load"]
__version__ = version("polybius")

_HOMES = {
    "Coder": "coder",
    "load": "coder",
    "CodedReport": "records",
    "Event": "records",
    "Report": "records",
    "Statement": "records",
}


def __getattr__(name: str) -> Any:
    """Imports public names when they are first used, so that ``import polybius`` does not load spaCy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'polybius' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"polybius.{_HOMES[name]}"), name)
