"""Random factors and designs that are right."""

from __future__ import annotations

from hypothesis import strategies as st

from sim.config.catalogue import parameters
from sim.experiment.design.designs import (
    Grid,
    Independent,
    LatinHypercube,
    Maximin,
    Morris,
    Orthogonal,
    Saltelli,
    Sobol,
)
from sim.experiment.design.factors import (
    LINEAR,
    LOG,
    Bundles,
    Group,
    MultiplierRange,
    Multipliers,
    Range,
    Values,
)
from sim.experiment.design.identities import Identities

PATHS = (
    "race.obsolescence_days",
    "ukraine.output_target_per_year",
    "ukraine.fpv.platform_days",
    "russia.fpv.platform_days",
    "economy.learning_rate",
    "scale",
    "run.seed",
    "front.sectors",
)
"""Parameters that are in no conflict with any other over their span from low to high."""
SEEDS = st.integers(0, 2**32)


@st.composite
def ranges(draw, path, counted=False):
    """Draw a range within the span of a parameter."""
    parameter = parameters()[path]
    low, high = parameter.low, parameter.high
    if parameter.kind is int:
        first = draw(st.integers(low, high - 1))
        last = draw(st.integers(first + 1, high))
        most = last - first + 1
    else:
        middle = low + (high - low) * draw(st.floats(0.0, 0.9))
        first, last, most = float(middle), float(high), 9
    scale = draw(
        st.sampled_from([LINEAR, LOG] if first > 0 and parameter.kind is float else [LINEAR])
    )
    count = draw(st.integers(2, min(most, 5))) if counted else None
    return Range(path, (path,), first, last, scale, count)


@st.composite
def values(draw, path):
    """Draw a few values of a parameter."""
    parameter = parameters()[path]
    numbers = st.integers if parameter.kind is int else st.floats
    found = draw(
        st.lists(numbers(parameter.low, parameter.high), min_size=2, max_size=4, unique=True)
    )
    return Values(path, (path,), tuple(found))


AID = Bundles(
    "aid",
    (
        ("none", (("ukraine.aid_usd_per_year", 0.0),)),
        ("more", (("ukraine.aid_usd_per_year", 1e10), ("run.days", 300))),
    ),
)


MONEY = ("ukraine.revenue_usd_per_year", "ukraine.research.reference_usd_per_year")
COSTS = ("russia.revenue_usd_per_year", "russia.research.reference_usd_per_year")


@st.composite
def multipliers(draw, counted=False):
    """Draw a factor that multiplies money of one side."""
    digits = draw(st.integers(3, 15))
    if draw(st.booleans()):
        numbers = st.floats(0.01, 10.0)
        by = draw(st.lists(numbers, min_size=2, max_size=4, unique=True))
        return Multipliers("money", MONEY, tuple(by), digits=digits)
    low, count = draw(st.floats(0.01, 5.0)), draw(st.integers(2, 5)) if counted else None
    scale = draw(st.sampled_from([LINEAR, LOG]))
    return MultiplierRange("money", MONEY, low, 2 * low, scale, count, digits=digits)


@st.composite
def groups(draw, counted=False):
    """Draw a group of ranges of the other side's money."""
    members = []
    for path in COSTS:
        low = draw(st.floats(1e6, 1e9))
        members.append(Range(path, (path,), low, 2 * low, draw(st.sampled_from([LINEAR, LOG]))))
    return Group("costs", tuple(members), draw(st.integers(2, 5)) if counted else None)


@st.composite
def factors(draw, counted=False, least=1):
    """Draw different factors: ranges, values, and sometimes those that move several."""
    paths = draw(st.lists(st.sampled_from(PATHS), min_size=least, max_size=4, unique=True))
    found = [draw(st.one_of(ranges(path, counted=counted), values(path))) for path in paths]
    joint = (st.just(AID), multipliers(counted=counted), groups(counted=counted))
    return (*found, *(draw(each) for each in joint if draw(st.booleans())))


@st.composite
def designs(draw):
    """Draw a design that suits any of these factors."""
    seed = draw(SEEDS)
    points = draw(st.integers(1, 40))
    power = 2 ** draw(st.integers(1, 5))
    return draw(
        st.sampled_from(
            [
                Grid(),
                Independent(points, seed),
                LatinHypercube(points, seed),
                Maximin(points, seed),
                Orthogonal(49, seed),
                Sobol(power, seed),
                Saltelli(power, draw(st.booleans()), seed),
                Morris(draw(st.integers(2, 6)), draw(st.sampled_from([2, 4, 6])), seed),
            ]
        )
    )


def identity(config):
    """Return the identity of a configuration."""
    return Identities(config).at({})
