"""What multipliers make of the base: whether it is legal, and which multiplier would be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from sim.config.catalogue import parameters
from sim.config.errors import Fault
from sim.config.reading.nodes import said
from sim.config.values import value_at
from sim.experiment.design.factors import MultiplierRange, multiplied
from sim.experiment.design.values import wrong_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.config import Config
    from sim.config.errors import Keys
    from sim.experiment.design.factors import Multipliers


def wrong_products(factor: Multipliers | MultiplierRange, base: Config) -> Iterator[Fault]:
    """Yield what a factor makes of the base that is not legal, once a parameter, from the factor.

    Of a range the ends are looked at: what lies between is legal if they are.
    """
    is_range = isinstance(factor, MultiplierRange)
    for place, path in enumerate(factor.driven):
        value = value_at(base, path)
        if value == 0:
            what = f"{path} is 0 in the base, and stays so however it is multiplied"
            yield Fault(("paths", place), what, cure="leave it out, or set it")
        elif isinstance(value, int) and is_range:
            what = f"{path} takes whole numbers, which a range of multipliers does not give"
            yield Fault(("paths", place), what, cure="list the multipliers, or leave it out")
        else:
            yield from _first_wrong(factor, path, value)


def _first_wrong(factor: Multipliers | MultiplierRange, path: str, value: float) -> Iterator[Fault]:
    keys: Keys = ("multipliers",)
    levels = factor.levels
    if isinstance(factor, MultiplierRange):
        keys, levels = ("multipliers", "range"), (factor.low, factor.high)
    for index, level in enumerate(levels):
        product = multiplied(value, cast("float", level), factor.digits)
        if any(wrong_values((path,), product, ())):
            what = f"{path}, {said(value)} in the base, would be {said(product)}"
            legal, cure = parameters()[path].legal, _cure(path, value, product)
            yield Fault((*keys, index), what, legal, cure=cure)
            return


def _cure(path: str, value: float, product: float) -> str:
    """Return which multiplier would be legal in place of the one that makes `product`."""
    limits = parameters()[path].limits
    if isinstance(value, int) and not isinstance(product, int):
        return "take a multiplier that makes it whole"
    if value < 0:
        return "take another"
    if product > value:
        most = min(limits[name] for name in ("le", "lt") if name in limits) / value
        return f"multiply by at most {_legal_multiplier(path, value, most, math.floor)}"
    least = max(limits[name] for name in ("ge", "gt") if name in limits) / value
    if least == 0:
        return "multiply by more than 0"
    return f"multiply by at least {_legal_multiplier(path, value, least, math.ceil)}"


def _legal_multiplier(path: str, value: float, edge: float, inwards: Callable[[float], int]) -> str:
    """Return the multiplier of three digits that is nearest to the edge of the legal range."""
    step = 10.0 ** (math.floor(math.log10(edge)) - 2)
    steps = edge / step
    for number in (round(steps), inwards(steps), inwards(steps + inwards(0.5) - 0.5)):
        multiplier = f"{number * step:.3g}"
        if not any(wrong_values((path,), multiplied(value, float(multiplier)), ())):
            break
    return multiplier
