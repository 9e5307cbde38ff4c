"""Money is conserved to the cent, and each mechanism off is the run without it."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.war.agents.uses import Use
from sim.war.equations import economy
from sim.war.equations.money import Bound, Income
from sim.war.finance import JointDeal
from sim.war.model import Simulation
from sim.war.replicate import simulate
from sim.war.settings import CurrentSettings
from tests.settings import SMALL, configured, examples
from tests.strategies import configs

few = settings(
    max_examples=examples(25),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
START = dt.date(2025, 10, 20)
DEAL = {
    "deal.signed": True,
    "deal.start": START,
    "deal.ramp_days": 10,
    "ukraine.capacity_per_year": 1.2e7,
}
LOANS = {
    "ukraine.aid_usd_per_year": 0.0,
    "finance.loan_usd_per_year": 3e8,
    "finance.loans_usd": 2e7,
    "finance.start": START,
}
SHOCK = {
    "ukraine.import_flow": 0.4,
    "russia.import_flow": 0.4,
    "ukraine.component_stock_days": 7.0,
    "russia.component_stock_days": 7.0,
}
ALL = {**SMALL, **DEAL, **LOANS, **SHOCK, "run.days": 60}


def run(settings: dict, days: int = 60) -> dict[str, np.ndarray]:
    return simulate(configured({**SMALL, "run.days": days, **settings}))["daily"]


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> list[str]:
    """Names of the columns that differ in a bit."""
    return [name for name in one if one[name].tobytes() != other[name].tobytes()]


def total(daily: dict[str, np.ndarray], name: str) -> int:
    """Sum of a column of money in cents."""
    return int(np.rint(daily[name] * 100).astype(np.int64).sum())


def check_money(model: Simulation, received: dict[str, int], spent: dict[str, int]) -> None:
    """Every cent received is spent or held, and nobody spends what is not there."""
    for side in model.sides:
        government = side.governments
        assert government.received_cents.dtype == government.purse_cents.dtype == np.int64
        received[side.name] += int(government.received_cents.sum())
        spent[side.name] += int(government.spent_cents.sum())
        assert received[side.name] == spent[side.name] + government.held_cents
        for name in ("purse", "spent", "received"):
            assert (getattr(government, f"{name}_cents") >= 0).all(), name


@few
@given(config=configs(small=True), replicate=st.integers(0, 3))
@example(config=configured(ALL), replicate=0)
def test_every_cent_is_accounted_for_every_day(config, replicate):
    model = Simulation(config, replicate)
    received, spent = {"ua": 0, "ru": 0}, {"ua": 0, "ru": 0}
    borrowed = 0
    while model.day < min(config.run.days, 60):
        model.step()
        check_money(model, received, spent)
        ukraine = model.ua.governments
        borrowed += int(ukraine.received_cents[0, Income.LOANS])
        assert borrowed == ukraine.borrowed_cents[0]
        assert borrowed <= round(100 * config.finance.loans_usd)
    model.finish()


@few
@given(config=configs(small=True))
@example(config=configured(ALL))
def test_capacity_stays_below_its_limit(config):
    model = Simulation(config)
    before = {
        (side.name, producers.role): float(producers.capacity.sum())
        for side in model.sides
        for producers in side.producers
    }
    while model.day < min(config.run.days, 40):
        model.step()
        for side in model.sides:
            for producers in side.producers:
                share = producers.parameters.output_share
                limit = producers.policy.capacity_limit_per_year * share / economy.DAYS_PER_YEAR
                most = max(limit, before[side.name, producers.role])
                assert producers.capacity.sum() + producers.coming.sum() <= most * (1 + 1e-9)
    model.finish()


def test_the_table_balances_to_the_cent_over_two_years():
    daily = run({**DEAL, **LOANS, **SHOCK}, 730)
    for side in ("ua", "ru"):
        names = [f"revenue_usd_{side}", f"aid_usd_{side}"]
        names += ["loans_usd_ua", "deal_usd_ua"] if side == "ua" else []
        received = sum(total(daily, name) for name in names)
        held = round(100 * daily[f"purse_usd_{side}"][-1])
        assert received == total(daily, f"spend_usd_{side}") + held
    assert total(daily, "loans_usd_ua") == 2e9
    assert daily["invested_usd_ua"].max() > 0


# What is on shows.


def test_mechanisms_move_their_columns():
    daily = run({**DEAL, **LOANS, **SHOCK, "russia.aid_usd_per_year": 1e8}, 100)
    for name in (
        "loans_usd_ua", "deal_usd_ua", "exported_fpv_ua", "components_share_fpv_ua",
        "components_share_fpv_ru", "aid_usd_ru", "delivered_fpv_ua", "purse_usd_ua",
    ):  # fmt: skip
        assert np.unique(daily[name]).size > 1, name


def test_in_the_baseline_money_binds_every_role_and_none_is_left():
    model = Simulation(configured())
    for _ in range(30):
        model.step()
    for side in model.sides:
        government = side.governments
        bounds = {role: use.bound for role, use in government.drones.items() if use.wanted > 0}
        assert set(bounds.values()) == {Bound.MONEY}, bounds
        assert government.held_usd < 100


# What is off leaves no trace.


def test_an_unsigned_deal_is_no_deal():
    without = {"deal.drones_per_year": 0.0, "deal.budget_usd": 0.0, "deal.signed": True}
    assert (
        same(run({}), run({**DEAL, "ukraine.capacity_per_year": 5e6, "deal.signed": False})) == []
    )
    assert same(run({}), run({**without, "deal.start": START})) == []


def test_a_deal_changes_nothing_before_it_starts():
    with_deal, without = run(DEAL), run({"ukraine.capacity_per_year": 1.2e7})
    first = (START - configured().run.start).days
    for name, values in without.items():
        assert values[:first].tobytes() == with_deal[name][:first].tobytes(), name
    assert with_deal["deal_usd_ua"][first] > 0


def test_components_are_no_matter_while_imports_meet_need():
    changed = {"import_share": 0.9, "component_stock_days": 0.0}
    settings = {f"{side}.{k}": v for side in ("ukraine", "russia") for k, v in changed.items()}
    assert same(run({}), run(settings)) == []


@given(growth=st.floats(0, 2), limit=st.floats(40, 200))
def test_capacity_at_once_and_for_nothing_is_plain_growth_up_to_the_limit(growth, limit):
    """Producers whose books are always full grow by the same share each day; others not at all."""
    capacity, coming = np.array([10.0, 20.0, 5.0]), np.zeros((3, 1))
    work = np.array([1e9, 1e9, 0.0])
    for day in range(1, 100):
        expand(capacity, coming, work, 15.0, growth, limit, np.inf, day)
        grown = min(30 * (1 + growth / economy.DAYS_PER_YEAR) ** day, limit - 5)
        assert capacity == pytest.approx([grown / 3, 2 * grown / 3, 5])


def test_capacity_for_nothing_costs_nothing():
    busy = {"ukraine.capacity_per_year": 2e6}
    free = {"ukraine.capacity_cost_share": 0.0, "ukraine.capacity_delay_days": 0}
    invested = [run(busy)["invested_usd_ua"], run({**busy, **free})["invested_usd_ua"]]
    assert invested[0].sum() > 0
    assert (invested[1] == 0).all()


# Directions, exact because a day's price and target are the same in both.


@pytest.mark.parametrize("side", ["ua", "ru"])
@given(data=st.data())
@settings(max_examples=10, deadline=None, derandomize=True)
def test_more_aid_never_lowers_what_is_spent(side, data):
    """In all, while money binds: both sides are poorer than their targets."""
    country = {"ua": "ukraine", "ru": "russia"}[side]
    aid = data.draw(st.floats(1e6, 3e8))
    poor = {f"{country}.revenue_usd_per_year": 1e8}
    base, more = (run({**poor, f"{country}.aid_usd_per_year": a}, 30) for a in (aid, 2 * aid))
    spent = [np.cumsum(daily[f"spend_usd_{side}"]) for daily in (base, more)]
    assert (spent[1] >= spent[0]).all()
    assert spent[1][-1] > spent[0][-1]


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_sanctions_take_their_share_of_own_revenue(share):
    base, less = run({}), run({"russia.sanctions_share": share})
    # On the first day, since damage later depends on what either side could buy.
    revenue = [daily["revenue_usd_ru"][1] for daily in (base, less)]
    assert revenue[1] == pytest.approx((1 - share) * revenue[0], abs=0.01)
    assert total(less, "spend_usd_ru") < total(base, "spend_usd_ru")
    assert less["revenue_usd_ua"][1] == base["revenue_usd_ua"][1]


def test_damage_takes_its_share_of_revenue_and_of_output():
    model = Simulation(configured({**SMALL, "run.days": 5}))
    model.ru.governments.revenue_kept = 0.5
    model.ru.fpv.output_factor = 0.0
    model.step()
    revenue = int(model.ru.governments.received_cents[0, Income.REVENUE])
    assert revenue == pytest.approx(50 * model.config.russia.revenue_usd_per_year / 365, abs=1)
    assert model.ru.fpv.made.sum() == 0
    assert model.ua.fpv.made.sum() > 0
    model.finish()


# The purse.


class Want(Use):
    """A use that wants so much, in USD, and takes so much of it."""

    def __init__(self, weight: float, wants: float, takes: float) -> None:
        self.weight, self.wants, self.takes = weight, wants, takes

    @property
    def share(self) -> float:
        return self.weight

    def open(self, day: int, income_usd: float) -> None:
        self.begin(self.wants, 1.0)

    def place(self, amount: float) -> float:
        return min(amount, self.takes - self.placed)


WANTS = st.builds(Want, st.floats(0.01, 1), st.floats(0, 1e6), st.floats(0, 1e6))


@given(wants=st.lists(WANTS, min_size=1, max_size=9), income=st.integers(0, 10**8))
def test_a_purse_goes_round_until_it_is_spent_or_nobody_can_spend_it(wants, income):
    model = Simulation(configured({**SMALL, "run.days": 5}))
    government = model.ua.governments
    government.uses = [*wants, government.capacity]
    government.spent_cents = np.zeros((1, len(wants) + 1), dtype=np.int64)
    government.received_cents[0] = income, 0, 0, 0
    government.purse_cents[0] = income
    government.order(1)
    model.finish()
    spent = government.spent_cents[0, :-1]
    assert spent.sum() + government.held_cents == income
    could = np.array([min(each.wants, each.takes) for each in wants])
    assert (spent / 100 <= could * (1 + 1e-9) + 0.01).all()
    # What eight rounds leave is either too little to matter, or nobody's.
    left, unmet = government.held_cents / 100, (could - spent / 100).sum()
    assert min(left, unmet) <= 0.02 * income / 100 + len(wants)
    if all(each.takes >= each.wants >= income for each in wants):
        weights = np.array([each.weight for each in wants])
        assert spent == pytest.approx(income * weights / weights.sum(), abs=1)


# Loans and the deal.


def test_loans_are_drawn_at_their_rate_up_to_their_limit():
    daily = run(LOANS)
    drawn = daily["loans_usd_ua"]
    first = (START - configured().run.start).days
    assert (drawn[:first] == 0).all()
    assert drawn[first] == pytest.approx(3e8 / 365, abs=0.01)
    assert round(100 * drawn.sum()) == 2e9
    assert drawn[-1] == 0


def deal_from_day_0(settings):
    signed = {"run.start": START, "deal.signed": True, "deal.start": START}
    return JointDeal(CurrentSettings(configured({**signed, **settings})))


def test_the_deal_pays_its_budget_and_orders_its_drones():
    deal = deal_from_day_0({"deal.ramp_days": 0})
    days = range(-3, 1830)
    assert sum(deal.wanted(day) for day in days) == pytest.approx(5e7)
    assert sum(deal.pay_cents(day) for day in days) == pytest.approx(50e9 * 100, rel=1e-9)
    assert deal.wanted(-1) == deal.pay_cents(-1) == deal.wanted(1825) == 0


def test_the_ramp_rises_evenly():
    deal = deal_from_day_0({"deal.ramp_days": 100})
    assert [deal.rate(day) for day in (-1, 0, 49, 99, 500)] == [0, 0.01, 0.5, 1, 1]


def test_the_exported_share_of_the_deals_drones_in_expectation():
    """The mean of what each producer exports is the share of the deal in its work, times that."""
    model = Simulation(configured({**SMALL, **DEAL, "run.days": 200}))
    fpv, expected, variance = model.ua.fpv, 0.0, 0.0
    while model.day < 200:
        model.step()
        share = model.config.deal.export_share * fpv.deal_share
        expected += share * fpv.made.sum()
        variance += 0.25 * np.count_nonzero(fpv.made)
        assert 0 <= fpv.deal_share <= 1
        assert (np.abs(fpv.exported - share * fpv.made) < 1).all()
    exported = int(fpv.armoury.exported.sum())
    model.finish()
    assert exported > 0
    assert abs(exported - expected) < 4 * np.sqrt(variance)


def test_the_deals_share_of_work_in_hand_is_that_of_orders():
    """Orders of the deal, less its share of what was built, are what is left of it in hand."""
    model = Simulation(configured({**SMALL, **DEAL, "run.days": 120}))
    fpv, ordered, built = model.ua.fpv, 0.0, 0.0
    while model.day < 120:
        before = float(fpv.work_in_hand.sum())
        model.step()
        wanted = model.ua.governments.drones["fpv"].wanted
        abroad = model.ua.governments.deal.wanted(model.day)
        ordered += fpv.ordered * abroad / wanted if wanted else 0.0
        built += fpv.deal_share * (before + fpv.ordered - float(fpv.work_in_hand.sum()))
    left = fpv.deal_share * float(fpv.work_in_hand.sum())
    model.finish()
    assert ordered == pytest.approx(built + left)


def test_capacity_grows_with_the_deal():
    days = {"ukraine.capacity_delay_days": 30, "ukraine.capacity_per_year": 5e6}
    with_deal, without = run({**DEAL, **days}, 200), run(days, 200)
    assert with_deal["capacity_fpv_ua"][-1] > 1.1 * without["capacity_fpv_ua"][-1]
    assert with_deal["exported_fpv_ua"].sum() > 0
    assert without["exported_fpv_ua"].sum() == 0


# Orders.


@given(
    amount=st.floats(0, 1e5),
    capacity=st.lists(st.floats(0.1, 1e3), min_size=1, max_size=20).map(np.array),
    full_days=st.floats(1, 60),
    filled=st.floats(0, 1),
)
def test_orders_are_placed_while_there_is_room_and_no_book_overflows(
    amount, capacity, full_days, filled
):
    reported = np.linspace(0.1, 1.0, capacity.size)
    before = filled * full_days * capacity * np.linspace(0, 1, capacity.size)
    work = before.copy()
    weights = np.empty_like(capacity)
    economy.weigh_reports(capacity, reported, 3.0, weights)
    placed = economy.share_orders(amount, capacity, weights, full_days, work)
    assert (work >= before).all()
    assert (work <= (full_days + 1) * capacity * (1 + 1e-9)).all()
    assert work.sum() - before.sum() == pytest.approx(placed, rel=1e-9, abs=1e-6)
    if placed < amount * (1 - 1e-9):
        assert (work >= full_days * np.minimum(capacity, weights)).all()
    else:
        assert placed == pytest.approx(amount)


@given(
    capacity=st.lists(st.floats(0.1, 1e3), min_size=2, max_size=20).map(np.array),
    power=st.floats(0.1, 6),
)
def test_where_all_books_are_full_good_reports_still_get_more(capacity, power):
    """Whoever reports less than the mean is given less than its capacity, by its odds."""
    reported, weights = np.linspace(0.1, 1.0, capacity.size), np.empty_like(capacity)
    economy.weigh_reports(capacity, reported, power, weights)
    work = np.zeros_like(capacity)
    economy.share_orders(1e12, capacity, weights, 15.0, work)
    mean = np.average(reported, weights=capacity)
    share = np.minimum(1, (reported / mean) ** power)
    assert work == pytest.approx(16 * share * capacity)
    assert economy.share_orders(1e12, capacity, weights, 15.0, work) == 0


# Capacity.


def expand(capacity, coming, work, full_days, growth, limit, affordable, day):
    """Order what full producers would add, as far as that is affordable; all reports are alike."""
    wanted = economy.expansion(capacity, coming, capacity, work, full_days, growth, limit)
    ordered = min(wanted, affordable)
    economy.expand(capacity, coming, capacity.copy(), work, full_days, ordered, day)
    return ordered


@given(delay=st.integers(0, 20), orders=st.lists(st.booleans(), min_size=30, max_size=30))
def test_capacity_arrives_exactly_so_many_days_after_its_order(delay, orders):
    capacity, coming = np.array([10.0]), np.zeros((1, delay + 1))
    expected = np.full(80, 10.0)
    for day, full in enumerate(orders + 50 * [False]):
        work = np.array([1e9 if full else 0.0])
        added = expand(capacity, coming, work, 15.0, 0.5, 1e6, np.inf, day)
        assert (added > 0) == full
        expected[day + delay :] += added
        assert capacity[0] == pytest.approx(expected[day])
    assert not coming.any()


@given(affordable=st.floats(0, 1), delay=st.integers(0, 5))
def test_capacity_is_bounded_by_money(affordable, delay):
    capacity, coming = np.full(3, 10.0), np.zeros((3, delay + 1))
    ordered = expand(capacity, coming, np.full(3, 1e9), 15.0, 5.0, 1e6, affordable, 1)
    assert ordered == pytest.approx(min(affordable, 30 * 5 / 365))
    assert capacity.sum() + coming.sum() == pytest.approx(30 + ordered)


# Components.


# A quotient of numbers below 1e-307 has too few digits left to be multiplied back.
DRONES = st.just(0.0) | st.floats(1e-9, 1e6)


@given(stock=DRONES, needed=DRONES, inflow=st.floats(0, 3), days=st.floats(0, 90))
def test_components_are_conserved_and_bound_what_is_built(stock, needed, inflow, days):
    left, share = economy.use_components(stock, needed, inflow, days)
    assert 0 <= share <= 1
    assert left >= 0
    assert share * needed + left <= (stock + inflow * needed) * (1 + 1e-12)
    if inflow == 1:
        assert share == 1
    if stock + inflow * needed >= needed:
        assert share == 1


def test_a_supply_shock_bites_when_the_stock_is_used_up():
    """With need steady, a stock of s days lasts s / (1 - inflow) days, then inflow is all."""
    base = run({"ukraine.fpv.innovates": False}, 80)
    shock = run({"ukraine.fpv.innovates": False, **SHOCK}, 80)
    share, inflow = shock["components_share_fpv_ua"], 1 - 0.65 * 0.6
    assert (share[1:12] == 1).all()
    assert share[40:] == pytest.approx(inflow)
    assert (shock["produced_fpv_ua"][:12] == base["produced_fpv_ua"][:12]).all()
    assert shock["produced_fpv_ua"].sum() < base["produced_fpv_ua"].sum()


@pytest.mark.parametrize(
    ("bound", "changed"),
    [
        ("target_binds", {"ukraine.output_target_per_year": 1e6}),
        ("money_binds", {"ukraine.revenue_usd_per_year": 1e9}),
        (
            "order_books_bind",
            {"ukraine.capacity_per_year": 5e5, "ukraine.capacity_growth_per_year": 0.0},
        ),
        ("stock_binds", {"ukraine.fpv.stock_days": 0.0}),
    ],
)
def test_what_binds_orders_is_told_each_day(bound, changed):
    daily = run(changed)
    names = ("target_binds", "money_binds", "order_books_bind", "stock_binds")
    told = {name: daily[f"{name}_fpv_ua"][1:] for name in names}
    assert (sum(told.values()) == 1).all()
    assert told[bound][30:].all()
