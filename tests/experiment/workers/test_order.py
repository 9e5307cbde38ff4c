"""In which order runs are done: evenly over the design, each once, a few seconds at a time."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.plan import Run
from sim.experiment.workers.order import CHUNK_SECONDS, Chunks, spread


def runs(points, replicates):
    return [
        Run(f"{replicate}-{point}", str(point), (), replicate)
        for replicate in range(replicates)
        for point in range(points)
    ]


@given(st.integers(0, 300))
def test_spread_visits_each_index_once(count):
    assert sorted(spread(count)) == list(range(count))


@given(st.integers(1, 300), st.data())
def test_the_first_indices_are_spread_evenly(count, data):
    """By van der Corput, n first ones leave no gap above twice the even one, and one rounding."""
    first = data.draw(st.integers(1, count))
    seen = sorted(itertools.islice(spread(count), first))
    gaps = [after - before for before, after in itertools.pairwise([*seen, count])]
    assert max(gaps) <= 4 * count / first + 1


@given(
    st.integers(1, 40),
    st.integers(1, 6),
    st.integers(1, 4),
    st.floats(1e-4, 5),
    st.integers(0, 2**32),
)
def test_every_run_is_taken_once_whatever_the_workers_do(points, replicates, slots, seconds, seed):
    chance = random.Random(seed)
    plan = runs(points, replicates)
    chunks, under_way, done = Chunks(plan), [], []
    while chunks or under_way:
        if chunks and len(under_way) < slots:
            under_way.append(chunks.take(slots))
            continue
        chunk = under_way.pop(chance.randrange(len(under_way)))
        if chance.random() < 0.2:
            chunks.put_back(chunk.runs, singly=chance.random() < 0.5)
        else:
            done += chunk.runs
            chunks.learn([seconds] * len(chunk.runs))
    assert sorted(done) == sorted(plan)


@pytest.mark.parametrize("seconds", [0.01, 0.1, 0.4, 3.0])
def test_a_chunk_is_about_a_second_of_work_and_at_least_one_run(seconds):
    chunks = Chunks(runs(1000, 10))
    first = [chunks.take(2) for _ in range(2)]
    assert [len(chunk.runs) for chunk in first] == [1, 1]
    chunks.learn([seconds])
    work = len(chunks.take(2).runs) * seconds
    assert work == pytest.approx(max(CHUNK_SECONDS, seconds), rel=0.3)


def test_the_end_is_shared_among_workers():
    chunks = Chunks(runs(20, 1))
    chunks.take(2), chunks.take(2)
    chunks.learn([1e-3])
    sizes = [len(chunks.take(2).runs) for _ in iter(lambda: bool(chunks), False)]
    assert sum(sizes) == 18
    assert max(sizes) <= 5


def test_a_stopped_sweep_has_an_even_sample_of_the_design():
    """At any moment no point has two replicates more than another."""
    points, chunks = 16, Chunks(runs(16, 5))
    counts = Counter(dict.fromkeys(map(str, range(points)), 0))
    while chunks:
        for run in chunks.take(1).runs:
            counts[run.point] += 1
        chunks.learn([0.3])
        assert max(counts.values()) - min(counts.values()) <= 1


def test_workers_that_come_late_get_their_share():
    """A cluster has none at first."""
    chunks = Chunks(runs(8, 1))
    assert len(chunks.take(1).runs) == 1
    assert [len(chunks.take(3).runs) for _ in range(3)] == [1, 1, 1]
    chunks.learn([1e-3])
    assert len(chunks.take(2).runs) == 1
