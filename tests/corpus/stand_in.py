"""A coder that needs no model and misbehaves where a text tells it to; the workers of the tests load it by name."""

import os
import time

from polybius.errors import ModelError
from polybius.records import Actor, CodedReport, Versions

# not those of tests.made, whose imports would slow down every worker
VERSIONS = Versions(polybius="0.1.0", codebook="plover 1", model="none 1", pipeline="stand-in")
FACTORY = "tests.corpus.stand_in:load"


class StandIn:
    """Finds the first word of a text to be an actor."""

    versions = VERSIONS

    def pipe(self, reports):
        for report in reports:
            yield self.code(report)

    def code(self, report):
        text = report.text
        time.sleep(0.004)
        if "HANG" in text:
            time.sleep(600)
        if "BLOAT" in text:
            hoard = []
            while True:
                hoard.append(bytearray(b"x" * 20_000_000))
        if "CRASH" in text:
            os._exit(9)
        if "STUMBLE" in text:
            raise ValueError("stumbled over a word")
        if "SLOW" in text:
            time.sleep(0.3)
        first = Actor(text=text.split()[0], start=0, end=len(text.split()[0]))
        return CodedReport(report=report, actors=(first,), versions=VERSIONS)


def load(**_):
    return StandIn()


def newer(**_):
    """The same of a newer version, which finds no actors."""
    coder = StandIn()
    coder.versions = VERSIONS.model_copy(update={"polybius": "0.2.0"})
    plain = coder.code
    coder.code = lambda report: plain(report).model_copy(update={"actors": (), "versions": coder.versions})
    return coder


def missing(**_):
    raise ModelError("the language model x is not installed: pip install x")


def dying(**_):
    os._exit(3)
