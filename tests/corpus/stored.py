"""What a store holds, to be compared with what another one does."""

from polybius import store
from polybius.store.rejects import read_rejects


def rows_of(path):
    """The coded reports by id."""
    return {coded.report.id: coded for coded in store.read(path)}


def rejects_of(path):
    """The rejects without the time."""
    return {(one.source, one.reason, one.report, one.content, one.url, one.given) for one in read_rejects(path)}
