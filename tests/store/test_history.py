"""How long old versions stay readable: for good, or for as many days as the store says; no reader is disturbed."""

import os
import re
import time

import pytest
from deltalake import DeltaTable

from polybius import store
from polybius.errors import StoreError
from polybius.store.history import forget_old_versions, keep_versions
from polybius.store.rejects import compact_rejects, read_rejects, write_rejects
from polybius.store.table import open_table
from polybius.store.upkeep import check, compact, info
from polybius.store.write import write
from tests.made import numbered
from tests.store.test_upkeep import reject

DAY = 86_400


@pytest.fixture
def path(tmp_path):
    """A store of twelve versions with a report each, and a checkpoint of every fourth."""
    path = tmp_path / "reports.store"
    for number in range(1, 13):
        write(path, [numbered(number)])
        if number % 4 == 0:
            open_table(path).create_checkpoint()
    return path


def grow_older(path, days, newest):
    """Has the versions of a store up to ``newest`` been made, and their files been let go, so many days ago."""
    then = time.time() - days * DAY
    for file in (path / "_delta_log").iterdir():
        number = re.match(r"\d{20}", file.name)
        if number and int(number[0]) <= newest:
            if file.suffix == ".json":
                words = file.read_text(encoding="utf-8")
                file.write_text(re.sub(r'("deletionTimestamp":)\d+', rf"\g<1>{int(then * 1000)}", words), "utf-8")
            os.utime(file, (then, then))


def versions(path):
    """The versions that can be read, with their number of reports."""
    found = {}
    for version in range(open_table(path).version() + 1):
        try:
            found[version] = len(list(store.read(path, version)))
        except StoreError:
            continue
    return found


def log(path):
    return sorted(file.name for file in (path / "_delta_log").glob("0*"))


def test_by_default_old_versions_stay_for_good(path):
    grow_older(path, 20_000, newest=11)
    forget_old_versions(open_table(path))
    assert info(path).days_kept is None
    assert versions(path) == {number: number for number in range(13)}


def test_versions_of_the_days_that_are_kept_stay_readable_and_older_ones_go(path):
    keep_versions(path, 30)
    grow_older(path, 40, newest=6)
    before = len(log(path))
    forget_old_versions(open_table(path))
    # the newest version is that of the setting; those from the last checkpoint before the bound on can be read
    assert versions(path) == {number: number for number in range(4, 13)} | {13: 12}
    assert len(log(path)) < before
    assert not list(check(path))
    with pytest.raises(StoreError, match="has no version 2; the newest is 13, and versions are kept for 30 days"):
        list(store.read(path, 2))


def test_files_go_when_no_version_that_is_kept_needs_them(path):
    keep_versions(path, 30)
    open_table(path).optimize.compact()
    files = set(path.glob("month=*/*.parquet"))
    grow_older(path, 40, newest=99)
    write(path, [numbered(20)])
    forget_old_versions(open_table(path))
    assert len(files) == 13
    assert len(files & set(path.glob("month=*/*.parquet"))) == 1
    assert len(list(store.read(path))) == 13
    assert not list(check(path))


def test_a_reader_of_a_version_that_is_kept_is_not_disturbed(path):
    keep_versions(path, 1)
    reader = store.snapshot(path, 6)
    rows = reader.to_batches(batch_size=1)
    next(rows)
    compact(path)
    forget_old_versions(open_table(path))
    assert sum(batch.num_rows for batch in rows) == 5
    assert reader.count_rows() == 6


def test_writers_go_on_and_the_log_stays_short(path):
    keep_versions(path, 1)
    for number in range(100, 108):
        write(path, [numbered(number)])
        grow_older(path, 2, newest=open_table(path).version())
        forget_old_versions(open_table(path))
    # of each turn the checkpoint before the newest stays, and what has come since
    assert len(log(path)) <= 8
    assert len(list(store.read(path))) == 20


def test_how_long_versions_are_kept_can_be_changed_and_is_told(path):
    keep_versions(path, 30)
    assert info(path).days_kept == 30
    version = open_table(path).version()
    keep_versions(path, 30)
    assert open_table(path).version() == version
    keep_versions(path, None)
    assert info(path).days_kept is None
    with pytest.raises(StoreError, match="not for 0 days"):
        keep_versions(path, 0)


def test_old_files_of_the_rejects_go(path):
    for number in range(6):
        write_rejects(path, [reject(f"file:{number}")])
    rejects = path / "_rejects"
    DeltaTable(str(rejects)).optimize.compact()
    grow_older(rejects, 3, newest=99)
    compact_rejects(path)
    assert len(list(read_rejects(path))) == 6
    assert len(list(rejects.glob("*.parquet"))) == 1
