"""An experiment carried out in a folder: from what is there to final tables."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment import experiment_tables
from sim.experiment.design.experiment import Auto
from sim.experiment.errors import DiskError
from sim.experiment.exploring import next_generation
from sim.experiment.replicating import next_count
from sim.experiment.store import assembly, manifest
from sim.experiment.store.folder import altered, clear, complete, describe, remove_outdated
from sim.experiment.store.ledger_rows import Signature
from sim.experiment.store.store import Store
from sim.experiment.store.tables import RUNS, frame
from sim.experiment.workers.dispatch import Dispatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    from sim.experiment.design.experiment import Experiment
    from sim.experiment.store.manifest import Manifest
    from sim.experiment.task import ExperimentTask
    from sim.experiment.workers.execution import Execution
    from sim.experiment.workers.observer import Observer

PASSES = 3
"""How often damage is mended by doing runs again before the disk is given up."""


@dataclass(frozen=True)
class Campaign:
    """An experiment and the folder, locked by this process, in which it is carried out.

    Attributes
    ----------
    experiment, folder
        What, and where.
    task
        Returns how a run is done, for an epoch.
    execution, observer
        Which workers do the runs, and who hears how it goes.
    warm_up
        Compiles the model.
    conclude
        Writes what is made of the final tables, and returns the files.
    """

    experiment: Experiment
    folder: Path
    task: Callable[[int], ExperimentTask]
    execution: Execution
    observer: Observer
    warm_up: Callable[[], None]
    conclude: Callable[[], list[Path]]

    def carry_out(self, earlier: Manifest | None) -> None:
        """Do what is missing of the experiment that `earlier` describes, or start over."""
        clock, record = time.monotonic(), manifest.begin(self.experiment)
        done = False
        if earlier is None:
            self.warm_up()  # before anything is removed
            clear(self.folder)
        else:
            record |= {"start": earlier["start"], "seconds": earlier["seconds"]}
            done = self._is_done(earlier, record)
            lost = list(altered(self.folder, earlier)) if done else []
            if done and not lost:
                return
            self.observer.lost([f"{line}; it is written again" for line in lost])
        record = describe(self.folder, record, self.experiment)
        if not done:
            with self._store() as store:
                self._work(store, is_new=earlier is None)
        written = self.conclude()
        remove_outdated(self.folder, earlier or {}, written)
        seconds = round(record["seconds"] + time.monotonic() - clock, 1)
        complete(self.folder, record | {"seconds": seconds}, written)

    def _is_done(self, earlier: Manifest, record: Manifest) -> bool:
        """Tell whether no run or table is missing; if so, clear up and say what is there."""
        if earlier["state"] != manifest.COMPLETE:
            return False
        if earlier["experiment_digest"] != record["experiment_digest"]:
            return False
        with self._store() as store:
            counts = store.ledger.counts()
            if counts.failed or not store.is_complete():
                return False
            store.tidy()
        self.observer.planned(counts.planned, self.experiment.base.run.days, counts.done)
        return True

    def _store(self) -> Store:
        least = self.experiment.replicates
        first = least.minimum if isinstance(least, Auto) else least
        return Store.begin(
            self.folder,
            experiment_tables.schemas(self.experiment),
            self.experiment.runs(0, first),
            Signature.here(manifest.fingerprint(self.experiment)),
            experiment_tables.origins(self.experiment, self.folder),
        )

    def _work(self, store: Store, *, is_new: bool) -> None:
        """Do runs until none is pending and the final tables are written."""
        store.ledger.forgive()
        self.observer.lost(store.open_parts())
        if not is_new and store.ledger.counts().pending:
            self.warm_up()
        for _ in range(PASSES):
            lost = self._do_rounds(store) or store.assemble()
            self.observer.lost(lost)
            if not lost:
                store.complete()
                return
        raise DiskError(f"{self.folder}: what is written comes back damaged, {PASSES} times")

    def _do_rounds(self, store: Store) -> list[str]:
        """Do what is pending, a round of replicates or points after another; return damage."""
        self._do_pending(store)
        while self.experiment.grows:
            lost = store.discard_damaged(RUNS)
            if lost or not self._plan_more(store):
                return lost
            self._do_pending(store)
        return []

    def _do_pending(self, store: Store) -> None:
        counts = store.ledger.counts()
        self.observer.planned(counts.planned, self.experiment.base.run.days, counts.done)
        if not counts.pending:
            return
        dispatch = Dispatch(
            store,
            self.observer,
            self.execution.stops,
            self.experiment.seconds_per_run,
            counts.done,
            counts.failed,
        )
        task = self.task(store.epoch)
        with self.execution.pool(task, counts.pending, dispatch.report) as pool:
            dispatch.carry_out(pool, store.ledger.pending())

    def _plan_more(self, store: Store) -> bool:
        """Plan what follows from the runs that are done; tell whether anything does."""
        if isinstance(self.experiment.replicates, Auto):
            return self._add_replicates(store, self.experiment.replicates)
        return self._add_points(store)

    def _add_replicates(self, store: Store, auto: Auto) -> bool:
        """Plan more replicates where a response is not known well enough."""
        planned = store.ledger.replicates()
        wanted = self._wanted(planned, auto)
        # All from replicate 0, so that points are named in their order.
        more = self.experiment.runs(0, max(wanted.values()))
        store.ledger.plan(run for run in more if run.replicate < wanted[run.point])
        return wanted != planned

    def _add_points(self, store: Store) -> bool:
        """Plan the next generation of points, after all that are known."""
        experiment = self.experiment
        points = [run for run in store.ledger.runs() if run.replicate == 0]
        rows = next_generation(experiment, points, self._runs())
        every = [*(point.levels for point in points), *rows]
        replicates = range(experiment.most_replicates)
        store.ledger.plan(experiment.run_at(row, number) for number in replicates for row in every)
        return bool(rows)

    def _wanted(self, planned: Mapping[str, int], auto: Auto) -> dict[str, int]:
        """Return how many replicates each point should have, by its id."""
        known = {
            str(point): rows.dropna().tolist()
            for point, rows in self._runs().groupby("point")[auto.response]
        }
        return {
            point: next_count(known.get(point, []), count, auto) for point, count in planned.items()
        }

    def _runs(self) -> pd.DataFrame:
        """Return a row for each run that is done by now."""
        return frame(assembly.read_table(self.folder, RUNS))
