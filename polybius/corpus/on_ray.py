"""Stage 1 to 7 over many reports on a Ray cluster: sources are read in tasks and coded in actors, and kept here.

The stages are a Ray Data pipeline that streams: it holds a bounded number of reports, however many there are. What
comes out comes in the order in which it was read, and is settled by the very code that settles it on one machine; so
the store holds the same rows. Where a machine of the cluster is lost, Ray does its part again elsewhere; where Ray
itself gives up, the pipeline is started again after the last thing that was settled.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.corpus._on_ray_stages import (
    COLUMN,
    CodeStage,
    Item,
    Reading,
    Settled,
    Stub,
    batches_of,
    read_stage,
)
from polybius.corpus.recipe import Recipe
from polybius.corpus.settling import Settling
from polybius.corpus.slot import Passed, Slot, Source
from polybius.corpus.tally import Tally
from polybius.corpus.workers import Limits
from polybius.errors import PolybiusError
from polybius.read.failure import ReadFailure
from polybius.records import CodedReport, Versions

if TYPE_CHECKING:
    from ray.data import Dataset

    from polybius.corpus.ingest import Ingest

CLUSTER = "ray"
"""What ``--on`` takes: this, or an address that starts with it."""
CLIENT_PORT = 10001
READERS = 4
"""Sources read at a time; one reads faster than a hundred models code."""
STARTS = 3
"""Starts of the pipeline in a row, without anything settled between them, after which the cluster is given up."""
_QUIET: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
_BLOCK = 1024
"""Bytes above which a row is a block of its own, to be sent on by itself."""


class ClusterError(PolybiusError):
    """There is no Ray, no cluster, or none that works."""


class OnRay:
    """One run over sources into a store, on a cluster; the caller holds the lock of the store.

    on: "ray" for the cluster at RAY_ADDRESS, or else one of this machine alone; "ray://HOST[:PORT]" for a cluster
    elsewhere. Raises ClusterError where it is neither.
    """

    def __init__(self, settings: Ingest, on: str = CLUSTER) -> None:
        self._settings, self._address = settings, address_of(on)

    def over(self, sources: Iterable[Source | ReadFailure], retry: bool) -> Tally:
        """Codes what the sources hold and the store does not.

        Raises ClusterError, StoreError, and PolybiusError where the coder cannot be loaded.
        """
        settings = self._settings
        with cluster(self._address):
            versions = _versions_of(settings.recipe)
            with Settling(settings.store, versions, settings.batch, settings.complain) as done:
                _Passage(settings, done, versions).through(sources)
                if retry and not settings.stopped:
                    _Passage(settings, done, versions).through(done.to_retry())
        return done.tally


class _Passage:
    """One passage through sources."""

    def __init__(self, settings: Ingest, done: Settling, versions: Versions) -> None:
        self._settings, self._done, self._versions = settings, done, versions
        # what this run rejects is not among them, so that a start again gives what the first would have given
        self._rejected = frozenset(done.rejected.contents())
        self._sources: list[Source | ReadFailure] = []
        self._last = (0, -1)

    def through(self, sources: Iterable[Source | ReadFailure]) -> None:
        """Settles all that they hold, with as many starts of the pipeline as that takes."""
        self._sources = [_reachable(source) for source in sources]
        starts = 0
        while True:
            before = self._last
            try:
                self._stream()
                return
            except Exception as error:
                if not is_loss(error):
                    raise said_by(error) from error
                starts = 1 if self._last > before else starts + 1
                if starts >= STARTS:
                    self._done.keeping.flush()
                    raise ClusterError(
                        f"the cluster keeps losing its machines ({type(error).__name__}); "
                        "what was done is kept, and the same command goes on from there"
                    ) from error

    def _stream(self) -> None:
        """Settles what comes out of the pipeline, from where the last one ended."""
        readings = list(batches_of(self._sources, start=self._last[0]))
        settled = Settled(self._done.known, self._rejected)
        settings = self._settings
        for row in stream(readings, settled, settings.recipe, settings.limits, settings.workers):
            for item in pickle.loads(row):
                if settings.stopped:
                    return
                if item.at > self._last:
                    self._settle(item)
                    self._last = item.at
            self._done.keeping.pulse()

    def _settle(self, item: Item) -> None:
        settings, done = self._settings, self._done
        if isinstance(item.answer, CodedReport) and item.answer.versions != self._versions:
            raise ClusterError(
                "the machines of the cluster code differently: "
                f"{_different(item.answer.versions, self._versions)}; install the same versions on all"
            )
        if settings.tell is not None and item.size:
            settings.tell(item.size)
        source = self._sources[item.at[0]]
        if isinstance(source, ReadFailure):
            source = Source(source.source)
        done.settle(self._slot(item, source))
        if settings.show is not None:
            settings.show(done.tally)

    def _slot(self, item: Item, source: Source) -> Slot:
        """The item as it would have come out of the workers of one machine."""
        done, work = self._done, item.work
        slot = Slot(source, work, answer=item.answer)
        if isinstance(work, ReadFailure):
            slot.answer = done.answer_failure(source, work)
        elif isinstance(item.answer, Passed) and isinstance(work, Stub):
            done.passes_by(source, work)
        elif item.key is not None and done.known.is_coded(item.key, item.dated):
            # of copies in several sources each has been coded; the first in order is the one
            slot.answer = item.seen
        else:
            slot.claim = item.key
        return slot


def stream(
    readings: list[list[Reading]], settled: Settled, recipe: Recipe, limits: Limits, workers: int | None
) -> Iterator[bytes]:
    """Yields what comes out of the pipeline, row by row."""
    import ray

    if not readings:
        return
    rows = [pickle.dumps(some) for some in readings]
    if not ray.util.client.ray.is_connected():
        yield from _rows(rows, settled, recipe, limits, workers, str(Path.cwd()))
        return
    # the pipeline is run in the cluster, since its parts cannot be followed through Ray's client
    conductor: Any = ray.remote(num_cpus=0)(_Conductor).remote(rows, settled, recipe, limits, workers, str(Path.cwd()))
    try:
        coming = conductor.take.remote()
        while (row := ray.get(coming)) is not None:
            coming = conductor.take.remote()
            yield row
    finally:
        ray.kill(conductor)


class _Conductor:
    """The pipeline as an actor of the cluster, asked for one row after the other."""

    def __init__(self, *given: Any) -> None:
        self._rows = _rows(*given)

    def take(self) -> bytes | None:
        """The next row; None at the end."""
        try:
            return next(self._rows, None)
        except Exception as error:
            # by itself, since what it came from does not travel with it
            raise _own(error) or error from None


def _rows(
    readings: list[bytes], settled: Settled, recipe: Recipe, limits: Limits, workers: int | None, folder: str
) -> Iterator[bytes]:
    data = _pipeline(readings, settled, recipe, limits, workers, folder)
    for batch in data.iter_batches(batch_size=None, batch_format="numpy", prefetch_batches=1):
        yield from batch[COLUMN]


def _pipeline(
    readings: list[bytes], settled: Settled, recipe: Recipe, limits: Limits, workers: int | None, folder: str
) -> Dataset:
    """Read → code, each row a block of its own, in order.

    Ray Data starts tasks and actors that are lost again and again, and does over what they were at.
    """
    import ray
    from ray.data import ActorPoolStrategy, DataContext, TaskPoolStrategy

    context = DataContext.get_current().copy()
    context.execution_options.preserve_order = True
    context.execution_options.verbose_progress = False
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.enable_auto_log_stats = False
    context.target_max_block_size = _BLOCK
    reference = ray.put(settled)
    with DataContext.current(context):
        sources = ray.data.from_items([{COLUMN: row} for row in readings], override_num_blocks=len(readings))
        read = sources.map_batches(
            read_stage,
            batch_size=1,
            batch_format="numpy",
            fn_kwargs={"settled": reference, "folder": folder},
            # reading waits more than it works, and must get on where actors hold all processors
            num_cpus=0,
            compute=TaskPoolStrategy(min(READERS, len(readings))),
        )
        return read.map_batches(
            CodeStage,
            batch_size=1,
            batch_format="numpy",
            fn_constructor_kwargs={"recipe": recipe, "limits": limits, "settled": reference},
            num_cpus=1,
            compute=ActorPoolStrategy(min_size=1, max_size=workers, initial_size=_actors(workers)),
        )


def _actors(workers: int | None) -> int:
    """With how many actors to begin: one for each processor there is."""
    import ray

    there = max(int(ray.cluster_resources().get("CPU", 1)), 1)
    return there if workers is None else min(workers, there)


@contextmanager
def cluster(address: str | None = None) -> Iterator[None]:
    """A connection to a cluster; one that is there already is taken as it is. Raises ClusterError."""
    # says nothing to the makers of Ray, and leaves the log of the parts that users never see to files
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ClusterError("Ray is not installed: pip install 'polybius[ray]'") from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if ray.is_initialized():
        yield
        return
    try:
        if address is None:
            ray.init(include_dashboard=None if "RAY_ADDRESS" in os.environ else False, **_QUIET)
        else:
            ray.init(address, **_QUIET)
    except Exception as error:
        named = address or os.environ.get("RAY_ADDRESS", "this machine")
        raise ClusterError(f"{named}: no Ray cluster can be had there ({said(error)})") from error
    try:
        yield
    finally:
        ray.shutdown()


def address_of(on: str) -> str | None:
    """The address that Ray takes; None for the cluster of the environment. Raises ClusterError where it is none."""
    if on == CLUSTER:
        return None
    host = on.removeprefix("ray://").rstrip("/")
    if not on.startswith("ray://") or not host:
        raise ClusterError(f"--on {on}: write ray, or ray://HOST")
    return f"ray://{host}" if host.rpartition(":")[2].isdigit() else f"ray://{host}:{CLIENT_PORT}"


def is_loss(error: BaseException) -> bool:
    """Whether what went wrong is the loss of a machine or process, and not a fault that would come again."""
    import ray.exceptions as faults

    lost = (
        faults.RayActorError,
        faults.ObjectLostError,
        faults.WorkerCrashedError,
        faults.NodeDiedError,
        faults.LocalRayletDiedError,
        faults.OutOfMemoryError,
        faults.ObjectFetchTimedOutError,
    )
    return _own(error) is None and any(isinstance(one, lost) for one in _chain(error))


def said_by(error: BaseException) -> BaseException:
    """Polybius's own error that made others, or these in one sentence."""
    return _own(error) or (ClusterError(f"the cluster failed ({said(error)})") if _is_of_ray(error) else error)


