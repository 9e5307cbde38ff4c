"""The sea: Ukraine's naval drones against the freedom of movement of the Russian fleet.

See docs/odd.md, submodel "Naval drones".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.war.agents.fleet import Fleets
from sim.war.numerics.compiled import Ints, kernel
from sim.war.numerics.draws import binomial, whole
from sim.war.numerics.streams import Key, Purpose, uniform_pair

if TYPE_CHECKING:
    from sim.config.parameters.domains import Naval
    from sim.war.agents.domain_producer import NavalProducers
    from sim.war.agents.population import Population
    from sim.war.numerics.streams import Streams
    from sim.war.parts import Parts
    from sim.war.settings import CurrentSettings


class Sea:
    """The sea between Ukraine's naval drones and the Russian fleet.

    Parameters
    ----------
    settings
        Today's parameters.
    ua
        Ukraine's random numbers.
    parts
        Which classes play the parts.

    Attributes
    ----------
    producers : NavalProducers
        Producers of naval drones.
    fleet : Fleets
        The Russian fleet.
    launched, hits : int
        Naval drones launched tonight, and those that hit.
    """

    producers: NavalProducers
    fleet: Fleets
    launched: int
    hits: int

    def __init__(self, settings: CurrentSettings, ua: Streams, parts: Parts) -> None:
        self._streams = ua
        self.producers = parts.of("ukraine.naval")("ua", 1, settings, ua)
        self.fleet = Fleets("ru")
        self.launched, self.hits = 0, 0
        # What lies there in the evening, when a day's deliveries are launched each night.
        self.producers.stock_up(1 / self.parameters.tempo - 1)

    @property
    def parameters(self) -> Naval:
        """The parameters of naval drones."""
        return self.producers.parameters

    def night(self, day: int, fighting: bool) -> None:
        """Launch naval drones, if the sides fight; what hits confines the fleet."""
        if not self.producers.size:
            return
        armoury, rules = self.producers.armoury, self.parameters
        shelves = armoury.shelves
        self.launched, self.hits = attack(
            self._streams.key(Purpose.NAVAL_ATTACK, day), shelves.sizes, shelves.holders,
            shelves.counts, armoury.ids, armoury.key, rules.tempo if fighting else 0.0,
            rules.hit_share, armoury.sorties, armoury.hits,
        )  # fmt: skip
        self.fleet.take_hits(self.hits, rules.freedom_lost_per_hit)

    def recover(self) -> None:
        """Let the fleet regain freedom for a day."""
        self.fleet.recover(self.parameters.recovery_days)

    def open_books(self) -> None:
        """Begin to count on day 0."""
        self.launched, self.hits = 0, 0

    @property
    def freedom(self) -> float:
        """The fleet's freedom of movement, relative to that without naval drones."""
        return float(self.fleet.freedom[0])

    @property
    def trade(self) -> float:
        """Ukraine's own revenue relative to that with a fleet that naval drones leave alone."""
        return 1 + self.parameters.trade_gain * (1 - self.freedom)

    def populations(self) -> list[Population]:
        """Return the populations that no `Belligerent` shows."""
        return [self.fleet]


@kernel
def attack(
    stream: Key, sizes: Ints, holders: Ints, counts: Ints, ids: Ints, keys: Ints, tempo: float,
    hit_share: float, sorties: Ints, hits: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Launch a share `tempo` of each design; return how many flew and how many hit.

    Parameters
    ----------
    sizes : (slots,)
    holders, counts : (slots, width)
        The shelves, as of `Shelves`, with naval drones; what is launched is taken off.
    ids : (slots,)
        Which design has a slot, -1 for none.
    keys, sorties, hits : (designs,)
        Stable keys of the designs; running totals, added to.
    hit_share
        Chance that one launched hits.
    """
    launched, struck = 0, 0
    for slot in range(ids.size):
        for place in range(sizes[slot]):
            design, held = ids[slot], counts[slot, place]
            u_launch, u_hit = uniform_pair(stream, holders[slot, place], keys[design])
            flown = whole(u_launch, tempo * held)
            hitting = binomial(u_hit, flown, hit_share)
            counts[slot, place] -= flown
            sorties[design] += flown
            hits[design] += hitting
            launched += flown
            struck += hitting
    return launched, struck
