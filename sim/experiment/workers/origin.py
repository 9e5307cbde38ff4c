"""Where worker processes come from: on Linux they are forked from one that has the model loaded.

To import what a run needs and to load its kernels takes seconds. The command has done it itself
when it wants workers, and nobody else's code was in its memory, so that they are forked from it.
For any other process a server does it, once for all its workers. The server is started afresh, so
that nothing that was replaced in this process's memory reaches a worker, and no thread is lost on
the way.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing import forkserver, reduction, resource_tracker
from typing import TYPE_CHECKING, Any

from sim.experiment.errors import WorkerError
from sim.experiment.workers.claim import is_claimed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext

    Context = SpawnContext | ForkServerContext | ForkContext
    _State = tuple[dict[str, str], list[tuple[int, Any]]]

SPAWN = multiprocessing.get_context("spawn")
SERVER = multiprocessing.get_context("forkserver")
FORK = multiprocessing.get_context("fork")
IMPORTED_BY = os.getpid()
PRELOADED = "sim.experiment.preloaded"
MAIN = ("__file__", "__spec__")
"""What tells a new process which module is the main one."""
OUTPUTS = (1, 2)
ONE_AT_A_TIME = threading.Lock()
"""Held while this process's environment and main module are not what they are otherwise."""
PATH, SAFE = "PYTHONPATH", "PYTHONSAFEPATH"


def context() -> Context:
    """Return how this process starts workers; one that was itself forked can have no server.

    Elsewhere than on Linux a fork may crash in the system's own libraries; where a thread of
    Python's runs beside this one, it may hold a lock that nobody would ever free in the worker; and
    where this process was started to ignore the end of its children, it would not hear of it.
    """
    if sys.platform != "linux" or os.getpid() != IMPORTED_BY:
        return SPAWN
    is_alone = len(sys._current_frames()) == 1  # noqa: SLF001 (threading doesn't know all threads)
    hears = signal.getsignal(signal.SIGCHLD) is not signal.SIG_IGN
    return FORK if is_claimed() and is_alone and hears else SERVER


def load_meanwhile() -> None:
    """Have the server load the model, if there is one; it goes on while this process does."""
    if context() is SERVER:
        with starting(SERVER):
            forkserver.ensure_running()


class Surroundings:
    """What a worker has of its parent as it is now, and not as it was when the server began."""

    def __init__(self) -> None:
        self._environment = dict(os.environ)
        self._outputs: list[tuple[int, Any]] = []  # a worker that is forked from here has them

    def __getstate__(self) -> _State:
        """Return what reaches the worker; outputs can be passed on only while it is started."""
        outputs = [number for number in OUTPUTS if _is_open(number)]
        return self._environment, [(number, reduction.DupFd(number)) for number in outputs]

    def __setstate__(self, state: _State) -> None:
        """Keep them in the worker."""
        self._environment, self._outputs = state

    def take(self) -> None:
        """Give this process the environment and the outputs of its parent."""
        os.environ.clear()
        os.environ.update(self._environment)
        for number, output in self._outputs:
            theirs = output.detach()
            if theirs != number:  # a spawned worker has it already
                os.dup2(theirs, number)
                os.close(theirs)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def starting(way: Context) -> Iterator[Surroundings]:
    """Start a process in the block that neither runs the user's script again nor hears Ctrl-C.

    One that is not forked from here imports the main module, so that a script without a guard would
    start workers without end; ours need nothing from it. Ctrl-C goes to the whole group,
    and it is the parent that stops its workers.

    Yields
    ------
    Surroundings
        What a worker is to take from this process.

    Raises
    ------
    WorkerError
        If none can start.
    """
    afresh = way is not FORK
    try:
        if afresh:
            resource_tracker.ensure_running()  # else it starts within, and unblocks the signal
        with _deferred_interrupts(), ONE_AT_A_TIME:
            surroundings = Surroundings()
            with _for_an_import() if afresh else contextlib.nullcontext(), _deaf():
                yield surroundings
    except EOFError as error:
        raise WorkerError("no worker process can start: their server has ended") from error
    except OSError as error:
        raise WorkerError(f"no worker process can start: {error.strerror or error}") from error


@contextlib.contextmanager
def _for_an_import() -> Iterator[None]:
    """Have a process that starts in the block import what it needs as this one would."""
    with _same_path(), _without_main():
        yield


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    main = vars(sys.modules["__main__"])
    kept: dict[str, Any] = {name: main[name] for name in MAIN if name in main}
    main.update(dict.fromkeys(MAIN))
    try:
        yield
    finally:
        for name in MAIN:
            del main[name]
        main.update(kept)


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextlib.contextmanager
def _same_path() -> Iterator[None]:
    """Have a process that starts in the block find modules where this one does.

    The server imports before it hears of this process's path, and would look in the working
    folder first, where a file may bear the name of one of ours. Where it may not hear of the path,
    it imports nothing.
    """
    SERVER.set_forkserver_preload([] if sys.flags.ignore_environment else [PRELOADED])
    folders = [each for each in sys.path if isinstance(each, str) and os.pathsep not in each]
    path = os.pathsep.join(os.path.abspath(each) for each in folders)  # noqa: PTH100 (links stay)
    before = {name: os.environ.get(name) for name in (PATH, SAFE)}
    os.environ |= {PATH: path, SAFE: "1"}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _deferred_interrupts() -> Iterator[None]:
    """Hear a Ctrl-C of the block after it; else a worker might start and never get its task.

    To block the signal is not enough: another thread takes it, and Python still raises in this.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if heard:
            signal.raise_signal(signal.SIGINT)
