import gc
import os
import shutil
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.errors import (
    DeterminismError,
    DiskError,
    FolderError,
    PartError,
    ResumeError,
)
from sim.experiment.plan import Failure
from sim.experiment.store import assembly, files, parts
from sim.experiment.store.ledger_view import NAME
from tests import sweeps
from tests.fake_disk import Failing

pytestmark = pytest.mark.usefixtures("no_waiting")

SMALL, WIDE, LARGE = sweeps.runs(2, 2), sweeps.runs(3, 2), sweeps.runs(3, 3)


def check(folder, plan):
    """Complete results are those of the plan, to the byte of an uninterrupted execution."""
    for name, rows in sweeps.expected(plan).items():
        assert assembly.read_table(folder, name).to_pylist() == rows
        assert pq.read_table(folder / f"{name}.parquet").to_pylist() == rows
    assert {path.name for path in folder.iterdir()} == sweeps.COMPLETE


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """Return the bytes of the final tables of `LARGE`."""
    folder = tmp_path_factory.mktemp("unbroken")
    sweeps.make(folder, LARGE, size=len(LARGE))
    return sweeps.finals(folder)


@given(st.data())
@settings(max_examples=12)
def test_any_way_there_gives_the_same_bytes(tmp_path_factory, unbroken, data):
    """Any order of chunks, parts, duplicates, discards, deaths and growth."""
    folder = tmp_path_factory.mktemp("any")
    for plan in data.draw(st.sampled_from([[LARGE], [SMALL, LARGE], [SMALL, WIDE, LARGE]])):
        with sweeps.begin(folder, plan) as store:
            store.open_parts()
            for _ in range(data.draw(st.integers(0, 2))):
                commit_some(store, plan, data)
            if data.draw(st.booleans()):
                sweeps.work(folder, store.epoch, plan[:1])  # and dies
            elif data.draw(st.booleans()):
                sweeps.carry_out(store, size=data.draw(st.integers(1, len(plan))))
    sweeps.make(folder, LARGE)
    assert sweeps.finals(folder) == unbroken
    check(folder, LARGE)


def commit_some(store, plan, data):
    order = data.draw(st.permutations(plan))
    cut = data.draw(st.integers(1, 3))
    for start in range(0, data.draw(st.integers(1, len(plan))), cut):
        store.commit(sweeps.work(store.folder, store.epoch, order[start : start + cut]))
    known = list(store.ledger.parts())
    if known and data.draw(st.booleans()):
        store.ledger.discard(data.draw(st.sampled_from(known)).part, "a test")


def test_row_groups_follow_from_the_rows_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(assembly, "ROWS", 10)
    plan = sweeps.runs(5, 5)
    for size in (1, 4, 25):
        sweeps.make(tmp_path / str(size), plan, size=size)
    first, *others = (sweeps.finals(tmp_path / str(size)) for size in (1, 4, 25))
    assert others == [first, first]
    sweeps.make(tmp_path / "1", sweeps.runs(6, 6))
    sweeps.make(tmp_path / "new", sweeps.runs(6, 6))
    assert sweeps.finals(tmp_path / "1") == sweeps.finals(tmp_path / "new")
    check(tmp_path / "1", sweeps.runs(6, 6))
    file = pq.ParquetFile(tmp_path / "1" / "daily.parquet")
    counts = [file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)]
    assert len(counts) > 3
    assert all(10 <= count < 15 for count in counts[:-1])


def test_points_in_another_order_put_the_tables_in_order_again(tmp_path):
    sweeps.make(tmp_path, SMALL)
    other = sorted(SMALL, key=lambda run: (run.replicate, -run.levels[0]))
    sweeps.make(tmp_path, other)
    check(tmp_path, other)


def test_complete_results_are_left_alone(tmp_path):
    sweeps.make(tmp_path, SMALL)
    before = {path.name: path.stat().st_ino for path in tmp_path.glob("*.parquet")}
    sweeps.make(tmp_path, SMALL)
    assert {path.name: path.stat().st_ino for path in tmp_path.glob("*.parquet")} == before


@pytest.mark.parametrize("name", ["timings", "failures", "runs", "daily"])
def test_a_final_file_that_went_is_made_again(tmp_path, name):
    sweeps.make(tmp_path, SMALL)
    before = sweeps.finals(tmp_path)
    (tmp_path / f"{name}.parquet").unlink()
    sweeps.make(tmp_path, SMALL)
    assert sweeps.finals(tmp_path) == before
    check(tmp_path, SMALL)


