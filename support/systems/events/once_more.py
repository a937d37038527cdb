"""What services tell each other once more of a page that is done, and what is had by way of another catalogue."""

from __future__ import annotations

from typing import Any

from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems import tokens
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.events.catalogue import API, Catalogue
from support.systems.events.contract import CONTRACT
from support.systems.events.counts import PROCESSOR
from support.systems.events.operations import IN
from support.systems.events.scraping import Scraping
from support.systems.system import System


class OnceMore:
    def __init__(self, system: System, catalogue: Catalogue, scraping: Scraping, accounts: Accounts) -> None:
        self._system, self._catalogue = system, catalogue
        self._scraping, self._accounts = scraping, accounts

    def check_told_again(self) -> None:
        """Neither the job, nor its progress, nor another result changes what is done; the page is not asked for."""
        name = self._scraping.last
        before = self._all_of(name)
        scrape = before["scrape"]
        job = {"scrape_id": scrape["id"], "catalogue_id": self._catalogue.identity, "url": scrape["url"]}
        self._tell(PROCESSOR, "POST", "/internal/jobs", 202, {**job, "correlation_id": "once-more"})
        path = f"/internal/scrapes/{scrape['id']}"
        for state, reason in (("fetching", None), ("failed", "SITE_FAILING")):
            told = {"state": state, "tries": 3, **({"reason": reason} if reason else {})}
            self._tell(API, "POST", f"{path}/progress", 204, told)
        result = {"url": scrape["url"], "tries": 3, "event": {"name": "Something else"}}
        made = data(self._tell(API, "PUT", f"{path}/result", 200, result))
        assert_that(made, equal_to({"event_id": scrape["event_id"]}), "what is answered to the same result again")
        self._scraping.check_not_asked_again(name)
        assert_that(self._all_of(name), equal_to(before), f'what there is of "{name}" after all was told once more')
        self._check_stays_failed(result)

    def _check_stays_failed(self, result: dict[str, Any]) -> None:
        """What has failed stays so, whatever is told of it late: it is neither under way again nor an event."""
        name = "One that failed"
        self._scraping.announce(name, status=404)
        data(self._scraping.ask(name), 202)
        self._scraping.check_ended(name, "PAGE_REFUSED")
        before = self._all_of(name)
        path = f"/internal/scrapes/{before['scrape']['id']}"
        for told in ({"state": "extracting", "tries": 2}, {"state": "failed", "tries": 4, "reason": "SITE_FAILING"}):
            self._tell(API, "POST", f"{path}/progress", 204, told)
        late = {**result, "url": before["scrape"]["url"]}
        self._tell(API, "PUT", f"{path}/result", 200, late)
        assert_that(self._all_of(name), equal_to(before), "what there is of a page that failed, and was told of late")

    def _all_of(self, name: str) -> dict[str, Any]:
        return {
            "scrape": self._scraping.scrape(name),
            "events": self._catalogue.listed(),
            "work": {key: value for key, value in self._scraping.processing().items() if key != "breakers"},
        }

    def _tell(self, service: str, method: str, path: str, status: int, body: dict[str, Any]) -> Any:
        caller = API if service == PROCESSOR else PROCESSOR
        token = tokens.of_service(caller, service, self._system.platform.credentials["service_secret"])
        client = self._system.service(service)
        reply = client.request(method, path, json=body, headers={"X-Service-Token": token})
        assert_that(reply.status, equal_to(status), f"the answer of {service} to what it is told again")
        return reply

    def check_by_way_of_own(self, who: Persona) -> None:
        """Whatever is in one catalogue is not there for who asks for it by way of another, which is their own."""
        things, client = self._system.belongings, self._accounts.as_(who, API)
        own = f"w-{self._system.world.data.mark}"
        data(client.post("/api/v1/catalogues", json={"name": own}), 201)
        path, root = f"/api/v1/catalogues/{own}", self._accounts.root(who)
        self._system.world.cleanup.add(f"remove a catalogue of {who.name}", lambda: root.delete(path))
        before = self._seen()
        tried = 0
        for operation in CONTRACT.operations:
            if operation.path.startswith(f"{IN}/") and len(operation.gaps) > 1:
                ids = {**things.ids, "catalogue": own}
                reply = client.request(operation.method, operation.path_for(ids), **operation.body_for(ids))
                try:
                    refused(reply, 404)
                except AssertionError as error:
                    raise AssertionError(f"{operation}, by way of a catalogue of {who.name}: {error}") from None
                tried += 1
        assert tried, "there is nothing in a catalogue that has an id"
        assert_that(self._seen(), equal_to(before), "what is in the first catalogue after that")

    def _seen(self) -> dict[str, Any]:
        client, path = self._catalogue.kept_by(), self._catalogue.path
        return {what: data(client.get(f"{path}/{what}")) for what in ("reviews", "events", "speakers", "validation")}

    def check_names(self, others: list[Persona]) -> None:
        """Nobody makes another catalogue of a name that is taken, and the one of everybody stays."""
        name, before = self._catalogue.name, self._seen()
        for who in (self._catalogue.keeper, *others):
            client = self._accounts.as_(who, API)
            for taken in (name, "public"):
                refused(client.post("/api/v1/catalogues", json={"name": taken}), 409)
            status = 409 if who.role == "admin" else 403
            refused(client.delete("/api/v1/catalogues/public"), status)
        data(self._catalogue.open().get("/api/v1/catalogues/public/events"))
        assert_that(self._seen(), equal_to(before), "what is in the catalogue whose name was asked for again")
