"""All laws, and the table that holds the model against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config.errors import ConfigError, Place, Problem
from sim.config.nearness import closest
from sim.verification import (
    adaptation,
    alleles,
    attrition,
    conservation,
    defence,
    duels,
    iwo_jima,
    obsolescence,
    production,
    repair,
    symmetry,
    zone,
)
from sim.verification.law import Inexpressible

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from sim.verification.law import Law

FULL = 10
"""By how much a full verification multiplies replicates."""

_FAMILIES = (
    duels,
    attrition,
    iwo_jima,
    zone,
    obsolescence,
    alleles,
    adaptation,
    defence,
    repair,
    production,
    conservation,
    symmetry,
)

LAWS: dict[str, Law] = {law.name: law for family in _FAMILIES for law in family.LAWS}
"""By name, in the order of the table."""

INEXPRESSIBLE = (
    Inexpressible(
        "linear law by drones, as area fire",
        "losses to drones are n (1 - exp(-λh/n)), with n in proportion to the one side's strength "
        "and h to the other's or to a supply: twice the forces lose at most twice as many, where "
        "losses in proportion to both would be four times as many. What drones can do is "
        "linear-law-by-drones and logarithmic-law",
    ),
    Inexpressible(
        "Hughes' exchange of salvos",
        "raids hit energy sites, refineries, plants, airfields and depots, never the forces that "
        "launch, so that a salvo does not make the answer smaller. One salvo is salvo",
    ),
    Inexpressible(
        "matching alleles in the whole model",
        "nobody multiplies in proportion to success: producers jump and copy, countermeasures "
        "hunt, and nothing is conserved. The core that both share is matching-alleles",
    ),
    Inexpressible(
        "progress curve of attacks (Johnson et al. 2011, doi:10.1126/science.1205068)",
        "the time to the next design does not fall with the number of those before it: a platform "
        "takes platform_days whatever came first. The progress curve of costs is progress-curve",
    ),
)
"""Forms of theory for which the model has no parts, told with the table."""


def chosen(names: Iterable[str]) -> list[Law]:
    """Return laws by their names, in the order of the table; all of them, if none is named.

    Raises
    ------
    ConfigError
        If there is no such law.
    """
    asked = list(names)
    problems = [
        Problem(
            Place(name),
            "there is no such law",
            legal=", ".join(LAWS),
            nearest=", ".join(closest(name, LAWS)),
        )
        for name in asked
        if name not in LAWS
    ]
    if problems:
        raise ConfigError(problems)
    return [law for law in LAWS.values() if not asked or law.name in asked]


def verify(*laws: str, full: bool = False) -> pd.DataFrame:
    """Hold the model against theory.

    Parameters
    ----------
    *laws
        Names of laws, keys of `sim.verification.verify.LAWS`; all of them, if none is given.
    full
        Whether to take ten times the replicates, which narrows what chance is allowed.

    Returns
    -------
    DataFrame
        A row for each quantity that is compared: `law`, `quantity`, `relation` (whether it must be
        equal to, above or below theory), `theory`, `simulated`, `n`, `tolerance`, `reason` and
        `passed`. The same numbers each time.

    Raises
    ------
    ConfigError
        If there is no such law.

    Examples
    --------
    >>> import sim
    >>> table = sim.verify("zone-anchor")
    >>> bool(table["passed"].all())
    True
    """
    import pandas as pd  # noqa: PLC0415 (slow to import)

    effort = FULL if full else 1
    return pd.DataFrame([line for law in chosen(laws) for line in law.compare(effort)])
