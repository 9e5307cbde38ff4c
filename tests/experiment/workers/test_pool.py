import pytest

from sim.experiment.plan import Receipt
from sim.experiment.workers.pool import Here
from tests.fake_task import DAYS, FakeTask, carry_out, chunks


@pytest.fixture
def pool(tmp_path):
    return Here(FakeTask(tmp_path), lambda: None)


def test_each_chunk_comes_back_with_what_became_of_its_runs(pool):
    work = chunks("well", "divides", "well", "well", size=2)
    back = carry_out(pool, work)
    assert [back[number].chunk for number in (0, 1)] == work
    assert [len(back[number].part.runs) for number in (0, 1)] == [1, 2]
    assert all(isinstance(each, Receipt) for each in back.values())


def test_a_chunk_is_pending_until_it_is_collected(pool):
    (chunk,) = chunks("well")
    assert (pool.free(), pool.pending(), pool.progress()) == (1, 0, 0)
    pool.submit(chunk)
    assert (pool.free(), pool.pending(), pool.progress()) == (0, 1, 0)
    assert len(pool.collect(0)) == 1
    assert (pool.free(), pool.pending(), pool.progress()) == (1, 0, 0)
    assert pool.collect(0) == []


def test_a_full_disk_is_raised_when_it_is_collected(pool):
    full, well = chunks("full", "well")
    pool.submit(full)
    with pytest.raises(OSError, match="No space left"):
        pool.collect(0)
    assert list(carry_out(pool, [well])) == [1]


def test_days_are_reported_as_they_are_done(tmp_path):
    seen = []
    pool = Here(FakeTask(tmp_path), lambda: seen.append(pool.progress()))
    pool.submit(chunks("well", "well", size=2)[0])
    assert len(pool.collect(0)) == 1
    assert seen == list(range(1, 2 * DAYS + 1))