def test_a_damaged_part_is_named_and_its_runs_alone_are_done_again(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        for run in SMALL:
            store.commit(sweeps.work(tmp_path, store.epoch, [run]))
        first, second, *_ = store.ledger.parts()
        damaged = tmp_path / first.files["daily"].name
        content = bytearray(damaged.read_bytes())
        content[len(content) // 2] ^= 1
        damaged.write_bytes(content)
        gone = tmp_path / second.files["runs"].name
        gone.unlink()
        lines = store.assemble()
        assert [str(path) in line for path, line in zip((damaged, gone), lines, strict=True)]
        assert list(store.ledger.pending()) == SMALL[:2]
        assert not (tmp_path / "runs.parquet").exists()
        sweeps.carry_out(store)
    check(tmp_path, SMALL)


def test_one_flipped_bit_in_any_block_never_reaches_the_final_tables(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        part = sweeps.work(tmp_path, store.epoch, SMALL)
        path = tmp_path / part.files[0].name
        content = path.read_bytes()
        for start in range(0, len(content), 64):
            if start:
                part = sweeps.work(tmp_path, store.epoch, SMALL)
                path = tmp_path / part.files[0].name
            store.commit(part)
            damaged = bytearray(content)
            damaged[min(start + 7, len(content) - 1)] ^= 1 << (start // 64 % 8)
            path.write_bytes(damaged)
            assert len(store.assemble()) == 1
            assert list(store.ledger.pending()) == SMALL


def test_a_part_that_is_damaged_between_check_and_reading_is_found(tmp_path, monkeypatch):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, SMALL))
        (part,) = store.ledger.parts()
        path = tmp_path / part.files["runs"].name
        path.write_bytes(path.read_bytes()[:-9])
        monkeypatch.setattr(assembly, "check", lambda *_: None)
        (line,) = store.assemble()
        assert str(path) in line
        assert {path.suffix for path in tmp_path.iterdir()} == {".sqlite", ""}


def test_late_workers_of_a_dead_epoch_change_nothing(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        early = sweeps.work(tmp_path, store.epoch, SMALL[:1])
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        assert not any((tmp_path / file.name).exists() for file in early.files)
        late = sweeps.work(tmp_path, 1, SMALL[:1])
        with pytest.raises(PartError, match="epoch"):
            store.commit(late)
        sweeps.carry_out(store)
    check(tmp_path, SMALL)


def test_a_part_whose_files_are_not_there_is_refused(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        part = sweeps.work(tmp_path, store.epoch, SMALL)
        with pytest.raises(PartError, match="tables"):
            store.commit(part._replace(files=part.files[:1]))
        path = tmp_path / part.files[1].name
        os.truncate(path, 10)
        with pytest.raises(PartError, match="bytes"):
            store.commit(part)
        path.unlink()
        with pytest.raises(PartError, match="not there"):
            store.commit(part)
        assert list(store.ledger.pending()) == SMALL


def test_a_run_that_differs_the_second_time_names_its_seed(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, SMALL))
        assert store.commit(sweeps.work(tmp_path, store.epoch, SMALL)) == ()
        with pytest.raises(DeterminismError, match=str(sweeps.SEED)):
            store.commit(sweeps.work(tmp_path, store.epoch, SMALL[:1], flaw=1.0))
        sweeps.carry_out(store)
    check(tmp_path, SMALL)


def test_strays_are_never_read_and_only_ours_are_removed(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, SMALL[:2]))
        part = tmp_path / next(store.ledger.parts()).files["runs"].name
    strays = {"part-1.parquet.tmp", f"{part.name}~", "part-9.parquet", "pickle.pkl"}
    for name in strays:
        shutil.copy(part, part.with_name(name))
    (part.parent / "part-9.parquet").write_bytes(b"")
    ours = part.with_name(f".1-{'0' * 32}.runs.parquet.{'0' * 32}.tmp")
    ours.touch()
    sweeps.make(tmp_path, SMALL)
    assert {path.name for path in part.parent.iterdir()} == strays
    shutil.rmtree(part.parent)
    check(tmp_path, SMALL)


def test_parts_of_a_ledger_that_was_cleared_away_go(tmp_path):
    for chosen in (SMALL[:1], SMALL[1:2]):
        with sweeps.begin(tmp_path, SMALL) as store:
            store.open_parts()
            store.commit(sweeps.work(tmp_path, store.epoch, chosen))
    (tmp_path / NAME).unlink()
    sweeps.make(tmp_path, SMALL)
    check(tmp_path, SMALL)


def test_failures_and_timings_are_written(tmp_path):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, SMALL[1:]))
        store.ledger.fail(Failure(SMALL[0].id, "model", "ValueError", "no", "line 1"), again=False)
        sweeps.carry_out(store)
        assert store.is_complete()
    assert pq.read_table(tmp_path / "failures.parquet").to_pylist() == [
        {
            "run": SMALL[0].id,
            "point": SMALL[0].point,
            "replicate": 0,
            "seed": sweeps.SEED,
            "stage": "model",
            "exception": "ValueError",
            "message": "no",
            "traceback": "line 1",
            "command": f"killzone repeat {SMALL[0].id}",
        }
    ]
    timings = pq.read_table(tmp_path / "timings.parquet").to_pylist()
    assert [row["run"] for row in timings] == [run.id for run in SMALL[1:]]
    assert {(row["seconds"], row["attempt"], row["code"]) for row in timings} == {(0.5, 1, "c0de")}
    check(tmp_path, SMALL[1:])
    sweeps.make(tmp_path, LARGE[:])
    assert pq.read_table(tmp_path / "failures.parquet").num_rows == 1


