"""What multipliers make of the base, and whether the cure that is told is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config import Config
from sim.config.catalogue import parameters
from sim.config.values import value_at
from sim.experiment.design.factors import MultiplierRange, Multipliers, is_number
from sim.experiment.design.identities import NOT_PART
from sim.experiment.design.products import wrong_products
from sim.experiment.design.values import wrong_values

BASE = Config()
NUMBERS = [
    path
    for path, parameter in parameters().items()
    if is_number(parameter.kind) and path not in NOT_PART
]


@pytest.mark.parametrize("path", NUMBERS)
@pytest.mark.parametrize("by", [1e-6, 0.37, 1e6])
def test_the_multiplier_that_is_told_instead_is_legal(path, by):
    faults = list(wrong_products(Multipliers("x", (path,), (by,)), BASE))
    for fault in faults:
        number = re.search("at (?:most|least) (.+)", fault.cure)
        if number:
            instead = float(number[1])
        elif "0 in the base" in fault.what or "whole" in fault.cure:
            continue
        else:
            assert fault.cure == "multiply by more than 0"
            instead = 1e-3
        better = list(wrong_products(Multipliers("x", (path,), (instead,)), BASE))
        assert all("whole" in each.cure for each in better)


@given(path=st.sampled_from(NUMBERS), by=st.floats(0, 1e6))
def test_a_product_is_refused_just_where_the_parameter_would_be(path, by):
    factor, value = Multipliers("x", (path,), (by,)), value_at(BASE, path)
    product = factor.settings(by, BASE)[path]
    refused = value == 0 or any(wrong_values((path,), product, ()))
    assert bool(list(wrong_products(factor, BASE))) == refused


@given(
    path=st.sampled_from(NUMBERS),
    low=st.floats(0.01, 10),
    width=st.floats(0.01, 10),
    share=st.floats(0, 1),
)
def test_between_ends_that_are_legal_all_is(path, low, width, share):
    factor = MultiplierRange("x", (path,), low, low + width)
    if not list(wrong_products(factor, BASE)):
        product = factor.settings(factor.at(share), BASE)[path]
        assert not list(wrong_values((path,), product, ()))
