"""The one place where every part of the model reads its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.config.parameters.sides import Russia, Ukraine
    from sim.config.schema import Config


class CurrentSettings:
    """The configuration that holds today; events replace it, and nobody keeps a part of it.

    Attributes
    ----------
    config : Config
        Today's configuration.
    """

    def __init__(self, config: Config) -> None:
        self.config = config

    def of(self, side: str) -> Ukraine | Russia:
        """Return the parameters of "ua" or "ru"."""
        return self.config.ukraine if side == "ua" else self.config.russia