def test_other_columns_are_refused(tmp_path, monkeypatch):
    sweeps.make(tmp_path, SMALL)
    daily = sweeps.SCHEMAS["daily"]
    for changed in ({"runs": sweeps.SCHEMAS["runs"]}, {**sweeps.SCHEMAS, "daily": daily.remove(4)}):
        monkeypatch.setattr(sweeps, "SCHEMAS", changed)
        with pytest.raises(ResumeError, match="daily"):
            sweeps.begin(tmp_path, SMALL)


def test_readers_see_what_is_done_so_far(tmp_path):
    with pytest.raises(FolderError):
        assembly.read_table(tmp_path, "runs")
    with sweeps.begin(tmp_path, LARGE) as store:
        assert assembly.read_table(tmp_path, "daily").num_rows == 0
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, LARGE[3:5]))
        store.commit(sweeps.work(tmp_path, store.epoch, [LARGE[1], LARGE[0]]))
        for name, rows in sweeps.expected([*LARGE[:2], *LARGE[3:5]]).items():
            assert assembly.read_table(tmp_path, name).to_pylist() == rows
        with pytest.raises(FolderError, match="daily, runs"):
            assembly.read_table(tmp_path, "sectors")


def test_a_reader_begins_again_when_the_parts_go(tmp_path, monkeypatch):
    with sweeps.begin(tmp_path, SMALL) as store:
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, SMALL))
        look = assembly.check

        def complete_first(*arguments):
            monkeypatch.setattr(assembly, "check", look)
            sweeps.carry_out(store)
            look(*arguments)

        monkeypatch.setattr(assembly, "check", complete_first)
        assert assembly.read_table(tmp_path, "runs").to_pylist() == sweeps.expected(SMALL)["runs"]


def attempt(folder, disk, monkeypatch):
    """Carry out `LARGE` on a disk that may fail; return the runs done and whether all went well."""
    done = set()
    with monkeypatch.context() as patch:
        patch.setattr(files, "DISK", disk)
        try:
            with sweeps.begin(folder, LARGE) as store:
                store.open_parts()
                for start in range(0, 6, 2):
                    part = sweeps.work(folder, store.epoch, LARGE[start : start + 2])
                    done |= set(store.commit(part))
                sweeps.carry_out(store)
        except OSError:
            return done, False
    return done, True


@pytest.mark.parametrize("kind", ["create", "write", "fsync", "fsync_folder", "rename"])
def test_a_disk_that_fails_at_any_moment_loses_nothing(kind, tmp_path, unbroken, monkeypatch):
    """What was done before stays done, and later the rest can be done."""
    for number in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377):
        folder, disk = tmp_path / str(number), Failing(kind, number)
        folder.mkdir()
        done, well = attempt(folder, disk, monkeypatch)
        if disk.failed is not None:  # never flushed again
            assert disk.flushed.count(disk.failed) == 1
        with sweeps.begin(folder, LARGE) as store:
            assert done <= {place.run.id for place in store.ledger.locations()}
        sweeps.make(folder, LARGE)
        assert sweeps.finals(folder) == unbroken
        if well:
            return
    raise AssertionError("no attempt went well")


def test_too_little_room_is_told_with_numbers(tmp_path):
    files.require_room(tmp_path, 1)
    with pytest.raises(DiskError, match=r"[\d,]+ bytes free, at least [\d,]+ needed"):
        files.require_room(tmp_path, 2**80)
    with sweeps.begin(tmp_path, SMALL) as store:
        assert store.room == 2**30


def test_memory_does_not_grow_with_the_number_of_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(assembly, "ROWS", 200)
    peaks = []
    for replicates in (40, 160):
        plan = sweeps.runs(5, replicates)
        folder = tmp_path / str(replicates)
        folder.mkdir()
        with sweeps.begin(folder, plan) as store:
            store.open_parts()
            for start in range(0, len(plan), 50):
                store.commit(sweeps.work(folder, store.epoch, plan[start : start + 50]))
            peaks.append(peak_of_assembly(store))
    assert peaks[1] < 2 * peaks[0]  # of four times the runs


def peak_of_assembly(store):
    """Return the most bytes in use, pyarrow's among them, while the rows of a table are read."""
    source = assembly.StoredTable(store.folder, store.ledger, "daily", sweeps.SCHEMAS["daily"])
    before, peak = pa.total_allocated_bytes(), 0
    tracemalloc.start()
    for _ in source.row_groups():
        gc.collect()  # empties Python's lists of free tuples
        python, _ = tracemalloc.get_traced_memory()
        peak = max(peak, pa.total_allocated_bytes() - before + python)
    tracemalloc.stop()
    return peak


def test_no_pickle_is_ever_read():
    root = Path(files.__file__).parents[2]
    forbidden = ("pickle.load", "cloudpickle", "allow_pickle", "read_pickle", "Unpickler")
    for source in root.rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert not [word for word in forbidden if word in text], source


def test_parts_have_unique_names():
    assert len({parts.new_name(1) for _ in range(1000)}) == 1000
