"""The command: parse, call the API, print.

Heavy modules are imported where they are used, so that ``killzone --version`` and the checking
of a configuration start at once.
"""

import gc

from sim.cli import (
    configs,
    discovering,
    exchanging,
    filming,
    lessons,
    looking,
    running,
    sensing,
    serving,
    verifying,
)
from sim.cli.app import app
from sim.cli.streams import standard_streams
from sim.experiment.workers.claim import claim_process

__all__ = [
    "app",
    "configs",
    "discovering",
    "exchanging",
    "filming",
    "lessons",
    "looking",
    "main",
    "running",
    "sensing",
    "serving",
    "verifying",
]

NEW_OBJECTS = 50_000
"""So many before the collector runs: nothing that is imported is garbage, and to look at it took a
tenth of a start."""


def main() -> None:
    """Run the command."""
    gc.set_threshold(NEW_OBJECTS)
    claim_process()
    with standard_streams():
        app()
