"""A `Results` object stands for one result, whatever becomes of its folder."""

import pickle
import shutil
from pathlib import Path

import pytest

import sim
from sim.experiment.errors import FolderError
from sim.experiment.results.results import Results
from sim.experiment.store.ledger_view import LedgerView
from tests import sweeps

pytestmark = pytest.mark.usefixtures("model", "no_waiting")

READ_FROM_THE_FOLDER = (
    "runs",
    "daily",
    "designs",
    "space",
    "timings",
    "failures",
    "summary",
    "headline",
    "schemas",
    "units",
    "config",
    "experiment",
    "responses",
    "points",
)


@pytest.fixture
def results(config, tmp_path):
    return sim.run(config, workers=1, out=tmp_path / "run")


def replace(config, folder):
    sim.run(config, seed=7, workers=1, out=folder, force=True)


def replace_by_the_same(config, folder):
    sim.run(config, workers=1, out=folder, force=True)


def grow(config, folder):
    sim.run(config, replicates=5, workers=1, out=folder, resume=True)


def move(config, folder):
    folder.rename(folder.with_name("elsewhere"))


def remove(config, folder):
    shutil.rmtree(folder)


def put_another_there(config, folder):
    sim.run(config, seed=7, workers=1, out=folder.with_name("other"))
    shutil.rmtree(folder)
    folder.with_name("other").rename(folder)


CHANGES = (replace, replace_by_the_same, grow, move, remove, put_another_there)


@pytest.mark.parametrize("change", CHANGES)
def test_once_its_folder_has_changed_what_was_read_stays_and_the_rest_is_refused(
    config, tmp_path, results, change
):
    seed, daily, told = results.config.run.seed, results.daily, repr(results)
    unread = Results(results.folder)
    assert unread.is_complete
    change(config, tmp_path / "run")
    for name in READ_FROM_THE_FOLDER:
        with pytest.raises(FolderError, match="read them again") as refusal:
            getattr(unread, name)
        assert "\n" not in str(refusal.value)
    assert results.config.run.seed == seed == config.run.seed
    assert results.daily is daily
    assert (results.counts.done, results.manifest["seed"]) == (3, seed)
    assert repr(results) == told


def test_a_resume_that_finds_nothing_to_do_changes_nothing(config, tmp_path, results):
    sim.run(config, workers=1, out=tmp_path / "run", resume=True)
    assert len(results.runs) == 3


def test_the_working_folder_does_not_matter(config, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = sim.run(config, workers=1, out="run")
    read = sim.read(Path("run"))
    monkeypatch.chdir("/")
    assert made.folder == read.folder == tmp_path / "run"
    assert made.daily.equals(read.daily)
    assert len(made.summary) == 3


def test_a_tilde_is_the_home_folder_for_all_alike(config, tmp_path, monkeypatch):
    """Not for some the home folder and for others a folder of that name."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home").mkdir()
    sim.run(config, workers=1, out=tmp_path / "home" / "run")
    second = sim.run(config, seed=7, workers=1, out="~/run", force=True)
    assert second.daily.equals(sim.run(config, seed=7, workers=1).daily)
    assert sim.read(tmp_path / "home" / "run").config.run.seed == 7
    assert not (tmp_path / "~").exists()


def test_they_are_the_same_after_a_pickle(results):
    again = pickle.loads(pickle.dumps(results))
    assert again.runs.equals(results.runs)


def test_of_a_sweep_under_way_they_show_what_was_done_when_they_were_opened(tmp_path):
    """Until its parts are put together, whatever else is done meanwhile."""
    plan = sweeps.runs(4, 2)
    with sweeps.begin(tmp_path, plan) as store:
        store.commit(sweeps.work(tmp_path, store.epoch, plan[:3]))
        with LedgerView.read(tmp_path) as ledger:
            opened, done = ledger.edition(), ledger.counts().done
        store.commit(sweeps.work(tmp_path, store.epoch, plan[3:5]))
        with LedgerView.read(tmp_path, opened) as ledger:
            assert [place.run for place in ledger.locations()] == plan[:3]
            assert ledger.counts().done == done == 3
            assert ledger.edition() == opened
        sweeps.carry_out(store)
    with pytest.raises(FolderError, match="have grown"):
        LedgerView.read(tmp_path, opened)


def test_half_read_results_never_join_two_starts(config, tmp_path, monkeypatch):
    """The configuration on the disk is that of a resume before the ledger says so."""
    opened = Results(tmp_path / "run")
    sim.run(config, workers=1, out=tmp_path / "run")
    assert opened.counts.done == 3

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.experiment.campaign.Campaign._work", stop)
    with pytest.raises(KeyboardInterrupt):
        grow(config, tmp_path / "run")
    with pytest.raises(FolderError, match="are being replaced"):
        _ = opened.config
