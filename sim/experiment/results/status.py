"""How far a sweep has come, asked while it runs or afterwards."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, NamedTuple

from sim.experiment.results.results import Results
from sim.experiment.store.ledger_view import LedgerView
from sim.experiment.store.lock import holder

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.replicating import Precision
    from sim.experiment.store.ledger_rows import Counts, Discard

MOST_FAILURES = 5


class Status(NamedTuple):
    """How far a sweep is.

    Attributes
    ----------
    folder : Path
        Its result folder.
    words : str
        Complete, stopped, or who carries it out.
    counts : Counts
        Runs planned, done and failed.
    runs_per_second : float
        Since it was begun or resumed; 0 if nobody carries it out.
    failures : list of (str, str)
        The first runs that failed, each with its error.
    discarded : list of Discard
        Parts that were found damaged, whose runs were or are to be done again.
    precision : Precision or None
        Of a complete sweep, how well it knows what automatic replicates depend on.
    """

    folder: Path
    words: str
    counts: Counts
    runs_per_second: float
    failures: list[tuple[str, str]]
    discarded: list[Discard]
    precision: Precision | None


def status(folder: Path) -> Status:
    """Return how far the sweep in a folder is.

    Raises
    ------
    FolderError
        If it holds no results.
    """
    results, holding = Results(folder), holder(folder)
    if holding is not None:
        words = f"under way ({holding})"
    elif results.is_complete:
        words = "complete"
    else:
        words = "stopped; --resume goes on with it"
    with LedgerView.read(folder) as ledger:
        rate = _rate(ledger) if holding is not None else 0.0
        failures = [
            (each.run.id, f"{each.failure.exception}: {each.failure.message}")
            for each in itertools.islice(ledger.failures(), MOST_FAILURES)
        ]
        counts, discarded = ledger.counts(), ledger.discarded()
    precision = results.precision if results.is_complete and holding is None else None
    return Status(folder, words, counts, rate, failures, discarded, precision)


def _rate(ledger: LedgerView) -> float:
    begun = dt.datetime.fromisoformat(ledger.signature().start)
    elapsed = (dt.datetime.now().astimezone() - begun).total_seconds()
    return ledger.done_in_latest_epoch() / max(elapsed, 1.0)
