"""A ceasefire: whether it is in force, what would tempt Russia to break it, and its end.

See docs/odd.md, submodel "Ceasefire".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.equations import front
from sim.war.numerics.draws import spread

if TYPE_CHECKING:
    from sim.config.parameters.peace import Peace
    from sim.war.belligerent import Belligerent
    from sim.war.numerics.compiled import Floats
    from sim.war.settings import CurrentSettings


class Truce:
    """The ceasefire: its terms, and whether it holds today.

    Parameters
    ----------
    settings
        Today's parameters.

    Attributes
    ----------
    fighting : bool
        Whether the sides fight today.
    temptation : float
        Russia's chance to cross the kill zone that Ukraine could impose at once, times the ratio
        of strengths with the guarantors who would come, averaged over all sectors.
    """

    def __init__(self, settings: CurrentSettings) -> None:
        self.settings = settings
        self._broken, self._backed = False, False
        self.open_books()

    def open_books(self) -> None:
        """Begin on day 0, in war or in a ceasefire."""
        self.fighting = not self.rules.ceasefire
        self.temptation = 0.0

    @property
    def rules(self) -> Peace:
        """The parameters of the ceasefire."""
        return self.settings.config.peace

    def assess_temptation(self, ua: Belligerent, ru: Belligerent, hazard: Floats) -> None:
        """Let Russia weigh what fighting promises today."""
        to_come = 0 if self._backed else self.rules.backstop_soldiers
        crossing = np.exp(-hazard * ua.units.potential_hits_per_km(ua.fpv))
        self.temptation = front.temptation(
            crossing, ru.units.strength, ua.units.strength, to_come / ua.units.size
        )

    def update(self, ua: Belligerent, ru: Belligerent, hazard: Floats) -> None:
        """Weigh the day and tell whether the sides fight.

        Guarantors come once, when the first ceasefire ends.
        """
        rules = self.rules
        at_peace = not self.fighting
        self.assess_temptation(ua, ru, hazard)
        if not rules.ceasefire:
            self._broken = False
        elif at_peace and self.temptation > rules.resume_above:
            self._broken = True
        self.fighting = not rules.ceasefire or self._broken
        if at_peace and self.fighting and not self._backed:
            self._backed = True
            spread(0.5, rules.backstop_soldiers, ua.units.strength)
            ua.units.guarantors = rules.backstop_soldiers
