"""Whether this process is killzone's own: nothing in its memory was replaced by others' code."""

from __future__ import annotations

import os

_claimed: set[int] = set()


def claim_process() -> None:
    """Declare that this process runs killzone and what it is told to load, and nothing else.

    That of the command does; workers may be forked from it.
    """
    _claimed.add(os.getpid())


def is_claimed() -> bool:
    """Tell whether this process was declared killzone's own; a fork of it was not."""
    return os.getpid() in _claimed
