"""The command: parse, call the API, print.

Heavy modules are imported where they are used, so that ``killzone --version`` and the checking
of a configuration start at once.
"""

from sim.cli import configs, filming, lessons, looking, running, serving
from sim.cli.app import app
from sim.cli.streams import standard_streams
from sim.experiment.workers.claim import claim_process

__all__ = ["app", "configs", "filming", "lessons", "looking", "main", "running", "serving"]


def main() -> None:
    """Run the command."""
    claim_process()
    with standard_streams():
        app()
