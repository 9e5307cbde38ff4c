import random

import pytest

from sim.experiment.errors import DiskError
from sim.experiment.store import assembly, files, ledger_view, parts
from sim.experiment.store.lock import lock
from sim.experiment.store.verify import require_sound, verify
from tests import sweeps

pytestmark = pytest.mark.usefixtures("no_waiting")

BLOCK = 64
PLAN = sweeps.runs(2, 2)


@pytest.fixture
def complete(tmp_path):
    sweeps.make(tmp_path, PLAN)
    return tmp_path


@pytest.fixture
def unfinished(tmp_path):
    with sweeps.begin(tmp_path, PLAN) as store:
        store.open_parts()
        store.commit(sweeps.work(tmp_path, store.epoch, PLAN[:2]))
        store.commit(sweeps.work(tmp_path, store.epoch, PLAN[2:3]))
    return tmp_path


@pytest.fixture(params=["complete", "unfinished"])
def folder(request):
    return request.getfixturevalue(request.param)


def test_nothing_is_wrong_with_good_results(folder):
    assert list(verify(folder)) == []


def test_one_flipped_bit_in_any_block_of_any_file_is_found(folder):
    draw = random.Random(1)
    for path in [*folder.glob("*.parquet"), *folder.glob("parts/*")]:
        content = path.read_bytes()
        for start in range(0, len(content), BLOCK):
            place = min(start + draw.randrange(BLOCK), len(content) - 1)
            damaged = bytearray(content)
            damaged[place] ^= 1 << draw.randrange(8)
            path.write_bytes(damaged)
            (line,) = verify(folder)
            assert str(path) in line
            table = path.name.split(".")[-2]
            if table in sweeps.SCHEMAS:
                with pytest.raises(DiskError, match="damaged"):
                    assembly.read_table(folder, table)
        path.write_bytes(content)
    assert list(verify(folder)) == []


def test_what_is_missing_cut_or_a_link_is_found(folder):
    path = next(iter([*folder.glob("parts/*"), *folder.glob("*.parquet")]))
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    assert len(list(verify(folder))) == 1
    path.unlink()
    assert len(list(verify(folder))) == 1
    elsewhere = folder / "elsewhere"
    elsewhere.write_bytes(content)
    path.symlink_to(elsewhere)
    assert len(list(verify(folder))) == 1


def test_strangers_among_the_parts_are_named(folder):
    place = folder / parts.FOLDER
    place.mkdir(exist_ok=True)
    strangers = {"part-1.parquet.tmp", "part-4.parquet~", "part-9.parquet", "model.pickle"}
    for name in strangers:
        (place / name).touch()
    half = files.hidden(folder / "runs.parquet")
    half.touch()
    lines = list(verify(folder))
    assert len(lines) == len(strangers) + 1
    for name in (*strangers, half.name):
        assert any(f"{name} " in line for line in lines)
    require_sound(folder)


def test_what_a_sweep_under_way_has_not_yet_committed_is_no_flaw(unfinished):
    part = sweeps.work(unfinished, 1, PLAN[3:])
    files.hidden(unfinished / parts.FOLDER / f"1-{'0' * 32}.runs.parquet").touch()
    files.hidden(unfinished / "runs.parquet").touch()
    with lock(unfinished):
        assert list(verify(unfinished)) == []
        (unfinished / parts.FOLDER / "model.pickle").touch()
        assert len(list(verify(unfinished))) == 1
    assert len(list(verify(unfinished))) == len(part.files) + 3


def test_a_part_that_a_sweep_gives_up_meanwhile_is_no_flaw(unfinished, monkeypatch):
    look = files.damage

    def complete_first(*file):
        monkeypatch.setattr(files, "damage", look)
        with sweeps.begin(unfinished, PLAN) as store:
            sweeps.carry_out(store)
        return look(*file)

    monkeypatch.setattr(files, "damage", complete_first)
    with lock(unfinished):
        assert list(verify(unfinished)) == []


def test_a_damaged_ledger_is_one_line(folder):
    path = folder / ledger_view.NAME
    content = bytearray(path.read_bytes())
    content[content.index(PLAN[0].id.encode())] ^= 1
    path.write_bytes(content)
    (line,) = verify(folder)
    assert str(path) in line
    path.unlink()
    (line,) = verify(folder)
    assert str(path) in line
