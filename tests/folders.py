"""What tests ask of a result folder."""

import hashlib
import json

import pandas as pd
import pyarrow.parquet as pq

import sim
from sim.experiment import manifest


def digests(folder):
    """Digest of each file but the manifest, which is the record of one run."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != manifest.NAME
    }


def check_no_half_file(folder):
    """Read every file that can be seen in `folder`, whatever the moment."""
    readers = {
        ".parquet": pq.read_table,
        ".csv": pd.read_csv,
        ".json": lambda path: json.loads(path.read_text()),
        ".yaml": sim.load,
        ".png": lambda path: _check_png(path.read_bytes()),
    }
    for path in folder.rglob("*.*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            readers[path.suffix](path)


def _check_png(content):
    assert content.startswith(b"\x89PNG")
    assert content.endswith(b"IEND\xaeB`\x82")
