"""The graph of a catalogue: who spoke where with whom, beside what follows from what was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hamcrest import assert_that, equal_to

from support.observing.measuring import Sample, assert_at_most
from support.systems.answers import data, refused
from support.systems.contract import MADE_UP
from support.systems.events.catalogue import Catalogue
from support.systems.events.facts import NO_DATE, Facts

Connections = list[tuple[int, str, list[str]]]
"""Of everybody who is connected with a speaker: how far, the name, and the ids of events through which."""
TIMES = 30
"""How often each query is asked to judge its time."""


def connections(known: Mapping[str, Facts], name: str, depth: int) -> Connections:
    """Everybody who spoke at an event with a speaker, with those, and so on; each once, the nearest first."""
    speakers = {identity: {one.name for one in facts.speakers} for identity, facts in known.items()}
    distance, ring = {name: 0}, {name}
    for far in range(1, depth + 1):
        ring = {other for there in speakers.values() if there & ring for other in there} - distance.keys()
        distance |= dict.fromkeys(ring, far)
    through: dict[str, list[str]] = defaultdict(list)
    for identity, there in speakers.items():
        for one in there & distance.keys():
            if any(distance.get(other) == distance[one] - 1 for other in there):
                through[one].append(identity)
    return sorted((far, one, sorted(through[one])) for one, far in distance.items() if far)


def related(known: Mapping[str, Facts], topic: str) -> list[tuple[str, int]]:
    """Topics that share events with one, with how many, those that share most first; equal ones by name."""
    shared: dict[str, int] = defaultdict(int)
    for facts in known.values():
        if topic in facts.topics:
            for other in facts.topics:
                shared[other] += other != topic
    return sorted(((name, count) for name, count in shared.items() if count), key=lambda one: (-one[1], one[0]))


class Graph:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def ids(self, what: str, text: str = "") -> dict[str, str]:
        """The ids of the speakers, companies or topics of the catalogue, by name."""
        asked = {"q": text} if text else {}
        found = data(self._catalogue.open().get(f"{self._catalogue.path}/{what}", params=asked))
        return {one["name"]: one["id"] for one in found}

    def _get(self, what: str, identity: str, **asked: Any) -> Any:
        return data(self._catalogue.open().get(f"{self._catalogue.path}/graph/{what}/{identity}", params=asked))

    @property
    def speakers(self) -> list[str]:
        return sorted({one.name for facts in self._catalogue.facts.values() for one in facts.speakers})

    def check_connections(self, names: Sequence[str], depth: int | None) -> None:
        """For each of these: everybody to this depth (to 2 unless another is asked for), and nobody else."""
        ids = self.ids("speakers")
        for name in names:
            found = self._get("speakers", ids[name], **({} if depth is None else {"depth": depth}))
            told = [(one["distance"], one["name"], sorted(one["through"])) for one in found]
            expected = connections(self._catalogue.facts, name, depth or 2)
            assert_that(told, equal_to(expected), f"with whom {name} is connected, to depth {depth or 2}")

    def check_listed(self, text: str) -> None:
        """Lists have everybody whose name has a text, in any case, and nobody else."""
        names = {
            "speakers": set(self.speakers),
            "companies": {one.name for facts in self._catalogue.facts.values() for one in facts.companies},
        }
        for what, known in names.items():
            expected = sorted(one for one in known if text.lower() in one.lower())
            assert expected, f"nobody of the {what} has {text!r}"
            assert_that(sorted(self.ids(what, text.upper())), equal_to(expected), f"the {what} with {text!r}")

    def check_companies(self) -> None:
        """Each company's events, by date, all of them, and no others."""
        known = self._catalogue.facts
        for name, identity in self.ids("companies").items():
            expected = sorted(
                (one for one, facts in known.items() if name in [firm.name for firm in facts.companies]),
                key=lambda one: (known[one].date or NO_DATE, one),
            )
            found = [one["id"] for one in self._get("companies", identity)]
            names = self._catalogue.name_of
            assert_that([*map(names, found)], equal_to([*map(names, expected)]), f"the events of {name}")

    def check_topics(self) -> None:
        """Each topic's related ones, those that share most first, with how many events they share."""
        for name, identity in self.ids("topics").items():
            found = [(one["name"], one["shared"]) for one in self._get("topics", identity)]
            assert_that(found, equal_to(related(self._catalogue.facts, name)), f"what is related to {name}")

    def check_network(self, name: str) -> None:
        """An event's speakers, companies and topics, and all other events with one of these speakers or companies."""
        identity = self._catalogue.id_of(name)
        found = data(self._catalogue.open().get(f"/api/v1/events/{identity}/network"))
        facts = self._catalogue.facts[identity]
        for what, mine in (("speakers", facts.speakers), ("companies", facts.companies)):
            told = sorted(one["name"] for one in found[what])
            assert_that(told, equal_to(sorted(one.name for one in mine)), f'the {what} of "{name}" in its network')
        assert_that(sorted(found["topics"]), equal_to(sorted(facts.topics)), f'the topics of "{name}" in its network')
        with_them = _involved(facts)
        others = self._catalogue.facts.items()
        expected = [one for one, other in others if one != identity and with_them & _involved(other)]
        assert_that(sorted(one["id"] for one in found["events"]), equal_to(sorted(expected)), f'beside "{name}"')

    def check_all(self) -> None:
        """Everybody's connections, everybody's events, what every topic is related with and every event beside."""
        self.check_connections(self.speakers, None)
        self.check_companies()
        self.check_topics()
        for name in self._catalogue.told:
            self.check_network(name)

    def check_nobody(self) -> None:
        """Who is of another catalogue, or of none, is not found in this one, whatever is asked."""
        for what in ("speakers", "companies", "topics"):
            path = f"/api/v1/catalogues/{self._catalogue.other}/{what}"
            elsewhere = [one["id"] for one in data(self._catalogue.open().get(path))]
            assert elsewhere, f"the other catalogue has no {what}, so that nothing is told by this"
            for identity in (MADE_UP, elsewhere[0]):
                refused(self._catalogue.open().get(f"{self._catalogue.path}/graph/{what}/{identity}"), 404)
        for depth in (0, 4):
            path = f"{self._catalogue.path}/graph/speakers/{MADE_UP}"
            refused(self._catalogue.open().get(path, params={"depth": depth}), 422)

    def check_times(self, graph: float, simple: float) -> None:
        """Connections to depth 2 in one time, simple queries in another, 95 % of each."""
        speakers, companies, topics = (list(self.ids(what).values()) for what in ("speakers", "companies", "topics"))
        for what, ids, limit in (
            ("speakers", speakers, graph),
            ("companies", companies, simple),
            ("topics", topics, simple),
        ):
            sample = _timed(lambda one, what=what: self._get(what, one), ids)  # type: ignore[misc]
            assert_at_most(sample, "p95", limit, f"a query about {what}", "EV-05")


def _timed(ask: Callable[[str], Any], ids: Sequence[str]) -> Sample:
    sample = Sample()
    ask(ids[0])
    for number in range(TIMES):
        with sample.measured():
            ask(ids[number % len(ids)])
    return sample


def _involved(facts: Facts) -> set[tuple[str, str]]:
    people = {("speaker", one.name) for one in facts.speakers}
    return people | {("company", one.name) for one in facts.companies}
