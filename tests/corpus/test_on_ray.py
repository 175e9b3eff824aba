"""An ingest on a Ray cluster leaves the very rows of one on this machine, also where a machine of it is lost midway."""

import gzip
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from polybius.corpus import Limits, Recipe, ingest, on_ray
from polybius.corpus._on_ray_stages import AT_ONCE, Item, NotShared, Reading, Settled, batches_of
from polybius.corpus._on_ray_stages import rows_of as in_rows
from polybius.corpus.ingest import Ingest, sources_of
from polybius.corpus.on_ray import ClusterError, address_of, cluster
from polybius.corpus.slot import Source
from polybius.errors import PolybiusError
from polybius.read.draft import Draft
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.sources import expand
from polybius.store.known import Known
from tests.corpus.news import GERMAN, row, text, write_lines
from tests.corpus.stand_in import FACTORY, VERSIONS
from tests.corpus.stored import rejects_of, rows_of

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'polybius[ray]'")

pytestmark = pytest.mark.xdist_group("ray")
RECIPE = Recipe(factory=FACTORY)
ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from polybius.cli import app; app()", "ingest"]
STORE_MEMORY = 80_000_000
REPORTS = 300
PAGE = "<html><head><title>News</title></head><body><article><p>{}</p></article></body></html>"


@pytest.fixture(scope="module", autouse=True)
def _environment():
    """Ray's processes find the tests, tell nobody of their use, and take no heed of a cluster of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        # a token of their own, so that none is written into the user's home
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
        # Ray asks for tokens by itself, and notes it here
        patch.setenv("RAY_AUTH_MODE", "")
        patch.delenv("RAY_AUTH_MODE")
        patch.delenv("RAY_ADDRESS", raising=False)
        yield


@pytest.fixture(scope="module")
def client_port():
    """The port for programs outside of the cluster."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def two_nodes(_environment, client_port):
    """A cluster of two nodes; the second can be taken away."""
    from ray.cluster_utils import Cluster

    common = {"object_store_memory": STORE_MEMORY, "include_dashboard": False}
    found = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "ray_client_server_port": client_port, **common}
    )
    found.add_node(num_cpus=2, **common)
    found.wait_for_nodes()
    yield found
    found.shutdown()


def mixed(folder):
    """Sources of several kinds, with copies in and across them, faults, and what hangs and crashes."""
    rows = [row(number) for number in range(60)]
    rows[10:10] = [row(3, url="https://example.net/3", outlet="Herald"), '{"text": "cut off', row(30, published=None)]
    rows[20:20] = [{"text": f"{GERMAN} Nummer 1."}, {"text": f"{text(900)} STUMBLE"}, {"text": f"{text(900)} STUMBLE"}]
    rows[40:40] = [{"text": f"{text(901)} HANG"}, {"text": f"{text(902)} CRASH"}, {"text": PAGE.format(text(903))}]
    with gzip.open(folder / "a.jsonl.gz", "wt") as lines:
        lines.writelines((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows)
    write_lines(folder / "b.jsonl", [row(number, url=f"https://example.net/{number}") for number in range(50, 70)])
    (folder / "texts").mkdir()
    for number in range(65, 75):
        (folder / "texts" / f"{number}.txt").write_text(text(number))
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(json.dumps(row(80)).encode() * 50)[:-40])
    (folder / "page.html").write_text(PAGE.format(text(903)))
    return ["a.jsonl.gz", "b.jsonl", "texts", "cut.jsonl.gz", "page.html", "missing.txt"]


