"""What writing does: each report once, whole or not at all, appearances, versions, concurrent writers."""

import multiprocessing

import pytest

from polybius import store
from polybius.errors import StoreError
from polybius.records import Appearance, Published
from polybius.store.schema import to_row
from polybius.store.table import open_table
from polybius.store.write import TIDY_EVERY, Written, settle, write
from tests.made import VERSIONS, numbered, shelling, without_events


def changed(coded, **of_report):
    return coded.model_copy(update={"report": coded.report.model_copy(update=of_report)})


def versioned(coded, **versions):
    return coded.model_copy(update={"versions": VERSIONS.model_copy(update=versions)})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "reports.store"


def only(path, version=None):
    (coded,) = store.read(path, version)
    return coded


def test_a_report_is_read_back_equal(path):
    assert write(path, [shelling(), without_events()]) == Written(new=2)
    assert {coded.report.id: coded for coded in store.read(path)} == {
        coded.report.id: coded for coded in (shelling(), without_events())
    }


def test_the_same_report_with_the_same_version_writes_nothing(path):
    write(path, [shelling()])
    before = open_table(path).version()
    assert write(path, [shelling()]) == Written(unchanged=1)
    assert open_table(path).version() == before


def test_the_same_report_twice_in_a_batch_is_stored_once(path):
    assert write(path, [shelling(), shelling()]) == Written(new=1, unchanged=1)
    assert only(path) == shelling()


def test_the_same_text_elsewhere_is_an_appearance_and_no_further_report(path):
    write(path, [shelling()])
    assert write(path, [changed(shelling(), url="https://example.net/copy", outlet="Other Paper")]).appearances == 1
    coded = only(path)
    assert coded.report.appearances == (Appearance(url="https://example.net/copy", outlet="Other Paper"),)
    assert coded.report.url == shelling().report.url
    assert coded.events == shelling().events


def test_an_appearance_is_counted_once(path):
    copy = changed(shelling(), url="https://example.net/copy")
    write(path, [shelling(), copy])
    assert write(path, [copy]) == Written(unchanged=1)
    assert len(only(path).report.appearances) == 1


def test_less_known_about_a_place_is_no_new_appearance(path):
    write(path, [shelling()])
    assert write(path, [changed(shelling(), url=None)]) == Written(unchanged=1)
    assert write(path, [changed(shelling(), url=None, outlet=None)]) == Written(unchanged=1)


def test_a_newer_version_replaces_the_row_and_the_old_stays_readable(path):
    write(path, [shelling(), numbered(7)])
    old = open_table(path).version()
    newer = versioned(shelling().model_copy(update={"events": ()}), polybius="0.2.0")
    assert write(path, [newer]) == Written(replaced=1)
    assert {coded.report.id: coded for coded in store.read(path)}[newer.report.id] == newer
    assert shelling() in list(store.read(path, old))
    assert len(list(store.read(path))) == 2


def test_a_replacement_keeps_the_appearances(path):
    write(path, [shelling(), changed(shelling(), url="https://example.net/copy")])
    write(path, [versioned(changed(shelling(), url="https://example.net/third"), model="other")])
    assert [place.url for place in only(path).report.appearances] == [
        "https://example.org/1",
        "https://example.net/copy",
    ]


def test_an_older_polybius_leaves_newer_rows_alone(path):
    newer = versioned(shelling(), polybius="0.10.0")
    write(path, [newer])
    assert write(path, [versioned(shelling(), polybius="0.9.1")]) == Written(outdated=1)
    assert only(path) == newer


def test_a_given_publication_date_replaces_a_guess(path):
    write(path, [changed(shelling(), published=Published(start="2015", basis="inferred"))])
    assert write(path, [shelling()]) == Written(replaced=1)
    assert only(path).report.published.basis == "given"


def test_the_counts_add_up_to_the_reports_given(path):
    reports = [
        numbered(1),
        numbered(2),
        numbered(1),
        changed(numbered(2), url="u"),
        versioned(numbered(1), polybius="0.3"),
    ]
    written = write(path, reports, batch=2)
    assert written == Written(new=2, unchanged=1, appearances=1, replaced=1)
    assert str(written) == "2 new, 1 replaced, 1 appearances, 1 unchanged"


def test_a_failing_batch_leaves_nothing_of_itself(path):
    write(path, [numbered(1)])

    def reports():
        yield numbered(2)
        raise RuntimeError("the coder broke")

    with pytest.raises(RuntimeError):
        write(path, reports())
    assert [coded.report.id for coded in store.read(path)] == [numbered(1).report.id]


def test_writing_nothing_makes_no_store(path):
    assert write(path, []) == Written()
    assert not path.exists()


def test_ids_with_quotes_are_replaced_too(path):
    odd = changed(shelling(), id="a'b\"c")
    write(path, [odd])
    assert write(path, [versioned(odd, polybius="9")]) == Written(replaced=1)
    assert only(path).versions.polybius == "9"


def test_small_files_are_joined_and_old_versions_stay_readable(path):
    for number in range(TIDY_EVERY + 6):
        write(path, [numbered(number)])
    assert len(store.snapshot(path).files) < 12
    assert len(list(store.read(path))) == TIDY_EVERY + 6
    assert len(list(store.read(path, 3))) == 3


def _write_all(path, numbers):
    for number in numbers:
        write(path, [numbered(number)])


def test_concurrent_writers_lose_and_double_nothing(path):
    context = multiprocessing.get_context("spawn")
    # both write the numbers 5 to 9
    writers = [context.Process(target=_write_all, args=(path, range(first, first + 10))) for first in (0, 5)]
    for writer in writers:
        writer.start()
    counts = []
    while any(writer.is_alive() for writer in writers):
        if path.exists():
            try:
                rows = store.query(path, "SELECT count(*), sum(events) FROM reports").rows
            except StoreError:
                continue  # the folder is there, its first commit is not yet
            counts.append(rows[0])
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert sorted(coded.report.id for coded in store.read(path)) == sorted(numbered(n).report.id for n in range(15))
    assert all(events in (None, 2 * reports) for reports, events in counts)
    assert [reports for reports, _ in counts] == sorted(reports for reports, _ in counts)


def test_a_folder_with_something_else_is_refused(tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"is no store of Polybius .*name another folder"):
        write(tmp_path, [shelling()])
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_settle_gives_back_the_very_row_where_nothing_changes():
    stored = shelling()
    assert settle(stored, shelling())[0] is stored


def test_a_batch_must_hold_a_report(path):
    with pytest.raises(StoreError, match="at least one"):
        write(path, [shelling()], batch=0)


def test_flat_columns_copy_the_record():
    row = to_row(shelling())
    assert row["report_id"] == row["report"]["id"]
    assert row["published"] == "2020-10-04"
    assert row["model"] == row["versions"]["model"]


def test_a_store_broken_off_while_it_was_made_is_made_anew(path):
    (path / "_delta_log").mkdir(parents=True)
    (path / "_ingest").mkdir()
    assert write(path, [shelling()]).new == 1
    assert only(path) == shelling()
