"""Whatever a crash makes of what was not flushed, nothing acknowledged is lost.

Each removed flush must break that: else it, or this test, would be useless.
"""

import functools
import hashlib
import itertools
import random

import pytest

from sim.experiment.plan import Failure
from sim.experiment.store import files
from sim.experiment.store.ledger import Ledger
from sim.experiment.store.ledger_view import NAME, LedgerView
from tests import crashes, sweeps
from tests.settings import SIZE

pytestmark = pytest.mark.usefixtures("no_waiting")

SAMPLE = 12
FIRST, GROWN, LAST = sweeps.runs(1, 3), sweeps.runs(2, 3), sweeps.runs(2, 4)


def do(recorder, store, chosen):
    part = sweeps.work(store.folder, store.epoch, chosen)
    recorder.acknowledge(store.commit(part))


def give_up(store, runs):
    for run in runs:
        store.ledger.fail(Failure(run.id, "model", "ValueError", "no", "line 1"), again=False)


def finish(store):
    assert store.assemble() == []
    store.complete()


def live(recorder, folder):
    """Begin, complete, grow with and without new parts, die in between and go on."""
    files.make_folder(folder)
    with sweeps.begin(folder, FIRST) as store:
        store.open_parts()
        do(recorder, store, FIRST[:2])
        do(recorder, store, FIRST[2:])
        finish(store)
    with sweeps.begin(folder, GROWN) as store:
        store.open_parts()
        do(recorder, store, list(store.ledger.pending())[:1])
        with recorder.orphaned():
            sweeps.work(folder, store.epoch, list(store.ledger.pending()))
    with sweeps.begin(folder, GROWN) as store:
        store.open_parts()
        do(recorder, store, list(store.ledger.pending())[:1])
        give_up(store, store.ledger.pending())
        finish(store)
    with sweeps.begin(folder, LAST) as store:
        store.open_parts()
        give_up(store, store.ledger.pending())
        finish(store)


@pytest.fixture(scope="module", params=[True, False], ids=["links", "no links"])
def recorder(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("life")
    recorder = crashes.Recorder(root, links=request.param)
    with pytest.MonkeyPatch.context() as patch, crashes.recording(recorder, patch):
        live(recorder, root / "results")
    return recorder


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Return a function that tells the files and the finished runs of a ledger."""
    folder = tmp_path_factory.mktemp("ledger")

    @functools.cache
    def known(content):
        (folder / "ledger.sqlite").write_bytes(content)
        with LedgerView.read(folder) as ledger:
            named = [file for kept in ledger.parts() for file in kept.files.values()]
            digests = {f"results/{each.name}": each.sha256 for each in (*named, *ledger.extras())}
            return digests, {place.run.id for place in ledger.locations()}

    return known


@functools.cache
def sha256(content):
    return hashlib.sha256(content).hexdigest()


def findings(events, known, since=0):
    """Yield what is wrong in any state after a crash."""
    for state in crashes.states(events, since):
        digests, done = known(state.ledger) if state.ledger else ({}, set())
        if not state.done <= done:
            yield f"{len(state.done - done)} runs are not in the ledger", state
        for name, digest in digests.items():
            if state.files.get(name) is None or sha256(state.files[name]) != digest:
                yield f"{name} is not what the ledger says", state


def test_no_crash_loses_what_was_acknowledged(recorder, known):
    assert next(findings(recorder.events, known), None) is None


def test_no_crash_leaves_an_old_journal_beside_a_new_ledger(tmp_path):
    """SQLite would play it back into a ledger that it does not belong to."""
    recorder = crashes.Recorder(tmp_path)
    with pytest.MonkeyPatch.context() as patch, crashes.recording(recorder, patch):
        journal = tmp_path / f"{NAME}-journal"
        files.DISK.close(files.DISK.create(journal))
        files.DISK.fsync_folder(tmp_path)
        Ledger.create(tmp_path, {}).close()
        files.DISK.fsync_folder(tmp_path)
    for state in crashes.states(recorder.events):
        assert not {journal.name, NAME} <= state.files.keys()
    assert NAME in state.files


def test_each_flush_is_needed(recorder, known):
    events = recorder.events
    for place in recorder.flushes():
        mutated = events[:place] + events[place + 1 :]
        assert next(findings(mutated, known, place), None), (place, events[place])


def distinct(events):
    found = {}
    for state in crashes.states(events):
        found.setdefault(frozenset(state.files.items()), state)
    return list(found.values())


def recover(state, root):
    """Go on from what a crash has left, and compare with results that never knew one."""
    for name in sorted(state.files, key=lambda each: each.count("/")):
        content, path = state.files[name], root / name
        path.mkdir(exist_ok=True) if content is None else path.write_bytes(content)
    folder = root / "results"
    folder.mkdir(exist_ok=True)
    with sweeps.begin(folder, LAST) as store:
        store.open_parts()
        assert {place.run.id for place in store.ledger.locations()} >= state.done
        store.ledger.forgive()
        sweeps.carry_out(store)
    for name, table in sweeps.final_tables(folder).items():
        assert table.to_pylist() == sweeps.expected(LAST)[name]
    assert {path.name for path in folder.iterdir()} == sweeps.COMPLETE


def test_what_a_crash_leaves_can_go_on(recorder, tmp_path):
    for number, state in enumerate(random.Random(7).sample(distinct(recorder.events), SAMPLE)):
        place = tmp_path / str(number)
        place.mkdir()
        recover(state, place)


@pytest.mark.long
def test_what_any_crash_leaves_can_go_on(recorder, tmp_path):
    every = 1 if SIZE >= 1 else round(4 / SIZE)
    for number, state in enumerate(itertools.islice(distinct(recorder.events), 0, None, every)):
        place = tmp_path / str(number)
        place.mkdir()
        recover(state, place)
