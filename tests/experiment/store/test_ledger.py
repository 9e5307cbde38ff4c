import random
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.errors import DeterminismError, DiskError, LedgerError, PartError
from sim.experiment.plan import Done, Failure, File, Part
from sim.experiment.store import ledger as ledgers
from sim.experiment.store import ledger_rows
from sim.experiment.store.ledger import Ledger
from sim.experiment.store.ledger_view import LedgerView
from tests import sweeps
from tests.effort import calls
from tests.settings import longer
from tests.sweeps import SIGNATURE

pytestmark = pytest.mark.usefixtures("no_waiting")

BLOCK = 64
PLAN = sweeps.runs(3, 2)


def part(epoch, runs, number=0, digest="d"):
    name = f"parts/{epoch}-{number:032x}.runs.parquet"
    done = tuple(Done(run.id, f"{digest} {run.id}", 1.5) for run in runs)
    return Part(epoch, (File("runs", name, 10, "f" * 64),), done, "here 1")


def failure(run, text="no"):
    return Failure(run.id, "model", "ValueError", text, text)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path, {"name": "a test"}) as made:
        made.begin_epoch(SIGNATURE)
        made.plan(PLAN)
        yield made


def ids(runs):
    return [run.id for run in runs]


def test_what_is_committed_is_no_longer_pending_and_readers_see_it(ledger, tmp_path):
    assert list(ledger.pending()) == PLAN
    assert ledger.commit(part(1, PLAN[:2])) == tuple(ids(PLAN[:2]))
    with LedgerView.read(tmp_path) as reader:
        assert list(reader.pending()) == PLAN[2:]
        assert reader.counts() == (6, 2, 0, 4, 3.0)
        assert reader.signature() == SIGNATURE
        assert reader.facts()["name"] == "a test"
        assert [place[1:] for place in reader.locations()] == [(1, 0), (1, 1)]


def test_a_run_that_comes_twice_counts_once(ledger):
    ledger.commit(part(1, PLAN[:2], 1))
    assert ledger.commit(part(1, PLAN[:2], 2)) == ()
    assert ledger.commit(part(1, PLAN[1:3], 3)) == (PLAN[2].id,)
    assert ledger.counts().done == 3
    assert ledger.file_names() == {f"parts/1-{number:032x}.runs.parquet" for number in (1, 3)}
    assert [place.position for place in ledger.locations()] == [0, 1, 1]


def test_a_run_whose_numbers_differ_is_an_alarm(ledger):
    ledger.commit(part(1, PLAN[:2], 1))
    with pytest.raises(DeterminismError) as caught:
        ledger.commit(part(1, PLAN[1:3], 2, digest="other"))
    assert caught.value.run == PLAN[1]
    for word in (PLAN[1].id, PLAN[1].point, "replicate 0", "seed"):
        assert word in str(caught.value)
    assert ledger.counts().done == 2


def test_parts_of_a_dead_epoch_and_runs_not_planned_are_refused(ledger, tmp_path):
    late = part(1, PLAN[:1])
    ledger.close()
    with Ledger.open(tmp_path) as again:
        assert again.begin_epoch(SIGNATURE) == 2
        with pytest.raises(PartError, match="epoch 1"):
            again.commit(late)
        with pytest.raises(PartError, match="not in the plan"):
            again.commit(part(2, sweeps.runs(4, 1)))
        twice = part(2, [PLAN[0], PLAN[0]])
        with pytest.raises(PartError, match="twice"):
            again.commit(twice)
        assert again.counts().done == 0


@pytest.mark.parametrize("name", ["../x", "/etc/x", "parts/x", "parts/1-" + "0" * 32 + "/../x"])
def test_a_part_cannot_name_a_file_elsewhere(ledger, name):
    odd = part(1, PLAN[:1])
    with pytest.raises(PartError, match="name"):
        ledger.commit(odd._replace(files=(odd.files[0]._replace(name=name),)))


def test_a_process_that_was_overtaken_writes_nothing_more(ledger, tmp_path):
    with Ledger.open(tmp_path) as other:
        other.begin_epoch(SIGNATURE)
        for write in (
            lambda: ledger.commit(part(1, PLAN[:1])),
            lambda: ledger.fail(failure(PLAN[0]), again=True),
            lambda: ledger.plan(sweeps.runs(3, 3)),
        ):
            with pytest.raises(PartError, match="another process"):
                write()
        assert other.counts() == (6, 0, 0, 6, 0.0)


def test_a_plan_grows_by_replicates_and_points_and_keeps_what_is_done(ledger):
    ledger.commit(part(1, PLAN[:2]))
    for grown in (sweeps.runs(3, 4), sweeps.runs(5, 4)[::1]):
        ledger.plan(grown)
        ledger.plan(grown)
        assert list(ledger.runs()) == grown
        assert list(ledger.pending()) == [run for run in grown if run not in PLAN[:2]]


