"""The command with the stand-in for the model: ``python -m tests.fake_command run ...``.

With `fake_model.AWAITED` in the environment it waits there once replicate 0 is finished.
"""

import os

from sim import cli
from sim.experiment import manifest, runner
from tests import fake_model

if __name__ == "__main__":
    waits = fake_model.AWAITED in os.environ
    runner.simulate = fake_model.held if waits else fake_model.simulate
    runner.warm_up = lambda observer: None
    manifest.code_digest = lambda: "0"  # an editor at work beside the tests changes nothing
    cli.main()
