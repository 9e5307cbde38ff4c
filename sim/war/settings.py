"""The one place where every part of the model reads its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
