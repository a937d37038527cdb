"""How a scraped event is found and what it is linked with."""

from __future__ import annotations

from hamcrest import assert_that, equal_to

from support.systems.answers import data
from support.systems.events.catalogue import Catalogue
from support.systems.events.discovery import Discovery


class Linked:
    def __init__(self, catalogue: Catalogue, discovery: Discovery) -> None:
        self._catalogue, self._discovery = catalogue, discovery

    def check_found(self, name: str) -> None:
        """It is found by every kind of text that it has, by words as well as they stand, and by meaning."""
        facts = self._catalogue.facts[self._catalogue.id_of(name)]
        queries = [facts.name, facts.place, *facts.topics]
        queries += [one.name for one in facts.speakers] + [one.company for one in facts.speakers]
        queries += [one.name for one in facts.companies]
        for query in queries:
            self._discovery.search(query)
            self._discovery.check_expected()
        found = self._discovery.search(f"{facts.name} {facts.topics[0]}", by="meaning")
        assert_that(self._catalogue.names(found)[:1], equal_to([name]), "what is nearest by meaning")

    def check_linked(self, name: str) -> None:
        """Its speakers, companies and topics are in the graph, each once, and lead to it and to each other."""
        identity = self._catalogue.id_of(name)
        facts = self._catalogue.facts[identity]
        there = {what: self._listed(what) for what in ("speakers", "companies", "topics")}
        people = sorted(one.name for one in facts.speakers)
        assert_that(sorted(there["speakers"]), equal_to(people), "the speakers of the catalogue")
        firms = sorted(one.name for one in facts.companies)
        assert_that(sorted(there["companies"]), equal_to(firms), "the companies of the catalogue")
        assert_that(sorted(there["topics"]), equal_to(sorted(facts.topics)), "the topics of the catalogue")
        for one, of in there["companies"].items():
            found = data(self._catalogue.open().get(f"{self._catalogue.path}/graph/companies/{of}"))
            assert_that([each["id"] for each in found], equal_to([identity]), f"the events of {one}")
        first, second = people[:2]
        path = f"{self._catalogue.path}/graph/speakers/{there['speakers'][first]}"
        met = [(one["name"], one["distance"], one["through"]) for one in data(self._catalogue.open().get(path))]
        assert_that(met, equal_to([(second, 1, [identity])]), f"with whom {first} spoke")

    def _listed(self, what: str) -> dict[str, str]:
        """The ids of all there are of a kind, by name."""
        found = data(self._catalogue.open().get(f"{self._catalogue.path}/{what}"))
        names = {one["name"]: one["id"] for one in found}
        assert_that(len(names), equal_to(len(found)), f"how many {what} have a name of their own")
        return names
