"""Faults: making a part of a platform stop, hang or die on purpose, and making it whole again."""

from support.environments import Platform
from support.evidence.journal import Journal
from support.scenario.cleanup import CleanUp, Order

INFLICT = {"hangs": "freeze", "stops": "stop", "dies": "kill", "is cut off": "cut_off"}
"""What a part does, and what the environment is asked for: a part that hangs keeps its connections and does nothing."""
MEND = {"hangs": "thaw", "stops": "start", "dies": "start", "is cut off": "reconnect"}


class Faults:
    """The faults of one scenario in one platform; each is in its journal, and healed at its end at the latest."""

    def __init__(self, platform: Platform, journal: Journal, cleanup: CleanUp) -> None:
        self._platform = platform
        self._journal = journal
        self._cleanup = cleanup
        self._broken: list[tuple[str, str]] = []

    def inflict(self, part: str, how: str) -> None:
        """Make a part fail; `how` is one of `INFLICT`."""
        self._broken.append((part, how))
        self._heal_in_the_end()
        self._journal.record("fault", f"{part} {how}")
        getattr(self._platform, INFLICT[how])(part)

    def _heal_in_the_end(self) -> None:
        """Whatever is broken, one healing makes all of the platform whole."""
        name = self._platform.name
        self._cleanup.add(f"heal {name}", self._platform.heal, order=Order.FAULTS, key=("heal", name))

    def broken(self, part: str) -> bool:
        """Whether a part is broken on purpose at the moment."""
        return part in [each for each, _ in self._broken]

    def mend(self) -> None:
        """Undo every fault of the scenario, the last one first; returns when all parts are ready."""
        while self._broken:
            part, how = self._broken.pop()
            getattr(self._platform, MEND[how])(part)
            self._journal.record("fault", f"{part} is back")

    def recreate(self, part: str) -> None:
        """Throw a part's container away for a new one; returns when it is ready."""
        self._heal_in_the_end()
        self._journal.record("fault", f"the container of {part} is made anew")
        self._platform.recreate(part)
        self._journal.record("fault", f"{part} is back")

    def restart(self, part: str) -> None:
        """Stop a part and start it; returns when it is ready."""
        self._journal.record("fault", f"{part} is restarted")
        self._platform.restart(part)
        self._journal.record("fault", f"{part} is back")