def test_the_order_of_points_follows_the_plan(ledger):
    backwards = sorted(sweeps.runs(5, 2), key=lambda run: (run.replicate, -run.levels[0]))
    ledger.plan(backwards)
    assert list(ledger.runs()) == backwards


def test_some_points_may_get_more_replicates_alone(ledger):
    more = [run for run in sweeps.runs(3, 4) if run.point == PLAN[1].point]
    ledger.plan(more)
    assert list(ledger.runs()) == [*PLAN, *more[2:]]
    with pytest.raises(ValueError, match="all that are known"):
        ledger.plan(run for run in sweeps.runs(5, 1) if run.point != PLAN[0].point)


def test_a_run_is_given_up_and_forgiven(ledger):
    assert ledger.fail(failure(PLAN[1]), again=True) == 1
    assert ledger.pending() is not None
    assert ledger.counts().failed == 0
    assert ledger.fail(failure(PLAN[1], "worse"), again=False) == 2
    assert list(ledger.pending()) == [PLAN[0], *PLAN[2:]]
    (given_up,) = ledger.failures()
    assert (given_up.run, given_up.failure, given_up.attempt) == (
        PLAN[1],
        failure(PLAN[1], "worse"),
        2,
    )
    ledger.forgive()
    assert list(ledger.pending()) == PLAN
    assert list(ledger.failures()) == []
    ledger.fail(failure(PLAN[1]), again=False)
    ledger.commit(part(1, PLAN[:2]))
    assert list(ledger.failures()) == []
    assert [timing.attempt for timing in ledger.timings()] == [1, 4]


@given(st.text(alphabet=st.characters(), max_size=6000))
def test_any_text_of_a_failure_is_kept_up_to_4_kib(text):
    whole = text.encode("utf-8", "backslashreplace").decode()
    head, tail = ledger_rows.cut(text), ledger_rows.cut(text, from_end=True)
    assert whole.startswith(head)
    assert whole.endswith(tail)
    for each in (head, tail):
        size = len(each.encode())
        assert size <= 4096
        assert size > 4092 or each == whole


def test_odd_texts_of_a_failure_come_back(ledger, tmp_path):
    ledger.fail(failure(PLAN[0], "nul \0, lone surrogate \ud800, \U0001f4a5"), again=False)
    with LedgerView.read(tmp_path) as reader:
        (given_up,) = reader.failures()
        assert given_up.failure.message == "nul \0, lone surrogate \\ud800, \U0001f4a5"


def test_runs_of_a_discarded_part_are_pending_again(ledger):
    ledger.commit(part(1, PLAN[:2], 1))
    ledger.commit(part(1, PLAN[2:3], 2))
    assert ledger.discard(1, "damaged") == 2
    assert list(ledger.pending()) == [*PLAN[:2], *PLAN[3:]]
    assert [discard.why for discard in ledger.discarded()] == ["damaged"]


def test_ten_thousand_runs_are_planned_and_a_part_of_a_hundred_is_one_transaction(tmp_path):
    plan = sweeps.runs(100, 100)
    with Ledger.create(tmp_path, {}) as ledger:
        ledger.begin_epoch(SIGNATURE)
        assert calls(lambda: ledger.plan(plan)) < 30 * len(plan)
        statements = []
        ledger._database._connection.set_trace_callback(statements.append)
        ledger.commit(part(1, plan[:100]))
        assert [each for each in statements if each in {"BEGIN IMMEDIATE", "COMMIT"}] == [
            "BEGIN IMMEDIATE",
            "COMMIT",
        ]
        assert ledger.counts() == (10_000, 100, 0, 9_900, 150.0)


def test_a_reader_never_blocks_the_writer(ledger, tmp_path):
    with LedgerView.read(tmp_path) as reader:
        places = reader.locations()
        next(places, None)
        ledger.commit(part(1, PLAN[:1]))
        assert reader.counts().done == 0


def test_a_reader_of_a_folder_that_cannot_be_written_sees_all(ledger, tmp_path, monkeypatch):
    ledger.commit(part(1, PLAN[:1]))
    monkeypatch.setattr("os.access", lambda *_: False)
    with LedgerView.read(tmp_path) as reader:
        assert reader.counts().done == 1


def test_what_is_committed_is_flushed_with_its_folder(tmp_path, monkeypatch):
    monkeypatch.undo()
    with Ledger.create(tmp_path, {}) as ledger:
        assert ledger._database.one("PRAGMA synchronous") == (3,)  # EXTRA
        assert ledger._database.one("PRAGMA journal_mode") == ("delete",)


def test_a_full_disk_is_told_with_the_bytes_that_are_free(ledger):
    size = ledger._database.one("PRAGMA page_count")[0]
    ledger._database.one(f"PRAGMA max_page_count={size}")
    with pytest.raises(DiskError, match=rf"{ledgers.NAME}: No space left.*bytes free") as caught:
        ledger.plan(sweeps.runs(10, 100))
    assert not isinstance(caught.value, LedgerError)
    ledger._database.one("PRAGMA max_page_count=10000")
    assert list(ledger.pending()) == PLAN
    ledger.plan(sweeps.runs(10, 100))
    assert list(ledger.pending()) == sweeps.runs(10, 100)


