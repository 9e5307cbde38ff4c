import hashlib
import os
import uuid

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.store import files, parts
from tests import sweeps
from tests.settings import examples

pytestmark = pytest.mark.usefixtures("no_waiting")

PLAN = sweeps.runs(4, 3)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / parts.FOLDER).mkdir()
    return tmp_path


def test_a_part_is_a_file_of_one_row_group_a_table(folder):
    part = sweeps.work(folder, 3, PLAN)
    assert part.epoch == 3
    assert [done.run for done in part.runs] == [run.id for run in PLAN]
    assert str(os.getpid()) in part.worker
    for file in part.files:
        path = folder / file.name
        assert path.name.startswith("3-")
        assert path.name.endswith(f".{file.table}.parquet")
        content = path.read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.bytes, file.sha256)
        assert pq.ParquetFile(path).num_row_groups == 1
        assert pq.read_table(path).to_pylist() == sweeps.expected(PLAN)[file.table]
    assert len(list((folder / parts.FOLDER).iterdir())) == len(part.files)


@settings(max_examples=examples(20))
@given(st.permutations(PLAN), st.integers(1, len(PLAN)))
def test_the_digest_of_a_run_does_not_depend_on_its_neighbours(order, size):
    alone = {run.id: parts.digests(sweeps.one(run), [run.id])[run.id] for run in PLAN}
    some = order[:size]
    assert parts.digests(sweeps.several(some), [run.id for run in some]) == {
        run.id: alone[run.id] for run in some
    }
    assert len(set(alone.values())) == len(PLAN)


def test_the_digest_of_a_run_changes_with_any_value(folder):
    run = next(run for run in PLAN if sweeps.one(run)["daily"].num_rows > 2)
    before = sweeps.one(run)
    seen = {parts.digests(before, [run.id])[run.id]}
    changes = 0
    for name, table in before.items():
        for place, field in enumerate(table.schema):
            if field.name == "run":
                continue
            values = table[field.name].to_pylist()
            for row, value in enumerate(values):
                other = {str: "other", float: 7.25, int: 99, type(None): 0.0}[type(value)]
                changed = pa.array([*values[:row], other, *values[row + 1 :]], type=field.type)
                content = before | {name: table.set_column(place, field, changed)}
                seen.add(parts.digests(content, [run.id])[run.id])
                changes += 1
    assert len(seen) == changes + 1


def test_rows_of_other_runs_or_in_another_order_are_refused(folder):
    with pytest.raises(ValueError, match="rows of table"):
        parts.write(folder, 1, sweeps.several(PLAN), {run.id: 1.0 for run in reversed(PLAN)})
    with pytest.raises(ValueError, match="rows of table"):
        parts.write(folder, 1, sweeps.several(PLAN), {run.id: 1.0 for run in PLAN[:1]})
    assert list((folder / parts.FOLDER).iterdir()) == []


def test_a_planted_link_is_not_followed(folder, tmp_path_factory, monkeypatch):
    outside = tmp_path_factory.mktemp("outside") / "target"
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=1))
    planted = files.hidden(folder / f"{parts.new_name(1)}.runs.parquet")
    planted.symlink_to(outside)
    with pytest.raises(FileExistsError):
        sweeps.work(folder, 1, PLAN)
    assert not outside.exists()
    planted.unlink()
    final = folder / f"{parts.new_name(1)}.runs.parquet"
    final.symlink_to(outside)
    sweeps.work(folder, 1, PLAN)
    assert not outside.exists()
    assert not final.is_symlink()


def test_nothing_is_left_of_a_part_that_cannot_be_written(folder, monkeypatch):
    class Full(files.Disk):
        def write(self, descriptor, content):
            super().write(descriptor, content[:100])
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "DISK", Full())
    with pytest.raises(OSError, match="space"):
        sweeps.work(folder, 1, PLAN)
    assert list((folder / parts.FOLDER).iterdir()) == []
