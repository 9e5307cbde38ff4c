"""Elementary effects along Morris's trajectories.

Each trajectory moves every factor, or group of factors, once. An effect is what the response
changes by, divided by the part of its way that the factor was moved; within a replicate, whose
luck is the same in both rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Values = npt.NDArray[np.float64]


class Effects(NamedTuple):
    """Elementary effects.

    Attributes
    ----------
    signed
        In the unit of the response, for the whole way up: (factors, trajectories, replicates).
        Missing for groups, whose factors are moved up and down at once.
    size
        The same without sign, for groups too.
    """

    signed: Values
    size: Values


def effects_of(shares: Values, values: Values, groups: Sequence[str]) -> Effects:
    """Return the elementary effects of what moves as one.

    Parameters
    ----------
    shares
        The sample, shape (rows, factors), a trajectory after the other.
    values
        The response, shape (rows, replicates).
    groups
        The name of what each factor moves with. Effects are in the order of their first factors.
    """
    names = list(dict.fromkeys(groups))
    member = np.array([[group == name for group in groups] for name in names])
    paths = shares.reshape(-1, len(names) + 1, shares.shape[1])
    runs = values.reshape(len(paths), len(names) + 1, -1)
    steps, changes = np.diff(paths, axis=1), np.diff(runs, axis=1)
    moved = np.einsum("tsf,gf->tsg", np.abs(steps), member) > 0
    which = moved.argmax(axis=2)
    up = np.einsum("tsf,gf->tsg", steps, member / member.sum(axis=1, keepdims=True))
    of_step = np.abs(steps).max(axis=2)
    size, signed = (np.empty((len(names), len(paths), values.shape[1])) for _ in range(2))
    trajectories = np.arange(len(paths))[:, None]
    size[which, trajectories] = np.abs(changes) / of_step[..., None]
    alone = member.sum(axis=1)[which] == 1
    direction = np.where(alone, np.take_along_axis(up, which[..., None], axis=2)[..., 0], np.nan)
    signed[which, trajectories] = changes / direction[..., None]
    return Effects(signed, size)


def statistics(effects: Effects) -> Values:
    """Return mu, mu* and sigma, shape (3, factors), each a mean over replicates.

    mu is the mean effect over trajectories, mu* the mean of its size and sigma the standard
    deviation of the effect (of its size for a group): 0 where it is the same everywhere.

    References
    ----------
    Morris 1991, doi:10.2307/1269043; Campolongo, Cariboni & Saltelli 2007,
    doi:10.1016/j.envsoft.2006.10.004.
    """
    signed, size = effects
    spread = np.where(np.isnan(signed), size, signed).std(axis=1, ddof=1)
    found = signed.mean(axis=1), size.mean(axis=1), spread
    return np.asarray([each.mean(axis=1) for each in found])
