"""Faults: making a part of a platform, or a line between parts, fail on purpose, and making it whole again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from threading import Event

from support.environments import Platform, servers
from support.environments.lines import EVERYBODY, Line
from support.evidence.journal import Journal
from support.observing.histories import NothingProven
from support.observing.waiting import now
from support.scenario.cleanup import CleanUp, Order
from support.scenario.misfortunes import LINES, MEND, PARTS, SLOW, Misfortune, Stretch

PAUSE = (0.1, 0.4)
"""Seconds between two misfortunes, and before the first, from the seed."""
SHORT_WHILE = (0.2, 0.6)
"""Seconds that each lasts of what comes again and again, from the seed."""
MOST_UNMET = 30
"""Times that something comes again and again without anything meeting it, until nothing is expected to."""


@dataclass(frozen=True)
class _Broken:
    """Something that is broken now."""

    words: str
    what: str | Stretch
    trouble: int | None
    """Its number, where it is one of a line."""
    mend: Callable[[], int]
    """Returns how often something met it; 1 for a part, which is missed by all."""


class Faults:
    """The faults of one scenario in one platform; each is in its journal, and healed at its end at the latest."""

    def __init__(self, platform: Platform, journal: Journal, cleanup: CleanUp, seed: int = 0) -> None:
        """From `seed` follows when things happen that happen at random."""
        self._platform = platform
        self._journal = journal
        self._cleanup = cleanup
        self._random = Random(seed)
        self._broken: list[_Broken] = []
        self.since: float | None = None
        """When the last of them began or was over, on the clock of `waiting.now`; what is promised counts from it."""

    def inflict(self, part: str, how: str) -> None:
        """Make a part fail until it is mended; `how` is one of `PARTS`, or is slow."""
        self._begin(Misfortune(f"{part} {how}", part, how))

    def afflict(self, line: Stretch, how: str) -> None:
        """Make a line fail until it is mended; `how` is one of `LINES`."""
        self._begin(Misfortune(f"the line between {line.source} and {line.target} {how}", line, how))

    def broken(self, part: str) -> bool:
        """Whether a part is broken on purpose at the moment."""
        return part in [each.what for each in self._broken]

    def meetings(self) -> Sequence[float]:
        """When something met the line that is in trouble since last, in seconds since then."""
        number = next(each.trouble for each in reversed(self._broken) if each.trouble is not None)
        return self._platform.meetings(number)

    def mend(self, part: str = "") -> None:
        """Undo every fault of the scenario, or those of one part, the last one first; returns when they are ready.

        Raises NothingProven when nothing went over a line while it was in trouble: it has shown nothing.
        """
        found = [broken for broken in reversed(self._broken) if part in ("", broken.what)]
        unmet = [broken.words for broken in found if not self._end(broken)]
        if unmet:
            raise NothingProven(f"{' and '.join(unmet)}, and nothing went that way meanwhile")

    def suffer(self, what: Sequence[Misfortune]) -> None:
        """Let these happen one after another, each as long as it says or for a short while; then all is whole."""
        self._happen(what, Event(), lambda words: None, Event(), lasting=False)

    @contextmanager
    def meanwhile(
        self, what: Sequence[Misfortune], note: Callable[[str], object] = lambda words: None
    ) -> Iterator[Callable[[], bool]]:
        """Let these happen one after another while the block runs; afterwards all is whole.

        The block is given what tells whether all of them have begun: a workload goes on until then, however long a
        busy machine takes to stop and start things; one that comes again and again has begun when something has met
        it, or after so many times that nothing will. The last one lasts until the block ends, unless it says how long.
        `note` hears of each beginning and end, such as `History.happened`. Raises NothingProven when the block ended
        before all had begun, or when nothing went over a line meanwhile.
        """
        over, begun = Event(), Event()

        def happen() -> None:
            try:
                self._happen(what, over, note, begun, lasting=True)
            finally:
                begun.set()  # what went wrong is told below

        with ThreadPoolExecutor(1, "misfortunes") as pool:
            happening = pool.submit(happen)
            try:
                yield begun.is_set
            finally:
                over.set()
            happening.result()

    def recreate(self, part: str) -> None:
        """Throw a part's container away for a new one; returns when it is ready."""
        self._will_be_healed()
        self._journal.record("fault", f"the container of {part} is made anew")
        self._platform.recreate(part)
        self.since = now()
        self._journal.record("fault", f"{part} is back")

    def restart(self, part: str) -> None:
        """Stop a part and start it; returns when it is ready."""
        self._journal.record("fault", f"{part} is restarted")
        self._platform.restart(part)
        self.since = now()
        self._journal.record("fault", f"{part} is back")

    def retell(self, service: str, changes: Mapping[str, str | None]) -> None:
        """Restart a service that is told something else than usual, until it is mended; returns when it is ready."""
        self._will_be_healed()
        words = f"{service} is told otherwise of {' and '.join(changes)}"
        self._journal.record("fault", words)
        self._platform.retell(service, changes)

        def tell_as_usual() -> int:
            self._platform.retell(service, {})
            return 1

        self._broken.append(_Broken(words, service, None, tell_as_usual))
        self.since = now()

    def _happen(
        self,
        what: Sequence[Misfortune],
        over: Event,
        note: Callable[[str], object],
        begun: Event,
        *,
        lasting: bool,
    ) -> None:
        unmet = []
        for number, one in enumerate(what, 1):
            if over.wait(self._random.uniform(*PAUSE)):
                raise NothingProven(f"all was over before {one.words}")
            is_last = number == len(what)
            first = begun if is_last and not one.again else Event()
            met, times = self._once(one, over, note, first, is_last=lasting and is_last), 1
            while one.again and lasting:
                if is_last and (met or times == MOST_UNMET):
                    begun.set()
                if over.wait(self._random.uniform(*PAUSE)):
                    break
                met, times = met + self._once(one, over, note, Event(), is_last=is_last), times + 1
            if not met:
                unmet.append(one.words)
        if unmet:
            raise NothingProven(f"{' and '.join(unmet)}, and nothing went that way meanwhile")

    def _once(self, one: Misfortune, over: Event, note: Callable[[str], object], begun: Event, *, is_last: bool) -> int:
        """Let one happen and be over; how often something met it."""
        short = self._random.uniform(*SHORT_WHILE)
        note(one.words)
        broken = self._begin(one)
        begun.set()
        if broken is None:
            return 1
        over.wait(one.lasts if one.lasts is not None else None if is_last and not one.again else short)
        met = self._end(broken)
        note(f"{one.what if isinstance(one.what, str) else 'the line'} is back")
        return met

    def _begin(self, one: Misfortune) -> _Broken | None:
        """Nothing when it is over at once."""
        self._will_be_healed()
        self._journal.record("fault", one.words)
        if isinstance(one.what, Stretch) or one.how == SLOW:
            number = self._afflict(one)
            broken = _Broken(one.words, one.what, number, lambda: self._platform.relieve(number))
        else:
            order = PARTS[one.how]
            part = one.what
            getattr(self._platform, order)(part)
            if order not in MEND:
                self._journal.record("fault", f"{part} is back")
                return None
            broken = _Broken(one.words, part, None, lambda: self._bring_back(part, MEND[order]))
        self._broken.append(broken)
        self.since = now()
        return broken

    def _end(self, broken: _Broken) -> int:
        self._broken.remove(broken)
        met = broken.mend()
        self.since = now()
        self._journal.record("fault", f"no more: {broken.words}")
        return met

    def _bring_back(self, part: str, order: str) -> int:
        getattr(self._platform, order)(part)
        return 1

    def _afflict(self, one: Misfortune) -> int:
        source, target = (one.what.source, one.what.target) if isinstance(one.what, Stretch) else (EVERYBODY, one.what)
        return self._platform.trouble(Line(source, servers.roles().get(target, target)), LINES[one.how])

    def _will_be_healed(self) -> None:
        """Whatever is broken, one healing makes all of the platform whole."""
        name = self._platform.name
        self._cleanup.add(f"heal {name}", self._platform.heal, order=Order.FAULTS, key=("heal", name))
