import errno
import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.store import files


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "table"
    target.write_bytes(b"old")
    with files.replacing(target) as file:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["table"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "table"
    target.write_bytes(b"old")

    def write_half():
        with files.replacing(target) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["table"]


def test_content_is_flushed_before_its_name_and_the_name_after(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, Path.replace

    def spy_fsync(descriptor):
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append("fsync folder" if place.is_dir() else f"fsync {place.stat().st_size} bytes")
        fsync(descriptor)

    def spy_replace(path, target):
        done.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(Path, "replace", spy_replace)
    with files.replacing(tmp_path / "table") as file:
        file.write(b"12345")
    assert done == ["fsync 5 bytes", "rename", "fsync folder"]


class Spy(files.Disk):
    def __init__(self, failing=""):
        self.done, self.failing = [], failing

    def _do(self, name):
        self.done.append(name)
        if name == self.failing:
            raise OSError(errno.EIO, "Input/output error")

    def fsync(self, descriptor):
        self._do("fsync")

    def close(self, descriptor):
        super().close(descriptor)
        self.done.append("close")

    def rename(self, source, target):
        super().rename(source, target)
        self._do("rename")

    def link(self, source, target):
        self._do("link")
        super().link(source, target)

    def fsync_folder(self, folder):
        self._do("fsync_folder")


def test_several_files_are_named_once_all_are_flushed_and_their_folder_once(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "DISK", disk := Spy())
    staged = []
    for name in "ab":
        with files.staging(tmp_path / name) as file:
            file.write(name.encode())
        staged.append(file)
    files.publish(staged)
    assert disk.done == [*["fsync", "close"] * 2, "rename", "rename", "fsync_folder"]
    for file in staged:
        content = file.path.read_bytes()
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert files.digest(file.path) == file.sha256


def test_a_file_whose_flush_failed_is_closed_and_never_flushed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "DISK", disk := Spy("fsync"))
    with pytest.raises(OSError, match="Input/output"), files.replacing(tmp_path / "a") as file:
        file.write(b"1")
    assert disk.done == ["fsync", "close"]
    assert names(tmp_path) == []


def test_a_write_that_the_disk_takes_in_pieces_is_whole(tmp_path, monkeypatch):
    class Slow(files.Disk):
        def write(self, descriptor, content):
            return super().write(descriptor, content[:3])

    monkeypatch.setattr(files, "DISK", Slow())
    with files.replacing(tmp_path / "a") as file:
        file.write(b"0123456789")
        file.write(memoryview(np.arange(4)))
    assert (tmp_path / "a").read_bytes() == b"0123456789" + np.arange(4).tobytes()


def test_what_is_there_is_neither_opened_nor_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "file").touch()
    for name in ("link", "file"):
        with pytest.raises(FileExistsError):
            files.DISK.create(tmp_path / name)
    assert not (tmp_path / "outside").exists()
    with pytest.raises(OSError, match="symbolic"):
        files.digest(tmp_path / "link")


@pytest.mark.parametrize("links", [True, False])
def test_a_file_gets_a_second_name_or_a_copy(tmp_path, monkeypatch, links):
    class Linkless(files.Disk):
        def link(self, source, target):
            raise PermissionError(errno.EPERM, "no links")

    if not links:
        monkeypatch.setattr(files, "DISK", Linkless())
    (tmp_path / "a").write_bytes(b"1")
    files.also_named(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"1"
    assert names(tmp_path) == ["a", "b"]
    with pytest.raises(FileNotFoundError):
        files.also_named(tmp_path / "gone", tmp_path / "c")


def test_a_folder_never_loses_part_of_its_content(tmp_path, monkeypatch):
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "a").touch()

    def stop(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.shutil, "rmtree", stop)
    with pytest.raises(KeyboardInterrupt):
        files.remove_folder(folder)
    assert not folder.exists()
    monkeypatch.undo()
    files.remove_leftovers(tmp_path)
    assert names(tmp_path) == []


def test_leftovers_of_a_killed_process_are_removed_and_nothing_else(tmp_path):
    others = [".editor.123.tmp", ".hidden", ".notes.tmp", "daily.parquet", "notes.tmp"]
    for name in others:
        (tmp_path / name).touch()
    files.hidden(tmp_path / "daily.parquet").touch()
    ledger = files.hidden(tmp_path / "ledger.sqlite")
    ledger.with_name(f"{ledger.name}-journal").touch()
    doomed = files.hidden(tmp_path / "figures")
    doomed.mkdir()
    (doomed / "zone.png").touch()
    files.remove_leftovers(tmp_path)
    assert names(tmp_path) == others


def test_folders_are_made_with_those_above(tmp_path):
    files.make_folder(tmp_path / "a" / "b")
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
