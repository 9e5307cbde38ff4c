"""What tests ask of a result folder."""

import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from sim.experiment.errors import FolderError
from sim.experiment.store import ledger_view, lock, manifest

OWN = {manifest.NAME, ledger_view.NAME, lock.NAME, "timings.parquet"}
"""Files that two equal runs do not share."""


def digests(folder):
    """Digest of each file but those that tell when, where and how often runs were done."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in OWN
    }


def done(folder):
    """Return the epoch in which each finished run was done, nothing where none has begun."""
    try:
        with ledger_view.LedgerView.read(folder) as opened:
            return {timing.run.id: timing.epoch for timing in opened.timings()}
    except FolderError:
        return {}


def check_no_half_file(folder):
    """Read every file that can be seen in `folder`, whatever the moment."""
    readers = {
        ".parquet": pq.read_table,
        ".csv": pd.read_csv,
        ".json": lambda path: json.loads(path.read_text()),
        ".yaml": lambda path: path.read_text(),
        ".png": lambda path: _check_png(path.read_bytes()),
        ".sqlite": lambda path: done(path.parent),
        ".sqlite-journal": lambda path: None,  # there while a transaction is, for SQLite alone
    }
    for path in _visible(folder):
        try:
            readers[path.suffix](path)
        except FileNotFoundError:
            assert not path.exists(), path


def _visible(folder):
    """Files without those in hidden folders, which may go at any moment."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if "." in name and not name.startswith("."):
                yield Path(parent, name)


def _check_png(content):
    assert content.startswith(b"\x89PNG")
    assert content.endswith(b"IEND\xaeB`\x82")