@pytest.fixture(scope="module")
def machine(_environment):
    """One node with two processors, in this process."""
    ray.init(num_cpus=2, object_store_memory=STORE_MEMORY, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_a_cluster_leaves_the_rows_rejects_and_counts_of_one_machine(tmp_path, machine, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sources, limits = mixed(tmp_path), Limits(seconds=10)
    told = {"here": [], "there": []}
    here, there = (
        Ingest(name, RECIPE, 2, limits, complain=lambda *said, name=name: told[name].append(said), on=on)
        for name, on in (("here", None), ("there", "ray"))
    )
    tally = here.run(sources_of(expand(sources), Given(outlet="Gazette")))
    assert there.run(sources_of(expand(sources), Given(outlet="Gazette"))) == tally
    assert tally.coded > 75
    assert tally.rejected > 5
    assert rows_of("there") == rows_of("here")
    assert rejects_of("there") == rejects_of("here")
    assert told["there"] == told["here"]
    # and once more: nothing is left to be done, and the rejected are tried again on demand only
    again = [
        ingest(sources, name, recipe=RECIPE, limits=limits, on=on)
        for name, on in ((here.store, None), (there.store, "ray"))
    ]
    assert again[0] == again[1]
    assert (again[1].coded, again[1].rejected) == (0, 0)


def test_what_was_rejected_is_tried_again_on_demand(tmp_path, machine):
    lines = write_lines(tmp_path / "a.jsonl", [row(1), "{cut off", row(2, text=f"{text(2)} STUMBLE")])
    ingest([lines], tmp_path / "s", recipe=RECIPE, on="ray")
    write_lines(lines, [row(1), row(3), row(2, text=f"{text(2)} STUMBLE")])
    tally = ingest([], tmp_path / "s", recipe=RECIPE, retry=True, on="ray")
    assert (tally.coded, tally.repeated, tally.rejected) == (1, 1, 1)
    assert [source for source, *_ in rejects_of(tmp_path / "s")] == [f"{lines}:3"]


def test_stopped_midway_it_keeps_what_is_done_and_goes_on_from_there(tmp_path, machine):
    lines = write_lines(tmp_path / "a.jsonl", [row(number) for number in range(150)])
    stop = threading.Event()
    run = Ingest(
        str(tmp_path / "s"), RECIPE, on="ray", stop=stop, show=lambda tally: stop.set() if tally.coded >= 20 else None
    )
    assert run.run(sources_of([str(lines)], Given())).coded == 20
    assert len(rows_of(tmp_path / "s")) == 20
    tally = ingest([lines], tmp_path / "s", recipe=RECIPE, on="ray")
    assert (tally.coded, tally.repeated) == (130, 20)


@pytest.mark.parametrize(
    ("factory", "says"),
    [("missing", "the language model x is not installed"), ("none", r"cannot be loaded \(AttributeError")],
)
def test_a_coder_that_cannot_be_loaded_is_said(tmp_path, machine, factory, says):
    lines = write_lines(tmp_path / "a.jsonl", [row(1)])
    with pytest.raises(PolybiusError, match=says):
        ingest([lines], tmp_path / "s", recipe=Recipe(factory=f"tests.corpus.stand_in:{factory}"), on="ray")


def test_a_pipeline_that_breaks_off_starts_again_after_what_is_settled(tmp_path, machine, monkeypatch):
    rows = [row(number) for number in range(70)]
    rows[20:20] = [row(5, url="https://example.net/5"), {"text": f"{text(900)} STUMBLE"}, "{cut off"]
    paths = [write_lines(tmp_path / "a.jsonl", rows[:50]), write_lines(tmp_path / "b.jsonl", rows[50:] + rows[:3])]
    tally = ingest(paths, tmp_path / "whole", recipe=RECIPE)
    whole, starts = on_ray.stream, []

    def broken(readings, *given):
        """The pipeline, broken off after two rows as where Ray has lost what it cannot make again."""
        starts.append(readings[0][0].number)
        for count, coming in enumerate(whole(readings, *given)):
            if count == 2 and len(starts) < 3:
                raise ray.exceptions.ObjectReconstructionFailedError("00")
            yield coming

    monkeypatch.setattr(on_ray, "stream", broken)
    assert ingest(paths, tmp_path / "broken", recipe=RECIPE, on="ray") == tally
    assert len(starts) == 3
    assert starts == sorted(starts)
    assert rows_of(tmp_path / "broken") == rows_of(tmp_path / "whole")
    assert rejects_of(tmp_path / "broken") == rejects_of(tmp_path / "whole")


def test_a_cluster_that_gets_nowhere_is_given_up_with_all_kept_that_was_done(tmp_path, machine, monkeypatch):
    lines, starts = write_lines(tmp_path / "a.jsonl", [row(number) for number in range(40)]), []
    whole = on_ray.stream

    def broken(readings, *given):
        starts.append(1)
        if len(starts) == 1:
            yield next(whole(readings, *given))
        raise ray.exceptions.ActorDiedError()

    monkeypatch.setattr(on_ray, "stream", broken)
    with pytest.raises(ClusterError, match=r"keeps losing its machines \(ActorDiedError.*goes on from there"):
        ingest([lines], tmp_path / "s", recipe=RECIPE, on="ray")
    assert len(starts) == on_ray.STARTS
    assert len(rows_of(tmp_path / "s")) == AT_ONCE


def test_a_source_that_a_machine_does_not_see_ends_the_run_and_is_named(tmp_path, machine):
    gone = Reading(0, Source(str(tmp_path / "gone.jsonl")), here=True)
    settled = Settled(Known(), frozenset())
    with pytest.raises(Exception, match=r"gone\.jsonl") as raised:
        list(on_ray.stream([[gone]], settled, RECIPE, Limits(), 1))
    assert not on_ray.is_loss(raised.value)
    assert isinstance(on_ray.said_by(raised.value), NotShared)


def test_machines_with_different_versions_are_told_apart(tmp_path, machine, monkeypatch):
    lines = write_lines(tmp_path / "a.jsonl", [row(1)])
    monkeypatch.setattr(on_ray, "_versions_of", lambda _: VERSIONS.model_copy(update={"model": "none 2"}))
    with pytest.raises(ClusterError, match="model none 1 and none 2; install the same"):
        ingest([lines], tmp_path / "s", recipe=RECIPE, on="ray")


def test_standard_input_is_refused(tmp_path, machine):
    with pytest.raises(ClusterError, match="standard input"):
        ingest(["-"], tmp_path / "s", recipe=RECIPE, on="ray")


@pytest.mark.parametrize("comes_back", [True, False], ids=["another joins", "none joins"])
def test_a_node_killed_midway_leaves_no_trace(tmp_path, two_nodes, comes_back):
    rows = [row(number, text=f"{text(number)}{' SLOW' * (number % 5 == 0)}") for number in range(REPORTS)]
    rows[100:100] = ["{cut off", row(7, url="https://example.net/7"), {"text": f"{text(900)} STUMBLE"}]
    for name, some in (("a", rows[:200]), ("b", rows[200:])):
        write_lines(tmp_path / f"{name}.jsonl", some)
    options = ["a.jsonl", "b.jsonl", "--coder", FACTORY, "--batch", "16"]
    assert run_program([*options, "--store", "whole", "--workers", "3"], tmp_path).returncode == 1
    two_nodes.wait_for_nodes()
    node = two_nodes.worker_nodes.copy().pop()
    run = subprocess.Popen(
        [*PROGRAM, *options, "--store", "broken", "--on", "ray"],
        cwd=tmp_path,
        env=os.environ | {"RAY_ADDRESS": two_nodes.address},
        stderr=subprocess.PIPE,
        text=True,
    )
    # it is in the midst of the work, and this node has a part in it
    wait_for(lambda: (stored(tmp_path / "broken") >= 16 and coders_on(node)) or run.poll() is not None)
    assert run.poll() is None, run.stderr.read()
    two_nodes.remove_node(node, allow_graceful=False)
    left = stored(tmp_path / "broken")
    if comes_back:
        two_nodes.add_node(num_cpus=2, object_store_memory=STORE_MEMORY, include_dashboard=False)
    said = run.communicate(timeout=120)[1]
    if not comes_back:
        two_nodes.add_node(num_cpus=2, object_store_memory=STORE_MEMORY, include_dashboard=False)
    assert run.returncode == 1, said
    assert left < REPORTS
    assert f"{REPORTS} reports coded" in said
    assert rows_of(tmp_path / "broken") == rows_of(tmp_path / "whole")
    assert rejects_of(tmp_path / "broken") == rejects_of(tmp_path / "whole")


def test_a_cluster_elsewhere_is_reached_by_its_address(tmp_path, two_nodes, client_port):
    lines = write_lines(tmp_path / "a.jsonl", [*(row(number) for number in range(40)), "{cut off"])
    assert run_program(["a.jsonl", "--coder", FACTORY, "--store", "whole"], tmp_path).returncode == 1
    run = run_program([lines, "--coder", FACTORY, "--store", "far", "--on", f"ray://127.0.0.1:{client_port}"], tmp_path)
    assert run.returncode == 1, run.stderr
    assert "40 reports coded" in run.stderr
    assert rows_of(tmp_path / "far") == rows_of(tmp_path / "whole")


def coders_on(node):
    """The processes of the pool of actors on a node."""
    import psutil

    raylet = psutil.Process(node.all_processes["raylet"][0].process.pid)
    return [one.pid for one in raylet.children(recursive=True) if "MapWorker" in " ".join(one.cmdline())]


def stored(path):
    """How many reports a store holds; none where there is no store yet."""
    return len(rows_of(path)) if (path / "_delta_log").exists() else 0


def wait_for(holds):
    """Waits until it holds, two minutes at most."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError("it never came about")


def run_program(options, folder, **environment):
    return subprocess.run(
        [*PROGRAM, *options], cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("on", "address"),
    [
        ("ray", None),
        ("ray://head", "ray://head:10001"),
        ("ray://head:7/", "ray://head:7"),
        ("ray://10.0.0.1", "ray://10.0.0.1:10001"),
    ],
)
def test_a_cluster_is_named_by_its_address(on, address):
    assert address_of(on) == address


@pytest.mark.parametrize("on", ["", "spark", "ray:", "ray://", "http://head"])
def test_what_names_no_cluster_is_refused(on):
    with pytest.raises(ClusterError, match="write ray, or ray://HOST"):
        address_of(on)


def test_without_ray_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"pip install 'polybius\[ray\]'"), cluster():
        pass


def test_large_sources_are_read_alone_and_small_ones_together(tmp_path):
    for number in range(600):
        (tmp_path / f"{number:03d}.txt").write_text("a")
    with (tmp_path / "large.jsonl").open("wb") as large:
        large.truncate(50_000_000)
    names = [*map(str, sorted(tmp_path.glob("*.txt"))), str(tmp_path / "large.jsonl"), str(tmp_path / "000.txt")]
    sources = [*map(Source, names), ReadFailure("x", "there is none")]
    some = list(batches_of(sources))
    assert [reading.number for one in some for reading in one] == list(range(603))
    assert [len(one) for one in some][-2:] == [1, 2]
    assert 2 < len(some) < 10
    assert [reading.number for one in batches_of(sources, start=601) for reading in one] == [601, 602]


def test_a_row_holds_no_more_reports_than_are_coded_at_a_time(tmp_path):
    draft = Draft("a", "a", Given())
    items = [Item((0, number), 0, draft if number % 3 else None) for number in range(200)]
    some = list(in_rows(items))
    assert [item for one in some for item in one] == items
    assert max(sum(item.is_open for item in one) for one in some) == AT_ONCE
    # nor more bytes than travel well
    assert len(list(in_rows([Item((0, number), 700_000, None) for number in range(10)]))) == 5
