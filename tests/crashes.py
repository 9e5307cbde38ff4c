"""A model of a file system that forgets what was not flushed, in every combination.

`Recorder` stands in the place of the disk, does what it is told and writes it down. `states`
then gives every state in which a crash after some of the operations may leave the folder:
content that was not flushed is gone, cut, zeros or there; of the names given, changed or removed
in a folder since its last flush any subset has reached the disk. A transaction of the ledger is
there once it is done, as SQLite promises.
"""

import contextlib
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from sim.experiment.store import files
from sim.experiment.store.sealed import Sealed

FOLDER = -1


class Event(NamedTuple):
    kind: str
    folder: str = ""
    name: str = ""
    target: str = ""
    inode: int = 0
    content: bytes = b""


class Recorder(files.Disk):
    """A disk that writes down what is done below `root`."""

    def __init__(self, root, *, links=True):
        self.root, self.links = root, links
        self.events, self.names, self.open = [], {}, {}
        self.count = 0
        self.orphans = set()

    @contextlib.contextmanager
    def orphaned(self):
        """Mark what the block does as what nobody is told of, so that it need not last."""
        first = len(self.events)
        yield
        self.orphans |= set(range(first, len(self.events)))

    def flushes(self):
        """Return the places of the flushes on which something depends."""
        kinds = {"fsync", "fsync_folder"}
        found = {place for place, event in enumerate(self.events) if event.kind in kinds}
        return sorted(found - self.orphans)

    def create(self, path):
        descriptor = super().create(path)
        self.count += 1
        self.open[descriptor] = self.names[path] = self.count
        self._note("create", path, inode=self.count)
        return descriptor

    def write(self, descriptor, content):
        written = super().write(descriptor, content)
        self.events.append(
            Event("write", inode=self.open[descriptor], content=bytes(content[:written]))
        )
        return written

    def fsync(self, descriptor):
        self.events.append(Event("fsync", inode=self.open[descriptor]))

    def close(self, descriptor):
        super().close(descriptor)
        del self.open[descriptor]

    def rename(self, source, target):
        super().rename(source, target)
        self.names[target] = self.names.pop(source)
        self._note("rename", source, target=self._name(target))

    def link(self, source, target):
        if not self.links:
            raise OSError(next(iter(files.NO_LINKS)), "no links here")
        super().link(source, target)
        self.names[target] = self.names[source]
        self._note("create", target, inode=self.names[target])

    def unlink(self, path):
        super().unlink(path)
        if self.names.pop(path, None):
            self._note("unlink", path)

    def mkdir(self, folder):
        super().mkdir(folder)
        self._note("create", folder, inode=FOLDER)

    def rmdir(self, folder):
        super().rmdir(folder)
        self._note("unlink", folder)

    def fsync_folder(self, folder):
        self.events.append(Event("fsync_folder", self._name(folder)))

    def ledger(self, path):
        """Write down what the ledger is after a transaction."""
        self.events.append(Event("ledger", inode=self.names[path], content=path.read_bytes()))

    def acknowledge(self, runs):
        """Write down that somebody was told that these runs are done."""
        self.events.append(Event("done", content=" ".join(runs).encode()))

    def _note(self, kind, path, **how):
        self.events.append(Event(kind, self._name(path.parent), self._name(path), **how))

    def _name(self, path):
        return path.relative_to(self.root).as_posix()


@contextlib.contextmanager
def recording(recorder, monkeypatch):
    transaction = Sealed.transaction

    @contextlib.contextmanager
    def noted(self):
        with transaction(self):
            yield
        recorder.ledger(self.path)

    with monkeypatch.context() as patch:
        patch.setattr(files, "DISK", recorder)
        patch.setattr(Sealed, "transaction", noted)
        yield recorder


class State(NamedTuple):
    """What is there after a crash: files and folders (None) by name, and what was acknowledged."""

    files: dict[str, bytes | None]
    done: frozenset[str]
    ledger: bytes | None


class Memory:
    """What the disk has for certain, and what it may have."""

    def __init__(self):
        self.sure = {".": FOLDER}
        self.pending = []
        self.content = {}
        self.unflushed = {}
        self.done = frozenset()

    def apply(self, event):
        if event.kind in {"create", "rename", "unlink"}:
            self.pending.append(event)
            if event.inode > 0:
                self.content.setdefault(event.inode, b"")
        elif event.kind == "write":
            kept = self.unflushed.get(event.inode, self.content[event.inode])
            self.unflushed[event.inode] = kept + event.content
        elif event.kind == "fsync":
            flushed = self.unflushed.pop(event.inode, self.content[event.inode])
            self.content[event.inode] = flushed
        elif event.kind == "fsync_folder":
            self.flush_names(event.folder)
        elif event.kind == "ledger":
            self.content[event.inode] = event.content
        elif event.kind == "done":
            self.done |= frozenset(event.content.decode().split())

    def flush_names(self, folder):
        for each in self.pending:
            if each.folder == folder:
                change(self.sure, each)
        self.pending = [each for each in self.pending if each.folder != folder]

    def name_states(self):
        """Yield each set of names that may be there."""
        seen = set()
        for kept in itertools.product((True, False), repeat=len(self.pending)):
            names = dict(self.sure)
            for event in itertools.compress(self.pending, kept):
                change(names, event)
            names = reachable(names)
            key = frozenset(names.items())
            if key not in seen:
                seen.add(key)
                yield names

    def contents(self, inode):
        """Return what a file may contain."""
        if inode not in self.unflushed:
            return [self.content[inode]]
        full = self.unflushed[inode]
        return list(dict.fromkeys([full, full[: len(full) // 2], bytes(len(full)), b""]))

    def states(self) -> Iterator[State]:
        for names in self.name_states():
            inodes = sorted({inode for inode in names.values() if inode != FOLDER})
            for chosen in itertools.product(*map(self.contents, inodes)):
                content = {FOLDER: None, **dict(zip(inodes, chosen, strict=True))}
                found = {name: content[inode] for name, inode in names.items()}
                ledgers = [v for k, v in found.items() if k.endswith("/ledger.sqlite")]
                yield State(found, self.done, ledgers[0] if ledgers else None)


def change(names, event):
    """Carry out a change of names, if what it changes is there."""
    if event.kind == "create":
        names[event.name] = event.inode
    elif event.kind == "unlink":
        names.pop(event.name, None)
    elif event.name in names:
        names[event.target] = names.pop(event.name)


def reachable(names):
    """Leave out what is in a folder that is not there."""
    found = {}
    for name in sorted(names, key=lambda each: each.count("/")):
        parent = name.rpartition("/")[0] or "."
        if name == "." or parent in found:
            found[name] = names[name]
    return found


def states(events, since=0) -> Iterator[State]:
    """Yield every state in which a crash may leave the disk, after each of the events."""
    memory = Memory()
    for place, event in enumerate(events):
        memory.apply(event)
        if place >= since:
            yield from memory.states()
