"""One race in Mesa's own page, for those who know SolaraViz; `killzone serve` is the live page.

Sliders act at Reset. Without the pins the server fetches its scripts from a network, and without
the variable Solara reports its use:

    pip install -e . 'mesa[viz]' 'solara-assets==1.58.2' 'ipyvuetify<2' 'ipyvue<2'
    SOLARA_TELEMETRY_MIXPANEL_ENABLE=false solara run docs/examples/solara_app.py --production
"""

from __future__ import annotations

import pandas as pd
import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

import sim
from sim.config.catalogue import parameters

PATHS = {
    "obsolescence_days": "race.obsolescence_days",
    "feedback_days": "ukraine.fpv.feedback_days",
}


class OneRace(sim.Simulation):
    """The model with the keyword arguments with which SolaraViz builds it again."""

    def __init__(self, obsolescence_days: float = 60, feedback_days: int = 7) -> None:
        given = {"obsolescence_days": obsolescence_days, "feedback_days": feedback_days}
        super().__init__(sim.load("one-race", [f"{PATHS[name]}={given[name]}" for name in given]))
        self.recorder = sim.Recorder(self)

    def step(self) -> None:
        """Simulate a day; after the last one the page stops."""
        super().step()
        self.running = self.day < self.config.run.days


@solara.component
def pass_rate(model: OneRace) -> None:
    """Draw the share of Ukraine's sorties that countermeasures did not defeat, day by day."""
    update_counter.get()  # to be drawn again after each step
    daily = pd.DataFrame(model.recorder.tables()["daily"])
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot(daily["day"], daily["pass_rate_ua"])
    axes.set(xlabel="day", ylabel="share of sorties that pass", ylim=(0, 1.03))
    solara.FigureMatplotlib(figure)


def slider(name: str) -> dict[str, object]:
    """Return a slider with the range that the schema gives the parameter."""
    facts = parameters()[PATHS[name]]
    kind = "SliderInt" if facts.kind is int else "SliderFloat"
    ends = {"min": facts.low, "max": facts.high, "step": 1}
    return {"type": kind, "label": name.replace("_", " "), "value": facts.default, **ends}


page = SolaraViz(
    OneRace(),
    components=[(pass_rate, 0)],
    model_params={name: slider(name) for name in PATHS},
    name="One race",
)
