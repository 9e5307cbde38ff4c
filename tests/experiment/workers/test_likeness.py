"""What is replaced in the parent's memory is refused in its workers, by name."""

import subprocess
import sys
import textwrap

import pytest

import sim.war.model
from sim.experiment.errors import BehaviourError
from sim.experiment.workers.likeness import names_now, require_alike
from sim.war import belligerent, parts
from sim.war.agents.countermeasure import Countermeasures
from sim.war.agents.racing_producer import FpvProducers
from sim.war.equations import front


class Stubborn(Countermeasures):
    """Systems that never learn."""

    def learn(self, day, seen, open_families):
        pass


def test_nothing_is_replaced_in_the_same_process():
    require_alike(names_now(()), ())


@pytest.mark.parametrize(
    ("owner", "name", "value", "told"),
    [
        (parts, "FpvProducers", Stubborn, "sim.war.parts.FpvProducers"),
        (Countermeasures, "learn", Stubborn.learn, "sim.war.agents.countermeasure.Countermeasures"),
        (sim.war, "Countermeasures", Stubborn, "sim.war.Countermeasures"),
        (FpvProducers, "role", "zzz", "sim.war.agents.racing_producer.FpvProducers"),
        (front, "HOLD", 7, "sim.war.equations.front.HOLD"),
        (front, "choose", lambda *_: None, "sim.war.equations.front.choose"),
    ],
)
def test_a_class_a_method_a_constant_and_a_kernel_are_missed(monkeypatch, owner, name, value, told):
    expected = names_now(())
    monkeypatch.setattr(owner, name, value)
    with pytest.raises(BehaviourError, match=told) as caught:
        require_alike(expected, ())
    assert "name a class of your own under behaviours:" in str(caught.value)


def test_a_name_that_is_new_is_missed_too(monkeypatch):
    before = set(vars(belligerent))
    monkeypatch.setattr(belligerent, "Countermeasures", Stubborn, raising=False)
    assert "Countermeasures" not in before
    expected = names_now(())
    monkeypatch.undo()
    with pytest.raises(BehaviourError, match=r"sim\.war\.belligerent\.Countermeasures"):
        require_alike(expected, ())


def test_digests_are_the_same_in_every_process():
    code = """
        import json, sys
        import sim.war.model, sim.analysis.measures
        from sim.experiment.workers.likeness import names_now
        json.dump(names_now(()), sys.stdout)
        """
    one, other = (
        subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert one == other
    assert b"sim.war.belligerent.Belligerent" in one


@pytest.mark.parametrize(("workers", "code"), [(1, 0), (2, 1)])
def test_a_patched_class_runs_on_one_worker_only(tmp_path, workers, code):
    script = f"""
        import sim
        import sim.war.parts
        from sim.war import Countermeasures

        class Stubborn(Countermeasures):
            def learn(self, day, seen, open_families): pass

        if __name__ == "__main__":
            sim.war.parts.OWN["russia.countermeasures"] = Stubborn
            config = sim.load("one-race", ["run.days=3"])
            sim.run(config, replicates=2, workers={workers})
        """
    (tmp_path / "patched.py").write_text(textwrap.dedent(script))
    done = subprocess.run(
        [sys.executable, "patched.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert ("not in its workers: sim.war.parts.OWN" in done.stderr) == (workers > 1)
