"""Names that are safe, and those that are not: reliability case 45."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.catalogue import parameters
from sim.experiment.design.names import MOST_BYTES, flaw_of

UNSAFE = [
    "", ".", "..", "../x", "/etc/x", "-rf", ".hidden", "CON", "con.txt", "nul", "COM1", "LPT9.csv",
    "a\nb", "a ", " a", "a b", "a\tb", "\u202ea", "a\0b", "\u0457" * 128, "x" * 65, "a.", "a\\b",
    "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "a:b", "na\u00efve", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE, ids=lambda name: ascii(name[:20]))
def test_unsafe_names_are_told(name):
    assert flaw_of(name)
    assert flaw_of(name).isprintable()


@given(name=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9_-]", fullmatch=True))
def test_names_of_plain_characters_are_safe(name):
    device = re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
    assert bool(flaw_of(name)) == bool(device)


@given(name=st.text())
def test_what_is_safe_is_a_file_name_everywhere(name):
    if not flaw_of(name):
        assert len(name.encode()) <= MOST_BYTES
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert not name.endswith(".")


def test_every_parameter_can_name_its_factor():
    assert not [path for path in parameters() if flaw_of(path)]
