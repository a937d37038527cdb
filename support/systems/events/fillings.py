"""How the lists of a catalogue are filled, one thing after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from support.systems.answers import data
from support.systems.events.facts import Company, Facts, Speaker, moment
from support.systems.events.operations import IN
from support.systems.lists import Filling

if TYPE_CHECKING:
    from support.systems.contract import Operation
    from support.systems.events.catalogue import Catalogue

MANY, MUCH = 102, 202
"""Just past 100 and 200, which lists show at most."""
AT_ONCE = 50
TOPICS, COMPANIES = 30, 100
"""How many an event may have."""
START = datetime(2027, 1, 1, 18, tzinfo=UTC)
NAMES = ("Adler", "brandt", "Çelik", "Dupont", "éloise", "Ólafur", "ödman", "Zorn", "zabel")
SPEAKERS = ("Martha", "Otto Quist", "çelik", "Élodie", "zoë Vink")
"""None of them is like another one."""


class Fillings:
    """Of a catalogue of its own for each list, so that nothing else is in it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers = count(1)

    def of(self, operation: Operation) -> Sequence[Filling]:
        """For the list that an operation shows; none where it is a list of something else."""
        makers: Mapping[str, Callable[[str], Filling]] = {
            f"GET {IN}/events": self._events,
            f"GET {IN}/speakers": self._speakers,
            f"GET {IN}/companies": self._companies,
            f"GET {IN}/topics": self._topics,
        }
        if operation.name not in makers:
            return ()
        mark = self._catalogue.name
        return [makers[operation.name](self._catalogue.make(f"{operation.path.rpartition('/')[2]}-{mark}"))]

    def _add(self, catalogue: str, facts: Facts) -> dict[str, Any]:
        path = f"/api/v1/catalogues/{catalogue}/events"
        event: dict[str, Any] = data(self._catalogue.kept_by().post(path, json=facts.body()), 201)
        return event

    def _events(self, catalogue: str) -> Filling:
        """Each a day after the one before; all of the same name."""
        path = f"/api/v1/catalogues/{catalogue}/events/batch"

        def tell(some: list[dict[str, Any]]) -> list[str]:
            told = data(self._catalogue.kept_by().post(path, json={"events": some}))["results"]
            return [str(one["event_id"]) for one in told]

        def add(number: int) -> list[str]:
            days = [START + timedelta(days=next(self._numbers)) for _ in range(number)]
            bodies = [Facts("The same again", date=day).body() for day in days]
            return [one for start in range(0, number, AT_ONCE) for one in tell(bodies[start : start + AT_ONCE])]

        return Filling(
            add,
            remove=lambda one: self._catalogue.kept_by().delete(f"/api/v1/events/{one}"),
            touch=self._postpone,
            ids={"catalogue": catalogue},
            up_to=MANY,
        )

    def _postpone(self, event: str) -> None:
        """Have an event after all others."""
        day = START + timedelta(days=next(self._numbers))
        data(self._catalogue.kept_by().request("PATCH", f"/api/v1/events/{event}", json={"date": moment(day)}))

    def _speakers(self, catalogue: str) -> Filling:
        def add(number: int) -> list[str]:
            names = [SPEAKERS[next(self._numbers) % len(SPEAKERS)] for _ in range(number)]
            return self._known(catalogue, "speakers", Facts("An evening", speakers=tuple(map(Speaker, names))))

        return Filling(add, ids={"catalogue": catalogue}, up_to=len(SPEAKERS))

    def _companies(self, catalogue: str) -> Filling:
        def add(number: int) -> list[str]:
            told = [Facts("An evening", companies=tuple(map(Company, some))) for some in self._names(number, COMPANIES)]
            return [one for facts in told for one in self._known(catalogue, "companies", facts)]

        return Filling(add, ids={"catalogue": catalogue}, up_to=MUCH)

    def _topics(self, catalogue: str) -> Filling:
        """An event tells its topics by name only."""

        def add(number: int) -> list[str]:
            told: list[str] = []
            for some in self._names(number, TOPICS):
                self._add(catalogue, Facts("An evening", topics=tuple(some)))
                told.extend(some)
            return told

        return Filling(add, ids={"catalogue": catalogue}, up_to=MUCH)

    def _known(self, catalogue: str, what: str, facts: Facts) -> list[str]:
        """Tell of an event; the ids of those whom it has."""
        return [str(one["id"]) for one in self._add(catalogue, facts)[what]]

    def _names(self, number: int, at_once: int) -> list[list[str]]:
        """So many names that nobody had, some at a time; one in three in small letters, which decides no order."""
        names = [f"{NAMES[one % len(NAMES)]} {one}" for one in (next(self._numbers) for _ in range(number))]
        names = [name if position % 3 else name.lower() for position, name in enumerate(names)]
        return [names[start : start + at_once] for start in range(0, number, at_once)]
