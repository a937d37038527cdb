"""Events as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems.accounts import Accounts, Peopled
from support.systems.belongings import Belongings
from support.systems.contract import Operation
from support.systems.events import generated, words  # noqa: F401 - of its sentences
from support.systems.events.batches import Batches
from support.systems.events.belongings import InesThings
from support.systems.events.bringing_in import BringingIn
from support.systems.events.catalogue import API, Catalogue
from support.systems.events.contract import CONTRACT
from support.systems.events.counts import Counts
from support.systems.events.describing import Describing
from support.systems.events.discovery import Discovery
from support.systems.events.duplicates import Duplicates
from support.systems.events.fillings import Fillings
from support.systems.events.graph import Graph
from support.systems.events.linked import Linked
from support.systems.events.load import Load
from support.systems.events.manners import Manners
from support.systems.events.once_more import OnceMore
from support.systems.events.outages import Outages
from support.systems.events.pages.browser import Browser
from support.systems.events.recommending import Recommending
from support.systems.events.retries import Retries
from support.systems.events.scraping import Scraping
from support.systems.events.site import Site
from support.systems.events.stand_in import StandIn
from support.systems.events.stores_away import StoresAway
from support.systems.events.taken_off import TakenOff
from support.systems.events.told_otherwise import ToldOtherwise
from support.systems.guessing import Guessing
from support.systems.lists import Filling


class Events(Peopled):
    """One scenario's view of Events."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, API)
        self.catalogue = Catalogue(self, self.accounts)

    @cached_property
    def discovery(self) -> Discovery:
        return Discovery(self.catalogue)

    @cached_property
    def batches(self) -> Batches:
        return Batches(self.catalogue, self.scraping)

    @cached_property
    def describing(self) -> Describing:
        return Describing(self, self.catalogue, self.discovery)

    @cached_property
    def duplicates(self) -> Duplicates:
        return Duplicates(self.catalogue, self.scraping, self.accounts)

    @cached_property
    def manners(self) -> Manners:
        return Manners(self, self.catalogue, self.scraping, self.accounts)

    @cached_property
    def guessing(self) -> Guessing:
        return Guessing(self)

    @cached_property
    def bringing_in(self) -> BringingIn:
        return BringingIn(self, self.catalogue)

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.catalogue)

    @cached_property
    def recommending(self) -> Recommending:
        return Recommending(self, self.catalogue, self.accounts)

    @cached_property
    def scraping(self) -> Scraping:
        return Scraping(self, self.catalogue, Site(self))

    @cached_property
    def counts(self) -> Counts:
        return Counts(self)

    @cached_property
    def once_more(self) -> OnceMore:
        return OnceMore(self, self.catalogue, self.scraping, self.accounts)

    @cached_property
    def linked(self) -> Linked:
        return Linked(self.catalogue, self.discovery)

    @cached_property
    def taken_off(self) -> TakenOff:
        return TakenOff(self.catalogue, self.discovery, self.graph)

    @cached_property
    def retries(self) -> Retries:
        return Retries(self.scraping, self.catalogue)

    @cached_property
    def stand_in(self) -> StandIn:
        return StandIn(self, self.scraping, self.retries, self.counts)

    @cached_property
    def told_otherwise(self) -> ToldOtherwise:
        return ToldOtherwise(self, self.accounts, self.catalogue, self.scraping, self.manners)

    @cached_property
    def stores_away(self) -> StoresAway:
        return StoresAway(self, self.accounts, self.catalogue)

    @cached_property
    def outages(self) -> Outages:
        return Outages(self, self.scraping, self.catalogue)

    @cached_property
    def load(self) -> Load:
        return Load(self, self.accounts, self.catalogue, self.scraping)

    @cached_property
    def browser(self) -> Browser:
        return Browser(self, self.accounts, self.catalogue)

    @cached_property
    def belongings(self) -> Belongings:
        return InesThings(self, self.accounts, self.catalogue, self.scraping).all_of_them()

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        return Fillings(self.catalogue).of(operation) or super().fillings(operation, who)

    def views(self) -> Mapping[str, str]:
        own, first = f"?catalogue={self.catalogue.name}", next(iter(self.catalogue.facts))
        return {
            "the list": f"/{own}",
            "what is browsed": f"/{own}&topic=Nature",
            "an event": f"/events/{first}{own}",
            "no event": f"/events/none{own}",
            "adding a page": f"/scrape{own}",
            "signing in": f"/sign-in{own}",
        }

    def pages(self) -> Iterator[tuple[str, str]]:
        """What programs are answered that call with the keys that they were given."""
        given = self.platform.credentials
        for key in ("admin_key", "organiser_key"):
            reply = self.service(API).get("/api/v1/catalogues/public/validation", headers={"X-Api-Key": given[key]})
            yield f"an answer to whoever has the {key}", reply.text
        yield "an answer to whoever has the stage_key", Site(self).ask("nothing").text

    def by(self, who: Persona) -> Events:
        """Events as the keeper of the scenario's catalogue uses it. ValueError for anybody else: they may not."""
        if who != self.catalogue.keeper:
            raise ValueError(f"the catalogue of the scenario is kept by {self.catalogue.keeper.name}")
        return self

    def fill(self) -> None:
        """Have the keeper tell of a whole catalogue; some of the same is in another one."""
        told = generated.catalogue(self.world.data.chance("catalogue"))
        self.catalogue.bring_in(told)
        self.catalogue.add_neighbour(told[: generated.NEIGHBOURS])
        counted = self.catalogue.counted()
        sizes = {"events": generated.EVENTS, "speakers": generated.SPEAKERS, "companies": generated.COMPANIES}
        assert_that({what: counted[what] for what in sizes}, equal_to(sizes), "what there is in the catalogue")


SYSTEM = Events


def events(context: Any) -> Events:
    """Events, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Events), f"a sentence of Events stands in a feature of {found.contract.name}"
    return found
