import os
from pathlib import Path

import pytest

from sim.experiment import files


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
    for name in ("daily.parquet", "notes.tmp", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / ".daily.parquet.123.tmp").touch()
    (tmp_path / ".0000001.123.tmp").mkdir()
    (tmp_path / ".0000001.123.tmp" / "daily.parquet").touch()
    files.remove_leftovers(tmp_path)
    assert names(tmp_path) == [".hidden", "daily.parquet", "notes.tmp"]


def test_folders_are_made_with_those_above(tmp_path):
    files.make_folder(tmp_path / "a" / "b")
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
