"""Groups follow what gets through, tactics what does not, and both come months later."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.war.agents.air_defence_command import STAGES, AirDefenceCommands
from sim.war.agents.strike_bureau import StrikeBureaus
from sim.war.equations import sky
from sim.war.model import Simulation
from sim.war.numerics.streams import Streams
from sim.war.replicate import simulate
from sim.war.settings import CurrentSettings
from tests.settings import SMALL, configured, examples

GROUPS = "ukraine.air_defence.groups"
CALM = {f"{GROUPS}.wander": 0.0}


def command(**rules: float) -> AirDefenceCommands:
    """Ukraine's command, whose hazard does not wander."""
    named = {f"{GROUPS}.{name}": value for name, value in rules.items()}
    settings = CurrentSettings(configured({**CALM, **named}))
    return AirDefenceCommands("ua", settings, Streams(1, 0, 0))


def bureau(**rules: float) -> StrikeBureaus:
    named = {f"russia.strike.{name}": value for name, value in rules.items()}
    return StrikeBureaus("ru", CurrentSettings(configured(named)))


def test_what_is_ordered_serves_after_140_days_on_average():
    assert STAGES == 3
    assert command().parameters.answer_days == 140
    assert bureau().parameters.tactics_days == 140


@pytest.mark.parametrize("days", [3.0, 10.0, 140.0, 200.0])
def test_an_order_passes_three_stages_that_take_so_long_together(days):
    """Each is left with the same daily chance p: a negative binomial time, in whole days."""
    stages = np.zeros(STAGES)
    came = [sky.advance(stages, 1.0, days)]
    while stages.sum() > 1e-15:
        came.append(sky.advance(stages, 0.0, days))
    share, day, p = np.array(came), np.arange(len(came)), STAGES / days
    assert not share[:STAGES].any()
    assert share.sum() == pytest.approx(1)
    mean = (share * day).sum()
    assert mean == pytest.approx(days)
    assert (share * (day - mean) ** 2).sum() == pytest.approx(
        STAGES * (1 - p) / p**2, rel=1e-9, abs=1e-9
    )


@given(orders=st.lists(st.floats(0, 1e4), max_size=60), life=st.floats(1, 2000))
def test_a_group_comes_only_if_it_was_ordered_and_none_is_lost_on_the_way(orders, life):
    some = command(life_days=life)
    there = some.groups.sum() + some.coming.sum()
    for number in orders:
        before = some.groups.sum()
        some.order(number)
        there += number - before / life
        assert some.groups.sum() + some.coming.sum() == pytest.approx(there, abs=1e-6)
        assert (some.coming >= 0).all()
        assert some.groups.sum() >= -1e-9


def test_orders_that_nobody_pays_for_do_not_come():
    """Money aside, a command without any money has the groups that were on order on day 0."""
    settings = {**SMALL, **CALM, "run.days": 60, f"{GROUPS}.money_share": 0.0}
    table = simulate(configured(settings))["daily"]
    alone = command(money_share=0.0)
    for groups in table["groups_ua"][1:]:
        alone.order(0.0)
        assert groups == pytest.approx(alone.groups.sum())
    assert not table["groups_usd_ua"].any()
    assert table["groups_usd_ru"].any()
    assert (np.diff(table["groups_ua"][STAGES:]) < 0).all()


def test_what_is_ordered_is_what_was_paid_for_and_no_more_than_is_wanted():
    model = Simulation(configured({**SMALL, f"{GROUPS}.accepted_leak_share": 0.01}))
    use, rules = model.ua.governments.groups, model.sky_ua.command.parameters
    short = False
    for _ in range(40):
        model.step()
        assert use.placed <= use.wanted
        short |= use.placed < 0.99 * use.wanted
        # In whole cents, of several rounds.
        spent = model.ua.governments.spent_usd(use)
        assert spent == pytest.approx(use.placed * rules.unit_cost_usd, abs=0.1)
    assert short
    model.finish()


def test_without_a_raid_no_group_is_wanted():
    some = command()
    for day in range(1, 30):
        some.hear(day, recent=1.0, launched=False)
        assert some.wanted == 0
    settings = {**SMALL, "run.days": 30, "russia.strike.producers": 0}
    table = simulate(configured(settings))["daily"]
    assert not table["groups_usd_ua"].any()
    assert not table["tactics_ru"].any()


def test_a_night_without_a_raid_is_no_news():
    some = command()
    some.hear(1, recent=0.9, launched=True)
    assert some.news > 0
    worried = some.wanted
    some.hear(2, recent=0.9, launched=False)
    assert some.news == 0
    assert 0 < some.wanted < worried