def said(error: BaseException) -> str:
    """The first line of what an error says."""
    first = str(error).strip().split("\n", 1)[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _own(error: BaseException) -> PolybiusError | None:
    return next((one for one in _chain(error) if isinstance(one, PolybiusError)), None)


def _is_of_ray(error: BaseException) -> bool:
    return any(type(one).__module__.partition(".")[0] == "ray" for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those it came from, also in other processes."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = getattr(error, "cause", None) or error.__cause__ or error.__context__


def _versions_of(recipe: Recipe) -> Versions:
    """What makes the records, as a machine of the cluster has it. Raises PolybiusError where no coder can be loaded."""
    import ray

    try:
        versions: Versions = ray.get(ray.remote(num_cpus=0)(_load).remote(recipe))
    except Exception as error:
        raise said_by(error) from error
    return versions


def _load(recipe: Recipe) -> Versions:
    try:
        return recipe.load().versions
    except PolybiusError as error:
        # in a form that can travel
        raise PolybiusError(str(error)) from None
    except Exception as error:
        raise PolybiusError(f"the coder cannot be loaded ({said(error)})") from None


def _different(one: Versions, other: Versions) -> str:
    mine, its = one.model_dump(by_alias=True), other.model_dump(by_alias=True)
    return ", ".join(f"{name} {mine[name]} and {its[name]}" for name in mine if mine[name] != its[name])


def _reachable(source: Source | ReadFailure) -> Source | ReadFailure:
    if isinstance(source, Source) and source.name == "-":
        raise ClusterError("standard input cannot be read by a cluster; name files that all its machines see")
    return source
