"""The command with the stand-in for the model: ``python -m tests.fake_command run ...``.

With `fake_model.AWAITED` in the environment it waits there once replicate 0 is finished, with
`fake_model.PACE` each run takes so many seconds, and `fake_disk` may fail.
"""

import os
import signal

from sim import cli
from sim.experiment import runner
from sim.experiment.store import manifest
from sim.experiment.workers import origin
from tests import fake_disk, fake_model

MODELS = {fake_model.AWAITED: fake_model.held, fake_model.PACE: fake_model.slow}

if __name__ == "__main__":
    chosen = [model for name, model in MODELS.items() if name in os.environ]
    runner.simulate = (chosen or [fake_model.simulate])[0]
    runner.compile_model = fake_model.compile_nothing
    origin.PRELOADED = runner.__name__  # workers need no model
    manifest.code_digest = lambda: "0"  # an editor at work beside the tests changes nothing
    fake_disk.install()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup would have it ignored
    cli.main()
