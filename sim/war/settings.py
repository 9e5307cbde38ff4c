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
    sides : dict of str to Ukraine or Russia
        Its parameters of "ua" and of "ru".
    """

    config: Config
    sides: dict[str, Ukraine | Russia]

    def __init__(self, config: Config) -> None:
        self.hold(config)

    def hold(self, config: Config) -> None:
        """Hold another configuration from now on."""
        self.config, self.sides = config, {"ua": config.ukraine, "ru": config.russia}