def test_a_missing_ledger_is_a_line(tmp_path):
    with pytest.raises(DiskError, match=ledgers.NAME):
        Ledger.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_old_journal_is_not_played_back_into_a_new_ledger(tmp_path):
    with Ledger.create(tmp_path, {}) as ledger:
        ledger.begin_epoch(SIGNATURE)
        connection = sqlite3.connect(tmp_path / ledgers.NAME, isolation_level=None)
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE more AS SELECT zeroblob(100000)")
        journal = (tmp_path / f"{ledgers.NAME}-journal").read_bytes()
        connection.execute("ROLLBACK")
        connection.close()
    (tmp_path / ledgers.NAME).unlink()
    (tmp_path / f"{ledgers.NAME}-journal").write_bytes(journal)
    with Ledger.create(tmp_path, {}) as ledger:
        assert ledger.begin_epoch(SIGNATURE) == 1


# Damage.


@pytest.fixture
def content(ledger, tmp_path):
    """Return the bytes of a small ledger with a row in every table."""
    ledger.commit(part(1, PLAN[:2], 1))
    ledger.commit(part(1, PLAN[2:4], 2))
    ledger.fail(failure(PLAN[4]), again=False)
    ledger.discard(1, "damaged")
    ledger.close()
    return (tmp_path / ledgers.NAME).read_bytes()


def told(folder):
    """Return all that a ledger tells."""
    with LedgerView.read(folder) as ledger:
        return [
            ledger.facts(),
            ledger.signature(),
            list(ledger.runs()),
            list(ledger.pending()),
            list(ledger.locations()),
            list(ledger.timings()),
            list(ledger.failures()),
            list(ledger.parts()),
            ledger.discarded(),
            ledger.extras(),
            ledger.counts(),
            ledger.in_order(),
        ]


def check_damage(folder, damaged, truth):
    """The ledger is refused in one line that names it, or tells the truth."""
    (folder / ledgers.NAME).write_bytes(damaged)
    try:
        found = told(folder)
    except DiskError as error:
        text, code = str(error), error.exit_code
    else:
        assert found == truth
        return False
    assert ledgers.NAME in text
    assert "\n" not in text
    assert code == 4
    return True


@pytest.mark.parametrize(
    ("seed", "step"),
    [
        (0, 5),
        *(pytest.param(seed, 1, marks=pytest.mark.long) for seed in range(longer(8, least=1))),
    ],
)
def test_one_flipped_bit_in_any_block_is_found_or_has_no_effect(content, tmp_path, seed, step):
    draw, truth = random.Random(seed), told(tmp_path)
    blocks = range(0, len(content), BLOCK * step)
    places = [draw.randrange(start, start + BLOCK) for start in blocks]
    found = 0
    for place in places:
        damaged = bytearray(content)
        damaged[place] ^= 1 << draw.randrange(8)
        found += check_damage(tmp_path, damaged, truth)
    assert found > 10


def test_every_flipped_bit_of_the_header_is_found_or_has_no_effect(content, tmp_path):
    truth = told(tmp_path)
    for place in range(100):
        damaged = bytearray(content)
        damaged[place] ^= 1 << (place % 8)
        check_damage(tmp_path, damaged, truth)


def test_a_ledger_cut_short_anywhere_is_refused(content, tmp_path):
    truth = told(tmp_path)
    for length in range(0, len(content), 509):
        assert check_damage(tmp_path, content[:length], truth)
    assert check_damage(tmp_path, content[:-1], truth)


def test_garbage_in_the_middle_is_found_or_has_no_effect(content, tmp_path):
    draw, truth = random.Random(3), told(tmp_path)
    for start in range(0, len(content), 2048):
        damaged = bytearray(content)
        damaged[start : start + 512] = draw.randbytes(512)
        check_damage(tmp_path, damaged, truth)


def test_a_row_that_is_gone_or_other_is_found(content, tmp_path):
    path = tmp_path / ledgers.NAME
    for statement in (
        "DELETE FROM done WHERE position = 0",
        "UPDATE done SET digest = 'x'",
        "UPDATE runs SET replicate = 7 WHERE replicate = 1",
        "INSERT INTO runs VALUES ('a', 'b', 0)",
        "UPDATE done SET seconds = 1.5000000000000002",
        "DELETE FROM attempts",
        "DELETE FROM seal",
        "CREATE TABLE stranger (x)",
        "CREATE TRIGGER t AFTER INSERT ON done BEGIN DELETE FROM done; END",
    ):
        path.write_bytes(content)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(statement)
        connection.close()
        for way in (Ledger.open, LedgerView.read):
            with pytest.raises(LedgerError, match="damaged"):
                way(tmp_path)
