"""A factor as it is written in a file: its kinds, told apart by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from sim.config.errors import Fault, quote, refuse
from sim.config.reading.shapes import closest
from sim.experiment.design.direct_forms import CategoriesForm, RangeForm, ValuesForm
from sim.experiment.design.joint_forms import BundlesForm, GroupForm, MultipliersForm

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS_OF = {
    "values": ("values", "paths"),
    "range": ("range", "paths", "scale", "levels"),
    "categories": ("categories", "paths"),
    "multipliers": ("multipliers", "paths", "digits"),
    "group": ("group", "levels"),
    "bundles": ("bundles",),
}
"""The keys of a factor, by the one that tells its kind."""


def _one_kind(written: Any) -> Any:
    """Refuse a factor that has not one of the keys that tell its kind, or keys of another."""
    if isinstance(written, dict):
        kinds = [key for key in KEYS_OF if key in written]
        refuse(_wrong_keys(written, kinds))
        if len(kinds) != 1:
            what = f"the factor has {' and '.join(kinds) or 'no levels'}"
            *others, last = KEYS_OF
            cure = f"write {', '.join(others)} or {last}"
            raise Fault(what=what, cure=cure, at_key=True).error()
    return written


def _wrong_keys(written: dict[str, Any], kinds: list[str]) -> Iterator[Fault]:
    known = {key for keys in KEYS_OF.values() for key in keys}
    for key in written:
        if key not in known:
            what = f"unknown key {quote(key) or '(empty)'} in the factor"
            near = closest(key, sorted(known))
            legal = "" if near else ", ".join(sorted(known))
            yield Fault((key,), what, legal, near, at_key=True)
        elif len(kinds) == 1 and key not in KEYS_OF[kinds[0]]:
            takers = [kind for kind, keys in KEYS_OF.items() if key in keys]
            few = f"with {' and '.join(takers)} only"
            goes = few if len(takers) < 3 else f"not with {kinds[0]}"
            yield Fault((key,), f"{key} goes {goes}", at_key=True)


def _tag(written: Any) -> str:
    kinds = [key for key in KEYS_OF if key in written] if isinstance(written, dict) else []
    return f"of {kinds[0]}" if kinds else "of values"


FactorForm = Annotated[
    Annotated[ValuesForm, Tag("of values")]
    | Annotated[CategoriesForm, Tag("of categories")]
    | Annotated[RangeForm, Tag("of range")]
    | Annotated[MultipliersForm, Tag("of multipliers")]
    | Annotated[GroupForm, Tag("of group")]
    | Annotated[BundlesForm, Tag("of bundles")],
    Discriminator(_tag),
    BeforeValidator(_one_kind),
]
