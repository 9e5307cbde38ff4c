import os
import signal
import socket
import subprocess
import sys

import pytest

from sim.experiment.errors import FolderError
from sim.experiment.store.lock import NAME, lock

HOLD = """
import sys, time
from pathlib import Path
from sim.experiment.store.lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_is_refused_at_once_and_told_who_holds_it(tmp_path, holder):
    with pytest.raises(FolderError) as refusal, lock(tmp_path):
        pass
    assert holder.poll() is None  # nobody waited for its end
    message = str(refusal.value)
    assert f"process {holder.pid} on {socket.gethostname()}, since 2" in message


def test_the_folder_is_free_as_soon_as_its_holder_is_killed(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with lock(tmp_path):
        assert str(os.getpid()) in (tmp_path / NAME).read_text()


def test_nothing_is_left_behind(tmp_path):
    with lock(tmp_path):
        pass
    with lock(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_that_its_holder_removed_meanwhile_does_not_count(tmp_path, monkeypatch):
    import fcntl

    path, flock, calls = tmp_path / NAME, fcntl.flock, []

    def remove_then_lock(descriptor, how):
        if not calls:
            path.unlink()
        calls.append(descriptor)
        flock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", remove_then_lock)
    with lock(tmp_path):
        assert len(calls) == 2
        with pytest.raises(FolderError), lock(tmp_path):
            pass
