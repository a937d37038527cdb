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
from support.systems.events.facts import NO_DATE, Facts, expected, shown

Connections = list[tuple[int, str, list[str]]]
"""Of everybody who is connected with a speaker: how far, the name, and the ids of events through which."""
PATTERNS = ("%", "_", "a%r", "\\", "*", "e.")
"""Signs that stand for others elsewhere, and for themselves here."""
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
        ids, firms = self.ids("speakers"), self._companies_of_speakers()
        for name in names:
            assert name in ids, f"{name} is not among the speakers"
            found = self._get("speakers", ids[name], **({} if depth is None else {"depth": depth}))
            told = [(one["distance"], one["name"], sorted(one["through"])) for one in found]
            wanted = connections(self._catalogue.facts, name, depth or 2)
            assert_that(told, equal_to(wanted), f"with whom {name} is connected, to depth {depth or 2}")
            for one in found:
                who = (one["id"], one["company"])
                assert_that(who, equal_to((ids[one["name"]], firms[one["name"]])), f"who {one['name']} is")

    def _companies_of_speakers(self) -> dict[str, str]:
        speakers = [one for facts in self._catalogue.facts.values() for one in facts.speakers]
        return {one.name: one.company for one in sorted(speakers, key=lambda one: one.company)}

    def check_listed(self) -> None:
        """Lists have everybody whose name has a text, by name, in any case, and nobody else; also with signs."""
        named = self._catalogue.named()
        for what in ("speakers", "companies"):
            names = sorted(named[what], key=str.lower)
            assert names, f"there are no {what}"
            parts = [one[1:5].swapcase() for one in names[:: len(names) // 4 + 1]]
            parts += [one[:4].swapcase() for one in names if not one.isascii()]
            for text in ("", *parts, *PATTERNS):
                wanted = [one for one in names if text.lower() in one.lower()]
                assert_that([*self.ids(what, text)], equal_to(wanted), f"the {what} with {text!r}")

    def check_companies(self) -> None:
        """Each company's events, by date, all of them, and no others."""
        known = self._catalogue.facts
        for name, identity in self.ids("companies").items():
            wanted = sorted(
                (one for one, facts in known.items() if name in [firm.name for firm in facts.companies]),
                key=lambda one: (known[one].date or NO_DATE, one),
            )
            found, names = self._get("companies", identity), self._catalogue.name_of
            told = [names(one["id"]) for one in found]
            assert_that(told, equal_to([*map(names, wanted)]), f"the events of {name}")
            for one in found:
                assert_that(shown(one), equal_to(expected(known[one["id"]])), f"what is shown of an event of {name}")

    def check_topics(self) -> None:
        """Each topic's related ones, those that share most first, with how many events they share."""
        ids = self.ids("topics")
        for name, identity in ids.items():
            found = [(one["id"], one["name"], one["shared"]) for one in self._get("topics", identity)]
            wanted = [(ids.get(one), one, shared) for one, shared in related(self._catalogue.facts, name)]
            assert_that(found, equal_to(wanted), f"what is related to {name}")

    def check_network(self, name: str) -> None:
        """An event's speakers, companies and topics, and all other events with one of these speakers or companies."""
        identity = self._catalogue.id_of(name)
        found = data(self._catalogue.open().get(f"/api/v1/events/{identity}/network"))
        facts = self._catalogue.facts[identity]
        whole = self._catalogue.get(identity)
        told = {what: found[what] for what in ("event_id", "speakers", "companies", "topics")}
        wanted = {"event_id": identity, **{what: whole[what] for what in ("speakers", "companies", "topics")}}
        assert_that(told, equal_to(wanted), f'what "{name}" is connected with')
        self._catalogue.check_shown(identity)
        with_them = _involved(facts)
        others = self._catalogue.facts.items()
        beside = [(one, other.name) for one, other in others if one != identity and with_them & _involved(other)]
        named = sorted((one["id"], one["name"]) for one in found["events"])
        assert_that(named, equal_to(sorted(beside)), f'beside "{name}"')

    def check_all(self) -> None:
        """Connections of everybody who is known, every company's events, what every topic is related with and every
        event beside.
        """
        self.check_connections([*self.ids("speakers")], None)
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