def test_groups_that_are_replaced_stay_as_many():
    """As long as no more gets through than is accepted, and all is paid for."""
    some = command()
    for day in range(1, 400):
        some.hear(day, recent=some.parameters.accepted_leak_share, launched=True)
        some.order(some.wanted)
    assert some.groups[0] == pytest.approx(some.parameters.number)


@given(
    leak=st.floats(0.001, 1),
    more=st.floats(1, 5),
    accepted=st.floats(0.01, 1),
    answer=st.floats(0, 2),
)
def test_a_command_wants_in_proportion_to_the_logarithm_of_what_is_too_much(
    leak, more, accepted, answer
):
    some = command(accepted_leak_share=accepted, answer_per_month=answer)
    rules = some.parameters
    some.hear(1, recent=leak, launched=True)
    assert some.news == pytest.approx(math.log(leak / accepted))
    beyond = max(0.0, math.log(leak / accepted))
    wanted = rules.number * (1 / rules.life_days + answer / 30 * beyond)
    assert some.wanted == pytest.approx(wanted)
    some.hear(2, recent=min(1.0, more * leak), launched=True)
    assert some.wanted >= wanted * (1 - 1e-12)


@given(
    hazard=st.floats(0, 5),
    number=st.floats(0, 5),
    step=st.floats(0.01, 0.9),
    tactics=st.integers(0, 20),
)
def test_hazards_of_groups_add_up_and_a_tactic_takes_its_share(hazard, number, step, tactics):
    some, theirs = command(hazard=hazard), bureau(tactics_step=step)
    some.groups *= number
    theirs.tactics[:] = tactics
    expected = hazard * number * (1 - step) ** tactics
    stopped = some.stopping_share(theirs.hazard_left)
    assert stopped == pytest.approx(1 - math.exp(-expected), abs=1e-12)
    theirs.tactics += 1
    stopped = some.stopping_share(theirs.hazard_left)
    assert stopped == pytest.approx(1 - math.exp(-expected * (1 - step)), abs=1e-12)


@given(news=st.lists(st.floats(0, 5), max_size=200))
def test_no_tactic_is_released_while_too_much_gets_through(news):
    some = bureau(tactics_per_month=10.0, tactics_days=3.0)
    for each in news:
        some.hear(each)
    assert not some.tactics.any()
    assert not some.coming.any()


@given(news=st.floats(-3, -0.1), rate=st.floats(0.05, 1), step=st.floats(0.05, 0.5))
def test_tactics_lower_the_logarithm_of_the_hazard_at_the_rate_of_the_news(news, rate, step):
    """By rate x |news| a month, as groups would raise it, once the first have come."""
    days, delay = 600, 30.0
    some = bureau(tactics_per_month=rate, tactics_step=step, tactics_days=delay)
    for _ in range(days):
        some.hear(news)
    fallen = -math.log(some.hazard_left)
    expected = rate * -news * (days - delay) / 30
    assert expected + math.log1p(-step) - 1e-6 <= fallen <= expected + 1e-6
    released = int(some.tactics[0])
    for _ in range(days):
        some.hear(0.5)
    # What is under way still comes; nothing else does, and nothing is taken back.
    under_way = delay * rate * -news / 30 / -math.log1p(-step)
    assert released <= some.tactics[0] <= released + math.ceil(under_way)


def test_tactics_come_where_little_gets_through_and_groups_where_much_does():
    def end(accepted: float) -> tuple[float, float]:
        settings = {
            **SMALL,
            "run.days": 120,
            f"{GROUPS}.accepted_leak_share": accepted,
            f"{GROUPS}.answer_days": 6.0,
            f"{GROUPS}.money_share": 0.5,
            "russia.strike.tactics_days": 6.0,
        }
        table = simulate(configured(settings))["daily"]
        return table["groups_ua"][-1] / table["groups_ua"][0], table["tactics_ru"][-1]

    worried, calm = end(0.01), end(1.0)
    assert worried[0] > 1.1
    assert worried[1] == 0
    assert calm[0] == pytest.approx(1, abs=0.01)
    assert calm[1] > 0


def test_what_the_model_leaves_out_wanders_by_so_much_a_month():
    some = AirDefenceCommands(
        "ua", CurrentSettings(configured({f"{GROUPS}.wander": 0.1})), Streams(1, 0, 0)
    )
    before, steps = 0.0, []
    for day in range(1, 30 * examples(300) + 1):
        some.hear(day, recent=0.1, launched=False)
        if day % 30 == 0:
            steps.append(some.wandering[0] - before)
            before = some.wandering[0]
    number = len(steps)
    # 4 standard errors of a mean and of a standard deviation of so many normal steps.
    assert abs(np.mean(steps)) < 4 * 0.1 / math.sqrt(number)
    assert np.std(steps) == pytest.approx(0.1, rel=4 / math.sqrt(2 * number))
