"""Values that are legal, but cannot act in a run."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.draft import Draft

SIGNED = "deal.signed"
LOANS = "finance.loan_usd_per_year"
SWITCHES = {
    "deal": SIGNED,
    "finance": LOANS,
    "race.update_step": "race.update_days",
    "race.breakthrough_counter_days": "race.breakthroughs_per_year",
    **{
        f"{systems}.{name}": "race.breakthroughs_per_year"
        for systems in (
            "ukraine.countermeasures",
            "russia.countermeasures",
            "ukraine.air_defence.countermeasures",
            "russia.air_defence.countermeasures",
        )
        for name in ("fielding_per_day", "unit_cost_usd", "money_share")
    },
    **{
        f"{side}.{effort}.reference_usd_per_year": f"{side}.{effort}.exponent"
        for side in ("ukraine", "russia")
        for effort in ("research", "liaison")
    },
}
"""What has no effect while a parameter is 0 or false: a group or a parameter, by its path."""


class Idle(NamedTuple):
    """A value that cannot act, and how to mend it.

    `paths` has first its parameter, then others from which it follows.
    """

    paths: tuple[str, ...]
    problem: str
    cure: str


def idle(config: Draft) -> Iterator[Idle]:
    """Yield money that is switched on, at the start or by an event, and starts after the run."""
    last = config.run.start + dt.timedelta(days=config.run.days)
    deal, finance = config.deal, config.finance
    changed = {event.path for event in config.events if event.set or event.scale}
    for switch, is_on, path, start, never in (
        (SIGNED, deal.signed, "deal.start", deal.start, "the deal never acts"),
        (LOANS, finance.loan_usd_per_year, "finance.start", finance.start, "no loan is drawn"),
    ):
        if (is_on or switch in changed) and start > last:
            what = f"it is {start}, after the last day of the run, {last}: {never}"
            yield Idle(
                (path, switch, "run.days", "events"),
                what,
                f"write {last} or earlier, or raise run.days",
            )


def switch_of(path: str) -> str:
    """Return the parameter without which the one at `path` has no effect; may be empty."""
    group, _, _ = path.partition(".")
    switch = SWITCHES.get(path) or SWITCHES.get(group, "")
    return "" if switch == path else switch
